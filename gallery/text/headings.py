"""The headings of a page: each has an address made of its text; several make a list of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

# Before the id that a heading gets of its text, so that it meets none of a demo's ids.
PREFIX = "section-"

# From how many headings on a page has a list of contents.
MANY = 3

_LINKED = re.compile(
    r'<h(?P<level>[234]) id="(?P<id>[^"]*)"[^>]*>(?P<inner>.*?)<a class="permalink"', re.DOTALL
)


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level (2 to 4), what is in it, and the id that leads to it."""

    level: int
    inner: Markup
    id: str


def slug(text: str) -> str:
    """The id of a heading, without the number before its text: the next edition may count otherwise."""
    return PREFIX + "-".join(re.findall(r"\w+", re.sub(r"^\d+\.\s", "", text).lower()))


def heading(level: int, inner: Markup | str, own: str | None = None) -> Markup:
    """A heading with its link, for templates; Markdown's are made alike by `markup`.

    Parameters
    ----------
    level : int
    inner : Markup or str
        What is in it.
    own : str, optional
        What its id is made of, where the same text stands on a page twice. Default: its text.
    """
    text = Markup(escape(inner)).striptags()
    name = slug(own or text)
    return Markup('<h{} id="{}">{}{}</h{}>').format(level, name, inner, permalink(name, text), level)


def permalink(name: str, text: str) -> Markup:
    """The link of a heading to itself, whose sign is the stylesheet's: the heading's text stays as it is."""
    return Markup('<a class="permalink" href="#{}" aria-label="Link to this section: {}"></a>').format(
        name, text
    )


def contents(article: str) -> list[Heading]:
    """What a page's list of contents has: its sections, with those in them if they are few."""
    found = [Heading(int(one["level"]), Markup(one["inner"]), one["id"]) for one in _LINKED.finditer(article)]
    sections = [one for one in found if one.level == 2]
    listed = sections if len(sections) >= MANY else [one for one in found if one.level < 4]
    return listed if len(listed) >= MANY else []
