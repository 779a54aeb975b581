"""Rows taken out of a caller's frame by their position, with the types and the index that they had."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame, IntoDataFrameT

from ..predicates import CellKind, Filter
from ..view import SortKey
from . import forks
from .cells import kind_of
from .compiler import matching_rows
from .frames import to_polars, wrapped
from .sorting import positions, sort_keys, sorted_rows


def height(frame: IntoDataFrame) -> int:
    """Count the rows of a frame."""
    return len(wrapped(frame))


def taken(frame: IntoDataFrameT, rows: pl.Series | slice) -> IntoDataFrameT:
    """Take rows of a frame."""
    found = wrapped(frame)[rows if isinstance(rows, slice) else rows.to_numpy()]
    return cast("IntoDataFrameT", found.to_native())


def taken_at(frame: IntoDataFrameT, rows: Sequence[int]) -> IntoDataFrameT:
    """Take the rows of a frame at positions, in their order."""
    return cast("IntoDataFrameT", wrapped(frame)[np.asarray(rows, dtype="int64")].to_native())


def filtered(
    frame: IntoDataFrameT, columns: Sequence[str], filter_of: Callable[[Mapping[str, CellKind]], Filter]
) -> IntoDataFrameT:
    """Take the rows that a filter takes, which is made for what the cells of the columns it names are."""
    forks.check()
    converted = to_polars(frame, columns)
    kinds = {name: kind_of(dtype) for name, dtype in converted.schema.items()}
    return taken(frame, positions(matching_rows(converted, filter_of(kinds))))


def ordered(frame: IntoDataFrameT, order: Sequence[SortKey]) -> IntoDataFrameT:
    """Take all rows, in an order."""
    if not order:
        return taken(frame, slice(0, None))
    forks.check()
    converted = to_polars(frame, [key.column for key in order])
    return taken(frame, sorted_rows(sort_keys(converted, order)))
