"""Moving to AgGridAIO

What becomes of what, for those who have a `DataTableAIO`, or an infinite AG Grid whose rows they filter
themselves.
"""

from markupsafe import Markup

from gallery.page.tables import tables_of
from gallery.pages import Site

INTRODUCTION = """ An [`AgGridAIO`](../ag-grid) takes the same dataframes, keys and filters of an app's own as
a [`DataTableAIO`](../data-table), and answers callbacks in the same way. What differs is what AG Grid itself
does otherwise than `DataTable`.
"""

DATATABLE = [
    ("`DataTableAIO(df, aio_id)`, `key=`, `base_filter=`, `ttl=`, `export=`", "The same."),
    ("`datatable_props`: `page_size=20`", "`grid_props={…}`, those of `dag.AgGrid`."),
    (
        '`columns=[{"id": "price", "name": "Price"}]`',
        '`columns=["price"]`, or column definitions: `[{"field": "price", "headerName": "Price"}]`.',
    ),
    ('`column_props={"price": {"format": …}}`', '`column_props={"price": {"valueFormatter": …}}`.'),
    ("`ids.datatable`, its `filter_query` and `sort_by`", "`ids.view`: filters and sort together."),
    ("`page_current`, `page_size`", "None: the rows come as they are scrolled to."),
    ('`row_selectable="multi"`', '`dashGridOptions={"rowSelection": {"mode": "multiRow"}}` in `grid_props`.'),
    ("`ids.selection`, `selected_df(store, selection)`", "The same; and all rows that match, as one choice."),
    ("`visible_df(store, filter_query, sort_by)`", "`visible_df(store, view)`."),
    ("`new_data(df)` to the `data` of `ids.store`", "The same."),
    ("`style_data_conditional`", "`cellClassRules`, `cellStyle`, `rowClassRules`."),
    ("`tooltip_data`", "`tooltipField` of a column."),
    (
        "Missing values are last, whatever the direction",
        "They are first when ascending and last when descending, as in AG Grid.",
    ),
    (
        "`{a} != 1` takes missing values",
        "*Not equal* of numbers and dates doesn't, unless `filterParams` has `includeBlanksInNotEqual`.",
    ),
    ("Texts heed case, unless told otherwise", "They don't, unless `filterParams` has `caseSensitive`."),
]

INFINITE = [
    (
        '`rowModelType="infinite"`, and a callback from `getRowsRequest` to `getRowsResponse`',
        "Nothing: it is the component's.",
    ),
    (
        "A function that filters by `filterModel`",
        "`AgGridAIO.filter_df(df, filter_model)`, for any condition.",
    ),
    ("A function that sorts by `sortModel`", "`AgGridAIO.sort_df(df, sort_model)`."),
    ("`columnDefs`", "Made of the frame; `columns=` and `column_props=` change them."),
    (
        "The dataframe as a global, in each worker",
        "In the store: workers share it, and readers may have their own.",
    ),
    (
        "A callback that raises freezes the grid",
        "Each request is answered, and the reader is told "
        "[when something goes wrong](../when-something-goes-wrong).",
    ),
    ("`getRowId`", "Each row has its position in the frame for an id."),
    (
        "`exportDataAsCsv`, which has the rows that are loaded",
        '`export=["csv", "xlsx"]`, which has all that match, in the order of the sort.',
    ),
    ("`selectedRows`, of the rows that are loaded", "`ids.selection`, and `AgGridAIO.selected_df`."),
    ("`quickFilterText`, which is ignored", "`quick_filter=True`."),
]

TABLES = {"From DataTableAIO": DATATABLE, "From an infinite grid of one's own": INFINITE}


def content(site: Site) -> Markup:
    return tables_of(("There", "Here"), TABLES, introduction=INTRODUCTION)
