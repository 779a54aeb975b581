"""In a house style

A chart in an organisation's style, with its data in a table.

`house_style_figure` draws what `HouseStyleGraphAIO` shows, with title and
source in the picture, here of the rows that the table's reader filters: type
`> 2000` below *gdpPercap*, or the first letters of a country. The function
takes `theme` and `width`, and gets those that the chart has on the page.
"""

import plotly.express as px
from dash import Dash

from components import GraphWithDataAIO, house_style_figure

COUNTRIES = ["Argentina", "Brazil", "Chile", "Colombia", "Peru", "Venezuela"]


@GraphWithDataAIO.figure(columns=["country", "year", "gdpPercap"])
def income(frame, theme, width):
    return house_style_figure(
        frame,
        "line",
        x="year",
        y="gdpPercap",
        by="country",
        title="Chile overtook its neighbours",
        subtitle="Income per person, 1952 to 2007",
        unit="$",
        credit="Gapminder",
        theme=theme,
        width=width,
    )


def rows():
    frame = px.data.gapminder()
    return frame[frame["country"].isin(COUNTRIES)][["country", "year", "gdpPercap", "lifeExp", "pop"]]


layout = GraphWithDataAIO(
    rows(),
    figure=income,
    sources_text="Gapminder's figures, of which plotly.express has every fifth year.",
    selects={"x": "year"},
    graph_props={"style": {"height": "500px"}},
    aio_id="income",
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
