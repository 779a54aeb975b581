"""The rows that the reader of a grid selects: single ones, or all that match a filter, with exceptions.

AG Grid knows the rows that have come alone, and would send whole rows at each change. So a `dcc.Store` has
their positions in the frame, or the filter, and the component's script keeps the grid's boxes in step with
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .grid_view import asked_view
from .selection import checked_rows, rows_of
from .source import Source
from .view import View


def selected_frame(source: Source, selection: Any, store: Mapping[str, Any]) -> Any:
    """Take the rows of a selection, which the browser may have changed.

    Raises
    ------
    ValueError
        If it is something else than the data of `ids.selection`.
    """
    height = source.count(View())
    match selection:
        case {"all": {} as asked}:
            view = replace(asked_view(asked, store, source.kinds), order=())
            excepted = set(checked_rows(selection.get("except") or [], height, "The selection's exceptions"))
            if not excepted:
                return source.frame(view)
            positions = source.positions_of(view, slice(0, source.count(view)))
            return source.frame(View(), rows=[row for row in positions if row not in excepted])
    return source.frame(View(), rows=rows_of(selection, height))


def marks(
    source: Source, selection: Any, store: Mapping[str, Any], view: View, rows: slice
) -> list[bool] | None:
    """Tell which rows of a view are among all that were selected; None where single ones are."""
    match selection:
        case {"all": {} as asked}:
            chosen = asked_view(asked, store, source.kinds).filter
            if chosen is None:
                return [True] * (rows.stop - rows.start)
            return source.taken_by(chosen, view, rows)
    return None
