"""`SparkSource`: what tables show of it, and what its faults are, on a Spark of this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest
from pyspark.sql.connect.session import SparkSession as RemoteSession
from pyspark.sql.utils import is_remote

from components import (
    AgGridAIO,
    DataTableAIO,
    SourceChangedError,
    SourceTimeoutError,
    SourceUnavailableError,
    SparkSource,
    UnsupportedColumnError,
)
from components.tables import readers
from components.tables.faults import SOURCE_FAULTS
from components.tables.source import Superseded
from components.tables.table_data import source_of
from components.tables.view import SortKey, View
from tests.components.test_sources import block, name, page, queries_of
from tests.spark_server import SparkServer
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.slow

ROWS = """
SELECT CAST(id AS INT) AS n, concat('row ', lpad(CAST(id AS STRING), 3, '0')) AS name,
       CAST(id % 7 AS INT) AS secret
FROM range(1000)
"""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows wait for their number, which takes Spark longer than other databases."""
    for module in ("source", "counted"):
        monkeypatch.setattr(f"components.tables.{module}.PATIENCE", PATIENCE)


@pytest.fixture(scope="module")
def server() -> Iterator[SparkServer]:
    """Two workers."""
    with SparkServer() as started:
        yield started


@pytest.fixture(scope="module")
def source(server: SparkServer) -> SparkSource:
    return SparkSource(name(), remote=server.remote, query=ROWS, key="n")


def test_a_table_and_a_grid_show_a_page_of_it(source: SparkSource) -> None:
    table: Any = DataTableAIO(
        source=source, columns=[{"id": "n"}, {"id": "name"}], base_filter="{secret} = 3"
    )
    rows, _, notice, counted, *_ = page(table, "{n} < 500", [{"column_id": "n", "direction": "desc"}])
    assert rows[0] == {"n": 493, "name": "row 493"}
    assert (notice, counted) == (None, "71 of 143 rows")
    model = {"name": {"filterType": "text", "type": "contains", "filter": "99"}}
    response, *_ = block(AgGridAIO(source=source), filterModel=model)
    assert response["rowCount"] == 19
    parts = list(source_of(table.children[0].data).parts(View(), 100, ["n"]))
    assert [row["n"] for part in parts for row in part] == list(range(3, 1000, 7))


def test_apps_take_rows_counts_and_histograms(source: SparkSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.tables.sql.rows.DEEP", 5)
    order: Any = [{"column_id": "name", "direction": "desc"}]
    assert source.frame("{n} < 100", order, limit=2, offset=7, columns=["n"])["n"].to_list() == [92, 91]
    assert source.histogram("n", 4, "{n} < 600")["count"].to_list() == [250, 250, 100, 0]


def test_what_a_reader_types_is_never_part_of_the_sql(
    source: SparkSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = queries_of(source, monkeypatch)
    for text in ("'; DROP TABLE x; --", "\\' OR 1=1 --", ":p0", "\x00"):
        model = {"name": {"filterType": "text", "type": "contains", "filter": f"qqq{text}"}}
        assert source.frame(filter_model=model).height == 0
    assert len(asked) == 4
    assert not any("qqq" in sql for sql in asked)


def test_types_are_sent_as_those_of_dataframes(server: SparkServer) -> None:
    types = {
        "CAST('NaN' AS DOUBLE)": None,
        "CAST(0.1 AS DECIMAL(38, 20))": 0.1,
        "9007199254740993": "9007199254740993",
        "DATE '2020-02-29'": "2020-02-29",
        "TIMESTAMP_NTZ '2020-02-29 01:02:03.25'": "2020-02-29T01:02:03.25",
        "TIMESTAMP '2020-02-29 01:00:00+02:00'": "2020-02-28T23:00:00",
        "true": True,
        "'é'": "é",
    }
    columns = ", ".join(f"{sql} AS c{number}" for number, sql in enumerate(types))
    source = SparkSource(name(), remote=server.remote, query=f"SELECT {columns}, 1 AS key", key="key")
    row = page(DataTableAIO(source=source))[0][0]
    assert [row[f"c{number}"] for number in range(len(types))] == list(types.values())
    lists = SparkSource(name(), remote=server.remote, query="SELECT array(1) AS x, 1 AS key", key="key")
    with pytest.raises(UnsupportedColumnError, match="column 'x' can't be shown"):
        DataTableAIO(source=lists)


def test_what_is_gone_or_takes_too_long_is_told(server: SparkServer) -> None:
    with pytest.raises(SourceChangedError):
        SparkSource(name(), remote=server.remote, table="no_such_table", key="n").count()
    slow = "SELECT a.id AS n FROM range(100000) AS a CROSS JOIN range(100000) AS b WHERE hash(a.id, b.id) = 7"
    source = SparkSource(name(), remote=server.remote, query=slow, key="n", timeout=3)
    with pytest.raises(SourceTimeoutError, match="longer than 3 seconds"):
        source.count()


def test_a_session_of_the_apps_own_that_is_gone_is_told() -> None:
    def unreachable() -> Any:
        raise ConnectionRefusedError("nobody listens")

    with pytest.raises(SourceUnavailableError, match="its driver is gone"):
        SparkSource(name(), session=unreachable, table="data", key="n").count()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"table": "x"}, "needs remote= or session="),
        ({"remote": "sc://x"}, "needs table= or query="),
        ({"remote": "sc://x", "table": "x", "timeout": 0}, "timeout= must be"),
    ],
)
def test_what_is_no_source_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        SparkSource(name(), key="n", **given)


def test_sessions_of_the_apps_own_are_left_alone(source: SparkSource) -> None:
    assert source.count() == 1000
    assert not is_remote()  # with which Spark would start no session in this process any more
    assert RemoteSession.getActiveSession() is None


def test_a_frame_is_one_of_polars(source: SparkSource) -> None:
    assert isinstance(source.frame(limit=1), pl.DataFrame)


def test_what_a_reader_doesnt_wait_for_any_more_is_stopped(source: SparkSource) -> None:
    slow = (
        "SELECT count(*) AS c0 FROM range(1000000) a CROSS JOIN range(1000000) b WHERE hash(a.id, b.id) = 7"
    )

    def ask() -> Any:
        with readers.asking("reader", View()):
            return source._database.fetch(slow, {})

    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask)
        with pytest.raises(TimeoutError):
            asked.result(3)
        with readers.asking("reader", View(order=(SortKey("n"),))):
            assert source.count() == 1000
        with pytest.raises(Superseded):
            asked.result(PATIENCE)


@pytest.mark.filterwarnings("ignore:.RETRIES_EXCEEDED")
def test_a_server_that_is_killed_is_told_and_used_again_when_it_is_back() -> None:
    with SparkServer("local[1]") as server:
        grid = AgGridAIO(source=SparkSource(name(), remote=server.remote, query=ROWS, key="n", count_ttl=0.1))
        assert block(grid)[0]["rowCount"] == 1000
        server.kill()
        response, answer, _, told, *_ = block(grid, sortModel=[{"colId": "n", "sort": "desc"}])
        assert SOURCE_FAULTS[SourceUnavailableError] in str(told)
        assert (response["rowData"], answer["retry"]) == ([], True)
        server.start()
        wait_until(lambda: block(grid)[0]["rowData"])


def test_far_down_in_an_order_workers_sort_instead_of_keeping_all_rows_above(source: SparkSource) -> None:
    query = "EXPLAIN SELECT id FROM range(100000) ORDER BY id LIMIT 10 OFFSET {}"
    near, far = (str(source._database.fetch(query.format(rows), {})[0, 0]) for rows in (100, 50_000))
    assert "TakeOrderedAndProject" in near
    assert "TakeOrderedAndProject" not in far
