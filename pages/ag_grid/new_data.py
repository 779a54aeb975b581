"""New data

A grid that stands gets new rows, and keeps filters, sort and the place that
was scrolled to.

A callback returns `AgGridAIO.new_data` to the `data` of the grid's
`dcc.Store`. Scroll, sort, type `> 75` below *lifeExp* by way of its filter's
menu, and pick another year: the grid asks for the rows in view anew, and the
old ones stay until they come. A `dcc.Interval` in place of the dropdown makes
it a grid that refreshes itself.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html, no_update

from components import AgGridAIO, StoreError

YEARS = list(range(1952, 2008, 5))
HOUR = 60 * 60


def rows_of(year):
    frame = px.data.gapminder()
    return frame[frame["year"] == year]


layout = html.Div(
    [
        html.Label("Year", htmlFor="grid-year"),
        dcc.Dropdown(YEARS, 2007, id="grid-year", clearable=False),
        html.Div(id="grid-year-fault", role="status"),
        AgGridAIO(rows_of(2007), aio_id="grid-year"),
    ]
)


@callback(
    Output(AgGridAIO.ids.store("grid-year"), "data"),
    Output("grid-year-fault", "children"),
    Input("grid-year", "value"),
    prevent_initial_call=True,
)
def show_year(year):
    if year not in YEARS:
        return no_update, f"There is no data of {year!r}."
    try:
        return AgGridAIO.new_data(rows_of(year), ttl=HOUR), None
    except StoreError as error:
        return no_update, str(error)


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
