"""What tables share is in layers: front ends, meaning and engines know the plain nodes, and not each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import resolve_name

import pytest

from tests.server import ROOT

FOLDER = ROOT / "components"
FRONT_ENDS = {"components.tables.filter_query"}
ENGINES = ("components.tables.memory", "components.tables.sql")
# Where the parts come together, for the components.
JOINTS = {"components.tables.table_data", "components.tables.faults", "components.tables.data_source"}
LIBRARIES_OF_ENGINES = {"polars", "pandas", "pyarrow", "numpy", "narwhals"}


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(path.relative_to(ROOT).as_posix()): path for path in FOLDER.rglob("*.py")}


@cache
def imported(module: str) -> frozenset[str]:
    """What a module imports, wherever in it: modules of the components by their names, of others the package."""
    return frozenset(_imported(module))


def _imported(module: str) -> Iterator[str]:
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            if source.partition(".")[0] != "components":
                yield source.partition(".")[0]
                continue
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield inner if inner in MODULES else source


def of_engines() -> list[str]:
    return [module for module in MODULES if module.startswith(ENGINES)]


@pytest.mark.parametrize("module", of_engines())
def test_no_engine_knows_a_front_end_or_what_its_language_means(module: str) -> None:
    assert not imported(module) & {*FRONT_ENDS, "components.tables.meaning"}


@pytest.mark.parametrize("module", sorted(module for module in MODULES if "components.tables" in module))
def test_only_engines_know_the_libraries_that_they_work_with(module: str) -> None:
    if not module.startswith(ENGINES) and module not in JOINTS:
        assert not imported(module) & LIBRARIES_OF_ENGINES
        assert not any(name.startswith(ENGINES) for name in imported(module))


def test_nothing_imports_itself_by_way_of_others() -> None:
    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join([*above[above.index(module) :], module])
        if module not in done:
            for name in imported(module) & MODULES.keys():
                visit(name, (*above, module))
            done.add(module)

    done: set[str] = set()
    for module in MODULES:
        visit(module, ())
