"""Every example does what it shows, on its page and as an app of its own."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import Page

import pages
from gallery.examples import Page as Example
from gallery.examples import load_section
from tests.browser import leaving, visit
from tests.server import serve
from tests.site.interactions import INTERACTIONS

SECTIONS = [load_section(f"pages.{name}") for name in pages.SECTIONS]
EXAMPLES = [example for section in SECTIONS for example in section.examples]
MODULES = [example.module_name for example in EXAMPLES]


def test_each_example_has_an_interaction() -> None:
    assert sorted(MODULES) == sorted(INTERACTIONS)


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_on_its_page(site: str, page: Page, example: Example) -> None:
    visit(page, f"{site}{example.path}")
    INTERACTIONS[example.module_name](page)


@pytest.mark.parametrize("module", MODULES)
def test_as_an_app_of_its_own(page: Page, module: str) -> None:
    with serve([sys.executable, "-m", module], {"REDIS_URL": ""}) as url, leaving(page):
        visit(page, url)
        INTERACTIONS[module](page)
