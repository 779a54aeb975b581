"""The pictures of the pages, for cards and for links elsewhere: `python -m tests.previews`.

Starts the site, and writes `assets/previews/<page>-light.jpg` and `-dark.jpg` of each page's running demo. Beside
them it writes what each was made from, so that a test can tell which pictures are stale.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

import pages
from gallery.example_page import source_files
from gallery.loading import Page as SitePage
from gallery.loading import load_page, load_section
from gallery.site import ASSETS
from tests.browser import launch_arguments, visit
from tests.server import serve_site

SOURCES = ASSETS / "previews" / "sources.json"

# 600 x 315 pixels, of a page of 800 x 420.
VIEWPORT: ViewportSize = {"width": 800, "height": 420}
SCALE = 0.75

DEMO_ALONE = """
#demo { position: fixed; inset: 0; z-index: 2000; height: auto !important; resize: none; overflow: hidden; padding: 1.5rem; border: 0; border-radius: 0 }
"""


def site_pages() -> list[SitePage]:
    """Every page that has a picture."""
    own = [load_page(f"pages.{name}", path) for path, name in pages.SITE.items() if path != "/404"]
    return own + [page for name in pages.SECTIONS for page in load_section(f"pages.{name}").examples]


def fingerprint(page: SitePage) -> str:
    """What a page's picture depends on: its source, and that of the components in it."""
    sources = source_files(page) if page.public_names else {page.module_name: page.source}
    return hashlib.sha256("\0".join(sources.values()).encode()).hexdigest()


def take(page: Page, url: str, path: Path) -> None:
    """Write the picture of a page, of its demo alone where it has one."""
    visit(page, url)
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content=DEMO_ALONE)
    page.screenshot(path=path, type="jpeg", quality=70)


def main() -> None:
    """Make all pictures anew."""
    SOURCES.parent.mkdir(exist_ok=True)
    found = site_pages()
    with serve_site({"REDIS_URL": ""}) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport=VIEWPORT,
                device_scale_factor=SCALE,
                color_scheme=theme,
            )
            for page in found:
                take(context.new_page(), url + page.path, ASSETS / page.preview(theme))
        browser.close()
    sources = {page.path: fingerprint(page) for page in found}
    SOURCES.write_text(json.dumps(sources, indent=2) + "\n")


if __name__ == "__main__":
    main()
