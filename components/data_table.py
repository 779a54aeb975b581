"""`DataTableAIO`: a DataTable of any size, whose data stays on the server.

The browser has the rows in view and the key of the rest: the dataframe is stored once by `redis_store`, and a
callback filters, sorts and pages it there, with the rows that a DataTable holding all of it would show.
"""

# The engine is imported where it is used: Dash asks that whatever has callbacks is imported before the first
# request, which so costs no more than Dash itself.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import logging
import uuid
import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import (
    MATCH,
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
from dash.dash_table.DataTable import DataTable
from dash.exceptions import PreventUpdate

from .tables import export_buttons
from .tables.columns import (
    NOTHING_TO_TOGGLE,
    check_names,
    completed_columns,
    is_to_toggle,
    named_columns,
    with_props,
)
from .tables.conditions import check_conditions
from .tables.counted import count_told, counted_rows
from .tables.datatable_properties import (
    BY_ROW,
    OWNED,  # noqa: F401  the reference tells of it
    check_properties,
)
from .tables.datatable_view import filter_of, order_of
from .tables.expression import columns_of
from .tables.faults import STORE_FAULTS, SUPERSEDED, notice, told_of
from .tables.filter_query import FilterQueryError, parse, without_braces
from .tables.kept_div import KeptDiv
from .tables.look import LOOK, ROW_COUNT_STYLE, with_defaults
from .tables.meaning import meaning
from .tables.readers import asking
from .tables.selection import SCRIPT, checked_rows, rows_of
from .tables.source import Superseded, page_of
from .tables.table_data import TableData, by_row, check_one_given, frame_of_records, key_of, source_of
from .tables.table_export import export_rows  # noqa: F401  which answers the export buttons
from .tables.view import View, check_columns, page_count, page_rows, page_shown, sort_order

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame, IntoDataFrameT

    from .tables.registered import RegisteredSource
    from .tables.source import Source
    from .tables.view import SortBy

# Dash announces that DataTable will leave in a later major version, on which the users of an app can't act.
# The filter is global, for `warnings.catch_warnings` is not safe in threads.
warnings.filterwarnings("ignore", r"\s*The dash_table\.DataTable will be removed", DeprecationWarning)

logger = logging.getLogger(__name__)

MAX_PAGE_SIZE = 10_000
"""The most rows that are sent at once; also the most that a table without paging can have."""

DEFAULTS: dict[str, Any] = {
    "page_current": 0,
    "page_size": 10,
    "page_action": "custom",
    "filter_action": "custom",
    "filter_query": "",
    "sort_action": "custom",
    "sort_mode": "multi",
    "sort_by": [],
    # Dash's own, without `selected_rows`, which are those of a page.
    "persisted_props": [
        "columns.name",
        "filter_query",
        "hidden_columns",
        "page_current",
        "selected_columns",
        "sort_by",
    ],
    **LOOK,
}


class DataTableAIO(KeptDiv):
    """A `DataTable` of a dataframe of any size: it is filtered, sorted and paged on the server.

    Parameters
    ----------
    df : dataframe of pandas, Polars or PyArrow, optional
        The data. It is never changed. In its place, `key` names a frame in the store, or `data` is a list of
        records. Columns that hold Python objects of several types are shown as text,
        with a warning. The index is not shown. The frame is stored as it is where it comes back so, and
        otherwise what the table shows of it, in a frame of the same kind without an index: see
        `redis_store`.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.
    key : str, optional
        What `redis_store.save` returned for a frame. The app saves it once, and a table made of its key costs
        neither that nor another copy: make it in a layout function, which saves the frame again where the
        store has lost it. With `columns` or `base_filter`, the browser has the key of that part alone.
    source : DuckDBSource, PostgresSource or SparkSource, optional
        In place of both, data that stays in a database, which filters, sorts and counts: see these. A table
        of it has no selection, for its rows have no positions.
    base_filter : str, optional
        A `filter_query` of the app's own: the rows that it doesn't take aren't there for the reader, who can
        neither see nor change it. It may name columns of the frame that the table doesn't show. Default: all
        rows.
    ttl : int, optional
        Seconds that what is stored of `df` or `data` lives after its last use. Default: those of the store.
    column_props : dict of dict, optional
        What single columns have in place of what the frame or `columns` gives them, by their ids:
        `{"price": {"name": "Price", "format": …}}`. Their other properties stay as they are.
    export : list of str, optional
        Buttons below the table that write all rows that the filter matches, in the sort's order, and the
        columns that are shown, into a file: "csv", "xlsx" or both. Cells are written as they are sent, a text
        that a spreadsheet would take for a formula with an apostrophe in front (CSV). It needs Dash's Flask
        backend. Default: none.
    **datatable_props : Any
        Properties of the `DataTable`, over those of `DEFAULTS`: styles are merged with the default ones, and
        lists of conditional styles and of `css` come after them. `tables/datatable_properties.py` says of
        each whether it works as there, in the component's own way, or not at all. Without `columns`, all
        columns of the frame are shown; what the app doesn't give of a column's name and type is the frame's,
        and numbers have a format that reads well (`tables/number_format.py`). Only the columns that the table
        has can be asked for; those of `hidden_columns` are sent and not shown. `selected_rows` are positions
        in the frame.

    Raises
    ------
    ValueError
        If not one of `df`, `key` and `data` is given; if `ttl` is given with `key`; if a property is given
        that can't be done right, with what to use instead; if the frame lacks a column that is named, in a
        condition for example; if `base_filter` can't be carried out for every row; if `export` names another
        kind of file; if more than `MAX_PAGE_SIZE` rows are to be shown at once.
    TypeError
        If `df` is no dataframe, or `column_props` no dictionary of dictionaries.
    FilterQueryError, UnknownColumnError
        If `base_filter` is no `filter_query`, or names a column that the frame lacks (both are a
        `ValueError`, too).
    UnsupportedColumnError
        If a column can't be shown in a table (a `ValueError`, too).
    redis_store.StoreValueError, redis_store.StoreSizeError, redis_store.StoreFullError
        If the frame can't be stored.
    redis_store.StoreError
        If `key` leads to no frame, or the store can't be reached.
    ForkedEngineError
        If `df` is of Polars, or `key` is given, and this process can't use Polars, which was used before it
        was forked.

    Notes
    -----
    A server of several processes needs a Redis that they share. Without one (`REDIS_URL`), a process doesn't
    find what another one has stored, and half of the pages say so. Call
    `redis_store.require_shared(workers)` where they are started, in `on_starting` of `gunicorn.conf.py` for
    example, and such a server is refused at its start.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def datatable(aio_id: Any) -> dict[str, Any]:
            """The `DataTable`: its `filter_query` and `sort_by` are what the reader chose."""
            return {"component": "DataTableAIO", "subcomponent": "datatable", "aio_id": aio_id}

        @staticmethod
        def store(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store`: `visible_df` takes its `data`, of which `"df"` is the key of a whole frame."""
            return {"component": "DataTableAIO", "subcomponent": "store", "aio_id": aio_id}

        @staticmethod
        def notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` above the table that tells the reader of a fault; empty when there is none."""
            return {"component": "DataTableAIO", "subcomponent": "notice", "aio_id": aio_id}

        @staticmethod
        def row_count(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` above the table that tells how many rows there are: "12 of 1,704 rows"."""
            return {"component": "DataTableAIO", "subcomponent": "row_count", "aio_id": aio_id}

        @staticmethod
        def page(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the rows in view: its `data["rows"]` are their positions in the frame."""
            return {"component": "DataTableAIO", "subcomponent": "page", "aio_id": aio_id}

        @staticmethod
        def counting(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` by which rows of a source are counted that are shown before that is done."""
            return {"component": "DataTableAIO", "subcomponent": "counting", "aio_id": aio_id}

        @staticmethod
        def selection(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the selected rows, for `selected_df`; a callback may set `{"rows": […]}`."""
            return {"component": "DataTableAIO", "subcomponent": "selection", "aio_id": aio_id}

        @staticmethod
        def export_csv(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes a CSV file; with `export` alone."""
            return {"component": "DataTableAIO", "subcomponent": "export_csv", "aio_id": aio_id}

        @staticmethod
        def export_xlsx(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes an Excel file; with `export` alone."""
            return {"component": "DataTableAIO", "subcomponent": "export_xlsx", "aio_id": aio_id}

        @staticmethod
        def export_notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Span` beside them that says that a file is being written, or why it couldn't be."""
            return {"component": "DataTableAIO", "subcomponent": "export_notice", "aio_id": aio_id}

    def __init__(  # noqa: PLR0913  each is one that apps need
        self,
        df: IntoDataFrame | None = None,
        aio_id: str | int | None = None,
        *,
        key: str | None = None,
        source: RegisteredSource | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
        column_props: Mapping[str, Mapping[str, Any]] | None = None,
        export: Sequence[str] | None = None,
        **datatable_props: Any,
    ) -> None:
        check_properties(datatable_props)
        check_one_given(
            {
                "df": df is not None,
                "key": key is not None,
                "source": source is not None,
                "data": "data" in datatable_props,
            }
        )
        file_types = export_buttons.checked_file_types(export or [])

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's, and no two tables share a default.
        properties = with_defaults(datatable_props, DEFAULTS)
        columns = properties.get("columns")
        columns = None if columns is None else named_columns(columns)
        names = None if columns is None else [column["id"] for column in columns]
        if "data" in properties:
            df = frame_of_records(properties.pop("data"), names or ())
        for name in ("selected_rows", *BY_ROW):
            if base_filter is not None and properties.get(name):
                raise ValueError(
                    f"{name}= goes by the frame's rows, and with base_filter= the table has others."
                )
        for name in ("selected_rows", "row_selectable", *BY_ROW):
            if source is not None and properties.get(name):
                raise ValueError(
                    f"{name}= goes by the positions of rows, which those of a source don't have."
                )
        self._data = TableData(df, key, names, base_filter, ttl, source)
        self._data.add_by_row({name: properties.pop(name) for name in BY_ROW if name in properties})
        properties["columns"] = with_props(completed_columns(columns, self._data.columns), column_props or {})
        selected = self._selection(properties.pop("selected_rows", None) or [], properties)
        # How many rows a filter of the app's own takes is found with the first page.
        _check(properties, self._data, self._data.height if base_filter is None else 0)
        if properties.get("hidden_columns") and not is_to_toggle(properties):
            properties["css"] = [NOTHING_TO_TOGGLE, *(properties["css"] or [])]

        stored = {"df": None, "part": None, "columns": self._data.names} | _sort_as_null(properties)
        self._store = dcc.Store(id=self.ids.store(aio_id), data=stored)
        self.keep_stored()
        children = [
            self._store,
            html.Div(id=self.ids.notice(aio_id), role="status"),
            html.Div(id=self.ids.row_count(aio_id), role="status", style=dict(ROW_COUNT_STYLE)),
            DataTable(id=self.ids.datatable(aio_id), selected_row_ids=selected["ids"], **properties),
            dcc.Store(id=self.ids.page(aio_id), data=_in_view()),
            dcc.Store(id=self.ids.selection(aio_id), data=selected),
            dcc.Store(id=self.ids.counting(aio_id)),
        ]
        if file_types:
            of_buttons = {"csv": self.ids.export_csv(aio_id), "xlsx": self.ids.export_xlsx(aio_id)}
            children.append(
                export_buttons.export_buttons(of_buttons, self.ids.export_notice(aio_id), file_types)
            )
        super().__init__(children)

    def _selection(self, rows: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Make the selection to begin with: positions in the frame, and the rows' ids."""
        rows = checked_rows(rows, self._data.height, "selected_rows=")
        if properties.get("row_selectable") == "single" and len(rows) > 1:
            raise ValueError(f"selected_rows= has {len(rows)} rows, and row_selectable='single' allows one.")
        return {"rows": rows, "ids": self._data.ids_at(rows)}

    @staticmethod
    @callback(
        Output(ids.datatable(MATCH), "data"),
        Output(ids.datatable(MATCH), "page_count"),
        Output(ids.notice(MATCH), "children"),
        Output(ids.row_count(MATCH), "children"),
        Output(ids.page(MATCH), "data"),
        Output(ids.datatable(MATCH), "tooltip_data"),
        Output(ids.datatable(MATCH), "dropdown_data"),
        Output(ids.counting(MATCH), "data"),
        Input(ids.datatable(MATCH), "page_current"),
        Input(ids.datatable(MATCH), "page_size"),
        Input(ids.datatable(MATCH), "sort_by"),
        Input(ids.datatable(MATCH), "filter_query"),
        State(ids.datatable(MATCH), "page_action"),
        Input(ids.store(MATCH), "data"),
        mcp_enabled=False,
    )
    def show_rows(
        page_current: Any, page_size: Any, sort_by: Any, filter_query: Any, page_action: Any, store: Any
    ) -> tuple[Any, ...]:
        """Show the rows in view. Every argument is from the browser, so it may be anything.

        An answer without rows takes away those that are there, which may be of data that was replaced. Dash
        drops the answer to a question that it has asked anew since, so none comes after that for newer data.
        """
        store = store if isinstance(store, dict) else {}
        asked = _text_of([page_current, page_size, sort_by, filter_query])
        if page_action != "custom":
            page_current, page_size = 0, MAX_PAGE_SIZE
        size = min(page_size, MAX_PAGE_SIZE) if isinstance(page_size, int) else page_size
        try:
            source = source_of(store)
            filter_, misread = _filter(filter_query, source)
            view = View(filter_, order_of(sort_by, store, source.kinds))
            with asking(store.get("version"), view):
                page = page_of(source, view, page_current, size)
            of_rows = by_row(store, page.positions)
            counted = counted_rows(source, view, page.row_count)
        except Superseded:  # which Dash drops, as it has asked anew
            return _nothing(SUPERSEDED, asked)
        except STORE_FAULTS as error:
            return _nothing(told_of(error, store), asked)
        except ValueError as error:
            logger.warning("DataTableAIO refuses a request: %s", error)
            return _nothing(str(error), asked)
        if page_action != "custom" and (page.row_count is None or page.row_count > MAX_PAGE_SIZE):
            misread = notice(f"Only the first {MAX_PAGE_SIZE:,} rows are shown.")
        in_view = _in_view(asked, key_of(store), page.positions)
        given = [of_rows.get(name, no_update) for name in BY_ROW]
        return page.records, page.page_count, misread, counted.text, in_view, *given, counted.again

    @staticmethod
    @callback(
        Output(ids.datatable(MATCH), "page_count", allow_duplicate=True),
        Output(ids.row_count(MATCH), "children", allow_duplicate=True),
        Output(ids.notice(MATCH), "children", allow_duplicate=True),
        Input(ids.counting(MATCH), "data"),
        State(ids.datatable(MATCH), "filter_query"),
        State(ids.datatable(MATCH), "page_size"),
        State(ids.datatable(MATCH), "page_action"),
        State(ids.store(MATCH), "data"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def count_rows(
        counting: Any, filter_query: Any, page_size: Any, page_action: Any, store: Any
    ) -> tuple[Any, ...]:
        """Count rows that are shown already. Every argument is from the browser, so it may be anything."""
        if counting is None:
            raise PreventUpdate
        size = page_size if page_action == "custom" else MAX_PAGE_SIZE

        def view_of(source: Source, _: Any) -> View:
            page_shown(0, 0, size)  # checks the size
            return View(_filter(filter_query, source)[0])

        count, told, fault = count_told("DataTableAIO", store, view_of)
        return no_update if count is None else page_count(count, size), told, fault

    # In the browser, where the rows are clicked: the server is asked for pages alone.
    clientside_callback(
        SCRIPT,
        Output(ids.datatable(MATCH), "selected_rows"),
        Output(ids.datatable(MATCH), "selected_row_ids"),
        Output(ids.selection(MATCH), "data"),
        Input(ids.datatable(MATCH), "selected_rows"),
        Input(ids.page(MATCH), "data"),
        Input(ids.selection(MATCH), "data"),
        State(ids.datatable(MATCH), "selected_row_ids"),
        State(ids.datatable(MATCH), "row_selectable"),
        State(ids.datatable(MATCH), "data"),
        State(ids.datatable(MATCH), "page_current"),
        State(ids.datatable(MATCH), "page_size"),
        State(ids.datatable(MATCH), "sort_by"),
        State(ids.datatable(MATCH), "filter_query"),
    )

    clientside_callback(
        export_buttons.script(
            "filter_query, sort_by, columns, hidden_columns",
            "filter_query, sort_by, columns, hidden_columns",
        ),
        Output(ids.export_notice(MATCH), "children"),
        Input(ids.export_csv(MATCH), "n_clicks"),
        Input(ids.export_xlsx(MATCH), "n_clicks"),
        State(ids.store(MATCH), "data"),
        State(ids.datatable(MATCH), "filter_query"),
        State(ids.datatable(MATCH), "sort_by"),
        State(ids.datatable(MATCH), "columns"),
        State(ids.datatable(MATCH), "hidden_columns"),
        prevent_initial_call=True,
    )

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
        """Give a table that stands new data: return it from a callback to the `data` of `ids.store`.

        The new rows are shown at once. Filter, sort and page stay, where there is such a page, and so do the
        columns' looks; the selection doesn't, for it has positions in the frame. What the table shows is said
        anew, for nothing that a browser sends decides about that: where the table has `columns` or
        `base_filter`, give them here too, or the browser gets the key of the whole frame. The columns must be
        those of the table, whose types may be others; data with other columns isn't shown, and the log says
        which. For that, return another `DataTableAIO`.

        Parameters
        ----------
        df : dataframe of pandas, Polars or PyArrow, optional
            The data; it is not changed.
        key : str, optional
            In its place, what `redis_store.save` returned for a frame.
        source : DuckDBSource, PostgresSource or SparkSource, optional
            Likewise, data in a database: rows are asked for anew, of data that has changed there.
        columns : list of dict, optional
            The `columns` of the table; only these can be asked for. Default: all of the frame.
        base_filter : str, optional
            The app's own filter, as that of a table. Default: all rows.
        ttl : int, optional
            Seconds that what is stored of `df` lives after its last use, for data that is soon replaced.
            Default: those of the store.

        Returns
        -------
        dash.Patch
            What changes in the data of the table's `dcc.Store`.

        Raises
        ------
        ValueError, TypeError
            As `DataTableAIO` itself.
        redis_store.StoreError
            If the data can't be stored, `key` leads to no frame, or the store can't be reached.
        ForkedEngineError
            If this process can't use Polars.
        """
        check_one_given({"df": df is not None, "key": key is not None, "source": source is not None})
        if columns is not None:
            check_properties({"columns": columns})
        names = None if columns is None else [column["id"] for column in named_columns(columns)]
        patch = Patch()
        # What the old data had for each of its rows goes with it.
        data = TableData(df, key, names, base_filter, ttl, source)
        for name, value in ({"by_row": None} | data.keep()).items():
            patch[name] = value
        return patch

    @staticmethod
    def visible_df(
        store: Any,
        filter_query: str = "",
        sort_by: Sequence[SortBy] = (),
        columns: Sequence[str] | None = None,
    ) -> Any:
        """Take the rows that the reader of a table sees, on all of its pages, for a graph of them.

        They come from what the process keeps for the table: nothing is loaded and filtered anew, as
        `redis_store.load` and `filter_df` do.

        Parameters
        ----------
        store : Any
            The `data` of the table's `ids.store`, as the browser has sent it.
        filter_query : str, default ""
            The table's `filter_query`.
        sort_by : sequence of dict, default ()
            The table's `sort_by`, where the order matters; as the frame has them by default.
        columns : sequence of str, optional
            The columns that are needed, for what isn't taken costs nothing. Default: all of the table.

        Returns
        -------
        dataframe
            The columns, in a new frame of the library that the data was saved by: pandas, Polars
            or PyArrow. It has no index, and the types that the cells have in the table: numbers, text,
            booleans, dates, and datetimes as the clock on the wall shows them.

        Raises
        ------
        FilterQueryError
            If the query is invalid; the table says so, and shows all rows.
        UnknownColumnError
            If the query, `sort_by` or `columns` name a column that the table doesn't have.
        ValueError
            If `sort_by` is something else, or the data has other columns than the table.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the table's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store = store if isinstance(store, dict) else {}
        source = source_of(store)
        check_columns(columns or (), source.kinds, "columns=")
        order = order_of(sort_by, store, source.kinds)
        return source.frame(View(filter_of(filter_query, source.kinds), order), columns)

    @staticmethod
    def filter_df(frame: IntoDataFrameT, filter_query: str | None) -> IntoDataFrameT:
        """Take the rows that a DataTable with this `filter_query` shows.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        filter_query : str or None
            A query in DataTable's filter language; the empty one and None take every row.

        Returns
        -------
        dataframe
            The rows, in their order, of the same kind as `frame`, with the types and the index that they had.

        Raises
        ------
        FilterQueryError
            If the query is invalid.
        UnknownColumnError
            If it names a column that the frame doesn't have.
        ValueError
            If it compares a missing value with a case-insensitive operator, which crashes the browser
            of a DataTable. A `DataTableAIO` takes no such row, so that its reader can go on.
        """
        from .tables.memory.frames import column_names
        from .tables.memory.rows import filtered, taken

        expression = None if filter_query is None else parse(filter_query)
        if filter_query is None or expression is None:
            return taken(frame, slice(0, None))
        names, columns = columns_of(expression), column_names(frame)
        check_columns(names, columns, "filter_query")
        if hint := without_braces(expression, columns):
            warnings.warn(f"{filter_query!r}: {hint}.", stacklevel=2)
        return filtered(frame, names, partial(meaning, expression))

    @staticmethod
    def sort_df(
        frame: IntoDataFrameT,
        sort_by: Sequence[SortBy],
        sort_as_null: Mapping[str, Sequence[str | float | bool]] | None = None,
    ) -> IntoDataFrameT:
        """Order the rows as a DataTable with this `sort_by` does: missing last, equal ones as they were.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        sort_by : list of dict
            Each like `{"column_id": "year", "direction": "desc"}`; any other direction is ascending.
        sort_as_null : dict, optional
            The values that sort as if they were missing, by column.

        Returns
        -------
        dataframe
            The rows, of the same kind as `frame`, with the types and the index that they had.

        Raises
        ------
        UnknownColumnError
            If `sort_by` names a column that the frame doesn't have.
        ValueError
            If `sort_by` is something else.
        """
        from .tables.memory.frames import column_names
        from .tables.memory.rows import ordered

        order = sort_order(sort_by, sort_as_null)
        check_columns((key.column for key in order), column_names(frame), "sort_by")
        return ordered(frame, order)

    @staticmethod
    def page_df(frame: IntoDataFrameT, page_current: int, page_size: int) -> IntoDataFrameT:
        """Cut a page as a DataTable does: the first page, if there is no page of that number.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        page_current : int
            The page's number, from 0.
        page_size : int
            The rows of a page, from 1.

        Returns
        -------
        dataframe
            The rows, of the same kind as `frame`, with the types and the index that they had.

        Raises
        ------
        ValueError
            If a number is no integer, or too small.
        """
        from .tables.memory.rows import height, taken

        return taken(frame, page_rows(height(frame), page_current, page_size))

    @staticmethod
    def selected_df(store: Any, selection: Any) -> Any:
        """Take the rows that the reader of a table has selected, on whatever page they are.

        Parameters
        ----------
        store : Any
            The `data` of the table's `ids.store`, as the browser has sent it.
        selection : Any
            The `data` of its `ids.selection`, as the browser has sent it. Of a selection in data that has
            been replaced since, there are no rows.

        Returns
        -------
        dataframe
            The rows in the order of their selection, as `visible_df` gives rows.

        Raises
        ------
        ValueError
            If `selection` is something else than different positions of rows of the table.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the table's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store = store if isinstance(store, dict) else {}
        source = source_of(store)
        of_other_data = isinstance(selection, dict) and selection.get("df") not in (None, key_of(store))
        rows = [] if of_other_data else rows_of(selection, source.count(View()))
        return source.frame(View(), rows=rows)


def _nothing(told: str, asked: str) -> tuple[Any, ...]:
    """Tell the reader why there are no rows."""
    return [], no_update, notice(told), None, _in_view(asked), no_update, no_update, no_update


def _text_of(asked: list[Any]) -> str:
    """Write what was asked for as a text, which can be sent back whatever it is."""
    try:
        return json.dumps(asked)
    except RecursionError:
        return "null"


def _in_view(asked: str | None = None, key: str | None = None, rows: Sequence[int] = ()) -> dict[str, Any]:
    """What the browser is told of a page: where its rows are, of which frame, and what was asked for."""
    return {"df": key, "rows": list(rows), "view": asked}


def _filter(filter_query: Any, source: Source) -> tuple[Any, html.Div | None]:
    """Say which rows a query takes: all, with a notice, if it can't be understood, as in the browser."""
    try:
        return filter_of(filter_query, source.kinds), None
    except FilterQueryError as error:
        return None, notice(f"The filter was not understood, so all rows are shown. {error}")


def _check(properties: dict[str, Any], data: TableData, row_count: int) -> None:
    """Refuse properties that don't fit the data, of which so many rows are known to be shown."""
    check_properties({"columns": properties["columns"]})  # which now have what column_props= says
    _check_page(properties, row_count)
    check_names(properties)
    check_conditions(properties, data.names)


def _sort_as_null(properties: dict[str, Any]) -> dict[str, Any]:
    """What the callback has to know of `sort_as_null`, a property of the table and of its columns."""
    of_table = properties.get("sort_as_null", [])
    by_column = {column["id"]: column.get("sort_as_null", of_table) for column in properties["columns"]}
    values = {name: values for name, values in by_column.items() if values}
    return {"sort_as_null": values} if values else {}


def _check_page(properties: dict[str, Any], row_count: int) -> None:
    """Refuse more rows at once than the callback will send."""
    page_shown(row_count, properties["page_current"], properties["page_size"])  # raises for what is no number
    paged = properties["page_action"] == "custom"
    rows = properties["page_size"] if paged else row_count
    if rows > MAX_PAGE_SIZE:
        what = "page_size=" if paged else f"page_action={properties['page_action']!r}"
        raise ValueError(
            f"{what} asks for {rows:,} rows at once, and DataTableAIO sends at most {MAX_PAGE_SIZE:,}."
        )
