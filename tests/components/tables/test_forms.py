"""What a value counts as agrees with the reference for any text and any number that hypothesis finds."""

import math
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components import DataTableAIO
from components.tables import javascript
from components.tables.memory.forms import in_form, utf16_order
from components.tables.predicates import Form
from tests.conformance import reference

quick = settings(deadline=None, max_examples=300)

CHARACTERS = st.characters(exclude_categories=["Cs"])
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-10_000, 10_000, places=3).map(float)
DIGITS = st.text(st.sampled_from("0123456789+-.eExXbBoOaF_ \t\u00a0\u3000٣") | CHARACTERS, max_size=12)
DATES = st.from_regex(reference.DATE, alphabet=CHARACTERS) | st.text(
    st.sampled_from("0123456789-- TtZ:.+\n\r\u2028"), max_size=24
)


def in_the_form(form: Form, values: list[Any], dtype: Any) -> list[object]:
    """What the engine makes of a column of these values."""
    column = pl.Series("x", values, dtype=dtype)
    return column.to_frame().select(in_form(form, "x", column.dtype)).to_series().to_list()


@quick
@given(st.lists(FLOATS, max_size=20))
@example([1e-6, 9.999e-7, 1e21, 9.99e20, 1e16, 123456789012345680000.0, -0.0, 5e-324, 1.7976931348623157e308])
def test_text_of_numbers(numbers: list[float]) -> None:
    expected = [reference.text(number) for number in numbers]
    assert in_the_form("text", numbers, pl.Float64) == expected
    assert list(map(javascript.text_of, numbers)) == expected


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
    assert in_the_form("number", texts, pl.String) == as_order
    assert in_the_form("numeric", texts, pl.String) == as_equal
    assert list(map(javascript.is_numeric, texts)) == [number is not None for number in as_equal]
    assert list(map(javascript.number_of, texts)) == pytest.approx(numbers, nan_ok=True, rel=0, abs=0)


def test_a_missing_value_is_missing_in_every_form() -> None:
    for dtype in (pl.String, pl.Float64, pl.Boolean, pl.Enum(["a"])):
        for form in ("value", "number", "numeric", "text", "upper"):
            if form != "numeric" or dtype != pl.Boolean:
                assert in_the_form(form, [None], dtype) == [None]
    assert in_the_form("number", [True, False], pl.Boolean) == [1.0, 0.0]


def test_blanks_are_those_of_the_browser() -> None:
    everything = "".join(map(chr, range(0xD800))) + "".join(map(chr, range(0xE000, 0x10000)))
    assert "".join(re.findall(reference.SPACE, everything)) == "".join(sorted(javascript.BLANKS))


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
    assert in_the_form("date", texts, pl.String) == expected
    assert list(map(javascript.date_of, texts)) == expected


@quick
@given(
    st.lists(
        st.text(CHARACTERS | st.sampled_from("\ue000\uffff\U00010000\U0010ffff\0")),
        max_size=20,
    )
)
def test_utf16_order(texts: list[str]) -> None:
    rewritten = utf16_order(pl.Series(texts, dtype=pl.String)).to_list()
    assert [text for _, text in sorted(zip(rewritten, texts, strict=True))] == sorted(
        texts, key=reference.units
    )


def test_capitals_are_those_of_unicode() -> None:
    texts = ["ß", "ﬁ", "ŉ", "ΐ", "İ", "i̇", "ǆ", "😀"]
    assert in_the_form("upper", texts, pl.String) == [text.upper() for text in texts]


def test_a_letter_whose_capital_python_does_not_know_is_itself_in_capitals() -> None:
    letters = [chr(code) for code in range(0x100, 0x20000) if chr(code).isalpha()]
    capitals = in_the_form("upper", letters, pl.String)
    for letter in [
        letter for letter, capital in zip(letters, capitals, strict=True) if capital != letter.upper()
    ]:
        frame = pl.DataFrame({"x": [letter, "-"]})
        assert DataTableAIO.filter_df(frame, f"{{x}} i= {letter} && {{x}} icontains {letter}").height == 1, (
            letter
        )
