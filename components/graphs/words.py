"""Numbers, dates and sentences as a style writes them, and how wide they are."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .style import Style

_LARGEST = 1e15
"""From here on, and below its inverse, numbers are written with a power of ten."""

MINUS = "\u2212"
_BEFORE, _BEHIND = ("$", "£", "€"), ("%", "°", "°C", "°F")
_NARROW, _WIDE = frozenset("iIljftr.,:;'|!()[] /-"), frozenset("mwMW@%—…")
_DIRECTIVES = frozenset("aAbBdfHIjmMpSuUVwWyY%")
_LONG_FORMS = {"c": "%x, %X", "x": "%-m/%-d/%Y", "X": "%-I:%M:%S %p", "e": "%_d"}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how many pixels a text is wide: as in a wide font, rather more than less."""
    shares = (
        0.36 if one in _NARROW else 0.92 if one in _WIDE else 0.72 if one.isupper() else 0.6 for one in text
    )
    return sum(shares) * size * (1.12 if bold else 1.0)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a room; a word that doesn't fit is broken, too."""
    lines: list[str] = []
    for word in text.split():
        pieces = _pieces(word, size, room, bold=bold)
        if len(pieces) > 1:
            lines += pieces
            continue
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    if width_of(word, size, bold=bold) <= room:
        return [word]
    pieces = [word[0]]
    for letter in word[1:]:
        if width_of(pieces[-1] + letter, size, bold=bold) <= room:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def shown(lines: list[str]) -> str:
    """Give lines to plotly, to which `<` would begin a tag and `%{` a value in a hover text."""
    return "<br>".join(escape(line, quote=False).replace("%{", "%&#123;") for line in lines)


def number(value: float, style: Style, step: float = 0.0, largest: float = 0.0) -> str:
    """Write a number: as exactly as a step between ticks, in millions where the largest of them is."""
    largest = max(largest, abs(value))
    sizes = ((1e9, style.billions), (1e6, style.millions), (0.0, ""))
    least, name = next(one for one in sizes if largest >= one[0])
    size = least or 1.0
    # Without a step: three digits that count.
    exact = step or (10 ** (math.floor(math.log10(abs(value))) - 2) if value else 1)
    if largest >= _LARGEST or exact < 1 / _LARGEST:
        text, name = f"{abs(value):.3g}", ""
    else:
        value, step, exact = value / size, step / size, exact / size
        digits = max(0, -math.floor(math.log10(exact) + 1e-9))
        # A step of 2.5 has a digit more than one of 2.
        digits += bool(step) and abs(round(step, digits) - step) > 1e-9 * step
        text = f"{abs(value):,.{digits}f}"
        if not step and "." in text:
            text = text.rstrip("0").rstrip(".")
    text = text.replace(",", "\0").replace(".", style.decimal).replace("\0", style.thousands)
    if not re.search("[1-9]", text):
        return "0"
    return (MINUS if value < 0 else "") + text + name


def with_unit(text: str, unit: str) -> str:
    """Write a unit with a number: a symbol at it, a word behind it."""
    if unit in _BEFORE:
        return f"{MINUS}{unit}{text[1:]}" if text.startswith(MINUS) else unit + text
    return text + (unit if unit in _BEHIND or not unit else f" {unit}")


def is_symbol(unit: str) -> bool:
    """Tell whether a unit stands at each number rather than above the axis."""
    return unit in (*_BEFORE, *_BEHIND)


def dated(value: dt.date, form: str) -> str:
    """Write a date as d3 does in the page: in numbers `%-` leaves out zeros, `%_` makes them spaces."""

    def part(found: re.Match[str]) -> str:
        pad, letter = found.groups()
        if letter in _LONG_FORMS:
            return dated(value, _LONG_FORMS[letter])
        text = value.strftime(f"%{letter}") if letter in _DIRECTIVES else letter
        zeros = len(text) - len(text.lstrip("0").rjust(1, "0"))
        return {"-": "", "_": " " * zeros}.get(pad, text[:zeros]) + text[zeros:]

    return re.sub("%([-_0]?)([a-zA-Z%])", part, form)


def day_and_time(value: dt.datetime | dt.date, style: Style) -> str:
    """Give the form of a date as exactly as it is."""
    if not isinstance(value, dt.datetime):
        return style.date_format
    return f"{style.date_format}, {clock([value])}"


def clock(times: Iterable[dt.datetime]) -> str:
    """Give the form of times, with seconds where one has any."""
    return "%H:%M:%S" if any(one.second or one.microsecond for one in times) else "%H:%M"


def position(value: Any, style: Style) -> str:
    """Write a value of x."""
    if isinstance(value, dt.date):
        return dated(value, day_and_time(value, style))
    # A year has no thousands.
    is_year = isinstance(value, int) and abs(value) < 10_000
    return str(value) if isinstance(value, str) or is_year else number(value, style)
