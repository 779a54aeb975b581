"""Simple usage

Text is all that the component needs: the colours, the dropdown and the
callback come with it.

Pick a colour. The callback that paints the text was declared when
`MarkdownWithColorAIO` was imported, and it matches every instance by its
`aio_id`, here one made up by the component. Nothing is left for the app to
wire.
"""

from dash import Dash

from components import MarkdownWithColorAIO

layout = MarkdownWithColorAIO("## Hello World")

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
