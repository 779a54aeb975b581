"""`GraphWithDataAIO`: a graph with a tab for the data behind it, and one to download both.

The figure is drawn on the server by a function of the app's, of the rows that the reader filters in the
table; what is selected in the graph filters the table.
"""

# The engine is imported where it is used, as in the tables.
# ruff: noqa: PLC0415

from __future__ import annotations

import copy
import logging
import re
import reprlib
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

import dash_bootstrap_components as dbc
from dash import (
    MATCH,
    ClientsideFunction,
    Input,
    Output,
    Patch,
    State,
    callback,
    clientside_callback,
    dcc,
    html,
    no_update,
)
from dash.dependencies import ALL
from dash.exceptions import PreventUpdate

from .data_table import DataTableAIO
from .graphs.alternative import alternative, marks
from .graphs.functions import FigureFunction, function_named, register, registered
from .graphs.page_theme import TELL_PAGE_THEME
from .tables.aggregate import aggregate_of
from .tables.datatable_view import filter_of
from .tables.export_buttons import script
from .tables.faults import STORE_FAULTS, SUPERSEDED, UNREGISTERED_FIGURE, notice, told_of
from .tables.grid_view import asked_view
from .tables.kept_div import KeptDiv
from .tables.readers import asking
from .tables.source import Superseded
from .tables.table_data import source_of
from .tables.view import View, check_columns

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

    from .tables.registered import RegisteredSource
    from .tables.source import Source

logger = logging.getLogger(__name__)

Function = TypeVar("Function", bound=Callable[..., Any])

MAX_MARKS = 50_000
"""From so many marks on, the log says that browsers take long to draw them."""

DEFAULT_WIDTH = 720
"""Pixels, where the browser tells none."""

EMPTY = "No rows match what is filtered: take a filter back."
UNDRAWN = "The chart couldn't be drawn: the site's log says why."

SELECTS = ("x", "y", "legend", "point")
"""The parts of a chart that can be selected."""

HIDDEN = {
    "position": "absolute",
    "width": "1px",
    "height": "1px",
    "overflow": "hidden",
    "clipPath": "inset(50%)",
    "whiteSpace": "nowrap",
}
"""A style for what only screen readers tell."""

MUTED = {"color": "var(--bs-secondary-color, GrayText)", "fontSize": "0.875rem"}

# The subcomponents' properties that are not the caller's to set, and why.
OWNED = {
    "id": "makes each id of aio_id",
    "children": "puts its tabs there",
    "figure": "has it drawn by figure=",
    "selectedData": "keeps what is selected",
    "restyleData": "follows the legend by it",
}

CHIPS = {"component": "GraphWithDataAIO", "subcomponent": "chip", "aio_id": MATCH, "index": ALL}
"""The buttons that take back a part of what is filtered, by the part."""


class GraphWithDataAIO(KeptDiv):
    """A graph with its data: tabs for the chart, the table behind it, and downloads of both.

    What the reader filters in the table is what the chart draws; what they select in the chart, by a box, a
    lasso, a click or the legend, filters the table. Above the tabs is said what is filtered, each part with a
    button that takes it back. The table stays on the server, and only the tab that is open is computed.

    Parameters
    ----------
    df : dataframe of pandas, Polars or PyArrow, optional
        The data. In its place, `key` names a frame in the store, or `source` data in a database.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, and of the table's. Default: a new uuid.
    figure : callable
        A function of a module, declared with `@GraphWithDataAIO.figure`, that takes a dataframe and returns a
        plotly figure. If it has a parameter `theme`, it gets the page's, "light" or "dark"; if it has
        `width`, that of the graph in pixels, in steps of 80.
    key : str, optional
        What `redis_store.save` returned for a frame.
    source : DuckDBSource, PostgresSource or SparkSource, optional
        Data that stays in a database. Of more than a million rows, give `figure` an aggregate: see `figure`.
    title : str, optional
        The title above the tabs; it stands in downloaded pictures and names the files.
    note : str, optional
        A sentence below the chart on how to read it.
    credit : str, optional
        Where the data is from, in words. It stands below the tabs and in downloaded pictures.
    sources_text : str, optional
        Markdown on the data, for a tab "Sources". Default: there is no such tab.
    alt : str, optional
        The chart in words, for those who don't see it. Default: made of its title, axes and their ranges.
    selects : dict of str, optional
        The columns of which parts of the chart are selected: "x" and "y" by a box (a range of numbers or
        dates, or categories) and by a click on a category, "legend" by a click in it, and "point" by a lasso,
        a box or a click: of a mark that has the column as its first `customdata`. Default: none, and the
        chart selects nothing.
    base_filter : str, optional
        A `filter_query` of the app's own: other rows aren't there for the reader.
    table : type, optional
        The table's class: `DataTableAIO` or `AgGridAIO`. Default: the former.
    ttl : int, optional
        Seconds that what is stored of `df` lives after its last use. Default: those of the store.
    graph_props : dict, optional
        Properties of the `dcc.Graph`, which is 450 pixels high unless its `style` says otherwise.
    tabs_props : dict, optional
        Properties of the `dbc.Tabs`, such as its `active_tab`: "chart", "table", "download" or "sources".
    table_props : dict, optional
        Arguments of the table, such as `columns` (only these columns can be asked for, by the chart, too),
        `page_size` or `grid_props`; none that filters.

    Raises
    ------
    ValueError
        If not one of `df`, `key` and `source` is given; if `selects` names another part or a column that
        isn't there; if a dictionary has a property that the component sets itself; and as the table.
    TypeError
        If `figure` isn't declared, `table` is another class, or a text is something else; and as the table.
    UnknownColumnError
        If `selects` or `figure` names a column that isn't there (a `ValueError`, too).
    redis_store.StoreError
        As the table.

    Notes
    -----
    It needs `dash-bootstrap-components`. Where a page has no Bootstrap, it has a plain look of its own.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def store(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store`: `visible_df` takes its `data`; a callback may set it to `new_data`."""
            return {"component": "GraphWithDataAIO", "subcomponent": "store", "aio_id": aio_id}

        @staticmethod
        def notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` that tells the reader of a fault; empty when there is none."""
            return {"component": "GraphWithDataAIO", "subcomponent": "notice", "aio_id": aio_id}

        @staticmethod
        def view(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of what is filtered and selected, for `visible_df`."""
            return {"component": "GraphWithDataAIO", "subcomponent": "view", "aio_id": aio_id}

        @staticmethod
        def tabs(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Tabs`: its `active_tab` is "chart", "table", "download" or "sources"."""
            return {"component": "GraphWithDataAIO", "subcomponent": "tabs", "aio_id": aio_id}

        @staticmethod
        def graph(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Graph`."""
            return {"component": "GraphWithDataAIO", "subcomponent": "graph", "aio_id": aio_id}

        @staticmethod
        def alternative(aio_id: Any) -> dict[str, Any]:
            """The `html.Figcaption` that says in words what the chart shows."""
            return {"component": "GraphWithDataAIO", "subcomponent": "alternative", "aio_id": aio_id}

        @staticmethod
        def pane(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` of the table, which is in it from when it is first looked at."""
            return {"component": "GraphWithDataAIO", "subcomponent": "pane", "aio_id": aio_id}

        @staticmethod
        def chips(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` of what is filtered, a button for each part of it."""
            return {"component": "GraphWithDataAIO", "subcomponent": "chips", "aio_id": aio_id}

        @staticmethod
        def filtered(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` around them and the button that resets; hidden while nothing is filtered."""
            return {"component": "GraphWithDataAIO", "subcomponent": "filtered", "aio_id": aio_id}

        @staticmethod
        def reset(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that takes back all of it."""
            return {"component": "GraphWithDataAIO", "subcomponent": "reset", "aio_id": aio_id}

        @staticmethod
        def rows(aio_id: Any) -> dict[str, Any]:
            """The `dbc.RadioItems` of which rows are downloaded: "filtered" or "all"."""
            return {"component": "GraphWithDataAIO", "subcomponent": "rows", "aio_id": aio_id}

        @staticmethod
        def export_csv(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that writes a CSV file."""
            return {"component": "GraphWithDataAIO", "subcomponent": "export_csv", "aio_id": aio_id}

        @staticmethod
        def export_xlsx(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that writes an Excel file."""
            return {"component": "GraphWithDataAIO", "subcomponent": "export_xlsx", "aio_id": aio_id}

        @staticmethod
        def export_parquet(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that writes a Parquet file."""
            return {"component": "GraphWithDataAIO", "subcomponent": "export_parquet", "aio_id": aio_id}

        @staticmethod
        def export_notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` that says that a file is being written, or why it couldn't be."""
            return {"component": "GraphWithDataAIO", "subcomponent": "export_notice", "aio_id": aio_id}

        @staticmethod
        def width(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Input` of a picture's width in pixels."""
            return {"component": "GraphWithDataAIO", "subcomponent": "width", "aio_id": aio_id}

        @staticmethod
        def height(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Input` of its height."""
            return {"component": "GraphWithDataAIO", "subcomponent": "height", "aio_id": aio_id}

        @staticmethod
        def png(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that makes a PNG picture of the chart."""
            return {"component": "GraphWithDataAIO", "subcomponent": "png", "aio_id": aio_id}

        @staticmethod
        def svg(aio_id: Any) -> dict[str, Any]:
            """The `dbc.Button` that makes an SVG picture of it."""
            return {"component": "GraphWithDataAIO", "subcomponent": "svg", "aio_id": aio_id}

        @staticmethod
        def picture_notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` that says why a picture couldn't be made."""
            return {"component": "GraphWithDataAIO", "subcomponent": "picture_notice", "aio_id": aio_id}

        @staticmethod
        def code(aio_id: Any) -> dict[str, Any]:
            """The `html.Pre` of the lines of Python that read a downloaded file."""
            return {"component": "GraphWithDataAIO", "subcomponent": "code", "aio_id": aio_id}

        @staticmethod
        def page_theme(aio_id: Any) -> dict[str, Any]:
            """The empty `html.Data` whose `value` is the page's theme."""
            return {"component": "GraphWithDataAIO", "subcomponent": "page_theme", "aio_id": aio_id}

        @staticmethod
        def drawn(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the figure as it was drawn: that of the graph has what is selected, too."""
            return {"component": "GraphWithDataAIO", "subcomponent": "drawn", "aio_id": aio_id}

        @staticmethod
        def room(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the graph's width in pixels, in steps of 80."""
            return {"component": "GraphWithDataAIO", "subcomponent": "room", "aio_id": aio_id}

        @staticmethod
        def asked(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` by which the chart is drawn anew."""
            return {"component": "GraphWithDataAIO", "subcomponent": "asked", "aio_id": aio_id}

        @staticmethod
        def table_filter(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of what the table's reader filters."""
            return {"component": "GraphWithDataAIO", "subcomponent": "table_filter", "aio_id": aio_id}

        @staticmethod
        def kept_table(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the table before it is looked at."""
            return {"component": "GraphWithDataAIO", "subcomponent": "kept_table", "aio_id": aio_id}

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        df: IntoDataFrame | None = None,
        aio_id: str | int | None = None,
        *,
        figure: Callable[..., Any],
        key: str | None = None,
        source: RegisteredSource | None = None,
        title: str | None = None,
        note: str | None = None,
        credit: str | None = None,
        sources_text: str | None = None,
        alt: str | None = None,
        selects: Mapping[str, str] | None = None,
        base_filter: str | None = None,
        table: type[KeptDiv] | None = None,
        ttl: int | None = None,
        graph_props: Mapping[str, Any] | None = None,
        tabs_props: Mapping[str, Any] | None = None,
        table_props: Mapping[str, Any] | None = None,
    ) -> None:
        name, drawn = registered(figure)
        texts = {"title": title, "note": note, "credit": credit, "sources_text": sources_text, "alt": alt}
        for argument, text in texts.items():
            if text is not None and not isinstance(text, str):
                raise TypeError(f"{argument}= must be a text, not {text!r}.")
        table = DataTableAIO if table is None else table
        if getattr(table, "__name__", "") not in ("DataTableAIO", "AgGridAIO"):
            raise TypeError(f"table= must be DataTableAIO or AgGridAIO, not {table!r}.")
        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        graph_props = _checked("graph_props", graph_props)
        tabs_props = {"active_tab": "chart"} | _checked("tabs_props", tabs_props)
        given: dict[str, Any] = {
            "df": df,
            "key": key,
            "source": source,
            "base_filter": base_filter,
            "ttl": ttl,
        }
        for argument in sorted(given.keys() & dict(table_props or {}).keys()):
            raise ValueError(f"table_props[{argument!r}] can't be given: give GraphWithDataAIO {argument}=.")
        given = {argument: value for argument, value in given.items() if value is not None}
        _check_unfiltered(dict(table_props or {}))
        kept: Any = table(**given, aio_id=aio_id, **(table_props or {}))
        self._data = kept._data  # noqa: SLF001  its own kind
        selects = _checked_selects(selects, self._data.names)
        drawn.check({name: self._data.kinds[name] for name in self._data.names})

        file_name = _file_name(title)
        stored = {
            **kept._store.data,  # noqa: SLF001
            "figure": name,
            "asks": drawn.asks,
            "selects": selects,
            "ranges": [name for name in selects.values() if self._data.kinds[name] in {"number", "date"}],
            "title": title,
            "note": note,
            "credit": credit,
            "alt": alt,
            "name": file_name,
        }
        self._store = dcc.Store(id=self.ids.store(aio_id), data=stored)
        self.keep_stored()
        tabs = [
            dbc.Tab(self._chart(aio_id, note, graph_props), label="Chart", tab_id="chart"),
            dbc.Tab(html.Div(id=self.ids.pane(aio_id)), label="Table", tab_id="table"),
            dbc.Tab(self._downloads(aio_id, file_name, credit), label="Download", tab_id="download"),
        ]
        if sources_text is not None:
            tabs.append(dbc.Tab(dcc.Markdown(sources_text), label="Sources", tab_id="sources"))
        told: dict[str, Any] = {"aria-label": "What is filtered", "aria-live": "polite"}
        shown = [
            None if title is None else _heading(title, 3),
            html.Div(
                [
                    html.Div(id=self.ids.chips(aio_id), style={"display": "contents"}),
                    dbc.Button("Reset", id=self.ids.reset(aio_id), color="link", size="sm", n_clicks=0),
                ],
                id=self.ids.filtered(aio_id),
                className="aio-chips",
                role="group",
                hidden=True,
                **told,
            ),
            dbc.Tabs(tabs, id=self.ids.tabs(aio_id), **tabs_props),
            None if credit is None else html.Div(credit, style=MUTED),
        ]
        super().__init__(
            [
                self._store,
                html.Div(id=self.ids.notice(aio_id), role="status"),
                html.Div(shown, className="aio-graph-with-data"),
                html.Data(id=self.ids.page_theme(aio_id)),
                dcc.Store(id=self.ids.view(aio_id), data={"filter": {}, "within": []}),
                dcc.Store(id=self.ids.asked(aio_id)),
                dcc.Store(id=self.ids.room(aio_id)),
                dcc.Store(id=self.ids.table_filter(aio_id)),
                dcc.Store(id=self.ids.kept_table(aio_id), data={"table": kept}),
            ]
        )

    def _chart(self, aio_id: str | int, note: str | None, graph_props: dict[str, Any]) -> html.Figure:
        style = {"height": "450px"} | (graph_props.pop("style", None) or {})
        config: Any = {"displaylogo": False, "responsive": True} | (graph_props.pop("config", None) or {})
        graph = dcc.Graph(id=self.ids.graph(aio_id), style=style, config=config, **graph_props)
        return html.Figure(
            [
                # Its room is there before the graph is.
                html.Div(graph, className="aio-room", style={"minHeight": style.get("height")}),
                dcc.Store(id=self.ids.drawn(aio_id)),
                html.Figcaption(id=self.ids.alternative(aio_id), style=HIDDEN),
                html.P(note, style=MUTED) if note is not None else None,
            ],
            style={"margin": "0"},
        )

    def _downloads(self, aio_id: str | int, file_name: str, credit: str | None) -> html.Div:
        size = {"type": "number", "min": 200, "max": 4000, "step": 1, "style": {"width": "7rem"}}
        button = {"color": "secondary", "outline": True, "class_name": "aio-button", "n_clicks": 0}
        rows: dict[str, Any] = {"aria-label": "Rows"}
        row = {"display": "flex", "flexWrap": "wrap", "gap": "0.5rem", "alignItems": "center"}
        return html.Div(
            [
                _heading("Data", 4),
                html.Div(
                    dbc.RadioItems(
                        id=self.ids.rows(aio_id),
                        options=[
                            {"label": "As filtered", "value": "filtered"},
                            {"label": "All rows", "value": "all"},
                        ],
                        value="filtered",
                        inline=True,
                    ),
                    role="radiogroup",
                    **rows,
                ),
                html.Div(
                    [
                        dbc.Button("CSV", id=self.ids.export_csv(aio_id), **button),
                        dbc.Button("Excel", id=self.ids.export_xlsx(aio_id), **button),
                        dbc.Button("Parquet", id=self.ids.export_parquet(aio_id), **button),
                    ],
                    style=row,
                ),
                html.Div(id=self.ids.export_notice(aio_id), role="status"),
                _heading("Picture", 4),
                html.Div(
                    [
                        html.Label(
                            ["Width ", dbc.Input(id=self.ids.width(aio_id), value=1200, **size)], style=row
                        ),
                        html.Label(
                            ["Height ", dbc.Input(id=self.ids.height(aio_id), value=800, **size)], style=row
                        ),
                        dbc.Button("PNG", id=self.ids.png(aio_id), **button),
                        dbc.Button("SVG", id=self.ids.svg(aio_id), **button),
                    ],
                    style=row,
                ),
                html.Div(id=self.ids.picture_notice(aio_id), role="status"),
                _heading("In Python", 4),
                html.Pre(_code(file_name, credit), id=self.ids.code(aio_id), tabIndex=0),
            ],
            style={"padding": "0.5rem 0"},
        )

    @staticmethod
    @overload
    def figure(function: Function) -> Function: ...

    @staticmethod
    @overload
    def figure(
        function: None = None,
        *,
        columns: Sequence[str] | None = None,
        by: Sequence[str] | None = None,
        bins: Mapping[str, int] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Callable[[Function], Function]: ...

    @staticmethod
    def figure(
        function: Callable[..., Any] | None = None,
        *,
        columns: Sequence[str] | None = None,
        by: Sequence[str] | None = None,
        bins: Mapping[str, int] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Any:
        """Declare a function that draws: a decorator, with parentheses or without.

        A worker finds it by its module and its name when it imports the module, as it does with callbacks; a
        browser can name no other function. It is given the rows that the reader filters, or, with `by` or
        `bins`, what groups of them come to: a Polars frame of a row for each group, in their order, of at
        most 50,000. The rows are grouped where they are, by Polars in memory or by the database, so that a
        graph of a million rows is as light as its marks.

        Parameters
        ----------
        function : callable, optional
            A function of a module that takes a dataframe, and `theme` if it is drawn in the page's.
        columns : sequence of str, optional
            The columns that it needs, for what isn't taken costs nothing. Default: all of the table.
        by : sequence of str, optional
            Columns whose values make groups.
        bins : dict of int, optional
            By columns of numbers, how many bins of the same width make groups, from the least number of all
            rows to the largest; in the frame, a bin is its start. Rows without a number are in none.
        values : dict, optional
            By the names of the frame's other columns, `"count"` for the rows of a group, or a column and one
            of "count", "sum", "mean", "min" and "max": `{"people": ("pop", "sum")}`. Default: the column
            "count".

        Returns
        -------
        callable
            The function as it was.

        Raises
        ------
        ValueError
            If `columns` is given with an aggregate, or this is something else.
        TypeError
            If it is no function of a module, or takes no dataframe.
        """
        aggregate = (
            None if by is None and bins is None and values is None else aggregate_of(by or (), values, bins)
        )
        if aggregate is not None and columns is not None:
            raise ValueError("columns= is for the rows themselves: an aggregate has those that it names.")

        def declare(declared: Any) -> Any:
            register(declared, columns, aggregate)
            return declared

        return declare if function is None else declare(function)

    clientside_callback(
        TELL_PAGE_THEME,
        Output(ids.page_theme(MATCH), "value"),
        Input(ids.page_theme(MATCH), "id"),
    )

    # What the table filters, from when it is there: a table and a grid say so in their own ways.
    clientside_callback(
        "(filter_query) => ({ filter_query: filter_query ?? '' })",
        Output(ids.table_filter(MATCH), "data", allow_duplicate=True),
        Input(DataTableAIO.ids.datatable(MATCH), "filter_query"),
        prevent_initial_call=True,
    )
    clientside_callback(
        """({ filterModel, quickFilter } = {}) => ({ view: { filterModel, quickFilter } })""",
        Output(ids.table_filter(MATCH), "data", allow_duplicate=True),
        Input({"component": "AgGridAIO", "subcomponent": "view", "aio_id": MATCH}, "data"),
        prevent_initial_call=True,
    )

    clientside_callback(
        Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
        Output(ids.view(MATCH), "data"),
        Output(ids.asked(MATCH), "data"),
        Output(ids.chips(MATCH), "children"),
        Output(ids.filtered(MATCH), "hidden"),
        Input(ids.table_filter(MATCH), "data"),
        Input(ids.graph(MATCH), "selectedData"),
        Input(ids.graph(MATCH), "restyleData"),
        Input(ids.reset(MATCH), "n_clicks"),
        Input(CHIPS, "n_clicks"),
        Input(ids.tabs(MATCH), "active_tab"),
        Input(ids.page_theme(MATCH), "value"),
        Input(ids.store(MATCH), "data"),
        Input(ids.room(MATCH), "data"),
        State(ids.view(MATCH), "data"),
        State(ids.asked(MATCH), "data"),
    )

    clientside_callback(
        ClientsideFunction("GraphWithDataAIO", "show"),
        Output(ids.graph(MATCH), "figure"),
        Input(ids.drawn(MATCH), "data"),
        prevent_initial_call=True,
    )

    clientside_callback(
        ClientsideFunction("GraphWithDataAIO", "open"),
        Output(ids.pane(MATCH), "children"),
        Input(ids.tabs(MATCH), "active_tab"),
        State(ids.kept_table(MATCH), "data"),
        State(ids.view(MATCH), "data"),
        State(ids.store(MATCH), "data"),
        State(ids.pane(MATCH), "children"),
    )

    # A table that is there is told what the chart has selected, and of new data.
    for _table in ("DataTableAIO", "AgGridAIO"):
        clientside_callback(
            ClientsideFunction("GraphWithDataAIO", "narrow"),
            Output(
                {"component": _table, "subcomponent": "store", "aio_id": MATCH}, "data", allow_duplicate=True
            ),
            Input(ids.view(MATCH), "data"),
            Input(ids.store(MATCH), "data"),
            State({"component": _table, "subcomponent": "store", "aio_id": MATCH}, "data"),
            prevent_initial_call=True,
        )

    clientside_callback(
        script("rows, view", "...dash_clientside.GraphWithDataAIO.exported(store, rows, view)", "parquet"),
        Output(ids.export_notice(MATCH), "children"),
        Input(ids.export_csv(MATCH), "n_clicks"),
        Input(ids.export_xlsx(MATCH), "n_clicks"),
        Input(ids.export_parquet(MATCH), "n_clicks"),
        State(ids.store(MATCH), "data"),
        State(ids.rows(MATCH), "value"),
        State(ids.view(MATCH), "data"),
        prevent_initial_call=True,
    )

    clientside_callback(
        ClientsideFunction("GraphWithDataAIO", "picture"),
        Output(ids.picture_notice(MATCH), "children"),
        Input(ids.png(MATCH), "n_clicks"),
        Input(ids.svg(MATCH), "n_clicks"),
        State(ids.width(MATCH), "value"),
        State(ids.height(MATCH), "value"),
        State(ids.store(MATCH), "data"),
        prevent_initial_call=True,
    )

    @staticmethod
    @callback(
        Output(ids.drawn(MATCH), "data"),
        Output(ids.alternative(MATCH), "children"),
        Output(ids.notice(MATCH), "children"),
        Input(ids.asked(MATCH), "data"),
        State(ids.store(MATCH), "data"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def draw(asked: Any, store: Any) -> tuple[Any, ...]:
        """Draw the chart. Every argument is from the browser, so it may be anything."""
        if asked is None:
            raise PreventUpdate
        asked, store = (part if isinstance(part, dict) else {} for part in (asked, store))
        function = function_named(store.get("figure"))
        if function is None:
            logger.error(
                "GraphWithDataAIO can't draw: no figure function %s was declared in this process. Declare it"
                " in a module that every worker imports before it serves.",
                reprlib.repr(store.get("figure")),
            )
            return no_update, no_update, notice(UNREGISTERED_FIGURE)
        try:
            return _answered(function, asked, store)
        except Superseded:
            told = SUPERSEDED
        except STORE_FAULTS as error:
            told = told_of(error, store, "GraphWithDataAIO")
        except ValueError as error:
            logger.warning("GraphWithDataAIO refuses a request: %s", error)
            told = str(error)
        return no_update, no_update, notice(told)

    @staticmethod
    def new_data(
        df: IntoDataFrame | None = None,
        *,
        key: str | None = None,
        source: RegisteredSource | None = None,
        columns: Sequence[dict[str, Any]] | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
    ) -> Patch:
        """Give a graph and its table that stand new data: return it from a callback to `ids.store`'s `data`.

        As `DataTableAIO.new_data`: filters stay, and what the table shows is said anew.

        Parameters
        ----------
        df : dataframe of pandas, Polars or PyArrow, optional
            The data; it is not changed.
        key : str, optional
            In its place, what `redis_store.save` returned for a frame.
        source : DuckDBSource, PostgresSource or SparkSource, optional
            Likewise, data in a database.
        columns : list of dict, optional
            The `columns` of the table; only these can be asked for. Default: all of the frame.
        base_filter : str, optional
            The app's own filter. Default: all rows.
        ttl : int, optional
            Seconds that what is stored of `df` lives after its last use. Default: those of the store.

        Returns
        -------
        dash.Patch
            What changes in the data of the `dcc.Store`.

        Raises
        ------
        ValueError, TypeError
            As `GraphWithDataAIO` itself.
        redis_store.StoreError
            If the data can't be stored, `key` leads to no frame, or the store can't be reached.
        ForkedEngineError
            If this process can't use Polars.
        """
        return DataTableAIO.new_data(
            df, key=key, source=source, columns=columns, base_filter=base_filter, ttl=ttl
        )

    @staticmethod
    def visible_df(store: Any, view: Any = None, columns: Sequence[str] | None = None) -> Any:
        """Take the rows that the table shows: those that are filtered, and selected in the chart.

        Parameters
        ----------
        store : Any
            The `data` of `ids.store`, as the browser has sent it.
        view : Any, optional
            The `data` of `ids.view`, likewise. Default: all rows.
        columns : sequence of str, optional
            The columns that are needed. Default: all of the table.

        Returns
        -------
        dataframe
            The rows, as `DataTableAIO.visible_df` gives them.

        Raises
        ------
        FilterQueryError, FilterModelError, UnknownColumnError, ValueError
            If what is filtered or selected can't be understood.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the graph's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store, view = (part if isinstance(part, dict) else {} for part in (store, view))
        source = source_of(store | {"within": view.get("within")})
        check_columns(columns or (), source.kinds, "columns=")
        return source.frame(View(_filter_asked(view.get("filter"), store, source)), columns)


def _heading(text: str, level: int) -> html.Div:
    """Make a heading, which looks like one in any page."""
    size = {3: "1.25rem"}.get(level, "1rem")
    properties: dict[str, Any] = {"role": "heading", "aria-level": str(level)}
    return html.Div(text, style={"fontSize": size, "fontWeight": "600", "margin": "0.5rem 0"}, **properties)


def _checked(name: str, props: Mapping[str, Any] | None) -> dict[str, Any]:
    """Copy a caller's properties; refuse those that the component sets."""
    for owned in sorted(OWNED.keys() & dict(props or {}).keys()):
        raise ValueError(f"{name}[{owned!r}] can't be given: GraphWithDataAIO {OWNED[owned]}.")
    return copy.deepcopy(dict(props or {}))


def _check_unfiltered(table_props: Mapping[str, Any]) -> None:
    """Refuse a table that would filter before it is looked at, of which the chart knows nothing."""
    filtered = [name for name in ("filter_query", "persistence") if table_props.get(name)]
    in_grid = table_props.get("grid_props") or {}
    filtered += [f"grid_props.{name}" for name in ("filterModel", "persistence") if in_grid.get(name)]
    for name in filtered:
        raise ValueError(
            f"{name} can't be given in table_props: the chart would not know of it. Give base_filter= for"
            " rows that aren't there for the reader."
        )


def _checked_selects(selects: Mapping[str, str] | None, names: Sequence[str]) -> dict[str, str]:
    for part in dict(selects or {}):
        if part not in SELECTS:
            raise ValueError(f"selects= has parts of a chart: {', '.join(SELECTS)}, not {part!r}.")
    check_columns(dict(selects or {}).values(), names, "selects=")
    return dict(selects or {})


def _file_name(title: str | None) -> str:
    """Name files after a title."""
    return re.sub(r"[^a-z0-9]+", "-", (title or "").lower()).strip("-")[:60].rstrip("-") or "data"


def _code(file_name: str, credit: str | None) -> str:
    comment = "".join(f"# {line}\n" for line in (credit or "").splitlines())
    return f'{comment}import pandas as pd\n\nframe = pd.read_parquet("{file_name}.parquet")'


def _filter_asked(asked: Any, store: Mapping[str, Any], source: Source) -> Any:
    """Say which rows the table's reader filters, of a table or of a grid."""
    match asked:
        case None | {"filter_query": None}:
            return None
        case {"view": view}:
            return asked_view(view, store, source.kinds).filter
        case {"filter_query": query}:
            return filter_of(query, source.kinds)
        case {}:
            return None
    raise ValueError("What is filtered must be a dictionary, as the data of ids.view has it.")


def _answered(function: FigureFunction, asked: dict[str, Any], store: dict[str, Any]) -> tuple[Any, ...]:
    """Draw what is asked for; raises what the reader is told of by its kind."""
    source = source_of({name: value for name, value in store.items() if name != "within"})
    view = View(_filter_asked(asked.get("filter"), store, source))
    with asking(store.get("version"), view):
        frame = function.frame(source, view)
    if not len(frame):
        return _without_marks(), EMPTY, notice(EMPTY)
    page = {"theme": "dark" if asked.get("theme") == "dark" else "light", "width": _width(asked.get("width"))}
    try:
        figure = function.function(frame, **{name: page[name] for name in function.asks})
        return *_drawn(figure, store), None
    except Exception:
        logger.exception("GraphWithDataAIO can't draw by %s.", store["figure"])
        return no_update, no_update, notice(UNDRAWN)


def _width(width: Any) -> int:
    """Give the width that a browser tells, if it makes sense."""
    return min(max(width, 240), 4000) if type(width) is int else DEFAULT_WIDTH


def _drawn(figure: Any, store: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Complete a figure, and say it in words."""
    import plotly.graph_objects as go

    figure = go.Figure(figure)  # raises for anything but a figure
    count = marks(figure)
    if count > MAX_MARKS:
        logger.warning(
            "%s draws %s marks: a browser takes long for more than %s. Draw an aggregate.",
            store["figure"],
            f"{count:,}",
            f"{MAX_MARKS:,}",
        )
    title, alt, selects = (store.get(name) for name in ("title", "alt", "selects"))
    words = alt if isinstance(alt, str) else alternative(figure, title if isinstance(title, str) else None)
    layout = figure.layout
    # What the reader has zoomed, hidden and selected stays when other rows are drawn.
    layout.uirevision = layout.uirevision or "kept"
    if isinstance(selects, dict) and selects.keys() & {"x", "y", "point"}:
        layout.dragmode = layout.dragmode or ("lasso" if selects.keys() == {"point"} else "select")
        layout.clickmode = layout.clickmode or "event+select"
    if layout.modebar.bgcolor is None:  # which would else be made of a background that may be transparent
        layout.modebar.bgcolor = "rgba(0, 0, 0, 0)"
    # What is hidden in the legend stays hidden by its name, and not by its place.
    seen = Counter[str]()
    for trace in figure.data:
        if trace.name and trace.uid is None:
            # Of letters and digits, for plotly makes a class of it.
            trace.uid = uuid.uuid5(uuid.NAMESPACE_OID, f"{trace.name} {seen[trace.name]}").hex
            seen[trace.name] += 1
    drawn: dict[str, Any] = figure.to_dict()
    # The title may be the browser's: half of a surrogate pair has no form in an answer.
    return drawn, f"{words} The tab Table has its data.".encode(errors="replace").decode()


def _without_marks() -> dict[str, Any]:
    axis = {"visible": False}
    colors = {"paper_bgcolor": "rgba(0, 0, 0, 0)", "plot_bgcolor": "rgba(0, 0, 0, 0)"}
    return {"data": [], "layout": {"xaxis": axis, "yaxis": axis, "uirevision": "kept", **colors}}
