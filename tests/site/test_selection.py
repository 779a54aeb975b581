"""What a reader has selected stays so, whatever is asked of the table; over two workers and a real Redis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import visit
from tests.redis_server import RedisServer
from tests.server import serve_site
from tests.site.interactions import cells, row_box, sort_by, type_filter

SELECTED_ROWS = "/data-table/selected-rows"


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
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if "page_count" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component", hold)
    with page.expect_request(lambda request: "page_count" in (request.post_data or "")):
        page.locator("button.next-page").click()
    expect(page.locator("td.dash-select-cell input:checked")).to_have_count(0)
    row_box(page, 1).check()
    waiting[0].continue_()
    expect(cells(page, "year").first).to_have_text("1977")
    told(page, "Afghanistan 1952", "Zimbabwe 2007", "Afghanistan 1957")
    checked(page)
    page.unroute("**/_dash-update-component")
    page.locator("button.previous-page").click()
    checked(page, 0, 1)


def test_a_request_that_fails_loses_no_selection(workers: str, browser: Browser) -> None:
    page = browser.new_page()  # whose console has the failure
    visit(page, workers + SELECTED_ROWS)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    page.route("**/_dash-update-component", lambda route: route.abort())
    page.locator("button.next-page").click()
    expect(page.locator("input.current-page")).to_have_attribute("placeholder", "2")
    checked(page, 0)
    page.unroute("**/_dash-update-component")
    type_filter(page, "country", "Zimbabwe")
    type_filter(page, "year", "2007")
    expect(cells(page, "country")).to_have_text(["Zimbabwe"])
    checked(page, 0)
    told(page, "Afghanistan 1952", "Zimbabwe 2007")
    page.close()
