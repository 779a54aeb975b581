"""AgGridAIO that leaves the page and comes back, as in tabs; and a server that is killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import leaving, visit
from tests.redis_server import RedisServer
from tests.server import ROOT, serve
from tests.site.interactions import grid_box, grid_cell, grid_row_count, type_grid_filter
from tests.site.test_grid import UPDATE, complete, jump, unanswered
from tests.waiting import PATIENCE, wait_until

# `broken` is a file by which the tests have the component's callback raise.
APP = """
import os
import signal
from pathlib import Path

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, State, callback, html

import components.ag_grid as ag_grid
from components import AgGridAIO

HERE = Path(__file__).parent
frame = pd.DataFrame({"n": np.arange(100_000), "name": [f"row {n:06}" for n in range(100_000)]})
several = {"dashGridOptions": {"rowSelection": {"mode": "multiRow"}}}
answered = ag_grid._answered

def answered_or_broken(*arguments):
    if (HERE / "broken").exists():
        raise ZeroDivisionError
    return answered(*arguments)

ag_grid._answered = answered_or_broken
app = Dash(suppress_callback_exceptions=True)
server = app.server

def grid():
    return html.Div([AgGridAIO(frame, "grid", quick_filter=True, timeout=1, grid_props=several), html.P(id="chosen")])

app.layout = html.Div([html.Button("Grid", id="show"), html.Button("Other", id="hide"), html.Div(id="tab")])

@callback(Output("tab", "children"), Input("show", "n_clicks_timestamp"), Input("hide", "n_clicks_timestamp"))
def turn(shown, hidden):
    return "Another tab" if (hidden or -1) > (shown or 0) else grid()

@callback(
    Output("chosen", "children"),
    Input(AgGridAIO.ids.selection("grid"), "data"),
    State(AgGridAIO.ids.store("grid"), "data"),
)
def tell_chosen(selection, store):
    return f"{len(AgGridAIO.selected_df(store, selection))} rows"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app is."""
    found = tmp_path_factory.mktemp("grid_comes_back")
    (found / "tabs_app.py").write_text(APP)
    return found


@pytest.fixture(scope="module")
def redis(folder: Path) -> Iterator[RedisServer]:
    (folder / "redis").mkdir()
    with RedisServer(folder / "redis") as server:
        yield server


# With the site's settings, by which Dash has set itself up before a worker's threads ask it for anything.
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--threads", "4"]


def environment(folder: Path, redis: RedisServer) -> dict[str, str]:
    return {"REDIS_URL": redis.url, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


@contextlib.contextmanager
def serve_app(folder: Path, redis: RedisServer, *arguments: str) -> Iterator[str]:
    with serve([*GUNICORN, *arguments, "tabs_app:server"], environment(folder, redis), folder) as url:
        yield url


@pytest.fixture(scope="module")
def app(folder: Path, redis: RedisServer) -> Iterator[str]:
    with serve_app(folder, redis) as url:
        yield url


@pytest.fixture
def shown(app: str, page: Page) -> Iterator[Page]:
    """The page of the grid, which has its first rows."""
    page.clock.install()
    with leaving(page):
        visit(page, app)
        expect(grid_cell(page, 0, "name")).to_have_text("row 000000")
        yield page


@pytest.fixture
def troubled(browser: Browser) -> Iterator[Page]:
    """A page where the browser may complain of answers that fail."""
    with browser.new_context() as context:
        yield context.new_page()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Other").click()
    expect(page.locator("#tab")).to_have_text("Another tab")


def come_back(page: Page) -> None:
    page.get_by_role("button", name="Grid").click()
    expect(grid_cell(page, 0, "name")).to_have_text("row 000000")


def test_a_grid_that_comes_back_has_no_other_rows_checked_than_the_app_is_told_of(shown: Page) -> None:
    grid_box(shown, 1).check()
    expect(shown.locator("#chosen")).to_have_text("1 rows")
    leave(shown)
    come_back(shown)
    expect(shown.locator("#chosen")).to_have_text("0 rows")
    expect(grid_box(shown, 1)).not_to_be_checked()
    grid_box(shown, 2).check()
    expect(shown.locator("#chosen")).to_have_text("1 rows")


def test_a_grid_that_comes_back_shows_all_rows_whatever_was_sought_before(shown: Page) -> None:
    shown.get_by_placeholder("Search all columns").fill("99999")
    expect(grid_row_count(shown)).to_have_text("1 of 100,000 rows")
    leave(shown)
    come_back(shown)
    expect(grid_row_count(shown)).to_have_text("100,000 rows")
    complete(shown)  # without a complaint in the console, which fails every test of a `page`


def test_a_grid_that_left_before_its_answer_came_does_nothing_any_more(shown: Page) -> None:
    lost, asked = list[Any](), "getRowsRequest"
    shown.route(
        UPDATE,
        lambda route: lost.append(route) if asked in (route.request.post_data or "") else route.continue_(),
    )
    type_grid_filter(shown, "name", "row 09")
    wait_until(lambda: lost, page=shown)
    leave(shown)
    shown.clock.fast_forward(
        2000
    )  # its watchdog would speak after one second, to an element that isn't there
    shown.unroute(UPDATE)
    come_back(shown)
    expect(unanswered(shown)).to_be_hidden()
    complete(shown)


def test_a_callback_that_raises_is_told_and_the_grid_goes_on(shown: Page, folder: Path) -> None:
    (folder / "broken").touch()
    jump(shown, 70_000)
    notice = shown.locator('[id*="AgGridAIO"][id*="notice"]').first
    expect(notice).to_have_text("Something went wrong on the server, whose log says what.")
    (folder / "broken").unlink()
    type_grid_filter(shown, "name", "row 07")
    expect(grid_row_count(shown)).to_have_text("10,000 of 100,000 rows")
    expect(notice).to_be_empty()
    complete(shown)


def test_a_server_that_is_killed_is_told_and_the_grid_goes_on_when_it_is_started_again(
    folder: Path, redis: RedisServer, troubled: Page
) -> None:
    with serve_app(folder, redis, "--pid", "pid") as url:
        visit(troubled, url)
        expect(grid_cell(troubled, 0, "name")).to_have_text("row 000000")
        process = int((folder / "pid").read_text())
        os.kill(process, signal.SIGTERM)
        wait_until(lambda: not (folder / "pid").exists())
        jump(troubled, 70_000)
        expect(unanswered(troubled)).to_be_visible()
        with serve_again(url, folder, redis):
            expect(grid_cell(troubled, 70_000, "name")).to_have_text("row 070000")
            expect(unanswered(troubled)).to_be_hidden()
            complete(troubled)


@contextlib.contextmanager
def serve_again(url: str, folder: Path, redis: RedisServer) -> Iterator[None]:
    """The app on the address that it had."""
    command = [*GUNICORN, "--bind", url.removeprefix("http://"), "tabs_app:server"]
    process = subprocess.Popen(command, env={**os.environ, **environment(folder, redis)}, cwd=folder)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
