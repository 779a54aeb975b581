"""What saving a frame costs beside the documentation's recipe: `python -m tests.benchmarks.saving [ROWS]`.

Interleaved in one process: Parquet with gzip and a SHA-512 of it, as the recipe does it, and `redis_store.save`,
which compresses with zstd, reads back what it wrote, and sends it to a Redis.
"""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from components import redis_store
from tests.benchmarks.data import first
from tests.redis_server import RedisServer

RUNS = 3


def recipe(data: pd.DataFrame) -> None:
    """What the documentation's `redis_store` does before it sends the bytes."""
    stream = io.BytesIO()
    data.to_parquet(stream, compression="gzip")
    hashlib.sha512(stream.getvalue()).hexdigest()


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    data = first(rows)
    times: dict[str, list[float]] = {"recipe, without sending": [], "save": [], "save, already there": []}
    with tempfile.TemporaryDirectory() as folder, RedisServer(Path(folder)) as redis:
        os.environ["REDIS_URL"] = redis.url
        for _ in range(RUNS):
            redis.client().flushall()
            times["recipe, without sending"].append(seconds(lambda: recipe(data)))
            times["save"].append(seconds(lambda: redis_store.save(data)))
            times["save, already there"].append(seconds(lambda: redis_store.save(data)))
    base = statistics.median(times["recipe, without sending"])
    print(f"{rows:,} rows x {data.shape[1]} columns, median of {RUNS}")
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:24} {median:8.2f} s  {base / median:6.1f} times faster")


if __name__ == "__main__":
    main()
