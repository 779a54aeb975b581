"""The files of `components/` that a source needs, as a project of its own has them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import components

PACKAGE = components.__name__
FOLDER = Path(components.__file__ or "").parent


def component_files(source: str) -> dict[str, str]:
    """Give the sources of the modules of `components` that a source needs, directly or not, by file name.

    With them goes the package's `__init__.py`, with the names of those modules alone: a name in it that leads
    to no file would be offered by `dir()`, fail at `import *`, and be an error to type checkers.
    """
    waiting = list(_imported(source, level=0))
    found: dict[str, str] = {}
    while waiting:
        module = waiting.pop()
        if module not in found:
            found[module] = _source(module)
            waiting += _imported(found[module], level=1)
    if not found:
        return {}
    files = {"__init__": _trimmed(_source("__init__"), set(found)), **dict(sorted(found.items()))}
    return {f"{PACKAGE}/{module}.py": text for module, text in files.items()}


@cache
def _source(module: str) -> str:
    return (FOLDER / f"{module}.py").read_text(encoding="utf-8")


@cache
def _modules_of_names() -> dict[str, str]:
    """The module of each public name, by the imports in `__init__.py` that type checkers go by."""
    return {
        alias.name: node.module or alias.name
        for node in ast.walk(ast.parse(_source("__init__")))
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for alias in node.names
    }


def _imported(source: str, level: int) -> Iterator[str]:
    """Modules of the package that a source imports, from outside (level 0) or from within it (level 1)."""
    names = _modules_of_names()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == level:
            module = node.module or ""
            parts = module.split(".") if level else module.removeprefix(PACKAGE).split(".")[1:]
            if level == 0 and module.partition(".")[0] != PACKAGE:
                continue
            if parts and parts[0]:
                yield parts[0]
            else:
                yield from (names.get(alias.name, alias.name) for alias in node.names if alias.name != "*")
                if any(alias.name == "*" for alias in node.names):
                    yield from names.values()
        elif isinstance(node, ast.Import) and level == 0:
            for alias in node.names:
                package, _, rest = alias.name.partition(".")
                if package == PACKAGE:
                    yield from [rest.partition(".")[0]] if rest else names.values()


def _trimmed(source: str, modules: set[str]) -> str:
    """The `__init__.py` without the lines about names from other modules; each has lines of its own."""
    gone = {name for name, module in _modules_of_names().items() if module not in modules}
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        for start, end in _lines_about(node, gone):
            lines[start - 1 : end] = [""] * (end - start + 1)
    return "".join(lines)


def _lines_about(node: ast.AST, names: set[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each part of a node about the names: imports, items of lists, entries."""
    match node:
        case ast.ImportFrom(level=1, names=aliases) if all(alias.name in names for alias in aliases):
            yield node.lineno, node.end_lineno or node.lineno
        case ast.List(elts=items):
            for item in items:
                if isinstance(item, ast.Constant) and item.value in names:
                    yield item.lineno, item.end_lineno or item.lineno
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value in names:
                    yield key.lineno, value.end_lineno or value.lineno
