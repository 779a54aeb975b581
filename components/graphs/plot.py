"""Lines, columns and points, in one pair of axes."""

from __future__ import annotations

from .axes import (
    between,
    column_ticks,
    label_lines,
    longest_label,
    lying_scale,
    room_beside,
    scale,
    time_axis,
    value_axis,
)
from .chart import Series
from .line_labels import end_labels
from .page import LINE, Inner, Json, Page, line, plain
from .words import shown, width_of, wrapped


def plot(page: Page) -> tuple[list[Json], Inner]:
    """Draw in one pair of axes: lines, columns or points."""
    chart, style = page.chart, page.style
    height = _aspect(page)
    values = chart.heights
    axis = scale(
        values, style, chart.unit, max(2, round(height / 45)), from_zero=chart.is_bars or style.zero_baseline
    )
    left = room_beside(axis, page)
    has_labels = chart.kind == "line" and style.labels_lines and bool(chart.series[0].name)
    has_legend = len(chart.every) > 1 and not has_labels
    notes, right = end_labels(page, axis, height) if has_labels else ([], 0.0)
    label = longest_label(page)
    right += max(float(style.margins[1]), 20, label / 2 if chart.is_bars else 0)
    across = page.width - left - right
    xaxis = time_axis(page, across)
    bottom = label_lines(page) * LINE * page.size("text") + 10
    if chart.kind == "scatter":
        size = page.size("text")
        lines = wrapped(chart.x, size, across)
        xaxis |= {"title": {"text": shown(lines), "standoff": 6, "font": {"size": size}}}
        bottom += len(lines) * LINE * size + 6
        if chart.x_type == "numbers":
            xs = [float(x) for one in chart.every for x in one.x]
            x_ticks = lying_scale(xs, page, "", across, from_zero=False, is_whole=chart.is_whole)
            xaxis |= value_axis(x_ticks, page) | {"ticklabelstandoff": 0}
            right = max(right, width_of(x_ticks.texts[-1], page.size("text")) / 2 + 4)
    elif chart.kind == "line":
        xaxis |= between(chart)
    else:
        xaxis = column_ticks(page, xaxis, label, across)
    count = 0 if chart.is_bars else len(chart.series)
    painted = [*page.painted[count:], *page.painted[:count]]
    traces = [_trace(one, color, page, is_rest=is_rest) for one, color, is_rest in painted]
    layout: Json = {"xaxis": xaxis, "yaxis": value_axis(axis, page)}
    layout["hovermode"] = "x unified" if chart.kind == "line" and len(chart.every) <= 12 else "closest"
    if chart.is_bars:
        layout |= {"barmode": "stack" if chart.kind == "stacked bar" else "group", "bargap": 0.25}
        layout["legend"] = {"traceorder": "normal"}
    return traces, Inner(layout, left, right, bottom, height, notes, has_legend)


def _aspect(page: Page) -> float:
    """Give the height of the marks' room: of what the style has for the width, what a usual head leaves."""
    share = next(part for width, part in reversed(page.style.aspects) if page.width >= width)
    return max(150.0, 0.72 * share * page.width)


def _trace(one: Series, color: str, page: Page, *, is_rest: bool) -> Json:
    chart, style = page.chart, page.style
    trace: Json = {
        "name": shown(page.legend_name(one, is_rest=is_rest)),
        "x": plain(one.x),
        "y": one.y,
        "text": one.y_texts,
        "showlegend": not is_rest or one is chart.others[0],
        # Those of the rest are drawn first, so that they are behind, and told last.
        "legendrank": 2000 if is_rest else 1000,
    }
    name = shown([one.name or chart.y])
    if chart.kind == "line":
        look = line(one, color, 1 if is_rest else style.line_width)
        return trace | look | {"hovertemplate": f"{name}: %{{text}}<extra></extra>"}
    if chart.kind == "scatter":
        return trace | {
            "type": "scatter",
            "mode": "markers",
            "marker": {"color": color, "size": 7, "opacity": 0.8},
            "customdata": one.x_texts,
            "hovertemplate": f"{name}<br>{shown([chart.x])}: %{{customdata}}"
            f"<br>{shown([chart.y])}: %{{text}}<extra></extra>",
        }
    return trace | {
        "type": "bar",
        "marker": {"color": color},
        "textposition": "none",
        "customdata": one.x_texts,
        "hovertemplate": f"{name}<br>%{{customdata}}: %{{text}}<extra></extra>",
    }
