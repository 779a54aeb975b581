"""What DataTable's filters mean for the columns of a table: every rule that isn't syntax is decided here.

An expression, whose columns have no types, becomes a `Filter` of plain predicates, which every engine
carries out alike. The rules are those that a DataTable was measured to filter by in a browser: what a value
counts as, what the operators do, and where the browser crashes, which is an error here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import date_spans, javascript
from .expression import (
    And,
    Column,
    Comparison,
    Everything,
    Expression,
    Literal,
    Not,
    Operand,
    Operator,
    Or,
    TestName,
    UnaryTest,
)
from .predicates import (
    MIRRORED,
    CellKind,
    Cells,
    Constant,
    Fault,
    Filter,
    Form,
    IsNull,
    IsNumberThat,
    Predicate,
    Relation,
    Value,
    all_of,
    any_of,
    compare,
    contains,
    negation,
)

Kinds = Mapping[str, CellKind]

_NOWHERE = Constant(holds=False)

_CRASH = (
    "column {name!r} has missing values, on which case-insensitive comparisons crash in the browser;"
    " put '{{{name}}} is nil ||' before the comparison, or use icontains"
)


def meaning(expression: Expression, kinds: Kinds) -> Filter:
    """Say which rows an expression takes.

    Parameters
    ----------
    expression
        What a front end has read.
    kinds
        What the cells of each column are; all columns that the expression names.
    """
    crashes = _crashes(expression, kinds)
    faults = (Fault(rows, _CRASH.format(name=name)) for name, rows in crashes.items() if rows != _NOWHERE)
    return Filter(_rows(expression, kinds), tuple(faults))


def _rows(expression: Expression, kinds: Kinds) -> Predicate:
    """Say where an expression holds."""
    match expression:
        case Everything():
            return Constant(holds=True)
        case Not(operand):
            return negation(_rows(operand, kinds))
        case And(operands):
            return all_of(*(_rows(operand, kinds) for operand in operands))
        case Or(operands):
            return any_of(*(_rows(operand, kinds) for operand in operands))
        case UnaryTest(name, operand):
            return _tested(name, _Side.of(operand, kinds))
        case Comparison(operator, left, right, insensitive):
            sides = _Side.of(left, kinds), _Side.of(right, kinds)
            return _compared(operator, *sides, insensitive=insensitive)


def _crashes(expression: Expression, kinds: Kinds) -> dict[str, Predicate]:
    """Say, by column, on which missing values of it the browser crashes."""
    match expression:
        case Comparison(operator, left, right, insensitive=True) if operator != "contains":
            names = [side.name for side in (left, right) if isinstance(side, Column)]
            return {name: _is_null(_Side(kinds[name], column=name)) for name in names}
        case Not(operand):
            return _crashes(operand, kinds)
        case And(operands):  # the browser evaluates each of them
            found = [_crashes(operand, kinds) for operand in operands]
        case Or((first, *others)):  # only where the first doesn't hold, it comes to the others
            found = [_crashes(first, kinds)]
            later = _crashes(others[0] if len(others) == 1 else Or(tuple(others)), kinds)
            if later:
                reached = negation(_rows(first, kinds))
                found.append({name: all_of(reached, rows) for name, rows in later.items()})
        case _:
            return {}
    crashing = dict.fromkeys(name for part in found for name in part)
    return {name: any_of(*(part[name] for part in found if name in part)) for name in crashing}


# One side of a comparison ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Side:
    """The cells of a column, or the value that the query gives."""

    kind: CellKind
    column: str | None = None
    literal: str | float = ""

    @classmethod
    def of(cls, operand: Operand, kinds: Kinds) -> _Side:
        match operand:
            case Column(name):
                return cls(kinds[name], column=name)
            case Literal(value):
                return cls("text" if isinstance(value, str) else "number", literal=value)

    @property
    def type(self) -> str:
        """The type that JavaScript has for it: a date is sent as text."""
        return "text" if self.kind == "date" else self.kind

    def value(self) -> Value | None:
        """What is sent."""
        return self._in_form("value", self.literal)

    def text(self) -> Value | None:
        """What JavaScript's String() makes of it."""
        form: Form = "value" if self.kind == "text" else "text"
        return self._in_form(form, javascript.text_of(self.literal))

    def upper(self) -> Value | None:
        """That text in capitals."""
        return self._in_form("upper", javascript.text_of(self.literal).upper())

    def date(self) -> Value | None:
        """The normal form of the date that it is."""
        if self.kind == "boolean":
            return None
        return self._in_form("date", javascript.date_of(javascript.text_of(self.literal)))

    def numeric(self) -> Value | None:
        """The number that `=` takes it for."""
        if isinstance(self.literal, str):
            number = javascript.number_of(self.literal) if javascript.is_numeric(self.literal) else None
        else:
            number = self.literal
        if self.kind in {"boolean", "date"}:
            return None
        return self._in_form("value" if self.kind == "number" else "numeric", number)

    def number(self) -> Value | None:
        """The number that an order takes it for, but for a missing cell, which counts as 0."""
        number = javascript.number_of(self.literal) if isinstance(self.literal, str) else self.literal
        if self.kind == "date":
            return None
        return self._in_form("value" if self.kind == "number" else "number", number)

    def _in_form(self, form: Form, literal: str | float | None) -> Value | None:
        if self.column is not None:
            return None if self.kind == "nothing" else Cells(self.column, form)
        return None if literal is None else Literal(literal)


def _is_null(side: _Side) -> Predicate:
    if side.kind == "nothing":
        return Constant(holds=True)
    return _NOWHERE if side.column is None else IsNull(side.column)


# Operators ------------------------------------------------------------------------------------------------


def _compared(operator: Operator, left: _Side, right: _Side, *, insensitive: bool) -> Predicate:
    match operator:
        case "contains":
            return _contains(left, right, insensitive=insensitive)
        case "datestartswith":
            return _date_starts_with(left, right)
        case "=":
            return _equal(left, right, insensitive=insensitive)
    if insensitive:
        return compare(operator, left.upper(), right.upper())
    if operator == "!=":  # so the text "5" is both equal to the number and unequal
        return negation(_identical(left, right))
    return _ordered(operator, left, right)


def _equal(left: _Side, right: _Side, *, insensitive: bool) -> Predicate:
    """Compare as numbers where both are numeric, which the text "5.0" is, too.

    Of two numeric texts, those that are identical are also equal as numbers, so that either is enough.
    """
    as_numbers = compare("=", left.numeric(), right.numeric())
    if insensitive:
        return any_of(as_numbers, compare("=", left.upper(), right.upper()))
    return any_of(as_numbers, _identical(left, right))


def _identical(left: _Side, right: _Side) -> Predicate:
    """Compare values of the same type; null is identical with null."""
    both_missing = all_of(_is_null(left), _is_null(right))
    same = _compared_texts("=", left, right) if left.type == right.type else _NOWHERE
    return any_of(same, both_missing)


def _ordered(relation: Relation, left: _Side, right: _Side) -> Predicate:
    """Compare two texts by their UTF-16 code units, and everything else as numbers; a missing value is 0."""
    of_missing = any_of(
        all_of(_is_null(left), compare(relation, Literal(0.0), right.number())),
        all_of(_is_null(right), compare(relation, left.number(), Literal(0.0))),
        all_of(_is_null(left), _is_null(right), compare(relation, Literal(0.0), Literal(0.0))),
    )
    if left.type == right.type == "text":
        return any_of(_compared_texts(relation, left, right), of_missing)
    return any_of(compare(relation, left.number(), right.number()), of_missing)


def _compared_texts(relation: Relation, left: _Side, right: _Side) -> Predicate:
    """Compare values of the same type; a date with a given text as a date."""
    for dates, text, seen in ((left, right, relation), (right, left, MIRRORED[relation])):
        if dates.kind == "date" and dates.column is not None and text.column is None:
            return date_spans.span(dates.column, seen, str(text.literal))
    if "date" in (left.kind, right.kind):
        return compare(relation, left.text(), right.text())
    return compare(relation, left.value(), right.value())


def _contains(left: _Side, right: _Side, *, insensitive: bool) -> Predicate:
    """Search one text in another: one side has to be text."""
    if "text" not in (left.type, right.type):
        return _NOWHERE
    return contains(left.upper(), right.upper()) if insensitive else contains(left.text(), right.text())


def _date_starts_with(left: _Side, right: _Side) -> Predicate:
    prefix = right.date()
    if left.kind == "date" and left.column is not None and isinstance(prefix, Literal):
        # The normal form has a blank between day and time.
        return date_spans.span(left.column, "startswith", str(prefix.value).replace(" ", "T"))
    return contains(left.date(), prefix, "start")


def _tested(test: TestName, side: _Side) -> Predicate:
    if test in {"nil", "blank"}:
        blank = (
            compare("=", side.value(), Literal("")) if (test, side.kind) == ("blank", "text") else _NOWHERE
        )
        return any_of(_is_null(side), blank)
    # Lists and the like are sent as text, so that no cell is an object.
    wanted = {"bool": "boolean", "str": "text", "object": None}.get(test, "number")
    if side.type != wanted:
        return _NOWHERE
    if test != "even" and test != "odd" and test != "prime":  # noqa: PLR1714  so that types are told apart
        return negation(_is_null(side))
    if side.column is not None:
        return IsNumberThat(test, side.column)
    return Constant(javascript.NUMBER_TESTS[test](float(side.literal)))
