"""A section's examples as cards, each with the picture of its demo."""

from __future__ import annotations

import dash
from dash import html

from .loading import Page, Section
from .markup import inline_markdown


def cards(section: Section) -> html.Ul:
    """A card for each example, whose heading is an h3."""
    return html.Ul([_card(example) for example in section.examples], className="cards")


def _card(example: Page) -> html.Li:
    link = html.A(
        example.title,
        href=dash.get_relative_path(example.path),
        className="stretched-link text-reset text-decoration-none",
    )
    text = [
        html.H3(link, className="card-title h5"),
        html.P(inline_markdown(example.description), className="card-text"),
    ]
    pictures = {
        f"--{theme}": f"url({dash.get_asset_url(example.preview(theme))})" for theme in ("light", "dark")
    }
    return html.Li(
        [html.Div(style=pictures, className="card-img-top picture"), html.Div(text, className="card-body")],
        className="card h-100",
    )
