"""What the numbers of a column are like, for their format.

It looks at a million floats in some 20 ms: a sample tells first how many decimals they can have at most. Like
`frames`, it doesn't start Polars' threads.
"""

from __future__ import annotations

import sys
from typing import cast

import numpy as np
import polars as pl

from ..number_format import MAX_DECIMALS, Numbers

_SAMPLED = 1000

_NOISE = 1e-12
"""What of a number is left by computing with doubles, and no digit that somebody gave."""


def numbers_of(column: pl.Series) -> Numbers | None:
    """Look at the numbers of a column that `frames.to_polars` has made; None if it has none."""
    if not column.dtype.is_numeric():
        return None
    return _of_integers(column) if column.dtype.is_integer() else _of_floats(column.to_numpy())


def _of_integers(column: pl.Series) -> Numbers | None:
    least, most = cast("tuple[int | None, int | None]", (column.min(), column.max()))
    if least is None or most is None:
        return None
    return Numbers(True, max(-least, most), 0, most - least, decimals=0, usual_decimals=0)  # noqa: FBT003


def _of_floats(values: np.ndarray) -> Numbers | None:
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    sizes = np.abs(values)
    sample = values[:: len(values) // _SAMPLED + 1]
    usual = _decimals(sample, share=0.9)
    decimals = None if _decimals(sample) is None else _decimals(values, least=usual or 0)
    return Numbers(
        whole=decimals == 0 and bool((values == np.rint(values)).all()),
        largest=float(sizes.max()),
        smallest=float(sizes.min(where=sizes > 0, initial=np.inf)),
        spread=min(float(values.max()) - float(values.min()), sys.float_info.max),
        decimals=decimals,
        usual_decimals=usual,
    )


def _decimals(values: np.ndarray, least: int = 0, share: float = 1) -> int | None:
    """Count the decimals that a share of numbers have at most; None if these are more than `MAX_DECIMALS`."""
    for decimals in range(least, MAX_DECIMALS + 1):
        if sum(_count(part, decimals) for part in _parts(values)) >= share * len(values):
            return decimals
    return None


def _parts(values: np.ndarray) -> list[np.ndarray]:
    """Cut numbers into parts that the processor's cache has room for."""
    return np.array_split(values, len(values) // 20_000 + 1)


def _count(values: np.ndarray, decimals: int) -> int:
    """Count the numbers that have no more decimals than these."""
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers so large that they have no decimals
        rests = np.abs(values - np.round(values, decimals))
    return len(values) - int(np.count_nonzero(rests > _NOISE * np.abs(values)))
