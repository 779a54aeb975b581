"""From an expression tree to the rows that it matches: the one compiler, whose target is Polars.

Every comparison and every test in a tree, its leaves, becomes a Polars expression, which says of each row
whether it holds; the tree combines these masks. The rules are those of section 5 of FILTER_LANGUAGE.md;
`coercions` has those of section 4.
"""

import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from . import coercions, date_comparisons, primes
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
)

_Leaf = Comparison | UnaryTest
_Schema = Mapping[str, pl.DataType]


def matches(frame: pl.DataFrame, expression: Expression) -> pl.Series:
    """Tell which rows an expression matches.

    Parameters
    ----------
    frame
        A frame that `cells.to_polars` has made, with the columns that the expression names.
    expression
        The tree of a query.

    Returns
    -------
    A mask of the rows, without nulls.

    Raises
    ------
    ValueError
        If the browser crashes on a row: on a missing value under a case-insensitive operator (section 6).
    """
    tree = _Tree(frame, dict.fromkeys(_leaves(expression)))
    rows = tree.rows(expression)
    for column, crashes in rows.crashes.items():
        if crashes.any():
            raise ValueError(
                f"column {column!r} has missing values, on which case-insensitive comparisons crash in the"
                f" browser; put '{{{column}}} is nil ||' before the comparison, or use icontains"
            )
    return rows.matches


# The tree -------------------------------------------------------------------------------------------------


def _leaves(expression: Expression) -> Iterator[_Leaf]:
    """Find the leaves of a tree, and the tests for missing values on which some of them crash."""
    match expression:
        case Comparison() | UnaryTest():
            yield expression
            yield from (UnaryTest("nil", Column(name)) for name in _fragile_columns(expression))
        case Not(operand):
            yield from _leaves(operand)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _leaves(operand)


def _fragile_columns(leaf: _Leaf) -> list[str]:
    """Name the columns in whose missing values a leaf crashes: only `icontains` takes them."""
    fragile = isinstance(leaf, Comparison) and leaf.insensitive and leaf.operator != "contains"
    return columns_of(leaf) if fragile else []


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that an expression matches, and by column those in whose missing value the browser crashes."""

    matches: pl.Series
    crashes: dict[str, pl.Series]


class _Tree:
    """Combines the answers of a tree's leaves."""

    def __init__(self, frame: pl.DataFrame, leaves: Collection[_Leaf]) -> None:
        self._height = frame.height
        self._masks = _masks(frame, leaves)

    def rows(self, expression: Expression) -> _Rows:
        match expression:
            case Everything():
                return _Rows(pl.repeat(value=True, n=self._height, dtype=pl.Boolean, eager=True), {})
            case Comparison() | UnaryTest():
                missing = {
                    name: self._masks[UnaryTest("nil", Column(name))] for name in _fragile_columns(expression)
                }
                return _Rows(self._masks[expression], missing)
            case Not(operand):
                rows = self.rows(operand)
                return _Rows(~rows.matches, rows.crashes)
            case And(operands):
                return reduce(_both, map(self.rows, operands))
            case Or(operands):
                return reduce(_either, map(self.rows, operands))


def _both(left: _Rows, right: _Rows) -> _Rows:
    return _Rows(left.matches & right.matches, _merged(left.crashes, right.crashes))


def _either(left: _Rows, right: _Rows) -> _Rows:
    """Only where the left side doesn't hold, the browser comes to the right one."""
    reached = {name: crashes & ~left.matches for name, crashes in right.crashes.items()}
    return _Rows(left.matches | right.matches, _merged(left.crashes, reached))


def _merged(left: dict[str, pl.Series], right: dict[str, pl.Series]) -> dict[str, pl.Series]:
    return left | {name: crashes | left[name] if name in left else crashes for name, crashes in right.items()}


# The leaves -----------------------------------------------------------------------------------------------


def _masks(frame: pl.DataFrame, leaves: Collection[_Leaf]) -> dict[_Leaf, pl.Series]:
    """Find out, once for each leaf, in which rows it holds."""
    schema = {column: frame[column].dtype for leaf in leaves for column in columns_of(leaf)}
    found = {leaf: mask for leaf in leaves if (mask := _mask_at_once(leaf, frame, schema)) is not None}
    return found | _masks_by_expressions(frame, [leaf for leaf in leaves if leaf not in found], schema)


def _mask_at_once(leaf: _Leaf, frame: pl.DataFrame, schema: _Schema) -> pl.Series | None:
    """Answer what takes less time than Polars needs to plan a query: labels, and numbers beside a number."""
    match columns_of(leaf):
        case [name] if isinstance(dtype := schema[name], pl.Enum):
            return _mask_of_labels(leaf, frame[name], dtype)
    match leaf:
        case Comparison(relation, Column(name), Literal(float(value)), insensitive=False):
            pass
        case Comparison(relation, Literal(float(value)), Column(name), insensitive=False):
            relation = _MIRRORED.get(relation, relation)
        case _:
            return None
    if relation not in _RELATIONS or not isinstance(schema[name], pl.Float64):
        return None
    compare = _RELATIONS[relation]
    # A missing number is 0 to an order, and itself to the others.
    missing = compare(None if relation in {"=", "!="} else 0.0, value)
    mask: pl.Series = compare(frame[name], value)
    return mask.fill_null(value=missing) if mask.null_count() else mask


def _mask_of_labels(leaf: _Leaf, column: pl.Series, dtype: pl.Enum) -> pl.Series:
    """Look up the answer for each row's label, of which there are fewer than rows."""
    labels = dtype.categories.extend_constant(None, 1).to_frame(column.name)
    answers = _masks(labels, [leaf])[leaf].to_numpy()
    numbers = column.to_physical()
    if numbers.null_count():
        numbers = numbers.fill_null(dtype.categories.len())
    # numpy is five times as fast as Polars at looking up many numbers in a short table.
    return pl.Series(answers.take(numbers.to_numpy()))


def _masks_by_expressions(
    frame: pl.DataFrame, leaves: Sequence[_Leaf], schema: _Schema
) -> dict[_Leaf, pl.Series]:
    """Have Polars evaluate leaves together, on all processors: it works through each on one alone."""
    if not leaves:
        return {}
    names = {leaf: str(number) for number, leaf in enumerate(leaves)}
    answers = [_answers(leaf, frame, schema).alias(name) for leaf, name in names.items()]
    parts = pl.thread_pool_size() if frame.height >= 100_000 else 1
    bounds = [frame.height * part // parts for part in range(parts + 1)]
    # The answers are added to the columns, for only so is there one a row if a leaf names no column.
    queries = [
        frame.lazy().slice(start, end - start).with_columns(answers).select(names.values())
        for start, end in pairwise(bounds)
    ]
    masks = pl.concat(pl.collect_all(queries), rechunk=True)
    return {leaf: masks[name] for leaf, name in names.items()}


def _answers(leaf: _Leaf, frame: pl.DataFrame, schema: _Schema) -> pl.Expr:
    """Express a leaf in the columns of a frame."""
    match columns_of(leaf):
        case []:
            return pl.lit(pl.select(_compared(leaf, schema)).item())
        case [name] if isinstance(schema[name], pl.Date | pl.Datetime):
            return _answers_of_dates(leaf, frame[name], schema)
    return _compared(leaf, schema)


def _answers_of_dates(leaf: _Leaf, dates: pl.Series, schema: _Schema) -> pl.Expr:
    """Compare dates with a literal as dates where that can be done, instead of writing them all as text."""
    match leaf:
        case Comparison(relation, Column(), Literal(value), insensitive=False) if relation != "contains":
            return date_comparisons.compared(dates, relation, value)
        case Comparison(relation, Literal(value), Column(), insensitive=False) if relation in _MIRRORED:
            return date_comparisons.compared(dates, _MIRRORED[relation], value)
    return _compared(leaf, schema)


_RELATIONS: dict[Operator, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_MIRRORED: dict[Operator, Operator] = {"=": "=", "!=": "!=", ">=": "<=", ">": "<", "<=": ">=", "<": ">"}


def _compared(leaf: _Leaf, schema: _Schema) -> pl.Expr:
    """Express a leaf in the values of its operands."""
    if isinstance(leaf, UnaryTest):
        return _TESTS[leaf.name](_operand(leaf.operand, schema))
    compares = (_INSENSITIVE if leaf.insensitive else _OPERATORS)[leaf.operator]
    return compares(_operand(leaf.left, schema), _operand(leaf.right, schema))


def _operand(operand: Column | Literal, schema: _Schema) -> Operand:
    if isinstance(operand, Literal):
        return coercions.literal(operand.value)
    return coercions.column(operand.name, schema[operand.name])


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
