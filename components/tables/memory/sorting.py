"""The order of rows: missing values last, equal ones as they were (section 8 of FILTER_LANGUAGE.md).

`sort_keys` says what a column is sorted by, `sorted_rows` sorts rows, and `first_rows` finds the first of
them. Rows are their positions in a frame, as UInt32.

What makes it fast, and by how much on a million rows: uniform, clustered and skewed numbers, prices with many
ties and missing values, a constant, rows that are in order already, and texts of which hardly two are alike;
all of them, or the 99 %, 50 % or 1 % that a filter keeps.

- A sample tells where the first rows end, and only some four times as many are sorted as are asked for:
  20 to 60 times as fast as sorting all of them, twice as fast as to find where by `numpy.partition` or
  Polars' `bottom_k`.
- Texts are sorted by numbers of eight of their bytes first: 17 times as fast as ranking them.
- Rows are sorted by one key after the other: 6 times as fast as Polars sorts by two keys at once.
- Positions are numbers that are filtered: 2 to 11 times as fast as `arg_true`, 3 to 9 as `numpy.flatnonzero`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import polars as pl

from ..predicates import CellKind
from . import cells
from .forms import utf16_order

AsNull = Sequence[tuple[CellKind, str]]

Key = tuple[pl.Series, bool]
"""What rows are sorted by, one of a column's `sort_keys`, and whether it descends."""

_SAMPLED = 32
"""How many of a sample's values are let past, so that with near certainty enough of the others are."""


def positions(mask: pl.Series) -> pl.Series:
    """Find the rows in which a mask holds."""
    return _all(len(mask)).filter(mask)


def first_positions(mask: pl.Series, count: int) -> pl.Series:
    """Find the first of them, without looking at the whole mask."""
    length = count
    while length < len(mask) and cast("int", mask[:length].sum()) < count:
        length *= 4
    return positions(mask[:length]).head(count)


def _all(count: int) -> pl.Series:
    return pl.int_range(count, dtype=pl.UInt32, eager=True)


def sort_keys(frame: pl.DataFrame, column: str, as_null: AsNull = ()) -> list[pl.Series]:
    """Compute what is in the order in which a column sorts, null for what comes last.

    Parameters
    ----------
    frame
        A frame that `frames.to_polars` has made.
    column
        The column.
    as_null
        Values that sort as if they were missing, as in `view.SortKey`.

    Returns
    -------
    A number of at most 8 bytes for each row; and for texts the frame's own column, which decides where the
    numbers are equal.
    """
    values = frame[column]
    if isinstance(values.dtype, pl.String) and not as_null:
        return [_beginnings(values), values]
    key = _numbered(frame, column)
    if not as_null:
        return [key]
    nully = frame.select(_is_any_of(column, values.dtype, as_null)).to_series()
    return [pl.select(pl.when(~nully).then(key)).to_series()]


def _numbered(frame: pl.DataFrame, column: str) -> pl.Series:
    """Compute numbers in the order of a column's values."""
    values = frame[column]
    dtype = values.dtype
    match dtype:
        case pl.Enum():
            labels, key = utf16_order(dtype.categories), values.to_physical()
            if not labels.is_sorted():
                key = labels.rank("dense").gather(key)
        case pl.Boolean() | pl.Null():
            key = values.cast(pl.UInt8)
        case pl.Date() | pl.Datetime():
            key = values.to_physical()
        case pl.Float64():
            key = values
        case _ if dtype.is_integer() and dtype not in {pl.Int128, pl.UInt128} and cells.are_exact(values):
            key = values
        case _ if cells.kind_of(dtype) == "text":
            texts = frame.select(cells.cell(column, dtype)).to_series()
            key = utf16_order(texts).rank("dense")
        case _:
            key = frame.select(cells.cell(column, dtype).cast(pl.Float64)).to_series()
    return key


def _beginnings(texts: pl.Series) -> pl.Series:
    """Make numbers of the eight bytes that follow what all texts begin with, in the order of UTF-16 units."""
    least, most = (str(text or "").encode() for text in (texts.min(), texts.max()))
    pairs = enumerate(zip(least, most, strict=False))
    common = next((index for index, (one, other) in pairs if one != other), len(least))
    padded = (pl.col("texts") + "\0" * 8).cast(pl.Binary).bin.slice(common, 8)
    number = padded.bin.reinterpret(dtype=pl.UInt64, endianness="big")
    numbers = texts.to_frame("texts").select(number).to_series()
    # UTF-8 is in the order of code points: what comes last in UTF-16 begins with one of these two bytes.
    octets = numbers.fill_null(0).to_numpy().view(np.uint8)
    last = (octets == 0xEE) | (octets == 0xEF)
    return numbers + pl.Series((last * np.uint8(10)).view(np.uint64)) if last.any() else numbers


def _is_any_of(column: str, dtype: pl.DataType, values: AsNull) -> pl.Expr:
    """Tell which cells are among these values, by their texts: that of -0.0 has its sign."""
    kind = "text" if cells.kind_of(dtype) == "date" else cells.kind_of(dtype)
    alike = [text for value_kind, text in values if value_kind == kind]
    texts = pl.Series([float(text) for text in alike] if kind == "number" else alike).cast(pl.String)
    sent = cells.cell(column, dtype)
    return (sent.cast(pl.Float64) if kind == "number" else sent).cast(pl.String).is_in(texts.implode())


def sorted_rows(keys: Sequence[Key], rows: pl.Series | None = None) -> pl.Series:
    """Sort rows by keys, of which the first decides.

    Parameters
    ----------
    keys
        The keys of all rows.
    rows
        The rows to sort; all of them by default, for which there must be a key.
    """
    order = _all(len(keys[0][0])) if rows is None else rows
    for key, descending in reversed(keys):
        values = key[order]
        if isinstance(values.dtype, pl.String):
            values = utf16_order(values)
        sort = pl.arg_sort_by(  # the one sort of Polars that says that it is stable
            "values", descending=descending, nulls_last=True, maintain_order=True, multithreaded=False
        )
        order = order[values.to_frame("values").select(sort).to_series()]
    return order


def first_rows(keys: Sequence[Key], count: int, mask: pl.Series | None = None) -> pl.Series:
    """Give the first of the rows that `sorted_rows` gives, without sorting all of them.

    Parameters
    ----------
    keys
        One or more keys of all rows.
    count
        How many rows.
    mask
        The rows to sort, without nulls; all of them by default.
    """
    if mask is None:
        mask = pl.repeat(value=True, n=len(keys[0][0]), dtype=pl.Boolean, eager=True)
    if not keys:
        return first_positions(mask, count)
    found = _all(0)
    for rows in _parts(keys, max(count, 1), mask):
        found.append(rows)
        if len(found) >= count:
            break
    return found.head(count)


def _parts(keys: Sequence[Key], count: int, mask: pl.Series) -> Iterator[pl.Series]:
    """Sort the rows of a mask part by part, of which the first is mostly enough."""
    (key, descending), *others = keys
    if isinstance(key.dtype, pl.String):
        yield sorted_rows(keys, positions(mask))
        return
    there = mask & key.is_not_null()
    limit = _limit(key, there, count, descending=descending)
    if limit is not None:
        yield sorted_rows(keys, positions(there & (key > limit if descending else key < limit)))
        yield first_rows(others, count, there & (key == limit))
        there &= key < limit if descending else key > limit
    yield sorted_rows(keys, positions(there))
    yield first_rows(others, count, mask & key.is_null())


def _limit(key: pl.Series, mask: pl.Series, count: int, *, descending: bool) -> Any:
    """Find a value before which there are some four times `count` rows, or fewer if many have that value.

    None if there are so few rows that all of them are sorted as fast.
    """
    size = _SAMPLED * len(key) // (4 * count)
    rows = pl.Series(np.random.default_rng(0).integers(len(key), size=size, dtype=np.uint32))
    sample = key[rows].filter(mask[rows])
    if len(sample) <= _SAMPLED:
        return None
    return sample.top_k(_SAMPLED + 1).min() if descending else sample.bottom_k(_SAMPLED + 1).max()
