"""The site for everyone: axe finds nothing, and everything is reached by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import visit
from tests.site.interactions import cells

TABLE = "/data-table/simple-usage"


def test_the_first_tab_stop_skips_to_the_content(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_colour_is_picked_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + "/markdown-with-color/simple-usage")
    page.locator("button.dash-dropdown").focus()
    page.keyboard.press("Enter")
    options = page.locator("input.dash-options-list-option-checkbox")
    for number in range(2):
        expect(options.nth(number)).to_be_focused()
        page.keyboard.press("ArrowDown")
    expect(options.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    text = page.locator('[id*="MarkdownWithColorAIO"][id*="markdown"]')
    expect(text).to_have_css("color", "rgb(133, 20, 75)")


def test_a_table_is_filtered_sorted_and_paged_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    page.get_by_label("Filter continent").focus()
    page.keyboard.type("Europe")
    page.keyboard.press("Enter")
    expect(cells(page, "country").first).to_have_text("Albania")
    page.get_by_role("button", name="Sort by lifeExp").focus()
    page.keyboard.press("Enter")
    expect(cells(page, "country").first).to_have_text("Turkey")
    page.keyboard.press(" ")
    expect(cells(page, "country").first).to_have_text("Iceland")
    page.get_by_role("button", name="Next page").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Page", exact=True)).to_have_attribute("placeholder", "2")


def test_tabs_of_the_source_are_walked_by_arrow_keys(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")


def test_every_tab_stop_shows_that_it_has_the_focus(site: str, page: Page) -> None:
    visit(page, site + "/markdown-with-color/simple-usage")
    page.wait_for_load_state("networkidle")
    unseen, seen = [], 0
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null; const s = getComputedStyle(e);"
            " return [s.outlineStyle !== 'none' && s.outlineWidth !== '0px' || s.boxShadow !== 'none', e.outerHTML.slice(0, 150)] }"
        )
        if shown is None:
            break
        seen += 1
        if not shown[0]:
            unseen.append(shown[1])
    assert seen > 10
    assert not unseen
