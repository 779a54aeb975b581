"""The columns of a database's table, as the few types that SQL is compiled for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from ..predicates import CellKind

SqlType = OneOf["integer", "float", "boolean", "text", "date", "datetime"]

_KINDS: dict[SqlType, CellKind] = {
    "integer": "number",
    "float": "number",
    "boolean": "boolean",
    "text": "text",
    "date": "date",
    "datetime": "date",
}


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column, and how SQL gets at it.

    Parameters
    ----------
    name
        The column's name.
    sql
        SQL that gives its cells in one of the types: the bare column where the database has it so.
    type
        The type. Floats are doubles, and datetimes are those of the clock on the wall.
    least, most
        Of integers, the least and the largest that the type has.
    per_second
        Of datetimes, into how many parts a second is divided.
    """

    name: str
    sql: str
    type: SqlType
    least: int = -(2**63)
    most: int = 2**63 - 1
    per_second: int = 10**6

    @property
    def kind(self) -> CellKind:
        """What the cells are."""
        return _KINDS[self.type]
