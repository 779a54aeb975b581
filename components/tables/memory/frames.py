"""Dataframes of pandas, Polars and PyArrow: taken in as a Polars frame, and rows taken out of as they are."""

import datetime as dt
import decimal
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from narwhals.typing import IntoDataFrame

from ..source import UnsupportedColumnError
from .cells import TICKS

_DAYS = (-719_528, 2_932_896)  # of the years 0 to 9999, counted from 1970

_BYTES = "it holds bytes; decode them to text, or leave the column out"
_COMPLEX = "it holds complex numbers; split them into two columns, or convert them to text"


Library = Literal["pandas", "polars", "pyarrow"]

_NULLABLE_INTEGERS = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")

_CONVERSION_ERRORS = (ValueError, TypeError, OverflowError, pa.ArrowException, pl.exceptions.PolarsError)


def column_names(frame: IntoDataFrame) -> list[str]:
    """Name the columns of a frame as the table names them: a name that is no string is its `str()`.

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow.

    Raises
    ------
    UnsupportedColumnError
        If two columns have the same name, one has none, or the columns have several levels.
    TypeError
        If `frame` is something else.
    """
    native = wrapped(frame).to_native()
    labels: list[object]
    if isinstance(native, pl.DataFrame | pa.Table):
        labels = list(wrapped(frame).columns)
    elif native.columns.nlevels > 1:
        raise UnsupportedColumnError(
            f"the columns have {native.columns.nlevels} levels (MultiIndex); flatten them first:"
            " frame.columns = ['_'.join(map(str, labels)) for labels in frame.columns]"
        )
    else:
        labels = list(native.columns)
    names = [str(label) for label in labels]
    if "" in names:
        raise UnsupportedColumnError("a column has an empty name, which no filter can name; rename it")
    name, count = max(Counter(names).items(), key=lambda item: item[1], default=("", 0))
    if count > 1:
        raise UnsupportedColumnError(f"{count} columns are named {name!r}; rename all but one")
    return names


def to_polars(frame: IntoDataFrame, columns: Iterable[str] | None = None) -> pl.DataFrame:
    """Convert a dataframe into a Polars frame of which `cell` knows every column.

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow; it is not changed.
    columns
        The columns to convert, as `column_names` names them; all of them by default.

    Returns
    -------
    A frame with the same rows in the same order. Missing values are null, and so are NaN and infinity; Python
    objects have a type.

    Raises
    ------
    UnsupportedColumnError
        If a column has no form in a DataTable, or a name that another one has.
    TypeError
        If `frame` is something else than a dataframe of the three.
    """
    native = wrapped(frame).to_native()
    positions = {name: index for index, name in enumerate(column_names(frame))}
    wanted = positions if columns is None else columns
    converted = {name: _converted(name, _column(native, positions[name])) for name in wanted}
    return pl.DataFrame(converted or None, height=len(native))


def from_stored(table: pl.DataFrame | pa.Table) -> pl.DataFrame:
    """Convert what `redis_store.load_table` gives into what `to_polars` makes of the frame itself."""
    if isinstance(table, pl.DataFrame) or library_of_stored(table) == "pyarrow":
        return to_polars(table)
    pandas = table.schema.pandas_metadata
    columns = table.drop_columns([name for name in pandas["index_columns"] if isinstance(name, str)])
    labels_are_text = all(level["pandas_type"] in {"unicode", "empty"} for level in pandas["column_indexes"])
    if labels_are_text and all(_is_alike(field.type) for field in columns.schema):
        return to_polars(columns)
    return to_polars(table.to_pandas(integer_object_nulls=True))


def library_of_stored(table: pl.DataFrame | pa.Table) -> Library:
    """Tell by which library a frame was saved that `redis_store.load_table` gives."""
    if isinstance(table, pl.DataFrame):
        return "polars"
    return "pyarrow" if table.schema.pandas_metadata is None else "pandas"


def _is_alike(dtype: pa.DataType) -> bool:
    """Tell whether the cells of a PyArrow column are those of the pandas column that it is stored for."""
    if pa.types.is_dictionary(dtype):
        dtype = dtype.value_type
        return pa.types.is_string(dtype) or pa.types.is_large_string(dtype)
    return not (pa.types.is_nested(dtype) or isinstance(dtype, pa.BaseExtensionType))


def survives(frame: Any, shown: pl.DataFrame) -> bool:
    """Tell whether a frame is shown alike when the store has changed its objects: `[1, None]` into floats."""
    if isinstance(frame, pl.DataFrame | pa.Table):
        return True
    objects = [at for at, dtype in enumerate(frame.dtypes) if dtype.kind == "O"]
    try:
        table = pa.Table.from_pandas(frame.iloc[:, objects], preserve_index=False)
        altered = [at for at, field in enumerate(table.schema) if not _is_alike(field.type)]
        again = table.select(altered).to_pandas(integer_object_nulls=True)
    except _CONVERSION_ERRORS:
        return False
    return all(
        _series(again.iloc[:, column]).equals(shown.to_series(objects[at]))
        for column, at in enumerate(altered)
    )


def storable(shown: pl.DataFrame, like: Any) -> Any:
    """Make of a frame that `to_polars` has made one that the store can keep, of the kind of another frame.

    For integers beyond 64 bits, which only Polars writes to Parquet, it is one of Polars.
    """
    if pl.Int128 in shown.dtypes:
        return shown
    return of_library(shown, wrapped(like).implementation.value)


def of_library(shown: pl.DataFrame, library: Library) -> Any:
    """Make of a frame that `to_polars` has made one of a library."""
    if library == "polars":
        return shown
    table = pa.table({column.name: column.to_arrow() for column in shown.get_columns()})
    if library == "pyarrow":
        return table
    import pandas as pd  # noqa: PLC0415  for whoever works with pandas

    # Integers beside missing ones would become floats, and booleans objects.
    nullable = {
        pa.from_numpy_dtype(name.lower()): pd.api.types.pandas_dtype(name) for name in _NULLABLE_INTEGERS
    }
    frame = table.to_pandas(types_mapper=(nullable | {pa.bool_(): pd.BooleanDtype()}).get)
    complete = [column.name for column in shown.get_columns() if not column.null_count()]
    plain = {name: getattr(frame[name].dtype, "numpy_dtype", None) for name in complete}
    return frame.astype({name: dtype for name, dtype in plain.items() if dtype is not None})


def stringified(frame: IntoDataFrame) -> dict[str, str]:
    """Name the columns that are sent as `str(value)` for want of a form of their own, and say what they hold.

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow.

    Returns
    -------
    {name of the column: what it holds, as in "int and str"}; empty for most frames.
    """
    native = wrapped(frame).to_native()
    found = {}
    for index, name in enumerate(column_names(frame)):
        objects = _objects(_column(native, index))
        types = set() if objects is None or _conversion_of(objects) else _types(objects)
        if not {type_.__name__ for type_ in types} <= {"Period", "Interval"}:
            found[name] = " and ".join(sorted(type_.__name__ for type_ in types))
    return found


def wrapped(frame: IntoDataFrame) -> nw.DataFrame[Any]:
    """See a frame of any of the three kinds through narwhals.

    Raises
    ------
    UnsupportedColumnError
        If two columns have the same name.
    TypeError
        If `frame` is something else.
    """
    if isinstance(frame, pl.LazyFrame):
        raise TypeError("a LazyFrame has no rows yet: collect() it first")
    try:
        found = nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError as error:
        counts = " ".join(str(error).split())
        raise UnsupportedColumnError(f"two columns have the same name; rename one: {counts}") from None
    except TypeError:
        found = None
    known = (nw.Implementation.PANDAS, nw.Implementation.POLARS, nw.Implementation.PYARROW)
    if found is None or found.implementation not in known:
        raise TypeError(f"a dataframe of pandas, Polars or PyArrow is needed, not {type(frame).__name__}")
    return found


def _column(native: Any, index: int) -> Any:
    """Take a column of a pandas, Polars or PyArrow frame by its position."""
    if isinstance(native, pl.DataFrame):
        return native.to_series(index)
    return native.column(index) if isinstance(native, pa.Table) else native.iloc[:, index]


def _converted(name: str, column: Any) -> pl.Series:
    """Convert one column, or say why it can't be."""
    try:
        series = _series(column)
    except _CONVERSION_ERRORS as error:
        raise UnsupportedColumnError(f"column {name!r} can't be shown: {error}") from error
    return series.rename(name)


def _series(column: Any) -> pl.Series:
    """Convert one column of a pandas, Polars or PyArrow frame into a series of a type in the table."""
    objects = _objects(column)
    if objects is not None:
        return _plain(_from_objects(objects))
    if isinstance(column, pl.Series):
        return _plain(column)
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return _plain(_from_arrow(column))
    return _from_pandas(column)


def _from_pandas(column: Any) -> pl.Series:
    """Convert a pandas series of a type other than object."""
    kind = type(column.dtype).__name__
    if kind == "CategoricalDtype":
        labels = _series(column.cat.categories.to_series())
        labels = labels.append(pl.Series([None], dtype=labels.dtype))
        codes = pl.Series(column.cat.codes.to_numpy(dtype="int64") % len(labels))  # -1: the last one
        return labels[codes]
    if kind == "SparseDtype":
        return _series(column.sparse.to_dense())
    if kind == "DatetimeTZDtype":  # not every zone of pandas is one of PyArrow
        column = column.dt.tz_localize(None)
    if column.dtype.kind == "c":
        raise ValueError(_COMPLEX)
    return _plain(_from_arrow(pa.array(column, from_pandas=True)))


def _from_arrow(column: pa.Array | pa.ChunkedArray) -> pl.Series:
    """Convert a PyArrow column."""
    if pa.types.is_decimal256(column.type):
        return pl.Series(column.cast(pa.string())).cast(pl.Float64)
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.local_timestamp(column)  # not every zone of PyArrow is one of Polars
    if pa.types.is_run_end_encoded(column.type):
        column = pc.run_end_decode(column)
    try:
        series = pl.from_arrow(column)
    except pl.exceptions.PanicException as error:
        raise ValueError(f"Polars has no type for {column.type}") from error
    return cast("pl.Series", series)


def _plain(series: pl.Series) -> pl.Series:
    """Reduce a series to the few types that tables are made of.

    Polars' threads don't survive a fork, and tables are often made before a server forks. So nothing here or
    above starts them for a frame of pandas or PyArrow: every expression does, and so do many methods of
    series, which are made of one; comparing, adding, casting, and taking rows do not.
    """
    dtype = series.dtype
    _check_inside(dtype)
    if dtype.is_nested():
        texts = [None if value is None else _json(value) for value in series.to_list()]
        return pl.Series(texts, dtype=pl.String)
    if isinstance(dtype, pl.Date | pl.Datetime):
        return _wall_clock(series)
    if isinstance(dtype, pl.Time):
        texts = [None if ticks is None else _time_of_day(ticks) for ticks in series.cast(pl.Int64).to_list()]
        return pl.Series(texts, dtype=pl.String)
    if dtype.is_numeric() or isinstance(dtype, pl.Duration):
        return series if dtype.is_integer() else _floats(series)
    if isinstance(dtype, pl.Boolean | pl.String | pl.Categorical | pl.Enum | pl.Null):
        return series
    raise ValueError(f"a value of type {dtype} has no form in a table; convert it to text, for example")


def _floats(series: pl.Series) -> pl.Series:
    """Make doubles of floats, decimals and numbers of seconds; null of what isn't finite."""
    match series.dtype:
        case pl.Duration(time_unit=unit):
            series = series.cast(pl.Int64) / TICKS[unit]
        case pl.Decimal(precision=precision) if precision > 15:
            # A double has every number of 15 digits, and text leads to the nearest.
            series = series.cast(pl.String)
    series = series.cast(pl.Float64)
    finite = pl.Series(np.isfinite(series.to_numpy()))
    return series if finite.all() else series.zip_with(finite, pl.Series([None], dtype=pl.Float64))


def _wall_clock(series: pl.Series) -> pl.Series:
    """Make of dates and datetimes what the clock on the wall of their own zone shows."""
    # Compared as numbers: Polars itself fails on years that are too far away.
    ticks_a_day = 1
    match series.dtype:
        case pl.Datetime(time_unit=unit, time_zone=zone):
            ticks_a_day = 24 * 60 * 60 * TICKS[unit]
            if zone is not None:  # of Polars: the others' are gone
                series = series.dt.replace_time_zone(None)
    ticks: Any = series.cast(pl.Int64)
    ends = [end // ticks_a_day for end in (ticks.min(), ticks.max()) if end is not None]
    if not all(_DAYS[0] <= end <= _DAYS[1] for end in ends):
        raise ValueError("it has a year before 0 or after 9999: such dates have no agreed text")
    return series


def _time_of_day(ticks: int) -> str:
    """Write nanoseconds since midnight as `HH:MM:SS`, with the fraction where there is one."""
    seconds, fraction = divmod(ticks, TICKS["ns"])
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{fraction:09}".rstrip("0") if fraction else clock


def _check_inside(dtype: Any) -> None:
    """Raise a ValueError if there are bytes in a nested type."""
    match dtype:
        case pl.Binary():
            raise ValueError(_BYTES)
        case pl.List(inner=inner) | pl.Array(inner=inner):
            _check_inside(inner)
        case pl.Struct(fields=fields):
            for field in fields:
                _check_inside(field.dtype)
        case pl.Map(key=key, value=value):
            _check_inside(key)
            _check_inside(value)


# Python objects -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Conversion:
    """What Python objects of these types are converted into, if a column holds no others."""

    types: tuple[type, ...]
    dtype: type[pl.DataType] = pl.String
    convert: Callable[[Any], object] = str
    refused: str = ""


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer that no float reaches
        return math.inf


def _microseconds(moment: Any) -> int:
    since = moment.replace(tzinfo=None) - dt.datetime(1970, 1, 1)  # noqa: DTZ001  the clock on the wall
    return since // dt.timedelta(microseconds=1)


def _json(value: object) -> str:
    return json.dumps(_jsonable(value), ensure_ascii=False, separators=(",", ":"))


def _jsonable(value: Any) -> Any:
    """Make a value one that JSON has."""
    match value:
        case dict():
            return {str(key): _jsonable(inner) for key, inner in value.items()}
        case list() | tuple() | np.ndarray():
            return [_jsonable(inner) for inner in value]
        case bool() | int() | None:
            return value
        case np.generic():
            return _jsonable(value.item())
        case float() | decimal.Decimal():
            return _float(value) if math.isfinite(value) else None
    return str(value)


# The first that has an object's type is taken: a bool is an int to Python, and a datetime a date.
_CONVERSIONS = (
    _Conversion((bool, np.bool_), pl.Boolean, bool),
    _Conversion((int, np.integer), pl.Int64, int),
    _Conversion((float, np.floating, decimal.Decimal), pl.Float64, _float),
    _Conversion((str,)),
    _Conversion((dt.datetime,), pl.Datetime, _microseconds),
    _Conversion((dt.date,), pl.Date, lambda value: value),
    _Conversion((dt.time,), pl.Time, lambda value: value.replace(tzinfo=None)),
    _Conversion((dt.timedelta,), pl.Float64, lambda value: value.total_seconds()),
    _Conversion((dict, list, tuple, np.ndarray), pl.String, _json),
    _Conversion((bytes, bytearray, memoryview), refused=_BYTES),
    _Conversion((complex, np.complexfloating), refused=_COMPLEX),
)
_INTEGERS, _FLOATS, _MOMENTS = _CONVERSIONS[1], _CONVERSIONS[2], _CONVERSIONS[4]


def _conversion_of(objects: Iterable[object]) -> _Conversion | None:
    """Say how objects are converted, None if they are of several sorts; missing ones are of any."""
    found = {
        next((conversion for conversion in _CONVERSIONS if issubclass(type_, conversion.types)), None)
        for type_ in _types(objects)
    }
    if refused := next((conversion for conversion in found if conversion and conversion.refused), None):
        return refused
    if found == {_INTEGERS, _FLOATS}:
        return _FLOATS
    if not found:
        return _Conversion((), pl.Null)
    return found.pop() if len(found) == 1 else None


def _types(objects: Iterable[object]) -> set[type]:
    return {type(value) for value in objects} - {type(None)}


def _from_objects(objects: Sequence[Any]) -> pl.Series:
    """Convert Python objects: those of one sort into what they are, others into text."""
    conversion = _conversion_of(objects) or _Conversion(())
    if conversion.refused:
        raise ValueError(conversion.refused)
    dtype: Any = conversion.dtype
    if conversion is _INTEGERS:
        dtype = _integer_type([value for value in objects if value is not None])
        if dtype == pl.Float64:
            conversion = _FLOATS
    convert = conversion.convert
    if conversion is _MOMENTS and any(getattr(value, "nanosecond", 0) for value in objects):
        dtype, convert = pl.Datetime("ns"), _nanoseconds
    return pl.Series([None if value is None else convert(value) for value in objects], dtype=dtype)


def _nanoseconds(moment: Any) -> int:
    return _microseconds(moment) * 1000 + getattr(moment, "nanosecond", 0)


def _integer_type(integers: Sequence[int]) -> type[pl.DataType]:
    """Choose the narrowest type from Int64 on that has all of these integers; Float64 if none has."""
    least, most = min(integers), max(integers)
    for dtype, low, high in (
        (pl.Int64, -(2**63), 2**63),
        (pl.UInt64, 0, 2**64),
        (pl.Int128, -(2**127), 2**127),
    ):
        if low <= least and most < high:
            return dtype
    return pl.Float64


def _objects(column: Any) -> list[Any] | None:
    """List the Python objects that a column consists of, None for missing ones; None if it doesn't."""
    if isinstance(column, pl.Series):
        if column.dtype != pl.Object:
            return None
        return [None if _is_missing(value) else value for value in column.to_list()]
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return None
    kind = type(column.dtype)
    # Periods, intervals and what other libraries have made, such as geometries, are written as their text.
    written = kind.__name__ in {"ObjectDType", "PeriodDtype", "IntervalDtype"}
    if not written and kind.__module__.partition(".")[0] in {"numpy", "pandas"}:
        return None
    return [None if missing else value for value, missing in zip(column, column.isna(), strict=True)]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
