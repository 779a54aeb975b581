"""Data in a database is filtered and sorted to the same rows as a dataframe in memory."""

from __future__ import annotations

import os
from itertools import cycle, islice
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import AgGridAIO, DataTableAIO, FilterQueryError
from components.tables.javascript import text_of
from tests.conformance import recorded
from tests.conformance.ag_grid import test_vectors as grid
from tests.conformance.engines import ROW, grid_rows, rows, source_of
from tests.conformance.test_reference import COLUMNS, numbered, queries, quick
from tests.conformance.test_vectors import RECORDED, expected, query_of

ENGINES = ["duckdb", "postgres"]

SHARE = int(os.environ.get("SHARE", "6"))
"""Of so many recorded cases a database is asked one: the scorers, or `SHARE=1`, ask it all."""


def shown(engine: str, case: recorded.Case) -> list[int] | None:
    """The rows that the source gives; None if it finds the query invalid."""
    try:
        return rows(
            engine,
            recorded.polars_frame(case["data_ref"]),
            filter_query=query_of(case),
            sort_by=case["sort_by"] or [],
            page_current=case.get("page_current"),
            page_size=case.get("page_size"),
        )
    except FilterQueryError:
        return None


def wrong_rows(engine: str, group: str, share: int) -> list[str]:
    """Of each so many cases of a group one that is answered with other rows."""
    return [
        f"{case['id']}: {query_of(case)!r} {case['sort_by']}: {got} instead of {expected(case)}"
        for case in RECORDED[group][::share]
        if (got := shown(engine, case)) != expected(case)
    ]


def wrong_rows_of_grid(engine: str, name: str, share: int) -> list[str]:
    """Likewise, of a grid's frame."""
    wrong = []
    for case in grid.recorded(name)["cases"][::share]:
        found = grid_rows(
            engine,
            grid.polars_frame(name),
            filter_model=case["filter_model"],
            sort_model=case["sort_model"],
            column_defs=grid.column_defs(name, case),
        )
        if found != case["rows"]:
            wrong.append(f"{case['filter_model']} {case['sort_model']}: {found} instead of {case['rows']}")
    return wrong


@pytest.mark.filterwarnings("ignore:.* without braces is a text:UserWarning")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("group", [group for group in RECORDED if group != "sort_as_null"])
def test_rows_are_those_that_the_browser_shows(group: str, engine: str) -> None:
    wrong = wrong_rows(engine, group, SHARE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", grid.NAMES)
def test_rows_are_those_of_a_grid_in_the_browser(name: str, engine: str) -> None:
    wrong = wrong_rows_of_grid(engine, name, SHARE)
    assert not wrong, f"{len(wrong)}: {wrong[0]}"


TRICKY = [
    1e15,
    1234567890123456.7,
    12345678.5,
    1e7,
    1.5e-3,
    1.5e-6,
    1e-7,
    1.25e20,
    1e21,
    1.2345e22,
    5e-324,
    1e300,
]
TRICKY += [123456789012345680000.0, 0.1, 100.0, 2.5, 0.001, 123456.789, 1.0]


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_are_written_as_the_browser_writes_them(engine: str) -> None:
    frame = numbered(pl.DataFrame({"n": TRICKY + [-number for number in TRICKY]}))
    source = source_of(engine, frame)
    for row, number in enumerate(frame["n"]):
        model = {"n": {"filterType": "text", "type": "equals", "filter": text_of(number)}}
        assert source.frame(filter_model=model)[ROW].to_list() == [row], text_of(number)


# What nobody has recorded ---------------------------------------------------------------------------------------

NAMES = {
    "duckdb": ["int", "small", "float", "single", "decimal", "text", "words", "bool", "date", "datetime", "nanoseconds", "time"],
    "postgres": ["int", "float", "text", "words", "bool", "date", "datetime"],
}  # fmt: skip
HEIGHT = 120


def made(engine: str) -> pl.DataFrame:
    """Every value that the columns may have beside many others, and missing ones."""
    columns = {}
    for step, name in enumerate(NAMES[engine]):
        values, dtype = COLUMNS[name]
        if engine == "postgres":  # whose texts have no such character, and which has no doubles so small
            values = [value for value in values if value != "\0"]
        turned = [*values[step:], None, *values[:step]]
        columns[name] = pl.Series(list(islice(cycle(turned), HEIGHT)), dtype=dtype)
    return numbered(pl.DataFrame(columns))


FRAMES = {engine: made(engine) for engine in ENGINES}


@quick
@given(st.data())
@pytest.mark.filterwarnings("ignore:.* without braces is a text:UserWarning")
@pytest.mark.parametrize("engine", ENGINES)
def test_queries_that_hypothesis_makes_up_give_the_same_rows_as_in_memory(
    engine: str, data: st.DataObject
) -> None:
    frame = FRAMES[engine]
    query = data.draw(queries(NAMES[engine]), "query")
    order: Any = [
        {"column_id": name, "direction": data.draw(st.sampled_from(["asc", "desc"]))}
        for name in data.draw(st.lists(st.sampled_from(NAMES[engine]), max_size=2, unique=True), "order")
    ]
    assert asked(lambda: source_of(engine, frame).frame(query, order, columns=[ROW])) == asked(
        lambda: DataTableAIO.sort_df(DataTableAIO.filter_df(frame, query), order)
    )


def asked(ask: Any) -> list[int] | str:
    """The rows, or what is said of a query that can't be asked."""
    try:
        return list(ask()[ROW])
    except ValueError as error:
        return str(error)


CONDITIONS = ["contains", "notContains", "equals", "notEqual", "startsWith", "endsWith", "blank", "notBlank"]


@quick
@given(st.data())
@pytest.mark.parametrize("engine", ENGINES)
def test_filter_models_that_hypothesis_makes_up_give_the_same_rows_as_in_memory(
    engine: str, data: st.DataObject
) -> None:
    frame = FRAMES[engine]
    name = data.draw(st.sampled_from(NAMES[engine]), "column")
    sought = data.draw(st.sampled_from([text for text in COLUMNS["text"][0] if text]), "sought")
    model = {name: {"filterType": "text", "type": data.draw(st.sampled_from(CONDITIONS)), "filter": sought}}
    params = {"field": name, "filterParams": {"caseSensitive": data.draw(st.booleans(), "case")}}
    order = [{"colId": name, "sort": data.draw(st.sampled_from(["asc", "desc"]))}]
    source = source_of(engine, frame)
    found = source.frame(filter_model=model, sort_model=order, column_defs=[params], columns=[ROW])
    kept = AgGridAIO.sort_df(AgGridAIO.filter_df(frame, model, [params]), order)
    assert found[ROW].to_list() == kept[ROW].to_list()


def asked_for(name: str, direction: str) -> list[dict[str, Any]]:
    """Rows sorted by a column, in a table and in a grid, where missing values come first in one direction."""
    other: Any = {"column_id": "text", "direction": "asc"}
    return [
        {"filter_query": "{int} > 0", "sort_by": [{"column_id": name, "direction": direction}, other]},
        {"sort_model": [{"colId": name, "sort": direction}]},
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("known", ["the row before", "how many there are", "nothing"])
def test_pages_are_the_parts_of_the_whole_however_far_down(
    known: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.tables.sql.rows.FAR", 10)
    monkeypatch.setattr("components.tables.sql.rows.DEEP", 50)
    source = source_of(engine, FRAMES[engine])
    offsets = list(range(0, HEIGHT, 25))
    if known != "the row before":
        offsets.reverse()
    views: list[dict[str, Any]] = [{}, {"filter_query": "{int} > 0"}]
    ways = cycle(["asc", "desc", "desc", "asc"])
    views += [
        view for name, way in zip(NAMES[engine] * 2, ways, strict=False) for view in asked_for(name, way)
    ]
    for view in views[:: 1 if engine == "postgres" else 2]:
        source.refresh()
        whole = source.frame(**view)
        if known == "how many there are":
            source.count(view.get("filter_query"))
        parts = {offset: source.frame(**view, limit=25, offset=offset) for offset in offsets}
        assert pl.concat(parts[offset] for offset in sorted(parts)).equals(whole), view
