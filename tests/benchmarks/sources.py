"""What sources of data in a database cost beside SQL written by hand: `python -m tests.benchmarks.sources ENGINE`.

Makes `--rows` orders (1,000,000) in DuckDB, PostgreSQL or Spark (`duckdb`, `postgres`, `spark`), and asks a source and
the database itself for the same blocks of 100 rows, turn by turn. Prints, for each, the seconds of both, medians of
`--runs` (5), their ratio, and how much memory the process took at most: that of DuckDB is in it, up to its
`memory_limit` of 500 MB.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from components import DuckDBSource, PostgresSource, SparkSource
from components.tables.data_source import DataSource
from components.tables.grid_view import asked_view
from components.tables.source import block_of
from tests.postgres_server import PostgresServer
from tests.spark_server import SparkServer

COLUMNS = "id, day, country, price, quantity"
BLOCK = 100

SPARK = {
    "spark.driver.extraJavaOptions": "",
    "spark.executor.extraJavaOptions": "",
    "spark.executor.memory": "3g",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.shuffle.partitions": "2",
}
"""As people run it: the tests' servers are for a minute and a few rows."""

ORDERS = """
SELECT {id} AS id, DATE '2016-01-01' + CAST({id} * 3650 / {rows} AS int) AS day,
  'Country ' || CAST({id} * 7919 % 97 AS text) AS country,
  CAST({id} * 104729 % 99991 AS double precision) / 100 AS price, CAST({id} * 31 % 1000 AS int) AS quantity
"""

Fetch = Callable[[str], Any]


@contextmanager
def in_duckdb(rows: int, folder: Path) -> Iterator[tuple[DataSource, Fetch, str]]:
    """Parquet files of a million rows each; a source of them, what runs SQL, and what stands after FROM."""
    files = written(rows, folder)
    connection = duckdb.connect(config={"memory_limit": "500MB", "temp_directory": str(folder / "spilled")})
    relation = f"read_parquet('{files}', file_row_number = true, filename = true)"
    yield DuckDBSource("orders", files), lambda sql: connection.sql(sql).to_arrow_table(), relation


def written(rows: int, folder: Path) -> str:
    """Write the files; give their pattern."""
    connection = duckdb.connect()
    for number, start in enumerate(range(0, rows, 1_000_000)):
        orders = ORDERS.format(id="i", rows=rows)
        end = min(start + 1_000_000, rows)
        connection.execute(
            f"COPY ({orders} FROM range({start}, {end}) AS numbers(i)) TO '{folder}/{number:04}.parquet'"
        )
    return f"{folder}/*.parquet"


@contextmanager
def in_postgres(rows: int, folder: Path) -> Iterator[tuple[DataSource, Fetch, str]]:
    """A table with an index on its key, and on the price."""
    with PostgresServer() as server, psycopg.connect(server.url, autocommit=True) as connection:
        orders = ORDERS.format(id="i", rows=rows)
        connection.execute(f"CREATE TABLE orders AS {orders} FROM generate_series(0::int8, {rows - 1}) AS i")
        connection.execute("ALTER TABLE orders ADD PRIMARY KEY (id)")
        connection.execute("CREATE INDEX ON orders (price)")
        connection.execute("VACUUM ANALYZE orders")
        connection.execute("SET jit = off")
        source = PostgresSource("orders", server.url, table="orders", key="id", timeout=600)
        yield source, lambda sql: connection.cursor(binary=True).execute(sql).fetchall(), "orders"


@contextmanager
def in_spark(rows: int, folder: Path) -> Iterator[tuple[DataSource, Fetch, str]]:
    """The same files as DuckDB's, by two workers."""
    written(rows, folder)
    with SparkServer("local-cluster[2,1,3072]", SPARK) as server:
        from pyspark.sql import SparkSession  # noqa: PLC0415

        session = SparkSession.builder.remote(server.remote).create()
        relation = f"parquet.`{folder}/*.parquet`"
        query = f"SELECT * FROM {relation}"
        source = SparkSource("orders", remote=server.remote, query=query, key="id", timeout=600)
        yield source, lambda sql: session.sql(sql).collect(), relation


ENGINES = {"duckdb": in_duckdb, "postgres": in_postgres, "spark": in_spark}


@dataclass(frozen=True)
class Asked:
    """A block: for a source its filter, sort and place, and as SQL by hand."""

    name: str
    filters: Callable[[int], dict[str, Any]]
    sort: list[dict[str, str]]
    start: int
    where: Callable[[int], str]
    order: str


def price_above(run: int) -> dict[str, Any]:
    return {"price": {"filterType": "number", "type": "greaterThan", "filter": 900 + run}}


def country_with(run: int) -> dict[str, Any]:
    return {"country": {"filterType": "text", "type": "contains", "filter": f"y {run + 10}"}}


def questions(rows: int, key: str) -> list[Asked]:
    """Blocks that readers ask for; those of a filter are of another one in each run, so that nothing is known of it."""
    everything: tuple[Any, Any] = (lambda _: {}, lambda _: "TRUE")
    # DuckDB gives the rows of files in their order, without being asked to.
    own = "" if "filename" in key else key
    by_price, dearest = [{"colId": "price", "sort": "desc"}], f"price DESC NULLS LAST, {key}"
    return [
        Asked("first rows", everything[0], [], 0, everything[1], own),
        Asked("filter by number", price_above, [], 0, lambda run: f"price > {900 + run}", own),
        Asked("filter by text", country_with, [], 0, lambda run: f"lower(country) LIKE '%y {run + 10}%'", own),
        Asked("sort by number", everything[0], by_price, 0, everything[1], dearest),
        Asked("sort by text", everything[0], [{"colId": "country", "sort": "asc"}], 0, everything[1], f"country NULLS FIRST, {key}"),
        Asked("middle of a sort", everything[0], by_price, rows // 2 - 5_000, everything[1], dearest),
        Asked("the block after it", everything[0], by_price, rows // 2 - 5_000 + BLOCK, everything[1], dearest),
        Asked("end of a sort", everything[0], by_price, rows - 2 * BLOCK, everything[1], dearest),
    ]  # fmt: skip


def main() -> None:
    """Ask both, and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--alone", action="store_true", help="ask the source alone, for its memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ENGINES[given.engine](given.rows, Path(folder)) as made:
        source, fetch, relation = made
        rows = source.rows()
        rows.count(
            asked_view({}, {}, rows.kinds)
        )  # as the table does once, beside the first rows that it shows
        key = "filename, file_row_number" if given.engine == "duckdb" else "id"
        print(f"{given.engine}, {given.rows:,} rows: seconds of the source, by hand, ratio")
        for asked in questions(given.rows, key):
            ours, by_hand = [], []
            for run in range(given.runs):
                start = time.perf_counter()
                view = asked_view(
                    {"filterModel": asked.filters(run), "sortModel": asked.sort}, {}, rows.kinds
                )
                block = block_of(rows, view, asked.start, BLOCK)
                rows.count(view)
                ours.append(time.perf_counter() - start)
                if given.alone:
                    by_hand.append(float("nan"))
                    continue
                where, offset = asked.where(run), f"OFFSET {asked.start}" if asked.start else ""
                start = time.perf_counter()
                ordered = f"ORDER BY {asked.order}" if asked.order else ""
                page = fetch(
                    f"SELECT {COLUMNS} FROM {relation} WHERE {where} {ordered} LIMIT {BLOCK} {offset}"
                )
                if where != "TRUE":
                    fetch(f"SELECT count(*) FROM {relation} WHERE {where}")
                by_hand.append(time.perf_counter() - start)
                assert len(block.records) == len(page)
            mine, theirs = statistics.median(ours), statistics.median(by_hand)
            print(f"  {asked.name:20} {mine:8.3f} {theirs:8.3f} {mine / theirs:6.2f}", flush=True)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {most:.0f} MB of the process at most")


if __name__ == "__main__":
    main()
