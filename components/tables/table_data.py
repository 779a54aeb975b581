"""What a table shows, in the store: a frame, or a part of one; and its rows, found by what the browser sends.

Here a component's data, the store and the engine come together.
"""

# The engine is imported where it is used: Dash asks that whatever has callbacks is imported before the first
# request, which so costs no more than Dash itself.
# ruff: noqa: PLC0415

from __future__ import annotations

import copy
import io
import logging
import reprlib
import threading
import uuid
import warnings
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from cachetools import LRUCache, TTLCache, cached

from .. import redis_store
from .datatable_properties import BY_ROW
from .datatable_view import filter_of
from .expression import columns_of
from .faults import UNLIKE
from .filter_query import FilterQueryError, parse, without_braces
from .meaning import meaning
from .memory import forks
from .number_format import number_format
from .part import NarrowedSource, Part, PartSource, part_of
from .registered import Description, registered, source_named
from .view import View, check_columns
from .within import within

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from .memory.kept import FrameSource, KeptFrames
    from .predicates import CellKind
    from .source import Source

logger = logging.getLogger(__name__)

ASKED_EVERY = 0.1
"""Seconds within which the store isn't asked again whether it still has the data of a table."""


# To the store ----------------------------------------------------------------------------------------------


class TableData:
    """What a table shows: a frame that is saved in the store, or the key of one, or a part of either.

    Parameters
    ----------
    df
        The frame, where there is no key and no source.
    key
        What `redis_store.save` returned for a frame.
    names
        The columns that can be asked for; None for all.
    base_filter
        The `filter_query` of the rows that can be asked for; None for all.
    ttl
        Seconds that what is stored lives after its last use; None for those of the environment.
    source
        A source of data elsewhere, in place of both.

    Raises
    ------
    ValueError, TypeError, redis_store.StoreError, ForkedEngineError
        As `DataTableAIO` and `AgGridAIO`.
    """

    def __init__(
        self,
        df: Any,
        key: str | None = None,
        names: Sequence[str] | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
        source: Any = None,
    ) -> None:
        from .memory.frames import storable, survives

        if key is not None and ttl is not None:
            raise ValueError("ttl= is for df=: give it to redis_store.save, which made key=.")
        self._key: Any = key
        self._ttl, self._frame, self._as_shown = ttl, None, None
        self._source: str | None = None
        if source is not None:
            self._source = registered(source).name
            source.check_columns(None if names is None else [*names])
            found = source.description()
            _check_names(names or (), list(found.kinds))
        elif key is None:
            check_engine(df)
            frame, shown = _selected(df, names, _columns_of_query(base_filter))
            self._as_shown = partial(storable, shown, frame)
            self._frame = frame if survives(frame, shown) else self._as_shown()
            found = description_of(shown)
        else:
            _check(key)
            self._ttl = redis_store.entries.ttl_of(key)
            found = _described_by_key(key)
            _check_names(names or (), list(found.kinds))
        _check_base_filter(base_filter, found.kinds)
        self.columns, self.height = copy.deepcopy(found.columns), found.height
        self.kinds, self.grid_types = dict(found.kinds), dict(found.grid_types)
        self.names = list(found.kinds) if names is None else list(names)
        # Of a frame that is saved here, no other columns are stored.
        is_part = source is not None or base_filter is not None or (key is not None and names is not None)
        self._part = (None if names is None else tuple(names), base_filter) if is_part else None
        self._by_row: tuple[pa.Table, str | None] | None = None

    def add_by_row(self, properties: Mapping[str, Any]) -> None:
        """Store, apart, the properties that have a value for each row: see `memory.by_row`."""
        from .memory import by_row

        table = by_row.table_of(properties, self.height)
        self._by_row = None if table is None else (table, None)

    def ids_at(self, rows: Sequence[int]) -> list[Any]:
        """Give what the column `id` has in rows, by their positions; None for each without such a column."""
        from .memory.cells import records
        from .memory.frames import to_polars

        if not rows or "id" not in self.names:
            return [None] * len(rows)
        if self._frame is None:
            found = _frame_source(self._key).records_at(rows)
        else:
            found = records(to_polars(self._frame, ["id"])[list(rows)])
        return [record["id"] for record in found]

    def keep(self) -> dict[str, Any]:
        """Have it in the store, and say where: for the table's `dcc.Store`."""
        if self._frame is None:
            if self._source is None:
                redis_store.check(self._key)
        elif self._key is None or not _is_stored(self._key):
            self._key = self._save()
        place: dict[str, Any] = {"df": self._key, "part": None, "saved_in": redis_store.location()}
        if self._part is not None:
            part = redis_store.save_internal(Part(self._key, *self._part, self._source).entry(), self._ttl)
            place |= {"df": None, "part": part}
            if self._source is not None:  # what a key leads to may change
                place["version"] = str(uuid.uuid4())
        if self._by_row is not None:
            table, key = self._by_row
            if key is None or not _is_stored(key):
                key = redis_store.save(table, self._ttl)
                self._by_row = (table, key)
            place["by_row"] = key
        return place

    def _save(self) -> str:
        check_engine(self._frame)
        as_shown = self._as_shown  # another thread may be done with it meanwhile
        try:
            key = redis_store.save(self._frame, self._ttl)
        except redis_store.StoreValueError:  # for its index, its labels, its attrs …, which aren't shown
            if as_shown is None:
                raise
            self._frame = as_shown()
            key = redis_store.save(self._frame, self._ttl)
        self._as_shown = None  # which one it is to be is known: no need to keep the other
        return key


def check_engine(frame: Any) -> None:
    """Raise a `ForkedEngineError` where reading or storing a Polars frame would hang."""
    if nw.dependencies.is_polars_dataframe(frame):
        forks.check()


def frame_of_records(data: Any, names: Sequence[str]) -> pd.DataFrame:
    """Make a frame of a DataTable's `data`; without any rows, it has the columns of these names."""
    import pandas as pd

    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        raise ValueError("data= must be a list of records, each a dictionary of a row's values by column.")
    known = dict.fromkeys(name for record in data for name in record)
    return pd.DataFrame.from_records(data, columns=list(known) if data else list(names))


def check_one_given(given: Mapping[str, bool]) -> None:
    """Refuse none and several of the ways to say what a table shows."""
    named = [f"{name}=" for name, is_given in given.items() if is_given]
    if len(named) != 1:
        said = f"{' and '.join(named)} are" if named else f"None of {', '.join(given)} is"
        raise ValueError(
            f"{said} given: a table shows a dataframe, the key of one, a source, or a list of records."
        )


def _is_stored(key: str) -> bool:
    try:
        redis_store.check(key)
    except redis_store.StoreExpiredError:
        return False
    return True


def description_of(shown: pl.DataFrame) -> Description:
    """Describe what tables show of a frame, as `to_polars` has made it."""
    from .memory.cells import cell_data_type, column_type, kind_of
    from .memory.numbers import numbers_of

    columns: dict[str, dict[str, Any]] = {}
    for column in shown.get_columns():
        name = column.name
        columns[name] = {"name": name, "id": name, "type": column_type(column.dtype)}
        if format_ := number_format(name, numbers_of(column)):
            columns[name]["format"] = format_
    kinds = {name: kind_of(dtype) for name, dtype in shown.schema.items()}
    grid_types = {column.name: cell_data_type(column) for column in shown.get_columns()}
    return Description(columns, kinds, grid_types, shown.height)


@lru_cache(maxsize=1_000)
def _described_by_key(key: str) -> Description:
    """Describe a frame of the store, which is loaded for that once in a process, where it is then kept."""
    return description_of(_frame_source(key).shown(View()))


def _columns_of_query(filter_query: str | None) -> list[str]:
    expression = None if filter_query is None else parse(filter_query)
    return [] if expression is None else columns_of(expression)


def _check_base_filter(base_filter: str | None, kinds: Mapping[str, CellKind]) -> None:
    """Refuse what can't be carried out for every row, or would take all of them by mistake."""
    if base_filter is None:
        return
    expression = parse(base_filter)
    if expression is None:
        raise ValueError("base_filter= is blank, which takes every row: leave it out if that is meant.")
    check_columns(columns_of(expression), kinds, "base_filter=")
    if hint := without_braces(expression, kinds):
        raise FilterQueryError(hint, base_filter)
    if meaning(expression, kinds).faults:
        raise ValueError(
            "base_filter= compares regardless of case, which has no answer for missing values: use icontains,"
            " or an operator that heeds case, such as =."
        )


def _check_names(wanted: Sequence[str], names: Sequence[str]) -> None:
    if unknown := [name for name in wanted if name not in names]:
        raise ValueError(f"columns= names {unknown[0]!r}, and the frame has only {', '.join(names)}.")


def _selected(
    frame: Any, wanted: Sequence[str] | None, filtered_by: Sequence[str]
) -> tuple[Any, pl.DataFrame]:
    """Take of a frame the columns that the table has, and that its app filters by.

    Returns
    -------
    These columns as they are, and as they are shown.
    """
    from .memory.frames import column_names, stringified, to_polars

    names = column_names(frame)
    if wanted is not None:
        _check_names(wanted, names)
        wanted = [*wanted, *(name for name in filtered_by if name in names and name not in wanted)]
        frame = nw.from_native(frame, eager_only=True)[:, [names.index(name) for name in wanted]].to_native()
    if mixed := stringified(frame):
        described = ", ".join(f"{name!r} ({types})" for name, types in mixed.items())
        warnings.warn(f"Columns of mixed types are shown as text: {described}.", stacklevel=4)
    return frame, to_polars(frame)


# From the browser ------------------------------------------------------------------------------------------


def source_of(store: Mapping[str, Any]) -> Source:
    """Find the frame that a table's `dcc.Store` names, or the part of one.

    Parameters
    ----------
    store
        The data of the `dcc.Store`, as the browser sent it.

    Raises
    ------
    redis_store.StoreError
        If what it names can't be had.
    ForkedEngineError
        If this process can't use the engine.
    ValueError
        If it has other columns than the table, as data may that was given to a table which stands.
    """
    key: Any = store.get("part")
    if key is None:
        source: Source = _frame_source(store.get("df"))
    else:
        _check(key)
        part = _part(key)
        whole = _frame_source(part.df) if part.source is None else source_named(part.source).rows()
        source = PartSource(whole, part.columns, filter_of(part.base_filter, whole.kinds))
    _check_likeness(source, store)
    if store.get("within"):
        source = NarrowedSource(source, within(store["within"], source.kinds))
    return source


def _check_likeness(source: Source, store: Mapping[str, Any]) -> None:
    """Refuse data with other columns than the table's own, and tell the log which."""
    columns = store.get("columns", list(source.kinds))
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise ValueError("columns must be a list of names.")
    if source.kinds.keys() == set(columns):
        return
    logger.error(
        "A table can't show its new data: it lacks the columns %s and has %s besides those of the table."
        " Give new_data the table's columns=, or return another table.",
        reprlib.repr(sorted(set(columns) - source.kinds.keys())),
        reprlib.repr(sorted(source.kinds.keys() - set(columns))),
    )
    raise ValueError(UNLIKE)


def parquet(source: Source, view: View, columns: Sequence[str]) -> bytes:
    """Write the rows of a view as a Parquet file, with the types that they have in a frame.

    Raises
    ------
    ValueError
        If a database has more of them than a frame may have.
    """
    from .memory.frames import to_polars

    content = io.BytesIO()
    to_polars(source.frame(view, columns)).write_parquet(content)
    return content.getvalue()


def key_of(store: Mapping[str, Any]) -> Any:
    """Give the key by which the browser knows what a table shows."""
    return store.get("df") if store.get("part") is None else store["part"]


def by_row(store: Mapping[str, Any], positions: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """Give the properties that have a value for each row, for the rows at positions.

    Parameters
    ----------
    store
        The data of the `dcc.Store`, as the browser sent it.
    positions
        Where the rows in view are in the frame.

    Returns
    -------
    The values of each property that the table has, and of each that its data had before it was replaced.
    """
    from .memory.by_row import values_at

    if "by_row" not in store:
        return {}
    key = store["by_row"]
    return {name: [] for name in BY_ROW} if key is None else values_at(_frame_source(key), positions)


def _frame_source(key: Any) -> FrameSource:
    forks.check()
    _check(key)
    return kept_frames().source(key, partial(redis_store.load_table, key))


@cache
def kept_frames() -> KeptFrames:
    """Give the frames that this process keeps; their room is read from the environment when there is one."""
    from .memory.kept import KeptFrames

    try:
        return KeptFrames()
    except ValueError as error:
        raise redis_store.StoreConfigurationError(str(error)) from None


@cached(LRUCache(maxsize=10_000), lock=threading.Lock())
def _part(key: str) -> Part:
    """Read, once in a process, which part of a frame a key leads to."""
    part = part_of(redis_store.load_internal(key))
    if part is None:
        raise redis_store.StoreValueError("This key leads to a value that no table has stored.")
    return part


@cached(TTLCache(maxsize=10_000, ttl=ASKED_EVERY), key=repr, lock=threading.Lock())
def _check(key: Any) -> None:
    """Ask the store at every interaction, so that what has expired there isn't shown from memory.

    A burst of them, of one reader who turns pages or of many, asks it once.
    """
    redis_store.check(key)
