"""The rows of a database's table, as tables ask for them: each question is one query."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

import polars as pl
from cachetools import TTLCache, cachedmethod

from .. import javascript
from ..aggregate import MAX_GROUPS, Aggregate, Value, bin_width, checked_groups
from ..expression import Literal, Not
from ..memory.cells import EXACT, records
from ..memory.frames import to_polars
from ..predicates import (
    EVERYTHING,
    Cells,
    Compare,
    Filter,
    IsNull,
    IsNumberThat,
    Predicate,
    all_of,
    leaves_of,
)
from ..source import (
    Source,
    SourceChangedError,
    UnsupportedByEngineError,
    UnsupportedColumnError,
    Waiting,
)
from ..view import View
from .columns import SqlColumn
from .compiler import Compiler
from .counts import Counts
from .dialect import Dialect, Ordering

MAX_FRAME = 1_000_000
"""The most rows that a view is given as a dataframe of."""

DEEP = 10_000
"""From this row of an order on, rows are looked up in two steps."""

FAR = 1_000
"""From this row on, what comes before is skipped by what the last row there was, if that is known."""

MAX_PRIMES = 10_000
"""The most different numbers of a column of which it is found out which are prime."""


@dataclass(frozen=True)
class Relation:
    """What the rows are taken from.

    Parameters
    ----------
    sql
        What stands after FROM.
    columns
        The columns, by name, in their order.
    unsupported
        Those that have no form in a table, and their types.
    order
        SQL by which no two rows are equal, such as a key: it orders rows that are equal otherwise.
    in_order
        Whether rows come in that order by themselves.
    numbered
        Says where rows are by their numbers, if the database knows these: a relation, a condition, a slice.
    """

    sql: str
    columns: Mapping[str, SqlColumn]
    unsupported: Mapping[str, str]
    order: tuple[str, ...]
    in_order: bool = False
    numbered: Callable[[slice], tuple[str, str, slice]] | None = None


def relation_of(
    dialect: Dialect,
    sql: str,
    types: Mapping[str, str],
    column: Callable[[str, str, str], SqlColumn | None],
    key: str | None = None,
    own_names: Mapping[str, str] | None = None,
    **others: Any,
) -> Relation:
    """Describe a relation by the types of its columns.

    Parameters
    ----------
    dialect, sql
        How the database writes it, and what stands after FROM.
    types
        The database's types, by column.
    column
        Says how SQL gets at a column, of its name, SQL and type; None of one that has no form in a table.
    key
        The column whose values are all different; None where the `order` is given.
    own_names
        By which names the database has columns, where these are others.
    others
        What else a `Relation` has.

    Raises
    ------
    SourceChangedError
        If there is no such key.
    """
    if key is not None:
        if key not in types:
            raise SourceChangedError(f"There is no column {key!r}, which is to be the key.")
        others["order"] = (dialect.quoted(key),)
    own_names = own_names or {}
    columns = {
        name: column(name, dialect.quoted(own_names.get(name, name)), type_) for name, type_ in types.items()
    }
    there = {name: found for name, found in columns.items() if found is not None}
    unsupported = {name: type_ for name, type_ in types.items() if name not in there}
    return Relation(sql, there, unsupported, **others)


class _Question(NamedTuple):
    """A query of the rows of a view, but for which of them."""

    compiler: Compiler
    select: list[str]
    where: str
    order: list[Ordering]


class Database(Protocol):
    """What runs the queries: for all threads of all processes, each of which connects when it needs to."""

    @property
    def dialect(self) -> Dialect:
        """How it writes SQL."""

    def relation(self) -> Relation:
        """Look up what the rows are taken from."""

    def estimate(self) -> int | None:
        """Say about how many rows there are, if that is known without counting."""

    def fetch(self, sql: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """Run a query; give its rows. Raises a `SourceError`, and the like, for whatever goes wrong."""

    def stream(self, sql: str, parameters: Mapping[str, Any], size: int) -> Iterator[pl.DataFrame]:
        """Run a query; give its rows in parts of so many."""


class SqlRows(Source):
    """The rows of a relation.

    Parameters
    ----------
    database
        Where it is.
    count_ttl
        Seconds for which the number of rows of a filter is kept.
    when_changed
        Called when the data isn't as it was.
    """

    def __init__(self, database: Database, count_ttl: float, when_changed: Callable[[], None]) -> None:
        self._database, self._dialect, self._when_changed = database, database.dialect, when_changed
        self._relation = database.relation()
        self._counts = Counts(self._counted, count_ttl)
        self._edges = TTLCache[tuple[View, int], tuple[Any, ...]](1_000, count_ttl)
        self._inexact = TTLCache[Any, bool](1_000, count_ttl)
        self._ranges = TTLCache[Any, tuple[float | None, float | None]](1_000, count_ttl)
        self._keeping = threading.Condition()
        self.kinds = {name: column.kind for name, column in self._relation.columns.items()}

    def check_columns(self, names: Sequence[str] | None) -> None:
        """Refuse columns that have no form in a table: all of them are meant where none is named."""
        for name, type_ in self._relation.unsupported.items():
            if names is None or name in names:
                raise UnsupportedColumnError(
                    f"column {name!r} can't be shown: {type_} of {self._dialect.name} has no form in a table."
                    " Name the others in columns=, or convert it in a query of the source's."
                )

    def count(self, view: View) -> int:
        """Count the rows of a view."""
        self.check_faults(view)
        return self._count(view.filter)

    def counting(self, view: View) -> Waiting:
        """Give what counts the rows of a view."""
        self.check_faults(view)
        return partial(self._counts.within, view.filter)

    def estimate(self, view: View) -> int | None:
        """Say about how many rows there are, if the database knows without counting."""
        return None if view.filter is not None else self._database.estimate()

    def check_faults(self, view: View) -> None:
        """Raise a ValueError if the filter can't be asked about one of the rows."""
        for fault in () if view.filter is None else view.filter.faults:
            if self._fetch("1", fault.rows, slice(0, 1)).height:
                raise ValueError(fault.message)

    def histogram(self, column: str, bins: int, filter_: Filter | None) -> pl.DataFrame:
        """Count the rows of a filter by a column's numbers: see `DataSource.histogram`."""
        least, most = self._range_of(column, None)
        if least is None or most is None:
            return pl.DataFrame({"start": [], "end": [], "count": []}, schema_overrides={"count": pl.Int64})
        width = (most - least) / bins or 1.0
        compiler, where = self._where((filter_ or EVERYTHING).rows)
        value = self._dialect.cast(compiler.cell(column), "double")
        number = f"least(floor(({value} - {compiler.double(least)}) / {compiler.double(width)}), {bins - 1})"
        found = self._run(
            f"SELECT CAST({number} AS int) AS c0, count(*) AS c1 FROM {self._relation.sql}"
            f" WHERE ({where}) AND {value} IS NOT NULL GROUP BY 1",
            compiler.parameters,
        )
        counts = dict(found.iter_rows())
        starts = [least + width * number for number in range(bins)]
        return pl.DataFrame(
            {
                "start": starts,
                "end": [start + width for start in starts],
                "count": [counts.get(number, 0) for number in range(bins)],
            }
        )

    def aggregate(self, view: View, aggregate: Aggregate, within: Filter | None = None) -> pl.DataFrame:
        """Give what groups of a view's rows come to: the database groups them."""
        aggregate.check(self.kinds)
        compiler, where = self._where((view.filter or EVERYTHING).rows)
        columns_of = self._relation.columns
        keys = [self._dialect.fetched(columns_of[name], compiler.cell(name)) for name in aggregate.by]
        starts: dict[str, tuple[float, float]] = {}
        for name, count in aggregate.bins:
            least, most = (end or 0.0 for end in self._range_of(name, within))
            width = bin_width(least, most, count)
            starts[name] = least, width
            value = self._dialect.cast(compiler.cell(name), "double")
            number = f"floor(({value} - {compiler.double(least)}) / {compiler.double(width)})"
            keys.append(f"CAST(least({number}, {count - 1}) AS int)")
            where = f"({where}) AND {value} IS NOT NULL"
        made = [*keys, *(self._computed(value, compiler) for value in aggregate.values)]
        select = ", ".join(f"{sql} AS c{index}" for index, sql in enumerate(made))
        groups = f" GROUP BY {', '.join(str(index + 1) for index in range(len(keys)))}" if keys else ""
        found = self._run(
            f"SELECT {select} FROM {self._relation.sql} WHERE {where}{groups} LIMIT {MAX_GROUPS + 1}",
            compiler.parameters,
        )
        columns = [self._typed_named(found, index, name) for index, name in enumerate(aggregate.by)]
        for index, (name, (least, width)) in enumerate(starts.items(), len(columns)):
            columns.append((least + found.to_series(index).cast(pl.Float64) * width).rename(name))
        for index, computed in enumerate(aggregate.values, len(columns)):
            if computed.function in {"min", "max"} and computed.column is not None:
                typed = self._typed_named(found, index, computed.column)
            else:
                typed = found.to_series(index).cast(pl.Int64 if computed.function == "count" else pl.Float64)
            columns.append(typed.rename(computed.name))
        result = checked_groups(pl.DataFrame(columns))
        return result.sort([*aggregate.by, *starts]) if keys else result

    def _computed(self, value: Value, compiler: Compiler) -> str:
        """Write what a group comes to."""
        if value.column is None:
            return "count(*)"
        cell = compiler.cell(value.column)
        if value.function in {"sum", "mean"}:
            cell = self._dialect.cast(cell, "double")
        function = {"mean": "avg"}.get(value.function, value.function)
        if function in {"min", "max"}:
            return self._dialect.fetched(self._relation.columns[value.column], f"{function}({cell})")
        return f"coalesce({function}({cell}), 0)" if function == "sum" else f"{function}({cell})"

    def _typed_named(self, found: pl.DataFrame, index: int, name: str) -> pl.Series:
        typed = _typed(self._relation.columns[name], found.to_series(index)).rename(name)
        return to_polars(typed.to_frame()).to_series()

    @cachedmethod(lambda self: self._ranges, condition=lambda self: self._keeping)
    def _range_of(self, column: str, within: Filter | None) -> tuple[float | None, float | None]:
        """Look up the least and the largest number of a column; None where it has no numbers."""
        compiler, where = self._where((within or EVERYTHING).rows)
        value = self._dialect.cast(compiler.cell(column), "double")
        ends = self._run(
            f"SELECT min({value}) AS c0, max({value}) AS c1 FROM {self._relation.sql} WHERE {where}",
            compiler.parameters,
        )
        least, most = ends.row(0)
        return least, most

    def _count(self, filter_: Filter | None) -> int:
        return self._counts.wait(filter_)

    def _counted(self, filter_: Filter | None) -> int:
        return int(self._fetch("count(*)", (filter_ or EVERYTHING).rows, slice(0, None)).item())

    def records(self, view: View, rows: slice, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """Give rows of a view, as the `data` of a DataTable."""
        return records(self.shown(view, columns, rows))

    def parts(
        self, view: View, size: int, columns: Sequence[str] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Give all rows of a view in parts of so many."""
        names = self._names(columns)
        question = self._question(names, view)
        query = self._written(question, question.order, slice(0, None))
        for part in self._database.stream(query, question.compiler.parameters, size):
            yield records(self._named(part, names))

    def frame(
        self, view: View, columns: Sequence[str] | None = None, rows: Sequence[int] | None = None
    ) -> pl.DataFrame:
        """Give rows of a view as a Polars frame, if they aren't more than `MAX_FRAME`."""
        if rows is not None:
            raise UnsupportedByEngineError("Rows of a source in a database have no positions to be taken by.")
        found = self.shown(view, columns, slice(0, MAX_FRAME + 1))
        if found.height > MAX_FRAME:
            raise UnsupportedByEngineError(
                f"The view has more than {MAX_FRAME:,} rows: ask for an aggregate, as source.histogram does,"
                " or for the first of them, by the limit= of source.frame."
            )
        return found

    def positions_of(
        self,
        view: View,  # noqa: ARG002  here and below: as sources are asked
        rows: slice,
        within: Filter | None = None,  # noqa: ARG002
    ) -> list[int]:
        """Give the places of rows within the view: in the table as it is, they have none."""
        return list(range(rows.start, rows.stop))

    def taken_by(self, filter: Filter, view: View, rows: slice) -> list[bool]:  # noqa: A002, ARG002
        """Refuse it, as rows of such a source aren't selected."""
        raise UnsupportedByEngineError("Rows of a source in a database can't be selected.")

    def shown(self, view: View, columns: Sequence[str] | None, rows: slice) -> pl.DataFrame:
        """Give rows of a view as a Polars frame of the types that tables have."""
        names = self._names(columns)
        if view == View() and rows.stop is not None and self._relation.numbered is not None:
            question = self._question(names, view)
            relation, where, rows = self._relation.numbered(rows)
            query = self._dialect.page(question.select, relation, where, (), rows)
            return self._named(self._run(query, question.compiler.parameters), names)
        if parts := self._apart(view):
            return self._joined(view, parts, names, rows)
        question = self._question(names, view)
        return self._named(self._found(question, view, rows), names)

    # Their parts --------------------------------------------------------------------------------------------

    def _names(self, columns: Sequence[str] | None) -> list[str]:
        return list(self.kinds if columns is None else columns)

    def _apart(self, view: View) -> tuple[View, View] | None:
        """Ask for rows with and without a value apart, in their order, where an index has them otherwise."""
        if not self._dialect.splits_nulls or not view.order:
            return None
        first, filter_ = view.order[0], view.filter or EVERYTHING
        column, missing = self._relation.columns[first.column], IsNull(first.column)
        is_bare = column.sql == self._dialect.quoted(column.name) and column.type != "text"
        if not is_bare or first.as_null or (not first.exact and self.has_inexact(column.name)):
            return None
        there = View(Filter(all_of(filter_.rows, Not(missing))), view.order)
        others = View(Filter(all_of(filter_.rows, missing)), view.order[1:])
        return (others, there) if first.nulls_first else (there, others)

    def _joined(
        self, view: View, parts: tuple[View, View], names: Sequence[str], rows: slice
    ) -> pl.DataFrame:
        """Take rows of two views that follow each other."""
        first, second = parts
        column, start, stop = view.order[0].column, rows.start, rows.stop

        def taken(view: View, rows: slice) -> pl.DataFrame:
            there = {column} if any(key.column == column for key in view.order) else ()
            return self._named(self._found(self._question(names, view, there), view, rows), names)

        if view.order[0].nulls_first or start >= DEEP:  # how many there are is known from then on
            height = self._count(first.filter)
            if start >= height:
                return taken(second, slice(start - height, None if stop is None else stop - height))
            rows = slice(start, height if stop is None else min(stop, height))
        head = taken(first, rows)
        if stop is not None and head.height == stop - start:
            return head
        height = start + head.height if head.height or not start else self._count(first.filter)
        rest = slice(max(start - height, 0), None if stop is None else stop - height)
        return pl.concat([head, taken(second, rest)])

    def _question(self, names: Sequence[str], view: View, there: Collection[str] = ()) -> _Question:
        compiler, where = self._where((view.filter or EVERYTHING).rows)
        select = [
            f"{self._dialect.fetched(self._relation.columns[name], compiler.cell(name))} AS c{number}"
            for number, name in enumerate(names)
        ] or ["1 AS c0"]
        order = list[Ordering]()
        if view.order or not self._relation.in_order:
            order = [*compiler.order(view.order, there), *map(Ordering, self._relation.order)]
        return _Question(compiler, select, where, order)

    def _found(self, question: _Question, view: View, rows: slice) -> pl.DataFrame:
        """Take rows of a view: far down, in the way that reads the least of those before."""
        if rows.stop is None or rows.stop < FAR or not question.order:
            return self._taken(question, question.order, rows)
        keys = [f"{key} AS k{number}" for number, key in enumerate(self._relation.order)]
        question = question._replace(select=[*question.select, *keys])
        found = self._after_edge(question, view, rows)
        if found is None:
            found = self._from_end(question, view, rows)
        if found is None:
            found = self._taken(question, question.order, rows)
        if 0 < found.height == rows.stop - rows.start:
            with self._keeping:
                self._edges[view, rows.stop] = found.row(-1)[-len(keys) :]
        return found

    def _after_edge(self, question: _Question, view: View, rows: slice) -> pl.DataFrame | None:
        """Take what follows the rows that were taken before; None if these aren't known, or not there now."""
        with self._keeping:
            key = self._edges.get((view, rows.start))
        if key is None:
            return None
        last = {f"k{number}": value for number, value in enumerate(key)}
        bound = list(map(self._dialect.parameter, last))
        there = " AND ".join(
            f"{name} = {value}" for name, value in zip(self._relation.order, bound, strict=True)
        )
        values = [ordering.value for ordering in question.order[: len(question.order) - len(key)]]
        named = ", ".join(f"{value} AS e{number}" for number, value in enumerate(values))
        edge = [f"(SELECT e{number} FROM edge)" for number in range(len(values))] + bound
        where = f"({question.where}) AND ({self._dialect.after(question.order, edge)})"
        size = slice(0, rows.stop - rows.start)
        query = self._dialect.page(
            question.select, self._relation.sql, where, self._ordered(question.order), size
        )
        if values:
            query = f"WITH edge AS (SELECT {named} FROM {self._relation.sql} WHERE {there}) {query}"
        found = self._run(query, question.compiler.parameters | last)
        return found if found.height == rows.stop - rows.start else None

    def _from_end(self, question: _Question, view: View, rows: slice) -> pl.DataFrame | None:
        """Take rows of the second half the other way round; None if it isn't known how many there are."""
        count = self._counts.known(view.filter)
        if count is None or not count // 2 < rows.start < count:
            return None
        stop = min(rows.stop, count)
        turned = [ordering.turned() for ordering in question.order]
        found = self._taken(question, turned, slice(count - stop, count - rows.start))
        return found.reverse() if found.height == stop - rows.start else None

    def _taken(self, question: _Question, order: Sequence[Ordering], rows: slice) -> pl.DataFrame:
        return self._run(self._written(question, order, rows), question.compiler.parameters)

    def _written(self, question: _Question, order: Sequence[Ordering], rows: slice) -> str:
        """Write a query of rows; far down, these are found first by what tells them apart, and then read."""
        relation, where, ordered = self._relation.sql, question.where, self._ordered(order)
        is_deep = self._dialect.keys_first and rows.start >= DEEP
        if len(order) > len(self._relation.order) and is_deep:
            keys = self._relation.order
            first, *others = order
            if not first.has_nulls:  # sorted as no index has it: to go through so much of one takes longer
                first = first._replace(nulls_first=not first.descending, has_nulls=True)
            found = self._dialect.page(keys, relation, where, self._ordered([first, *others]), rows)
            where, rows = f"({', '.join(keys)}) IN ({found})", slice(0, None)
        return self._dialect.page(question.select, relation, where, ordered, rows)

    def _ordered(self, order: Sequence[Ordering]) -> list[str]:
        return [self._dialect.ordered(ordering) for ordering in order]

    def _fetch(self, select: str, predicate: Predicate, rows: slice) -> pl.DataFrame:
        compiler, where = self._where(predicate)
        query = self._dialect.page([f"{select} AS c0"], self._relation.sql, where, (), rows)
        return self._run(query, compiler.parameters)

    def _where(self, predicate: Predicate) -> tuple[Compiler, str]:
        """Write where a predicate holds; give what wrote it, too, for the rest of its query."""
        asked = {
            leaf.column
            for leaf in leaves_of(predicate)
            if isinstance(leaf, IsNumberThat) and leaf.test == "prime"
        }
        primes = {name: self._primes(name) for name in asked}
        compiler = Compiler(self._dialect, self._relation.columns, primes, self.has_inexact)
        return compiler, compiler.condition(predicate)

    def _run(self, sql: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        try:
            return self._database.fetch(sql, parameters)
        except SourceChangedError:
            self._when_changed()
            raise

    def _primes(self, name: str) -> list[float]:
        """Find out which whole numbers of a column are prime, which no database knows."""
        compiler = Compiler(self._dialect, self._relation.columns)
        there = compiler.condition(Compare(">=", Cells(name), Literal(2.0)))
        query = self._dialect.page(
            [f"DISTINCT {compiler.cell(name)} AS c0"], self._relation.sql, there, (), slice(0, MAX_PRIMES + 1)
        )
        numbers = self._run(query, compiler.parameters).to_series().to_list()
        if len(numbers) > MAX_PRIMES:
            raise UnsupportedByEngineError(
                f"{name!r} has more than {MAX_PRIMES:,} different numbers: which are prime is unknown."
            )
        whole = {float(number) for number in numbers if number == int(number)}
        return sorted(number for number in whole if javascript.is_prime(number))

    def has_inexact(self, name: str) -> bool:
        """Tell whether a column has integers that doubles don't have."""
        column = self._relation.columns[name]
        return column.type == "integer" and column.most > EXACT and self._is_inexact(name)

    @cachedmethod(lambda self: self._inexact, condition=lambda self: self._keeping)
    def _is_inexact(self, name: str) -> bool:
        column = self._relation.columns[name].sql
        query = self._dialect.page(
            ["1 AS c0"], self._relation.sql, f"{column} NOT BETWEEN {-EXACT} AND {EXACT}", (), slice(0, 1)
        )
        return bool(self._run(query, {}).height)

    def _named(self, fetched: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        """Give fetched rows the names and types of the columns."""
        if not names:
            return pl.DataFrame(height=fetched.height)
        columns = [
            _typed(self._relation.columns[name], fetched.to_series(index)).rename(name)
            for index, name in enumerate(names)
        ]
        return to_polars(pl.DataFrame(columns))


def _typed(column: SqlColumn, values: pl.Series) -> pl.Series:
    """Give values the type that the column has in a frame, also where all that came are missing."""
    match column.type:
        case "integer":
            return values.cast(pl.Int64 if column.least >= -(2**63) and column.most < 2**63 else pl.Int128)
        case "float":
            return values.cast(pl.Float64)
        case "boolean":
            return values.cast(pl.Boolean)
        case "date":
            return values.cast(pl.Date)
        case "datetime":
            return values.cast(pl.Datetime("ns" if column.per_second == 10**9 else "us"))
    return values.cast(pl.String)
