"""The app's filter and a kept view

A filter of the app's own beside the reader's, who finds the grid as they left
it.

What `base_filter` doesn't take isn't there for the reader: not in the rows, not
in their number, not in a file. Pick a continent: `new_data` says what is to be
seen now, and the reader's own filters stay. `persistence` keeps these, the sort
and the columns over a reload, of a grid that always has the same `aio_id`.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html, no_update

from components import AgGridAIO, StoreError

countries = px.data.gapminder().query("year == 2007")
CONTINENTS = sorted(countries["continent"].unique())
COLUMNS = ["country", "lifeExp", "pop", "gdpPercap"]


def of_continent(continent):
    """Say what the grid shows of the frame: `columns` and `base_filter` belong together."""
    return {"columns": COLUMNS, "base_filter": f'{{continent}} = "{continent}"'}


layout = html.Div(
    [
        html.Label("Continent", htmlFor="app-filter-continent"),
        dcc.Dropdown(CONTINENTS, "Europe", id="app-filter-continent", clearable=False),
        html.Div(id="app-filter-fault", role="status"),
        AgGridAIO(
            countries,
            aio_id="app-filter",
            **of_continent("Europe"),
            quick_filter=True,
            grid_props={"persistence": True, "persistence_type": "session"},
        ),
    ]
)


@callback(
    Output(AgGridAIO.ids.store("app-filter"), "data"),
    Output("app-filter-fault", "children"),
    Input("app-filter-continent", "value"),
    prevent_initial_call=True,
)
def show_continent(continent):
    # It is from the browser: only what is known becomes part of a filter.
    if continent not in CONTINENTS:
        return no_update, f"There is no continent {continent!r}."
    try:
        return AgGridAIO.new_data(countries, **of_continent(continent)), None
    except StoreError as error:
        return no_update, str(error)


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
