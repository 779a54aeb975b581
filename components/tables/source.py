"""The interface between tables and engines: where the rows of a table are, and a page of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from .predicates import CellKind, Filter
from .view import Page, View, page_count, page_rows, page_shown


class UnsupportedColumnError(ValueError):
    """A column that can't be shown in a table, with its name and what to do about it."""


class UnsupportedByEngineError(ValueError):
    """What is asked can't be had, exactly as in memory, from the engine that holds the data."""


class SourceError(Exception):
    """The data of a source can't be had."""


class SourceUnavailableError(SourceError):
    """The database can't be reached, the connection was lost, or all connections are taken."""


class SourceTimeoutError(SourceError):
    """The database took longer than the source's `timeout`."""


class SourceMemoryError(SourceError):
    """The database has no more memory, or no more room on its disk."""


class SourcePermissionError(SourceError):
    """The database doesn't allow the source to read the data."""


class SourceChangedError(SourceError):
    """The data isn't there any more, or has other columns or types than when the source was first used."""


class UnregisteredSourceError(SourceError):
    """No source of this name was declared in the process that answers."""


class Source(Protocol):
    """Where the rows of a table are: what an engine implements.

    `kinds` says what the cells of each column are, in the order of the columns.
    """

    kinds: Mapping[str, CellKind]

    def count(self, view: View) -> int:
        """Count the rows of a view.

        Raises
        ------
        ValueError
            If the filter has a fault.
        """

    def records(self, view: View, rows: slice, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Give rows of a view, which has so many: for each, what is sent for its cells, by column.

        `columns` are those that are sent; all by default, here and below.
        """

    def parts(
        self, view: View, size: int, columns: Sequence[str] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts of so many, as `records` does, of which one at a time is made.

        Nothing of it is kept for later.
        """

    def frame(
        self, view: View, columns: Sequence[str] | None = None, rows: Sequence[int] | None = None
    ) -> Any:
        """Give the rows of a view as a dataframe, of the kind that the source was made of.

        `rows` are the positions in the view of those that are given, in their order; all by default.
        """

    def positions_of(self, view: View, rows: slice, within: Filter | None = None) -> list[int]:
        """Give the positions that rows of a view have in the table as it is, from 0.

        `within` counts only the rows that it takes, among which those of the view are.
        """

    def taken_by(self, filter: Filter, view: View, rows: slice) -> list[bool]:  # noqa: A002  the field's word
        """Tell of rows of a view whether a filter takes them."""


def page_of(source: Source, view: View, page_current: int, page_size: int) -> Page:
    """Give a page of a view; raises as `page_shown` and the source do."""
    row_count = source.count(view)
    shown = page_shown(row_count, page_current, page_size)
    rows = page_rows(row_count, page_current, page_size)
    records, positions = source.records(view, rows), source.positions_of(view, rows)
    return Page(records, row_count, page_count(row_count, page_size), shown, positions)
