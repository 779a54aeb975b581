"""A part of a source: what isn't in it can't be asked for, nor found out."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from components import DataTableAIO, UnknownColumnError
from components.tables.filter_query import parse
from components.tables.meaning import meaning
from components.tables.memory.kept import FrameSource
from components.tables.part import Part, PartSource, part_of
from components.tables.source import page_of
from components.tables.view import View
from tests.views import view

ROWS = 3000
FRAME = pl.DataFrame(
    {
        "n": list(range(ROWS)),
        "region": [["north", "south", None][row % 3] for row in range(ROWS)],
        "name": [f"name {row * 7919 % 10007}" for row in range(ROWS)],
        "day": pl.Series([row % 400 for row in range(ROWS)]).cast(pl.Date),
    }
)
SOURCE = FrameSource(lambda: FRAME)
NORTH = FRAME.filter(pl.col("region") == "north")


def part(columns: Any = ("n", "name", "day"), base_filter: str = '{region} = "north"') -> PartSource:
    expression = parse(base_filter)
    return PartSource(SOURCE, columns, None if expression is None else meaning(expression, SOURCE.kinds))


@pytest.mark.parametrize("query", ["", "{n} > 1000", "{name} contains 9 || {n} < 5", "{day} > 1970-06-01"])
@pytest.mark.parametrize("sort", [[], [{"column_id": "name", "direction": "desc"}]])
def test_the_pages_of_a_part_are_those_of_a_frame_of_its_rows_and_columns(query: str, sort: Any) -> None:
    alone = FrameSource(lambda: NORTH.select("n", "name", "day"))
    for page_current in (0, 1, 60, 99, 10**6):
        got, expected = (
            page_of(source, view(source, query, sort), page_current, 10) for source in (part(), alone)
        )
        assert got == expected


def test_a_part_without_a_filter_has_all_rows_and_one_without_columns_all_columns() -> None:
    assert part(base_filter="").count(View()) == ROWS
    assert part(None).kinds == SOURCE.kinds
    assert [*part(None).records(View(), slice(0, 1))[0]] == FRAME.columns


def test_columns_that_are_not_in_a_part_are_not_sent_and_have_no_kind() -> None:
    for asked in (View(), view(part(), "{n} > 5")):
        assert [row.keys() for row in part(["n"]).records(asked, slice(0, 2))] == [{"n"}] * 2
    assert list(part(["n"]).kinds) == ["n"]


def test_the_rows_of_a_part_are_a_frame_of_them() -> None:
    asked = view(part(), "{n} > 1000", [{"column_id": "n", "direction": "desc"}])
    expected = NORTH.filter(pl.col("n") > 1000).sort("n", descending=True).select("n", "name", "day")
    assert part().frame(asked).equals(expected)


def test_a_filter_crashes_only_on_rows_of_the_part() -> None:
    # In the browser a comparison regardless of case crashes on a missing value: of the part, there is none.
    asked = view(SOURCE, "{region} i= NORTH")
    with pytest.raises(ValueError, match="missing values"):
        SOURCE.count(asked)
    assert part(None).count(asked) == len(NORTH)
    with pytest.raises(ValueError, match="missing values"):
        part(None, "{region} is nil || {region} = north").count(asked)


def test_a_part_of_columns_that_are_not_there_is_an_error() -> None:
    with pytest.raises(UnknownColumnError, match="'salary'"):
        part(["n", "salary"])


@pytest.mark.parametrize("part", [Part("key"), Part("key", ("a", "b"), "{c} = 1"), Part("key", ())])
def test_a_part_is_read_as_it_was_written(part: Part) -> None:
    assert part_of(part.entry()) == part


@pytest.mark.parametrize(
    "entry",
    [
        None, 5, "x", [], {}, {"df": "key"}, {"df": "key", "columns": None}, {"df": 5, "columns": None, "base_filter": None},
        {"df": "key", "columns": "ab", "base_filter": None}, {"df": "key", "columns": [1], "base_filter": None},
        {"df": "key", "columns": None, "base_filter": 5}, {"df": "key", "columns": None, "base_filter": None, "x": 1},
    ],
)  # fmt: skip
def test_anything_else_is_no_part(entry: Any) -> None:
    assert part_of(entry) is None


def test_a_frame_of_a_view_is_what_the_operations_take() -> None:
    by: Any = [{"column_id": "name", "direction": "asc"}]
    asked = view(SOURCE, "{day} > 1970-06-01 && {n} < 2000", by)
    kept = DataTableAIO.filter_df(FRAME, "{day} > 1970-06-01 && {n} < 2000")
    assert SOURCE.frame(asked).equals(DataTableAIO.sort_df(kept, by))
    assert SOURCE.frame(View()).equals(FRAME)
