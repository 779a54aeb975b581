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
from collections.abc import Callable, Iterator
from typing import Any, cast

import polars as pl
from cachetools import LRUCache, cachedmethod
from cachetools.keys import methodkey

from ..predicates import Filter
from ..source import Source
from ..view import View
from . import cells, frames
from .compiler import matching_rows
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
    frame : polars.DataFrame
        The frame; without another name for it, its memory is freed as it is taken over.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        columns = frames.to_polars(frame).get_columns()
        height = frame.height
        del frame  # so that no column is in memory twice for longer than it takes to convert it
        for index in range(len(columns)):
            columns[index] = _with_labels(columns[index]).rechunk()
        self._frame = pl.DataFrame({column.name: column for column in columns} or None, height=height)
        # One series of all columns: Polars would wake its threads to take a page's rows from a frame.
        self._rows = self._frame.to_struct()
        self._records = cells.Records(self._frame)
        self.kinds = {column.name: cells.kind_of(column.dtype) for column in columns}
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

    def records(self, view: View, rows: slice) -> list[dict[str, Any]]:
        """Give rows of a view, as the `data` of a DataTable."""
        if view == _ALL:
            return self._records.of(self._frame[rows])
        count = HEAD
        while count < rows.stop:
            count *= 10
        return self._records.of(self._rows[self.positions(view, count)[rows]].struct.unnest())

    @cachedmethod(lambda self: self._counts, condition=lambda self: self._computing)
    def _count(self, filter: Filter) -> int:  # noqa: A002  the field's word
        return cast("int", self._mask(filter).sum())

    @cachedmethod(lambda self: self._masks, condition=lambda self: self._computing)
    def _mask(self, filter: Filter) -> pl.Series:  # noqa: A002
        return matching_rows(self._frame, filter)

    def parts(self, view: View, size: int) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts, without putting what is kept for other readers out."""
        height = self._frame.height
        positions = None if view == _ALL else self._found(view, height)
        for start in range(0, height if positions is None else len(positions), size):
            rows = slice(start, start + size)
            part = self._frame[rows] if positions is None else self._rows[positions[rows]].struct.unnest()
            yield self._records.of(part)

    @cachedmethod(lambda self: self._positions, condition=lambda self: self._computing)
    def positions(self, view: View, count: int) -> pl.Series:
        """Find the positions of the first rows of a view: at least so many, if there are."""
        return self._found(view, count)

    def _found(self, view: View, count: int) -> pl.Series:
        keys = [
            (values, key.descending)
            for key in view.order
            for values in sort_keys(self._frame, key.column, key.as_null)
        ]
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
        key=lambda self, key, _load_frame: methodkey(self, key),
        condition=lambda self: self._loading,
    )
    def source(self, key: str, load_frame: Callable[[], pl.DataFrame]) -> FrameSource:  # noqa: ARG002
        """Give the source of a frame.

        Parameters
        ----------
        key
            The frame's name in the store; the same key is always the same frame.
        load_frame
            Gives the frame if it isn't kept. Threads that ask for it at the same time wait for one call.
        """
        return FrameSource(load_frame())

    def _size(self, source: FrameSource) -> int:
        if source.nbytes > self._max_bytes:
            logger.warning(
                "a frame is loaded anew for every page: it takes %d bytes, and AIO_CACHE_BYTES allows %d",
                source.nbytes,
                self._max_bytes,
            )
        return source.nbytes


def _with_labels(column: pl.Series) -> pl.Series:
    """Turn a column with few different texts into numbers of labels, which are the texts of its cells.

    It takes less room so, the labels' order is all that sorting needs, and a filter looks at each label once.
    """
    if not isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum | pl.Date | pl.Datetime | pl.Time):
        return column
    sample = column.gather_every(len(column) // 10_000 + 1)
    if sample.n_unique() > 0.8 * len(sample) > 1000:
        return column
    values = column.unique().drop_nulls()
    if not 0 < len(values) <= MAX_LABELS:
        return column
    texts = values.to_frame().select(cells.cell(column.name, column.dtype)).to_series()
    labels = pl.Enum(texts.unique().sort())
    if isinstance(column.dtype, pl.String):
        return column.cast(labels)
    return column.replace_strict(values, texts.cast(labels), default=None, return_dtype=labels)


def _max_bytes() -> int:
    """Read the environment variable `AIO_CACHE_BYTES`."""
    value = os.environ.get("AIO_CACHE_BYTES", str(MAX_BYTES))
    if not value.isdecimal():
        raise ValueError(f"AIO_CACHE_BYTES must be a number of bytes, such as {MAX_BYTES}, not {value!r}")
    return int(value)
