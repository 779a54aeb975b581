"""What each property of `dash_ag_grid.AgGrid` does in a grid whose rows stay on the server.

`PROPERTIES` are those of the component, `OPTIONS` those of its `dashGridOptions`, and `COLUMN_PROPERTIES`
those of column definitions that differ: what isn't named of the two works as in AG Grid's infinite row model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .properties import NATIVE, Property, check, read, refused

OWNED = {
    "id": "makes the id of aio_id",
    "columnDefs": "makes them: give columns= and column_props=",
    "rowModelType": "has the infinite one",
    "getRowsResponse": "answers the grid's requests itself",
    "getRowId": "has the rows' positions in the frame for it",
}
"""The properties that are not the caller's to set, and why."""

MAX_ROWS = 1000
"""The most rows that are sent at once: the largest `cacheBlockSize`."""


def _owned(name: str) -> Property:
    return Property("refused", f"AgGridAIO {OWNED[name]}.", given=False)


_ON_SERVER = "The rows are on the server, and the browser has those in view."
_NEW_DATA = f"{_ON_SERVER} Give the grid new data by `AgGridAIO.new_data`."
_NO_EDITING = "Nothing is edited here, for an edit would vanish with its rows. Edit the data itself."
_EXPORT = "It would write the rows that the browser has, and no other. Use `export=`, which writes them all."
_ENTERPRISE = "It is one of AG Grid Enterprise's, for the client-side or server-side row model."
_SELECTION = f"{_ON_SERVER} Use `ids.selection`, which has rows on whatever block."
_MERGED = Property("own", "What is given is merged with the defaults, and wins.")
_ALL = "A button of the component's selects all rows that match."
_HEIGHTS = "AG Grid ignores it with rows that come as they are scrolled to. Use `rowHeight`."

PROPERTIES: dict[str, Property] = {
    "id": _owned("id"),
    # Rows and columns
    "columnDefs": _owned("columnDefs"),
    "defaultColDef": _MERGED,
    "rowModelType": _owned("rowModelType"),
    "getRowId": _owned("getRowId"),
    "getRowsRequest": read("The grid writes it: what the component's callback answers."),
    "getRowsResponse": _owned("getRowsResponse"),
    "rowData": refused(_NEW_DATA, ()),
    "rowTransaction": refused(_NEW_DATA, ()),
    "deleteSelectedRows": refused(_NEW_DATA),
    "virtualRowData": read(
        "The browser writes it, and has the rows that have come alone. For all: `AgGridAIO.visible_df`.",
        "own",
    ),
    # State
    "filterModel": Property(
        "own", "Given at first, it is a part of the first request. In callbacks, as in a grid."
    ),
    "columnState": NATIVE,
    "updateColumnState": NATIVE,
    "resetColumnState": NATIVE,
    "columnSize": Property("native", "'autoSize' goes by the rows that have come."),
    "columnSizeOptions": NATIVE,
    "scrollTo": Property("native", "By `rowIndex`: `rowId` finds rows that have come alone."),
    "paginationGoTo": NATIVE,
    "paginationInfo": read(),
    # Selection
    "selectedRows": refused(_SELECTION, ([],)),
    "selectAll": refused(f"AG Grid ignores it with these rows. {_SELECTION}"),
    "deselectAll": NATIVE,
    # Looks
    "style": _MERGED,
    "className": NATIVE,
    "rowStyle": NATIVE,
    "rowClass": NATIVE,
    "rowClassRules": Property("native", "Rows that have not come yet have no `params.data`."),
    "getRowStyle": Property("native", "Rows that have not come yet have no `params.data`."),
    "suppressDragLeaveHidesColumns": NATIVE,
    # Export
    "exportDataAsCsv": refused(_EXPORT),
    "csvExportParams": refused(_EXPORT, ()),
    # What the browser tells
    "cellClicked": read(),
    "cellDoubleClicked": read(),
    "cellRendererData": read(),
    "cellValueChanged": read(_NO_EDITING, "own"),
    "eventListeners": NATIVE,
    "eventData": read(),
    # Enterprise
    "enableEnterpriseModules": refused(_ENTERPRISE),
    "licenseKey": refused(_ENTERPRISE, ()),
    "chartsLicenseKey": refused(_ENTERPRISE, ()),
    "dashChartMode": refused(_ENTERPRISE, ("community",)),
    "masterDetail": refused(_ENTERPRISE),
    "detailCellRendererParams": refused(_ENTERPRISE, ()),
    "getDetailRequest": refused(_ENTERPRISE, ()),
    "getDetailResponse": refused(_ENTERPRISE, ()),
    # Dash's own
    "dashGridOptions": _MERGED,
    "dashRenderType": read(),
    "dangerously_allow_code": Property(
        "native", "Nothing of the component needs it: `{'function': …}` and `styleConditions` work without."
    ),
    "persistence": Property("own", "It keeps filters and the columns' state."),
    "persisted_props": Property("own", "'filterModel' and 'columnState'; 'selectedRows' is refused."),
    "persistence_type": NATIVE,
}

OPTIONS: dict[str, Property] = {
    "cacheBlockSize": Property(
        "own", f"How many rows are asked for at once: 100 by default, at most {MAX_ROWS:,}."
    ),
    "maxBlocksInCache": Property("native", "5 by default: what a refresh asks for anew."),
    "blockLoadDebounceMillis": Property(
        "native", "100 by default, in which rows that are scrolled over aren't asked for."
    ),
    "maxConcurrentDatasourceRequests": refused(
        "With more than one, dash-ag-grid loses requests, and their rows never come.", (1,)
    ),
    "suppressFieldDotNotation": refused("The frame's names may have dots.", (True,)),
    "theme": Property("own", "Quartz, in the colours of the page's Bootstrap theme, or of the browser."),
    "initialState": Property("own", "`filterModel` of `grid_props` is put into it."),
    "rowSelection": Property(
        "own",
        "What is selected stays so, and is in `ids.selection`.",
        refused={
            "single": "Write `{'mode': 'singleRow'}`.",
            "multiple": "Write `{'mode': 'multiRow'}`.",
        },
    ),
    "quickFilterText": refused("AG Grid ignores it with these rows. Use `quick_filter=True`.", ("",)),
    "rowData": refused(_NEW_DATA, ()),
    "datasource": refused(_NEW_DATA, ()),
    "rowModelType": refused("AgGridAIO has the infinite one.", ("infinite",)),
    "getRowId": refused("AgGridAIO has the rows' positions in the frame for it.", ()),
    "getRowHeight": refused(_HEIGHTS, ()),
    "rowDragManaged": refused("AG Grid ignores it with these rows."),
    "isExternalFilterPresent": refused("AG Grid ignores it with these rows. Use `base_filter=`.", ()),
    "doesExternalFilterPass": refused("AG Grid ignores it with these rows. Use `base_filter=`.", ()),
    "postSortRows": refused("AG Grid ignores it with these rows: sort the data.", ()),
    "overlayNoRowsTemplate": refused(
        "It needs `dangerously_allow_code`. Use `localeText`: `noRowsToShow`.", ()
    ),
    **{
        name: refused(_ENTERPRISE)
        for name in (
            "sideBar", "statusBar", "enableCharts", "cellSelection", "enableRangeSelection", "treeData",
            "masterDetail", "pivotMode", "rowGroupPanelShow", "groupDisplayType", "enableAdvancedFilter",
            "serverSideDatasource", "viewportDatasource", "getContextMenuItems", "getMainMenuItems",
        )
    },
}  # fmt: skip
"""Those of `dashGridOptions` that aren't as in AG Grid's infinite row model."""

_ON_VALUES = "Rows are filtered and sorted on the server, by the frame's own values."

COLUMN_PROPERTIES: dict[str, Property] = {
    "field": Property("own", "A column of the frame."),
    "colId": Property("own", "The `field`, and no other."),
    "headerName": Property("own", "The column's name by default."),
    "cellDataType": Property(
        "own", "What the frame's cells are. 'text' filters them as text; no other type can be given."
    ),
    "filter": Property(
        "own",
        "True by default: the filter of the cells' type. Also the name of that, 'agTextColumnFilter', False.",
        refused={"agSetColumnFilter": _ENTERPRISE, "agMultiColumnFilter": _ENTERPRISE},
    ),
    "filterParams": Property("native", "Functions in it are refused: a filter is carried out on the server."),
    "valueFormatter": Property("own", "Numbers have a format that reads well by default."),
    "valueGetter": Property(
        "own", "With `filter` and `sortable` False, for the server knows nothing of what it gives."
    ),
    "editable": refused(_NO_EDITING),
    "autoHeight": refused(_HEIGHTS),
    "comparator": refused(_ON_VALUES, ()),
    "filterValueGetter": refused(_ON_VALUES, ()),
    "getQuickFilterText": refused(_ON_VALUES, ()),
    "sortType": refused(_ON_VALUES, ("default",)),
    "checkboxSelection": refused("Use `rowSelection` of `dashGridOptions`."),
    "headerCheckboxSelection": refused("Use `rowSelection` of `dashGridOptions`."),
    "rowDrag": refused("Nothing is moved here."),
    **{
        name: refused(_ENTERPRISE)
        for name in ("rowGroup", "enableRowGroup", "pivot", "enablePivot", "aggFunc", "enableValue")
    },
}
"""Those of a column definition that aren't as in AG Grid's infinite row model."""

_FUNCTIONS_OF_FILTERS = (
    "comparator",
    "filterOptions",
    "textMatcher",
    "textFormatter",
    "numberParser",
    "bigintParser",
)
"""What `filterParams` may not have."""

_FILTERS = {
    "number": "agNumberColumnFilter",
    "bigint": "agBigIntColumnFilter",
    "dateString": "agDateColumnFilter",
    "dateTimeString": "agDateColumnFilter",
}


def check_properties(properties: Mapping[str, Any]) -> None:
    """Refuse what a grid can't do right.

    Raises
    ------
    ValueError
        If a property is given that isn't to be, or a value that is refused; with what to use instead.
    """
    for name, value in properties.items():
        check(f"{name}=", PROPERTIES.get(name, NATIVE), value)
    if "selectedRows" in (properties.get("persisted_props") or ()):
        raise ValueError(f"persisted_props= has 'selectedRows': {PROPERTIES['persistence'].note}")
    options = properties.get("dashGridOptions") or {}
    for name, value in options.items():
        check(f"dashGridOptions: {name!r}", OPTIONS.get(name, NATIVE), value)
    if isinstance(selection := options.get("rowSelection"), Mapping):
        for name in ("headerCheckbox", "selectAll"):
            if selection.get(name):
                raise ValueError(f"rowSelection has {name!r}: {OPTIONS['rowSelection'].note} {_ALL}")
    size = options.get("cacheBlockSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= MAX_ROWS:
        raise ValueError(f"cacheBlockSize must be an integer from 1 to {MAX_ROWS:,}, not {size!r}.")
    for name, value in (properties.get("defaultColDef") or {}).items():
        check(f"defaultColDef: {name!r}", COLUMN_PROPERTIES.get(name, NATIVE), value)


def check_column(column: Mapping[str, Any], made: Mapping[str, Any]) -> None:
    """Refuse what a column can't do right; `made` is its definition as it is made of the frame.

    Raises
    ------
    ValueError
        If a property is given that isn't to be, or a value that is refused; with what to use instead.
    """
    what, kind = f"The column {made['field']!r}", made["cellDataType"]
    for name, value in column.items():
        if name not in made or value != made[name]:
            check(f"{what}: {name!r}", COLUMN_PROPERTIES.get(name, NATIVE), value)
    for name in ("field", "colId"):
        if column.get(name, made["field"]) != made["field"]:
            raise ValueError(
                f"{what} can't have the {name} {column[name]!r}: that is the frame's name for it."
            )
    if column["cellDataType"] not in {kind, "text"}:
        raise ValueError(
            f"{what}: its cells are of the cellDataType {kind!r}, not {column['cellDataType']!r}."
        )
    allowed = (True, False, None, "agTextColumnFilter", _FILTERS.get(kind))
    if not any(type(column.get("filter")) is type(one) and column.get("filter") == one for one in allowed):
        raise ValueError(
            f"{what}: its cells are of the type {kind!r}, which no {column['filter']!r} filters."
        )
    if column.get("valueGetter") != made.get("valueGetter") and not (
        column.get("filter") is False and column.get("sortable") is False
    ):
        raise ValueError(
            f"{what} has a valueGetter: give it filter=False and sortable=False, too. {_ON_VALUES}"
        )
    params = column.get("filterParams") or {}
    for name in _FUNCTIONS_OF_FILTERS:
        if name in params:
            raise ValueError(f"{what}: its filterParams have {name!r}. {_ON_VALUES}")
