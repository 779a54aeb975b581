"""Axes: where they begin and end, their ticks, and how these are written."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .chart import Chart
from .page import Json, Page, plain
from .style import Style
from .words import clock, dated, is_symbol, number, position, shown, width_of, with_unit

DAY = 86_400_000
"""A day in milliseconds."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of numbers: where it begins and ends, and its ticks with their texts."""

    ends: tuple[float, float]
    ticks: list[float]
    texts: list[str]


def scale(
    values: list[float], style: Style, unit: str, count: int, *, from_zero: bool, is_whole: bool = False
) -> Axis:
    """Choose ticks of 1, 2, 2.5 or 5 and zeros, so that the first and the last enclose all values.

    Between ticks of what is whole, such as years, there are whole steps, and they are written as positions.
    """
    low, high = min(values), max(values)
    if from_zero or 0 <= low < 0.4 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    # Nearer to each other than this, they are alike to a number's digits.
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        pad = max(1.0, 0.01 * abs(low))
        low, high = (low - pad, high + pad) if low else (0.0, 1.0)
    rough = max((high - low) / max(1, count), 1.0 if is_whole else 0.0)
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10)]
    step = next(one for one in steps if one >= rough * 0.999 and (not is_whole or one.is_integer()))
    begin, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = 2 - math.floor(math.log10(step))
    ticks = [round(index * step, digits) for index in range(begin, end + 1)]
    largest = max(map(abs, ticks))
    if is_whole and largest < 10_000:
        texts = [position(round(tick), style) for tick in ticks]
    else:
        symbol = unit if is_symbol(unit) else ""
        texts = [with_unit(number(tick, style, step, largest), symbol) for tick in ticks]
    return Axis((ticks[0], ticks[-1]), ticks, texts)


def lying_scale(
    values: list[float], page: Page, unit: str, across: float, *, from_zero: bool, is_whole: bool = False
) -> Axis:
    """Choose ticks below marks: as many as their texts have room for beside each other."""
    for count in (8, 5, 4, 3, 2, 1):
        axis = scale(values, page.style, unit, count, from_zero=from_zero, is_whole=is_whole)
        if sum(width_of(text, page.size("text")) + 16 for text in axis.texts) <= across:
            break
    return axis


def value_axis(axis: Axis, page: Page) -> Json:
    """Make an axis of values, as plotly has it."""
    return {
        "range": list(axis.ends),
        "tickmode": "array",
        "tickvals": axis.ticks,
        "ticktext": [shown([text]) for text in axis.texts],
        "tickfont": {"size": page.size("text")},
        "ticklabelstandoff": 6,
        "tickangle": 0,
        "showgrid": page.style.gridlines != "none",
        "zeroline": axis.ends[0] <= 0 <= axis.ends[1],
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": False,
    }


def time_axis(page: Page, across: float) -> Json:
    """Make the axis of dates or numbers below lines and columns."""
    chart, style = page.chart, page.style
    first, last = chart.ends
    most = max(2, int(across / max(80, longest_label(page) + 14)))
    axis: Json = {
        "type": "date" if chart.x_type == "dates" else "linear",
        "tickfont": {"size": page.size("text")},
        "nticks": most,
        "showgrid": page.style.gridlines == "both",
        "fixedrange": True,
        "automargin": False,
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 4,
    }
    if chart.x_type == "dates":
        times = chart.times
        axis["tickformatstops"] = [
            {"dtickrange": [least, most], "value": shown([form])} for least, most, form in _tick_forms(style)
        ]
        axis["hoverformat"] = shown([f"{style.date_format}, {clock(times)}" if times else style.date_format])
    if chart.is_whole and (days := last - first) <= (dt.timedelta(most) if chart.x_type == "dates" else most):
        # There is nothing between them that a tick could stand for.
        axis |= {"tick0": plain([first])[0], "dtick": DAY if isinstance(days, dt.timedelta) else 1}
    return axis


def _tick_forms(style: Style) -> list[tuple[Any, Any, str]]:
    """Give the form of dates by the step between ticks: plotly writes a second line only where it changes."""
    return [
        (None, 999, f"%H:%M:%S.%3f\n{style.date_format}"),
        (1000, 59_999, f"%H:%M:%S\n{style.date_format}"),
        (60_000, DAY - 1, f"%H:%M\n{style.date_format}"),
        (DAY, 27 * DAY, style.date_format),
        ("M1", "M11", "%b %Y"),
        ("M12", None, "%Y"),
    ]


def tick_form(xs: list[dt.date], style: Style) -> str:
    """Find the shortest form of dates that tells these ticks apart."""
    step = min((after - before for before, after in pairwise(xs)), default=dt.timedelta(0))
    forms = ((365, "%Y"), (28, "%b %Y"), (0, style.date_format))
    return next(
        (
            form
            for days, form in forms
            if step >= dt.timedelta(days) and len({dated(x, form) for x in xs}) == len(xs)
        ),
        f"{clock([x for x in xs if isinstance(x, dt.datetime)])}\n{style.date_format}",
    )


def between(chart: Chart) -> Json:
    """Have an axis begin and end with the lines; of a single x plotly makes an axis itself."""
    first, last = chart.ends
    return {"range": plain([first, last])} if first < last else {}


def column_ticks(page: Page, axis: Json, label: float, across: float) -> Json:
    """Put ticks at columns, the last one and as many before it as have room, evenly."""
    xs = sorted({x for one in page.chart.every for x in one.x})
    every = max(1, math.ceil(len(xs) * (label + 14) / across))
    ticks = xs[::-1][::every][::-1]
    return axis | ticks_at(ticks, page) | {"ticklen": 0}


def ticks_at(xs: list[Any], page: Page) -> Json:
    """Put ticks at these x."""
    ticks: Json = {"tickmode": "array", "tickvals": plain(xs)}
    if page.chart.x_type == "dates":
        ticks |= {"tickformat": shown([tick_form(xs, page.style)]), "tickformatstops": []}
    return ticks


def longest_label(page: Page) -> float:
    """Give the width of the last x below an axis, which may stand out by half of it."""
    first, last = page.chart.ends
    if isinstance(last, dt.date):
        text = dated(last, "%b %Y" if (last - first).days > 400 else page.style.date_format)
    else:
        text = position(last, page.style)
    return width_of(text, page.size("text"))


def label_lines(page: Page) -> int:
    """Count the lines of labels below an axis: below times there is the day, unless they are of weeks."""
    first, last = page.chart.ends
    return 2 if page.chart.times and last - first < dt.timedelta(21) else 1


def room_beside(axis: Axis, page: Page) -> float:
    """Give the room that an upright axis needs at its left, with the margin."""
    longest = max(width_of(text, page.size("text")) for text in axis.texts)
    return page.style.margins[3] + longest + 8
