"""Tables of keys, new data and graphs of what the reader sees: on the site, served by two workers with a Redis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import painted, settled, visit
from tests.redis_server import RedisServer
from tests.server import serve_site
from tests.site.interactions import (
    cells,
    follow_the_filter,
    give_new_data,
    pick,
    row_count,
    see_own_rows,
    type_filter,
)
from tests.site.test_store_faults import answer, notice, request_of, turn_page
from tests.waiting import wait_until

FROM_A_KEY = "/data-table/from-a-key"
NEW_DATA = "/data-table/new-data"
DYNAMIC = "/data-table/dynamic-with-graphs"
SIMPLE = "/data-table/simple-usage"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A redis-server of these tests' own."""
    with RedisServer(Path(tmp_path_factory.mktemp("redis"))) as server:
        yield server


@pytest.fixture(scope="module")
def two_workers(redis: RedisServer) -> Iterator[str]:
    """The address of a site that two workers serve."""
    with serve_site({"REDIS_URL": redis.url, "WEB_CONCURRENCY": "2"}) as site:
        yield site


def test_readers_see_their_own_rows_of_a_key(two_workers: str, page: Page) -> None:
    visit(page, two_workers + FROM_A_KEY)
    see_own_rows(page)


def test_every_worker_answers_for_a_key_that_another_has_saved(two_workers: str, page: Page) -> None:
    body = request_of(page, two_workers + FROM_A_KEY)
    for number in range(20):  # which worker answers is the system's choice
        rows = answer(two_workers, body, page_current=number % 13, filter_query="{year} > 1990")
        assert len(rows) == 10
        assert all(row.keys() == {"country", "year", "pop"} and row["year"] > 1990 for row in rows)


def test_visits_share_one_frame_in_the_store_and_its_key_stays_there(
    two_workers: str, redis: RedisServer, page: Page
) -> None:
    visit(page, two_workers + FROM_A_KEY)
    settled(page)
    before = set(redis.client().keys())
    for _ in range(6):
        body = request_of(page, two_workers + FROM_A_KEY)
    assert set(redis.client().keys()) == before
    store = next(entry["value"] for entry in body["inputs"] if entry["property"] == "data")
    assert store["df"] is None
    assert f"aio:{store['part']}".encode() in before


def test_new_data_is_shown_at_once_and_keeps_filter_and_sort(two_workers: str, page: Page) -> None:
    visit(page, two_workers + NEW_DATA)
    give_new_data(page)


def test_new_data_keeps_the_page_where_there_is_one(two_workers: str, page: Page) -> None:
    visit(page, two_workers + NEW_DATA)
    expect(cells(page, "year")).to_have_text(["2007"] * 8)
    turn_page(page)
    expect(cells(page, "country").first).to_have_text("Bangladesh")
    type_filter(page, "lifeExp", "> 70")
    expect(row_count(page)).to_have_text("83 of 142 rows")
    expect(cells(page, "country").first).to_have_text("Brazil")

    pick(page, page.locator("#year"), "1992")
    expect(cells(page, "year")).to_have_text(["1992"] * 8)
    expect(cells(page, "country").first).to_have_text("Canada")

    pick(page, page.locator("#year"), "1952")  # of which one page is left
    expect(row_count(page)).to_have_text("5 of 142 rows")
    expect(cells(page, "country").first).to_have_text("Denmark")
    expect(cells(page, "year")).to_have_text(["1952"] * 5)
    expect(notice(page)).to_be_empty()


def test_an_answer_for_old_data_that_comes_after_the_new_is_not_shown(two_workers: str, page: Page) -> None:
    visit(page, two_workers + NEW_DATA)
    expect(cells(page, "year")).to_have_text(["2007"] * 8)
    held: list[Route] = []

    def keep_the_first_page(route: Route) -> None:
        if not held and "page_count" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component*", keep_the_first_page)
    turn_page(page)
    wait_until(lambda: held, page=page)
    pick(page, page.locator("#year"), "1952")
    expect(cells(page, "year")).to_have_text(["1952"] * 8)

    late = held[0].fetch()
    parts = json.loads(late.text())["response"]
    rows = next(part["data"] for place, part in parts.items() if '"datatable"' in place)
    assert {row["year"] for row in rows} == {2007}
    with page.expect_response(lambda response: response.request == held[0].request):
        held[0].fulfill(response=late)
    settled(page)
    expect(cells(page, "year")).to_have_text(["1952"] * 8)
    expect(cells(page, "country").first).to_have_text("Bangladesh")


def test_graphs_follow_what_the_reader_sees(two_workers: str, page: Page) -> None:
    visit(page, two_workers + DYNAMIC)
    follow_the_filter(page)


def test_an_empty_result_is_said_and_cannot_be_paged(two_workers: str, page: Page) -> None:
    visit(page, two_workers + SIMPLE)
    pager = page.locator(".previous-next-container")
    expect(row_count(page)).to_have_text("1,704 rows")
    expect(pager).to_be_visible()
    turn_page(page)
    expect(cells(page, "country").last).to_have_text("Albania")

    type_filter(page, "lifeExp", "> 100")
    expect(row_count(page)).to_have_text("None of 1,704 rows matches the filter")
    expect(pager).to_be_hidden()
    type_filter(page, "lifeExp", "")
    expect(row_count(page)).to_have_text("1,704 rows")
    expect(cells(page, "country").last).to_have_text("Albania")
    expect(pager).to_be_visible()
    painted(page)
