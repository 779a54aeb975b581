"""Selected rows

Rows stay selected on other pages, filtered and sorted; a callback gets them.

The table's `ids.selection` holds the positions in the dataframe of all rows
that are selected, on whatever page they are, and `DataTableAIO.selected_df`
gives the rows. Select some, type `> 80` below *lifeExp*, select one more, and
clear the filter: all of them are still there. The callback checks what the
browser sent, and says so if that is no selection.
"""

import plotly.express as px
from dash import Dash, Input, Output, State, callback, html

from components import DataTableAIO, StoreError

layout = html.Div(
    [
        DataTableAIO(
            px.data.gapminder(),
            aio_id="selected-rows",
            row_selectable="multi",
            selected_rows=[0, 1703],
            page_size=5,
        ),
        html.P(id="selected-rows-text"),
    ]
)


@callback(
    Output("selected-rows-text", "children"),
    Input(DataTableAIO.ids.selection("selected-rows"), "data"),
    State(DataTableAIO.ids.store("selected-rows"), "data"),
)
def tell_selection(selection, store):
    try:
        rows = DataTableAIO.selected_df(store, selection)
    except (StoreError, ValueError) as error:
        return str(error)
    names = [f"{row.country} {row.year}" for row in rows.itertuples()]
    return f"Selected: {', '.join(names) or 'none'}"


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
