"""Finding the pages: from a package of modules to the sections, examples and pages of the site.

Whatever is wrong with one of them is told on its own page and in the log; the others are served.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import logging
from pathlib import Path
from types import ModuleType

from .duplicates import without_duplicates
from .pages import Page, Section, parsed, public_names

__all__ = ["Page", "Section", "load_page", "load_section", "load_site", "parsed", "public_names"]

logger = logging.getLogger(__name__)


def load_site(package_name: str) -> tuple[list[Page], list[Section]]:
    """Load the site's own pages, by a package's `SITE`, and the sections of examples, by its `SECTIONS`."""
    package = importlib.import_module(package_name)
    own = [load_page(f"{package_name}.{name}", path) for path, name in package.SITE.items()]
    sections = [load_section(f"{package_name}.{name}") for name in package.SECTIONS]
    return without_duplicates(own, sections)


def load_page(module_name: str, path: str) -> Page:
    """Import a module as a page. One that can't be imported, or isn't there, becomes a page that says so."""
    source, module, error = _imported(module_name)
    title, description, prose = _parts(source, module_name)
    return Page(module_name, path, title, description, prose, source, module, error)


def load_section(package_name: str) -> Section:
    """Import a package of examples, with the examples that its `EXAMPLES` lists."""
    source, package, error = _imported(package_name, "COMPONENT", "EXAMPLES")
    title, description, prose = _parts(source, package_name)
    path = "/" + package_name.rpartition(".")[2].replace("_", "-")
    component, theme = getattr(package, "COMPONENT", ""), getattr(package, "THEME", None)
    if component and component not in public_names():
        error = AttributeError(f"{package_name}.COMPONENT is {component!r}, which components doesn't have.")
        logger.error("%s", error)
        component = ""
    examples = tuple(
        load_page(f"{package_name}.{name}", f"{path}/{name.replace('_', '-')}")
        for name in getattr(package, "EXAMPLES", ())
    )
    rooms = getattr(package, "ROOMS", {})
    section = Section(package_name, path, title, description, prose, component, examples, theme, rooms=rooms)
    return section.failed(error) if error else section


def _imported(module_name: str, *needed: str) -> tuple[str, ModuleType | None, Exception | None]:
    """A module's source with the module, or with why it can't be imported, or has not what is needed."""
    source = ""
    try:
        spec = importlib.util.find_spec(module_name)
        source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
        module = importlib.import_module(module_name)
        for name in needed:
            getattr(module, name)
    except Exception as error:  # noqa: BLE001 - whatever an example raises, the others are to be served
        logger.error("%s can't be imported: %s: %s", module_name, type(error).__name__, error)
        return source, None, error
    return source, module, None


def _parts(source: str, module_name: str) -> tuple[str, str, str]:
    """Split a docstring into title, first paragraph and rest; without one, the module's name is the title."""
    title, _, rest = (ast.get_docstring(parsed(source)) or "").partition("\n")
    description, _, prose = rest.strip().partition("\n\n")
    title = title or module_name.rpartition(".")[2].replace("_", " ").capitalize()
    return title, " ".join(description.split()), prose.strip()
