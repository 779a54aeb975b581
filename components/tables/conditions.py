"""The conditions of styles, tooltips and dropdowns: the browser evaluates them, on the columns that it has.

What a condition names and the browser lacks is no error there: the condition never holds, in silence. So it
is one here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .expression import columns_of
from .filter_query import FilterQueryError, parse, without_braces

CONDITIONAL = (
    "style_cell_conditional",
    "style_data_conditional",
    "style_filter_conditional",
    "style_header_conditional",
    "tooltip_conditional",
    "dropdown_conditional",
)
"""The properties of a DataTable that are lists of what depends on an `if`."""


def check_conditions(properties: Mapping[str, Any], columns: Collection[str]) -> None:
    """Refuse conditions that the browser could not evaluate.

    Parameters
    ----------
    properties
        The properties of a DataTable.
    columns
        The columns that are sent.

    Raises
    ------
    ValueError
        If a condition has another shape, names a column that isn't sent, or has a `filter_query` that isn't
        understood or lacks braces; or if one of tooltips goes by the position of a row, which is another one
        on each page.
    """
    for name in CONDITIONAL:
        for condition in _conditions(name, properties.get(name)):
            if name == "tooltip_conditional" and condition.get("row_index") is not None:
                raise ValueError(
                    f"{name}= has a 'row_index', which counts rows of a page: use tooltip_data=."
                )
            for column in _columns(name, condition, columns):
                if column not in columns:
                    raise ValueError(
                        f"{name}= has a condition on the column {column!r}, which isn't sent to the browser: "
                        "put it in columns=, and in hidden_columns= if it isn't to be shown."
                    )


def _conditions(name: str, items: Any) -> Iterator[Mapping[str, Any]]:
    for item in items or ():
        match item:
            case {"if": {} as condition}:
                yield condition
            case {} if "if" not in item:
                pass  # it holds everywhere
            case _:
                raise ValueError(f"{name}= must be a list of dictionaries, whose 'if' is one, not {item!r}.")


def _columns(name: str, condition: Mapping[str, Any], columns: Collection[str]) -> Iterator[Any]:
    """Name the columns that a condition needs."""
    named = condition.get("column_id")
    yield from named if isinstance(named, list | tuple) else [] if named is None else [named]
    query = condition.get("filter_query")
    if query is not None:
        try:
            expression = parse(query)
        except FilterQueryError as error:
            raise ValueError(f"{name}= has a condition that the browser can't evaluate: {error}") from error
        if expression is None:
            return
        if hint := without_braces(expression, columns):
            raise ValueError(f"{name}= has the condition {query!r}: {hint}.")
        yield from columns_of(expression)
