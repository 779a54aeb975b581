"""One output for all

A callback of the app hears every instance, and writes to one component that is
on the page once.

`MATCH` stands in the input alone, and the output is a plain id, which Dash
allows since 4.2: one callback and one paragraph serve any number of instances.
Each change is a call of its own, with the value of the instance that changed;
`ctx.triggered_id` says which one that is. None is called when the page loads,
so the paragraph begins with a text of its own. What it shows is the answer that
came last: of two that cross on the way, that may be the older one. With `ALL`
in place of `MATCH` each call would get the values of all instances.
"""

from dash import MATCH, Dash, Input, Output, callback, ctx, html

from components import MarkdownWithColorAIO

layout = html.Div(
    [
        html.P("Pick a colour.", id="latest-color"),
        MarkdownWithColorAIO("The sky", aio_id="sky"),
        MarkdownWithColorAIO("The sea", aio_id="sea"),
        MarkdownWithColorAIO("The shore", aio_id="shore"),
    ]
)


@callback(
    Output("latest-color", "children"),
    Input(MarkdownWithColorAIO.ids.dropdown(MATCH), "value"),
    prevent_initial_call=True,
)
def tell_the_latest(color):
    return f"Latest: {color}, for the {ctx.triggered_id['aio_id']}"


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
