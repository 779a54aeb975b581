"""What Apache Spark writes differently."""

from __future__ import annotations

from collections.abc import Callable

from ..predicates import Place
from .columns import SqlColumn
from .dialect import Dialect, Type


class SparkDialect(Dialect):
    """SQL as Spark has it, with its named parameters."""

    name = "Spark"
    keys_first = False  # it would read all of the data twice, and give up after five minutes
    types: dict[Type, str] = {"double": "DOUBLE", "text": "STRING", "integer": "DECIMAL(38, 0)"}

    def quoted(self, name: str) -> str:
        """Write a name."""
        return "`" + name.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        """Write a text of the component's own, in which a backslash begins something else."""
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def parameter(self, name: str) -> str:
        """Write a parameter of the type that its value has."""
        return f":{name}"

    def let(self, value: str, used: Callable[[str], str]) -> str:
        """Write what is made of a value that is written once, for it is long, and used often."""
        return f"element_at(transform(array({value}), written -> {used('written')}), 1)"

    def contains(self, text: str, part: str, where: Place) -> str:
        """Look for a text in another."""
        function = {"anywhere": "contains", "start": "startswith", "end": "endswith"}[where]
        return f"{function}({text}, {part})"

    def trimmed(self, text: str, characters: str) -> str:
        """Cut characters off both ends."""
        return f"trim(BOTH {self.text(characters)} FROM {text})"

    def position(self, text: str, part: str) -> str:
        """Tell where a text is in another, from 1; 0 if it isn't."""
        return f"instr({text}, {part})"

    def matches(self, text: str, pattern: str) -> str:
        """Tell whether a pattern is somewhere in a text."""
        return f"{text} RLIKE {self._pattern(pattern)}"

    def group(self, text: str, pattern: str, number: int) -> str:
        """Give what a group of the first match is; blank if there is none."""
        return f"regexp_extract({text}, {self._pattern(pattern)}, {number})"

    def replaced(self, text: str, pattern: str, by: str) -> str:
        r"""Replace every match; `\1` is its first group."""
        return f"regexp_replace({text}, {self._pattern(pattern)}, {self.text(by.replace(chr(92), '$'))})"

    def _pattern(self, pattern: str) -> str:
        """Write a pattern for Java, to which `$` is also before a line's end."""
        pattern = pattern.replace("|$)", "|\\z)")
        return self.text(pattern[:-1] + "\\z" if pattern.endswith("$") else pattern)

    def is_ascii(self, text: str) -> str:
        """Tell whether a text has ASCII's characters alone."""
        return f"octet_length({text}) = char_length({text})"

    def number_of_digits(self, digits: str, base: int) -> str:
        """Read an integer from its digits, in small letters."""
        places = f"sequence(1, length({digits}))"
        digit = f"instr('0123456789abcdef', substr({digits}, at, 1)) - 1"
        exact, rounded = (
            f"aggregate(transform({places}, at -> CAST({digit} AS {kind})), CAST(0 AS {kind}),"
            f" (sum, digit) -> CAST(sum * {base} + digit AS {kind}))"
            for kind in ("DECIMAL(38, 0)", "DOUBLE")
        )
        return f"CASE WHEN length({digits}) < 32 THEN {self.cast(exact, 'double')} ELSE {rounded} END"

    def date(self, days: int) -> str:
        """Write a day by its number from 1970."""
        return f"date_from_unix_date({days})"

    def datetime(self, ticks: int, per_second: int) -> str:
        """Write a point in time by the number of its parts of a second from 1970."""
        return f"CAST(timestamp_micros({ticks * (10**6 // per_second)}) AS TIMESTAMP_NTZ)"

    def fetched(self, column: SqlColumn, cell: str) -> str:
        """Write dates as numbers of days or microseconds, for Python has no year 0."""
        match column.type:
            case "date":
                return f"unix_date({cell})"
            case "datetime":
                return f"unix_micros(CAST({cell} AS TIMESTAMP))"
        return cell

    def date_text(self, date: str) -> str:
        """Write a date as `YYYY-MM-DD`."""
        return self.cast(date, "text")

    def datetime_text(self, datetime: str) -> str:
        """Write a point in time as `YYYY-MM-DDTHH:MM:SS.f`, with whatever zeros at the end."""
        text = f"replace({self.cast(datetime, 'text')}, ' ', 'T')"
        return f"CASE WHEN contains({text}, '.') THEN {text} ELSE {text} || '.0' END"
