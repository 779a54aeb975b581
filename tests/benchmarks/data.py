"""The frames of the benchmarks, seeded.

`first` is what the engine was built with: 8 columns of mixed types, with skewed words, ties and nulls. Nothing is
tuned to `unseen`, of 40 columns: texts of which hardly two are alike, prices with ties, skewed and clustered numbers, a
constant, and missing values.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

WORDS = 20_000


def first(rows: int, seed: int = 0) -> pd.DataFrame:
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


def unseen(rows: int, seed: int = 0) -> pd.DataFrame:
    """Make a frame of `rows` rows and 40 columns; the same rows and seed give the same frame.

    Columns: `id` (unique integers), `price` (in cents, 2 % NaN, many ties), `amount` (as skewed as incomes),
    `level` (floats in clusters, which rows near each other share), `rank` (in order already), `same` (a
    constant), `rare` (99 % NaN), `note` (texts of which hardly two are alike), `link` (texts that begin alike),
    `tag` (skewed words, a third of them missing), `when` (datetimes with ties), and more floats, `f0` to `f28`.
    """
    source = np.random.default_rng(seed)
    letters = source.integers(ord("a"), ord("z") + 1, (rows, 24), dtype=np.uint8)
    letters[source.random((rows, 24)) < 0.15] = ord(" ")
    notes = letters.view("S24").ravel().astype(str)
    price = source.gamma(2, 50, rows).round(2)
    price[source.random(rows) < 0.02] = np.nan
    rare = source.normal(size=rows)
    rare[source.random(rows) < 0.99] = np.nan
    blocks = np.repeat(source.normal(scale=100, size=rows // 500 + 1), 500)[:rows]
    tags = np.array(["urgent", "Müller", "none", "日本", *map(str, range(500))])
    columns = {
        "id": np.arange(rows),
        "price": price,
        "amount": source.pareto(1.1, rows) * 1000,
        "level": blocks + source.normal(size=rows),
        "rank": np.arange(rows) / 7,
        "same": np.ones(rows),
        "rare": rare,
        "note": pd.Series(notes, dtype="str"),
        "link": pd.Series(np.char.add("https://example.org/item/", notes), dtype="str"),
        "tag": pd.Series(tags[np.minimum(source.zipf(1.5, rows), len(tags)) - 1], dtype="str").mask(
            source.random(rows) < 1 / 3
        ),
        "when": pd.Timestamp("2024-02-29") + pd.to_timedelta(source.integers(0, 5000, rows), unit="h"),
    }
    floats = {f"f{number}": source.normal(size=rows).round(number % 5) for number in range(29)}
    return pd.DataFrame(columns | floats)


FRAMES: dict[str, Callable[[int, int], pd.DataFrame]] = {"first": first, "unseen": unseen}
