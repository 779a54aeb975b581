"""A figure that follows

Figures are drawn on the server: a callback takes the theme as its input, and
draws the figure in it.

`ThemeSwitchAIO.ids.theme("figure-theme")` is light or dark, also where the
choice is left to the system. The callback runs when the page has loaded, with
the theme that was kept, and then at every change, whichever switch it was made
in: this one, the one in the site's header, or one in another tab.
"""

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

from components import ThemeSwitchAIO

layout = html.Div([ThemeSwitchAIO(aio_id="figure-theme"), dcc.Graph(id="themed-figure")])


@callback(
    Output("themed-figure", "figure"),
    Input(ThemeSwitchAIO.ids.theme("figure-theme"), "value"),
)
def draw_figure(theme):
    template = "plotly_dark" if theme == "dark" else "plotly_white"
    return px.scatter(px.data.iris(), x="sepal_width", y="sepal_length", color="species", template=template)


if __name__ == "__main__":
    app = Dash()
    app.index_string = app.index_string.replace(
        "<head>", f"<head><script>{ThemeSwitchAIO.HEAD_SCRIPT}</script>"
    )
    app.layout = layout
    app.run()
