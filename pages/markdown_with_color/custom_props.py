"""Custom props

Arguments of the component for what is its own, `<subcomponent>_props` for
everything that its parts can do.

`dropdown_props` goes to the `dcc.Dropdown` and `markdown_props` to the
`dcc.Markdown`, whatever Dash's reference lists for them. Here the dropdown
can't be cleared and its value persists: pick a colour and reload the page.
Persistence goes by id, so the component needs an `aio_id` that is the same at
every visit.
"""

from dash import Dash

from components import MarkdownWithColorAIO

layout = MarkdownWithColorAIO(
    "Colours of your own, in *larger* letters.",
    colors=["darkslateblue", "darkolivegreen", "saddlebrown"],
    dropdown_props={"persistence": True, "clearable": False},
    markdown_props={"style": {"fontSize": "1.5rem"}},
    aio_id="persistent-color",
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
