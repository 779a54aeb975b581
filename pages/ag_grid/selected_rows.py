"""Selected rows

Single rows, or all that match a filter, with exceptions: a callback gets them
as a dataframe.

Select some, scroll, sort and filter: they stay selected. *Select all that
match* chooses the rows of the filter as it is then, also those that never
were in the browser: type `> 80` below *lifeExp*, press it, and take one row
back. The callback counts what it gets; the export has the rows that match.
"""

import plotly.express as px
from dash import Dash, Input, Output, State, callback, html

from components import AgGridAIO, StoreError

layout = html.Div(
    [
        AgGridAIO(
            px.data.gapminder(),
            aio_id="chosen-rows",
            quick_filter=True,
            export=["csv", "xlsx"],
            grid_props={"dashGridOptions": {"rowSelection": {"mode": "multiRow"}}},
        ),
        html.P(id="chosen-rows-text"),
    ]
)


@callback(
    Output("chosen-rows-text", "children"),
    Input(AgGridAIO.ids.selection("chosen-rows"), "data"),
    State(AgGridAIO.ids.store("chosen-rows"), "data"),
)
def tell_selection(selection, store):
    try:
        rows = AgGridAIO.selected_df(store, selection)
    except (StoreError, ValueError) as error:
        return str(error)
    countries = rows["country"].nunique()
    return f"Selected: {len(rows):,} rows of {countries} countries"


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
