"""An AG Grid's column definitions: made of the frame, and changed a column at a time."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .grid_properties import check_column
from .grid_view import leaf_columns
from .view import check_columns

# Rows that have not come yet have no values. These are no strings of JavaScript that a policy against `eval`
# would forbid: dash-ag-grid reads them itself.
_NUMBER = "params.value == null ? '' : d3.format('{specifier}')(params.value)"
_DATE_TIME = "params.value == null ? '' : params.value.replace('T', ' ')"
_BIGINT = "params.value == null ? '' : params.value.toString()"


def made_columns(
    columns: Mapping[str, Mapping[str, Any]], grid_types: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Make a definition for each column of a frame.

    Parameters
    ----------
    columns
        What `table_data.Description` says of them, with the `format` of their numbers.
    grid_types
        The `cellDataType` of each.
    """
    made: dict[str, dict[str, Any]] = {}
    for name, described in columns.items():
        cell_data_type = grid_types[name]
        definition: dict[str, Any] = {"field": name, "headerName": name, "cellDataType": cell_data_type}
        if cell_data_type in {"number", "bigint"}:
            definition["type"] = "rightAligned"
        if cell_data_type == "bigint":  # it is sent as text, of which the browser makes an exact number
            definition |= {
                "valueGetter": _function("aioBigInt(params)"),
                "valueFormatter": _function(_BIGINT),
            }
        elif specifier := described.get("format", {}).get("specifier"):
            definition["valueFormatter"] = _function(_NUMBER.format(specifier=specifier))
        elif cell_data_type == "dateTimeString":
            definition["valueFormatter"] = _function(_DATE_TIME)
        made[name] = definition
    return made


def _function(body: str) -> dict[str, str]:
    return {"function": body}


def column_defs(
    columns: Sequence[Any] | None,
    made: Mapping[str, Mapping[str, Any]],
    column_props: Mapping[Any, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Give the column definitions of a grid.

    Parameters
    ----------
    columns
        Names of columns, definitions with a `field`, and groups with `children`; None for all that there are.
    made
        What is made of the frame, by column.
    column_props
        What single columns have in place of that.

    Raises
    ------
    ValueError
        If a column is named twice, isn't there, or has a property that can't be done right.
    """
    definitions = [_completed(column, made) for column in (list(made) if columns is None else columns)]
    names = [column["field"] for column in leaf_columns(definitions)]
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f"columns= has {name!r} {count} times: a grid has each column once.")
    props = {str(name): given for name, given in column_props.items()}
    for name, given in props.items():
        if not isinstance(given, Mapping):
            raise TypeError(
                f"column_props= must have a dictionary of properties for {name!r}, not {given!r}."
            )
        if name not in names:
            raise ValueError(f"column_props= names {name!r}, and the grid has only {', '.join(names)}.")
    for column in leaf_columns(definitions):
        name = column["field"]
        column.update(copy.deepcopy(dict(props.get(name, {}))))
        check_column(column, made[name])
    return definitions


def _completed(column: Any, made: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    match column:
        case {"children": list() | tuple() as children}:
            return {
                **{name: copy.deepcopy(column[name]) for name in column if name != "children"},
                "children": [_completed(child, made) for child in children],
            }
        case {"field": field}:
            check_columns([str(field)], made, "columns=")
            return {
                **copy.deepcopy(dict(made[str(field)])),
                **copy.deepcopy(dict(column)),
                "field": str(field),
            }
        case {}:
            raise ValueError(f"columns= has a definition without a 'field' or 'children': {column!r}.")
    check_columns([str(column)], made, "columns=")
    return copy.deepcopy(dict(made[str(column)]))


def names_in(columns: Sequence[Any]) -> list[str]:
    """Name the columns of `columns=`, also those in groups."""
    names: list[str] = []
    for column in columns:
        match column:
            case {"children": list() | tuple() as children}:
                names += names_in(children)
            case {"field": field}:
                names.append(str(field))
            case {}:
                raise ValueError(f"columns= has a definition without a 'field' or 'children': {column!r}.")
            case _:
                names.append(str(column))
    return names
