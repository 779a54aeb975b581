"""What a graph of many rows costs beside the whole frame in plotly.express: `python -m tests.benchmarks.graphs [ROWS]`.

In one process, turn by turn: the answer that a browser gets for a graph of bars by price and country, drawn by
`GraphWithDataAIO` of an aggregate, and by `px.histogram` of all rows. Prints the seconds until the answer is JSON,
medians of five runs, and its bytes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import plotly.express as px
from plotly.io.json import to_json_plotly

from components import GraphWithDataAIO

RUNS = 5
COUNTRIES = ["Brazil", "France", "India", "Japan", "Kenya", "Norway"]


@GraphWithDataAIO.figure(by=["country"], bins={"price": 50})
def by_price(counts: Any) -> Any:
    """Draw the bars."""
    return px.bar(counts, x="price", y="count", color="country")


def orders(rows: int) -> pd.DataFrame:
    """Make the rows."""
    random = np.random.default_rng(seed=0)
    return pd.DataFrame(
        {"country": random.choice(COUNTRIES, rows), "price": random.lognormal(3, 0.6, rows).round(2)}
    )


def measured(answer: Callable[[int], Any]) -> tuple[float, int]:
    """Give the seconds that an answer takes, and its bytes."""
    seconds, size = [], 0
    for run in range(RUNS):
        start = time.perf_counter()
        size = len(to_json_plotly(answer(run)))
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), size


def main() -> None:
    """Measure, and print a table."""
    frame = orders(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    store = GraphWithDataAIO(frame, figure=by_price).children[0].data

    def whole(run: int) -> Any:
        return px.histogram(frame[frame["price"] > run], x="price", color="country", nbins=50)

    def aggregated(run: int) -> Any:
        return GraphWithDataAIO.draw({"filter": {"filter_query": f"{{price}} > {run}"}}, store)[0]

    print(f"{len(frame):,} rows: seconds and bytes of an answer to a new filter")
    for name, answer in {"px.histogram": whole, "GraphWithDataAIO": aggregated}.items():
        seconds, size = measured(answer)
        print(f"  {name:20} {seconds:8.3f} {size:12,}")


if __name__ == "__main__":
    main()
