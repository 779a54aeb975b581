"""How the tests start Chromium: the system's own, so that no test tool's private build is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Response, Route, ViewportSize

from tests.waiting import wait_until

# Chromium as root needs --no-sandbox; the rest keeps it from calling its maker's hosts.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def launch_arguments() -> dict[str, Any]:
    """What Playwright's `launch` is given."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        raise FileNotFoundError("The browser tests need Chromium; tests/run.py installs it.")
    return {"executable_path": executable, "args": ARGUMENTS}


def visit(page: Page, url: str) -> Response:
    """Open a page, and wait until Dash has rendered what the first HTML only tells."""
    response = page.goto(url)
    page.wait_for_selector("#first-html", state="detached")
    assert response is not None
    return response


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep back what the page asks for at such addresses, until `let_go`."""
    held: list[Route] = []
    page.route(pattern, held.append)
    return held


def let_go(page: Page, pattern: str, held: list[Route]) -> None:
    """Let what was held arrive, and what is asked for from now on."""
    wait_until(lambda: held, page=page)
    page.unroute(pattern)
    for route in held:
        route.continue_()


def painted(page: Page) -> None:
    """Wait until the page as it is now has been laid out and painted."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


def still(page: Page) -> None:
    """Wait until the page has stopped scrolling: it stands at the same place in ten frames."""
    page.evaluate(
        """() => new Promise((done) => {
            let last, same = 0;
            const look = () => {
                same = scrollY === last ? same + 1 : 0;
                last = scrollY;
                same < 10 ? requestAnimationFrame(look) : done();
            };
            look();
        })"""
    )


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Leave the page before its server stops: what it still asks for then would be an error in its console."""
    yield
    page.goto("about:blank")
