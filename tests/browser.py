"""How the tests start Chromium: the system's own, so that no test tool's private build is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Response, ViewportSize

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


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Leave the page before its server stops: what it still asks for then would be an error in its console."""
    yield
    page.goto("about:blank")
