"""What a DataTable asks for: its `filter_query` and `sort_by`, as a filter and an order of a source's rows.

Both come from the browser, so they may be anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from .expression import columns_of
from .filter_query import FilterQueryError, parse, without_braces
from .meaning import meaning
from .predicates import CellKind, Filter
from .view import SortKey, check_columns, sort_order


def filter_of(filter_query: Any, kinds: Mapping[str, CellKind]) -> Filter | None:
    """Say which rows a query takes; None for all.

    It does more than the browser at one place: a case-insensitive comparison with a missing value, on which
    the browser crashes, doesn't hold. Of a case-insensitive column, a reader can't ask in another way.

    Parameters
    ----------
    filter_query
        The query; None is as an empty one.
    kinds
        What the cells of each column are.

    Raises
    ------
    FilterQueryError
        If it can't be understood.
    UnknownColumnError
        If it names another column.
    """
    query = filter_query or ""
    if not isinstance(query, str):  # which `parse` refuses, and which may not be a key to look up
        parse(query)
    return _read(query, tuple(kinds.items()))


@lru_cache(maxsize=256)
def _read(filter_query: str, kinds: tuple[tuple[str, CellKind], ...]) -> Filter | None:
    expression = parse(filter_query)
    if expression is None:
        return None
    check_columns(columns_of(expression), dict(kinds), "filter_query")
    if hint := without_braces(expression, dict(kinds)):
        raise FilterQueryError(hint, filter_query)
    return replace(meaning(expression, dict(kinds)), faults=())


def order_of(sort_by: Any, store: Mapping[str, Any], kinds: Mapping[str, CellKind]) -> tuple[SortKey, ...]:
    """Say how rows are sorted.

    Parameters
    ----------
    sort_by
        What the table is sorted by; None is as an empty list.
    store
        The data of the table's `dcc.Store`, whose `sort_as_null` are the values that sort as if missing.
    kinds
        What the cells of each column are.

    Raises
    ------
    UnknownColumnError
        If it names another column.
    ValueError
        If one of both is something else.
    """
    as_null = store.get("sort_as_null", {})
    if not isinstance(as_null, dict) or not all(isinstance(values, list) for values in as_null.values()):
        raise ValueError("sort_as_null must be lists of values by column.")
    order = sort_order(sort_by or [], as_null)
    check_columns((key.column for key in order), kinds, "sort_by")
    return order
