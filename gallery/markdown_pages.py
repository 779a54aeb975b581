"""Every page as Markdown, at its address with `.md` behind it, and `llms.txt`, which lists them all.

Language models read them, and so does whoever copies a page. They are written when they are asked for, of
what the page itself is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from urllib.parse import urljoin

import dash
from dash import Dash, html
from dash.development.base_component import Component
from flask import Response, request

from .download import project_path
from .frame import SITE_NAME
from .loading import Page, Section
from .markdown_text import markdown_text
from .markup import inline_markdown, markdown
from .serving.crawlers import address, is_not_found

SITE_GROUP = "The site"


def markdown_path(path: str) -> str:
    """Where a page's Markdown is served, by the page's own path."""
    return f"{path.rstrip('/') or '/index'}.md"


def alternate_tag(page: dict[str, Any]) -> str:
    """The tag of a page's head that tells of its Markdown."""
    if is_not_found(page):
        return ""
    place = escape(dash.get_relative_path(markdown_path(page["path"])))
    return f'\n    <link rel="alternate" type="text/markdown" href="{place}">'


def example_text(page: Page, section: Section, sources: dict[str, str]) -> list[Component]:
    """What an example's page says, without what one does there: prose, and all sources that it shows.

    Parameters
    ----------
    sources : dict
        The texts of the files that the page shows, by file name.
    """
    about: list[Component | str] = [
        "An example of ",
        html.Code(section.title),
        ", running at ",
        _link(page.path, page.path),
        ".",
    ]
    if project := project_path(page):
        about += [" ", _link("Download it", project), " with all that it needs, as a project that runs."]
    return [
        html.H1(page.title),
        html.P(inline_markdown(page.description)),
        html.P(about),
        *markdown(page.prose),
        html.H2("Source"),
        *(
            part
            for name, source in sources.items()
            for part in (html.H3(html.Code(name)), html.Pre(html.Code(source), className="code"))
        ),
    ]


def _link(text: str, path: str) -> html.A:
    return html.A(text, href=dash.get_relative_path(path))


def add_markdown_pages(app: Dash) -> None:
    """Serve each registered page as Markdown, and `llms.txt`.

    A page's entry in the registry may hold a function `reading` that gives what is read there, as components;
    without one, it is the page's `text`, which its first HTML is made of.
    """
    prefix = app.config.routes_pathname_prefix
    for page in _pages():
        path = markdown_path(page["path"])
        app.server.add_url_rule(f"{prefix}{path.lstrip('/')}", f"markdown {path}", _view(page))
    app.server.add_url_rule(f"{prefix}llms.txt", "llms.txt", lambda: _text(_llms(), "text/plain"))


def _pages() -> list[dict[str, Any]]:
    return [page for page in dash.page_registry.values() if not is_not_found(page)]


def _view(page: dict[str, Any]) -> Callable[[], Response]:
    def view() -> Response:
        content = page["reading"]() if "reading" in page else _main(page["text"]())
        return _text(markdown_text(content, address(page)), "text/markdown")

    return view


def _main(framed: Component) -> Any:
    """A page's own content, without the frame around it."""
    return next(part for part in framed._traverse() if isinstance(part, html.Main))  # noqa: SLF001 - its only source


def _text(text: str, mimetype: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.add_etag()
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _llms() -> str:
    """The list of pages in the form of https://llmstxt.org: title, summary, and a list of links a section."""
    return "\n\n".join(_llms_parts()) + "\n"


def _llms_parts() -> Iterator[str]:
    pages = _pages()
    yield f"# {SITE_NAME}"
    yield f"> {pages[0]['description']}"
    yield (
        "Each page below is Markdown; those of examples have the whole source of the example and of the "
        "components in it. The page that runs has the same address without `.md`; with `.zip` in its place, "
        "an example or a component is a project to download."
    )
    for group in dict.fromkeys(map(_group, pages)):
        yield f"## {group}"
        yield "\n".join(
            f"- [{page['name']}]({_address(page)}): {page['description']}"
            for page in pages
            if _group(page) == group
        )


def _address(page: dict[str, Any]) -> str:
    """The absolute address of a page's Markdown."""
    return urljoin(address(page), dash.get_relative_path(markdown_path(page["path"])))


def _group(page: dict[str, Any]) -> str:
    section: Section | None = page.get("section")
    return section.title if section else SITE_GROUP
