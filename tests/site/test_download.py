"""What is downloaded runs where nothing else is: the files, the pins, and the app itself."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from functools import cache
from importlib.metadata import Distribution, distributions, packages_distributions, requires, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import Page

import components
import pages
from components import redis_store
from gallery.loading import Page as Example
from gallery.takeaway.component_files import component_files
from gallery.takeaway.download import _zipped as zipped
from gallery.takeaway.download import component_path, component_project_files, project_files
from tests.browser import leaving, visit
from tests.server import ROOT, serve
from tests.site.interactions import INTERACTIONS
from tests.site.test_examples import EXAMPLES, SECTIONS

OF_EXAMPLES = {example.path: example for section in SECTIONS for example in section.examples}
OF_COMPONENTS = {(component_path(section) or "").removesuffix(".zip"): section for section in SECTIONS}
PATHS = [*OF_EXAMPLES, *OF_COMPONENTS]


def fetch(url: str, **headers: str) -> tuple[bytes, Message]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return response.read(), response.headers


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def snippets(files: dict[str, str]) -> list[str]:
    """The Python in a project's README."""
    return re.findall("^```python\n(.*?)^```$", files["README.md"], re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def project(site: str) -> Callable[[str], dict[str, str]]:
    """The files at a path, downloaded from the site; those of a component with its README's snippet as app.py."""

    @cache
    def download(path: str) -> dict[str, str]:
        files = unzipped(fetch(f"{site}{path}.zip")[0])
        if path in OF_COMPONENTS:
            assert "app.py" not in files
            files["app.py"] = snippets(files)[0]
        return files

    return download


def unpack(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def dotted(name: str) -> str:
    """The name by which a file of a package is imported."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def pins(files: dict[str, str]) -> dict[str, str]:
    """The versions in requirements.txt, each of which must be exact."""
    found = [Requirement(line) for line in files["requirements.txt"].splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"==[^*,]+", str(pin.specifier)) for pin in found)
    return {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in found}


def test_every_example_and_every_component_can_be_downloaded() -> None:
    assert len(OF_EXAMPLES) == len(EXAMPLES)
    assert "" not in OF_COMPONENTS
    assert len(OF_COMPONENTS) == len(pages.SECTIONS)


@pytest.mark.parametrize("path", PATHS)
def test_a_project_has_its_files_to_the_letter_and_no_others(
    project: Callable[[str], dict[str, str]], path: str
) -> None:
    files = project(path)
    section = OF_COMPONENTS.get(path)
    example = section.examples[0] if section else OF_EXAMPLES[path]
    assert files["app.py"] == example.source
    assert files["LICENSE"] == (ROOT / "LICENSE").read_text()
    own = {"README.md", "LICENSE", "requirements.txt", "app.py"}
    for name in files.keys() - own - {"components/__init__.py"}:
        assert name.startswith("components/")
        assert files[name] == (ROOT / name).read_text()


@pytest.mark.parametrize("path", PATHS)
def test_a_project_with_the_store_says_how_several_processes_serve_it(
    project: Callable[[str], dict[str, str]], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = project(path)
    found = [text for text in snippets(files) if "def on_starting" in text]
    assert len(found) == ("components/redis_store/__init__.py" in files)
    assert len(snippets(files)) == len(found) + (path in OF_COMPONENTS)
    for text in found:
        names: dict[str, Any] = {}
        exec(text, names)
        monkeypatch.delenv("REDIS_URL", raising=False)
        names["on_starting"](SimpleNamespace(cfg=SimpleNamespace(workers=1)))
        with pytest.raises(redis_store.StoreConfigurationError, match="2 workers need a Redis"):
            names["on_starting"](SimpleNamespace(cfg=SimpleNamespace(workers=2)))


@pytest.mark.parametrize("path", OF_COMPONENTS)
def test_a_component_comes_with_what_its_first_example_comes_with(
    project: Callable[[str], dict[str, str]], path: str
) -> None:
    # So what holds for the projects of all examples, below, holds for those of the components too.
    own, first = project(path), project(OF_COMPONENTS[path].examples[0].path)
    assert own.keys() == first.keys()
    assert {name for name in own if own[name] != first[name]} == {"README.md"}


LOOK = """
import app, importlib, json, sys
loaded = sorted(name for name in sys.modules if name.startswith("components."))
import components
from components import *
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps([loaded, [name for name in components.__all__ if globals()[name] is not None]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("path", OF_EXAMPLES)
def test_a_project_has_the_modules_that_it_imports_and_the_names_that_are_in_them(
    project: Callable[[str], dict[str, str]], path: str, tmp_path: Path
) -> None:
    files = project(path)
    folder = unpack(files, tmp_path)
    modules = {dotted(name) for name in files if name.startswith("components/") and name.endswith(".py")}
    result = subprocess.run(
        [sys.executable, "-c", LOOK, *modules],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={"REDIS_URL": ""},
    )
    loaded, names = json.loads(result.stdout)
    assert set(loaded) <= modules
    for module in modules - {"components"}:  # none is there that nothing imports
        stem = module.rpartition(".")[2]
        assert any(stem in text for name, text in files.items() if dotted(name) != module), module
    public = {name: getattr(components, name) for name in components.__all__}
    assert names == [
        name for name, item in public.items() if getattr(item, "__module__", item.__name__) in modules
    ]


distributions_of = cache(packages_distributions)
needs_of = cache(requires)


@pytest.mark.parametrize("path", PATHS)
def test_the_pins_cover_every_import_and_what_that_needs(
    project: Callable[[str], dict[str, str]], path: str
) -> None:
    files = project(path)
    pinned = pins(files)
    nodes = [
        node for name, text in files.items() if name.endswith(".py") for node in ast.walk(ast.parse(text))
    ]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    outside = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names - {"components"}
    assert "dash" in outside
    for name in outside:
        assert {canonicalize_name(found) for found in distributions_of()[name]} <= pinned.keys(), name
    for name, number in pinned.items():
        assert number == version(name)
        for need in map(Requirement, needs_of(name) or []):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                assert canonicalize_name(need.name) in {*pinned, "setuptools"}, f"{name} needs {need}"


NESTED = {
    "components/__init__.py": """
        if TYPE_CHECKING:
            from .engines.memory.masks import MaskError as MaskError
            from .table import TableAIO as TableAIO
            from .unused import UnusedAIO as UnusedAIO
        _MODULES = {
            "MaskError": "engines.memory.masks",
            "TableAIO": "table",
            "UnusedAIO": "unused",
        }
    """,
    "components/table.py": "from . import cells\nfrom .engines import memory",
    "components/cells.py": "",
    "components/unused.py": "from .engines import sql",
    "components/expression.py": "",
    "components/engines/__init__.py": "",
    "components/engines/sql.py": "",
    "components/engines/memory/__init__.py": "from .masks import mask",
    "components/engines/memory/masks.py": "from .. import memory, plans\nfrom ...expression import Column",
    "components/engines/plans.py": "import components.late\nfrom .memory import *",
    "components/late.py": "from . import MaskError",
}
OF_TABLE = NESTED.keys() - {"components/unused.py", "components/engines/sql.py"}
OF_MASKS = OF_TABLE - {"components/table.py", "components/cells.py"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from components import TableAIO", OF_TABLE),
        ("from components import MaskError", OF_MASKS),
        ("from components.engines.memory import masks", OF_MASKS),
        ("import components.expression as e", {"components/__init__.py", "components/expression.py"}),
        ("import components", NESTED.keys()),
        ("from components import *", NESTED.keys()),
        ("from . import components\nimport componentsque", set()),
    ],
)
def test_imports_are_followed_into_packages_and_out_of_them(
    source: str, expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack({name: textwrap.dedent(text) for name, text in NESTED.items()}, tmp_path)
    monkeypatch.setattr("gallery.takeaway.component_files.FOLDER", tmp_path / "components")
    files = component_files(source)
    assert files.keys() == expected
    top = files.get("components/__init__.py", "")
    assert (top.count("UnusedAIO"), top.count("TableAIO"), top.count("MaskError")) == (
        3 * ("components/unused.py" in expected),
        3 * ("components/table.py" in expected),
        3 * ("components/engines/memory/masks.py" in expected),
    )


def test_a_project_has_no_pins_that_it_does_not_need(project: Callable[[str], dict[str, str]]) -> None:
    heavy = {"numpy", "pandas", "polars", "pyarrow", "redis", "fakeredis", "gunicorn", "bootstrap-flask"}
    assert not heavy & pins(project("/markdown-with-color/simple-usage")).keys()
    assert heavy & pins(project("/theme-switch/figure-follows")).keys() == {"numpy", "pandas"}
    assert heavy - pins(project("/data-table")).keys() == {"gunicorn", "bootstrap-flask"}


@pytest.fixture(scope="module")
def of_type_checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the type checker keeps of the libraries from one run to the next."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.slow
@pytest.mark.parametrize("path", OF_COMPONENTS)
def test_a_type_checker_knows_the_names_of_components(
    project: Callable[[str], dict[str, str]], of_type_checker: Path, path: str, tmp_path: Path
) -> None:
    folder = unpack(project(path), tmp_path)
    name = OF_COMPONENTS[path].component
    (folder / "use.py").write_text(f"from components import {name}\n\nreveal_type({name})\n")
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", "--ignore-missing-imports", "--python-version=3.11",
         "--cache-dir", of_type_checker, "use.py", "components/__init__.py"],
        cwd=folder, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout
    assert f".{name}" in result.stdout


@pytest.mark.parametrize("path", PATHS)
def test_a_zip_is_the_same_bytes_wherever_it_is_packed(site: str, path: str) -> None:
    content, headers = fetch(f"{site}{path}.zip")
    if path in OF_COMPONENTS:
        files = component_project_files(OF_COMPONENTS[path])
    else:
        section = next(section for section in SECTIONS if OF_EXAMPLES[path] in section.examples)
        files = project_files(OF_EXAMPLES[path], section)
    assert content == zipped(files)
    name = path.strip("/").replace("/", "-")
    assert headers.get_content_type() == "application/zip"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}.zip"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetch(f"{site}{path}.zip", **{"If-None-Match": headers["ETag"]})


@pytest.mark.parametrize(
    "path",
    ["/nothing.zip", "/data-table/nothing.zip", "/convention.zip", "/..%2fapp.py.zip", "/components.zip"],
)
def test_there_is_no_other_zip(site: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(site + path)


def test_an_example_with_a_fence_in_it_keeps_the_readme_whole() -> None:
    source = (
        '"""Fences\n\nText.\n\n```python\nlayout = None\n```\n"""\nfrom components import ThemeSwitchAIO\n'
    )
    example = Example("fences", "/fences/fences", "Fences", "Text.", "", source, module=components)
    readme = component_project_files(replace(SECTIONS[0], component="ThemeSwitchAIO", examples=(example,)))[
        "README.md"
    ]
    assert f"````python\n{source}````\n" in readme


# Elsewhere: what follows runs each project in an environment of its own, with exactly its pins.


@pytest.fixture(scope="module")
def installed() -> dict[str, Distribution]:
    """The distributions that there are here: the versions that are pinned, as a test above holds."""
    return {canonicalize_name(found.metadata["Name"]): found for found in distributions()}


def site_packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def environment_of(pinned: dict[str, str], installed: dict[str, Distribution], folder: Path) -> Path:
    """An environment with exactly these distributions, by links to where they are installed; its interpreter."""
    venv.create(folder, with_pip=False)
    place = site_packages(folder)
    for name, number in pinned.items():
        assert installed[name].version == number
        for entry in {file.parts[0] for file in installed[name].files or ()} - {".."}:
            if not (place / entry).exists():
                (place / entry).symlink_to(Path(str(installed[name].locate_file(entry))))
    return folder / "bin" / "python"


def test_a_project_runs_with_its_own_pins_and_nothing_else(
    project: Callable[[str], dict[str, str]],
    installed: dict[str, Distribution],
    page: Page,
    tmp_path: Path,
    subtests: pytest.Subtests,
) -> None:
    # The first example of those that have the same pins.
    by_pins = {frozenset(pins(project(path)).items()): path for path in reversed(OF_EXAMPLES)}
    for number, path in enumerate(by_pins.values()):
        with subtests.test(path=path):
            files, folder = project(path), tmp_path / str(number)
            unpack(files, folder / "project")
            python = environment_of(pins(files), installed, folder / "venv")
            environment = {"REDIS_URL": "", "PYTHONPATH": ""}
            command = [str(python), "app.py"]
            with serve(command, environment, folder / "project") as url, leaving(page):
                visit(page, url)
                INTERACTIONS[OF_EXAMPLES[path].module_name](page)
