"""The Dash app of the gallery: every page registered, framed, and answered with the right status."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import dash
from dash import Dash
from dash.development.base_component import Component
from flask import Response, request
from flask_compress import Compress

from components import ThemeSwitchAIO

from .download import add_downloads
from .example_page import demo, example_page, source_files
from .first_html import still, with_first_html, without_still
from .frame import SITE_NAME, framed
from .loading import Page, Section, load_site
from .markdown_pages import add_markdown_pages, alternate_tag, example_text
from .plotly_script import add_plotly_script
from .props_section import add_props
from .search import add_search, search_tag
from .second_instance import add_second_instance
from .section_page import section_page
from .serving.bootstrap import add_bootstrap
from .serving.crawlers import NOT_FOUND, add_crawler_files, head_tags, is_not_found
from .serving.errors import report_callback_error
from .serving.headers import add_security_headers
from .serving.packages import imported_packages, without_packages
from .serving.requests import refuse_malformed_requests
from .serving.site_url import use_site_url

ASSETS = Path(__file__).parent.parent / "assets"

# The theme's script stands in the head, so that the theme is known before anything is painted.
INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {{%metas%}}
    <title>{{%title%}}</title>
    <link rel="icon" type="image/svg+xml" href="{icon}">
    <script>{theme}</script>
    {bootstrap}
    {{%css%}}
  </head>
  <body>
    {{%app_entry%}}
    {{%config%}}
    {{%scripts%}}
    {{%renderer%}}
  </body>
</html>"""


class Gallery(Dash):
    """A Dash app whose first HTML has the page's own title and text."""

    def _config(self) -> dict[str, Any]:
        """What the browser is told of the app: nothing of the versions that it runs on."""
        return {name: value for name, value in super()._config().items() if "_version" not in name}

    def csp_hashes(self, hash_algorithm: str = "sha256") -> list[str]:
        """Give the hashes of all inline scripts: Dash's own, and that of the theme in the head."""
        digest = hashlib.new(hash_algorithm, ThemeSwitchAIO.HEAD_SCRIPT.encode()).digest()
        in_head = f"'{hash_algorithm}-{base64.b64encode(digest).decode()}'"
        return [*super().csp_hashes(hash_algorithm), in_head]

    def interpolate_index(self, *args: str, **parts: str) -> str:
        """Fill in the index page with the title and the text of the page that was asked for."""
        page = _registered(self)
        parts["title"] = page["title"]
        parts["scripts"] = without_packages(parts["scripts"], page["packages"])
        parts["css"] = without_packages(parts["css"], page["packages"])
        parts["metas"] += head_tags(page) + alternate_tag(page) + search_tag(self)
        parts["app_entry"] = with_first_html(parts["app_entry"], page["text"]())
        return super().interpolate_index(*args, **parts)


def create_app(pages: str = "pages") -> Dash:
    """Make the site of a package of pages.

    Parameters
    ----------
    pages : str, default "pages"
        The package. Its `SITE` names the modules of the site's own pages by path, its `SECTIONS` the packages
        of examples, each with its `EXAMPLES` and `COMPONENT`.

    Returns
    -------
    Dash
        The app; its `server` is what a WSGI server runs.
    """
    own, sections = load_site(pages)
    app = Gallery(
        "gallery",
        assets_folder=str(ASSETS),
        use_pages=True,
        pages_folder="",
        # Without this, a worker's first request would call every page's layout to validate it.
        suppress_callback_exceptions=True,
        title=SITE_NAME,
        update_title="",
        on_error=report_callback_error,
    )
    app.index_string = INDEX.format(
        icon=_asset(app, "favicon.svg"),
        theme=ThemeSwitchAIO.HEAD_SCRIPT,
        bootstrap=add_bootstrap(app),
    )
    app.server.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=5)
    Compress(app.server).compress_mimetypes_set.add("text/markdown")
    add_crawler_files(app)
    add_plotly_script(app)
    add_security_headers(app)
    refuse_malformed_requests(app)
    use_site_url(app.server, app.config.requests_pathname_prefix)
    app.server.after_request(_unknown_paths_are_404(app))
    for page in own:
        _register_site_page(page)
    for section in sections:
        _register_section(section)
        for example in section.examples:
            _register_example(example, section)
    examples = [(example, section) for section in sections for example in section.examples]
    add_props(app, examples)
    add_second_instance(app, examples)
    add_search(app)
    add_downloads(app)
    add_markdown_pages(app)
    return app


def _asset(app: Dash, name: str) -> str:
    """The address of an asset, which changes with it, like those of the assets that Dash loads itself."""
    return f"{app.get_asset_url(name)}?m={(ASSETS / name).stat().st_mtime}"


def _register_site_page(page: Page) -> None:
    def text() -> Component:
        return framed(still(demo(page), "page"), page.path)

    def layout(**_: Any) -> Component:
        return without_still(text())

    # Every page takes and ignores what stands in the query string: Dash passes it to layout functions.
    dash.register_page(
        page.module_name,
        path=page.path,
        name=page.title,
        title=f"{page.title} · {SITE_NAME}",
        description=page.description,
        image=page.preview("light"),
        layout=layout,
        text=text,
        reading=lambda: demo(page),
        order=len(dash.page_registry),
        packages=imported_packages([page.source]),
        listed=page.path != NOT_FOUND,
    )


def _register_section(section: Section) -> None:
    def text() -> Component:
        return framed(still(section_page(section), "page"), section.path)

    def layout(**_: Any) -> Component:
        return without_still(text())

    dash.register_page(
        section.package_name,
        path=section.path,
        name=section.title,
        title=f"{section.title} · {SITE_NAME}",
        description=section.description,
        # No demo runs on the page: its picture is that of the first example.
        image=section.examples[0].preview("light") if section.examples else None,
        layout=layout,
        text=text,
        order=len(dash.page_registry),
        packages=set(),
        section=section,
    )


def _register_example(page: Page, section: Section) -> None:
    def layout(**_: Any) -> Component:
        return without_still(framed(example_page(page, section), page.path))

    dash.register_page(
        page.module_name,
        path=page.path,
        name=page.title,
        title=f"{page.title}, {section.title} · {SITE_NAME}",
        description=page.description,
        image=page.preview("light"),
        layout=layout,
        text=lambda: framed(example_page(page, section, live=False), page.path),
        order=len(dash.page_registry),
        packages=imported_packages(source_files(page).values()),
        section=section,
        example=page,
        reading=lambda: example_text(page, section, source_files(page)),
    )


def _registered(app: Dash) -> dict[str, Any]:
    """The page that the current request asks for; the 404 page's where there is none."""
    path = "/" + (app.strip_relative_path(request.path) or "")
    pages = {page["path"]: page for page in dash.page_registry.values()}
    return pages.get(path.rstrip("/") or "/") or next(filter(is_not_found, pages.values()))


def _unknown_paths_are_404(app: Dash) -> Any:
    # Dash answers every path with its index page; a path without a page is still not found.
    catchall = app.config.routes_pathname_prefix + "<path:path>"

    def set_status(response: Response) -> Response:
        is_page = request.endpoint == catchall and response.status_code == 200
        if is_page and is_not_found(_registered(app)):
            response.status_code = 404
        return response

    return set_status
