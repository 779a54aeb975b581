"""What makes paging cost no more than the page: frames, and the rows of their views, kept in memory.

A `KeptFrames` keeps, for as long as there is room, the frames that it was given, each as a `FrameSource`.
This keeps the masks of the rows that filters take, and the positions of the first rows of views, of which
it finds more when a page beyond them is asked for. A page is then a slice of positions, and only its cells
become Python objects.

What is kept is bounded by `AIO_CACHE_BYTES`, an environment variable, by default 1 GiB a process. A frame
counts with the room for its views, which is half as much again. A frame for which there is no room is
shown, but loaded again for every page.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import polars as pl
import pyarrow as pa
from cachetools import LRUCache, cachedmethod
from cachetools.keys import methodkey

from ..aggregate import Aggregate
from ..predicates import Filter
from ..source import Source
from ..view import View
from . import cells, frames
from .compiler import matching_rows
from .groups import grouped
from .sorting import first_rows, sort_keys

logger = logging.getLogger(__name__)

MAX_BYTES = 1024**3
"""How much a process keeps if `AIO_CACHE_BYTES` isn't set."""

HEAD = 1000
"""How many rows of a view are found at first; ten times as many when a page beyond them is asked for."""

MAX_LABELS = 2**16 - 1
"""A column of text that has no more different values is kept as numbers of labels."""

_QUESTION = 4096
"""Bytes that what is asked for takes at most, more or less: it is kept with its answer."""


def _bytes_of(rows: pl.Series) -> int:
    return int(rows.estimated_size()) + _QUESTION


class FrameSource(Source):
    """A frame and what is known of its views; for all threads of a process.

    Parameters
    ----------
    load
        Gives the frame, as `redis_store.load_table` does. It is called here, so that no other name for the
        frame keeps its memory from being freed as it is taken over.
    """

    def __init__(self, load: Callable[[], pl.DataFrame | pa.Table]) -> None:
        stored = load()
        self._library = frames.library_of_stored(stored)
        frame = frames.from_stored(stored)
        columns, height = frame.get_columns(), frame.height
        self.kinds = {column.name: cells.kind_of(column.dtype) for column in columns}
        del stored, frame  # so that no column is in memory twice for longer than it takes to convert it
        self._values: dict[str, pl.Series] = {}
        for index in range(len(columns)):
            labelled, values = _with_labels(columns[index])
            columns[index] = labelled.rechunk()
            if values is not None:
                self._values[labelled.name] = values
        self._frame = pl.DataFrame({column.name: column for column in columns} or None, height=height)
        # One series of all columns: Polars would wake its threads to take a page's rows from a frame.
        self._rows = self._frame.to_struct()
        self._records = cells.Records(self._frame)
        frame_bytes = int(self._frame.estimated_size())
        # Room for half of the frame again, but always for a few views, of which each takes 4 bytes a row.
        room = max(frame_bytes // 2, 16 * height, 2**20)
        self.nbytes = frame_bytes + room
        self._masks = LRUCache[Any, pl.Series](room // 4, getsizeof=_bytes_of)
        self._positions = LRUCache[Any, pl.Series](room // 2, getsizeof=_bytes_of)
        # Apart from the masks, of which fewer are kept: a page of a kept view needs only the count.
        self._counts = LRUCache[Any, int](room // 4, getsizeof=lambda _: _QUESTION)
        self._computing = threading.Condition()

    def count(self, view: View) -> int:
        """Count the rows of a view."""
        return self._frame.height if view.filter is None else self._count(view.filter)

    def records(self, view: View, rows: slice, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Give rows of a view, as the `data` of a DataTable."""
        if view == _ALL:
            page = self._frame[rows]
        else:
            page = self._rows[self._positions_in(view, rows)].struct.unnest()
        return self._records.of(page if columns is None else page[list(columns)])

    def records_at(self, positions: Sequence[int]) -> list[dict[str, Any]]:
        """Give the rows at positions in the frame, as the `data` of a DataTable."""
        if not all(0 <= position < self._frame.height for position in positions):
            raise ValueError(f"there are only {self._frame.height:,} rows.")
        return self._records.of(self._rows[pl.Series(positions, dtype=pl.UInt32)].struct.unnest())

    def parts(
        self, view: View, size: int, columns: Sequence[str] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts, without putting what is kept for other readers out."""
        height = self._frame.height
        positions = None if view == _ALL else self._found(view, height)
        for start in range(0, height if positions is None else len(positions), size):
            rows = slice(start, start + size)
            part = self._frame[rows] if positions is None else self._rows[positions[rows]].struct.unnest()
            yield self._records.of(part if columns is None else part[list(columns)])

    def positions_of(self, view: View, rows: slice, within: Filter | None = None) -> list[int]:
        """Give the positions that rows of a view have in the frame, or among the rows that a filter takes."""
        if view == _ALL:
            return list(range(rows.start, rows.stop))
        found = self._positions_in(view, rows)
        if within is None:
            return found.to_list()
        return self.positions(View(within), self._frame.height).search_sorted(found).to_list()

    def taken_by(self, filter: Filter, view: View, rows: slice) -> list[bool]:  # noqa: A002
        """Tell of rows of a view whether a filter takes them."""
        mask = self._mask(filter)
        return (mask[rows] if view == _ALL else mask[self._positions_in(view, rows)]).to_list()

    def frame(
        self, view: View, columns: Sequence[str] | None = None, rows: Sequence[int] | None = None
    ) -> Any:
        """Give rows of a view as a dataframe of the library that the frame was saved by."""
        return frames.of_library(self.shown(view, columns, rows), self._library)

    def aggregate(self, view: View, aggregate: Aggregate, within: Filter | None = None) -> pl.DataFrame:
        """Give what groups of a view's rows come to."""
        aggregate.check(self.kinds)
        ranges = {name: self._range_of(name, within) for name, _ in aggregate.bins}
        rows = self._frame if view.filter is None else self._frame.filter(self._mask(view.filter))
        rows = rows[aggregate.columns] if aggregate.columns else rows
        ordered = {value.column for value in aggregate.values if value.function in {"min", "max"}}
        rows = rows.with_columns(self._unlabelled(rows[name]) for name in rows.columns if name in ordered)
        groups = grouped(rows, aggregate, ranges)
        groups = groups.with_columns(self._unlabelled(groups[name]) for name in aggregate.by)
        return groups.sort([*aggregate.by, *ranges]) if aggregate.by or ranges else groups

    def _range_of(self, column: str, within: Filter | None) -> tuple[float, float]:
        cells_ = self._frame[column].cast(pl.Float64)
        if within is not None:
            cells_ = cells_.filter(self._mask(within))
        return cast("float", cells_.min() or 0.0), cast("float", cells_.max() or 0.0)

    def shown(
        self, view: View, columns: Sequence[str] | None = None, rows: Sequence[int] | None = None
    ) -> pl.DataFrame:
        """Give rows of a view as `frames.to_polars` has made them of the frame."""
        shown = self._frame if columns is None else self._frame[list(columns)]
        if rows is not None:
            chosen = pl.Series(rows, dtype=pl.UInt32)
            shown = shown[chosen if view == _ALL else self.positions(view, shown.height)[chosen]]
        elif view.order:
            shown = shown[self.positions(view, shown.height)]
        elif view.filter is not None:
            shown = shown.filter(self._mask(view.filter))
        unlabelled = {column.name: self._unlabelled(column) for column in shown.get_columns()}
        return pl.DataFrame(unlabelled or None, height=shown.height)

    def _unlabelled(self, column: pl.Series) -> pl.Series:
        """Give for labels the values that they were made for."""
        values = self._values.get(column.name)
        return column if values is None else values.gather(column.to_physical()).rename(column.name)

    def _positions_in(self, view: View, rows: slice) -> pl.Series:
        count = HEAD
        while count < rows.stop:
            count *= 10
        return self.positions(view, count)[rows]

    @cachedmethod(lambda self: self._counts, condition=lambda self: self._computing)
    def _count(self, filter: Filter) -> int:  # noqa: A002  the field's word
        return cast("int", self._mask(filter).sum())

    @cachedmethod(lambda self: self._masks, condition=lambda self: self._computing)
    def _mask(self, filter: Filter) -> pl.Series:  # noqa: A002
        return matching_rows(self._frame, filter)

    @cachedmethod(lambda self: self._positions, condition=lambda self: self._computing)
    def positions(self, view: View, count: int) -> pl.Series:
        """Find the positions of the first rows of a view: at least so many, if there are."""
        return self._found(view, count)

    def _found(self, view: View, count: int) -> pl.Series:
        keys = sort_keys(self._frame, view.order)
        return first_rows(keys, count, None if view.filter is None else self._mask(view.filter))


_ALL = View()


class KeptFrames:
    """The frames that were asked for last, for a process and all its threads.

    Parameters
    ----------
    max_bytes
        How much is kept. Default: what `AIO_CACHE_BYTES` says.

    Raises
    ------
    ValueError
        If `AIO_CACHE_BYTES` is no number of bytes.
    """

    def __init__(self, max_bytes: int | None = None) -> None:
        self._max_bytes = _max_bytes() if max_bytes is None else max_bytes
        self._sources = LRUCache[str, FrameSource](self._max_bytes, getsizeof=self._size)
        self._loading = threading.Condition()

    @cachedmethod(
        lambda self: self._sources,
        key=lambda self, key, _load: methodkey(self, key),
        condition=lambda self: self._loading,
    )
    def source(
        self,
        key: str,  # noqa: ARG002  by which it is kept
        load: Callable[[], pl.DataFrame | pa.Table],
    ) -> FrameSource:
        """Give the source of a frame.

        Parameters
        ----------
        key
            The frame's name in the store; the same key is always the same frame.
        load
            Gives the frame, as it is stored, if it isn't kept. Threads that ask for it at the same time wait
            for one call.
        """
        return FrameSource(load)

    def _size(self, source: FrameSource) -> int:
        if source.nbytes > self._max_bytes:
            logger.warning(
                "a frame is loaded anew for every page: it takes %d bytes, and AIO_CACHE_BYTES allows %d",
                source.nbytes,
                self._max_bytes,
            )
        return source.nbytes


def _with_labels(column: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """Turn a column with few different texts into numbers of labels, which are the texts of its cells.

    It takes less room so, the labels' order is all that sorting needs, and a filter looks at each label once.

    Returns
    -------
    The column, and what each label was made for, in the labels' order; None of a column that stays as it is.
    """
    if not isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum | pl.Date | pl.Datetime | pl.Time):
        return column, None
    sample = column.gather_every(len(column) // 10_000 + 1)
    if sample.n_unique() > 0.8 * len(sample) > 1000:
        return column, None
    values = column.unique().drop_nulls()
    if not 0 < len(values) <= MAX_LABELS:
        return column, None
    texts = values.to_frame().select(cells.cell(column.name, column.dtype)).to_series()
    labels, ordered = pl.Enum(texts.unique().sort()), values.gather(texts.arg_sort())
    if isinstance(column.dtype, pl.String):
        return column.cast(labels), ordered
    return column.replace_strict(values, texts.cast(labels), default=None, return_dtype=labels), ordered


def _max_bytes() -> int:
    """Read the environment variable `AIO_CACHE_BYTES`."""
    value = os.environ.get("AIO_CACHE_BYTES", str(MAX_BYTES))
    if not value.isdecimal():
        raise ValueError(f"AIO_CACHE_BYTES must be a number of bytes, such as {MAX_BYTES}, not {value!r}")
    return int(value)
