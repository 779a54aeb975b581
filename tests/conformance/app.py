"""A page with a native DataTable and a DataTableAIO of the same frame, which its tests exchange.

The tests set the `data` of the store `given` to a `Given` as JSON text, which keeps the numbers as they are.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
import os
from collections.abc import Callable
from typing import Any, TypedDict

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from dash import Dash, Input, Output, callback, dcc, html, no_update
from dash.dash_table.DataTable import DataTable

from components import DataTableAIO
from components.tables.memory.cells import records
from components.tables.memory.frames import to_polars

Values = list[Any]
"""The cells of a column as JSON has them: dates, times and decimals as text, timedeltas as seconds."""


class Column(TypedDict):
    """A column, by the name of its kind in `KINDS`."""

    kind: str
    values: Values


class FrameText(TypedDict):
    """A frame in words that JSON has."""

    library: str
    columns: dict[str, Column]


class Given(TypedDict):
    """What the page shows: a frame, and the properties of both tables. A number is used only once."""

    number: int
    frame: FrameText
    properties: dict[str, Any]


def mapped(convert: Callable[[Any], Any], values: Values) -> Values:
    return [None if value is None else convert(value) for value in values]


def moments(unit: str, values: Values) -> Any:
    return np.array(["NaT" if value is None else value for value in values], f"datetime64[{unit}]")


def labels(values: Values) -> Values:
    """The values, each once, in another order than their own."""
    return list(dict.fromkeys(value for value in reversed(values) if value is not None))


def zoned(values: Values) -> pl.Series:
    return pl.Series(moments("ms", values)).dt.replace_time_zone("Etc/GMT-9")


PANDAS: dict[str, Callable[[Values], pd.Series]] = {
    "text": lambda values: pd.Series(values, dtype="str"),
    "integers": lambda values: pd.Series(values, dtype="int64"),
    "nullable integers": lambda values: pd.Series(values, dtype="Int64"),
    "floats": lambda values: pd.Series(values, dtype="float64"),
    "booleans": lambda values: pd.Series(values, dtype="bool"),
    "nullable booleans": lambda values: pd.Series(values, dtype="boolean"),
    "text objects": lambda values: pd.Series(values, dtype="object"),
    "datetimes": lambda values: pd.Series(moments("us", values)),
    "nanoseconds": lambda values: pd.Series(moments("ns", values)),
    "zoned datetimes": lambda values: pd.Series(moments("ms", values)).dt.tz_localize("Etc/GMT-9"),
    "dates": lambda values: pd.Series(mapped(dt.date.fromisoformat, values), dtype="object"),
    "text categories": lambda values: pd.Series(pd.Categorical(values, categories=labels(values))),
    "number categories": lambda values: pd.Series(pd.Categorical(values, categories=labels(values))),
    "nothing": lambda values: pd.Series(values, dtype="object"),
}

POLARS: dict[str, Callable[[Values], pl.Series]] = {
    "text": lambda values: pl.Series(values, dtype=pl.String),
    "integers": lambda values: pl.Series(values, dtype=pl.Int64),
    "nullable integers": lambda values: pl.Series(values, dtype=pl.Int64),
    "floats": lambda values: pl.Series(values, dtype=pl.Float64),
    "booleans": lambda values: pl.Series(values, dtype=pl.Boolean),
    "nullable booleans": lambda values: pl.Series(values, dtype=pl.Boolean),
    "datetimes": lambda values: pl.Series(moments("us", values)),
    "nanoseconds": lambda values: pl.Series(moments("ns", values)),
    "zoned datetimes": zoned,
    "dates": lambda values: pl.Series(mapped(dt.date.fromisoformat, values), dtype=pl.Date),
    "times": lambda values: pl.Series(mapped(dt.time.fromisoformat, values), dtype=pl.Time),
    "timedeltas": lambda values: pl.Series(
        mapped(lambda seconds: dt.timedelta(seconds=seconds), values), dtype=pl.Duration("ms")
    ),
    "decimals": lambda values: pl.Series(mapped(decimal.Decimal, values), dtype=pl.Decimal(12, 2)),
    "text categories": lambda values: pl.Series(values, dtype=pl.Enum(labels(values))),
    "nothing": lambda values: pl.Series(values, dtype=pl.Null),
}

KINDS: dict[str, dict[str, Callable[[Values], Any]]] = {"pandas": PANDAS, "polars": POLARS, "pyarrow": POLARS}


def frame_of(text: FrameText) -> pd.DataFrame | pl.DataFrame | pa.Table:
    """Make the frame that a text describes."""
    kinds = KINDS[text["library"]]
    columns = {name: kinds[column["kind"]](column["values"]) for name, column in text["columns"].items()}
    if text["library"] == "pandas":
        return pd.DataFrame(columns)
    frame = pl.DataFrame(columns)
    return frame.to_arrow() if text["library"] == "pyarrow" else frame


def native_id(number: int) -> dict[str, int]:
    """The id of the native table, and the `aio_id` of the other is the number itself."""
    return {"native": number}


@callback(Output("tables", "children"), Input("given", "data"), prevent_initial_call=True)
def show_tables(text: str | None) -> Any:
    """Show the frame in both tables; the native one has what DataTableAIO would send of it."""
    if text is None:
        return no_update
    given: Given = json.loads(text)
    frame, number, properties = frame_of(given["frame"]), given["number"], given["properties"]
    aio = DataTableAIO(frame, aio_id=number, **properties)
    actions = dict.fromkeys(["page_action", "filter_action", "sort_action"], "native")
    same = properties | actions | {"columns": aio.children[3].columns, "sort_mode": "multi"}
    data: Any = records(to_polars(frame))
    native = DataTable(id=native_id(number), data=data, **same)
    return [html.Div(native, id="native"), html.Div(aio, id="aio"), html.Div(id=f"shown-{number}")]


app = Dash(__name__)
app.layout = html.Div([dcc.Store(id="given"), html.Div(id="tables")])

if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]))
