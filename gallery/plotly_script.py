"""plotly.js, served so that it holds up a page less: compiled off the main thread, compressed once."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache, partial

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

# Best first; browsers take brotli over HTTPS alone. Its highest levels take many seconds, for a few per cent.
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=9),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}


def add_plotly_script(app: Dash) -> None:
    """Serve plotly.js in place of Dash's own route, at the same address."""

    def serve() -> AnyResponse:
        accepted = request.accept_encodings
        encoding = next((name for name in COMPRESS if accepted[name] > 0), None)
        response = Response(_compressed(encoding) if encoding else _script(), mimetype="text/javascript")
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        # The address is the same for all versions: the browser asks whether its own is still the one.
        response.cache_control.no_cache = True
        response.set_etag(f"{_fingerprint()}-{encoding or 'plain'}")
        return response.make_conditional(request)

    app.server.add_url_rule(app.config.routes_pathname_prefix + PATH, "plotly_script", serve)


@cache
def _script() -> bytes:
    return (COMPILE_HINT + get_plotlyjs()).encode()


@cache
def _compressed(encoding: str) -> bytes:
    return COMPRESS[encoding](_script())


@cache
def _fingerprint() -> str:
    return hashlib.sha256(_script()).hexdigest()[:16]
