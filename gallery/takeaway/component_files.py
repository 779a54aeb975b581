"""The files of `components/` that a source needs, as a project of its own has them."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib.util import resolve_name
from pathlib import Path
from typing import Any

import components

PACKAGE = components.__name__
FOLDER = Path(components.__file__ or "").parent


def file_name(item: Any) -> str:
    """The file of a module, class or function of `components`, e.g. `components/data_table.py`."""
    return Path(inspect.getsourcefile(item) or "").relative_to(FOLDER.parent).as_posix()


def component_files(source: str) -> dict[str, str]:
    """Give the sources of `components` that a source needs, directly or not, by file name.

    With them goes the package's `__init__.py`, with the names of those files alone: a name in it that leads
    to no file would be offered by `dir()`, fail at `import *`, and be an error to type checkers.
    """
    waiting = _imported(source)
    found: dict[str, str] = {}
    while waiting:
        for file in _files(waiting.pop()):
            if file not in found:
                found[file] = _text(file)
                if file.endswith(".py"):
                    waiting += _imported(found[file], file.rpartition("/")[0].replace("/", "."))
    if not found:
        return {}
    gone = {name for name, place in _public_names().items() if not found.keys() >= set(_files(place))}
    top = f"{PACKAGE}/__init__.py"
    return {top: _without_lines_about(gone, _text(top)), **dict(sorted(found.items()))}


def _text(file: str) -> str:
    return (FOLDER.parent / file).read_text(encoding="utf-8")


def _imported(source: str, package: str = "") -> list[str]:
    """What a source imports of `components`, by dotted names; `package` is the one that the source is in."""
    public_names = _public_names()
    found = []
    for name in _imports(source, package):
        top, _, rest = name.partition(".")
        if top == PACKAGE:
            found += [*public_names.values()] if rest in ("", "*") else [public_names.get(rest, name)]
    return found


def _public_names() -> dict[str, str]:
    """The dotted name of each public one, by the imports in `__init__.py` that type checkers go by."""
    names = _imports(_text(f"{PACKAGE}/__init__.py"), PACKAGE)
    return {name.rpartition(".")[2]: name for name in names if name.startswith(f"{PACKAGE}.")}


def _imports(source: str, package: str) -> Iterator[str]:
    """The dotted names of all modules that a source imports, and of what it imports from them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            module = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _files(name: str) -> Iterator[str]:
    """The files that importing a dotted name runs: those of the packages in `components`, then its own."""
    parts = name.split(".")
    for end in range(2, len(parts) + 1):
        path = "/".join(parts[:end])
        # A component's script stands beside it, under its name.
        files = (f"{path}.py", f"{path}/__init__.py", f"{path}.js")
        yield from (file for file in files if (FOLDER.parent / file).is_file())


def _without_lines_about(names: set[str], source: str) -> str:
    """The `__init__.py` without some names, each of which has lines of its own."""
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if names.isdisjoint(re.findall(r"\w+", line)))
