"""From a filter and an order to SQL: what a database has to be asked for the rows that Polars would find.

SQL's truth has a third value. A condition that is unknown takes no row, as if it were false, so it is only
where one is negated that this is said. Comparisons are made of the bare column wherever the rules can be
brought to the other side, so that indexes and the statistics of files serve them.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, assert_never

from .. import javascript
from ..date_spans import DAY, END, FIRST, SECOND
from ..expression import And, Literal, Not, Or
from ..memory.cells import EXACT
from ..predicates import (
    TEXT_FORMS,
    Cells,
    Compare,
    Constant,
    Contains,
    Form,
    IsNull,
    IsNumberThat,
    Predicate,
    Relation,
    Value,
    Within,
)
from ..source import UnsupportedByEngineError
from ..view import SortKey
from .columns import SqlColumn
from .dialect import Dialect, Ordering, Type
from .letters import FIRST_ODD, utf16_key

_LARGEST = sys.float_info.max

_RELATIONS: dict[Relation, str] = {"=": "=", "!=": "<>", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}

_DATE_GROUPS = 6

_DATE = javascript.DATE
for _name in ("year", "month", "day", "hour", "minute", "second"):
    _DATE = _DATE.replace(f"(?P<{_name}>", "(")


class Compiler:
    """Writes the conditions of one query, and collects its parameters.

    Parameters
    ----------
    dialect
        How the database writes it.
    columns
        Its columns, by name.
    primes
        Which of a column's numbers are prime, of the columns for which it is asked.
    inexact
        The integer columns with numbers that doubles don't have: in an order that isn't `exact`, these are
        sorted as doubles.
    """

    def __init__(
        self,
        dialect: Dialect,
        columns: Mapping[str, SqlColumn],
        primes: Mapping[str, Sequence[float]] | None = None,
        inexact: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._dialect, self._columns = dialect, columns
        self._primes, self._inexact = primes or {}, inexact
        self.parameters: dict[str, Any] = {}

    # Conditions ---------------------------------------------------------------------------------------------

    def condition(self, tree: Predicate) -> str:  # noqa: C901, PLR0911  one for each predicate
        """Write where a predicate holds."""
        match tree:
            case Not(IsNull(name)):
                return self._is_there(self._columns[name])
            case Not(operand):
                return f"({self.condition(operand)}) IS NOT TRUE"
            case And(operands):
                return " AND ".join(f"({self.condition(operand)})" for operand in operands)
            case Or(operands):
                return " OR ".join(f"({self.condition(operand)})" for operand in operands)
            case Constant(holds):
                return "TRUE" if holds else "FALSE"
            case IsNull(name):
                return self._is_null(self._columns[name])
            case Compare(relation, left, right):
                return self._compared(relation, left, right)
            case Within(name, start, end):
                return self._within(self._columns[name], start, end)
            case Contains(text, part, where):
                whole, sought = self._operands(text, part)
                return self._dialect.contains(whole, sought, where)
            case IsNumberThat(test, name):
                return self._is_number_that(test, self._columns[name])
        assert_never(tree)

    def _is_null(self, column: SqlColumn) -> str:
        if column.type in {"float", "date", "datetime"}:
            return f"{column.sql} IS NULL OR NOT ({self._is_there(column)})"
        return f"{column.sql} IS NULL"

    def _is_there(self, column: SqlColumn) -> str:
        """Write where there is a value: of numbers a finite one, of dates one of the years 0 to 9999."""
        if column.type not in {"float", "date", "datetime"}:
            return f"{column.sql} IS NOT NULL"
        if column.type == "float":
            return (
                f"{column.sql} BETWEEN {self._dialect.number(-_LARGEST)} AND {self._dialect.number(_LARGEST)}"
            )
        return self._within(column, FIRST, END)

    def _compared(self, relation: Relation, left: Cells, right: Value) -> str:
        column = self._columns[left.column]
        if isinstance(right, Literal) and not isinstance(right.value, str):
            if column.type == "integer":
                return self._integers(column, relation, right.value)
            if column.type == "float":
                return self._floats(column, relation, float(right.value))
        if relation in {"=", "!="} or not self._is_text(left):
            sides = self._operands(left, right)
            return f"{sides[0]} {_RELATIONS[relation]} {sides[1]}"
        return self._ordered_texts(_RELATIONS[relation], left, right)

    def _is_text(self, cells: Cells) -> bool:
        if cells.form in TEXT_FORMS:
            return True
        return cells.form == "value" and self._columns[cells.column].kind in {"text", "date"}

    def _ordered_texts(self, relation: str, left: Cells, right: Value) -> str:
        """Compare texts by their UTF-16 units, which is by code points beside a text that isn't odd."""
        if isinstance(right, Literal):
            text = self._changed(str(right.value), [left.form])
            if not self._dialect.has_nul and "\0" in text:
                # No cell has this character, so that none is between the text before it and the whole.
                relation, text = relation[0] + ("=" if relation[0] == "<" else ""), text.partition("\0")[0]
            whole = self._in_form(left)
            if max(text, default="") >= FIRST_ODD:
                whole, text = self._dialect.utf16_key(whole), utf16_key(text)
            return self._dialect.text_comparison(whole, relation, self._bound(text, "text"))
        sides = [self._dialect.utf16_key(side) for side in self._operands(left, right)]
        return self._dialect.text_comparison(sides[0], relation, sides[1])

    def _integers(self, column: SqlColumn, relation: Relation, value: float) -> str:
        """Compare integers, which count as doubles beside a double, by the integers that this means."""
        if isinstance(value, int):
            first, after = value, value + 1
        else:
            first, after = _least_integer(value), _least_integer(math.nextafter(value, math.inf))
        ranges: dict[Relation, tuple[int, int]] = {
            "=": (first, after - 1),
            "!=": (first, after - 1),
            ">=": (first, column.most),
            ">": (after, column.most),
            "<=": (column.least, after - 1),
            "<": (column.least, first - 1),
        }
        low, high = ranges[relation]
        low, high = max(low, column.least), min(high, column.most)
        inside = self._between(column, low, high)
        return inside if relation != "!=" else f"{column.sql} IS NOT NULL AND ({inside}) IS NOT TRUE"

    def _between(self, column: SqlColumn, low: int, high: int) -> str:
        if low > high:
            return "FALSE"
        if low == high:
            return f"{column.sql} = {low}"
        if low == column.least:
            return f"{column.sql} IS NOT NULL" if high == column.most else f"{column.sql} <= {high}"
        return f"{column.sql} >= {low}" if high == column.most else f"{column.sql} BETWEEN {low} AND {high}"

    def _floats(self, column: SqlColumn, relation: Relation, value: float) -> str:
        """Compare floats; what isn't finite is missing."""
        if relation == "!=":
            return f"({self._is_there(column)}) AND ({self._floats(column, '=', value)}) IS NOT TRUE"
        if not math.isfinite(value):
            holds = relation[0] == ("<" if value > 0 else ">")
            return self._is_there(column) if holds else "FALSE"
        compared = f"{column.sql} {relation} {self.double(value)}"
        if relation == "=":
            return compared
        bound = f"{column.sql} <= {self._dialect.number(_LARGEST)}"
        if relation[0] == "<":
            bound = f"{column.sql} >= {self._dialect.number(-_LARGEST)}"
        return f"{compared} AND {bound}"

    def _within(self, column: SqlColumn, start: int, end: int) -> str:
        if column.type == "date":
            low, high = (self._dialect.date(-(-bound // DAY)) for bound in (start, end))
            return f"{column.sql} >= {low} AND {column.sql} < {high}"
        furthest = 2**63 - 2  # of 64 bits, where the last ones mean infinity
        first, until = (
            max(-furthest, min(-(-bound * column.per_second // SECOND), furthest)) for bound in (start, end)
        )
        # Up to the last point in time, for that after it is one that not every database has.
        low, high = (self._dialect.datetime(tick, column.per_second) for tick in (first, until - 1))
        return f"{column.sql} BETWEEN {low} AND {high}"

    def _is_number_that(self, test: str, column: SqlColumn) -> str:
        if test == "prime":
            numbers = self._primes[column.name]
            whole = " OR ".join(
                self._compared("=", Cells(column.name), Literal(number)) for number in numbers
            )
            if column.type == "integer":
                return whole or "FALSE"
            value = column.sql
            broken = f"{self._is_there(column)} AND {value} > 2 AND {self._dialect.remainder(value, 1)} <> 0"
            return f"({broken}) OR {whole or 'FALSE'}"
        value = self._double(column)
        rest = self._dialect.remainder(value, 2)
        return f"{rest} = 0" if test == "even" else f"{value} > 0 AND {rest} = 1"

    # Operands -----------------------------------------------------------------------------------------------

    def _operands(self, left: Value, right: Value) -> list[str]:
        forms = [side.form for side in (left, right) if isinstance(side, Cells)]
        return [self._operand(side, forms) for side in (left, right)]

    def _operand(self, value: Value, forms: Sequence[Form]) -> str:
        if isinstance(value, Cells):
            return self._in_form(value)
        if isinstance(value.value, str):
            text = self._changed(value.value, forms)
            if not self._dialect.has_nul and "\0" in text:
                return f"CAST(NULL AS {self._dialect.types['text']})"  # no cell has it, so that none is equal
            return self._bound(text, "text")
        return self.double(float(value.value))

    def _changed(self, text: str, forms: Sequence[Form]) -> str:
        """Bring a text into the same case as the cells beside it."""
        if "upper" in forms:
            return text.upper()
        return text.lower() if "lower" in forms else text

    def double(self, value: float) -> str:
        """Write a number as a parameter."""
        return self._bound(value, "double")

    def _bound(self, value: str | float, type_: Type) -> str:
        if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            raise UnsupportedByEngineError(
                f"{self._dialect.name} has no texts with half of a surrogate pair."
            )
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return self._dialect.placeholder(name, type_)

    def cell(self, name: str) -> str:
        """Write a cell as it is, but null where it counts as missing."""
        column = self._columns[name]
        if column.type in {"float", "date", "datetime"}:
            return f"CASE WHEN {self._is_there(column)} THEN {column.sql} END"
        return column.sql

    def _double(self, column: SqlColumn) -> str:
        return self.cell(column.name) if column.type == "float" else self._dialect.cast(column.sql, "double")

    def _in_form(self, cells: Cells) -> str:
        column, form = self._columns[cells.column], cells.form
        match column.type:
            case "integer" | "float":
                return self._of_number(column, form)
            case "boolean":
                return self._of_boolean(column, form)
            case "date" | "datetime":
                return self._of_plain_text(self._date_text(column), form)
        return self._of_text(column.sql, form)

    def _of_boolean(self, column: SqlColumn, form: Form) -> str:
        match form:
            case "value":
                return column.sql
            case "number" | "numeric":
                one, zero = self._dialect.number(1), self._dialect.number(0)
                return f"CASE WHEN {column.sql} THEN {one} WHEN NOT {column.sql} THEN {zero} END"
        text = f"CASE WHEN {column.sql} THEN 'true' WHEN NOT {column.sql} THEN 'false' END"
        return self._of_plain_text(text, form)

    def _of_plain_text(self, text: str, form: Form) -> str:
        """Give a text of ASCII's characters, without blanks, in a form."""
        match form:
            case "upper":
                return self._dialect.plain_upper(text)
            case "lower":
                return self._dialect.plain_lower(text)
            case "date":
                return self._dialect.let(text, self._date)
        return text

    def _of_text(self, text: str, form: Form) -> str:  # noqa: PLR0911  one for each form
        match form:
            case "value" | "text" | "digits":
                return text
            case "trimmed":
                return self._dialect.trimmed(text, javascript.BLANKS)
            case "upper":
                return self._dialect.upper(text)
            case "lower":
                return self._dialect.lower(text)
            case "date":
                return self._date(text)
        trimmed = self._dialect.trimmed(text, javascript.BLANKS)
        number = self._number_of(trimmed)
        if form == "number":
            return number
        limits = f"BETWEEN {self._dialect.number(-_LARGEST)} AND {self._dialect.number(_LARGEST)}"
        return f"CASE WHEN {trimmed} <> '' AND {number} {limits} THEN {number} END"

    def _number_of(self, text: str) -> str:
        """Read a text without blanks around it as `Number()` does."""
        dialect = self._dialect
        cases = [f"WHEN {text} = '' THEN {dialect.number(0)}"]
        decimal = dialect.number_of_decimal(text)
        cases.append(f"WHEN {dialect.matches(text, f'^(?:{javascript.DECIMAL})$')} THEN {decimal}")
        for base, letter, digits in ((16, "x", "0-9a-f"), (8, "o", "0-7"), (2, "b", "01")):
            found = dialect.matches(text, f"^0[{letter}{letter.upper()}][{digits}{digits.upper()}]+$")
            significant = dialect.cut(dialect.plain_lower(f"substr({text}, 3)"), "0", "LEADING")
            number = dialect.number_of_digits(significant, base)
            cases.append(f"WHEN {found} AND {significant} = '' THEN {dialect.number(0)}")
            cases.append(f"WHEN {found} THEN {number}")
        for infinity, value in (("Infinity", math.inf), ("+Infinity", math.inf), ("-Infinity", -math.inf)):
            cases.append(f"WHEN {text} = '{infinity}' THEN {dialect.number(value)}")
        return f"CASE {' '.join(cases)} END"

    def _of_number(self, column: SqlColumn, form: Form) -> str:
        if form in {"value", "integer", "number", "numeric"}:
            return self._double(column)
        text = self._number_text(self._double(column))
        if column.type == "integer":
            digits = self._dialect.cast(column.sql, "text")
            if form == "digits":
                text = digits
            elif column.most > EXACT:
                text = f"CASE WHEN {column.sql} BETWEEN {-EXACT} AND {EXACT} THEN {digits} ELSE {text} END"
            else:
                text = digits
        return self._of_plain_text(text, form)

    def _number_text(self, number: str) -> str:
        """Write doubles as `String()` does: databases have its digits, and another opinion on exponents."""
        dialect = self._dialect
        sign = f"CASE WHEN {number} < 0 THEN '-' ELSE '' END"
        text = dialect.plain_lower(dialect.cast(f"abs({number})", "text"))
        return f"CASE WHEN {number} IS NOT NULL THEN {sign} || {dialect.let(text, self._number_text_of)} END"

    def _number_text_of(self, text: str) -> str:
        """Rewrite a database's text of a number that isn't negative: `12.5`, `1.0`, `1.25e+20`, `1.0e-7`."""
        dialect = self._dialect
        at = dialect.position(text, "'e'")
        exponent = f"CAST(substr({text}, {at} + 1) AS int)"
        digits = dialect.cut(f"replace(substr({text}, 1, {at} - 1), '.', '')", "0", "TRAILING")
        is_whole = dialect.contains(text, "'.0'", "end")
        plain = f"CASE WHEN {is_whole} THEN substr({text}, 1, length({text}) - 2) ELSE {text} END"
        large = (
            f"CASE WHEN length({digits}) <= {exponent} + 1 THEN rpad({digits}, {exponent} + 1, '0')"
            f" ELSE substr({digits}, 1, {exponent} + 1) || '.' || substr({digits}, {exponent} + 2) END"
        )
        small = f"'0.' || repeat('0', -{exponent} - 1) || {digits}"
        fraction = f"CASE WHEN length({digits}) > 1 THEN '.' || substr({digits}, 2) ELSE '' END"
        power = dialect.cast(f"abs({exponent})", "text")
        power = f"CASE WHEN {exponent} < 0 THEN 'e-' ELSE 'e+' END || {power}"
        return (
            f"CASE WHEN {at} = 0 THEN {plain}"
            f" WHEN {exponent} BETWEEN 0 AND 20 THEN {large}"
            f" WHEN {exponent} BETWEEN -6 AND -1 THEN {small}"
            f" ELSE substr({digits}, 1, 1) || {fraction} || {power} END"
        )

    def _date_text(self, column: SqlColumn) -> str:
        cell = self.cell(column.name)
        if column.type == "date":
            return self._dialect.date_text(cell)
        text = self._dialect.cut(self._dialect.datetime_text(cell), "0", "TRAILING")
        text = self._dialect.cut(text, ".", "TRAILING")
        midnight = "T00:00:00"
        return (
            f"CASE WHEN {self._dialect.contains(text, self._dialect.text(midnight), 'end')}"
            f" THEN substr({text}, 1, length({text}) - {len(midnight)}) ELSE {text} END"
        )

    def _date(self, text: str) -> str:
        """Give the normal forms of dates: see `javascript.date_of`."""
        groups = [
            f"nullif({self._dialect.group(text, _DATE, number + 1)}, '')" for number in range(_DATE_GROUPS)
        ]
        year, month, day, hour, minute, second = groups
        first = dt.datetime.now(dt.UTC).year - 70
        number = f"CAST({year} AS int)"
        of_century = f"mod({number} + 2000 - {first}, 100) + {first}"
        number = f"CASE WHEN length({year}) = 2 THEN {of_century} ELSE {number} END"
        of_month, of_day = (f"coalesce(CAST({part} AS int), 1)" for part in (month, day))
        leap = f"mod(abs({number}), 4) = 0 AND (mod(abs({number}), 100) <> 0 OR mod(abs({number}), 400) = 0)"
        last = (
            f"CASE WHEN {of_month} IN (4, 6, 9, 11) THEN 30 WHEN {of_month} <> 2 THEN 31"
            f" WHEN {leap} THEN 29 ELSE 28 END"
        )
        written = [
            f"CASE WHEN {number} < 0 THEN '-' ELSE '' END",
            f"lpad(CAST(abs({number}) AS {self._dialect.types['text']}), 4, '0')",
            f"coalesce('-' || lpad({month}, 2, '0'), '')",
            f"coalesce('-' || lpad({day}, 2, '0'), '')",
            f"coalesce(' ' || lpad({hour}, 2, '0'), '')",
            f"coalesce(':' || {minute}, '')",
            f"coalesce(':' || substr({second}, 1, {len('20.123456789')}), '')",
        ]
        is_day = f"{of_month} BETWEEN 1 AND 12 AND {of_day} BETWEEN 1 AND {last}"
        return f"CASE WHEN {year} IS NOT NULL AND {is_day} THEN {' || '.join(written)} END"

    # Order --------------------------------------------------------------------------------------------------

    def order(self, keys: Iterable[SortKey], there: Collection[str] = ()) -> list[Ordering]:
        """Write what rows are sorted by, in which none of the columns of `there` is missing."""
        return [
            Ordering(self._columns[key.column].sql, key.descending)
            if key.column in there
            else Ordering(self._comparable(key), key.descending, key.nulls_first, has_nulls=True)
            for key in keys
        ]

    def _comparable(self, key: SortKey) -> str:
        column = self._columns[key.column]
        value = self.cell(key.column)
        if column.type == "text":
            value = self._dialect.text_order(self._dialect.utf16_key(value))
        elif column.type == "integer" and not key.exact and self._inexact(key.column):
            value = self._double(column)
        if not key.as_null:
            return value
        alike = [self._is_as(column, kind, text) for kind, text in key.as_null]
        return f"CASE WHEN {' OR '.join(f'({one})' for one in alike)} THEN NULL ELSE {value} END"

    def _is_as(self, column: SqlColumn, kind: str, text: str) -> str:
        """Write where a cell is a value that sorts as missing: a number's text, of -0.0 with its sign."""
        match column.type, kind:
            case "boolean", "boolean":
                return column.sql if text == "true" else f"NOT {column.sql}"
            case "text", "text":
                return f"{column.sql} = {self._bound(text, 'text')}" if self._has(text) else "FALSE"
            case (("date" | "datetime"), "text"):
                return (
                    f"{self._date_text(column)} = {self._bound(text, 'text')}" if self._has(text) else "FALSE"
                )
            case (("integer" | "float"), "number"):
                value = float(text)
                if value == 0 and column.type == "float":
                    raise UnsupportedByEngineError(
                        f"sort_as_null: in {column.name!r}, {self._dialect.name} doesn't tell 0 from -0."
                    )
                return "FALSE" if text == "-0.0" else self._compared("=", Cells(column.name), Literal(value))
        return "FALSE"

    def _has(self, text: str) -> bool:
        return self._dialect.has_nul or "\0" not in text


def _least_integer(value: float) -> int:
    """Find the least integer of which the nearest double isn't below this one."""
    if math.isinf(value):
        return 2**1024 if value > 0 else -(2**1024)
    if abs(value) <= EXACT:
        return math.ceil(value)
    below = math.nextafter(value, -math.inf)
    middle = (int(value) + (int(below) if math.isfinite(below) else int(value))) // 2
    return next(number for number in (middle, middle + 1) if float(number) >= value)
