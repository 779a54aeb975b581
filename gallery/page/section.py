"""The page of a section: what its component is for, the examples of it, and its reference."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ..loading import Section
from ..pages import SITE_NAME, Site, SitePage
from ..reference import referenced
from ..takeaway.download import component_path
from .edit import edit_address
from .templates import article


class SectionPage(SitePage):
    """A section's own page. No demo runs on it: its picture is that of the first example."""

    def __init__(self, section: Section) -> None:
        self.section: Section = section
        self.path, self.name, self.description = section.path, section.title, section.description
        self.title = f"{section.title} · {SITE_NAME}"
        self.module_name = section.package_name
        self.picture = section.examples[0].preview("light") if section.examples else None

    def article(self, site: Site, query: Mapping[str, str], *, reading: bool = False) -> Markup:
        """Opening, prose, a card for each example, reference, and its neighbours."""
        names = [name for example in self.section.examples for name in example.public_names]
        before, after = site.around(self)
        return article(
            "section.html",
            page=self,
            section=self.section,
            project=component_path(self.section),
            edit=edit_address(self.module_name),
            reference=referenced(self.section.component, names),
            before=before,
            after=after,
        )
