"""What a value counts as agrees with the reference for any text and any number that hypothesis finds."""

import math
import re

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components import coercions
from components.coercions import Operand
from components.filter_query import BLANKS, number_of
from tests.conformance import reference

quick = settings(deadline=None, max_examples=300)

CHARACTERS = st.characters(exclude_categories=["Cs"])
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-10_000, 10_000, places=3).map(float)
DIGITS = st.text(st.sampled_from("0123456789+-.eExXbBoOaF_ \t\u00a0\u3000٣") | CHARACTERS, max_size=12)
DATES = st.from_regex(reference.DATE, alphabet=CHARACTERS) | st.text(
    st.sampled_from("0123456789-- TtZ:.+\n\r\u2028"), max_size=24
)


def values_of(expression: pl.Expr | None, values: list[object], dtype: type[pl.DataType]) -> list[object]:
    assert expression is not None
    return pl.DataFrame({"x": values}, {"x": dtype}).select(expression).to_series().to_list()


def operand(kind: coercions.Kind) -> Operand:
    return Operand(kind, pl.col("x"))


@quick
@given(st.lists(FLOATS, max_size=20))
@example([1e-6, 9.999e-7, 1e21, 9.99e20, 1e16, 123456789012345680000.0, -0.0, 5e-324, 1.7976931348623157e308])
def test_text_of_numbers(numbers: list[float]) -> None:
    expected = [reference.text(number) for number in numbers]
    assert values_of(coercions.text(operand("number")), [*numbers], pl.Float64) == expected
    assert [pl.select(coercions.text(coercions.literal(number))).item() for number in numbers] == expected


@quick
@given(st.lists(DIGITS, max_size=20))
@example(
    [
        "",
        " ",
        "\ufeff5",
        "5.",
        ".5",
        "+.5e-1",
        "1e400",
        "-Infinity",
        "+Infinity",
        "infinity",
        "0x",
        "0xfF",
        "0b2",
        "1_0",
    ]
)
def test_numbers_of_text(texts: list[str]) -> None:
    numbers = [reference.number(text) for text in texts]
    as_order = [None if math.isnan(number) else number for number in numbers]
    as_equal = [
        number if reference.numeric(text) else None for number, text in zip(numbers, texts, strict=True)
    ]
    assert values_of(coercions.number(operand("text")), [*texts], pl.String) == as_order
    assert values_of(coercions.numeric(operand("text")), [*texts], pl.String) == as_equal
    assert [number_of(text) for text in texts] == pytest.approx(numbers, nan_ok=True, rel=0, abs=0)


def test_missing_values_are_zero_in_an_order_and_no_number_otherwise() -> None:
    for kind, dtype in (("text", pl.String), ("number", pl.Float64), ("boolean", pl.Boolean)):
        assert values_of(coercions.number(operand(kind)), [None], dtype) == [0.0]  # type: ignore[arg-type]
    assert values_of(coercions.numeric(operand("text")), [None], pl.String) == [None]
    assert coercions.numeric(operand("boolean")) is None
    assert values_of(coercions.number(operand("boolean")), [True, False], pl.Boolean) == [1.0, 0.0]


def test_blanks_are_those_of_the_browser() -> None:
    everything = "".join(map(chr, range(0xD800))) + "".join(map(chr, range(0xE000, 0x10000)))
    assert "".join(re.findall(reference.SPACE, everything)) == "".join(sorted(BLANKS))


@quick
@given(st.lists(DATES, max_size=10))
@example(
    [
        "2019-01-05T12:30:05.1234567891Z",
        "2019-1-5 7:05",
        "19",
        "-0000",
        "0000-02-29",
        "1900-02-29",
        "2019-02-29",
        "2019-04-31",
    ]
)
@example(
    [
        "x\n2019-01-05\ny",
        "2019\n2020",
        "2019-01-05 24:00",
        "2019-01-05 23:59+02:00",
        "2019-01-05 23Z",
        "2019-00",
        "2019-12-00",
    ]
)
def test_normal_forms_of_dates(texts: list[str]) -> None:
    expected = [reference.normal_date(text) for text in texts]
    assert values_of(coercions.date(operand("text")), [*texts], pl.String) == expected


@quick
@given(
    st.lists(
        st.text(CHARACTERS | st.sampled_from("\ue000\uffff\U00010000\U0010ffff\0")),
        max_size=20,
    )
)
def test_utf16_order(texts: list[str]) -> None:
    rewritten = coercions.utf16_order(pl.Series(texts, dtype=pl.String)).to_list()
    assert [text for _, text in sorted(zip(rewritten, texts, strict=True))] == sorted(
        texts, key=reference.units
    )


def test_capitals_are_those_of_unicode() -> None:
    texts = ["ß", "ﬁ", "ŉ", "ΐ", "İ", "i̇", "ǆ", "😀"]
    assert values_of(coercions.upper(operand("text")), [*texts], pl.String) == [
        text.upper() for text in texts
    ]
