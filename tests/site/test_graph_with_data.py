"""`GraphWithDataAIO` in a browser: graph and table filter each other, tabs, downloads, states and themes."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, FloatRect, Locator, Page, expect

from tests.browser import DESKTOP, PHONE, settled, visit
from tests.site.interactions import cells, type_filter

LIFE = "/graph-with-data/simple-usage"
ORDERS = "/graph-with-data/million-orders"
PEOPLE = "/graph-with-data/custom-callback"

PLOT = "document.querySelector('.aio-graph-with-data .js-plotly-plot')"


def graph(page: Page) -> Locator:
    return page.locator(".aio-graph-with-data")


def tab(page: Page, name: str) -> Locator:
    return graph(page).get_by_role("tab", name=name)


def row_count(page: Page) -> Locator:
    return graph(page).locator('[id*="row_count"]')


def chips(page: Page) -> Locator:
    return graph(page).locator(".aio-chip")


def opened(page: Page, url: str) -> Page:
    visit(page, url)
    graph(page).locator(".main-svg").first.wait_for()
    settled(page)
    return page


def marks(page: Page) -> int:
    """How many marks the chart has, whatever is selected of them."""
    return int(page.evaluate(f"{PLOT}._fullData.reduce((sum, {{ x }}) => sum + x.length, 0)"))


def box(element: Locator) -> FloatRect:
    """Where an element is on the screen, in whose middle it is."""
    element.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    found = element.bounding_box()
    assert found is not None
    return found


def draw_box(page: Page, across: tuple[float, float], down: tuple[float, float]) -> None:
    """Draw a box over parts of the plot, from 0 to 1."""
    area = box(graph(page).locator(".nsewdrag").first)
    x = [area["x"] + area["width"] * part for part in across]
    y = [area["y"] + area["height"] * part for part in down]
    page.mouse.move(x[0], y[0])
    page.mouse.down()
    page.mouse.move(x[1], y[1], steps=5)
    page.mouse.up()


# One truth.


def test_the_chart_draws_what_the_table_filters_and_a_chip_takes_it_back(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    assert marks(page) == 142
    tab(page, "Table").click()
    type_filter(page, "lifeExp", "> 80")
    expect(row_count(page)).to_have_text("13 of 142 rows")
    expect(chips(page)).to_have_text(["lifeExp > 80 ✕"])
    type_filter(page, "continent", "Europe")
    expect(chips(page)).to_have_count(2)
    tab(page, "Chart").click()
    page.wait_for_function(f"() => {PLOT}.data.length === 1")
    assert marks(page) == 7
    chips(page).nth(1).click()
    expect(chips(page)).to_have_text(["lifeExp > 80 ✕"])
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("13 of 142 rows")


def test_a_box_in_the_chart_filters_the_table_and_reset_takes_it_back(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    page.set_viewport_size(DESKTOP)
    draw_box(page, (0.5, 0.99), (0.01, 0.4))
    expect(chips(page)).to_have_text(re.compile(r"^gdpPercap .* to .*, lifeExp .* to .* ✕$"))
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text(re.compile(r"^\d\d rows$"))
    expect(cells(page, "lifeExp").first).to_be_visible()
    assert min(float(text) for text in cells(page, "lifeExp").all_inner_texts()) > 60
    graph(page).get_by_role("button", name="Reset", exact=True).click()
    expect(row_count(page)).to_have_text("142 rows")
    expect(chips(page)).to_have_count(0)
    tab(page, "Chart").click()
    expect(graph(page).locator(".selectionlayer path")).to_have_count(0)


def test_a_click_in_the_legend_filters_a_table_that_is_there(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("142 rows")
    tab(page, "Chart").click()
    graph(page).locator(".legendtoggle").first.click()
    expect(chips(page)).to_have_text(["continent without Asia ✕"])
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("109 rows")
    chips(page).first.click()
    expect(row_count(page)).to_have_text("142 rows")


def test_a_grids_filter_and_a_box_over_bars_filter_a_million_rows(site: str, page: Page) -> None:
    opened(page, site + ORDERS)
    draw_box(page, (0.0, 0.1), (0.2, 0.8))
    expect(chips(page)).to_have_text(re.compile(r"^price .* to .* ✕$"))
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text(re.compile(r"^\d{2,3},\d{3} rows$"))
    country = page.get_by_label("country Filter Input")
    country.fill("Kenya")
    expect(chips(page)).to_have_count(2)
    expect(chips(page).first).to_have_text("country contains Kenya ✕")
    tab(page, "Chart").click()
    page.wait_for_function(f"() => {PLOT}.data.length === 1")
    graph(page).get_by_role("button", name="Reset", exact=True).click()
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("1,000,000 rows")
    expect(country).to_have_value("")


def test_a_click_on_a_bar_selects_its_rows_and_new_data_keeps_that(site: str, page: Page) -> None:
    opened(page, site + PEOPLE)
    told = page.locator("#people-told")
    expect(told).to_have_text("142 countries had 6,251,013,179 people in 2007.")
    bar = box(graph(page).locator(".bars .point").first)
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    graph(page).locator(".hovertext").wait_for()
    page.mouse.down()
    page.mouse.up()
    expect(chips(page)).to_have_text(["continent: Africa ✕"])
    expect(told).to_have_text("52 countries had 929,539,692 people in 2007.")
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("52 rows")
    page.locator("#people-year").click()
    page.get_by_role("option", name="1952", exact=True).click()
    expect(told).to_have_text("52 countries had 237,640,501 people in 1952.")
    expect(cells(page, "pop").first).to_have_text("9,279,525")


# Tabs.


def test_only_the_tab_that_is_open_is_computed(site: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    opened(page, site + LIFE)
    assert not any("datatable" in body for body in asked)
    tab(page, "Table").click()
    expect(row_count(page)).to_have_text("142 rows")
    before = len(asked)
    type_filter(page, "lifeExp", "> 80")
    expect(row_count(page)).to_have_text("13 of 142 rows")
    assert not any('"subcomponent":"graph"' in body for body in asked[before:])


def test_tabs_are_used_by_keyboard(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    tab(page, "Chart").focus()
    for key, name in [
        ("ArrowRight", "Table"),
        ("End", "Sources"),
        ("ArrowRight", "Chart"),
        ("ArrowLeft", "Sources"),
    ]:
        page.keyboard.press(key)
        expect(tab(page, name)).to_have_attribute("aria-selected", "true")
        expect(tab(page, name)).to_be_focused()
    expect(graph(page).get_by_role("tabpanel", name="Sources")).to_contain_text("many sources")
    expect(graph(page).locator("[role=tab][tabindex='0']")).to_have_count(1)


# Downloads.


def downloaded(page: Page, name: str) -> Download:
    with page.expect_download() as download:
        graph(page).get_by_role("button", name=name, exact=True).click()
    return download.value


def test_data_is_downloaded_as_filtered_or_whole(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    graph(page).locator(".legendtoggle").first.click()
    expect(chips(page)).to_have_count(1)
    tab(page, "Download").click()
    file = downloaded(page, "Parquet")
    assert file.suggested_filename == "where-people-earn-more-they-live-longer.parquet"
    rows = pl.read_parquet(file.path())
    assert rows.height == 109
    assert rows["pop"].dtype == pl.Int64
    assert len(downloaded(page, "CSV").path().read_text(encoding="utf-8-sig").splitlines()) == 110
    graph(page).get_by_label("All rows").check()
    assert pl.read_parquet(downloaded(page, "Parquet").path()).height == 142
    assert downloaded(page, "Excel").path().read_bytes().startswith(b"PK")
    expect(page.locator('[id*="export_notice"]').first).to_be_empty()
    assert 'pd.read_parquet("where-people-earn' in graph(page).locator("pre").inner_text()


def test_a_picture_has_the_size_that_is_asked_for_and_its_title_and_credit(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    tab(page, "Download").click()
    graph(page).get_by_label("Width").fill("900")
    graph(page).get_by_label("Height").fill("600")
    picture = ET.fromstring(downloaded(page, "SVG").path().read_text())
    assert (picture.get("width"), picture.get("height")) == ("900", "600")
    texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    for wanted in ("Where people earn more, they live longer", "Source: Gapminder, by plotly.express"):
        assert wanted in texts
    png = downloaded(page, "PNG").path().read_bytes()
    assert struct.unpack(">II", png[16:24]) == (1800, 1200)  # twice as many pixels, for sharp screens
    graph(page).get_by_label("Height").fill("10")
    graph(page).get_by_role("button", name="PNG").click()
    expect(graph(page)).to_contain_text("whole numbers from 200 to 4,000")


# How it looks, and to whom.


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_tab_fits_and_can_be_read(site: str, browser: Browser, size: object, theme: str) -> None:
    with browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        opened(page, site + LIFE)
        for name in ("Chart", "Table", "Download", "Sources"):
            tab(page, name).click()
            expect(graph(page).get_by_role("tabpanel", name=name)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
            found = Axe().run(
                page, ".aio-graph-with-data", {"rules": {"scrollable-region-focusable": {"enabled": False}}}
            )
            assert not found.violations_count, found.generate_report()


def test_a_function_that_takes_the_theme_draws_anew_when_it_changes(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    font = f"{PLOT}._fullLayout.font.color"
    light = page.evaluate(font)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => {font} !== '{light}'")
    settled(page)
    draw_box(page, (0.5, 0.99), (0.01, 0.4))
    expect(chips(page)).to_have_count(1)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => {font} === '{light}'")
    expect(chips(page)).to_have_count(1)


def test_the_chart_is_told_in_words(site: str, page: Page) -> None:
    opened(page, site + LIFE)
    caption = graph(page).locator("figcaption")
    expect(caption).to_contain_text(
        "A scatter chart. Income per person ($) horizontally from 277.6 to 49,357."
    )
    tab(page, "Table").click()
    type_filter(page, "lifeExp", "> 99")
    tab(page, "Chart").click()
    expect(graph(page).get_by_text("No rows match what is filtered").first).to_be_visible()
