"""Answers are compressed, and plotly.js is kept so.

Its 5 MB take a third of a second, at each visit: its address has no fingerprint, so browsers ask whether
theirs is still the one, and the answer to that is compressed too. All else is small, or kept by browsers for
good.
"""

from __future__ import annotations

from dash import Dash
from flask_compress import Compress

# Where Dash's renderer has the browser load it from.
PLOTLY = "_dash-component-suites/plotly/package_data/plotly.min.js"


class _Kept(dict[str, bytes]):
    """A cache of Flask-Compress's, by algorithm and path."""

    def set(self, key: str, content: bytes) -> None:
        """Keep plotly.js."""
        if key.endswith(PLOTLY):
            self[key] = content


def add_compression(app: Dash) -> None:
    """Have the app's answers compressed."""
    app.server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_BACKEND=_Kept,
        COMPRESS_CACHE_KEY=lambda request: request.path,
    )
    Compress(app.server).compress_mimetypes_set.add("text/markdown")
