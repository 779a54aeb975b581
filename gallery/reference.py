"""The reference of what `components` exports, as plain data read from signatures and docstrings.

griffe reads the docstrings, which are numpydoc's in form and Markdown in text;
`tests/components/test_docstrings.py` holds them to the code.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from griffe import Docstring, DocstringSectionKind, Parser

import components

# A description's last sentence, where it tells the default.
_DEFAULT = re.compile(r"\s*\bDefault: (?P<default>.+)\.\Z", re.DOTALL)

# What the docstring of an ids function names first: the subcomponent's kind.
_KIND = re.compile(r"`(?P<kind>[\w.]+)`")


@dataclass(frozen=True)
class Parameter:
    """An argument, or a public attribute of a class.

    Attributes
    ----------
    name : str
        With its stars, as the signature has it.
    type_name : str
        In the docstring's words.
    optional : bool
        Whether it has a default; False for `*arguments` and attributes.
    default : str
        What it is when it isn't given, as Markdown; empty where the docstring doesn't tell.
    description : str
        Markdown.
    """

    name: str
    type_name: str
    optional: bool
    default: str
    description: str


@dataclass(frozen=True)
class Subcomponent:
    """A part of a component that has an id.

    Attributes
    ----------
    name : str
        The function of `ids` that gives its id.
    kind : str
        Which of Dash's components it is, e.g. `dcc.Dropdown`.
    properties : str
        The argument that takes its properties, with its stars; empty where none does.
    description : str
        Markdown.
    """

    name: str
    kind: str
    properties: str
    description: str


@dataclass(frozen=True)
class Returned:
    """What a function gives: its type in the docstring's words, and what it is, as Markdown."""

    type_name: str
    description: str


@dataclass(frozen=True)
class Raised:
    """An exception and when it is raised, as Markdown."""

    name: str
    description: str


@dataclass(frozen=True)
class Reference:
    """What there is to know of a component, a function, an exception or a module.

    Attributes
    ----------
    name : str
        As it is written where it is used: `DataTableAIO.filter_df`, `redis_store.load`.
    signature : str
        The name and its arguments with their defaults; empty for a module, and an exception without its own.
    summary, description : str
        The docstring's first paragraph, and the rest up to its first section (Markdown).
    parameters, attributes : tuple of Parameter
    returns : Returned or None
    raises : tuple of Raised
    notes : str
        Markdown.
    subcomponents : tuple of Subcomponent
        Of a component: what its `ids` give the ids of.
    owned : dict
        Of a component: the properties that it sets itself, with the reason.
    functions : tuple of Reference
        The public functions of a component or a module.
    exceptions : tuple of Reference
        The exceptions of a module.
    """

    name: str
    signature: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    attributes: tuple[Parameter, ...] = ()
    returns: Returned | None = None
    raises: tuple[Raised, ...] = ()
    notes: str = ""
    subcomponents: tuple[Subcomponent, ...] = ()
    owned: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[Reference, ...] = ()
    exceptions: tuple[Reference, ...] = ()

    @property
    def is_component(self) -> bool:
        """Whether it is told whole."""
        return bool(self.subcomponents or (self.functions and self.signature))

    @property
    def is_module(self) -> bool:
        """Whether it is told by its functions."""
        return bool(self.functions and not self.signature)


@cache
def reference(name: str) -> Reference:
    """Read the reference of a public name of `components`.

    Raises
    ------
    AttributeError
        If `components` has no such name.
    """
    item = getattr(components, name)
    if inspect.ismodule(item):
        return _of_module(item, name)
    is_whole = hasattr(item, "ids") or hasattr(item, "FOR_APPS")
    return _of_component(item, name) if is_whole else _of_callable(item, name)


def referenced(component: str, names: Iterable[str]) -> list[Reference]:
    """Give the references for a page: of its component, then of the other names that it uses.

    What belongs to a module that is among the names is told with the module.
    """
    public = [name for name in dict.fromkeys([component, *names]) if name in components.__all__]
    found = [reference(name) for name in public]
    told = {part.name.rpartition(".")[2] for one in found for part in one.exceptions}
    return [one for one in found if one.name not in told]


def _of_module(module: ModuleType, name: str) -> Reference:
    members = [(key, getattr(module, key)) for key in module.__all__]
    return Reference(
        name=name,
        signature="",
        **_documented(module, None),
        functions=tuple(
            _of_callable(item, f"{name}.{key}") for key, item in members if inspect.isfunction(item)
        ),
        exceptions=tuple(
            _of_callable(item, f"{name}.{key}") for key, item in members if inspect.isclass(item)
        ),
    )


def _of_component(component: type, name: str) -> Reference:
    signature = inspect.signature(component)
    return Reference(
        name=name,
        signature=name + _plain(signature),
        **_documented(component, signature),
        subcomponents=tuple(
            _subcomponent(key, function, signature) for key, function in ids_of(component).items()
        ),
        owned=getattr(sys.modules[component.__module__], "OWNED", {}),
        functions=tuple(
            _of_callable(function, f"{name}.{key}") for key, function in functions_of(component).items()
        ),
    )


def _of_callable(item: Any, name: str) -> Reference:
    # A class without a constructor of its own takes what all exceptions take.
    signature = inspect.signature(item) if inspect.isfunction(item) or "__init__" in vars(item) else None
    return Reference(
        name=name,
        signature=name + _plain(signature) if signature else "",
        **_documented(item, signature),
    )


def ids_of(component: Any) -> dict[str, Callable[[Any], dict[str, Any]]]:
    """The functions of a component's `ids`, by the subcomponent's name, in the order of the source."""
    ids = getattr(component, "ids", None)
    return {key: getattr(ids, key) for key in vars(ids) if not key.startswith("_")} if ids else {}


def functions_of(component: type) -> dict[str, Callable[..., Any]]:
    """The functions of a component that are there to be called: the static ones, without its callbacks.

    A class that isn't one names them itself.
    """
    if hasattr(component, "FOR_APPS"):
        return {key: getattr(component, key) for key in component.FOR_APPS}
    if not hasattr(component, "ids"):
        return {}
    callbacks = _callback_names(component)
    return {
        key: getattr(component, key)
        for key, member in vars(component).items()
        if isinstance(member, staticmethod) and not key.startswith("_") and key not in callbacks
    }


def _callback_names(component: type) -> set[str]:
    """The functions below `@callback(…)`, by the source: Dash gives a function back as it was."""
    body = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(component))))
    return {
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "callback"
    }


def _plain(signature: inspect.Signature) -> str:
    """The arguments with their defaults, without the types: those are told in words."""
    arguments = [
        argument.replace(annotation=argument.empty)
        for argument in signature.parameters.values()
        if argument.name != "self"
    ]
    return str(signature.replace(parameters=arguments, return_annotation=signature.empty))


def _documented(item: Any, signature: inspect.Signature | None) -> dict[str, Any]:
    """What the docstring says of something, as fields of its `Reference`."""
    fields: dict[str, Any] = {"summary": "", "description": ""}
    for section in Docstring(inspect.cleandoc(item.__doc__ or "")).parse(Parser.numpy):
        match section.kind:
            case DocstringSectionKind.text:
                summary, _, fields["description"] = section.value.partition("\n\n")
                fields["summary"] = " ".join(summary.split())
            case DocstringSectionKind.parameters:
                fields["parameters"] = tuple(_parameter(entry, signature) for entry in section.value)
            case DocstringSectionKind.attributes:
                fields["attributes"] = tuple(_parameter(entry, None) for entry in section.value)
            case DocstringSectionKind.returns:
                # One value is returned, or a tuple told as one.
                fields["returns"] = Returned(
                    str(section.value[0].annotation), section.value[0].description.strip()
                )
            case DocstringSectionKind.raises:
                fields["raises"] = tuple(
                    Raised(name, entry.description.strip())
                    for entry in section.value
                    for name in str(entry.annotation).split(", ")
                )
            case DocstringSectionKind.admonition if section.title == "Notes":
                fields["notes"] = section.value.description
    return fields


def _parameter(entry: Any, signature: inspect.Signature | None) -> Parameter:
    argument = signature.parameters.get(entry.name.lstrip("*")) if signature else None
    described = entry.description.strip()
    told = _DEFAULT.search(described)
    return Parameter(
        name=entry.name,
        type_name=str(entry.annotation or ""),
        optional=argument is not None and argument.default is not argument.empty,
        default=told["default"] if told else f"`{entry.value}`" if entry.value else "",
        description=described[: told.start()] if told else described,
    )


def _subcomponent(name: str, function: Any, signature: inspect.Signature) -> Subcomponent:
    description = inspect.cleandoc(function.__doc__ or "")
    kind = _KIND.search(description)
    properties = signature.parameters.get(f"{name}_props")
    return Subcomponent(
        name=name,
        kind=kind["kind"] if kind else "",
        properties=str(properties.replace(annotation=properties.empty, default=properties.empty))
        if properties
        else "",
        description=description,
    )
