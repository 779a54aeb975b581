"""What makes paging cost no more than the page: frames, and the rows of their views, kept in memory.

A `TableViews` keeps, for as long as there is room, the frames that it was given, and for each of them the
masks of the rows that filters match, and the positions of the first rows of filters and sorts, of which it
finds more when a page beyond them is asked for. A page is then a slice of positions, and only its cells
become Python objects.

What is kept is bounded by `AIO_CACHE_BYTES`, an environment variable, by default 1 GiB a process. A table
counts with its frame and the room for its views, which is half as much again. A frame for which there is no
room is shown, but loaded again for every page.
"""

import logging
import os
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import polars as pl
from cachetools import LRUCache

from . import cells
from .filter_compiler import matches
from .filter_query import Expression, columns_of, parse
from .table_operations import (
    SortBy,
    first_positions,
    first_rows,
    known_columns,
    page_count,
    page_rows,
    page_shown,
    positions,
    sort_key,
    sort_order,
)

logger = logging.getLogger(__name__)

MAX_BYTES = 1024**3
"""How much a process keeps if `AIO_CACHE_BYTES` isn't set."""

HEAD = 1000
"""How many rows of a view are found at first; ten times as many when a page beyond them is asked for."""

MAX_LABELS = 2**16 - 1
"""A column of text that has no more different values is kept as numbers of labels."""

Value = TypeVar("Value")

_Order = tuple[tuple[str, bool], ...]
_AsNull = Mapping[str, Sequence[str | float | bool]]


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a table that are in view.

    Parameters
    ----------
    records
        The rows, as a DataTable's `data`.
    row_count
        How many rows the filter matches.
    page_count
        How many pages they take.
    page_current
        The number of this page, which is 0 where the one that was asked for doesn't exist (section 9).
    """

    records: list[dict[str, Any]]
    row_count: int
    page_count: int
    page_current: int


class TableViews:
    """Pages of filtered and sorted frames, for a process and all its threads.

    Parameters
    ----------
    max_bytes
        How much is kept. Default: what `AIO_CACHE_BYTES` says when the first page is asked for.
    """

    def __init__(self, max_bytes: int | None = None) -> None:
        self._tables = _Kept[_Table](
            _max_bytes if max_bytes is None else lambda: max_bytes, lambda table: table.nbytes
        )

    def page(
        self,
        key: str,
        load_frame: Callable[[], pl.DataFrame],
        filter_query: str,
        sort_by: Sequence[SortBy],
        page_current: int,
        page_size: int,
        sort_as_null: Mapping[str, Sequence[str | float | bool]] | None = None,
    ) -> Page:
        """Give a page of a frame, filtered and sorted as a DataTable does.

        Parameters
        ----------
        key
            The frame's name in the store; the same key is always the same frame.
        load_frame
            Gives the frame if it isn't kept. Threads that ask for it at the same time wait for one call.
        filter_query, sort_by, page_current, page_size, sort_as_null
            As in `table_operations`. They may come from the browser as they are.

        Raises
        ------
        FilterQueryError, UnknownColumnError, ValueError
            As in `table_operations`.
        ValueError
            If `AIO_CACHE_BYTES` is no number of bytes.
        """
        order = tuple(sort_order(sort_by))
        table = self._tables.get(key, lambda: _Table(load_frame()))
        return table.page(filter_query, order, sort_as_null or {}, page_current, page_size)


@dataclass(frozen=True, slots=True)
class _Matching:
    """The rows that a filter matches, as a mask, and how many they are."""

    mask: pl.Series
    row_count: int


class _Table:
    """A frame and its views."""

    def __init__(self, frame: pl.DataFrame) -> None:
        columns = cells.to_polars(frame).get_columns()
        height = frame.height
        del frame  # so that no column is in memory twice for longer than it takes to convert it
        for index in range(len(columns)):
            columns[index] = _with_labels(columns[index]).rechunk()
        self._frame = pl.DataFrame({column.name: column for column in columns} or None, height=height)
        self._columns = self._frame.columns
        self._records = cells.Records(self._frame)
        self._labelled = [column.name for column in columns if isinstance(column.dtype, pl.Enum)]
        frame_bytes = int(self._frame.estimated_size())
        # Room for half of the frame again, but always for a few views, of which each takes 4 bytes a row.
        room = max(frame_bytes // 2, 16 * self._frame.height, 2**20)
        self._matching = _Kept[_Matching](lambda: room // 4, lambda rows: int(rows.mask.estimated_size()))
        self._views = _Kept[pl.Series](lambda: room - room // 4, lambda rows: int(rows.estimated_size()))
        self.nbytes = frame_bytes + room

    def page(
        self, filter_query: str, order: _Order, sort_as_null: _AsNull, page_current: int, page_size: int
    ) -> Page:
        matching = self._matches(filter_query)
        row_count = self._frame.height if matching is None else matching.row_count
        page = page_rows(row_count, page_current, page_size)
        if matching is None and not order:
            cut = self._frame[page]
        else:
            rows = self._first(filter_query, matching, order, sort_as_null, page.stop)[page]
            # Column by column: Polars would wake its threads for a whole frame, and a page isn't worth that.
            cut = pl.DataFrame([column[rows] for column in self._frame.get_columns()])
        records = self._records.of(cut)
        shown = page_shown(row_count, page_current, page_size)
        return Page(records, row_count, page_count(row_count, page_size), shown)

    def _matches(self, filter_query: str) -> _Matching | None:
        """Give the rows that a query matches, None for all of them."""

        def compute() -> _Matching:
            expression = cast("Expression", parse(filter_query))
            known_columns(columns_of(expression), self._columns, "filter_query")
            mask = matches(self._frame, expression)
            return _Matching(mask, cast("int", mask.sum()))

        return None if filter_query == "" else self._matching.get(str(filter_query), compute)

    def _first(
        self, filter_query: str, matching: _Matching | None, order: _Order, sort_as_null: _AsNull, least: int
    ) -> pl.Series:
        """Give the positions of the first rows of those that a query matches, sorted: at least so many."""
        count = HEAD
        while count < least:
            count *= 10

        def compute() -> pl.Series:
            known_columns((name for name, _ in order), self._columns, "sort_by")
            if not order:
                return first_positions(cast("_Matching", matching).mask, count)
            rows = None if matching is None else positions(matching.mask)
            keys = [(self._key(name, sort_as_null.get(name, ())), descending) for name, descending in order]
            return first_rows(keys, count, rows)

        # What sorts as null by its text, for to Python 0, False and -0.0 are the same.
        return self._views.get((filter_query, order, repr(sort_as_null), count), compute)

    def _key(self, name: str, as_null: Sequence[str | float | bool]) -> pl.Series:
        """Give the sort key of a column. Ranking texts takes long; the others aren't worth the room."""
        if name in self._labelled or cells.column_type(self._frame[name].dtype) != "text":
            return sort_key(self._frame, name, as_null)
        return self._views.get(("key", name, repr(as_null)), lambda: sort_key(self._frame, name, as_null))


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


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Value]):
    value: Value
    nbytes: int


class _Kept(Generic[Value]):
    """What was computed last, as much as there is room for; computed once, however many threads ask for it.

    Parameters
    ----------
    max_bytes
        How much room there is; asked when the first value is.
    size_of
        How many bytes a value takes.
    """

    def __init__(self, max_bytes: Callable[[], int], size_of: Callable[[Value], int]) -> None:
        self._max_bytes, self._size_of = max_bytes, size_of
        self._lock = threading.Lock()
        self._entries: LRUCache[Hashable, _Entry[Value]] | None = None
        self._running: dict[Hashable, Future[Value]] = {}

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """Give the value of a key; compute it, or wait for the thread that does, if it isn't kept.

        What `compute` raises, all the threads raise that wait for it, and the next one computes again.
        """
        with self._lock:
            if self._entries is None:
                self._entries = LRUCache(self._max_bytes(), getsizeof=lambda entry: entry.nbytes)
            if (entry := self._entries.get(key)) is not None:
                return entry.value
            running = self._running.get(key)
            if running is None:
                own = self._running[key] = Future[Value]()
        if running is not None:
            return running.result()
        try:
            value = compute()
            self._keep(key, value)
        except BaseException as error:
            own.set_exception(error)
            raise
        else:
            own.set_result(value)
            return value
        finally:
            with self._lock:
                del self._running[key]

    def _keep(self, key: Hashable, value: Value) -> None:
        # A key is kept, too, and a query in it may be longer than the rows it finds.
        entry = _Entry(value, self._size_of(value) + len(repr(key)) + 500)
        with self._lock:
            entries = cast("LRUCache[Hashable, _Entry[Value]]", self._entries)
            if entry.nbytes <= entries.maxsize:
                entries[key] = entry
            else:
                logger.warning(
                    "%d bytes are not kept, where AIO_CACHE_BYTES allows %d", entry.nbytes, entries.maxsize
                )


def _max_bytes() -> int:
    """Read the environment variable `AIO_CACHE_BYTES`."""
    value = os.environ.get("AIO_CACHE_BYTES", str(MAX_BYTES))
    if not value.isdecimal():
        raise ValueError(f"AIO_CACHE_BYTES must be a number of bytes, such as {MAX_BYTES}, not {value!r}")
    return int(value)
