"""The forms of a column's cells, for Polars; `predicates.Form` says what they are, `javascript` how.

A missing cell is null in every form, and so is one that has no such form.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from ..javascript import (
    BLANKS,
    DATE,
    DATE_WITH_ALL_DIGITS,
    DECIMAL,
    WHOLE_IN_BASE,
    ZONE_AT_END,
    date_of,
    number_of,
    text_of,
)
from ..predicates import Form
from .cells import EXACT, cell, kind_of


def in_form(form: Form, column: str, dtype: pl.DataType) -> pl.Expr:
    """Compute the cells of a column in a form.

    Parameters
    ----------
    form
        One that the kind of the column has.
    column, dtype
        A column of a frame that `frames.to_polars` has made, and its type.
    """
    kind, sent = kind_of(dtype), cell(column, dtype)
    if dtype.is_integer():
        sent = sent.cast(pl.Float64)
    if form == "value" or (kind == "number" and form in {"number", "numeric"}):
        return sent
    if form == "digits":
        texts = _number_texts(sent)
        exact = pl.col(column).cast(pl.String) if dtype.is_integer() else texts
        return pl.when(sent.abs() >= EXACT).then(exact).otherwise(texts)
    if form in _OF_TEXTS:
        return _OF_TEXTS[form](_number_texts(sent) if kind == "number" else sent.cast(pl.String))
    if form == "integer":  # a number that is none is compared as what is sent for it
        return pl.col(column).cast(pl.Int128) if dtype.is_integer() else sent
    numbers = sent.cast(pl.Float64) if kind == "boolean" else _numbers(sent)
    if form == "number":
        return numbers
    return pl.when(numbers.is_finite() & (sent.str.strip_chars(BLANKS) != "")).then(numbers)


def _numbers(texts: pl.Expr) -> pl.Expr:
    """Give what `Number()` makes of texts."""
    texts = texts.str.strip_chars(BLANKS)
    decimals = pl.when(texts.str.contains(f"^(?:{DECIMAL})$")).then(texts)
    others = pl.when(texts.str.contains(f"^(?:{WHOLE_IN_BASE}|[+-]?Infinity)$")).then(texts)
    numbers = pl.coalesce(decimals.cast(pl.Float64), others.map_elements(number_of, return_dtype=pl.Float64))
    return pl.when(texts == "").then(0.0).otherwise(numbers)


def _number_texts(numbers: pl.Expr) -> pl.Expr:
    """Give what `String()` makes of numbers."""
    size = numbers.abs()
    # Polars has another opinion on where numbers need an exponent, and writes 1.0 for 1.
    differs = ((size >= 1e-6) & (size < 1e-5)) | ((size >= 1e16) & (size < 1e21))
    others = pl.when(differs).then(numbers).map_elements(text_of, return_dtype=pl.String)
    alike = numbers.cast(pl.String).str.strip_suffix(".0")
    return pl.when(size == 0).then(pl.lit("0")).when(differs).then(others).otherwise(alike)


def _dates(texts: pl.Series) -> pl.Series:
    """Give the normal forms of dates. Python looks at each day once, and at each other way to write one."""
    text = pl.col("text")
    plain = text.str.contains(DATE_WITH_ALL_DIGITS)
    time = text.str.slice(10).str.replace(ZONE_AT_END, "").str.replace("T", " ", literal=True)
    frame = texts.to_frame("text").select(
        day=pl.when(plain).then(text.str.head(10)).when(text.str.contains(DATE)).then(text),
        time=pl.when(plain).then(time.str.head(len(" 20:20:20.123456789"))).otherwise(pl.lit("")),
    )
    days = frame["day"].unique().drop_nulls()
    dates = [date_of(day) for day in days]
    return frame["day"].replace_strict(days, dates, default=None, return_dtype=pl.String) + frame["time"]


FIRST_TO_REWRITE = "\ue000"
"""The first character that `utf16_order` rewrites texts for."""


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


_OF_TEXTS: dict[Form, Callable[[pl.Expr], pl.Expr]] = {
    "text": lambda texts: texts,
    "trimmed": lambda texts: texts.str.strip_chars(BLANKS),
    "upper": lambda texts: texts.str.to_uppercase(),
    "lower": lambda texts: texts.str.to_lowercase(),
    "date": lambda texts: texts.map_batches(_dates, return_dtype=pl.String),
}
