"""From a filter to the rows that it takes, for a Polars frame.

Each leaf of a filter's tree becomes a mask of the rows, without nulls, and the tree combines the masks.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Sequence
from functools import reduce
from itertools import pairwise
from typing import assert_never, cast

import polars as pl

from .. import javascript
from ..date_spans import DAY, END, SECOND, text_of
from ..expression import And, Literal, Not, Or
from ..predicates import (
    RELATIONS,
    TEXT_FORMS,
    Cells,
    Compare,
    Constant,
    Contains,
    Filter,
    Form,
    IsNull,
    IsNumberThat,
    Predicate,
    PredicateLeaf,
    Value,
    Within,
    columns_of_leaf,
    leaves_of,
)
from .cells import TICKS, kind_of
from .forms import in_form, utf16_order

_WIDEST = 2**127 - 1
"""The largest integer of Polars, beyond all that cells have."""

_PARALLEL = 100_000
"""From so many rows on, each processor works through a part of them."""


def matching_rows(frame: pl.DataFrame, filter: Filter) -> pl.Series:  # noqa: A002  the field's word
    """Tell which rows a filter takes.

    Parameters
    ----------
    frame
        A frame that `frames.to_polars` has made, with the columns that the filter names.
    filter
        What to take.

    Returns
    -------
    A mask of the rows, without nulls.

    Raises
    ------
    ValueError
        If the filter can't be asked about one of the rows.
    """
    masks = _masks(frame, leaves_of(filter.rows, *(fault.rows for fault in filter.faults)))
    for fault in filter.faults:
        if _combined(fault.rows, masks).any():
            raise ValueError(fault.message)
    return _combined(filter.rows, masks)


_Masks = dict[PredicateLeaf, pl.Series]


def _combined(tree: Predicate, masks: _Masks) -> pl.Series:
    match tree:
        case Not(operand):
            return ~_combined(operand, masks)
        case And(operands):
            return reduce(operator.and_, (_combined(operand, masks) for operand in operands))
        case Or(operands):
            return reduce(operator.or_, (_combined(operand, masks) for operand in operands))
    return masks[tree]


def _masks(frame: pl.DataFrame, wanted: Collection[PredicateLeaf]) -> _Masks:
    """Find out, once for each leaf, in which rows it holds."""
    found = {leaf: mask for leaf in wanted if (mask := _mask_at_once(leaf, frame)) is not None}
    return found | _masks_by_expressions(frame, [leaf for leaf in wanted if leaf not in found])


def _mask_at_once(leaf: PredicateLeaf, frame: pl.DataFrame) -> pl.Series | None:
    """Answer what takes less time than Polars needs to plan a query."""
    match leaf:
        case Constant(holds):
            return pl.repeat(holds, n=frame.height, dtype=pl.Boolean, eager=True)
        case IsNull(name):
            return frame[name].is_null()
    columns = [frame[name] for name in columns_of_leaf(leaf)]
    if len(columns) == 1 and isinstance(columns[0].dtype, pl.Enum):
        return _mask_of_labels(leaf, columns[0], columns[0].dtype)
    match leaf:
        case Compare(relation, Cells(form="value"), Literal(float(number))):
            (column,) = columns
            if not isinstance(column.dtype, pl.Float64):
                column = frame.select(in_form("value", column.name, column.dtype)).to_series()
            mask: pl.Series = RELATIONS[relation](column, number)
            return mask.fill_null(value=False) if mask.null_count() else mask
    return None


def _mask_of_labels(leaf: PredicateLeaf, column: pl.Series, dtype: pl.Enum) -> pl.Series:
    """Look up the answer for each row's label, of which there are fewer than rows."""
    labels = dtype.categories.extend_constant(None, 1).to_frame(column.name)
    answers = _masks(labels, [leaf])[leaf].to_numpy()
    numbers = column.to_physical()
    if numbers.null_count():
        numbers = numbers.fill_null(dtype.categories.len())
    # numpy is five times as fast as Polars at looking up many numbers in a short table.
    return pl.Series(answers.take(numbers.to_numpy()))


def _masks_by_expressions(frame: pl.DataFrame, wanted: Sequence[PredicateLeaf]) -> _Masks:
    """Have Polars evaluate leaves together, on all processors: it works through each on one alone."""
    if not wanted:
        return {}
    names = {leaf: str(number) for number, leaf in enumerate(wanted)}
    answers = [_answer(leaf, frame.schema).fill_null(value=False).alias(name) for leaf, name in names.items()]
    parts = pl.thread_pool_size() if frame.height >= _PARALLEL else 1
    bounds = [frame.height * part // parts for part in range(parts + 1)]
    queries = [frame.lazy().slice(start, end - start).select(answers) for start, end in pairwise(bounds)]
    masks = pl.concat(pl.collect_all(queries), rechunk=True)
    return {leaf: masks[name] for leaf, name in names.items()}


def _answer(leaf: PredicateLeaf, schema: pl.Schema) -> pl.Expr:
    """Express a leaf in the columns of a frame; null counts as false."""
    match leaf:
        case Compare(relation, left, right):
            sides = _operands(left, right, schema)
            if relation not in {"=", "!="} and _is_text(left, schema):
                sides = [side.map_batches(utf16_order, return_dtype=pl.String) for side in sides]
            return cast("pl.Expr", RELATIONS[relation](*sides))
        case Within(name, start, end):
            return _within(name, schema[name], start, end)
        case Contains(text, part, where):
            whole, sought = _operands(text, part, schema)
            match where:
                case "anywhere":
                    return whole.str.contains(sought, literal=True)
                case "start":
                    return whole.str.starts_with(sought)
            return whole.str.ends_with(sought)
        case IsNumberThat(test, name):
            return _TESTS[test](in_form("value", name, schema[name]))
        case Constant() | IsNull():
            raise AssertionError("these are answered without an expression")
    assert_never(leaf)


def _operands(left: Value, right: Value, schema: pl.Schema) -> list[pl.Expr]:
    """Express both sides; a literal is brought into the same case as the cells beside it."""
    forms = [side.form for side in (left, right) if isinstance(side, Cells)]
    return [_operand(side, schema, forms) for side in (left, right)]


def _operand(value: Value, schema: pl.Schema, forms: Sequence[Form]) -> pl.Expr:
    """Express one side; `forms` are those of all cells that are compared."""
    if isinstance(value, Cells):
        return in_form(value.form, value.column, schema[value.column])
    if "integer" in forms:
        return pl.lit(max(-_WIDEST, min(int(value.value), _WIDEST)), dtype=pl.Int128)
    literal = pl.lit(value.value)
    if "upper" in forms:
        return pl.lit(pl.select(literal.str.to_uppercase()).item())
    if "lower" in forms:
        return pl.lit(pl.select(literal.str.to_lowercase()).item())
    return literal


def _is_text(cells: Value, schema: pl.Schema) -> bool:
    """Tell whether a column's cells are compared as texts."""
    if not isinstance(cells, Cells) or cells.form in TEXT_FORMS:
        return True
    return cells.form == "value" and kind_of(schema[cells.column]) == "text"


def _within(name: str, dtype: pl.DataType, start: int, end: int) -> pl.Expr:
    """Compare a date's own number of days or of parts of a second, so that none is written as text.

    The labels of dates are texts already, and in the order of time.
    """
    if isinstance(dtype, pl.String):
        label = pl.col(name)
        return (label >= text_of(start)) & ((label < text_of(end)) if end < END else pl.lit(value=True))
    tick = SECOND // TICKS[dtype.time_unit] if isinstance(dtype, pl.Datetime) else DAY
    first, until = -(-start // tick), -(-end // tick)
    ticks = pl.col(name).to_physical()
    low, high = (max(min(bound, 2**63 - 1), -(2**63)) for bound in (first, until))
    return ticks.is_between(low, high, closed="left")


def _is_prime(numbers: pl.Expr) -> pl.Expr:
    unclear = (numbers > 2) & (numbers % 2 == 1)
    asked = pl.when(unclear).then(numbers).map_elements(javascript.is_prime, return_dtype=pl.Boolean)
    return pl.when(unclear).then(asked).otherwise((numbers == 2) | ((numbers > 2) & (numbers % 1 != 0)))


_TESTS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "even": lambda numbers: numbers % 2 == 0,
    "odd": lambda numbers: (numbers > 0) & (numbers % 2 == 1),
    "prime": _is_prime,
}
