"""How values become bytes and come back: frames as Parquet, anything else as JSON."""

# Each library is imported where it is used: an app that keeps Polars frames loads neither pandas nor PyArrow.
# ruff: noqa: PLC0415

from __future__ import annotations

import io
import json
import math
import reprlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from .errors import StoreValueError, StoreVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa


def encode(value: Any) -> tuple[bytes, bytes]:
    """Return a value's kind and its bytes; refuse a value that would come back as another."""
    for kind, frames in _FRAMES.items():
        if frames.include(value):
            return kind, _encode_frame(value, frames)
    return _JSON, _encode_json(value)


def encode_internal(value: Any) -> tuple[bytes, bytes]:
    """Return the kind and the bytes of what a component keeps for itself."""
    return _INTERNAL, _encode_json(value)


def decode(kind: bytes, payload: bytes) -> Any:
    """Return the value that was encoded. The bytes are intact, so a failure is one of versions."""
    if kind == _INTERNAL:
        raise StoreValueError(
            "This key leads to what a component keeps for itself, as of a table that shows a part of a frame."
            " Take its rows from the component, as with visible_df."
        )
    try:
        return json.loads(payload) if kind == _JSON else _FRAMES[kind].read(payload)
    except Exception as error:
        raise StoreVersionError(
            f"This process's libraries can't read this data ({type(error).__name__}: {error}): it was saved "
            "with other versions of them. Finish the upgrade, or save the data again."
        ) from error


def decode_table(kind: bytes, payload: bytes) -> pl.DataFrame | pa.Table:
    """Return a frame as it is stored: of pandas, too, as a PyArrow table."""
    if kind == _JSON:
        raise StoreValueError("This key leads to a JSON value, not to a frame: read it with load().")
    table = decode(_ARROW if kind == _PANDAS else kind, payload)
    if kind == _ARROW:  # whose schema may have what pandas wrote into it before: the frame is none of pandas
        metadata = {name: text for name, text in (table.schema.metadata or {}).items() if name != b"pandas"}
        table = table.replace_schema_metadata(metadata)
    return table


def decode_internal(kind: bytes, payload: bytes) -> Any:
    """Return what a component keeps for itself."""
    if kind != _INTERNAL:
        raise StoreValueError("This key leads to a value that no component has stored for itself.")
    return decode(_JSON, payload)


def _encode_frame(frame: Any, frames: _Frames) -> bytes:
    try:
        return _written(frame, frames)
    except _conversion_errors() as error:
        reason = "; ".join(map(str, error.args)).rstrip(".")
        raise StoreValueError(
            f"This {type(frame).__name__} can't be stored: {reason}. "
            "Convert what can't be kept before saving it, to text for example."
        ) from error


def _written(frame: Any, frames: _Frames) -> bytes:
    """Write a frame as Parquet, which is good only if reading it gives the same frame."""
    payload = frames.write(frame)
    after = frames.read(payload)
    if frame.shape != after.shape:
        raise ValueError(f"its shape {frame.shape} would become {after.shape}")
    frames.compare(frame, after)
    return payload


def _conversion_errors() -> tuple[type[BaseException], ...]:
    """Return what Python and the libraries that are loaded raise for a frame that can't be converted."""
    pa, pl = nw.dependencies.get_pyarrow(), nw.dependencies.get_polars()
    of_polars = (pl.exceptions.PolarsError, pl.exceptions.PanicException) if pl else ()
    of_arrow = (pa.ArrowException,) if pa else ()
    return (ValueError, TypeError, NotImplementedError, ArithmeticError, *of_polars, *of_arrow)


def _write_pandas(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa

    # What PyArrow would change with a mere warning is refused.
    for level in getattr(frame.columns, "levels", [frame.columns]):
        if "mixed" in level.inferred_type:
            raise ValueError("its column names are of several types")
    for name in frame.index.names:
        if name is not None and not isinstance(name, str):
            raise ValueError(f"its index has the name {name!r}, which isn't text")
    json.dumps(frame.attrs)
    return _write_arrow(pa.Table.from_pandas(frame))


# Equal frames give equal bytes only if they are cut alike, so both libraries are given them in one piece.
# Higher levels of compression take longer, and hardly make it smaller.


def _write_polars(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.rechunk().write_parquet(stream, compression="zstd", compression_level=1)
    return stream.getvalue()


def _write_arrow(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table.combine_chunks(), stream, compression="zstd", compression_level=1)
    return stream.getvalue()


def _read_pandas(payload: bytes) -> pd.DataFrame:
    # Python's own integers beside None stay integers: as floats, large ones would change.
    return _read_arrow(payload).to_pandas(integer_object_nulls=True)


def _read_polars(payload: bytes) -> pl.DataFrame:
    import polars as pl

    return pl.read_parquet(payload)


def _read_arrow(payload: bytes) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(payload)).read()


def _compare_pandas(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Raise ValueError if anything but a dtype differs between a frame and what was read back for it."""
    if not _same([*before.index.names, *before.columns.names], [*after.index.names, *after.columns.names]):
        raise ValueError("the names of its index or of its columns' index would change")
    if not _same(before.attrs, after.attrs):
        raise ValueError("its attrs would change")
    for (name, old), (_, new) in zip(_parts(before), _parts(after), strict=True):
        if _same_at_once(old, new):
            continue
        for row, (one, other) in enumerate(zip(old.tolist(), new.tolist(), strict=True)):
            if not _same(one, other):
                raise ValueError(
                    f"in {name}, {reprlib.repr(one)} (row {row}) would become {reprlib.repr(other)}"
                )


def _same_at_once(old: Any, new: Any) -> bool:
    """Say whether two columns are equal where all of their values can be compared together."""
    if old.dtype == new.dtype:
        return bool(old.dtype != object and old.array.equals(new.array))
    # Parquet has no whole seconds; and nothing else of a time's dtype may change.
    kinds = {(dtype.kind, str(getattr(dtype, "tz", None))) for dtype in (old.dtype, new.dtype)}
    if kinds not in ({("M", "None")}, {("m", "None")}):
        return False
    old, new = old.array, new.array
    return bool(((old == new) | (old.isna() & new.isna())).all())


def _parts(frame: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    yield "column names", frame.columns
    for level in range(frame.index.nlevels):
        yield f"index level {level}", frame.index.get_level_values(level)
    for position, label in enumerate(frame.columns):
        yield f"column {label!r}", frame.iloc[:, position]


def _same(one: Any, other: Any) -> bool:
    """Say whether two objects of a pandas frame are equal; missing values are alike, and so are sequences."""
    if type(one) is type(other) and isinstance(one, str | int):
        return bool(one == other)  # what most objects are, in a hurry

    import numpy as np
    import pandas as pd

    sequence = (list, tuple, np.ndarray)
    if isinstance(one, sequence) or isinstance(other, sequence):
        alike = isinstance(one, sequence) and isinstance(other, sequence) and len(one) == len(other)
        return alike and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other and one.utcoffset() == other.utcoffset()
    return isinstance(one, bool | np.bool_) == isinstance(other, bool | np.bool_) and bool(one == other)


def _compare_polars(before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Raise ValueError if anything differs between a frame and what was read back for it."""
    for old, new in zip(before, after, strict=True):
        if not old.equals(new, check_dtypes=True, check_names=True, null_equal=True):
            raise ValueError(f"column {old.name!r} would change")


def _compare_arrow(before: pa.Table, after: pa.Table) -> None:
    """Raise ValueError if anything but a type differs between a table and what was read back for it."""
    columns = before.cast(after.schema).columns
    for name, old, new in zip(before.column_names, columns, after.columns, strict=True):
        # NaN doesn't equal itself. Text tells it from null, in lists and structs too, but slowly.
        if not _bits(old).equals(_bits(new)) and repr(old.to_pylist()) != repr(new.to_pylist()):
            raise ValueError(f"column {name!r} would change")


def _bits(column: pa.ChunkedArray) -> pa.Array:
    """Return floats as the integers of the same bits, which equal themselves; other types as they are."""
    import pyarrow as pa

    if pa.types.is_floating(column.type):
        return column.combine_chunks().view(f"int{column.type.bit_width}")
    return column


def _encode_json(value: Any) -> bytes:
    try:
        return json.dumps(_json_of(value, "value"), separators=(",", ":")).encode()
    except StoreValueError:
        raise
    except (RecursionError, ValueError) as error:
        raise StoreValueError(
            f"The value is nested too deeply for JSON, contains itself, or has a number too long ({error})."
        ) from error


def _json_of(value: Any, place: str) -> Any:
    """Return what JSON holds of a value; refuse what it can't hold, naming the place."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise StoreValueError(f"{place} is {value}, which JSON can't hold. Save None instead.")
        return value
    if isinstance(value, dict):
        for key in (key for key in value if not isinstance(key, str)):
            raise StoreValueError(
                f"{place} has the key {key!r} of type {type(key).__name__}, and JSON's keys are text. "
                "Convert the keys to text."
            )
        return {key: _json_of(item, f"{place}[{key!r}]") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json_of(item, f"{place}[{position}]") for position, item in enumerate(value)]

    from plotly.utils import PlotlyJSONEncoder

    try:
        plain = PlotlyJSONEncoder().default(value)
    except (TypeError, ValueError) as error:
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        raise StoreValueError(
            f"{place} is of type {kind}, which JSON can't hold. Convert it first."
        ) from error
    return _json_of(plain, place)


class _Frames(NamedTuple):
    include: Callable[[Any], bool]
    write: Callable[[Any], bytes]
    read: Callable[[bytes], Any]
    compare: Callable[[Any, Any], None]


_JSON, _INTERNAL, _PANDAS, _POLARS, _ARROW = b"J", b"I", b"P", b"L", b"A"
_FRAMES = {
    _PANDAS: _Frames(nw.dependencies.is_pandas_dataframe, _write_pandas, _read_pandas, _compare_pandas),
    _POLARS: _Frames(nw.dependencies.is_polars_dataframe, _write_polars, _read_polars, _compare_polars),
    _ARROW: _Frames(nw.dependencies.is_pyarrow_table, _write_arrow, _read_arrow, _compare_arrow),
}
