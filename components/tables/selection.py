"""The rows that a reader selects: by their positions in the frame, on whatever page they are.

DataTable's `selected_rows` are positions among the rows that the browser has, which are those of a page; and
it clears them whenever page, filter or sort change. So a `dcc.Store` keeps the selection, and a callback in
the browser keeps both in step.
"""

from __future__ import annotations

import reprlib
from typing import Any

# A page and a selection are what `DataTableAIO.ids` says of them. This is called when a page has come, when
# `selected_rows` have changed (by the reader, the table or the app), and when the app has set the selection.
SCRIPT = """
(() => {
  // By table, the page whose rows the reader sees: what is clicked while the next one is awaited is on it.
  const shown = new Map();

  return function select(chosen, page, selection, chosen_ids, selectable, data, ...view) {
    const { no_update, callback_context: context } = dash_clientside;
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    const changed = (end) => context.triggered.some(({ prop_id }) => prop_id.endsWith(end));
    const table = JSON.stringify(context.outputs_list[0].id);
    const last = changed('"subcomponent":"page"}.data') && shown.get(table);
    const ids = page.rows.map((_, index) => data?.[index]?.id ?? null);
    // Of other data, the positions mean nothing.
    const df = page.df ?? selection?.df;
    const seen = last || { df, rows: page.rows, ids };
    shown.set(table, { df, rows: page.rows, ids });

    const picked = new Map();  // in the order of their selection
    const kept = [df, undefined, null].includes(selection?.df) ? selection?.rows ?? [] : [];
    kept.forEach((row, index) => picked.set(row, selection.ids?.[index] ?? null));
    if (changed(".selected_rows") && !changed('"subcomponent":"selection"}.data')) {
      const rows = (chosen ?? []).filter((index) => index in seen.rows && seen.df === df);
      // Before the rows of another page or order have come, it is the table that clears its selection.
      if (!last && same(view, JSON.parse(page.view))) {
        const boxes = new Set(rows);
        seen.rows.forEach((row, index) => boxes.has(index) || picked.delete(row));
      }
      if (selectable === "single" && rows.length) picked.clear();
      rows.forEach((index) => picked.set(seen.rows[index], seen.ids[index]));
    }
    page.rows.forEach((row, index) => picked.has(row) && picked.set(row, ids[index]));

    const next = { df, rows: [...picked.keys()], ids: [...picked.values()] };
    const position = new Map(page.rows.map((row, index) => [row, index]));
    const selected = next.rows.filter((row) => position.has(row)).map((row) => position.get(row));
    return [
      same(selected, chosen ?? []) ? no_update : selected,
      same(next.ids, chosen_ids ?? []) ? no_update : next.ids,
      same(next, selection) ? no_update : next,
    ];
  };
})()
"""


def rows_of(selection: Any, row_count: int) -> list[int]:
    """Give the positions that a selection has, which the browser may have changed.

    Parameters
    ----------
    selection
        The `data` of the selection's `dcc.Store`; None where there is none.
    row_count
        How many rows the frame has.

    Raises
    ------
    ValueError
        If it is something else than different positions of such a frame.
    """
    match selection:
        case None:
            return []
        case {"rows": rows}:
            return checked_rows(rows, row_count, "The selection's rows")
    raise ValueError(f"A selection must be the data of ids.selection, not {reprlib.repr(selection)}.")


def checked_rows(rows: Any, row_count: int, what: str) -> list[int]:
    """Give positions of a frame's rows, or say that `what` they are is no list of different ones."""
    checked: dict[int, None] = {}
    for row in rows if isinstance(rows, list | tuple) else [None]:
        if isinstance(row, bool) or not isinstance(row, int) or not 0 <= row < row_count:
            raise ValueError(
                f"{what} must be a list of positions in the frame's {row_count:,} rows, from 0, "
                f"not {reprlib.repr(rows)}."
            )
        if row in checked:
            raise ValueError(f"{what} have the position {row} twice.")
        checked[row] = None
    return list(checked)
