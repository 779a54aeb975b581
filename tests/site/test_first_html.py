"""What stands in the first HTML alone, and is moved to where Dash leaves a place for it."""

from __future__ import annotations

from dash import html
from playwright.sync_api import Page, expect

from gallery.first_html import as_html, still, without_still
from tests.browser import visit
from tests.site.test_examples import EXAMPLES


def test_dash_is_left_the_place_of_what_the_first_html_holds() -> None:
    page = html.Main(
        [html.P("live", id="live"), still(html.Div(html.B("still", id="within"), id="place"), "a")]
    )
    assert as_html(page) == ('<main><p>live</p><div data-still="a"><b id="within">still</b></div></main>')
    left = without_still(page)
    assert left.children[0].children == "live"
    assert left.children[1].id == "place"
    assert left.children[1].children is None


def test_the_text_stays_when_dash_renders_the_page_anew(site: str, page: Page) -> None:
    example = EXAMPLES[0]
    visit(page, site + example.path)
    expect(page.locator("h1")).to_have_text(example.title)
    with page.expect_response(lambda response: "_dash-update-component" in response.url):
        page.evaluate("history.pushState({}, '', '?again'); dispatchEvent(new PopStateEvent('popstate'))")
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_have_text(example.title)
    expect(page.locator("#source")).to_contain_text(example.title)
    expect(page.locator("[data-still]:empty")).to_have_count(0)
