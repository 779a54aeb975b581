"""Every page, visited once on a desktop and once on a phone, and looked at from all sides: each test is a look.

A test of this file leaves the page as it found it.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urldefrag, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect

from tests.browser import DESKTOP, PHONE, count_bytes, painted, settled, visit, watch
from tests.site.test_examples import EXAMPLES, SECTIONS
from tests.site.test_pages import PATHS
from tests.waiting import wait_until

# Transferred bytes, compressed, by what a page shows.
BUDGETS = {
    "grid": 1100 * 1024,
    "grid and cards": 1300 * 1024,
    "text": 500 * 1024,
    "cards": 650 * 1024,
    "table": 650 * 1024,
    "graph": 1900 * 1024,
    "grid and graph": 2300 * 1024,
}
# And by its controls: the bundle of dash-bootstrap-components.
OF_CONTROLS = 60 * 1024

# The pages with graphs: `dcc.Graph`, or one of ours.
GRAPHS = {example.path for example in EXAMPLES if re.search(r"Graph\w*\(", example.source)}

# Apart: what moves around the demo, and within it alone, as a grid does that finds its columns' widths.
OBSERVE_SHIFTS = """
window.shifted = { around: 0, within: 0 };
new PerformanceObserver((list) => {
  for (const { hadRecentInput, sources, value } of list.getEntries()) {
    const within = sources.every(({ node }) => node && (node.parentElement ?? node).closest("#demo"));
    if (!hadRecentInput) window.shifted[within ? "within" : "around"] += value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""

# The files behind other tabs are as the one that is shown, and a hundred times as long.
SHOWN = {"exclude": [".tab-pane:not(.active)"]}

SIZES: dict[str, ViewportSize] = {"desktop": DESKTOP, "phone": PHONE}


@dataclass(frozen=True)
class Visited:
    """A page that has come to rest, and what was noted on the way."""

    path: str
    url: str
    page: Page
    width: int
    faults: list[str]
    requested: list[Request]
    transferred: list[int]

    @property
    def kind(self) -> str:
        """What the page shows that is heavy."""
        has_grid = any("dash_ag_grid" in request.url for request in self.requested)
        if self.path in GRAPHS:
            return "grid and graph" if has_grid else "graph"
        if has_grid:
            return "grid and cards" if self.page.locator(".cards").count() else "grid"
        if self.page.locator(".cards").count():  # each with a picture of up to 30 KB
            return "cards"
        return "table" if self.page.locator(".dash-table-container").count() else "text"


# On a phone, the pages that aren't alike: the site's own, each section's, and its first and last example.
EXAMPLES_ON_A_PHONE = {
    example.path for section in SECTIONS for example in section.examples[:: len(section.examples) - 1]
}
VISITS = [(path, "desktop") for path in PATHS] + [
    (path, "phone")
    for path in PATHS
    if path in EXAMPLES_ON_A_PHONE or path not in {example.path for example in EXAMPLES}
]


@pytest.fixture(scope="module", params=VISITS, ids=[f"{path}-{size}" for path, size in VISITS])
def visited(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Visited]:
    """A page, visited once for all tests of this file."""
    path, size = request.param
    # Without motion, for a colour that still fades from one theme's to the other's has the contrast of neither.
    with browser.new_context(viewport=SIZES[size], color_scheme="light", reduced_motion="reduce") as context:
        page = context.new_page()
        faults = watch(page)
        asked, arrived = list[Request](), list[Request]()

        def arrive(request: Request) -> None:
            arrived.append(request)

        def ask(request: Request) -> None:
            asked.append(request)

        page.on("request", ask)
        page.on("requestfinished", arrive)
        page.on("requestfailed", arrive)
        page.add_init_script(OBSERVE_SHIFTS)
        transferred = count_bytes(context.new_cdp_session(page))
        visit(page, site + path)
        settled(page)
        if path in GRAPHS:
            page.locator(".js-plotly-plot .main-svg").last.wait_for()
        wait_until(lambda: len(arrived) == len(asked), page=page)
        painted(page)
        width = SIZES[size]["width"]
        yield Visited(path, site + path, page, width, faults, asked, transferred)
        # Neither the visit nor a test has made the browser complain.
        assert not faults


def test_it_has_its_title_and_one_heading_for_it(visited: Visited) -> None:
    expect(visited.page.locator("h1")).to_have_count(1)
    current = visited.page.locator("#navigation a[aria-current=page]")
    expect(current).to_have_attribute("href", visited.path)
    assert visited.page.title().endswith("Dash All-in-One gallery")


def test_the_console_is_quiet_and_nothing_is_asked_of_others(visited: Visited) -> None:
    assert not visited.faults


def test_it_stays_within_its_bytes(visited: Visited) -> None:
    sent = sum(visited.transferred)
    budget = BUDGETS[visited.kind] + OF_CONTROLS * visited.page.locator(".props").count()
    assert 50 * 1024 < sent <= budget, f"{sent:,} bytes"


def test_it_hardly_shifts(visited: Visited) -> None:
    shifted = visited.page.evaluate("window.shifted")
    assert shifted["around"] < 0.02
    assert shifted["within"] < 0.1


def test_plotly_is_loaded_only_where_there_is_a_graph(visited: Visited) -> None:
    assert (visited.path in GRAPHS) is any("plotly.min" in request.url for request in visited.requested)


def test_dash_is_loaded_only_where_it_renders_something(visited: Visited) -> None:
    has_island = visited.page.locator("#demo").count() == 1
    assert has_island == any("dash_renderer" in request.url for request in visited.requested)
    assert has_island or visited.page.locator("#react-entry-point").count() == 0


def test_nothing_scrolls_sideways(visited: Visited) -> None:
    assert visited.page.evaluate("document.documentElement.scrollWidth") == visited.width


def test_headings_are_in_order(visited: Visited) -> None:
    levels = visited.page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "headings => headings.map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_id_stands_once(visited: Visited) -> None:
    ids = visited.page.locator("[id]:not(#demo *, style)").evaluate_all(
        "elements => elements.map(element => element.id)"
    )
    assert len(set(ids)) == len(ids)


def test_every_heading_has_an_id_that_no_other_element_has_and_a_link_to_it(visited: Visited) -> None:
    every = visited.page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)")
    found = visited.page.locator("main :is(h2, h3, h4):not(#react-entry-point *)")
    ids = found.evaluate_all("headings => headings.map(heading => heading.id)")
    assert ids or visited.path == "/404"
    assert [every.count(own) for own in ids] == [1] * len(ids)
    links = found.evaluate_all(
        """headings => headings.map(heading => [
            heading.textContent,
            heading.querySelector("a:not(.permalink)") !== null,  // a card, which leads to its page
            [...heading.querySelectorAll("a.permalink")].map(
                link => [link.getAttribute("href"), link.getAttribute("aria-label") || link.textContent]
            ),
        ])"""
    )
    for own, (text, is_card, permalinks) in zip(ids, links, strict=True):
        assert permalinks == ([] if is_card else [[f"#{own}", f"Link to this section: {text}"]])


def test_axe_finds_nothing_in_either_theme(visited: Visited) -> None:
    found = []
    # The colours are the same on a phone, and all but the colours is the same in the dark.
    colors = {"color-contrast": {"enabled": visited.width == DESKTOP["width"]}}
    rules: dict[Literal["light", "dark"], Any] = {"light": {"rules": colors}}
    if visited.width == DESKTOP["width"]:
        rules = {"dark": {"runOnly": ["color-contrast"]}, **rules}
    for theme, options in rules.items():
        visited.page.emulate_media(color_scheme=theme)
        expect(visited.page.locator("html")).to_have_attribute("data-bs-theme", theme)
        settled(visited.page)
        options["resultTypes"] = ["violations"]
        for violation in Axe().run(visited.page, SHOWN, options).response["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"]]
            found.append(f"{theme}: {violation['id']}: {violation['help']}: {nodes}")
    assert not found, "\n".join(found)


@cache
def first_html(address: str) -> str:
    """What is answered to an address that a page leads to; an error where nothing is there."""
    with urllib.request.urlopen(address) as response:
        content: bytes = response.read()
        return content.decode() if response.headers.get_content_type() == "text/html" else ""


def test_every_link_and_anchor_leads_somewhere(visited: Visited, site: str) -> None:
    links = visited.page.locator("a[href]:not(.js-plotly-plot a)").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    own = visited.page.content()
    for link in {urljoin(visited.url, link) for link in links}:
        address, anchor = urldefrag(link)
        assert address.startswith(site), f"{link} leads to another origin"
        content = own if address == visited.url else first_html(address)
        # Several lines are those from the first to the last.
        lines = re.fullmatch(r"(source-.*?)-(\d+)-(\d+)", anchor)
        for wanted in [f"{lines[1]}-{lines[2]}", f"{lines[1]}-{lines[3]}"] if lines else [anchor]:
            assert content.count(f' id="{wanted}"') == 1 or not wanted, link
