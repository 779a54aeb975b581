"""plotly.js, served so that it holds up a page less: compiled off the main thread, compressed once."""

from __future__ import annotations

import hashlib
from functools import cache

import brotli
from dash import Dash
from flask import Response, request
from plotly.offline import get_plotlyjs
from werkzeug.wrappers import Response as AnyResponse

# Where Dash's renderer has the browser load it from.
PATH = "_dash-component-suites/plotly/package_data/plotly.min.js"

# As a file's first line it has Chromium (136 and later) compile all functions off the main thread, while the
# file comes in; else they are compiled as they are called, most of them at once, and nothing can be clicked
# meanwhile. For other browsers it is a comment.
COMPILE_HINT = "//# allFunctionsCalledOnLoad\n"

# Its highest levels take many seconds, for a few per cent.
BROTLI_QUALITY = 9


def add_plotly_script(app: Dash) -> None:
    """Serve plotly.js in place of Dash's own route, at the same address."""

    def serve() -> AnyResponse:
        as_brotli = request.accept_encodings["br"] > 0
        response = Response(_compressed() if as_brotli else _script(), mimetype="text/javascript")
        if as_brotli:
            response.headers["Content-Encoding"] = "br"
        response.headers["Vary"] = "Accept-Encoding"
        # The address is the same for all versions: the browser asks whether its own is still the one.
        response.cache_control.no_cache = True
        response.set_etag(f"{_fingerprint()}-{'br' if as_brotli else 'plain'}")
        return response.make_conditional(request)

    app.server.add_url_rule(app.config.routes_pathname_prefix + PATH, "plotly_script", serve)


@cache
def _script() -> bytes:
    return (COMPILE_HINT + get_plotlyjs()).encode()


@cache
def _compressed() -> bytes:
    return brotli.compress(_script(), quality=BROTLI_QUALITY)


@cache
def _fingerprint() -> str:
    return hashlib.sha256(_script()).hexdigest()[:16]
