"""Custom callback

A callback of the app's own shows other data in a graph that stands.

It returns what `HouseStyleGraphAIO.new_figure` gives to
`HouseStyleGraphAIO.ids.figure("countries")`. The graph is drawn anew in its
place, in the theme and for the width that it has, and its alternative text
says what the new data says. What can't be drawn is a `ValueError` whose
message can be shown to the reader.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html, no_update

from components import HouseStyleGraphAIO

world = px.data.gapminder()
names = sorted(world["country"].unique())
chosen = ["Botswana", "Rwanda"]


def chart(countries):
    return {
        "df": world[world["country"].isin(countries)],
        "kind": "line",
        "x": "year",
        "y": "lifeExp",
        "by": "country",
        "title": "Life expectancy at birth",
        "subtitle": " and ".join(sorted(countries)),
        "unit": "years",
        "credit": "Gapminder",
    }


layout = html.Div(
    [
        html.Label("Countries", htmlFor="chosen-countries"),
        dcc.Dropdown(names, chosen, id="chosen-countries", multi=True),
        html.P(id="countries-fault", role="status"),
        HouseStyleGraphAIO(**chart(chosen), aio_id="countries"),
    ]
)


@callback(
    Output(HouseStyleGraphAIO.ids.figure("countries"), "data"),
    Output("countries-fault", "children"),
    Input("chosen-countries", "value"),
    prevent_initial_call=True,
)
def show_countries(countries):
    # The names come from the browser: of those that are none nothing is drawn.
    known = [name for name in names if isinstance(countries, list) and name in countries][:6]
    try:
        return HouseStyleGraphAIO.new_figure(**chart(known)), ""
    except ValueError as error:
        return no_update, f"Nothing can be drawn: {error}"


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
