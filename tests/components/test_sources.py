"""Sources of data in a database: what tables show of them, what they refuse, and what their faults are."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import psycopg
import pytest

from components import (
    AgGridAIO,
    DataTableAIO,
    DuckDBSource,
    PostgresSource,
    SourceError,
    UnsupportedByEngineError,
    UnsupportedColumnError,
    redis_store,
)
from components.tables import registered
from components.tables.faults import EXPIRED, SOURCE_FAULTS, UNLIKE
from components.tables.source import (
    SourceChangedError,
    SourceMemoryError,
    SourcePermissionError,
    SourceTimeoutError,
    SourceUnavailableError,
    UnregisteredSourceError,
)
from components.tables.table_data import source_of
from components.tables.view import View
from tests.postgres_server import PostgresServer
from tests.waiting import wait_until

FRAME = pl.DataFrame(
    {
        "n": range(1000),
        "name": [f"row {n:03}" for n in range(1000)],
        "secret": [n % 7 for n in range(1000)],
    }
)
_names = (f"source-{number}" for number in range(10_000))


def name() -> str:
    """A name that no other source has."""
    return next(_names)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A Parquet file of `FRAME`."""
    FRAME.write_parquet(tmp_path / "data.parquet")
    return tmp_path / "data.parquet"


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        execute(server, "CREATE TABLE data (n int8 PRIMARY KEY, name text, secret int)")
        execute(
            server,
            "INSERT INTO data SELECT n, 'row ' || lpad(n::text, 3, '0'), n % 7 FROM generate_series(0, 999) n",
        )
        yield server


def execute(server: PostgresServer, *statements: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(params=["duckdb", "postgres"])
def source(request: pytest.FixtureRequest, path: Path) -> DuckDBSource | PostgresSource:
    """The same rows in each database."""
    if request.param == "duckdb":
        return DuckDBSource(name(), path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return PostgresSource(name(), server.url, table="public.data", key="n")


def page(table: Any, filter_query: str = "", sort_by: Any = (), page_current: int = 0) -> tuple[Any, ...]:
    answer: tuple[Any, ...] = DataTableAIO.show_rows(
        page_current, 10, list(sort_by), filter_query, "custom", table.children[0].data
    )
    return answer


def block(grid: Any, start: int = 0, **asked: Any) -> tuple[Any, ...]:
    request = {"startRow": start, "endRow": start + 10, "filterModel": {}, "sortModel": [], **asked}
    answer: tuple[Any, ...] = AgGridAIO.give_rows(request, grid.children[0].data, None, None, None, None)
    return answer


def queries_of(source: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows by each query that the source's database is asked."""
    asked: list[str] = []
    fetch = source._database.fetch

    def note(sql: str, parameters: Any) -> Any:
        asked.append(sql)
        return fetch(sql, parameters)

    monkeypatch.setattr(source._database, "fetch", note)
    return asked


# What tables show -----------------------------------------------------------------------------------------------


def test_a_table_shows_a_page_of_it(source: Any) -> None:
    table = DataTableAIO(source=source)
    rows, pages, notice, counted, *_ = page(table, "{n} >= 500", [{"column_id": "n", "direction": "desc"}], 1)
    assert [row["n"] for row in rows] == list(range(989, 979, -1))
    assert (pages, notice, counted) == (50, None, "500 of 1,000 rows")
    columns: Any = table.children[3].columns
    assert [(column["id"], column["type"]) for column in columns] == [
        ("n", "numeric"),
        ("name", "text"),
        ("secret", "numeric"),
    ]


def test_a_grid_shows_a_block_of_it(source: Any) -> None:
    grid = AgGridAIO(source=source, quick_filter=True)
    model = {"n": {"filterType": "number", "type": "lessThan", "filter": 20}}
    response, answer, _, notice, counted, _ = block(
        grid, filterModel=model, sortModel=[{"colId": "n", "sort": "desc"}]
    )
    assert [row["n"] for row in response["rowData"]] == list(range(19, 9, -1))
    assert [row["aio_row"] for row in response["rowData"]] == list(range(10))
    assert (response["rowCount"], answer["count"], notice, counted) == (20, 20, None, "20 of 1,000 rows")
    store = grid.children[0].data
    request = {"startRow": 0, "endRow": 5, "filterModel": {}, "sortModel": []}
    found = AgGridAIO.give_rows(request, store, "998", None, None, None)
    assert [row["name"] for row in found[0]["rowData"]] == ["row 998"]


def test_what_isnt_to_be_seen_cant_be_asked_for(source: Any) -> None:
    table: Any = DataTableAIO(
        source=source, columns=[{"id": "n"}, {"id": "name"}], base_filter="{secret} = 3"
    )
    rows, *_, counted = page(table)[:4]
    assert counted == "143 rows"
    assert rows[0] == {"n": 3, "name": "row 003"}
    assert "secret" in str(page(table, "{secret} = 4")[2])
    assert page(table, "{n} = 4")[3] == "None of 143 rows matches the filter"
    assert DataTableAIO.visible_df(table.children[0].data, "{n} < 20")["n"].to_list() == [3, 10, 17]
    with pytest.raises(redis_store.StoreKeyError):
        DataTableAIO.visible_df({"df": source.name, "part": None})
    for forged in (source.name, {"source": source.name}, 7):
        store = table.children[0].data | {"part": forged}
        assert EXPIRED in str(page_of_store(store))


def page_of_store(store: dict[str, Any]) -> Any:
    return DataTableAIO.show_rows(0, 10, [], "", "custom", store)[2]


def test_a_table_that_stands_gets_the_changed_data(path: Path) -> None:
    source = DuckDBSource(name(), path)
    grid = AgGridAIO(source=source)
    assert block(grid)[4] == "1,000 rows"
    FRAME.head(20).write_parquet(path)
    source.refresh()
    patched = AgGridAIO.new_data(source=source).to_plotly_json()["operations"]
    given = {operation["location"][0]: operation["params"]["value"] for operation in patched}
    assert given["version"] != grid.children[0].data["version"]
    assert given["part"] == grid.children[0].data["part"]
    assert block(grid)[4] == "20 rows"


def test_files_with_other_columns_are_told_of(path: Path) -> None:
    source = DuckDBSource(name(), path)
    table = DataTableAIO(source=source)
    FRAME.rename({"name": "label"}).write_parquet(path)
    assert SOURCE_FAULTS[SourceChangedError] in str(page(table)[2])
    assert UNLIKE in str(page(table)[2])


def test_whole_columns_are_exported(source: Any) -> None:
    table: Any = DataTableAIO(source=source, base_filter="{n} < 250")
    parts = list(source_of(table.children[0].data).parts(View(), 100, ["n"]))
    assert [row["n"] for part in parts for row in part] == list(range(250))
    assert max(map(len, parts)) <= 250


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"row_selectable": "multi"}, "row_selectable= goes by the positions of rows"),
        ({"selected_rows": [1]}, "selected_rows= goes by the positions"),
        ({"tooltip_data": [{"n": "one"}]}, "tooltip_data= goes by the positions"),
        ({"columns": [{"id": "other"}]}, "columns= names 'other'"),
        ({"base_filter": "{other} = 1"}, "'other'"),
        ({"key": "x"}, "key= and source= are given"),
    ],
)
def test_what_a_table_of_a_source_cannot_do_is_refused(path: Path, given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        DataTableAIO(source=DuckDBSource(name(), path), **given)


def test_a_grid_of_a_source_has_no_selection(path: Path) -> None:
    options = {"dashGridOptions": {"rowSelection": {"mode": "multiRow"}}}
    with pytest.raises(ValueError, match="rowSelection goes by the positions"):
        AgGridAIO(source=DuckDBSource(name(), path), grid_props=options)


def test_only_a_source_is_one() -> None:
    with pytest.raises(TypeError, match="source= must be a source, such as a DuckDBSource"):
        DataTableAIO(source="sales")  # type: ignore[arg-type]


# What apps ask for ----------------------------------------------------------------------------------------------


def test_apps_take_rows_counts_and_histograms(source: Any) -> None:
    found = source.frame(
        "{n} < 100", [{"column_id": "n", "direction": "desc"}], limit=2, offset=1, columns=["n"]
    )
    assert found.to_dict(as_series=False) == {"n": [98, 97]}
    assert source.count() == 1000
    assert source.count("{name} contains 99") == 19
    bins = source.histogram("n", 4, "{n} < 600")
    assert bins["count"].to_list() == [250, 250, 100, 0]
    assert (bins["start"][0], bins["end"][3]) == (0, 999)
    view = {"filterModel": {"n": {"filterType": "number", "type": "lessThan", "filter": 600}}}
    assert source.histogram("n", 4, view=view).equals(bins)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda source: source.histogram("name"), "'name' has no numbers"),
        (lambda source: source.histogram("n", 0), "bins= must be an integer from 1"),
        (lambda source: source.histogram("other"), "'other'"),
        (lambda source: source.frame("({n}"), "a parenthesis is not closed"),
        (lambda source: source.frame("{n} = 1", filter_model={"n": {}}), "or by filter_model"),
        (lambda source: source.frame(columns=["other"]), "'other'"),
        (lambda source: source.frame(sort_by=[{"column_id": "other", "direction": "asc"}]), "'other'"),
    ],
)
def test_what_cannot_be_asked_is_an_error(path: Path, ask: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        ask(DuckDBSource(name(), path))


def test_no_more_rows_are_given_than_a_process_can_hold(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.tables.sql.rows.MAX_FRAME", 999)
    source = DuckDBSource(name(), path)
    with pytest.raises(UnsupportedByEngineError, match="more than 999 rows: ask for an aggregate"):
        source.frame()
    assert source.frame(limit=1000).height == 1000


HOSTILE = [
    "'; DROP TABLE data; --",
    '"',
    "\\",
    "%s",
    "%(p0)s",
    "$p0",
    ":p0",
    "{n}",
    "'||pg_sleep(9)||'",
    "\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_reader_types_is_never_part_of_the_sql(
    source: Any, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = f"qqq{text}"
    asked = queries_of(source, monkeypatch)
    for type_ in ("contains", "equals", "startsWith", "endsWith", "notContains"):
        model = {"name": {"filterType": "text", "type": type_, "filter": marked}}
        assert source.frame(filter_model=model).height == (1000 if type_ == "notContains" else 0)
    for operator in ("=", "<", "i>=", "contains", "datestartswith"):
        quoted = marked.replace("\\", "\\\\").replace('"', '\\"')
        source.frame(f'{{name}} {operator} "{quoted}"')
    assert len(asked) >= 10
    assert not any("qqq" in sql.lower() for sql in asked)


# Types ----------------------------------------------------------------------------------------------------------

ZONE = dt.timezone(dt.timedelta(hours=2))
TYPES: list[tuple[str, str, Any]] = [
    ("smallint", "-5", -5),
    ("bigint", "9007199254740993", "9007199254740993"),
    ("real", "0.5", 0.5),
    ("double precision", "'NaN'", None),
    ("double precision", "'-Infinity'", None),
    ("double precision", "1e300", 1e300),
    ("decimal(38, 20)", "0.1", 0.1),
    ("decimal(20, 2)", "123456789012345678.25", float(Decimal("123456789012345678.25"))),
    ("boolean", "true", True),
    ("varchar", "'é'", "é"),
    ("uuid", "'00000000-0000-0000-0000-00000000000a'", "00000000-0000-0000-0000-00000000000a"),
    ("date", "'2020-02-29'", "2020-02-29"),
    ("date", "'infinity'", None),
    ("timestamp", "'2020-02-29 01:02:03.250'", "2020-02-29T01:02:03.25"),
    ("timestamp", "'2020-02-29 00:00:00'", "2020-02-29"),
    ("timestamp with time zone", "'2020-02-29 01:00:00+02'", "2020-02-28T23:00:00"),
    ("time", "'12:30:05.250'", "12:30:05.25"),
    ("time", "'12:30:05'", "12:30:05"),
    ("json", "'[1, 2]'", "[1, 2]"),
]


@pytest.mark.parametrize(("type_", "value", "sent"), TYPES, ids=[f"{one[0]} {one[1]}" for one in TYPES])
@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_types_are_sent_as_those_of_dataframes(
    engine: str, type_: str, value: str, sent: Any, tmp_path: Path, postgres: PostgresServer
) -> None:
    query = f"SELECT CAST({value} AS {type_}) AS x, 1 AS key"
    source: Any
    if engine == "duckdb":
        duckdb.connect(tmp_path / "file.duckdb").close()
        source = DuckDBSource(name(), database=tmp_path / "file.duckdb", query=query, key="key")
    else:
        source = PostgresSource(name(), postgres.url, query=query, key="key")
    rows, *_ = page(DataTableAIO(source=source))
    assert rows == [{"x": sent, "key": 1}]
    kept = source.frame("{x} is nil")
    assert kept.height == (sent is None)


@pytest.mark.parametrize(
    "type_", ["blob", "integer[]", "interval", "struct(a integer)", "map(integer, integer)"]
)
def test_types_without_a_form_are_refused_with_what_to_do(type_: str, tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "file.duckdb") as connection:
        connection.execute(f"CREATE TABLE data (x {type_}, y integer)")
    source = DuckDBSource(name(), database=tmp_path / "file.duckdb", table="data")
    with pytest.raises(UnsupportedColumnError, match=r"column 'x' can't be shown: .* has no form in a table"):
        DataTableAIO(source=source)
    assert DataTableAIO(source=source, columns=[{"id": "y"}]) is not None


def test_enumerations_and_other_types_of_postgres(postgres: PostgresServer) -> None:
    execute(
        postgres,
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE TABLE kinds (key int, mood mood, letters char(5), document jsonb, bytes bytea)",
        "INSERT INTO kinds VALUES (1, 'glad', 'ab', '{\"a\": 1}', 'x')",
    )
    source = PostgresSource(name(), postgres.url, table="kinds", key="key")
    columns = [{"id": "mood"}, {"id": "letters"}, {"id": "document"}]
    assert page(DataTableAIO(source=source, columns=columns))[0] == [
        {"mood": "glad", "letters": "ab", "document": '{"a": 1}'}
    ]


def test_columns_whose_names_differ_in_capitals_are_two(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1, 2], "A": [2, 1]}).write_parquet(tmp_path / "data.parquet")
    source = DuckDBSource(name(), tmp_path / "data.parquet")
    assert source.frame("{a} < {A}").to_dicts() == [{"a": 1, "A": 2}]


# Where it is ----------------------------------------------------------------------------------------------------


def test_files_are_one_table_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in (2, 0, 1):
        FRAME.with_columns(pl.col("n") + 1000 * number).write_parquet(tmp_path / f"part{number}.parquet")
    source = DuckDBSource(name(), tmp_path / "*.parquet")
    assert source.count() == 3000
    for offset in (0, 995, 1000, 1999, 2990, 2995, 3000, 4000):
        expected = list(range(offset, min(offset + 10, 3000)))
        assert source.frame(limit=10, offset=offset)["n"].to_list() == expected
    same = {"sort_by": [{"column_id": "secret", "direction": "asc"}]}
    whole = source.frame(**same)  # type: ignore[arg-type]
    assert whole["n"].to_list() == sorted(range(3000), key=lambda n: n % 1000 % 7)


def test_files_with_a_key_are_in_its_order_and_have_no_other_columns(tmp_path: Path) -> None:
    FRAME.reverse().write_parquet(tmp_path / "data.parquet")
    source = DuckDBSource(name(), tmp_path / "data.parquet", key="n")
    assert source.frame(limit=2).to_dict(as_series=False) == {
        "n": [0, 1],
        "name": ["row 000", "row 001"],
        "secret": [0, 1],
    }


def test_tables_and_queries_of_duckdbs_own_files(tmp_path: Path, path: Path) -> None:
    with duckdb.connect(tmp_path / "own.duckdb") as connection:
        connection.execute("CREATE TABLE data AS SELECT * FROM range(100) AS t(n)")
    table = DuckDBSource(name(), database=tmp_path / "own.duckdb", table="data")
    assert table.frame(limit=3)["n"].to_list() == [0, 1, 2]
    query = DuckDBSource(
        name(), database=tmp_path / "own.duckdb", query="SELECT n, n % 2 AS odd FROM data", key="n"
    )
    assert query.frame("{odd} = 1", limit=2)["n"].to_list() == [1, 3]
    of_files = DuckDBSource(name(), path, query="SELECT n, name FROM files WHERE n < 5", key="n")
    assert of_files.frame()["n"].to_list() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "needs files= or database="),
        ({"files": "a", "database": "b"}, "needs files= or database="),
        ({"database": "b"}, "database= needs table= or query="),
        ({"files": "a", "table": "b"}, "table= is one of database="),
        ({"files": "a", "query": "SELECT 1"}, "query= needs key="),
        ({"files": "a", "memory_limit": "much"}, "memory_limit= must be like 500MB"),
        ({"files": "a", "count_ttl": 0}, "count_ttl= must be a number of seconds"),
        ({"files": "a", "timeout": -1}, "timeout= must be a number of seconds"),
    ],
)
def test_what_is_no_source_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        DuckDBSource(name(), **given)


def test_a_name_is_that_of_one_source(path: Path, tmp_path: Path) -> None:
    one = name()
    DuckDBSource(one, path)
    DuckDBSource(one, path)  # as when its module is imported anew
    with pytest.raises(ValueError, match="another source named"):
        DuckDBSource(one, tmp_path / "other.parquet")
    with pytest.raises(ValueError, match="name must be letters"):
        DuckDBSource("../x", path)


# Faults ---------------------------------------------------------------------------------------------------------


def test_a_source_that_a_process_doesnt_know_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = DuckDBSource(name(), path)
    table = DataTableAIO(source=source)
    monkeypatch.delitem(registered._sources, source.name)
    assert SOURCE_FAULTS[UnregisteredSourceError] in str(page(table)[2])


def test_files_that_are_gone_are_told(path: Path) -> None:
    source = DuckDBSource(name(), path)
    table, grid = DataTableAIO(source=source), AgGridAIO(source=source)
    path.unlink()
    assert SOURCE_FAULTS[SourceUnavailableError] in str(page(table, "{n} > 3")[2])
    response, answer, _, notice, *_ = block(grid)
    assert (response["rowData"], answer["retry"]) == ([], True)
    assert SOURCE_FAULTS[SourceUnavailableError] in str(notice)
    with pytest.raises(SourceUnavailableError, match="There are no files"):
        DuckDBSource(name(), path).frame()


def test_what_takes_too_long_is_stopped(path: Path) -> None:
    source = DuckDBSource(
        name(), path, query="SELECT * FROM files AS a, files AS b, files AS c", key="n", timeout=0.2
    )
    with pytest.raises(SourceTimeoutError, match=r"longer than 0\.2 seconds"):
        source.count("{name} icontains 'x'")


def test_memory_that_is_used_up_is_told(tmp_path: Path) -> None:
    frame = pl.DataFrame({"n": range(400_000)}).with_columns(text=pl.col("n").cast(pl.String) + "x" * 90)
    frame.write_parquet(tmp_path / "data.parquet")
    nowhere = tmp_path / "nowhere"
    nowhere.touch()  # no folder, so that nothing can be written there
    source = DuckDBSource(name(), tmp_path / "data.parquet", memory_limit="10MB", temp_directory=nowhere)
    with pytest.raises((SourceMemoryError, SourceUnavailableError)):
        source.frame(sort_by=[{"column_id": "text", "direction": "desc"}], limit=10, offset=300_000)


def test_duckdb_reads_nothing_else(path: Path, tmp_path: Path) -> None:
    FRAME.write_parquet(tmp_path / "other.parquet")
    other = tmp_path / "other.parquet"
    source = DuckDBSource(name(), path, query=f"SELECT * FROM read_parquet('{other}')", key="n")
    with pytest.raises(SourcePermissionError):
        source.frame()
    writing = DuckDBSource(name(), path, query="SELECT 1 AS n", key="n")
    writing.frame()
    with pytest.raises(SourceError), writing._database._cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"COPY (SELECT 1) TO '{tmp_path / 'written.csv'}'")
    assert not (tmp_path / "written.csv").exists()


def test_postgres_is_only_read(postgres: PostgresServer) -> None:
    source = PostgresSource(name(), postgres.url, table="data", key="n")
    with pytest.raises(SourceError), source._database._cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM data")
    assert source.count() == 1000


def test_a_grant_that_is_revoked_is_told(postgres: PostgresServer) -> None:
    execute(postgres, "CREATE ROLE reader LOGIN", "GRANT SELECT ON data TO reader")
    url = postgres.url.replace("postgres@", "reader@")
    source = PostgresSource(name(), url, table="data", key="n")
    table = DataTableAIO(source=source)
    execute(postgres, "REVOKE SELECT ON data FROM reader")
    assert SOURCE_FAULTS[SourcePermissionError] in str(page(table, "{n} > 7")[2])


def test_a_column_that_is_gone_is_told_and_then_the_data_as_it_is(postgres: PostgresServer) -> None:
    execute(postgres, "CREATE TABLE changing (n int, old text)", "INSERT INTO changing VALUES (1, 'a')")
    source = PostgresSource(name(), postgres.url, table="changing", key="n")
    table = DataTableAIO(source=source)
    execute(postgres, "ALTER TABLE changing DROP COLUMN old")
    assert SOURCE_FAULTS[SourceChangedError] in str(page(table)[2])
    assert UNLIKE in str(page(table)[2])
    assert page(DataTableAIO(source=source))[0] == [{"n": 1}]


def test_a_slow_query_of_postgres_is_stopped(postgres: PostgresServer) -> None:
    query = "SELECT n, pg_sleep(5)::text AS slept FROM data"
    source = PostgresSource(name(), postgres.url, query=query, key="n", timeout=0.3)
    with pytest.raises(SourceTimeoutError):
        source.frame("{slept} = x")


def test_all_connections_taken_is_told(postgres: PostgresServer) -> None:
    source: Any = PostgresSource(name(), postgres.url, table="data", key="n", timeout=0.5, connections=1)
    source.count()
    taken, released = threading.Event(), threading.Event()

    def hold() -> None:
        with source._database._cursor():
            taken.set()
            released.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(30)
    try:
        with pytest.raises(SourceUnavailableError):
            source.count("{n} > 1")
    finally:
        released.set()
        thread.join()
    assert source.count("{n} > 1") == 998


def test_a_server_that_is_killed_is_told_and_used_again_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with PostgresServer() as server:
        execute(server, "CREATE TABLE data (n int PRIMARY KEY)", "INSERT INTO data VALUES (1)")
        url = server.url.replace("postgres@", "postgres:hidden@")
        source = PostgresSource(name(), url, table="data", key="n", timeout=1)
        table = DataTableAIO(source=source)
        assert page(table)[0] == [{"n": 1}]
        server.kill()
        assert SOURCE_FAULTS[SourceUnavailableError] in str(page(table, "{n} > 0")[2])
        assert "PostgreSQL" in caplog.text
        assert "hidden" not in caplog.text
        server.start()
        wait_until(lambda: page(table, "{n} > 0")[0] == [{"n": 1}])


def test_processes_that_are_forked_each_connect_by_themselves(path: Path, postgres: PostgresServer) -> None:
    script = f"""
import os
from components import DuckDBSource, PostgresSource
sources = [DuckDBSource("files", {str(path)!r}), PostgresSource("table", {postgres.url!r}, table="data", key="n")]
for source in sources:
    assert source._database  # declared, not used
pids = [os.fork() for _ in range(2)]
if 0 in pids:
    counts = [source.count("{{n}} > 9") for source in sources]
    os._exit(0 if counts == [990, 990] else 1)
assert all(os.waitpid(pid, 0)[1] == 0 for pid in pids)
"""
    subprocess.run(
        [sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": "."}, timeout=120
    )
