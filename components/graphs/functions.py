"""The functions that draw figures, which any worker knows by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..tables.aggregate import Aggregate
from ..tables.predicates import CellKind
from ..tables.source import Source
from ..tables.view import View, check_columns


@dataclass(frozen=True, slots=True)
class FigureFunction:
    """A function of a frame that gives a figure.

    Parameters
    ----------
    function
        It takes the frame, and `theme=` and `width=` where it has such parameters.
    columns
        The columns that it needs; None for all.
    aggregate
        What it is given of the rows in place of them.
    """

    function: Callable[..., Any]
    columns: tuple[str, ...] | None
    aggregate: Aggregate | None

    def check(self, kinds: Mapping[str, CellKind]) -> None:
        """Refuse data without the columns that it needs."""
        check_columns(self.columns or (), kinds, "A figure")
        if self.aggregate is not None:
            self.aggregate.check(kinds)

    def frame(self, source: Source, view: View) -> Any:
        """Give what it draws of the rows of a view."""
        self.check(source.kinds)  # a browser may name the function of another graph
        if self.aggregate is not None:
            return source.aggregate(view, self.aggregate)
        return source.frame(view, self.columns)

    @property
    def asks(self) -> list[str]:
        """What of the page it takes: its "theme", the "width" of the graph."""
        return [name for name in ("theme", "width") if name in inspect.signature(self.function).parameters]


_functions: dict[str, FigureFunction] = {}


def name_of(function: Any) -> str:
    """Give the name by which a function is found: that of its module and its own."""
    return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"


def register(function: Any, columns: Sequence[str] | None, aggregate: Aggregate | None) -> None:
    """Have a function found by its name.

    Raises
    ------
    TypeError
        If it is no function, or one without a name that any worker finds it by.
    """
    name = name_of(function)
    if not inspect.isfunction(function) or "<" in name:
        raise TypeError(
            f"{function!r} can't draw for every worker: write a function of a module, with `def`, not inside"
            " of another one."
        )
    if not inspect.signature(function).parameters:
        raise TypeError(f"{name} must take a dataframe.")
    _functions[name] = FigureFunction(function, None if columns is None else tuple(columns), aggregate)


def registered(function: Any) -> tuple[str, FigureFunction]:
    """Give the name of a function that is registered, and what is known of it.

    Raises
    ------
    TypeError
        If it isn't.
    """
    name = name_of(function)
    known = _functions.get(name)
    if known is None or known.function is not function:
        raise TypeError(
            f"figure= must be a function that is declared with @GraphWithDataAIO.figure, not {function!r}:"
            " each worker finds it by its name."
        )
    return name, known


def function_named(name: Any) -> FigureFunction | None:
    """Find a function that was declared in this process; None if there is none of this name."""
    return _functions.get(name) if isinstance(name, str) else None
