"""What is asked of a table, checked: a filter, an order, a page; and the page that comes back.

The rules of sorting and paging are those that a DataTable was measured to follow in a browser.
"""

from __future__ import annotations

import numbers
import reprlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from .predicates import CellKind, Filter

SortAsNull = Mapping[str, Sequence[str | float | bool]]
"""Values that sort as if they were missing, by column."""


class UnknownColumnError(ValueError):
    """A filter or a sort names a column that the table doesn't have."""


class SortBy(TypedDict):
    """An item of a DataTable's `sort_by`."""

    column_id: str
    direction: str


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by; rows that are equal stay in their order.

    Parameters
    ----------
    column
        The column's name.
    descending
        Whether the largest value comes first.
    as_null
        Values that sort as if they were missing: each with what it is, and as text, for to Python 0, -0.0 and
        False are the same.
    nulls_first
        Whether missing values come first; else they come last.
    exact
        Whether integers beyond those that a double holds have an order of their own.
    """

    column: str
    descending: bool = False
    as_null: tuple[tuple[CellKind, str], ...] = ()
    nulls_first: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The rows of a table that a filter takes (None: all), in the order of its keys (none: as they are)."""

    filter: Filter | None = None
    order: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a table that are in view.

    Parameters
    ----------
    records
        The rows, as a DataTable's `data`.
    row_count
        How many rows the filter takes; None if that isn't known yet.
    page_count
        How many pages they take; likewise.
    page_current
        The number of this page, which is 0 where the one that was asked for doesn't exist.
    positions
        Where the rows are in the table as it is, from 0.
    """

    records: list[dict[str, Any]]
    row_count: int | None
    page_count: int | None
    page_current: int
    positions: list[int]


def sort_order(sort_by: Sequence[SortBy], sort_as_null: SortAsNull | None = None) -> tuple[SortKey, ...]:
    """Check a `sort_by`, of which the first entry of a column counts.

    Raises
    ------
    ValueError
        If `sort_by` is no list of {"column_id": text, "direction": text}.
    """
    order: dict[str, SortKey] = {}
    for item in sort_by if isinstance(sort_by, list | tuple) else [None]:
        match item:
            case {"column_id": str(column), "direction": str(direction)}:
                as_null = _typed((sort_as_null or {}).get(column, ()))
                order.setdefault(column, SortKey(column, direction == "desc", as_null))
            case _:
                shape = '[{"column_id": "…", "direction": "asc" or "desc"}, …]'
                raise ValueError(f"sort_by must be like {shape}, not {reprlib.repr(sort_by)}")
    return tuple(order.values())


def _typed(values: Iterable[Any]) -> tuple[tuple[CellKind, str], ...]:
    typed: list[tuple[CellKind, str]] = []
    for value in values:
        match value:
            case bool():
                typed.append(("boolean", "true" if value else "false"))
            case str():
                typed.append(("text", value))
            case int() | float():  # by way of text, for an integer may be larger than any float
                typed.append(("number", repr(float(repr(value)))))
    return tuple(typed)


def page_shown(row_count: int, page_current: int, page_size: int) -> int:
    """Give the number of the page that is shown: 0 if there are rows, but none on that page.

    Raises
    ------
    ValueError
        If `page_current` is no integer from 0, or `page_size` no integer from 1.
    """
    page_current = _integer("page_current", page_current, least=0)
    page_size = _integer("page_size", page_size, least=1)
    return page_current if page_current < page_count(row_count, page_size) or row_count == 0 else 0


def page_rows(row_count: int, page_current: int, page_size: int) -> slice:
    """Give the rows of the page that is shown; raises as `page_shown` does."""
    start = min(page_shown(row_count, page_current, page_size) * int(page_size), row_count)
    return slice(start, min(start + int(page_size), row_count))


def page_count(row_count: int, page_size: int) -> int:
    """Count the pages that rows take."""
    return -(-row_count // page_size)


def row_count_text(count: int | None, of_all: int | None, *, filtered: bool, about: int | None = None) -> str:
    """Say how many rows a view has, and of how many; None is what isn't known yet.

    `about` is how many there are in all, roughly.
    """
    if count is None:
        if filtered:
            return "Counting the rows that match…"
        return f"About {about:,} rows, counting…" if about else "Counting the rows…"
    if of_all is None:
        return f"{count:,} {'row matches' if count == 1 else 'rows match'}"
    rows = "1 row" if of_all == 1 else f"{of_all:,} rows" if of_all else "No rows"
    if not filtered or not of_all:
        return rows
    return f"{count:,} of {rows}" if count else f"None of {rows} matches the filter"


def _integer(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} must be an integer of at least {least}, not {reprlib.repr(value)}")
    return int(value)


def check_columns(names: Iterable[str], columns: Collection[str], where: str) -> None:
    """Raise an `UnknownColumnError` for the first name that no column has; `where` says who gave it."""
    for name in names:
        if name not in columns:
            raise UnknownColumnError(
                f"{where} names the column {reprlib.repr(name)}, which the table doesn't have"
            )
