"""What a value counts as where the browser compares it: section 4 of FILTER_LANGUAGE.md for Polars.

An `Operand` is one side of a comparison. The functions take one and give an expression of its values as
numbers, as text, as a place in an order or as dates. A missing value is null there, except where null counts
as 0, and so is a value that is no number, or no date.
"""

import datetime as dt
import decimal
from dataclasses import dataclass
from typing import Literal as OneOf

import polars as pl

from . import cells
from .filter_query import BLANKS, DECIMAL, WHOLE_IN_BASE, is_numeric, number_of

Kind = OneOf["number", "text", "boolean", "nothing"]
"""What the browser knows a value as. All the values of a column are of one kind, or null."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison.

    Parameters
    ----------
    kind
        What the values are.
    values
        The values: Float64, String, Boolean or Null.
    literal
        The value, where the query itself gives it; None for a column.
    """

    kind: Kind
    values: pl.Expr
    literal: str | float | None = None


def column(name: str, dtype: pl.DataType) -> Operand:
    """Make an operand of a column, in a frame that `cells.to_polars` has made."""
    values = cells.cell(name, dtype)
    if isinstance(dtype, pl.Boolean):
        return Operand("boolean", values)
    if isinstance(dtype, pl.Null):
        return Operand("nothing", values)
    if cells.column_type(dtype) == "numeric":
        return Operand("number", values.cast(pl.Float64))
    return Operand("text", values)


def literal(value: str | float) -> Operand:
    """Make an operand of a value that a query gives."""
    return Operand("text" if isinstance(value, str) else "number", pl.lit(value), value)


def numeric(operand: Operand) -> pl.Expr | None:
    """Give the numbers that `=` takes values for, null for values that are none; None if none can be one."""
    if isinstance(operand.literal, str):
        return pl.lit(number_of(operand.literal)) if is_numeric(operand.literal) else None
    if operand.kind == "text":
        parsed = _parsed(operand.values)
        return pl.when(parsed.is_finite()).then(parsed)
    return operand.values if operand.kind == "number" else None


def number(operand: Operand) -> pl.Expr:
    """Give the numbers that an order takes values for: 0 for a missing one and for a blank text."""
    if isinstance(operand.literal, str):
        return pl.lit(number_of(operand.literal)).fill_nan(None)
    match operand.kind:
        case "number":
            return operand.values if operand.literal is not None else operand.values.fill_null(0.0)
        case "boolean":
            return operand.values.cast(pl.Float64).fill_null(0.0)
        case "text":
            blank = operand.values.str.strip_chars(BLANKS).fill_null("") == ""
            return pl.when(blank).then(0.0).otherwise(_parsed(operand.values))
        case "nothing":
            return pl.lit(0.0)


def text(operand: Operand) -> pl.Expr:
    """Give the texts that JavaScript's String() makes of values."""
    texts = operand.values.cast(pl.String)
    if operand.kind != "number":
        return texts
    size = operand.values.abs()
    # Polars has another opinion on where numbers need an exponent, and writes 1.0 for 1.
    without_exponent = ((size >= 1e-6) & (size < 1e-5)) | ((size >= 1e16) & (size < 1e21))
    return _once(
        operand,
        pl.when(size == 0)
        .then(pl.lit("0"))
        .when(without_exponent)
        .then(
            pl.when(without_exponent).then(operand.values).map_elements(_all_digits, return_dtype=pl.String)
        )
        .otherwise(texts.str.strip_suffix(".0")),
    )


def upper(operand: Operand) -> pl.Expr:
    """Give the texts of values in capitals, as Unicode defines them: ß becomes SS."""
    return _once(operand, text(operand).str.to_uppercase())


def in_utf16_order(operand: Operand, texts: pl.Expr) -> pl.Expr:
    """Rewrite texts of an operand so that comparing them compares UTF-16 code units, as the browser does."""
    return _once(operand, texts.map_batches(utf16_order, return_dtype=pl.String))


def utf16_order(texts: pl.Series) -> pl.Series:
    """Rewrite texts so that their code points are in the order of their UTF-16 code units.

    The two orders differ only in that characters beyond U+FFFF come before those from U+E000 to U+FFFF. The
    last character of all, U+10FFFF, in front of the latter brings them to the end; where a text itself has
    it, a zero after it tells it apart.
    """
    if texts.str.len_bytes().sum() == texts.str.len_chars().sum():
        return texts
    return texts.str.replace_all("\U0010ffff", "\U0010ffff\0", literal=True).str.replace_all(
        r"([\x{E000}-\x{FFFF}])", "\U0010ffff$1"
    )


def date(operand: Operand) -> pl.Expr | None:
    """Give the normal forms of dates, `YYYY-MM-DD HH:MM:SS.f` as far as given; None if none can be one."""
    if operand.kind not in {"text", "number"}:
        return None
    return _once(operand, text(operand).map_batches(_normal_dates, return_dtype=pl.String))


def _normal_dates(texts: pl.Series) -> pl.Series:
    plain = texts.str.contains(_PLAIN_DATE)
    others = ~plain & texts.str.contains(_DATE)
    frame = texts.alias("text").to_frame()
    normal = frame.select(_plain_date(pl.when(plain).then(pl.col("text")))).to_series()
    if not others.any():
        return normal
    return normal.fill_null(frame.select(_taken_apart(pl.when(others).then(pl.col("text")))).to_series())


_LINE_END = r"\n\r\x{2028}\x{2029}"
_MINUTE = r"[0-5][0-9]"
_SECOND = rf"{_MINUTE}(?:\.[0-9]+)?"
_ZONE = r"(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})"
_DATE_PARTS = ("year", "month", "day", "hour", "minute", "second")
_DATE = (
    rf"(?:^|[{_LINE_END}])[{BLANKS}]*"  # one line of the text is enough
    r"(?P<year>-?[0-9]{4}|[0-9]{2})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})"
    rf"(?:[ Tt](?P<hour>[01]?[0-9]|2[0-3])"
    rf"(?::(?P<minute>{_MINUTE})(?::(?P<second>{_SECOND}))?{_ZONE}?)?)?)?)?"
    rf"[{BLANKS}]*(?:[{_LINE_END}]|$)"
)
_PLAIN_DATE = (
    r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}"
    rf"(?:[ T](?:[01][0-9]|2[0-3])(?::{_MINUTE}(?::{_SECOND})?{_ZONE}?)?)?)?)?$"
)


def _plain_date(texts: pl.Expr) -> pl.Expr:
    """Give the normal form of dates with all their digits, from which it differs little.

    Most dates are like that, and taking others apart takes ten times as long.
    """
    year, month, day = texts.str.head(4), texts.str.slice(5, 2), texts.str.slice(8, 2)
    normal = texts.str.replace(f"{_ZONE}$", "").str.replace("T", " ", literal=True)
    return pl.when(_is_day(year.cast(pl.Int32), month, day)).then(
        normal.str.head(len("2020-02-20 20:20:20.123456789"))
    )


def _taken_apart(texts: pl.Expr) -> pl.Expr:
    """Give the normal form of dates of any form."""
    parts = texts.str.extract_groups(_DATE)
    year, month, day, hour, minute, second = (parts.struct.field(name) for name in _DATE_PARTS)
    number = year.cast(pl.Int32)
    first = dt.datetime.now(dt.UTC).year - 70  # two digits are a year of the century that begins here
    number = pl.when(year.str.len_chars() == 2).then((number + 2000 - first) % 100 + first).otherwise(number)
    sign = pl.when(number < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.when(_is_day(number, month, day)).then(
        pl.concat_str(
            sign + number.abs().cast(pl.String).str.zfill(4),
            "-" + month.str.zfill(2),
            "-" + day.str.zfill(2),
            " " + hour.str.zfill(2),
            ":" + minute,
            ":" + second.str.head(len("20.123456789")),
            ignore_nulls=True,
        )
    )


def _is_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Tell whether the calendar, that of today for any year, has such a day; the first, if none is given."""
    month, day = (part.cast(pl.Int32, strict=False).fill_null(1) for part in (month, day))
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    short = pl.when(month == 2).then(28 + leap.cast(pl.Int32)).when(month.is_in([4, 6, 9, 11])).then(30)
    return year.is_not_null() & month.is_between(1, 12) & day.is_between(1, short.otherwise(31))


def _parsed(texts: pl.Expr) -> pl.Expr:
    """Give what JavaScript's Number() makes of texts, null for those that are blank or no number."""
    texts = texts.str.strip_chars(BLANKS)
    decimals = pl.when(texts.str.contains(f"^(?:{DECIMAL})$")).then(texts)
    others = pl.when(texts.str.contains(f"^(?:{WHOLE_IN_BASE}|[+-]?Infinity)$")).then(texts)
    return pl.coalesce(decimals.cast(pl.Float64), others.map_elements(number_of, return_dtype=pl.Float64))


def _all_digits(number: float) -> str:
    return f"{decimal.Decimal(repr(number)):f}"


def _once(operand: Operand, expression: pl.Expr) -> pl.Expr:
    """Evaluate what is made of a literal here, rather than for every row."""
    return expression if operand.literal is None else pl.lit(pl.select(expression).item(), dtype=pl.String)
