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

from typing import Any, cast

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
        The column, in a frame that `frames.to_polars` has made.
    dtype
        Its type.
    """
    column = pl.col(name)
    match dtype:
        case pl.Categorical() | pl.Enum():
            return column.cast(pl.String)
        case pl.Date():
            return column.dt.to_string("%Y-%m-%d")
        case pl.Datetime():
            text = column.dt.to_string("%Y-%m-%dT%H:%M:%S%.9f")
            return without_zeros(text).str.strip_suffix("T00:00:00")
    return column


def without_zeros(texts: pl.Expr) -> pl.Expr:
    """Cut the zeros off the end of a fraction of nine digits, and the point where nothing is left of it."""
    return texts.str.strip_chars_end("0").str.strip_suffix(".")


def kind_of(dtype: pl.DataType) -> CellKind:
    """Say what the cells of a column of this type are."""
    match dtype:
        case pl.Boolean():
            return "boolean"
        case pl.Null():
            return "nothing"
        case pl.Date() | pl.Datetime():
            return "date"
    return "number" if dtype.is_numeric() else "text"


_COLUMN_TYPES = {"number": "numeric", "date": "datetime", "boolean": "any", "nothing": "any", "text": "text"}


def column_type(dtype: pl.DataType) -> str:
    """Give the `type` of a DataTable's column that holds such cells.

    It decides what a text means that is typed into the header without an operator: `=` for a numeric column,
    `datestartswith` for a datetime one, `contains` for the others.
    """
    return _COLUMN_TYPES[kind_of(dtype)]


_CELL_DATA_TYPES = {"number": "number", "boolean": "boolean", "nothing": "text", "text": "text"}


def cell_data_type(column: pl.Series) -> str:
    """Give the `cellDataType` of an AG Grid's column that holds such cells."""
    match column.dtype:
        case pl.Date():
            return "dateString"
        case pl.Datetime():
            return "dateTimeString"
        case dtype if dtype.is_integer() and not are_exact(column):
            return "bigint"
    return _CELL_DATA_TYPES[kind_of(column.dtype)]


class Records:
    """What makes rows the `data` of a DataTable; made once for a frame, whose pages have the same types.

    Asking an enumeration of many labels for its type takes longer than all else that a page needs.

    Parameters
    ----------
    frame
        A frame that `frames.to_polars` has made.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        schema = frame.schema
        self._dates = [name for name, dtype in schema.items() if kind_of(dtype) == "date"]
        self._inexact = [
            name for name, dtype in schema.items() if dtype.is_integer() and not are_exact(frame[name])
        ]

    def of(self, page: pl.DataFrame) -> list[dict[str, Any]]:
        """Make the rows of a page, with all columns or some: cut it first, for every cell becomes an object.

        Returns
        -------
        A dictionary a row, by column: numbers, booleans, texts and None. An integer beyond ±2⁵³ is a text.
        """
        index = {name: index for index, name in enumerate(page.columns)}
        sent = page.clone() if self._dates else page
        for name in index.keys() & self._dates:
            sent.replace_column(index[name], _date_texts(page[name]))
        rows = sent.to_dicts() if index else []
        for name in index.keys() & self._inexact:
            for row in rows:
                if row[name] is not None and abs(row[name]) > EXACT:
                    row[name] = str(row[name])
        return rows


def are_exact(integers: pl.Series) -> bool:
    """Tell whether the browser has numbers of their own for all of these."""
    least, most = integers.min(), integers.max()
    return least is None or max(-cast("int", least), cast("int", most)) <= EXACT


def _date_texts(dates: pl.Series) -> pl.Series:
    """Write dates as `cell` does, but by numpy: Polars' plan of a query would take most of a page's time."""
    texts = np.datetime_as_string(dates.to_numpy()).tolist()
    return pl.Series(dates.name, [None if text == "NaT" else _shortened(text) for text in texts], pl.String)


def _shortened(text: str) -> str:
    """Cut what numpy writes for a datetime, whose fraction has all its digits."""
    return text.rstrip("0").removesuffix(".").removesuffix("T00:00:00") if "." in text else text


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Make all rows of a frame that `frames.to_polars` has made what the `data` of a DataTable is."""
    return Records(frame).of(frame)
