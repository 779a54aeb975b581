"""Every component keeps the convention's seven points, and what the gallery asks beyond it."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import dash
import pandas as pd
import pytest
from dash import MATCH
from dash.development.base_component import Component

import components
from tests.server import ROOT

FRAME_ARGUMENTS = {"data": [{"a": 1, "b": "x"}]}


@components.GraphWithDataAIO.figure
def figure(frame: Any) -> dict[str, Any]:
    return {"data": [{"y": frame["a"]}]}


# How each component is made with the least, and the argument by which each subcomponent takes properties.
MINIMAL: dict[str, dict[str, Any]] = {
    "AgGridAIO": FRAME_ARGUMENTS,
    "DataTableAIO": FRAME_ARGUMENTS,
    "GraphWithDataAIO": {"df": pd.DataFrame(FRAME_ARGUMENTS["data"]), "figure": figure},
    "HouseStyleGraphAIO": {
        "df": pd.DataFrame({"year": [2001, 2002], "value": [1.0, 2.0]}),
        "x": "year",
        "y": "value",
        "title": "title",
        "credit": "credit",
    },
    "MarkdownWithColorAIO": {"text": "text"},
    "ThemeSwitchAIO": {},
}
NAMES = [name for name in components.__all__ if name.endswith("AIO")]
PROPERTIES = {
    name: {
        part: "**" if argument.kind is argument.VAR_KEYWORD else argument.name
        for argument in inspect.signature(getattr(components, name)).parameters.values()
        if hasattr(getattr(components, name).ids, part := argument.name.removesuffix("_props"))
        and argument.name.endswith("_props")
    }
    for name in NAMES
}


# With every part that it can have.
WHOLE: dict[str, dict[str, Any]] = {
    "AgGridAIO": {"export": ["csv", "xlsx"]},
    "DataTableAIO": {"export": ["csv", "xlsx"]},
    "GraphWithDataAIO": {"title": "Title", "note": "Note", "credit": "Credit", "sources_text": "Text"},
}


def make(name: str, **arguments: Any) -> Any:
    return getattr(components, name)(**MINIMAL[name], **WHOLE.get(name, {}), **arguments)


def subcomponents(component: Any) -> dict[str, Any]:
    """The parts that have an id, by subcomponent."""
    return {part.id["subcomponent"]: part for part in component._traverse() if hasattr(part, "id")}


def ids(name: str) -> dict[str, Callable[[Any], dict[str, Any]]]:
    return {key: value for key, value in inspect.getmembers(getattr(components, name).ids) if key[0] != "_"}


@cache
def declared_on_import(name: str) -> dict[str, list[Any]]:
    """What a process that imports a component alone has: its callbacks' outputs, and whether each is a tool."""
    # A clientside callback is none: the server has no function to call.
    script = (
        f"import json; from dash import _callback; from components import {name}\n"
        "outputs = [one['output'] for one in _callback.GLOBAL_CALLBACK_LIST]\n"
        "functions = [one for one in _callback.GLOBAL_CALLBACK_MAP.values() if 'callback' in one]\n"
        "print(json.dumps({'outputs': outputs, 'tools': [one['mcp_enabled'] for one in functions]}))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    declared: dict[str, list[Any]] = json.loads(printed.stdout)
    return declared


def test_the_tests_know_every_component() -> None:
    assert sorted(MINIMAL) == NAMES
    assert all(PROPERTIES.values())


@pytest.mark.parametrize("name", NAMES)
def test_1_the_name_ends_in_aio(name: str) -> None:
    module = getattr(components, name).__module__
    named = {found for found in vars(sys.modules[module]) if found.endswith("AIO")}
    assert [found for found in named if getattr(components, found).__module__ == module] == [name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("aio_id", ["mine", 7, MATCH])
def test_2_ids_give_each_subcomponents_dictionary_id(name: str, aio_id: Any) -> None:
    parts = subcomponents(make(name, aio_id="mine"))
    assert sorted(ids(name)) == sorted(parts)
    for subcomponent, make_id in ids(name).items():
        assert make_id(aio_id) == {"component": name, "subcomponent": subcomponent, "aio_id": aio_id}
        assert make_id("mine") == parts[subcomponent].id


@pytest.mark.parametrize("name", NAMES)
def test_3_properties_are_passed_down_and_the_callers_dictionaries_stay_as_they_are(name: str) -> None:
    for subcomponent, argument in PROPERTIES[name].items():
        persists = subcomponent in ("datatable", "dropdown")
        given = {"persistence_type": "session"} if persists else {"className": "mine"}
        before = json.dumps(given)
        component = make(name, **(given if argument == "**" else {argument: given}))
        part = subcomponents(component)[subcomponent].to_plotly_json()["props"]
        assert given.items() <= part.items()
        assert json.dumps(given) == before


@pytest.mark.parametrize("name", NAMES)
def test_4_callbacks_are_dashs_and_not_an_apps(name: str) -> None:
    source = inspect.getsource(sys.modules[getattr(components, name).__module__])
    assert re.search(r"^    (@|clientside_)callback\(", source, re.MULTILINE)
    assert "app.callback" not in source
    assert not re.search(r"\bDash\(", source)


@pytest.mark.parametrize("name", NAMES)
def test_5_aio_id_takes_the_place_of_id(name: str) -> None:
    assert "id" not in inspect.signature(getattr(components, name)).parameters
    with pytest.raises((TypeError, ValueError), match=r"\bid\b"):
        make(name, id="mine")
    made_up = {part.id["aio_id"] for _ in range(2) for part in subcomponents(make(name)).values()}
    assert len(made_up) == 2  # one for each instance, the same for all of its parts


@pytest.mark.parametrize("name", NAMES)
def test_6_importing_the_component_declares_its_callbacks(name: str) -> None:
    outputs = [output for output in declared_on_import(name)["outputs"] if f'"component":"{name}"' in output]
    assert outputs
    assert all('["MATCH"]' in output for output in outputs)


@pytest.mark.parametrize("name", NAMES)
def test_7_the_source_is_documented_and_made_of_standard_components(name: str) -> None:
    component = getattr(components, name)
    assert inspect.getdoc(component)
    assert issubclass(component, dash.html.Div)
    for part in make(name)._traverse():
        if isinstance(part, Component):
            assert type(part).__module__.startswith(
                ("dash.dcc", "dash.html", "dash.dash_table", "dash_ag_grid", "dash_bootstrap_components")
            )


@pytest.mark.parametrize("name", NAMES)
def test_no_default_is_mutable(name: str) -> None:
    for parameter in inspect.signature(getattr(components, name)).parameters.values():
        assert parameter.default is parameter.empty or parameter.default.__hash__ is not None


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_instance_leaks_into_the_layout(name: str) -> None:
    assert set(make(name).to_plotly_json()["props"]) == {"children"}


@pytest.mark.parametrize("name", NAMES)
def test_callbacks_stay_out_of_the_mcp_tools(name: str) -> None:
    assert not any(declared_on_import(name)["tools"])
