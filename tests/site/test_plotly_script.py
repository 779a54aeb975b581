"""plotly.js: what is served in its place, and that graphs are drawn one at a time."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from collections.abc import Callable

import brotli
import pytest
from playwright.sync_api import Page, expect
from plotly.offline import get_plotlyjs

from gallery.plotly_script import COMPILE_HINT, PATH
from tests.browser import visit

GRAPHS = "/data-table/dynamic-with-graphs"

# `drawnIn` is for each graph the task in which it was drawn, by a count of tasks that a message goes round in.
WATCH_TASKS = """
let task = 0;
const around = new MessageChannel();
around.port1.onmessage = () => { task += 1; around.port2.postMessage(null); };
around.port2.postMessage(null);
const drawn = new Map();
window.drawnIn = () => [...drawn.values()];
new MutationObserver(() => {
  for (const graph of document.querySelectorAll(".js-plotly-plot:has(.main-svg)")) {
    if (!drawn.has(graph)) drawn.set(graph, task);
  }
}).observe(document, { childList: true, subtree: true });
"""


def test_the_script_is_plotlys_own_with_a_line_before_it(site: str) -> None:
    with urllib.request.urlopen(f"{site}/{PATH}") as response:
        assert response.headers.get_content_type() == "text/javascript"
        assert response.read().decode() == COMPILE_HINT + get_plotlyjs()


@pytest.mark.parametrize(
    ("accepted", "encoding", "decompress"),
    [("gzip, br", "br", brotli.decompress), ("gzip, deflate", "gzip", gzip.decompress)],
)
def test_the_script_is_compressed_once_and_kept_until_it_changes(
    site: str, accepted: str, encoding: str, decompress: Callable[[bytes], bytes]
) -> None:
    request = urllib.request.Request(f"{site}/{PATH}", headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in response.headers["Vary"]
        assert decompress(response.read()).decode() == COMPILE_HINT + get_plotlyjs()
        request.add_header("If-None-Match", response.headers["ETag"])
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request)


def test_dash_loads_the_script_from_there(site: str, page: Page) -> None:
    with page.expect_response(f"{site}/{PATH}") as answer:
        visit(page, site + GRAPHS)
    assert answer.value.text().startswith(COMPILE_HINT)


def test_each_graph_is_drawn_in_a_task_of_its_own(site: str, page: Page) -> None:
    page.add_init_script(WATCH_TASKS)
    visit(page, site + GRAPHS)
    expect(page.locator(".js-plotly-plot:has(.main-svg)")).to_have_count(6)
    tasks = page.evaluate("drawnIn()")
    assert len(set(tasks)) == len(tasks) == 6
