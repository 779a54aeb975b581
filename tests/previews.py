"""The pictures of the pages, for cards and for links elsewhere: `python -m tests.previews`.

Starts the site, and writes `assets/previews/<page>-light.jpg` and `-dark.jpg` of each page's running demo, where
what they were made from has changed: that is kept beside them, so that a test can tell which pictures are stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

from gallery.loading import Page as SitePage
from gallery.loading import load_site
from gallery.page.example import source_files
from gallery.page.templates import ASSETS
from tests.browser import launch_arguments, visit
from tests.server import serve_site

SOURCES = ASSETS / "previews" / "sources.json"
STYLE = ASSETS / "controls.css"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# 600 x 315 pixels, of a page of 800 x 420.
VIEWPORT: ViewportSize = {"width": 800, "height": 420}
SCALE = 0.75

DEMO_ALONE = """
#demo { position: fixed; inset: 0; z-index: 2000; height: auto !important; resize: none; overflow: hidden; padding: 1.5rem; border: 0; border-radius: 0 }
"""


def site_pages() -> list[SitePage]:
    """Every page that has a picture."""
    own, sections = load_site("pages")
    examples = [page for section in sections for page in section.examples]
    return [page for page in own if page.path != "/404"] + examples


def fingerprint(page: SitePage) -> str:
    """What a page's picture depends on: its source, that of the components in it, and the style around them."""
    return hashlib.sha256("\0".join([*source_files(page).values(), STYLE.read_text()]).encode()).hexdigest()


def stale_pages(made_from: Mapping[str, str]) -> list[SitePage]:
    """The pages whose pictures aren't there, or were made from something else."""
    return [
        page
        for page in site_pages()
        if made_from.get(page.path) != fingerprint(page)
        or not all((ASSETS / page.preview(theme)).exists() for theme in THEMES)
    ]


def take(page: Page, url: str, path: Path) -> None:
    """Write the picture of a page, of its demo alone where it has one."""
    visit(page, url)
    page.wait_for_load_state("networkidle")
    page.add_style_tag(content=DEMO_ALONE)
    page.screenshot(path=path, type="jpeg", quality=70)


def main() -> None:
    """Make the pictures that are stale anew, and remove those of pages that are gone."""
    stale = stale_pages(json.loads(SOURCES.read_text()))
    with serve_site({"REDIS_URL": ""}) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for theme in THEMES:
            context = browser.new_context(
                viewport=VIEWPORT,
                device_scale_factor=SCALE,
                color_scheme=theme,
            )
            for page in stale:
                take(context.new_page(), url + page.path, ASSETS / page.preview(theme))
        browser.close()
    pictures = {ASSETS / page.preview(theme) for page in site_pages() for theme in THEMES}
    for picture in set(SOURCES.parent.glob("*.jpg")) - pictures:
        picture.unlink()
    sources = {page.path: fingerprint(page) for page in site_pages()}
    SOURCES.write_text(json.dumps(sources, indent=2) + "\n")


if __name__ == "__main__":
    main()
