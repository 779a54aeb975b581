"""AG Grid's filter models: what is read, what is refused, and which predicates they become."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.tables.filter_model import (
    MAX_CONDITIONS,
    MAX_LENGTH,
    MAX_WORDS,
    FilterModelError,
    filter_of,
    quick_filter_of,
)
from components.tables.memory.compiler import matching_rows
from components.tables.predicates import CellKind
from components.tables.view import UnknownColumnError

KINDS: dict[str, CellKind] = {"t": "text", "n": "number", "d": "date", "b": "boolean", "z": "nothing"}
FRAME = pl.DataFrame(
    {
        "t": ["Straße", "STRASSE", " \ufeff", "", None, "ΟΔΟΣ"],
        "n": [1.0, 2.0, 3.0, None, -0.0, 1e308],
        "d": pl.Series(
            [
                "2024-01-01T00:00:00.000000",
                "2024-01-01T23:59:59.999999",
                "2024-01-02T00:00:00.000000",
                None,
                "0001-01-01T00:00:00.000000",
                "9999-12-31T23:59:59.999999",
            ]
        ).str.to_datetime(time_unit="us"),
        "b": [True, False, None, True, False, None],
        "z": pl.Series([None] * 6, dtype=pl.Null),
    }
)


def rows(model: Any, **params: Any) -> list[int]:
    found = filter_of(model, KINDS, dict.fromkeys(KINDS, params))
    return list(range(6)) if found is None else matching_rows(FRAME, found).arg_true().to_list()


def text(type_: str, sought: Any = None, **others: Any) -> dict[str, Any]:
    return {"filterType": "text", "type": type_, "filter": sought, **others}


def number(type_: str, low: Any = None, high: Any = None) -> dict[str, Any]:
    return {"filterType": "number", "type": type_, "filter": low, "filterTo": high}


def date(type_: str, low: Any = None, high: Any = None) -> dict[str, Any]:
    return {"filterType": "date", "type": type_, "dateFrom": low, "dateTo": high}


def test_no_model_takes_every_row() -> None:
    assert filter_of(None, KINDS) is None
    assert filter_of({}, KINDS) is None


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (text("contains", "STRASSE"), [1]),  # ß stays ß in small letters
        (text("equals", "οδος"), [5]),
        (text("blank"), [2, 3, 4]),
        (text("notBlank"), [0, 1, 5]),
        (text("notContains", "s"), [2, 3, 4, 5]),
        (text("notEqual", "strasse"), [0, 2, 3, 4, 5]),
        (text("endsWith", "SSE"), [1]),
        (text("startsWith", "str"), [0, 1]),
    ],
)
def test_texts(model: dict[str, Any], expected: list[int]) -> None:
    assert rows({"t": model}) == expected


def test_texts_find_integers_by_all_their_digits() -> None:
    frame = pl.DataFrame({"n": [2**53 + 1, 2**53, 7, None]})
    for filter_ in (
        filter_of({"n": text("contains", "99254740993")}, {"n": "number"}),
        filter_of({"n": text("equals", str(2**53 + 1), caseSensitive=True)}, {"n": "number"}),
        quick_filter_of("4740993", ["n"], {"n": "number"}),
    ):
        assert filter_ is not None
        assert matching_rows(frame, filter_).to_list() == [True, False, False, False]


def test_texts_find_numbers_as_the_browser_writes_them() -> None:
    frame = pl.DataFrame({"n": [1e21, 0.1, 2.0]})
    for sought, expected in (("1E+21", [True, False, False]), ("0.1", [False, True, False])):
        filter_ = quick_filter_of(sought, ["n"], {"n": "number"})
        assert filter_ is not None
        assert matching_rows(frame, filter_).to_list() == expected


def test_texts_may_heed_case() -> None:
    assert rows({"t": text("contains", "STR")}, caseSensitive=True) == [1]


@pytest.mark.parametrize(
    ("model", "params", "expected"),
    [
        (number("equals", 0), {}, [4]),
        (number("notEqual", 1), {}, [1, 2, 4, 5]),
        (number("notEqual", 1), {"includeBlanksInNotEqual": True}, [1, 2, 3, 4, 5]),
        (number("inRange", 1, 3), {}, [1]),
        (number("inRange", 1, 3), {"inRangeInclusive": True}, [0, 1, 2]),
        (number("inRange", 3, 1), {"inRangeInclusive": True}, []),
        (number("inRange", 1, 3), {"includeBlanksInRange": True}, [1, 3]),
        (number("lessThanOrEqual", 1), {"includeBlanksInLessThan": True}, [0, 3, 4]),
        (number("greaterThan", 2), {"includeBlanksInLessThan": True}, [2, 5]),
        (number("blank"), {}, [3]),
        (number("notBlank"), {}, [0, 1, 2, 4, 5]),
    ],
)
def test_numbers(model: dict[str, Any], params: dict[str, Any], expected: list[int]) -> None:
    assert rows({"n": model}, **params) == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (date("equals", "2024-01-01"), [0]),
        (date("equals", "2024-01-01 23:59:59"), [1]),
        (date("notEqual", "2024-01-01 00:00:00"), [1, 2, 4, 5]),
        (date("lessThan", "2024-01-01 23:59:59"), [0, 4]),
        (date("greaterThan", "2024-01-01T23:59"), [1, 2, 5]),
        (date("greaterThan", "2024-01-01 23:59:59"), [2, 5]),
        (date("inRange", "2024-01-01", "2024-01-02"), [1]),
        (date("lessThan", "9999-12-31 23:59:59"), [0, 1, 2, 4]),
        (date("greaterThan", "9999-12-31 23:59:59"), []),
        (date("blank"), [3]),
    ],
)
def test_dates_are_compared_to_the_second(model: dict[str, Any], expected: list[int]) -> None:
    assert rows({"d": model}) == expected


def test_booleans_and_columns_of_nothing() -> None:
    assert rows({"b": text("true")}) == [0, 3]
    assert rows({"b": text("false")}) == [1, 4]
    assert rows({"z": text("true")}) == []
    assert rows({"z": text("contains", "x")}) == []
    assert rows({"z": number("equals", 1)}) == []
    assert rows({"z": number("equals", 1)}, includeBlanksInEquals=True) == list(range(6))
    assert rows({"z": date("blank")}) == list(range(6))


def test_conditions_are_combined_within_a_column_and_over_columns() -> None:
    either = {
        "filterType": "number",
        "operator": "OR",
        "conditions": [number("equals", 1), number("equals", 2)],
    }
    assert rows({"n": either}) == [0, 1]
    assert rows({"n": either, "b": text("false")}) == [1]
    both = {"operator": "AND", "condition1": number("greaterThan", 1), "condition2": number("lessThan", 3)}
    assert rows({"n": both}) == [1]


def test_conditions_beyond_those_that_a_column_may_have_are_left_out_as_in_the_grid() -> None:
    three = {"operator": "OR", "conditions": [number("equals", value) for value in (1, 2, 3)]}
    assert rows({"n": three}) == [0, 1]
    assert rows({"n": three}, maxNumConditions=3) == [0, 1, 2]
    assert rows({"n": three}, maxNumConditions="x") == [0, 1]


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (5, "must be a dictionary"),
        ({"n": None}, "The filter of 'n'"),
        ({"n": {"conditions": []}}, "must be a condition, or several"),
        ({"n": {"conditions": [], "operator": "AND"}}, "must be dictionaries"),
        ({"n": {"conditions": [5], "operator": "AND"}}, "must be dictionaries"),
        ({"n": {"conditions": [number("blank")], "operator": "XOR"}}, "must be a condition"),
        ({"n": {"filterType": "set", "type": "x"}}, "filterType must be one of text, number, bigint, date"),
        ({"n": {"filterType": ["x"], "type": "x"}}, "filterType must be one of"),
        ({"n": number("like", 1)}, "a number filter has no type 'like'"),
        ({"n": number("equals")}, "filter must be a number, not None"),
        ({"n": number("equals", "1")}, "filter must be a number"),
        ({"n": number("equals", True)}, "filter must be a number"),
        ({"n": number("equals", float("nan"))}, "filter must be a number"),
        ({"n": number("equals", 10**400)}, "filter must be a number"),
        ({"n": number("inRange", 1)}, "filterTo must be a number"),
        ({"n": {"filterType": "bigint", "type": "equals", "filter": 5}}, "the text of an integer"),
        ({"n": {"filterType": "bigint", "type": "equals", "filter": "9" * 200}}, "the text of an integer"),
        ({"n": date("blank")}, "its cells are no dates"),
        ({"t": number("blank")}, "its cells are no numbers"),
        ({"t": text("true")}, "a text filter has no type 'true'"),
        ({"t": text("contains", "")}, "a text of 1 to 10,000 characters"),
        ({"t": text("contains", "x" * (MAX_LENGTH + 1))}, "a text of 1 to 10,000 characters"),
        ({"t": text("contains", "\ud800")}, "half of a surrogate pair"),
        ({"d": date("equals", "yesterday")}, "must be like 2000-01-31 23:59:59"),
        ({"d": date("equals", "2024-02-30")}, "2024-02-30"),
        ({"d": date("equals", "2024-01-01 24:00:00")}, "hour must be in"),
        ({"d": date("equals", 5)}, "must be like"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_column(model: Any, message: str) -> None:
    with pytest.raises(FilterModelError, match=message):
        filter_of(model, KINDS)


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownColumnError, match="'weight'"):
        filter_of({"weight": number("blank")}, KINDS)


def test_a_filter_has_a_bound() -> None:
    conditions = [number("equals", value) for value in range(MAX_CONDITIONS + 1)]
    model = {"n": {"operator": "OR", "conditions": conditions}}
    with pytest.raises(FilterModelError, match="more than 100 conditions"):
        filter_of(model, KINDS, {"n": {"maxNumConditions": 1000}})


def test_a_quick_filter_has_a_bound() -> None:
    assert quick_filter_of(None, KINDS, KINDS) is None
    assert quick_filter_of("  ", KINDS, KINDS) is None
    quick_filter_of("a " * MAX_WORDS, KINDS, KINDS)
    with pytest.raises(FilterModelError, match="more than 20 words"):
        quick_filter_of("a " * (MAX_WORDS + 1), KINDS, KINDS)
    for value in (5, ["x"], {"a": 1}):
        with pytest.raises(FilterModelError, match="must be a text"):
            quick_filter_of(value, KINDS, KINDS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["n", "t", "type", "filterType", "filter", "conditions", "operator"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING, ANYTHING)
def test_whatever_comes_is_a_filter_or_an_error_that_says_so(model: Any, params: Any) -> None:
    try:
        found = filter_of(model, KINDS, params if isinstance(params, dict) else None)
    except (FilterModelError, UnknownColumnError):
        return
    if found is not None:
        matching_rows(FRAME, found)


@given(
    st.sampled_from(
        ["equals", "notEqual", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
def test_a_number_and_its_opposite_take_each_row_once(type_: str, value: float, blanks: bool) -> None:
    opposite = {
        "equals": "notEqual", "notEqual": "equals", "lessThan": "greaterThanOrEqual",
        "lessThanOrEqual": "greaterThan", "greaterThan": "lessThanOrEqual", "greaterThanOrEqual": "lessThan",
    }[type_]  # fmt: skip
    both = [*rows({"n": number(type_, value)}), *rows({"n": number(opposite, value)})]
    assert sorted(both) == [0, 1, 2, 4, 5]
    params = dict.fromkeys(("includeBlanksInEquals", "includeBlanksInNotEqual"), blanks)
    assert (3 in rows({"n": number("equals", value)}, **params)) == blanks
