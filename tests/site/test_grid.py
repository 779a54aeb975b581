"""AgGridAIO in a browser, over two workers and a real Redis: it never stands still, and shows AG Grid's own rows."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from components.tables.faults import UNREACHABLE
from tests.browser import leaving, visit
from tests.redis_server import RedisServer
from tests.server import ROOT, serve
from tests.site.interactions import (
    grid_box,
    grid_cell,
    grid_row_count,
    press_export,
    sort_grid,
    type_grid_filter,
)
from tests.waiting import wait_until

UPDATE = "**/_dash-update-component*"

# `hold` and `fail` are files by which the tests have its answers come late, or not at all.
APP = """
import json, os, time
from pathlib import Path

import dash_ag_grid as dag
import numpy as np
import pandas as pd
from dash import Dash, Input, Output, State, callback, html
from flask import abort, request

from components import AgGridAIO

HERE = Path(__file__).parent
ROWS = 100_000
frame = pd.DataFrame({"n": np.arange(ROWS), "name": [f"row {n:06}" for n in range(ROWS)], "even": np.arange(ROWS) % 2 == 0})
several = {"dashGridOptions": {"rowSelection": {"mode": "multiRow"}}}

source = np.random.default_rng(0)
words = ["", " ", "Ärger", "ärger", "North", "north", "NORTH east", "ß", "STRASSE", None]
mixed = pd.DataFrame({
    "t": source.choice(np.array(words, dtype=object), 200),
    "n": np.where(source.random(200) < 0.2, np.nan, source.integers(-3, 4, 200)),
    "d": pd.Series(pd.Timestamp("2024-02-27") + pd.to_timedelta(source.integers(0, 5, 200), unit="D")).dt.date.where(source.random(200) > 0.2),
    "b": pd.Series(source.random(200) > 0.5).astype(object).where(source.random(200) > 0.2),
    "row": range(200),
})
types = {"t": "text", "n": "number", "d": "dateString", "b": "boolean", "row": "number"}
records = [
    {name: None if value is None or value != value else str(value) if name == "d" else value for name, value in record.items()}
    for record in mixed.astype(object).to_dict("records")
]

app = Dash()
server = app.server

@server.before_request
def delay_or_fail():
    if request.path.endswith("_dash-update-component"):
        while (HERE / "hold").exists():
            time.sleep(0.05)
        if (HERE / "fail").exists():
            abort(500)

app.layout = html.Div([
    AgGridAIO(frame, "grid", quick_filter=True, export=["csv"], timeout=3, grid_props=several),
    html.Button("New data", id="new"),
    html.Button("Only 12", id="only"),
    html.P(id="chosen"),
    html.P(id="visible"),
]) if os.environ["SHOWN"] == "grid" else html.Div([
    html.Div(AgGridAIO(mixed, "mixed"), id="ours"),
    html.Div(dag.AgGrid(
        id="theirs", rowData=records, style={"height": "400px"},
        columnDefs=[{"field": name, "cellDataType": kind, "filter": True, "floatingFilter": True} for name, kind in types.items()],
    ), id="client"),
]) if os.environ["SHOWN"] == "mixed" else AgGridAIO(
    pd.DataFrame({f"c{column}": np.arange(2000) * column for column in range(300)}), "wide"
) if os.environ["SHOWN"] == "wide" else AgGridAIO(
    frame, "kept",
    column_props={"n": {"sort": "desc"}},
    grid_props={
        "persistence": True, "persistence_type": "session",
        "filterModel": {"n": {"filterType": "number", "type": "lessThan", "filter": 50_000}},
    },
)

if os.environ["SHOWN"] != "grid":
    def callback(*_, **__):
        return lambda function: function

@callback(Output(AgGridAIO.ids.store("grid"), "data"), Input("new", "n_clicks"), prevent_initial_call=True)
def give_new(clicks):
    return AgGridAIO.new_data(frame.assign(name="new " + frame["name"]).head(ROWS // 2))

@callback(Output(AgGridAIO.ids.selection("grid"), "data"), Input("only", "n_clicks"), prevent_initial_call=True)
def select_one(_):
    return {"rows": [12]}

@callback(
    Output("chosen", "children"),
    Input(AgGridAIO.ids.selection("grid"), "data"),
    State(AgGridAIO.ids.store("grid"), "data"),
)
def tell_chosen(selection, store):
    rows = AgGridAIO.selected_df(store, selection)
    return f"{len(rows)} rows: {rows['n'].head(5).tolist()}"

@callback(
    Output("visible", "children"),
    Input(AgGridAIO.ids.view("grid"), "data"),
    State(AgGridAIO.ids.store("grid"), "data"),
)
def tell_visible(view, store):
    told = f"{len(AgGridAIO.visible_df(store, view, columns=['n']))} visible"
    return told if view else f"{told} before there is a view"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app is."""
    found = tmp_path_factory.mktemp("grid")
    (found / "grid_app.py").write_text(APP)
    return found


@pytest.fixture(scope="module")
def redis(folder: Path) -> Iterator[RedisServer]:
    """A redis-server that remembers what it had when it is started again."""
    (folder / "redis").mkdir()
    with RedisServer(folder / "redis", appendonly="yes", appendfsync="always") as server:
        yield server


def serve_app(folder: Path, redis: RedisServer, shown: str) -> Any:
    """The app on two workers, with one of its layouts."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    environment = {"REDIS_URL": redis.url, "SHOWN": shown, "PYTHONPATH": path}
    # The site's settings, by which Dash has set itself up before a worker's threads ask it for anything.
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    command = [*gunicorn, "--workers", "2", "--threads", "4", "grid_app:server"]
    return serve(command, environment, folder)


@pytest.fixture(scope="module")
def app(folder: Path, redis: RedisServer) -> Iterator[str]:
    with serve_app(folder, redis, "grid") as url:
        yield url


@pytest.fixture
def shown(app: str, folder: Path, page: Page) -> Iterator[Page]:
    """The page of a grid of 100,000 rows, which has its first ones."""
    with leaving(page):
        visit(page, app)
        expect(grid_row_count(page)).to_have_text("100,000 rows")
        expect(grid_cell(page, 0, "name")).to_have_text("row 000000")
        # The app's own callbacks, too: one that is under way when a test stops the store would fail.
        expect(page.locator("#chosen")).to_have_text("0 rows: []")
        expect(page.locator("#visible")).to_have_text("100000 visible")
        yield page
        (folder / "hold").unlink(missing_ok=True)


@pytest.fixture
def troubled(app: str, folder: Path, browser: Browser) -> Iterator[Page]:
    """The same, where the browser may complain of answers that fail."""
    with browser.new_context() as context:
        page = context.new_page()
        visit(page, app)
        expect(grid_cell(page, 0, "name")).to_have_text("row 000000")
        yield page
        (folder / "fail").unlink(missing_ok=True)


def api(page: Page, expression: str, aio_id: str = "grid") -> Any:
    """What an expression of the grid's api gives."""
    grid_id = f'{{"aio_id":"{aio_id}","component":"AgGridAIO","subcomponent":"grid"}}'
    return page.evaluate(f"dash_ag_grid.getApi({grid_id!r}).{expression}")


def jump(page: Page, row: int) -> None:
    api(page, f"ensureIndexVisible({row}, 'top')")


def is_complete(page: Page) -> bool:
    """Whether no block waits for its rows."""
    blocks = api(page, "getCacheBlockState()").values()
    return bool(blocks) and all(block["pageStatus"] == "loaded" for block in blocks)


def complete(page: Page) -> None:
    wait_until(lambda: is_complete(page), page=page)


def note_requests(page: Page) -> list[str]:
    """A list that grows by each request for rows."""
    asked: list[str] = []

    def note(request: Any) -> None:
        if "getRowsRequest" in (request.post_data or ""):
            asked.append(request.post_data)

    page.on("request", note)
    return asked


def unanswered(page: Page) -> Any:
    return page.locator('[id*="AgGridAIO"][id*="unanswered"]')


def notice(page: Page) -> Any:
    return page.locator('[id*="AgGridAIO"][id*="notice"]').first


# Requests -----------------------------------------------------------------------------------------------------


def test_few_requests_are_made_one_at_the_start_two_for_a_jump_five_for_new_data(
    app: str, page: Page
) -> None:
    with leaving(page):
        asked = note_requests(page)
        visit(page, app)
        expect(grid_cell(page, 0, "name")).to_have_text("row 000000")
        complete(page)
        assert len(asked) == 1
        jump(page, 90_000)
        expect(grid_cell(page, 90_000, "name")).to_have_text("row 090000")
        complete(page)
        assert len(asked) <= 3
        for row in range(10_000, 50_000, 5000):
            jump(page, row)
            expect(grid_cell(page, row, "name")).to_have_text(f"row {row:06}")
        complete(page)
        before = len(asked)
        page.get_by_role("button", name="New data").click()
        expect(grid_cell(page, 45_000, "name")).to_have_text("new row 045000")
        complete(page)
        assert len(asked) - before <= 5


def test_sixty_jumps_end_with_the_rows_in_view(shown: Page) -> None:
    asked = note_requests(shown)
    for number in range(60):
        jump(shown, number * 7919 % 100_000)
        shown.evaluate("() => new Promise(requestAnimationFrame)")
    last = 59 * 7919 % 100_000
    expect(grid_cell(shown, last, "name")).to_have_text(f"row {last:06}")
    complete(shown)
    assert len(asked) < 60


def test_the_last_row_is_reached(shown: Page) -> None:
    jump(shown, 99_999)
    expect(grid_cell(shown, 99_999, "name")).to_have_text("row 099999")
    complete(shown)


def test_filters_typed_while_answers_are_slow_end_with_the_last_ones_rows(shown: Page, folder: Path) -> None:
    (folder / "hold").touch()
    asked, answered = note_requests(shown), list[Any]()
    shown.on("response", lambda response: answered.append(response))  # noqa: PLW0108  Playwright marks it
    for number, text in enumerate(("row 01", "row 02", "row 03", "row 04", "row 05"), 1):
        type_grid_filter(shown, "name", text)
        wait_until(lambda number=number: len(asked) == number, page=shown)  # type: ignore[misc]
    assert not answered  # none waited for the answer to the one before
    (folder / "hold").unlink()
    expect(grid_cell(shown, 0, "name")).to_have_text("row 050000")
    expect(grid_row_count(shown)).to_have_text("10,000 of 100,000 rows")
    complete(shown)


def test_a_grid_that_waits_for_its_first_rows_says_so_and_can_be_filtered_meanwhile(
    shown: Page, folder: Path
) -> None:
    (folder / "hold").touch()
    loading = shown.locator(".ag-overlay").get_by_text("Loading...")
    type_grid_filter(shown, "name", "row 0001")
    expect(loading).to_be_visible()
    type_grid_filter(shown, "name", "row 00012")
    (folder / "hold").unlink()
    expect(grid_cell(shown, 9, "name")).to_have_text("row 000129")
    expect(loading).to_be_hidden()


def test_a_server_that_goes_away_is_told_and_the_grid_goes_on_when_it_is_back(troubled: Page) -> None:
    troubled.route(UPDATE, lambda route: route.abort("connectionrefused"))
    jump(troubled, 70_000)
    expect(unanswered(troubled)).to_be_visible()
    expect(unanswered(troubled)).to_have_text("The server doesn't answer: asking again.")
    troubled.unroute(UPDATE)
    expect(grid_cell(troubled, 70_000, "name")).to_have_text("row 070000")
    expect(unanswered(troubled)).to_be_hidden()
    complete(troubled)


def test_a_request_that_is_never_answered_is_asked_again(troubled: Page) -> None:
    lost: list[Route] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route)

    troubled.route(UPDATE, lose_the_first)
    sort_grid(troubled, "name")
    sort_grid(troubled, "name")
    expect(grid_cell(troubled, 0, "name")).to_have_text("row 099999")
    complete(troubled)
    assert lost
    lost[0].abort()


def test_answers_that_are_no_answers_are_asked_for_again(troubled: Page, folder: Path) -> None:
    (folder / "fail").touch()
    type_grid_filter(troubled, "name", "row 09")
    expect(unanswered(troubled)).to_be_visible()
    (folder / "fail").unlink()
    expect(grid_cell(troubled, 0, "name")).to_have_text("row 090000")
    expect(unanswered(troubled)).to_be_hidden()
    complete(troubled)


def test_a_store_that_is_down_is_told_and_the_grid_goes_on_when_it_is_up(
    shown: Page, redis: RedisServer
) -> None:
    def came(row: int) -> bool:
        return grid_cell(shown, row, "name").filter(has_text=f"row {row:06}").count() == 1

    def told() -> bool:
        return notice(shown).inner_text() == UNREACHABLE

    redis.kill()
    try:
        for row in range(1000, 100_000, 1000):  # for a moment, a process shows what it has in memory
            jump(shown, row)
            wait_until(lambda row=row: told() or came(row), page=shown)  # type: ignore[misc]
            if told():
                break
        expect(notice(shown)).to_have_text(UNREACHABLE)
    finally:
        redis.start()
    expect(notice(shown)).to_be_empty()
    expect(grid_cell(shown, row, "name")).to_have_text(f"row {row:06}")
    complete(shown)


# What people need of it ---------------------------------------------------------------------------------------


def test_a_selection_survives_scrolling_sorting_and_filtering(shown: Page) -> None:
    chosen = shown.locator("#chosen")
    grid_box(shown, 1).check()
    grid_box(shown, 3).check()
    expect(chosen).to_have_text("2 rows: [1, 3]")
    jump(shown, 50_000)
    expect(grid_cell(shown, 50_000, "name")).to_have_text("row 050000")
    grid_box(shown, 50_000).check()
    expect(chosen).to_have_text("3 rows: [1, 3, 50000]")
    sort_grid(shown, "n")
    sort_grid(shown, "n")
    jump(shown, 0)
    expect(grid_cell(shown, 0, "name")).to_have_text("row 099999")
    expect(chosen).to_have_text("3 rows: [1, 3, 50000]")
    type_grid_filter(shown, "name", "row 000003")
    expect(grid_row_count(shown)).to_have_text("1 of 100,000 rows")
    expect(grid_box(shown, 0)).to_be_checked()
    grid_box(shown, 0).uncheck()
    expect(chosen).to_have_text("2 rows: [1, 50000]")


def test_a_row_that_is_selected_at_the_moment_that_others_come_is_selected(shown: Page) -> None:
    # AG Grid tells of both later, first of the rows.
    shown.evaluate(
        """() => {
            const id = '{"aio_id":"grid","component":"AgGridAIO","subcomponent":"grid"}';
            dash_ag_grid.getApi(id).setRowCount(100_000, true);
            document.querySelector('.ag-row[row-index="3"] .ag-selection-checkbox input').click();
        }"""
    )
    expect(shown.locator("#chosen")).to_have_text("1 rows: [3]")
    expect(grid_box(shown, 3)).to_be_checked()


def test_all_that_match_are_selected_also_those_that_have_not_come(shown: Page) -> None:
    chosen = shown.locator("#chosen")
    type_grid_filter(shown, "name", "row 09")
    expect(grid_row_count(shown)).to_have_text("10,000 of 100,000 rows")
    shown.get_by_role("button", name="Select all that match").click()
    expect(chosen).to_have_text("10000 rows: [90000, 90001, 90002, 90003, 90004]")
    jump(shown, 5000)
    expect(grid_cell(shown, 5000, "name")).to_have_text("row 095000")
    expect(grid_box(shown, 5000)).to_be_checked()
    grid_box(shown, 5000).uncheck()
    expect(chosen).to_have_text(re.compile("^9999 rows"))
    type_grid_filter(shown, "name", "")
    expect(grid_row_count(shown)).to_have_text("100,000 rows")
    jump(shown, 94_998)
    expect(grid_cell(shown, 95_000, "name")).to_have_text("row 095000")
    expect(grid_box(shown, 94_999)).to_be_checked()
    expect(grid_box(shown, 95_000)).not_to_be_checked()
    jump(shown, 0)
    expect(grid_cell(shown, 0, "name")).to_have_text("row 000000")
    expect(grid_box(shown, 0)).not_to_be_checked()
    shown.get_by_role("button", name="Clear selection").click()
    expect(chosen).to_have_text("0 rows: []")


def test_the_app_selects_rows(shown: Page) -> None:
    shown.get_by_role("button", name="Only 12").click()
    expect(shown.locator("#chosen")).to_have_text("1 rows: [12]")
    jump(shown, 10)
    expect(grid_box(shown, 12)).to_be_checked()
    expect(grid_box(shown, 11)).not_to_be_checked()


def test_new_data_keeps_filter_sort_and_place_and_ends_the_selection(shown: Page) -> None:
    grid_box(shown, 1).check()
    expect(shown.locator("#chosen")).to_have_text("1 rows: [1]")
    type_grid_filter(shown, "name", "row 0")
    expect(grid_row_count(shown)).to_have_text("100,000 of 100,000 rows")
    sort_grid(shown, "n")
    sort_grid(shown, "n")
    expect(grid_cell(shown, 0, "name")).to_have_text("row 099999")
    jump(shown, 30_000)
    expect(grid_cell(shown, 30_000, "name")).to_have_text("row 069999")
    shown.get_by_role("button", name="New data").click()
    expect(grid_cell(shown, 30_000, "name")).to_have_text("new row 019999")
    expect(grid_row_count(shown)).to_have_text("50,000 of 50,000 rows")
    expect(shown.locator("#chosen")).to_have_text("0 rows: []")
    complete(shown)


def test_graphs_and_files_have_the_rows_of_filter_quick_filter_and_sort(shown: Page) -> None:
    expect(shown.locator("#visible")).to_have_text("100000 visible")
    type_grid_filter(shown, "name", "row 09")
    shown.get_by_placeholder("Search all columns").fill("99 true")
    expect(grid_row_count(shown)).to_have_text(re.compile("^[0-9]+ of 100,000 rows"))
    sort_grid(shown, "n")
    sort_grid(shown, "n")
    expect(grid_cell(shown, 0, "name")).to_have_text("row 099998")
    lines = press_export(shown, "Export as CSV").decode("utf-8-sig").splitlines()
    expect(shown.locator("#visible")).to_have_text(f"{len(lines) - 1} visible")
    expect(grid_row_count(shown)).to_have_text(f"{len(lines) - 1} of 100,000 rows")
    assert lines[:2] == ["n,name,even", "99998,row 099998,true"]
    assert all("row 09" in line and "99" in line and line.endswith("true") for line in lines[1:])


def test_filters_and_columns_are_kept_over_a_reload_and_begin_with_one_request(
    folder: Path, redis: RedisServer, page: Page
) -> None:
    with serve_app(folder, redis, "kept") as url, leaving(page):
        asked = note_requests(page)
        visit(page, url)
        expect(grid_row_count(page)).to_have_text("50,000 of 100,000 rows")
        expect(grid_cell(page, 0, "name")).to_have_text("row 049999")
        wait_until(lambda: is_loaded(page, "kept"), page=page)
        assert len(asked) == 1
        type_grid_filter(page, "name", "row 0400")
        expect(grid_row_count(page)).to_have_text("100 of 100,000 rows")
        page.reload()
        expect(grid_row_count(page)).to_have_text("100 of 100,000 rows")
        expect(grid_cell(page, 0, "name")).to_have_text("row 040099")


def is_loaded(page: Page, aio_id: str) -> bool:
    blocks = api(page, "getCacheBlockState()", aio_id).values()
    return all(block["pageStatus"] == "loaded" for block in blocks)


def test_of_many_columns_those_in_view_are_drawn_and_the_keyboard_reaches_all(
    folder: Path, redis: RedisServer, page: Page
) -> None:
    with serve_app(folder, redis, "wide") as url, leaving(page):
        asked = note_requests(page)
        visit(page, url)
        expect(grid_cell(page, 0, "c2")).to_have_text("0")
        assert page.locator('.ag-row[row-index="0"] .ag-cell').count() < 40
        api(page, "ensureColumnVisible('c299')", "wide")
        expect(grid_cell(page, 10, "c299")).to_have_text("2,990")
        sort_grid(page, "c299")
        sort_grid(page, "c299")
        expect(grid_cell(page, 0, "c299")).to_have_text("597,701")
        grid_cell(page, 0, "c299").click()
        page.keyboard.press("Control+ArrowDown")
        expect(grid_cell(page, 1999, "c299")).to_have_text("0")
        expect(grid_cell(page, 1999, "c299")).to_be_focused()
        page.keyboard.press("Control+ArrowUp")
        page.keyboard.press("Control+ArrowLeft")
        expect(grid_cell(page, 0, "c0")).to_be_focused()
        page.keyboard.press("ArrowUp")  # to the field that filters, and on to the header
        page.keyboard.press("ArrowUp")
        header = page.locator('.ag-header-cell[col-id="c0"][role=columnheader]')
        expect(header).to_be_focused()
        page.keyboard.press("Enter")
        expect(header).to_have_attribute("aria-sort", "ascending")
        wait_until(lambda: is_loaded(page, "wide"), page=page)
        assert len(asked) <= 7


# The same rows as a grid that holds all of them in the browser -------------------------------------------------

MODELS: list[dict[str, Any]] = [
    {},
    {"t": {"filterType": "text", "type": "contains", "filter": "NOR"}},
    {"t": {"filterType": "text", "type": "notEqual", "filter": "ärger"}},
    {"t": {"filterType": "text", "type": "blank"}},
    {"n": {"filterType": "number", "type": "notEqual", "filter": 0}},
    {"n": {"filterType": "number", "type": "inRange", "filter": -2, "filterTo": 2}},
    {"d": {"filterType": "date", "type": "greaterThan", "dateFrom": "2024-02-28 00:00:00", "dateTo": None}},
    {"b": {"filterType": "text", "type": "false"}},
    {
        "n": {
            "filterType": "number",
            "operator": "OR",
            "conditions": [
                {"filterType": "number", "type": "blank"},
                {"filterType": "number", "type": "greaterThan", "filter": 1},
            ],
        },
        "b": {"filterType": "text", "type": "true"},
    },
]
SORTS: list[list[str]] = [[], ["t"], ["n"], ["d"], ["b"]]

SHOWN = """
(grid) => {
  const api = dash_ag_grid.getApi(grid);
  const rows = [];
  for (let index = 0; index < api.getDisplayedRowCount(); index++) {
    const data = api.getDisplayedRowAtIndex(index)?.data;
    if (!data) return null;
    rows.push(data.row);
  }
  return rows;
}
"""
OURS = '{"aio_id":"mixed","component":"AgGridAIO","subcomponent":"grid"}'


@pytest.fixture(scope="module")
def compared(folder: Path, redis: RedisServer, browser: Browser) -> Iterator[Page]:
    """The page of both grids over the same 200 rows."""
    with serve_app(folder, redis, "mixed") as url, browser.new_context() as context:
        page = context.new_page()
        visit(page, url)
        page.locator("#client .ag-row").first.wait_for()
        page.locator("#ours .ag-row .ag-cell-value").first.wait_for()
        yield page


def same_rows(page: Page) -> list[int]:
    """The rows that both grids show, once they show the same."""

    def rows() -> list[Any]:
        return [page.evaluate(SHOWN, grid) for grid in (OURS, "theirs")]

    found: list[Any] = []

    def alike() -> bool:
        found[:] = rows()
        return found[0] is not None and found[0] == found[1]

    wait_until(alike, page=page)
    same: list[int] = found[0]
    return same


@pytest.mark.parametrize("number", range(len(MODELS)))
def test_filters_and_sorts_by_the_api_show_the_same_rows(compared: Page, number: int) -> None:
    counts = set()
    for sort in SORTS:
        for direction in ("asc", "desc"):
            for grid in (OURS, "theirs"):
                compared.evaluate(
                    """([grid, model, sort, direction]) => {
                        const api = dash_ag_grid.getApi(grid);
                        api.setFilterModel(model);
                        const state = sort.map((colId) => ({ colId, sort: direction }));
                        api.applyColumnState({ state, defaultState: { sort: null } });
                    }""",
                    [grid, MODELS[number], sort, direction],
                )
            counts.add(len(same_rows(compared)))
    assert len(counts) == 1
    assert counts != {0}


def test_filters_that_are_typed_and_sorts_that_are_clicked_show_the_same_rows(compared: Page) -> None:
    for grid in (OURS, "theirs"):
        compared.evaluate(
            "grid => { const api = dash_ag_grid.getApi(grid); api.setFilterModel({});"
            " api.applyColumnState({ defaultState: { sort: null } }); }",
            grid,
        )
    assert len(same_rows(compared)) == 200
    both = [compared.locator("#ours"), compared.locator("#client")]
    seen = []
    for header, text in (("t", "or"), ("n", "1"), ("n", ""), ("t", "ÄR"), ("t", "")):
        for where in both:
            where.get_by_label(re.compile(f"^{header} Filter Input", re.IGNORECASE)).first.fill(text)
        for _ in range(2):
            for where in both:
                sort_grid(where, "n")
            seen.append(len(same_rows(compared)))
    assert len(set(seen)) > 2


def test_cells_are_written_alike(compared: Page) -> None:
    for grid in (OURS, "theirs"):
        compared.evaluate("grid => dash_ag_grid.getApi(grid).setFilterModel({})", grid)
    same_rows(compared)
    for column in ("t", "d"):
        for row in range(5):
            text = grid_cell(compared.locator("#client"), row, column).inner_text()
            expect(grid_cell(compared.locator("#ours"), row, column)).to_have_text(text)
