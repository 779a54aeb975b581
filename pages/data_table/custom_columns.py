"""Custom columns

Numbers read well without a word, and each column can have a name, a format
and a style of its own.

A column's format is chosen from its values: thousands are grouped, except in
years and ids, and decimals are as many as the numbers have, or a few where
they go on for ever. What filters and sorts see is the value: type `> 0.25`
below *Share*.

`column_props` changes single columns; the others, and all that isn't named
of a column, stay as they are. Styles are merged with the default ones, which
follow the page's Bootstrap theme.
"""

import plotly.express as px
from dash import Dash
from dash.dash_table import FormatTemplate

from components import DataTableAIO

tips = px.data.tips()
tips["share"] = tips["tip"] / tips["total_bill"]
tips["per_person"] = tips["total_bill"] / tips["size"]

money = FormatTemplate.money(2)

layout = DataTableAIO(
    tips,
    column_props={
        "total_bill": {"name": "Total bill", "format": money},
        "tip": {"name": "Tip", "format": money},
        "share": {"name": "Share", "format": FormatTemplate.percentage(1)},
    },
    style_cell={"padding": "0.5rem 1rem"},
    style_data_conditional=[
        {
            "if": {"column_id": "share", "filter_query": "{share} > 0.2"},
            "backgroundColor": "var(--bs-success-bg-subtle, honeydew)",
            "color": "var(--bs-success-text-emphasis, darkgreen)",
        }
    ],
)

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
