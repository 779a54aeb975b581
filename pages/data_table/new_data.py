"""New data

A table that stands gets new rows, and keeps the reader's filter, sort and
page.

A callback returns `DataTableAIO.new_data` to the `data` of the table's
`dcc.Store`. Type `> 75` below *lifeExp*, and pick another year: the filter
stays, and its rows are the new ones. An answer that is still on its way for
the old rows is dropped.

New data has the columns of the table: to show others, return another table.
Of data that is replaced often, the store needn't hold every version for a
week, so each is given a time to live.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html, no_update

from components import DataTableAIO, StoreError

YEARS = list(range(1952, 2008, 5))
HOUR = 60 * 60


def rows_of(year):
    frame = px.data.gapminder()
    return frame[frame["year"] == year]


layout = html.Div(
    [
        html.Label("Year", htmlFor="year"),
        dcc.Dropdown(YEARS, 2007, id="year", clearable=False),
        html.Div(id="year-fault", role="status"),
        DataTableAIO(rows_of(2007), aio_id="year-table", page_size=8),
    ]
)


@callback(
    Output(DataTableAIO.ids.store("year-table"), "data"),
    Output("year-fault", "children"),
    Input("year", "value"),
    prevent_initial_call=True,
)
def show_year(year):
    if year not in YEARS:
        return no_update, f"There is no data of {year!r}."
    try:
        return DataTableAIO.new_data(rows_of(year), ttl=HOUR), None
    except StoreError as error:
        return no_update, str(error)


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
