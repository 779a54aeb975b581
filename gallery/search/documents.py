"""What a search can lead to: pages, the headings on them, and the files that they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..text.headings import slug
from ..text.source import source_id

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# Those below are found as text: in references they are alike.
_HEADINGS = {"h2", "h3"}


class PageText(NamedTuple):
    """A page as the search reads it: where it is, what it and its section are called, and its Markdown."""

    path: str
    title: str
    section: str
    markdown: str


class Document(NamedTuple):
    """What a search can lead to, with what it is found by.

    Attributes
    ----------
    kind : str
        "page", "heading", "name" (of the API) or "file".
    href : str
    title, text : str
        What it is called, and what it says.
    where : str
        The section, page and heading that it is below.
    source : str
        Of a file: each line is found by itself.
    """

    kind: str
    href: str
    title: str
    text: str
    where: str
    source: str = ""


def documents(page: PageText) -> Iterator[Document]:
    """Give what can be found on a page: its opening, each heading with text below it, and files."""
    above = ""
    for level, heading, body in _parts(_MARKDOWN.parse(page.markdown)):
        text = " ".join(_plain(token) for token in body if token.type == "inline")
        source = next((token.content for token in body if token.type == "fence"), "")
        above = heading if level == "h2" else above
        path = [page.section, page.title, above if level == "h3" else ""]
        where = " · ".join(part for part in dict.fromkeys(path) if part)
        if level == "h1":
            yield Document("page", page.path, page.title, text, page.section)
        elif source and heading.endswith((".py", ".js")):
            yield Document("file", f"{page.path}#{source_id(heading)}", heading, text, where, source)
        elif text:
            yield Document("heading", f"{page.path}#{slug(heading)}", heading, text, where)


def _parts(tokens: list[Token]) -> Iterator[tuple[str, str, list[Token]]]:
    """The parts of a page, from heading to heading: the level and text of one, and what is below it."""
    level, heading, body = "h1", "", list[Token]()
    waiting = iter(tokens)
    for token in waiting:
        opens = token.type == "heading_open"
        inline = next(waiting) if opens else token
        # A card's heading is that of another page, and the title of this one is known.
        if opens and token.tag in _HEADINGS and not _is_link(inline):
            yield level, heading, body
            level, heading, body = token.tag, _plain(inline), []
        elif not opens or token.tag != "h1":
            body.append(inline)
    yield level, heading, body


def _is_link(heading: Token) -> bool:
    return any(part.type == "link_open" for part in heading.children or [])


def _plain(inline: Token) -> str:
    """The text of a line without its marks."""
    return "".join(" " if part.type.endswith("break") else part.content for part in inline.children or [])
