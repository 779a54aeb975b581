"""Simple usage

A dataframe is all that the table needs: columns and their types are the
frame's own.

Only the ten rows in view are in the browser. Type `> 75` below *lifeExp*,
`Asia` below *continent*, click the arrows beside a column's name, turn the
pages: each time a callback filters, sorts and cuts the frame on the server.
"""

import plotly.express as px
from dash import Dash

from components import DataTableAIO

layout = DataTableAIO(px.data.gapminder())

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
