"""A date's text as spans of time: comparing dates with a text, without writing a million dates as text.

What is sent for a date is text, and compares as text. These texts are in the order of time: those that are
below a given text, or begin with it, are those of a span of time, and a search finds its ends.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Literal as OneOf

from .predicates import Constant, IsNull, Predicate, Relation, Within, all_of, negation

SECOND = 10**9
DAY = 24 * 60 * 60 * SECOND

FIRST = -719_528 * DAY
"""The year 0 begins, in nanoseconds since 1970."""

END = 2_932_897 * DAY
"""The year 9999 has ended."""

_CALENDAR = 146_097
"""After so many days, 400 years, the calendar repeats itself: Python's own has no year 0."""

_YEAR_400 = dt.date(400, 1, 1).toordinal()

_AFTER = "\0"
_LAST = "\U0010ffff"


def span(column: str, relation: Relation | OneOf["startswith"], text: str) -> Predicate:
    """Say which dates of a column have texts that are in a relation with this one, on their right."""
    if relation == "!=":
        return all_of(negation(IsNull(column)), negation(span(column, "=", text)))
    ends: dict[str, tuple[str | None, str | None]] = {
        "=": (text, text + _AFTER),
        ">=": (text, None),
        ">": (text + _AFTER, None),
        "<=": (None, text + _AFTER),
        "<": (None, text),
        "startswith": (text, text + _LAST),
    }
    return _within(column, *ends[relation])


def _within(column: str, start: str | None, end: str | None) -> Predicate:
    """Hold for dates with texts from `start` until before `end`."""
    first = FIRST if start is None else _first_from(start)
    until = END if end is None else _first_from(end)
    return Within(column, first, until) if first < until else Constant(holds=False)


def _first_from(text: str) -> int:
    """Find the first nanosecond whose text isn't before this one."""
    seconds = range(FIRST // SECOND, END // SECOND)
    second = seconds.start + bisect_left(seconds, text, key=lambda second: text_of(second * SECOND))
    before = (second - 1) * SECOND
    return before + bisect_left(range(SECOND), text, key=lambda rest: text_of(before + rest))


def text_of(nanoseconds: int) -> str:
    """Write a point in time as what is sent for it, `YYYY-MM-DD[THH:MM:SS[.f]]`."""
    days, rest = divmod(nanoseconds, DAY)
    eras, day = divmod(days - FIRST // DAY, _CALENDAR)
    date = dt.date.fromordinal(_YEAR_400 + day)
    text = f"{date.year - 400 + 400 * eras:04}-{date.month:02}-{date.day:02}"
    if not rest:
        return text
    seconds, fraction = divmod(rest, SECOND)
    clock = f"T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text + clock + (f".{fraction:09}".rstrip("0") if fraction else "")
