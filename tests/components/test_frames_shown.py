"""What a table can show, it shows: any frame goes through constructor, store and callback, or is refused at once."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import uuid
import warnings
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from components import DataTableAIO, UnsupportedColumnError, redis_store
from components.tables.memory.frames import column_names, to_polars

NOON = dt.datetime.fromisoformat("2020-02-29T12:00")
DAY = NOON.date()
PARIS = ZoneInfo("Europe/Paris")
SALES = pd.DataFrame({"region": ["n", "n", "s"], "year": [2019, 2020, 2019], "sum": [1.5, 2.0, 4.0]})
BEYOND = 2**63


class Temperature:
    """What another library may put into a column."""

    def __init__(self, degrees: float) -> None:
        self.degrees = degrees

    def __str__(self) -> str:
        return f"{self.degrees} °C"


class TemperatureDtype(pd.api.extensions.ExtensionDtype):
    """A dtype that pandas doesn't know, as that of a geometry or of a quantity with a unit."""

    name = "temperature"
    type = Temperature
    na_value = None

    @classmethod
    def construct_array_type(cls) -> Any:
        return TemperatureArray


class TemperatureArray(pd.api.extensions.ExtensionArray):
    """Temperatures."""

    dtype = TemperatureDtype()

    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values, dtype=object)

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> TemperatureArray:
        return cls(list(scalars))

    def __getitem__(self, item: Any) -> Any:
        found = self._values[item]
        return found if np.isscalar(item) or isinstance(item, int | np.integer) else TemperatureArray(found)

    def __len__(self) -> int:
        return len(self._values)

    def isna(self) -> Any:
        return np.array([value is None for value in self._values], dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> TemperatureArray:
        return TemperatureArray([None if allow_fill and at == -1 else self._values[at] for at in indices])

    def copy(self) -> TemperatureArray:
        return TemperatureArray(self._values.copy())

    @property
    def nbytes(self) -> int:
        return int(self._values.nbytes)


def column(values: Any, dtype: Any = None, index: Any = None) -> pd.DataFrame:
    return pd.DataFrame({"x": pd.Series(values, dtype=dtype, index=index)})


def pivoted() -> pd.DataFrame:
    return SALES.pivot(index="region", columns="year", values="sum").reset_index()


def binned() -> pd.DataFrame:
    return pd.crosstab(pd.cut(SALES["sum"], [0, 2, 4]), SALES["region"]).reset_index()


def with_attrs(**attrs: Any) -> pd.DataFrame:
    frame = column([1, 2])
    frame.attrs.update(attrs)
    return frame


def totals() -> pd.DataFrame:
    frame = column([1, 2], index=[2019, 2020])
    frame.loc["Total"] = 3
    return frame


# Each with the rows that are shown; those of frames with one column, "x", as a list of its cells.
SHOWN: dict[str, tuple[Callable[[], Any], list[Any]]] = {
    # Indexes and attributes, which aren't shown.
    "a total below": (totals, [1, 2, 3]),
    "margins": (
        lambda: pd.crosstab(SALES["region"], SALES["year"], margins=True),
        [{"2019": 1, "2020": 1, "All": 2}, {"2019": 1, "2020": 0, "All": 1}, {"2019": 2, "2020": 1, "All": 3}],
    ),
    "margins, with the index": (
        lambda: pd.crosstab(SALES["region"], SALES["year"], margins=True).reset_index(),
        [
            {"region": "n", "2019": 1, "2020": 1, "All": 2},
            {"region": "s", "2019": 1, "2020": 0, "All": 1},
            {"region": "All", "2019": 2, "2020": 1, "All": 3},
        ],
    ),
    "index of intervals": (lambda: column([1, 2], index=pd.interval_range(0, 2)), [1, 2]),
    "index of periods": (lambda: column([1, 2], index=pd.period_range("2020", periods=2, freq="M")), [1, 2]),
    "index with a name that is no text": (lambda: column([1, 2]).rename_axis(2020), [1, 2]),
    "index of tuples": (lambda: column([1, 2], index=pd.MultiIndex.from_tuples([(1, "a"), (2, "b")])), [1, 2]),
    "index with duplicates": (lambda: column([1, 2], index=[7, 7]), [1, 2]),
    "index with a zone": (lambda: column([1], index=pd.date_range("2020", periods=1, tz="Asia/Kolkata")), [1]),
    "attrs of text": (lambda: with_attrs(source="survey"), [1, 2]),
    "attrs with dates": (lambda: with_attrs(made=NOON), [1, 2]),
    "attrs with a frame": (lambda: with_attrs(other=SALES), [1, 2]),
    "attrs with keys that are no text": (lambda: with_attrs(by={2019: 1}), [1, 2]),
    # Labels.
    "pivoted": (
        pivoted,
        [{"region": "n", "2019": 1.5, "2020": 2.0}, {"region": "s", "2019": 4.0, "2020": None}],
    ),
    "crosstab of cut": (
        binned,
        [{"sum": "(0, 2]", "n": 2, "s": 0}, {"sum": "(2, 4]", "n": 0, "s": 1}],
    ),
    "intervals as labels": (
        lambda: pd.DataFrame([[1, 2]], columns=pd.interval_range(0, 2)),
        [{"(0, 1]": 1, "(1, 2]": 2}],
    ),
    "periods as labels": (
        lambda: pd.DataFrame([[1, 2]], columns=pd.period_range("2020-01", periods=2, freq="M")),
        [{"2020-01": 1, "2020-02": 2}],
    ),
    "booleans as labels": (lambda: pd.DataFrame({True: [1], False: [2]}), [{"True": 1, "False": 2}]),
    "dates as labels": (lambda: pd.DataFrame({DAY: [1]}), [{"2020-02-29": 1}]),
    "datetimes as labels": (
        lambda: pd.DataFrame([[1]], columns=pd.DatetimeIndex(["2020-02-29"])),
        [{"2020-02-29 00:00:00": 1}],
    ),
    "floats as labels": (lambda: pd.DataFrame({1.5: [1], 2.0: [2]}), [{"1.5": 1, "2.0": 2}]),
    "bytes as a label": (lambda: pd.DataFrame({b"a": [1]}), [{"b'a'": 1}]),
    "a missing label": (lambda: pd.DataFrame({None: [1], "b": [2]}), [{"nan": 1, "b": 2}]),
    "labels of several types": (lambda: pd.DataFrame({1: [1], "b": [2], 2.5: [3]}), [{"1": 1, "b": 2, "2.5": 3}]),
    # Python objects.
    "dictionaries of different keys": (lambda: column([{"a": 1}, {"b": None}]), ['{"a":1}', '{"b":null}']),
    "dictionaries of the same keys": (lambda: column([{"a": 1}, {"a": 2.5}]), ['{"a":1}', '{"a":2.5}']),
    "dictionaries with keys that are no text": (lambda: column([{1: "a"}]), ['{"1":"a"}']),
    "lists of several types": (lambda: column([[1, "a"], [None]]), ['[1,"a"]', "[null]"]),
    "lists of one type": (lambda: column([[1, 2], []]), ["[1,2]", "[]"]),
    "lists of dictionaries": (lambda: column([[{"a": 1}, {"b": [2]}], None]), ['[{"a":1},{"b":[2]}]', None]),
    "tuples": (lambda: column([(1, 2), (3,)]), ["[1,2]", "[3]"]),
    "arrays": (lambda: column([np.array([1.5, np.nan]), np.array([])]), ["[1.5,null]", "[]"]),
    "arrays of two dimensions": (lambda: column([np.ones((2, 2)), np.zeros((1, 2))]), ["[[1.0,1.0],[1.0,1.0]]", "[[0.0,0.0]]"]),
    "lists of dates": (lambda: column([[DAY]]), ['["2020-02-29"]']),
    "sets": (lambda: column([{1}, None]), ["{1}", None]),
    "numbers and texts": (lambda: column([1, "a", None]), ["1", "a", None]),
    "booleans and numbers": (lambda: column([True, 2.5], object), ["True", "2.5"]),
    "decimals beside floats": (lambda: column([decimal.Decimal("1.10"), 2.5, None], object), [1.1, 2.5, None]),
    "decimals of many digits": (lambda: column([decimal.Decimal("1" * 50 + ".5")]), [float("1" * 50 + ".5")]),
    "decimals that aren't finite": (lambda: column([decimal.Decimal("NaN"), decimal.Decimal("1.5")]), [None, 1.5]),
    "fractions": (lambda: column([fractions.Fraction(1, 3)]), ["1/3"]),
    "uuids": (lambda: column([uuid.UUID(int=1)]), [str(uuid.UUID(int=1))]),
    "datetimes of two offsets": (
        lambda: column(
            [NOON.replace(tzinfo=PARIS), NOON.replace(month=7, tzinfo=PARIS)], object
        ),
        ["2020-02-29T12:00:00", "2020-07-29T12:00:00"],
    ),
    "datetimes with a zone and without": (
        lambda: column([NOON.replace(tzinfo=PARIS), NOON], object),
        ["2020-02-29T12:00:00", "2020-02-29T12:00:00"],
    ),
    "timestamps of nanoseconds": (
        lambda: column([pd.Timestamp("2020-02-29 12:00:00.000000001"), None], object),
        ["2020-02-29T12:00:00.000000001", None],
    ),
    "dates and datetimes": (lambda: column([DAY, NOON], object), ["2020-02-29", "2020-02-29 12:00:00"]),
    "times with a zone": (lambda: column([dt.time(12, tzinfo=dt.UTC)]), ["12:00:00"]),
    "durations as objects": (lambda: column([dt.timedelta(hours=1), None], object), [3600.0, None]),
    "integers from 2**63 on": (lambda: column([BEYOND, 1, None], object), [str(BEYOND), 1, None]),
    "integers on both sides of 64 bits": (lambda: column([BEYOND, -BEYOND], object), [str(BEYOND), str(-BEYOND)]),
    "integers beyond 64 bits": (lambda: column([2**70, -5], object), [str(2**70), -5]),
    "integers beyond 128 bits": (lambda: column([2**200, 5], object), [2.0**200, 5.0]),
    "nothing but missing objects": (lambda: column([None, None], object), [None, None]),
    # Dtypes of pandas.
    "unsigned integers": (lambda: column([2**64 - 1, 0], "uint64"), [str(2**64 - 1), 0]),
    "sparse": (lambda: column(pd.arrays.SparseArray([0.0, 1.5, 0.0])), [0.0, 1.5, 0.0]),
    "sparse integers": (lambda: column(pd.arrays.SparseArray([0, 2])), [0, 2]),
    "categories of several types": (lambda: column(pd.Categorical([1, "a", None])), ["1", "a", None]),
    "categories of numbers": (lambda: column(pd.Categorical([3, None, 1])), [3, None, 1]),
    "categories of dates": (lambda: column(pd.Categorical([NOON, None])), ["2020-02-29T12:00:00", None]),
    "categories of intervals": (lambda: column(pd.cut([1, 3], [0, 2, 4])), ["(0, 2]", "(2, 4]"]),
    "periods": (lambda: column(pd.period_range("2020-01", periods=2, freq="M")), ["2020-01", "2020-02"]),
    "intervals": (lambda: column(pd.arrays.IntervalArray.from_breaks([0, 1])), ["(0, 1]"]),
    "offset of half an hour": (
        lambda: column([NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=-3.5)))]),
        ["2020-02-29T12:00:00"],
    ),
    "offset of three quarters": (
        lambda: column(pd.to_datetime(["2020-02-29T12:00+05:45"])),
        ["2020-02-29T12:00:00"],
    ),
    "zone": (lambda: column(pd.date_range("2020-02-29", periods=1, tz="Asia/Kathmandu")), ["2020-02-29"]),
    "datetimes of seconds": (lambda: column(np.array(["2020-02-29T12:00:00"], "datetime64[s]")), ["2020-02-29T12:00:00"]),
    "another library's": (lambda: column(TemperatureArray([Temperature(21.5), None])), ["21.5 °C", None]),
    "another library's frame": (lambda: type("GeoDataFrame", (pd.DataFrame,), {})({"x": [1]}), [1]),
    "lists of Arrow": (
        lambda: column([[1], None], pd.ArrowDtype(pa.list_(pa.int64()))),
        ["[1]", None],
    ),
    "structs of Arrow": (
        lambda: column([{"a": 1}], pd.ArrowDtype(pa.struct([("a", pa.int64())]))),
        ['{"a":1}'],
    ),
    "dictionary of Arrow": (
        lambda: column(pd.arrays.ArrowExtensionArray(pa.array(["a", "b", "a"]).dictionary_encode())),
        ["a", "b", "a"],
    ),
    "decimals of Arrow": (
        lambda: column([decimal.Decimal("1.10")], pd.ArrowDtype(pa.decimal128(38, 2))),
        [1.1],
    ),
    # Sizes.
    "empty": (lambda: column([], object), []),
    "empty, with a zone": (lambda: column([], "datetime64[ns, Asia/Kathmandu]"), []),
    "without columns": (lambda: pd.DataFrame(index=range(2)), []),
    "one row of everything missing": (lambda: pd.DataFrame({"a": [None], "b": [np.nan], "c": [pd.NaT]}), [{"a": None, "b": None, "c": None}]),
    # Polars and PyArrow.
    "Polars: objects": (lambda: pl.DataFrame({"x": pl.Series([{1}, "a"], dtype=pl.Object)}), ["{1}", "a"]),
    "Polars: 128 bits": (lambda: pl.DataFrame({"x": pl.Series([2**70], dtype=pl.Int128)}), [str(2**70)]),
    "Polars: struct without fields": (lambda: pl.DataFrame({"x": pl.Series([{}], dtype=pl.Struct([]))}), ["{}"]),
    "Polars: zone": (lambda: pl.DataFrame({"x": [NOON.replace(tzinfo=PARIS)]}), ["2020-02-29T12:00:00"]),
    "Polars: decimal": (lambda: pl.DataFrame({"x": [decimal.Decimal("1.10")]}), [1.1]),
    "Polars: array": (lambda: pl.DataFrame({"x": pl.Series([[1, 2]], dtype=pl.Array(pl.Int8, 2))}), ["[1,2]"]),
    "PyArrow: offset": (
        lambda: pa.table({"x": pa.array([NOON], pa.timestamp("us", "+05:30"))}),
        ["2020-02-29T17:30:00"],
    ),
    "PyArrow: decimal of 76 digits": (
        lambda: pa.table({"x": pa.array([decimal.Decimal("1" * 60)], pa.decimal256(76, 0))}),
        [float("1" * 60)],
    ),
    "PyArrow: month, day, nano": (
        lambda: pa.table({"x": pa.array(["a"]), "n": pa.nulls(1)}),
        [{"x": "a", "n": None}],
    ),
    "PyArrow: run-end encoded": (
        lambda: pa.table({"x": pa.array([1, 1, 2], pa.run_end_encoded(pa.int32(), pa.int64()))}),
        [1, 1, 2],
    ),
    "PyArrow: dictionary of numbers": (lambda: pa.table({"x": pa.array([5, 5]).dictionary_encode()}), [5, 5]),
}  # fmt: skip

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "bytes": (lambda: column([b"a"]), "'x' .* decode them to text"),
    "complex numbers": (lambda: column([1j]), "'x' .* split them into two columns"),
    "a year of five digits": (
        lambda: column(np.array(["10000-01-01"], "datetime64[s]")),
        "'x' .* after 9999",
    ),
    "levels of columns": (
        lambda: SALES.pivot_table(index="region", columns=["year"], values=["sum"]),
        r"2 levels .*'_'\.join\(map\(str",
    ),
    "two columns of a name": (lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]), "rename"),
    "two columns of a name as text": (lambda: pd.DataFrame({1: [1], "1": [2]}), "2 columns are named '1'"),
    "an empty name": (lambda: pd.DataFrame({"": [1]}), "empty name"),
    "bytes in lists": (lambda: pl.DataFrame({"x": [[b"a"]]}), "'x' .* decode them to text"),
    "PyArrow: binary": (lambda: pa.table({"x": [b"a"]}), "'x' .* decode them to text"),
}


def component(frame: Any) -> DataTableAIO:
    """A table of a frame; that a column is shown as text is another test's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return DataTableAIO(frame)


def shown(table: DataTableAIO) -> tuple[Any, Any]:
    """What the callback answers: all rows, and the notice's text."""
    store, *_ = table.children
    rows, _, notice, *_ = DataTableAIO.show_rows(0, 100, [], "", "custom", store.data)
    return rows, notice.children if notice else None


@pytest.mark.parametrize("name", SHOWN)
def test_a_frame_is_shown_as_documented(name: str) -> None:
    make, expected = SHOWN[name]
    frame = make()
    before = frame.copy(deep=True) if isinstance(frame, pd.DataFrame) else frame
    table = component(frame)
    rows = [row if isinstance(row, dict) else {"x": row} for row in expected]
    assert shown(table) == (rows, None)
    assert [entry["id"] for entry in table.children[3].columns] == column_names(frame)
    if isinstance(frame, pd.DataFrame):
        pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", SHOWN)
def test_a_frame_filters_and_sorts_by_what_is_shown(name: str) -> None:
    make, _ = SHOWN[name]
    table = component(make())
    store, _, _, datatable, *_ = table.children
    rows, _ = shown(table)
    for entry in datatable.columns:
        query = f"{{{entry['id']}}} is nil"
        found, *_ = DataTableAIO.show_rows(0, 100, [], query, "custom", store.data)
        assert found == [row for row in rows if row[entry["id"]] is None]
        by = [{"column_id": entry["id"], "direction": "asc"}]
        found, _, notice, *_ = DataTableAIO.show_rows(0, 100, by, "", "custom", store.data)
        assert notice is None
        assert sorted(map(repr, found)) == sorted(map(repr, rows))


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_form_is_refused_at_construction_with_what_to_do(name: str) -> None:
    make, message = REFUSED[name]
    with pytest.raises(UnsupportedColumnError, match=message):
        DataTableAIO(make())


@pytest.mark.parametrize(
    "name",
    ["index of periods", "attrs of text", "lists of one type", "periods", "intervals", "zone"],
)
def test_a_frame_that_comes_back_as_it_is_is_stored_as_it_is(name: str) -> None:
    frame = SHOWN[name][0]()
    loaded = redis_store.load(component(frame).children[0].data["df"])
    assert isinstance(loaded, pd.DataFrame)
    assert to_polars(loaded).equals(to_polars(frame))
    assert loaded.index.equals(frame.index)
    assert loaded.attrs == frame.attrs


@pytest.mark.parametrize(
    "name", ["a total below", "attrs with dates", "pivoted", "dictionaries of different keys", "sparse"]
)
def test_of_a_frame_that_does_not_what_is_shown_is_stored_in_the_same_kind_of_frame(name: str) -> None:
    frame = SHOWN[name][0]()
    loaded = redis_store.load(component(frame).children[0].data["df"])
    assert isinstance(loaded, pd.DataFrame)
    assert [*loaded.columns] == column_names(frame)
    assert [*loaded.index] == [*range(len(frame))]
    assert not loaded.attrs
