"""What each property does

Every property of `DataTable`, and what it does in a `DataTableAIO`.
"""

from dash import html

from components.tables.datatable_properties import COLUMN_PROPERTIES, PROPERTIES
from components.tables.properties import Property
from gallery.markup import attributes, inline_markdown, markdown

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


def layout() -> html.Article:
    return html.Article(
        [
            html.H1("What each property does"),
            html.P(
                inline_markdown("Every property of `DataTable`, and what it does in a `DataTableAIO`."),
                className="lead",
            ),
            html.Div(markdown(INTRODUCTION), className="prose"),
            *(section(title, properties) for title, properties in TABLES.items()),
        ]
    )


def section(title: str, properties: dict[str, Property]) -> html.Section:
    head = html.Tr([html.Th(column, scope="col", role="columnheader") for column in COLUMNS], role="row")
    rows = [html.Tr(_cells(name, known), role="row") for name, known in properties.items()]
    # On a phone each row is a block, which would be no row to a screen reader without its role.
    table = [html.Thead(head, role="rowgroup"), html.Tbody(rows, role="rowgroup")]
    return html.Section(
        [
            html.H2(inline_markdown(title)),
            html.Table(table, className="table faults properties", role="table"),
        ]
    )


def _cells(name: str, known: Property) -> list[html.Td]:
    refused = [f"`{value!r}` is refused. {instead}" for value, instead in (known.refused or {}).items()]
    texts = (f"`{name}`", known.way, " ".join([known.note, *refused]).strip())
    return [
        html.Td(inline_markdown(text), role="cell", **attributes(data_column=column))
        for column, text in zip(COLUMNS, texts, strict=True)
    ]
