"""What every kind of chart is drawn by, and what it gives to be finished."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from .chart import Chart, Series
from .style import Palette, Style, Theme
from .words import shown, wrapped

LINE = 1.3
"""The height of a line of text, as plotly has it, in sizes of its letters."""

LEGEND_MARK = 44
"""The pixels that plotly has beside a name in a legend, for its colour and gaps."""

NARROW = 480
"""Below this width in pixels, letters are a little smaller."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What a chart is drawn by: its style, in a theme, for a width; and the sizes that follow from that."""

    chart: Chart
    style: Style
    theme: Theme
    width: int

    @property
    def palette(self) -> Palette:
        """The theme's colours."""
        return self.style.palette(self.theme)

    def size(self, name: str) -> int:
        """Give the size of a kind of text, in pixels."""
        size: int = getattr(self.style, f"{name}_size")
        return size if self.width >= NARROW else min(size, max(11, round(0.85 * size)))

    @property
    def painted(self) -> list[tuple[Series, str, bool]]:
        """The series with their colours, and whether each is of the rest, which is grey."""
        chart, palette = self.chart, self.palette
        colors = [*palette.categorical[: len(chart.series)], *[palette.other] * len(chart.others)]
        return [
            (one, color, index >= len(chart.series))
            for index, (one, color) in enumerate(zip(chart.every, colors, strict=True))
        ]

    def legend_name(self, one: Series, *, is_rest: bool) -> list[str]:
        """Give the lines of a series' name in the legend, where many of the rest have one together."""
        is_drawn_as_it_is = self.chart.kind in ("line", "scatter")
        name = "Other" if is_rest and is_drawn_as_it_is else one.name or self.chart.y
        _, right, _, left = self.style.margins
        return wrapped(name, self.size("text"), self.width - left - right - LEGEND_MARK)


@dataclass(slots=True)
class Inner:
    """What a kind of chart needs around its marks, in pixels, and what it puts into the layout."""

    layout: Json
    left: float
    right: float
    bottom: float
    height: float
    notes: list[Json]
    has_legend: bool = False


def note(lines: list[str], size: float, color: str) -> Json:
    """Make a text at the left edge."""
    return {
        "text": shown(lines),
        "x": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": color},
    }


def plain(values: list[Any]) -> list[Any]:
    """Give values as JSON has them."""
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


def line(one: Series, color: str, width: float) -> Json:
    """Draw a series as a line; a value between two gaps, which would be none, as a dot."""
    gaps = [True, *(value is None for value in one.y), True]
    alone = [
        before and after and not here for before, here, after in zip(gaps, gaps[1:], gaps[2:], strict=False)
    ]
    look = {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": color, "width": width},
        "connectgaps": False,
    }
    if any(alone):
        sizes = [2 * width + 2 if dot else 0 for dot in alone]
        look |= {"mode": "lines+markers", "marker": {"color": color, "size": sizes}}
    return look
