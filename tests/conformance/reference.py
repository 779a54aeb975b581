"""What FILTER_LANGUAGE.md says, word for word and row by row: slow, and with nothing in common with the compiler.

It reads a query, filters and sorts records as the browser does, for the tests to compare with.
"""

from __future__ import annotations

import datetime as dt
import decimal
import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
UNDEFINED = object()


class InvalidQueryError(Exception):
    """The browser shows every row."""


class CrashError(Exception):
    """The browser throws a TypeError."""


# 1. Lexing ------------------------------------------------------------------------------------------------

SPACE = "[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
NO_SPACE = SPACE.replace("[", "[^", 1)[:-1] + "'\"`{}()\\\\]"
CHAR = r"\\[^\n\r\u2028\u2029]"
WORD_END = rf"(?:(?={SPACE})|\Z)"


def keyword(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Lexeme:
    kind: str
    pattern: re.Pattern[str]
    priority: float | None
    after: tuple[str | None, ...]


EXPRESSION = ("field", "string", "value")
UNARY = ("test", "!")

LEXICON = [
    Lexeme("and", keyword(rf"and{SPACE}|&&"), 2, (")", *EXPRESSION, *UNARY)),
    Lexeme("or", keyword(rf"or{SPACE}|\|\|"), 3, (")", *EXPRESSION, *UNARY)),
    Lexeme(")", keyword(r"\)"), None, (")", "(", *EXPRESSION, *UNARY)),
    Lexeme("(", keyword(r"\("), 1, (None, "(", "and", "or", *UNARY)),
    *(
        Lexeme("relational", keyword(pattern), 0, EXPRESSION)
        for pattern in (
            f"[is]?contains{WORD_END}",
            f"datestartswith{WORD_END}",
            f"[is]?(=|eq{WORD_END})",
            f"[is]?(>=|ge{WORD_END})",
            f"[is]?(>|gt{WORD_END})",
            f"[is]?(<=|le{WORD_END})",
            f"[is]?(<|lt{WORD_END})",
            f"[is]?(!=|ne{WORD_END})",
        )
    ),
    *(
        Lexeme("test", keyword(f"is {name}"), 0, EXPRESSION)
        for name in ("blank", "bool", "even", "nil", "num", "object", "odd", "prime", "str")
    ),
    Lexeme("!", keyword("!"), 1.5, (None, "and", "or", *UNARY)),
    Lexeme("field", keyword(rf"{{([^{{}}\\]|{CHAR})+}}"), None, (None, "(", "and", "or", "relational")),
    Lexeme(
        "string",
        keyword(rf"'([^'\\]|{CHAR})*'|\"([^\"\\]|{CHAR})*\"|`([^`\\]|{CHAR})*`"),
        None,
        (None, "(", "and", "or", "relational"),
    ),
    Lexeme(
        "value",
        keyword(rf"({NO_SPACE}|{CHAR})+(?={SPACE}|\)|\Z)"),
        None,
        (None, "(", "and", "or", "relational"),
    ),
]


@dataclass(frozen=True)
class Token:
    lexeme: Lexeme
    text: str

    @property
    def kind(self) -> str:
        return self.lexeme.kind


def lexed(query: str) -> list[Token]:
    tokens: list[Token] = []
    while query:
        query = re.sub(rf"^{SPACE}+", "", query)
        previous = tokens[-1].kind if tokens else None
        depth = sum((token.kind == "(") - (token.kind == ")") for token in tokens)
        for lexeme in LEXICON:
            if previous not in lexeme.after or (lexeme.kind == ")" and depth <= 0):
                continue
            if match := lexeme.pattern.match(query):
                tokens.append(Token(lexeme, match.group()))
                query = query[match.end() :]
                break
        else:
            raise InvalidQueryError
    depth = sum((token.kind == "(") - (token.kind == ")") for token in tokens)
    if tokens:
        last, before = tokens[-1].kind, tokens[-2].kind if len(tokens) > 1 else None
        if depth or not (last in {")", "test"} or (last in EXPRESSION and before == "relational")):
            raise InvalidQueryError
    return tokens


# 2. Parsing -----------------------------------------------------------------------------------------------

Evaluate = Callable[[Record], bool]


def evaluator(query: str) -> Evaluate:
    """What a query says of a record."""
    tokens = lexed(query)
    if not tokens:
        return lambda _: True
    found = parsed(tokens)
    return found if found is not None else lambda _: True


def parsed(tokens: Sequence[Token]) -> Evaluate | None:
    """None for a node that has nothing to evaluate: at the root it is true, elsewhere the browser crashes."""
    depth, outside = 0, []
    for index, token in enumerate(tokens):
        if depth == 0 and token.lexeme.priority is not None:
            outside.append(index)
        depth += (token.kind == "(") - (token.kind == ")")
    if not outside:
        raise InvalidQueryError
    at = max(outside, key=lambda index: (tokens[index].lexeme.priority, -index))
    kind = tokens[at].kind
    if kind in {"and", "or"}:
        left, right = sure(parsed(tokens[:at])), sure(parsed(tokens[at + 1 :]))
        if kind == "or":
            return lambda record: left(record) or right(record)
        return lambda record: all([left(record), right(record)])
    if kind in {"!", "("}:
        inner = parsed(tokens[1:] if kind == "!" else tokens[1:-1])
        if at > 0:
            return None
        operand = sure(inner)
        return (lambda record: not operand(record)) if kind == "!" else operand
    if kind == "test":
        return functools.partial(tested, tokens[1].text.lower()[3:], resolver(tokens[0]))
    return functools.partial(related, tokens[1].text, resolver(tokens[0]), resolver(tokens[2]))


def sure(node: Evaluate | None) -> Evaluate:
    def crash(_: Record) -> bool:
        raise CrashError

    return node or crash


# 3. Operands ----------------------------------------------------------------------------------------------


def resolver(token: Token) -> Callable[[Record], Any]:
    def unescaped(text: str) -> str:
        return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)

    if token.kind == "field":
        return lambda record: record.get(unescaped(token.text[1:-1]), UNDEFINED)
    value: Any = unescaped(token.text[1:-1])
    if token.kind == "value":
        value = number(token.text) if numeric(token.text) else unescaped(token.text)
    return lambda _: value


# 4. Coercions ---------------------------------------------------------------------------------------------


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def nil(value: Any) -> bool:
    return value is None or value is UNDEFINED


def number(value: Any) -> float:
    """JavaScript's Number()."""
    if value is None:
        return 0.0
    if isinstance(value, bool | int | float):
        return float(value)
    if not isinstance(value, str):
        return math.nan
    text = re.sub(rf"^{SPACE}+|{SPACE}+\Z", "", value)
    if not text:
        return 0.0
    if re.fullmatch(r"[+-]?Infinity", text):
        return float(text)
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)", text):
        return float(int(text, 0))
    return math.nan


def numeric(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.sub(SPACE, "", value)) and math.isfinite(number(value))
    return is_number(value) and math.isfinite(value)


def text(value: Any) -> str:
    """JavaScript's String()."""
    if isinstance(value, bool):
        return str(value).lower()
    if is_number(value):
        if value == 0:
            return "0"
        digits = decimal.Decimal(repr(float(value)))
        if 1e-6 <= abs(value) < 1e21:
            plain = f"{digits:f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        sign, ds, exponent = digits.normalize().as_tuple()
        mantissa = "".join(map(str, ds))
        power = int(exponent) + len(mantissa) - 1
        point = "." if len(mantissa) > 1 else ""
        return f"{'-' * sign}{mantissa[0]}{point}{mantissa[1:]}e{power:+d}"
    return str(value)


def units(value: str) -> bytes:
    """Text in the order of its UTF-16 code units."""
    return value.encode("utf-16-be", "surrogatepass")


ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def ordered(operator: str, left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return ORDERS[operator](units(left), units(right))
    return ORDERS[operator](number(left), number(right))


def identical(left: Any, right: Any) -> bool:
    if is_number(left) and is_number(right):
        return float(left) == float(right)
    return type(left) is type(right) and left == right


# 5. Operators ---------------------------------------------------------------------------------------------

WORDS = {"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "ne": "!="}


def related(
    operator: str, left_of: Callable[[Record], Any], right_of: Callable[[Record], Any], record: Record
) -> bool:
    left, right = left_of(record), right_of(record)
    insensitive = operator.startswith("i")
    operator = re.sub("^[is](?=contains|eq|ge|gt|le|lt|ne|[=<>!])", "", operator.lower())
    operator = WORDS.get(operator, operator)
    if operator == "contains":
        if nil(left) or nil(right) or not (isinstance(left, str) or isinstance(right, str)):
            return False
        left, right = text(left), text(right)
        return right.upper() in left.upper() if insensitive else right in left
    if operator == "datestartswith":
        return date_starts_with(left, right)
    if operator == "=" and numeric(left) and numeric(right):
        return number(left) == number(right)
    if insensitive:
        if nil(left) or nil(right):
            raise CrashError
        left, right = text(left).upper(), text(right).upper()
    if operator == "=":
        return identical(left, right)
    if operator == "!=":
        return not identical(left, right)
    return ordered(operator, left, right)


def tested(name: str, value_of: Callable[[Record], Any], record: Record) -> bool:
    value = value_of(record)
    match name:
        case "nil":
            return nil(value)
        case "blank":
            return nil(value) or value == ""
        case "bool":
            return isinstance(value, bool)
        case "str":
            return isinstance(value, str)
        case "num":
            return is_number(value)
        case "object":
            return isinstance(value, dict | list)
    if not is_number(value):
        return False
    match name:
        case "even":
            return math.fmod(value, 2) == 0
        case "odd":
            return math.fmod(value, 2) == 1
    return prime(float(value))


def prime(value: float) -> bool:
    if value == 2:
        return True
    if value < 2 or math.fmod(value, 2) == 0:
        return False
    divisor = 3
    while divisor * divisor <= value:
        if math.fmod(value, divisor) == 0:
            return False
        divisor += 2
    return True


LINE = "[\n\r\u2028\u2029]"
DATE = re.compile(
    rf"(?:(?<={LINE})|\A){SPACE}*(-?[0-9]{{4}}|[0-9]{{2}})(-([0-9]{{1,2}})(-([0-9]{{1,2}})([ Tt]([01]?[0-9]|2[0-3])"
    rf"(:([0-5][0-9])(:([0-5][0-9](\.[0-9]+)?))?(Z|z|[+\-][0-9]{{2}}:?[0-9]{{2}})?)?)?)?)?{SPACE}*(?:(?={LINE})|\Z)"
)


def date_starts_with(left: Any, right: Any) -> bool:
    left, right = (normal_date(text(value) if is_number(value) else value) for value in (left, right))
    return left is not None and right is not None and left.startswith(right)


def normal_date(value: Any) -> str | None:
    match = DATE.search(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second = match.group(1, 3, 5, 7, 9, 11)
    first = dt.datetime.now(dt.UTC).year - 70
    full = (int(year) + 2000 - first) % 100 + first if len(year) == 2 else int(year)
    leap = full % 4 == 0 and (full % 100 != 0 or full % 400 == 0)
    days = [0, 31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= int(month or 1) <= 12 or not 1 <= int(day or 1) <= days[int(month or 1)]:
        return None
    normal = f"{abs(full):04}"
    normal += f"-{int(month):02}" if month else ""
    normal += f"-{int(day):02}" if day else ""
    normal += f" {int(hour):02}" if hour else ""
    normal += f":{minute}" if minute else ""
    normal += f":{second}" if second else ""
    return ("-" if full < 0 else "") + normal[:29]


# 8. Sorting -----------------------------------------------------------------------------------------------


def sorted_records(records: list[Record], sort_by: list[dict[str, str]]) -> list[Record]:
    def compare(first: Record, second: Record) -> int:
        for item in sort_by:
            left, right = (record.get(item["column_id"], UNDEFINED) for record in (first, second))
            if nil(left) or nil(right):
                order = nil(left) - nil(right)
            else:
                operator = "><" if item["direction"] == "desc" else "<>"
                order = ordered(operator[1], left, right) - ordered(operator[0], left, right)
            if order:
                return order
        return 0

    return sorted(records, key=functools.cmp_to_key(compare))
