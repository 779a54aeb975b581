"""What the operations do beyond the recorded rows: kinds of frames, types, errors."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from components import DataTableAIO
from components.tables.filter_query import FilterQueryError
from components.tables.javascript import is_prime
from components.tables.memory import sorting
from components.tables.memory.sorting import (
    Key,
    first_positions,
    first_rows,
    positions,
    sort_keys,
    sorted_rows,
)
from components.tables.source import UnsupportedColumnError
from components.tables.view import SortKey, UnknownColumnError, page_count
from tests.work import lines_run

filter_df, sort_df, page_df = DataTableAIO.filter_df, DataTableAIO.sort_df, DataTableAIO.page_df

COLUMNS = {"n": [3, None, 1, 2], "s": ["b", "B", None, "a"]}

KINDS: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "polars": pl.DataFrame,
    "pyarrow": pa.table,
}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Any:
    return KINDS[request.param]


def column(frame: Any, name: str) -> list[Any]:
    return pl.DataFrame(frame)[name].to_list()


def test_rows_come_back_in_the_kind_of_frame_that_was_given(make: Any) -> None:
    frame = make(COLUMNS)
    filtered = filter_df(frame, "{n} > 1")
    assert type(filtered) is type(frame)
    assert column(filtered, "s") == ["b", "a"]
    ordered = sort_df(frame, [{"column_id": "s", "direction": "asc"}])
    assert type(ordered) is type(frame)
    assert column(ordered, "n") == [None, 2, 3, 1]
    page = page_df(frame, 1, 3)
    assert type(page) is type(frame)
    assert column(page, "n") == [2]


def test_an_empty_query_and_an_empty_sort_take_every_row(make: Any) -> None:
    frame = make(COLUMNS)
    assert column(filter_df(frame, ""), "s") == COLUMNS["s"]
    assert column(sort_df(frame, []), "s") == COLUMNS["s"]


def test_types_and_index_stay_as_they_were() -> None:
    index = pd.Index(list("wxyz"), name="key")
    frame = pd.DataFrame(
        {
            "n": pd.Series([3, 1, 2, None], dtype="Int8"),
            "c": pd.Categorical(["b", "a", "b", None], categories=["b", "a"], ordered=True),
            "d": pd.date_range("2020", periods=4, tz="Europe/Paris"),
            "o": [{"a": 1}, [2], None, b"bytes"],
        }
    ).set_index(index)
    before = frame.copy()
    result = sort_df(filter_df(frame, "{n} is num"), [{"column_id": "n", "direction": "desc"}])
    pd.testing.assert_frame_equal(result, before.iloc[[0, 2, 1]])
    pd.testing.assert_frame_equal(frame, before)
    result.loc["w", "n"] = 100
    pd.testing.assert_frame_equal(frame, before)


def test_a_result_can_be_changed_without_changing_the_frame() -> None:
    frame = pd.DataFrame(COLUMNS)
    for result in (filter_df(frame, ""), sort_df(frame, []), page_df(frame, 0, 10)):
        result.loc[0, "s"] = "changed"
    assert frame.loc[0, "s"] == "b"


def test_names_that_are_no_text_are_compared_as_text() -> None:
    frame = pd.DataFrame([[1, "a"], [2, "b"]], columns=[0, 1])
    assert filter_df(frame, "{0} = 2 && {1} = b").index.to_list() == [1]


def test_only_columns_that_are_named_are_looked_at() -> None:
    frame = pd.DataFrame({"n": [2, 1], "bytes": [b"a", b"b"]})
    assert sort_df(filter_df(frame, "{n} > 0"), [{"column_id": "n", "direction": "asc"}])["n"].to_list() == [
        1,
        2,
    ]
    with pytest.raises(UnsupportedColumnError, match="'bytes'"):
        filter_df(frame, "{bytes} = a")


def test_without_columns_rows_can_still_be_taken() -> None:
    frame = pd.DataFrame(index=range(5))
    assert len(filter_df(frame, "1 = 1")) == 5
    assert len(filter_df(frame, "1 = 2")) == 0
    assert len(page_df(frame, 1, 3)) == 2


def test_an_invalid_query_is_an_error() -> None:
    with pytest.raises(FilterQueryError):
        filter_df(pd.DataFrame(COLUMNS), "{n} == 1")


def test_an_unknown_column_is_an_error_that_names_it() -> None:
    frame = pd.DataFrame(COLUMNS)
    with pytest.raises(UnknownColumnError, match=r"filter_query names .*'nope'"):
        filter_df(frame, "{n} = 1 || {nope} = 1")
    with pytest.raises(UnknownColumnError, match=r"sort_by names .*'nope'"):
        sort_df(frame, [{"column_id": "nope", "direction": "asc"}])


@pytest.mark.parametrize("frame", [pl.LazyFrame(COLUMNS), COLUMNS, None])
def test_what_is_no_dataframe_is_a_type_error(frame: Any) -> None:
    for operation in (lambda: filter_df(frame, ""), lambda: sort_df(frame, []), lambda: page_df(frame, 0, 1)):
        with pytest.raises(TypeError):
            operation()


@pytest.mark.parametrize(
    ("query", "crashes"),
    [
        ("{s} i= a", True),
        ("{s} i!= a", True),
        ("{s} i< a", True),
        ("{s} icontains a", False),
        ("{s} is nil || {s} i= a", False),
        ("!({s} is nil) && {s} i= a", True),
        ("{s} i= a || {s} is nil", True),
        ("({n} = 1 || {n} = 2) || {s} i= a", False),
        ("({n} = 2) || {s} i= a", True),
        ("!({s} i= a)", True),
        ("{n} i= 1 || {s} i= a", True),
        ("{n} is nil || {n} i= 3", False),
        ("{n} i= {s}", True),
        ("{s} = a || '1' i= 2", False),
    ],
)
def test_a_missing_value_under_an_insensitive_operator_is_an_error_in_an_evaluated_row(
    query: str, crashes: bool
) -> None:
    frame = pl.DataFrame(COLUMNS, strict=False)
    if crashes:
        with pytest.raises(ValueError, match=r"column '[ns]' has missing values"):
            filter_df(frame, query)
    else:
        filter_df(frame, query)


@pytest.mark.parametrize(
    "sort_by",
    [
        None,
        "n",
        {"column_id": "n", "direction": "asc"},
        ["n"],
        [{"column_id": "n"}],
        [{"direction": "asc"}],
        [{"column_id": 1, "direction": "asc"}],
        [{"column_id": "n", "direction": None}],
        [{"column_id": ["n"] * 1000, "direction": "asc"}],
    ],
)
def test_a_malformed_sort_is_an_error(sort_by: Any) -> None:
    with pytest.raises(ValueError, match=r"sort_by must be like \[{\"column_id\"") as raised:
        sort_df(pd.DataFrame(COLUMNS), sort_by)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("page_current", "page_size"),
    [(-1, 1), (0, 0), (0, -5), (True, 1), (0, True), (0.0, 1), ("0", 1), (None, 1), (0, 1.5)],
)
def test_a_malformed_page_is_an_error(page_current: Any, page_size: Any) -> None:
    with pytest.raises(ValueError, match="must be an integer of at least"):
        page_df(pd.DataFrame(COLUMNS), page_current, page_size)


def test_pages() -> None:
    frame = pl.DataFrame({"n": range(7)})
    assert page_df(frame, 2, 3)["n"].to_list() == [6]
    assert page_df(frame, 3, 3)["n"].to_list() == [0, 1, 2]
    assert page_df(frame, 10**30, 10**30)["n"].to_list() == list(range(7))
    assert page_df(frame, *np.array([1, 5]))["n"].to_list() == [5, 6]
    assert page_df(frame.clear(), 3, 3).height == 0
    assert [page_count(rows, 3) for rows in (0, 1, 3, 4)] == [0, 1, 1, 2]


@pytest.mark.parametrize("descending", [False, True])
def test_missing_values_are_last_and_equal_ones_in_their_order(descending: bool) -> None:
    frame = pl.DataFrame({"n": [1, None, 2, 1, None, 2], "row": range(6)})
    direction = "desc" if descending else "asc"
    rows = sort_df(frame, [{"column_id": "n", "direction": direction}])["row"].to_list()
    assert rows == ([2, 5, 0, 3, 1, 4] if descending else [0, 3, 2, 5, 1, 4])


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([-(2**63), 2**63 - 1, 0, None]),
        pl.Series([0, 2**64 - 1, 5], dtype=pl.UInt64),
        pl.Series([0, 255, 5], dtype=pl.UInt8),
        pl.Series([-128, 127, 5], dtype=pl.Int8),
        pl.Series([-3, 2, None], dtype=pl.Int128),
        pl.Series([True, False, None]),
        pl.Series([None, None, None]),
        pl.Series([1_600_000_000_000_000_001, 1_600_000_000_000_000_000, None]).cast(pl.Datetime("ns")),
    ],
)
def test_extreme_values_are_sorted(values: pl.Series) -> None:
    frame = pl.DataFrame({"x": values})
    for direction, descending in (("asc", False), ("desc", True)):
        got = sort_df(frame, [{"column_id": "x", "direction": direction}])["x"]
        assert got.to_list() == values.sort(descending=descending, nulls_last=True).to_list()


# Most of each are missing, or equal, or both, so that a sample of them tells little or nothing.
@pytest.mark.parametrize(("descending", "nulls_first"), [(False, False), (True, False), (False, True)])
@pytest.mark.parametrize("different", [1, 5, 10**9])
@pytest.mark.parametrize("missing", [0, 0.5, 0.999, 1])
@pytest.mark.parametrize("rows", [1, 999, 5000, 100_000])
def test_the_first_rows_of_a_sort_are_those_that_sorting_all_gives(
    rows: int, missing: float, different: int, descending: bool, nulls_first: bool
) -> None:
    source = np.random.default_rng(rows)
    values = pl.DataFrame({"x": source.integers(0, different, rows), "there": source.random(rows) >= missing})
    first = values.select(pl.when("there").then("x")).to_series()
    keys = [Key(first, descending, nulls_first), Key(pl.Series(source.integers(0, 3, rows)))]
    ordered = sorted_rows(keys).to_list()
    for count in (1, 10, 1000):
        assert first_rows(keys, count).to_list() == ordered[:count]
        some = pl.Series(np.arange(rows) % 3 == 0)
        assert first_rows(keys, count, some).to_list() == sorted_rows(keys, positions(some)).to_list()[:count]


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 1])
def test_the_first_rows_of_a_mask_are_found_in_a_part_of_it(share: float) -> None:
    mask = pl.Series(np.random.default_rng(0).random(100_000) < share)
    everywhere = positions(mask).to_list()
    assert everywhere == np.flatnonzero(mask.to_numpy()).tolist()
    for count in (1, 10, 1000, 200_000):
        assert first_positions(mask, count).to_list() == everywhere[:count]


@pytest.mark.parametrize("count", [0, 1, 100, 101, 150])
def test_the_first_rows_end_where_the_values_of_a_key_do(count: int) -> None:
    first = pl.Series([row if row < 100 else None for row in range(150)])
    keys = [
        Key(first),
        Key(pl.Series(range(150)), descending=True),
        Key(pl.Series([row % 7 for row in range(150)])),
    ]
    assert first_rows(keys, count).to_list() == sorted_rows(keys).head(count).to_list()


def test_values_between_those_of_a_sample_are_found() -> None:
    step = 1000 // 16
    values = pl.concat([pl.Series([None] * (step - 1) + [1])] * 3000)
    assert first_rows([Key(values)], 1000)[:2].to_list() == [step - 1, 2 * step - 1]


@pytest.mark.parametrize("limit", [None, -1, 0, 500, 998, 999, 1000])
def test_the_first_rows_are_found_whatever_the_sample_tells(
    limit: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "_limit", lambda key, *_: (key.values, limit))
    source = np.random.default_rng(0)
    keys = [
        Key(
            pl.Series([*range(1000), None, *[7] * 50]).sample(fraction=1, shuffle=True, seed=0),
            descending=True,
        ),
        Key(pl.Series(source.integers(0, 9, 1051))),
    ]
    ascending = keys[0]._replace(descending=False)
    for ordered in (keys, [ascending, keys[1]], [ascending._replace(nulls_first=True), keys[1]], keys[::-1]):
        for count in (1, 30, 1051):
            assert first_rows(ordered, count).to_list() == sorted_rows(ordered).to_list()[:count]


# What differs comes at the start, in the middle of a character, or nowhere.
@pytest.mark.parametrize("common", ["", "é", "https://example.org/", "\ud7ff\uffff"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_first_texts_are_in_the_order_of_utf16(common: str, descending: bool) -> None:
    source = np.random.default_rng(0)
    ends = [
        "",
        "\0",
        "a",
        "é",
        "è",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "\U00010000",
        "\U0010ffff",
        "in the middle",
    ]
    texts = [common + "".join(source.choice(ends, source.integers(0, 4))) for _ in range(20_000)]
    frame = pl.DataFrame({"x": [*texts, None]})
    keys = sort_keys(frame, [SortKey("x", descending)])
    rows = sorted(range(20_000), key=lambda row: texts[row].encode("utf-16-be"), reverse=descending)
    expected = sorted(texts, key=lambda text: text.encode("utf-16-be"), reverse=descending)
    assert frame["x"][first_rows(keys, 100)].to_list() == expected[:100]
    assert first_rows(keys, 20_001).to_list() == sorted_rows(keys).to_list()
    if not descending:
        assert sorted_rows(keys).to_list() == [*rows, 20_000]


def test_integers_that_are_one_number_to_the_browser_are_equal() -> None:
    frame = pl.DataFrame({"n": [2**53 + 1, 2**53], "row": [0, 1]})
    assert sort_df(frame, [{"column_id": "n", "direction": "asc"}])["row"].to_list() == [0, 1]
    assert filter_df(frame, f"{{n}} = {2**53}").height == 2


UTF16 = [
    "",
    "a",
    "é",
    "日",
    "\ud7ff",
    "😀",
    "😀a",
    "\U0010ffff",
    "\U0010ffff\0",
    "\U0010ffff\uffff",
    "\ue000",
    "\uff5e",
    "\uffff",
    "\uffffa",
]


def test_text_is_in_the_order_of_its_utf16_code_units() -> None:
    frame = pl.DataFrame({"s": [*reversed(UTF16), None]})
    for direction in ("asc", "desc"):
        got = sort_df(frame, [{"column_id": "s", "direction": direction}])["s"].to_list()
        assert got == [*(UTF16 if direction == "asc" else reversed(UTF16)), None]
    for at, text in enumerate(UTF16):
        if text:
            assert filter_df(frame, f"{{s}} < '{text}'").height == at
    enum = frame.cast(pl.Enum(sorted(UTF16)))
    assert sort_df(enum, [{"column_id": "s", "direction": "asc"}])["s"].to_list() == [*UTF16, None]


@pytest.mark.parametrize(
    "query",
    [
        "{c} = b",
        "{c} != b",
        "{c} < b",
        "{c} >= ''",
        "{c} < 5",
        "{c} contains b",
        "{c} icontains B",
        "{c} is nil",
        "{c} is blank",
        "{c} is str",
        "{c} is num",
        "!({c} = b)",
        "{c} = {c}",
        "{c} < {s}",
        "{c} is nil || {c} ieq B",
        "{c} datestartswith 2020",
    ],
)
@pytest.mark.parametrize("dtype", [pl.Enum(["z", "2020-01", "b", "", "B"]), pl.Categorical()])
def test_labels_are_compared_as_their_text(query: str, dtype: pl.DataType) -> None:
    texts = pl.DataFrame({"c": ["b", "B", None, "", "2020-01", "b"], "s": ["a"] * 6, "row": range(6)})
    labels = texts.cast({"c": dtype})
    assert filter_df(labels, query)["row"].to_list() == filter_df(texts, query)["row"].to_list()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e21, "1e+21"),
        (1e16, "10000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-7, "1e-7"),
        (1.5e-6, "0.0000015"),
        (0.000012, "0.000012"),
        (-0.0, "0"),
        (5.0, "5"),
        (5e-324, "5e-324"),
        (2**53 + 1, str(2**53)),
        (-1.5e300, "-1.5e+300"),
        (0.1, "0.1"),
    ],
)
def test_text_of_numbers(number: float, text: str) -> None:
    frame = pl.DataFrame({"n": [number, None]})
    assert filter_df(frame, f"{{n}} contains '{text}'").height == 1
    assert filter_df(frame, f"{{n}} is nil || ({{n}} i<= '{text}' && {{n}} i>= '{text}')").height == 2


def test_prime_is_what_the_browser_finds() -> None:
    numbers = [2.0, 3, 4, 9, 25, 1, 0, -3, 2.5, 7.3, 1.5, 997.0 * 997, 997.0 * 991, 1e300, float(2**53), None]
    rows = filter_df(pl.DataFrame({"n": numbers}), "{n} is prime")["n"].to_list()
    assert rows == [2, 3, 2.5, 7.3]


def test_primes() -> None:
    sieve = np.ones(200_000, dtype=bool)
    sieve[:2] = False
    for n in range(2, 448):
        sieve[n * n :: n] &= not sieve[n]
    assert [is_prime(float(n)) for n in range(200_000)] == sieve.tolist()
    # The largest prime below 2**53, its square root's, strong pseudoprimes, and a product of two large primes.
    primes = [2**53 - 111, 94906249, 1000003]
    composites = [2**53 - 1, 94906249**2, 3215031751, 3474749660383, 341550071728321, 94906247 * 94906249]
    assert [n for n in [*primes, *composites] if is_prime(float(n))] == primes


@pytest.mark.parametrize("query", ["{n} contains '7'", "{s} = 7", "{s} datestartswith 2019"])
def test_a_query_takes_some_steps_and_not_some_a_row(query: str) -> None:
    numbers = np.random.default_rng(0).integers(2**52, 2**53, 200_000)
    frame = pl.DataFrame({"n": numbers, "s": numbers.astype(str)})
    assert lines_run(lambda: filter_df(frame, query)) < len(frame) / 4
