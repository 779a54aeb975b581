"""What the reader of a table gets from its export buttons: over two workers and a real Redis, in a browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pandas as pd
import plotly.express as px
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from components import DataTableAIO
from components.tables.faults import EXPIRED
from tests.browser import visit
from tests.redis_server import RedisServer
from tests.server import serve_site
from tests.site.interactions import cells, press_export, sort_by, type_filter

EXPORT = "/data-table/export"
QUERY = "{continent} scontains Asia && {lifeExp} s> 60"
ORDER: Any = [{"column_id": "pop", "direction": "asc"}]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def two_workers(redis: RedisServer) -> Iterator[str]:
    """The address of a site of two workers, which share a Redis."""
    with serve_site({"REDIS_URL": redis.url, "WEB_CONCURRENCY": "2"}) as url:
        yield url


def notice(page: Page) -> Any:
    """What is said beside the buttons."""
    return page.locator('[id*="DataTableAIO"][id*="export_notice"]')


def expected() -> pd.DataFrame:
    frame = DataTableAIO.filter_df(px.data.gapminder(), QUERY)
    return DataTableAIO.sort_df(frame, ORDER).reset_index(drop=True)


def show_the_view(page: Page, site: str) -> None:
    visit(page, site + EXPORT)
    type_filter(page, "continent", "Asia")
    type_filter(page, "lifeExp", "> 60")
    sort_by(page, "pop")
    expect(cells(page, "pop").first).to_have_text(f"{expected()['pop'][0]:,}")


def test_the_files_have_the_rows_of_every_page_whichever_worker_answers(two_workers: str, page: Page) -> None:
    show_the_view(page, two_workers)
    frame = expected()
    for _ in range(3):
        read = pd.read_csv(io.BytesIO(press_export(page, "Export as CSV")))
        pd.testing.assert_frame_equal(read, frame, check_dtype=False)
    sheet = openpyxl.load_workbook(io.BytesIO(press_export(page, "Export as Excel"))).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert list(header) == list(frame.columns)
    assert [list(row) for row in rows] == frame.to_numpy().tolist()


def test_the_buttons_work_by_keyboard(two_workers: str, page: Page) -> None:
    visit(page, two_workers + EXPORT)
    expect(cells(page, "pop")).to_have_count(10)
    page.get_by_role("button", name="Export as CSV").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    lines = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert len(lines) == 1 + len(px.data.gapminder())


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page whose console isn't watched, for answers that are faults."""
    with browser.new_context() as context:
        yield context.new_page()


def told(page: Page, text: str) -> None:
    """Press a button, and see that it is told why no file was written."""
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.url))
    page.get_by_role("button", name="Export as CSV").click()
    expect(notice(page)).to_have_text(text)
    assert not downloads


def test_what_went_wrong_is_told_and_no_file_is_saved(two_workers: str, unwatched: Page) -> None:
    page = unwatched
    visit(page, two_workers + EXPORT)
    expect(cells(page, "pop")).to_have_count(10)

    def answer(**parts: Any) -> None:
        page.unroute("**/_aio-table-export")

        def fulfill(route: Route) -> None:
            route.fulfill(**parts)

        page.route("**/_aio-table-export", fulfill)

    ours = {"X-Export": "1"}
    answer(status=200, headers=ours, body="half a file" * 100)
    told(page, "The file couldn't be made. It broke off: try again.")
    answer(status=200, headers=ours, body="half a file" + "fault: a text is too long".ljust(256))
    told(page, "The file couldn't be made. a text is too long")
    answer(status=403, body="who are you?")
    told(page, "The file couldn't be made (status 403): reload the page.")
    answer(status=200, body="<html>Log in</html>")
    told(page, "The file couldn't be made (status 200): reload the page.")
    page.unroute("**/_aio-table-export")
    page.route("**/_aio-table-export", lambda route: route.abort())
    told(page, "The file couldn't be made (Failed to fetch): try again.")


def test_a_store_that_has_forgotten_is_told_beside_the_button(
    redis: RedisServer, two_workers: str, unwatched: Page
) -> None:
    visit(unwatched, two_workers + EXPORT)
    expect(cells(unwatched, "pop")).to_have_count(10)
    redis.client().flushall()
    told(unwatched, EXPIRED)


def test_below_a_path_the_file_is_asked_for_below_it(site_below: str, page: Page) -> None:
    visit(page, site_below + EXPORT)
    expect(cells(page, "pop")).to_have_count(10)
    assert press_export(page, "Export as CSV").count(b"\r\n") == 1 + len(px.data.gapminder())
