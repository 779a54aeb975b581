"""What search engines and link previews read: sitemap, robots, and the page's canonical address."""

from __future__ import annotations

from urllib.parse import urljoin

import dash
from dash import Dash
from flask import Response, request
from markupsafe import escape

from ..pages import Site, SitePage


def add_crawler_files(app: Dash, site: Site) -> None:
    """Serve `sitemap.xml` and `robots.txt`, with the addresses under which the site was asked for them."""
    prefix = app.config.routes_pathname_prefix

    def sitemap() -> Response:
        addresses = "".join(f"<url><loc>{escape(address(page))}</loc></url>" for page in site.listed)
        xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{addresses}</urlset>'
        return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n', mimetype="application/xml")

    def robots() -> Response:
        place = urljoin(request.root_url, dash.get_relative_path("/sitemap.xml"))
        return Response(f"User-agent: *\nAllow: /\nSitemap: {place}\n", mimetype="text/plain")

    app.server.add_url_rule(f"{prefix}sitemap.xml", "sitemap", sitemap)
    app.server.add_url_rule(f"{prefix}robots.txt", "robots", robots)


def address(page: SitePage) -> str:
    """The absolute address of a page."""
    return urljoin(request.root_url, dash.get_relative_path(page.path))
