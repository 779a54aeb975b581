"""A part of a source: fewer columns than there are, and only those of the rows that an app allows.

The browser has a key, which leads to the whole of an entry of the store. A table that is to show less of a
frame has an entry of its own: a `Part`, which names the frame's key. Whoever has the part's key can make of
it neither the frame's key nor that of another part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .aggregate import Aggregate
from .predicates import Fault, Filter, all_of
from .source import Source, Waiting
from .view import View, check_columns


@dataclass(frozen=True, slots=True)
class Part:
    """What a table shows of a frame in the store, or of a source elsewhere.

    Parameters
    ----------
    df
        The frame's key; None for a source.
    columns
        The names of the columns that can be asked for; None for all.
    base_filter
        The `filter_query` of the rows that can be asked for; None for all.
    source
        The source's name.
    """

    df: str | None
    columns: tuple[str, ...] | None = None
    base_filter: str | None = None
    source: str | None = None

    def entry(self) -> dict[str, Any]:
        """Give what the store keeps of it."""
        return {
            "df": self.df,
            "columns": None if self.columns is None else list(self.columns),
            "base_filter": self.base_filter,
            "source": self.source,
        }


def part_of(entry: Any) -> Part | None:
    """Read what the store has kept; None of anything but a part, such as a value of the app's own."""
    match entry:
        case {
            "df": str() | None as df,
            "columns": list() | None as columns,
            "base_filter": str() | None as base_filter,
            "source": str() | None as source,
        } if len(entry) == 4 and (df is None) != (source is None):
            if all(isinstance(name, str) for name in columns or ()):
                return Part(df, None if columns is None else tuple(columns), base_filter, source)
    return None


class PartSource(Source):
    """The columns and rows of a source that can be asked for, as if there were no others.

    Parameters
    ----------
    source
        What has all of them.
    columns
        The columns; None for all.
    base
        The filter that each row has to pass, of any columns of the source; None for all rows.
    """

    def __init__(self, source: Source, columns: Sequence[str] | None, base: Filter | None) -> None:
        check_columns(columns or (), source.kinds, "columns")
        self._source, self._base = source, base
        self.kinds = {name: source.kinds[name] for name in (source.kinds if columns is None else columns)}
        self._columns = list(self.kinds)

    def count(self, view: View) -> int:
        """Count the rows of a view."""
        return self._source.count(self._within(view))

    def counting(self, view: View) -> Waiting:
        """Give what counts the rows of a view."""
        return self._source.counting(self._within(view))

    def estimate(self, view: View) -> int | None:
        """Say about how many rows there are."""
        return self._source.estimate(self._within(view))

    def records(self, view: View, rows: slice, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Give rows of a view, as the `data` of a DataTable."""
        return self._source.records(self._within(view), rows, self._asked(columns))

    def parts(
        self, view: View, size: int, columns: Sequence[str] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts of so many."""
        return self._source.parts(self._within(view), size, self._asked(columns))

    def positions_of(self, view: View, rows: slice, within: Filter | None = None) -> list[int]:
        """Give the positions that rows of a view have among those that can be asked for."""
        return self._source.positions_of(self._within(view), rows, self._base if within is None else within)

    def taken_by(self, filter: Filter, view: View, rows: slice) -> list[bool]:  # noqa: A002  the field's word
        """Tell of rows of a view whether a filter takes them."""
        return self._source.taken_by(filter, self._within(view), rows)

    def frame(
        self, view: View, columns: Sequence[str] | None = None, rows: Sequence[int] | None = None
    ) -> Any:
        """Give rows of a view as a dataframe."""
        return self._source.frame(self._within(view), self._asked(columns), rows)

    def aggregate(self, view: View, aggregate: Aggregate, within: Filter | None = None) -> Any:
        """Give what groups of rows come to."""
        aggregate.check(self.kinds)
        return self._source.aggregate(self._within(view), aggregate, self._base if within is None else within)

    def _asked(self, columns: Sequence[str] | None) -> Sequence[str]:
        check_columns(columns or (), self.kinds, "columns")
        return self._columns if columns is None else columns

    def _within(self, view: View) -> View:
        """Ask for its rows that pass the base, and not whether a filter can be asked about others."""
        if self._base is None:
            return view
        if view.filter is None:
            return View(self._base, view.order)
        base = self._base.rows
        faults = [Fault(all_of(base, fault.rows), fault.message) for fault in view.filter.faults]
        return View(Filter(all_of(base, view.filter.rows), tuple(faults)), view.order)


class NarrowedSource(PartSource):
    """The rows of a table that a chart has selected: they have the positions that they have without it."""

    def __init__(self, source: Source, selected: Filter) -> None:
        super().__init__(source, None, selected)

    def positions_of(self, view: View, rows: slice, within: Filter | None = None) -> list[int]:
        """Give the positions that rows of a view have in the table as it is."""
        return self._source.positions_of(self._within(view), rows, within)

    def aggregate(self, view: View, aggregate: Aggregate, within: Filter | None = None) -> Any:
        """Give what groups of rows come to; bins are those of the table as it is."""
        return self._source.aggregate(self._within(view), aggregate, within)
