"""What is found: pages, and the sections of examples that they are in."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import ModuleType

import components


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
        Why the import failed, or why the page can't be shown beside the others.
    """

    module_name: str
    path: str
    title: str
    description: str
    prose: str
    source: str
    module: ModuleType | None = None
    error: Exception | None = None

    def failed(self, error: Exception) -> Page:
        """The page with an error in place of what it shows."""
        return replace(self, module=None, error=error)

    @property
    def file_name(self) -> str:
        """The module's file, e.g. `simple_usage.py`."""
        return f"{self.module_name.rpartition('.')[2]}.py"

    @cached_property
    def public_names(self) -> list[str]:
        """The names that the source imports from `components`, in their order, where it has them."""
        imports = (node for node in ast.walk(parsed(self.source)) if isinstance(node, ast.ImportFrom))
        names = [alias.name for node in imports if node.module == "components" for alias in node.names]
        return [name for name in names if name in public_names()]

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
    error : Exception or None
        Why the section isn't whole; its page says so before the prose.
    rooms : dict
        Heights (CSS) of demos that are taller than most, by the names of the examples.
    """

    package_name: str
    path: str
    title: str
    description: str
    prose: str
    component: str
    examples: tuple[Page, ...]
    theme: str | None = None
    error: Exception | None = None
    rooms: Mapping[str, str] = field(default_factory=dict, compare=False)

    def failed(self, error: Exception) -> Section:
        """The section with an error, told in its text."""
        return replace(self, error=error, prose=f"{not_whole('section', error)}\n\n{self.prose}")


def not_whole(what: str, error: Exception) -> str:
    """Say in Markdown what isn't whole, and why."""
    return f"**This {what} isn't whole:**\n\n```\n{type(error).__name__}: {error}\n```"


def parsed(source: str) -> ast.Module:
    """A source as a tree, which is empty for one that is no Python: its page says so."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def public_names() -> list[str]:
    """What `components` says that it has, and has."""
    return [name for name in components.__all__ if hasattr(components, name)]
