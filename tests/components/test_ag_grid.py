"""AgGridAIO without a browser: what it is made of, what it refuses, and what its callback answers."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from dash import no_update
from dash.exceptions import PreventUpdate
from dash_ag_grid import AgGrid

from components import (
    AgGridAIO,
    FilterModelError,
    FilterQueryError,
    StoreError,
    UnknownColumnError,
    ag_grid,
    redis_store,
)
from components.ag_grid import FAILED, MARK, ROW, UNANSWERED
from components.tables import table_data
from components.tables.faults import EXPIRED, UNLIKE, UNREACHABLE, UNSTORED
from components.tables.grid_properties import MAX_ROWS
from components.tables.table_data import TableData
from tests.components.test_data_table import FRAMES
from tests.site.test_forged_requests import HOSTILE

FRAME = pd.DataFrame(
    {
        "name": ["b", "a", None, "c"],
        "size": [1.0, 2.5, 3.0, None],
        "day": pd.to_datetime(["2024-01-01", "2024-01-02 12:00", "", "2024-01-03"], format="mixed"),
        "ok": [True, False, None, True],
    }
)


CHECKED: Any = table_data._check.cache
"""The keys of which the store has said a moment ago that they are there."""


def parts(component: Any) -> dict[str, Any]:
    """The subcomponents by their names."""
    return {
        part.id["subcomponent"]: part
        for part in component._traverse()
        if isinstance(getattr(part, "id", None), dict)
    }


def grid_of(component: Any) -> AgGrid:
    return parts(component)["grid"]


def columns_of(component: Any) -> dict[str, dict[str, Any]]:
    return {column["field"]: column for column in grid_of(component).columnDefs}


def store_of(component: Any) -> dict[str, Any]:
    return parts(component)["store"].data


def ask(store: Any, *, start: Any = 0, end: Any = 100, quick: Any = None, **others: Any) -> tuple[Any, ...]:
    """Rows, count, notice and the text of the count that the callback answers with."""
    request = {"startRow": start, "endRow": end, **others.get("request", {})}
    selection, seen, last = others.get("selection"), others.get("seen"), others.get("last")
    response, answer, view, notice, counted, _ = AgGridAIO.give_rows(
        request, store, quick, selection, seen, last
    )
    assert response.keys() == {"rowData", "rowCount"}
    assert answer["count"] == response["rowCount"]
    told = notice if notice is None else notice.children
    return response["rowData"], response["rowCount"], told, counted, view, answer


def names(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["name"] for row in rows]


# What it is made of -------------------------------------------------------------------------------------------


def test_columns_are_made_of_the_frame() -> None:
    frame = FRAME.assign(
        big=[2**53 + 1, 1, 2, 3], date=[dt.date(2024, 1, 1)] * 4, price=[41.763, 1.5, 2.25, 1234.5]
    )
    columns = columns_of(AgGridAIO(frame))
    assert {name: column["cellDataType"] for name, column in columns.items()} == {
        "name": "text",
        "size": "number",
        "day": "dateTimeString",
        "ok": "boolean",
        "big": "bigint",
        "date": "dateString",
        "price": "number",
    }
    assert {name for name, column in columns.items() if column.get("type") == "rightAligned"} == {
        "size",
        "big",
        "price",
    }
    assert "d3.format(',.3f')" in columns["price"]["valueFormatter"]["function"]
    assert columns["big"]["valueGetter"] == {"function": "aioBigInt(params)"}


def test_columns_are_changed_one_at_a_time_and_chosen_and_grouped() -> None:
    component = AgGridAIO(
        FRAME,
        columns=["size", {"headerName": "Who", "children": [{"field": "name", "width": 90}]}],
        column_props={"name": {"headerName": "Name"}, "size": {"pinned": "left"}},
    )
    size, group = grid_of(component).columnDefs
    assert (size["field"], size["pinned"], size["cellDataType"]) == ("size", "left", "number")
    assert group == {
        "headerName": "Who",
        "children": [{"field": "name", "headerName": "Name", "cellDataType": "text", "width": 90}],
    }
    rows, *_ = ask(store_of(component))
    assert rows[0] == {"size": 1.0, "name": "b", ROW: 0}


def test_the_frames_labels_may_be_numbers() -> None:
    frame = pd.DataFrame({2007: [1], "2008": [2]})
    component = AgGridAIO(frame, columns=[2007], column_props=dict[Any, Any]({2007: {"headerName": "Now"}}))
    assert columns_of(component)["2007"]["headerName"] == "Now"


def test_what_the_caller_gives_is_merged_with_the_defaults_and_not_changed() -> None:
    given = {
        "style": {"height": "80vh"},
        "dashGridOptions": {"rowHeight": 30},
        "defaultColDef": {"width": 90},
    }
    before = json.dumps(given)
    grid: Any = grid_of(AgGridAIO(FRAME, grid_props=given))
    assert grid.style == {"height": "80vh", "width": "100%"}
    assert (grid.dashGridOptions["rowHeight"], grid.dashGridOptions["cacheBlockSize"]) == (30, 100)
    assert (grid.defaultColDef["width"], grid.defaultColDef["floatingFilter"]) == (90, True)
    assert grid.rowModelType == "infinite"
    assert json.dumps(given) == before
    assert "rowHeight" not in ag_grid.DEFAULTS["dashGridOptions"]


def test_a_filter_to_begin_with_is_part_of_the_first_request() -> None:
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 1}}
    grid: Any = grid_of(AgGridAIO(FRAME, grid_props={"filterModel": model}))
    assert grid.dashGridOptions["initialState"] == {"filter": {"filterModel": model}}
    assert not hasattr(grid, "filterModel")
    with pytest.raises(FilterModelError, match="'size'"):
        AgGridAIO(FRAME, grid_props={"filterModel": {"size": {"filterType": "number", "type": "like"}}})
    with pytest.raises(UnknownColumnError):
        AgGridAIO(FRAME, grid_props={"filterModel": {"weight": {"filterType": "number", "type": "blank"}}})


def test_the_field_of_the_quick_filter_and_the_buttons_of_a_selection_are_there_if_asked_for() -> None:
    plain = parts(AgGridAIO(FRAME))
    assert plain["quick_filter"].style == {"display": "none"}
    buttons: Any = AgGridAIO(FRAME).children[-1]
    assert buttons.hidden
    selectable: Any = AgGridAIO(FRAME, grid_props={"dashGridOptions": {"rowSelection": {"mode": "multiRow"}}})
    assert not selectable.children[-1].hidden
    assert grid_of(selectable).dashGridOptions["rowSelection"] == {
        "mode": "multiRow",
        "headerCheckbox": False,
    }
    assert "display" not in parts(AgGridAIO(FRAME, quick_filter=True))["quick_filter"].style


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "None of df, key, source, data is given"),
        ({"df": FRAME, "data": []}, "df= and data= are given"),
        ({"df": FRAME, "timeout": 0}, "timeout= must be a number of seconds"),
        ({"df": FRAME, "timeout": True}, "timeout= must be"),
        ({"df": FRAME, "export": ["pdf"]}, "export= must be"),
        ({"df": FRAME, "columns": ["weight"]}, "'weight'"),
        ({"df": FRAME, "columns": ["size", {"children": ["size"]}]}, "'size' 2 times"),
        ({"df": FRAME, "columns": [{"headerName": "x"}]}, "without a 'field' or 'children'"),
        ({"df": FRAME, "column_props": {"weight": {}}}, "column_props= names 'weight'"),
        ({"df": FRAME.assign(**{ROW: 1})}, f"'{ROW}' can't be shown"),
        ({"df": FRAME.assign(**{MARK: 1})}, f"'{MARK}' can't be shown"),
        ({"df": FRAME, "base_filter": ""}, "base_filter= is blank"),
        ({"df": FRAME, "base_filter": "{weight} = 1"}, "'weight'"),
    ],
)
def test_what_cannot_be_done_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        AgGridAIO(**given)


def test_properties_of_a_column_are_a_dictionary() -> None:
    with pytest.raises(TypeError, match="column_props= must have a dictionary"):
        AgGridAIO(FRAME, column_props=dict[str, Any]({"size": None}))


def test_a_base_filter_that_cannot_be_read_is_a_filter_query_error() -> None:
    with pytest.raises(FilterQueryError):
        AgGridAIO(FRAME, base_filter="{size} >")


def test_records_may_be_given_in_place_of_a_frame() -> None:
    rows, count, *_ = ask(store_of(AgGridAIO(data=[{"a": 1}, {"a": 2}])))
    assert ([row["a"] for row in rows], count) == ([1, 2], 2)
    assert ask(store_of(AgGridAIO(data=[], columns=["a"])))[:2] == ([], 0)


# What the callback answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_rows_are_filtered_sorted_and_cut_on_the_server(frame: Any) -> None:
    store = store_of(AgGridAIO(frame))
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 1}}
    request = {"filterModel": model, "sortModel": [{"colId": "size", "sort": "desc"}]}
    rows, count, told, counted, view, _ = ask(store, end=1, request=request)
    assert (names(rows), count, told, counted) == (["c"], 2, None, "2 of 3 rows")
    assert view == {"filterModel": model, "sortModel": request["sortModel"], "quickFilter": None}
    rows, *_, view, _ = ask(store, start=1, end=2, request=request, seen=view)
    assert (names(rows), view) == (["a"], no_update)


def test_each_row_has_its_position_in_the_frame() -> None:
    rows, *_ = ask(store_of(AgGridAIO(FRAME)), request={"sortModel": [{"colId": "name", "sort": "asc"}]})
    assert [(row["name"], row[ROW]) for row in rows] == [(None, 2), ("a", 1), ("b", 0), ("c", 3)]


def test_cells_are_sent_as_their_types_and_large_integers_with_all_digits() -> None:
    frame = FRAME.assign(big=[2**53 + 1, 1, 2, 3])
    rows, *_ = ask(store_of(AgGridAIO(frame)))
    assert rows[0] == {
        "name": "b",
        "size": 1.0,
        "day": "2024-01-01",
        "ok": True,
        "big": str(2**53 + 1),
        ROW: 0,
    }


def test_integers_beyond_doubles_are_filtered_and_sorted_exactly() -> None:
    frame = pd.DataFrame({"n": [2**53 + 1, 2**53, 2**53 + 2], "name": ["b", "a", "c"]})
    store = store_of(AgGridAIO(frame))
    equal = {"n": {"filterType": "bigint", "type": "equals", "filter": str(2**53 + 1)}}
    assert names(ask(store, request={"filterModel": equal})[0]) == ["b"]
    beyond = {"n": {"filterType": "bigint", "type": "lessThan", "filter": str(10**60)}}
    assert ask(store, request={"filterModel": beyond})[1] == 3
    assert names(ask(store, request={"sortModel": [{"colId": "n", "sort": "asc"}]})[0]) == ["a", "b", "c"]


def test_past_the_end_there_are_no_rows_and_the_count_is_told() -> None:
    assert ask(store_of(AgGridAIO(FRAME)), start=100, end=200)[:2] == ([], 4)


def test_no_more_rows_are_sent_than_a_block_may_have() -> None:
    store = store_of(AgGridAIO(pd.DataFrame({"n": range(MAX_ROWS + 5)})))
    assert len(ask(store, end=10**9)[0]) == MAX_ROWS


def test_a_quick_filter_seeks_each_word_in_the_columns_that_are_shown() -> None:
    frame = pd.DataFrame({"a": ["Über", "x"], "n": [12, 30], "hidden": ["here", "here"]})
    store = store_of(AgGridAIO(frame, column_props={"hidden": {"hide": True}}))
    assert ask(store, quick="über 12")[1] == 1
    assert ask(store, quick=" 30 ")[1] == 1
    assert ask(store, quick="12 30")[1] == 0
    assert ask(store, quick="here")[1] == 0
    assert ask(store, quick="")[1] == 2


def test_missing_values_are_taken_as_the_columns_params_say() -> None:
    model = {"size": {"filterType": "number", "type": "lessThan", "filter": 2}}
    params = {"filterParams": {"includeBlanksInLessThan": True}}
    assert ask(store_of(AgGridAIO(FRAME)), request={"filterModel": model})[1] == 1
    of_column = AgGridAIO(FRAME, column_props={"size": params})
    of_all = AgGridAIO(FRAME, grid_props={"defaultColDef": params})
    for component in (of_column, of_all):
        assert ask(store_of(component), request={"filterModel": model})[1] == 2


def test_a_filter_that_is_not_understood_shows_all_rows_and_says_so() -> None:
    model = {"size": {"filterType": "set", "values": [1]}}
    rows, count, told, counted, *_ = ask(store_of(AgGridAIO(FRAME)), request={"filterModel": model})
    assert (len(rows), count, counted) == (4, 4, "4 rows")
    assert told.startswith("The filter was not understood, so all rows are shown. The filter of 'size'")


@pytest.mark.parametrize(
    "others", [{"filterModel": {"size": {"filterType": "number", "type": "blank", "x": 2**70}}},
               {"sortModel": [{"colId": "size", "sort": "asc", "x": 2**70}]}]
)  # fmt: skip
def test_what_cannot_be_sent_back_is_not(others: dict[str, Any]) -> None:
    *_, view, _ = ask(store_of(AgGridAIO(FRAME)), request=others)
    assert view is no_update


def test_what_is_shown_in_place_of_a_filter_that_is_not_understood_is_told_to_graphs() -> None:
    *_, view, _ = ask(store_of(AgGridAIO(FRAME)), quick=5, request={"filterModel": 5})
    assert view == {"filterModel": {}, "sortModel": None, "quickFilter": None}


def test_before_the_grid_asks_there_is_nothing_to_answer() -> None:
    with pytest.raises(PreventUpdate):
        AgGridAIO.give_rows(None, {}, None, None, None, None)


# Faults: there is an answer, whatever happens -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("store", "told"), [({}, UNSTORED), (None, UNSTORED), (5, UNSTORED), ({"df": "0" * 64}, EXPIRED)]
)
def test_data_that_is_not_there_is_told_and_the_grid_keeps_its_rows(store: Any, told: str) -> None:
    rows, count, said, *_, answer = ask(store, last={"count": 70, "retry": False})
    assert (rows, count, said, answer["retry"]) == ([], 70, told, False)
    assert ask(store)[1] == 0


def test_a_store_that_is_down_is_told_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(AgGridAIO(FRAME))
    CHECKED.clear()
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    rows, _, told, *_, answer = ask(store)
    assert (rows, told, answer["retry"]) == ([], UNREACHABLE, True)


def test_an_exception_is_answered_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Any) -> Any:
        raise RuntimeError("the engine broke")

    store = store_of(AgGridAIO(FRAME))
    monkeypatch.setattr(ag_grid, "source_of", fail)
    with caplog.at_level(logging.ERROR):
        assert ask(store)[:3] == ([], 0, FAILED)
    assert "the engine broke" in caplog.text


def test_new_data_with_other_columns_is_not_shown() -> None:
    changed = store_of(AgGridAIO(FRAME)) | patched(AgGridAIO.new_data(FRAME[["name"]]))
    assert ask(changed)[2] == UNLIKE


@pytest.mark.parametrize("name", ["request", "store", "quick", "selection", "seen", "last"])
def test_a_hostile_value_is_answered_with_rows_of_the_grid_or_a_notice(name: str) -> None:
    store = store_of(AgGridAIO(FRAME))
    for value in HOSTILE:
        given = {"request": {"startRow": 0, "endRow": 9}, "store": store, "quick": None}
        given |= {"selection": None, "seen": None, "last": None, name: value}
        if name == "request" and value is None:
            continue
        response, _, _, notice, *_ = AgGridAIO.give_rows(*given.values())
        assert response["rowData"] or notice is not None or name == "quick", value
        assert set(names(response["rowData"])) <= {"a", "b", "c", None}
        json.dumps(response)


@pytest.mark.parametrize("name", ["startRow", "endRow", "filterModel", "sortModel"])
def test_a_hostile_part_of_a_request_is_answered(name: str) -> None:
    store = store_of(AgGridAIO(FRAME))
    for value in HOSTILE:
        for given in (value, {"size": value}, [value], {"name": {"filterType": "text", "type": value}}):
            request = {"startRow": 0, "endRow": 9, name: given}
            response, _, _, notice, *_ = AgGridAIO.give_rows(request, store, None, None, None, None)
            assert response["rowData"] or notice is not None, given


@pytest.mark.parametrize("name", ["columns", "filter_params", "searched", "timeout", "part", "df"])
def test_a_hostile_part_of_the_store_is_answered(name: str) -> None:
    store = store_of(AgGridAIO(FRAME))
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 0}}
    for value in HOSTILE:
        for given in (value, {"size": value}, {"size": {"maxNumConditions": value}}, [value]):
            request = {"startRow": 0, "endRow": 9, "filterModel": model}
            response, _, _, notice, *_ = AgGridAIO.give_rows(
                request, store | {name: given}, "a", None, None, None
            )
            assert response["rowCount"] >= 0
            assert response["rowData"] or notice is not None or name in {"searched", "timeout"}, given


def test_a_part_of_a_frame_is_all_that_its_key_gives() -> None:
    frame = FRAME.assign(salary=[1, 2, 3, 4], region=["n", "n", "s", "s"])
    component = AgGridAIO(frame, columns=["name", "size"], base_filter='{region} = "n"')
    store = store_of(component)
    assert store["df"] is None
    rows, count, _, counted, *_ = ask(store)
    assert (rows, count, counted) == (
        [{"name": "b", "size": 1.0, ROW: 0}, {"name": "a", "size": 2.5, ROW: 1}],
        2,
        "2 rows",
    )
    for model in ({"salary": {"filterType": "number", "type": "notBlank"}},):
        assert "which the table doesn't have" in ask(store, request={"filterModel": model})[2]
    with pytest.raises(UnknownColumnError):
        AgGridAIO.visible_df(store, columns=["salary"])


# New data, rows for graphs, selections ------------------------------------------------------------------------


def patched(patch: Any) -> dict[str, Any]:
    """What a `Patch` of `new_data` sets."""
    operations = patch.to_plotly_json()["operations"]
    return {operation["location"][0]: operation["params"]["value"] for operation in operations}


def test_new_data_is_shown_and_the_old_rows_are_not() -> None:
    store = store_of(AgGridAIO(FRAME))
    changed = store | patched(AgGridAIO.new_data(FRAME.head(1)))
    assert ask(changed)[1] == 1
    assert ask(store)[1] == 4


def test_new_data_is_a_part_where_the_grid_is_one() -> None:
    given: dict[str, Any] = {"columns": ["name"], "base_filter": "{size} > 1"}
    store = store_of(AgGridAIO(FRAME, **given)) | patched(AgGridAIO.new_data(FRAME.head(2), **given))
    assert (store["df"], names(ask(store)[0])) == (None, ["a"])


def test_the_rows_that_the_reader_sees_are_a_frame() -> None:
    store = store_of(AgGridAIO(FRAME))
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 1}}
    view = {"filterModel": model, "sortModel": [{"colId": "size", "sort": "desc"}], "quickFilter": None}
    seen = AgGridAIO.visible_df(store, view)
    assert isinstance(seen, pd.DataFrame)
    assert seen["size"].to_list() == [3.0, 2.5]
    assert list(AgGridAIO.visible_df(store, view, columns=["name"]).columns) == ["name"]
    assert len(AgGridAIO.visible_df(store)) == 4
    assert len(AgGridAIO.visible_df(store, {"quickFilter": "b"})) == 1


@pytest.mark.parametrize("view", [5, "x", [1], {"filterModel": 5}, {"sortModel": "x"}, {"quickFilter": 5}])
def test_what_is_no_view_is_an_error(view: Any) -> None:
    with pytest.raises(ValueError, match=r"view|filter|sortModel"):
        AgGridAIO.visible_df(store_of(AgGridAIO(FRAME)), view)


def test_selected_rows_are_single_ones_or_all_of_a_filter_but_some() -> None:
    store = store_of(AgGridAIO(FRAME))
    key, model = store["df"], {"name": {"filterType": "text", "type": "notBlank"}}
    taken = {
        "rows": {"df": key, "rows": [3, 0]},
        "all": {"df": key, "rows": [], "all": {"filterModel": model}},
        "but one": {"df": key, "all": {"filterModel": model, "quickFilter": ""}, "except": [1]},
        "every row": {"df": key, "all": {}},
        "of other data": {"df": "x", "all": {}},
        "nothing": None,
    }
    assert {what: AgGridAIO.selected_df(store, one)["name"].to_list() for what, one in taken.items()} == {
        "rows": ["c", "b"],
        "all": ["b", "a", "c"],
        "but one": ["b", "c"],
        "every row": FRAME["name"].to_list(),
        "of other data": [],
        "nothing": [],
    }


def test_of_a_part_no_other_rows_can_be_selected() -> None:
    store = store_of(AgGridAIO(FRAME, base_filter="{size} > 1"))
    assert AgGridAIO.selected_df(store, {"rows": [0, 1]})["name"].to_list()[0] == "a"
    assert len(AgGridAIO.selected_df(store, {"all": {}})) == 2
    assert len(AgGridAIO.selected_df(store, {"all": {}, "except": [0]})) == 1
    with pytest.raises(ValueError, match="positions"):
        AgGridAIO.selected_df(store, {"rows": [3]})


def test_a_hostile_selection_is_an_error_or_gives_rows_of_the_grid() -> None:
    store = store_of(AgGridAIO(FRAME))
    for value in HOSTILE:
        for selection in (value, {"rows": value}, {"all": value}, {"all": {}, "except": value}):
            with contextlib.suppress(ValueError):
                assert len(AgGridAIO.selected_df(store, selection)) <= 4
    for forged in (None, 5, {}, {"df": "0" * 64}):
        with pytest.raises(StoreError):
            AgGridAIO.selected_df(forged, {"rows": [0]})


def test_rows_that_come_later_are_told_whether_they_are_among_all_that_were_selected() -> None:
    store = store_of(AgGridAIO(FRAME))
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 2}}
    rows, *_ = ask(store, selection={"all": {"filterModel": model}})
    assert [row[MARK] for row in rows] == [False, True, True, False]
    rows, *_ = ask(store, selection={"all": {}})
    assert all(row[MARK] for row in rows)
    rows, *_ = ask(store, selection={"rows": [0]})
    assert not any(MARK in row for row in rows)


# For frames of an app's own ------------------------------------------------------------------------------------


def test_frames_are_filtered_and_sorted_as_their_own_kind_with_types_and_index() -> None:
    frame = FRAME.set_index(np.array([5, 6, 7, 8]))
    model = {"size": {"filterType": "number", "type": "greaterThan", "filter": 1}}
    pd.testing.assert_frame_equal(AgGridAIO.filter_df(frame, model), frame.loc[[6, 7]])
    pd.testing.assert_frame_equal(AgGridAIO.filter_df(frame, None), frame)
    by = [{"colId": "size", "sort": "asc"}]
    pd.testing.assert_frame_equal(AgGridAIO.sort_df(frame, by), frame.loc[[8, 5, 6, 7]])
    assert isinstance(AgGridAIO.sort_df(pl.from_pandas(FRAME), None), pl.DataFrame)


@pytest.mark.parametrize("model", [5, "x", [1], {"size": 5}])
def test_what_is_no_filter_model_is_an_error(model: Any) -> None:
    with pytest.raises(FilterModelError):
        AgGridAIO.filter_df(FRAME, model)


@pytest.mark.parametrize(
    "sort_model",
    [5, "x", [5], [{"colId": "size"}], [{"colId": "size", "sort": "up"}],
     [{"colId": "size", "sort": "asc", "type": "absolute"}], [{"colId": "size", "sort": "asc"}] * 51],
)  # fmt: skip
def test_what_is_no_sort_model_is_an_error(sort_model: Any) -> None:
    with pytest.raises(ValueError, match="sortModel"):
        AgGridAIO.sort_df(FRAME, sort_model)


def test_columns_that_are_not_there_are_an_error() -> None:
    with pytest.raises(UnknownColumnError, match="'weight'"):
        AgGridAIO.filter_df(FRAME, {"weight": {"filterType": "number", "type": "blank"}})
    with pytest.raises(UnknownColumnError, match="'weight'"):
        AgGridAIO.sort_df(FRAME, [{"colId": "weight", "sort": "asc"}])


# The store -----------------------------------------------------------------------------------------------------


def test_sending_a_layout_puts_a_lost_frame_back() -> None:
    component = AgGridAIO(FRAME)
    redis_store.delete(store_of(component)["df"])
    CHECKED.clear()
    assert ask(store_of(component))[2] == EXPIRED
    component.to_plotly_json()
    assert ask(store_of(component))[1] == 4


def test_a_grid_of_a_key_saves_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key = redis_store.save(FRAME)
    monkeypatch.setattr(TableData, "_save", lambda _: pytest.fail("it was saved"))
    assert ask(store_of(AgGridAIO(key=key)))[1] == 4


def test_what_says_that_the_server_is_silent_is_there_and_hidden() -> None:
    div = parts(AgGridAIO(FRAME))["unanswered"]
    assert div.hidden
    assert div.children.children == UNANSWERED
