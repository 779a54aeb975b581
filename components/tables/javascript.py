"""Numbers, texts and dates as the browser's JavaScript reads them.

These functions take one value. An engine does the same to whole columns, with the same patterns.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
import sys
from collections.abc import Callable
from typing import Any, TypeGuard

BLANKS = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANKS += "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What JavaScript takes for white space; Python and Polars each have another opinion."""

DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
"""A decimal number as `Number()` reads it, in a syntax that Python and Polars agree on."""

WHOLE_IN_BASE = r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)"
"""A hexadecimal, octal or binary number as `Number()` reads it."""

_LINE_END = "\n\r\u2028\u2029"
_MINUTE = "[0-5][0-9]"
_SECOND = rf"{_MINUTE}(?:\.[0-9]+)?"
_ZONE = r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})"

DATE = (
    rf"(?:^|[{_LINE_END}])[{BLANKS}]*"  # one line of the text is enough
    r"(?P<year>-?[0-9]{4}|[0-9]{2})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})"
    rf"(?:[ Tt](?P<hour>[01]?[0-9]|2[0-3])"
    rf"(?::(?P<minute>{_MINUTE})(?::(?P<second>{_SECOND}))?{_ZONE}?)?)?)?)?"
    rf"[{BLANKS}]*(?:[{_LINE_END}]|$)"
)
"""What `datestartswith` takes for a date, before month and day are looked up in the calendar."""

DATE_WITH_ALL_DIGITS = (
    r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}"
    rf"(?:[ T](?:[01][0-9]|2[0-3])(?::{_MINUTE}(?::{_SECOND})?{_ZONE}?)?)?)?)?$"
)
"""Those dates whose normal form differs from them in little more than the letter T: most dates."""

ZONE_AT_END = f"{_ZONE}$"

# The strong test in these bases has no false answer below 2**64 (Jim Sinclair, 2011).
_BASES = (2, 325, 9375, 28178, 450775, 9780504, 1795265022)


def number_of(text: str) -> float:
    """Give what `Number()` makes of a text: 0 of a blank one, NaN of one that is no number."""
    text = text.strip(BLANKS)
    if not text:
        return 0.0
    if re.fullmatch(DECIMAL, text):
        return float(text)
    if re.fullmatch(WHOLE_IN_BASE, text):
        try:
            return float(int(text, 0))
        except OverflowError:
            return math.inf
    return {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}.get(text, math.nan)


def is_double(value: Any) -> TypeGuard[float]:
    """Tell whether a value of JSON is a number that JavaScript can hold: no infinity, and none beyond."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def is_numeric(text: str) -> bool:
    """Tell whether `=` takes a text for a number: it isn't blank, and its number is finite."""
    return bool(text.strip(BLANKS)) and math.isfinite(number_of(text))


def text_of(value: str | float) -> str:
    """Give what `String()` makes of a text or of a finite number."""
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        return f"{decimal.Decimal(repr(value)):f}".removesuffix(".0")
    digits, _, exponent = repr(value).partition("e")
    return f"{digits}e{exponent[0]}{exponent[1:].lstrip('0')}"


def utf16_units(text: str) -> bytes:
    """Give what texts are ordered by: their UTF-16 code units."""
    return text.encode("utf-16-be")


def date_of(text: str) -> str | None:
    """Give the normal form of a date, `YYYY-MM-DD HH:MM:SS.f` as far as given; None if the text is none."""
    found = re.search(DATE, text)
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    number = int(year)
    if len(year) == 2:  # a year of the century that began 70 years ago
        first = dt.datetime.now(dt.UTC).year - 70
        number = (number + 2000 - first) % 100 + first
    if not _is_day(number, int(month or 1), int(day or 1)):
        return None
    parts = (
        ("", f"{'-' if number < 0 else ''}{abs(number):04}"),
        ("-", month and month.zfill(2)),
        ("-", day and day.zfill(2)),
        (" ", hour and hour.zfill(2)),
        (":", minute),
        (":", second and second[: len("20.123456789")]),
    )
    return "".join(separator + part for separator, part in parts if part)


def _is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar of today, for any year, has such a day."""
    if not 1 <= month <= 12:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def is_even(number: float) -> bool:
    """Tell whether the remainder by 2 is 0."""
    return number % 2 == 0


def is_odd(number: float) -> bool:
    """Tell whether the remainder by 2 is 1, which it is of no negative number."""
    return number > 0 and number % 2 == 1


def is_prime(number: float) -> bool:
    """Tell whether no odd number divides a number; any number from 2 that isn't whole is prime, too."""
    if number < 2 or number != math.floor(number):
        return number >= 2
    whole = int(number)
    if whole % 2 == 0:
        return whole == 2
    twos = ((whole - 1) & -(whole - 1)).bit_length() - 1
    return all(_is_probably_prime(whole, base % whole, twos) for base in _BASES)


def _is_probably_prime(number: int, base: int, twos: int) -> bool:
    """Test as Miller and Rabin do: of a prime, base**odd is 1, or squaring it gives -1 on the way.

    `number` is `odd` times 2 to the power of `twos`, and 1.
    """
    power = pow(base, number >> twos, number)
    if base == 0 or power in (1, number - 1):
        return True
    return any((power := power * power % number) == number - 1 for _ in range(twos - 1))


NUMBER_TESTS: dict[str, Callable[[float], bool]] = {"even": is_even, "odd": is_odd, "prime": is_prime}
"""The tests of numbers by their names."""
