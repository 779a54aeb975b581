"""Views of a source as a DataTable asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.tables.filter_query import parse
from components.tables.meaning import meaning
from components.tables.source import Source
from components.tables.view import View, sort_order


def view(
    source: Source, filter_query: str = "", sort_by: Any = (), as_null: Mapping[str, Any] | None = None
) -> View:
    """The view of a query and a sort."""
    expression = parse(filter_query)
    taken = None if expression is None else meaning(expression, source.kinds)
    return View(taken, sort_order(sort_by, as_null))
