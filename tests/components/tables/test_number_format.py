"""How the numbers of a column are written: so that they read well, and nothing that matters is hidden."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.tables.memory.numbers import numbers_of
from components.tables.number_format import Numbers, number_format


def specifier(values: Any, name: str = "n", dtype: Any = None) -> str | None:
    """The d3 specifier that a column of these values gets; None for no format."""
    column = pl.Series(name, values, dtype=dtype)
    found = number_format(name, numbers_of(column))
    return found["specifier"] if found else None


def written(value: float, how: str | None) -> str:
    """Write a number as d3 does; without a format, as it is."""
    if how is None:
        return repr(value)
    found = re.fullmatch(r",(?:\.(\d+))?([dfg])", how)
    assert found
    precision, scheme = found.groups()
    return format(value, f",.{precision}{scheme}" if precision else ",.0f")


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ([1952, 2007], "when", None),
        ([9999, 1], "n", None),
        ([10_000, 1], "n", ",d"),
        ([-8_425_333, 1], "pop", ",d"),
        ([8_425_333.0, None], "pop", ",d"),
        ([10_000, 10_001], "order_id", None),
        ([10_000, 10_001], "orderId", None),
        ([10_115, 80_331], "ZIP", None),
        ([202_401, 202_412], "sales month", None),
        ([10_000, 10_001], "paid", ",d"),
        ([2**53 + 1, 1], "n", None),
        ([1e20, 5.0], "n", None),
    ],
)
def test_whole_numbers_are_grouped_unless_they_are_labels(
    values: list[Any], name: str, expected: str | None
) -> None:
    assert specifier(values, name) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([41.76300000000001, 82.0, 59.5], ",.3f"),
        ([-1234.5, 1.99, None], ",.2f"),
        ([5.1] * 10, ",.1f"),
        ([43.5] * 8 + [12.5, 43.41342], ",.2f"),
        ([28.801] * 95 + [43.41342] * 5, ",.3f"),
        ([52.520008, 13.404954], ",.6f"),
        ([779.4453145, 113523.1329], ",.1f"),
        ([0.502448850047367, 0.91], ",.4f"),
        ([0.1 + 0.2, 0.5], ",.1f"),
    ],
)
def test_decimals_are_those_that_the_numbers_have_or_few(values: list[Any], expected: str) -> None:
    assert specifier(values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([None, None], None),
        ([], None),
        ([float(0)] * 3, None),
        ([0.502448850047367] * 3, ",.4f"),
        ([1e-300, 2e-300], ",.4g"),
        ([5e-324, 0.5], ",.4g"),
        ([1e300, 0.5], ",.4g"),
        ([1.7e308, -1.7e308, 0.1], ",.4g"),
        ([1e13 + 0.5, 3.0], ",.0f"),
        ([1000.00001, 1000.00002], ",.5f"),
    ],
)
def test_columns_of_every_kind_get_one(values: list[Any], expected: str | None) -> None:
    assert specifier(values, dtype=pl.Float64) == expected


def test_columns_of_other_things_have_none() -> None:
    for values in (["1.5"], [True], [None]):
        assert numbers_of(pl.Series(values)) is None


def test_the_decimals_of_all_are_found_where_a_sample_has_fewer() -> None:
    values = np.full(100_000, 1.5)
    values[12_345] = 1.0625
    assert numbers_of(pl.Series(values)) == Numbers(False, 1.5, 1.0625, 0.4375, 4, 1)


def test_missing_values_do_not_count() -> None:
    assert numbers_of(pl.Series([None, 1.25, None])) == numbers_of(pl.Series([1.25]))


numbers = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1e6, 1e6)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_numbers_that_are_written_alike_hardly_differ(values: list[float]) -> None:
    how = specifier(values, dtype=pl.Float64)
    spread = max(values) - min(values)
    least_of: dict[str, float] = {}
    for value in sorted(values):
        least = least_of.setdefault(written(value, how), value)
        difference = value - least
        noise = 2e-12 * abs(value)
        assert difference <= max(noise, 1.0001e-3 * abs(value))
        assert difference <= max(noise, 1.0001e-3 * spread)
        assert (float(written(value, how).replace(",", "")) == 0) == (value == 0)


@given(st.lists(st.integers(-(10**6), 10**6).map(lambda cents: cents / 100), min_size=1))
def test_two_decimals_are_shown_as_they_are(prices: list[float]) -> None:
    how = specifier(prices, dtype=pl.Float64)
    if how is not None and len(prices) < 10:
        assert all(math.isclose(float(written(price, how).replace(",", "")), price) for price in prices)
