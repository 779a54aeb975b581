"""Bootstrap's stylesheet, script and icons, served from the site's own origin out of an installed package."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import flask_bootstrap
from dash import Dash
from flask import Response, send_from_directory

from .headers import keep_for_good

FOLDER = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
VERSION = flask_bootstrap.Bootstrap5.bootstrap_version
ICONS_VERSION = flask_bootstrap.Bootstrap5.icons_version
STYLESHEET = "css/bootstrap.min.css"
SCRIPT = "js/bootstrap.min.js"

# The icons that the site uses, by Bootstrap's names.
ICONS = [
    "arrow-left",
    "arrow-right",
    "check2",
    "circle-half",
    "clipboard",
    "download",
    "exclamation-triangle",
    "filetype-md",
    "list",
    "moon-stars",
    "pencil",
    "search",
    "sun",
]

SVG = "http://www.w3.org/2000/svg"


def add_bootstrap(app: Dash) -> str:
    """Serve Bootstrap's files beside the app's own, and give the tags that load them for the page's head."""
    folder = f"_bootstrap/{VERSION}"
    prefix = app.config.routes_pathname_prefix

    def serve_file(filename: str) -> Response:
        return keep_for_good(send_from_directory(FOLDER, filename))

    def serve_icons() -> Response:
        return keep_for_good(Response(_icons_stylesheet(), mimetype="text/css"))

    app.server.add_url_rule(f"{prefix}{folder}/<path:filename>", "bootstrap_file", serve_file)
    app.server.add_url_rule(f"{prefix}{folder}/icons-{ICONS_VERSION}.css", "bootstrap_icons", serve_icons)

    base = app.config.requests_pathname_prefix + folder
    return "\n".join(
        [
            f'<link rel="stylesheet" href="{base}/{STYLESHEET}">',
            f'<link rel="stylesheet" href="{base}/icons-{ICONS_VERSION}.css">',
            f'<script defer src="{base}/{SCRIPT}"></script>',
        ]
    )


def _icons_stylesheet() -> str:
    """One rule an icon: its shape as a mask, so that it takes the colour of the text around it."""
    rules = [
        '[class^="icon-"]::before,[class*=" icon-"]::before{content:"";display:inline-block;width:1em;'
        "height:1em;vertical-align:-.125em;"
        "background-color:currentcolor;mask:var(--icon) center/contain no-repeat}"
    ]
    symbols = {
        symbol.get("id"): symbol for symbol in ET.parse(FOLDER / "icons" / "bootstrap-icons.svg").iter()
    }
    for name in ICONS:
        symbol = symbols[name]
        shapes = "".join(ET.tostring(shape, encoding="unicode") for shape in symbol)
        svg = f'<svg xmlns="{SVG}" viewBox="{symbol.get("viewBox")}">{shapes}</svg>'
        rules.append(f'.icon-{name}{{--icon:url("data:image/svg+xml,{quote(svg)}")}}')
    return "\n".join(rules)
