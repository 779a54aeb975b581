"""How the numbers of a column are written, so that they read well; filters and sorts see the values."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from dash.dash_table.Format import Format, Group, Scheme

MAX_DECIMALS = 6
"""The most decimals that all numbers of a column are written with."""

DIGITS_IN_FULL = 8
"""The most digits of a number whose decimals are all written."""

SIGNIFICANT = 4
"""The significant digits that each number keeps where decimals are cut."""

_GROUPED_FROM = 10_000
_EXACT = 2**53  # up to which the browser has whole numbers of their own

# Whole numbers that tell one thing from another, or a time, by the last word of their column's name.
_LABELS = {
    *("code", "ean", "id", "ids", "index", "isbn", "key", "no", "nr", "num", "number", "phone", "postcode"),
    *("zip", "date", "day", "month", "period", "week", "year", "years"),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What has to be known of a column's numbers; missing ones don't count.

    Parameters
    ----------
    whole
        Whether there are no fractions among them.
    largest
        The largest, without their signs.
    smallest
        The smallest but zero, without their signs; infinite if all are zero.
    spread
        From the least to the most.
    decimals
        How many decimals they have at most; None if these are more than `MAX_DECIMALS`.
    usual_decimals
        How many nine of ten have at most; None likewise.
    """

    whole: bool
    largest: float
    smallest: float
    spread: float
    decimals: int | None
    usual_decimals: int | None


def number_format(name: str, numbers: Numbers | None) -> dict[str, Any] | None:
    """Choose the `format` of a DataTable's column, the same for all of its cells.

    - Whole numbers are grouped (`1,318,683,096`) where the column has one from 10,000 on, unless its name
      ends in a word such as id, code, zip, year or number: these are labels. Nothing is cut off them.
    - Other numbers have as many decimals as nine of ten have (`41.763`), if that makes no more than 8 digits.
      What a computation leaves after the twelfth digit (`41.76300000000001`) isn't counted.
    - Where that makes more (`0.502448850047367`), decimals are cut.
    - Where more than 6 decimals had to be left, or numbers are beyond 10¹⁵, each number has so many
      significant digits instead (`0.00001234`, `1.235e+20`).

    Whatever is cut, each number keeps four significant digits, and the last digit of each stands for no more
    than a thousandth of the column's spread. So numbers that are written alike differ by less than a
    thousandth of their size and of that spread, and only zero is written as zero.

    Parameters
    ----------
    name
        The column's name.
    numbers
        What its numbers are like; None if there are none.

    Returns
    -------
    What `dash_table.Format` makes, or None where numbers read well as the browser writes them.
    """
    if numbers is None:
        return None
    if numbers.whole:
        grouped = _GROUPED_FROM <= numbers.largest <= _EXACT and not _is_label(name)
        return _json(Format(group=Group.yes, scheme=Scheme.decimal_integer)) if grouped else None
    digits = _exponent(numbers.largest) + 1
    least = _least_decimals(numbers)
    if numbers.usual_decimals is not None:
        decimals = max(numbers.usual_decimals, least)
        if max(digits, 1) + decimals <= DIGITS_IN_FULL:
            return _fixed(decimals)
    return _fixed(least) if least <= MAX_DECIMALS and digits <= 15 else _significant(numbers, digits)


def _least_decimals(numbers: Numbers) -> int:
    """Count the decimals that no number can do without."""
    least = max(0, SIGNIFICANT - 1 - _exponent(numbers.smallest))
    if numbers.spread:
        least = max(least, SIGNIFICANT - 1 - _exponent(numbers.spread))
    return least if numbers.decimals is None else min(least, numbers.decimals)


def _significant(numbers: Numbers, digits: int) -> dict[str, Any] | None:
    """Give each number as many digits as the largest takes."""
    precision = SIGNIFICANT
    if numbers.spread:
        precision = max(precision, digits - 1 - _exponent(numbers.spread) + SIGNIFICANT)
    if digits <= DIGITS_IN_FULL:  # or the large ones would have an exponent for the small ones' sake
        precision = max(precision, digits)
    if precision > 15:  # more than a double has
        return None
    return _json(Format(group=Group.yes, precision=precision, scheme=Scheme.decimal_or_exponent))


def _fixed(decimals: int) -> dict[str, Any]:
    return _json(Format(group=Group.yes, precision=decimals, scheme=Scheme.fixed))


def _json(format_: Format) -> dict[str, Any]:
    """Give what is sent, without what is empty."""
    return {name: value for name, value in format_.to_plotly_json().items() if value}


def _exponent(number: float) -> int:
    return math.floor(math.log10(number))


def _is_label(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return bool(words) and words[-1].lower() in _LABELS
