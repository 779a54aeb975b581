"""Rows of a source in a browser that are there before they are counted: a table's pages, and a grid's scrollbar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import visit
from tests.server import ROOT, serve
from tests.site.interactions import cells, grid_cell
from tests.waiting import wait_until

# Nothing is counted before there is a file `counted`.
APP = """
import time
from pathlib import Path

from dash import Dash, html

from components import AgGridAIO, DataTableAIO, DuckDBSource
from components.tables.sql.rows import SqlRows

HERE = Path(__file__).parent
count = SqlRows._counted

def late(rows, filter_):
    while not (HERE / "counted").exists():
        time.sleep(0.05)
    return count(rows, filter_)

SqlRows._counted = late
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
    pl.DataFrame({"n": range(5000)}).write_parquet(tmp_path / "rows.parquet")
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "gunicorn", "--threads", "8", "late_app:server"]
    with serve(command, {"PYTHONPATH": f"{folder}:{ROOT}"}, folder) as url:
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
