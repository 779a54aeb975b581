"""How many All-in-One components a page can hold: `python -m tests.benchmarks.instances`.

Loads pages of 1, 10, 100 and 300 instances of MarkdownWithColorAIO in Chromium and prints, for each, the
median seconds until every instance's callback has answered, and from picking a colour in one until its text
has it.
"""

from __future__ import annotations

import statistics
import sys
import time

from playwright.sync_api import Page, sync_playwright

from tests.browser import DESKTOP, launch_arguments
from tests.server import serve

COUNTS = (1, 10, 100, 300)
RUNS = 3

APP = """
import os
from dash import Dash, html
from components import MarkdownWithColorAIO

app = Dash()
app.layout = html.Div(
    [MarkdownWithColorAIO("text", markdown_props={"style": {"color": "red"}}, aio_id=i) for i in range(%d)]
)
server = app.server
app.run(port=os.environ["PORT"])
"""


def seconds_to_answer(page: Page, url: str, count: int) -> float:
    """Seconds until each instance's text has the colour that only its callback gives it."""
    start = time.perf_counter()
    page.goto(url)
    painted = (
        "count => [...document.querySelectorAll('[id*=markdown] p')].filter(p => getComputedStyle(p).color"
    )
    page.wait_for_function(painted + " === 'rgb(0, 31, 63)').length === count", arg=count, timeout=120_000)
    return time.perf_counter() - start


def seconds_to_paint(page: Page) -> float:
    """Seconds from picking a colour in the first instance until its text has it."""
    page.locator(".dash-dropdown").first.click()
    option = page.get_by_role("option", name="#85144b")
    option.wait_for()
    start = time.perf_counter()
    option.click()
    page.wait_for_function(
        "getComputedStyle(document.querySelector('[id*=markdown] p')).color === 'rgb(133, 20, 75)'"
    )
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    print(f"{'instances':>9}  {'all answered, s':>15}  {'one repainted, s':>16}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for count in COUNTS:
            with serve([sys.executable, "-c", APP % count]) as url:
                answers, paints = [], []
                for _ in range(RUNS):
                    page = browser.new_page(viewport=DESKTOP)
                    answers.append(seconds_to_answer(page, url, count))
                    paints.append(seconds_to_paint(page))
                    page.close()
                print(f"{count:9}  {statistics.median(answers):15.2f}  {statistics.median(paints):16.2f}")
        browser.close()


if __name__ == "__main__":
    main()
