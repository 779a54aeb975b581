"""Properties of a DataTable that have a value for each row: the page's part of them is sent.

They are stored as a frame of their own, with a JSON text for each row of the data, and so are found by the
positions of the rows in view.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..datatable_properties import BY_ROW
from .kept import FrameSource


def table_of(properties: Mapping[str, Any], row_count: int) -> pa.Table | None:
    """Make a frame of what the rows have; None if no property is given.

    Parameters
    ----------
    properties
        The properties of a DataTable.
    row_count
        How many rows the data has; the rows after the end of a shorter list have nothing.

    Raises
    ------
    ValueError
        If a property is no list of dictionaries that JSON can hold, or has more of them than there are rows.
    """
    given = {name: properties[name] for name in BY_ROW if properties.get(name) is not None}
    columns = {name: pa.array(_texts(name, rows, row_count), pa.string()) for name, rows in given.items()}
    return pa.table(columns) if columns else None


def _texts(name: str, rows: Any, row_count: int) -> list[str | None]:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, dict | None) for row in rows):
        raise ValueError(f"{name}= must be a list of dictionaries, one a row of the frame.")
    if len(rows) > row_count:
        raise ValueError(f"{name}= has {len(rows):,} items, and the frame only {row_count:,} rows.")
    try:
        texts = [json.dumps(row, allow_nan=False) if row else None for row in rows]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}= has something that JSON can't hold: {error}") from error
    return texts + [None] * (row_count - len(rows))


def values_at(source: FrameSource, positions: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """Give the properties for the rows at positions, from the source of such a frame.

    Raises
    ------
    ValueError
        If there are no such rows, or the source is of another frame.
    """
    if not set(source.kinds) <= set(BY_ROW):
        raise ValueError("The rows' tooltips and dropdowns aren't in what the table's store names.")
    records = source.records_at(positions)
    return {name: [json.loads(record[name] or "{}") for record in records] for name in source.kinds}
