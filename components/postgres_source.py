"""`PostgresSource`: a table of PostgreSQL, for tables that hold none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .tables.data_source import DataSource
from .tables.properties import check_seconds
from .tables.source import (
    SourceChangedError,
    SourceError,
    SourceMemoryError,
    SourcePermissionError,
    SourceTimeoutError,
    SourceUnavailableError,
)
from .tables.sql.columns import SqlColumn
from .tables.sql.postgres_dialect import PostgresDialect
from .tables.sql.processes import PerProcess
from .tables.sql.stopping import watched

if TYPE_CHECKING:
    import polars as pl
    import psycopg
    from psycopg_pool import ConnectionPool

    from .tables.sql.rows import Relation


class PostgresSource(DataSource):
    """A table of PostgreSQL, or a query, which stays there: it filters, sorts and counts.

    Declare it once, in a module that every worker imports, and show it by `DataTableAIO(source=…)` or
    `AgGridAIO(source=…)`. It needs the package `psycopg`, with its extra `pool`. The database has to have
    the encoding UTF8. All is read: each connection is set to allow nothing else.

    Parameters
    ----------
    name : str
        What it is called, by which workers find it.
    url : str
        Where the database is: `postgresql://user:password@host:5432/name`.
    table : str, optional
        The table or view, with its schema if need be: `public.orders`.
    query : str, optional
        In its place, a query: the app's own SQL.
    key : str
        A column whose values are all different, which orders rows that are equal otherwise. With an index, as
        a primary key has, the first pages take no sort.
    timeout : float, default 30
        Seconds that a query may take, and that one waits for a connection.
    connections : int, default 4
        How many connections a process has at most.
    count_ttl : float, default 60
        Seconds for which the numbers of rows are kept.

    Raises
    ------
    ValueError
        If not one of `table` and `query` is given, or a source of this name is another one.
    """

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        name: str,
        url: str,
        *,
        table: str | None = None,
        query: str | None = None,
        key: str,
        timeout: float = 30,
        connections: int = 4,
        count_ttl: float = 60,
    ) -> None:
        if (table is None) == (query is None):
            raise ValueError("A PostgresSource needs table= or query=, and not both.")
        check_seconds("timeout", timeout)
        super().__init__(name, _Postgres(url, table, query, key, timeout, connections), count_ttl)


_INTEGERS = {"int2": 15, "int4": 31, "int8": 63}


def _column(name: str, sql: str, type_: str) -> SqlColumn | None:  # noqa: PLR0911  a table of types
    """Say how SQL gets at a column of one of PostgreSQL's types; None of one that has no form in a table."""
    if type_ in _INTEGERS:
        return SqlColumn(name, sql, "integer", -(2 ** _INTEGERS[type_]), 2 ** _INTEGERS[type_] - 1)
    match type_:
        case "float8":
            return SqlColumn(name, sql, "float")
        case "float4" | "numeric":
            return SqlColumn(name, f"{sql}::float8", "float")
        case "bool":
            return SqlColumn(name, sql, "boolean")
        case "text" | "varchar":
            return SqlColumn(name, sql, "text")
        case "bpchar" | "name" | "citext" | "uuid" | "json" | "jsonb" | "time" | "enum":
            return SqlColumn(name, f"{sql}::text", "text")
        case "date":
            return SqlColumn(name, sql, "date")
        case "timestamp":
            return SqlColumn(name, sql, "datetime")
        case "timestamptz":  # of no zone of its own: as UTC shows it
            return SqlColumn(name, f"({sql} AT TIME ZONE 'UTC')", "datetime")
    return None


class _Postgres:
    """Runs queries, in each process by a pool of its own."""

    dialect = PostgresDialect()

    def __init__(
        self, url: str, table: str | None, query: str | None, key: str, timeout: float, connections: int
    ) -> None:
        self._url, self._table, self._query, self._key = url, table, query, key
        self._timeout, self._connections = timeout, connections
        self._pool = PerProcess(self._opened)

    def __repr__(self) -> str:
        return f"PostgreSQL {hash(self._url)} {self._table or self._query} {self._key}"

    def relation(self) -> Relation:
        """Look up the columns."""
        from .tables.sql.rows import relation_of  # noqa: PLC0415

        if self._table is not None:
            source = self.dialect.path(self._table)
        else:
            source = f"({(self._query or '').replace('%', '%%')}) AS query"
        with self._cursor() as cursor:
            cursor.execute(f"SELECT * FROM {source} LIMIT 0", {})
            described = [(column.name, column.type_code) for column in cursor.description or ()]
            cursor.execute(
                "SELECT oid::int8, CASE typtype WHEN 'e' THEN 'enum' ELSE typname END FROM pg_type"
                " WHERE oid = ANY(%(oids)s)",
                {"oids": [oid for _, oid in described]},
            )
            names = dict(cursor.fetchall())
        types = {name: names[oid] for name, oid in described}
        return relation_of(self.dialect, source, types, _column, self._key)

    def estimate(self) -> int | None:
        """Say about how many rows a table has, as its statistics do."""
        if self._table is None:
            return None
        with self._cursor() as cursor:
            name = self.dialect.path(self._table).replace("%%", "%")
            cursor.execute(
                "SELECT reltuples::int8 FROM pg_class WHERE oid = to_regclass(%(name)s)", {"name": name}
            )
            found = cursor.fetchone()
        return found[0] if found and found[0] > 0 else None

    def fetch(self, sql: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """Run a query; give its rows."""
        with self._cursor() as cursor:
            cursor.execute(sql, dict(parameters))
            return _frame(cursor, cursor.fetchall())

    def stream(self, sql: str, parameters: Mapping[str, Any], size: int) -> Iterator[pl.DataFrame]:
        """Run a query; give its rows in parts of so many."""
        with self._cursor("parts") as cursor:
            cursor.execute(sql, dict(parameters))
            while rows := cursor.fetchmany(size):
                yield _frame(cursor, rows)

    @contextmanager
    def _cursor(self, name: str = "") -> Iterator[psycopg.Cursor[Any]]:
        """Give a cursor, one of the server's if it has a name."""
        import psycopg  # noqa: PLC0415
        from psycopg_pool import PoolTimeout  # noqa: PLC0415

        try:
            with self._pool.get().connection(self._timeout) as connection:
                cursor = connection.cursor(name, binary=True) if name else connection.cursor(binary=True)
                with cursor, watched("PostgreSQL", None, connection.cancel_safe):
                    yield cursor
        except PoolTimeout as error:
            raise SourceUnavailableError(
                "PostgreSQL can't be reached, or all connections are taken."
            ) from error
        except psycopg.Error as error:
            raise _told(error, self._timeout) from error

    def _opened(self) -> ConnectionPool[Any]:
        from psycopg_pool import ConnectionPool  # noqa: PLC0415

        settings = {
            "default_transaction_read_only": "on",
            "statement_timeout": f"{int(1000 * self._timeout)}",
            "TimeZone": "UTC",
            "extra_float_digits": "1",
            "client_encoding": "UTF8",
            "jit": "off",  # which takes seconds to compile what evaluates in milliseconds
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        return ConnectionPool(
            self._url,
            kwargs={"options": options, "prepare_threshold": None},
            min_size=0,
            max_size=self._connections,
            reconnect_timeout=self._timeout,
            check=ConnectionPool.check_connection,
            open=True,
        )


def _frame(cursor: psycopg.Cursor[Any], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    names = [column.name for column in cursor.description or ()]
    return pl.DataFrame(
        {
            name: pl.Series(name, [row[index] for row in rows], strict=False)
            for index, name in enumerate(names)
        }
    )


def _told(error: psycopg.Error, timeout: float) -> SourceError:  # noqa: PLR0911  a table of faults
    """Say which fault of a source an error of PostgreSQL's is, by the class of its SQLSTATE."""
    state = error.sqlstate or "08"
    match state[:2], state:
        case "08" | "53", "53300":
            return SourceUnavailableError("PostgreSQL has no connection left.")
        case "53", _:
            return SourceMemoryError("PostgreSQL has no more memory, or no more room on its disk.")
        case "57", "57014":
            return SourceTimeoutError(f"PostgreSQL took longer than {timeout:g} seconds.")
        case (("08" | "57" | "28" | "3D"), _):
            return SourceUnavailableError("PostgreSQL can't be reached, or the connection was lost.")
        case "42", "42501":
            return SourcePermissionError("PostgreSQL doesn't allow the source to read the data.")
        case "42", _:
            return SourceChangedError("PostgreSQL doesn't find the data as it was.")
    return SourceError(f"PostgreSQL can't answer (SQLSTATE {state}).")
