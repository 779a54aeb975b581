"""Overview

Components that pack a layout and its callbacks into one class, each running beside its source.
"""

import dash
from dash import html

from gallery.cards import cards
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
            html.H2(html.A(section.title, href=dash.get_relative_path(section.path))),
            html.P(inline_markdown(section.description)),
            cards(section),
        ]
    )
