"""Every property of AG Grid works as there, works in the component's own way, or is refused with what to use."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from dash_ag_grid import AgGrid

from components import AgGridAIO
from components.tables.grid_properties import COLUMN_PROPERTIES, MAX_ROWS, OPTIONS, OWNED, PROPERTIES
from gallery.pages import Site
from pages import grid_properties as properties_page

FRAME = pd.DataFrame(
    {"name": ["b", "a"], "size": [1, 2], "day": pd.to_datetime(["2024-01-01", "2024-01-02"])}
)
TABLES = (PROPERTIES, OPTIONS, COLUMN_PROPERTIES)


def refused_of(table: dict[str, Any]) -> dict[str, Any]:
    return {name: known for name, known in table.items() if not known.given}


def grid(**properties: Any) -> Any:
    return shown(AgGridAIO(FRAME, grid_props=properties))


def shown(component: Any) -> Any:
    return next(part for part in component._traverse() if isinstance(part, AgGrid))


def test_every_property_of_the_installed_version_is_known_and_no_other() -> None:
    assert set(PROPERTIES) == set(AgGrid()._prop_names)
    assert OWNED.keys() <= PROPERTIES.keys()


def test_whatever_is_not_as_in_ag_grid_says_how_it_is() -> None:
    for table in TABLES:
        for name, known in table.items():
            assert known.way == "native" or known.note, name
            assert known.given or known.note, name
            assert known.note == "" or known.note.endswith("."), name


@pytest.mark.parametrize("name", refused_of(PROPERTIES))
def test_what_is_not_to_be_given_is_refused_with_what_to_use(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{name}= can't be given: {PROPERTIES[name].note}")):
        grid(**{name: [{"a": 1}]})


@pytest.mark.parametrize("name", refused_of(OPTIONS))
def test_options_that_these_rows_cannot_have_are_refused_with_what_to_use(name: str) -> None:
    message = f"dashGridOptions: {name!r} can't be given: {OPTIONS[name].note}"
    with pytest.raises(ValueError, match=re.escape(message)):
        grid(dashGridOptions={name: [5]})


@pytest.mark.parametrize("name", refused_of(COLUMN_PROPERTIES))
def test_what_a_column_is_not_to_have_is_refused_with_what_to_use(name: str) -> None:
    note = re.escape(f"{name!r} can't be given: {COLUMN_PROPERTIES[name].note}")
    for given in ({"columns": [{"field": "size", name: 5}]}, {"column_props": {"size": {name: 5}}}):
        with pytest.raises(ValueError, match=f"The column 'size': {note}"):
            AgGridAIO(FRAME, **dict[str, Any](given))
    with pytest.raises(ValueError, match=f"defaultColDef: {note}"):
        grid(defaultColDef={name: 5})


def test_what_turns_a_refused_property_off_may_be_given() -> None:
    off, of_options, of_columns = (
        {name: value for name, known in refused_of(table).items() for value in known.allowed}
        for table in TABLES
    )
    assert (off["exportDataAsCsv"], of_options["pivotMode"], of_columns["editable"]) == (False,) * 3
    props = off | {"dashGridOptions": of_options, "defaultColDef": of_columns}
    AgGridAIO(FRAME, grid_props=props, column_props={"size": of_columns})


def test_a_property_that_ag_grid_lacks_is_an_error() -> None:
    with pytest.raises(TypeError, match="no_such"):
        grid(no_such=1)


def test_requests_are_made_one_at_a_time_and_blocks_have_a_bound() -> None:
    assert grid().dashGridOptions["maxConcurrentDatasourceRequests"] == 1
    with pytest.raises(ValueError, match="dash-ag-grid loses requests"):
        grid(dashGridOptions={"maxConcurrentDatasourceRequests": 2})
    assert grid(dashGridOptions={"cacheBlockSize": MAX_ROWS}).dashGridOptions["cacheBlockSize"] == MAX_ROWS
    for size in (0, MAX_ROWS + 1, "100", True, 1.5):
        with pytest.raises(ValueError, match="cacheBlockSize must be an integer from 1 to 1,000"):
            grid(dashGridOptions={"cacheBlockSize": size})


def test_filters_and_columns_persist_and_selected_rows_do_not() -> None:
    assert grid(persistence=True).persisted_props == ["filterModel", "columnState"]
    with pytest.raises(ValueError, match="persisted_props= has 'selectedRows'"):
        grid(persisted_props=["selectedRows"])


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ("multiple", "Write `{'mode': 'multiRow'}`"),
        ("single", "Write `{'mode': 'singleRow'}`"),
        ({"mode": "multiRow", "headerCheckbox": True}, "rowSelection has 'headerCheckbox'"),
        ({"mode": "multiRow", "selectAll": "filtered"}, "rowSelection has 'selectAll'"),
    ],
)
def test_rows_are_selected_in_ways_that_these_rows_can_be(selection: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        grid(dashGridOptions={"rowSelection": selection})


@pytest.mark.parametrize(
    ("props", "message"),
    [
        ({"field": "other"}, "can't have the field 'other'"),
        ({"colId": "other"}, "can't have the colId 'other'"),
        ({"cellDataType": "boolean"}, "its cells are of the cellDataType 'number', not 'boolean'"),
        ({"cellDataType": False}, "its cells are of the cellDataType 'number', not False"),
        ({"filter": "agDateColumnFilter"}, "which no 'agDateColumnFilter' filters"),
        ({"filter": "agSetColumnFilter"}, "can't be given: It is one of AG Grid Enterprise's"),
        ({"filter": 1}, "which no 1 filters"),
        ({"valueGetter": {"function": "1"}}, "has a valueGetter: give it filter=False and sortable=False"),
        ({"filterParams": {"comparator": {"function": "f()"}}}, "its filterParams have 'comparator'"),
        ({"filterParams": {"textMatcher": {"function": "f()"}}}, "its filterParams have 'textMatcher'"),
    ],
)
def test_what_the_server_could_not_follow_is_refused(props: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        AgGridAIO(FRAME, column_props={"size": props})


@pytest.mark.parametrize(
    "props",
    [
        {"filter": False},
        {"filter": "agNumberColumnFilter", "filterParams": {"inRangeInclusive": True, "buttons": ["reset"]}},
        {"filter": "agTextColumnFilter", "cellDataType": "text"},
        {"valueGetter": {"function": "params.data.size * 2"}, "filter": False, "sortable": False},
        {"valueFormatter": {"function": "params.value + ' kg'"}},
        {"colId": "size", "sort": "desc", "pinned": "right", "cellStyle": {"color": "red"}},
    ],
)
def test_what_it_can_follow_is_passed_on(props: dict[str, Any]) -> None:
    columns = shown(AgGridAIO(FRAME, column_props={"size": props})).columnDefs
    (column,) = [one for one in columns if one["field"] == "size"]
    assert props.items() <= column.items()


def test_a_number_that_is_filtered_as_text_is_compared_as_the_text_of_it() -> None:
    frame = pd.DataFrame({"n": [10.0, 210.0, 3.0]})
    kept = AgGridAIO.filter_df(frame, {"n": {"filterType": "text", "type": "contains", "filter": "10"}})
    assert kept["n"].to_list() == [10.0, 210.0]


def test_the_page_tells_of_every_property_what_the_component_goes_by() -> None:
    content = str(properties_page.content(Site([], [])).striptags())
    for table in TABLES:
        for name, known in table.items():
            assert f" {name} " in content
            for piece in known.note.split("`")[::2]:
                assert " ".join(piece.split()) in content, name
