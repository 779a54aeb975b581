"""Dataframes of pandas, Polars and PyArrow: taken in as a Polars frame, and rows taken out of as they are."""

import datetime as dt
import decimal
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from narwhals.typing import IntoDataFrame

from .cells import TICKS

_DAYS = (-719_528, 2_932_896)  # of the years 0 to 9999, counted from 1970

_BYTES = "it holds bytes; decode them to text, or leave the column out"
_COMPLEX = "it holds complex numbers; split them into two columns, or convert them to text"


class UnsupportedColumnError(ValueError):
    """A column that can't be shown in a DataTable, with its name and what to do about it."""


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
            f"the columns have {native.columns.nlevels} levels (MultiIndex); flatten them first,"
            " for example with frame.columns.map('_'.join)"
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
        if objects is not None and _kind(objects) is None:
            found[name] = " and ".join(sorted(type_.__name__ for type_ in _types(objects)))
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
    except (ValueError, TypeError, pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise UnsupportedColumnError(f"column {name!r} can't be shown: {error}") from error
    return series.rename(name)


def _series(column: Any) -> pl.Series:
    """Convert one column of a pandas, Polars or PyArrow frame into a series of a type in the table."""
    objects = _objects(column)
    if objects is not None:
        series = _from_objects(objects)
    elif isinstance(column, pl.Series):
        series = column
    elif isinstance(column, pa.Array | pa.ChunkedArray):
        series = _from_arrow(column)
    else:
        series = _from_pandas(column)
    _check(series.dtype)
    _check_years(series)
    if series.dtype.is_float() and not series.is_finite().all():
        series = series.to_frame("x").select(pl.when(pl.col("x").is_finite()).then(pl.col("x"))).to_series()
    return series


def _from_pandas(column: Any) -> pl.Series:
    """Convert a pandas series of a type other than object."""
    kind = type(column.dtype).__name__
    if kind == "CategoricalDtype":
        codes = pl.Series(column.cat.codes.to_numpy(), dtype=pl.Int64)
        return _series(column.cat.categories.to_series()).gather(codes.replace(-1, None))
    if kind == "SparseDtype":
        return _series(column.sparse.to_dense())
    if kind == "DatetimeTZDtype":
        # Not every zone of pandas is one of Polars, and only the clock on the wall is shown.
        return _from_arrow(pa.array(column.dt.tz_localize(None), from_pandas=True))
    if column.dtype.kind == "c":
        raise ValueError(_COMPLEX)
    return _from_arrow(pa.array(column, from_pandas=True))


def _from_arrow(column: pa.Array | pa.ChunkedArray) -> pl.Series:
    """Convert a PyArrow column."""
    if pa.types.is_decimal256(column.type):
        return pl.Series(column.cast(pa.string())).cast(pl.Float64)
    if pa.types.is_timestamp(column.type) and (column.type.tz or "").startswith(("+", "-")):
        column = pc.local_timestamp(column)  # Polars knows no zones that are an offset alone
    try:
        series = pl.from_arrow(column)
    except pl.exceptions.PanicException as error:
        raise ValueError(f"Polars has no type for {column.type}") from error
    return cast("pl.Series", series)


def _check(dtype: pl.DataType) -> None:
    """Raise a ValueError if a type isn't in the table."""
    match dtype:
        case pl.Binary():
            raise ValueError(_BYTES)
        case pl.List(inner=inner) | pl.Array(inner=inner):
            _check(cast("pl.DataType", inner))
        case pl.Struct(fields=fields):
            for field in fields:
                _check(cast("pl.DataType", field.dtype))
        case _ if not (
            dtype.is_numeric()
            or dtype.is_temporal()
            or dtype.is_nested()
            or isinstance(dtype, pl.Boolean | pl.String | pl.Categorical | pl.Enum | pl.Null)
        ):
            raise ValueError(
                f"a value of type {dtype} has no form in a table; convert it to text, for example"
            )


def _check_years(series: pl.Series) -> None:
    """Raise a ValueError if a year hasn't four digits: such dates have no agreed text, and another order."""
    match series.dtype:
        case pl.Date():
            days = series.to_physical()
        case pl.Datetime(time_unit=unit):
            # Compared as numbers: Polars itself fails on years that are too far away.
            days = series.to_physical() // (TICKS[unit] * 24 * 60 * 60)
        case _:
            return
    if not days.is_between(*_DAYS).all():
        raise ValueError("it has a year before 0 or after 9999")


# Python objects -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """What Python objects of these types are converted into, if a column holds no others."""

    members: tuple[type, ...]
    dtype: type[pl.DataType] = pl.String
    convert: Callable[[Any], object] = str
    refused: str = ""


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer that no float reaches
        return math.inf


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


# The first that has an object's type is its kind: a bool is an int to Python, and a datetime a date.
_KINDS = (
    _Kind((bool, np.bool_), pl.Boolean, bool),
    _Kind((int, np.integer), pl.Int64, int),
    _Kind((float, np.floating, decimal.Decimal), pl.Float64, _float),
    _Kind((str,)),
    _Kind((dt.datetime,), pl.Datetime, lambda value: value.replace(tzinfo=None)),
    _Kind((dt.date,), pl.Date, lambda value: value),
    _Kind((dt.time,), pl.Time, lambda value: value.replace(tzinfo=None)),
    _Kind((dt.timedelta,), pl.Float64, lambda value: value.total_seconds()),
    _Kind((dict, list, tuple, np.ndarray), pl.String, _json),
    _Kind((bytes, bytearray, memoryview), refused=_BYTES),
    _Kind((complex, np.complexfloating), refused=_COMPLEX),
)
_INTEGERS, _FLOATS = _KINDS[1:3]


def _kind(objects: Iterable[object]) -> _Kind | None:
    """Give the kind of objects, None where they are of several or of another; missing ones are of any."""
    types = _types(objects)
    kinds = {next((kind for kind in _KINDS if issubclass(type_, kind.members)), None) for type_ in types}
    if refused := next((kind for kind in kinds if kind and kind.refused), None):
        return refused
    if kinds == {_INTEGERS, _FLOATS}:
        return _FLOATS
    if not kinds:
        return _Kind((), pl.Null)
    return kinds.pop() if len(kinds) == 1 else None


def _types(objects: Iterable[object]) -> set[type]:
    return {type(value) for value in objects} - {type(None)}


def _from_objects(objects: Sequence[object]) -> pl.Series:
    """Convert Python objects: those of one kind into what they are, others into text."""
    kind = _kind(objects) or _Kind(())
    if kind.refused:
        raise ValueError(kind.refused)
    if kind is _INTEGERS and any(value is not None and abs(cast("int", value)) >= 2**63 for value in objects):
        kind = _FLOATS
    return pl.Series([None if value is None else kind.convert(value) for value in objects], dtype=kind.dtype)


def _objects(column: Any) -> list[object] | None:
    """List the Python objects that a column consists of, None for missing ones; None if it doesn't."""
    if isinstance(column, pl.Series):
        if column.dtype != pl.Object:
            return None
        return [None if _is_missing(value) else value for value in column.to_list()]
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return None
    # A category is its label, which may be an interval, as those of pandas.cut are.
    dtype = getattr(column.dtype, "categories", column).dtype
    written = {"PeriodDtype", "IntervalDtype"} | ({"ObjectDType"} if dtype is column.dtype else set())
    if type(dtype).__name__ not in written:
        return None
    return [None if missing else value for value, missing in zip(column, column.isna(), strict=True)]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
