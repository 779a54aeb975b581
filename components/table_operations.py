"""Filtering, sorting and paging a dataframe as a DataTable in the browser does.

`filter_df`, `sort_df` and `page_df` take a frame of pandas, Polars or PyArrow and give back rows of that
frame. What they do is defined on the values that `cells` says are sent to the browser: the columns in
question are converted into a Polars frame, on which `matching_rows` and `sorted_rows` find the positions of
the rows to take.

There is one compiler, from an expression tree (`filter_query`) to a Polars expression. The rules are those of
FILTER_LANGUAGE.md: section 5 for the operators, 8 for sorting, 9 for paging.
"""

import numbers
import operator
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypedDict, cast

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrameT

from . import cells, coercions, date_comparisons, primes
from .coercions import Kind, Operand
from .filter_query import (
    And,
    Column,
    Comparison,
    Everything,
    Expression,
    Literal,
    Not,
    Operator,
    Or,
    TestName,
    UnaryTest,
    columns_of,
    parse,
)


class UnknownColumnError(ValueError):
    """A filter or a sort names a column that the table doesn't have."""


class SortBy(TypedDict):
    """An item of a DataTable's `sort_by`."""

    column_id: str
    direction: str


def filter_df(frame: IntoDataFrameT, filter_query: str) -> IntoDataFrameT:
    """Take the rows that a DataTable with this `filter_query` shows.

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow; it is not changed.
    filter_query
        A query in DataTable's filter language; the empty one takes every row.

    Returns
    -------
    The rows, in their order, as the same kind of dataframe with the types and the index that they had.

    Raises
    ------
    FilterQueryError
        If the query is invalid.
    UnknownColumnError
        If it names a column that the frame doesn't have.
    ValueError
        If it compares a missing value with a case-insensitive operator, which crashes the browser (section
        6).
    """
    expression = parse(filter_query)
    if expression is None:
        return _taken(frame, slice(0, None))
    columns = known_columns(columns_of(expression), cells.column_names(frame), "filter_query")
    return _taken(frame, matching_rows(cells.to_polars(frame, columns), expression))


def sort_df(
    frame: IntoDataFrameT,
    sort_by: Sequence[SortBy],
    sort_as_null: Mapping[str, Sequence[str | float | bool]] | None = None,
) -> IntoDataFrameT:
    """Order the rows as a DataTable with this `sort_by` does: missing last, equal ones in their old order.

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow; it is not changed.
    sort_by
        A list of {"column_id": "year", "direction": "desc"} and the like; any other direction is ascending.
    sort_as_null
        The values that sort as if they were missing, by column.

    Returns
    -------
    The rows as the same kind of dataframe, with the types and the index that they had.

    Raises
    ------
    UnknownColumnError
        If `sort_by` names a column that the frame doesn't have.
    ValueError
        If `sort_by` is something else.
    """
    order = sort_order(sort_by)
    columns = known_columns([column for column, _ in order], cells.column_names(frame), "sort_by")
    if not order:
        return _taken(frame, slice(0, None))
    converted = cells.to_polars(frame, columns)
    as_null = sort_as_null or {}
    keys = [
        (sort_key(converted, column, as_null.get(column, ())), descending) for column, descending in order
    ]
    return _taken(frame, sorted_rows(keys))


def page_df(frame: IntoDataFrameT, page_current: int, page_size: int) -> IntoDataFrameT:
    """Cut a page as a DataTable does: the first page, if there is no page of that number (section 9).

    Parameters
    ----------
    frame
        A dataframe of pandas, Polars or PyArrow; it is not changed.
    page_current
        The page's number, from 0.
    page_size
        The rows of a page, from 1.

    Returns
    -------
    The rows as the same kind of dataframe, with the types and the index that they had.

    Raises
    ------
    ValueError
        If a number is no integer, or too small.
    """
    rows = len(cells.wrapped(frame))
    first = page_shown(rows, page_current, page_size) * page_size
    return _taken(frame, slice(min(first, rows), min(first + page_size, rows)))


def sort_order(sort_by: Sequence[SortBy]) -> list[tuple[str, bool]]:
    """Check a `sort_by` and give its columns, each once, with whether it descends.

    Raises
    ------
    ValueError
        If `sort_by` is no list of {"column_id": text, "direction": text}.
    """
    order: dict[str, bool] = {}
    for item in sort_by if isinstance(sort_by, list | tuple) else [None]:
        match item:
            case {"column_id": str(column), "direction": str(direction)}:
                order.setdefault(column, direction == "desc")
            case _:
                shape = '[{"column_id": "…", "direction": "asc" or "desc"}, …]'
                raise ValueError(f"sort_by must be like {shape}, not {reprlib.repr(sort_by)}")
    return list(order.items())


def page_shown(row_count: int, page_current: int, page_size: int) -> int:
    """Give the number of the page that is shown: 0 if there are rows, but none on that page (section 9).

    Raises
    ------
    ValueError
        If `page_current` is no integer from 0, or `page_size` no integer from 1.
    """
    page_current = _integer("page_current", page_current, least=0)
    page_size = _integer("page_size", page_size, least=1)
    return page_current if page_current < page_count(row_count, page_size) or row_count == 0 else 0


def _integer(name: str, value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} must be an integer of at least {least}, not {reprlib.repr(value)}")
    return int(value)


def page_count(row_count: int, page_size: int) -> int:
    """Count the pages that rows take."""
    return -(-row_count // page_size)


def known_columns(names: Iterable[str], columns: Iterable[str], where: str) -> list[str]:
    """Check that a table has the columns that the browser names.

    Raises
    ------
    UnknownColumnError
        For the first that isn't among `columns`; `where` says who names it.
    """
    names, columns = list(names), set(columns)
    for name in names:
        if name not in columns:
            raise UnknownColumnError(
                f"{where} names the column {reprlib.repr(name)}, which the table doesn't have"
            )
    return names


# Filtering ------------------------------------------------------------------------------------------------


def matching_rows(frame: pl.DataFrame, expression: Expression) -> pl.Series:
    """Find the rows that an expression matches.

    Parameters
    ----------
    frame
        A frame that `cells.to_polars` has made, with the columns that the expression names.
    expression
        The tree of a query.

    Returns
    -------
    The positions of the rows, ascending, as UInt32.

    Raises
    ------
    ValueError
        If the browser crashes on a row.
    """
    if names := columns_of(expression):
        # A frame's schema makes objects of all the labels of its columns: the others are left out.
        frame = frame.select(names)
    compiled = _Compiler(frame).compiled(expression)
    if compiled.crashes is not None:
        column = frame.select(compiled.crashes.drop_nulls().first()).item()
        if column is not None:
            raise ValueError(
                f"column {column!r} has missing values, on which case-insensitive comparisons crash in the"
                f" browser; put '{{{column}}} is nil ||' before the comparison, or use icontains"
            )
    return _positions(_evaluated(compiled.matches, frame))


def _evaluated(expression: pl.Expr, frame: pl.DataFrame) -> pl.Series:
    """Evaluate an expression for every row, also if it names no column and is the same for all of them.

    Polars works through an expression on one processor. Long columns of text are worth cutting for all of
    them.
    """
    parts = pl.thread_pool_size() if frame.height >= 100_000 else 1
    bounds = [frame.height * part // parts for part in range(parts + 1)]
    cut = [frame.slice(start, end - start) for start, end in pairwise(bounds)]
    answers = pl.collect_all([part.lazy().select(expression) for part in cut])
    return pl.concat(
        [
            answer.to_series()
            if answer.height == part.height
            else answer.to_series().new_from_index(0, part.height)
            for answer, part in zip(answers, cut, strict=True)
        ]
    )


def _positions(mask: pl.Series) -> pl.Series:
    """Find where a mask without nulls holds; numpy is twice as fast at it as Polars."""
    return pl.Series(np.flatnonzero(mask.to_numpy()).astype(np.uint32))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What an expression makes of each row.

    `matches` is true or false, never null. `crashes` is the name of a column in whose missing value the
    browser crashes, null where it doesn't; it is None where it never does.
    """

    matches: pl.Expr
    crashes: pl.Expr | None = None


class _Compiler:
    """Compiles expression trees for one frame: what a column is compared as depends on its type."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._schema = frame.schema

    def compiled(self, expression: Expression) -> _Compiled:
        match expression:
            case Everything():
                return _Compiled(pl.lit(value=True))
            case Not(operand=operand):
                part = self.compiled(operand)
                return _Compiled(~part.matches, part.crashes)
            case And(operands=operands):
                parts = [self.compiled(operand) for operand in operands]
                return _Compiled(pl.all_horizontal([part.matches for part in parts]), _first(parts))
            case Or(operands=operands):
                return self._any([self.compiled(operand) for operand in operands])
            case Comparison() | UnaryTest():
                return self._leaf(expression)

    @staticmethod
    def _any(parts: list[_Compiled]) -> _Compiled:
        """Only `||` stops early: where a part holds, the browser doesn't come to those after it."""
        reached = [
            _Compiled(
                part.matches,
                pl.when(~pl.any_horizontal([part.matches for part in parts[:index]])).then(part.crashes),
            )
            if index and part.crashes is not None
            else part
            for index, part in enumerate(parts)
        ]
        return _Compiled(pl.any_horizontal([part.matches for part in parts]), _first(reached))

    def _leaf(self, leaf: Comparison | UnaryTest) -> _Compiled:
        names = columns_of(leaf)
        if not names:
            return _Compiled(pl.lit(pl.select(self.matches(leaf)).item()))
        labelled = len(names) == 1 and isinstance(self._schema[names[0]], pl.Enum)
        matches = self._per_label(leaf, names[0]) if labelled else self.matches(leaf)
        insensitive = isinstance(leaf, Comparison) and leaf.insensitive and leaf.operator != "contains"
        nullable = [name for name in names if self._frame[name].null_count()] if insensitive else []
        crashes = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in nullable]
        return _Compiled(matches, pl.coalesce(crashes) if crashes else None)

    def _per_label(self, leaf: Comparison | UnaryTest, name: str) -> pl.Expr:
        """Evaluate once for every label what depends on one column of labels alone."""
        labels = cast("pl.Enum", self._schema[name]).categories.extend_constant(None, 1).to_frame(name)
        answers = _evaluated(_Compiler(labels).matches(leaf), labels).to_numpy()
        numbers = pl.col(name).to_physical().fill_null(len(answers) - 1)
        # numpy is five times as fast as Polars at looking up many values in a short table.
        return numbers.map_batches(lambda codes: pl.Series(answers.take(codes.to_numpy())), pl.Boolean)

    def matches(self, leaf: Comparison | UnaryTest) -> pl.Expr:
        match leaf:
            case UnaryTest(name=test, operand=operand):
                return _TESTS[test](self.operand(operand))
            case Comparison(relation, Column(name), Literal(value), insensitive=False) if self._is_dated(
                name
            ):
                if relation != "contains":
                    return date_comparisons.compared(self._frame[name], relation, value)
            case Comparison(relation, Literal(value), Column(name), insensitive=False) if self._is_dated(
                name
            ):
                if relation in _MIRRORED:
                    return date_comparisons.compared(self._frame[name], _MIRRORED[relation], value)
        compares = (_INSENSITIVE if leaf.insensitive else _OPERATORS)[leaf.operator]
        return compares(self.operand(leaf.left), self.operand(leaf.right))

    def _is_dated(self, name: str) -> bool:
        return isinstance(self._schema[name], pl.Date | pl.Datetime)

    def operand(self, operand: Column | Literal) -> Operand:
        if isinstance(operand, Literal):
            return coercions.literal(operand.value)
        dtype = self._schema[operand.name]
        values = cells.cell(operand.name, dtype)
        if isinstance(dtype, pl.Boolean):
            return Operand("boolean", values)
        if isinstance(dtype, pl.Null):
            return Operand("nothing", values)
        if cells.column_type(dtype) == "numeric":
            return Operand("number", values.cast(pl.Float64))
        return Operand("text", values)


def _first(parts: Iterable[_Compiled]) -> pl.Expr | None:
    crashes = [part.crashes for part in parts if part.crashes is not None]
    return pl.coalesce(crashes) if crashes else None


_MIRRORED: dict[Operator, Operator] = {"=": "=", "!=": "!=", ">=": "<=", ">": "<", "<=": ">=", "<": ">"}


# Operators: section 5 -------------------------------------------------------------------------------------


def _equal(left: Operand, right: Operand) -> pl.Expr:
    return _as_numbers(left, right, otherwise=_identical)


def _equal_in_capitals(left: Operand, right: Operand) -> pl.Expr:
    return _as_numbers(left, right, otherwise=_in_capitals(operator.eq))


def _as_numbers(left: Operand, right: Operand, otherwise: "_Compares") -> pl.Expr:
    """Compare as numbers where both are numeric; that goes for the text "5.0", too."""
    if left.kind == right.kind == "number":
        return left.values.eq_missing(right.values)
    left_number, right_number = coercions.numeric(left), coercions.numeric(right)
    if left_number is None or right_number is None:
        return otherwise(left, right)
    return pl.coalesce(left_number == right_number, otherwise(left, right))


def _identical(left: Operand, right: Operand) -> pl.Expr:
    if left.kind == right.kind:
        return left.values.eq_missing(right.values)
    return left.values.is_null() & right.values.is_null()


def _unequal(left: Operand, right: Operand) -> pl.Expr:
    """Tell what isn't identical; the text "5" is both equal to the number and unequal."""
    return ~_identical(left, right)


def _in_capitals(compare: Callable[[Any, Any], Any]) -> "_Compares":
    """Make the operator that compares the texts of both, in capitals."""

    def compares(left: Operand, right: Operand) -> pl.Expr:
        texts = [coercions.in_utf16_order(operand, coercions.upper(operand)) for operand in (left, right)]
        return _or_false(compare(*texts))

    return compares


def _ordered(compare: Callable[[Any, Any], Any]) -> "_Compares":
    """Make the operator that compares two texts by their code units, and everything else as numbers."""

    def compares(left: Operand, right: Operand) -> pl.Expr:
        if not left.kind == right.kind == "text":
            return _or_false(compare(coercions.number(left), coercions.number(right)))
        texts = [coercions.in_utf16_order(operand, operand.values) for operand in (left, right)]
        # Where one of the texts is missing, it is 0, and so both are numbers. A literal isn't missing.
        left_number = coercions.number(left) if right.literal is None else pl.lit(0.0)
        right_number = coercions.number(right) if left.literal is None else pl.lit(0.0)
        return _or_false(pl.coalesce(compare(*texts), compare(left_number, right_number)))

    return compares


def _contains(form: Callable[[Operand], pl.Expr]) -> "_Compares":
    """Make the operator that searches one text, of this form, in another."""

    def compares(left: Operand, right: Operand) -> pl.Expr:
        if "nothing" in (left.kind, right.kind) or "text" not in (left.kind, right.kind):
            return pl.lit(value=False)
        return _or_false(form(left).str.contains(form(right), literal=True))

    return compares


def _date_starts_with(left: Operand, right: Operand) -> pl.Expr:
    left_date, right_date = coercions.date(left), coercions.date(right)
    if left_date is None or right_date is None:
        return pl.lit(value=False)
    return _or_false(left_date.str.starts_with(right_date))


def _or_false(answers: pl.Expr) -> pl.Expr:
    return answers.fill_null(value=False)


_Compares = Callable[[Operand, Operand], pl.Expr]

_OPERATORS: dict[Operator, _Compares] = {
    "contains": _contains(coercions.text),
    "datestartswith": _date_starts_with,
    "=": _equal,
    "!=": _unequal,
    ">=": _ordered(operator.ge),
    ">": _ordered(operator.gt),
    "<=": _ordered(operator.le),
    "<": _ordered(operator.lt),
}

_INSENSITIVE: dict[Operator, _Compares] = {
    "contains": _contains(coercions.upper),
    "=": _equal_in_capitals,
    "!=": _in_capitals(operator.ne),
    ">=": _in_capitals(operator.ge),
    ">": _in_capitals(operator.gt),
    "<=": _in_capitals(operator.le),
    "<": _in_capitals(operator.lt),
}


def _is(kind: Kind) -> Callable[[Operand], pl.Expr]:
    return lambda operand: operand.values.is_not_null() if operand.kind == kind else pl.lit(value=False)


def _is_number_that(holds: Callable[[pl.Expr], pl.Expr]) -> Callable[[Operand], pl.Expr]:
    return lambda operand: (
        _or_false(holds(operand.values)) if operand.kind == "number" else pl.lit(value=False)
    )


def _is_blank(operand: Operand) -> pl.Expr:
    return operand.values.fill_null("") == "" if operand.kind == "text" else operand.values.is_null()


def _are_prime(values: pl.Series) -> pl.Series:
    """Tell which numbers no odd number divides; to the browser, any from 2 that isn't whole is prime, too."""
    candidates = values.fill_null(0.0).to_numpy()
    whole = candidates == np.floor(candidates)
    found = (candidates >= 2) & ~whole
    # From 2**53 on, all numbers that the browser has are even.
    integers = whole & (candidates >= 2) & (candidates < 2**53)
    found[integers] = primes.are_prime(candidates[integers].astype(np.uint64))
    return pl.Series(found)


_TESTS: dict[TestName, Callable[[Operand], pl.Expr]] = {
    "blank": _is_blank,
    "bool": _is("boolean"),
    "even": _is_number_that(lambda values: values % 2 == 0),
    "nil": lambda operand: operand.values.is_null(),
    "num": _is("number"),
    "object": lambda _: pl.lit(value=False),  # lists and the like are sent as text
    "odd": _is_number_that(lambda values: (values > 0) & (values % 2 == 1)),
    "prime": _is_number_that(lambda values: values.map_batches(_are_prime, return_dtype=pl.Boolean)),
    "str": _is("text"),
}


# Sorting --------------------------------------------------------------------------------------------------


def sort_key(frame: pl.DataFrame, column: str, as_null: Sequence[str | float | bool] = ()) -> pl.Series:
    """Compute numbers that are in the order in which a column sorts, null for what comes last.

    Parameters
    ----------
    frame
        A frame that `cells.to_polars` has made.
    column
        The column.
    as_null
        Values that sort as if they were missing (`sort_as_null`): those of the same type and value, so that
        0 is neither "0" nor -0.

    Returns
    -------
    A number for each row, of at most 8 bytes.
    """
    values = frame[column]
    dtype = values.dtype
    match dtype:
        case pl.Enum():
            labels, key = coercions.utf16_order(dtype.categories), values.to_physical()
            if not labels.is_sorted():
                key = labels.rank("dense").gather(key)
        case pl.Boolean() | pl.Null():
            key = values.cast(pl.UInt8)
        case pl.Datetime():
            key = frame.select(cells.wall_clock(column, dtype).to_physical()).to_series()
        case pl.Date() | pl.Time():
            key = values.to_physical()
        case _ if cells.column_type(dtype) == "text":
            texts = frame.select(cells.cell(column, dtype)).to_series()
            key = coercions.utf16_order(texts).rank("dense")
        case _:
            key = frame.select(cells.cell(column, dtype).cast(pl.Float64)).to_series()
    if not as_null:
        return key
    nully = _evaluated(_is_any_of(_Compiler(frame).operand(Column(column)), as_null), frame)
    return pl.select(pl.when(~nully).then(key)).to_series()


def _is_any_of(operand: Operand, values: Iterable[str | float | bool]) -> pl.Expr:
    """Tell which values are among these, which is told by their text: that of -0.0 has its sign."""
    kind_of: dict[type, Kind] = {str: "text", bool: "boolean", int: "number", float: "number"}
    alike = [value for value in values if kind_of.get(type(value)) == operand.kind]
    texts = pl.Series(alike, dtype=pl.Float64 if operand.kind == "number" else None).cast(pl.String)
    return operand.values.cast(pl.String).is_in(texts.implode())


def sorted_rows(keys: Sequence[tuple[pl.Series, bool]], rows: pl.Series | None = None) -> pl.Series:
    """Sort rows by keys: the first decides, missing values are last, and equal rows stay in their order.

    Parameters
    ----------
    keys
        One or more keys of all rows, as `sort_key` makes them, each with whether it descends.
    rows
        The positions to sort, UInt32; all of them by default.

    Returns
    -------
    The positions, sorted, as UInt32.
    """
    order = _all_rows(keys) if rows is None else rows
    for key, descending in reversed(keys):
        order = order.gather(_stable_order(key.gather(order), descending=descending))
    return order


def first_rows(
    keys: Sequence[tuple[pl.Series, bool]], count: int, rows: pl.Series | None = None
) -> pl.Series:
    """Give the first of the rows that `sorted_rows` gives, without sorting all of them.

    Parameters
    ----------
    keys, rows
        As for `sorted_rows`.
    count
        How many.

    Returns
    -------
    The positions, sorted, as UInt32.
    """
    if not keys:
        return cast("pl.Series", rows).head(count)
    key, descending = keys[0]
    values = key if rows is None else key.gather(rows)
    if len(values) - values.null_count() <= count:
        ahead, level = _positions(values.is_not_null()), _positions(values.is_null())
    else:
        last = values.top_k(count).min() if descending else values.bottom_k(count).max()
        within = _positions((values >= last if descending else values <= last).fill_null(value=False))
        level_within = values.gather(within) == last
        ahead, level = within.filter(~level_within), within.filter(level_within)
    if rows is not None:
        ahead, level = rows.gather(ahead), rows.gather(level)
    # Those ahead are no more than `count`. Among those that are level, the next key decides, or their order.
    return sorted_rows(keys, ahead).append(first_rows(keys[1:], count - len(ahead), level))


def _stable_order(key: pl.Series, *, descending: bool) -> pl.Series:
    present, missing = _positions(key.is_not_null()), _positions(key.is_null())
    values = key.gather(present).to_numpy()
    if descending:  # so that equal ones stay in their order: -value, or without overflow -value - 1
        values = ~values if values.dtype.kind in "iu" else -values
    return present.gather(pl.Series(np.argsort(values, kind="stable").astype(np.uint32))).append(missing)


def _all_rows(keys: Sequence[tuple[pl.Series, bool]]) -> pl.Series:
    return pl.int_range(len(keys[0][0]), dtype=pl.UInt32, eager=True)


# Any frame ------------------------------------------------------------------------------------------------


def _taken(frame: IntoDataFrameT, rows: pl.Series | slice) -> IntoDataFrameT:
    """Take rows by their position."""
    taken = cells.wrapped(frame)[rows if isinstance(rows, slice) else rows.to_numpy()]
    return cast("IntoDataFrameT", taken.to_native())
