"""What the reader of a table sees when the store fails, with a real redis-server that is started and killed."""

from __future__ import annotations

import json
import random
import sys
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import plotly.express as px
import pytest
from playwright.sync_api import Browser, Page, expect

from components import DataTableAIO
from components.tables.faults import EXPIRED, UNREACHABLE, UNSTORED
from tests.browser import leaving, visit
from tests.redis_server import RedisServer
from tests.server import serve, serve_site
from tests.site.interactions import cells, pick, sort_by, type_filter
from tests.waiting import wait_until

TABLE = "/data-table/simple-usage"
DYNAMIC = "/data-table/dynamic-with-graphs"


def notice(page: Page) -> Any:
    """Where a table tells its reader of a fault."""
    return page.locator('[id*="DataTableAIO"][id*="notice"]')


def has_rows(page: Page) -> None:
    expect(cells(page, "country")).to_have_count(10)
    expect(notice(page)).to_be_empty()


def turn_page(page: Page) -> None:
    page.locator("button.next-page").click()


def ask_again(page: Page) -> None:
    # A table that has told of a fault meanwhile has no rows, and shows no pages to turn.
    page.locator("button.next-page").dispatch_event("click")


def ask_until_told(page: Page, text: str, ask: Callable[[Page], None] = ask_again) -> None:
    """Use a table until it says so: for a moment after its last question, it shows what it has in memory."""

    def told() -> bool:
        if notice(page).inner_text() == text:
            return True
        ask(page)
        return False

    wait_until(told, page=page)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A redis-server that keeps everything in memory; not started yet."""
    server = RedisServer(tmp_path)
    yield server
    server.kill()


def test_a_store_that_is_down_at_the_start_is_told_and_works_when_it_is_up(
    redis: RedisServer, page: Page
) -> None:
    with serve_site({"REDIS_URL": redis.url}) as site, leaving(page):
        visit(page, site + TABLE)
        expect(notice(page)).to_have_text(UNSTORED)
        expect(cells(page, "country")).to_have_count(0)
        redis.start()
        type_filter(page, "continent", "Asia")
        expect(notice(page)).to_have_text(UNSTORED)
        page.reload()
        has_rows(page)


def test_a_store_that_forgets_in_a_crash_has_the_reader_reload(redis: RedisServer, page: Page) -> None:
    redis.start()
    with serve_site({"REDIS_URL": redis.url}) as site, leaving(page):
        visit(page, site + TABLE)
        has_rows(page)
        redis.kill()
        ask_until_told(page, UNREACHABLE)
        redis.start()
        type_filter(page, "continent", "Asia")
        expect(notice(page)).to_have_text(EXPIRED)
        expect(cells(page, "country")).to_have_count(0)
        page.reload()
        has_rows(page)


def test_a_store_that_remembers_goes_on_where_it_was(tmp_path: Path, page: Page) -> None:
    redis = RedisServer(tmp_path, appendonly="yes", appendfsync="always")
    with redis, serve_site({"REDIS_URL": redis.url}) as site, leaving(page):
        visit(page, site + TABLE)
        has_rows(page)
        redis.kill()
        ask_until_told(page, UNREACHABLE)
        redis.start()
        type_filter(page, "continent", "Asia")
        has_rows(page)


def test_an_open_table_whose_entry_is_gone_gets_the_notice_and_reloading_puts_the_entry_back(
    redis: RedisServer, page: Page
) -> None:
    redis.start()
    script = "import plotly.express as px; from dash import Dash; from components import DataTableAIO; "
    script += "app = Dash(); app.layout = DataTableAIO(px.data.gapminder()); app.run()"
    with serve([sys.executable, "-c", script], {"REDIS_URL": redis.url}) as url, leaving(page):
        visit(page, url)
        has_rows(page)
        redis.client().flushall()
        ask_until_told(page, EXPIRED)
        page.reload()
        has_rows(page)


def test_callbacks_of_users_tell_of_a_lost_entry_too(redis: RedisServer, page: Page) -> None:
    redis.start()
    with serve_site({"REDIS_URL": redis.url}) as site, leaving(page):
        visit(page, site + DYNAMIC)
        expect(page.locator("#dataset-graphs .js-plotly-plot")).to_have_count(6)
        redis.client().flushall()
        type_filter(page, "sepal_length", "> 6")
        expect(page.locator("#dataset-graphs")).to_contain_text("expired")
        ask_until_told(page, EXPIRED, lambda page: sort_by(page, "sepal_length"))
        pick(page, page.locator("#dataset"), "tips")
        expect(page.locator("#dataset-graphs .js-plotly-plot")).to_have_count(7)


@pytest.mark.slow
def test_several_workers_without_a_redis_do_not_start() -> None:
    with (
        pytest.raises(RuntimeError, match="The site doesn't start: 2 workers need a Redis"),
        serve_site({"REDIS_URL": "", "WEB_CONCURRENCY": "2"}),
    ):
        pass


def request_of(page: Page, url: str) -> dict[str, Any]:
    """The callback request that a table sends when its page is visited."""
    with page.expect_request(lambda request: "page_count" in (request.post_data or "")) as found:
        page.goto(url)
    body: dict[str, Any] = json.loads(found.value.post_data or "")
    return body


def answer(site: str, body: dict[str, Any], **values: Any) -> list[dict[str, Any]]:
    """The rows for a table's request with other values in it; without any notice."""
    body = json.loads(json.dumps(body))
    for entry in [*body["inputs"], *body["state"]]:
        entry["value"] = values.get(entry["property"], entry.get("value"))
    data = json.dumps(body).encode()
    request = urllib.request.Request(
        f"{site}/_dash-update-component", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        parts = json.loads(response.read())["response"]
    assert next(part["children"] for place, part in parts.items() if '"notice"' in place) is None
    rows: list[dict[str, Any]] = next(part["data"] for place, part in parts.items() if '"datatable"' in place)
    return rows


def test_32_clients_at_once_on_two_workers_each_get_their_own_rows(
    redis: RedisServer, browser: Browser
) -> None:
    redis.start()
    frames = {TABLE: px.data.gapminder(), DYNAMIC: px.data.iris()}
    sorts: dict[str, list[str]] = {TABLE: ["lifeExp", "country"], DYNAMIC: ["petal_width", "species"]}
    with serve_site({"REDIS_URL": redis.url, "WEB_CONCURRENCY": "2"}) as site:
        with browser.new_page() as page:
            bodies = {path: request_of(page, site + path) for path in frames}
        for path, body in bodies.items():
            # Each worker decodes its own; both tables are asked for by all clients in turn.
            assert len(answer(site, body)) == 10, path

        def use(client: int) -> None:
            source = random.Random(client)
            for _ in range(12):
                path = source.choice(list(frames))
                column = source.choice(sorts[path])
                sort_by: Any = [{"column_id": column, "direction": source.choice(["asc", "desc"])}]
                number = source.randint(0, 4)
                expected = DataTableAIO.page_df(DataTableAIO.sort_df(frames[path], sort_by), number, 10)
                got = answer(site, bodies[path], sort_by=sort_by, page_current=number)
                assert [row[column] for row in got] == expected[column].to_list()
                assert [list(row.values()) for row in got] == expected.to_numpy().tolist()

        with ThreadPoolExecutor(32) as clients:
            for result in [clients.submit(use, client) for client in range(32)]:
                result.result()
