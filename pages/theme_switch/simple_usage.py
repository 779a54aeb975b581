"""Simple usage

Two switches, always in step: with each other, with the one in this site's
header, and with those in other tabs.

Choose, reload the page, open it in a second tab: the choice is kept in the
browser, and "System" follows the system while the page is open. The script in
the page's head sets the theme before anything is painted. All switches share
it, and one callback: a hundred of them cost the page no more listeners than
one, and the server isn't asked.
"""

from dash import Dash, html

from components import ThemeSwitchAIO

layout = html.Div(
    [
        ThemeSwitchAIO(),
        html.P(
            "This is dark on light, or light on dark.",
            style={
                "color": "light-dark(#212529, #dee2e6)",
                "background": "light-dark(#e9ecef, #343a40)",
                "padding": "1rem",
            },
        ),
        ThemeSwitchAIO(light_props={"children": "☀ Day"}, dark_props={"children": "☾ Night"}),
    ]
)

if __name__ == "__main__":
    app = Dash()
    app.index_string = app.index_string.replace(
        "<head>", f"<head><script>{ThemeSwitchAIO.HEAD_SCRIPT}</script>"
    )
    app.layout = layout
    app.run()
