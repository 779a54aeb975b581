"""What each property of the grid does

Every property of `dag.AgGrid`, and what it does in an `AgGridAIO`.
"""

from markupsafe import Markup

from components.tables.grid_properties import COLUMN_PROPERTIES, OPTIONS, PROPERTIES
from gallery.pages import Site

from .properties import properties_tables

INTRODUCTION = """
The rows stay on the server, and come as they are scrolled to. So what needs all of them in the browser can't
be left to it. This is what [`AgGridAIO`](../ag-grid) decides by:

- *native*: as in AG Grid's infinite row model;
- *own*: in the component's own way;
- *refused*: an error where the grid is made, with what to use instead.

Of `dashGridOptions` and of column definitions, those that aren't named here are *native*. None of it needs
`dangerously_allow_code`, and so no `eval`: functions are written as `{"function": "…"}`, which dash-ag-grid
reads instead of evaluating it, styles that depend on a value as `styleConditions` or `cellClassRules`, links
as Markdown. What does need it, and fails under a policy without `unsafe-eval` even so, are expressions that
are mere strings (`"valueGetter": "data.n * 2"`), and HTML of one's own (`overlayNoRowsTemplate`).

Of 300 columns those that are in view are drawn, and a block of rows has the cells of all: `columns=` keeps it
small. The keyboard reaches every cell and header, as in AG Grid. Checkers of accessibility find one fault
that is AG Grid's: where a column is pinned beside groups of columns, the header of its groups has an empty
row.
"""

TABLES = {
    "The grid: `grid_props`": PROPERTIES,
    "Its options: `dashGridOptions`": OPTIONS,
    "Its columns: items of `columns`, and `column_props`": COLUMN_PROPERTIES,
}


def content(site: Site) -> Markup:
    return properties_tables(TABLES, INTRODUCTION)
