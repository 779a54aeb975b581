"""Aggregates: groups of rows, and what they come to, are the same in memory and in databases."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from components import DataTableAIO, redis_store
from components.tables.aggregate import MAX_GROUPS, aggregate_of
from components.tables.datatable_view import filter_of
from components.tables.source import Source
from components.tables.table_data import source_of
from components.tables.view import View
from tests.conformance import engines

FRAME = pl.DataFrame(
    {
        "kind": ["b", "a", None, "a", "ä", "b"],
        "number": [1.0, 2.5, 4.0, None, 0.0, 10.0],
        "whole": [1, 2, 3, 4, None, 6],
        "day": [dt.date(2026, 1, day) for day in range(1, 7)],
        "__row__": range(6),
    }
)
ENGINES = ["memory", "duckdb", "postgres"]


def source(engine: str, frame: pl.DataFrame = FRAME) -> Source:
    if engine == "memory":
        return source_of({"df": redis_store.save(frame)})
    return engines.source_of(engine, frame).rows()


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_are_those_of_a_column_and_come_to_what_is_asked(engine: str) -> None:
    values = {
        "rows": "count",
        "there": ("number", "count"),
        "sum": ("whole", "sum"),
        "mean": ("number", "mean"),
        "first": ("day", "min"),
        "most": ("whole", "max"),
    }
    found = source(engine).aggregate(View(), aggregate_of(["kind"], values))
    first = [dt.date(2026, 1, day) for day in (3, 2, 1, 5)]
    wanted = pl.DataFrame(
        {
            "kind": [None, "a", "b", "ä"],
            "rows": [1, 2, 2, 1],
            "there": [1, 1, 2, 1],
            "sum": [3.0, 6.0, 7.0, 0.0],
            "mean": [4.0, 2.5, 5.5, 0.0],
            "first": first,
            "most": [3, 4, 6, None],
        }
    )
    assert_frame_equal(found, wanted)


@pytest.mark.parametrize("engine", ENGINES)
def test_bins_go_from_the_least_number_of_all_rows_to_the_largest(engine: str) -> None:
    view = View(filter_of("{number} > 0", source(engine).kinds))
    found = source(engine).aggregate(view, aggregate_of(bins={"number": 4}))
    assert_frame_equal(found, pl.DataFrame({"number": [0.0, 2.5, 7.5], "count": [1, 2, 1]}))


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_bins_tell_nothing_of_rows_that_are_not_there_for_the_reader(engine: str) -> None:
    given: Any = {"key": redis_store.save(FRAME)}
    if engine == "duckdb":
        given = {"source": engines.source_of(engine, FRAME)}
    table: Any = DataTableAIO(**given, base_filter="{number} < 10")
    store = table.children[0].data
    view = View(filter_of("{whole} > 1", source_of(store).kinds))
    for selection in ([], [{"column": "whole", "from": 0, "to": 9}]):
        found = source_of(store | {"within": selection}).aggregate(view, aggregate_of(bins={"number": 4}))
        assert found.rows() == [(2.0, 1), (3.0, 1)]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_can_be_counted_without_any_column(engine: str) -> None:
    asked = aggregate_of(values={"n": "count"})
    view = View(filter_of("{whole} > 1", source(engine).kinds))
    assert [source(engine).aggregate(one, asked).rows() for one in (View(), view)] == [[(6,)], [(4,)]]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_numbers_that_are_too_far_apart_for_bins_are_refused(engine: str) -> None:
    frame = pl.DataFrame({"number": [-1.7e308, 1.7e308], "__row__": [0, 1]})
    with pytest.raises(ValueError, match="too far apart"):
        source(engine, frame).aggregate(View(), aggregate_of(bins={"number": 4}))


@pytest.mark.parametrize("engine", ENGINES)
def test_without_groups_there_is_one_row(engine: str) -> None:
    view = View(filter_of("{kind} = z", source(engine).kinds))
    found = source(engine).aggregate(view, aggregate_of(values={"n": "count", "m": ("number", "mean")}))
    assert found.rows() == [(0, None)]


@settings(deadline=None, max_examples=40)  # each brings a frame to the database
@given(
    st.lists(
        st.tuples(st.sampled_from(["x", "y", None]), st.none() | st.floats(-1e6, 1e6), st.integers(-50, 50)),
        min_size=1,
        max_size=20,
    )
)
def test_a_database_groups_as_memory_does(rows: list[tuple[Any, ...]]) -> None:
    frame = pl.DataFrame(
        rows, schema={"kind": pl.String, "number": pl.Float64, "whole": pl.Int64}, orient="row"
    )
    frame = frame.with_columns(pl.int_range(pl.len()).alias("__row__"))
    asked = aggregate_of(["kind"], {"n": "count", "s": ("number", "sum")}, {"whole": 7})
    found = [source(engine, frame).aggregate(View(), asked) for engine in ("memory", "duckdb")]
    assert_frame_equal(*found, check_exact=False, rel_tol=1e-9, abs_tol=1e-6)


def test_a_part_groups_only_what_it_shows() -> None:
    table: Any = DataTableAIO(
        key=redis_store.save(FRAME), columns=[{"id": "kind"}], base_filter="{whole} > 1"
    )
    part = source_of(table.children[0].data)
    assert part.aggregate(View(), aggregate_of(["kind"]))["count"].sum() == 4
    with pytest.raises(ValueError, match="number"):
        part.aggregate(View(), aggregate_of(["number"]))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": "kind"}, "must be a list of columns"),
        ({"bins": {"number": 0}}, "whole numbers from 1 to 10,000"),
        ({"values": {"x": ("number", "median")}}, "one of count, sum, mean, min, max"),
        ({"values": {"x": "number"}}, 'values= has "count"'),
        ({"by": ["kind"], "values": {"kind": "count"}}, "two columns named 'kind'"),
    ],
)
def test_what_is_no_aggregate_is_refused(asked: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        aggregate_of(**asked)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": ["secret"]}, "secret"),
        ({"bins": {"kind": 5}}, "'kind' has no numbers"),
        ({"values": {"x": ("day", "sum")}}, "'day' has no numbers"),
        ({"values": {"x": ("kind", "max")}}, "'kind' has no least"),
    ],
)
def test_columns_that_do_not_fit_are_refused(engine: str, asked: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        source(engine).aggregate(View(), aggregate_of(**asked))


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_more_groups_than_can_be_drawn_are_refused(engine: str) -> None:
    frame = pl.DataFrame({"whole": range(MAX_GROUPS + 1), "__row__": range(MAX_GROUPS + 1)})
    with pytest.raises(ValueError, match="more than 50,000 groups"):
        source(engine, frame).aggregate(View(), aggregate_of(["whole"]))
