"""What goes into the store comes out of it, or is refused; what isn't a key gets nothing."""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import multiprocessing
import os
import subprocess
import sys
import threading
import traceback
import uuid
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plotly import graph_objects as go

from components import redis_store
from components.redis_store import connection
from tests.waiting import wait_until

SETTINGS = ("REDIS_URL", "AIO_TTL", "AIO_MAX_BYTES", "AIO_SECRET_KEY")


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a FakeRedis of its own, and no settings."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    connection.fake_redis.cache_clear()


def entry_of(key: str) -> bytes:
    with connection.connected() as redis:
        entry = redis.get("aio:" + key)
    assert isinstance(entry, bytes)
    return entry


def put(key: str, entry: bytes) -> None:
    with connection.connected() as redis:
        redis.set("aio:" + key, entry)


@pytest.fixture
def parquet_gives(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Have Parquet give back this frame, whatever was written."""

    def give(frame: Any) -> None:
        table = pa.Table.from_pandas(frame) if isinstance(frame, pd.DataFrame) else frame
        monkeypatch.setattr(pq, "ParquetFile", lambda source: SimpleNamespace(read=lambda: table))
        monkeypatch.setattr(pl, "read_parquet", lambda source: frame)

    return give


def round_trip(value: Any) -> Any:
    return redis_store.load(redis_store.save(value))


def series(values: Any, dtype: Any = None) -> pd.Series[Any]:
    return pd.Series(values, dtype=dtype)


PANDAS_KEEPS = {
    "text": series(["a", None, "é\U0001f600"]),
    "nullable text": series(["a", None], "string"),
    "floats": series([1.5, float("nan"), float("inf"), -0.0]),
    "half floats": series([1.5, None], "float16"),
    "large integers": series([2**64 - 1], "uint64"),
    "nullable integers": series([2**62 + 1, None], "Int64"),
    "nullable floats": series([1.5, None], "Float64"),
    "nullable bools": series([True, None], "boolean"),
    "Arrow integers": series([1, None], pd.ArrowDtype(pa.int32())),
    "nanoseconds": series(pd.date_range("2020-01-01", periods=2, unit="ns") + pd.Timedelta(1, "ns")),
    "microseconds": series(pd.date_range("2020-01-01", periods=2, unit="us")),
    "milliseconds": series(pd.date_range("2020-01-01", periods=2, unit="ms")),
    "a time zone": series(pd.date_range("2020-03-28", periods=3, tz="Europe/Paris")),
    "an offset": series(pd.date_range("2020-03-28", periods=3, tz="UTC+02:00")),
    "timedeltas": series(pd.to_timedelta([1, None], unit="ns")),
    "timedeltas in seconds": series(np.array([1, 2], "m8[s]")),
    "periods": series(pd.period_range("2020-01", periods=2, freq="M")),
    "intervals": series(pd.interval_range(0, 3)),
    "categories": series(["b", "a", None, "b"], "category"),
    "ordered and unused categories": series(pd.Categorical(["b", "a"], ["z", "b", "a"], ordered=True)),
    "objects, dates": series([dt.date(2020, 1, 1), None], object),
    "objects, times": series([dt.time(1, 2, 3)], object),
    "objects, decimals": series([Decimal("1.50"), Decimal("2.25"), None], object),
    "objects, bytes": series([b"a", None], object),
    "objects, bools and None": series([True, None], object),
    "objects, large integers and None": series([2**53 + 1, None], object),
    "objects, dictionaries": series([{"a": 1, "b": [2]}, {"a": 3, "b": []}], object),
    "objects, uuids": series([uuid.UUID(int=1)], object),
    "objects, nothing": series([None, None], object),
    "no rows": series([], "int64"),
}


@pytest.mark.parametrize("column", PANDAS_KEEPS.values(), ids=PANDAS_KEEPS)
def test_pandas_keeps_the_dtype(column: pd.Series[Any]) -> None:
    frame = pd.DataFrame({"x": column})
    pd.testing.assert_frame_equal(round_trip(frame), frame, check_freq=False)


PANDAS_CHANGES = {
    "categories of numbers": (series([2.5, 1, None], "category"), series([2.5, 1, None])),
    "categories of integers": (series([2, 1, 2**53 + 1], "category"), series([2, 1, 2**53 + 1])),
    "categories of integers and missing values": (
        series([2**53 + 1, None], pd.CategoricalDtype([2**53 + 1])),
        series([2**53 + 1, None], object),
    ),
    "categories of dates": (
        series(pd.to_datetime(["2020-01-01"])).astype("category"),
        series(pd.to_datetime(["2020-01-01"])),
    ),
    "categories without rows": (
        series(pd.Categorical([], ["a"])),
        series(pd.Categorical([], pd.Index([], dtype=object))),
    ),
    "seconds": (
        series(np.array(["0001-01-01", "9999-12-31", "NaT"], "M8[s]")),
        series(np.array(["0001-01-01", "9999-12-31", "NaT"], "M8[ms]")),
    ),
    "Python's strings": (series(["a", None], pd.StringDtype("python")), series(["a", None], "string")),
    "Arrow's strings": (series(["a"], pd.ArrowDtype(pa.string())), series(["a"], "string")),
    "Arrow's decimals": (
        series([Decimal("1.5")], pd.ArrowDtype(pa.decimal128(5, 2))),
        series([Decimal("1.5")], object),
    ),
    "objects, text": (series(["a", None], object), series(["a", None], "str")),
    "objects, integers": (series([1, 2], object), series([1, 2])),
    "objects, numbers": (series([1, 2.5], object), series([1, 2.5])),
    "objects, datetimes": (
        series([dt.datetime(2020, 1, 1), None], object),  # noqa: DTZ001
        series(np.array(["2020-01-01", "NaT"], "M8[us]")),
    ),
    "objects, decimals of several scales": (
        series([Decimal("1.5"), Decimal("2.25")], object),
        series([Decimal("1.50"), Decimal("2.25")], object),
    ),
    "objects, lists": (series([[1, 2], []], object), series([np.array([1, 2]), np.array([], int)], object)),
    "objects, tuples": (series([(1, 2)], object), series([np.array([1, 2])], object)),
    "objects, missing": (series([pd.NaT, None, float("nan")], object), series([None, None, None], object)),
}


@pytest.mark.parametrize(("column", "other"), PANDAS_CHANGES.values(), ids=PANDAS_CHANGES)
def test_pandas_changes_the_dtype_as_documented(column: pd.Series[Any], other: pd.Series[Any]) -> None:
    pd.testing.assert_series_equal(round_trip(pd.DataFrame({"x": column}))["x"], other, check_names=False)


PANDAS_REFUSES = {
    "sparse": series(pd.arrays.SparseArray([0, 0, 1])),
    "complex": series([1j]),
    "categories of intervals": series(pd.cut([1, 5, 9], 3)),
    "Arrow's lists": series([[1]], pd.ArrowDtype(pa.list_(pa.int32()))),
    "mixed objects": series([1, "a"], object),
    "text and bytes": series(["a", b"a"], object),
    "bools and integers": series([True, 2], object),
    "floats and bools": series([0.5, True], object),
    "times of a zone": series([dt.time(1, tzinfo=dt.UTC)], object),
    "dates and datetimes": series([dt.date(2020, 1, 1), dt.datetime(2020, 1, 1, 5)], object),  # noqa: DTZ001
    "several time zones": series(
        [pd.Timestamp("2020", tz="UTC"), pd.Timestamp("2020", tz="Europe/Paris")], object
    ),
    "dictionaries of different keys": series([{"a": 1}, {"b": 2}], object),
    "sets": series([{1}], object),
    "integers beyond 64 bits": series([2**70], object),
    "large integers and floats": series([2**53 + 1, 0.5], object),
    "lone surrogates": series(["\ud800"], object),
    "own objects": series([object()], object),
}


@pytest.mark.parametrize("column", PANDAS_REFUSES.values(), ids=PANDAS_REFUSES)
def test_pandas_is_refused_if_a_value_would_change(column: pd.Series[Any]) -> None:
    with pytest.raises(redis_store.StoreValueError, match=r"This DataFrame can't be stored: .*Convert"):
        redis_store.save(pd.DataFrame({"x": column}))


def test_the_refusal_names_column_row_and_values() -> None:
    frame = pd.DataFrame({"fine": [1, 2], "odd": pd.Series([b"a", "b"], dtype=object)})
    with pytest.raises(
        redis_store.StoreValueError, match=r"in column 'odd', 'b' \(row 1\) would become b'b'"
    ):
        redis_store.save(frame)


INDEXES = {
    "a default": pd.RangeIndex(2),
    "steps": pd.RangeIndex(10, 14, 2, name="r"),
    "numbers": pd.Index([7, 3]),
    "text with a name": pd.Index(["p", "q"], name="i"),
    "the name of the column": pd.Index(["p", "q"], name="x"),
    "dates with a time zone": pd.date_range("2020-01-01", periods=2, tz="UTC", name="day"),
    "categories": pd.CategoricalIndex(["a", "b"]),
    "periods": pd.period_range("2020-01-01", periods=2),
    "levels": pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["p", None]),
    "levels of one name": pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["p", "p"]),
}


@pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)
def test_pandas_keeps_the_index(index: pd.Index[Any]) -> None:
    frame = pd.DataFrame({"x": [1, 2]}, index=index)
    pd.testing.assert_frame_equal(round_trip(frame), frame, check_freq=False)


COLUMNS = {
    "numbers": pd.Index([0, 5]),
    "floats": pd.Index([0.5, 1.5]),
    "a name": pd.Index(["a", "b"], name="n"),
    "dates": pd.DatetimeIndex(["2020-01-01", "2020-01-02"]),
    "levels": pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["p", "q"]),
    "dots and nothing": pd.Index(["a.b", ""]),
    "a range": pd.RangeIndex(2),
}


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_pandas_keeps_the_column_names(columns: pd.Index[Any]) -> None:
    frame = pd.DataFrame([[1, 2]], columns=columns)
    pd.testing.assert_frame_equal(round_trip(frame), frame, check_column_type=False)


LABELS_REFUSED = {
    "twice the same": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "numbers and text": pd.DataFrame([[1, 2]], columns=[0, "a"]),
    "bools": pd.DataFrame([[1, 2]], columns=[True, False]),
    "periods": pd.DataFrame([[1, 2]], columns=pd.period_range("2020", periods=2)),
    "an index of mixed labels": pd.DataFrame({"x": [1, 2]}, index=[0, "a"]),
    "a number as the index's name": pd.DataFrame({"x": [1]}, index=pd.Index(["p"], name=7)),
    "rows without columns": pd.DataFrame(index=range(3)),
}


@pytest.mark.parametrize("frame", LABELS_REFUSED.values(), ids=LABELS_REFUSED)
def test_pandas_is_refused_if_a_label_would_change(frame: pd.DataFrame) -> None:
    with pytest.raises(redis_store.StoreValueError, match="This DataFrame can't be stored: "):
        redis_store.save(frame)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (pd.DataFrame({"x": [1, 2, 3]}), "its shape"),
        (pd.DataFrame({"x": [1, 2]}).rename_axis(index="i"), "the names of its index"),
        (pd.DataFrame({"x": [1, 2]}).rename_axis(columns="c"), "the names of its index"),
        (pd.DataFrame({"x": [1, 2]}, index=[0, 2]), r"in index level 0, 1 \(row 1\) would become 2"),
        (pd.DataFrame({"y": [1, 2]}), r"in column names, 'x' \(row 0\) would become 'y'"),
        (pd.DataFrame({"x": [1, 3]}), r"in column 'x', 2 \(row 1\) would become 3"),
        (pd.DataFrame({"x": [1, None]}), r"in column 'x', 2 \(row 1\) would become nan"),
    ],
)
def test_nothing_but_a_dtype_may_differ(
    other: pd.DataFrame, message: str, parquet_gives: Callable[[Any], None]
) -> None:
    frame = pd.DataFrame({"x": [1, 2]})
    parquet_gives(frame.astype("float64"))
    redis_store.save(frame)
    parquet_gives(other)
    with pytest.raises(redis_store.StoreValueError, match=message):
        redis_store.save(frame)


def test_pandas_keeps_the_attrs_that_json_holds_and_refuses_others() -> None:
    frame = pd.DataFrame({"x": [1]})
    frame.attrs = {"source": {"year": 2020}}
    assert round_trip(frame).attrs == {"source": {"year": 2020}}
    frame.attrs = {"made": dt.date(2020, 1, 1)}
    with pytest.raises(redis_store.StoreValueError, match="date"):
        redis_store.save(frame)
    frame.attrs = {1: "a number becomes text"}
    with pytest.raises(redis_store.StoreValueError, match="attrs"):
        redis_store.save(frame)


def test_an_empty_frame_comes_back_empty() -> None:
    assert round_trip(pd.DataFrame()).shape == (0, 0)
    assert round_trip(pl.DataFrame()).shape == (0, 0)
    assert round_trip(pa.table({})).shape == (0, 0)


def test_a_loaded_frame_can_be_written_to_and_saving_leaves_the_callers_alone() -> None:
    frame = pd.DataFrame({"x": [1, 2]})
    loaded = round_trip(frame)
    loaded.loc[0, "x"] = 9
    assert frame["x"].tolist() == [1, 2]


OBJECTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.decimals(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.times(),
    st.timedeltas(),
    st.lists(st.integers() | st.text(max_size=2) | st.none(), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.integers() | st.none(), max_size=2),
    st.sets(st.integers(), max_size=1),
    st.complex_numbers(),
)


def displayed(value: Any) -> Any:
    """A cell with all kinds of missing and of sequences alike, and numbers apart from bools."""
    if isinstance(value, list | tuple | np.ndarray):
        return [displayed(item) for item in value]
    if isinstance(value, dict):
        return {key: displayed(item) for key, item in value.items()}
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    return (isinstance(value, bool | np.bool_), value)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OBJECTS, max_size=4))
def test_any_column_of_objects_comes_back_equal_or_is_refused(values: list[Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            loaded = round_trip(pd.DataFrame({"x": pd.Series(values, dtype=object)}))
        except redis_store.StoreValueError:
            return
    assert displayed(loaded["x"].tolist()) == displayed(values)


POLARS_KEEPS = {
    "integers": pl.Series([1, None]),
    "128 bits": pl.Series([2**100, None], dtype=pl.Int128),
    "floats": pl.Series([float("nan"), None, float("inf"), -0.0]),
    "decimals": pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(10, 2)),
    "text": pl.Series(["é\U0001f600", "", None]),
    "bytes": pl.Series([b"a", None]),
    "bools": pl.Series([True, None]),
    "categories": pl.Series(["b", "a", None], dtype=pl.Categorical),
    "enumerations": pl.Series(["b", None], dtype=pl.Enum(["z", "b"])),
    "dates": pl.Series([dt.date(1, 1, 1), None]),
    "milliseconds": pl.Series([dt.datetime(2020, 1, 1)], dtype=pl.Datetime("ms")),  # noqa: DTZ001
    "a time zone": pl.Series([dt.datetime(2020, 1, 1)], dtype=pl.Datetime("ns", "Europe/Paris")),  # noqa: DTZ001
    "durations": pl.Series([dt.timedelta(1), None], dtype=pl.Duration("ms")),
    "times": pl.Series([dt.time(1, 2, 3, 4)]),
    "lists": pl.Series([[1.0, float("nan")], None, []]),
    "arrays": pl.Series([[1, 2]], dtype=pl.Array(pl.Int8, 2)),
    "structs": pl.Series([{"a": 1, "b": None}, None]),
    "lists of categories": pl.Series([["a"]], dtype=pl.List(pl.Categorical)),
    "nothing": pl.Series([None, None]),
    "no rows": pl.Series([], dtype=pl.Categorical),
}


@pytest.mark.parametrize("column", POLARS_KEEPS.values(), ids=POLARS_KEEPS)
def test_polars_keeps_the_dtype(column: pl.Series) -> None:
    frame = pl.DataFrame({"x": column})
    loaded = round_trip(frame)
    assert loaded.schema == frame.schema
    assert loaded.equals(frame)


@pytest.mark.parametrize("values", [[1, 3], [1, None], [1, 2, 3], [1.0, 2.0]])
def test_nothing_at_all_may_differ_in_polars(values: list[Any], parquet_gives: Callable[[Any], None]) -> None:
    parquet_gives(pl.DataFrame({"x": values}))
    with pytest.raises(redis_store.StoreValueError, match="would"):
        redis_store.save(pl.DataFrame({"x": [1, 2]}))


@pytest.mark.parametrize("values", [[1.0, 3.0], [1.0, None], [1.0, float("nan")], [1.0], [1, 3]])
def test_nothing_but_a_type_may_differ_in_arrow(
    values: list[Any], parquet_gives: Callable[[Any], None]
) -> None:
    table = pa.table({"x": [1.0, 2.0]})
    parquet_gives(pa.table({"x": [1, 2]}))
    redis_store.save(table)
    parquet_gives(pa.table({"x": values}))
    with pytest.raises(redis_store.StoreValueError, match="would"):
        redis_store.save(table)


@pytest.mark.parametrize(
    "values", [[object()], pl.Series([{}], dtype=pl.Struct([]))], ids=["objects", "empty structs"]
)
def test_polars_is_refused_if_parquet_cannot_hold_it(values: Any) -> None:
    with pytest.raises(redis_store.StoreValueError, match="This DataFrame can't be stored"):
        redis_store.save(pl.DataFrame({"x": values}))


ARROW_KEEPS = {
    "floats": pa.array([float("nan"), None, 1.5]),
    "half floats": pa.array(np.array([1.5], "f2")),
    "lists with NaN": pa.array([[float("nan"), None], None]),
    "structs": pa.array([{"a": 1}, None]),
    "maps": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())),
    "dictionaries": pa.array(["b", None, "b"]).dictionary_encode(),
    "a time zone": pa.array([1], pa.timestamp("ns", "Europe/Paris")),
    "durations": pa.array([1], pa.duration("s")),
    "decimals": pa.array([Decimal("1.5")], pa.decimal256(50, 2)),
    "large text": pa.array(["a"], pa.large_string()),
    "views": pa.array(["a"], pa.string_view()),
    "an extension": pa.array([uuid.UUID(int=1).bytes], pa.uuid()),
}


@pytest.mark.parametrize("column", ARROW_KEEPS.values(), ids=ARROW_KEEPS)
def test_arrow_keeps_the_type(column: pa.Array) -> None:
    table = pa.table({"x": column})
    loaded = round_trip(table)
    assert loaded.schema == table.schema
    assert repr(loaded.to_pylist()) == repr(table.to_pylist())


ARROW_CHANGES = {
    "seconds": (pa.array([1], pa.timestamp("s")), pa.timestamp("ms")),
    "time in seconds": (pa.array([1], pa.time32("s")), pa.time32("ms")),
    "date64": (pa.array([86_400_000], pa.date64()), pa.date32()),
    "dictionaries of numbers": (pa.array([3, 1, 3]).dictionary_encode(), pa.int64()),
}


@pytest.mark.parametrize(("column", "kind"), ARROW_CHANGES.values(), ids=ARROW_CHANGES)
def test_arrow_changes_the_type_as_documented(column: pa.Array, kind: pa.DataType) -> None:
    loaded = round_trip(pa.table({"x": column}))["x"]
    assert loaded.type == kind
    assert loaded.to_pylist() == column.to_pylist()


ARROW_REFUSES = {
    "unions": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
    "months, days and nanoseconds": pa.array([(1, 2, 3)], pa.month_day_nano_interval()),
    "run ends": pa.RunEndEncodedArray.from_arrays([2], ["a"]),
    "empty structs": pa.array([{}], pa.struct([])),
    "date64 within a day": pa.array([1], pa.date64()),
}


@pytest.mark.parametrize("column", ARROW_REFUSES.values(), ids=ARROW_REFUSES)
def test_arrow_is_refused_if_parquet_cannot_hold_it(column: pa.Array) -> None:
    with pytest.raises(redis_store.StoreValueError, match="This Table can't be stored"):
        redis_store.save(pa.table({"x": column}))


def test_arrow_is_refused_if_its_rows_would_be_lost() -> None:
    with pytest.raises(redis_store.StoreValueError, match=r"its shape \(3, 0\) would become \(0, 0\)"):
        redis_store.save(pa.table({"x": [1, 2, 3]}).select([]))


def test_arrow_keeps_metadata_and_equal_column_names() -> None:
    table = pa.table([[1], [2]], names=["a", "a"], metadata={"k": "v"})
    loaded = round_trip(table)
    assert loaded.equals(table, check_metadata=True)


def test_equal_frames_have_one_key_however_they_are_cut_into_chunks() -> None:
    # Long enough for Parquet's pages to be cut where the chunks are.
    table = pa.table({"n": range(100_000), "t": [f"{number:>200}" for number in range(100_000)]})
    cut = pa.concat_tables([table[:7], table[7:]])
    assert redis_store.save(cut) == redis_store.save(table)
    pandas = table.to_pandas()
    assert redis_store.save(pd.concat([pandas[:7], pandas[7:]])) == redis_store.save(pandas)
    polars = pl.DataFrame(pandas)
    assert redis_store.save(pl.concat([polars[:7], polars[7:]], rechunk=False)) == redis_store.save(polars)


def test_frames_of_another_kind_or_other_rows_have_another_key() -> None:
    frame = pd.DataFrame({"n": [1, 2]})
    keys = {redis_store.save(value) for value in (frame, frame[:1], pl.DataFrame(frame), pa.table(frame))}
    assert len(keys) == 4


def test_a_frame_loads_as_the_table_that_it_is_stored_as() -> None:
    columns = {"n": [1.0, None], "t": ["a", "b"]}
    frame = pl.DataFrame(columns)
    assert redis_store.load_table(redis_store.save(frame)).equals(frame)
    assert redis_store.load_table(redis_store.save(pa.table(columns))).equals(pa.table(columns))
    of_pandas = pd.DataFrame(columns, index=pd.Index([5, 6], name="i"))
    loaded = redis_store.load_table(redis_store.save(of_pandas))
    assert isinstance(loaded, pa.Table)
    assert loaded.to_pydict() == columns | {"i": [5, 6]}
    assert loaded.schema.pandas_metadata["index_columns"] == ["i"]


def test_what_is_not_a_frame_does_not_load_as_a_table() -> None:
    key = redis_store.save([1, 2])
    with pytest.raises(
        redis_store.StoreValueError, match=r"JSON value, not to a frame: read it with load\(\)"
    ):
        redis_store.load_table(key)


@pytest.mark.parametrize(
    ("value", "loaded"),
    [
        (None, None),
        (True, True),
        (10**30, 10**30),
        (0.1, 0.1),
        ("é\ud800", "é\ud800"),
        ({"a": [1, {"b": (2, 3)}]}, {"a": [1, {"b": [2, 3]}]}),
        (np.array([[1, 2]]), [[1, 2]]),
        (np.float32(0.5), 0.5),
        (pd.Series([1, 2]), [1, 2]),
        (dt.datetime(2020, 1, 1, 5, tzinfo=dt.UTC), "2020-01-01T05:00:00+00:00"),
        (pd.NaT, None),
        (Decimal("0.5"), 0.5),
        (go.Figure(go.Bar(y=[1])).to_plotly_json()["data"], [{"type": "bar", "y": [1]}]),
    ],
)
def test_anything_else_comes_back_as_json_holds_it(value: Any, loaded: Any) -> None:
    assert round_trip(value) == loaded


itself: list[Any] = []
itself.append(itself)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"mean": [1.0, float("nan")]}, r"value\['mean'\]\[1\] is nan, which JSON can't hold"),
        (np.array([np.inf]), r"value\[0\] is inf"),
        ({"a": {1: 2}}, r"value\['a'\] has the key 1 of type int, and JSON's keys are text"),
        ([b"x"], r"value\[0\] is of type builtins.bytes"),
        ({"s": {1}}, r"value\['s'\] is of type builtins.set"),
        ({"df": pd.DataFrame()}, r"value\['df'\] is of type pandas.*DataFrame"),
        (pl.LazyFrame(), r"value is of type polars.*LazyFrame"),
        (1j, "value is of type builtins.complex"),
        (itself, "contains itself"),
        ([10**5000], "number too long"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: Any, message: str) -> None:
    with pytest.raises(redis_store.StoreValueError, match=message):
        redis_store.save(value)


USES = [
    redis_store.load,
    redis_store.load_table,
    redis_store.load_internal,
    redis_store.check,
    redis_store.delete,
]


def test_the_key_says_nothing_about_the_data() -> None:
    key = redis_store.save("a value that anybody can guess")
    assert len(key) == 64
    connection.fake_redis.cache_clear()
    assert redis_store.save("a value that anybody can guess") != key


@pytest.mark.parametrize(
    "key",
    [
        None,
        7,
        [],
        {},
        b"0" * 64,
        "",
        "secret",
        "0" * 63,
        "0" * 65,
        "0" * 64 + "\n",
        "A" * 64,
        "\u0660" * 64,
        "*" * 64,
        "0" * 64 + "-",
        "0" * 64 + "-0",
        "0" * 64 + "--1",
        "0" * 64 + "-1.5",
        "0" * 64 + "-" + "9" * 11,
        "0" * 64 + "-60\n",
    ],
)
@pytest.mark.parametrize("read", USES)
def test_what_is_not_of_a_keys_form_is_refused_before_redis_is_asked(
    read: Callable[[Any], Any], key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    with pytest.raises(redis_store.StoreKeyError, match="64 hexadecimal digits"):
        read(key)


@pytest.mark.parametrize("read", [redis_store.load, redis_store.load_table, redis_store.check])
def test_an_unknown_key_has_expired(read: Callable[[str], Any]) -> None:
    with pytest.raises(redis_store.StoreExpiredError, match="saved again"):
        read("0" * 64)


@pytest.mark.parametrize(
    "alter",
    [
        lambda entry: entry[:-1],
        lambda entry: entry[:3],
        lambda entry: b"",
        lambda entry: entry[:-1] + bytes([entry[-1] ^ 1]),
        lambda entry: entry[:4] + b"J" + entry[5:],
        lambda entry: b"ODD" + entry[3:],
        lambda entry: b"AIO\x00" + entry[4:],
        lambda entry: b"somebody else's",
        lambda entry: entry_of(redis_store.save("another value")),
    ],
    ids=["cut", "cut in its header", "empty", "altered", "kind", "magic", "version", "foreign", "swapped"],
)
def test_an_entry_that_does_not_match_its_key_is_refused_and_can_be_saved_again(
    alter: Callable[[bytes], bytes],
) -> None:
    frame = pd.DataFrame({"x": [1]})
    key = redis_store.save(frame)
    put(key, alter(entry_of(key)))
    with pytest.raises(redis_store.StoreIntegrityError, match="doesn't match its key"):
        redis_store.load(key)
    assert redis_store.save(frame) == key
    pd.testing.assert_frame_equal(redis_store.load(key), frame)


def test_an_entry_of_a_newer_format_is_refused_and_left_alone() -> None:
    key = redis_store.save("value")
    newer = b"AIO\x02" + entry_of(key)[4:]
    put(key, newer)
    with pytest.raises(
        redis_store.StoreVersionError, match="stored in format 2, and this process reads up to 1"
    ):
        redis_store.load(key)
    assert entry_of(key) == newer


@pytest.mark.parametrize("read", [redis_store.load, redis_store.load_table])
@pytest.mark.parametrize("entry", [b"AIO\x01P?", b"AIO\x01L?", b"AIO\x01A?", b"AIO\x01Z?"])
def test_an_intact_entry_that_the_libraries_cannot_read_is_said(
    entry: bytes, read: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIO_SECRET_KEY", "secret")
    key = hmac.new(b"secret", entry, "sha256").hexdigest()
    put(key, entry)
    with pytest.raises(redis_store.StoreVersionError, match="libraries can't read this data"):
        read(key)
    assert entry_of(key) == entry


def test_keys_are_made_with_the_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_SECRET_KEY", "one")
    key = redis_store.save("value")
    monkeypatch.setenv("AIO_SECRET_KEY", "two")
    assert redis_store.save("value") != key
    with pytest.raises(redis_store.StoreIntegrityError, match="another secret"):
        redis_store.load(key)


def test_any_bytes_are_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_SECRET_KEY", os.fsdecode(b"\xff\xfe"))
    assert round_trip("value") == "value"


def left(key: str) -> float:
    """Seconds that an entry has to live."""
    with connection.connected() as redis:
        return float(redis.pttl("aio:" + key)) / 1000


def let_live(key: str, seconds: int) -> None:
    with connection.connected() as redis:
        redis.expire("aio:" + key, seconds)


def test_an_entry_lives_for_a_week_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert left(redis_store.save("a week")) == pytest.approx(7 * 24 * 3600, abs=5)
    monkeypatch.setenv("AIO_TTL", "100")
    assert left(redis_store.save("less")) == pytest.approx(100, abs=5)


@pytest.mark.parametrize(
    "use",
    [redis_store.check, redis_store.load, lambda key: redis_store.save("value")],
    ids=["check", "load", "save"],
)
@pytest.mark.parametrize(("lifetime", "early", "late"), [(10_000, 55, 65), (100, 5, 15)])
def test_use_renews_the_time_to_live_after_a_minute_or_a_tenth_of_it(
    use: Callable[[str], object], lifetime: int, early: int, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIO_TTL", str(lifetime))
    key = redis_store.save("value")
    let_live(key, lifetime - early)
    use(key)
    assert left(key) == pytest.approx(lifetime - early, abs=3)
    let_live(key, lifetime - late)
    use(key)
    assert left(key) == pytest.approx(lifetime, abs=3)


def test_a_longer_life_than_the_setting_gives_is_left_alone() -> None:
    key = redis_store.save("value")
    with connection.connected() as redis:
        redis.persist("aio:" + key)
    redis_store.check(key)
    assert left(key) < 0


def test_each_save_can_have_a_time_to_live_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    key = redis_store.save("value", ttl=90)
    assert left(key) == pytest.approx(90, abs=5)
    monkeypatch.setenv("AIO_TTL", "1000")
    assert redis_store.load(key) == "value"
    assert left(key) == pytest.approx(90, abs=5)


@pytest.mark.parametrize(
    "use", [redis_store.check, redis_store.load, lambda key: redis_store.save("value", ttl=100)]
)
def test_use_renews_a_time_to_live_of_its_own_to_what_it_was(use: Callable[[str], object]) -> None:
    key = redis_store.save("value", ttl=100)
    let_live(key, 85)
    use(key)
    assert left(key) == pytest.approx(100, abs=3)


def test_equal_values_with_other_times_to_live_do_not_change_each_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = {ttl: redis_store.save("value", ttl=ttl) for ttl in (10, 1000, None)}
    for key in keys.values():
        assert redis_store.load(key) == "value"
    assert [left(key) for key in keys.values()] == pytest.approx([10, 1000, 7 * 24 * 3600], abs=5)
    assert redis_store.delete(keys[10])
    assert redis_store.load(keys[1000]) == redis_store.load(keys[None]) == "value"


def test_a_time_to_live_that_was_not_saved_leads_to_nothing() -> None:
    key = redis_store.save("value", ttl=10)
    for forged in (key.partition("-")[0], key.replace("-10", "-11"), key.replace("-10", "-9999999999")):
        with pytest.raises(redis_store.StoreExpiredError):
            redis_store.load(forged)


@pytest.mark.parametrize("ttl", [0, -1, 1.5, "60", True, 2**31, dt.timedelta(1)])
def test_what_is_no_time_to_live_is_refused(ttl: Any) -> None:
    with pytest.raises(redis_store.StoreValueError, match=r"ttl is .*whole number of seconds from 1 to"):
        redis_store.save("value", ttl=ttl)


def test_what_is_deleted_is_gone_and_can_be_saved_again() -> None:
    frame = pd.DataFrame({"x": [1]})
    key = redis_store.save(frame)
    assert redis_store.delete(key) is True
    with pytest.raises(redis_store.StoreExpiredError):
        redis_store.check(key)
    assert redis_store.delete(key) is False
    assert redis_store.save(frame) == key
    pd.testing.assert_frame_equal(redis_store.load(key), frame)


def test_what_a_component_keeps_for_itself_is_given_to_components_alone() -> None:
    value = {"df": "the key of a frame"}
    key = redis_store.save_internal(value)
    assert redis_store.load_internal(key) == value
    assert key != redis_store.save(value)
    for load in (redis_store.load, redis_store.load_table):
        with pytest.raises(redis_store.StoreValueError, match="what a component keeps for itself"):
            load(key)


@pytest.mark.parametrize("value", [{"df": "x"}, 5, pd.DataFrame({"x": [1]}), pl.DataFrame({"x": [1]})])
def test_what_an_app_has_saved_is_not_what_a_component_keeps_for_itself(value: Any) -> None:
    with pytest.raises(redis_store.StoreValueError, match="no component has stored"):
        redis_store.load_internal(redis_store.save(value))


def test_an_entry_that_is_not_used_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_TTL", "1")
    key = redis_store.save("value")
    wait_until(lambda: left(key) < 0)
    with pytest.raises(redis_store.StoreExpiredError):
        redis_store.check(key)


def test_an_entry_larger_than_the_limit_is_refused_with_both_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_MAX_BYTES", "1000")
    redis_store.save("x" * 993)
    with pytest.raises(
        redis_store.StoreSizeError, match="takes 1,001 bytes, and the store's limit is 1,000 bytes"
    ):
        redis_store.save("x" * 994)


@pytest.mark.parametrize("name", ["AIO_TTL", "AIO_MAX_BYTES"])
@pytest.mark.parametrize("text", ["0", "-1", "1.5", "a week", "9" * 12, "9" * 5000, "nan", "٣"])
def test_an_unusable_setting_is_named(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(redis_store.StoreConfigurationError, match=f"{name} is .* from 1 to "):
        redis_store.save("value")
    with pytest.raises(redis_store.StoreConfigurationError, match=name):
        redis_store.require_shared(1)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "http://u:hunter2@h",
        "redis://u:hunter2@h:port",
        "redis://:hunter2/@h:6379",
        "redis://:123/hunter2@h:6379",
        "redis://:123#hunter2@h",
        "redis://:123?hunter2@h",
        "redis://:hunter2@h/name",
        "redis://:hunter2@h/1/2",
        "redis://:hunter2@h..h",
        "redis://:hunter2@a\u00e9",
        f"redis://:hunter2@{'h' * 64}",
        "redis://:hunter2@h h",
        "unix://:hunter2@",
        "unix://relative/hunter2",
        "unix://:1/hunter2@/path",
    ],
)
def test_an_unusable_url_is_refused_without_its_password(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(redis_store.StoreConfigurationError, match="REDIS_URL can't be understood") as caught:
        redis_store.save("value")
    assert "hunter2" not in "".join(traceback.format_exception(caught.value)).replace(url, "")
    with pytest.raises(redis_store.StoreConfigurationError, match="REDIS_URL"):
        redis_store.require_shared(1)


def test_several_workers_need_a_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    redis_store.require_shared(1)
    with pytest.raises(redis_store.StoreConfigurationError, match="2 workers need a Redis"):
        redis_store.require_shared(2)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    redis_store.require_shared(2)


def test_fakeredis_says_so_once_and_at_first_use(caplog: pytest.LogCaptureFixture) -> None:
    redis_store.save("value")
    redis_store.save("other")
    assert [(record.name, record.levelno) for record in caplog.records] == [
        (connection.__name__, logging.WARNING)
    ]
    assert "FakeRedis" in caplog.text


def test_threads_that_use_fakeredis_first_at_the_same_time_share_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    together = threading.Barrier(16)

    def save(number: int) -> str:
        together.wait()
        return redis_store.save(number)

    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(save, range(16)))
    assert [redis_store.load(key) for key in keys] == list(range(16))
    assert len(caplog.records) == 1


def location_in_a_fork(_: int) -> str:
    return redis_store.location()


def test_the_location_is_of_one_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    here = redis_store.location()
    redis_store.save("value")
    code = "from components import redis_store; print(redis_store.location())"
    command = [sys.executable, "-c", code]
    others = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() for _ in "ab"
    ]
    for _ in "ab":  # as the second is another process than the first
        with multiprocessing.get_context("fork").Pool(1) as pool:
            others += set(pool.map(location_in_a_fork, range(3)))
    assert redis_store.location() == here
    assert len({here, *others}) == 5
    assert all(len(name) == 32 and str(os.getpid()) != name for name in others)
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@127.0.0.1:1")
    assert redis_store.location() == "redis"


def test_what_another_process_saved_in_its_memory_is_not_only_said_to_have_expired() -> None:
    code = "from components import redis_store; print(redis_store.save('value'))"
    command = [sys.executable, "-c", code]
    key = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    for read in (redis_store.load, redis_store.load_table, redis_store.check):
        with pytest.raises(
            redis_store.StoreExpiredError, match="another process saved it, as without REDIS_URL"
        ):
            read(key)


def fault_in_a_fork(key: str) -> str:
    try:
        redis_store.load(key)
    except redis_store.StoreError as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


def test_fakeredis_is_refused_in_another_process() -> None:
    key = redis_store.save("value")
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(fault_in_a_fork, (key,)).startswith("StoreConfigurationError: FakeRedis")


def test_a_polars_frame_in_redis_loads_neither_pandas_nor_pyarrow() -> None:
    code = (
        "import sys, polars; from components import redis_store; "
        "redis_store.load_table(redis_store.save(polars.DataFrame({'x': [1]}))); "
        "print(*{'pandas', 'pyarrow'} & sys.modules.keys())"
    )
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert result.stdout.strip() == ""


def test_the_public_names_are_exact_and_every_fault_is_a_store_error() -> None:
    assert redis_store.__all__ == sorted(redis_store.__all__)
    faults = [getattr(redis_store, name) for name in redis_store.__all__ if name.endswith("Error")]
    assert all(issubclass(fault, redis_store.StoreError) for fault in faults)
    assert issubclass(redis_store.StoreValueError, ValueError)


def test_entries_of_the_first_format_stay_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_SECRET_KEY", "of the first release")
    key = "ea55020e4a7b93116dd0853f84f69bf9042b011a9390da0a57cce5ae79bd28ba"
    put(key, b'AIO\x01J{"a":1}')
    assert redis_store.load(key) == {"a": 1}
