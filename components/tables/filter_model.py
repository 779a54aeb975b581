"""Front end 2: AG Grid's filter models, as filters of plain predicates.

A model comes from the browser, so it may be anything. What its conditions mean is what AG Grid's own
client-side row model was measured to make of them in a browser. Missing values are taken by no
condition but those that say so, and by what `filterParams` includes them in.
"""

from __future__ import annotations

import datetime as dt
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .date_spans import DAY, END, FIRST, SECOND
from .expression import Literal
from .javascript import is_double
from .predicates import (
    CellKind,
    Cells,
    Constant,
    Filter,
    Form,
    IsNull,
    Place,
    Predicate,
    Relation,
    Value,
    Within,
    all_of,
    any_of,
    compare,
    contains,
    negation,
)
from .view import check_columns

MAX_CONDITIONS = 100
"""The most conditions that a filter may have: each is a look at all rows."""

MAX_LENGTH = 10_000
"""The most characters of a text that is searched."""

MAX_WORDS = 20
"""The most words of a quick filter, each of which is searched in every column."""

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?", re.ASCII)

_EPOCH = dt.date(1970, 1, 1)

_RELATIONS: dict[str, Relation] = {
    "equals": "=",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}

_BLANKS_IN = {
    "equals": "includeBlanksInEquals",
    "notEqual": "includeBlanksInNotEqual",
    "lessThan": "includeBlanksInLessThan",
    "lessThanOrEqual": "includeBlanksInLessThan",
    "greaterThan": "includeBlanksInGreaterThan",
    "greaterThanOrEqual": "includeBlanksInGreaterThan",
    "inRange": "includeBlanksInRange",
}
"""By type of a condition, the item of `filterParams` by which it takes missing values."""


class FilterModelError(ValueError):
    """A filter model that can't be understood, with the column and what is wrong."""


def filter_of(
    filter_model: Any, kinds: Mapping[str, CellKind], filter_params: Mapping[str, Any] | None = None
) -> Filter | None:
    """Say which rows a filter model takes; None for all.

    Parameters
    ----------
    filter_model
        By column, a condition, or several with their `operator`; None is as an empty one.
    kinds
        What the cells of each column are.
    filter_params
        The `filterParams` of columns that have any: which missing values are taken (`includeBlanksIn…`),
        `inRangeInclusive`, `caseSensitive`, and `maxNumConditions` (2), beyond which a column's conditions
        are left out, as in the grid.

    Raises
    ------
    FilterModelError
        If it can't be understood, or is too large.
    UnknownColumnError
        If it names another column.
    """
    if filter_model is None:
        return None
    if not isinstance(filter_model, dict):
        raise FilterModelError(f"A filter model must be a dictionary, not {reprlib.repr(filter_model)}.")
    check_columns(filter_model, kinds, "filterModel")
    given = filter_params or {}
    columns = [
        _Column(name, kinds[name], given[name] if isinstance(given.get(name), dict) else {})
        for name in filter_model
    ]
    if sum(len(column.conditions(filter_model[column.name])[1]) for column in columns) > MAX_CONDITIONS:
        raise FilterModelError(f"The filter has more than {MAX_CONDITIONS} conditions.")
    rows = all_of(*(column.rows(filter_model[column.name]) for column in columns))
    return None if rows == Constant(holds=True) else Filter(rows)


def quick_filter_of(text: Any, columns: Iterable[str], kinds: Mapping[str, CellKind]) -> Filter | None:
    """Say which rows a quick filter takes; None for all.

    As AG Grid's own, it splits the text at blanks, and takes the rows that have each word in one of the
    columns, whatever its case.

    Parameters
    ----------
    text
        What the reader typed; None is as an empty one.
    columns
        The columns to search.
    kinds
        What the cells of each column are.

    Raises
    ------
    FilterModelError
        If it is no text, or has more than `MAX_WORDS` words.
    """
    words = checked_text(text, "The quick filter").split() if text else []
    if len(words) > MAX_WORDS:
        raise FilterModelError(f"The quick filter has more than {MAX_WORDS} words.")
    searched = [name for name in columns if kinds[name] != "nothing"]
    if not words:
        return None
    return Filter(
        all_of(*(any_of(*(_contains_word(name, kinds[name], word) for name in searched)) for word in words))
    )


def _contains_word(name: str, kind: CellKind, word: str) -> Predicate:
    """Seek a word of the quick filter in a column."""
    if kind == "number":
        return contains(Cells(name, "digits"), Literal(word.lower()))
    return contains(Cells(name, "upper"), Literal(word))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is filtered: its name, what its cells are, and its `filterParams`."""

    name: str
    kind: CellKind
    params: Mapping[str, Any]

    def rows(self, model: Any) -> Predicate:
        """Say which rows the column's model takes."""
        operator, conditions = self.conditions(model)
        combined = any_of if operator == "OR" else all_of
        return combined(*(self._rows_of(condition) for condition in conditions))

    def conditions(self, model: Any) -> tuple[str, Sequence[dict[str, Any]]]:
        """Give the operator and the conditions, of which there may be one."""
        match model:
            case {"conditions": list() as conditions, "operator": "AND" | "OR" as operator}:
                pass
            case {"condition1": first, "condition2": second, "operator": "AND" | "OR" as operator}:
                conditions = [first, second]
            case {"type": _}:
                operator, conditions = "AND", [model]
            case _:
                raise self._error(f"it must be a condition, or several, not {reprlib.repr(model)}.")
        most = self.params.get("maxNumConditions", 2)
        kept = conditions[: most if type(most) is int and most > 0 else 2]
        if not kept or not all(isinstance(condition, dict) for condition in kept):
            raise self._error(f"its conditions must be dictionaries, not {reprlib.repr(conditions)}.")
        return operator, kept

    def _rows_of(self, condition: Mapping[str, Any]) -> Predicate:
        """Say which rows a condition takes."""
        type_, of_type = condition.get("type"), condition.get("filterType")
        readers: dict[Any, Callable[[Any, Mapping[str, Any]], Predicate | None]] = {
            "text": self._of_texts,
            "number": self._of_numbers,
            "bigint": self._of_integers,
            "date": self._of_dates,
        }
        if not isinstance(of_type, str) or of_type not in readers:
            raise self._error(
                f"its filterType must be one of {', '.join(readers)}, not {reprlib.repr(of_type)}."
            )
        rows = readers[of_type](type_, condition)
        if rows is None:
            raise self._error(f"a {of_type} filter has no type {reprlib.repr(type_)}.")
        return rows

    # What types of conditions there are; None for one that there isn't --------------------------------------

    def _of_texts(self, type_: Any, condition: Mapping[str, Any]) -> Predicate | None:
        match type_:
            case "true" | "false" if self.kind in {"boolean", "nothing"}:
                return self._compared("=", "number", float(type_ == "true"))
            case "blank" | "notBlank":
                white = self._compared("=", "trimmed", "") if self.kind == "text" else Constant(holds=False)
                blank = any_of(self._missing(), white)
                return blank if type_ == "blank" else negation(blank)
            case "equals" | "notEqual":
                rows = compare("=", *self._texts(condition))
            case "contains" | "notContains":
                rows = self._contains(condition, "anywhere")
            case "startsWith":
                rows = self._contains(condition, "start")
            case "endsWith":
                rows = self._contains(condition, "end")
            case _:
                return None
        return negation(rows) if type_ in {"notEqual", "notContains"} else rows

    def _of_numbers(self, type_: Any, condition: Mapping[str, Any]) -> Predicate | None:
        def compared(relation: Relation, name: str) -> Predicate:
            value = condition.get(name)
            if not is_double(value):
                raise self._error(f"{name} must be a number, not {reprlib.repr(value)}.")
            return self._compared(relation, "value", float(value))

        return self._ordered("number", type_, ("filter", "filterTo"), compared)

    def _of_integers(self, type_: Any, condition: Mapping[str, Any]) -> Predicate | None:
        def compared(relation: Relation, name: str) -> Predicate:
            value = condition.get(name)
            if not isinstance(value, str) or not re.fullmatch(r"[+-]?[0-9]{1,100}", value.strip()):
                raise self._error(f"{name} must be the text of an integer, not {reprlib.repr(value)}.")
            return self._compared(relation, "integer", int(value))

        return self._ordered("number", type_, ("filter", "filterTo"), compared)

    def _of_dates(self, type_: Any, condition: Mapping[str, Any]) -> Predicate | None:
        def compared(relation: Relation, name: str) -> Predicate:
            second = self._second(condition.get(name), name)
            starts = {"=": second, ">=": second, ">": second + SECOND}
            ends = {"=": second + SECOND, "<=": second + SECOND, "<": second}
            return Within(self.name, starts.get(relation, FIRST), ends.get(relation, END))

        return self._ordered("date", type_, ("dateFrom", "dateTo"), compared)

    def _ordered(
        self,
        kind: CellKind,
        type_: Any,
        operands: tuple[str, str],
        compared: Callable[[Relation, str], Predicate],
    ) -> Predicate | None:
        """Say which rows a condition takes of a column whose values have an order.

        `compared` says which cells are in a relation to one of the condition's `operands`.
        """
        if self.kind not in {kind, "nothing"}:
            raise self._error(f"its cells are no {kind}s, so that there is no such filter.")
        first, second = operands
        match type_:
            case "blank":
                return self._missing()
            case "notBlank":
                return negation(self._missing())
            case "notEqual":
                rows = all_of(negation(self._missing()), negation(compared("=", first)))
            case "inRange":
                inclusive = self.params.get("inRangeInclusive") is True
                rows = all_of(
                    compared(">=" if inclusive else ">", first), compared("<=" if inclusive else "<", second)
                )
            case str() if type_ in _RELATIONS:
                rows = compared(_RELATIONS[type_], first)
            case _:
                return None
        if self.kind == "nothing":
            rows = Constant(holds=False)
        return any_of(rows, self._missing()) if self.params.get(_BLANKS_IN[type_]) is True else rows

    # Their parts --------------------------------------------------------------------------------------------

    def _missing(self) -> Predicate:
        return Constant(holds=True) if self.kind == "nothing" else IsNull(self.name)

    def _cells(self, form: Form) -> Cells | None:
        return None if self.kind == "nothing" else Cells(self.name, form)

    def _compared(self, relation: Relation, form: Form, value: str | float) -> Predicate:
        return compare(relation, self._cells(form), Literal(value))

    def _contains(self, condition: Mapping[str, Any], where: Place) -> Predicate:
        return contains(*self._texts(condition), where)

    def _texts(self, condition: Mapping[str, Any]) -> tuple[Value | None, Value]:
        """Give the cells as texts, and the text that is sought."""
        sought, insensitive = self._sought(condition), self.params.get("caseSensitive") is not True
        if self.kind == "number":
            return self._cells("digits"), Literal(sought.lower() if insensitive else sought)
        form: Form = "lower" if insensitive else "value" if self.kind == "text" else "text"
        return self._cells(form), Literal(sought)

    def _sought(self, condition: Mapping[str, Any]) -> str:
        try:
            return checked_text(condition.get("filter"), "filter")
        except FilterModelError as error:
            raise self._error(str(error)) from None

    def _second(self, value: Any, name: str) -> int:
        """Read a date, with a time or without: the nanosecond at which its second begins."""
        found = _DATE.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self._error(f"{name} must be like 2000-01-31 23:59:59, not {reprlib.repr(value)}.")
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            date, time = dt.date(year, month, day), dt.time(hour, minute, second)
        except ValueError as error:
            raise self._error(f"{name} is {value!r}: {error}.") from None
        seconds = (time.hour * 60 + time.minute) * 60 + time.second
        return (date - _EPOCH).days * DAY + seconds * SECOND

    def _error(self, message: str) -> FilterModelError:
        return FilterModelError(f"The filter of {self.name!r}: {message}")


def checked_text(value: Any, what: str) -> str:
    """Give a text that is to be searched, or say that it is none."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_LENGTH:
        raise FilterModelError(
            f"{what} must be a text of 1 to {MAX_LENGTH:,} characters, not {reprlib.repr(value)}."
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FilterModelError(f"{what} has half of a surrogate pair: {reprlib.repr(value)}.") from None
    return value
