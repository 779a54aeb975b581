"""`AgGridAIO`: an AG Grid of any size, whose data stays on the server.

The browser has the rows that were scrolled to, and the key of the rest: the dataframe is stored once by
`redis_store`, and a callback filters and sorts it there, with the rows that a grid holding all of it would
show.
"""

# The engine is imported where it is used: Dash asks that whatever has callbacks is imported before the first
# request, which so costs no more than Dash itself.
# ruff: noqa: PLC0415

from __future__ import annotations

import copy
import logging
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from dash.exceptions import PreventUpdate
from dash_ag_grid import AgGrid

from .tables import export_buttons
from .tables.counted import count_told, counted_rows
from .tables.faults import RETRIED, STORE_FAULTS, SUPERSEDED, notice, told_of
from .tables.filter_model import FilterModelError, filter_of
from .tables.grid_columns import column_defs, made_columns, names_in
from .tables.grid_properties import MAX_ROWS, OWNED, check_properties  # noqa: F401  the reference tells of OWNED
from .tables.grid_selection import marks, selected_frame
from .tables.grid_view import asked_view, checked_order, filter_params_of, leaf_columns
from .tables.kept_div import KeptDiv
from .tables.look import ROW_COUNT_STYLE
from .tables.predicates import EVERYTHING
from .tables.properties import check_seconds
from .tables.readers import asking
from .tables.source import Superseded, block_of
from .tables.table_data import TableData, check_one_given, frame_of_records, key_of, source_of
from .tables.table_export import export_rows  # noqa: F401  which answers the export buttons
from .tables.view import check_columns

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame, IntoDataFrameT

    from .tables.registered import RegisteredSource

logger = logging.getLogger(__name__)

ROW = "aio_row"
"""What the browser has a row's position in the frame as, beside its cells: the row's id in the grid."""

MARK = "aio_all"
"""Likewise, whether the row is among all that were selected."""

# Of the grid, in the browser: its columns as they are shown.
EXPORTED = """view: view ?? {},
        columns: dash_ag_grid.getApi(JSON.stringify(id, Object.keys(id).sort())).getAllDisplayedColumns()
          .filter((column) => column.getColDef().field)
          .map((column) => ({ id: column.getColId(), name: column.getColDef().headerName }))"""

UNANSWERED = "The server doesn't answer: asking again."
FAILED = "Something went wrong on the server, whose log says what."

_COLORS = {
    "backgroundColor": "var(--bs-body-bg, Canvas)",
    "foregroundColor": "var(--bs-body-color, CanvasText)",
    "accentColor": "var(--bs-link-color, LinkText)",
    "fontFamily": "var(--bs-body-font-family, system-ui, sans-serif)",
    "browserColorScheme": "inherit",
}

DEFAULTS: dict[str, Any] = {
    "style": {"height": "400px", "width": "100%"},
    "defaultColDef": {
        "filter": True,
        "floatingFilter": True,
        "minWidth": 110,
        "resizable": True,
        "sortable": True,
    },
    "dashGridOptions": {
        "autoSizeStrategy": {"type": "fitCellContents"},
        "blockLoadDebounceMillis": 100,
        "cacheBlockSize": 100,
        "maxBlocksInCache": 5,
        "maxConcurrentDatasourceRequests": 1,
        "suppressFieldDotNotation": True,
        "theme": {"function": f"themeQuartz.withParams({_COLORS})"},
    },
    "persisted_props": ["filterModel", "columnState"],
}
"""What the grid has if nothing else is said; dictionaries are merged with the caller's."""


class AgGridAIO(KeptDiv):
    """An `AgGrid` of a dataframe of any size: filtered and sorted on the server, and sent as it is scrolled.

    Parameters
    ----------
    df : dataframe of pandas, Polars or PyArrow, optional
        The data. It is never changed. In its place, `key` names a frame in the store, or `data` is a list of
        records. Columns that hold Python objects of several types are shown as text, with a warning. The
        index is not shown.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.
    key : str, optional
        What `redis_store.save` returned for a frame. The app saves it once, and a grid made of its key costs
        neither that nor another copy. With `columns` or `base_filter`, the browser has the key of that part
        alone.
    source : DuckDBSource, PostgresSource or SparkSource, optional
        In place of both, data that stays in a database, which filters, sorts and counts: see these. A grid of
        it has no selection, for its rows have no positions.
    data : list of dict, optional
        Records, in place of a dataframe.
    columns : list, optional
        The columns that the grid has, no others can be asked for: names, column definitions with a `field`,
        and groups of columns with `headerName` and `children`. What a definition doesn't say is made of the
        frame: type, filter, alignment, a number format. Default: all columns of the frame.
    column_props : dict of dict, optional
        What single columns have in place of that, by their names: `{"price": {"headerName": "Price"}}`.
    base_filter : str, optional
        A filter of the app's own, in `DataTable`'s filter language: the rows that it doesn't take aren't
        there for the reader, who can neither see nor change it. It may name columns that aren't shown.
    quick_filter : bool, default False
        Whether there is a field above the grid whose words are sought in all columns, as AG Grid's own quick
        filter does. A callback may set the `value` of `ids.quick_filter`.
    export : list of str, optional
        Buttons below the grid that write all rows that the filter matches, in the sort's order, and the
        columns that are shown, into a file: "csv", "xlsx" or both. It needs Dash's Flask backend. Default:
        none.
    ttl : int, optional
        Seconds that what is stored of `df` or `data` lives after its last use. Default: those of the store.
    timeout : float, default 20
        Seconds after which a request without an answer is asked again, as of a server that went away.
    grid_props : dict, optional
        Properties of the `AgGrid`, merged with those of `DEFAULTS`. `tables/grid_properties.py` says of each
        whether it works as there, in the component's own way, or not at all.

    Raises
    ------
    ValueError
        If not one of `df`, `key` and `data` is given; if `ttl` is given with `key`; if a property is given
        that can't be done right, with what to use instead; if the frame lacks a column that is named; if
        `base_filter` can't be carried out for every row.
    TypeError
        If `df` is no dataframe, or a dictionary of properties is something else.
    FilterModelError
        If the `filterModel` of `grid_props` can't be understood (a `ValueError`, too).
    FilterQueryError, UnknownColumnError
        If `base_filter` is no `filter_query`, or names a column that the frame lacks (both are a
        `ValueError`, too).
    UnsupportedColumnError
        If a column can't be shown in a grid (a `ValueError`, too).
    redis_store.StoreValueError, redis_store.StoreSizeError, redis_store.StoreFullError
        If the frame can't be stored.
    redis_store.StoreError
        If `key` leads to no frame, or the store can't be reached.
    ForkedEngineError
        If `df` is of Polars, or `key` is given, and this process can't use Polars, which was used before it
        was forked.

    Notes
    -----
    A server of several processes needs a Redis that they share: see `DataTableAIO`. Importing this puts
    `dash-ag-grid`'s script on every page of an app.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def grid(aio_id: Any) -> dict[str, Any]:
            """The `AgGrid`: a callback may set its `filterModel`, for example."""
            return {"component": "AgGridAIO", "subcomponent": "grid", "aio_id": aio_id}

        @staticmethod
        def store(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store`: `visible_df` takes its `data`, of which `"df"` is the key of a whole frame."""
            return {"component": "AgGridAIO", "subcomponent": "store", "aio_id": aio_id}

        @staticmethod
        def notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` above the grid that tells the reader of a fault; empty when there is none."""
            return {"component": "AgGridAIO", "subcomponent": "notice", "aio_id": aio_id}

        @staticmethod
        def unanswered(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` that tells the reader that the server doesn't answer; hidden while it does."""
            return {"component": "AgGridAIO", "subcomponent": "unanswered", "aio_id": aio_id}

        @staticmethod
        def row_count(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` above the grid that tells how many rows there are: "12 of 1,704 rows"."""
            return {"component": "AgGridAIO", "subcomponent": "row_count", "aio_id": aio_id}

        @staticmethod
        def quick_filter(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Input` above the grid whose `value` is sought in all columns."""
            return {"component": "AgGridAIO", "subcomponent": "quick_filter", "aio_id": aio_id}

        @staticmethod
        def view(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of what the grid shows, for `visible_df`: its filters and its sort."""
            return {"component": "AgGridAIO", "subcomponent": "view", "aio_id": aio_id}

        @staticmethod
        def selection(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the selected rows, for `selected_df`; a callback may set `{"rows": […]}`."""
            return {"component": "AgGridAIO", "subcomponent": "selection", "aio_id": aio_id}

        @staticmethod
        def select_all(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that selects all rows that match; hidden where not several can be."""
            return {"component": "AgGridAIO", "subcomponent": "select_all", "aio_id": aio_id}

        @staticmethod
        def clear_selection(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` beside it that selects no row any more."""
            return {"component": "AgGridAIO", "subcomponent": "clear_selection", "aio_id": aio_id}

        @staticmethod
        def export_csv(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes a CSV file; with `export` alone."""
            return {"component": "AgGridAIO", "subcomponent": "export_csv", "aio_id": aio_id}

        @staticmethod
        def export_xlsx(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes an Excel file; with `export` alone."""
            return {"component": "AgGridAIO", "subcomponent": "export_xlsx", "aio_id": aio_id}

        @staticmethod
        def export_notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Span` beside them that says that a file is being written, or why it couldn't be."""
            return {"component": "AgGridAIO", "subcomponent": "export_notice", "aio_id": aio_id}

        @staticmethod
        def counting(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` by which rows of a source are counted that are shown before that is done."""
            return {"component": "AgGridAIO", "subcomponent": "counting", "aio_id": aio_id}

        @staticmethod
        def answer(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` by which the component's script knows that a request was answered."""
            return {"component": "AgGridAIO", "subcomponent": "answer", "aio_id": aio_id}

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        df: IntoDataFrame | None = None,
        aio_id: str | int | None = None,
        *,
        key: str | None = None,
        source: RegisteredSource | None = None,
        data: Sequence[Mapping[str, Any]] | None = None,
        columns: Sequence[Any] | None = None,
        column_props: Mapping[str, Mapping[str, Any]] | None = None,
        base_filter: str | None = None,
        quick_filter: bool = False,
        export: Sequence[str] | None = None,
        ttl: int | None = None,
        timeout: float = 20,
        grid_props: Mapping[str, Any] | None = None,
    ) -> None:
        check_properties(grid_props or {})
        check_one_given(
            {
                "df": df is not None,
                "key": key is not None,
                "source": source is not None,
                "data": data is not None,
            }
        )
        check_seconds("timeout", timeout)
        file_types = export_buttons.checked_file_types(export or [])

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        names = None if columns is None else names_in(columns)
        if data is not None:
            df = frame_of_records(data, names or ())
        self._data = TableData(df, key, names, base_filter, ttl, source)
        for name in (ROW, MARK):
            if name in self._data.names:
                raise ValueError(
                    f"The column {name!r} can't be shown: the grid has a name of its own like it."
                )
        made = made_columns(self._data.columns, self._data.grid_types)
        definitions = column_defs(columns, made, column_props or {})
        # Copies: what the caller passed stays the caller's, and no two grids share a default.
        properties = _merged(grid_props or {})
        options = properties["dashGridOptions"]
        if source is not None and options.get("rowSelection"):
            raise ValueError(
                "rowSelection goes by the positions of rows, which those of a source don't have."
            )
        if isinstance(options.get("rowSelection"), dict):  # all rows are selected by a button
            options["rowSelection"] = {"headerCheckbox": False} | options["rowSelection"]
            options.setdefault("selectionColumnDef", {"headerName": "Select"})
        filter_model = properties.pop("filterModel", None)
        params = filter_params_of(definitions, properties["defaultColDef"])
        filter_of(filter_model, self._data.kinds, params)  # raises for what can't be understood
        if filter_model:  # as a property, it would come after a first request without it
            state = options.setdefault("initialState", {})
            state["filter"] = {"filterModel": filter_model}

        searched = [column["field"] for column in leaf_columns(definitions) if not column.get("hide")]
        stored = {
            "df": None,
            "part": None,
            "columns": self._data.names,
            "filter_params": params,
            "searched": searched,
            "timeout": timeout,
        }
        self._store = dcc.Store(id=self.ids.store(aio_id), data=stored)
        self.keep_stored()
        children = [
            self._store,
            html.Div(id=self.ids.notice(aio_id), role="status"),
            html.Div(notice(UNANSWERED), id=self.ids.unanswered(aio_id), role="status", hidden=True),
            _quick_filter(self.ids.quick_filter(aio_id), shown=quick_filter),
            html.Div(id=self.ids.row_count(aio_id), role="status", style=dict(ROW_COUNT_STYLE)),
            # Its room is there before the grid's script is.
            html.Div(
                AgGrid(
                    id=self.ids.grid(aio_id),
                    columnDefs=definitions,
                    rowModelType="infinite",
                    getRowId=f"params.data.{ROW} + ''",
                    **properties,
                ),
                style={"height": (properties["style"] or {}).get("height")},
            ),
            dcc.Store(id=self.ids.view(aio_id)),
            dcc.Store(id=self.ids.answer(aio_id)),
            dcc.Store(id=self.ids.counting(aio_id)),
            dcc.Store(id=self.ids.selection(aio_id)),
            _selection_buttons(aio_id, options),
        ]
        if file_types:
            of_buttons = {"csv": self.ids.export_csv(aio_id), "xlsx": self.ids.export_xlsx(aio_id)}
            children.append(
                export_buttons.export_buttons(of_buttons, self.ids.export_notice(aio_id), file_types)
            )
        super().__init__(children)

    @staticmethod
    @callback(
        Output(ids.grid(MATCH), "getRowsResponse"),
        Output(ids.answer(MATCH), "data"),
        Output(ids.view(MATCH), "data"),
        Output(ids.notice(MATCH), "children"),
        Output(ids.row_count(MATCH), "children"),
        Output(ids.counting(MATCH), "data"),
        Input(ids.grid(MATCH), "getRowsRequest"),
        State(ids.store(MATCH), "data"),
        State(ids.quick_filter(MATCH), "value"),
        State(ids.selection(MATCH), "data"),
        State(ids.view(MATCH), "data"),
        State(ids.answer(MATCH), "data"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def give_rows(
        request: Any, store: Any, quick_filter: Any, selection: Any, seen: Any, last: Any
    ) -> tuple[Any, ...]:
        """Give a block of rows. Every argument is from the browser, so it may be anything.

        Whatever happens, there is an answer: a grid that gets none waits for it, and asks for nothing else.
        """
        if request is None:
            raise PreventUpdate
        store = store if isinstance(store, dict) else {}
        retry = False
        try:
            return _answered(request, store, quick_filter, selection, seen)
        except Superseded:  # which Dash drops, as the grid has asked anew
            told, retry = SUPERSEDED, True
        except STORE_FAULTS as error:
            told = told_of(error, store, "AgGridAIO")
            retry = isinstance(error, RETRIED)
        except ValueError as error:
            told = str(error)
            logger.warning("AgGridAIO refuses a request: %s", told)
        except Exception:
            logger.exception("AgGridAIO can't give its rows.")
            told = FAILED
        # As many rows as there were, so that the reader stays where they are.
        count = _count(last)
        response = {"rowData": [], "rowCount": count}
        return response, {"count": count, "retry": retry}, no_update, notice(told), None, no_update

    @staticmethod
    @callback(
        Output(ids.answer(MATCH), "data", allow_duplicate=True),
        Output(ids.row_count(MATCH), "children", allow_duplicate=True),
        Output(ids.notice(MATCH), "children", allow_duplicate=True),
        Input(ids.counting(MATCH), "data"),
        State(ids.view(MATCH), "data"),
        State(ids.store(MATCH), "data"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def count_rows(counting: Any, view: Any, store: Any) -> tuple[Any, ...]:
        """Count rows that are shown already. Every argument is from the browser, so it may be anything."""
        if counting is None:
            raise PreventUpdate
        try:
            count, told, fault = count_told(
                "AgGridAIO", store, lambda source, stored: asked_view(view, stored, source.kinds)
            )
        except PreventUpdate:
            raise
        except Exception:
            logger.exception("AgGridAIO can't count its rows.")
            count, told, fault = None, None, notice(FAILED)
        answer = no_update if count is None else {"count": count, "counted": str(uuid.uuid4())}
        return answer, told, fault

    # In the browser, where requests are made and answers come: what keeps the grid from standing still.
    clientside_callback(
        Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
        Output(ids.unanswered(MATCH), "title"),
        Input(ids.grid(MATCH), "getRowsRequest"),
        Input(ids.store(MATCH), "data"),
        Input(ids.quick_filter(MATCH), "value"),
        Input(ids.selection(MATCH), "data"),
        Input(ids.select_all(MATCH), "n_clicks"),
        Input(ids.clear_selection(MATCH), "n_clicks"),
        State(ids.view(MATCH), "data"),
    )

    clientside_callback(
        ClientsideFunction("AgGridAIO", "answered"),
        Output(ids.unanswered(MATCH), "hidden"),
        Input(ids.answer(MATCH), "data"),
        State(ids.grid(MATCH), "id"),
    )

    clientside_callback(
        export_buttons.script("view, id", EXPORTED),
        Output(ids.export_notice(MATCH), "children"),
        Input(ids.export_csv(MATCH), "n_clicks"),
        Input(ids.export_xlsx(MATCH), "n_clicks"),
        State(ids.store(MATCH), "data"),
        State(ids.view(MATCH), "data"),
        State(ids.grid(MATCH), "id"),
        prevent_initial_call=True,
    )

    @staticmethod
    def new_data(
        df: IntoDataFrame | None = None,
        *,
        key: str | None = None,
        source: RegisteredSource | None = None,
        columns: Sequence[Any] | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
    ) -> Patch:
        """Give a grid that stands new data: return it from a callback to the `data` of `ids.store`.

        The rows in view are asked for anew; filters, sort, columns and the place that was scrolled to stay,
        and the selection doesn't, for it has positions in the frame. What the grid shows is said anew, for
        nothing that a browser sends decides about that: where the grid has `columns` or `base_filter`, give
        them here too, or the browser gets the key of the whole frame. The columns must be those of the grid;
        data with other columns isn't shown, and the log says which. For that, return another `AgGridAIO`.

        Parameters
        ----------
        df : dataframe of pandas, Polars or PyArrow, optional
            The data; it is not changed.
        key : str, optional
            In its place, what `redis_store.save` returned for a frame.
        source : DuckDBSource, PostgresSource or SparkSource, optional
            Likewise, data in a database: rows are asked for anew, of data that has changed there.
        columns : list, optional
            The `columns` of the grid; only these can be asked for. Default: all of the frame.
        base_filter : str, optional
            The app's own filter, as that of a grid. Default: all rows.
        ttl : int, optional
            Seconds that what is stored of `df` lives after its last use, for data that is soon replaced.
            Default: those of the store.

        Returns
        -------
        dash.Patch
            What changes in the data of the grid's `dcc.Store`.

        Raises
        ------
        ValueError, TypeError
            As `AgGridAIO` itself.
        redis_store.StoreError
            If the data can't be stored, `key` leads to no frame, or the store can't be reached.
        ForkedEngineError
            If this process can't use Polars.
        """
        check_one_given({"df": df is not None, "key": key is not None, "source": source is not None})
        names = None if columns is None else names_in(columns)
        patch = Patch()
        for name, value in TableData(df, key, names, base_filter, ttl, source).keep().items():
            patch[name] = value
        return patch

    @staticmethod
    def visible_df(
        store: Any, view: Mapping[str, Any] | None = None, columns: Sequence[str] | None = None
    ) -> Any:
        """Take the rows that the reader of a grid sees by scrolling through all of it, for a graph of them.

        They come from what the process keeps for the grid: nothing is loaded and filtered anew.

        Parameters
        ----------
        store : Any
            The `data` of the grid's `ids.store`, as the browser has sent it.
        view : dict, optional
            The `data` of its `ids.view`, or a dictionary with some of its items: `filterModel`, `sortModel`
            and `quickFilter`. Default: all rows, as the frame has them.
        columns : sequence of str, optional
            The columns that are needed, for what isn't taken costs nothing. Default: all of the grid.

        Returns
        -------
        dataframe
            The columns, in a new frame of the library that the data was saved by: pandas, Polars or PyArrow.
            It has no index, and the types that the cells have in the grid: numbers, text, booleans, dates,
            and datetimes as the clock on the wall shows them.

        Raises
        ------
        FilterModelError
            If a filter can't be understood; the grid says so.
        UnknownColumnError
            If the view or `columns` name a column that the grid doesn't have.
        ValueError
            If `view` is something else, or the data has other columns than the grid.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the grid's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store = store if isinstance(store, dict) else {}
        source = source_of(store)
        check_columns(columns or (), source.kinds, "columns=")
        return source.frame(asked_view(view, store, source.kinds), columns)

    @staticmethod
    def selected_df(store: Any, selection: Any) -> Any:
        """Take the rows that the reader of a grid has selected, whether they have been scrolled to or not.

        Parameters
        ----------
        store : Any
            The `data` of the grid's `ids.store`, as the browser has sent it.
        selection : Any
            The `data` of its `ids.selection`, as the browser has sent it: positions in the frame, as `rows`;
            or `all` rows of a filter but those of `except`. Of a selection in data that has been replaced
            since, there are no rows.

        Returns
        -------
        dataframe
            The rows in the order of their selection, or as the frame has them, as `visible_df` gives rows.

        Raises
        ------
        FilterModelError
            If the filter of `all` can't be understood.
        ValueError
            If `selection` is something else.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the grid's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store = store if isinstance(store, dict) else {}
        source = source_of(store)
        if isinstance(selection, dict) and selection.get("df") not in (None, key_of(store)):
            selection = None
        return selected_frame(source, selection, store)

    @staticmethod
    def filter_df(
        frame: IntoDataFrameT,
        filter_model: Mapping[str, Any] | None,
        column_defs: Sequence[Mapping[str, Any]] | None = None,
    ) -> IntoDataFrameT:
        """Take the rows that an AG Grid with this `filterModel` shows.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        filter_model : dict or None
            A filter model of AG Grid's text, number, date and boolean filters; an empty one and None take
            every row.
        column_defs : list of dict, optional
            The column definitions, of which the `filterParams` count.

        Returns
        -------
        dataframe
            The rows, in their order, of the same kind as `frame`, with the types and the index that they had.

        Raises
        ------
        FilterModelError
            If the model can't be understood.
        UnknownColumnError
            If it names a column that the frame doesn't have.
        """
        from .tables.memory.frames import column_names
        from .tables.memory.rows import filtered, taken

        if not filter_model:
            return taken(frame, slice(0, None))
        names = list(filter_model) if isinstance(filter_model, dict) else []
        check_columns(names, column_names(frame), "filterModel")
        params = filter_params_of(column_defs)
        return filtered(frame, names, lambda kinds: filter_of(filter_model, kinds, params) or EVERYTHING)

    @staticmethod
    def sort_df(frame: IntoDataFrameT, sort_model: Sequence[Mapping[str, str]] | None) -> IntoDataFrameT:
        """Order the rows as an AG Grid with this `sortModel` does: missing values are the least.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        sort_model : list of dict or None
            Each like `{"colId": "year", "sort": "desc"}`, of which the first decides.

        Returns
        -------
        dataframe
            The rows, of the same kind as `frame`, with the types and the index that they had.

        Raises
        ------
        UnknownColumnError
            If the model names a column that the frame doesn't have.
        ValueError
            If it is something else.
        """
        from .tables.memory.frames import column_names
        from .tables.memory.rows import ordered

        order = checked_order(sort_model)
        check_columns((key.column for key in order), column_names(frame), "sortModel")
        return ordered(frame, order)


def _answered(
    request: Any, store: dict[str, Any], quick_filter: Any, selection: Any, seen: Any
) -> tuple[Any, ...]:
    """Answer a request for rows."""
    match request:
        case {"startRow": int(start), "endRow": int(end)} if 0 <= start < end:
            pass
        case _:
            raise ValueError("A request for rows must have a startRow from 0, and an endRow after it.")
    source = source_of(store)
    asked = {
        "filterModel": request.get("filterModel"),
        "sortModel": request.get("sortModel"),
        "quickFilter": quick_filter,
    }
    misread = None
    try:
        view = asked_view(asked, store, source.kinds)
    except FilterModelError as error:
        misread = notice(f"The filter was not understood, so all rows are shown. {error}")
        asked = {"filterModel": {}, "sortModel": asked["sortModel"], "quickFilter": None}
        view = asked_view(asked, store, source.kinds)
    with asking(store.get("version"), view):
        records, rows, count = block_of(source, view, start, min(end - start, MAX_ROWS))
    positions = source.positions_of(view, rows)
    for record, position in zip(records, positions, strict=True):
        record[ROW] = position
    for record, mark in zip(records, marks(source, selection, store, view, rows) or (), strict=False):
        record[MARK] = mark
    counted = counted_rows(source, view, count)
    # -1: the grid goes on asking for rows.
    response = {"rowData": records, "rowCount": -1 if count is None else count}
    answer = {"count": rows.stop if count is None else count, "retry": False}
    is_seen = seen == asked or not _can_be_sent(asked)
    return response, answer, no_update if is_seen else asked, misread, counted.text, counted.again


def _can_be_sent(value: Any) -> bool:
    """Tell whether Dash can send back what has come from the browser: a forged number may be too large."""
    from plotly.io.json import to_json_plotly

    try:
        to_json_plotly(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _count(last: Any) -> int:
    """Give the number of rows that the last answer told, which the browser sends back."""
    match last:
        case {"count": int(count)} if 0 <= count < 2**53 and not isinstance(count, bool):
            return count
    return 0


def _merged(given: Mapping[str, Any]) -> dict[str, Any]:
    """Put a caller's properties over the defaults; dictionaries are merged."""
    properties = copy.deepcopy(DEFAULTS)
    for name, value in given.items():
        if isinstance(value, Mapping) and isinstance(properties.get(name), dict):
            properties[name] |= copy.deepcopy(dict(value))
        else:
            properties[name] = copy.deepcopy(value)
    return properties


def _quick_filter(input_id: dict[str, Any], *, shown: bool) -> dcc.Input:
    """Make the field of the quick filter."""
    return dcc.Input(
        id=input_id,
        type="search",
        placeholder="Search all columns",
        debounce=0.3,
        className="" if shown else "d-none",
        style={"marginBottom": "0.5rem"} if shown else {"display": "none"},
    )


def _selection_buttons(aio_id: Any, options: Mapping[str, Any]) -> html.Div:
    """Make the buttons that select all rows that match, or none; hidden where rows aren't selected so."""
    ids, selection = AgGridAIO.ids, options.get("rowSelection")
    several = isinstance(selection, Mapping) and selection.get("mode") == "multiRow"
    buttons = {
        "Select all that match": ids.select_all(aio_id),
        "Clear selection": ids.clear_selection(aio_id),
    }
    return html.Div(
        [
            html.Button(label, id=button_id, type="button", style=dict(export_buttons.BUTTON_STYLE))
            for label, button_id in buttons.items()
        ],
        hidden=not several,
    )
