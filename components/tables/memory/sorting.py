"""Sorting: positions of rows, in the order of keys that a column's values become."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import numpy as np
import polars as pl

from ..predicates import CellKind
from . import cells
from .forms import utf16_order

AsNull = Sequence[tuple[CellKind, str]]


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


def sort_key(frame: pl.DataFrame, column: str, as_null: AsNull = ()) -> pl.Series:
    """Compute numbers that are in the order in which a column sorts, null for what comes last.

    Parameters
    ----------
    frame
        A frame that `cells.to_polars` has made.
    column
        The column.
    as_null
        Values that sort as if they were missing, as in `view.SortKey`.

    Returns
    -------
    A number for each row, of at most 8 bytes.
    """
    values = frame[column]
    dtype = values.dtype
    match dtype:
        case pl.Enum():
            labels, key = utf16_order(dtype.categories), values.to_physical()
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
            key = utf16_order(texts).rank("dense")
        case _:
            key = frame.select(cells.cell(column, dtype).cast(pl.Float64)).to_series()
    if not as_null:
        return key
    nully = frame.select(_is_any_of(column, dtype, as_null)).to_series()
    return pl.select(pl.when(~nully).then(key)).to_series()


def _are_exact(integers: pl.Series) -> bool:
    """Tell whether the browser has numbers of their own for all of these."""
    least, most = integers.min(), integers.max()
    return least is None or max(-cast("int", least), cast("int", most)) <= cells.EXACT


def _is_any_of(column: str, dtype: pl.DataType, values: AsNull) -> pl.Expr:
    """Tell which cells are among these values, by their texts: that of -0.0 has its sign."""
    kind = "text" if cells.kind_of(dtype) == "date" else cells.kind_of(dtype)
    alike = [text for value_kind, text in values if value_kind == kind]
    texts = pl.Series([float(text) for text in alike] if kind == "number" else alike).cast(pl.String)
    sent = cells.cell(column, dtype)
    return (sent.cast(pl.Float64) if kind == "number" else sent).cast(pl.String).is_in(texts.implode())


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
