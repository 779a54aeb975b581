"""A callback of your own

A callback gives the graph and its table another year, and another one tells of
the rows that both show.

`GraphWithDataAIO.new_data`, returned to the `data` of the component's
`dcc.Store`, keeps what the reader filters. `GraphWithDataAIO.visible_df` takes
the rows: it is given that data and what `ids.view` has of filters and selection.
"""

import plotly.express as px
from dash import Dash, Input, Output, State, callback, dcc, html, no_update

from components import GraphWithDataAIO, StoreError

YEARS = list(range(1952, 2008, 5))
HOUR = 60 * 60


def people_in(year):
    frame = px.data.gapminder()
    return frame[frame["year"] == year][["country", "continent", "pop"]]


@GraphWithDataAIO.figure(by=["continent"], values={"people": ("pop", "sum")})
def people_by_continent(sums, theme):
    figure = px.bar(
        sums,
        x="people",
        y="continent",
        labels={"people": "People", "continent": ""},
        template="plotly_dark" if theme == "dark" else "plotly_white",
    )
    figure.update_layout(
        margin={"t": 10, "r": 10},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
    )
    return figure


layout = html.Div(
    [
        html.Label("Year", htmlFor="people-year"),
        dcc.Dropdown(YEARS, 2007, id="people-year", clearable=False),
        html.P(id="people-told", role="status"),
        GraphWithDataAIO(
            people_in(2007),
            figure=people_by_continent,
            title="Most people live in Asia",
            note="Click a bar to see its countries in the table.",
            credit="Source: Gapminder, by plotly.express",
            selects={"y": "continent"},
            graph_props={"style": {"height": "300px"}},
            aio_id="people",
        ),
    ]
)


@callback(
    Output(GraphWithDataAIO.ids.store("people"), "data"),
    Input("people-year", "value"),
    prevent_initial_call=True,
)
def show_year(year):
    # What comes from the browser may be anything.
    if year not in YEARS:
        return no_update
    return GraphWithDataAIO.new_data(people_in(year), ttl=HOUR)


@callback(
    Output("people-told", "children"),
    Input(GraphWithDataAIO.ids.view("people"), "data"),
    Input(GraphWithDataAIO.ids.store("people"), "data"),
    State("people-year", "value"),
)
def tell_people(view, store, year):
    try:
        people = GraphWithDataAIO.visible_df(store, view, columns=["pop"])["pop"]
    except (StoreError, ValueError) as error:
        return str(error)
    return f"{len(people)} countries had {people.sum():,} people in {year}."


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
