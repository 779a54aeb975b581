"""What a page may cost and must have: bytes, stability, working links, headings in order, a picture of its own."""

from __future__ import annotations

import json
import re
import urllib.request
from collections import defaultdict
from itertools import pairwise
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import CDPSession, Page, ViewportSize

from gallery.site import ASSETS
from tests.browser import DESKTOP, PHONE, visit
from tests.previews import SOURCES, fingerprint, site_pages
from tests.site.test_pages import PATHS

# Transferred bytes, compressed, by what a page shows.
BUDGETS = {"text": 500 * 1024, "table": 650 * 1024, "graph": 1900 * 1024}

# Elements that Dash renders around a demo, its controls and the source that they write: each costs time at the
# page's start. What never changes is marked by `gallery.first_html.still`, and is none of them.
MOST_RENDERED = 60

OBSERVE_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def kind_of(page: Page, path: str) -> str:
    """What the page shows that is heavy, once it is there."""
    if path.endswith(("with-graphs", "figure-follows")):
        page.locator(".js-plotly-plot .main-svg").last.wait_for()
        return "graph"
    return "table" if page.locator(".dash-table-container").count() else "text"


def count_bytes(session: CDPSession) -> list[int]:
    """A list that grows by the bytes of every answer that comes over the wire."""
    transferred: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
    return transferred


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_stays_within_its_bytes_and_hardly_shifts(
    site: str, page: Page, path: str, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    page.add_init_script(OBSERVE_SHIFTS)
    transferred = count_bytes(page.context.new_cdp_session(page))
    visit(page, site + path)
    page.wait_for_load_state("networkidle")
    kind = kind_of(page, path)
    assert sum(transferred) > 200 * 1024
    assert sum(transferred) <= BUDGETS[kind], f"{sum(transferred):,} bytes"
    assert page.evaluate("window.shifted") < 0.02


@pytest.mark.parametrize("path", PATHS)
def test_dash_renders_little_but_the_demo(site: str, page: Page, path: str) -> None:
    visit(page, site + path)
    page.wait_for_load_state("networkidle")
    rendered = page.locator("#react-entry-point :not([data-still] *, #demo *, .props *, #source-0 *)")
    assert 20 < rendered.count() <= MOST_RENDERED
    places = page.locator("#react-entry-point [data-still]")
    assert places.count() >= 2
    assert page.locator("#react-entry-point [data-still]:empty").count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_plotly_is_loaded_only_where_there_is_a_graph(site: str, page: Page, path: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    visit(page, site + path)
    page.wait_for_load_state("networkidle")
    assert (kind_of(page, path) == "graph") == any("plotly.min" in url for url in loaded)


@pytest.mark.parametrize("path", [*PATHS, "/no-such-page"])
def test_headings_are_in_order(site: str, page: Page, path: str) -> None:
    visit(page, site + path)
    page.wait_for_load_state("networkidle")
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "headings => headings.map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_and_anchor_leads_somewhere(site: str, page: Page) -> None:
    links: dict[str, str] = {}
    for path in PATHS:
        visit(page, site + path)
        found = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        links |= {urljoin(site + path, link): path for link in found}
    anchors: dict[str, set[str]] = defaultdict(set)
    for link in links:
        address, anchor = urldefrag(link)
        assert address.startswith(site), f"{links[link]} leads to another origin: {link}"
        anchors[address] |= {anchor} - {""}
    for address, named in anchors.items():
        with urllib.request.urlopen(address) as response:
            assert response.status == 200
        if named:
            visit(page, address)
        for anchor in named:
            # Lines of a file have numbers, and no elements.
            element, lines = re.fullmatch(r"(.*?)((?:-L\d+)*)", anchor).groups()  # type: ignore[union-attr]
            target = page.locator(f"[id='{element}']")
            assert target.count() == 1, (address, anchor)
            count = int(target.locator(".line-numbers").get_attribute("aria-valuemax") or 0) if lines else 0
            assert all(0 < int(line) <= count for line in re.findall(r"\d+", lines)), (address, anchor)


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
