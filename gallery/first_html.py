"""A page's own text as HTML in the very first response, for crawlers and for readers before any script runs.

It stands beside the element that Dash renders into, which is laid out unseen; `assets/gallery.js` removes the
text as soon as Dash has rendered the same page, so that nothing jumps.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

_VOID = {"br", "hr", "img"}
_HEADINGS = {"h2", "h3", "h4"}
_ATTRIBUTE_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex"}


def as_html(node: Any) -> str:
    """Write components of `dash.html` as HTML, without their ids: those are for what Dash renders.

    Headings alone keep theirs, so that links to a section lead there at once.

    Components of other packages are rendered in the browser alone; nothing is written for them.
    """
    if node is None:
        return ""
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    if isinstance(node, list | tuple):
        return "".join(map(as_html, node))
    if not isinstance(node, Component) or node._namespace != html.Div._namespace:  # noqa: SLF001 - its only source
        return ""
    properties = node.to_plotly_json()["props"]
    children = properties.pop("children", None)
    tag = node._type.lower()  # noqa: SLF001
    attributes = "".join(
        f' {_ATTRIBUTE_NAMES.get(name, name)}="{escape(_text(value))}"'
        for name, value in properties.items()
        if value is not None and (name != "id" or (tag in _HEADINGS and isinstance(value, str)))
    )
    return f"<{tag}{attributes}>" + ("" if tag in _VOID else f"{as_html(children)}</{tag}>")


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
