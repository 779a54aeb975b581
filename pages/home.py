"""Overview

Components that pack a layout and its callbacks into one class, each running beside its source.
"""

import dash
from dash import html

from gallery.frame import sections
from gallery.markup import inline_markdown, markdown

WHAT_FOR = """
A Dash app grows by repetition: the same dropdown, the same callback, the same ids, page after page. An
**All-in-One component** (AIO) is that part written once: a class whose instances bring their layout, and
whose pattern-matching callbacks are declared once, on import, for all of them. It is plain Python and plain
Dash, with nothing to build or compile.

Each example here is one file: it is the demo that runs, the source that is shown, and the snippet to copy.
"""


def layout() -> html.Article:
    return html.Article(
        [
            html.H1("Dash All-in-One components"),
            html.P("Layout and callbacks, packed into a class and used again.", className="lead"),
            html.Div(markdown(WHAT_FOR), className="prose"),
            html.P(html.A("The seven points of the convention", href=dash.get_relative_path("/convention"))),
            *(_section(section) for section in sections()),
        ]
    )


def _section(section) -> html.Section:
    return html.Section(
        [
            html.H2(section.title),
            html.P(inline_markdown(section.description)),
            html.Ul([_card(example) for example in section.examples], className="cards"),
        ]
    )


def _card(example) -> html.Li:
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
