"""A figure in words, for those who don't see it; and how many marks it has."""

from __future__ import annotations

import base64
import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_VALUES = ("x", "y", "z", "r", "values", "lat", "lon", "locations")
"""Where traces have what their marks are made of."""

_ALONG = {"x": "horizontally", "y": "vertically"}


def alternative(figure: Any, title: str | None) -> str:
    """Say what a figure shows: its title, what it is made of, its axes and from where to where they go.

    Parameters
    ----------
    figure
        A `plotly.graph_objects.Figure`.
    title
        The title where the figure has none.
    """
    traces = figure.data
    shown = _title(figure.layout.title) or title
    names = list(dict.fromkeys(trace.name for trace in traces if trace.name))
    kinds = " and ".join(dict.fromkeys(trace.type for trace in traces))
    end = "" if shown and shown[-1] in ".?!" else "."
    said = [f"{shown}{end}" if shown else "", f"A {kinds} chart." if kinds else "An empty chart."]
    for axis, along in _ALONG.items():
        of_axis = getattr(figure.layout, f"{axis}axis", None)
        values = [value for trace in traces for value in listed(getattr(trace, axis, None))]
        if not values:
            continue
        name = _title(of_axis.title) if of_axis is not None else None
        said.append(f"{(name or axis)[0].upper()}{(name or axis)[1:]} {along}{_range(values)}.")
    if len(names) > 1:
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        said.append(f"For {', '.join(names[:6])}{more}.")
    return " ".join(part for part in said if part)


def marks(figure: Any) -> int:
    """Count the marks of a figure."""
    return sum(
        max((_count(getattr(trace, name, None)) for name in _VALUES), default=0) for trace in figure.data
    )


def _count(values: Any) -> int:
    """Count values, which may stand in rows."""
    return sum(
        1 if isinstance(value, str) or not hasattr(value, "__len__") else len(value)
        for value in listed(values)
    )


def _title(title: Any) -> str | None:
    text = title.get("text") if isinstance(title, Mapping) else getattr(title, "text", None)
    return str(text).replace("<br>", " ") if text else None


def listed(values: Any) -> Sequence[Any]:
    """Give the values of a trace, which may be written as plotly sends them."""
    if isinstance(values, Mapping):
        import numpy as np  # noqa: PLC0415  which plotly's figures are made with

        return list(np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).tolist())
    return () if values is None or isinstance(values, str) else list(values)


def _range(values: Iterable[Any]) -> str:
    present = [value for value in values if value is not None and value == value]  # noqa: PLR0124  not NaN
    if not present:
        return ""
    if all(isinstance(value, str) for value in present):
        texts = list(dict.fromkeys(present))
        many = f", and {len(texts) - 6} more" if len(texts) > 6 else ""
        return f": {', '.join(texts[:6])}{many}"
    try:
        least, most = min(present), max(present)
    except TypeError:  # texts among numbers, which have no order
        return ""
    return f" from {_written(least)} to {_written(most)}"


def _written(value: Any) -> str:
    if isinstance(value, numbers.Real):
        number = float(value)
        return f"{number:,.4g}" if abs(number) < 10_000 else f"{number:,.0f}"
    return re.sub(r"[T ]00:00:00([.]0+)?$", "", str(value))
