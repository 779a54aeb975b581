"""What Python sources need installed: the distributions that they import, at the versions that run here."""

from __future__ import annotations

import ast
import platform
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..loading import parsed
from ..serving.packages import imported_packages

# Libraries that another imports only when a part of it is used, and that its metadata therefore doesn't ask
# for: by that part's name, as sources have it.
HIDDEN_NEEDS: dict[str, set[str]] = {
    "plotly.express": {"numpy", "pandas"},  # the frames of px.data are those of pandas
    "read_parquet": {"pyarrow"},
    "to_parquet": {"pyarrow"},
    "read_feather": {"pyarrow"},
    "to_feather": {"pyarrow"},
    "from_pandas": {"pandas", "pyarrow"},
    "to_pandas": {"pandas", "pyarrow"},
    "from_arrow": {"pyarrow"},
    "to_arrow": {"pyarrow"},
    "read_excel": {"openpyxl"},
    "to_excel": {"openpyxl"},
}

# What environments are made with: each brings its own, and pip sees to it that there is one.
TOOLS = {"pip", "setuptools", "wheel"}


def requirements(sources: Iterable[str]) -> str:
    """Give the requirements file of Python sources: what they import, and what that needs, at exact versions.

    A library that isn't installed here is left out: what runs here runs without it.
    """
    sources = list(sources)
    needed = imported_packages(sources) | {need for source in sources for need in _hidden_needs(source)}
    pinned = _with_what_they_need(
        frozenset(name for need in needed for name in _distributions().get(need, []))
    )
    lines = [f"{name}=={version(name)}" for name in sorted(pinned, key=str.lower)]
    return "\n".join([f"# The versions that it runs with on Python {_python()}.", *lines, ""])


def _python() -> str:
    return ".".join(platform.python_version_tuple()[:2])


@cache
def _distributions() -> dict[str, list[str]]:
    """The installed distributions of each module that can be imported, without those of Python itself."""
    return {
        module: sorted(set(names))
        for module, names in packages_distributions().items()
        if module not in sys.stdlib_module_names
    }


def _hidden_needs(source: str) -> Iterator[str]:
    for node in ast.walk(parsed(source)):
        for name in _names(node):
            yield from HIDDEN_NEEDS.get(name, ())


def _names(node: ast.AST) -> list[str]:
    """The modules and attributes that a node of a source names."""
    match node:
        case ast.Import(names=aliases):
            return [alias.name for alias in aliases]
        case ast.ImportFrom(module=str(module), names=aliases):
            return [module, *(name for alias in aliases for name in (alias.name, f"{module}.{alias.name}"))]
        case ast.Attribute(attr=name):
            return [name]
    return []


@cache
def _with_what_they_need(names: frozenset[str]) -> list[str]:
    """Distributions and all that they need in this environment, by their names in it."""
    waiting = [Requirement(name) for name in names]
    seen: set[tuple[str, frozenset[str]]] = set()
    found: dict[str, str] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in TOOLS or (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            # Asked for, and not there: it runs without, and pip brings what it finds.
            continue
        found[name] = installed.metadata["Name"]
        needs = [Requirement(need) for need in installed.requires or []]
        waiting += [need for need in needs if _applies(need, requirement.extras)]
    return list(found.values())


def _applies(need: Requirement, extras: set[str]) -> bool:
    """Whether a distribution that was asked for with some extras needs this one here."""
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
