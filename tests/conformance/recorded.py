"""The vectors: what a native DataTable showed in the browser, recorded, and the frames that hold the same data."""

import functools
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

VECTORS = pathlib.Path(__file__).parent / "vectors"
ROW = "__row__"
"""A column of row numbers, by which the tests recognise the rows that they get back."""

Case = dict[str, Any]
Frame = Any
"""A dataframe of pandas, Polars or PyArrow."""

PANDAS_TYPES = {pl.Int64: "int64", pl.Float64: "float64", pl.Boolean: "boolean", pl.String: "str"}


@functools.cache
def cases() -> list[Case]:
    files = sorted(path for path in VECTORS.glob("*.json") if path.stem != "datasets")
    return [case for path in files for case in json.loads(path.read_text(encoding="utf-8"))]


@functools.cache
def columns(dataset: str) -> dict[str, pl.Series]:
    """The columns of a dataset that hold values of one type, in every row; a dataframe has no others."""
    datasets = json.loads((VECTORS / "datasets.json").read_text(encoding="utf-8"))
    columns, rows = datasets[dataset]["columns"], datasets[dataset]["data"]
    found = {ROW: pl.Series(range(len(rows)), dtype=pl.Int64)}
    for column in columns:
        name = column["id"]
        if all(name in row for row in rows):
            dtype = dtype_of([row[name] for row in rows], column.get("type"))
            if dtype is not None:
                found[name] = pl.Series([row[name] for row in rows], dtype=dtype, strict=False)
    return found


def dtype_of(values: list[object], declared: str | None) -> type[pl.DataType] | None:
    types = {type(value) for value in values} - {type(None)}
    if not types:
        return pl.Float64 if declared == "numeric" else pl.String
    if types == {int} and None not in values and all(abs(value) < 2**63 for value in values):  # type: ignore[arg-type]
        return pl.Int64
    if types <= {int, float}:
        return pl.Float64
    return {str: pl.String, bool: pl.Boolean}.get(types.pop()) if len(types) == 1 else None


def polars_frame(dataset: str) -> pl.DataFrame:
    return pl.DataFrame(columns(dataset))


def pandas_frame(dataset: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: pd.Series(series.to_list(), dtype=PANDAS_TYPES[type(series.dtype)])
            for name, series in columns(dataset).items()
        }
    )


def pyarrow_frame(dataset: str) -> pa.Table:
    return polars_frame(dataset).to_arrow()


FRAMES: dict[str, Callable[[str], Frame]] = {
    "pandas": functools.cache(pandas_frame),
    "polars": functools.cache(polars_frame),
    "pyarrow": functools.cache(pyarrow_frame),
}


def rows(frame: Frame) -> list[int]:
    column = frame[ROW]
    return column.to_pylist() if isinstance(column, pa.ChunkedArray) else column.to_list()
