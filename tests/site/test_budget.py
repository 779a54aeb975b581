"""What a page may cost and must have: bytes, stability, working links, headings in order, a picture of its own."""

from __future__ import annotations

import json
import re
import urllib.request

from gallery.site import ASSETS
from tests.previews import SOURCES, fingerprint, site_pages


def test_every_page_has_a_picture_that_is_not_stale(site: str) -> None:
    made_from = json.loads(SOURCES.read_text())
    for page in site_pages():
        for theme in ("light", "dark"):
            assert (ASSETS / page.preview(theme)).stat().st_size > 2000
        assert made_from[page.path] == fingerprint(page), "run python -m tests.previews"
        with urllib.request.urlopen(site + page.path) as response:
            content = response.read().decode()
        picture = re.findall('property="og:image" content="([^"]+)"', content)[0]
        assert picture == f"{site}/assets/{page.preview('light')}"
        with urllib.request.urlopen(picture) as response:
            assert response.headers.get_content_type() == "image/jpeg"
