"""Every page as Markdown, at its address with `.md` behind it; and `llms.txt`, which lists them.

Language models read them, and so does whoever copies a page. They are made of the page's own HTML when they
are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from urllib.parse import urljoin

import dash
from bs4 import BeautifulSoup, Tag
from dash import Dash
from flask import Response, request
from markdownify import MarkdownConverter

from ..pages import SITE_NAME, Site, SitePage
from ..props.example import asked
from ..serving.crawlers import address

SITE_GROUP = "The site"

# What a page has besides what is read: controls, and ways to other pages.
_UNREAD = "button, nav, .permalink, [hidden]"


# What would be read as Markdown where text stands, and what would where a line begins.
_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|&(?=#?\w+;)")
_LINE_START = re.compile(
    r"(?m)^(?=#{1,6}(?:\s|$)|>|[+-](?:\s|$)|[-=:|][-=:| \t]*$)|^(\d{1,9})(?=[.)](?:\s|$))"
)


class _Converter(MarkdownConverter):
    """Writes links with whole addresses, any code as it is, and names in bold above what is said of them."""

    def __init__(self, base: str) -> None:
        super().__init__(heading_style="ATX", bullets="-", newline_style="backslash")
        self.base = base

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Text that is read as it is."""
        return _LINE_START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", text))

    def convert_a(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """A link with its whole address."""
        address = urljoin(self.base, str(element.get("href")))
        element["href"] = f"<{address}>" if re.search(r"[\s()]", address) else address
        return str(super().convert_a(element, text, parent_tags))  # type: ignore[misc]

    def convert_pre(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """A block of code, with the language that its `class` names."""
        code = element.find("code")
        language = " ".join(code.get("class") or []) if isinstance(code, Tag) else ""
        return f"\n\n{fenced(element.get_text(), language)}\n\n"

    def convert_td(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell, in which a bar would begin the next one, also in code."""
        return str(super().convert_td(element, text.replace("|", r"\|"), parent_tags))  # type: ignore[misc]

    def convert_dt(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """A name, also of what is unfolded."""
        return f"\n\n**{' '.join(text.split())}**\n\n"

    convert_summary = convert_dt

    def convert_dd(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """What is said of the name."""
        return f"\n\n{text.strip()}\n\n"


def fenced(code: str, language: str = "") -> str:
    """Write a block of code, between fences longer than any in it."""
    marks = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{marks}{language}\n{code.removesuffix(chr(10))}\n{marks}"


def markdown_of(html: str, base: str) -> str:
    """Write a page's article as Markdown.

    Parameters
    ----------
    html : str
    base : str
        The absolute address of the page: links are written as absolute ones.
    """
    article = BeautifulSoup(html, "html.parser")
    for unread in article.select(_UNREAD):
        unread.decompose()
    return f"{_Converter(base).convert_soup(article).strip()}\n"


def add_markdown_pages(app: Dash, site: Site) -> None:
    """Serve each page as Markdown, and `llms.txt`."""
    prefix = app.config.routes_pathname_prefix
    for page in site.listed:
        app.server.add_url_rule(
            prefix + page.markdown_path.lstrip("/"), f"markdown {page.path}", _view(page, site)
        )
    app.server.add_url_rule(f"{prefix}llms.txt", "llms.txt", lambda: _text(_llms(site), "text/plain"))


def _view(page: SitePage, site: Site) -> Callable[[], Response]:
    def view() -> Response:
        return _text(markdown_of(page.article(site, asked(), reading=True), address(page)), "text/markdown")

    return view


def _text(text: str, mimetype: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _llms(site: Site) -> str:
    """The list of pages in the form of https://llmstxt.org: title, summary, and a list of links a section."""
    return "\n\n".join(_llms_parts(site)) + "\n"


def _llms_parts(site: Site) -> Iterator[str]:
    yield f"# {SITE_NAME}"
    yield f"> {site.listed[0].description}"
    yield (
        "Each page below is Markdown; those of examples have the whole source of the example and of the "
        "components in it. The page that runs has the same address without `.md`; with `.zip` in its place, "
        "an example or a component is a project to download."
    )
    for group, pages in groupby(site.listed, key=lambda page: page.section):
        yield f"## {group.title if group else SITE_GROUP}"
        yield "\n".join(f"- [{page.name}]({_markdown_address(page)}): {page.description}" for page in pages)


def _markdown_address(page: SitePage) -> str:
    """The absolute address of a page's Markdown."""
    return urljoin(address(page), dash.get_relative_path(page.markdown_path))
