"""A chart told in words, for who doesn't see it."""

from __future__ import annotations

import datetime as dt
import statistics
from itertools import accumulate
from typing import Any

from .chart import Chart, Series
from .style import Style
from .words import number, position, with_unit

MOST_TOLD = 4
"""As many series are told one by one in an alternative text."""

_KIND_NAMES = {
    "line": "Line chart",
    "bar": "Bar chart",
    "stacked bar": "Stacked bar chart",
    "scatter": "Scatter chart",
    "small multiples": "Small line charts",
}


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
