"""A chart as a figure, laid out for a width: plain data, as plotly has it in JSON.

Everything is placed in pixels from the edges, so that texts and marks never meet; colours are the theme's,
and all else is the same in both.
"""

from __future__ import annotations

import math

from .chart import Chart
from .page import LEGEND_MARK, LINE, Inner, Json, Page, note
from .panels import panels
from .plot import plot
from .rows import rows
from .style import Logo, Style, Theme, template
from .words import is_symbol, shown, width_of, wrapped


def drawing(chart: Chart, style: Style, theme: Theme, width: int) -> Json:
    """Draw a chart."""
    page = Page(chart, style, theme, width)
    if chart.kind == "small multiples":
        return _finished(page, *panels(page))
    if chart.is_horizontal:
        return _finished(page, *rows(page))
    return _finished(page, *plot(page))


def _finished(page: Page, traces: list[Json], inner: Inner) -> Json:
    """Put title, subtitle, unit, legend, credit and logo around the marks."""
    _, right, bottom, left = page.style.margins
    room = page.width - left - right
    layout: Json = {
        "template": template(page.style, page.theme),
        "font": {"size": page.size("text")},
        "showlegend": inner.has_legend,
        "dragmode": False,
        **inner.layout,
    }
    above, offset = _head(page, layout, room)
    if inner.has_legend:
        legend, legend_height = _legend(page, page.width - inner.left - inner.right)
        layout["legend"] = inner.layout.get("legend", {}) | legend
        legend_offset = offset
        offset += legend_height
    # The uppermost tick's text is half above the marks.
    margin_top = offset + page.size("text") / 2 + 4
    credit, foot = _credit(page, room)
    margin_bottom = inner.bottom + (foot + 8 if foot else 0) + bottom
    height = round(margin_top + inner.height + margin_bottom)
    if inner.has_legend:
        layout["legend"]["y"] = 1 - legend_offset / height
    at_left = {"xshift": left - round(inner.left)}
    outside = [
        one | at_left | {"y": 1, "yanchor": "top", "yshift": round(margin_top) - round(from_top)}
        for from_top, one in above
    ] + [
        one | at_left | {"y": 0, "yanchor": "bottom", "yshift": bottom - round(margin_bottom)}
        for one in credit
    ]
    layout |= {
        "height": height,
        "margin": {
            "t": round(margin_top),
            "r": round(inner.right),
            "b": round(margin_bottom),
            "l": round(inner.left),
            "pad": 0,
        },
        "annotations": [*inner.notes, *outside],
    }
    if page.style.logo:
        layout["images"] = [_logo(page, page.style.logo, inner, margin_top, margin_bottom)]
    return {"data": traces, "layout": layout}


def _head(page: Page, layout: Json, room: float) -> tuple[list[tuple[float, Json]], float]:
    """Make what stands above, each with its distance from the upper edge, and how far down it all goes."""
    style, chart = page.style, page.chart
    offset: float = style.margins[0]
    title = wrapped(chart.title, page.size("title"), room - _beside_logo(page, "top right"), bold=True)
    if title:
        layout["title"] = {
            "text": f"<b>{shown(title)}</b>",
            "font": {"size": page.size("title")},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            # Of several lines plotly places the first one's baseline where it places the top of a single one.
            "pad": {
                "l": style.margins[3],
                "t": offset + (0.7 * page.size("title") if len(title) > 1 else 0),
            },
        }
        offset += (len(title) * LINE - 0.25) * page.size("title") + 6
    above = []
    for text, name in ((chart.subtitle, "subtitle"), (_unit_line(page), "text")):
        if lines := wrapped(text, page.size(name), room):
            above.append((offset, note(lines, page.size(name), page.palette.muted)))
            offset += len(lines) * LINE * page.size(name) + 4
    return above, offset


def _credit(page: Page, room: float) -> tuple[list[Json], float]:
    """Make what stands below, and how high it is, with the logo."""
    size, logo = page.size("credit"), page.style.logo
    high = logo.height if logo and logo.place == "bottom right" else 0
    if not page.chart.credit:
        return [], high
    text = page.style.credit_prefix + page.chart.credit
    lines = wrapped(text, size, room - _beside_logo(page, "bottom right"))
    return [note(lines, size, page.palette.muted)], max(high, len(lines) * LINE * size)


def _beside_logo(page: Page, place: str) -> float:
    """Give the width that a logo takes, which may be four times as wide as it is high."""
    logo = page.style.logo
    return 4 * logo.height if logo and logo.place == place else 0


def _legend(page: Page, across: float) -> tuple[Json, float]:
    """Make the legend in columns of one width, as many as there is room for; with how high it is."""
    size = page.size("text")
    names = {tuple(page.legend_name(one, is_rest=is_rest)) for one, _, is_rest in page.painted}
    entry = max(width_of(line, size) for lines in names for line in lines) + 4
    columns = max(1, int(across / (entry + LEGEND_MARK - 4)))
    lines = max(map(len, names))
    legend = {
        "x": page.style.margins[3] / page.width,
        "xref": "container",
        "xanchor": "left",
        "yref": "container",
        "yanchor": "top",
        "entrywidth": round(entry),
        "entrywidthmode": "pixels",
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": size},
        "itemclick": False,
        "itemdoubleclick": False,
    }
    return legend, math.ceil(len(names) / columns) * (lines * LINE * size + 4) + 8


def _unit_line(page: Page) -> str:
    """Say what the values are where ticks don't: the unit, and of points also what stands upright."""
    unit = "" if is_symbol(page.chart.unit) else page.chart.unit
    return (unit or page.chart.y) if page.chart.kind == "scatter" else unit


def _logo(page: Page, logo: Logo, inner: Inner, margin_top: float, margin_bottom: float) -> Json:
    margins = page.style.margins
    is_top = logo.place == "top right"
    across = page.width - inner.left - inner.right
    # A graph may be wider than what it is laid out for, and the shift to the right grows with it.
    return {
        "source": logo.source,
        "xref": "paper",
        "yref": "paper",
        "x": 1 + (inner.right - margins[1]) / (1.3 * across),
        "y": 1 + (margin_top - margins[0]) / inner.height
        if is_top
        else (margins[2] - margin_bottom) / inner.height,
        "xanchor": "right",
        "yanchor": "top" if is_top else "bottom",
        "sizex": 4 * logo.height / across,
        "sizey": logo.height / inner.height,
        "sizing": "contain",
    }
