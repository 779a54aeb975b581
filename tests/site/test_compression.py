"""What is compressed once, and what at each request."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_compress import flask_compress
from plotly.offline import get_plotlyjs

from gallery.serving.compression import PLOTLY


def test_plotly_js_alone_is_kept_compressed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = {"Accept-Encoding": "gzip"}
    first = client.get(f"/{PLOTLY}", headers=accepted)
    assert gzip.decompress(first.data).decode() == get_plotlyjs()
    compressed: list[bytes] = []

    def compress(_: Any, data: bytes, __: str) -> bytes:
        compressed.append(data)
        return b""

    monkeypatch.setattr(flask_compress, "_compress_data", compress)
    assert client.get(f"/{PLOTLY}", headers=accepted).data == first.data
    again = client.get(f"/{PLOTLY}", headers=accepted | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert compressed == []
    for number in (1, 2):
        client.get("/", headers=accepted)
        assert len(compressed) == number
