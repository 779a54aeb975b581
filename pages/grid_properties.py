"""What each property of the grid does

Every property of `dag.AgGrid`, and what it does in an `AgGridAIO`.
"""

from dash import html

from components.tables.grid_properties import COLUMN_PROPERTIES, OPTIONS, PROPERTIES
from gallery.markup import inline_markdown, markdown

from .properties import section

INTRODUCTION = """
The rows stay on the server, and come as they are scrolled to. So what needs all of them in the browser can't
be left to it. This is what [`AgGridAIO`](../ag-grid) decides by:

- *native*: as in AG Grid's infinite row model;
- *own*: in the component's own way;
- *refused*: an error where the grid is made, with what to use instead.

Of `dashGridOptions` and of column definitions, those that aren't named here are *native*. None of it needs
`dangerously_allow_code`, and so no `eval`: functions are written as `{"function": "…"}`, styles that depend
on a value as `styleConditions` or `cellClassRules`. An expression that is a mere string, as AG Grid takes it
for a `valueGetter`, does need it.
"""

TABLES = {
    "The grid: `grid_props`": PROPERTIES,
    "Its options: `dashGridOptions`": OPTIONS,
    "Its columns: items of `columns`, and `column_props`": COLUMN_PROPERTIES,
}


def layout() -> html.Article:
    return html.Article(
        [
            html.H1("What each property of the grid does"),
            html.P(
                inline_markdown("Every property of `dag.AgGrid`, and what it does in an `AgGridAIO`."),
                className="lead",
            ),
            html.Div(markdown(INTRODUCTION), className="prose"),
            *(section(title, properties) for title, properties in TABLES.items()),
        ]
    )
