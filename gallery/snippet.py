"""An example's source with other arguments in the call of its component, and the layout of this source."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator, Mapping
from enum import Enum
from types import ModuleType
from typing import Any

import components

LINE_LENGTH = 72
"""The longest line of a call that isn't split: about what is seen without scrolling beside the demo.

A split call, list or dictionary ends in a comma, so that formatters with longer lines leave it as it is.
"""

Keys = tuple[str, ...]
"""Where a value stands: an argument, and the keys that lead to it in the dictionary that the argument is."""


class _Absent(Enum):
    """Its member stays the same one when it is copied."""

    ABSENT = "ABSENT"


ABSENT: Any = _Absent.ABSENT
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
        self._source, self._module = source, module
        layout = _layout(source, module.__name__)
        calls = [
            node
            for node in ast.walk(layout)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == component
        ]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        if number >= len(calls):
            raise ValueError(f"The layout of {module.__name__} has no call {number} of {component}.")
        self._call = calls[number]
        self._name = component
        nodes = dict(
            _arguments(self._call, list(inspect.signature(getattr(components, component)).parameters))
        )
        self._positional = list(nodes)[: len(self._call.args)]
        # What is written as a literal can be replaced; the rest stays the expression that it is.
        self._texts = {name: ast.get_source_segment(source, node) for name, node in nodes.items()}
        self._arguments = {
            name: value for name, node in nodes.items() if (value := _literal(node)) is not ABSENT
        }
        self._expression = _compiled(
            layout, self._call, {name: node for name, node in nodes.items() if name not in self._arguments}
        )

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
        lines = [line.encode() for line in self._source.splitlines(keepends=True)]
        call = self._call
        end_line, end = call.end_lineno or call.lineno, call.end_col_offset or 0
        # Positions are those of bytes.
        before = lines[call.lineno - 1][: call.col_offset].decode()
        after = lines[end_line - 1][end:].decode()
        line = _split_where_too_long(
            f"{before}{self._name}(", list(self._written(changes)), f"){after.rstrip()}", _indent(before)
        )
        rest = after[len(after.rstrip()) :]
        return "".join(
            [
                *(part.decode() for part in lines[: call.lineno - 1]),
                line + rest,
                *(part.decode() for part in lines[end_line:]),
            ]
        )

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


def _compiled(layout: ast.expr, call: ast.Call, kept: Mapping[str, ast.expr]) -> Any:
    """The layout's expression, in which the call takes its literals from a dictionary."""
    given = ast.keyword(arg=None, value=ast.Name(id=_ARGUMENTS, ctx=ast.Load()))
    replaced = ast.Call(
        func=call.func, args=[], keywords=[*(ast.keyword(name, node) for name, node in kept.items()), given]
    )

    class Replace(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            return replaced if node is call else self.generic_visit(node)

    expression = ast.fix_missing_locations(ast.Expression(Replace().visit(layout)))
    return compile(expression, "<the layout of an example>", "eval")


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


def _split_where_too_long(opening: str, parts: list[tuple[str, Any]], closing: str, indent: str) -> str:
    """Write what stands in brackets in one line, or in one line for each part where that is too long."""
    line = opening + ", ".join(prefix + _inline(value) for prefix, value in parts) + closing
    if len(line) <= LINE_LENGTH or not parts:
        return line
    inner = f"{indent}    "
    lines = [_value(f"{inner}{prefix}", value, ",", inner) for prefix, value in parts]
    return "\n".join([opening, *lines, indent + closing])


def _value(before: str, value: Any, after: str, indent: str) -> str:
    """Write a value between what stands before and after it in its line."""
    match value:
        case list():
            parts = [("", item) for item in value]
            return _split_where_too_long(f"{before}[", parts, f"]{after}", indent)
        case dict():
            parts = [(f"{_inline(key)}: ", item) for key, item in value.items()]
            return _split_where_too_long(f"{before}{{", parts, f"}}{after}", indent)
        case _:
            return before + _inline(value) + after


def _inline(value: Any) -> str:
    """Write a value in one line, as `ruff format` does."""
    if value is ABSENT:
        return ""
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_inline(key)}: {_inline(item)}' for key, item in value.items())}}}"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """A text in double quotes, unless single ones need fewer backslashes."""
    written = repr(text)
    if '"' not in text:
        return f'"{written[1:-1]}"'
    if text.count('"') > text.count("'"):
        return "'" + written[1:-1] + "'"
    return '"' + written[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
