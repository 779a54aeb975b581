"""The rows that a client-side AG Grid shows, recorded in a browser, are the rows that the operations give."""

from __future__ import annotations

import datetime as dt
import functools
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pytest

from components import AgGridAIO
from tests.conformance.recorded import ROW, Frame, rows

VECTORS = pathlib.Path(__file__).parent / "vectors"
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))

Case = dict[str, Any]

CONVERT: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "number": float,
    "boolean": bool,
    "dateString": dt.date.fromisoformat,
    "dateTimeString": dt.datetime.fromisoformat,
}
POLARS: dict[str, Any] = {
    "text": pl.String,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "dateString": pl.Date,
    "dateTimeString": pl.Datetime("us"),
}
PANDAS = {
    "text": "str",
    "number": "float64",
    "boolean": "boolean",
    "dateString": "object",
    "dateTimeString": "datetime64[us]",
}


@functools.cache
def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def columns(name: str) -> dict[str, tuple[str, list[Any]]]:
    """The type and the values of each column of a recording."""
    return {
        column: (kind, [None if value is None else CONVERT[kind](value) for value in described["values"]])
        for column, described in recorded(name)["frame"]["columns"].items()
        for kind in [described["cell_data_type"]]
    }


def polars_frame(name: str) -> pl.DataFrame:
    found = {
        column: pl.Series(values, dtype=POLARS[kind]) for column, (kind, values) in columns(name).items()
    }
    return pl.DataFrame(found).with_row_index(ROW)


def pandas_frame(name: str) -> pd.DataFrame:
    found = {
        column: pd.Series(values, dtype=PANDAS[kind]) for column, (kind, values) in columns(name).items()
    }
    frame = pd.DataFrame(found)
    return frame.assign(**{ROW: range(len(frame))})


FRAMES: dict[str, Callable[[str], Frame]] = {
    "pandas": functools.cache(pandas_frame),
    "polars": functools.cache(polars_frame),
    "pyarrow": functools.cache(lambda name: polars_frame(name).to_arrow()),
}


def column_defs(name: str, case: Case) -> list[dict[str, Any]]:
    return [
        {"field": column, "filterParams": {"maxNumConditions": 9, **case["filter_params"].get(column, {})}}
        for column in columns(name)
    ]


@pytest.mark.parametrize("engine", FRAMES)
@pytest.mark.parametrize("name", NAMES)
def test_a_grid_on_the_server_shows_the_rows_of_one_in_the_browser(engine: str, name: str) -> None:
    frame, wrong = FRAMES[engine](name), []
    for case in recorded(name)["cases"]:
        kept = AgGridAIO.filter_df(frame, case["filter_model"], column_defs(name, case))
        shown = rows(AgGridAIO.sort_df(kept, case["sort_model"]))
        if shown != case["rows"]:
            wrong.append((case["filter_model"], case["sort_model"], shown, case["rows"]))
    assert not wrong, f"{len(wrong)} of {len(recorded(name)['cases'])}: {wrong[0]}"


@pytest.mark.parametrize("name", NAMES)
def test_a_grids_callback_answers_with_the_same_rows(name: str) -> None:
    """Every seventh case, asked as the browser asks."""
    frame = polars_frame(name)
    for case in recorded(name)["cases"][::7]:
        grid: Any = AgGridAIO(frame, columns=column_defs(name, case))
        request = {
            "startRow": 0,
            "endRow": frame.height,
            "filterModel": case["filter_model"],
            "sortModel": case["sort_model"],
        }
        response, *_ = AgGridAIO.give_rows(request, grid.children[0].data, None, None, None, None)
        assert [row["aio_row"] for row in response["rowData"]] == case["rows"]
        assert response["rowCount"] == len(case["rows"])
