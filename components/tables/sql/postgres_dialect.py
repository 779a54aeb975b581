"""What PostgreSQL writes differently, with psycopg's placeholders."""

from __future__ import annotations

from collections.abc import Callable

from ..predicates import Place
from .columns import SqlColumn
from .dialect import Dialect, Type


class PostgresDialect(Dialect):
    """SQL as PostgreSQL has it, with psycopg's placeholders."""

    name = "PostgreSQL"
    types: dict[Type, str] = {"double": "float8", "text": "text", "integer": "numeric"}
    splits_nulls = True
    has_nul = False

    def quoted(self, name: str) -> str:
        """Write a name."""
        return super().quoted(name).replace("%", "%%")

    def text(self, value: str) -> str:
        """Write a text of the component's own."""
        return super().text(value).replace("%", "%%")

    def parameter(self, name: str) -> str:
        """Write a parameter of the type that its value has."""
        return f"%({name})s"

    def text_comparison(self, left: str, relation: str, right: str) -> str:
        """Compare texts by their code points."""
        return f'{left} {relation} {right} COLLATE "C"'

    def text_order(self, value: str) -> str:
        """Order texts by their code points."""
        return f'({value}) COLLATE "C"'

    def let(self, value: str, used: Callable[[str], str]) -> str:
        """Write what is made of a value that is written once, for it is long, and used often."""
        return f"(SELECT {used('written')} FROM (SELECT {value} AS written) AS one)"

    def contains(self, text: str, part: str, where: Place) -> str:
        """Look for a text in another."""
        match where:
            case "anywhere":
                return f"strpos({text}, {part}) > 0"
            case "start":
                return f"starts_with({text}, {part})"
        return f"right({text}, length({part})) = {part}"

    def trimmed(self, text: str, characters: str) -> str:
        """Cut characters off both ends."""
        return f"btrim({text}, {self.text(characters)})"

    def matches(self, text: str, pattern: str) -> str:
        """Tell whether a pattern is somewhere in a text."""
        return f"{text} ~ {self.text(pattern)}"

    def group(self, text: str, pattern: str, number: int) -> str:
        """Give what a group of the first match is; null if there is none."""
        return f"(regexp_match({text}, {self.text(pattern)}))[{number}]"

    def is_ascii(self, text: str) -> str:
        """Tell whether a text has ASCII's characters alone."""
        return f"octet_length({text}) = length({text})"

    def plain_upper(self, text: str) -> str:
        """Make capitals of ASCII's letters, whatever the language of the database."""
        return f'upper({text} COLLATE "C")'

    def plain_lower(self, text: str) -> str:
        """Make small letters of ASCII's capitals."""
        return f'lower({text} COLLATE "C")'

    def remainder(self, number: str, by: int) -> str:
        """Give what remains of a number that is divided; the smallest have no half, which is an error."""
        return f"CASE WHEN abs({number}) < 1 THEN {number} ELSE {number} - {by} * trunc({number} / {by}) END"

    def number_of_decimal(self, text: str) -> str:
        """Read a decimal number, for which PostgreSQL has no infinity and no zero of its own."""
        exponent = f"coalesce({self.group(text, '[eE]([+-]?[0-9]+)$', 1)}, '0')"
        digits = f"ltrim({exponent}, '+-0')"
        value = self.cast(text, "integer")
        is_zero = self.matches(text, "^[+-]?[0.]+(?:[eE]|$)")
        signed = f"CASE WHEN {text} LIKE '-%%' THEN '-Infinity'::float8 ELSE 'Infinity'::float8 END"
        return (
            f"CASE WHEN {is_zero} THEN 0::float8"
            f" WHEN length({digits}) > 4"
            f" THEN CASE WHEN {exponent} LIKE '-%%' THEN 0::float8 ELSE {signed} END"
            f" WHEN abs({value}) >= 1.797693134862315807e308::numeric THEN {signed}"
            f" WHEN abs({value}) <= 2.4703282292062327e-324::numeric THEN 0::float8"
            f" ELSE {self.cast(text, 'double')} END"
        )

    def number_of_digits(self, digits: str, base: int) -> str:
        """Read an integer from its digits, in small letters."""
        digit = f"(strpos('0123456789abcdef', substr({digits}, at, 1)) - 1)"
        total = (
            f"(SELECT sum({digit} * {base}::numeric ^ (length({digits}) - at))"
            f" FROM generate_series(1, length({digits})) AS at)"
        )
        number = self.number_of_decimal(f"round({total})::text")
        return f"CASE WHEN length({digits}) > 1024 THEN 'Infinity'::float8 ELSE {number} END"

    def datetime(self, ticks: int, per_second: int) -> str:
        """Write a point in time by the number of its parts of a second from 1970."""
        days, rest = divmod(ticks * (10**6 // per_second), 24 * 60 * 60 * 10**6)
        return f"(TIMESTAMP '1970-01-01' + {days} * INTERVAL '1 day' + {rest} * INTERVAL '1 microsecond')"

    def date_text(self, date: str) -> str:
        """Write a date as `YYYY-MM-DD`; of the year 0, which is that before 1."""
        after = f"to_char({date}, 'YYYY-MM-DD')"
        return (
            f"CASE WHEN {date} < DATE '0001-01-01' THEN '0000' || to_char({date}, '-MM-DD') ELSE {after} END"
        )

    def fetched(self, column: SqlColumn, cell: str) -> str:
        """Write dates as numbers of days or microseconds, for Python has no year 0."""
        match column.type:
            case "date":
                return f"({cell} - DATE '1970-01-01')"
            case "datetime":
                return f"(extract(epoch FROM {cell}) * 1000000)::int8"
        return cell

    def datetime_text(self, datetime: str) -> str:
        """Write a point in time as `YYYY-MM-DDTHH:MM:SS.f`, with whatever zeros at the end."""
        rest = '-MM-DD"T"HH24:MI:SS.US'
        after = f"to_char({datetime}, 'YYYY{rest}')"
        return (
            f"CASE WHEN {datetime} < TIMESTAMP '0001-01-01' THEN '0000' || to_char({datetime}, '{rest}')"
            f" ELSE {after} END"
        )
