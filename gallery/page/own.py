"""The site's own pages: text, with a part that runs where its module has a `layout`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from ..loading import Page
from ..pages import SITE_NAME, Site, SitePage
from ..serving.packages import imported_packages
from .example import source_files
from .island import ROOM_THAT_GROWS, demo, island, place
from .templates import article


class OwnPage(SitePage):
    """A page of a module with a `layout`, a `content(site)` (Markdown or HTML), or a `TEMPLATE`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.path, self.description = page.path, page.description
        self.name = getattr(page.module, "NAME", page.title)
        self.title = f"{page.title} · {SITE_NAME}"
        self.module_name, self.picture = page.module_name, page.preview("light")
        self.packages = (
            frozenset(imported_packages(source_files(page).values())) if self.has_island else frozenset()
        )

    @property
    def has_island(self) -> bool:
        """Whether its module has a layout, or can't be imported, which is then told in its place."""
        return self.page.module is None or hasattr(self.page.module, "layout")

    @property
    def room(self) -> str:
        """How tall what runs is at least: the module's `ROOM`, where it has one."""
        return getattr(self.page.module, "ROOM", ROOM_THAT_GROWS)

    def article(self, site: Site, query: Mapping[str, str], *, reading: bool = False) -> Markup:
        """Title, description, prose, what runs, and what its `content` gives; or its own template."""
        own: Any = self.page.module
        content = own.content(site) if hasattr(own, "content") else ""
        return article(
            getattr(own, "TEMPLATE", "own.html"),
            own=self.page,
            site=site,
            island=place(self.room) if self.has_island else "",
            content=content,
            is_prose=not isinstance(content, Markup),
            groups=getattr(own, "GROUPS", {}),
            different=getattr(own, "DIFFERENT", []),
        )

    def island(self, query: Mapping[str, str]) -> Component:
        """The module's layout."""
        return island(demo(self.page), room=self.room)
