"""Export

A button below the table writes all rows that the filter matches, in the
order of the sort, into a file.

The rows come from the server as the file is written, so that neither it nor
the page holds a million of them. Filter, sort, and press a button: the file
has every page's rows, and the columns that are shown. Cells are written as
they are, not rounded as they are shown.

A text that a spreadsheet would take for a formula, such as `=1+1`, gets an
apostrophe in front in CSV; in Excel's own format it is a text as it is. Excel
has room for 1,048,575 rows below the header: a button says so if there are
more.
"""

import plotly.express as px
from dash import Dash

from components import DataTableAIO

layout = DataTableAIO(px.data.gapminder(), export=["csv", "xlsx"])

if __name__ == "__main__":
    app = Dash()
    app.layout = layout
    app.run()
