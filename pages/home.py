"""Dash components that bring their callbacks along

Tables of any size, charts that carry their data, a switch for the theme: each is one Python class. Take it into your
app, and it works.
"""

from dash import html

from components import AgGridAIO, StoreError
from pages.ag_grid.million_rows import key

NAME = "Overview"
TEMPLATE = "home.html"

# The components by what they are for, the most useful first.
GROUPS = {
    "Tables": ["AgGridAIO", "DataTableAIO"],
    "Graphs": ["GraphWithDataAIO", "HouseStyleGraphAIO"],
    "The page": ["ThemeSwitchAIO", "MarkdownWithColorAIO"],
}

# What makes them different, each with the place of the proof.
DIFFERENT = [
    (
        "The very rows that the browser would show",
        "Filter, sort and page on the server give what a `DataTable` or an AG Grid holding all of the data gives, in "
        "the same order: measured in a browser, and compared with thousands of recorded answers.",
        "/data-table/properties",
        "What each property does",
    ),
    (
        "A million rows page as fast as an empty callback",
        "`python -m tests.benchmarks.tables` measures each table beside the usual recipe, and beside Dash itself.",
        "/ag-grid/million-rows",
        "A million rows",
    ),
    (
        "Nothing fails in silence",
        "A store that is down, a key that has expired, a worker that was forked: the reader is told, and so is the log.",
        "/when-something-goes-wrong",
        "When something goes wrong",
    ),
    (
        "Nothing to build, nothing from elsewhere",
        "Plain Python and plain Dash, by the convention that Plotly describes. The site asks no other origin for anything.",
        "/convention",
        "The convention",
    ),
]


def layout():
    try:
        return AgGridAIO(key=key(), aio_id="overview", grid_props={"columnSize": "responsiveSizeToFit"})
    except StoreError as error:
        return html.P(str(error))
