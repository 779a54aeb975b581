"""A style: what it has to be, as TOML and back, and what is found when it is checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from components import Logo, Palette, Style, StyleError
from components.graphs.checks import findings
from components.graphs.color import contrast, nearest
from components.graphs.house_style import STYLE
from components.graphs.style import template

TOML = STYLE.to_toml()


def changed(line: str, to: str) -> str:
    """The neutral style's TOML with one line changed."""
    assert TOML.count(f"\n{line}") == 1, line
    return TOML.replace(f"\n{line}", f"\n{to}")


def line_of(text: str, begin: str) -> int:
    """The number of the line that begins so."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(begin))


def test_a_style_that_is_written_and_read_is_the_same() -> None:
    logo = Logo('data:image/svg+xml,<svg xmlns="a\\b"/>\n', place="top right", height=30)
    for style in (STYLE, replace(STYLE, logo=logo, title_font="Georgia", margins=(1, 2, 3, 4))):
        assert Style.from_toml(style.to_toml()) == style


def test_a_style_needs_no_more_than_a_name_and_two_palettes() -> None:
    begin = TOML.index("\n[light]")
    assert Style.from_toml(f'name = "Neutral"\n{TOML[begin:]}') == STYLE


@pytest.mark.parametrize(
    ("line", "to", "message"),
    [
        ("text_size = 12", "text_size = 1200", "text_size has to be a whole number from 6 to 96, not 1200."),
        ("text_size = 12", 'text_size = "12"', 'text_size has to be a whole number from 6 to 96, not "12".'),
        ("text_size = 12", "text_size = true", "text_size has to be a whole number from 6 to 96, not true."),
        ("text_size = 12", "textsize = 12", "textsize isn't known: there are name, light, dark, "),
        ('decimal = "."', 'decimal = ".."', 'decimal has to be one character, not "..".'),
        ("line_width = 2.5", "line_width = 0", "line_width has to be a number of pixels from 0.5 to 20"),
        ("labels_lines = true", "labels_lines = 1", "labels_lines has to be true or false, not 1."),
        ('gridlines = "values"', 'gridlines = "x"', 'gridlines has to be "values" or "both" or "none"'),
        ("margins = [16, 16, 16, 16]", "margins = [16]", "margins has to be four numbers of pixels"),
        (
            "aspects = [[0, 1.1],",
            "aspects = [[9, 1.1],",
            "aspects has to be pairs of a width and a part of it",
        ),
        (
            'background = "#ffffff"',
            'background = "white"',
            "light.background has to be a colour like #1f77b4",
        ),
        (
            'background = "#16191d"',
            "background = 7",
            "dark.background has to be a colour like #1f77b4, not 7.",
        ),
        ('other = "#767676"', 'others = "#767676"', "light.others isn't known: there are background, text,"),
        ('sequential = ["#26305f",', 'sequential = ["#26305",', "dark.sequential has to be a list of two"),
        ('font = "system-ui, sans-serif"', "font = system-ui", "this is no TOML: "),
    ],
)
def test_an_error_in_toml_names_its_line_the_field_and_what_would_be_right(
    line: str, to: str, message: str
) -> None:
    text = changed(line, to)
    with pytest.raises(StyleError) as error:
        Style.from_toml(text)
    assert str(error.value).startswith(f"Line {line_of(text, to)}: {message}")


def test_what_is_missing_is_told_with_the_line_of_its_table() -> None:
    text = changed('muted = "#a3acb6"', "")
    with pytest.raises(StyleError, match=rf"^Line {line_of(text, '[dark]')}: dark.muted is missing\.$"):
        Style.from_toml(text)
    with pytest.raises(StyleError, match=r"^light is missing\.$"):
        Style.from_toml('name = "Mine"')


def test_a_colour_that_is_there_twice_is_told() -> None:
    text = changed('categorical = ["#1d44a1", "#d4700e"', 'categorical = ["#1d44a1", "#1D44A1"')
    with pytest.raises(StyleError, match=r"light.categorical has to be .* none twice"):
        Style.from_toml(text)


def test_a_table_that_is_none_or_stands_on_one_line_is_told_with_its_line() -> None:
    with pytest.raises(
        StyleError, match=r'^Line 2: light has to be a Palette, in TOML a table of colours, not "red"'
    ):
        Style.from_toml(f'name = "Mine"\nlight = "red"\n{TOML[TOML.index("[dark]") :]}')
    with pytest.raises(StyleError, match=r"^Line 2: logo\.source has to be a text, not 7"):
        Style.from_toml(f'name = "Mine"\nlogo = {{ source = 7 }}\n{TOML[TOML.index("[light]") :]}')


@pytest.mark.parametrize(
    "value", ["[" * 5000 + "]" * 5000, "[" * 400 + "]" * 400, "9" * 5000, "0x" + "f" * 5000, '"\ud800"']
)
@pytest.mark.parametrize("field", ["text_size", "title_font", "mine"])
def test_what_python_cannot_read_is_no_style(field: str, value: str) -> None:
    with pytest.raises(StyleError):
        Style.from_toml(f"{field} = {value}\n{TOML.replace('text_size = 12', '')}")


def test_toml_that_ends_too_early_is_told() -> None:
    with pytest.raises(StyleError, match=r"^(Line 1|The last line): this is no TOML"):
        Style.from_toml('name = "')


def test_what_is_wrong_in_python_is_told_with_the_class() -> None:
    with pytest.raises(
        StyleError, match=r"^Style\.most_categories has to be a whole number from 1 to 50, not 0\.$"
    ):
        replace(STYLE, most_categories=0)
    with pytest.raises(StyleError, match=r"^Palette\.text has to be a colour like #1f77b4, not \"black\"\.$"):
        replace(STYLE.light, text="black")
    with pytest.raises(StyleError, match=r"^Logo\.place has to be"):
        Logo("logo.svg", place="left")  # type: ignore[arg-type]


def test_a_style_is_hashable_and_cannot_be_changed() -> None:
    assert hash(STYLE) == hash(Style.from_toml(TOML))
    with pytest.raises(AttributeError):
        STYLE.font = "Arial"  # type: ignore[misc]


# What is checked.


def test_the_neutral_style_has_no_findings() -> None:
    assert STYLE.check() == ()


def with_light(**colors: Any) -> Style:
    return replace(STYLE, light=replace(STYLE.light, **colors))


@pytest.mark.parametrize(
    ("colors", "level", "where", "measured", "needed", "message"),
    [
        (
            {"muted": "#777777"},
            "error",
            "light.muted",
            4.48,
            4.5,
            "#777777 on #ffffff has a contrast of 4.48",
        ),
        (
            {"other": "#aaaaaa"},
            "error",
            "light.other",
            2.32,
            3.0,
            "#aaaaaa on #ffffff has a contrast of 2.32",
        ),
        (
            {"categorical": ("#1d44a1", "#ffcc00")},
            "error",
            "light.categorical",
            contrast("#ffcc00", "#ffffff"),
            3.0,
            "#ffcc00 on #ffffff has a contrast of 1.5",
        ),
        (
            {"categorical": ("#1d44a1", "#1d44a9")},
            "error",
            "light.categorical",
            nearest(["#1d44a1", "#1d44a9"])[0],
            10.0,
            "#1d44a1 and #1d44a9 are hard to tell apart by everyone",
        ),
        (
            {"categorical": ("#b2182b", "#5a6a00")},
            "warning",
            "light.categorical",
            nearest(["#b2182b", "#5a6a00"], "deuteranopia")[0],
            10.0,
            "#b2182b and #5a6a00 are hard to tell apart with deuteranopia",
        ),
        (
            {"sequential": ("#1d44a1", "#1d44a2")},
            "warning",
            "light.sequential",
            nearest(["#1d44a1", "#1d44a2"])[0],
            5.0,
            "two neighbours of sequential differ by",
        ),
    ],
)
def test_what_people_cannot_read_is_found_with_the_number(
    colors: dict[str, Any], level: str, where: str, measured: float, needed: float, message: str
) -> None:
    (found,) = [one for one in with_light(**colors).check() if message in one.message]
    assert (found.level, found.where, found.needed) == (level, where, needed)
    assert found.measured == pytest.approx(measured, abs=0.005)


def test_small_letters_are_found() -> None:
    (found,) = replace(STYLE, credit_size=8).check()
    assert (found.level, found.where, found.measured) == ("warning", "credit_size", 8)


def test_errors_come_before_warnings_and_the_worst_first() -> None:
    found = with_light(muted="#999999", text="#777777", sequential=("#1d44a1", "#1d44a2")).check()
    assert [one.where for one in found] == ["light.muted", "light.text", "light.sequential"]


def test_only_colours_that_are_drawn_are_checked() -> None:
    colors = tuple(f"#{value:06x}" for value in range(0x777777, 0x777777 + 690))
    assert with_light(categorical=(*STYLE.light.categorical, *colors)).check() == ()
    assert replace(STYLE, most_categories=1).check() == ()


def test_styles_that_are_typed_are_not_kept_for_ever() -> None:
    assert template.cache_info().maxsize == findings.cache_info().maxsize == 32


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_template_is_for_figures_of_ones_own(theme: str) -> None:
    style = replace(STYLE, decimal=",", thousands=" ")
    layout = go.Figure(layout={"template": style.template(theme)}).layout.template.layout  # type: ignore[arg-type]
    palette: Palette = style.palette(theme)  # type: ignore[arg-type]
    assert layout.colorway == palette.categorical
    assert layout.paper_bgcolor == palette.background
    assert layout.colorscale.sequential[-1] == (1, palette.sequential[-1])
    assert layout.separators == ", "
