"""Dates compare with a literal as the texts do that are sent for them."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.cells import cell
from components.date_comparisons import compared
from components.filter_query import Operator
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
    got = dates.to_frame().with_columns(answer=compared(dates, relation, literal))["answer"].to_list()
    assert got == [
        reference.related(relation, lambda row: row["d"], lambda _: literal, {"d": text}) for text in texts
    ]
