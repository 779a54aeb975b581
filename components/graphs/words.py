"""Numbers, dates and sentences as a style writes them, how wide they are, and a chart told in words."""

from __future__ import annotations

import datetime as dt
import math
import re
import statistics
from collections.abc import Iterable
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .chart import Chart, Series
    from .style import Style

MOST_TOLD = 4
"""As many series are told one by one in an alternative text."""

_LARGEST = 1e15
"""From here on, and below its inverse, numbers are written with a power of ten."""

MINUS = "\u2212"
_BEFORE, _BEHIND = ("$", "£", "€"), ("%", "°", "°C", "°F")
_NARROW, _WIDE = frozenset("iIljftr.,:;'|!()[] /-"), frozenset("mwMW@%—…")
_DIRECTIVES = frozenset("aAbBdfHIjmMpSuUVwWyY%")
_LONG_FORMS = {"c": "%x, %X", "x": "%-m/%-d/%Y", "X": "%-I:%M:%S %p", "e": "%_d"}
_KIND_NAMES = {
    "line": "Line chart",
    "bar": "Bar chart",
    "stacked bar": "Stacked bar chart",
    "scatter": "Scatter chart",
    "small multiples": "Small line charts",
}


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


def alternative(chart: Chart, style: Style) -> str:
    """Tell a chart to who doesn't see it: what it is, from where to where, and how each series goes."""
    place = _positions(chart, style)
    about = f"{_KIND_NAMES[chart.kind]}{f': {chart.title}' if chart.title else ''}."
    sentences = [about, chart.subtitle and f"{chart.subtitle.rstrip('.')}.", place]
    told = _cloud if chart.kind == "scatter" else _bars if chart.is_bars else _course
    sentences += [told(one, chart, style) for one in chart.series[:MOST_TOLD]]
    if more := len(chart.every) - MOST_TOLD:
        sentences.append(f"And {more} more." if more > 0 else "")
    return " ".join(one for one in sentences if one)


def _positions(chart: Chart, style: Style) -> str:
    xs = [x for one in chart.every for x in one.x]
    if chart.x_type == "text":
        count = len(set(xs))
        return f"{count} {'bar' if len(chart.every) == 1 else 'group'}{'' if count == 1 else 's'}."
    return f"{chart.x} {_range(*(position(x, style) for x in chart.ends))}."


def _range(low: str, high: str) -> str:
    return low if low == high else f"from {low} to {high}"


def _value(value: float, chart: Chart, style: Style) -> str:
    return with_unit(number(value, style), chart.unit)


def _name(one: Series, chart: Chart) -> str:
    return one.name or chart.y


def _course(one: Series, chart: Chart, style: Style) -> str:
    points = [(y, x) for x, y in zip(one.x, one.y, strict=True) if y is not None]
    (first, begin), (last, end) = points[0], points[-1]
    low, high = min(points, key=lambda point: point[0]), max(points, key=lambda point: point[0])

    def at(point: tuple[float, Any]) -> str:
        return f"{_value(point[0], chart, style)} in {position(point[1], style)}"

    told = f"{_name(one, chart)}: {at((first, begin))}"
    if len(points) > 1:
        told += f", {at((last, end))}, {_trend(points)}"
    extremes = [
        f"{word} {at(point)}"
        for word, point in (("lowest", low), ("highest", high))
        if point[0] not in (first, last)
    ]
    gaps = len(one.y) - len(points)
    missing = [f"{gaps} {'value is' if gaps == 1 else 'values are'} missing"] if gaps else []
    return "; ".join([told, *extremes, *missing]) + "."


def _trend(points: list[tuple[float, Any]]) -> str:
    values = [value for value, _ in points]
    change = values[-1] - values[0]
    if abs(change) <= 0.02 * max(map(abs, values), default=0):
        return "nearly unchanged"
    word = "up" if change > 0 else "down"
    best = list(accumulate(values, max if change > 0 else min))
    return f"{word} throughout" if best == values and len(values) > 2 else word


def _bars(one: Series, chart: Chart, style: Style) -> str:
    points = sorted(zip(one.values, one.x, strict=True), key=lambda point: point[0], reverse=True)
    highest, lowest = (
        f"{_value(value, chart, style)} for {position(x, style)}" for value, x in (points[0], points[-1])
    )
    told = f"highest {highest}, lowest {lowest}" if len(points) > 1 else highest
    return f"{_name(one, chart)}: {told}."


def _cloud(one: Series, chart: Chart, style: Style) -> str:
    low, high = (_value(extreme(one.values), chart, style) for extreme in (min, max))
    found = len(one.x)
    return (
        f"{f'{one.name}: ' if one.name else ''}{found} {'point' if found == 1 else 'points'}, "
        f"{chart.y} {_range(low, high)}{_slope(one, chart.x)}."
    )


def _slope(one: Series, x: str) -> str:
    if len(one.x) < 3:
        return ""
    xs = [(x - one.x[0]).total_seconds() if isinstance(x, dt.date) else float(x) for x in one.x]
    try:
        r = statistics.correlation(xs, one.values)
    except statistics.StatisticsError:  # all alike
        r = 0.0
    if abs(r) < 0.3:
        return ", without a clear trend"
    return f", {'higher' if r > 0 else 'lower'} with higher {x}"
