"""A million orders

A chart of a million rows, of which the browser gets the bars alone.

The function that draws is given an aggregate: `by` and `bins` group the rows
that the reader filters, on the server, in memory as here or in a database for
data that is given as `source`. The rows are in an AG Grid, and a box drawn over
the bars selects orders by their price.
"""

import numpy as np
import pandas as pd
import plotly.express as px
from dash import Dash, html

from components import AgGridAIO, GraphWithDataAIO, StoreError, redis_store

COUNTRIES = ["Brazil", "France", "India", "Japan", "Kenya", "Norway"]
ROWS = 1_000_000

saved = {"orders": ""}


def orders():
    random = np.random.default_rng(seed=0)
    return pd.DataFrame(
        {
            "order": np.arange(1, ROWS + 1),
            "country": random.choice(COUNTRIES, ROWS),
            "items": random.poisson(2, ROWS) + 1,
            "price": np.minimum(random.lognormal(3, 0.6, ROWS).round(2), 99.99),
        }
    )


def key():
    """The key of the data, which is saved again if the store has lost it."""
    try:
        redis_store.check(saved["orders"])
    except StoreError:
        saved["orders"] = redis_store.save(orders())
    return saved["orders"]


@GraphWithDataAIO.figure(by=["country"], bins={"price": 50}, values={"orders": "count"})
def orders_by_price(counts, theme):
    figure = px.bar(
        counts,
        x="price",
        y="orders",
        color="country",
        labels={"price": "Price ($)", "orders": "Orders", "country": ""},
        template="plotly_dark" if theme == "dark" else "plotly_white",
        category_orders={"country": COUNTRIES},
    )
    figure.update_traces(marker_line_width=0, offset=0)
    figure.update_layout(
        bargap=0,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        margin={"t": 30, "r": 10},
        selectdirection="h",
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
    )
    return figure


def layout():
    try:
        return GraphWithDataAIO(
            figure=orders_by_price,
            key=key(),
            title="Most orders are of 10 to 30 dollars",
            credit="Source: made up, a million rows",
            selects={"x": "price", "legend": "country"},
            table=AgGridAIO,
            aio_id="orders-by-price",
        )
    except StoreError as error:
        return html.P(str(error))


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
