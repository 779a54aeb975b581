"""The rows that a reader has selected: what the browser is told of them, and what it may say."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import plotly.express as px
import polars as pl
import pytest
from dash import Patch

from components import DataTableAIO, StoreError
from tests.components.test_data_table import FRAMES, parts

FRAME = pd.DataFrame({"id": [10, 20, 30], "name": ["b", "a", "c"]}, index=[5, 6, 7])


def page_of(component: DataTableAIO, **asked: Any) -> Any:
    """The page that the callback answers with."""
    asked = {
        "page_current": 0,
        "page_size": 2,
        "sort_by": [],
        "filter_query": "",
        "page_action": "custom",
    } | asked
    store = asked.pop("store", parts(component)[0].data)
    page = DataTableAIO.show_rows(**asked, store=store)[4]
    return page if isinstance(page, Patch) else page | {"view": json.loads(page["view"])}


def selection_of(component: DataTableAIO) -> Any:
    return component.children[5].data


def test_a_page_has_the_positions_of_its_rows_and_what_was_asked_for() -> None:
    component = DataTableAIO(FRAME)
    by_name = [{"column_id": "name", "direction": "asc"}]
    key = parts(component)[0].data["df"]
    assert page_of(component) == {"df": key, "rows": [0, 1], "view": [0, 2, [], ""]}
    assert page_of(component, sort_by=by_name) == {"df": key, "rows": [1, 0], "view": [0, 2, by_name, ""]}
    assert page_of(component, sort_by=by_name, page_current=1)["rows"] == [2]
    assert page_of(component, filter_query="{name} != b")["rows"] == [1, 2]
    assert page_of(component, filter_query="{name} = x")["rows"] == []
    assert page_of(component, page_action="none")["rows"] == [0, 1, 2]


def test_positions_are_those_of_the_rows_that_are_sent_on_pages_far_behind() -> None:
    frame = pd.DataFrame({"n": range(5000)})
    component: Any = DataTableAIO(frame)
    sort_by = [{"column_id": "n", "direction": "desc"}]
    store = parts(component)[0].data
    rows, _, _, _, page, *_ = component.show_rows(200, 10, sort_by, "{n} is even", "custom", store)
    assert page["rows"] == [row["n"] for row in rows] == list(range(998, 978, -2))


def test_an_answer_that_failed_has_no_rows() -> None:
    component = DataTableAIO(FRAME)
    assert page_of(component, store={"df": "0" * 64}) == {"df": None, "rows": [], "view": [0, 2, [], ""]}
    assert page_of(component, page_size="x") == {"df": None, "rows": [], "view": [0, "x", [], ""]}


def test_whatever_was_asked_for_an_answer_can_be_sent() -> None:
    nested: list[Any] = []
    for _ in range(10_000):
        nested = [nested]
    assert page_of(DataTableAIO(FRAME), sort_by=nested) == {"df": None, "rows": [], "view": None}


def test_rows_to_begin_with_are_positions_in_the_frame_on_whatever_page() -> None:
    component = DataTableAIO(FRAME, row_selectable="multi", selected_rows=[2, 0], page_size=1)
    assert selection_of(component) == {"rows": [2, 0], "ids": [30, 10]}
    datatable = parts(component)[2]
    assert datatable.selected_row_ids == [30, 10]
    assert not hasattr(datatable, "selected_rows")  # which are those of a page: the browser sets them


def test_without_a_column_of_ids_rows_have_none() -> None:
    component = DataTableAIO(FRAME, columns=[{"id": "name"}], row_selectable="multi", selected_rows=[1])
    assert selection_of(component) == {"rows": [1], "ids": [None]}
    assert selection_of(DataTableAIO(FRAME)) == {"rows": [], "ids": []}


@pytest.mark.parametrize("rows", [[3], [-1], [True], ["0"], [0.0], [1, 1], 5, "0", {0}])
def test_rows_to_begin_with_that_are_no_positions_are_refused(rows: Any) -> None:
    with pytest.raises(
        ValueError, match=r"selected_rows= (must be a list of positions in the frame's 3 rows|have)"
    ):
        DataTableAIO(FRAME, row_selectable="multi", selected_rows=rows)


def test_of_a_single_selection_no_two_rows_can_be_selected() -> None:
    with pytest.raises(ValueError, match="has 2 rows, and row_selectable='single' allows one"):
        DataTableAIO(FRAME, row_selectable="single", selected_rows=[0, 1])


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_selected_rows_come_in_their_order_and_as_the_frames_kind(frame: Any) -> None:
    store = parts(DataTableAIO(frame))[0].data
    selected = DataTableAIO.selected_df(store, {"df": store["df"], "rows": [2, 0], "ids": [None, None]})
    assert type(selected) is type(frame)
    assert pl.DataFrame(selected).rows() == [("c", 3), ("b", 1)]
    nothing: list[Any] = [None, {"rows": []}]
    for selection in nothing:
        empty = DataTableAIO.selected_df(store, selection)
        assert (type(empty), len(empty)) == (type(frame), 0)
        assert pl.DataFrame(empty).columns == ["name", "size"]


def test_selected_rows_are_as_the_visible_ones() -> None:
    frame = px.data.tips().astype({"day": "category"})
    store = parts(DataTableAIO(frame))[0].data
    visible = DataTableAIO.visible_df(store).iloc[[7, 3]].reset_index(drop=True)
    selected = DataTableAIO.selected_df(store, {"rows": [7, 3]})
    pd.testing.assert_frame_equal(selected, visible, check_categorical=False)


def test_of_a_selection_in_data_that_was_replaced_there_are_no_rows() -> None:
    store = parts(DataTableAIO(FRAME))[0].data
    other = parts(DataTableAIO(FRAME.head(1)))[0].data["df"]
    for key in (other, "x", 5, ["x"]):
        assert DataTableAIO.selected_df(store, {"df": key, "rows": [2]}).empty


@pytest.mark.parametrize("store", [None, 5, {}, {"df": None}, {"df": "0" * 64}, {"part": "0" * 64}])
def test_a_store_that_the_browser_made_up_has_no_rows(store: Any) -> None:
    with pytest.raises(StoreError):
        DataTableAIO.selected_df(store, {"rows": [0]})


@pytest.mark.parametrize(
    "selection",
    [5, "0", [], [0], True, {}, {"rows": None}, {"rows": "0"}, {"rows": {"0": 0}}, {"rows": [[0]]}, {"rows": [None]},
     {"rows": [True]}, {"rows": ["0"]}, {"rows": [0.5]}, {"rows": [3]}, {"rows": [-1]}, {"rows": [2**70]},
     {"rows": [1, 1]}, {"rows": [0] * 100_000}],
)  # fmt: skip
def test_a_selection_that_the_browser_made_up_is_refused(selection: Any) -> None:
    with pytest.raises(ValueError, match="selection"):
        DataTableAIO.selected_df(parts(DataTableAIO(FRAME))[0].data, selection)
