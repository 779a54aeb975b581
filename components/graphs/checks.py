"""What of a style keeps people from reading its graphs: each finding with what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from .color import DEFICIENCIES, contrast, difference, lab, nearest, seen_with

TEXT_CONTRAST = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3, https://www.w3.org/TR/WCAG22/#contrast-minimum)."""

MARK_CONTRAST = 3.0
"""The least contrast of marks (WCAG 2.2, 1.4.11, https://www.w3.org/TR/WCAG22/#non-text-contrast)."""

APART = 10.0
"""The least CIEDE2000 difference of two categories, to everyone."""

SMALLEST_TEXT = 10
"""The least size of text in pixels."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a style.

    Parameters
    ----------
    level : str
        "error" for what some people can't read, "warning" for what is hard.
    where : str
        The field, such as "dark.muted".
    message : str
        What is wrong, in a sentence.
    measured, needed : float
        What was measured, and what it has to be at least.
    """

    level: Literal["error", "warning"]
    where: str
    message: str
    measured: float
    needed: float


@lru_cache(maxsize=32)
def findings(style: Any) -> tuple[Finding, ...]:
    """Check a style: the errors first, and of these the worst."""
    most = style.most_categories
    found = [
        *_of_palette("light", style.light, most),
        *_of_palette("dark", style.dark, most),
        *_of_sizes(style),
    ]
    return tuple(sorted(found, key=lambda one: (one.level != "error", one.measured / one.needed)))


def _below(
    level: Literal["error", "warning"], where: str, message: str, measured: float, needed: float
) -> Iterator[Finding]:
    if measured < needed:
        yield Finding(level, where, message, measured, needed)


def _of_palette(theme: str, palette: Any, most: int) -> Iterator[Finding]:
    # The others are never drawn.
    categorical = palette.categorical[:most]
    for where, color, what, needed in (
        ("text", palette.text, "text needs", TEXT_CONTRAST),
        ("muted", palette.muted, "text needs", TEXT_CONTRAST),
        *(("categorical", color, "marks need", MARK_CONTRAST) for color in categorical),
        ("other", palette.other, "marks need", MARK_CONTRAST),
    ):
        measured = contrast(color, palette.background)
        message = f"{color} on {palette.background} has a contrast of {measured:.2f}: {what} {needed}."
        yield from _below("error", f"{theme}.{where}", message, measured, needed)
    for deficiency in (None, *DEFICIENCIES) if len(categorical) > 1 else ():
        measured, one, other = nearest(categorical, deficiency)
        seen = f"with {deficiency}" if deficiency else "by everyone"
        message = (
            f"{one} and {other} are hard to tell apart {seen}:"
            f" their CIEDE2000 difference is {measured:.1f}, and {APART:g} is needed."
        )
        level: Literal["error", "warning"] = "warning" if deficiency else "error"
        yield from _below(level, f"{theme}.categorical", message, measured, APART)
    for name in ("sequential", "diverging"):
        measured = min(
            difference(lab(seen_with(None, one)), lab(seen_with(None, other)))
            for one, other in pairwise(getattr(palette, name))
        )
        message = f"two neighbours of {name} differ by {measured:.1f}, and {APART / 2:g} is needed."
        yield from _below("warning", f"{theme}.{name}", message, measured, APART / 2)


def _of_sizes(style: Any) -> Iterator[Finding]:
    for name in ("text_size", "credit_size", "subtitle_size"):
        size = getattr(style, name)
        message = f"{name} is {size} pixels: {SMALLEST_TEXT} are needed."
        yield from _below("warning", name, message, size, SMALLEST_TEXT)
