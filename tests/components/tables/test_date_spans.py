"""Dates compare with a literal as the texts do that are sent for them."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.tables.date_spans import DAY, END, FIRST, text_of
from components.tables.expression import Column, Comparison, Literal, Operator
from components.tables.meaning import meaning
from components.tables.memory.cells import cell
from components.tables.memory.compiler import matching_rows
from tests.conformance import reference

RELATIONS: list[Operator] = ["=", "!=", "<", "<=", ">", ">=", "datestartswith"]
TYPES: dict[str, tuple[Any, Any]] = {
    "date": (st.dates(), pl.Date),
    "ms": (st.datetimes(), pl.Datetime("ms")),
    "us": (st.datetimes(), pl.Datetime("us")),
    "ns": (
        st.datetimes(dt.datetime.fromisoformat("1700-01-01"), dt.datetime.fromisoformat("2200-01-01")),
        pl.Datetime("ns"),
    ),
}


@settings(deadline=None, max_examples=150)
@given(st.data())
@pytest.mark.parametrize("name", TYPES)
def test_dates_compare_as_their_texts(name: str, data: st.DataObject) -> None:
    values, dtype = TYPES[name]
    dates = pl.Series("d", data.draw(st.lists(st.none() | values, max_size=8), "dates"), dtype=dtype)
    texts = dates.to_frame().select(cell("d", dates.dtype)).to_series()
    near = st.sampled_from([text for text in texts if text] or [""])
    cut = st.tuples(
        near,
        st.integers(1, 30),
        st.sampled_from(["", "", "0", "9", "-", "T", " ", "Z", "~", "é", "\U0010ffff"]),
    )
    literal = data.draw(
        cut.map(lambda parts: parts[0][: parts[1]] + parts[2]) | st.sampled_from([0.0, 19.0, 2019.0]),
        "literal",
    )
    relation = data.draw(st.sampled_from(RELATIONS), "relation")
    expression = Comparison(relation, Column("d"), Literal(literal))
    got = matching_rows(dates.to_frame(), meaning(expression, {"d": "date"})).to_list()
    assert got == [
        reference.related(relation, lambda row: row["d"], lambda _: literal, {"d": text}) for text in texts
    ]


@settings(deadline=None, max_examples=300)
@given(st.integers(FIRST, END - 1), st.integers(-(10**9), 10**9))
def test_texts_are_in_the_order_of_time(point: int, step: int) -> None:
    other = min(max(point + step * 10 ** (abs(step) % 10), FIRST), END - 1)
    assert (text_of(point) < text_of(other)) == (point < other)


@given(st.datetimes())
def test_text_is_that_of_the_calendar(moment: dt.datetime) -> None:
    since = moment - dt.datetime.fromisoformat("1970-01-01")
    text = moment.isoformat()
    text = text.rstrip("0").rstrip(".") if moment.microsecond else text.removesuffix("T00:00:00")
    assert text_of((since.days * 86_400 + since.seconds) * 10**9 + since.microseconds * 1000) == text


def test_there_is_a_year_0() -> None:
    assert (text_of(FIRST), text_of(FIRST + 59 * DAY)) == ("0000-01-01", "0000-02-29")
    assert text_of(END - 1) == "9999-12-31T23:59:59.999999999"
