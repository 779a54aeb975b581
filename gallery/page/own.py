"""The site's own pages: text, with a part that runs where its module has a `layout`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from ..loading import Page
from ..pages import SITE_NAME, Site, SitePage
from ..serving.packages import imported_packages
from ..text.markup import markdown
from .island import demo, island, place
from .templates import article


class OwnPage(SitePage):
    """A page of a module that has a `layout`, a `content(site)` (Markdown or HTML), or both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.path, self.name, self.description = page.path, page.title, page.description
        self.title = f"{page.title} · {SITE_NAME}"
        self.module_name, self.picture = page.module_name, page.preview("light")
        self.packages = frozenset(imported_packages([page.source])) if self.has_island else frozenset()

    @property
    def has_island(self) -> bool:
        """Whether its module has a layout, or can't be imported, which is then told in its place."""
        return self.page.module is None or hasattr(self.page.module, "layout")

    def article(self, site: Site, query: Mapping[str, str], *, reading: bool = False) -> Markup:
        """Title, description, prose, what runs, and what the module's `content` gives."""
        return article(
            "own.html", own=self.page, island=place() if self.has_island else "", content=self._content(site)
        )

    def _content(self, site: Site) -> Markup:
        content: Any = getattr(self.page.module, "content", None)
        written = content(site) if content else Markup()
        return written if isinstance(written, Markup) else markdown(written)

    def island(self, query: Mapping[str, str]) -> Component:
        """The module's layout."""
        return island(demo(self.page))
