"""Simple usage

A dataframe, the names of its columns and the words around it are all that a
graph needs.

The lines have their names at their ends, moved apart where they would
overlap. Change the theme, or make the window narrow: the graph follows in the
browser, and the server isn't asked. A screen reader is told what the data
says.
"""

import plotly.express as px
from dash import Dash

from components import HouseStyleGraphAIO

layout = HouseStyleGraphAIO(
    px.data.gapminder().query("country in ['Brazil', 'China', 'Japan', 'Kenya']"),
    kind="line",
    x="year",
    y="lifeExp",
    by="country",
    title="Where lives were short, they became longer",
    subtitle="Life expectancy at birth in four countries, 1952 to 2007",
    unit="years",
    credit="Gapminder",
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
