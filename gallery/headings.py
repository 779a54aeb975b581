"""The headings of a page: each has an address and a link to it, and several make a table of contents."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from .first_html import still
from .markup import attributes

# Before the id that a heading gets of its text, so that it meets none of a demo's ids.
PREFIX = "section-"

LEVELS = {"H2": 2, "H3": 3, "H4": 4}

# From how many headings on a page has a table of contents.
MANY = 3

# What has an id of its own inside is no part of the page's text: the demo's headings are the demo's.
DEMO_ID = "demo"

# Components that stand in a line of text, where blocks are apart from each other.
INLINE = {
    "A",
    "Abbr",
    "B",
    "Code",
    "Del",
    "Em",
    "I",
    "Kbd",
    "Mark",
    "S",
    "Small",
    "Span",
    "Strong",
    "Sub",
    "Sup",
}


@dataclass(frozen=True)
class Heading:
    """A heading of a page (`level` 2 to 4), and the id that leads to it."""

    level: int
    text: str
    id: str


def with_links(content: Component) -> Component:
    """Give each heading of a page an id and a link to itself, and put the table of contents below the lead.

    Parameters
    ----------
    content : component
        The page's own, which stays as it is.

    Returns
    -------
    component
        The same, in which every heading from h2 to h4 has an id: its own, or one made of its text. A heading
        that is a link leads somewhere already, and gets no other; one whose id is a dictionary stays so.
    """
    ids = (getattr(part, "id", None) for part in parts(content))
    taken = {own for own in ids if isinstance(own, str)}
    found: list[Heading] = []
    return _with_contents(_linked(content, taken, found), found)


def parts(node: Any) -> Iterator[Any]:
    """The components of `dash.html` that a page's text is made of, in its order: the demo is left out."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from parts(child)
    elif is_text(node):
        yield node
        yield from parts(getattr(node, "children", None))


def is_text(node: Any) -> bool:
    """Whether a component is of `dash.html`, and not the place of the demo."""
    return (
        isinstance(node, Component)
        and node._namespace == html.Div._namespace  # noqa: SLF001 - its only source
        and getattr(node, "id", None) != DEMO_ID
    )


def tag(node: Component) -> str:
    """The name of a component's class in `dash.html`, also of one derived from it."""
    return str(node._type)  # noqa: SLF001 - its only source


def plain_text(node: Any) -> str:
    """The text of components as it is read: blocks are apart, and all space is one space or a line's end."""
    return " ".join(_raw_text(node).split())


def _raw_text(node: Any) -> str:
    if isinstance(node, str | int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return "".join(map(_raw_text, node))
    if not is_text(node):
        return ""
    text = _raw_text(getattr(node, "children", None))
    return text if tag(node) in INLINE else f" {text} "


def is_link(heading: Component) -> bool:
    """Whether a heading is a link to another page, as those of cards are."""
    return any(
        tag(part) == "A" and getattr(part, "className", None) != "permalink" for part in parts(heading)
    )


def _linked(node: Any, taken: set[str], found: list[Heading]) -> Any:
    if isinstance(node, list | tuple):
        return [_linked(child, taken, found) for child in node]
    if not is_text(node) or tag(node) == "Pre":
        return node
    if tag(node) in LEVELS:
        return _linked_heading(node, taken, found)
    children = getattr(node, "children", None)
    if not isinstance(children, list | tuple | Component):
        return node
    # A copy: a page's layout may be one and the same component at every visit.
    changed = copy.copy(node)
    changed.children = _linked(children, taken, found)
    return changed


def _linked_heading(node: Any, taken: set[str], found: list[Heading]) -> Component:
    own = getattr(node, "id", None)
    if not isinstance(own, str | None):
        # A dictionary, by which callbacks find it.
        return node
    text = plain_text(node)
    changed = copy.copy(node)
    changed.id = own or _new_id(text, taken)
    if is_link(node):
        return changed
    found.append(Heading(LEVELS[tag(node)], text, changed.id))
    # Its sign is in the stylesheet: the heading's text stays what it says.
    link = html.A(
        href=f"#{changed.id}",
        className="permalink",
        **attributes(aria_label=f"Link to this section: {text}"),
    )
    children = node.children if isinstance(node.children, list) else [node.children]
    changed.children = [*children, link]
    return changed


def heading_id(text: str) -> str:
    """The id made of a heading's text, without the number before it: the next edition may count otherwise."""
    return PREFIX + "-".join(re.findall(r"\w+", re.sub(r"^\d+\.\s", "", text).lower()))


def _new_id(text: str, taken: set[str]) -> str:
    """An id made of a heading's text that no other has."""
    wanted = new = heading_id(text)
    number = 1
    while new in taken:
        number += 1
        new = f"{wanted}-{number}"
    taken.add(new)
    return new


def _with_contents(content: Component, found: list[Heading]) -> Component:
    """Put links to a page's sections below its lead, if it has many; to those below them, if it has few."""
    sections = [heading for heading in found if heading.level == 2]
    listed = sections if len(sections) >= MANY else [heading for heading in found if heading.level < 4]
    children = getattr(content, "children", None)
    if len(listed) < MANY or not isinstance(children, list):
        return content
    links = [html.Li(html.A(heading.text, href=f"#{heading.id}")) for heading in listed]
    contents = html.Nav(
        [html.Span("On this page", **attributes(aria_hidden="true")), html.Ul(links)],
        className="contents",
        **attributes(aria_label="On this page"),
    )
    still(contents, "contents")
    place = 1 + max((place for place, child in enumerate(children) if _is_opening(child)), default=-1)
    content.children = [*children[:place], contents, *children[place:]]
    return content


def _is_opening(node: Any) -> bool:
    return any(tag(part) == "H1" or getattr(part, "className", None) == "lead" for part in parts(node))
