"""How a table looks in a browser: with the page's theme, without one, and with what the caller says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import visit
from tests.server import serve
from tests.site.interactions import cells

TABLE = "/data-table/simple-usage"

APP = """
import os
import plotly.express as px
from dash import Dash, html
from components import DataTableAIO
frame = px.data.gapminder()
styles = {"background-color": "rgb(1, 2, 3)", "border": "2px solid rgb(4, 5, 6)", "text_align": "center"}
app = Dash()
app.layout = html.Div([DataTableAIO(frame, aio_id="plain"), DataTableAIO(frame, aio_id="mine", style_cell=styles)])
app.run(port=int(os.environ["PORT"]))
"""


@pytest.fixture(scope="module")
def plain() -> Iterator[str]:
    """The address of an app without Bootstrap: a table as it is, and one with styles of the caller's."""
    with serve([sys.executable, "-c", APP], {"REDIS_URL": ""}) as url:
        yield url


def header(page: Page | Locator, column: str) -> Locator:
    return page.locator(f'th.dash-header[data-dash-column="{column}"]')


@pytest.mark.parametrize(
    ("theme", "paper", "text"),
    [("light", "rgb(255, 255, 255)", "rgb(33, 37, 41)"), ("dark", "rgb(33, 37, 41)", "rgb(222, 226, 230)")],
)
def test_a_table_follows_the_theme_of_the_page(
    site: str, page: Page, theme: Any, paper: str, text: str
) -> None:
    page.emulate_media(color_scheme=theme)
    visit(page, site + TABLE)
    cell = cells(page, "pop").first
    expect(cell).to_have_css("background-color", paper)
    expect(cell).to_have_css("color", text)
    expect(header(page, "pop")).not_to_have_css("background-color", paper)
    expect(page.locator("button.next-page")).to_have_css("color", text)


def test_numbers_stand_below_each_other_on_the_right(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    expect(cells(page, "pop").first).to_have_css("text-align", "right")
    expect(cells(page, "pop").first).to_have_css("font-variant-numeric", "tabular-nums")
    expect(cells(page, "country").first).to_have_css("text-align", "left")
    expect(cells(page, "pop").first).to_have_text("8,425,333")
    expect(cells(page, "year").first).to_have_text("1952")


def test_what_is_copied_is_the_value(site: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, site + TABLE)
    cells(page, "pop").first.click()
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "8425333"


def test_focus_is_seen_in_the_filter_and_in_the_pager(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    for field in (page.locator("th.dash-filter input[type=text]").first, page.locator("button.next-page")):
        page.keyboard.press("Tab")  # what is focused after a key is, is shown to be
        field.focus()
        expect(field).to_have_css("outline-style", "solid")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 18, 18)")])
def test_without_bootstrap_it_follows_the_color_scheme(
    plain: str, page: Page, scheme: Any, paper: str
) -> None:
    page.goto(plain)
    table = page.locator('[id*=\'"plain"\'][id*="datatable"]')
    expect(cells(page, "pop")).to_have_count(20)
    page.emulate_media(color_scheme=scheme)
    page.add_style_tag(content=":root { color-scheme: light dark }")
    expect(table.locator("td.dash-cell").first).to_have_css("background-color", paper)
    expect(header(table, "pop")).not_to_have_css("background-color", paper)


def test_the_callers_styles_win_in_every_part_of_the_table(plain: str, page: Page) -> None:
    page.goto(plain)
    table = page.locator('[id*=\'"mine"\'][id*="datatable"]')
    for part in (table.locator('td.dash-cell[data-dash-column="pop"]').nth(3), header(table, "pop")):
        expect(part).to_have_css("background-color", "rgb(1, 2, 3)")
        expect(part).to_have_css("text-align", "center")
        expect(part).to_have_css("border-bottom-color", "rgb(4, 5, 6)")
