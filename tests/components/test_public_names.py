"""The public names of `components`: exact, and loaded with Dash alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import components
from tests.server import ROOT


def test_all_is_sorted_and_each_name_is_there() -> None:
    assert components.__all__ == sorted(components.__all__)
    for name in components.__all__:
        assert getattr(components, name).__name__.rpartition(".")[2] == name


def declared(*paths: Path) -> set[str]:
    """The public classes and functions of files."""
    return {
        node.name
        for path in paths
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    }


def test_all_lists_every_component_and_every_exception_but_those_of_the_store() -> None:
    folder = ROOT / "components"
    public = declared(*folder.glob("*.py")) | (declared(folder / "graphs" / "style.py") - {"template"})
    public |= {name for name in declared(*folder.rglob("*.py")) if name.endswith(("AIO", "Error"))}
    of_the_store = {name for name in components.redis_store.__all__ if name.endswith("Error")}
    assert public - of_the_store | {"StoreError", "redis_store"} == set(components.__all__)


def test_each_name_has_lines_of_its_own() -> None:
    # By which downloads leave out what isn't in them.
    lines = (ROOT / "components/__init__.py").read_text().split("\n")
    imports = [line for line in lines if line.startswith("from .")]
    assert sorted(line.rpartition(" ")[2] for line in imports) == sorted(components.__all__)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'NoSuchAIO'"):
        components.NoSuchAIO  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        exec("from components import NoSuchAIO")


def test_importing_components_takes_dash_alone() -> None:
    script = "import components, sys; print(*{'pandas', 'polars', 'pyarrow', 'redis', 'fakeredis'} & {*sys.modules})"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert (result.stdout, result.stderr) == ("\n", "")


def test_the_folder_works_under_another_name(tmp_path: pytest.TempPathFactory) -> None:
    (tmp_path / "aio").symlink_to(ROOT / "components")  # type: ignore[operator]
    script = "from aio import DataTableAIO, MarkdownWithColorAIO, redis_store; print(DataTableAIO.__module__)"
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,  # type: ignore[call-overload]
    )
    assert result.stdout == "aio.data_table\n"
