"""Get started

From an empty folder to a table of any size, with a graph that follows it.
"""

from gallery.pages import Site

INSTALL = """
## 1. Install

You need Python 3.11 or later. In an empty folder:

```
python3 -m venv .venv
.venv/bin/pip install dash pandas polars pyarrow narwhals redis fakeredis cachetools
```

Then copy the folder `components/` of this project into it: it works under any name, in any project. Or take a
component with just the files that it needs: [a table](data-table.zip), [a grid](ag-grid.zip), [a graph](graph-with-data.zip).
Each comes with a `requirements.txt` of exact versions.
"""

FIRST = """
from dash import Dash

from components import MarkdownWithColorAIO

app = Dash()
app.layout = MarkdownWithColorAIO("## Hello World")

if __name__ == "__main__":
    app.run()
"""

TABLE = """
import plotly.express as px
from dash import Dash

from components import DataTableAIO

app = Dash()
app.layout = DataTableAIO(px.data.gapminder())

if __name__ == "__main__":
    app.run()
"""

GRAPH = """
import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html

from components import DataTableAIO

app = Dash()
app.layout = html.Div(
    [
        DataTableAIO(px.data.gapminder(), aio_id="countries"),
        dcc.Graph(id="expectancy"),
    ]
)


@callback(
    Output("expectancy", "figure"),
    Input(DataTableAIO.ids.store("countries"), "data"),
    Input(DataTableAIO.ids.datatable("countries"), "filter_query"),
)
def draw(store, filter_query):
    rows = DataTableAIO.visible_df(store, filter_query)
    return px.histogram(rows, x="lifeExp", color="continent")


if __name__ == "__main__":
    app.run()
"""

STEPS = [
    (
        "2. Your first app",
        "Save this as `app.py`, and run `.venv/bin/python app.py`. Pick a colour: the callback that paints the text came "
        "with the component, and you wire nothing.",
        FIRST,
    ),
    (
        "3. From a dataframe to a table",
        "Any dataframe of pandas, Polars or PyArrow will do. The browser gets ten rows, and the server filters, sorts and "
        "pages the rest. Type `> 75` below *lifeExp*.",
        TABLE,
    ),
    (
        "4. A graph that follows the table",
        "Give the component an `aio_id`, and your callbacks find its parts by `DataTableAIO.ids`. `visible_df` gives the "
        "rows that the reader sees.",
        GRAPH,
    ),
]

MORE = """
## 5. Where the data lives

Without a setting, the data is in the memory of the one process that serves the app. With several workers, set `REDIS_URL`:
they share the data, and a key in the browser leads to it. Nobody can guess one. [Deploy](deploy) says how.

Data that doesn't fit one machine stays in DuckDB, PostgreSQL or Spark:
[the table is the same](data-table/larger-than-memory).

## Where to go from here

- [The convention](convention): the seven points that all of these components hold, with the lines that obey them.
- [The filter language](filter-language): what your readers can type below a column's name.
- [AgGridAIO](ag-grid): the same in an AG Grid, scrolled from the first row to the millionth.
- [GraphWithDataAIO](graph-with-data): a chart that carries its data.
- [When something goes wrong](when-something-goes-wrong): what your readers see, and what your log says.
"""


def content(site: Site) -> str:
    steps = (f"## {title}\n\n{text}\n\n```python\n{code.strip()}\n```" for title, text, code in STEPS)
    return "\n\n".join([INSTALL, *steps, MORE])
