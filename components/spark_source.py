"""`SparkSource`: a table of Apache Spark, for tables that hold none of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from .tables.data_source import DataSource
from .tables.properties import check_seconds
from .tables.source import (
    SourceChangedError,
    SourceError,
    SourceMemoryError,
    SourcePermissionError,
    SourceUnavailableError,
    Superseded,
)
from .tables.sql.columns import SqlColumn
from .tables.sql.processes import PerProcess
from .tables.sql.spark_dialect import SparkDialect
from .tables.sql.stopping import watched

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import SparkSession

    from .tables.sql.rows import Relation


class SparkSource(DataSource):
    """A table of Apache Spark, or a query, which stays there: it filters, sorts and counts.

    Declare it once, in a module that every worker imports, and show it by `DataTableAIO(source=…)` or
    `AgGridAIO(source=…)`. It needs the package `pyspark`, with its extra `connect` for a server.

    Parameters
    ----------
    name : str
        What it is called, by which workers find it.
    remote : str, optional
        The Spark Connect server: `sc://host:15002`.
    session : callable, optional
        In its place, a function of the app's that gives a `SparkSession`, called once in each process. The
        session gets UTC as its time zone, and tells names apart by their capitals.
    table : str, optional
        The table or view, with its catalog and schema if need be.
    query : str, optional
        In its place, a query: the app's own SQL.
    key : str
        A column whose values are all different, which orders rows that are equal otherwise.
    timeout : float, default 120
        Seconds that a query may take.
    count_ttl : float, default 300
        Seconds for which the numbers of rows are kept.

    Raises
    ------
    ValueError
        If not one of `remote` and `session`, and one of `table` and `query` are given, or a source of this
        name is another one.
    """

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        name: str,
        *,
        remote: str | None = None,
        session: Callable[[], SparkSession] | None = None,
        table: str | None = None,
        query: str | None = None,
        key: str,
        timeout: float = 120,
        count_ttl: float = 300,
    ) -> None:
        if (remote is None) == (session is None):
            raise ValueError("A SparkSource needs remote= or session=, and not both.")
        if (table is None) == (query is None):
            raise ValueError("A SparkSource needs table= or query=, and not both.")
        check_seconds("timeout", timeout)
        super().__init__(name, _Spark(remote, session, table, query, key, timeout), count_ttl)


# How many rows Spark may keep in memory to find the first ones of an order; for more it sorts, on disks.
MOST_KEPT = 10_000

_INTEGERS = {"tinyint": 7, "smallint": 15, "int": 31, "bigint": 63}


def _column(name: str, sql: str, type_: str) -> SqlColumn | None:  # noqa: PLR0911  a table of types
    """Say how SQL gets at a column of one of Spark's types; None of one that has no form in a table."""
    if type_ in _INTEGERS:
        return SqlColumn(name, sql, "integer", -(2 ** _INTEGERS[type_]), 2 ** _INTEGERS[type_] - 1)
    match type_.partition("(")[0].partition(" ")[0]:
        case "double":
            return SqlColumn(name, sql, "float")
        case "float" | "decimal":
            return SqlColumn(name, f"CAST({sql} AS DOUBLE)", "float")
        case "boolean":
            return SqlColumn(name, sql, "boolean")
        case "string" | "varchar" | "char":
            return SqlColumn(name, f"CAST({sql} AS STRING)" if type_ != "string" else sql, "text")
        case "date":
            return SqlColumn(name, sql, "date")
        case "timestamp_ntz":
            return SqlColumn(name, sql, "datetime")
        case "timestamp":  # of no zone of its own: as UTC shows it, which is the session's
            return SqlColumn(name, f"CAST({sql} AS TIMESTAMP_NTZ)", "datetime")
    return None


class _Spark:
    """Runs queries, in each process by a session of its own."""

    dialect = SparkDialect()

    def __init__(
        self,
        remote: str | None,
        session: Callable[[], SparkSession] | None,
        table: str | None,
        query: str | None,
        key: str,
        timeout: float,
    ) -> None:
        self._remote, self._session, self._table, self._query = remote, session, table, query
        self._key, self._timeout = key, timeout
        self._running_session = PerProcess(self._connected)

    def __repr__(self) -> str:
        """Say what it is."""
        where = self._remote or getattr(self._session, "__qualname__", "")
        return f"Spark {where} {self._table or self._query} {self._key}"

    def relation(self) -> Relation:
        """Look up the columns."""
        from .tables.sql.rows import relation_of  # noqa: PLC0415

        source = self.dialect.path(self._table) if self._table is not None else f"({self._query}) AS query"
        with self._running() as session:
            fields = session.sql(f"SELECT * FROM {source}").schema.fields
        types = {field.name: field.dataType.simpleString() for field in fields}
        return relation_of(self.dialect, source, types, _column, self._key)

    def estimate(self) -> None:
        """Say nothing: Spark would have to count."""

    def fetch(self, sql: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """Run a query; give its rows."""
        with self._running() as session:
            # Not as Arrow, which is made by a thread that no tag stops.
            found = session.sql(sql, args=dict(parameters))
            return _frame(found.columns, found.collect())

    def stream(self, sql: str, parameters: Mapping[str, Any], size: int) -> Iterator[pl.DataFrame]:
        """Run a query; give its rows in parts of so many."""
        with self._running(limited=False) as session:
            found = session.sql(sql, args=dict(parameters))
            rows = found.toLocalIterator()
            while part := list(islice(rows, size)):
                yield _frame(found.columns, part)

    @contextmanager
    def _running(self, *, limited: bool = True) -> Iterator[SparkSession]:
        """Give the session, for no longer than a query may take."""
        from pyspark.errors import PySparkException  # noqa: PLC0415

        try:
            session = self._running_session.get()
            with (
                _tagged(session) as cancel,
                watched("Spark", self._timeout if limited else None, cancel),
            ):
                yield session
        except (SourceError, Superseded):
            raise
        except Exception as error:
            if isinstance(error, PySparkException):
                told = _told(error)
                if isinstance(told, SourceUnavailableError):  # a server that is started again has no sessions
                    self._running_session.forget()
                raise told from error
            if type(error).__module__.partition(".")[0] not in {"py4j", "grpc"} and not isinstance(
                error, OSError
            ):
                raise
            self._running_session.forget()
            raise SourceUnavailableError("Spark can't be reached, or its driver is gone.") from error

    def _connected(self) -> SparkSession:
        if self._session is not None:
            session = self._session()
        else:
            # The source's own: Spark's builder would make it the process's default, and start no other kind.
            from pyspark.sql.connect.session import SparkSession as RemoteSession  # noqa: PLC0415

            session = cast("SparkSession", RemoteSession(self._remote or ""))
            _soon_tired(session)
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.caseSensitive", "true")
        # Far down in an order, Spark would keep all rows above in the memory of each worker.
        session.conf.set("spark.sql.execution.topKSortFallbackThreshold", str(MOST_KEPT))
        return session


@contextmanager
def _tagged(session: Any) -> Iterator[Callable[[], object]]:
    """Give what stops all that is run meanwhile: of a server, and of one's own session."""
    tag = f"aio-{uuid.uuid4().hex}"
    if hasattr(session, "_jsparkSession"):
        context = session.sparkContext
        add, remove, cancel = context.addJobTag, context.removeJobTag, context.cancelJobsWithTag
    else:
        add, remove, cancel = session.addTag, session.removeTag, session.interruptTag
    add(tag)
    try:
        yield partial(cancel, tag)
    finally:
        remove(tag)


def _soon_tired(session: Any) -> None:
    """Have a server that is gone asked for seconds: by itself, Spark tries it for ten minutes."""
    from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415

    session.client.set_retry_policies([DefaultPolicy(max_retries=4)])


def _frame(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pl.DataFrame([pl.Series(name, list(values)) for name, values in zip(names, columns, strict=True)])


def _told(error: Any) -> SourceError:
    """Say which fault of a source an error of Spark's is."""
    condition, name = str(error.getCondition() or ""), type(error).__name__
    if "OutOfMemory" in str(error):
        return SourceMemoryError("Spark has no more memory.")
    if "PERMISSION" in condition or "INSUFFICIENT_PERMISSIONS" in condition:
        return SourcePermissionError("Spark doesn't allow the source to read the data.")
    if "AnalysisException" in name or condition.startswith(("TABLE_OR_VIEW", "UNRESOLVED", "PATH_NOT")):
        return SourceChangedError("Spark doesn't find the data as it was.")
    if "RetriesExceeded" in name or "UNAVAILABLE" in str(error) or "SESSION" in condition:
        return SourceUnavailableError("Spark can't be reached.")
    return SourceError(f"Spark can't answer: {name} {condition}.")
