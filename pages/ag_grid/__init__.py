"""AgGridAIO

An AG Grid of any size: the dataframe stays on the server, which filters, sorts and sends it as it is
scrolled.

Use it for a dataframe that is too large to be in the browser whole, and whose readers scroll, pin and resize
as in AG Grid. [`DataTableAIO`](data-table) has pages and one filter language for all columns; `DataTable`,
which it wraps, is announced to leave Dash. A few thousand rows that nothing else needs are better off in a
plain `dash_ag_grid.AgGrid` with its client-side row model: it asks the server once, and can do everything
that AG Grid can.

With AG Grid's own infinite row model each app writes its own filter and sort, for each type of condition,
in Python; here they are those of AG Grid itself, measured condition by condition in a browser: for any
frame, filter and sort, the rows that a client-side grid would show, in the same order.
[What a `filterModel` can say](filter-language) is listed, type by type.

What it costs:

- one request for each 100 rows that come into view, and for each filter or sort;
- AG Grid itself: 360 KB of script, compressed, on every page of an app that imports `dash_ag_grid`, which
  importing all of `components` does, and 250 KB more where a grid is drawn. This site leaves the tags of the
  first out of the pages that have no grid: so can `interpolate_index` in your own app;
- what `DataTableAIO` costs: the store, and memory for the frames that are in use.
"""

COMPONENT = "AgGridAIO"
EXAMPLES = [
    "simple_usage",
    "million_rows",
    "custom_columns",
    "selected_rows",
    "new_data",
    "app_filter",
]

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "million_rows": "53rem",
    "custom_columns": "28.5rem",
    "selected_rows": "40rem",
    "new_data": "33rem",
    "app_filter": "36rem",
}
