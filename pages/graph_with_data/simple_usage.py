"""A chart with its data

A chart, the table behind it, and downloads of both, from a function that draws.

`GraphWithDataAIO.figure` declares the function, so that any worker can draw by
it. It gets the rows that the reader filters: in the tab Table, type `> 60`
below *lifeExp*, and look at the chart again. Draw a box in the chart, or click
a continent in its legend, and the table has what is selected.
"""

import plotly.express as px
from dash import Dash

from components import GraphWithDataAIO


@GraphWithDataAIO.figure
def life_and_income(frame, theme):
    figure = px.scatter(
        frame,
        x="gdpPercap",
        y="lifeExp",
        color="continent",
        size="pop",
        size_max=50,
        hover_name="country",
        log_x=True,
        template="plotly_dark" if theme == "dark" else "plotly_white",
        labels={
            "gdpPercap": "Income per person ($)",
            "lifeExp": "Life expectancy (years)",
            "continent": "",
        },
    )
    figure.update_layout(
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        margin={"t": 30, "r": 10},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
    )
    return figure


def countries():
    frame = px.data.gapminder()
    return frame[frame["year"] == 2007].drop(columns=["year", "iso_alpha", "iso_num"])


layout = GraphWithDataAIO(
    countries(),
    figure=life_and_income,
    title="Where people earn more, they live longer",
    note="Each circle is a country in 2007; its size is its population.",
    credit="Source: Gapminder, by plotly.express",
    sources_text="Gapminder collects its figures from *many sources*: see `gapminder.org/data`.",
    selects={"x": "gdpPercap", "y": "lifeExp", "legend": "continent"},
    aio_id="life-and-income",
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
