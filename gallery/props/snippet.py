"""An example's source with other arguments in the call of its component, and the layout of this source."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import components

LINE_LENGTH = 72
"""The longest line of a call that isn't split: about what is seen without scrolling beside the demo.

A split call, list or dictionary ends in a comma, so that formatters with longer lines leave it as it is.
"""

Keys = tuple[str, ...]
"""Where a value stands: an argument, and the keys that lead to it in the dictionary that the argument is."""


ABSENT: Any = ...
"""What stands where the call says nothing."""


class Snippet:
    """An example's source, in which the arguments of one call can be replaced.

    Parameters
    ----------
    source : str
        The example's. It assigns `layout` once, to an expression with the call in it.
    module : module
        The example, imported.
    component : str
        The name of the class that is called.
    number : int
        Which call in the layout, where there are several; they are counted from 0.

    Raises
    ------
    ValueError
        If there is no such call, or it unpacks arguments.
    """

    def __init__(self, source: str, module: ModuleType, component: str, number: int = 0) -> None:
        self._source, self._module, self._name = source, module, component
        layout = _layout(source, module.__name__)
        calls = [
            node
            for node in ast.walk(layout)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == component
        ]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        if number >= len(calls):
            raise ValueError(f"The layout of {module.__name__} has no call {number} of {component}.")
        call = calls[number]
        self._before, self._after = _around(call, source)
        nodes = dict(_arguments(call, list(inspect.signature(getattr(components, component)).parameters)))
        self._positional = list(nodes)[: len(call.args)]
        # What is written as a literal can be replaced; the rest stays the expression that it is.
        self._texts = {name: ast.get_source_segment(source, node) for name, node in nodes.items()}
        self._arguments = {
            name: value for name, node in nodes.items() if (value := _literal(node)) is not ABSENT
        }
        # Compiled, the call takes its literals from a dictionary.
        kept = [ast.keyword(name, node) for name, node in nodes.items() if name not in self._arguments]
        call.args, call.keywords = [], [*kept, ast.keyword(None, ast.Name(_ARGUMENTS, ast.Load()))]
        expression = ast.fix_missing_locations(ast.Expression(layout))
        self._expression = compile(expression, "<the layout of an example>", "eval")

    def value(self, path: Keys) -> Any:
        """What the example says at a place; `ABSENT` where it says nothing."""
        value: Any = self._arguments
        for key in path:
            if not isinstance(value, dict) or key not in value:
                return ABSENT
            value = value[key]
        return value

    def source(self, changes: Mapping[Keys, Any]) -> str:
        """The example's source with some values replaced; what becomes `ABSENT` is left out.

        Without changes it is the example's to the letter. With some, the call is laid out anew, and all
        around it stays as it is. Only literals are written: what Python's `repr` makes of the values.
        """
        if not changes:
            return self._source
        line, after = self._before.rpartition("\n")[2], self._after.partition("\n")[0].rstrip()
        call = (f"{self._name}(", list(self._written(changes)), ")")
        text = _lines(line, call, after, line[: len(line) - len(line.lstrip())])
        return self._before.removesuffix(line) + text + self._after.removeprefix(after)

    def layout(self, changes: Mapping[Keys, Any]) -> Any:
        """The layout that the example has with some values replaced: made anew, by the same call.

        The expression is the example's own, compiled once. Values are passed to it, and never become code.
        """
        namespace = {**vars(self._module), _ARGUMENTS: self._changed(changes)}
        return eval(self._expression, namespace)  # noqa: S307 - see above

    def _changed(self, changes: Mapping[Keys, Any]) -> dict[str, Any]:
        """The literal arguments after some changes."""
        arguments = copy.deepcopy(self._arguments)
        for (name, *keys), value in changes.items():
            _replace(arguments, [name, *keys], copy.deepcopy(value))
        return arguments

    def _written(self, changes: Mapping[Keys, Any]) -> Iterator[tuple[str, Any]]:
        """Each argument of the call: what stands before its value, and the value."""
        arguments = self._changed(changes)
        for name in dict.fromkeys([*self._texts, *arguments]):
            prefix = "" if name in self._positional else f"{name}="
            if name in arguments:
                yield prefix, arguments[name]
            elif name not in self._arguments:
                yield f"{prefix}{self._texts[name]}", ABSENT


_ARGUMENTS = "__arguments__"


def _layout(source: str, name: str) -> ast.expr:
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="layout")], value=value):
                return value
    raise ValueError(f"{name} doesn't assign a layout.")


def _around(node: ast.expr, source: str) -> tuple[str, str]:
    """What stands before a node, and after it. Its positions are those of bytes in its lines."""
    lines = source.encode().splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: (node.end_lineno or 0) - 1])) + (node.end_col_offset or 0)
    return source.encode()[:start].decode(), source.encode()[end:].decode()


def _arguments(call: ast.Call, parameters: list[str]) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call by the names of their parameters."""
    if any(isinstance(node, ast.Starred) for node in call.args) or None in (k.arg for k in call.keywords):
        raise ValueError(f"The call in line {call.lineno} unpacks its arguments.")
    yield from zip(parameters, call.args, strict=False)
    for keyword in call.keywords:
        yield str(keyword.arg), keyword.value


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:  # of an expression that is none
        return ABSENT


def _replace(arguments: dict[str, Any], keys: list[str], value: Any) -> None:
    """Set the value at a place, or take away what is there, with the dictionaries that are empty then."""
    key, *inner = keys
    if inner:
        part = arguments.setdefault(key, {})
        _replace(part, inner, value)
        value = part or ABSENT
    if value is not ABSENT:
        arguments[key] = value
    else:
        arguments.pop(key, None)


def _bracketed(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    """What opens a value as it is written, its parts with what each has before it, and what closes it."""
    match value:
        case tuple():  # a call
            return value
        case list():
            return "[", [("", item) for item in value], "]"
        case dict():
            return "{", [(f"{_line(key)}: ", item) for key, item in value.items()], "}"
        case str():
            return _quoted(value), [], ""
        case _:
            return "" if value is ABSENT else repr(value), [], ""


def _line(value: Any) -> str:
    """Write a value in one line, as `ruff format` does."""
    opening, parts, closing = _bracketed(value)
    return opening + ", ".join(before + _line(item) for before, item in parts) + closing


def _lines(before: str, value: Any, after: str, indent: str) -> str:
    """Write a value between what stands around it, in one line, or in one a part where it is too long."""
    opening, parts, closing = _bracketed(value)
    line = before + _line(value) + after
    if len(line) <= LINE_LENGTH or not parts:
        return line
    inner = f"{indent}    "
    lines = [_lines(f"{inner}{name}", item, ",", inner) for name, item in parts]
    return "\n".join([before + opening, *lines, indent + closing + after])


def _quoted(text: str) -> str:
    """A text in double quotes, unless single ones need fewer backslashes."""
    written = repr(text)[1:-1]
    if '"' not in text:
        return f'"{written}"'
    if text.count('"') > text.count("'"):
        return f"'{written}'"
    return '"' + written.replace("\\'", "'").replace('"', '\\"') + '"'
