"""What a chart has selected of a table: conditions that come from the browser, and can only narrow it."""

from __future__ import annotations

import datetime as dt
import re
import reprlib
from collections.abc import Mapping
from typing import Any

from .date_spans import DAY, SECOND
from .expression import Literal
from .javascript import is_double, is_numeric, number_of
from .predicates import (
    CellKind,
    Cells,
    Filter,
    IsNull,
    Predicate,
    Within,
    all_of,
    any_of,
    compare,
    negation,
)
from .view import check_columns

MAX_VALUES = 1_000
"""How many values a condition may list."""

MAX_CONDITIONS = 20

_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,18}))?)?)?Z?"
)

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001  the clock on the wall, as the cells are sent


def within(conditions: Any, kinds: Mapping[str, CellKind]) -> Filter:
    """Say which rows conditions take.

    Parameters
    ----------
    conditions
        A list of dictionaries, all of which hold: `{"column": …, "values": […]}` of the rows with one of the
        values, where None is a missing one, `{"column": …, "without": […]}` of the others, or
        `{"column": …, "from": …, "to": …}` of those from one to another, both included. Dates are texts as
        plotly has them: `2000-01-31 12:30:00.5`.
    kinds
        What the cells of each column are.

    Raises
    ------
    UnknownColumnError
        If a column isn't there.
    ValueError
        If they are something else, or too many.
    """
    if not isinstance(conditions, list) or len(conditions) > MAX_CONDITIONS:
        raise ValueError(f"A chart's selection must be a list of at most {MAX_CONDITIONS} conditions.")
    return Filter(all_of(*(_rows(condition, kinds) for condition in conditions)))


def _rows(condition: Any, kinds: Mapping[str, CellKind]) -> Predicate:
    match condition:
        case {"column": str(name), "values": list(values)} if len(values) <= MAX_VALUES:
            check_columns([name], kinds, "A chart's selection")
            return any_of(*(_equal(name, kinds[name], value) for value in values))
        case {"column": str(name), "without": list(values)} if len(values) <= MAX_VALUES:
            check_columns([name], kinds, "A chart's selection")
            return negation(any_of(*(_equal(name, kinds[name], value) for value in values)))
        case {"column": str(name), "from": least, "to": most}:
            check_columns([name], kinds, "A chart's selection")
            if kinds[name] == "date":
                return Within(name, _nanosecond(least), _nanosecond(most) + 1)
            if kinds[name] == "number":
                cells = Cells(name)
                return all_of(
                    compare(">=", cells, Literal(_number(least))),
                    compare("<=", cells, Literal(_number(most))),
                )
    raise ValueError(
        "A chart's selection has conditions like {'column': …, 'values': […]} or 'without', of at most"
        f" {MAX_VALUES:,} values, and, of numbers and dates, {{'column': …, 'from': …, 'to': …}}, not"
        f" {reprlib.repr(condition)}."
    )


def _equal(name: str, kind: CellKind, value: Any) -> Predicate:
    if value is None:
        return IsNull(name)
    match kind:
        case "number":
            # The names in a legend are texts.
            number = number_of(value) if isinstance(value, str) and is_numeric(value) else value
            return compare("=", Cells(name), Literal(_number(number)))
        case "date":
            start = _nanosecond(value)
            return Within(name, start, start + 1)
        case "boolean":
            return compare("=", Cells(name, "text"), Literal(str(value).lower()))
        case "text" if isinstance(value, str):
            return compare("=", Cells(name), Literal(_encodable(value)))
    raise ValueError(f"{name!r} has no values like {reprlib.repr(value)}.")


def _encodable(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{reprlib.repr(value)} has half of a surrogate pair.") from None
    return value


def _number(value: Any) -> float:
    if not is_double(value):
        raise ValueError(f"{reprlib.repr(value)} is no finite number.")
    return float(value)


def _nanosecond(value: Any) -> int:
    """Read a date as plotly writes it."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{reprlib.repr(value)} is no date like 2000-01-31 12:30:00.")
    try:
        passed = dt.datetime(*(int(part or 0) for part in found.groups()[:6])) - _EPOCH  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError as error:
        raise ValueError(f"{value!r} is no date: {error}.") from None
    return passed.days * DAY + passed.seconds * SECOND + int((found[7] or "")[:9].ljust(9, "0"))
