"""The page of every example, visited once: each test is a look at it, and leaves it as it found it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from gallery.loading import Page as Example
from tests.browser import DESKTOP, note_texts, visit, watch
from tests.site.test_examples import EXAMPLES, MODULES
from tests.site.test_pages import box
from tests.site.test_reference import SECTION_OF


@dataclass(frozen=True)
class Shown:
    """An example, and the browser's page that shows it."""

    example: Example
    page: Page


@pytest.fixture(scope="module", params=EXAMPLES, ids=MODULES)
def shown(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Shown]:
    """An example's page, visited once for all tests of this file."""
    permissions = ["clipboard-read", "clipboard-write"]
    with browser.new_context(viewport=DESKTOP, permissions=permissions) as context:
        page = context.new_page()
        faults = watch(page)
        visit(page, site + request.param.path)
        page.locator("#demo").wait_for()
        yield Shown(request.param, page)
        assert not faults


def test_demo_stands_beside_source_on_a_wide_screen_and_above_it_on_a_narrow_one(shown: Shown) -> None:
    demo, source = shown.page.locator("#demo"), shown.page.locator("#source")
    shown.page.set_viewport_size({"width": 992, "height": 900})
    first, second = box(demo), box(source)
    if shown.page.locator(".example.wide").count():  # the page's whole width, with the source below
        assert first["x"] == second["x"]
        assert first["y"] + first["height"] <= second["y"]
    else:
        assert first["x"] + first["width"] <= second["x"]
        assert first["y"] == second["y"]

    shown.page.set_viewport_size({"width": 991, "height": 900})
    first, second = box(demo), box(source)
    assert first["x"] == second["x"]
    assert first["y"] + first["height"] <= second["y"]
    shown.page.set_viewport_size(DESKTOP)


def test_the_source_shown_and_copied_is_the_file_to_the_letter(shown: Shown) -> None:
    note_texts(shown.page.locator(".copy-status").first)
    shown.page.get_by_role("button", name="Copy the whole file").first.click()
    shown.page.wait_for_function("() => said.length == 2")
    assert shown.page.evaluate("said") == ["Copied", ""]
    assert shown.page.evaluate("navigator.clipboard.readText()") == shown.example.source


def test_the_components_used_have_a_tab_each(shown: Shown) -> None:
    source = shown.page.locator("#source")
    tabs = source.get_by_role("tab")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    tabs.nth(1).click()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(source.get_by_role("tabpanel")).to_contain_text("class ")
    tabs.first.click()
    expect(tabs.first).to_have_attribute("aria-selected", "true")


def test_the_row_leads_to_the_project_and_to_the_markdown(shown: Shown, site: str) -> None:
    row = shown.page.get_by_role("navigation", name="Take this page along")
    for name, end in (("Download project", ".zip"), ("View as Markdown", ".md")):
        link = row.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", shown.example.path + end)
        with urllib.request.urlopen(f"{site}{shown.example.path}{end}") as response:
            assert response.status == 200
    expect(row.get_by_role("link", name="Edit this page")).to_have_count(0)


def test_the_reference_stands_below_demo_and_source_with_the_component_first(shown: Shown) -> None:
    expect(shown.page.locator("main h2")).to_contain_text(["Live demo", "Source", "Reference"])
    first = shown.page.locator(".reference h3").first
    expect(first).to_have_text(SECTION_OF[shown.example.path].component)
    below = box(shown.page.locator("#source"))
    assert below["y"] + below["height"] <= box(shown.page.locator(".reference"))["y"]
