"""Aggregates of frames in memory."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ..aggregate import Aggregate, Value, bin_width, checked_groups


def grouped(
    frame: pl.DataFrame, aggregate: Aggregate, ranges: Mapping[str, tuple[float, float]]
) -> pl.DataFrame:
    """Compute an aggregate of a frame in memory.

    Parameters
    ----------
    frame
        The rows, as `frames.to_polars` has made them.
    aggregate
        What to compute.
    ranges
        The least and the largest number of each column that is put into bins.

    Returns
    -------
    A row for each group that there is. A bin is told by its start.
    """
    keys: list[pl.Expr] = [pl.col(name) for name in aggregate.by]
    for name, count in aggregate.bins:
        least, most = ranges[name]
        width = bin_width(least, most, count)
        number = ((pl.col(name).cast(pl.Float64) - least) / width).floor().clip(0, count - 1)
        keys.append((least + number * width).alias(name))
    computed = [_computed(value) for value in aggregate.values]
    there = frame.drop_nulls([name for name, _ in aggregate.bins]) if aggregate.bins else frame
    if not keys:
        return there.select(computed)
    return checked_groups(there.group_by(keys).agg(computed))


def _computed(value: Value) -> pl.Expr:
    if value.column is None:
        return pl.len().cast(pl.Int64).alias(value.name)
    cells = pl.col(value.column)
    match value.function:
        case "count":
            made = cells.count().cast(pl.Int64)
        case "sum":
            made = cells.cast(pl.Float64).sum()
        case "mean":
            made = cells.cast(pl.Float64).mean()
        case "min":
            made = cells.min()
        case "max":
            made = cells.max()
    return made.alias(value.name)
