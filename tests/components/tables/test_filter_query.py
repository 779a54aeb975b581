"""A query is read as the browser reads it, and what can't be read says where."""

import contextlib
import re

import pytest

from components.tables.expression import (
    And,
    Column,
    Comparison,
    Everything,
    Expression,
    Literal,
    Not,
    Or,
    UnaryTest,
    columns_of,
)
from components.tables.filter_query import (
    MAX_COMPARISONS,
    MAX_DEPTH,
    MAX_LENGTH,
    FilterQueryError,
    parse,
    without_braces,
)
from components.tables.javascript import is_numeric, number_of
from tests.work import lines_run

A_IS_1 = Comparison("=", Column("a"), Literal(1.0))
B_IS_NIL = UnaryTest("nil", Column("b"))


def test_the_empty_query_is_no_expression() -> None:
    assert parse("") is None


READ: list[tuple[str, Expression]] = [
    ("{a} = 1", A_IS_1),
    ("{a}=1", A_IS_1),
    ("{a} eq 1", A_IS_1),
    ("{a} EQ\t1", A_IS_1),
    ("{a} = 1 = 2", A_IS_1),
    ('{a} = "1"', Comparison("=", Column("a"), Literal("1"))),
    ("{a} ==1", Comparison("=", Column("a"), Literal("=1"))),
    ("{a} = 0x1F", Comparison("=", Column("a"), Literal(31.0))),
    ("{a} = Infinity", Comparison("=", Column("a"), Literal("Infinity"))),
    (r"{a} = foo\ bar", Comparison("=", Column("a"), Literal("foo bar"))),
    (r"{a} = \1", Comparison("=", Column("a"), Literal("1"))),
    (r"{\a} = `\``", Comparison("=", Column("a"), Literal("`"))),
    ("5 < {a}", Comparison("<", Literal(5.0), Column("a"))),
    ("{a} i>= {b}", Comparison(">=", Column("a"), Column("b"), insensitive=True)),
    ("{a} I>= {b}", Comparison(">=", Column("a"), Column("b"))),
    ("{a} scontains é", Comparison("contains", Column("a"), Literal("é"))),
    ("{a} DateStartsWith 2019", Comparison("datestartswith", Column("a"), Literal(2019.0))),
    ("{b} is nil", B_IS_NIL),
    ("{b} IS NIL", B_IS_NIL),
    ("({b} is nil)", B_IS_NIL),
    ("!({b} is nil)", Not(B_IS_NIL)),
    ("!!({b} is nil)", Not(Not(B_IS_NIL))),
    ("{a} = 1 && {b} is nil", And((A_IS_1, B_IS_NIL))),
    ("{a} = 1 and {b} is nil", And((A_IS_1, B_IS_NIL))),
    ("{a} = 1 && {a} = 1", And((A_IS_1,))),
    ("{b} is nil or {a} = 1 and {b} is nil", Or((B_IS_NIL, And((A_IS_1, B_IS_NIL))))),
    ("({b} is nil || {a} = 1) && {b} is nil", And((Or((B_IS_NIL, A_IS_1)), B_IS_NIL))),
    ("{b} is nil !({a} = 1)", Everything()),
    ("{b} is nil (1 = 2 = 3)", Everything()),
]


@pytest.mark.parametrize(("query", "expression"), READ)
def test_query_is_read(query: str, expression: Expression) -> None:
    assert parse(query) == expression


@pytest.mark.parametrize(
    ("query", "position"),
    [
        (" ", 0),
        ("{a}", 3),
        ("{a} =", 5),
        ("{a} = 1 ", 7),
        ("{a} == 1", 7),
        ("{a} = foo bar", 10),
        ("{a} = 1 &&", 10),
        ("{a} = 1 && {b}", 14),
        ("{a} = (1)", 6),
        ("({a} = 1", 8),
        ("{a} = 1)", 7),
        ("!{a} is nil", 1),
        ("(!({a} is nil))", 1),
        ("()", 2),
        ("{a} is nilly", 10),
        ("{a} i\u017f nil", 4),
        ("{b} is nil ({a} is nil)", 23),
        ("({b} is nil !({a} is nil))", 12),
        ('{a} = "\ud800"', 7),
    ],
)
def test_invalid_query_says_where(query: str, position: int) -> None:
    with pytest.raises(FilterQueryError) as raised:
        parse(query)
    assert raised.value.position == position
    place = f"at position {position}, near" if position < len(query) else "at the end"
    assert place in str(raised.value)


def test_message_quotes_a_short_and_harmless_piece_of_the_query() -> None:
    with pytest.raises(FilterQueryError) as raised:
        parse("{a} = 1 \x1b[31m<script>" + "x" * 1000)
    assert len(str(raised.value)) < 150
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("query", [None, 5, ["{a} = 1"], b"{a} = 1"])
def test_what_is_no_text_is_invalid(query: str) -> None:
    with pytest.raises(FilterQueryError, match="must be a string"):
        parse(query)


def test_bounds() -> None:
    assert parse("(" * MAX_DEPTH + "{a} is nil" + ")" * MAX_DEPTH) == UnaryTest("nil", Column("a"))
    with pytest.raises(FilterQueryError, match=f"more than {MAX_DEPTH} deep"):
        parse("(" * (MAX_DEPTH + 1) + "{a} is nil" + ")" * (MAX_DEPTH + 1))
    with pytest.raises(FilterQueryError, match="characters"):
        parse("{a} = " + "1" * MAX_LENGTH)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "!",
        "{",
        "'",
        r"\\",
        "{a} = 1 && ",
        "{a} is nil or ",
        "((",
        "{a}",
        " ",
        "{a} = ",
        "!(",
        "1",
        "'a' = 'b' or ",
    ],
)
def test_a_long_query_takes_some_steps_a_character(piece: str) -> None:
    query = piece * (MAX_LENGTH // len(piece))

    def read(text: str) -> None:
        with contextlib.suppress(FilterQueryError):
            parse(text)

    for end in ("", "{a} is nil", "'"):
        text = (query + end)[-MAX_LENGTH:]
        assert lines_run(lambda: read(text)) < 100 * MAX_LENGTH  # noqa: B023 - called here


def test_columns_are_named_once_in_their_order() -> None:
    expression = parse("{b} = {a} && !({c} is nil || {a} = 1) && 'x' = {d}")
    assert expression is not None
    assert columns_of(expression) == ["b", "a", "c", "d"]
    assert columns_of(Everything()) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        ("+5.", 5),
        ("-.5e1", -5),
        ("\u3000\ufeff7\n", 7),
        ("0b11", 3),
        ("0O17", 15),
        ("", 0),
        (" ", 0),
        ("1e400", float("inf")),
        ("-Infinity", float("-inf")),
        ("0x" + "f" * 400, float("inf")),
    ],
)
def test_number_of_text(text: str, number: float) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text", ["x", "1_000", "1,000", "٣", "0x", "-0x1", "1e", "nan", "inf", "infinity", "\x1c5", "\u200b5"]
)
def test_no_number_of_text(text: str) -> None:
    assert number_of(text) != number_of(text)
    assert not is_numeric(text)


@pytest.mark.parametrize("text", ["", " ", "Infinity", "1e400"])
def test_what_has_a_number_and_is_not_numeric(text: str) -> None:
    assert not is_numeric(text)


def test_a_query_has_a_bound_of_comparisons() -> None:
    assert parse(" && ".join(["{a} > 1"] * MAX_COMPARISONS)) is not None
    with pytest.raises(FilterQueryError, match=f"more than {MAX_COMPARISONS} comparisons at position"):
        parse(" && ".join(["{a} is nil"] * (MAX_COMPARISONS + 1)))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("{a} = ", "a value is missing after '=' at the end"),
        ("{a} =", "a value is missing after '=' at the end"),
        ("{a} contains  ", "a value is missing after 'contains' at the end"),
        ("{a} = 1 && ", "something is missing after '&&' at the end"),
        ("{a} = 1 ", "blanks after the end at position 7"),
        (" ", "blanks after the end at position 0"),
    ],
)
def test_what_is_missing_at_the_end_is_said(query: str, problem: str) -> None:
    with pytest.raises(FilterQueryError, match=re.escape(problem)):
        parse(query)


def test_a_query_with_braces_is_one_about_columns() -> None:
    for query in ("{a} = b", "{b} = a", "{a} = {b}", "5 = 6", "c = d", "{a} is nil !({b} is nil)"):
        expression = parse(query)
        assert expression is not None
        assert not without_braces(expression, ["a", "b"])
