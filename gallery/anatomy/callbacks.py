"""The callbacks of a page as data: what Dash knows of them, and which lines of source declare them."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import dash

from ..loading import Page, parsed
from ..takeaway.component_files import file_name

# An id as callbacks declare it: a text, or a dictionary whose wildcards are lists of their name.
Pattern = str | dict[str, Any]

AIO_KEYS = {"component", "subcomponent", "aio_id"}


@dataclass(frozen=True)
class Dependency:
    """An input, state or output of a callback: a property of the components that an id matches."""

    id: Pattern
    property: str

    def written(self) -> Iterator[tuple[str, bool]]:
        """Give id and property in parts, as source writes them, each with whether it is a wildcard."""
        if isinstance(self.id, str):
            yield json.dumps(self.id), False
        elif self.id.keys() == AIO_KEYS:
            yield f"{self.id['component']}.ids.{self.id['subcomponent']}(", False
            yield _written(self.id["aio_id"])
            yield ")", False
        else:
            for number, (key, value) in enumerate(self.id.items()):
                yield f"{', ' if number else '{'}{json.dumps(key)}: ", False
                yield _written(value)
            yield "}", False
        yield f", {json.dumps(self.property)}", False


def _written(value: Any) -> tuple[str, bool]:
    return (value[0], True) if isinstance(value, list) else (json.dumps(value), False)


@dataclass(frozen=True)
class Place:
    """Where something is declared: a file as the page's source shows it, and its first and last line."""

    file: str
    first: int
    last: int


@dataclass(frozen=True)
class Callback:
    """A callback as it is declared.

    Attributes
    ----------
    output : str
        How Dash's renderer names the callback.
    name : str
        The function's own name.
    clientside : dict or None
        `namespace` and `function_name` of a function that runs in the browser.
    """

    output: str
    name: str
    outputs: tuple[Dependency, ...]
    inputs: tuple[Dependency, ...]
    state: tuple[Dependency, ...]
    place: Place
    clientside: dict[str, str] | None = None

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """All that the callback is bound to."""
        return (*self.inputs, *self.outputs, *self.state)

    def as_json(self) -> str:
        """What the browser needs, to know when the callback runs and the instances that it matches."""
        ids = [dependency.id for dependency in self.dependencies]
        content = {"output": self.output, "name": self.name, "ids": ids, "clientside": self.clientside}
        return json.dumps(content, separators=(",", ":"))


def page_callbacks(page: Page, files: Mapping[str, str]) -> list[Callback]:
    """Find the callbacks that are declared in an example and in the modules of its components.

    A callback is known by the place of its function. One that runs in the browser has no function here: it is
    that of the only call of `clientside_callback` in the files that declares the same properties. The app
    knows its callbacks from its first request on.
    """
    app = dash.get_app()
    specifications = app._callback_list  # noqa: SLF001 - what the browser is sent; nothing else has the functions
    clientside = {entry["output"]: entry["clientside_function"] for entry in specifications}
    calls = [call for file, source in files.items() for call in clientside_calls(file, source)]
    found = []
    for output, entry in app.callback_map.items():
        outputs = entry["output"] if isinstance(entry["output"], list | tuple) else [entry["output"]]
        parts = {
            "outputs": tuple(_dependency(one.to_dict()) for one in outputs),
            "inputs": tuple(map(_dependency, entry["inputs"])),
            "state": tuple(map(_dependency, entry["state"])),
        }
        if "callback" in entry:
            function = inspect.unwrap(entry["callback"])
            name, place = function.__name__, _place(function, page, files)
        else:
            name, place = "clientside_callback", _place_of_call(parts, calls)
        if place is not None:
            found.append(Callback(output, name, **parts, place=place, clientside=clientside.get(output)))
    order = list(files)
    return sorted(found, key=lambda one: (order.index(one.place.file), one.place.first))


def _dependency(entry: Mapping[str, str]) -> Dependency:
    declared_id = entry["id"]
    pattern = json.loads(declared_id) if declared_id.startswith("{") else declared_id
    # An output that may be another callback's too has a number after its property.
    return Dependency(pattern, entry["property"].partition("@")[0])


def _place(function: Any, page: Page, files: Mapping[str, str]) -> Place | None:
    """Where a function is declared, if it is in one of the files."""
    if function.__module__ == page.module_name:
        file = page.file_name
    elif function.__module__.startswith("components."):
        file = file_name(function)
    else:
        return None
    return Place(file, *_lines(function)) if file in files else None


@cache
def _lines(function: Any) -> tuple[int, int]:
    lines, first = inspect.getsourcelines(function)
    return first, first + len(lines) - 1


# The properties that a call declares, each with what it is: ("Input", "value").
Signature = tuple[tuple[str, str], ...]


@cache
def clientside_calls(file: str, source: str) -> list[tuple[Signature, Place]]:
    """Find the calls of `clientside_callback` in a file, each with the properties that it declares."""
    return [
        (_signature(call), Place(file, call.lineno, call.end_lineno or call.lineno))
        for call in _calls(parsed(source))
        if _called(call) == "clientside_callback"
    ]


def _calls(node: ast.AST) -> list[ast.Call]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Call)]


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _signature(clientside_call: ast.Call) -> Signature:
    declared = [
        (_called(call), str(call.args[1].value))
        for call in _calls(clientside_call)
        if _called(call) in {"Output", "Input", "State"} and isinstance(call.args[1], ast.Constant)
    ]
    return tuple(sorted(declared))


def _place_of_call(
    parts: Mapping[str, tuple[Dependency, ...]], calls: Iterable[tuple[Signature, Place]]
) -> Place | None:
    kinds = {"outputs": "Output", "inputs": "Input", "state": "State"}
    signature = tuple(sorted((kinds[name], one.property) for name, part in parts.items() for one in part))
    places = [place for declared, place in calls if declared == signature]
    return places[0] if len(places) == 1 else None
