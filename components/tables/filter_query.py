r"""DataTable's filter language: from a `filter_query` to an expression tree.

The language is the one that `dash_table.DataTable` runs in the browser: `{column} operator value`,
`{column} is test`, `&&`, `||`, `!` and parentheses. A query is read as the browser was measured to read it:
the table `_TOKENS` says what a token looks like and after which tokens it may stand, and a short parser
splits the tokens at the operator that binds the loosest.

What a comparison means is not decided here, but in `meaning`.

>>> parse("{year} > 1990 && {continent} icontains am")
And(operands=(Comparison(operator='>', left=Column(name='year'), right=Literal(value=1990.0), ...
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast
from typing import Literal as OneOf

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
    leaves,
)
from .javascript import BLANKS, is_numeric, number_of

MAX_LENGTH = 5_000
"""The most characters a query may have."""

MAX_COMPARISONS = 100
"""The most comparisons and tests that a query may have, each of which may look at every row."""

MAX_DEPTH = 50
"""How deep parentheses and `!` may be nested."""


class FilterQueryError(ValueError):
    """A `filter_query` that the browser would reject too.

    Parameters
    ----------
    problem : str
        What is wrong, as a phrase.
    filter_query : str, default ""
        The query.
    position : int, default 0
        Where in the query, in characters from its start.
    """

    def __init__(self, problem: str, filter_query: str = "", position: int = 0) -> None:
        self.position = position
        near = filter_query[position : position + 24]
        place = f"at position {position}, near {near!a}" if near else "at the end" if filter_query else ""
        super().__init__(f"filter_query not understood: {problem}{place and ' ' + place}")


def parse(filter_query: str) -> Expression | None:
    """Read a query as the browser reads it.

    Parameters
    ----------
    filter_query
        The query; at most `MAX_LENGTH` characters and `MAX_COMPARISONS`, nested at most `MAX_DEPTH` deep.

    Returns
    -------
    The expression tree, or None for the empty query, which filters nothing.

    Raises
    ------
    FilterQueryError
        If the browser rejects the query (it then shows every row), or if the query is over the bounds.
    """
    if not isinstance(filter_query, str):
        raise FilterQueryError(f"it must be a string, not {type(filter_query).__name__}")
    if len(filter_query) > MAX_LENGTH:
        raise FilterQueryError(f"it has {len(filter_query):,} characters, more than {MAX_LENGTH:,}")
    tokens = _tokens(filter_query)
    comparisons = [token for token in tokens if token.kind in ("relational", "test")]
    if len(comparisons) > MAX_COMPARISONS:
        place = comparisons[MAX_COMPARISONS].position
        raise FilterQueryError(f"more than {MAX_COMPARISONS} comparisons", filter_query, place)
    return _Parser(filter_query).expression(tokens, root=True) if tokens else None


def without_braces(expression: Expression, columns: Collection[str]) -> str:
    """Give a hint where a comparison has a column's name without braces, and compares texts: `year > 1990`.

    Parameters
    ----------
    expression
        What `parse` has made of a query.
    columns
        The names of the table's columns.

    Returns
    -------
    What to write, for the first comparison that names no column in braces, and one without; else "".
    """
    for leaf in leaves(expression):
        operands = _operands_of(leaf)
        if any(isinstance(operand, Column) for operand in operands):
            continue
        for operand in operands:
            if isinstance(operand, Literal) and operand.value in columns:
                return (
                    f"{operand.value!r} without braces is a text; for the column, write {{{operand.value}}}"
                )
    return ""


def _operands_of(leaf: Any) -> tuple[Operand, ...]:
    match leaf:
        case Comparison(left=left, right=right):
            return left, right
        case UnaryTest(operand=operand):
            return (operand,)
    return ()


# Tokens ---------------------------------------------------------------------------------------------------

_TokenKind = OneOf["and", "or", ")", "(", "relational", "test", "!", "field", "string", "value"]

_BLANK = f"[{BLANKS}]"
_ESCAPED = r"\\[^\n\r\u2028\u2029]"  # a backslash escapes any character but a line terminator

_OPERAND: frozenset[_TokenKind | None] = frozenset({"field", "string", "value"})
_COMPLETE: frozenset[_TokenKind | None] = _OPERAND | {")", "test", "!"}
_BEFORE_OPERAND: frozenset[_TokenKind | None] = frozenset({None, "(", "and", "or", "relational"})

_WORDS: dict[str, Operator] = {"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "ne": "!="}

# What a token looks like, and after which tokens it may stand (None: at the start). Of those that may stand
# at a place, the first that matches is taken. The repetitions are possessive ("++"): the browser's may be
# retried shorter, but none matches then either, so a query is read in one pass.
_TOKENS: dict[_TokenKind, tuple[str, frozenset[_TokenKind | None]]] = {
    "and": (rf"and{_BLANK}|&&", _COMPLETE),
    "or": (rf"or{_BLANK}|\|\|", _COMPLETE),
    ")": (r"\)", _COMPLETE | {"("}),
    "(": (r"\(", frozenset({None, "(", "and", "or", "test", "!"})),
    "relational": (
        rf"[is]?contains(?={_BLANK}|\Z)|datestartswith(?={_BLANK}|\Z)|"
        + "|".join(rf"[is]?(?:{symbol}|{word}(?={_BLANK}|\Z))" for word, symbol in _WORDS.items()),
        _OPERAND,
    ),
    "test": (r"is (?:blank|bool|even|nil|num|object|odd|prime|str)", _OPERAND),
    "!": (r"!", frozenset({None, "and", "or", "test", "!"})),
    "field": (rf"\{{(?:[^{{}}\\]|{_ESCAPED})++\}}", _BEFORE_OPERAND),
    "string": ("|".join(rf"{q}(?:[^{q}\\]|{_ESCAPED})*+{q}" for q in "'\"`"), _BEFORE_OPERAND),
    "value": (rf"(?:[^{BLANKS}'\"`{{}}()\\]|{_ESCAPED})++(?=[{BLANKS})]|\Z)", _BEFORE_OPERAND),
}

# ASCII: to Python, the Kelvin sign and the long s would be letters of a keyword, too.
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE | re.ASCII) for kind, (pattern, _) in _TOKENS.items()}
_BLANKS = re.compile(f"{_BLANK}*+")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _TokenKind
    text: str
    position: int


def _tokens(query: str) -> list[_Token]:
    """Cut a query into tokens, each as the browser takes it at its place."""
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise FilterQueryError("half of a surrogate pair", query, error.start) from None
    tokens: list[_Token] = []
    position = depth = 0
    while position < len(query):
        start = cast("re.Match[str]", _BLANKS.match(query, position)).end()
        if start == len(query):
            if problem := _unfinished(tokens):
                raise FilterQueryError(problem, query, start)
            raise FilterQueryError("blanks after the end", query, position)
        previous = tokens[-1].kind if tokens else None
        allowed = [
            kind for kind, (_, after) in _TOKENS.items() if previous in after and (kind != ")" or depth)
        ]
        for kind in allowed:
            if found := _PATTERNS[kind].match(query, start):
                break
        else:
            raise FilterQueryError(f"expected {_listed(allowed)}", query, start)
        tokens.append(_Token(kind, found.group(), start))
        depth += (kind == "(") - (kind == ")")
        position = found.end()
    if depth:
        raise FilterQueryError("a parenthesis is not closed", query, position)
    if problem := _unfinished(tokens):
        raise FilterQueryError(problem, query, position)
    return tokens


def _unfinished(tokens: list[_Token]) -> str:
    """Say what is missing after the last token, if a query may not end with it."""
    if not tokens or _is_end(tokens):
        return ""
    what = "a value" if tokens[-1].kind == "relational" else "something"
    return f"{what} is missing after {tokens[-1].text[:24]!a}"


def _is_end(tokens: list[_Token]) -> bool:
    last = tokens[-1].kind
    return last in {")", "test"} or (last in _OPERAND and len(tokens) > 1 and tokens[-2].kind == "relational")


def _listed(kinds: list[_TokenKind]) -> str:
    """Name kinds of tokens for a reader."""
    names = {
        "and": "'and'",
        "or": "'or'",
        "relational": "an operator",
        "test": "'is nil' or the like",
        "field": "a {column}",
        "string": "a quoted text",
        "value": "a value",
    }
    *most, last = [names.get(kind, repr(kind)) for kind in kinds]
    return f"{', '.join(most)} or {last}" if most else last


# Parsing ----------------------------------------------------------------------------------------------------

_BINDING: dict[_TokenKind, float] = {
    "or": 3,
    "and": 2,
    "!": 1.5,
    "(": 1,
    "relational": 0,
    "test": 0,
}  # loosest: highest


class _Parser:
    """Makes a tree of the tokens of one query, which it knows for its error messages."""

    def __init__(self, query: str) -> None:
        self._query = query

    def expression(self, tokens: list[_Token], depth: int = 0, *, root: bool = False) -> Expression:
        """Split at the operator outside parentheses that binds the loosest, the leftmost of equals."""
        outside = list(_outside_parentheses(tokens))
        binding = max((_BINDING.get(tokens[index].kind, -1) for index in outside), default=-1)
        if binding < 0:
            raise self._error("an operator is missing", tokens)
        if depth > MAX_DEPTH:
            raise self._error(f"nested more than {MAX_DEPTH} deep", tokens)
        pivots = [index for index in outside if _BINDING.get(tokens[index].kind) == binding]
        match tokens[pivots[0]].kind:
            case "or" | "and" as kind:
                parts = self._parts(tokens, pivots, depth)
                return Or(parts) if kind == "or" else And(parts)
            case "!" | "(" if pivots[0] > 0:
                return self._everything(tokens, pivots[0], depth, root=root)
            case "!":
                return Not(self.expression(tokens[1:], depth + 1))
            case "(":
                return self.expression(tokens[1:-1], depth + 1)
            case "test":
                return UnaryTest(cast("TestName", tokens[1].text[3:].lower()), self._operand(tokens[0]))
        return self._comparison(tokens)

    def _everything(self, tokens: list[_Token], pivot: int, depth: int, *, root: bool) -> Everything:
        """Read `{a} is nil !(...)`, of which the browser parses the operand, and then matches every row.

        Of `{a} is nil (...)`, it parses what is left after cutting a token off either end, three times over.
        As a part of another expression, it crashes on either.
        """
        operand = tokens[pivot + 1 :] if tokens[pivot].kind == "!" else tokens[pivot + 1 : -3]
        self.expression(operand, depth + 1)
        if not root:
            raise self._error("'and' or 'or' is missing", tokens[pivot:])
        return Everything()

    def _parts(self, tokens: list[_Token], pivots: list[int], depth: int) -> tuple[Expression, ...]:
        """Parse what stands between the pivots, each part once: a repeated one changes nothing."""
        bounds = [-1, *pivots, len(tokens)]
        parts = [self.expression(tokens[start + 1 : end], depth) for start, end in pairwise(bounds)]
        return tuple(dict.fromkeys(parts))

    def _comparison(self, tokens: list[_Token]) -> Comparison:
        """Read the first three tokens, for the others don't count: `{a} = 1 = 2` is `{a} = 1`."""
        if len(tokens) < 3:
            raise self._error("an operand is missing", tokens)
        left, relational, right = tokens[:3]
        operator = relational.text.lower()
        if operator.startswith(("i", "s")):
            operator = operator[1:]
        return Comparison(
            cast("Operator", _WORDS.get(operator, operator)),
            self._operand(left),
            self._operand(right),
            insensitive=relational.text.startswith("i"),  # a capital is no flag
        )

    def _operand(self, token: _Token) -> Operand:
        """Read a column, a text in quotes, or a bare value, which is a number where it looks like one."""
        match token.kind:
            case "field":
                return Column(_unescaped(token.text[1:-1]))
            case "string":
                return Literal(_unescaped(token.text[1:-1]))
            case _:
                return Literal(number_of(token.text) if is_numeric(token.text) else _unescaped(token.text))

    def _error(self, problem: str, tokens: list[_Token]) -> FilterQueryError:
        return FilterQueryError(problem, self._query, tokens[0].position if tokens else len(self._query))


def _outside_parentheses(tokens: list[_Token]) -> Iterator[int]:
    depth = 0
    for index, token in enumerate(tokens):
        depth -= token.kind == ")"
        if depth == 0:
            yield index
        depth += token.kind == "("


def _unescaped(text: str) -> str:
    return re.sub(r"(?s)\\(.)", r"\1", text)
