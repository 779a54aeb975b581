"""The page of a section: what its component is for, the examples of it, and its reference."""

from __future__ import annotations

from dash import html

from .actions import actions
from .cards import cards
from .download import component_path
from .loading import Section
from .markup import inline_markdown, markdown
from .neighbours import neighbours
from .reference_section import reference_section


def section_page(section: Section) -> html.Article:
    """Lay out a section: opening, prose, a card for each example, reference, and its neighbours."""
    project = component_path(section)
    names = [name for example in section.examples for name in example.public_names]
    return html.Article(
        [
            html.Div(
                [
                    html.H1(section.title),
                    html.P(inline_markdown(section.description), className="lead"),
                    actions(section.path, section.package_name, project, "Download component"),
                ]
            ),
            html.Div(markdown(section.prose), className="prose"),
            html.H2("Examples"),
            cards(section),
            reference_section(section.component, names),
            neighbours(section.path),
        ]
    )
