"""Pictures of every page, light and dark, desktop and phone: `python -m tests.screenshots [FOLDER]`.

Looks at a running site (`--url`), or starts one of its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import DESKTOP, PHONE, launch_arguments, visit
from tests.server import serve_site

SIZES = {"desktop": DESKTOP, "phone": PHONE}


def settle(page: Page) -> None:
    """Wait until Dash has rendered the page and no callback is under way."""
    page.wait_for_selector("main h1")
    page.wait_for_load_state("networkidle")


def take(url: str, folder: Path, only: str) -> None:
    """Write one picture a page, theme and size."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for size, viewport in SIZES.items():
            for theme in ("light", "dark"):
                context = browser.new_context(viewport=viewport, color_scheme=theme)
                page = context.new_page()
                visit(page, url)
                settle(page)
                links = page.locator("#navigation a").evaluate_all("links => links.map(link => link.href)")
                for link in [*links, f"{url}/no-such-page"]:
                    if only not in link:
                        continue
                    visit(page, link)
                    settle(page)
                    name = link.removeprefix(url).strip("/").replace("/", "-") or "home"
                    page.screenshot(path=folder / f"{name}-{size}-{theme}.png", full_page=True)
                context.close()
        browser.close()


def main() -> None:
    """Read the command line, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="screenshots", type=Path)
    parser.add_argument("--url", help="the site's address; without it, a site is started")
    parser.add_argument("--only", default="", help="a part of the addresses to look at")
    options = parser.parse_args()
    if options.url:
        take(options.url.rstrip("/"), options.folder, options.only)
    else:
        with serve_site() as url:
            take(url, options.folder, options.only)


if __name__ == "__main__":
    main()
