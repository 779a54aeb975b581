"""What each property of `dash_table.DataTable` does in a table whose rows stay on the server.

`PROPERTIES` and `COLUMN_PROPERTIES` are what `DataTableAIO` decides by, and what the page about them shows:
a property works as in a DataTable that holds all of the data, works in a way of the component's own, or is
refused, with what to use instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .properties import NATIVE, Property, check, read, refused

OWNED = {"id": "makes the id of aio_id", "page_count": "counts the pages itself"}
"""The properties that are not the caller's to set, and why."""


def _owned(name: str) -> Property:
    return Property("refused", f"DataTableAIO {OWNED[name]}.", given=False)


_PAGE_ALONE = (
    "The browser writes it, and has the page alone. For all rows that the filter takes: "
    "`DataTableAIO.visible_df`."
)
_NO_EDITING = "Nothing is edited here, for an edit would vanish with its page. Edit the data itself."
_EXPORT = (
    "The browser has the page alone, and would write no other row. Use `export=`, which writes them all."
)
_NATIVE_ACTION = "The browser has the page alone. Leave it out: 'custom' is the default, and does it for all."

_BY_ROW = (
    "A dictionary a row of the frame, of which the browser has the page's. Refused beside `base_filter`."
)
_MERGED = Property("own", "What is given is merged with the default look, and wins.")

PROPERTIES: dict[str, Property] = {
    "id": _owned("id"),
    "data": Property("own", "Records, in place of `df`. They stay on the server: the browser has the page."),
    "columns": Property(
        "own",
        "The columns of the frame that are sent, no others; all of them by default. `name` is the `id` by "
        "default, `type` the one that the frame's cells have. An `id` that is no text is its `str()`.",
    ),
    "hidden_columns": Property(
        "own",
        "Columns that are sent, and not shown: `id`, or what a condition needs. The button that toggles "
        "columns is there if one of them is `hideable`.",
    ),
    # Rows in view
    "page_action": Property(
        "own",
        "'custom' pages on the server; 'none' shows all rows, of which there may be 10,000.",
        refused={"native": _NATIVE_ACTION},
    ),
    "page_current": NATIVE,
    "page_size": Property("native", "10 by default, at most 10,000."),
    "page_count": _owned("page_count"),
    "filter_action": Property(
        "own",
        "'custom', or `{'type': 'custom', 'operator': 'or'}`, filters all rows on the server; 'none' has no "
        "cells to filter by, and `filter_query` filters all the same.",
        refused={"native": _NATIVE_ACTION},
    ),
    "filter_query": Property(
        "native",
        "A case-insensitive comparison doesn't hold for a missing value, on which the browser crashes.",
    ),
    "filter_options": NATIVE,
    "sort_action": Property(
        "own",
        "'custom' sorts all rows on the server; 'none' has no arrows, and `sort_by` sorts all the same.",
        refused={"native": _NATIVE_ACTION},
    ),
    "sort_mode": Property("native", "'multi' by default."),
    "sort_by": NATIVE,
    "sort_as_null": NATIVE,
    "virtualization": Property(
        "native", "It draws a part of the page: with `page_action='none'`, or long pages."
    ),
    # Selection
    "row_selectable": Property(
        "own", "What is selected stays so on other pages, filtered and sorted, and is in `ids.selection`."
    ),
    "selected_rows": Property(
        "own",
        "Given, the positions in the frame of the rows to begin with, on whatever page they are. In "
        "callbacks, those on the page; `ids.selection` has all, and `DataTableAIO.selected_df` gives them. "
        "Refused beside `base_filter`.",
    ),
    "selected_row_ids": read(
        "The `id` of each selected row, on whatever page it is, if there is a column `id`, which may be in "
        "`hidden_columns`. To select rows, give `selected_rows`. A row that a callback selects has its id as "
        "soon as it is on the page, and null before."
    ),
    "column_selectable": NATIVE,
    "selected_columns": NATIVE,
    "cell_selectable": NATIVE,
    "active_cell": Property("native", "Its `row` counts on the page. It is cleared with the page, as there."),
    "selected_cells": Property("native", "As `active_cell`."),
    "start_cell": Property("native", "As `active_cell`."),
    "end_cell": Property("native", "As `active_cell`."),
    "is_focused": NATIVE,
    "include_headers_on_copy_paste": Property("native", "What is copied are cells of the page."),
    # Editing
    "editable": refused(_NO_EDITING),
    "row_deletable": refused("A row would be back with its page. Delete it from the data itself."),
    "data_previous": refused(_NO_EDITING, ()),
    "data_timestamp": refused(_NO_EDITING, ()),
    "dropdown": Property(
        "native", "In a column of `presentation` 'dropdown', a cell shows its value's label."
    ),
    "dropdown_conditional": Property("native", "Its columns are sent, or it is refused."),
    "dropdown_data": Property("own", _BY_ROW),
    # Export
    "export_columns": refused(_EXPORT, ("visible", "all")),
    "export_format": refused(_EXPORT, ("none",)),
    "export_headers": refused(_EXPORT, ()),
    # Tooltips
    "tooltip": NATIVE,
    "tooltip_conditional": Property(
        "native", "Its columns are sent, or it is refused. So is `row_index`: use `tooltip_data`."
    ),
    "tooltip_data": Property("own", _BY_ROW),
    "tooltip_header": NATIVE,
    "tooltip_delay": NATIVE,
    "tooltip_duration": NATIVE,
    # Looks
    "fixed_columns": NATIVE,
    "fixed_rows": NATIVE,
    "merge_duplicate_headers": NATIVE,
    "locale_format": NATIVE,
    "markdown_options": NATIVE,
    "fill_width": NATIVE,
    "css": _MERGED,
    "style_as_list_view": NATIVE,
    "style_table": _MERGED,
    "style_cell": _MERGED,
    "style_data": _MERGED,
    "style_filter": _MERGED,
    "style_header": _MERGED,
    "style_cell_conditional": Property("native", "Its columns are sent, or it is refused."),
    "style_data_conditional": Property(
        "native", "Its columns are sent, or it is refused. `row_index` counts on the page, as there."
    ),
    "style_filter_conditional": Property("native", "Its columns are sent, or it is refused."),
    "style_header_conditional": Property("native", "Its columns are sent, or it is refused."),
    # What the browser tells
    "derived_filter_query_structure": read(),
    "derived_viewport_data": read(),
    "derived_viewport_indices": read(
        "The browser writes it. It counts on the page, as `selected_rows` does.", "own"
    ),
    "derived_viewport_row_ids": read(),
    "derived_viewport_selected_columns": read(),
    "derived_viewport_selected_rows": read(),
    "derived_viewport_selected_row_ids": read(),
    "derived_virtual_data": read(_PAGE_ALONE, "own"),
    "derived_virtual_indices": read(_PAGE_ALONE, "own"),
    "derived_virtual_row_ids": read(_PAGE_ALONE, "own"),
    "derived_virtual_selected_rows": read(_PAGE_ALONE, "own"),
    "derived_virtual_selected_row_ids": read(_PAGE_ALONE, "own"),
    # Dash's own
    "loading_state": read(),
    "persistence": Property(
        "own", "It keeps what the reader changed, but for the selected rows, which are those of a page."
    ),
    "persisted_props": Property("own", "As `persistence`: 'selected_rows' is refused."),
    "persistence_type": NATIVE,
}

COLUMN_PROPERTIES: dict[str, Property] = {
    "id": Property("own", "A column of the frame; what is no text is its `str()`."),
    "name": Property("own", "The `id` by default."),
    "type": Property("own", "The one that the frame's cells have by default."),
    "presentation": Property("native", "'dropdown' shows the labels of `dropdown`; nothing is edited."),
    "selectable": NATIVE,
    "clearable": refused(_NO_EDITING),
    "deletable": refused("The column would be sent all the same. Use `hideable`."),
    "editable": refused(_NO_EDITING),
    "hideable": NATIVE,
    "renamable": Property("native", "The name changes, and not the `id` that filters and sorts go by."),
    "filter_options": NATIVE,
    "format": NATIVE,
    "on_change": refused(_NO_EDITING, ()),
    "sort_as_null": NATIVE,
    "validation": refused(_NO_EDITING, ()),
}


BY_ROW = ("tooltip_data", "dropdown_data")
"""The properties that have a value for each row, of which the browser has those of the page."""


def check_properties(properties: Mapping[str, Any]) -> None:
    """Refuse what a table can't do right.

    Raises
    ------
    ValueError
        If a property is given that isn't to be, or a value that is refused; with what to use instead.
    """
    for name, value in properties.items():
        check(f"{name}=", PROPERTIES.get(name, NATIVE), value)
    if "selected_rows" in (properties.get("persisted_props") or ()):
        raise ValueError(f"persisted_props= has 'selected_rows': {PROPERTIES['persistence'].note}")
    for column in properties.get("columns") or ():
        _check_column(column)


def _check_column(column: Any) -> None:
    if not isinstance(column, Mapping) or "id" not in column:
        raise ValueError(f"columns= must be a list of dictionaries that each have an 'id', not {column!r}.")
    for key, value in column.items():
        if key not in COLUMN_PROPERTIES:
            known = ", ".join(COLUMN_PROPERTIES)
            raise ValueError(f"columns= of {column['id']!r} has {key!r}, which is none of {known}.")
        check(f"columns= of {column['id']!r}: {key!r}", COLUMN_PROPERTIES[key], value)
