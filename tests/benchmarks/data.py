"""The frame of all benchmarks: 8 columns of mixed types, seeded, with skewed words, ties and nulls."""

from __future__ import annotations

import numpy as np
import pandas as pd

WORDS = 20_000


def frame(rows: int, seed: int = 0) -> pd.DataFrame:
    """Make a frame of `rows` rows; the same rows and seed give the same frame.

    Columns: `id` (unique integers), `group` (integers with many ties), `measure` (floats with 5 % nulls),
    `price` (floats of two digits), `city` (five words), `name` (words as skewed as those of a language),
    `when` (datetimes) and `done` (booleans).
    """
    source = np.random.default_rng(seed)
    syllables = np.array(["ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "ze", "pa"])
    words = np.array(["".join(source.choice(syllables, source.integers(2, 6))) for _ in range(WORDS)])
    measure = source.normal(size=rows)
    measure[source.random(rows) < 0.05] = np.nan
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "group": source.integers(0, 1000, rows),
            "measure": measure,
            "price": source.gamma(2, 50, rows).round(2),
            "city": pd.Series(
                source.choice(["Berlin", "London", "Oslo", "Paris", "Roma"], rows), dtype="str"
            ),
            "name": pd.Series(words[np.minimum(source.zipf(1.2, rows), WORDS) - 1], dtype="str"),
            "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(source.integers(0, 10**8, rows), unit="s"),
            "done": source.random(rows) < 0.5,
        }
    )
