"""Custom callback

The subcomponents' ids are public, so that an app can bind callbacks of its own
to them.

`MarkdownWithColorAIO.ids.dropdown("color-picker")` is a dictionary and no
magic: the second callback writes the same id out, and both hear the same
dropdown. The component's own callback goes on working beside them.
"""

from dash import Dash, Input, Output, callback, html

from components import MarkdownWithColorAIO

layout = html.Div(
    [
        MarkdownWithColorAIO("Pick a colour, and two callbacks tell.", aio_id="color-picker"),
        html.P(id="color-by-ids"),
        html.P(id="color-by-dictionary"),
    ]
)


@callback(
    Output("color-by-ids", "children"),
    Input(MarkdownWithColorAIO.ids.dropdown("color-picker"), "value"),
)
def tell_by_ids(color):
    return f"By ids.dropdown: {color}"


@callback(
    Output("color-by-dictionary", "children"),
    Input(
        {"component": "MarkdownWithColorAIO", "subcomponent": "dropdown", "aio_id": "color-picker"}, "value"
    ),
)
def tell_by_dictionary(color):
    return f"By the same id, written out: {color}"


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
