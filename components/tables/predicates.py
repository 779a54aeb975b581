"""The few plain predicates that an engine has to carry out, and the filter that is made of them.

Their truth is of two values. A missing value, or one that has no form of the kind asked for, makes a
predicate false, and `Not` makes that true: what is to hold for missing values is said by `IsNull`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from typing import Literal as OneOf

from .expression import And, Literal, Not, Or, Tree, leaves
from .javascript import utf16_units

CellKind = OneOf["number", "text", "boolean", "date", "nothing"]
"""What the cells of a column are, or null. A `date` is sent as text that is in the order of time; a column of
`nothing` has only nulls."""

Form = OneOf["value", "integer", "number", "numeric", "text", "digits", "trimmed", "upper", "lower", "date"]
"""What cells are compared as:

- `value`: what is sent for them: numbers as doubles, texts, booleans
- `integer`: numbers as they are, where doubles aren't exact
- `number`: what JavaScript's `Number()` makes of text (0 of a blank one) and booleans (0 and 1)
- `numeric`: likewise, but neither of blank text, nor if it isn't finite
- `text`: what `String()` makes of them
- `digits`: of numbers, that text with all digits of an integer where doubles aren't exact
- `trimmed`: that text without white space around it
- `upper`, `lower`: that text in capitals or small letters, as Unicode defines them: ß becomes SS. The engine
  does the same to a literal beside such cells: it may know more of them than Python does
- `date`: the normal form of a date that the text is (`javascript.date_of`)
"""

TEXT_FORMS: frozenset[Form] = frozenset({"text", "digits", "trimmed", "upper", "lower", "date"})
"""Those that are texts, whatever the cells are."""

Relation = OneOf["=", "!=", ">=", ">", "<=", "<"]

Place = OneOf["anywhere", "start", "end"]


@dataclass(frozen=True, slots=True)
class Cells:
    """An operand: the cells of a column in a form."""

    column: str
    form: Form = "value"


Value: TypeAlias = Cells | Literal


@dataclass(frozen=True, slots=True)
class Constant:
    """The same for every row."""

    holds: bool


@dataclass(frozen=True, slots=True)
class IsNull:
    """The cell is missing."""

    column: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Cells and a value of their type are in a relation; texts are in the order of their UTF-16 units."""

    relation: Relation
    left: Cells
    right: Value


@dataclass(frozen=True, slots=True)
class Within:
    """A date is in a span of time: from `start` until before `end`.

    Both are nanoseconds since 1970, of the clock on the wall where the column has a time zone.
    """

    column: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contains:
    """A text has another in it, somewhere or at a place."""

    text: Value
    part: Value
    where: Place = "anywhere"


@dataclass(frozen=True, slots=True)
class IsNumberThat:
    """A number is even, odd or prime (`javascript.is_even` and so on)."""

    test: OneOf["even", "odd", "prime"]
    column: str


PredicateLeaf: TypeAlias = Constant | IsNull | Compare | Within | Contains | IsNumberThat
Predicate: TypeAlias = Tree[PredicateLeaf]


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows that a filter can't be asked about: if there is one of them, the answer is a ValueError."""

    rows: Predicate
    message: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows to take, and which there mustn't be."""

    rows: Predicate
    faults: tuple[Fault, ...] = ()


EVERYTHING = Filter(Constant(holds=True))
"""Takes every row."""

RELATIONS: dict[Relation, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
FOUND: dict[Place, Callable[[str, str], bool]] = {
    "anywhere": lambda text, part: part in text,
    "start": str.startswith,
    "end": str.endswith,
}
MIRRORED: dict[Relation, Relation] = {"=": "=", "!=": "!=", ">=": "<=", ">": "<", "<=": ">=", "<": ">"}
"""The relation that the right side is in with the left one."""


def leaves_of(*predicates: Predicate) -> list[PredicateLeaf]:
    """Give the leaves of predicates, each once."""
    found: dict[PredicateLeaf, None] = {}
    for predicate in predicates:
        found |= dict.fromkeys(leaves(predicate))
    return list(found)


def columns_of_leaf(leaf: PredicateLeaf) -> Iterator[str]:
    """Name the columns that a leaf reads, from left to right."""
    match leaf:
        case IsNull(name) | IsNumberThat(_, name) | Within(name):
            yield name
        case Compare(_, one, other) | Contains(one, other):
            yield from dict.fromkeys(side.column for side in (one, other) if isinstance(side, Cells))


# Making them, where what holds for all rows or none is found out --------------------------------------------


def compare(relation: Relation, left: Value | None, right: Value | None) -> Predicate:
    """Compare two values, a column's cells on the left; None is a value that no cell has in this form."""
    if left is None or right is None:
        return Constant(holds=False)
    if isinstance(left, Literal) and isinstance(right, Literal):
        sides = [utf16_units(side) if isinstance(side, str) else side for side in (left.value, right.value)]
        return Constant(RELATIONS[relation](*sides))
    if any(isinstance(side, Literal) and side.value != side.value for side in (left, right)):
        return Constant(holds=False)  # NaN, which no number is in a relation with
    if isinstance(left, Cells):
        return Compare(relation, left, right)
    return compare(MIRRORED[relation], right, left)


def contains(text: Value | None, part: Value | None, where: Place = "anywhere") -> Predicate:
    """Look for a text in another; None is one that no cell has in this form."""
    if text is None or part is None:
        return Constant(holds=False)
    match text, part:
        case Literal(str(whole)), Literal(str(sought)):
            return Constant(FOUND[where](whole, sought))
    return Contains(text, part, where)


def negation(predicate: Predicate) -> Predicate:
    """Hold where a predicate doesn't."""
    match predicate:
        case Constant(holds):
            return Constant(not holds)
        case Not(operand):
            return operand
    return Not(predicate)


def all_of(*predicates: Predicate) -> Predicate:
    """Hold where all predicates do."""
    return _connected(And, predicates, decided_by=False)


def any_of(*predicates: Predicate) -> Predicate:
    """Hold where one of the predicates does."""
    return _connected(Or, predicates, decided_by=True)


def _connected(
    connective: type[And[PredicateLeaf]] | type[Or[PredicateLeaf]],
    predicates: tuple[Predicate, ...],
    *,
    decided_by: bool,
) -> Predicate:
    if Constant(decided_by) in predicates:
        return Constant(decided_by)
    open_ones = tuple(dict.fromkeys(part for part in predicates if not isinstance(part, Constant)))
    if len(open_ones) > 1:
        return connective(open_ones)
    return open_ones[0] if open_ones else Constant(not decided_by)
