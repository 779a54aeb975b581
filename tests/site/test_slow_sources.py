"""A source that takes its time, in a browser: rows come before their number, and what isn't waited for is stopped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import visit
from tests.redis_server import RedisServer
from tests.server import ROOT, serve
from tests.site.interactions import cells, grid_cell, type_filter, type_grid_filter
from tests.waiting import wait_until

# Nothing is counted before there is a file `counted`; a filter for "slow" takes forever, but is stopped in the end:
# `begun` is there, and `stopped` has a line for each.
APP = """
import time
from pathlib import Path

from dash import Dash, html

from components import AgGridAIO, DataTableAIO, DuckDBSource
from components.duckdb_source import _DuckDB
from components.tables.source import Superseded
from components.tables.sql.rows import SqlRows

HERE = Path(__file__).parent
count = SqlRows._counted

def late(rows, filter_):
    while not (HERE / "counted").exists():
        time.sleep(0.05)
    return count(rows, filter_)

SqlRows._counted = late

SLOW = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 7"
fetch = _DuckDB.fetch

def slow(self, sql, parameters):
    if "slow" not in parameters.values():
        return fetch(self, sql, parameters)
    (HERE / "begun").touch()
    try:
        return fetch(self, SLOW, {})
    except Superseded:
        with (HERE / "stopped").open("a") as stopped:
            print(sql, file=stopped)
        raise

_DuckDB.fetch = slow
rows = DuckDBSource("rows", HERE / "rows.parquet", count_ttl=0.1)
app = Dash()
server = app.server
app.layout = html.Div([
    html.Div(DataTableAIO(source=rows, aio_id="table"), id="a-table"),
    html.Div(AgGridAIO(source=rows, aio_id="grid"), id="a-grid"),
])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the app is."""
    (tmp_path / "late_app.py").write_text(APP)
    names = [f"row {n}" for n in range(5000)]
    pl.DataFrame({"n": range(5000), "name": names}).write_parquet(tmp_path / "rows.parquet")
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Iterator[str]:
    """The app on two workers, of which either may answer."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--workers", "2"]
    with RedisServer(folder) as redis:
        environment = {"PYTHONPATH": f"{folder}:{ROOT}", "REDIS_URL": redis.url}
        with serve([*command, "--threads", "8", "late_app:server"], environment, folder) as url:
            yield url


def test_rows_come_first_and_then_how_many_there_are(app: str, folder: Path, page: Page) -> None:
    visit(page, app)
    table, grid = page.locator("#a-table"), page.locator("#a-grid")
    counts = [part.locator("[id*=row_count]") for part in (table, grid)]
    expect(cells(table, "n").first).to_have_text("0")
    expect(grid_cell(grid, 0, "n")).to_have_text("0")
    for count in counts:
        expect(count).to_have_text("About 5,000 rows, counting…")
    table.locator("button.next-page").click()
    expect(cells(table, "n").first).to_have_text("10")
    expect(table.locator("button.last-page")).to_be_disabled()
    (folder / "counted").touch()
    for count in counts:
        expect(count).to_have_text("5,000 rows")
    table.locator("button.last-page").click()
    expect(cells(table, "n").first).to_have_text("4990")
    api = """dash_ag_grid.getApi('{"aio_id":"grid","component":"AgGridAIO","subcomponent":"grid"}')"""
    wait_until(lambda: page.evaluate(f"{api}.getDisplayedRowCount()") == 5000, page=page)
    page.evaluate(f"{api}.ensureIndexVisible(4999)")
    expect(grid_cell(grid, 4999, "n")).to_have_text("4999")


def test_what_a_reader_asked_before_is_stopped_and_they_see_what_they_asked_last(
    app: str, folder: Path, page: Page
) -> None:
    (folder / "counted").touch()
    visit(page, app)
    table, grid, stopped = page.locator("#a-table"), page.locator("#a-grid"), folder / "stopped"
    begun = folder / "begun"
    expect(cells(table, "n").first).to_have_text("0")
    type_filter(table, "name", "slow")
    wait_until(begun.exists, page=page)
    type_filter(table, "name", "row 77")
    expect(cells(table, "n").first).to_have_text("77")
    wait_until(stopped.exists, page=page)
    begun.unlink()
    type_grid_filter(grid, "name", "slow")
    wait_until(begun.exists, page=page)
    type_grid_filter(grid, "name", "row 88")
    expect(grid_cell(grid, 0, "n")).to_have_text("88")
    # The rows and the count of the table's, and likewise of the grid's.
    wait_until(lambda: len(stopped.read_text().splitlines()) == 4, page=page)
    for part in (table, grid):
        expect(part.locator("[id*=notice]").first).to_be_empty()
        expect(part.locator("[id*=row_count]")).to_have_text("11 of 5,000 rows")
