"""What databases are asked for tables: counts that rows don't wait for, what isn't wanted any more, the way far down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from dash import no_update
from dash.exceptions import PreventUpdate
from plotly.io.json import to_json_plotly

from components import AgGridAIO, DataTableAIO, DuckDBSource, PostgresSource, SourceError, redis_store
from components.tables import readers
from components.tables.faults import SOURCE_FAULTS, SUPERSEDED
from components.tables.source import Superseded
from components.tables.sql.rows import SqlRows
from components.tables.view import SortKey, View
from tests.components.test_sources import FRAME, block, execute, name, page, queries_of
from tests.postgres_server import PostgresServer
from tests.site.test_forged_requests import HOSTILE
from tests.waiting import PATIENCE


@pytest.fixture
def source(tmp_path: Path) -> DuckDBSource:
    FRAME.write_parquet(tmp_path / "data.parquet")
    return DuckDBSource(name(), tmp_path / "data.parquet")


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


# Counts that take longer than rows -------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is counted before this is set."""
    event, count = threading.Event(), SqlRows._counted

    def late(rows: SqlRows, filter_: Any) -> int:
        event.wait(PATIENCE)
        return count(rows, filter_)

    monkeypatch.setattr(SqlRows, "_counted", late)
    monkeypatch.setattr("components.tables.source.PATIENCE", 0.01)
    yield event
    event.set()


def test_a_table_shows_rows_before_they_are_counted(source: DuckDBSource, counted: threading.Event) -> None:
    table: Any = DataTableAIO(source=source)
    store = table.children[0].data
    rows, pages, notice, told, *_, counting = page(table)
    assert (len(rows), pages, notice, told) == (10, None, None, "About 1,000 rows, counting…")
    filtered = page(table, "{n} >= 500")
    assert (len(filtered[0]), filtered[1], filtered[3]) == (10, None, "Counting the rows that match…")
    assert filtered[-1] not in {counting, None, no_update}
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(DataTableAIO.count_rows, filtered[-1], "{n} >= 500", 10, "custom", store)
        counted.set()
        assert asked.result(PATIENCE) == (50, "500 of 1,000 rows", no_update)
    assert page(table, "{n} >= 500")[-1] is no_update
    with pytest.raises(PreventUpdate):
        DataTableAIO.count_rows(None, "", 10, "custom", store)


def test_rows_that_fill_no_page_need_no_count(source: DuckDBSource, counted: threading.Event) -> None:
    assert not counted.is_set()
    rows, pages, _, told, *_ = page(DataTableAIO(source=source), "{n} >= 995")
    assert (len(rows), pages, told) == (5, 1, "5 rows match")
    response, answer, *_ = block(AgGridAIO(source=source), filterModel={
        "n": {"filterType": "number", "type": "lessThan", "filter": 0}
    })  # fmt: skip
    assert (response["rowData"], response["rowCount"], answer["count"]) == ([], 0, 0)


def test_a_page_that_isnt_there_waits_for_the_count(source: DuckDBSource, counted: threading.Event) -> None:
    table = DataTableAIO(source=source)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(page, table, "{n} < 15", (), 9)
        counted.set()
        rows, pages, *_ = asked.result(PATIENCE)
    assert ([row["n"] for row in rows], pages) == (list(range(10)), 2)


def test_a_grid_goes_on_asking_until_rows_are_counted(source: DuckDBSource, counted: threading.Event) -> None:
    grid: Any = AgGridAIO(source=source)
    response, answer, view, _, told, counting = block(grid, start=30)
    assert (len(response["rowData"]), response["rowCount"], answer["count"]) == (10, -1, 40)
    assert told == "About 1,000 rows, counting…"
    counted.set()
    answer, told, notice = AgGridAIO.count_rows(counting, view, grid.children[0].data)
    assert (answer["count"], told, notice) == (1000, "1,000 rows", no_update)
    assert answer["counted"]


def test_a_count_that_fails_is_told(source: DuckDBSource, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> int:
        raise SourceError("no")

    monkeypatch.setattr(SqlRows, "_counted", broken)
    table: Any = DataTableAIO(source=source)
    grid: Any = AgGridAIO(source=source)
    told = DataTableAIO.count_rows("x", "", 10, "custom", table.children[0].data)
    assert SOURCE_FAULTS[SourceError] in str(told[2])
    assert SOURCE_FAULTS[SourceError] in str(AgGridAIO.count_rows("x", {}, grid.children[0].data)[2])


@pytest.mark.parametrize("forged", [-7, {"filterModel": 7}, "x", {"sortModel": "x"}, [], {"quickFilter": 7}])
def test_what_is_forged_is_refused(forged: Any, source: DuckDBSource) -> None:
    grid: Any = AgGridAIO(source=source)
    table: Any = DataTableAIO(source=source)
    assert AgGridAIO.count_rows("x", forged, grid.children[0].data)[2] is not no_update
    assert DataTableAIO.count_rows("x", "", forged, "custom", table.children[0].data)[2] is not no_update
    assert DataTableAIO.count_rows("x", "", 10, "custom", forged)[2] is not no_update


def test_a_filter_is_counted_once_for_all_who_ask(
    source: DuckDBSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    count = SqlRows._counted

    def noted(rows: SqlRows, filter_: Any) -> int:
        asked.append(filter_)
        return count(rows, filter_)

    monkeypatch.setattr(SqlRows, "_counted", noted)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: source.count("{n} < 7"), range(40))) == [7] * 40
    assert len(asked) == 1


# Questions that aren't wanted any more ---------------------------------------------------------------------------

FOREVER = "SELECT count(*) AS c0 FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 7"


@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_what_a_reader_asked_before_is_stopped(engine: str, source: Any, postgres: PostgresServer) -> None:
    sql = FOREVER
    if engine == "postgres":
        execute(postgres, "CREATE TABLE IF NOT EXISTS one AS SELECT 1 AS n")
        source, sql = PostgresSource(name(), postgres.url, table="one", key="n"), "SELECT pg_sleep(600)::text"
    first, sorted_, second = View(), View(order=(SortKey("n"),)), View(order=(SortKey("n", descending=True),))

    def ask(view: View) -> Any:
        with readers.asking("reader", view):
            return source._database.fetch(sql, {})

    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, first)
        with readers.asking("another reader", second), readers.counting("reader", sorted_):
            pass
        with readers.asking("reader", first):  # another page of the same rows
            assert source.count() > 0
        assert not asked.done()
        with readers.asking("reader", sorted_):
            assert source.count() > 0
        with pytest.raises(Superseded):
            asked.result(PATIENCE)


def test_a_count_goes_on_while_its_filter_is_asked_for(source: DuckDBSource) -> None:
    with readers.asking("someone", View(order=(SortKey("n"),))):
        context = readers.context_of_count()
        assert not context.run(readers.superseded)()
        with readers.asking("someone", View(order=(SortKey("name"),))):
            assert not context.run(readers.superseded)()
            assert readers.superseded()() is False
        assert readers.superseded()()
        filtered = View(source._filter("{n} > 3"))
        with readers.asking("someone", filtered):
            assert context.run(readers.superseded)()


def test_whoever_waits_for_a_count_that_another_reader_gave_up_gets_it(
    source: DuckDBSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, given_up, count = threading.Event(), threading.Event(), SqlRows._counted

    def first_given_up(rows: SqlRows, filter_: Any) -> int:
        if not begun.is_set():
            begun.set()
            given_up.wait(PATIENCE)
            raise Superseded("The reader has asked for other rows.")
        return count(rows, filter_)

    monkeypatch.setattr(SqlRows, "_counted", first_given_up)
    rows = source.rows()
    with ThreadPoolExecutor() as pool:
        assert rows.counting(View())(0) is None
        waiting = pool.submit(rows.count, View())
        given_up.set()
        assert waiting.result(PATIENCE) == 1000


def test_a_question_that_is_given_up_is_told_to_whoever_waits_for_it_all_the_same(
    source: DuckDBSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    table: Any = DataTableAIO(source=source)
    grid: Any = AgGridAIO(source=source)

    def given_up(*_: Any) -> Any:
        raise Superseded("The reader has asked for other rows.")

    monkeypatch.setattr(SqlRows, "shown", given_up)
    monkeypatch.setattr(SqlRows, "count", given_up)
    assert SUPERSEDED in str(page(table)[2])
    _, answer, _, told, *_ = block(grid)
    assert SUPERSEDED in str(told)
    assert answer["retry"]
    with pytest.raises(PreventUpdate):
        DataTableAIO.count_rows("x", "", 10, "custom", table.children[0].data)
    with pytest.raises(PreventUpdate):
        AgGridAIO.count_rows("x", {}, grid.children[0].data)


def test_a_number_is_not_told_once_another_filter_is_asked_for(source: DuckDBSource) -> None:
    table: Any = DataTableAIO(source=source)
    store = table.children[0].data
    page(table, "{n} < 5")
    with pytest.raises(PreventUpdate):
        DataTableAIO.count_rows("x", "{n} < 7", 10, "custom", store)
    assert DataTableAIO.count_rows("x", "{n} < 5", 10, "custom", store)[1] == "5 of 1,000 rows"


# Far down --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "made"),
    [
        ("int8", "n"),
        ("text", "'key ' || lpad(n::text, 6, '0')"),
        ("uuid", "md5(n::text)::uuid"),
        ("numeric", "n / 7.0"),
        ("timestamptz", "to_timestamp(n * 1.5)"),
        ("date", "DATE '2000-01-01' + n"),
    ],
)
def test_keys_of_any_type_lead_to_the_next_rows(
    type_: str, made: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.tables.sql.rows.FAR", 10)
    table = f"keyed_{type_}"
    execute(
        postgres,
        f"CREATE TABLE {table} AS SELECT ({made})::{type_} AS key, n, n % 9 AS few FROM generate_series(0, 299) n",
        f"ALTER TABLE {table} ADD PRIMARY KEY (key)",
    )
    source = PostgresSource(name(), postgres.url, table=table, key="key")
    asked = queries_of(source, monkeypatch)
    orders: Any = [[], [{"column_id": "few", "direction": "desc"}]]
    for order in orders:
        whole = source.frame(sort_by=order)["n"].to_list()
        asked.clear()
        parts = [
            source.frame(sort_by=order, limit=20, offset=offset)["n"].to_list()
            for offset in range(0, 300, 20)
        ]
        assert [n for part in parts for n in part] == whole
        assert sum("OFFSET" in sql for sql in asked) == 0


def test_rows_that_are_gone_lead_to_those_that_are_there(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.tables.sql.rows.FAR", 10)
    execute(postgres, "CREATE TABLE going AS SELECT n, n % 3 AS few FROM generate_series(0, 99) n")
    source = PostgresSource(name(), postgres.url, table="going", key="n")
    order: Any = [{"column_id": "few", "direction": "asc"}]
    first = source.frame(sort_by=order, limit=20)["n"].to_list()
    execute(postgres, f"DELETE FROM going WHERE n = {first[-1]}")
    assert source.frame(sort_by=order, limit=5, offset=20)["n"].to_list() == [63, 66, 69, 72, 75]


def test_sorts_in_either_direction_use_an_index(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(
        postgres,
        """CREATE TABLE indexed AS SELECT n AS id, CASE WHEN n % 1000 <> 5 THEN n * 7919 % 100000 END AS whole,
           (n * 7919 % 100000)::float8 AS broken, TIMESTAMP '2020-01-01' + n * INTERVAL '1 minute' AS at
           FROM generate_series(1, 50000) n""",
        "ALTER TABLE indexed ADD PRIMARY KEY (id)",
        *(f"CREATE INDEX ON indexed ({column})" for column in ("whole", "broken", "at")),
        "ANALYZE indexed",
    )
    source = PostgresSource(name(), postgres.url, table="indexed", key="id")
    source.frame(limit=1)
    asked = queries_of(source, monkeypatch)
    for column in ("whole", "broken", "at"):
        for direction in ("asc", "desc"):
            model: Any = [{"colId": column, "sort": direction}]
            source.frame(sort_model=model, limit=10)  # which counts those without a value, once
            asked.clear()
            found = source.frame(sort_model=model, limit=100)
            assert found.height == 100
            with psycopg.connect(postgres.url) as connection:
                for sql in asked:
                    plan = str(connection.execute(f"EXPLAIN {sql.replace('%%', '%')}").fetchall())
                    assert "Index" in plan, plan
                    assert "Seq Scan" not in plan, plan


def test_a_store_without_room_keeps_nobody_from_their_rows(
    source: DuckDBSource, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any) -> None:
        raise redis_store.StoreFullError("full")

    table = DataTableAIO(source=source)
    monkeypatch.setattr(redis_store, "note", full)
    assert len(page(table)[0]) == 10
    assert "The store is full" in caplog.text


def test_two_filters_are_counted_at_once_and_the_others_after_them(
    source: DuckDBSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, most, lock, count = 0, 0, threading.Lock(), SqlRows._counted

    def noted(rows: SqlRows, filter_: Any) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return count(rows, filter_)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(SqlRows, "_counted", noted)
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda n: source.count(f"{{n}} < {n}"), range(1, 40)))
    assert found == list(range(1, 40))
    assert most <= 2


@pytest.mark.parametrize("name", ["counting", "filter_query", "page_size", "page_action", "store"])
def test_a_hostile_value_is_answered_with_a_number_or_a_notice(name: str, source: DuckDBSource) -> None:
    table: Any = DataTableAIO(source=source)
    for value in HOSTILE:
        given = {"counting": "x", "filter_query": "", "page_size": 10, "page_action": "custom"}
        given |= {"store": table.children[0].data, name: value}
        if given["counting"] is not None:
            pages, _, told = DataTableAIO.count_rows(**given)
            assert pages is not no_update or told is not no_update, value
            to_json_plotly(pages)


@pytest.mark.parametrize("name", ["counting", "view", "store"])
def test_a_hostile_value_of_a_grid_is_answered_with_a_number_or_a_notice(
    name: str, source: DuckDBSource
) -> None:
    grid: Any = AgGridAIO(source=source)
    deep: Any = 1
    for _ in range(5000):
        deep = {"operator": "AND", "filterType": "text", "conditions": [deep]}
    for value in [*HOSTILE, {"filterModel": {"n": deep}}, {"sortModel": deep}, {"quickFilter": deep}]:
        given = {"counting": "x", "view": {}, "store": grid.children[0].data, name: value}
        if given["counting"] is not None:
            answer, _, told = AgGridAIO.count_rows(**given)
            to_json_plotly(answer)
            assert answer is not no_update or told is not no_update, value
