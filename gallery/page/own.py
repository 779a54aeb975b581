"""The site's own pages: text, with a part that runs where its module has a `layout`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

from ..loading import Page
from ..loading.pages import not_whole
from ..pages import SITE_NAME, Site, SitePage
from ..serving.packages import imported_packages
from .example import source_files
from .island import ROOM_THAT_GROWS, demo, island, place
from .templates import article

logger = logging.getLogger(__name__)


class OwnPage(SitePage):
    """A page of a module with a `layout`, a `content(site)` (Markdown or HTML), or a `TEMPLATE`.

    It offers what the module's `project()` gives as a download.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.path, self.description = page.path, page.description
        self.name = getattr(page.module, "NAME", page.title)
        self.title = f"{page.title} · {SITE_NAME}"
        self.module_name, self.picture = page.module_name, page.preview("light")
        self.project = getattr(page.module, "project", None)
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
        content = self._content(site)
        return article(
            getattr(self.page.module, "TEMPLATE", "own.html"),
            own=self.page,
            module=self.page.module,
            site=site,
            island=place(self.room) if self.has_island else "",
            content=content,
            is_prose=not isinstance(content, Markup),
        )

    def _content(self, site: Site) -> str:
        write: Any = getattr(self.page.module, "content", None)
        try:
            return write(site) if write else ""
        except Exception as error:  # noqa: BLE001 - whatever a page raises, it is to be served
            logger.error("The content of %s failed: %s: %s", self.module_name, type(error).__name__, error)
            return not_whole("page", error)

    def island(self, query: Mapping[str, str]) -> Component:
        """The module's layout."""
        return island(demo(self.page), room=self.room)
