"""The Dash app of the gallery: every page registered, written, and answered with the right status."""

from __future__ import annotations

import base64
import hashlib
import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import dash
from dash import Dash
from flask import Response, request

from components import ThemeSwitchAIO

from .anatomy import HOOKS
from .anatomy.second_instance import add_second_instance
from .loading import load_site
from .page.example import ExamplePage
from .page.own import OwnPage
from .page.section import SectionPage
from .page.templates import ASSETS, render
from .pages import SITE_NAME, Site, SitePage, examples_of
from .props.callbacks import add_props
from .props.example import asked
from .search.routes import add_search
from .serving.bootstrap import add_bootstrap
from .serving.compression import add_compression
from .serving.crawlers import add_crawler_files, address
from .serving.errors import report_callback_error
from .serving.headers import add_prefetching, add_security_headers
from .serving.packages import without_packages
from .serving.requests import refuse_malformed_requests
from .serving.site_url import use_site_url
from .takeaway.download import add_downloads
from .takeaway.markdown import add_markdown_pages

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_VERSION = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]


class Gallery(Dash):
    """A Dash app whose pages are HTML, in which Dash renders what runs, and isn't loaded else."""

    site: Site
    head = ""

    def index(self, *_: Any, **__: Any) -> Any:
        """Answer a page, at any address."""
        page = self.asked_for()
        return Response(
            super().index() if page.has_island else self.interpolate_index(),
            200 if page.is_found else 404,
        )

    def interpolate_index(self, *_: str, **parts: str) -> str:
        """Write the page that was asked for, with Dash's parts where it has any."""
        page = self.asked_for()
        return render(
            "base.html",
            page=page,
            site=self.site,
            site_name=SITE_NAME,
            address=address(page),
            picture=page.picture and urljoin(address(page), self.get_asset_url(page.picture)),
            article=page.article(self.site, asked()),
            head=self.head,
            theme_script=ThemeSwitchAIO.HEAD_SCRIPT,
            repository=os.environ.get("REPOSITORY_URL"),
            version=_VERSION,
            dash_css=without_packages(parts.get("css", ""), page.packages),
            dash_scripts=without_packages(parts.get("scripts", ""), page.packages),
            dash_config=parts.get("config", ""),
            dash_renderer=parts.get("renderer", ""),
        )

    def asked_for(self) -> SitePage:
        """The page that the current request asks for; the 404 page where there is none."""
        return self.site.at("/" + (self.strip_relative_path(request.path) or ""))

    def csp_hashes(self, hash_algorithm: str = "sha256") -> list[str]:
        """Give the hashes of all inline scripts: Dash's own, and that of the theme in the head."""
        digest = hashlib.new(hash_algorithm, ThemeSwitchAIO.HEAD_SCRIPT.encode()).digest()
        in_head = f"'{hash_algorithm}-{base64.b64encode(digest).decode()}'"
        return [*super().csp_hashes(hash_algorithm), in_head]

    def _config(self) -> dict[str, Any]:
        """What the browser is told of the app: nothing of the versions that it runs on."""
        return {name: value for name, value in super()._config().items() if "_version" not in name}


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
    app = Gallery(
        "gallery",
        assets_folder=str(ASSETS),
        assets_ignore=".*",  # each page names those that it needs
        use_pages=True,
        pages_folder="",
        # Without this, a worker's first request would call every page's layout to validate it.
        suppress_callback_exceptions=True,
        title=SITE_NAME,
        update_title="",
        on_error=report_callback_error,
        hooks=HOOKS,
    )
    use_site_url(app.server, app.config.requests_pathname_prefix)
    app.site = _site(pages)
    app.head = add_bootstrap(app) + add_search(app, app.site)
    for page in app.site.pages:
        _register(page)
    add_compression(app)
    examples = examples_of(app.site.sections)
    add_props(app, examples)
    add_second_instance(app, examples)
    add_downloads(app, app.site)
    add_markdown_pages(app, app.site)
    add_crawler_files(app, app.site)
    add_security_headers(app)
    add_prefetching(app)
    refuse_malformed_requests(app)
    return app


def _site(package: str) -> Site:
    """Find all pages: the site's own, then each section's; the one for unknown addresses is the last."""
    own, sections = load_site(package)
    first = [OwnPage(page) for page in own]
    listed = [
        page
        for section in sections
        for page in (SectionPage(section), *(ExamplePage(one, section) for one in section.examples))
    ]
    first.sort(key=lambda page: not page.is_found)
    return Site([*first[:-1], *listed, first[-1]], sections)


def _register(page: SitePage) -> None:
    """Make a page known to Dash, which renders its island by what the query string says."""
    dash.register_page(
        page.module_name,
        path=page.path,
        name=page.name,
        title=page.title,
        description=page.description,
        image=page.picture,
        layout=lambda **query: page.island(query),
        order=len(dash.page_registry),
    )
