"""What search engines and link previews read: sitemap, robots, and the page's canonical address."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urljoin

import dash
from dash import Dash
from flask import Response, request

# The path that `SITE` gives the page for addresses that have none.
NOT_FOUND = "/404"


def add_crawler_files(app: Dash) -> None:
    """Serve `sitemap.xml` and `robots.txt`, with the addresses under which the site was asked for them."""
    prefix = app.config.routes_pathname_prefix

    def sitemap() -> Response:
        addresses = "".join(
            f"<url><loc>{escape(address(page))}</loc></url>"
            for page in dash.page_registry.values()
            if not is_not_found(page)
        )
        xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{addresses}</urlset>'
        return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n', mimetype="application/xml")

    def robots() -> Response:
        place = urljoin(request.root_url, dash.get_relative_path("/sitemap.xml"))
        return Response(f"User-agent: *\nAllow: /\nSitemap: {place}\n", mimetype="text/plain")

    app.server.add_url_rule(f"{prefix}sitemap.xml", "sitemap", sitemap)
    app.server.add_url_rule(f"{prefix}robots.txt", "robots", robots)


def address(page: dict[str, Any]) -> str:
    """The absolute address of a registered page."""
    return urljoin(request.root_url, page["relative_path"])


def is_not_found(page: dict[str, Any]) -> bool:
    """Whether a registered page is the one for addresses that have none."""
    return bool(page["path"] == NOT_FOUND)


def head_tags(page: dict[str, Any]) -> str:
    """The tags of a page's head that Dash doesn't write: the canonical address, which `?…` doesn't change."""
    if is_not_found(page):
        return '<meta name="robots" content="noindex">'
    place = escape(address(page))
    return f'<link rel="canonical" href="{place}">\n    <meta property="og:url" content="{place}">'
