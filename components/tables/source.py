"""The interface between tables and engines: where the rows of a table are, and a page of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from .predicates import CellKind
from .view import Page, View, page_count, page_rows, page_shown


class UnsupportedColumnError(ValueError):
    """A column that can't be shown in a table, with its name and what to do about it."""


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

    def records(self, view: View, rows: slice) -> list[dict[str, Any]]:
        """Give rows of a view, which has so many: for each, what is sent for its cells by column."""

    def parts(self, view: View, size: int) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts of so many, as `records` does, of which one at a time is made.

        Nothing of it is kept for later.
        """


def page_of(source: Source, view: View, page_current: int, page_size: int) -> Page:
    """Give a page of a view; raises as `page_shown` and the source do."""
    row_count = source.count(view)
    shown = page_shown(row_count, page_current, page_size)
    records = source.records(view, page_rows(row_count, page_current, page_size))
    return Page(records, row_count, page_count(row_count, page_size), shown)
