"""`DuckDBSource`: Parquet files of any size, or a table of DuckDB's own, for tables that hold none of it."""

from __future__ import annotations

import glob
import os
import re
import tempfile
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .tables.data_source import DataSource
from .tables.properties import check_seconds
from .tables.source import (
    SourceChangedError,
    SourceError,
    SourceMemoryError,
    SourcePermissionError,
    SourceUnavailableError,
    UnsupportedByEngineError,
)
from .tables.sql.columns import SqlColumn
from .tables.sql.dialect import Dialect
from .tables.sql.processes import PerProcess
from .tables.sql.stopping import watched

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from .tables.sql.rows import Relation


class DuckDBSource(DataSource):
    """Data that DuckDB reads: Parquet files, a table in a file of its own, or a query of either.

    Declare it once, in a module that every worker imports, and show it by `DataTableAIO(source=…)` or
    `AgGridAIO(source=…)`. It needs the package `duckdb`.

    Parameters
    ----------
    name : str
        What it is called, by which workers find it.
    files : str, path or list of them, optional
        Parquet files of the same columns: paths, or patterns such as `data/*.parquet`. Their rows are in the
        order of the files' names and of the rows in each.
    database : str or path, optional
        DuckDB's own file, which is only read.
    table : str, optional
        A table of `database`.
    query : str, optional
        In its place, a query of `database` or of `files`, which it names as `files`: the app's own SQL.
    key : str, optional
        A column whose values are all different, which orders rows that are equal otherwise. A `query` needs
        it; files and tables have numbers of their rows.
    memory_limit : str, default "500MB"
        How much memory DuckDB may take in each process; beyond it, it writes to `temp_directory`.
    temp_directory : str or path, optional
        Where it does. Default: a folder among the system's temporary files.
    timeout : float, default 30
        Seconds that a query may take.
    count_ttl : float, default 60
        Seconds for which the numbers of rows are kept.

    Raises
    ------
    ValueError
        If what is given isn't one of these combinations, or a source of this name is another one.
    """

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        name: str,
        files: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
        *,
        database: str | os.PathLike[str] | None = None,
        table: str | None = None,
        query: str | None = None,
        key: str | None = None,
        memory_limit: str = "500MB",
        temp_directory: str | os.PathLike[str] | None = None,
        timeout: float = 30,
        count_ttl: float = 60,
    ) -> None:
        if (files is None) == (database is None):
            raise ValueError("A DuckDBSource needs files= or database=, and not both.")
        if database is not None and (table is None) == (query is None):
            raise ValueError("database= needs table= or query=, and not both.")
        if files is not None and table is not None:
            raise ValueError(
                "table= is one of database=; of files=, give query= where not all rows are meant."
            )
        if query is not None and key is None:
            raise ValueError(
                "query= needs key=, a column whose values are all different: without it, rows that are equal"
                " otherwise would have another order on each page."
            )
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)? ?[kKmMgGtT]i?B", memory_limit):
            raise ValueError(f"memory_limit= must be like 500MB, not {memory_limit!r}.")
        check_seconds("timeout", timeout)
        given = [files] if isinstance(files, str | os.PathLike) else files
        patterns = None if given is None else tuple(os.fspath(Path(path).absolute()) for path in given)
        super().__init__(
            name,
            _DuckDB(
                patterns,
                None if database is None else os.fspath(Path(database).absolute()),
                table,
                query,
                key,
                memory_limit,
                None if temp_directory is None else os.fspath(Path(temp_directory).absolute()),
                timeout,
            ),
            count_ttl,
        )


_INTEGERS = {
    "TINYINT": (-(2**7), 2**7 - 1),
    "SMALLINT": (-(2**15), 2**15 - 1),
    "INTEGER": (-(2**31), 2**31 - 1),
    "BIGINT": (-(2**63), 2**63 - 1),
    "HUGEINT": (-(2**127), 2**127 - 1),
    "UTINYINT": (0, 2**8 - 1),
    "USMALLINT": (0, 2**16 - 1),
    "UINTEGER": (0, 2**32 - 1),
    "UBIGINT": (0, 2**64 - 1),
}


def _column(name: str, sql: str, type_: str) -> SqlColumn | None:  # noqa: C901, PLR0911  a table of types
    """Say how SQL gets at a column of one of DuckDB's types; None of one that has no form in a table."""
    if type_ in _INTEGERS:
        return SqlColumn(name, sql, "integer", *_INTEGERS[type_])
    match type_.partition("(")[0]:
        case "DOUBLE":
            return SqlColumn(name, sql, "float")
        case "FLOAT":
            return SqlColumn(name, f"CAST({sql} AS DOUBLE)", "float")
        case "DECIMAL":  # by way of text, which leads to the nearest double
            return SqlColumn(name, f"CAST(CAST({sql} AS VARCHAR) AS DOUBLE)", "float")
        case "BOOLEAN":
            return SqlColumn(name, sql, "boolean")
        case "VARCHAR":
            return SqlColumn(name, sql, "text")
        case "ENUM" | "UUID" | "TIME" | "TIME_NS" | "JSON":
            return SqlColumn(name, f"CAST({sql} AS VARCHAR)", "text")
        case "DATE":
            return SqlColumn(name, sql, "date")
        case "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS":
            return SqlColumn(name, sql if type_ == "TIMESTAMP" else f"CAST({sql} AS TIMESTAMP)", "datetime")
        case "TIMESTAMP_NS":
            return SqlColumn(name, sql, "datetime", per_second=10**9)
        case "TIMESTAMP WITH TIME ZONE":  # of no zone of its own: as UTC shows it
            return SqlColumn(name, f"timezone('UTC', {sql})", "datetime")
    return None


class _DuckDB:
    """Runs queries, in each process by a connection of its own, and in each thread by a cursor of it."""

    dialect = Dialect()

    def __init__(  # noqa: PLR0913, PLR0917  as its source's
        self,
        patterns: tuple[str, ...] | None,
        database: str | None,
        table: str | None,
        query: str | None,
        key: str | None,
        memory_limit: str,
        temp_directory: str | None,
        timeout: float,
    ) -> None:
        self._patterns, self._database, self._table, self._query, self._key = (
            patterns,
            database,
            table,
            query,
            key,
        )
        self._memory_limit, self._temp_directory, self._timeout = memory_limit, temp_directory, timeout
        self._connection = PerProcess(self._connected)
        self._local = threading.local()
        self._files: list[str] = []
        self._ends: list[int] = []

    def __repr__(self) -> str:
        return (
            f"DuckDB {self._patterns or self._database} {self._table or self._query or ''} {self._key or ''}"
        )

    # What there is ------------------------------------------------------------------------------------------

    def relation(self) -> Relation:
        """Look up the columns, and for files the numbers of their rows."""
        from .tables.sql.rows import relation_of  # noqa: PLC0415

        self._connection.forget()  # what was allowed are the files that were there
        source, others, skipped = self._from(), dict[str, Any](), 0
        if self._key is None and self._table is not None:
            others = {"order": ("rowid",), "in_order": True}
        elif self._key is None:
            others = {"order": ("filename", "file_row_number"), "in_order": True, "numbered": self._numbered}
            skipped = 2
        described = self.fetch(f"DESCRIBE SELECT * FROM {source}", {})
        types = dict(zip(described["column_name"], described["column_type"], strict=True))
        for name in list(types)[len(types) - skipped :]:
            del types[name]
        names = dict(zip(types, types, strict=True))
        if self._key is None and self._files:  # DuckDB renames what differs from another in capitals alone
            import pyarrow.parquet as pq  # noqa: PLC0415

            names |= dict(zip(types, pq.read_schema(self._files[0]).names, strict=False))
        if "" in names.values():
            raise UnsupportedByEngineError("A column has an empty name, which no filter can name.")
        types = {names[own]: type_ for own, type_ in types.items()}
        own_names = {name: own for own, name in names.items()}
        return relation_of(self.dialect, source, types, _column, self._key, own_names, **others)

    def _from(self) -> str:
        """Write what rows are taken from."""
        if self._patterns is None:
            return self.dialect.quoted(self._table) if self._table else f"({self._query}) AS query"
        found = (glob.glob(pattern, recursive=True) for pattern in self._patterns)  # noqa: PTH207  absolute
        self._files = sorted(set(chain.from_iterable(found)))
        if not self._files:
            raise SourceUnavailableError(f"There are no files {', '.join(self._patterns)}.")
        files = self._reading(self._files)
        if self._query is not None:
            return f"(WITH files AS (SELECT * FROM {files}) {self._query}) AS query"
        counted = self.fetch(
            f"SELECT file_name, num_rows FROM parquet_file_metadata([{self._listed(self._files)}])", {}
        )
        counts = dict(zip(counted["file_name"], counted["num_rows"], strict=True))
        self._ends = list(accumulate(counts[path] for path in self._files))
        return files

    def _reading(self, files: Sequence[str]) -> str:
        is_numbered = self._query is None and self._key is None
        numbers = ", filename => true, file_row_number => true" if is_numbered else ""
        return f"read_parquet([{self._listed(files)}]{numbers})"

    def _listed(self, files: Sequence[str]) -> str:
        return ", ".join(map(self.dialect.text, files))

    def _numbered(self, rows: slice) -> tuple[str, str, slice]:
        """Read only the files that rows are in, and of one only a part: Parquet knows its rows' numbers."""
        last = bisect_right(self._ends, max(rows.stop - 1, 0))
        first = min(bisect_right(self._ends, rows.start), len(self._files) - 1)
        before = self._ends[first - 1] if first else 0
        rows = slice(rows.start - before, rows.stop - before)
        files = self._reading(self._files[first : last + 1])
        if first == last:
            return files, f"file_row_number >= {rows.start} AND file_row_number < {rows.stop}", slice(0, None)
        return files, "TRUE", rows

    # Queries ------------------------------------------------------------------------------------------------

    def estimate(self) -> int | None:
        """Say how many rows files have, where these were looked up."""
        return self._ends[-1] if self._ends else None

    def fetch(self, sql: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """Run a query; give its rows."""
        import polars as pl  # noqa: PLC0415

        with self._cursor() as cursor:
            return pl.DataFrame(pl.from_arrow(cursor.sql(sql, params=dict(parameters)).to_arrow_table()))

    def stream(self, sql: str, parameters: Mapping[str, Any], size: int) -> Iterator[pl.DataFrame]:
        """Run a query; give its rows in parts of so many."""
        import polars as pl  # noqa: PLC0415

        with self._cursor(own=True) as cursor:
            for batch in cursor.sql(sql, params=dict(parameters)).to_arrow_reader(size):
                yield pl.DataFrame(pl.from_arrow(batch))

    @contextmanager
    def _cursor(self, *, own: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give this thread's cursor, or one of its own, for no longer than a query may take."""
        import duckdb  # noqa: PLC0415

        try:
            connection = self._connection.get()
            if own:
                cursor = connection.cursor()
            else:
                if getattr(self._local, "connection", None) is not connection:
                    self._local.connection, self._local.cursor = connection, connection.cursor()
                cursor = self._local.cursor
            # A file is written for as long as its reader takes it.
            with watched("DuckDB", None if own else self._timeout, cursor.interrupt):
                yield cursor
        except duckdb.Error as error:
            gone = [path for path in self._files if not Path(path).exists()]
            if gone and isinstance(error, duckdb.IOException | duckdb.PermissionException):
                raise SourceUnavailableError(f"There is no file {gone[0]}.") from error
            raise _told(error) from error

    def _connected(self) -> duckdb.DuckDBPyConnection:
        """Connect to what is only read, and close the way to everything else."""
        import duckdb  # noqa: PLC0415

        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": self._memory_limit,
            "temp_directory": self._temp_directory or os.fspath(Path(tempfile.gettempdir()) / "aio-duckdb"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": True,
        }
        connection = duckdb.connect(
            self._database or ":memory:", read_only=self._database is not None, config=settings
        )
        # A process has a database's file open once, for all sources of it.
        if connection.execute("SELECT current_setting('lock_configuration')").fetchall() == [(True,)]:
            return connection
        connection.execute("SET TimeZone = 'UTC'")
        if self._patterns is not None:
            connection.execute(f"SET allowed_paths = [{self._listed(self._files)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection


def _told(error: Exception) -> Exception:
    """Say which fault of a source an error of DuckDB's is."""
    import duckdb  # noqa: PLC0415

    kinds: list[tuple[type[Exception], Callable[[str], Exception], str]] = [
        (
            duckdb.OutOfMemoryException,
            SourceMemoryError,
            "DuckDB has no more memory, or no more room on the disk.",
        ),
        (duckdb.PermissionException, SourcePermissionError, "DuckDB isn't allowed to read the data."),
        (duckdb.CatalogException, SourceChangedError, "DuckDB doesn't find the data as it was."),
        (duckdb.BinderException, SourceChangedError, "DuckDB doesn't find the data as it was."),
        (duckdb.ConnectionException, SourceError, "Another source has this file open with other settings."),
        (duckdb.IOException, SourceUnavailableError, "DuckDB can't read the data."),
    ]
    for kind, fault, said in kinds:
        if isinstance(error, kind):
            return fault(said)
    return SourceError(f"DuckDB can't answer: {type(error).__name__}.")
