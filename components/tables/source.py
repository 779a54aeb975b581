"""The interface between tables and engines: where the rows of a table are, and a page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from .aggregate import Aggregate
from .predicates import CellKind, Filter
from .view import Page, View, page_count, page_shown


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


class Superseded(Exception):  # noqa: N818  nothing is wrong
    """A query was stopped, for the reader has asked for other rows since."""


class UnregisteredSourceError(SourceError):
    """No source of this name was declared in the process that answers."""


Waiting = Callable[[float], int | None]
"""Waits for a number, so many seconds; None if it takes longer, and goes on meanwhile."""

PATIENCE = 0.3
"""Seconds that rows wait for their number."""


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

    def counting(self, view: View) -> Waiting:
        """Give what counts the rows of a view; raises as `count`."""
        count = self.count(view)
        return lambda _: count

    def estimate(self, view: View) -> int | None:  # noqa: ARG002
        """Say about how many rows a view has, if that is known without counting."""
        return None

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

    def aggregate(self, view: View, aggregate: Aggregate, within: Filter | None = None) -> Any:
        """Give what groups of a view's rows come to, a row for each group, as a Polars frame.

        Bins go from the least number to the largest of the rows that `within` takes: of all, by default.

        Raises
        ------
        UnknownColumnError, ValueError
            If it can't be computed of these columns, or has more than `MAX_GROUPS` groups.
        """

    def positions_of(self, view: View, rows: slice, within: Filter | None = None) -> list[int]:
        """Give the positions that rows of a view have in the table as it is, from 0.

        `within` counts only the rows that it takes, among which those of the view are.
        """

    def taken_by(self, filter: Filter, view: View, rows: slice) -> list[bool]:  # noqa: A002  the field's word
        """Tell of rows of a view whether a filter takes them."""


class Block(NamedTuple):
    """Rows of a view.

    Parameters
    ----------
    records
        The rows, as they are sent.
    rows
        Which ones of the view they are.
    row_count
        How many the view has; None if that isn't known yet.
    """

    records: list[dict[str, Any]]
    rows: slice
    row_count: int | None


def block_of(source: Source, view: View, start: int, size: int) -> Block:
    """Give rows of a view from one on; all are counted meanwhile, for no longer than `PATIENCE` after."""
    is_far = start + size >= 2**53
    counted = source.counting(view)
    count = source.count(view) if is_far else counted(0)
    if count is None:
        rows = slice(start, start + size)
        records = source.records(view, rows)
        if len(records) == size:
            return Block(records, rows, counted(PATIENCE))
        if records or not start:
            rows = slice(start, start + len(records))
            return Block(records, rows, rows.stop)
        count = source.count(view)
    rows = slice(min(start, count), min(start + size, count))
    return Block(source.records(view, rows), rows, count)


def page_of(source: Source, view: View, page_current: int, page_size: int) -> Page:
    """Give a page of a view; raises as `page_shown` and the source do."""
    shown = page_shown(0, page_current, page_size)
    block = block_of(source, view, shown * page_size, page_size)
    if block.row_count and not block.records:
        shown, block = 0, block_of(source, view, 0, page_size)
    pages = None if block.row_count is None else page_count(block.row_count, page_size)
    return Page(block.records, block.row_count, pages, shown, source.positions_of(view, block.rows))
