"""Page not found

There is no page at this address.
"""

import dash
from dash import html


def layout() -> html.Article:
    return html.Article(
        [
            html.H1("Page not found"),
            html.P("There is no page at this address.", className="lead"),
            html.P(["All examples are on ", html.A("the first page", href=dash.get_relative_path("/")), "."]),
        ]
    )
