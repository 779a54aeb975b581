"""What a page may cost and must have: bytes, stability, working links, headings in order, a picture of its own."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest

from gallery.page.templates import ASSETS
from tests.previews import SOURCES, STYLE, fingerprint, site_pages, stale_pages


def test_every_page_has_a_picture_that_is_not_stale(site: str) -> None:
    assert stale_pages(json.loads(SOURCES.read_text())) == [], "run python -m tests.previews"
    for page in site_pages():
        for theme in ("light", "dark"):
            assert (ASSETS / page.preview(theme)).stat().st_size > 2000
        with urllib.request.urlopen(site + page.path) as response:
            content = response.read().decode()
        picture = re.findall('property="og:image" content="([^"]+)"', content)[0]
        assert picture == f"{site}/assets/{page.preview('light')}"
        with urllib.request.urlopen(picture) as response:
            assert response.headers.get_content_type() == "image/jpeg"


def test_a_picture_is_stale_where_what_it_was_made_from_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = site_pages()
    made_from = {page.path: fingerprint(page) for page in pages}
    assert stale_pages(made_from) == []
    assert stale_pages(made_from | {pages[1].path: "another"}) == [pages[1]]
    assert stale_pages({path: made for path, made in made_from.items() if path != pages[-1].path}) == [
        pages[-1]
    ]
    (tmp_path / "gallery.css").write_text(STYLE.read_text() + "p { color: red }")
    monkeypatch.setattr("tests.previews.STYLE", tmp_path / "gallery.css")
    assert stale_pages(made_from) == pages
