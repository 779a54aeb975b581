"""A table's columns, as DataTable's `columns` and `hidden_columns` have them, and what names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .expression import Column, Comparison, UnaryTest, columns_of, leaves
from .filter_query import FilterQueryError, parse, without_braces
from .view import check_columns, sort_order

NOTHING_TO_TOGGLE = {"selector": ".dash-spreadsheet-menu-item", "rule": "display: none"}
"""Hides the button that toggles columns, which DataTable shows as soon as there is a hidden one."""


def named_columns(columns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Copy the items of `columns=`, with an `id` that is text: a frame's column 2007 is named "2007".

    Raises
    ------
    ValueError
        If two have the same `id`.
    """
    named = [{**column, "id": str(column["id"])} for column in columns]
    counts = Counter(column["id"] for column in named)
    for name, count in counts.items():
        if count > 1:
            raise ValueError(
                f"columns= has {count} items with the id {name!r}: a table has each column once."
            )
    return named


def completed_columns(
    columns: Sequence[dict[str, Any]] | None, made: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give each column what the app doesn't give: its `name`, its `type`, and a `format` of its numbers.

    Parameters
    ----------
    columns
        What `named_columns` gives; None for all that there are. One with a `type` gets no `format`.
    made
        For each column of the data, what is made of it.
    """
    if columns is None:
        return [dict(column) for column in made.values()]
    return [
        {
            name: value
            for name, value in made[column["id"]].items()
            if name != "format" or "type" not in column
        }
        | column
        for column in columns
    ]


def with_props(
    columns: Sequence[Mapping[str, Any]], column_props: Mapping[Any, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Put properties over those of single columns.

    Raises
    ------
    ValueError
        If there is no such column, or it were to have another id.
    TypeError
        If they are no dictionary.
    """
    props = {str(name): given for name, given in column_props.items()}
    ids = [column["id"] for column in columns]
    for name, given in props.items():
        if not isinstance(given, Mapping):
            raise TypeError(
                f"column_props= must have a dictionary of properties for {name!r}, not {given!r}."
            )
        if name not in ids:
            raise ValueError(f"column_props= names {name!r}, and the table has only {', '.join(ids)}.")
        if "id" in given:
            raise ValueError(f"column_props= can't give {name!r} another id: it is the frame's name for it.")
    return [{**column, **props.get(column["id"], {})} for column in columns]


def check_names(properties: Mapping[str, Any]) -> None:
    """Refuse what names a column that isn't there, or one that isn't shown where the browser needs it to be.

    Parameters
    ----------
    properties
        The properties of a DataTable, with its `columns`.

    Raises
    ------
    ValueError
        If `hidden_columns`, `sort_by` or `filter_query` do.
    """
    columns = [column["id"] for column in properties["columns"]]
    hidden = properties.get("hidden_columns") or ()
    check_columns(hidden, columns, "hidden_columns=")
    check_columns((key.column for key in sort_order(properties.get("sort_by") or ())), columns, "sort_by=")
    _check_filter_query(properties.get("filter_query") or "", columns, hidden)


def _check_filter_query(filter_query: str, columns: Sequence[str], hidden: Sequence[str]) -> None:
    """Refuse a query on which the browser's header cells crash, which read the simple ones."""
    try:
        expression = parse(filter_query)
    except FilterQueryError:
        return  # all rows are shown, and the reader is told
    if expression is None:
        return
    if hint := without_braces(expression, columns):
        raise ValueError(f"filter_query={filter_query!r}: {hint}.")
    check_columns(columns_of(expression), columns, "filter_query=")
    if filter_query.lstrip().startswith(("(", "!")):
        return
    for leaf in leaves(expression):
        match leaf:
            case Comparison(left=operand) | UnaryTest(operand=operand):
                if not isinstance(operand, Column) or operand.name in hidden:
                    raise ValueError(
                        f"filter_query={filter_query!r}: the browser fails on a comparison that begins with "
                        "something else than a {column} which is shown. In parentheses, it is right: "
                        f"({filter_query})"
                    )


def is_to_toggle(properties: Mapping[str, Any]) -> bool:
    """Tell whether there is a column that the reader may show and hide."""
    return any(column.get("hideable") for column in properties["columns"])
