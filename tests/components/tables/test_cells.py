"""What the table in `cells` says of a type is what is sent for it, whichever kind of dataframe holds it."""

import datetime as dt
import decimal
import uuid
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from components.tables.memory.cells import cell, column_type, records
from components.tables.memory.frames import column_names, stringified, to_polars
from components.tables.source import UnsupportedColumnError

NOON = dt.datetime.fromisoformat("2020-02-29T12:30:05.120")
MIDNIGHT = dt.datetime.fromisoformat("2020-02-29")
INDIA = dt.timezone(dt.timedelta(hours=5.5))


def sent(frame: Any, column: str = "x") -> list[Any]:
    return [row[column] for row in records(to_polars(frame))]


def pandas_frame(values: list[Any], dtype: Any = None) -> pd.DataFrame:
    return pd.DataFrame({"x": pd.Series(values, dtype=dtype)})


PANDAS = {
    "int8": (pandas_frame([1, -2], "int8"), [1, -2], "numeric"),
    "nullable int": (pandas_frame([1, None], "Int64"), [1, None], "numeric"),
    "int beyond 2**53": (
        pandas_frame([2**53, 2**53 + 1, -(2**62)]),
        [2**53, f"{2**53 + 1}", f"{-(2**62)}"],
        "numeric",
    ),
    "float": (pandas_frame([1.5, np.nan, np.inf, -np.inf]), [1.5, None, None, None], "numeric"),
    "float32": (pandas_frame([0.1, np.nan], "float32"), [float(np.float32(0.1)), None], "numeric"),
    "nullable float": (pandas_frame([1.5, None], "Float64"), [1.5, None], "numeric"),
    "bool": (pandas_frame([True, False]), [True, False], "any"),
    "nullable bool": (pandas_frame([True, None], "boolean"), [True, None], "any"),
    "text": (pandas_frame(["é", "", None]), ["é", "", None], "text"),
    "text of Python": (pandas_frame(["a", pd.NA], "string[python]"), ["a", None], "text"),
    "text of Arrow": (pandas_frame(["a", None], pd.ArrowDtype(pa.string())), ["a", None], "text"),
    "category": (pandas_frame(["b", None, "a"], "category"), ["b", None, "a"], "text"),
    "category of numbers": (pandas_frame([3, None, 1], "category"), [3, None, 1], "numeric"),
    "category of intervals": (pd.DataFrame({"x": pd.cut([1, 3], [0, 2, 4])}), ["(0, 2]", "(2, 4]"], "text"),
    "datetime": (
        pandas_frame([NOON, MIDNIGHT, pd.NaT]),
        ["2020-02-29T12:30:05.12", "2020-02-29", None],
        "datetime",
    ),
    "datetime in ns": (
        pandas_frame([pd.Timestamp("2020-02-29T00:00:00.000000001")]),
        ["2020-02-29T00:00:00.000000001"],
        "datetime",
    ),
    "datetime in s": (pandas_frame([NOON], "datetime64[s]"), ["2020-02-29T12:30:05"], "datetime"),
    "datetime of a zone": (
        pd.DataFrame({"x": pd.Series([NOON, MIDNIGHT]).dt.tz_localize("UTC").dt.tz_convert("Asia/Kolkata")}),
        ["2020-02-29T18:00:05.12", "2020-02-29T05:30:00"],
        "datetime",
    ),
    "datetime of an offset": (
        pandas_frame([NOON.replace(tzinfo=INDIA)]),
        ["2020-02-29T12:30:05.12"],
        "datetime",
    ),
    "timedelta": (pandas_frame([dt.timedelta(days=1, milliseconds=500), pd.NaT]), [86400.5, None], "numeric"),
    "period": (pd.DataFrame({"x": pd.period_range("2020", periods=1, freq="M")}), ["2020-01"], "text"),
    "interval": (pd.DataFrame({"x": pd.interval_range(0, 1)}), ["(0, 1]"], "text"),
    "sparse": (pd.DataFrame({"x": pd.arrays.SparseArray([1.0, np.nan])}), [1, None], "numeric"),
    "nothing": (pandas_frame([None, None], object), [None, None], "any"),
    "objects: bool": (pandas_frame([True, None, np.bool_(0)], object), [True, None, False], "any"),
    "objects: numbers": (pandas_frame([1, 2.5, np.nan], object), [1, 2.5, None], "numeric"),
    "objects: integers": (pandas_frame([1, np.int8(2), pd.NA], object), [1, 2, None], "numeric"),
    "objects: huge": (pandas_frame([10**400, 2**70], object), [None, 2.0**70], "numeric"),
    "objects: text": (pandas_frame(["a", None, np.nan], object), ["a", None, None], "text"),
    "objects: decimals": (pandas_frame([decimal.Decimal("1.10"), None], object), [1.1, None], "numeric"),
    "objects: dates": (pandas_frame([NOON.date(), None], object), ["2020-02-29", None], "datetime"),
    "objects: datetimes": (
        pandas_frame([NOON, NOON.replace(tzinfo=INDIA), pd.NaT], object),
        ["2020-02-29T12:30:05.12", "2020-02-29T12:30:05.12", None],
        "datetime",
    ),
    "objects: times": (pandas_frame([NOON.time(), dt.time(0)], object), ["12:30:05.12", "00:00:00"], "text"),
    "objects: timedeltas": (pandas_frame([dt.timedelta(minutes=1)], object), [60], "numeric"),
    "objects: lists": (
        pandas_frame([[1, "é", [True, None]], [float("nan"), np.float64(2), MIDNIGHT], None], object),
        ['[1,"é",[true,null]]', '[null,2.0,"2020-02-29 00:00:00"]', None],
        "text",
    ),
    "objects: dictionaries": (
        pandas_frame([{"a": 1}, {"b": {}}, {}], object),
        ['{"a":1}', '{"b":{}}', "{}"],
        "text",
    ),
    "objects: mixed": (pandas_frame(["a", 1, None], object), ["a", "1", None], "text"),
    "objects: others": (
        pandas_frame([uuid.UUID(int=1), None], object),
        [str(uuid.UUID(int=1)), None],
        "text",
    ),
}


@pytest.mark.parametrize("name", PANDAS)
def test_pandas(name: str) -> None:
    frame, expected, type_ = PANDAS[name]
    before = frame.copy()
    assert sent(frame) == expected
    assert column_type(to_polars(frame).schema["x"]) == type_
    pd.testing.assert_frame_equal(frame, before)


POLARS = {
    "int": (pl.Series([1, None], dtype=pl.UInt8), [1, None], "numeric"),
    "int128": (pl.Series([2**100, None], dtype=pl.Int128), [f"{2**100}", None], "numeric"),
    "float": (pl.Series([1.5, float("nan"), float("-inf"), None]), [1.5, None, None, None], "numeric"),
    "float16": (pl.Series([0.5, float("inf")], dtype=pl.Float16), [0.5, None], "numeric"),
    "decimal": (pl.Series([decimal.Decimal("0.10"), None]), [0.1, None], "numeric"),
    "bool": (pl.Series([True, None]), [True, None], "any"),
    "text": (pl.Series(["a", None]), ["a", None], "text"),
    "category": (pl.Series(["a", None], dtype=pl.Categorical), ["a", None], "text"),
    "enum": (pl.Series(["a", None], dtype=pl.Enum(["b", "a"])), ["a", None], "text"),
    "date": (pl.Series([NOON.date(), None]), ["2020-02-29", None], "datetime"),
    "datetime": (
        pl.Series([NOON, MIDNIGHT, None]),
        ["2020-02-29T12:30:05.12", "2020-02-29", None],
        "datetime",
    ),
    "datetime of a zone": (
        pl.Series([MIDNIGHT]).dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Kolkata"),
        ["2020-02-29T05:30:00"],
        "datetime",
    ),
    "time": (pl.Series([NOON.time(), dt.time(0), None]), ["12:30:05.12", "00:00:00", None], "text"),
    "duration": (pl.Series([dt.timedelta(seconds=1.5)], dtype=pl.Duration("ns")), [1.5], "numeric"),
    "list": (pl.Series([[1, None], [], None]), ["[1,null]", "[]", None], "text"),
    "struct": (pl.Series([{"a": "é"}, {"a": None}, None]), ['{"a":"é"}', '{"a":null}', None], "text"),
    "array": (pl.Series([[1, 2], None], dtype=pl.Array(pl.Int64, 2)), ["[1,2]", None], "text"),
    "null": (pl.Series([None, None]), [None, None], "any"),
    "objects": (pl.Series([1, "a", None, float("nan")], dtype=pl.Object), ["1", "a", None, None], "text"),
    "first and last year": (
        pl.Series([dt.date(1, 1, 1), dt.date(9999, 12, 31)]),
        ["0001-01-01", "9999-12-31"],
        "datetime",
    ),
}


@pytest.mark.parametrize("name", POLARS)
def test_polars(name: str) -> None:
    series, expected, type_ = POLARS[name]
    frame = pl.DataFrame({"x": series})
    assert sent(frame) == expected
    assert column_type(to_polars(frame).schema["x"]) == type_


PYARROW = {
    "dictionary of text": (pa.array(["a", None]).dictionary_encode(), ["a", None]),
    "dictionary of numbers": (pa.array([1, None]).dictionary_encode(), [1, None]),
    "wide decimal": (pa.array([decimal.Decimal("1.10"), None], pa.decimal256(60, 2)), [1.1, None]),
    "offset": (pa.array([MIDNIGHT], pa.timestamp("us", "+05:30")), ["2020-02-29T05:30:00"]),
    "zone": (pa.array([MIDNIGHT], pa.timestamp("ms", "Asia/Kolkata")), ["2020-02-29T05:30:00"]),
    "map": (pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())), ['{"a":1}', None]),
    "list": (pa.array([["a"], None]), ['["a"]', None]),
    "nulls": (pa.nulls(1), [None]),
}


@pytest.mark.parametrize("name", PYARROW)
def test_pyarrow(name: str) -> None:
    array, expected = PYARROW[name]
    assert sent(pa.table({"x": array})) == expected


@pytest.mark.parametrize("name", PANDAS)
def test_a_cell_does_not_depend_on_other_cells(name: str) -> None:
    frame, expected, _ = PANDAS[name]
    alone = [sent(frame.iloc[[row]])[0] for row in range(len(frame))]
    assert alone == expected or name in {"objects: numbers", "objects: mixed", "objects: huge"}


REFUSED = [
    (pd.DataFrame({"x": [b"a"]}), "column 'x' .* bytes; decode"),
    (pd.DataFrame({"x": pd.Series(["a", b"a"], dtype=object)}), "column 'x' .* bytes; decode"),
    (pd.DataFrame({"x": [1j]}), "column 'x' .* complex numbers; split"),
    (pd.DataFrame({"x": pd.Series([1j, None], dtype=object)}), "column 'x' .* complex numbers; split"),
    (pl.DataFrame({"x": [b"a"]}), "column 'x' .* bytes; decode"),
    (pl.DataFrame({"x": [[b"a"]]}), "column 'x' .* bytes; decode"),
    (pl.DataFrame({"x": [{"a": b"a"}]}), "column 'x' .* bytes; decode"),
    (pa.table({"x": pa.array([(1, 2, 3)], pa.month_day_nano_interval())}), "column 'x' can't be shown"),
    (pl.DataFrame({"x": pl.Series([3_000_000], dtype=pl.Int32).cast(pl.Date)}), "column 'x' .* after 9999"),
    (pd.DataFrame({"x": pd.Series(["\ud800"], dtype=object)}), "column 'x' .* surrogates"),
    (pd.DataFrame([[1, 2]], columns=["x", "x"]), "rename one: .* 'x' 2 times"),
    (pa.table([[1], [2]], names=["x", "x"]), "rename one: .* 'x' 2 times"),
    (pd.DataFrame([[1, 2]], columns=[1, "1"]), "2 columns are named '1'; rename"),
    (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "2 levels .* flatten"),
]


@pytest.mark.parametrize(("frame", "message"), REFUSED)
def test_what_has_no_form_is_refused_with_its_name_and_advice(frame: Any, message: str) -> None:
    with pytest.raises(UnsupportedColumnError, match=f"{message}"):
        to_polars(frame)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.LazyFrame({"x": [1]}), r"collect\(\)"),
        (pl.Series([1]), "not Series"),
        ({"x": [1]}, "not dict"),
        (None, "not NoneType"),
    ],
)
def test_what_is_no_dataframe_is_refused(frame: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        to_polars(frame)


def test_names_that_are_no_text_become_text() -> None:
    frame = pd.DataFrame([[1, 2]], columns=[0, dt.date(2020, 1, 1)])
    assert column_names(frame) == ["0", "2020-01-01"]
    assert to_polars(frame, ["2020-01-01"]).to_dict(as_series=False) == {"2020-01-01": [2]}


def test_only_the_columns_that_are_asked_for_are_converted() -> None:
    frame = pd.DataFrame({"good": [1], "bad": [b"a"]})
    assert to_polars(frame, ["good"]).columns == ["good"]


@pytest.mark.parametrize("frame", [pd.DataFrame(index=range(3)), pd.DataFrame(index=range(3)).assign(x=1)])
def test_rows_are_kept_without_columns(frame: pd.DataFrame) -> None:
    assert to_polars(frame, []).height == 3


@pytest.mark.parametrize("frame", [pd.DataFrame(), pl.DataFrame(), pa.table({}), pl.DataFrame({"x": []})])
def test_empty_frames(frame: Any) -> None:
    assert records(to_polars(frame)) == []
    assert stringified(frame) == {}


def test_columns_sent_as_str_are_named_with_what_they_hold() -> None:
    frame = pd.DataFrame(
        {
            "mixed": pd.Series(["a", 1, None], dtype=object),
            "period": pd.period_range("2020", periods=3),
            "other": pd.Series([uuid.UUID(int=0)] * 3, dtype=object),
            "numbers": pd.Series([1, 2.5, None], dtype=object),
            "lists": [[1], [2], None],
            "text": ["a", "b", None],
        }
    )
    assert stringified(frame) == {"mixed": "int and str", "other": "UUID"}
    assert stringified(pl.DataFrame({"x": pl.Series([1, "a"], dtype=pl.Object), "y": [1, 2]})) == {
        "x": "int and str"
    }
    assert stringified(pa.table({"x": [1]})) == {}


def test_cells_are_values_of_the_browser() -> None:
    frame = pl.DataFrame({name: series.head(1) for name, (series, _, _) in POLARS.items()}, strict=False)
    converted = to_polars(frame)
    dtypes = converted.select(cell(name, dtype) for name, dtype in converted.schema.items()).dtypes
    assert all(
        dtype.is_integer() or dtype in {pl.Float64, pl.Boolean, pl.String, pl.Null} for dtype in dtypes
    )
