"""Finding the pages: from a package of modules to the sections, examples and pages of the site."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """A module that is a page: what its docstring says, and what it shows.

    Attributes
    ----------
    module_name : str
        As `python -m` takes it, e.g. `pages.data_table.simple_usage`.
    path : str
        Where the site serves it, e.g. `/data-table/simple-usage`.
    title, description, prose : str
        The docstring's first line, its first paragraph, and the rest (Markdown).
    source : str
        The module's whole source.
    module : module or None
        None where the import failed.
    error : Exception or None
        Why the import failed.
    """

    module_name: str
    path: str
    title: str
    description: str
    prose: str
    source: str
    module: ModuleType | None = None
    error: Exception | None = None

    @property
    def file_name(self) -> str:
        """The module's file, e.g. `simple_usage.py`."""
        return f"{self.module_name.rpartition('.')[2]}.py"

    @cached_property
    def public_names(self) -> list[str]:
        """The names that the source imports from `components`, in the order of the imports."""
        try:
            statements = ast.walk(ast.parse(self.source))
        except SyntaxError:
            return []
        imports = (node for node in statements if isinstance(node, ast.ImportFrom))
        return [alias.name for node in imports if node.module == "components" for alias in node.names]

    def preview(self, theme: str) -> str:
        """The asset that is the page's picture in a theme; `python -m tests.previews` makes it."""
        return f"previews/{self.path.strip('/').replace('/', '-') or 'home'}-{theme}.jpg"


@dataclass(frozen=True)
class Section:
    """A package of examples of one component, with what it says about itself.

    Attributes
    ----------
    package_name : str
        E.g. `pages.data_table`.
    path : str
        Where the site serves the section's own page, e.g. `/data-table`.
    title, description, prose : str
        The docstring's first line, its first paragraph, and the rest (Markdown).
    component : str
        The name of the component that the section documents, as `components` exports it.
    examples : tuple of Page
        In the order that the package gives.
    theme : str or None
        "light" or "dark" where the demos look right in that theme alone.
    """

    package_name: str
    path: str
    title: str
    description: str
    prose: str
    component: str
    examples: tuple[Page, ...]
    theme: str | None = None


def load_page(module_name: str, path: str) -> Page:
    """Import a module as a page. One that can't be imported becomes a page that says so."""
    spec = importlib.util.find_spec(module_name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"There is no module {module_name!r} to make the page {path} of.")
    source = Path(spec.origin).read_text(encoding="utf-8")
    module, error = None, None
    try:
        module = importlib.import_module(module_name)
    except Exception as failure:  # noqa: BLE001 - whatever an example raises, the others are to be served
        logger.error("%s can't be imported: %s: %s", module_name, type(failure).__name__, failure)
        error = failure
    title, description, prose = _parts(_docstring(source), module_name)
    return Page(module_name, path, title, description, prose, source, module, error)


def load_section(package_name: str) -> Section:
    """Import a package of examples, with the examples that its `EXAMPLES` lists."""
    package = importlib.import_module(package_name)
    title, description, prose = _parts(inspect.getdoc(package) or "", package_name)
    path = "/" + _slug(package_name)
    examples = tuple(
        load_page(f"{package_name}.{name}", f"{path}/{_slug(name)}") for name in package.EXAMPLES
    )
    theme = getattr(package, "THEME", None)
    return Section(package_name, path, title, description, prose, package.COMPONENT, examples, theme)


def _slug(module_name: str) -> str:
    return module_name.rpartition(".")[2].replace("_", "-")


def _docstring(source: str) -> str:
    try:
        return ast.get_docstring(ast.parse(source)) or ""
    except SyntaxError:
        return ""


def _parts(docstring: str, module_name: str) -> tuple[str, str, str]:
    """Split a docstring into title, first paragraph and rest; without one, the module's name is the title."""
    title, _, rest = docstring.partition("\n")
    description, _, prose = rest.strip().partition("\n\n")
    return (
        title or module_name.rpartition(".")[2].replace("_", " ").capitalize(),
        " ".join(description.split()),
        prose.strip(),
    )
