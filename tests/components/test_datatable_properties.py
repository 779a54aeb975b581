"""Each property of DataTable does what it does there, or what the component says, or is refused with what to use."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import polars as pl
import pytest
from dash import no_update
from dash.dash_table.DataTable import DataTable

from components import DataTableAIO, UnknownColumnError, redis_store
from components.redis_store import connection
from components.tables.datatable_properties import COLUMN_PROPERTIES, PROPERTIES
from gallery.pages import Site
from pages import properties as properties_page
from tests.components.test_data_table import parts, show

FRAME = pd.DataFrame({"id": ["x", "y", "z"], "name": ["b", "a", "c"], "size": [1, 2, 3]})
NOT_GIVEN = {name: known for name, known in PROPERTIES.items() if not known.given}
KEYS_REFUSED = {name: known for name, known in COLUMN_PROPERTIES.items() if known.way == "refused"}


def make(**properties: Any) -> DataTableAIO:
    return DataTableAIO(FRAME, **properties)


def test_every_property_of_the_installed_version_is_known_and_no_other() -> None:
    assert set(PROPERTIES) == set(DataTable()._prop_names)
    assert set(COLUMN_PROPERTIES) == set(DataTable.Columns.__annotations__)


def test_whatever_is_not_as_in_a_datatable_says_how_it_is() -> None:
    for name, known in {**PROPERTIES, **COLUMN_PROPERTIES}.items():
        assert known.way == "native" or known.note, name
        assert known.given or known.note, name
        assert known.note == "" or known.note.endswith("."), name


@pytest.mark.parametrize("name", NOT_GIVEN)
def test_what_is_not_to_be_given_is_refused_with_what_to_use(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{name}= can't be given: {NOT_GIVEN[name].note}")):
        make(**{name: [{"a": 1}]})


@pytest.mark.parametrize("name", KEYS_REFUSED)
def test_what_a_column_is_not_to_have_is_refused_with_what_to_use(name: str) -> None:
    message = f"columns= of 'size': {name!r} can't be given: {KEYS_REFUSED[name].note}"
    with pytest.raises(ValueError, match=re.escape(message)):
        DataTableAIO(FRAME, columns=[{"id": "size", name: True}])


def test_what_turns_a_refused_property_off_may_be_given() -> None:
    off = {name: value for name, known in NOT_GIVEN.items() for value in known.allowed}
    assert off["editable"] is False
    assert off["export_format"] == "none"
    DataTableAIO(FRAME, **off, columns=[{"id": "size", "editable": False, "deletable": False}])


@pytest.mark.parametrize("name", ["sort_action", "filter_action", "page_action"])
def test_native_actions_are_refused_with_what_does_it(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name}='native' can't be given: .*'custom' is the default"):
        DataTableAIO(FRAME, **dict[str, Any]({name: "native"}))


def test_the_operator_of_filters_is_passed_on() -> None:
    with pytest.raises(ValueError, match=r"filter_action=.*'native'.* can't be given"):
        DataTableAIO(FRAME, filter_action={"type": "native", "operator": "or"})
    either = {"type": "custom", "operator": "or"}
    assert parts(DataTableAIO(FRAME, filter_action=either))[2].filter_action == either


def test_a_property_that_datatable_lacks_is_an_error() -> None:
    with pytest.raises(TypeError, match="no_such"):
        DataTableAIO(FRAME, no_such=1)


def test_selected_rows_do_not_persist_and_the_rest_does() -> None:
    datatable = parts(DataTableAIO(FRAME, persistence=True))[2]
    assert "selected_rows" not in datatable.persisted_props
    assert {"filter_query", "sort_by", "page_current"} <= set(datatable.persisted_props)
    with pytest.raises(ValueError, match="persisted_props= has 'selected_rows'"):
        DataTableAIO(FRAME, persisted_props=["selected_rows"])


def test_the_page_tells_of_every_property_what_the_component_goes_by() -> None:
    content = str(properties_page.content(Site([], [])).striptags())
    for name, known in {**PROPERTIES, **COLUMN_PROPERTIES}.items():
        assert f" {name} " in content
        for piece in known.note.split("`")[::2]:
            assert " ".join(piece.split()) in content, name


# Columns ---------------------------------------------------------------------------------------------------


def test_columns_get_the_frames_types_and_their_ids_as_names() -> None:
    columns = [{"id": "size"}, {"id": "name", "name": "Name", "type": "any"}]
    assert parts(DataTableAIO(FRAME, columns=columns))[2].columns == [
        {"id": "size", "name": "size", "type": "numeric"},
        {"id": "name", "name": "Name", "type": "any"},
    ]


def test_an_id_that_is_no_text_is_the_text_that_the_frames_column_is_named_by() -> None:
    component = DataTableAIO(pd.DataFrame({2007: [1], 2008: [2]}), columns=[{"id": 2008}])
    assert parts(component)[2].columns == [{"id": "2008", "name": "2008", "type": "numeric"}]
    assert show(component)[0] == [{"2008": 2}]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([{"id": "size"}, {"id": "size"}], "2 items with the id 'size'"),
        ([{"id": "size"}, {"name": "Size"}], "each have an 'id', not {'name': 'Size'}"),
        (["size"], "each have an 'id', not 'size'"),
        ([{"id": "size", "hidden": True}], "columns= of 'size' has 'hidden', which is none of id, name"),
    ],
)
def test_columns_of_another_shape_are_refused(columns: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        DataTableAIO(FRAME, columns=columns)


def test_no_columns_are_a_table_without_any() -> None:
    assert parts(DataTableAIO(FRAME, columns=[]))[2].columns == []
    by_key = DataTableAIO(key=redis_store.save(FRAME), columns=[])
    assert parts(by_key)[2].columns == []
    assert not any(show(by_key)[0])


def test_hidden_columns_are_sent_and_there_is_no_button_that_toggles_nothing() -> None:
    component = DataTableAIO(FRAME, hidden_columns=["id"])
    assert show(component)[0][0] == {"id": "x", "name": "b", "size": 1}
    assert ".dash-spreadsheet-menu-item" in [rule["selector"] for rule in parts(component)[2].css]
    without_css = parts(DataTableAIO(FRAME, hidden_columns=["id"], css=None))[2].css
    assert [rule["selector"] for rule in without_css] == [".dash-spreadsheet-menu-item"]
    columns = [{"id": "id"}, {"id": "name", "hideable": True}]
    can_toggle = parts(DataTableAIO(FRAME, columns=columns, hidden_columns=["id"]))[2]
    assert ".dash-spreadsheet-menu-item" not in [rule["selector"] for rule in can_toggle.css]


def test_advice_for_columns_of_several_levels_works_with_years() -> None:
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("pop", 2002), ("pop", 2007)]))
    with pytest.raises(ValueError, match="flatten them first") as error:
        DataTableAIO(frame)
    exec(str(error.value).partition("first:")[2].strip(), {"frame": frame})
    assert show(DataTableAIO(frame))[0] == [{"pop_2002": 1, "pop_2007": 2}]


@pytest.mark.parametrize(
    "given",
    [
        {"hidden_columns": ["weight"]},
        {"sort_by": [{"column_id": "weight", "direction": "asc"}]},
        {"filter_query": "{weight} > 1"},
    ],
)
def test_what_names_a_column_that_the_table_lacks_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(UnknownColumnError, match="'weight'"):
        DataTableAIO(FRAME, **given)


@pytest.mark.parametrize(
    "filter_query", ["{id} = x", "{size} > 1 && {id} = x", "1 < {size}", "other = 1", "{id} is nil"]
)
def test_a_filter_on_which_the_browser_fails_is_refused_and_works_in_parentheses(filter_query: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"In parentheses, it is right: ({filter_query})")):
        DataTableAIO(FRAME, hidden_columns=["id"], filter_query=filter_query)
    DataTableAIO(FRAME, hidden_columns=["id"], filter_query=f"({filter_query})")


def test_a_column_without_braces_is_told_with_what_to_write() -> None:
    with pytest.raises(ValueError, match=re.escape("for the column, write {size}")):
        DataTableAIO(FRAME, filter_query="size = 1")
    condition = {"if": {"filter_query": "size = 1"}, "color": "red"}
    with pytest.raises(ValueError, match=re.escape("style_data_conditional= has the condition 'size = 1'")):
        DataTableAIO(FRAME, style_data_conditional=[condition])


@pytest.mark.parametrize("props", [None, 5, "Size"])
def test_properties_of_a_column_are_a_dictionary(props: Any) -> None:
    with pytest.raises(TypeError, match="column_props= must have a dictionary of properties for 'size'"):
        DataTableAIO(FRAME, column_props={"size": props})


def test_a_filter_that_is_not_understood_is_told_to_the_reader() -> None:
    component = DataTableAIO(FRAME, filter_query="{size} >")
    assert "a value is missing after '>'" in show(component, filter_query="{size} >")[2]


# Conditions ------------------------------------------------------------------------------------------------

CONDITIONAL = [name for name in PROPERTIES if name.endswith("_conditional")]


@pytest.mark.parametrize("name", CONDITIONAL)
@pytest.mark.parametrize(
    "condition",
    [
        {"column_id": "id"},
        {"column_id": ["name", "id"]},
        {"filter_query": "{size} > 1 && ({id} = x)"},
        {"column_id": 5},
    ],
)
def test_a_condition_on_a_column_that_is_not_sent_is_refused_with_the_way(name: str, condition: Any) -> None:
    columns = [{"id": "name"}, {"id": "size"}]
    with pytest.raises(
        ValueError, match=rf"{name}= has a condition on the column ('id'|5).* hidden_columns="
    ):
        make(columns=columns, **{name: [{"if": condition}]})
    if condition != {"column_id": 5}:
        make(columns=[*columns, {"id": "id"}], hidden_columns=["id"], **{name: [{"if": condition}]})


@pytest.mark.parametrize("name", CONDITIONAL)
@pytest.mark.parametrize(
    ("items", "message"),
    [
        (
            [{"if": {"filter_query": "{size} >"}}],
            "can't evaluate: filter_query not understood: a value is missing",
        ),
        ([{"if": {"filter_query": 5}}], "can't evaluate: filter_query not understood: it must be a string"),
        ([{"if": "size"}], "must be a list of dictionaries"),
        (["size"], "must be a list of dictionaries"),
    ],
)
def test_a_condition_that_the_browser_cannot_evaluate_is_refused(name: str, items: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"{name}= .*{message}"):
        DataTableAIO(FRAME, **{name: items})


def test_conditions_on_what_is_there_or_on_nothing_are_passed_on() -> None:
    styles = [{"color": "red"}, {"if": {"row_index": 1, "column_type": "numeric", "filter_query": ""}}]
    assert parts(DataTableAIO(FRAME, style_data_conditional=styles))[2].style_data_conditional[-2:] == styles


def test_a_tooltip_by_the_position_of_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="'row_index', which counts rows of a page: use tooltip_data="):
        DataTableAIO(FRAME, tooltip_conditional=[{"if": {"row_index": 1}, "value": "the second"}])


# By row ----------------------------------------------------------------------------------------------------


def by_row(component: DataTableAIO, **asked: Any) -> tuple[Any, Any]:
    """The tooltips and dropdowns that the callback answers with."""
    asked = {
        "page_current": 0,
        "page_size": 2,
        "sort_by": [],
        "filter_query": "",
        "page_action": "custom",
    } | asked
    store = asked.pop("store", parts(component)[0].data)
    *_, tooltip_data, dropdown_data, _ = DataTableAIO.show_rows(**asked, store=store)
    return tooltip_data, dropdown_data


@pytest.mark.parametrize("frame", [FRAME, pl.DataFrame(FRAME.to_dict("list"))], ids=["pandas", "polars"])
def test_tooltips_and_dropdowns_by_row_follow_their_rows(frame: Any) -> None:
    tooltips = [{"name": "first"}, {"name": {"value": "**second**", "type": "markdown"}}, {}]
    dropdowns = [{"size": {"options": [{"label": "One", "value": 1}]}}]
    component = DataTableAIO(frame, tooltip_data=tooltips, dropdown_data=dropdowns)
    assert not hasattr(parts(component)[2], "tooltip_data")
    assert by_row(component) == (tooltips[:2], [*dropdowns, {}])
    by_name = [{"column_id": "name", "direction": "asc"}]
    assert by_row(component, sort_by=by_name) == ([tooltips[1], tooltips[0]], [{}, *dropdowns])
    assert by_row(component, page_current=1) == ([{}], [{}])
    assert by_row(component, filter_query="{size} = 2") == ([tooltips[1]], [{}])


def test_without_them_nothing_is_sent() -> None:
    assert by_row(DataTableAIO(FRAME)) == (no_update, no_update)
    assert by_row(DataTableAIO(FRAME, tooltip_data=[{"name": "first"}])) == (
        [{"name": "first"}, {}],
        no_update,
    )


@pytest.mark.parametrize(
    ("tooltip_data", "message"),
    [
        ("text", "must be a list of dictionaries"),
        (["text"], "must be a list of dictionaries"),
        ([{}] * 4, "has 4 items, and the frame only 3 rows"),
        ([{"name": object()}], "something that JSON can't hold"),
    ],
)
def test_what_is_no_list_by_row_is_refused(tooltip_data: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"tooltip_data= {message}|tooltip_data= has {message}"):
        DataTableAIO(FRAME, tooltip_data=tooltip_data)


def test_lost_tooltips_are_put_back_with_the_frame() -> None:
    component = DataTableAIO(FRAME, tooltip_data=[{"name": "first"}])
    connection.fake_redis.cache_clear()  # a new FakeRedis, which knows nothing
    component.to_plotly_json()
    stored = redis_store.load(parts(component)[0].data["by_row"])
    assert stored.to_pylist()[0] == {"tooltip_data": '{"name": "first"}'}


def test_new_data_takes_the_tooltips_of_the_old_rows_away() -> None:
    component = DataTableAIO(FRAME, tooltip_data=[{"name": "first"}])
    assert by_row(component, store=parts(component)[0].data | {"by_row": None}) == ([], [])


@pytest.mark.parametrize("other", ["df", "shorter", 5, "x", "0" * 64])
def test_another_key_than_that_of_the_tooltips_gives_none(other: Any) -> None:
    component = DataTableAIO(FRAME, tooltip_data=[{"name": "first"}])
    store = parts(component)[0].data
    shorter = DataTableAIO(FRAME[:1], tooltip_data=[{"name": "other"}])
    keys = {"df": store["df"], "shorter": parts(shorter)[0].data["by_row"]}
    assert by_row(component, store=store | {"by_row": keys.get(other, other)}) == (no_update, no_update)
