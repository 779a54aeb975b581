"""Small multiples: a line for each category in a panel of its own, all with the same axes."""

from __future__ import annotations

import math

from .axes import between, label_lines, room_beside, scale, ticks_at, time_axis, value_axis
from .page import LINE, NARROW, Inner, Json, Page, line, note, plain
from .words import shown, wrapped


def panels(page: Page) -> tuple[list[Json], Inner]:
    """Draw a line for each category in a panel of its own, all with the same axes."""
    chart, style, size = page.chart, page.style, page.size("text")
    count = len(chart.series)
    columns = min(count, 2 if page.width < NARROW else 3 if page.width < 800 else 4)
    rows = math.ceil(count / columns)
    axis = scale(
        [value for one in chart.series for value in one.values],
        style,
        chart.unit,
        2,
        from_zero=style.zero_baseline,
    )
    left, right = room_beside(axis, page), max(float(style.margins[1]), 20)
    across = page.width - left - right
    gap = 32
    panel = (across - gap * (columns - 1)) / columns
    heads = [wrapped(one.name, size, panel + gap - 8, bold=True) for one in chart.series]
    head = max(map(len, heads)) * LINE * size + 6
    tall = max(64.0, 0.62 * panel)
    height = rows * (head + tall) + (rows - 1) * 14
    layout: Json = {"hovermode": "x unified"}
    notes, traces = [], []
    for index, (one, lines) in enumerate(zip(chart.series, heads, strict=True)):
        row, column = divmod(index, columns)
        name = str(index + 1) if index else ""
        begin = column * (panel + gap) / across
        low = 1 - (row * (head + tall + 14) + head + tall) / height
        is_last = index + columns >= count
        layout[f"xaxis{name}"] = {
            **time_axis(page, panel),
            **between(chart),
            "domain": [begin, min(1.0, begin + panel / across)],
            "anchor": f"y{name}",
            **ticks_at(sorted(set(chart.ends)), page),
            "showticklabels": is_last,
        }
        layout[f"yaxis{name}"] = value_axis(axis, page) | {
            "domain": [max(0.0, low), low + tall / height],
            "anchor": f"x{name}",
            "showticklabels": column == 0,
        }
        notes.append(
            {
                **note(lines, size, page.palette.text),
                "text": f"<b>{shown(lines)}</b>",
                "xref": f"x{name} domain",
                "yref": f"y{name} domain",
                "y": 1,
                "yanchor": "bottom",
                "yshift": 3,
            }
        )
        traces.append(
            line(one, page.palette.categorical[0], style.line_width)
            | {
                "name": shown([one.name]),
                "x": plain(one.x),
                "y": one.y,
                "text": one.y_texts,
                "xaxis": f"x{name}",
                "yaxis": f"y{name}",
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    return traces, Inner(layout, left, right, label_lines(page) * LINE * size + 10, height, notes)
