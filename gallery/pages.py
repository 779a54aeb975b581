"""The site as data: its pages, each with the article that it is and what Dash renders in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dash.development.base_component import Component
from markupsafe import Markup

from .loading import Page, Section

SITE_NAME = "Dash All-in-One gallery"

# The path that `SITE` gives the page for addresses that have none.
NOT_FOUND = "/404"


class SitePage(ABC):
    """A page of the site.

    Attributes
    ----------
    path : str
        Where it is served, e.g. `/data-table`.
    name : str
        What it is called in lists.
    title : str
        What the browser's tab says.
    description : str
        In a sentence of Markdown.
    module_name : str
        What it is made of, and is edited in.
    picture : str or None
        The asset that link previews show.
    section : Section or None
        Which it belongs to.
    packages : set of str
        The component packages that its demo needs, besides Dash's own.
    project : callable or None
        What gives the files of a project of its own to download, by name.
    """

    path: str
    name: str
    title: str
    description: str
    module_name: str
    picture: str | None = None
    section: Section | None = None
    packages: frozenset[str] = frozenset()
    project: Callable[[], dict[str, str]] | None = None

    @abstractmethod
    def article(self, site: Site, query: Mapping[str, str], *, reading: bool = False) -> Markup:
        """Write what is read on the page, with an empty place for what Dash renders.

        Parameters
        ----------
        site : Site
            The one that it is a page of.
        query : dict
            What the address says behind its `?`.
        reading : bool, default False
            Whether it is to be read elsewhere: prose and plain source, without what one does on the page.
        """

    def island(self, query: Mapping[str, str]) -> Component | None:
        """Lay out what Dash renders in the article; None where there is nothing, and Dash isn't loaded."""
        return None

    @property
    def has_island(self) -> bool:
        """Whether Dash renders a part of it."""
        return type(self).island is not SitePage.island

    @property
    def is_found(self) -> bool:
        """Whether it is at its own address alone, and not what is shown at all that have no page."""
        return self.path != NOT_FOUND

    @property
    def markdown_path(self) -> str:
        """Where it is served as Markdown."""
        return f"{self.path.rstrip('/') or '/index'}.md"


@dataclass(frozen=True)
class Site:
    """All pages, in the order in which they are listed, and the sections that they are in."""

    pages: Sequence[SitePage]
    sections: Sequence[Section]

    @cached_property
    def listed(self) -> list[SitePage]:
        """The pages but the one for addresses that have none."""
        return [page for page in self.pages if page.is_found]

    @property
    def own(self) -> list[SitePage]:
        """The pages that belong to no section."""
        return [page for page in self.listed if page.section is None]

    def at(self, path: str) -> SitePage:
        """The page of a path; that for addresses without a page where there is none."""
        path = path.rstrip("/") or "/"
        return next((page for page in self.listed if page.path == path), self.pages[-1])

    def around(self, page: SitePage) -> tuple[SitePage | None, SitePage | None]:
        """The pages before and after one of a section: each section's own page, then its examples."""
        row = [one for one in self.listed if one.section is not None]
        here = row.index(page)
        return row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None


def examples_of(sections: Sequence[Section]) -> list[tuple[Page, Section]]:
    """All examples, each with its section."""
    return [(example, section) for section in sections for example in section.examples]
