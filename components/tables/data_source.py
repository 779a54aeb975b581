"""Data that stays where it is: what a source of any database is to an app."""

# The engine is imported where it is used, as everywhere: Dash asks for components before the first request.
# ruff: noqa: PLC0415

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .expression import columns_of
from .filter_model import filter_of as filter_of_model
from .filter_query import parse
from .grid_view import checked_order, filter_params_of
from .meaning import meaning
from .predicates import Filter
from .properties import check_seconds
from .registered import Description, register
from .view import SortAsNull, SortBy, View, check_columns, sort_order

if TYPE_CHECKING:
    import polars as pl

    from .sql.rows import Database, SqlRows

SAMPLED = 1_000
"""How many rows tell by which format a column's numbers are shown."""


class DataSource:
    """Data in a database, declared when the app is imported; tables show it by its `name`.

    Parameters
    ----------
    name : str
        What it is called. A worker in which no source of this name was declared can't show it.
    database
        Where it is.
    count_ttl : float
        Seconds for which the numbers of rows are kept.
    """

    FOR_APPS = ("frame", "count", "histogram", "refresh")
    """Its functions that apps call; the others are for tables."""

    def __init__(self, name: str, database: Database, count_ttl: float) -> None:
        if not isinstance(name, str) or not re.fullmatch(r"\w[\w.-]{0,99}", name):
            raise ValueError(f"A source's name must be letters, digits, dots and hyphens, not {name!r}.")
        check_seconds("count_ttl", count_ttl)
        self.name, self._database, self._count_ttl = name, database, count_ttl
        self._rows: SqlRows | None = None
        self._described: Description | None = None
        self._lock = threading.Lock()
        register(self)

    def __repr__(self) -> str:
        """Say what it is a source of, without what is secret."""
        return f"{type(self).__name__}({self.name!r}, {self._database!r})"

    def rows(self) -> SqlRows:
        """Give its rows to a table; the database is asked for its columns when this is called first."""
        from .sql.rows import SqlRows

        with self._lock:
            if self._rows is None:
                self._rows = SqlRows(self._database, self._count_ttl, self.refresh)
            return self._rows

    def refresh(self) -> None:
        """Forget what this process knows of the data: its columns, and how many rows there are.

        For data that has changed. A table that stands shows it when it asks for rows: have it do so by
        returning `new_data(source=…)` to the `data` of its `ids.store`.
        """
        self._rows = self._described = None

    def check_columns(self, names: list[str] | None) -> None:
        """Refuse columns that have no form in a table: all of them are meant where none is named."""
        self.rows().check_columns(names)

    def description(self) -> Description:
        """Say what a table has to know before it asks for rows: it looks at the first rows."""
        from .table_data import description_of

        found, rows = self._described, self.rows()
        if found is None:
            found = description_of(rows.shown(View(), None, slice(0, SAMPLED)))
            large = {name: "bigint" for name in rows.kinds if rows.has_inexact(name)}
            found = self._described = found._replace(grid_types=found.grid_types | large, height=0)
        return found

    def frame(  # noqa: PLR0913  what tables are asked for
        self,
        filter_query: str | None = None,
        sort_by: Sequence[SortBy] | None = None,
        *,
        filter_model: Mapping[str, Any] | None = None,
        sort_model: Sequence[Mapping[str, str]] | None = None,
        column_defs: Sequence[Mapping[str, Any]] | None = None,
        sort_as_null: SortAsNull | None = None,
        columns: Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> pl.DataFrame:
        """Take the rows that a table shows, filtered and sorted by the database.

        Parameters
        ----------
        filter_query : str, optional
            A filter in `DataTable`'s language. Default: every row.
        sort_by : list of dict, optional
            Each like `{"column_id": "price", "direction": "desc"}`, of which the first decides.
        filter_model : dict, optional
            In their place, the filters of an AG Grid, as `AgGridAIO.filter_df` takes them.
        sort_model : list of dict, optional
            Likewise, its sort, as `AgGridAIO.sort_df` takes it.
        column_defs : list of dict, optional
            The grid's column definitions, of which the `filterParams` count.
        sort_as_null : dict, optional
            Values that sort as if they were missing, by column.
        columns : list of str, optional
            The columns that are needed. Default: all.
        limit : int, optional
            How many rows at most. Default: all, if these aren't more than a million.
        offset : int, default 0
            How many rows to leave out before.

        Returns
        -------
        polars.DataFrame
            The rows, with the types that their cells have in a table.

        Raises
        ------
        FilterQueryError, FilterModelError, UnknownColumnError, ValueError
            If what is asked can't be understood.
        UnsupportedByEngineError
            If the database can't give exactly these rows (a `ValueError`, too).
        SourceError
            If it can't give any, as it isn't there or takes too long.
        """
        if (filter_query or sort_by) and (filter_model or sort_model):
            raise ValueError(
                "A view is asked for by filter_query and sort_by, or by filter_model and sort_model."
            )
        rows = self.rows()
        rows.check_columns(columns)
        check_columns(columns or (), rows.kinds, "columns=")
        if filter_model or sort_model:
            filter_ = filter_of_model(filter_model, rows.kinds, filter_params_of(column_defs))
            view = View(filter_, checked_order(sort_model))
        else:
            view = View(self._filter(filter_query), sort_order(sort_by or [], sort_as_null))
        check_columns((key.column for key in view.order), rows.kinds, "The sort")
        rows.check_faults(view)
        if limit is None and not offset:
            return rows.frame(view, columns)
        return rows.shown(view, columns, slice(offset, None if limit is None else offset + limit))

    def count(self, filter_query: str | None = None) -> int:
        """Count the rows that a filter takes.

        Parameters
        ----------
        filter_query : str, optional
            A filter in `DataTable`'s language. Default: every row.

        Returns
        -------
        int
            How many there are, or were at most `count_ttl` seconds ago.

        Raises
        ------
        FilterQueryError, UnknownColumnError
            If the query can't be understood.
        SourceError
            If the database can't tell.
        """
        return self.rows().count(View(self._filter(filter_query)))

    def histogram(
        self, column: str, bins: int = 50, filter_query: str | None = None, view: Any = None
    ) -> pl.DataFrame:
        """Count the rows by the values of a column of numbers, in bins of the same width.

        The database counts: no row leaves it.

        Parameters
        ----------
        column : str
            A column of numbers.
        bins : int, default 50
            How many bins there are, from the least number of all rows to the largest.
        filter_query : str, optional
            Which rows are counted. Default: all.
        view : Any, optional
            In its place, the data of a grid's `ids.view`.

        Returns
        -------
        polars.DataFrame
            A row for each bin, also where it has none: `start` and `end` of the bin, and the `count` of rows.

        Raises
        ------
        ValueError
            If the column has no numbers, or what is asked can't be understood.
        SourceError
            If the database can't tell.
        """
        from .grid_view import asked_view

        rows = self.rows()
        check_columns([column], rows.kinds, "histogram")
        if rows.kinds[column] != "number":
            raise ValueError(f"{column!r} has no numbers: a histogram is of a column of numbers.")
        if isinstance(bins, bool) or not isinstance(bins, int) or not 1 <= bins <= 10_000:
            raise ValueError(f"bins= must be an integer from 1 to 10,000, not {bins!r}.")
        filter_ = self._filter(filter_query) if view is None else asked_view(view, {}, rows.kinds).filter
        return rows.histogram(column, bins, filter_)

    def _filter(self, filter_query: str | None) -> Filter | None:
        rows = self.rows()
        expression = parse(filter_query or "")
        if expression is None:
            return None
        check_columns(columns_of(expression), rows.kinds, "filter_query")
        return meaning(expression, rows.kinds)
