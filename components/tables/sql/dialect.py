"""What databases write differently: the operations that the compiler is made of, as DuckDB has them.

All is SQL text, made of other such text; values that come from a reader are never part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal as OneOf
from typing import NamedTuple

from ..predicates import Place
from .columns import SqlColumn
from .letters import MARK, Letters, capitals, final_sigma, small_letters

Type = OneOf["double", "text", "integer"]
"""What a parameter is."""


class Ordering(NamedTuple):
    """What rows are sorted by.

    Parameters
    ----------
    value
        SQL.
    descending
        Whether the largest comes first.
    nulls_first
        Whether missing ones come first; else they come last.
    has_nulls
        Whether there may be any.
    """

    value: str
    descending: bool = False
    nulls_first: bool = False
    has_nulls: bool = False

    def turned(self) -> Ordering:
        """Give the other way round."""
        return self._replace(descending=not self.descending, nulls_first=not self.nulls_first)


class Dialect:
    """SQL as DuckDB has it, of which others override what they write in another way."""

    name = "DuckDB"
    types: dict[Type, str] = {"double": "DOUBLE", "text": "VARCHAR", "integer": "HUGEINT"}
    splits_nulls = False
    """Whether rows with and without a value are asked for apart, as an index has them in the other order."""
    keys_first = True
    """Whether rows far down are found by what tells them apart first, and then read."""
    has_nul = True
    """Whether texts may have the character that is zero."""

    # What SQL is made of ------------------------------------------------------------------------------------

    def quoted(self, name: str) -> str:
        """Write a name."""
        return '"' + name.replace('"', '""') + '"'

    def path(self, name: str) -> str:
        """Write a table's name, before which its catalog and schema may stand."""
        return ".".join(map(self.quoted, name.split(".")))

    def text(self, value: str) -> str:
        """Write a text of the component's own."""
        return "'" + value.replace("'", "''") + "'"

    def number(self, value: float) -> str:
        """Write a number of the component's own, which is no NaN."""
        return self.cast(self.text(repr(float(value))), "double")

    def parameter(self, name: str) -> str:
        """Write a parameter of the type that its value has."""
        return f"${name}"

    def placeholder(self, name: str, type_: Type) -> str:
        """Write a parameter of a type."""
        return self.cast(self.parameter(name), type_)

    def cast(self, value: str, type_: Type) -> str:
        """Convert a value."""
        return f"CAST({value} AS {self.types[type_]})"

    def text_comparison(self, left: str, relation: str, right: str) -> str:
        """Compare texts by their code points."""
        return f"{left} {relation} {right}"

    def text_order(self, value: str) -> str:
        """Order texts by their code points."""
        return value

    def let(self, value: str, used: Callable[[str], str]) -> str:
        """Write what is made of a value that is written once, for it is long, and used often."""
        return f"list_transform([{value}], lambda written: {used('written')})[1]"

    # Texts --------------------------------------------------------------------------------------------------

    def contains(self, text: str, part: str, where: Place) -> str:
        """Look for a text in another."""
        function = {"anywhere": "contains", "start": "starts_with", "end": "suffix"}[where]
        return f"{function}({text}, {part})"

    def trimmed(self, text: str, characters: str) -> str:
        """Cut characters off both ends."""
        return f"trim({text}, {self.text(characters)})"

    def cut(self, text: str, character: str, side: OneOf["LEADING", "TRAILING"]) -> str:
        """Cut a character off one end, however often it is there."""
        return f"trim({side} {self.text(character)} FROM {text})"

    def position(self, text: str, part: str) -> str:
        """Tell where a text is in another, from 1; 0 if it isn't."""
        return f"strpos({text}, {part})"

    def matches(self, text: str, pattern: str) -> str:
        """Tell whether a pattern is somewhere in a text."""
        return f"regexp_matches({text}, {self.text(pattern)})"

    def group(self, text: str, pattern: str, number: int) -> str:
        """Give what a group of the first match is; blank or null if there is none."""
        return f"regexp_extract({text}, {self.text(pattern)}, {number})"

    def replaced(self, text: str, pattern: str, by: str) -> str:
        r"""Replace every match; `\1` is its first group."""
        return f"regexp_replace({text}, {self.text(pattern)}, {self.text(by)}, 'g')"

    def is_ascii(self, text: str) -> str:
        """Tell whether a text has ASCII's characters alone."""
        return f"strlen({text}) = length({text})"

    def plain_upper(self, text: str) -> str:
        """Make capitals of ASCII's letters."""
        return f"upper({text})"

    def plain_lower(self, text: str) -> str:
        """Make small letters of ASCII's capitals."""
        return f"lower({text})"

    def upper(self, text: str) -> str:
        """Make capitals."""
        return self._changed(text, self.plain_upper(text), capitals(), text)

    def lower(self, text: str) -> str:
        """Make small letters."""
        final = self.replaced(text, final_sigma(), "\\1\u03c2\\2")
        prepared = (
            f"CASE WHEN {self.contains(text, self.text(chr(0x3A3)), 'anywhere')} THEN {final} ELSE {text} END"
        )
        return self._changed(text, self.plain_lower(text), small_letters(), prepared)

    def _changed(self, text: str, plain: str, letters: Letters, prepared: str) -> str:
        several = prepared
        for letter, others in letters.several.items():
            several = f"replace({several}, {self.text(letter)}, {self.text(others)})"
        rare = self.matches(text, f"[{''.join(letters.several)}]")
        prepared = f"CASE WHEN {rare} THEN {several} ELSE {prepared} END"
        old, new = map(self.text, letters.single)
        return f"CASE WHEN {self.is_ascii(text)} THEN {plain} ELSE translate({prepared}, {old}, {new}) END"

    def utf16_key(self, text: str) -> str:
        """Rewrite texts so that their code points are in the order of their UTF-16 units: see `letters`."""
        marked = f"replace({text}, {self.text(MARK)}, {self.text(MARK)} || chr(1))"
        rewritten = self.replaced(marked, "([\ue000-\uffff])", f"{MARK}\\1")
        return f"CASE WHEN {self.is_ascii(text)} THEN {text} ELSE {rewritten} END"

    # Numbers ------------------------------------------------------------------------------------------------

    def remainder(self, number: str, by: int) -> str:
        """Give what remains of a number that is divided, with its sign."""
        return f"{number} % {by}"

    def number_of_decimal(self, text: str) -> str:
        """Read a decimal number; infinity if it is too large."""
        return f"TRY_CAST({text} AS DOUBLE)"

    def number_of_digits(self, digits: str, base: int) -> str:
        """Read an integer from its digits, in small letters."""
        exact, rounded = (
            f"CAST(list_reduce(list_transform(string_split({digits}, ''), lambda digit: "
            f"CAST(strpos('0123456789abcdef', digit) - 1 AS {kind})),"
            f" lambda one, other: one * {base} + other)"
            " AS DOUBLE)"
            for kind in ("HUGEINT", "DOUBLE")
        )
        return f"CASE WHEN length({digits}) < 32 THEN {exact} ELSE {rounded} END"

    # Dates --------------------------------------------------------------------------------------------------

    def date(self, days: int) -> str:
        """Write a day by its number from 1970."""
        return f"(DATE '1970-01-01' + {days})"

    def datetime(self, ticks: int, per_second: int) -> str:
        """Write a point in time by the number of its parts of a second from 1970."""
        if per_second == 10**9:
            return f"make_timestamp_ns(CAST({ticks} AS BIGINT))"
        return f"make_timestamp(CAST({ticks * (10**6 // per_second)} AS BIGINT))"

    def date_text(self, date: str) -> str:
        """Write a date as `YYYY-MM-DD`."""
        return f"strftime({date}, '%Y-%m-%d')"

    def datetime_text(self, datetime: str) -> str:
        """Write a point in time as `YYYY-MM-DDTHH:MM:SS.f`, with whatever zeros at the end."""
        return f"strftime({datetime}, '%Y-%m-%dT%H:%M:%S.%n')"

    # Queries ------------------------------------------------------------------------------------------------

    def fetched(self, column: SqlColumn, cell: str) -> str:  # noqa: ARG002  others go by it
        """Write a cell as what is fetched for it: see `rows`."""
        return cell

    def ordered(self, ordering: Ordering) -> str:
        """Write what rows are sorted by."""
        written = f"{ordering.value} {'DESC' if ordering.descending else 'ASC'}"
        if not ordering.has_nulls:
            return written
        return f"{written} NULLS {'FIRST' if ordering.nulls_first else 'LAST'}"

    def after(self, order: Sequence[Ordering], edge: Sequence[str]) -> str:
        """Write which rows come after one, of what the order has of that."""
        ways, alike = [], list[str]()
        for ordering, limit in zip(order, edge, strict=True):
            value, relation = ordering.value, "<" if ordering.descending else ">"
            beyond = f"{value} {relation} {limit}"
            if ordering.has_nulls:
                other = f"({limit}) IS NULL AND {value} IS NOT NULL"
                if not ordering.nulls_first:
                    other = f"({limit}) IS NOT NULL AND {value} IS NULL"
                beyond = f"({beyond} OR {other})"
            ways.append(" AND ".join([*alike, beyond]))
            same = f"{value} IS NOT DISTINCT FROM {limit}" if ordering.has_nulls else f"{value} = {limit}"
            alike.append(same)
        written = " OR ".join(f"({way})" for way in ways)
        if order[0].has_nulls or len(order) == 1:
            return written
        relation = "<=" if order[0].descending else ">="  # said once more, for an index
        return f"{order[0].value} {relation} {edge[0]} AND ({written})"

    def page(
        self, columns: Sequence[str], relation: str, where: str, order: Sequence[str], rows: slice
    ) -> str:
        """Write a query of rows of a view."""
        query = f"SELECT {', '.join(columns)} FROM {relation} WHERE {where}"
        if order:
            query += f" ORDER BY {', '.join(order)}"
        if rows.stop is not None:
            query += f" LIMIT {rows.stop - rows.start}"
        return query + (f" OFFSET {rows.start}" if rows.start else "")
