"""What an AG Grid asks for: its filter and sort models, as a filter and an order of a source's rows.

Both come from the browser, so they may be anything.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .filter_model import filter_of, quick_filter_of
from .predicates import CellKind, Filter, all_of
from .view import SortKey, View, check_columns

MAX_SORTS = 50
"""The most columns to sort by."""


def view_of(
    kinds: Mapping[str, CellKind],
    filter_model: Any = None,
    sort_model: Any = None,
    quick_filter: Any = None,
    *,
    filter_params: Mapping[str, Any] | None = None,
    searched: Iterable[str] | None = None,
) -> View:
    """Say which rows an AG Grid shows, and in which order.

    Parameters
    ----------
    kinds
        What the cells of each column are.
    filter_model, sort_model, quick_filter
        What the grid is filtered and sorted by; None is as an empty one.
    filter_params
        The `filterParams` of columns that have any.
    searched
        The columns that the quick filter searches; all by default.

    Raises
    ------
    FilterModelError
        If a filter can't be understood.
    UnknownColumnError
        If one of them names another column.
    ValueError
        If the sort model is something else.
    """
    filters = [
        filter_of(filter_model, kinds, filter_params),
        quick_filter_of(quick_filter, kinds if searched is None else searched, kinds),
    ]
    rows = [found.rows for found in filters if found is not None]
    return View(Filter(all_of(*rows)) if rows else None, order_of(sort_model, kinds))


def asked_view(asked: Any, store: Mapping[str, Any], kinds: Mapping[str, CellKind]) -> View:
    """Say which rows a grid shows, of what it asks for and what its `dcc.Store` says of its columns.

    Parameters
    ----------
    asked
        Its `filterModel`, `sortModel` and `quickFilter`; None is as an empty one.
    store
        The data of the `dcc.Store`: the columns' `filter_params`, and those that are `searched`.
    kinds
        What the cells of each column are.

    Raises
    ------
    FilterModelError, UnknownColumnError, ValueError
        As `view_of`; a ValueError if one of all this is something else.
    """
    asked = {} if asked is None else asked
    params, searched = store.get("filter_params"), store.get("searched")
    match asked, params, searched:
        case {}, {} | None, list() | None if all(isinstance(name, str) for name in searched or ()):
            check_columns(searched or (), kinds, "searched")
        case _:
            raise ValueError("A view must be a dictionary, as the data of ids.view.")
    return view_of(
        kinds,
        asked.get("filterModel"),
        asked.get("sortModel"),
        asked.get("quickFilter"),
        filter_params=params,
        searched=searched,
    )


def order_of(sort_model: Any, kinds: Mapping[str, CellKind]) -> tuple[SortKey, ...]:
    """Say how rows are sorted: missing values are the least, and rows that are equal stay in their order.

    Parameters
    ----------
    sort_model
        As AG Grid's `sortModel`; None is as an empty list.
    kinds
        What the cells of each column are.

    Raises
    ------
    UnknownColumnError
        If it names another column.
    ValueError
        If it is something else, or sorts by magnitude (`"type": "absolute"`).
    """
    order = checked_order(sort_model)
    check_columns((key.column for key in order), kinds, "sortModel")
    return order


def checked_order(sort_model: Any) -> tuple[SortKey, ...]:
    """Read a sort model, whose columns may be any."""
    items = [] if sort_model is None else sort_model
    order: dict[str, SortKey] = {}
    for item in items if isinstance(items, list | tuple) and len(items) <= MAX_SORTS else [None]:
        match item:
            case {"type": str(kind)} if kind != "default":
                raise ValueError(f"sortModel has the type {reprlib.repr(kind)}: rows are sorted by value.")
            case {"colId": str(column), "sort": "asc" | "desc" as direction}:
                descending = direction == "desc"
                key = SortKey(column, descending, nulls_first=not descending, exact=True)
                order.setdefault(column, key)
            case _:
                shape = '[{"colId": "…", "sort": "asc" or "desc"}, …]'
                raise ValueError(f"sortModel must be like {shape}, not {reprlib.repr(sort_model)}.")
    return tuple(order.values())


def filter_params_of(
    column_defs: Sequence[Any] | None, default: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Give the `filterParams` of column definitions, also of those in groups, by column.

    `default` is the grid's `defaultColDef`.
    """
    of_all = dict((default or {}).get("filterParams") or {})
    params = {
        str(column.get("colId", column.get("field"))): {**of_all, **(column.get("filterParams") or {})}
        for column in leaf_columns(column_defs or ())
    }
    return {name: given for name, given in params.items() if given}


def leaf_columns(column_defs: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Give the definitions of columns, without the groups that they are in."""
    for column in column_defs:
        if "children" in column:
            yield from leaf_columns(column["children"])
        else:
            yield column
