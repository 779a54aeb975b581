"""Custom columns

Any property of AG Grid's columns, without repeating what the frame says.

`columns` chooses the columns and groups them; `column_props` changes single
ones. What isn't given stays what is made of the frame: type, filter, alignment,
a number format. Conditional styles and links work under a Content Security
Policy without `eval`, as on this site.
"""

import plotly.express as px
from dash import Dash

from components import AgGridAIO

countries = px.data.gapminder().query("year == 2007")
name = countries["country"].str.replace(" ", "+")
countries["link"] = "[This page](?country=" + name + ")"

layout = AgGridAIO(
    countries,
    columns=[
        {"headerName": "Where", "children": ["country"]},
        {"headerName": "In 2007", "children": ["lifeExp", "pop", "gdpPercap"]},
        "link",
    ],
    column_props={
        "country": {"headerName": "Country", "pinned": "left", "width": 160},
        "lifeExp": {
            "headerName": "Life expectancy",
            "cellClassRules": {"text-danger fw-bold": "params.value < 50"},
        },
        "pop": {"headerName": "Population"},
        "gdpPercap": {"headerName": "GDP per head", "sort": "desc"},
        "link": {"cellRenderer": "markdown", "filter": False, "sortable": False},
    },
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
