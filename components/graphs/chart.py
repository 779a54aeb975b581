"""What a chart shows: a frame's columns as series, checked, and each fault told in a sentence."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from .style import Style
from .words import number, position, shown, with_unit

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

Kind = Literal["line", "bar", "stacked bar", "scatter", "small multiples"]
XType = Literal["dates", "numbers", "text"]

MOST_PANELS = 24
"""More small multiples than these are no longer taken in at a glance."""

MOST_MARKS = 50_000
"""More marks than these are slow to send and to draw, and hide each other."""

MOST_NAMES = 100
"""More bars with names than these make a graph that is many screens high."""

LARGEST, SMALLEST = 1e50, 1e-100
"""Beyond these, numbers can't be reckoned with: larger ones are refused, smaller ones count as 0."""

# What each kind needs of x, which show by a gap that a value is missing, and which need categories.
X_TYPES: dict[Kind, tuple[XType, ...]] = {
    "line": ("dates", "numbers"),
    "bar": ("dates", "numbers", "text"),
    "stacked bar": ("dates", "numbers", "text"),
    "scatter": ("dates", "numbers"),
    "small multiples": ("dates", "numbers"),
}
BLANK = "(blank)"
"""What is shown for a name of no letters."""

WITH_GAPS: tuple[Kind, ...] = ("line", "small multiples")
NEEDS_BY: tuple[Kind, ...] = ("stacked bar", "small multiples")


@dataclass(frozen=True, slots=True)
class Series:
    """The points of a category, in the order of x; y is None where a line has a gap.

    What hover texts tell of each x and y is written once, whatever it is laid out for.
    """

    name: str
    x: list[Any]
    y: list[float | None]
    x_texts: list[str] = field(default_factory=list)
    y_texts: list[str] = field(default_factory=list)

    @property
    def values(self) -> list[float]:
        """The values that there are."""
        return [value for value in self.y if value is not None]


@dataclass(frozen=True)
class Chart:
    """What is drawn: the series that have colours, and those that are drawn as "Other".

    It is drawn for several widths: what is found of all points is found once.
    """

    kind: Kind
    series: list[Series]
    others: list[Series]
    x: str
    x_type: XType
    y: str
    title: str
    subtitle: str
    credit: str
    unit: str

    @property
    def is_bars(self) -> bool:
        """Whether it has bars, which begin at zero."""
        return self.kind in ("bar", "stacked bar")

    @property
    def is_horizontal(self) -> bool:
        """Whether it has bars whose names stand beside them."""
        return self.is_bars and self.x_type == "text"

    @cached_property
    def is_whole(self) -> bool:
        """Whether all x are whole numbers or days, between which nothing is."""
        return all(type(x) in (int, dt.date) for one in self.every for x in one.x)

    @cached_property
    def times(self) -> list[dt.datetime]:
        """The x that have a time of the day."""
        return [x for one in self.every for x in one.x if isinstance(x, dt.datetime)]

    @cached_property
    def every(self) -> list[Series]:
        """All series."""
        return [*self.series, *self.others]

    @cached_property
    def ends(self) -> tuple[Any, Any]:
        """The first and the last x."""
        xs = [x for one in self.every for x in one.x]
        return min(xs), max(xs)

    @cached_property
    def totals(self) -> dict[Any, float]:
        """The sum of all values at each x."""
        totals: dict[Any, float] = {}
        for one in self.every:
            for x, y in zip(one.x, one.values, strict=True):
                totals[x] = totals.get(x, 0.0) + y
        return totals

    @cached_property
    def heights(self) -> list[float]:
        """The values that an axis has to have room for."""
        if self.kind == "stacked bar":
            return list(self.totals.values())
        return [value for one in self.every for value in one.values]


def chart(
    df: IntoDataFrame,
    kind: Kind,
    columns: tuple[str, str, str | None],
    texts: Mapping[str, str | None],
    unit: str | Mapping[str, str] | None,
    style: Style,
) -> Chart:
    """Read the series of a frame's columns x, y and by, or say in a sentence what is wrong with them."""
    title, subtitle, credit = _texts(texts, style)
    if kind not in get_args(Kind):
        raise ValueError(f"kind has to be one of {_listed(get_args(Kind))}, not {kind!r}.")
    x, y, by = columns
    if by is None and kind in NEEDS_BY:
        raise ValueError(f"kind={kind!r} needs by=, the column of the categories.")
    frame = _frame(df, {"x": x, "y": y} if by is None else {"x": x, "y": y, "by": by})
    if len(frame) > MOST_MARKS:
        warnings.warn(
            f"df has {len(frame):,} rows, and each becomes a mark: more than {MOST_MARKS:,} are slow to send"
            " and to draw. Aggregate them first.",
            stacklevel=3,
        )
    numbers = _numbers(frame[y], y)
    xs, x_type = _positions(frame[x], x, kind)
    names = _names(frame[by], by) if by is not None else [""] * len(xs)
    if kind not in WITH_GAPS and (count := numbers.count(None)):
        raise ValueError(
            f"y={y!r} has {_counted(count, 'missing value')}, and a {kind} chart has no gap to show that by:"
            " drop those rows, or fill them in."
        )
    if kind != "scatter":
        _refuse_duplicates(list(zip(xs, names, strict=True)), x, by)
    if kind == "stacked bar" and (low := min(value for value in numbers if value is not None)) < 0:
        raise ValueError(
            f"y={y!r} has {low:g}, and stacked bars add up parts of a whole: negative ones aren't. Use"
            ' kind="bar" or "line".'
        )
    series = _series(xs, names, numbers)
    if empty := [one.name for one in series if not one.values]:
        raise ValueError(f"y={y!r} has no value at all{f' for {empty[0]!r}' if by else ''}.")
    shown_unit = _unit(unit, [one.name for one in series], by)
    if x_type == "text" and (count := len(set(xs))) > MOST_NAMES:
        warnings.warn(
            f"x={x!r} has {count:,} names, each with a bar: more than {MOST_NAMES} make a graph of many"
            " screens. Draw the longest, or group them.",
            stacklevel=3,
        )
    kept, others = _split(series, kind, style, by)
    if kind == "small multiples" and len(series) > MOST_PANELS:
        raise ValueError(
            f"by={by!r} has {len(series)} values, and {MOST_PANELS} small multiples are the most."
        )
    kept, others = ([_told(one, kind, style, shown_unit) for one in part] for part in (kept, others))
    return Chart(kind, kept, others, x, x_type, y, title, subtitle, credit, shown_unit)


def _told(one: Series, kind: Kind, style: Style, unit: str) -> Series:
    x_texts = [] if kind in WITH_GAPS else [shown([position(x, style)]) for x in one.x]
    y_texts = ["" if y is None else shown([with_unit(number(y, style), unit)]) for y in one.y]
    return replace(one, x_texts=x_texts, y_texts=y_texts)


def _texts(texts: Mapping[str, str | None], style: Style) -> list[str]:
    for name, text in texts.items():
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{name} has to be a text, not {text!r}.")
    for name, is_needed in (("title", style.needs_title), ("credit", style.needs_credit)):
        if is_needed and not (texts[name] or "").strip():
            raise ValueError(f"{name}= is needed: the style {style.name!r} has no graph without one.")
    return [(text or "").strip() for text in texts.values()]


def _frame(df: IntoDataFrame, columns: Mapping[str, Any]) -> Any:
    """See the columns of a frame of pandas, Polars or PyArrow through narwhals."""
    import narwhals as nw  # noqa: PLC0415  for whoever draws

    try:
        frame = nw.from_native(df, eager_only=True)
    except nw.exceptions.DuplicateError as error:
        raise ValueError(f"df has several columns of one name: {' '.join(str(error).split())}") from None
    except TypeError:
        raise TypeError(
            f"df has to be a dataframe of pandas, Polars or PyArrow, not {type(df).__name__}."
        ) from None
    for argument, column in columns.items():
        if not isinstance(column, str):
            raise TypeError(f"{argument} has to be the name of a column, not {column!r}.")
        if column not in frame.columns:
            raise ValueError(f"{argument}={column!r} is no column of df, which has {_listed(frame.columns)}.")
    if not len(frame):
        raise ValueError("df has no rows: there is nothing to draw.")
    return frame


def _numbers(column: Any, name: str) -> list[float | None]:
    values = column.to_list()
    if not column.dtype.is_numeric():
        raise TypeError(
            f"y={name!r} has to be a column of numbers, and holds {_what(column)}, such as {values[0]!r}."
        )
    # What isn't there has many forms; of a column of numbers it is null, or else not equal to itself.
    numbers = [
        None if is_null or value != value else float(value)  # noqa: PLR0124
        for value, is_null in zip(values, column.is_null().to_list(), strict=True)
    ]
    _refuse_large([value for value in numbers if value is not None], f"y={name!r}")
    return [0.0 if value is not None and abs(value) < SMALLEST else value for value in numbers]


def _refuse_large(values: list[float], what: str) -> None:
    if large := [value for value in values if abs(value) > LARGEST]:
        is_infinite = any(map(math.isinf, large))
        told = _counted(len(large), "infinite value" if is_infinite else "value")
        raise ValueError(
            f"{what} has {told}{'' if is_infinite else f' beyond {LARGEST:g}'}, which can't be drawn:"
            " drop those rows."
        )


def _positions(column: Any, name: str, kind: Kind) -> tuple[list[Any], XType]:
    _refuse_missing(column, f"x={name!r}")
    values = column.to_list()
    if column.dtype.is_numeric():
        found: XType = "numbers"
        numbers = [float(value) if abs(value) >= SMALLEST else 0.0 for value in values]
        _refuse_large(numbers, f"x={name!r}")
        # 1952.0, as a column with a gap once had it, is 1952; beyond these JSON has no whole numbers.
        values = [int(one) if one.is_integer() and abs(one) < 2**53 else one for one in numbers]
    # A frame of pandas may have a database's dates as objects.
    elif all(isinstance(value, dt.date) for value in values):
        found = "dates"
        values = _dates(values, name, kind)
    else:
        found = "text"
        values = [_named(value) for value in values]
    if found not in X_TYPES[kind]:
        raise TypeError(
            f"x={name!r} has to be a column of {' or '.join(X_TYPES[kind])} for kind={kind!r}, and holds"
            f" {_what(column)}, such as {values[0]!r}."
        )
    return values, found


def _dates(values: list[dt.date], name: str, kind: Kind) -> list[dt.date]:
    """Give times as their clocks show them, and dates where none has a time."""
    times = [
        # Without its zone.
        dt.datetime(*value.timetuple()[:6], getattr(value, "microsecond", 0))  # noqa: DTZ001
        for value in values
    ]
    offsets = [value.utcoffset() if isinstance(value, dt.datetime) else None for value in values]
    if kind != "scatter" and len(set(zip(times, offsets, strict=True))) > len(set(times)):
        raise ValueError(
            f"x={name!r} has different times that its clock shows alike, as when it is set back:"
            " convert it to UTC."
        )
    if any(time.time() != dt.time() for time in times):
        return list(times)
    return [time.date() for time in times]


def _named(value: Any) -> str:
    text = str(value)
    return text if text.strip() else BLANK


def _names(column: Any, name: str) -> list[str]:
    _refuse_missing(column, f"by={name!r}")
    return [_named(value) for value in column.to_list()]


def _refuse_missing(column: Any, what: str) -> None:
    values = zip(column.to_list(), column.is_null().to_list(), strict=True)
    if count := sum(is_null or value != value for value, is_null in values):  # noqa: PLR0124  NaN
        raise ValueError(
            f"{what} has {_counted(count, 'missing value')}, where nothing can be drawn: drop those rows."
        )


def _refuse_duplicates(places: list[tuple[Any, str]], x: str, by: str | None) -> None:
    (place, name), count = Counter(places).most_common(1)[0]
    if count > 1:
        where = f"{x}={place!s}" + (f" and {by}={name!r}" if by else "")
        hint = "sum or average them first" if by else "name their categories with by=, or sum them first"
        raise ValueError(f"df has {count} rows for {where}, and one value is drawn for each: {hint}.")


def _series(xs: list[Any], names: list[str], ys: list[float | None]) -> list[Series]:
    """Collect the points of each category, in the order in which the categories appear."""
    points: dict[str, list[tuple[Any, float | None]]] = {name: [] for name in names}
    for x, name, y in zip(xs, names, ys, strict=True):
        points[name].append((x, y))
    return [
        Series(name, [x for x, _ in ordered], [y for _, y in ordered])
        for name, ordered in ((name, sorted(found, key=lambda one: one[0])) for name, found in points.items())
    ]


def _unit(unit: str | Mapping[str, str] | None, names: Iterable[str], by: str | None) -> str:
    """Find the one unit that all values on an axis have."""
    if unit is None or isinstance(unit, str):
        return unit or ""
    if not isinstance(unit, Mapping) or not all(isinstance(one, str) for one in unit.values()):
        raise TypeError(f"unit has to be a text, or a dict of one for each value of by, not {unit!r}.")
    if by is None:
        raise ValueError("a dict of units needs by=, the column of the categories.")
    unit = {_named(name): one for name, one in unit.items()}
    if lacking := [name for name in names if name not in unit]:
        raise ValueError(f"unit has nothing for {lacking[0]!r}, a value of by={by!r}.")
    units = {name: unit[name] for name in names}
    if len(set(units.values())) > 1:
        listed = ", ".join(f"{name} in {one}" for name, one in units.items())
        raise ValueError(
            f"one axis can't have several units: {listed}. Convert them, or draw a graph for each."
        )
    return next(iter(units.values()))


def _split(
    series: list[Series], kind: Kind, style: Style, by: str | None
) -> tuple[list[Series], list[Series]]:
    """Tell the categories that have colours from those that are drawn as "Other"."""
    most = min(style.most_categories, len(style.light.categorical), len(style.dark.categorical))
    if kind == "small multiples" or len(series) <= most:
        return series, []
    what = {
        "line": "those with the highest last values; the other {} are grey lines",
        "scatter": "those with the most points; the other {} are grey points",
        "bar": "those with the highest sums; the mean of the other {} is a grey bar",
        "stacked bar": "those with the highest sums; the sum of the other {} is grey",
    }[kind]
    warnings.warn(
        f"by={by!r} has {len(series)} values, and the style {style.name!r} has colours for {most}:"
        f" {what.format(len(series) - most)}.",
        stacklevel=4,
    )
    size = {"line": lambda one: one.values[-1], "scatter": lambda one: len(one.x)}.get(
        kind, lambda one: sum(map(abs, one.values))
    )
    largest = {one.name for one in sorted(series, key=size, reverse=True)[:most]}
    kept = [one for one in series if one.name in largest]
    rest = [one for one in series if one.name not in largest]
    return (kept, rest) if kind in ("line", "scatter") else (kept, [_together(rest, kind)])


def _together(series: list[Series], kind: Kind) -> Series:
    """Make one series of several: the sum of stacked parts, the mean of bars that stand side by side."""
    found: dict[Any, list[float]] = {}
    for one in series:
        for x, y in zip(one.x, one.y, strict=True):
            found.setdefault(x, []).append(y or 0.0)
    xs = sorted(found)
    if kind == "bar":
        return Series("Other (mean)", xs, [sum(found[x]) / len(found[x]) for x in xs])
    return Series("Other", xs, [sum(found[x]) for x in xs])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _what(column: Any) -> str:
    name = str(column.dtype)
    if name == "Object" and not all(isinstance(value, str) for value in column.to_list()):
        return "Python objects (convert them, as with pandas.to_numeric)"
    return "text" if name in ("String", "Categorical", "Enum", "Object") else name


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(repr(name) for name in names)
