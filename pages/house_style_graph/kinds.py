"""All kinds

The same few arguments for lines, columns, bars, stacked bars, points and
small multiples.

Bars begin at zero, and bars with names lie, the longest at the top. Where
there are more categories than colours, the rest is grey, and a warning tells
how many they are. A value that is missing is a gap in a line; a bar can't
show one, so it is refused.
"""

import plotly.express as px
from dash import Dash, html

from components import HouseStyleGraphAIO

world = px.data.gapminder()
latest = world[world["year"] == 2007]
largest = latest.nlargest(8, "pop")
continents = world.groupby(["continent", "year"], as_index=False)[["pop"]].sum()
neighbours = world[world["country"].isin(["Chile", "Bolivia", "Peru", "Argentina", "Brazil", "Ecuador"])]

layout = html.Div(
    [
        HouseStyleGraphAIO(
            continents,
            kind="line",
            x="year",
            y="pop",
            by="continent",
            title="Asia grew most",
            subtitle="Population by continent",
            unit="people",
            credit="Gapminder",
        ),
        HouseStyleGraphAIO(
            largest,
            kind="bar",
            x="country",
            y="pop",
            title="Two countries have more than a billion inhabitants",
            subtitle="Population of the eight largest countries, 2007",
            unit="people",
            credit="Gapminder",
        ),
        HouseStyleGraphAIO(
            world[world["country"] == "Rwanda"],
            kind="bar",
            x="year",
            y="lifeExp",
            title="Rwanda lost decades, and won them back",
            subtitle="Life expectancy at birth in Rwanda",
            unit="years",
            credit="Gapminder",
        ),
        HouseStyleGraphAIO(
            continents,
            kind="stacked bar",
            x="year",
            y="pop",
            by="continent",
            title="Six billion people, and more than half of them in Asia",
            subtitle="Population by continent",
            unit="people",
            credit="Gapminder",
        ),
        HouseStyleGraphAIO(
            latest.rename(
                columns={"lifeExp": "Life expectancy, years", "gdpPercap": "GDP per head, dollars"}
            ),
            kind="scatter",
            x="GDP per head, dollars",
            y="Life expectancy, years",
            by="continent",
            title="Where there is more, lives are longer",
            subtitle="142 countries in 2007",
            credit="Gapminder",
        ),
        HouseStyleGraphAIO(
            neighbours,
            kind="small multiples",
            x="year",
            y="gdpPercap",
            by="country",
            title="Argentina fell and rose; others hardly moved",
            subtitle="Gross domestic product per head, adjusted for prices",
            unit="$",
            credit="Gapminder",
        ),
    ]
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
