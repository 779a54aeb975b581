"""The names of lines at their ends, apart from each other and dark enough to be read."""

from __future__ import annotations

from .axes import Axis
from .chart import Series
from .checks import TEXT_CONTRAST
from .color import contrast, rgb
from .page import LINE, Json, Page, note, plain
from .style import Palette
from .words import shown, width_of, wrapped


def end_labels(page: Page, axis: Axis, height: float) -> tuple[list[Json], float]:
    """Write the lines' names at their ends, apart where they would overlap; with the room that they need."""
    chart, size = page.chart, page.size("text")
    room = min(0.3 * page.width, 150.0)
    ends = [(one, color) for one, color, is_rest in page.painted if not is_rest]
    if chart.others:
        middle = sorted(chart.others, key=lambda one: one.values[-1])[len(chart.others) // 2]
        ends.append((Series("Other", middle.x, middle.y), page.palette.other))
    span = axis.ends[1] - axis.ends[0]
    placed = []
    for one, color in ends:
        x, y = next((x, y) for x, y in zip(reversed(one.x), reversed(one.y), strict=True) if y is not None)
        placed.append(
            (wrapped(one.name, size, room, bold=True), color, x, y, (y - axis.ends[0]) / span * height)
        )
    # From the lowest upwards, each at least the halves of two labels above the one below it.
    placed.sort(key=lambda label: label[4])
    halves = [len(lines) * LINE * size / 2 for lines, *_ in placed]
    moved = _apart([label[4] for label in placed], halves, height)
    notes = [
        {
            **note(lines, size, _readable(color, page.palette)),
            "text": f"<b>{shown(lines)}</b>",
            "x": plain([x])[0],
            "xref": "x",
            "xshift": 6,
            "y": y,
            "yref": "y",
            "yanchor": "middle",
            "yshift": round(at - wanted, 1),
        }
        for (lines, color, x, y, wanted), at in zip(placed, moved, strict=True)
    ]
    return notes, max(width_of(line, size, bold=True) for lines, *_ in placed for line in lines) + 4


def _apart(wanted: list[float], halves: list[float], height: float) -> list[float]:
    """Move the middles of labels, in their order, so that none overlaps: each as little as it goes."""
    groups: list[tuple[list[int], float]] = []
    for index in range(len(wanted)):
        members = [index]
        while True:
            total = 2 * sum(halves[one] for one in members)
            # Where the group would stand on average, its lower edge not below the plot.
            middle = sum(wanted[one] for one in members) / len(members)
            low = min(max(middle - total / 2, -halves[members[0]]), height + halves[members[-1]] - total)
            if groups and groups[-1][1] + 2 * sum(halves[one] for one in groups[-1][0]) > low:
                members = groups.pop()[0] + members
                continue
            groups.append((members, low))
            break
    moved = [0.0] * len(wanted)
    for members, low in groups:
        for one in members:
            moved[one] = low + halves[one]
            low += 2 * halves[one]  # noqa: PLW2901  the next one stands on it
    return moved


def _readable(color: str, palette: Palette) -> str:
    """Make of a mark's colour one that its name can be read in: nearer to that of text, if it has to be."""
    for tenth in range(10):
        mixed = [
            (10 - tenth) / 10 * one + tenth / 10 * other
            for one, other in zip(rgb(color), rgb(palette.text), strict=True)
        ]
        found = "#" + "".join(f"{round(255 * part):02x}" for part in mixed)
        if contrast(found, palette.background) >= TEXT_CONTRAST:
            return found
    return palette.text
