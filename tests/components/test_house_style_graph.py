"""`HouseStyleGraphAIO` and `house_style_figure`: what is drawn of a frame, what is refused, and what is told."""

from __future__ import annotations

import copy
import datetime as dt
import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, get_args

import pandas as pd
import plotly.graph_objects as go
import polars as pl
import pyarrow as pa
import pytest

from components import HouseStyleGraphAIO, Logo, Style, house_style_figure, house_style_graph
from components.graphs import chart
from components.graphs.chart import Kind
from components.graphs.color import contrast
from components.graphs.drawing import drawing
from components.graphs.house_style import STYLE
from components.graphs.words import MINUS, dated, number, width_of, with_unit, wrapped
from components.house_style_graph import WIDTHS, _changes

WORDS = {"title": "Title", "credit": "Credit"}
AUTUMN = pd.to_datetime(["2024-10-27T00:30Z", "2024-10-27T01:30Z"]).tz_convert("Europe/Berlin")
COLUMNS = {"x": "year", "y": "value", "by": "place"}
KINDS = get_args(Kind)


def frame(places: int = 3, years: int = 4) -> pd.DataFrame:
    """Values that grow by the year, of places that are called A, B and so on."""
    return pd.DataFrame(
        [
            {"year": 2000 + year, "place": chr(65 + place), "value": 10.0 * (place + 1) + year}
            for place in range(places)
            for year in range(years)
        ]
    )


def figure(df: Any = None, kind: Any = "line", **arguments: Any) -> go.Figure:
    return house_style_figure(frame() if df is None else df, kind, **{**COLUMNS, **WORDS, **arguments})


def component(df: Any = None, kind: Any = "line", **arguments: Any) -> Any:
    return HouseStyleGraphAIO(frame() if df is None else df, kind, **{**COLUMNS, **WORDS, **arguments})


def alt(df: Any = None, kind: Any = "line", **arguments: Any) -> str:
    text: str = component(df, kind, **arguments).children[0].data["alt"]
    return text


def notes(drawn: go.Figure) -> list[str]:
    return [note.text for note in drawn.layout.annotations]


def label(drawn: go.Figure, name: str) -> Any:
    (found,) = [note for note in drawn.layout.annotations if note.text == f"<b>{name}</b>"]
    return found


# What is in a figure.


@pytest.mark.parametrize("kind", KINDS)
def test_title_subtitle_unit_and_credit_are_in_the_figure(kind: str) -> None:
    drawn = figure(kind=kind, subtitle="Subtitle", unit="litres")
    assert drawn.layout.title.text == "<b>Title</b>"
    assert notes(drawn)[-3:] == ["Subtitle", "litres", "Source: Credit"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pa.table])
def test_frames_of_the_three_libraries_are_drawn_alike(kind: str, library: Callable[[Any], Any]) -> None:
    df = frame()
    given = library({name: df[name].to_list() for name in df.columns})
    assert figure(given, kind) == figure(df, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_frame_stays_as_it_is(kind: str) -> None:
    df = frame()
    figure(df, kind)
    pd.testing.assert_frame_equal(df, frame())


def test_lines_have_the_styles_colours_and_their_names_at_their_ends() -> None:
    drawn = figure()
    assert [trace.line.color for trace in drawn.data] == list(STYLE.light.categorical[:3])
    assert [trace.name for trace in drawn.data] == ["A", "B", "C"]
    assert not drawn.layout.showlegend
    assert (label(drawn, "B").x, label(drawn, "B").y) == (2003, 23)
    assert (label(drawn, "B").xref, label(drawn, "B").yshift) == ("x", 0)


def test_a_style_may_have_a_legend_instead() -> None:
    drawn = figure(style=replace(STYLE, labels_lines=False))
    assert drawn.layout.showlegend
    assert notes(drawn) == ["Source: Credit"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_at_lines_can_be_read_also_where_the_lines_colour_is_too_faint(theme: Any) -> None:
    drawn = figure(theme=theme, df=frame(places=6))
    background = STYLE.palette(theme).background
    colors = [label(drawn, name).font.color for name in "ABCDEF"]
    assert all(contrast(color, background) >= 4.5 for color in colors)
    assert len(set(colors)) == 6


@pytest.mark.parametrize("width", [320, 1000])
def test_names_that_would_overlap_are_moved_apart_as_little_as_it_goes(width: int) -> None:
    df = pd.DataFrame(
        [
            {"year": year, "place": name, "value": value * year}
            for name, value in (("A", 10.0), ("B", 10.1), ("C", 10.2), ("D", 30.0), ("E", 0.1))
            for year in (0, 1)
        ]
    )
    drawn = figure(df, width=width)
    low, high = drawn.layout.yaxis.range
    height = drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
    size = label(drawn, "A").font.size
    middles = [
        (label(drawn, name).y - low) / (high - low) * height + label(drawn, name).yshift for name in "EABCD"
    ]
    assert all(after - before >= 1.3 * size - 0.2 for before, after in pairwise(middles))
    assert [label(drawn, name).yshift for name in "ED"] == [0, 0]
    assert label(drawn, "A").yshift < 0 < label(drawn, "C").yshift


def test_lines_are_in_the_order_of_x_and_dates_are_dates() -> None:
    days = [dt.date(2024, 3, 1), dt.date(2024, 1, 1), dt.date(2024, 2, 1)]
    drawn = figure(pd.DataFrame({"year": pd.to_datetime(days), "value": [3, 1, 2]}), by=None)
    assert drawn.layout.xaxis.type == "date"
    assert [x[:10] for x in drawn.data[0].x] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert list(drawn.data[0].y) == [1, 2, 3]
    assert figure(pl.DataFrame({"year": days, "value": [3, 1, 2]}), by=None).data[0].x[0] == "2024-01-01"


def test_a_time_zone_doesnt_move_a_time() -> None:
    times = pd.to_datetime(["2024-01-01T06:00", "2024-01-01T07:00"]).tz_localize("Asia/Tokyo")
    drawn = figure(pd.DataFrame({"year": times, "value": [1, 2]}), by=None)
    assert drawn.data[0].x[0] == "2024-01-01T06:00:00"


@pytest.mark.parametrize("kind", ["line", "small multiples"])
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_value_is_a_gap_in_a_line(kind: str, missing: float | None) -> None:
    df = pl.DataFrame({"year": [1, 2, 3], "place": ["A"] * 3, "value": [1.0, missing, 3.0]}, strict=False)
    (trace,) = figure(df, kind).data
    assert list(trace.y) == [1, None, 3]
    assert not trace.connectgaps
    assert "1 value is missing" in alt(df, kind)


@pytest.mark.parametrize("kind", ["line", "small multiples"])
def test_a_value_between_two_gaps_is_a_dot(kind: str) -> None:
    df = pl.DataFrame({"year": [1, 2, 3, 4, 5], "place": ["A"] * 5, "value": [1.0, None, 3.0, None, 5.0]})
    (trace,) = figure(df, kind).data
    assert [size > 0 for size in trace.marker.size] == [True, False, True, False, True]
    (single,) = figure(df.head(1), kind).data
    assert single.mode == "lines+markers"
    assert figure(df.head(1), kind).layout.xaxis.range is None


def test_bars_that_are_all_zero_have_an_axis() -> None:
    low, high = figure(
        pd.DataFrame({"place": ["A"], "value": [0]}), "bar", x="place", by=None
    ).layout.xaxis.range
    assert low == 0 < high


def test_columns_begin_at_zero_and_stand_in_the_order_of_x() -> None:
    drawn = figure(frame(places=1).iloc[::-1], "bar", by=None)
    assert drawn.layout.yaxis.range[0] == 0
    assert list(drawn.data[0].x) == [2000, 2001, 2002, 2003]
    assert drawn.layout.xaxis.tickvals == (2000, 2001, 2002, 2003)


def test_bars_with_names_lie_the_longest_at_the_top_with_their_values_at_their_ends() -> None:
    df = pd.DataFrame({"place": ["A", "B", "C"], "value": [1_500_000, 4_000_000, 20_000]})
    drawn = figure(df, "bar", x="place", by=None, unit="$")
    (trace,) = drawn.data
    assert trace.orientation == "h"
    assert drawn.layout.yaxis.categoryarray == ("C", "A", "B")
    assert dict(zip(trace.y, trace.text, strict=True)) == {
        "A": "$1.5 million",
        "B": "$4 million",
        "C": "$20,000",
    }
    assert drawn.layout.xaxis.range[0] == 0


def test_bars_below_zero_have_room_on_both_sides() -> None:
    df = pd.DataFrame({"place": ["A", "B"], "value": [-4.0, 6.0]})
    drawn = figure(df, "bar", x="place", by=None)
    assert drawn.layout.xaxis.range[0] < -4
    assert drawn.layout.xaxis.range[1] > 6
    assert drawn.layout.xaxis.zeroline
    assert set(drawn.data[0].text) == {f"{MINUS}4", "6"}


def test_bars_of_several_categories_stand_side_by_side_with_a_legend() -> None:
    drawn = figure(kind="bar")
    assert drawn.layout.barmode == "group"
    assert drawn.layout.showlegend
    assert [trace.marker.color for trace in drawn.data] == list(STYLE.light.categorical[:3])


def test_stacked_bars_have_room_for_their_sum() -> None:
    drawn = figure(kind="stacked bar")
    assert drawn.layout.barmode == "stack"
    assert drawn.layout.yaxis.range[1] >= 13 + 23 + 33
    lying = figure(frame(years=1), "stacked bar", x="place", by="year")
    assert lying.layout.xaxis.range[1] >= 30
    assert lying.data[0].orientation == "h"


def test_points_have_axes_that_say_what_they_are() -> None:
    df = pd.DataFrame({"Income": [1.5, 2.5, 1.5], "Age": [20, 30, 20]})
    drawn = figure(df, "scatter", x="Income", y="Age", by=None)
    assert drawn.data[0].mode == "markers"
    assert len(drawn.data[0].x) == 3  # of points there may be two at one place
    assert drawn.layout.xaxis.title.text == "Income"
    assert notes(drawn)[0] == "Age"


@pytest.mark.parametrize(("width", "columns"), [(320, 2), (700, 3), (1000, 4)])
def test_small_multiples_share_their_axes_and_have_a_heading_each(width: int, columns: int) -> None:
    drawn = figure(frame(places=7), "small multiples", width=width)
    axes = [getattr(drawn.layout, f"yaxis{index or ''}") for index in (0, *range(2, 8))]
    assert {axis.range for axis in axes} == {axes[0].range}
    assert [axis.showticklabels for axis in axes] == [index % columns == 0 for index in range(7)]
    assert notes(drawn)[:7] == [f"<b>{name}</b>" for name in "ABCDEFG"]
    domains = [getattr(drawn.layout, f"xaxis{index or ''}").domain for index in (0, *range(2, 8))]
    assert all(0 <= low < high <= 1 for low, high in [*domains, *(axis.domain for axis in axes)])
    assert len(set(domains)) == columns


def test_symbols_stand_at_ticks_and_words_above_the_axis() -> None:
    assert figure(unit="%").layout.yaxis.ticktext[-1] == "40%"
    assert "%" not in notes(figure(unit="%"))
    assert figure(unit="people").layout.yaxis.ticktext[-1] == "40"


def test_a_unit_may_be_told_by_category_if_it_is_one() -> None:
    assert "kg" in notes(figure(unit=dict.fromkeys("ABC", "kg")))


def test_the_axis_of_lines_begins_at_zero_where_the_style_says_so() -> None:
    df = pd.DataFrame({"year": [1, 2], "value": [90.0, 95.0]})
    assert figure(df, by=None).layout.yaxis.range[0] > 0
    assert figure(df, by=None, style=replace(STYLE, zero_baseline=True)).layout.yaxis.range[0] == 0


def test_a_logo_is_in_the_figure_where_the_style_has_it() -> None:
    for place, y in (("top right", "top"), ("bottom right", "bottom")):
        (image,) = figure(style=replace(STYLE, logo=Logo("data:,", place=place))).layout.images  # type: ignore[arg-type]
        assert (image.source, image.xanchor, image.yanchor) == ("data:,", "right", y)


@pytest.mark.parametrize("kind", KINDS)
def test_what_looks_like_a_tag_is_shown_as_it_is(kind: str) -> None:
    df = frame().replace({"A": "<b>A & B"})
    shown = json.dumps(figure(df, kind, title="1 < 2").to_plotly_json()["layout"]["title"])
    assert "1 &lt; 2" in shown
    assert any("&lt;b&gt;A &amp; B" in trace.name for trace in figure(df, kind).data)


def test_a_figure_is_laid_out_for_a_width() -> None:
    long = "A title that is much too long to stand on one line of a telephone"
    narrow, wide = (figure(title=long, width=width) for width in (320, 1000))
    assert wide.layout.title.text.count("<br>") == 0
    lines = narrow.layout.title.text[3:-4].split("<br>")
    assert len(lines) > 1
    assert all(width_of(line, 17, bold=True) <= 320 - 32 for line in lines)
    assert narrow.layout.title.font.size < wide.layout.title.font.size == STYLE.title_size
    assert narrow.layout.xaxis.nticks < wide.layout.xaxis.nticks
    assert narrow.layout.width is None


# Other.


def warned(kind: str, **arguments: Any) -> tuple[str, go.Figure]:
    with pytest.warns(UserWarning, match="by='place' has 9 values") as found:
        drawn = figure(frame(places=9), kind, **arguments)
    assert found[0].filename == __file__  # where the graph is made
    return str(found[0].message), drawn


def test_lines_beyond_the_colours_are_grey_behind_the_others_and_labelled_once() -> None:
    message, drawn = warned("line")
    assert message == (
        "by='place' has 9 values, and the style 'Neutral' has colours for 6: those with the highest last values;"
        " the other 3 are grey lines."
    )
    assert [trace.name for trace in drawn.data] == ["Other"] * 3 + list("DEFGHI")
    assert [trace.line.color for trace in drawn.data[:3]] == [STYLE.light.other] * 3
    assert label(drawn, "Other").y == 23


def test_points_beyond_the_colours_are_grey_with_one_entry_in_the_legend() -> None:
    message, drawn = warned("scatter")
    assert "the other 3 are grey points" in message
    assert [trace.showlegend for trace in drawn.data] == [True, False, False] + [True] * 6


def test_stacked_parts_beyond_the_colours_are_added_up() -> None:
    message, drawn = warned("stacked bar")
    assert "the sum of the other 3 is grey" in message
    assert (drawn.data[-1].name, drawn.data[-1].marker.color) == ("Other", STYLE.light.other)
    assert list(drawn.data[-1].y) == [60, 63, 66, 69]


def test_bars_beyond_the_colours_become_their_mean() -> None:
    message, drawn = warned("bar")
    assert "the mean of the other 3 is a grey bar" in message
    assert (drawn.data[-1].name, list(drawn.data[-1].y)) == ("Other (mean)", [20, 21, 22, 23])


def test_a_style_with_fewer_colours_has_fewer_categories() -> None:
    with pytest.warns(UserWarning, match="has colours for 2: .* the other 1 "):
        figure(style=replace(STYLE, most_categories=2))


def test_small_multiples_need_no_colours() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = figure(frame(places=9), "small multiples")
    assert {trace.line.color for trace in drawn.data} == {STYLE.light.categorical[0]}


@pytest.mark.parametrize("made", [figure, component])
def test_what_is_found_in_a_style_is_told_where_a_graph_is_made(made: Callable[..., Any]) -> None:
    faint = replace(STYLE, light=replace(STYLE.light, muted="#999999", text="#777777"))
    with pytest.warns(UserWarning, match="the style 'Neutral' has 2 findings; the worst is") as found:
        made(style=faint)
    assert str(found[0].message) == (
        "the style 'Neutral' has 2 findings; the worst is light.muted: #999999 on #ffffff has a contrast of 2.85:"
        " text needs 4.5. Style.check() gives all."
    )
    assert found[0].filename == __file__


def test_more_marks_than_a_browser_likes_are_drawn_with_a_warning() -> None:
    many = pd.DataFrame({"year": range(50_001), "value": 1.0})
    with pytest.warns(UserWarning, match="df has 50,001 rows, and each becomes a mark") as found:
        figure(many, by=None)
    assert found[0].filename == __file__


# What is refused.


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"df": [1, 2]}, TypeError, "df has to be a dataframe of pandas, Polars or PyArrow, not list."),
        ({"df": frame().iloc[:0]}, ValueError, "df has no rows: there is nothing to draw."),
        (
            {"df": pd.DataFrame([[1, 2]], columns=["year", "year"])},
            ValueError,
            "df has several columns of one name: Expected unique column names, got: - 'year' 2 times",
        ),
        ({"df": pl.LazyFrame({"a": [1]})}, TypeError, "not LazyFrame."),
        (
            {"kind": "pie"},
            ValueError,
            "kind has to be one of 'line', 'bar', 'stacked bar', 'scatter', 'small multiples', not 'pie'.",
        ),
        ({"kind": ["line"]}, ValueError, "kind has to be one of"),
        ({"x": "Year"}, ValueError, "x='Year' is no column of df, which has 'year', 'place', 'value'."),
        ({"y": "Value"}, ValueError, "y='Value' is no column of df"),
        ({"by": "Place"}, ValueError, "by='Place' is no column of df"),
        ({"y": 7}, TypeError, "y has to be the name of a column, not 7."),
        ({"y": None}, TypeError, "y has to be the name of a column, not None."),
        (
            {"y": "place"},
            TypeError,
            "y='place' has to be a column of numbers, and holds text, such as 'A'.",
        ),
        (
            {"x": "place", "by": None},
            TypeError,
            "x='place' has to be a column of dates or numbers for kind='line', and holds text, such as 'A'.",
        ),
        ({"kind": "stacked bar", "by": None}, ValueError, "kind='stacked bar' needs by="),
        ({"kind": "small multiples", "by": None}, ValueError, "kind='small multiples' needs by="),
        ({"title": None}, ValueError, "title= is needed: the style 'Neutral' has no graph without one."),
        ({"title": "  "}, ValueError, "title= is needed"),
        ({"credit": None}, ValueError, "credit= is needed"),
        ({"title": 7}, TypeError, "title has to be a text, not 7."),
        ({"subtitle": ["a"]}, TypeError, "subtitle has to be a text, not ['a']."),
        ({"unit": 7}, TypeError, "unit has to be a text, or a dict of one for each value of by, not 7."),
        ({"unit": {"A": "kg", "B": "kg"}}, ValueError, "unit has nothing for 'C', a value of by='place'."),
        (
            {"unit": {"A": "kg", "B": "kg", "C": "m"}},
            ValueError,
            "one axis can't have several units: A in kg, B in kg, C in m.",
        ),
        ({"style": "light"}, TypeError, "style has to be a Style, not 'light'."),
        ({"theme": "auto"}, ValueError, "theme has to be 'light' or 'dark', not 'auto'."),
        ({"width": 10}, ValueError, "width has to be a whole number of pixels from 200 to 5000, not 10."),
        (
            {"by": None},
            ValueError,
            "df has 3 rows for year=2000, and one value is drawn for each: name their categories with by=",
        ),
        (
            {"df": pd.concat([frame(), frame().tail(1)])},
            ValueError,
            "df has 2 rows for year=2003 and place='C', and one value is drawn for each: sum or average them",
        ),
        (
            {"df": frame(places=25), "kind": "small multiples"},
            ValueError,
            "by='place' has 25 values, and 24 small multiples are the most.",
        ),
        (
            {"df": frame().assign(value=-1.0), "kind": "stacked bar"},
            ValueError,
            "y='value' has -1, and stacked bars add up parts of a whole",
        ),
        (
            {"df": frame().assign(value=float("inf"))},
            ValueError,
            "y='value' has 12 infinite values, which can't be drawn: drop those rows.",
        ),
        (
            {"df": frame().assign(year=float("inf"))},
            ValueError,
            "x='year' has 12 infinite values, which can't be drawn: drop those rows.",
        ),
        (
            {"df": frame(places=1).assign(value=[1.0, -1e60, 1e60, 1e308])},
            ValueError,
            "y='value' has 3 values beyond 1e+50, which can't be drawn",
        ),
        (
            {"df": frame(places=1).assign(year=[1e200, 1, 2, 3]), "kind": "scatter"},
            ValueError,
            "x='year' has 1 value beyond 1e+50, which can't be drawn",
        ),
        (
            {"df": frame(places=1).assign(value=pd.Series([Decimal(1)] * 4, dtype=object))},
            TypeError,
            "y='value' has to be a column of numbers, and holds Python objects (convert them, as with"
            " pandas.to_numeric), such as Decimal('1').",
        ),
        (
            {"df": frame(places=1).assign(value=pd.Series([1, None, 2, 3], dtype=object))},
            TypeError,
            "y='value' has to be a column of numbers, and holds Python objects (convert them",
        ),
        (
            {"df": frame(places=1), "by": None, "unit": {"A": "kg"}},
            ValueError,
            "a dict of units needs by=, the column of the categories.",
        ),
        (
            {"df": pd.DataFrame({"year": AUTUMN, "value": [1, 2]}), "by": None},
            ValueError,
            "x='year' has different times that its clock shows alike, as when it is set back: convert it to UTC.",
        ),
        (
            {"df": pl.DataFrame({"year": AUTUMN.to_list(), "value": [1, 2]}), "by": None},
            ValueError,
            "x='year' has different times that its clock shows alike",
        ),
        ({"df": frame().assign(year=float("nan"))}, ValueError, "x='year' has 12 missing values"),
        ({"df": frame().assign(place=None)}, ValueError, "by='place' has 12 missing values"),
        (
            {"df": frame().assign(value=float("nan")), "by": "place"},
            ValueError,
            "y='value' has no value at all for 'A'.",
        ),
        (
            {"df": frame().assign(value=True)},
            TypeError,
            "y='value' has to be a column of numbers, and holds Bool",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as found:
        figure(**arguments)
    assert message in str(found.value)


@pytest.mark.parametrize("kind", ["bar", "stacked bar", "scatter"])
def test_where_there_is_no_gap_to_show_a_missing_value_is_refused(kind: str) -> None:
    df = frame()
    df.loc[2, "value"] = None
    with pytest.raises(ValueError, match=rf"^y='value' has 1 missing value, and a {kind} chart has no gap"):
        figure(df, kind)


def test_title_and_credit_may_be_left_out_where_the_style_needs_none() -> None:
    drawn = figure(title=None, credit=None, style=replace(STYLE, needs_title=False, needs_credit=False))
    assert drawn.layout.title.text is None
    assert notes(drawn) == ["<b>A</b>", "<b>B</b>", "<b>C</b>"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"theme": "blue"}, ValueError, "theme has to be 'auto', 'light' or 'dark', not 'blue'."),
        ({"alt": 7}, TypeError, "alt has to be a text, not 7."),
        ({"style": {}}, TypeError, "style has to be a Style, not {}."),
        ({"graph_props": {"figure": {}}}, ValueError, "graph_props['figure'] can't be given"),
    ],
)
def test_the_component_refuses_what_else_is_wrong(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as found:
        component(**arguments)
    assert message in str(found.value)


# What the browser makes of it.


def applied(drawn: dict[str, Any], changes: list[list[Any]]) -> dict[str, Any]:
    """What the script in the page does."""
    made = copy.deepcopy(drawn)
    for path, value in changes:
        part = made
        for key in path[:-1]:
            part = part[key]
        if value is None:
            del part[path[-1]]
        else:
            part[path[-1]] = value
    return made


LOGO = replace(STYLE, logo=Logo("data:,"), name="With a logo")


@pytest.mark.parametrize("style", [STYLE, LOGO], ids=lambda style: style.name)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_changes_for_a_theme_and_a_width_make_the_figure_that_is_drawn_for_both(
    kind: str, theme: Any, style: Style
) -> None:
    arguments = {"subtitle": "A subtitle of some length, so that it is wrapped", "unit": "kg", "style": style}
    sent = json.loads(json.dumps(component(kind=kind, **arguments).children[0].data))
    for width, height, changes in sent["widths"]:
        made = applied(applied(sent["figure"], changes), sent["themes"].get(theme, []))
        assert made["layout"]["height"] == height
        assert go.Figure(made) == figure(kind=kind, theme=theme, width=width, **arguments)
    assert [width for width, *_ in sent["widths"]] == list(WIDTHS)


def test_a_theme_that_is_given_is_the_only_one_that_is_sent() -> None:
    sent = component(theme="dark").children[0].data
    assert sent["themes"] == {}
    assert sent["figure"]["layout"]["template"]["layout"]["paper_bgcolor"] == STYLE.dark.background


def test_a_graph_with_its_themes_and_widths_is_small() -> None:
    assert len(json.dumps(component(frame(places=5, years=12)).children[0].data)) < 25_000


def test_changes_are_paths_and_values_and_none_where_something_goes() -> None:
    before = {"a": [1, {"b": 2}], "c": 3, "d": [1]}
    after = {"a": [1, {"b": 5}], "d": [1, 2], "e": {}}
    found = _changes(before, after)
    assert sorted(found, key=str) == sorted(
        [[["a", 1, "b"], 5], [["c"], None], [["d"], [1, 2]], [["e"], {}]], key=str
    )


def test_new_figure_gives_what_the_component_itself_sends() -> None:
    assert HouseStyleGraphAIO.new_figure(frame(), **COLUMNS, **WORDS) == component().children[0].data


def test_the_modebar_is_off_unless_it_is_asked_for() -> None:
    assert component().children[1].children.config == {"displayModeBar": False}
    given = {"config": {"displayModeBar": True, "scrollZoom": False}}
    assert component(graph_props=given).children[1].children.config == given["config"]


def test_a_graph_is_drawn_once_for_each_width_and_its_hover_texts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Any] = []
    told: list[Any] = []

    def noted(calls: list[Any], called: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments: (calls.append(arguments), called(*arguments))[1]  # type: ignore[func-returns-value]

    monkeypatch.setattr(house_style_graph, "drawing", noted(drawn, drawing))
    monkeypatch.setattr(chart, "number", noted(told, number))
    component()
    assert [call[-2:] for call in drawn] == [*(("light", width) for width in WIDTHS), ("dark", WIDTHS[0])]
    assert len(told) == len(frame())


# Dates and whole numbers.


def of_times(*times: Any, kind: str = "line", **arguments: Any) -> go.Figure:
    df = pd.DataFrame({"year": pd.to_datetime(list(times), format="ISO8601"), "value": range(len(times))})
    return figure(df, kind, **{"by": None, **arguments})


@pytest.mark.parametrize("kind", ["line", "scatter"])
def test_dates_below_an_axis_are_as_exact_as_the_steps_between_them(kind: str) -> None:
    stops = of_times("2020", "2021-06", kind=kind).layout.xaxis.tickformatstops
    assert [(stop.dtickrange, stop.value) for stop in stops] == [
        ((None, 999), "%H:%M:%S.%3f\n%-d %b %Y"),
        ((1000, 59_999), "%H:%M:%S\n%-d %b %Y"),
        ((60_000, 86_399_999), "%H:%M\n%-d %b %Y"),
        ((86_400_000, 27 * 86_400_000), "%-d %b %Y"),
        (("M1", "M11"), "%b %Y"),
        (("M12", None), "%Y"),
    ]


@pytest.mark.parametrize(
    ("times", "form"),
    [
        (("2020-01-01", "2021-01-01", "2022-01-01"), "%Y"),
        (("2020-01-01", "2020-12-31", "2022-01-01"), "%b %Y"),
        (("2020-01-01", "2020-07-01"), "%b %Y"),
        (("2024-01-01", "2024-01-29"), "%-d %b %Y"),
        (("2024-01-01T12:00", "2024-01-02T12:00"), "%-d %b %Y"),
        (("2024-01-01T12:00", "2024-01-01T13:00"), "%H:%M\n%-d %b %Y"),
        (("2024-01-01T12:00", "2024-01-01T12:00:01"), "%H:%M:%S\n%-d %b %Y"),
        (("2024-01-01",), "%-d %b %Y"),
    ],
)
def test_dates_below_bars_are_told_apart(times: tuple[str, ...], form: str) -> None:
    assert of_times(*times, kind="bar").layout.xaxis.tickformat == form


def test_dates_below_small_multiples_are_told_apart() -> None:
    df = pd.DataFrame(
        {
            "year": pd.to_datetime(["2024-01-01T01", "2024-01-01T09"]),
            "place": ["A"] * 2,
            "value": [1, 2],
        }
    )
    assert figure(df, "small multiples").layout.xaxis.tickformat == "%H:%M\n%-d %b %Y"


def test_days_and_whole_numbers_that_are_few_have_no_ticks_between_them() -> None:
    assert of_times("2024-01-01", "2024-01-04").layout.xaxis.dtick == 86_400_000
    assert of_times("2024-01-01", "2024-01-01T06:00").layout.xaxis.dtick is None
    assert figure().layout.xaxis.dtick == 1
    assert figure(frame(years=40)).layout.xaxis.dtick is None
    assert figure(frame().assign(year=lambda df: df["year"] / 2)).layout.xaxis.dtick is None


def test_the_hour_is_told_where_there_is_one() -> None:
    assert of_times("2024-01-01", "2024-01-01T06:30").layout.xaxis.hoverformat == "%-d %b %Y, %H:%M"
    assert of_times("2024-01-01", "2024-01-02").layout.xaxis.hoverformat == "%-d %b %Y"
    df = pd.DataFrame(
        {"year": pd.to_datetime(["2024-01-01T06:30:00", "2024-01-01T07:00:05"]), "value": [1, 2]}
    )
    assert "from 1 Jan 2024, 06:30 to 1 Jan 2024, 07:00:05." in alt(df, by=None)
    assert figure(df, "bar", by=None).data[0].customdata == ("1 Jan 2024, 06:30", "1 Jan 2024, 07:00:05")
    assert figure(df, "scatter", by=None).data[0].customdata[0] == "1 Jan 2024, 06:30"


@pytest.mark.parametrize(
    ("years", "texts"),
    [
        ([2000, 2001, 2002], ("2000", "2001", "2002")),
        ([1950, 2000], ("1950", "1960", "1970", "1980", "1990", "2000")),
        ([20_000, 20_002], ("20,000", "20,001", "20,002")),
    ],
)
def test_points_at_whole_numbers_have_whole_ticks(years: list[int], texts: tuple[str, ...]) -> None:
    df = pd.DataFrame({"year": years, "value": [1.0] * len(years)})
    assert figure(df, "scatter", by=None).layout.xaxis.ticktext == texts


def test_dates_that_are_objects_are_dates() -> None:
    df = pd.DataFrame({"year": [dt.date(2024, 3, 1), dt.date(2024, 1, 1)], "value": [1, 2]})
    assert df["year"].dtype == object
    assert figure(df, by=None).data[0].x == ("2024-01-01", "2024-03-01")


def test_times_that_a_clock_shows_alike_are_points_all_the_same() -> None:
    assert len(figure(pd.DataFrame({"year": AUTUMN, "value": [1, 2]}), "scatter", by=None).data[0].x) == 2


# Extremes.


@pytest.mark.parametrize(
    "values",
    [
        [1e17, 1e17],
        [1e17, 1e17 + 16],
        [1e-13, 3e-13],
        [5e-324, 0.0],
        [-1e50, 1e50],
        [1e-100, 1e-100],
        [-1e17, -1e17],
        [0.0, 5e-324],
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_extreme_numbers_are_drawn(kind: str, values: list[float]) -> None:
    if kind == "stacked bar":
        values = [abs(value) for value in values]
    df = pd.DataFrame({"year": [1, 2], "place": ["A", "A"], "value": values})
    ticks = figure(df, kind).layout.yaxis.tickvals
    assert ticks == tuple(sorted(set(ticks)))
    assert ticks[0] <= min(values) <= max(values) <= ticks[-1] * (1 + 1e-12)
    assert alt(df, kind)


def test_points_at_extreme_numbers_are_drawn() -> None:
    df = pd.DataFrame({"year": [1e40, 1e-200, 3.0, 4.0], "value": [1.0, 2.0, 3.0, 4.0]})
    (trace,) = figure(df, "scatter", by=None).data
    assert trace.x == (0, 3, 4, 1e40)
    assert isinstance(trace.x[-1], float)  # of whole numbers JSON has none that is as large


# Names.


@pytest.mark.parametrize("kind", KINDS)
def test_names_that_are_blank_are_told(kind: str) -> None:
    drawn = figure(frame().replace({"A": " ", "B": ""}).query("place != ''"), kind)
    assert "(blank)" in {trace.name for trace in drawn.data}
    df = pd.DataFrame({"place": ["", "B"], "value": [1, 2]})
    assert "(blank)" in figure(df, "bar", x="place", by=None).layout.yaxis.ticktext


@pytest.mark.parametrize("kind", KINDS)
def test_names_of_one_long_word_leave_room_for_the_marks(kind: str) -> None:
    df = frame().replace({"A": "https://example.org/" + "x" * 200})
    for width in (280, 720):
        layout = figure(df, kind, width=width).layout
        assert layout.margin.l + layout.margin.r < 0.8 * width
        assert (layout.legend.entrywidth or 0) <= width - 32
    lying = figure(df.query("year == 2000"), "bar", x="place", by=None, width=720).layout
    assert lying.margin.l < 0.4 * 720


def test_a_word_that_is_too_long_is_broken() -> None:
    assert wrapped("a " + "x" * 10 + " b", 10, 30) == ["a", "xxxxx", "xxxxx", "b"]
    assert wrapped("xyz", 10, 0) == ["x", "y", "z"]


@pytest.mark.parametrize("kind", KINDS)
def test_names_that_look_like_hover_templates_are_shown_as_they_are(kind: str) -> None:
    df = frame().replace({"A": "%{x}"}).rename(columns={"value": "%{y}"})
    drawn = figure(df, kind, y="%{y}")
    assert "%&#123;x}" in drawn.data[0].name
    alone = figure(df.query("place == 'B'"), "bar", y="%{y}", by=None).data[0]
    assert alone.hovertemplate == "%&#123;y}<br>%{customdata}: %{text}<extra></extra>"


def test_what_a_style_writes_at_numbers_is_shown_as_it_is() -> None:
    df = frame().assign(value=lambda df: df["value"] * 1e6)
    style = replace(STYLE, millions="<b>M", date_format="<i>%d")
    assert figure(df, style=style).layout.yaxis.ticktext[-1] == "40&lt;b&gt;M"
    assert of_times("2024-01-01", "2024-01-02", style=style).layout.xaxis.hoverformat == "&lt;i&gt;%d"


@pytest.mark.parametrize("kind", ["bar", "stacked bar"])
def test_more_bars_than_are_seen_at_once_are_drawn_with_a_warning(kind: str) -> None:
    df = pd.DataFrame({"name": [f"N{number}" for number in range(101)], "place": "A", "value": 1})
    with pytest.warns(UserWarning, match="x='name' has 101 names, each with a bar: more than 100") as found:
        figure(df, kind, x="name")
    assert found[0].filename == __file__
    figure(df.head(100), kind, x="name")


def test_units_by_category_are_found_by_what_is_shown_of_it() -> None:
    df = frame(places=1).assign(place=7)
    assert "kg" in notes(figure(df, unit={7: "kg"}))
    assert "kg" in notes(figure(df, unit={"7": "kg"}))


# Alternative texts.


def test_the_alternative_text_tells_first_last_lowest_highest_and_trend() -> None:
    df = pd.DataFrame({"year": [2001, 2002, 2003, 2004], "value": [5.0, 1.0, 9.0, 7.0]})
    assert alt(df, by=None, subtitle="In a place", unit="kg") == (
        "Line chart: Title. In a place. year from 2001 to 2004. value: 5 kg in 2001, 7 kg in 2004, up;"
        " lowest 1 kg in 2002; highest 9 kg in 2003."
    )


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ([1.0, 2.0, 3.0], "up throughout"),
        ([3.0, 2.0, 1.0], "down throughout"),
        ([1.0, 4.0, 3.0], "up"),
        ([100.0, 5.0, 101.0], "nearly unchanged"),
        ([0.0, 0.0, 0.0], "nearly unchanged"),
    ],
)
def test_a_trend_is_told(values: list[float], trend: str) -> None:
    assert f" in 3, {trend}" in alt(pd.DataFrame({"year": [1, 2, 3], "value": values}), by=None)


@pytest.mark.filterwarnings("ignore:by='place' has 9 values")
def test_of_many_series_the_first_are_told_and_how_many_more_there_are() -> None:
    text = alt(frame(places=9))
    assert text.count("up throughout") == 4
    assert text.endswith("And 5 more.")


def test_bars_tell_the_highest_and_the_lowest() -> None:
    df = pd.DataFrame({"place": ["A", "B", "C"], "value": [1.0, 4.0, 2.0]})
    assert alt(df, "bar", x="place", by=None, unit="%") == (
        "Bar chart: Title. 3 bars. value: highest 4% for B, lowest 1% for A."
    )


def test_points_tell_their_number_their_range_and_whether_they_rise() -> None:
    df = pd.DataFrame({"Income": [1.0, 2.0, 3.0], "Age": [20, 30, 40]})
    assert alt(df, "scatter", x="Income", y="Age", by=None) == (
        "Scatter chart: Title. Income from 1 to 3. 3 points, Age from 20 to 40, higher with higher Income."
    )
    flat = pd.DataFrame({"Income": [1.0, 2.0, 3.0], "Age": [20, 40, 20]})
    assert "without a clear trend" in alt(flat, "scatter", x="Income", y="Age", by=None)


def test_dates_are_told_as_the_style_writes_them() -> None:
    df = pl.DataFrame({"year": [dt.date(2024, 3, 1), dt.date(2024, 12, 24)], "value": [1, 2]})
    assert "year from 1 Mar 2024 to 24 Dec 2024." in alt(df, by=None)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("%-d/%-m", "1/3"),
        ("%d.%m.%Y", "01.03.2024"),
        ("%_d|%e|%0d", " 1| 1|01"),
        ("%x", "3/1/2024"),
        ("100%% %B %y", "100% March 24"),
        ("%-H %Q", "0 Q"),
        ("\0", "\0"),
    ],
)
def test_dates_are_written_as_d3_writes_them(form: str, expected: str) -> None:
    assert dated(dt.date(2024, 3, 1), form) == expected


def test_points_of_hours_that_rise_are_told() -> None:
    times = pd.date_range("2024-01-01", periods=12, freq="h")
    assert alt(pd.DataFrame({"Time": times, "y": range(12)}), "scatter", x="Time", y="y", by=None).endswith(
        "12 points, y from 0 to 11, higher with higher Time."
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("line", "Line chart: Title. year 2000. A: 10 in 2000."),
        ("bar", "Bar chart: Title. year 2000. A: 10 for 2000."),
        ("scatter", "Scatter chart: Title. year 2000. A: 1 point, value 10."),
    ],
)
def test_a_single_row_is_told_once(kind: str, expected: str) -> None:
    assert alt(frame(1, 1), kind) == expected


def test_a_text_that_is_given_takes_the_place_of_it_and_a_picture_has_it() -> None:
    picture = component(alt="Mine").children[1]
    assert (picture.role, getattr(picture, "aria-label")) == ("img", "Mine")


# Words.


@pytest.mark.parametrize(
    ("value", "step", "largest", "expected"),
    [
        (0, 0.5e9, 4e9, "0"),
        (1.5e9, 0.5e9, 4e9, "1.5 billion"),
        (2e9, 0.5e9, 4e9, "2.0 billion"),
        (1234567, 0, 0, "1.23 million"),
        (12345.678, 0, 0, "12,346"),
        (0.012345, 0, 0, "0.0123"),
        (-0.5, 0.25, 1, f"{MINUS}0.50"),
        (20000, 10000, 20000, "20,000"),
        (72.39, 0, 0, "72.4"),
        (2.5, 2.5, 10, "2.5"),
        (0.025, 0.025, 0.1, "0.025"),
        (2e300, 0, 0, "2e+300"),
        (-2e-20, 1e-20, 4e-20, f"{MINUS}2e-20"),
    ],
)
def test_numbers_are_as_exact_as_they_need_to_be(
    value: float, step: float, largest: float, expected: str
) -> None:
    assert number(value, STYLE, step, largest) == expected


def test_numbers_are_written_as_the_style_says() -> None:
    german = replace(STYLE, decimal=",", thousands=".", millions=" Mio.")
    assert [number(value, german) for value in (1234.6, 1.5e6)] == ["1.235", "1,5 Mio."]
    assert (
        figure(frame().assign(value=lambda df: df["value"] * 1e5), style=german)
        .layout.yaxis.ticktext[-1]
        .endswith("Mio.")
    )


def test_units_stand_where_they_belong() -> None:
    assert [with_unit("5", unit) for unit in ("%", "$", "kg", "")] == ["5%", "$5", "5 kg", "5"]
    assert with_unit(f"{MINUS}5", "£") == f"{MINUS}£5"


def test_text_is_wrapped_between_words() -> None:
    assert wrapped("one two three", 10, 50) == ["one two", "three"]
    assert wrapped("incomprehensibilities are long", 10, 120) == ["incomprehensibilities", "are long"]
    assert wrapped("", 10, 50) == []
