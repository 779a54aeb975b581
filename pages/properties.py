"""What each property does

Every property of `DataTable`, and what it does in a `DataTableAIO`.
"""

from markupsafe import Markup

from components.tables.datatable_properties import COLUMN_PROPERTIES, PROPERTIES
from components.tables.properties import Property
from gallery.page.tables import tables_of
from gallery.pages import Site

INTRODUCTION = """
The rows stay on the server, and the browser has those in view. So what means rows by their position, or
columns that aren't shown, can't be left to the browser alone. This is what [`DataTableAIO`](../data-table)
decides by:

- *native*: as in a `DataTable` that holds all of the data;
- *own*: in the component's own way;
- *refused*: an error where the table is made, with what to use instead.

`style_…_conditional`, `tooltip_conditional` and `dropdown_conditional` are evaluated in the browser, on the
columns that it has: those of `columns`. One that isn't to be shown is listed in `hidden_columns`, too, and is
sent all the same. So is `id`, which Dash takes for the ids of rows.
"""

COLUMNS = ("Property", "Works", "What is different, or to be used instead")

TABLES = {"The table": PROPERTIES, "Its columns: the items of `columns`": COLUMN_PROPERTIES}


def content(site: Site) -> Markup:
    return properties_tables(TABLES, INTRODUCTION)


def properties_tables(tables: dict[str, dict[str, Property]], introduction: str) -> Markup:
    rows = {title: [_row(*one) for one in properties.items()] for title, properties in tables.items()}
    return tables_of(COLUMNS, rows, introduction=introduction, css_class="properties")


def _row(name: str, known: Property) -> tuple[str, str, str]:
    refused = [f"`{value!r}` is refused. {instead}" for value, instead in (known.refused or {}).items()]
    return f"`{name}`", known.way, " ".join([known.note, *refused]).strip()
