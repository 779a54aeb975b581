"""What a table looks like: the default look, what the caller puts over it, and properties of single columns."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest

from components import DataTableAIO
from components.tables.look import LOOK, with_defaults

FRAME = pd.DataFrame({"name": ["a", "b"], "price": [1234.5, 0.25], 2007: [1, 2]})


def table(**arguments: Any) -> Any:
    return DataTableAIO(FRAME, **arguments).children[3]


def column(name: str, **arguments: Any) -> dict[str, Any]:
    return next(column for column in table(**arguments).columns if column["id"] == name)


def test_a_style_of_the_callers_is_put_over_the_default_ones() -> None:
    assert table(style_cell={"padding": "1rem"}).style_cell == LOOK["style_cell"] | {"padding": "1rem"}
    assert table(style_table={"height": 100}).style_table == {"overflowX": "auto", "height": 100}


@pytest.mark.parametrize("name", ["text-align", "text_align", "textAlign"])
def test_every_way_to_name_a_style_is_understood(name: str) -> None:
    style = table(style_cell={name: "center"}).style_cell
    assert style["textAlign"] == "center"
    assert "text-align" not in style
    assert "text_align" not in style


def test_what_is_said_of_all_cells_wins_over_defaults_of_some() -> None:
    found = table(style_cell={"backgroundColor": "red", "textAlign": "center"})
    assert "backgroundColor" not in found.style_header
    assert found.style_header["fontWeight"] == LOOK["style_header"]["fontWeight"]
    assert not any("textAlign" in style for style in found.style_cell_conditional)


def test_a_border_of_the_callers_has_four_sides_and_a_font_all_that_fonts_have() -> None:
    style = table(style_cell={"border": "2px solid red", "font": "1rem serif"}).style_cell
    assert style["border"] == "2px solid red"
    assert not {"borderBottom", "fontFamily", "fontSize"} & style.keys()


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("css", {"selector": "td", "rule": "color: red"}),
        ("style_cell_conditional", {"if": {"column_id": "name"}, "width": "9rem"}),
        ("style_data_conditional", {"if": {"row_index": 1}, "color": "red"}),
        ("style_header_conditional", {"if": {"column_id": "name"}, "color": "red"}),
    ],
)
def test_lists_come_after_the_default_ones(name: str, item: dict[str, Any]) -> None:
    assert getattr(table(**{name: [item]}), name) == [*LOOK.get(name, []), item]


def test_neither_the_defaults_nor_what_was_given_is_changed() -> None:
    look, given = copy.deepcopy(LOOK), {"style_cell": {"text-align": "center"}, "css": [{"selector": "a"}]}
    before = copy.deepcopy(given)
    with_defaults(given, LOOK)["css"].append({})
    assert look == LOOK
    assert given == before


def test_every_colour_is_the_pages() -> None:
    """A colour of the table's own would be wrong in one theme."""
    said = [
        *LOOK["style_cell"].values(),
        *LOOK["style_header"].values(),
        *(rule["rule"] for rule in LOOK["css"]),
    ]
    colored = [rule for rule in said if "#" in rule or "rgb(" in rule or "white" in rule]
    assert not colored


def test_numbers_get_a_format_and_the_rest_of_the_column_is_as_it_was() -> None:
    assert column("price") == {
        "name": "price",
        "id": "price",
        "type": "numeric",
        "format": {"specifier": ",.2f"},
    }
    assert "format" not in column("name")
    assert "format" not in column("2007")


def test_single_columns_are_changed_and_the_others_and_the_rest_stay() -> None:
    props = {"price": {"name": "Price"}}
    assert column("price", column_props=props) == column("price") | {"name": "Price"}
    assert column("name", column_props=props) == column("name")
    assert props == {"price": {"name": "Price"}}


def test_column_props_are_put_over_given_columns_too() -> None:
    columns = [{"id": "price", "name": "P", "type": "numeric"}]
    found = column("price", columns=columns, column_props={"price": {"name": "Price"}})
    assert found == {"id": "price", "name": "Price", "type": "numeric"}
    assert columns == [{"id": "price", "name": "P", "type": "numeric"}]


def test_a_format_of_the_callers_takes_the_place_of_the_chosen_one() -> None:
    assert column("price", column_props={"price": {"format": {"specifier": "e"}}})["format"] == {
        "specifier": "e"
    }


def test_sort_as_null_of_a_single_column_works() -> None:
    component = DataTableAIO(FRAME, column_props={"price": {"sort_as_null": [0.25]}})
    assert component.children[0].data["sort_as_null"] == {"price": [0.25]}


def test_a_column_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(
        ValueError, match="column_props= names 'weight', and the table has only name, price, 2007"
    ):
        table(column_props={"weight": {}})
    with pytest.raises(ValueError, match="column_props= names 'name', and the table has only price"):
        table(columns=[{"id": "price", "name": "P"}], column_props={"name": {}})


def test_another_id_for_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="column_props= can't give 'price' another id"):
        table(column_props={"price": {"id": "cost"}})
