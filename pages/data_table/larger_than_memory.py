"""Larger than memory

Five million rows that no process holds: they stay in files, where DuckDB
filters, sorts and counts them.

A `DuckDBSource` is declared once, by a name. A table of it asks for ten rows at a
time, and the graph for the counts of its bars: that is all that leaves the
database, however many rows there are. What DuckDB may take of a worker's memory
is a setting, 500 MB here.

The rows are the same as of a dataframe, filter by filter. Set `ORDERS` to
100000000 in the environment for a hundred million of them, which take 400 MB
of disk.

With thirty million, on two cores, the first rows take 0.01 seconds, those of a
new filter 0.14 with their count (0.7 if it is for a text), and those of a new
sort 0.5. The last rows of a sort take as long; from its middle they take 9, and
those after them 0.7. The process takes 740 MB, as with ten million.
"""

import os
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import polars as pl
from dash import Dash, Input, Output, callback, dcc, html, no_update

from components import DataTableAIO, DuckDBSource, SourceError

ROWS = int(os.environ.get("ORDERS", "5000000"))
IN_A_FILE = 1_000_000
FOLDER = Path(tempfile.gettempdir()) / f"dash-orders-{ROWS}"
FILES = [FOLDER / f"{number:04}.parquet" for number in range(-(-ROWS // IN_A_FILE))]

orders = DuckDBSource("orders", FILES)
writing = threading.Lock()


def write_files():
    """Make the data, which is there the next time."""
    FOLDER.mkdir(exist_ok=True)
    for number, path in enumerate(FILES):
        if not path.exists():
            first = number * IN_A_FILE
            unfinished = path.with_suffix(f".{os.getpid()}")
            orders_from(first, min(IN_A_FILE, ROWS - first)).write_parquet(unfinished)
            unfinished.rename(path)


def orders_from(first, rows):
    random = np.random.default_rng(seed=first)
    day = np.datetime64("2016-01-01") + (np.arange(first, first + rows) * 3650 // ROWS)
    return pl.DataFrame(
        {
            "order": np.arange(first + 1, first + rows + 1),
            "day": day.astype("datetime64[D]").astype("datetime64[ms]"),
            "country": random.choice(["Brazil", "France", "India", "Japan", "Kenya"], rows),
            "price": np.minimum(random.lognormal(3, 0.6, rows).round(2), 99.99),
        }
    ).with_columns(pl.col("day").cast(pl.Date))


layout = html.Div(
    [
        dcc.Interval(id="orders-wait", interval=500),
        html.Div(id="orders-written", role="status"),
        html.Div(dcc.Graph(id="orders-graph", config={"displayModeBar": False}), style={"height": "200px"}),
        html.P(id="orders-took", role="status"),
        html.Div(id="orders-table"),
    ]
)


@callback(
    Output("orders-table", "children"),
    Output("orders-written", "children"),
    Output("orders-wait", "disabled"),
    Input("orders-wait", "n_intervals"),
)
def show_table(_):
    written = sum(path.exists() for path in FILES)
    if written < len(FILES):
        if writing.acquire(blocking=False):
            threading.Thread(target=write_and_release, daemon=True).start()
        return no_update, f"Writing {ROWS:,} rows, once: {written / len(FILES):.0%}", False
    try:
        return DataTableAIO(source=orders, aio_id="all-orders"), None, True
    except SourceError as error:
        return None, str(error), True


def write_and_release():
    try:
        write_files()
    finally:
        writing.release()


@callback(
    Output("orders-graph", "figure"),
    Output("orders-took", "children"),
    Input(DataTableAIO.ids.datatable("all-orders"), "filter_query"),
)
def draw_graph(filter_query):
    start = time.perf_counter()
    try:
        bins = orders.histogram("price", 50, filter_query or "")
    except (SourceError, ValueError) as error:
        return no_update, str(error)
    seconds, counted = time.perf_counter() - start, bins["count"].sum()
    took = f"DuckDB counted {counted:,} orders in {seconds:.2f} seconds. {bins.height} counts have left it."
    figure = go.Figure(go.Bar(x=(bins["start"] + bins["end"]) / 2, y=bins["count"]))
    figure.update_layout(
        height=200,
        margin={"l": 60, "r": 10, "t": 40, "b": 30},
        title={"text": "Orders by price", "font": {"size": 14}},
    )
    return figure, took


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
