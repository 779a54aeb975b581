"""Three styles

The same data in three styles after guidelines that are published, with what
is found when each is checked.

The colours, fonts and sizes are those of the Government Analysis Function
(`analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts`),
the Urban Institute (`urbaninstitute.github.io/graphics-styleguide`) and the
BBC (`bbc.github.io/rcookbook`); the dark ones are ours, as they publish
none. None of them has endorsed this. What is found is shown as it is:
guidelines are written for charts of few categories, and not all of them for
readers who tell fewer colours apart.
"""

import warnings

import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

from components import HouseStyleGraphAIO
from components.graphs.house_style import STYLE
from components.graphs.published_styles import PUBLISHED_STYLES

# What is found is shown below the graph: the log needn't tell it, too.
warnings.filterwarnings("ignore", "the style .* has .* finding", UserWarning)

STYLES = {**PUBLISHED_STYLES, STYLE.name: STYLE}
first = next(iter(STYLES))
countries = ["Brazil", "China", "India", "Japan"]
data = px.data.gapminder().query("country in @countries")


def graph(style):
    return HouseStyleGraphAIO(
        data,
        x="year",
        y="lifeExp",
        by="country",
        title="Where lives were short, they became longer",
        subtitle="Life expectancy at birth, 1952 to 2007",
        unit="years",
        credit="Gapminder",
        style=style,
        aio_id="styled",
    )


def report(style):
    findings = style.check()
    if not findings:
        return html.P("Nothing was found: everybody can read it.")
    return html.Ul([html.Li(f"{one.where}: {one.message}") for one in findings])


layout = html.Div(
    [
        html.Label("Style", htmlFor="style-name"),
        dcc.Dropdown(list(STYLES), first, id="style-name", clearable=False),
        html.Div([graph(STYLES[first])], id="style-graph"),
        html.Div(report(STYLES[first]), id="style-report"),
    ]
)


@callback(
    Output("style-graph", "children"),
    Output("style-report", "children"),
    Input("style-name", "value"),
    prevent_initial_call=True,
)
def show_style(name):
    # The name comes from the browser: look it up, never evaluate it.
    style = STYLES.get(name, STYLE) if isinstance(name, str) else STYLE
    return graph(style), report(style)


if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
