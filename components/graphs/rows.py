"""Bars that lie, with their names beside them."""

from __future__ import annotations

from .axes import Axis, lying_scale, value_axis
from .page import LINE, Inner, Json, Page
from .words import is_symbol, number, shown, width_of, with_unit, wrapped


def rows(page: Page) -> tuple[list[Json], Inner]:
    """Draw bars that lie, the longest at the top; a single one a row has its value at its end."""
    chart, style, size = page.chart, page.style, page.size("text")
    is_single, is_stacked = len(chart.every) == 1, chart.kind == "stacked bar"
    totals = chart.totals
    order = sorted(totals, key=lambda name: totals[name])
    texts = [wrapped(name, size, 0.34 * page.width) for name in order]
    left = style.margins[3] + max(width_of(line, size) for lines in texts for line in lines) + 8
    per_row = 1 if is_single or is_stacked else len(chart.every)
    row = max(per_row * 16 + 10, max(map(len, texts)) * LINE * size + 6, 26)
    labels = {
        name: with_unit(number(totals[name], style), chart.unit if is_symbol(chart.unit) else "")
        for name in order
    }
    right = float(style.margins[1])
    height = row * len(order)
    values = chart.heights
    across = page.width - left - right
    axis = lying_scale(values, page, chart.unit, across, from_zero=True)
    if is_single:
        # Room for the values at the bars' ends.
        low, high = min(0.0, *values), max(0.0, *values)
        room = max(width_of(text, size) for text in labels.values()) + 10
        share = ((high - low) or 1.0) / max(1.0, across - room * (2 if low < 0 < high else 1))
        axis = Axis((low - room * share * (low < 0), high + room * share * (high > 0 or low == high)), [], [])
    else:
        right = max(right, width_of(axis.texts[-1], size) / 2 + 4)
    xaxis = value_axis(axis, page) | {"zeroline": True, "ticklabelstandoff": 2}
    if is_single:
        xaxis["showgrid"] = False
    yaxis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order,
        "tickmode": "array",
        "tickvals": order,
        "ticktext": [shown(lines) for lines in texts],
        "tickfont": {"size": size, "color": page.palette.text},
        "ticklabelstandoff": 6,
        "range": [-0.5, len(order) - 0.5],
        "showgrid": False,
        "fixedrange": True,
        "automargin": False,
    }
    traces = []
    # Of bars that stand side by side plotly draws the first one lowest.
    for one, color, is_rest in page.painted if is_stacked else reversed(page.painted):
        name = shown(page.legend_name(one, is_rest=is_rest))
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": one.y,
                "y": one.x,
                "marker": {"color": color},
                "text": [shown([labels[x]]) for x in one.x] if is_single else None,
                "textposition": "outside" if is_single else "none",
                "textfont": {"size": size, "color": page.palette.text},
                "cliponaxis": False,
                "customdata": one.y_texts,
                "hovertemplate": f"%{{y}}<br>{name}: %{{customdata}}<extra></extra>",
            }
        )
    layout = {
        "xaxis": xaxis,
        "yaxis": yaxis,
        "barmode": "stack" if is_stacked else "group",
        "bargap": 0.25,
        "hovermode": "closest",
        "legend": {"traceorder": "normal" if is_stacked else "reversed"},
    }
    bottom = 0.0 if is_single else LINE * size + 6
    return traces, Inner(layout, left, right, bottom, height, [], has_legend=not is_single)
