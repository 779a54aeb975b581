"""Every public docstring tells what the code does: its arguments, ids, properties and exceptions, to the letter."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import inspect
import logging
import re
import sys
import textwrap
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from griffe import Docstring, Parser

import components
from gallery.reference import Reference, functions_of, ids_of, reference, referenced
from tests.components.test_convention import NAMES, subcomponents, subject

# The words of a docstring's types, by the names in the signature's annotations.
WORDS = {
    "Any": "Any",
    "Corner": "str",
    "Gridlines": "str",
    "IntoDataFrame": "dataframe",
    "IntoDataFrameT": "dataframe",
    "Kind": "str",
    "Literal": "str",
    "Logo": "Logo",
    "Mapping": "dict",
    "Palette": "Palette",
    "PathLike": "path",
    "RegisteredSource": "DuckDBSource, PostgresSource or SparkSource",
    "Callable": "callable",
    "Sequence": "list|sequence",
    "SortAsNull": "dict",
    "Style": "Style",
    "Theme": "str",
    "bool": "bool",
    "KeptDiv": "type",
    "float": "float",
    "int": "int",
    "str": "str",
    "type": "type",
    "tuple": "tuple",
}


def public() -> Iterator[tuple[str, Any, Reference]]:
    """What `components` offers, its functions and exceptions included: name, the thing itself, its reference."""
    for name in components.__all__:
        item, told = getattr(components, name), reference(name)
        yield name, item, told
        for part in (*told.functions, *told.exceptions):
            yield part.name, getattr(item, part.name.rpartition(".")[2]), part


PUBLIC = {name: (item, told) for name, item, told in public()}


def documented(item: Any) -> Any:
    """What has the arguments: the thing itself, or None where it takes those of any exception, or none at all."""
    return item if inspect.isfunction(item) or "__init__" in vars(item) else None


CALLABLE = [name for name, (item, _) in PUBLIC.items() if documented(item)]


def docstring(name: str) -> str:
    return inspect.cleandoc(PUBLIC[name][0].__doc__ or "")


def arguments(name: str) -> dict[str, inspect.Parameter]:
    return {
        str(argument.replace(annotation=argument.empty, default=argument.empty)): argument
        for argument in inspect.signature(PUBLIC[name][0]).parameters.values()
        if argument.name != "self"
    }


def test_the_functions_of_components_sources_styles_and_modules_are_public() -> None:
    # Those of a component are held to be whole below; the others name theirs.
    for name in ("DuckDBSource", "PostgresSource", "SparkSource", "Style"):
        assert {f"{name}.{key}" for key in getattr(components, name).FOR_APPS} <= PUBLIC.keys()
    assert {"AgGridAIO.new_data", "DataTableAIO.page_df", "redis_store.save"} <= PUBLIC.keys()


def test_every_exception_is_told_by_the_name_that_callers_have_for_it() -> None:
    told = {name for name in PUBLIC if name.endswith("Error")}
    of_the_store = {
        f"redis_store.{name}" for name in components.redis_store.__all__ if name.endswith("Error")
    }
    assert told == of_the_store | {name for name in components.__all__ if name.endswith("Error")}


@pytest.mark.parametrize("name", NAMES)
def test_a_components_static_functions_are_public_or_callbacks(name: str) -> None:
    component = getattr(components, name)
    static = {key for key, member in vars(component).items() if isinstance(member, staticmethod)}
    callbacks = {key for key in static if key[0] != "_"} - functions_of(component).keys()
    source = inspect.getsource(component)
    assert len(callbacks) == len(re.findall(r"^    @callback\(", source, re.MULTILINE))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_docstring_is_there_and_can_be_read(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "griffe"):
        Docstring(docstring(name)).parse(Parser.numpy)
    assert not caplog.messages
    assert PUBLIC[name][1].summary.endswith(".")


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "redis_store"])
def test_no_section_of_a_docstring_is_left_out_of_the_reference(name: str) -> None:
    # Of a module only the first text is told: what follows is for who runs it.
    told = PUBLIC[name][1]
    shown = {
        "text": told.summary,
        "parameters": told.parameters,
        "attributes": told.attributes,
        "returns": told.returns,
        "raises": told.raises,
        "admonition": told.notes,
    }
    kinds_found = [section.kind.value for section in Docstring(docstring(name)).parse(Parser.numpy)]
    assert kinds_found == [kind for kind, fields in shown.items() if fields]


def test_no_file_is_cited_that_a_copied_component_lacks() -> None:
    folder = Path(components.__file__).parent
    cited = {
        (path.name, name)
        for path in folder.rglob("*.py")
        for name in re.findall(r"\b\w+\.md\b", path.read_text())
    }
    assert not cited


def test_a_docstring_that_cannot_be_read_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "griffe"):
        Docstring("It is.\n\nParameters\n----------\nargument\n    Of no type.").parse(Parser.numpy)
    assert caplog.messages == ["<module>:5: No types or annotations for parameters ['argument']"]


@pytest.mark.parametrize("name", CALLABLE)
def test_each_argument_is_documented_and_no_other_in_the_signatures_order(name: str) -> None:
    assert [one.name for one in PUBLIC[name][1].parameters] == list(arguments(name))
    for one in PUBLIC[name][1].parameters:
        assert one.description, one.name


def kinds(annotation: Any) -> list[str]:
    """The names of the types that an annotation joins by `|`, without None and what stands in brackets."""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation).lstrip("~")
    names = [ast.unparse(node) for node in alternatives(ast.parse(text, mode="eval").body)]
    return [name.rpartition(".")[2] for name in names if name != "None"]


def alternatives(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from (*alternatives(node.left), *alternatives(node.right))
    else:
        yield node.value if isinstance(node, ast.Subscript) else node


@pytest.mark.parametrize("name", CALLABLE)
def test_each_argument_has_the_type_of_the_signature(name: str) -> None:
    for one in PUBLIC[name][1].parameters:
        for kind in kinds(arguments(name)[one.name].annotation):
            assert re.search(rf"\b({WORDS[kind]})\b", one.type_name), f"{one.name} is {kind}"


def stated(name: str) -> dict[str, str]:
    """The types of the arguments as the docstring's lines have them, with what follows about the default."""
    lines = re.findall(r"^([\w*]+(?:, [\w*]+)*) : (.+)$", docstring(name), re.MULTILINE)
    return {argument: kind for arguments, kind in lines for argument in arguments.split(", ")}


@pytest.mark.parametrize("name", CALLABLE)
def test_the_default_is_that_of_the_signature(name: str) -> None:
    for one in PUBLIC[name][1].parameters:
        kind, argument = stated(name)[one.name], arguments(name)[one.name]
        optional, default = kind.endswith(", optional"), re.search(", default (.+)$", kind)
        assert one.optional == (argument.default is not argument.empty)
        assert optional == (argument.default is None), one.name
        if default:
            assert ast.literal_eval(default[1]) == argument.default, one.name
            assert one.default == f"`{default[1]}`"
        else:
            assert argument.default in (None, argument.empty), one.name
        assert not one.default or optional or default, one.name
        for constant in re.findall("`([A-Z_]+)`", one.default + one.description):
            assert hasattr(sys.modules[PUBLIC[name][0].__module__], constant), constant


@pytest.mark.parametrize("name", NAMES)
def test_the_default_that_a_subcomponents_property_is_said_to_have_is_what_it_has(name: str) -> None:
    parts = subcomponents(subject(name).make())
    told = [
        (one.name, *found.groups())
        for one in reference(name).parameters
        if (found := re.search(r"Default of `([\w-]+)`:\s(.+)\.", one.description))
    ]
    assert len({stated[1:] for stated in told}) == docstring(name).count("Default of")
    for argument, prop, value in told:
        # One for each of the arguments that share a description.
        group = [other for other, *rest in told if rest == [prop, value]]
        expected = dict(zip(group, value.split(", "), strict=True))[argument]
        assert parts[argument.removesuffix("_props")].to_plotly_json()["props"][prop] == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_id_is_documented_and_names_the_part_that_an_instance_has(name: str) -> None:
    told = {part.name: part for part in reference(name).subcomponents}
    parts = subcomponents(subject(name).make(aio_id="mine"))
    assert told.keys() == parts.keys() == ids_of(getattr(components, name)).keys()
    namespaces = {
        "dash_core_components": "dcc.",
        "dash_html_components": "html.",
        "dash_table": "",
        "dash_ag_grid": "",
        "dash_bootstrap_components": "dbc.",
    }
    for key, part in parts.items():
        assert told[key].kind == namespaces[part._namespace] + part._type
        assert told[key].description.endswith(".")
        assert ids_of(getattr(components, name))[key]("mine") == part.id


@pytest.mark.parametrize("name", NAMES)
def test_each_id_names_the_argument_that_takes_its_properties(name: str) -> None:
    told = {part.name: part.properties for part in reference(name).subcomponents if part.properties}
    assert told == {
        key: "**" + f"{key}_props" if argument == "**" else argument
        for key, argument in subject(name).properties.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_properties_that_a_component_sets_itself_raise_with_the_reason(name: str) -> None:
    owned = reference(name).owned
    assert "id" in owned
    for prop, reason in owned.items():
        for argument in subject(name).properties.values():
            given = {prop: "mine"} if argument == "**" else {argument: {prop: "mine"}}
            with pytest.raises(ValueError, match=re.escape(f"can't be given: {name} {reason}.")) as error:
                subject(name).make(**given)
            assert prop in str(error.value).partition("can't")[0]


@pytest.mark.parametrize("name", NAMES)
def test_each_public_attribute_of_a_component_is_documented(name: str) -> None:
    public_values = {
        key: type(value).__name__
        for key, value in vars(getattr(components, name)).items()
        if key[0] != "_" and not callable(value) and not isinstance(value, staticmethod)
    }
    assert {one.name: one.type_name for one in reference(name).attributes} == public_values


def exception(name: str, item: Any) -> type[BaseException]:
    """The exception that a docstring or a source means: a public one, one of the same module, or Python's own."""
    places = (components, sys.modules[item.__module__], builtins)
    found = next(attrgetter(name)(place) for place in places if hasattr(place, name.partition(".")[0]))
    assert issubclass(found, BaseException)
    return found


@pytest.mark.parametrize("name", CALLABLE)
def test_each_exception_that_is_documented_exists(name: str) -> None:
    for one in PUBLIC[name][1].raises:
        exception(one.name, PUBLIC[name][0])
        assert one.description, one.name


@pytest.mark.parametrize("name", CALLABLE)
def test_each_exception_that_is_raised_is_documented(name: str) -> None:
    item, told = PUBLIC[name]
    # What a dataclass refuses, it refuses when its fields are set.
    made = "__post_init__" if dataclasses.is_dataclass(item) else "__init__"
    source = inspect.getsource(getattr(item, made) if inspect.isclass(item) else item)
    raised = {
        ast.unparse(node.exc.func)
        for node in ast.walk(ast.parse(textwrap.dedent(source)))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    }
    documented_ones = tuple(exception(one.name, item) for one in told.raises)
    for one in raised:
        assert issubclass(exception(one, item), documented_ones), one


@pytest.mark.parametrize("name", [name for name in CALLABLE if "." in name])
def test_what_a_function_returns_is_documented(name: str) -> None:
    item, told = PUBLIC[name]
    gives = inspect.signature(item).return_annotation != "None"
    assert (told.returns is not None) == gives
    if told.returns:
        assert told.returns.type_name
        assert told.returns.description


def test_what_a_page_uses_follows_its_component_and_an_exception_is_told_with_its_module() -> None:
    names = ["redis_store", "StoreError", "FilterQueryError", "DataTableAIO", "NoSuchAIO"]
    found = [one.name for one in referenced("DataTableAIO", names)]
    assert found == ["DataTableAIO", "redis_store", "FilterQueryError"]
    assert [one.name for one in referenced("DataTableAIO", ["StoreError"])] == ["DataTableAIO", "StoreError"]
    assert referenced("", []) == []
