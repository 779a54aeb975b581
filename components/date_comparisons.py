"""Comparing a column of dates with a literal, without writing a million dates as text.

What is sent for a date is text, and is compared as text. These texts are in the order of time: those that are
below a given text, or begin with it, are those of a span of time, and a search finds its ends.
"""

import operator
from collections.abc import Callable
from typing import cast

import polars as pl

from . import cells, coercions
from .filter_query import Operator, number_of

_AFTER = "\0"
_LAST = "\U0010ffff"

# The texts that a relation holds for, as those from one text until before another.
_SPANS: dict[Operator, Callable[[str], tuple[str | None, str | None]]] = {
    "=": lambda text: (text, text + _AFTER),
    "!=": lambda text: (text, text + _AFTER),  # those that it doesn't hold for
    ">=": lambda text: (text, None),
    ">": lambda text: (text + _AFTER, None),
    "<=": lambda text: (None, text + _AFTER),
    "<": lambda text: (None, text),
    "datestartswith": lambda text: (text, text + _LAST),
}

_OF_MISSING: dict[Operator, Callable[[float, float], bool]] = {
    "!=": lambda _zero, _number: True,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def compared(dates: pl.Series, relation: Operator, literal: str | float) -> pl.Expr:
    """Compare dates with a literal on their right, case-sensitively.

    Parameters
    ----------
    dates
        A column of type Date or Datetime.
    relation
        Any operator but `contains`.
    literal
        What the query gives. A number is neither equal to a date's text, nor before or after it.

    Returns
    -------
    An expression of the column, true or false.
    """
    ticks = cells.wall_clock(dates.name, dates.dtype).to_physical()
    text = _date_prefix(literal) if relation == "datestartswith" else literal
    within = (
        _is_within(dates, ticks, *_SPANS[relation](text)) if isinstance(text, str) else pl.lit(value=False)
    )
    number = number_of(literal) if isinstance(literal, str) else literal
    of_missing = relation in _OF_MISSING and _OF_MISSING[relation](0.0, number)  # a missing value counts as 0
    answers = ~within if relation == "!=" else within
    return pl.when(ticks.is_null()).then(of_missing).otherwise(answers)


def _date_prefix(literal: str | float) -> str | None:
    """Give what the text of a date begins with that `datestartswith` holds for; None if it holds for none."""
    date = cast("pl.Expr", coercions.date(coercions.literal(literal)))
    normal = cast("str | None", pl.select(date).item())
    return None if normal is None else normal.replace(" ", "T")


def _is_within(dates: pl.Series, ticks: pl.Expr, start: str | None, end: str | None) -> pl.Expr:
    """Tell which dates have texts from `start` until before `end`."""
    first, last = dates.to_frame().select(ticks.min().alias("first"), ticks.max().alias("last")).row(0)
    if first is None:
        return pl.lit(value=False)
    begin = first if start is None else _first_from(start, first, last + 1, dates.dtype)
    until = last + 1 if end is None else _first_from(end, first, last + 1, dates.dtype)
    return ticks.is_between(begin, until, closed="left")


def _first_from(text: str, low: int, high: int, dtype: pl.DataType) -> int:
    """Find the first tick from `low` whose text isn't before `text`, or `high`."""
    while low < high:
        step = (high - low) // 64 + 1  # 64 places are looked at in one go
        places = range(low, high, step)
        before = int((_texts(places, dtype) < text).sum())
        if before == 0:
            return low
        low, high = places[before - 1] + 1, min(places[before - 1] + step, high)
    return low


def _texts(ticks: range, dtype: pl.DataType) -> pl.Series:
    """Write ticks of a wall clock as the text that is sent."""
    dates = pl.Series("date", ticks, dtype=pl.Int64).cast(
        pl.Datetime(dtype.time_unit) if isinstance(dtype, pl.Datetime) else dtype
    )
    return dates.to_frame().select(cells.cell("date", dates.dtype)).to_series()
