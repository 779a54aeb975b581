"""The tree that front ends make of a filter: plain nodes, with no front end's syntax in them.

`And`, `Or` and `Not` connect leaves of any kind. The leaves of an `Expression` are comparisons and tests of
columns whose types aren't known yet; what they mean is decided in `meaning`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar
from typing import Literal as OneOf

Leaf = TypeVar("Leaf")

Operator = OneOf["contains", "datestartswith", "=", ">=", ">", "<=", "<", "!="]
TestName = OneOf["blank", "bool", "even", "nil", "num", "object", "odd", "prime", "str"]


@dataclass(frozen=True, slots=True)
class Column:
    """An operand: the cell of the column with exactly this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """An operand: a value that the filter gives."""

    value: str | float


Operand = Column | Literal


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`."""

    operator: Operator
    left: Operand
    right: Operand
    insensitive: bool = False


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """`operand is name`."""

    name: TestName
    operand: Operand


@dataclass(frozen=True, slots=True)
class Everything:
    """Holds for every row."""


@dataclass(frozen=True, slots=True)
class Not(Generic[Leaf]):
    """Holds where its operand doesn't."""

    operand: Tree[Leaf]


@dataclass(frozen=True, slots=True)
class And(Generic[Leaf]):
    """Holds where all of two or more operands do."""

    operands: tuple[Tree[Leaf], ...]


@dataclass(frozen=True, slots=True)
class Or(Generic[Leaf]):
    """Holds where one of two or more operands does."""

    operands: tuple[Tree[Leaf], ...]


Tree: TypeAlias = Leaf | Not[Leaf] | And[Leaf] | Or[Leaf]
Expression: TypeAlias = Tree[Comparison | UnaryTest | Everything]


def leaves(tree: Tree[Leaf]) -> Iterator[Leaf]:
    """Give the leaves of a tree, from left to right."""
    match tree:
        case Not(operand):
            yield from leaves(operand)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from leaves(operand)
        case leaf:
            yield leaf


def columns_of(expression: Expression) -> list[str]:
    """Name the columns that an expression reads, each once, in the order of their appearance."""
    return list(dict.fromkeys(name for leaf in leaves(expression) for name in _columns_of_leaf(leaf)))


def _columns_of_leaf(leaf: Any) -> list[str]:
    match leaf:
        case Comparison(left=left, right=right):
            return [operand.name for operand in (left, right) if isinstance(operand, Column)]
        case UnaryTest(operand=Column(name)):
            return [name]
    return []
