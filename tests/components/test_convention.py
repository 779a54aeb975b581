"""Every component keeps the convention's seven points, and what the gallery asks beyond it."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import dash
import pandas as pd
import pytest
from dash import MATCH, _callback
from dash.development.base_component import Component, ComponentRegistry

import components
from tests.server import ROOT

FRAME_ARGUMENTS = {"data": [{"a": 1, "b": "x"}]}


@components.GraphWithDataAIO.figure
def figure(frame: Any) -> dict[str, Any]:
    return {"data": [{"y": frame["a"]}]}


# How each component is made with the least.
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

# With every part that it can have.
WHOLE: dict[str, dict[str, Any]] = {
    "AgGridAIO": {"export": ["csv", "xlsx"]},
    "DataTableAIO": {"export": ["csv", "xlsx"]},
    "GraphWithDataAIO": {"title": "Title", "note": "Note", "credit": "Credit", "sources_text": "Text"},
}
NAMES = [name for name in components.__all__ if name.endswith("AIO")]


@dataclass(frozen=True)
class Subject:
    """A component that is checked: its class, the module of it, and what another process imports from where."""

    component: Any
    module: ModuleType
    package: str = "components"
    folder: Path = ROOT

    @property
    def name(self) -> str:
        return self.component.__name__

    @property
    def parameters(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.component).parameters.values())

    @property
    def properties(self) -> dict[str, str]:
        """The argument by which each subcomponent takes properties."""
        return {
            part: "**" if argument.kind is argument.VAR_KEYWORD else argument.name
            for argument in self.parameters
            if hasattr(self.component.ids, part := argument.name.removesuffix("_props"))
            and argument.name.endswith("_props")
        }

    def make(self, **arguments: Any) -> Any:
        return self.component(**MINIMAL.get(self.name, {}), **WHOLE.get(self.name, {}), **arguments)


def template_in(folder: Path) -> Subject:
    """The template of *Write your own*, of which no app of this process has the callback."""
    spec = importlib.util.spec_from_file_location("text_with_count", folder / "text_with_count.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with (
        patch.object(_callback, "GLOBAL_CALLBACK_LIST", []),
        patch.object(_callback, "GLOBAL_CALLBACK_MAP", {}),
    ):
        spec.loader.exec_module(module)
    # No app of this process brings its files either.
    ComponentRegistry.registry.discard(module.__name__)
    return Subject(module.TextWithCountAIO, module, module.__name__, folder)


def subject(name: str) -> Subject:
    component = getattr(components, name)
    return Subject(component, sys.modules[component.__module__])


SUBJECTS = [*map(subject, NAMES), template_in(ROOT / "template")]
every_component = pytest.mark.parametrize("subject", SUBJECTS, ids=[one.name for one in SUBJECTS])


def subcomponents(component: Any) -> dict[str, Any]:
    """The parts that have an id, by subcomponent."""
    return {part.id["subcomponent"]: part for part in component._traverse() if hasattr(part, "id")}


def ids(subject: Subject) -> dict[str, Callable[[Any], dict[str, Any]]]:
    return {key: value for key, value in inspect.getmembers(subject.component.ids) if key[0] != "_"}


@cache
def declared_on_import(subject: Subject) -> dict[str, list[Any]]:
    """What a process that imports a component alone has: its callbacks' outputs, and whether each is a tool."""
    # A clientside callback is none: the server has no function to call.
    script = (
        f"import json; from dash import _callback; from {subject.package} import {subject.name}\n"
        "outputs = [one['output'] for one in _callback.GLOBAL_CALLBACK_LIST]\n"
        "functions = [one for one in _callback.GLOBAL_CALLBACK_MAP.values() if 'callback' in one]\n"
        "print(json.dumps({'outputs': outputs, 'tools': [one['mcp_enabled'] for one in functions]}))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=subject.folder, check=True, capture_output=True, text=True
    )
    declared: dict[str, list[Any]] = json.loads(printed.stdout)
    return declared


def test_the_tests_know_every_component() -> None:
    assert sorted(MINIMAL) == NAMES
    assert all(subject.properties for subject in SUBJECTS)


@every_component
def test_1_the_name_ends_in_aio(subject: Subject) -> None:
    named = {found: item for found, item in vars(subject.module).items() if found.endswith("AIO")}
    own = [found for found, item in named.items() if item.__module__ == subject.module.__name__]
    assert own == [subject.name]


@every_component
def test_2_ids_give_each_subcomponents_dictionary_id(subject: Subject) -> None:
    parts = subcomponents(subject.make(aio_id="mine"))
    assert sorted(ids(subject)) == sorted(parts)
    for subcomponent, make_id in ids(subject).items():
        for aio_id in ("mine", 7, MATCH):
            expected = {"component": subject.name, "subcomponent": subcomponent, "aio_id": aio_id}
            assert make_id(aio_id) == expected
        assert make_id("mine") == parts[subcomponent].id


@every_component
def test_3_properties_are_passed_down_and_the_callers_dictionaries_stay_as_they_are(subject: Subject) -> None:
    for subcomponent, argument in subject.properties.items():
        persists = subcomponent in ("datatable", "dropdown")
        given = {"persistence_type": "session"} if persists else {"className": "mine"}
        before = json.dumps(given)
        component = subject.make(**(given if argument == "**" else {argument: given}))
        part = subcomponents(component)[subcomponent].to_plotly_json()["props"]
        assert given.items() <= part.items()
        assert json.dumps(given) == before


@every_component
def test_4_callbacks_are_dashs_and_not_an_apps(subject: Subject) -> None:
    source = inspect.getsource(subject.module)
    assert re.search(r"^    (@|clientside_)callback\(", source, re.MULTILINE)
    assert "app.callback" not in source
    assert not re.search(r"\bDash\(", source)


@every_component
def test_5_aio_id_takes_the_place_of_id(subject: Subject) -> None:
    assert "id" not in {parameter.name for parameter in subject.parameters}
    with pytest.raises((TypeError, ValueError), match=r"\bid\b"):
        subject.make(id="mine")
    made_up = {part.id["aio_id"] for _ in range(2) for part in subcomponents(subject.make()).values()}
    assert len(made_up) == 2  # one for each instance, the same for all of its parts


@every_component
def test_6_importing_the_component_declares_its_callbacks(subject: Subject) -> None:
    outputs = [
        output
        for output in declared_on_import(subject)["outputs"]
        if f'"component":"{subject.name}"' in output
    ]
    assert outputs
    assert all('["MATCH"]' in output for output in outputs)


@every_component
def test_7_the_source_is_documented_and_made_of_standard_components(subject: Subject) -> None:
    component = subject.component
    assert inspect.getdoc(component)
    assert issubclass(component, dash.html.Div)
    for part in subject.make()._traverse():
        if isinstance(part, Component):
            assert type(part).__module__.startswith(
                ("dash.dcc", "dash.html", "dash.dash_table", "dash_ag_grid", "dash_bootstrap_components")
            )


@every_component
def test_no_default_is_mutable(subject: Subject) -> None:
    for parameter in subject.parameters:
        assert parameter.default is parameter.empty or parameter.default.__hash__ is not None


@every_component
def test_nothing_of_the_instance_leaks_into_the_layout(subject: Subject) -> None:
    assert set(subject.make().to_plotly_json()["props"]) == {"children"}


@every_component
def test_callbacks_stay_out_of_the_mcp_tools(subject: Subject) -> None:
    assert not any(declared_on_import(subject)["tools"])


def check(subject: Subject) -> None:
    """Hold all of the above for a component that is none of the gallery's."""
    for name, test in list(globals().items()):
        if name.startswith("test_") and "subject" in inspect.signature(test).parameters:
            test(subject)
