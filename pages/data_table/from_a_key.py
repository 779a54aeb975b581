"""From a key

The data is saved once for all readers, each of whom sees the rows and columns
that are theirs.

A table that is made of a dataframe stores it at every visit, which takes
half a second for a million rows. A layout function that makes the table of a key
asks the store whether it still has the data, and that is all.

`base_filter` is a filter of the app's own beside the reader's, and may name
columns that aren't shown, as *continent* here. The browser has the key of
that part of the data alone: whatever it sends, it gets no other rows or
columns.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

from components import DataTableAIO, StoreError, redis_store

# Written by the app: a text that somebody else may have typed has no place in a filter.
ROWS_OF = {
    "Ann": '{continent} = "Asia"',
    "Ben": '{continent} = "Europe" && {year} >= 1990',
    "Cleo": None,
}

COLUMNS = [
    {"name": "Country", "id": "country"},
    {"name": "Year", "id": "year"},
    {"name": "Population", "id": "pop"},
]

saved = {"gapminder": ""}


def key():
    """The key of the data, which is saved again if the store has lost it."""
    try:
        redis_store.check(saved["gapminder"])
    except StoreError:
        saved["gapminder"] = redis_store.save(px.data.gapminder())
    return saved["gapminder"]


def table_of(reader):
    try:
        return DataTableAIO(
            key=key(),
            aio_id="own-rows",
            columns=COLUMNS,
            base_filter=ROWS_OF[reader],
        )
    except StoreError as error:
        return html.P(str(error))


def layout():
    return html.Div(
        [
            html.Label("Signed in as", htmlFor="reader"),
            dcc.Dropdown(list(ROWS_OF), "Ann", id="reader", clearable=False),
            html.Div(table_of("Ann"), id="own-rows"),
        ]
    )


@callback(
    Output("own-rows", "children"),
    Input("reader", "value"),
    prevent_initial_call=True,
)
def sign_in(reader):
    # Your app knows its reader from the session; a choice in the browser is
    # nothing to go by.
    if reader not in list(ROWS_OF):
        return f"There is no reader {reader!r}."
    return table_of(reader)


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
