"""The recorded cases, asked of data in a database: what the scorers of the vectors call.

Each frame is brought to the engine once, and asked for by its public source.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
from pyspark.sql import SparkSession

from components import DuckDBSource, PostgresSource, SparkSource
from components.tables.data_source import DataSource
from components.tables.view import page_rows
from tests.postgres_server import PostgresServer
from tests.spark_server import SETTINGS

ROW = "__row__"


def rows(
    engine: str,
    frame: pl.DataFrame,
    *,
    filter_query: str,
    sort_by: Sequence[Mapping[str, str]],
    page_current: int | None,
    page_size: int | None,
) -> list[int]:
    """The rows of a DataTable's view, by `__row__`."""
    source, asked = source_of(engine, frame), dict[str, Any](filter_query=filter_query, sort_by=sort_by)
    if page_size is not None:
        page = page_rows(source.count(filter_query), page_current or 0, page_size)
        asked |= {"limit": page.stop - page.start, "offset": page.start}
    return source.frame(**asked, columns=[ROW])[ROW].to_list()


def grid_rows(
    engine: str,
    frame: pl.DataFrame,
    *,
    filter_model: Mapping[str, Any] | None,
    sort_model: Sequence[Mapping[str, str]] | None,
    column_defs: Sequence[Mapping[str, Any]] | None,
) -> list[int]:
    """The rows of an AG Grid's view, by `__row__`."""
    source = source_of(engine, frame)
    asked: dict[str, Any] = {
        "filter_model": filter_model,
        "sort_model": sort_model,
        "column_defs": column_defs,
    }
    return source.frame(**asked, columns=[ROW])[ROW].to_list()


def source_of(engine: str, frame: pl.DataFrame) -> DataSource:
    """The source of a frame, which is brought to the engine when it is asked for first."""
    stream = io.BytesIO()
    frame.write_ipc(stream)
    name = f"{engine}-{hashlib.sha256(stream.getvalue()).hexdigest()[:16]}"
    if name not in _sources:
        _sources[name] = _MADE[engine](name, frame)
    return _sources[name]


_sources: dict[str, DataSource] = {}


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _duckdb(name: str, frame: pl.DataFrame) -> DataSource:
    path = _folder() / f"{name}.parquet"
    frame.write_parquet(path)
    return DuckDBSource(name, path)


def _postgres(name: str, frame: pl.DataFrame) -> DataSource:
    url = _postgres_url()
    columns = {column: _POSTGRES[type(dtype)] for column, dtype in frame.schema.items()}
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        listed = ", ".join(f"{quoted(column)} {type_}" for column, type_ in columns.items())
        cursor.execute(f"CREATE TABLE {quoted(name)} ({listed})")
        with cursor.copy(f"COPY {quoted(name)} FROM STDIN") as copy:
            for row in frame.iter_rows():
                copy.write_row(row)
    return PostgresSource(name, url, table=name, key=ROW)


_POSTGRES: dict[Any, str] = {
    pl.Int64: "int8",
    pl.UInt32: "int8",
    pl.Float64: "float8",
    pl.Boolean: "boolean",
    pl.String: "text",
    pl.Date: "date",
    pl.Datetime: "timestamp",
}


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


@cache
def _postgres_url() -> str:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(PostgresServer()).url


def _spark(name: str, frame: pl.DataFrame) -> DataSource:
    path = _folder() / f"{name}.parquet"
    # Spark's timestamps without a zone are those of microseconds.
    frame.write_parquet(path)
    return SparkSource(name, session=spark_session, query=f"SELECT * FROM parquet.`{path}`", key=ROW)


@cache
def spark_session() -> SparkSession:
    """Spark in this process, where each question takes the least time; `SparkServer` is one on two workers."""
    # What is asked once, of a few rows, is sooner read than compiled.
    settings = SETTINGS | {"spark.sql.codegen.factoryMode": "NO_CODEGEN"}
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    atexit.register(session.stop)
    return session


_MADE = {"duckdb": _duckdb, "postgres": _postgres, "spark": _spark}
