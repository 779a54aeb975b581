"""Contrast and differences of colours, beside the figures that are published for them."""

from __future__ import annotations

import pytest

from components.graphs.color import DEFICIENCIES, contrast, difference, lab, linear, nearest, rgb, seen_with

# Of the test data of Sharma, Wu and Dalal, those that most implementations get wrong, and some others.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "expected"), SHARMA)
def test_differences_are_those_that_are_published(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)
    assert difference(other, one) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=5e-3)


def test_white_and_black_are_where_cielab_has_them() -> None:
    assert lab(linear(rgb("#ffffff"))) == pytest.approx((100, 0, 0), abs=0.01)
    assert lab(linear(rgb("#000000"))) == pytest.approx((0, 0, 0), abs=0.01)
    assert lab(linear(rgb("#ff0000"))) == pytest.approx((53.24, 80.09, 67.2), abs=0.02)


def test_greys_are_the_same_to_all_who_see_them() -> None:
    for deficiency in DEFICIENCIES:
        assert seen_with(deficiency, "#808080") == pytest.approx(seen_with(None, "#808080"), abs=1e-4)


def test_red_and_green_are_hard_to_tell_apart_for_some() -> None:
    colors = ["#d62728", "#2ca02c", "#1f77b4"]
    assert nearest(colors)[0] > 30
    found, *pair = nearest(colors, "deuteranopia")
    assert pair == ["#d62728", "#2ca02c"]
    assert found < 25


@pytest.mark.parametrize("color", ["red", "#fff", "#1f77b", "#1f77bg", None, 5])
def test_what_is_no_colour_is_refused(color: str) -> None:
    with pytest.raises(ValueError, match="must be like #1f77b4"):
        rgb(color)
