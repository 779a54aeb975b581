"""What a reader has selected stays so, whatever is asked of the table; over two workers and a real Redis.

And what else an app says of rows and of columns that aren't shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import hold, let_go, visit
from tests.redis_server import RedisServer
from tests.server import serve, serve_site
from tests.site.interactions import cells, row_box, sort_by, type_filter

SELECTED_ROWS = "/data-table/selected-rows"
CALLBACKS = "**/_dash-update-component*"


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of two workers."""
    with (
        RedisServer(tmp_path_factory.mktemp("redis")) as redis,
        serve_site({"REDIS_URL": redis.url, "WEB_CONCURRENCY": "2"}) as url,
    ):
        yield url


def told(page: Page, *rows: str) -> None:
    """The callback has been given these rows, in this order."""
    expect(page.locator("#selected-rows-text")).to_have_text(f"Selected: {', '.join(rows) or 'none'}")


def checked(page: Page, *rows: int) -> None:
    """Of the page in view, the boxes of these rows are checked, and no others."""
    expect(page.locator("td.dash-select-cell input:checked")).to_have_count(len(rows))
    for row in rows:
        expect(row_box(page, row)).to_be_checked()


def test_rows_stay_selected_on_other_pages_and_in_other_orders(workers: str, page: Page) -> None:
    visit(page, workers + SELECTED_ROWS)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    checked(page, 0)
    page.locator("button.next-page").click()
    expect(cells(page, "year")).to_have_text(["1977", "1982", "1987", "1992", "1997"])
    checked(page)
    row_box(page, 4).check()
    told(page, "Afghanistan 1952", "Zimbabwe 2007", "Afghanistan 1997")
    page.locator("button.last-page").click()
    expect(cells(page, "country").first).to_have_text("Zimbabwe")
    checked(page, 3)
    row_box(page, 3).uncheck()
    told(page, "Afghanistan 1952", "Afghanistan 1997")
    page.locator("button.first-page").click()
    checked(page, 0)
    sort_by(page, "lifeExp")
    expect(cells(page, "country").first).to_have_text("Rwanda")
    checked(page, 1)
    expect(cells(page, "country").nth(1)).to_have_text("Afghanistan")
    told(page, "Afghanistan 1952", "Afghanistan 1997")


def test_the_last_row_can_be_unselected(workers: str, page: Page) -> None:
    visit(page, workers + SELECTED_ROWS)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    row_box(page, 0).uncheck()
    told(page, "Zimbabwe 2007")
    checked(page)


def test_what_is_clicked_while_another_page_is_awaited_counts_for_the_page_that_is_seen(
    workers: str, page: Page
) -> None:
    visit(page, workers + SELECTED_ROWS)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    held = hold(page, CALLBACKS)
    page.locator("button.next-page").click()
    checked(page)  # as the table clears its selection
    row_box(page, 1).check()
    let_go(page, CALLBACKS, held)
    expect(cells(page, "year").first).to_have_text("1977")
    told(page, "Afghanistan 1952", "Zimbabwe 2007", "Afghanistan 1957")
    checked(page)
    page.locator("button.previous-page").click()
    checked(page, 0, 1)


def test_a_request_that_fails_loses_no_selection(workers: str, browser: Browser) -> None:
    page = browser.new_page()  # whose console has the failure
    visit(page, workers + SELECTED_ROWS)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    page.route(CALLBACKS, lambda route: route.abort())
    page.locator("button.next-page").click()
    expect(page.locator("input.current-page")).to_have_attribute("placeholder", "2")
    checked(page, 0)
    page.unroute(CALLBACKS)
    type_filter(page, "country", "Zimbabwe")
    type_filter(page, "year", "2007")
    expect(cells(page, "country")).to_have_text(["Zimbabwe"])
    checked(page, 0)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    page.close()


APP = """
import json
import pandas as pd
from dash import Dash, Input, Output, State, callback, html
from components import DataTableAIO

frame = pd.DataFrame({"id": [f"row {n}" for n in range(25)], "n": range(25), "even": [n % 2 == 0 for n in range(25)]})
app = Dash()
app.layout = html.Div([
    DataTableAIO(
        frame, "many", row_selectable="multi", selected_rows=[24, 0], page_size=10, hidden_columns=["id", "even"],
        columns=[{"id": "n"}, {"id": "id"}, {"id": "even"}],
        tooltip_data=[{"n": f"about {n}"} for n in range(25)],
        style_data_conditional=[{"if": {"filter_query": "{id} = 'row 3'"}, "color": "rgb(1, 2, 3)"}],
    ),
    html.P(id="ids"),
    html.Button("Only 12", id="only"),
    DataTableAIO(frame[["n"]], "one", row_selectable="single", page_size=10),
    html.P(id="one"),
    DataTableAIO(pd.DataFrame({"size": [1, None, 3]}), "missing", filter_options={"case": "insensitive"}),
])

@callback(Output("ids", "children"), Input(DataTableAIO.ids.datatable("many"), "selected_row_ids"))
def tell_ids(ids):
    return json.dumps(ids)

@callback(Output(DataTableAIO.ids.selection("many"), "data"), Input("only", "n_clicks"), prevent_initial_call=True)
def select_one(_):
    return {"rows": [12]}

@callback(
    Output("one", "children"),
    Input(DataTableAIO.ids.selection("one"), "data"),
    State(DataTableAIO.ids.store("one"), "data"),
)
def tell_one(selection, store):
    return json.dumps(DataTableAIO.selected_df(store, selection)["n"].to_list())

app.run()
"""


@pytest.fixture(scope="module")
def own_app() -> Iterator[str]:
    """The address of an app with a table of hidden columns, and one of which a single row can be selected."""
    with serve([sys.executable, "-c", APP], {"REDIS_URL": ""}) as url:
        yield url


def table(page: Page, aio_id: str) -> Locator:
    return page.locator(f"""[id*='"aio_id":"{aio_id}"'].dash-table-container""")


def test_ids_of_a_column_that_is_not_shown_are_of_all_pages(own_app: str, page: Page) -> None:
    page.goto(own_app)
    ids, many = page.locator("#ids"), table(page, "many")
    expect(many.locator("th.dash-header")).to_have_text(["n"])
    expect(many.get_by_role("button", name="Toggle Columns")).to_be_hidden()
    expect(ids).to_have_text('["row 24", "row 0"]')
    boxes = many.locator("td.dash-select-cell input")
    boxes.nth(3).check()
    expect(ids).to_have_text('["row 24", "row 0", "row 3"]')
    many.locator("button.next-page").click()
    expect(cells(page, "n").first).to_have_text("10")
    boxes.nth(0).check()
    expect(ids).to_have_text('["row 24", "row 0", "row 3", "row 10"]')
    page.get_by_role("button", name="Only 12").click()
    expect(ids).to_have_text('["row 12"]')
    expect(boxes.nth(2)).to_be_checked()
    expect(many.locator("td.dash-select-cell input:checked")).to_have_count(1)


def test_conditions_on_a_column_that_is_not_shown_and_tooltips_by_row(own_app: str, page: Page) -> None:
    page.goto(own_app)
    n = table(page, "many").locator('td.dash-cell[data-dash-column="n"]')
    expect(n.nth(3)).to_have_css("color", "rgb(1, 2, 3)")
    expect(n.nth(4)).not_to_have_css("color", "rgb(1, 2, 3)")
    table(page, "many").locator("button.next-page").click()
    expect(n.first).to_have_text("10")
    n.nth(2).hover()
    expect(page.locator(".dash-table-tooltip").first).to_have_text("about 12")


def test_of_a_single_selection_the_last_one_counts_on_whatever_page(own_app: str, page: Page) -> None:
    page.goto(own_app)
    one, boxes = table(page, "one"), table(page, "one").locator("td.dash-select-cell input")
    expect(page.locator("#one")).to_have_text("[]")
    boxes.nth(1).check()
    expect(page.locator("#one")).to_have_text("[1]")
    one.locator("button.next-page").click()
    expect(one.locator("td.dash-cell").first).to_have_text("10")
    expect(page.locator("#one")).to_have_text("[1]")
    boxes.nth(1).check()
    expect(page.locator("#one")).to_have_text("[11]")
    one.locator("button.previous-page").click()
    expect(one.locator("td.dash-cell").first).to_have_text("0")
    expect(one.locator("td.dash-select-cell input:checked")).to_have_count(0)


def test_a_missing_value_does_not_keep_a_reader_from_filtering_without_case(own_app: str, page: Page) -> None:
    page.goto(own_app)
    missing = table(page, "missing")
    expect(missing.locator("td.dash-cell")).to_have_text(["1", "", "3"])
    for typed, shown in (("3", ["3"]), ("> 0", ["1", "3"]), ("!= 3", ["1"])):
        field = missing.locator("th.dash-filter input[type=text]")
        field.fill(typed)
        field.press("Enter")
        expect(missing.locator("td.dash-cell")).to_have_text(shown)
    expect(page.locator('[id*="notice"]').last).to_be_empty()
