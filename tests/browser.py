"""How the tests start Chromium: the system's own, so that no test tool's private build is needed.

Where there is its headless shell, it is taken: the same engine without the windows' own pages, on two thirds of
the processor's time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    Route,
    ViewportSize,
)

from tests.waiting import wait_until

BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]

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
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        raise FileNotFoundError("The browser tests need Chromium; tests/run.py installs it.")
    return {"executable_path": executable, "args": ARGUMENTS}


def visit(page: Page, url: str) -> Response:
    """Open a page, and wait until Dash has rendered what runs in it, if it has any."""
    response = page.goto(url)
    rendered(page)
    assert response is not None
    return response


def rendered(page: Page) -> None:
    """Wait until Dash has rendered what runs in a page of the site; any other is there."""
    page.wait_for_function(
        "() => !document.querySelector('#content #react-entry-point') || document.getElementById('demo')"
    )


def settled(page: Page) -> None:
    """Wait until no callback is under way any more, and what they answered is painted."""
    page.wait_for_function(
        "() => !document.getElementById('_dash-renderer')"
        " || (window.dash_stores?.length && !dash_stores[0].getState().isLoading)"
    )
    painted(page)


def watch(page: Page) -> list[str]:
    """A list that grows by each error in the console, and each request to another origin."""
    faults: list[str] = []

    def watch_console(message: ConsoleMessage) -> None:
        # Chromium logs an error for a page that answers 404; the test of that page expects it.
        if message.type in ("error", "warning") and "404 (NOT FOUND)" not in message.text:
            faults.append(f"console {message.type}: {message.text}")

    def watch_requests(request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if urlsplit(request.url).hostname != "127.0.0.1":
            faults.append(f"request to another origin: {request.url}")

    page.on("console", watch_console)
    page.on("request", watch_requests)
    page.on("pageerror", lambda error: faults.append(f"exception: {error}"))
    return faults


def count_bytes(session: CDPSession) -> list[int]:
    """A list that grows by the bytes of every answer that comes over the wire."""
    transferred: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
    return transferred


def note_texts(element: Locator) -> None:
    """Note in `said`, a list in the page, each text that the element has from now on: some are soon gone."""
    element.evaluate(
        "element => { window.said = [];"
        " new MutationObserver(() => said.push(element.textContent)).observe(element, { childList: true }) }"
    )


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep back what the page asks for at such addresses, until `let_go`."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(pattern, keep)
    return held


def let_go(page: Page, pattern: str, held: list[Route]) -> None:
    """Let what was held arrive, and what is asked for from now on."""
    wait_until(lambda: held, page=page)
    for route in held:
        route.continue_()
    page.unroute(pattern)


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
