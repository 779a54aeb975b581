"""A million rows, cross-filtered

Drag over the histogram to filter the grid; filter the grid, and the graphs
follow.

A million orders, made when the page is first opened. The histogram sets the
grid's `filterModel`, as a reader does who types a range below *price*. The
graphs are drawn of the rows that the grid shows, which `AgGridAIO.visible_df`
takes from what the server keeps; what is sent is a count for each bar, never
the rows. *All prices* takes the range back.
"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, State, callback, ctx, dcc, html, no_update

from components import AgGridAIO, StoreError, redis_store

COUNTRIES = ["Brazil", "France", "India", "Japan", "Kenya", "Norway"]
PRICES = np.arange(0, 101, 2)

saved = {"orders": ""}


def orders(rows=1_000_000):
    random = np.random.default_rng(seed=0)
    days = random.integers(0, 365, rows).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "order": np.arange(1, rows + 1),
            "day": np.datetime64("2026-01-01") + days,
            "country": random.choice(COUNTRIES, rows),
            "items": random.poisson(2, rows) + 1,
            "price": np.minimum(random.lognormal(3, 0.6, rows).round(2), 99.99),
        }
    )


def key():
    """The key of the data, which is saved again if the store has lost it."""
    try:
        redis_store.check(saved["orders"])
    except StoreError:
        saved["orders"] = redis_store.save(orders())
    return saved["orders"]


def layout():
    try:
        grid = AgGridAIO(key=key(), aio_id="orders")
    except StoreError as error:
        return html.P(str(error))
    return html.Div(
        [
            graph("order-prices"),
            html.Button("All prices", id="all-prices", className="btn btn-sm"),
            graph("order-countries"),
            grid,
        ]
    )


def graph(graph_id):
    # Its room is there before the graph is.
    shown = dcc.Graph(id=graph_id, config={"displayModeBar": False})
    return html.Div(shown, style={"height": "180px"})


@callback(
    Output("order-prices", "figure"),
    Output("order-countries", "figure"),
    Input(AgGridAIO.ids.view("orders"), "data"),
    State(AgGridAIO.ids.store("orders"), "data"),
)
def draw_graphs(view, store):
    try:
        # A graph that filters shows what it could choose of: all but its own.
        filters = view.get("filterModel") if isinstance(view, dict) else None
        others = {"filterModel": without_price(filters)}
        prices = AgGridAIO.visible_df(store, others, columns=["price"])["price"]
        countries = AgGridAIO.visible_df(store, view, columns=["country"])["country"]
    except (StoreError, ValueError) as error:
        return go.Figure(), go.Figure(layout={"title": {"text": str(error)}})
    counts, _ = np.histogram(prices, bins=PRICES)
    by_price = bars(PRICES[:-1] + 1, counts, "Orders by price: drag to filter")
    by_price.update_layout(dragmode="select", selectdirection="h")
    by_country = countries.value_counts().reindex(COUNTRIES, fill_value=0)
    return by_price, bars(COUNTRIES, by_country, "Orders by country")


def bars(x, y, title):
    figure = go.Figure(go.Bar(x=x, y=y))
    figure.update_layout(
        height=180,
        margin={"l": 50, "r": 10, "t": 40, "b": 30},
        title={"text": title, "font": {"size": 14}},
    )
    return figure


@callback(
    Output(AgGridAIO.ids.grid("orders"), "filterModel"),
    Input("order-prices", "selectedData"),
    Input("all-prices", "n_clicks"),
    State(AgGridAIO.ids.grid("orders"), "filterModel"),
    prevent_initial_call=True,
)
def filter_by_price(selected, _, model):
    model = without_price(model)
    if ctx.triggered_id == "all-prices":
        return model
    match selected:
        case {"range": {"x": [int() | float() as low, int() | float() as high]}}:
            price = {"filterType": "number", "type": "inRange"}
            return model | {"price": price | {"filter": low, "filterTo": high}}
    # Nothing is selected in a graph that has just been drawn anew.
    return no_update


def without_price(model):
    if not isinstance(model, dict):
        return {}
    return {name: condition for name, condition in model.items() if name != "price"}


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
