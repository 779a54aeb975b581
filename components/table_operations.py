"""Filtering, sorting and paging a dataframe as a DataTable in the browser does.

`filter_df`, `sort_df` and `page_df` take a frame of pandas, Polars or PyArrow and give back rows of that
frame. What they do is defined on the values that `cells` says are sent to the browser: the columns in
question are converted into a Polars frame, on which `filter_compiler.matches` and `sorted_rows` find the rows
to take.

The rules are those of FILTER_LANGUAGE.md: section 8 for sorting, 9 for paging; those for filtering are in
`filter_query` and `filter_compiler`.
"""

import numbers
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypedDict, cast

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrameT

from . import cells, coercions, filter_compiler
from .coercions import Kind, Operand
from .filter_query import columns_of, parse


class UnknownColumnError(ValueError):
    """A filter or a sort names a column that the table doesn't have."""


class SortBy(TypedDict):
    """An item of a DataTable's `sort_by`."""

    column_id: str
    direction: str


def filter_df(frame: IntoDataFrameT, filter_query: str) -> IntoDataFrameT:
    """Take the rows that a DataTable with this `filter_query` shows.

    Parameters
    ----------
    frame : dataframe of pandas, Polars or PyArrow
        The rows; it is not changed.
    filter_query : str
        A query in DataTable's filter language; the empty one takes every row.

    Returns
    -------
    dataframe
        The rows, in their order, of the same kind as `frame`, with the types and the index that they had.

    Raises
    ------
    FilterQueryError
        If the query is invalid.
    UnknownColumnError
        If it names a column that the frame doesn't have.
    ValueError
        If it compares a missing value with a case-insensitive operator, which crashes the browser
        (section 6 of FILTER_LANGUAGE.md).
    """
    expression = parse(filter_query)
    if expression is None:
        return _taken(frame, slice(0, None))
    columns = known_columns(columns_of(expression), cells.column_names(frame), "filter_query")
    return _taken(frame, positions(filter_compiler.matches(cells.to_polars(frame, columns), expression)))


def sort_df(
    frame: IntoDataFrameT,
    sort_by: Sequence[SortBy],
    sort_as_null: Mapping[str, Sequence[str | float | bool]] | None = None,
) -> IntoDataFrameT:
    """Order the rows as a DataTable with this `sort_by` does: missing last, equal ones in their old order.

    Parameters
    ----------
    frame : dataframe of pandas, Polars or PyArrow
        The rows; it is not changed.
    sort_by : list of dict
        Each like `{"column_id": "year", "direction": "desc"}`; any other direction is ascending.
    sort_as_null : dict, optional
        The values that sort as if they were missing, by column.

    Returns
    -------
    dataframe
        The rows, of the same kind as `frame`, with the types and the index that they had.

    Raises
    ------
    UnknownColumnError
        If `sort_by` names a column that the frame doesn't have.
    ValueError
        If `sort_by` is something else.
    """
    order = sort_order(sort_by)
    columns = known_columns([column for column, _ in order], cells.column_names(frame), "sort_by")
    if not order:
        return _taken(frame, slice(0, None))
    converted = cells.to_polars(frame, columns)
    as_null = sort_as_null or {}
    keys = [
        (sort_key(converted, column, as_null.get(column, ())), descending) for column, descending in order
    ]
    return _taken(frame, sorted_rows(keys))


def page_df(frame: IntoDataFrameT, page_current: int, page_size: int) -> IntoDataFrameT:
    """Cut a page as a DataTable does: the first page, if there is no page of that number.

    The rule is in section 9 of FILTER_LANGUAGE.md.

    Parameters
    ----------
    frame : dataframe of pandas, Polars or PyArrow
        The rows; it is not changed.
    page_current : int
        The page's number, from 0.
    page_size : int
        The rows of a page, from 1.

    Returns
    -------
    dataframe
        The rows, of the same kind as `frame`, with the types and the index that they had.

    Raises
    ------
    ValueError
        If a number is no integer, or too small.
    """
    return _taken(frame, page_rows(len(cells.wrapped(frame)), page_current, page_size))


def sort_order(sort_by: Sequence[SortBy]) -> list[tuple[str, bool]]:
    """Check a `sort_by` and give its columns, each once, with whether it descends.

    Raises
    ------
    ValueError
        If `sort_by` is no list of {"column_id": text, "direction": text}.
    """
    order: dict[str, bool] = {}
    for item in sort_by if isinstance(sort_by, list | tuple) else [None]:
        match item:
            case {"column_id": str(column), "direction": str(direction)}:
                order.setdefault(column, direction == "desc")
            case _:
                shape = '[{"column_id": "…", "direction": "asc" or "desc"}, …]'
                raise ValueError(f"sort_by must be like {shape}, not {reprlib.repr(sort_by)}")
    return list(order.items())


def page_shown(row_count: int, page_current: int, page_size: int) -> int:
    """Give the number of the page that is shown: 0 if there are rows, but none on that page (section 9).

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


def _integer(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} must be an integer of at least {least}, not {reprlib.repr(value)}")
    return int(value)


def page_count(row_count: int, page_size: int) -> int:
    """Count the pages that rows take."""
    return -(-row_count // page_size)


def known_columns(names: Iterable[str], columns: Iterable[str], where: str) -> list[str]:
    """Check that a table has the columns that the browser names.

    Raises
    ------
    UnknownColumnError
        For the first that isn't among `columns`; `where` says who names it.
    """
    names, columns = list(names), set(columns)
    for name in names:
        if name not in columns:
            raise UnknownColumnError(
                f"{where} names the column {reprlib.repr(name)}, which the table doesn't have"
            )
    return names


# Positions of rows ----------------------------------------------------------------------------------------


def positions(mask: pl.Series) -> pl.Series:
    """Find the rows in which a mask holds, as UInt32: a filter does it ten times as fast as `arg_true`."""
    return _numbers(len(mask)).filter(mask)


def first_positions(mask: pl.Series, count: int) -> pl.Series:
    """Find the first of them, without looking at the whole mask."""
    length = count
    while length < len(mask) and cast("int", mask[:length].sum()) < count:
        length *= 4
    return positions(mask[:length]).head(count)


def _numbers(count: int) -> pl.Series:
    """The positions of so many rows."""
    return _range(max(count - 1, 0).bit_length())[:count]


@cache
def _range(bits: int) -> pl.Series:
    """All numbers of so many bits, which are kept: making them takes longer than what is done with them."""
    return pl.int_range(2**bits, dtype=pl.UInt32, eager=True)


def sort_key(frame: pl.DataFrame, column: str, as_null: Sequence[str | float | bool] = ()) -> pl.Series:
    """Compute numbers that are in the order in which a column sorts, null for what comes last.

    Parameters
    ----------
    frame
        A frame that `cells.to_polars` has made.
    column
        The column.
    as_null
        Values that sort as if they were missing (`sort_as_null`): those of the same type and value, so that
        0 is neither "0" nor -0.

    Returns
    -------
    A number for each row, of at most 8 bytes.
    """
    values = frame[column]
    dtype = values.dtype
    match dtype:
        case pl.Enum():
            labels, key = coercions.utf16_order(dtype.categories), values.to_physical()
            if not labels.is_sorted():
                key = labels.rank("dense").gather(key)
        case pl.Boolean() | pl.Null():
            key = values.cast(pl.UInt8)
        case pl.Datetime():
            key = frame.select(cells.wall_clock(column, dtype).to_physical()).to_series()
        case pl.Date() | pl.Time():
            key = values.to_physical()
        case pl.Float64():
            key = values
        case _ if dtype.is_integer() and dtype not in {pl.Int128, pl.UInt128} and _are_exact(values):
            key = values
        case _ if cells.column_type(dtype) == "text":
            texts = frame.select(cells.cell(column, dtype)).to_series()
            key = coercions.utf16_order(texts).rank("dense")
        case _:
            key = frame.select(cells.cell(column, dtype).cast(pl.Float64)).to_series()
    if not as_null:
        return key
    nully = frame.select(_is_any_of(coercions.column(column, dtype), as_null)).to_series()
    return pl.select(pl.when(~nully).then(key)).to_series()


def _are_exact(integers: pl.Series) -> bool:
    """Tell whether the browser has numbers of their own for all of these."""
    least, most = integers.min(), integers.max()
    return least is None or max(-cast("int", least), cast("int", most)) <= cells.EXACT


def _is_any_of(operand: Operand, values: Iterable[str | float | bool]) -> pl.Expr:
    """Tell which of a column's values are among these, by their texts: that of -0.0 has its sign."""
    kind_of: dict[type, Kind] = {str: "text", bool: "boolean", int: "number", float: "number"}
    alike = [value for value in values if kind_of.get(type(value)) == operand.kind]
    texts = pl.Series(alike, dtype=pl.Float64 if operand.kind == "number" else None).cast(pl.String)
    return operand.values.cast(pl.String).is_in(texts.implode())


def sorted_rows(keys: Sequence[tuple[pl.Series, bool]], rows: pl.Series | None = None) -> pl.Series:
    """Sort rows by keys: the first decides, missing values are last, and equal rows stay in their order.

    Parameters
    ----------
    keys
        One or more keys of all rows, as `sort_key` makes them, each with whether it descends.
    rows
        The positions to sort, UInt32; all of them by default.

    Returns
    -------
    The positions, sorted, as UInt32.
    """
    order = _numbers(len(keys[0][0])) if rows is None else rows
    for key, descending in reversed(keys):
        order = order[_stable_order(key[order], descending=descending)]
    return order


def first_rows(
    keys: Sequence[tuple[pl.Series, bool]], count: int, rows: pl.Series | None = None
) -> pl.Series:
    """Give the first of the rows that `sorted_rows` gives, without sorting all of them.

    Parameters
    ----------
    keys, rows
        As for `sorted_rows`.
    count
        How many.

    Returns
    -------
    The positions, sorted, as UInt32.
    """
    if not keys or count == 0:
        return (_numbers(0) if rows is None else rows).head(count)
    key, descending = keys[0]
    values = key if rows is None else key[rows]
    if len(values) - values.null_count() <= count:
        ahead, level = positions(values.is_not_null()), positions(values.is_null())
    else:
        last = _last(values, count, descending=descending)
        within = positions(_up_to(last, values, descending=descending))
        level_within = values[within] == last
        ahead, level = within.filter(~level_within), within.filter(level_within)
    if rows is not None:
        ahead, level = rows[ahead], rows[level]
    # Those ahead are no more than `count`. Among those that are level, the next key decides, or their order.
    return sorted_rows(keys, ahead).append(first_rows(keys[1:], count - len(ahead), level))


def _last(values: pl.Series, count: int, *, descending: bool) -> Any:
    """Give the value of the last of the first rows of a sort; there are more values than that.

    A sample tells about where it is, so that only some four times as many are looked at as are first.
    """
    sample = values.gather_every(max(count // 16, 1)).drop_nulls().sort(descending=descending)
    if len(sample) > 64:
        near = values.filter(_up_to(sample[64], values, descending=descending))
        values = near if len(near) >= count else values
    return values.drop_nulls().sort(descending=descending)[count - 1]


def _up_to(last: Any, values: pl.Series, *, descending: bool) -> pl.Series:
    return values >= last if descending else values <= last


def _stable_order(key: pl.Series, *, descending: bool) -> pl.Series:
    present, missing = _numbers(len(key)), _numbers(0)
    if key.null_count():
        present, missing = positions(key.is_not_null()), positions(key.is_null())
    values = key[present].to_numpy()
    if descending:  # so that equal ones stay in their order: -value, or without overflow -value - 1
        values = ~values if values.dtype.kind in "iu" else -values
    return present[np.argsort(values, kind="stable")].append(missing)


# Any frame ------------------------------------------------------------------------------------------------


def _taken(frame: IntoDataFrameT, rows: pl.Series | slice) -> IntoDataFrameT:
    """Take rows by their position."""
    taken = cells.wrapped(frame)[rows if isinstance(rows, slice) else rows.to_numpy()]
    return cast("IntoDataFrameT", taken.to_native())
