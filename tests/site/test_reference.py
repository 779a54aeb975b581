"""The reference on the pages: whole in the first HTML, after demo and source, and easy to find one's way in."""

from __future__ import annotations

import html
import re
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gallery.loading import Page as Example
from gallery.loading import Section
from gallery.reference import reference
from tests.browser import DESKTOP, PHONE, visit
from tests.site.test_examples import SECTIONS
from tests.site.test_pages import SEQUENCE, box, pages_of

SECTION_OF = {page.path: section for section in SECTIONS for page in pages_of(section)}
WITH_STORE = "/data-table/from-a-key"
WITH_EXCEPTION = "/data-table/dynamic-with-graphs"


def words(text: str) -> str:
    """A text without its Markdown's or HTML's signs, spaces apart."""
    return " ".join(re.sub("[`*]", "", text).split())


@pytest.mark.parametrize("shown", SEQUENCE, ids=[page.path for page in SEQUENCE])
def test_the_first_html_holds_the_whole_reference_of_the_component(
    site: str, shown: Section | Example
) -> None:
    with urllib.request.urlopen(site + shown.path) as response:
        content = response.read().decode()
    section = re.sub(
        "<[^>]+>", "", content.partition('<section class="reference">')[2].partition("</section>")[0]
    )
    text = words(html.unescape(section))
    told = reference(SECTION_OF[shown.path].component)
    parts: list[Any] = [*told.parameters, *told.attributes, *told.raises, *told.subcomponents]
    parts += [part for function in told.functions for part in (*function.parameters, *function.raises)]
    assert len(parts) > 5
    for part in parts:
        assert words(part.name) in text
        assert words(part.description) in text
    for one in (told, *told.functions):
        assert words(one.signature) in text
        assert words(one.summary) in text
    assert words(told.notes) in text
    for prop, reason in told.owned.items():
        assert f"{prop} {told.name} {reason}." in text


def test_what_a_page_uses_besides_is_told_in_short(site: str, page: Page) -> None:
    visit(page, site + WITH_STORE)
    expect(page.locator(".reference h3")).to_have_text(["DataTableAIO", "redis_store"])
    load = page.locator(".reference details", has_text="redis_store.load(key)")
    expect(load.get_by_text("What save returned.")).to_have_count(1)
    expect(load.get_by_text("What save returned.")).to_be_hidden()
    # StoreError, of which the example has the name, is told among the exceptions of its module.
    exceptions = page.locator(".reference details", has=page.get_by_text("Its exceptions"))
    store_error = exceptions.locator("dt", has_text=re.compile(r"^redis_store\.StoreError$"))
    expect(store_error).to_have_count(1)
    expect(store_error).to_be_hidden()


def test_an_exception_that_a_page_names_is_told_without_its_module(site: str, page: Page) -> None:
    visit(page, site + WITH_EXCEPTION)
    expect(page.locator(".reference h3")).to_have_text(["DataTableAIO", "Exceptions"])
    expect(page.locator(".reference dt").last).to_have_text("StoreError")


def test_a_function_is_unfolded_by_mouse_and_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + WITH_STORE)
    load = page.locator(".reference details", has_text="redis_store.load(key)")
    rest, summary = load.get_by_text("What save returned."), load.locator("summary")
    summary.click()
    expect(rest).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(rest).to_be_hidden()
    page.keyboard.press("Space")
    expect(rest).to_be_visible()


@pytest.mark.parametrize("section", SECTIONS, ids=[section.title for section in SECTIONS])
def test_names_stand_beside_their_descriptions_where_there_is_room_and_above_them_on_a_phone(
    site: str, page: Page, section: Section
) -> None:
    page.set_viewport_size(DESKTOP)
    visit(page, site + section.path)
    name, text = page.locator(".reference dt").first, page.locator(".reference dd").first
    assert box(name)["x"] + box(name)["width"] <= box(text)["x"]
    assert box(name)["y"] == box(text)["y"]
    page.set_viewport_size(PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert box(name)["x"] == box(text)["x"]
    assert box(name)["y"] + box(name)["height"] <= box(text)["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
