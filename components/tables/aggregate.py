"""Groups of rows and what they come to: what a graph of many rows is drawn of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args
from typing import Literal as OneOf

from .predicates import CellKind
from .view import check_columns

Function = OneOf["count", "sum", "mean", "min", "max"]

MAX_GROUPS = 50_000
"""How many groups there may be: no more marks are drawn well."""

MAX_BINS = 10_000


@dataclass(frozen=True, slots=True)
class Value:
    """What groups come to: a function of the cells of a column; the count of the rows without one."""

    name: str
    function: Function
    column: str | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What rows are grouped by, and what is computed of each group.

    Parameters
    ----------
    by
        Columns whose values make groups.
    bins
        Columns of numbers, each with the number of bins of the same width that make groups, from the least
        number of all rows of the table, filtered or not, to the largest. Rows without a number are in none.
    values
        What is computed.
    """

    by: tuple[str, ...]
    bins: tuple[tuple[str, int], ...]
    values: tuple[Value, ...]

    @property
    def columns(self) -> list[str]:
        """The columns that it needs."""
        binned, computed = (name for name, _ in self.bins), (value.column for value in self.values)
        return list(dict.fromkeys([*self.by, *binned, *(name for name in computed if name is not None)]))

    def check(self, kinds: Mapping[str, CellKind]) -> None:
        """Refuse columns that aren't there, or have no numbers where these are needed.

        Raises
        ------
        UnknownColumnError, ValueError
            If there are any.
        """
        check_columns(self.columns, kinds, "An aggregate")
        summed = [value.column for value in self.values if value.function in {"sum", "mean"}]
        for name in [*(name for name, _ in self.bins), *summed]:
            if name is not None and kinds[name] not in {"number", "nothing"}:
                raise ValueError(f"{name!r} has no numbers: it can't be put into bins, summed or averaged.")
        for value in self.values:
            if value.function in {"min", "max"} and kinds[str(value.column)] in {"text", "boolean"}:
                raise ValueError(f"{value.column!r} has no least and no largest value.")


def aggregate_of(
    by: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    bins: Mapping[str, int] | None = None,
) -> Aggregate:
    """Read what apps say of an aggregate.

    Parameters
    ----------
    by
        Names of columns.
    values
        By the name of a column that is made, "count" or a column and a function.
    bins
        By column, the number of bins.

    Raises
    ------
    ValueError
        If one of these is something else, or a name is given twice.
    """
    if isinstance(by, str) or not all(isinstance(name, str) for name in by):
        raise ValueError(f"by= must be a list of columns, not {by!r}.")
    for name, count in (bins or {}).items():
        if type(count) is not int or not 1 <= count <= MAX_BINS:
            raise ValueError(f"bins= has whole numbers from 1 to {MAX_BINS:,}, not {name!r}: {count!r}.")
    made = tuple(_value(name, what) for name, what in (values or {"count": "count"}).items())
    names = [*by, *(bins or {}), *(value.name for value in made)]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise ValueError(f"An aggregate has two columns named {twice[0]!r}.")
    return Aggregate(tuple(by), tuple((bins or {}).items()), made)


def _value(name: str, what: Any) -> Value:
    match what:
        case "count":
            return Value(name, "count", None)
        case (str(column), str(function)) if function in get_args(Function):
            return Value(name, cast("Function", function), column)
    raise ValueError(
        f'values= has "count", or a column and one of {", ".join(get_args(Function))}, not {name!r}:'
        f" {what!r}."
    )


def bin_width(least: float, most: float, count: int) -> float:
    """Give the width of bins between two numbers.

    Raises
    ------
    ValueError
        If no number says how far apart they are.
    """
    width = (most - least) / count
    if not math.isfinite(width):
        raise ValueError(f"Numbers from {least} to {most} can't be put into bins: they are too far apart.")
    return width or 1.0


def checked_groups(found: Any) -> Any:
    """Give a Polars frame of groups, if these aren't more than can be drawn."""
    if found.height > MAX_GROUPS:
        raise ValueError(f"There are more than {MAX_GROUPS:,} groups: group by less, or by wider bins.")
    return found
