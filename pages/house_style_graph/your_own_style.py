"""Your own style

A style is data: write it in a file, load it with `Style.from_toml`, and pass
it to every graph.

Change a colour, a size or a rule, and leave the field. What can't be drawn by
is told with its line, and the graph stays as it was; what can be drawn but not
be read by everybody is told above it, with what was measured. In Python the
same is `Style(name=…, light=Palette(…), dark=Palette(…), logo=Logo(…))`, which
raises the same `StyleError`. `style.template(theme)` is for figures of your
own, and `house_style_figure` draws one without the component.
"""

import warnings

import plotly.express as px
from dash import Dash, Input, Output, State, callback, dcc, html, no_update

from components import HouseStyleGraphAIO, Style, StyleError

# What is found is shown above the graph: the log needn't tell it, too.
warnings.filterwarnings("ignore", "the style .* has .* finding", UserWarning)

STYLE = """\
name = "Ours"
font = "Georgia, serif"
title_size = 22
text_size = 13
thousands = " "
date_format = "%d.%m.%Y"
margins = [16, 16, 16, 16]
aspects = [[0, 1.1], [480, 0.75], [720, 0.5]]
most_categories = 4
labels_lines = true
credit_prefix = "Data: "

[light]
background = "#fffaf2"
text = "#2b1d0e"
muted = "#6b5b4b"
lines = "#e6dccd"
categorical = ["#8c2d04", "#1f6f8b", "#b87700", "#5b3a8c"]
sequential = ["#fde5c8", "#e6a35c", "#8c2d04"]
diverging = ["#1f6f8b", "#e6dccd", "#8c2d04"]
other = "#857565"

[dark]
background = "#201812"
text = "#f7efe4"
muted = "#c4b5a3"
lines = "#453a30"
categorical = ["#ff8a5c", "#6cc0dc", "#f2c14e", "#b79ced"]
sequential = ["#4a2a18", "#b5613a", "#ff8a5c"]
diverging = ["#6cc0dc", "#453a30", "#ff8a5c"]
other = "#968675"
"""

countries = ["Denmark", "Norway", "Poland", "Spain"]
chart = {
    "df": px.data.gapminder().query("country in @countries"),
    "kind": "line",
    "x": "year",
    "y": "gdpPercap",
    "by": "country",
    "title": "Norway went ahead in the seventies",
    "subtitle": "Gross domestic product per head, adjusted for prices",
    "unit": "$",
    "credit": "Gapminder",
}

layout = html.Div(
    [
        html.Label("Style, as TOML", htmlFor="style-toml"),
        dcc.Textarea(
            id="style-toml",
            value=STYLE,
            spellCheck=False,
            style={"width": "100%", "height": "14rem", "fontFamily": "monospace"},
        ),
        html.Div(id="style-findings", role="status"),
        HouseStyleGraphAIO(**chart, style=Style.from_toml(STYLE), aio_id="own-style"),
    ]
)


@callback(
    Output(HouseStyleGraphAIO.ids.figure("own-style"), "data"),
    Output("style-findings", "children"),
    Input("style-toml", "n_blur"),
    State("style-toml", "value"),
)
def draw(_, toml):
    try:
        style = Style.from_toml(str(toml)[:10_000])
    except StyleError as error:
        return no_update, html.P(str(error))
    found = [html.Li(f"{one.where}: {one.message}") for one in style.check()]
    told = html.Ul(found) if found else html.P("No findings.")
    return HouseStyleGraphAIO.new_figure(**chart, style=style), told


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
