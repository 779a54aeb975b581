"""The page of an example: what it is about, the live demo, and source and reference of what it uses."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup

import components

from ..anatomy.below_demo import below_demo
from ..anatomy.callbacks import page_callbacks
from ..anatomy.instances import can_stand_twice
from ..loading import Page, Section
from ..pages import SITE_NAME, Site, SitePage
from ..props.example import changed
from ..props.section import props_packages, props_section, rows
from ..reference import referenced
from ..serving.packages import imported_packages
from ..takeaway.component_files import file_name
from ..takeaway.download import project_path
from .edit import edit_address
from .island import demo, is_wide, island, place, room
from .templates import article


class ExamplePage(SitePage):
    """An example's page: opening, demo and props beside source, anatomy, reference, and its neighbours."""

    def __init__(self, example: Page, section: Section) -> None:
        self.example = example
        self.section: Section = section
        self.path, self.name, self.description = example.path, example.title, example.description
        self.title = f"{example.title}, {section.title} · {SITE_NAME}"
        self.module_name, self.picture = example.module_name, example.preview("light")
        imported = imported_packages(source_files(example).values())
        self.packages = frozenset(imported | props_packages(example, section))

    def article(self, site: Site, query: Mapping[str, str], *, reading: bool = False) -> Markup:
        """Write all but the demo and its props."""
        files = source_files(changed(self.example, self.section.component, query))
        before, after = site.around(self)
        return article(
            "example.html",
            reading=reading,
            example=self.example,
            section=self.section,
            project=project_path(self.example),
            edit=edit_address(self.module_name),
            is_wide=is_wide(self.example),
            island=place(
                room(self.example, self.section),
                rows(self.example, self.section, 4 if is_wide(self.example) else 2),
                rows(self.example, self.section, 1),
            ),
            files=files,
            callbacks=page_callbacks(self.example, files),
            reference=referenced(self.section.component, self.example.public_names),
            before=before,
            after=after,
        )

    def island(self, query: Mapping[str, str]) -> Component:
        """Lay out the demo, what belongs to it, and the controls of its props."""
        layout = demo(changed(self.example, self.section.component, query))
        callbacks = page_callbacks(self.example, source_files(self.example))
        has_second = can_stand_twice(layout, callbacks)
        controls = props_section(self.example, self.section, query, has_second=has_second)
        theme: dict[str, Any] = {"data-bs-theme": self.section.theme} if self.section.theme else {}
        return island(
            layout,
            below_demo(self.example, layout, callbacks),
            *controls,
            room=room(self.example, self.section),
            is_fixed=bool(controls),
            **theme,
        )


def source_files(page: Page) -> dict[str, str]:
    """The source of an example, and of the modules that its names from `components` are of, by file name.

    A component's script stands beside it.
    """
    found = [getattr(components, name) for name in page.public_names if name in components.__all__]
    modules = [item if inspect.ismodule(item) else sys.modules[item.__module__] for item in found]
    files = {page.file_name: page.source}
    for module in modules:
        name, script = file_name(module), Path(inspect.getsourcefile(module) or "").with_suffix(".js")
        files[name] = inspect.getsource(module)
        if script.is_file():
            files[name.removesuffix(".py") + ".js"] = script.read_text(encoding="utf-8")
    return files
