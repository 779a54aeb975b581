"""Dynamic, with graphs

A callback makes the table, and another one draws graphs that follow its
filter.

The table's `dcc.Store` says where its data is. `DataTableAIO.visible_df`
takes that and the reader's filter, and gives the rows that the table shows,
from what the server keeps for it: type `> 6` below a column of numbers and
the histograms follow.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

from components import DataTableAIO, StoreError

DATASETS = {
    "iris": px.data.iris,
    "gapminder": px.data.gapminder,
    "tips": px.data.tips,
}

layout = html.Div(
    [
        html.Label("Dataset", htmlFor="dataset"),
        dcc.Dropdown(list(DATASETS), "iris", id="dataset", clearable=False),
        html.Div(id="dataset-table"),
        html.Div(id="dataset-graphs"),
    ]
)


@callback(Output("dataset-table", "children"), Input("dataset", "value"))
def show_table(name):
    # The name comes from the browser: look it up, never evaluate it.
    if name not in list(DATASETS):
        return f"There is no dataset {name!r}."
    return DataTableAIO(DATASETS[name](), aio_id="dataset-table")


@callback(
    Output("dataset-graphs", "children"),
    Input(DataTableAIO.ids.datatable("dataset-table"), "filter_query"),
    Input(DataTableAIO.ids.store("dataset-table"), "data"),
)
def draw_graphs(filter_query, store):
    try:
        frame = DataTableAIO.visible_df(store, filter_query)
    except (StoreError, ValueError) as error:
        return html.P(str(error))
    return [graph(frame, column) for column in frame.columns]


def graph(frame, column):
    figure = px.histogram(frame, x=column, height=220)
    figure.update_layout(margin={"l": 50, "r": 10, "t": 10, "b": 40})
    return dcc.Graph(figure=figure, config={"displayModeBar": False})


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
