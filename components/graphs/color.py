"""Colours as people see them: their contrast, and how far apart they are, also to those who see fewer.

- Contrast: relative luminance, of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
- Colour vision deficiencies: the matrices of Machado, Oliveira and Fernandes (2009), of full severity,
  which apply to linear RGB (https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html).
- Difference: CIEDE2000, as Sharma, Wu and Dalal (2005) describe it, with their test data in the tests
  (https://hajim.rochester.edu/ece/sites/gsharma/ciede2000/).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

Deficiency = Literal["protanopia", "deuteranopia", "tritanopia"]
Triple = tuple[float, float, float]

DEFICIENCIES: dict[Deficiency, tuple[Triple, Triple, Triple]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

_WHITE = (0.95047, 1.0, 1.08883)
"""D65, in XYZ."""


def rgb(color: str) -> Triple:
    """Read a colour like `#1f77b4`: red, green and blue from 0 to 1.

    Raises
    ------
    ValueError
        If it is written in another way.
    """
    if not isinstance(color, str) or not re.fullmatch("#[0-9a-fA-F]{6}", color):
        raise ValueError(f"A colour must be like #1f77b4, not {color!r}.")
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def linear(color: Triple) -> Triple:
    """Give the light that a colour of sRGB is made of."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21."""
    lights = [
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(rgb(one)), linear(rgb(other)))
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def seen_with(deficiency: Deficiency | None, color: str) -> Triple:
    """Give the light of a colour as it is seen: `None` is without a deficiency."""
    light = linear(rgb(color))
    if deficiency is None:
        return light
    red, green, blue = (
        min(1.0, max(0.0, sum(factor * part for factor, part in zip(row, light, strict=True))))
        for row in DEFICIENCIES[deficiency]
    )
    return red, green, blue


def lab(light: Triple) -> Triple:
    """Give the CIELAB coordinates of light in linear sRGB."""
    red, green, blue = light
    xyz = (
        0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
    )
    limit = (6 / 29) ** 3
    x, y, z = (
        part ** (1 / 3) if part > limit else part / (3 * (6 / 29) ** 2) + 4 / 29
        for part in (value / white for value, white in zip(xyz, _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Triple, other: Triple) -> float:
    """Give the CIEDE2000 difference of two colours in CIELAB; about 2 can just be seen side by side."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = h2 - h1 if c1 * c2 else 0.0
    turn -= 360 if turn > 180 else -360 if turn < -180 else 0
    hue = h1 + h2
    if c1 * c2:
        hue = (hue + (0 if abs(h1 - h2) <= 180 else 360 if hue < 360 else -360)) / 2
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = (
        -2
        * math.sqrt(chroma**7 / (chroma**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    )
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * (dc / sc) * (dh / sh))


def nearest(colors: Sequence[str], deficiency: Deficiency | None = None) -> tuple[float, str, str]:
    """Find the two colours that are hardest to tell apart, and their difference."""
    labs = {color: lab(seen_with(deficiency, color)) for color in colors}
    return min(
        (difference(labs[one], labs[other]), one, other)
        for index, one in enumerate(colors)
        for other in colors[index + 1 :]
    )
