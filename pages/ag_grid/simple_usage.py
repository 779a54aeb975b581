"""Simple usage

A dataframe is all it needs: the rows are on the server, and come as they are scrolled to.

Scroll, sort by a click on a header, and filter below it: what comes is what
AG Grid itself would show if it had all rows. The columns' types, filters and
number formats are those of the frame.
"""

import plotly.express as px
from dash import Dash

from components import AgGridAIO

layout = AgGridAIO(px.data.gapminder())

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
