r"""What a dataframe's cell is sent to the browser as.

One rule, which does not depend on the other cells of the column. What a filter matches and how a column sorts
follow from it: they are what a `DataTable` does that holds these values in the browser.

| in the frame | sent as | column type |
|---|---|---|
| integer, of any width | number; beyond ±2⁵³, where the browser has no exact numbers, it is shown with all its digits, and filters and sorts as the nearest number that the browser has | numeric |
| float, of any width | number; NaN and ±infinity are sent as null, as Dash's own JSON does | numeric |
| decimal | the nearest float | numeric |
| timedelta | number of seconds | numeric |
| boolean | true, false | any |
| text | text | text |
| category, enum, dictionary | its label, which is text or number | as the label |
| date | `YYYY-MM-DD` | datetime |
| datetime | `YYYY-MM-DD[THH:MM:SS[.f]]` as the clock on the wall of its own zone shows it: the time is left out at midnight, the fraction where it is zero, and its trailing zeros always | datetime |
| time | `HH:MM:SS[.f]` | text |
| list, array, struct, dictionary | JSON text | text |
| any missing value: None, NaN, NaT, `pandas.NA` | null | |
| a column of nothing but those, without a type | null | any |
| period, interval, Python objects of several types or of another type | `str(value)`: see `stringified` | text |

Years reach from 0 to 9999. Bytes, complex numbers and whatever isn't in the table have no form in a
DataTable: `UnsupportedColumnError` names the column and says what to do. The index of a pandas frame is not
shown.
"""  # noqa: E501  a table's row is one line

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from ..predicates import CellKind

EXACT = 2**53
"""The browser's numbers are doubles: they hold every integer up to this one."""

TICKS = {"ms": 10**3, "us": 10**6, "ns": 10**9}
"""How many of a unit make a second."""


def cell(name: str, dtype: pl.DataType) -> pl.Expr:
    """Compute what is sent for the cells of a column: numbers, booleans or text, and null.

    Parameters
    ----------
    name
        The column, in a frame that `to_polars` has made.
    dtype
        Its type.
    """
    sent = column = pl.col(name)
    match dtype:
        case pl.Float16() | pl.Float32() | pl.Decimal():
            sent = column.cast(pl.Float64)
        case pl.Duration():
            sent = column.to_physical() / TICKS[dtype.time_unit]
        case pl.Categorical() | pl.Enum():
            sent = column.cast(pl.String)
        case pl.Date():
            sent = column.dt.to_string("%Y-%m-%d")
        case pl.Datetime():
            text = wall_clock(name, dtype).dt.to_string("%Y-%m-%dT%H:%M:%S%.9f")
            sent = _without_zeros(text).str.strip_suffix("T00:00:00")
        case pl.Time():
            sent = _without_zeros(column.dt.to_string("%H:%M:%S%.9f"))
        case _ if dtype.is_nested():
            # Polars writes JSON of structs alone: one is put around the value, and cut off its text again.
            text = pl.struct(column.alias("v")).struct.json_encode()
            sent = pl.when(column.is_not_null()).then(text.str.head(-1).str.slice(len('{"v":')))
    return sent.alias(name)


def _without_zeros(texts: pl.Expr) -> pl.Expr:
    """Cut the zeros off the end of a fraction of nine digits, and the point where nothing is left of it."""
    return texts.str.strip_chars_end("0").str.strip_suffix(".")


def wall_clock(name: str, dtype: pl.DataType) -> pl.Expr:
    """Turn the datetimes of a column into what the clocks of their zone showed; other columns stay."""
    zoned = isinstance(dtype, pl.Datetime) and dtype.time_zone is not None
    return pl.col(name).dt.replace_time_zone(None) if zoned else pl.col(name)


def kind_of(dtype: pl.DataType) -> CellKind:
    """Say what the cells of a column of this type are."""
    match dtype:
        case pl.Boolean():
            return "boolean"
        case pl.Null():
            return "nothing"
        case pl.Date() | pl.Datetime():
            return "date"
        case pl.Duration():
            return "number"
    return "number" if dtype.is_numeric() or dtype.is_decimal() else "text"


_COLUMN_TYPES = {"number": "numeric", "date": "datetime", "boolean": "any", "nothing": "any", "text": "text"}


def column_type(dtype: pl.DataType) -> str:
    """Give the `type` of a DataTable's column that holds such cells.

    It decides what a text means that is typed into the header without an operator: `=` for a numeric column,
    `datestartswith` for a datetime one, `contains` for the others (section 7 of FILTER_LANGUAGE.md).
    """
    return _COLUMN_TYPES[kind_of(dtype)]


class Records:
    """What makes rows the `data` of a DataTable; made once for a frame, whose pages have the same types.

    Asking an enumeration of many labels for its type, or Polars for an expression, takes longer than all else
    that a page needs: so the types are asked for once, and only the columns that have to be are computed.

    Parameters
    ----------
    frame
        A frame that `to_polars` has made.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        schema = frame.schema
        self._names = list(schema)
        self._labels = {name for name, dtype in schema.items() if isinstance(dtype, pl.Enum)}
        self._integers = {name for name, dtype in schema.items() if dtype.is_integer()}
        # Datetimes of no zone: numpy writes them without Polars' plan of a query, which takes most of a page.
        self._datetimes = {name for name, dtype in schema.items() if _is_plain_datetime(dtype)}
        computed = schema.keys() - self._labels - self._integers - self._datetimes
        computed -= {name for name, dtype in schema.items() if isinstance(dtype, _SENT_AS_THEY_ARE)}
        self._computed = {name: cell(name, schema[name]) for name in self._names if name in computed}

    def of(self, page: pl.DataFrame) -> list[dict[str, Any]]:
        """Make the rows of a page: cut it first, for every cell becomes an object.

        Returns
        -------
        A dictionary a row, by column: numbers, booleans, texts and None. An integer beyond ±2⁵³ is a text.
        """
        computed = page.select(self._computed.values()) if self._computed else page
        columns = [
            self._values(name, (computed if name in self._computed else page).get_column(name))
            for name in self._names
        ]
        return [dict(zip(self._names, row, strict=True)) for row in zip(*columns, strict=True)]

    def _values(self, name: str, column: pl.Series) -> list[Any]:
        if name in self._labels:
            return column.cast(pl.String).to_list()
        if name in self._datetimes:
            return [_datetime_text(text) for text in np.datetime_as_string(column.to_numpy()).tolist()]
        values = column.to_list()
        if name in self._integers:
            return [value if value is None or abs(value) <= EXACT else str(value) for value in values]
        return values


def _is_plain_datetime(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.Datetime) and dtype.time_zone is None


def _datetime_text(text: str) -> str | None:
    """Shorten what numpy writes for a datetime, whose fraction has all its digits, as `cell` does."""
    return None if text == "NaT" else text.rstrip("0").removesuffix(".").removesuffix("T00:00:00")


_SENT_AS_THEY_ARE = (pl.Boolean, pl.Float64, pl.Null, pl.String)


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Make all rows of a frame that `to_polars` has made what the `data` of a DataTable is."""
    return Records(frame).of(frame)
