"""The site's own address, in all that names it: that of `SITE_URL`, or the one that was asked for."""

from __future__ import annotations

import pytest
from dash import Dash
from flask import Flask, request
from flask.testing import FlaskClient

from gallery.serving.site_url import use_site_url
from tests.site.test_examples import EXAMPLES, SECTIONS

TELL = ["/", SECTIONS[0].path, EXAMPLES[0].path, "/index.md", "/llms.txt", "/sitemap.xml", "/robots.txt"]


def told(client: FlaskClient, path: str) -> str:
    """What is answered to a request that names a host of its own."""
    return client.get(path, headers={"Host": "foreign.example"}).text


@pytest.mark.parametrize("path", TELL)
def test_a_foreign_host_is_in_no_address_where_the_site_has_its_own(
    app: Dash, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    assert "http://foreign.example/" in told(client, path)
    monkeypatch.setattr(app.server, "wsgi_app", app.server.wsgi_app)
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    use_site_url(app.server, "/")
    assert "foreign.example" not in told(client, path)
    assert "https://example.org/" in told(client, path)


@pytest.mark.parametrize(
    ("url", "prefix", "root"),
    [
        ("", "/", "http://foreign.example/"),
        ("http://example.org:8050", "/", "http://example.org:8050/"),
        ("https://example.org/gallery", "/gallery/", "https://example.org/"),
        ("https://example.org/gallery/", "/gallery/", "https://example.org/"),
    ],
)
def test_the_root_of_addresses(monkeypatch: pytest.MonkeyPatch, url: str, prefix: str, root: str) -> None:
    monkeypatch.setenv("SITE_URL", url)
    server = Flask("server")
    server.add_url_rule("/", view_func=lambda: request.root_url)
    use_site_url(server, prefix)
    assert told(server.test_client(), "/") == root


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("example.org", "must be like https://example.org"),
        ("ftp://example.org", "must be like https://example.org"),
        ("https://user@example.org", "must be like https://example.org"),
        ("https://example.org?q", "must be like https://example.org"),
        ("https://", "must be like https://example.org"),
        ("https://example.org/other", "the pages are below /gallery/: see DASH_URL_BASE_PATHNAME"),
        ("https://example.org", "the pages are below /gallery/: see DASH_URL_BASE_PATHNAME"),
    ],
)
def test_another_setting_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, url: str, fault: str
) -> None:
    monkeypatch.setenv("SITE_URL", url)
    with pytest.raises(ValueError, match=fault):
        use_site_url(Flask("server"), "/gallery/")
