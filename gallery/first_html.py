"""A page's own text as HTML in the very first response, for crawlers and for readers before any script runs.

It stands beside the element that Dash renders into, which is laid out unseen; `assets/gallery.js` removes the
text as soon as Dash has rendered the same page, so that nothing jumps.

Most of a page never changes: what is marked by `still` is sent in the first HTML alone, and moved to where
Dash leaves a place for it, which costs the browser far less than to have it rendered by Dash.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

# Names a part that is moved, in the first HTML and in what Dash renders.
STILL = "data-still"

_VOID = {"br", "hr", "img"}
_HEADINGS = {"h2", "h3", "h4"}
_ATTRIBUTE_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex"}


def still(component: Component, name: str) -> Component:
    """Mark the children of an element as made of `dash.html` alone, and of nothing that a callback changes.

    Parameters
    ----------
    component : component
        An element of this page's own, not one of an example's layout: it is given an attribute.
    name : str
        Another one for each such part of a page.
    """
    setattr(component, STILL, name)
    return component


def without_still(node: Any) -> Any:
    """Take the children out of what is marked by `still`: what is left is for Dash to render."""
    if isinstance(node, list | tuple):
        for child in node:
            without_still(child)
    elif isinstance(node, Component) and hasattr(node, STILL):
        node.children = None
    elif isinstance(node, Component):
        without_still(getattr(node, "children", None))
    return node


def as_html(node: Any, *, ids: bool = False) -> str:
    """Write components of `dash.html` as HTML.

    Components of other packages are rendered in the browser alone; nothing is written for them.

    Parameters
    ----------
    ids : bool, default False
        Whether the elements keep their ids. Those within a part that is moved do, and headings, so that links
        to a section lead there at once; of all others, what Dash renders has the id.
    """
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, list | tuple):
        return "".join(as_html(child, ids=ids) for child in node)
    if not isinstance(node, Component) or node._namespace != html.Div._namespace:  # noqa: SLF001 - its only source
        return ""
    properties = node.to_plotly_json()["props"]
    children = properties.pop("children", None)
    tag = node._type.lower()  # noqa: SLF001
    attributes = "".join(
        f' {_ATTRIBUTE_NAMES.get(name, name)}="{escape(_text(value))}"'
        for name, value in properties.items()
        if value is not None and (name != "id" or ids or (tag in _HEADINGS and isinstance(value, str)))
    )
    return f"<{tag}{attributes}>" + (
        "" if tag in _VOID else f"{as_html(children, ids=ids or STILL in properties)}</{tag}>"
    )


def _text(value: Any) -> str:
    """An attribute's value; a style as CSS."""
    return (
        "; ".join(f"{name}: {part}" for name, part in value.items())
        if isinstance(value, dict)
        else str(value)
    )


def with_first_html(app_entry: str, page: Component) -> str:
    """Put a page's HTML before the element that Dash renders into."""
    return f'<div id="first-html">{as_html(page)}</div>{app_entry}'
