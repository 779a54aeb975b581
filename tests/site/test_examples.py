"""Every example does what it shows, on its page and as an app of its own."""

from __future__ import annotations

import json
import sys
import urllib.request

import pytest
from playwright.sync_api import Page

from gallery.loading import Page as Example
from gallery.loading import Section, load_site
from gallery.page.island import demo
from tests.browser import visit
from tests.server import serve
from tests.site.interactions import INTERACTIONS

OWN, SECTIONS = load_site("pages")
EXAMPLES = [example for section in SECTIONS for example in section.examples]
MODULES = [example.module_name for example in EXAMPLES]


@pytest.mark.parametrize("loaded", [*OWN, *SECTIONS, *EXAMPLES], ids=lambda loaded: loaded.path)
def test_it_is_loaded_without_an_error(loaded: Example | Section) -> None:
    assert loaded.error is None


def test_each_example_has_an_interaction() -> None:
    assert sorted(MODULES) == sorted(INTERACTIONS)


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_on_its_page(site: str, page: Page, example: Example) -> None:
    visit(page, f"{site}{example.path}")
    INTERACTIONS[example.module_name](page)


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_as_an_app_of_its_own(example: Example) -> None:
    # That it does the same there is tested where it is downloaded.
    with (
        serve([sys.executable, "-m", example.module_name], {"REDIS_URL": ""}) as url,
        urllib.request.urlopen(f"{url}/_dash-layout") as response,
    ):
        served = json.load(response)
    assert (served["namespace"], served["type"]) == (demo(example)._namespace, demo(example)._type)
