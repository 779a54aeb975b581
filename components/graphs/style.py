"""`Style`: how an organisation's graphs look, as data that is written once and checked."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from .checks import Finding, findings
from .color import rgb

if TYPE_CHECKING:
    import plotly.graph_objects as go

Theme = Literal["light", "dark"]
Gridlines = Literal["values", "both", "none"]
Corner = Literal["top right", "bottom right"]


class StyleError(ValueError):
    """A style that can't be drawn by: which field, and what it has to be; of a TOML file, with the line."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a style on one background, each like `#1f77b4`.

    Parameters
    ----------
    background : str
        What everything stands on.
    text : str
        The title, and what stands at marks.
    muted : str
        Ticks, the subtitle and the credit.
    lines : str
        Gridlines.
    categorical : tuple of str
        Two or more, one for each category, in the order in which they are used.
    sequential : tuple of str
        Two or more, from the least to the most.
    diverging : tuple of str
        Two or more, from the least to the most, with the middle's in the middle.
    other : str
        What is none of the categories.

    Raises
    ------
    StyleError
        If one of them is no such colour, or a category's is there twice.
    """

    background: str
    text: str
    muted: str
    lines: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    other: str

    def __post_init__(self) -> None:
        """Refuse what is no colour."""
        _check(self)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in a corner of the graph.

    Parameters
    ----------
    source : str
        Its address, or a `data:` URI, which a downloaded picture has in it, too.
    place : str, default "bottom right"
        The corner: "top right" or "bottom right".
    height : int, default 24
        In pixels.

    Raises
    ------
    StyleError
        If one of these is something else.
    """

    source: str
    place: Corner = "bottom right"
    height: int = 24

    def __post_init__(self) -> None:
        """Refuse what can't be shown."""
        _check(self)


@dataclass(frozen=True, slots=True)
class Style:
    """How graphs look, and what they have to have: a team writes it once, in Python or TOML.

    Parameters
    ----------
    name : str
        What it is called.
    light, dark : Palette
        The colours on a light background and on a dark one.
    font : str, default "system-ui, sans-serif"
        The fonts' names, of which the first that there is is taken.
    title_font : str, optional
        Those of titles. Default: as `font`.
    title_size : int, default 20
        Of the title, in pixels; all sizes are a little smaller on narrow screens.
    subtitle_size : int, default 14
        Of the subtitle.
    text_size : int, default 12
        Of ticks, labels and legends.
    credit_size : int, default 11
        Of the credit.
    decimal : str, default "."
        What stands in numbers before the fraction.
    thousands : str, default ","
        What stands between thousands.
    millions : str, default " million"
        What stands behind a number of millions.
    billions : str, default " billion"
        What stands behind a number of thousands of millions.
    date_format : str, default "%-d %b %Y"
        Of dates in hover texts and alternative texts, in the notation of d3 and `strftime`.
    margins : tuple of int, default (16, 16, 16, 16)
        Pixels at the top, right, bottom and left.
    gridlines : str, default "values"
        "values" for those at the values' ticks, "both" or "none".
    line_width : float, default 2.5
        Of lines, in pixels.
    logo : Logo, optional
        A picture in a corner. Default: none.
    credit_prefix : str, default "Source: "
        What stands before the credit.
    needs_title : bool, default True
        Whether a graph without a title is refused.
    needs_credit : bool, default True
        Whether a graph without a credit is refused.
    aspects : tuple of tuple, default ((0, 1.1), (480, 0.75), (720, 0.56))
        From which width in pixels on which height there is, as a part of the width; the first from 0 on.
    most_categories : int, default 6
        How many categories have colours; the rest is drawn as "other".
    labels_lines : bool, default True
        Whether lines have their names at their ends, and no legend.
    zero_baseline : bool, default False
        Whether the axis of lines and points begins at zero, too. That of bars always does.

    Raises
    ------
    StyleError
        If one of these is something else.
    """

    name: str
    light: Palette
    dark: Palette
    font: str = "system-ui, sans-serif"
    title_font: str | None = None
    title_size: int = 20
    subtitle_size: int = 14
    text_size: int = 12
    credit_size: int = 11
    decimal: str = "."
    thousands: str = ","
    millions: str = " million"
    billions: str = " billion"
    date_format: str = "%-d %b %Y"
    margins: tuple[int, int, int, int] = (16, 16, 16, 16)
    gridlines: Gridlines = "values"
    line_width: float = 2.5
    logo: Logo | None = None
    credit_prefix: str = "Source: "
    needs_title: bool = True
    needs_credit: bool = True
    aspects: tuple[tuple[int, float], ...] = ((0, 1.1), (480, 0.75), (720, 0.56))
    most_categories: int = 6
    labels_lines: bool = True
    zero_baseline: bool = False

    def __post_init__(self) -> None:
        """Refuse what can't be drawn by."""
        _check(self)

    FOR_APPS = ("palette", "check", "template", "to_toml", "from_toml")
    """What of it is there to be called."""

    def palette(self, theme: Theme) -> Palette:
        """Give the colours of a theme.

        Parameters
        ----------
        theme : str
            "light" or "dark".

        Returns
        -------
        Palette
            Those on its background.
        """
        return self.dark if theme == "dark" else self.light

    def check(self) -> tuple[Finding, ...]:
        """Say what of the style keeps people from reading graphs.

        Returns
        -------
        tuple of Finding
            What was found, the worst first; empty if all is well. Each has a `level` ("error" for what some
            people can't read, "warning" for what is hard), `where` it is, a `message`, and what was
            `measured` and `needed`: contrast of text of 4.5 and of marks of 3 (WCAG 2.2), and a CIEDE2000
            difference of 10 between categories, to everyone and to people with protanopia, deuteranopia or
            tritanopia (as Machado, Oliveira and Fernandes simulate them).
        """
        return findings(self)

    def template(self, theme: Theme = "light") -> go.layout.Template:
        """Make a plotly template, for figures of your own.

        Parameters
        ----------
        theme : str, default "light"
            "light" or "dark".

        Returns
        -------
        plotly.graph_objects.layout.Template
            What `figure.update_layout(template=…)` takes.
        """
        import plotly.graph_objects as go  # noqa: PLC0415  for whoever draws

        return go.layout.Template(template(self, theme))

    def to_toml(self) -> str:
        """Write the style as TOML.

        Returns
        -------
        str
            What `from_toml` reads.
        """
        values = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        rows = [
            f"{name} = {_toml(value)}"
            for name, value in values.items()
            if value is not None and not dataclasses.is_dataclass(value)
        ]
        for name in ("light", "dark", "logo"):
            if values[name] is not None:
                rows += ["", f"[{name}]"]
                rows += [f"{key} = {_toml(part)}" for key, part in dataclasses.asdict(values[name]).items()]
        return "\n".join(rows) + "\n"

    @classmethod
    def from_toml(cls, text: str) -> Style:
        """Read a style from TOML: its fields, with the tables `[light]`, `[dark]` and `[logo]`.

        Parameters
        ----------
        text : str
            The text of the file.

        Returns
        -------
        Style
            The style.

        Raises
        ------
        StyleError
            If it is no TOML or no style, with the line.
        """
        try:
            return cls._read(text)
        except StyleError:
            raise
        # Python's own limits, of which tomllib knows nothing.
        except (RecursionError, ValueError):
            raise StyleError(
                "This is no TOML of a style: a number is too long, or lists are too deep."
            ) from None

    @classmethod
    def _read(cls, text: str) -> Style:
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise StyleError("This is no TOML of a style: a character of it is only half there.")
        try:
            read = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message, _, place = str(error).partition(" (at ")
            line = re.search(r"line (\d+)", place)
            where = f"Line {line[1]}" if line else "The last line"
            raise StyleError(f"{where}: this is no TOML: {message.lower()}.") from None
        for name, kind in (("light", Palette), ("dark", Palette), ("logo", Logo)):
            if isinstance(read.get(name), dict):
                read[name] = _made(kind, read[name], text, name)
        return _made(cls, read, text)


@lru_cache(maxsize=32)
def template(style: Style, theme: Theme) -> dict[str, Any]:
    """Give the template of a style as plain data."""
    palette = style.palette(theme)
    axis = {
        "gridcolor": palette.lines,
        "linecolor": palette.muted,
        "zerolinecolor": palette.muted,
        "tickfont": {"color": palette.muted, "size": style.text_size},
        "title": {"font": {"color": palette.muted, "size": style.text_size}},
        "automargin": True,
        "ticks": "",
    }
    title_font = {"family": style.title_font or style.font, "size": style.title_size, "color": palette.text}
    top, right, bottom, left = style.margins
    return {
        "layout": {
            "colorway": list(palette.categorical),
            "colorscale": {
                "sequential": _scale(palette.sequential),
                "sequentialminus": _scale(palette.sequential[::-1]),
                "diverging": _scale(palette.diverging),
            },
            "font": {"family": style.font, "size": style.text_size, "color": palette.text},
            "title": {
                "font": title_font,
                "subtitle": {"font": {"size": style.subtitle_size, "color": palette.muted}},
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
            },
            "paper_bgcolor": palette.background,
            "plot_bgcolor": palette.background,
            "separators": style.decimal + style.thousands,
            # Beside what stands there.
            "margin": {"t": top + 3 * style.title_size, "r": right, "b": bottom, "l": left},
            "xaxis": axis | {"showgrid": style.gridlines == "both", "zeroline": False},
            "yaxis": axis | {"showgrid": style.gridlines != "none"},
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "hoverlabel": {
                "font": {"family": style.font, "size": style.text_size, "color": palette.text},
                "bgcolor": palette.background,
                "bordercolor": palette.muted,
            },
        },
        "data": {"scatter": [{"type": "scatter", "line": {"width": style.line_width}}]},
    }


def _scale(colors: tuple[str, ...]) -> list[list[Any]]:
    return [[index / (len(colors) - 1), color] for index, color in enumerate(colors)]


# From TOML, and to it.


def _made(kind: Any, read: dict[str, Any], text: str, table: str = "") -> Any:
    """Make a style, or a part of one, of a table."""
    fields = {one.name: one for one in dataclasses.fields(kind)}
    prefix = f"{table}." if table else ""
    for name in read:
        if name not in fields:
            raise StyleError(
                f"{_line(text, table, name)}{prefix}{name} isn't known: there are {', '.join(fields)}."
            )
    for name, one in fields.items():
        if name not in read and one.default is dataclasses.MISSING:
            raise StyleError(f"{_line(text, table)}{prefix}{name} is missing.")
    values = {name: _tuples(value) for name, value in read.items()}
    for name, fault in _faults(values):
        raise StyleError(f"{_line(text, table, name)}{prefix}{name} {fault}")
    return kind(**values)


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _line(text: str, table: str, name: str = "") -> str:
    """Say on which line a table begins, or a key of it stands; nothing where it can't be told."""
    wanted, current = f"{table}.{name}".strip("."), ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            current = path = header[1]
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            path = f"{current}.{key[1]}".strip(".")
        else:
            continue
        # A table may stand on one line.
        if path == wanted or (path == table and not current):
            return f"Line {number}: "
    return ""


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return repr(value)


# What each field has to be.

Need = tuple[Callable[[Any], bool], str]


def _is_number(value: Any, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _whole(least: int, most: int) -> Need:
    return (
        lambda value: isinstance(value, int) and _is_number(value, least, most),
        f"a whole number from {least} to {most}",
    )


def _is_color(value: Any) -> bool:
    try:
        rgb(value)
    except ValueError:
        return False
    return True


def _is_aspects(value: Any) -> bool:
    return (
        isinstance(value, tuple)
        and all(isinstance(one, tuple) and len(one) == 2 for one in value)
        and all(_is_number(width, 0, 10_000) and _is_number(part, 0.1, 10) for width, part in value)
        and [width for width, _ in value][:1] == [0]
        and sorted({width for width, _ in value}) == [width for width, _ in value]
    )


_TEXT: Need = (lambda value: isinstance(value, str), "a text")
_FLAG: Need = (lambda value: isinstance(value, bool), "true or false")
_CHARACTER: Need = (lambda value: isinstance(value, str) and len(value) == 1, "one character")
_COLOR: Need = (_is_color, "a colour like #1f77b4")
_COLORS: Need = (
    lambda value: isinstance(value, tuple) and len(value) > 1 and all(map(_is_color, value)),
    "a list of two colours or more, each like #1f77b4",
)
_CATEGORICAL: Need = (
    lambda value: _COLORS[0](value) and len({color.lower() for color in value}) == len(value),
    f"{_COLORS[1]}, and none twice",
)
_PALETTE: Need = (lambda value: isinstance(value, Palette), "a Palette, in TOML a table of colours")
_ASPECTS: Need = (
    _is_aspects,
    "pairs of a width and a part of it, the first from 0 on: [[0, 1.1], [480, 0.7]]",
)
_LOGO: Need = (lambda value: value is None or isinstance(value, Logo), "a Logo, in TOML a table")
_MARGINS: Need = (
    lambda value: (
        isinstance(value, tuple) and len(value) == 4 and all(_is_number(one, 0, 200) for one in value)
    ),
    "four numbers of pixels, for the top, right, bottom and left",
)


def _one_of(literal: Any) -> Need:
    choices = get_args(literal)
    return lambda value: value in choices, " or ".join(f'"{choice}"' for choice in choices)


_NEEDS: dict[str, Need] = {
    **dict.fromkeys(("background", "text", "muted", "lines", "other"), _COLOR),
    **dict.fromkeys(("sequential", "diverging"), _COLORS),
    "categorical": _CATEGORICAL,
    **dict.fromkeys(
        ("name", "font", "credit_prefix", "millions", "billions", "date_format", "source"), _TEXT
    ),
    "title_font": (lambda value: value is None or isinstance(value, str), "a text"),
    **dict.fromkeys(("decimal", "thousands"), _CHARACTER),
    **dict.fromkeys(("light", "dark"), _PALETTE),
    **dict.fromkeys(("title_size", "subtitle_size", "text_size", "credit_size"), _whole(6, 96)),
    "margins": _MARGINS,
    "gridlines": _one_of(Gridlines),
    "line_width": (lambda value: _is_number(value, 0.5, 20), "a number of pixels from 0.5 to 20"),
    "logo": _LOGO,
    "place": _one_of(Corner),
    "height": _whole(8, 200),
    **dict.fromkeys(("needs_title", "needs_credit", "labels_lines", "zero_baseline"), _FLAG),
    "aspects": _ASPECTS,
    "most_categories": _whole(1, 50),
}


def _faults(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with fields, by their names."""
    for name, value in values.items():
        is_right, needed = _NEEDS[name]
        if not is_right(value):
            shown = _toml(value) if isinstance(value, bool | str | tuple) else repr(value)
            yield name, f"has to be {needed}, not {shown}."


def _check(part: Any) -> None:
    values = {one.name: getattr(part, one.name) for one in dataclasses.fields(part)}
    for name, fault in _faults(values):
        raise StyleError(f"{type(part).__name__}.{name} {fault}")
