"""`DataTableAIO`: a DataTable of any size, whose data stays on the server.

The browser has the rows in view and the key of the rest: the dataframe is stored once by `redis_store`, and a
callback filters, sorts and pages it there, with the rows that a DataTable holding all of it would show.
"""

# The engine is imported where it is used: Dash asks that whatever has callbacks is imported before the first
# request, which so costs no more than Dash itself.
# ruff: noqa: PLC0415

from __future__ import annotations

import copy
import logging
import threading
import uuid
import warnings
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import flask
import narwhals as nw
from cachetools import LRUCache, TTLCache, cached
from dash import MATCH, Dash, Input, Output, Patch, State, callback, dcc, get_app, html, no_update
from dash.dash_table.DataTable import DataTable

from . import redis_store
from .tables.expression import columns_of
from .tables.filter_query import FilterQueryError, parse
from .tables.meaning import meaning
from .tables.memory import forks
from .tables.part import Part, PartSource, part_of
from .tables.source import page_of
from .tables.view import View, check_columns, page_rows, page_shown, sort_order

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from narwhals.typing import IntoDataFrame, IntoDataFrameT

    from .tables.memory.kept import FrameSource, KeptFrames
    from .tables.predicates import CellKind, Filter
    from .tables.source import Source
    from .tables.view import SortBy, SortKey

# Dash announces that DataTable will leave in a later major version, on which the users of an app can't act.
# The filter is global, for `warnings.catch_warnings` is not safe in threads.
warnings.filterwarnings("ignore", r"\s*The dash_table\.DataTable will be removed", DeprecationWarning)

logger = logging.getLogger(__name__)

MAX_PAGE_SIZE = 10_000
"""The most rows that are sent at once; also the most that a table without paging can have."""

ASKED_EVERY = 0.1
"""Seconds within which the store isn't asked again whether it still has the data of a table."""

# The DataTable's properties that are not the caller's to set, and why.
OWNED = {"id": "makes the id of aio_id", "page_count": "counts the pages itself"}

DEFAULTS: dict[str, Any] = {
    "page_current": 0,
    "page_size": 10,
    "page_action": "custom",
    "filter_action": "custom",
    "filter_query": "",
    "sort_action": "custom",
    "sort_mode": "multi",
    "sort_by": [],
    # A wide table scrolls inside itself. Its colours are those of Bootstrap's theme, where there is one.
    "style_table": {"overflowX": "auto"},
    "style_cell": {
        "backgroundColor": "var(--bs-body-bg, white)",
        "color": "var(--bs-body-color, #3c3c3c)",
        "border": "1px solid var(--bs-border-color, lightgrey)",
        "padding": "0 0.5rem",
        "fontFamily": "var(--bs-body-font-family, sans-serif)",
        "textAlign": "left",
    },
    "style_cell_conditional": [{"if": {"column_type": "numeric"}, "textAlign": "right"}],
    "style_header": {"backgroundColor": "var(--bs-tertiary-bg, #fafafa)", "fontWeight": "bold"},
    "css": [
        {"selector": "th.dash-filter input[type=text]", "rule": "color: inherit !important; min-width: 0"},
        {
            "selector": "th.dash-filter input.dash-filter--case",
            "rule": "opacity: 1; color: inherit; border-color: inherit; min-width: 24px; height: 24px",
        },
        {
            "selector": "th.dash-filter.invalid",
            "rule": "background: pink !important; color: black !important",
        },
        {"selector": ".page-number *", "rule": "color: inherit !important; background: transparent"},
        {"selector": ".page-number ::placeholder", "rule": "color: inherit !important"},
        {"selector": ".previous-next-container button", "rule": "color: inherit; background: transparent"},
        {"selector": ".previous-next-container button:disabled", "rule": "opacity: 0.4"},
    ],
}

# A result without rows can't be paged; natively, too, its pager would count on forever.
NO_PAGER = {
    "selector": ".dash-spreadsheet-container:not(:has(td.dash-cell)) ~ .previous-next-container",
    "rule": "display: none",
}

# As high as its text from the start, so that the table below doesn't move.
ROW_COUNT_STYLE = {
    "minHeight": "1.5em",
    "lineHeight": "1.5em",
    "fontFamily": "var(--bs-body-font-family, sans-serif)",
    "fontSize": "0.875em",
    "color": "var(--bs-secondary-color, #595959)",
}

NOTICE_STYLE = {
    "border": "1px solid var(--bs-warning-border-subtle, #ffe69c)",
    "backgroundColor": "var(--bs-warning-bg-subtle, #fff3cd)",
    "color": "var(--bs-warning-text-emphasis, #664d03)",
    "padding": "0.5rem 0.75rem",
    "marginBottom": "0.5rem",
}

# What the reader is told of a fault; the log is told its cause.
EXPIRED = "This table's data has expired: reload the page."
UNSTORED = "The data store couldn't be reached when this page was made: reload the page."
UNREACHABLE = "The data store can't be reached: try again, or reload the page."
ELSEWHERE = (
    "This table's data is kept by another process of the site, which has ended or doesn't share it: reload"
    " the page. If that doesn't help, the site needs a Redis (REDIS_URL)."
)
MISCONFIGURED = "The data store isn't set up for what it is used for: the site's log says what is missing."
FORKED = "This table can't be shown by the process that answered: the site's log says why, and what to set."
UNLIKE = "This table was given data with other columns than its own: the site's log says which."
UNREGISTERED = (
    "This table shows no rows, for its callback isn't one of this app's: Dash gives the callbacks of"
    " components to the first app of a process that answers a request. Run each app in a process of its own"
    " (restart the kernel of a notebook), and import the components before the first request."
)


@cache
def _kept() -> KeptFrames:
    """The frames that this process keeps; their room is read from the environment when there is one."""
    from .tables.memory.kept import KeptFrames

    try:
        return KeptFrames()
    except ValueError as error:
        raise redis_store.StoreConfigurationError(str(error)) from None


class DataTableAIO(html.Div):
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
    base_filter : str, optional
        A `filter_query` of the app's own: the rows that it doesn't take aren't there for the reader, who can
        neither see nor change it. It may name columns of the frame that the table doesn't show. Default: all
        rows.
    ttl : int, optional
        Seconds that what is stored of `df` or `data` lives after its last use. Default: those of the store.
    **datatable_props : Any
        Properties of the `DataTable`, over those of `DEFAULTS`. `data`, a list of records, may be given in
        place of `df`. Without `columns`, all columns of the frame are shown, each with the type that its
        cells have. Only the columns that the table has can be asked for.

    Raises
    ------
    ValueError
        If not one of `df`, `key` and `data` is given; if `ttl` is given with `key`; if a property is given
        that the component sets; if the frame lacks one of `columns`; if `base_filter` can't be carried out
        for every row; if more than `MAX_PAGE_SIZE` rows are to be shown at once.
    TypeError
        If `df` is no dataframe.
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

    def __init__(
        self,
        df: IntoDataFrame | None = None,
        aio_id: str | int | None = None,
        *,
        key: str | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
        **datatable_props: Any,
    ) -> None:
        for owned in sorted(OWNED.keys() & datatable_props.keys()):
            raise ValueError(f"{owned}= can't be given: DataTableAIO {OWNED[owned]}.")
        _check_one_given({"df": df is not None, "key": key is not None, "data": "data" in datatable_props})

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's, and no two tables share a default.
        properties = copy.deepcopy(DEFAULTS) | datatable_props
        if "data" in properties:
            df = _frame_of_records(properties.pop("data"), properties.get("columns"))
        self._data = _TableData(df, key, properties.get("columns"), base_filter, ttl)
        properties.setdefault("columns", self._data.columns)
        properties["css"] = [NO_PAGER, *properties["css"]]
        _check_page(properties, self._data.height)

        stored = {"df": None, "part": None, "columns": self._data.names} | _sort_as_null(properties)
        self._store: Any = dcc.Store(id=self.ids.store(aio_id), data=stored)
        self._keep_stored()
        super().__init__(
            [
                self._store,
                html.Div(id=self.ids.notice(aio_id), role="status"),
                html.Div(id=self.ids.row_count(aio_id), role="status", style=dict(ROW_COUNT_STYLE)),
                DataTable(id=self.ids.datatable(aio_id), **properties),
            ]
        )

    def to_plotly_json(self) -> dict[str, Any]:
        """Become part of a layout that is sent: put the frame back if the store has lost it since."""
        try:
            self._keep_stored()
        except (redis_store.StoreError, forks.ForkedEngineError) as error:
            # The page is served all the same: its callback tells the reader what is missing.
            logger.warning("DataTableAIO can't store its data: %s", error)
        sent = super().to_plotly_json()
        if not _is_registered():
            logger.error("DataTableAIO's callback isn't one of the app that shows it. %s", UNREGISTERED)
            store, notice, *others = self.children
            sent["props"]["children"] = [store, html.Div(_notice(UNREGISTERED), id=notice.id), *others]
        return sent

    def _keep_stored(self) -> None:
        """Have the data in the store, and its key in the `dcc.Store`.

        A store that is down doesn't keep an app from starting: the frame is stored when it is sent.
        """
        try:
            self._store.data = self._store.data | self._data.keep()
        except (redis_store.StoreUnavailableError, redis_store.StoreAccessError) as error:
            logger.warning("DataTableAIO can't store its data: %s", error)

    @staticmethod
    @callback(
        Output(ids.datatable(MATCH), "data"),
        Output(ids.datatable(MATCH), "page_count"),
        Output(ids.notice(MATCH), "children"),
        Output(ids.row_count(MATCH), "children"),
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
    ) -> tuple[Any, Any, Any, Any]:
        """Show the rows in view. Every argument is from the browser, so it may be anything.

        An answer without rows takes away those that are there, which may be of data that was replaced. Dash
        drops the answer to a question that it has asked anew since, so none comes after that for newer data.
        """
        store = store if isinstance(store, dict) else {}
        if page_action != "custom":
            page_current, page_size = 0, MAX_PAGE_SIZE
        size = min(page_size, MAX_PAGE_SIZE) if isinstance(page_size, int) else page_size
        try:
            source = _source(store)
            if told := _unlike(source, store):
                return [], no_update, _notice(told), None
            filter_, misread = _filter(filter_query or "", source)
            view = View(filter_, _order(sort_by or [], store, source))
            page = page_of(source, view, page_current, size)
            told = _row_count(view, page.row_count, source.count(View()))
        except (redis_store.StoreError, forks.ForkedEngineError) as error:
            return [], no_update, _notice(_fault(error, store)), None
        except ValueError as error:
            return [], no_update, _notice(str(error)), None
        if page_action != "custom" and page.row_count > MAX_PAGE_SIZE:
            misread = _notice(f"Only the first {MAX_PAGE_SIZE:,} rows are shown.")
        return page.records, page.page_count, misread, told

    @staticmethod
    def new_data(
        df: IntoDataFrame | None = None,
        *,
        key: str | None = None,
        columns: Sequence[dict[str, Any]] | None = None,
        base_filter: str | None = None,
        ttl: int | None = None,
    ) -> Patch:
        """Give a table that stands new data: return it from a callback to the `data` of `ids.store`.

        The new rows are shown at once. Filter, sort and page stay, where there is such a page, and so do the
        columns' looks. What the table shows is said anew, for nothing that a browser sends decides about
        that: where the table has `columns` or `base_filter`, give them here too. The columns must be those of
        the table, whose types may be others; data with other columns isn't shown, and the log says which. For
        that, return another `DataTableAIO`.

        Parameters
        ----------
        df : dataframe of pandas, Polars or PyArrow, optional
            The data; it is not changed.
        key : str, optional
            In its place, what `redis_store.save` returned for a frame.
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
        _check_one_given({"df": df is not None, "key": key is not None})
        patch = Patch()
        for name, value in _TableData(df, key, columns, base_filter, ttl).keep().items():
            patch[name] = value
        return patch

    @staticmethod
    def visible_df(store: Any, filter_query: str = "", sort_by: Sequence[SortBy] = ()) -> Any:
        """Take the rows that the reader of a table sees, on all of its pages, for a graph of them.

        They come from what the process keeps for the table, so this takes a few milliseconds where
        `redis_store.load` and `filter_df` would take a second.

        Parameters
        ----------
        store : Any
            The `data` of the table's `ids.store`, as the browser has sent it.
        filter_query : str, default ""
            The table's `filter_query`.
        sort_by : sequence of dict, default ()
            The table's `sort_by`, where the order matters; as the frame has them by default.

        Returns
        -------
        dataframe
            The columns of the table, in a new frame of the library that the data was saved by: pandas, Polars
            or PyArrow. It has no index, and the types that the cells have in the table: numbers, text,
            booleans, dates, and datetimes as the clock on the wall shows them.

        Raises
        ------
        FilterQueryError
            If the query is invalid; the table says so, and shows all rows.
        UnknownColumnError
            If the query or `sort_by` names a column that the table doesn't have.
        ValueError
            If `sort_by` is something else, or the query as in `filter_df`.
        redis_store.StoreError
            If the data has expired, the store can't be reached, or `store` isn't what the table's is.
        ForkedEngineError
            If this process can't use Polars.
        """
        store = store if isinstance(store, dict) else {}
        source = _source(store)
        view = View(_filter_of(filter_query or "", source), _order(sort_by or [], store, source))
        return source.frame(view)

    @staticmethod
    def filter_df(frame: IntoDataFrameT, filter_query: str) -> IntoDataFrameT:
        """Take the rows that a DataTable with this `filter_query` shows.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The rows; it is not changed.
        filter_query : str
            A query in DataTable's filter language; the empty one takes every row.

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
            (section 6 of FILTER_LANGUAGE.md).
        """
        from .tables.memory.frames import column_names
        from .tables.memory.rows import filtered, taken

        expression = parse(filter_query)
        if expression is None:
            return taken(frame, slice(0, None))
        names = columns_of(expression)
        check_columns(names, column_names(frame), "filter_query")
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

        The rule is in section 9 of FILTER_LANGUAGE.md.

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


def _check_engine(frame: Any) -> None:
    """Raise a `ForkedEngineError` where reading or storing a Polars frame would hang."""
    if nw.dependencies.is_polars_dataframe(frame):
        forks.check()


def _is_stored(key: str) -> bool:
    try:
        redis_store.check(key)
    except redis_store.StoreExpiredError:
        return False
    return True


def _is_registered() -> bool:
    """Tell whether the app that sends a layout has the table's callback."""
    if not flask.has_request_context():
        return True  # nobody has asked for it yet
    output = str(Output(DataTableAIO.ids.notice(MATCH), "children"))
    return any(output in outputs for outputs in _app_that_answers().callback_map)


def _app_that_answers() -> Dash:
    """Find the app that a request is for: in a callback, `get_app` gives the one that was made last."""
    watchers = flask.current_app.before_request_funcs.get(None, [])
    apps = [
        app for app in (getattr(watcher, "__self__", None) for watcher in watchers) if isinstance(app, Dash)
    ]
    return next((app for app in apps if flask.request.endpoint in app.routes), None) or get_app()


def _fault(error: Exception, store: dict[str, Any]) -> str:
    """Say what the reader is told of a fault; tell the log its cause."""
    cause, here = str(error), redis_store.location()
    match error:
        case _ if store.get("df") is None and store.get("part") is None:
            told, cause = UNSTORED, "it wasn't stored when the page was made, of which the log says why."
        case forks.ForkedEngineError():
            told = FORKED
        case redis_store.StoreUnavailableError() | redis_store.StoreAccessError():
            told = UNREACHABLE
        case _ if store.get("saved_in", here) != here:
            told, cause = ELSEWHERE, f"it was saved in the memory of another process: {ELSEWHERE}"
        case redis_store.StoreConfigurationError():
            told = MISCONFIGURED
        case _:
            told = EXPIRED
    logger.warning("DataTableAIO can't show its data: %s", cause)
    return told


def _source(store: dict[str, Any]) -> Source:
    """Find the frame that a table's store names, or the part of one."""
    key: Any = store.get("part")
    if key is None:
        return _frame_source(store.get("df"))
    _check(key)
    part = _part(key)
    source = _frame_source(part.df)
    return PartSource(source, part.columns, _read(part.base_filter or "", tuple(source.kinds.items())))


def _frame_source(key: Any) -> FrameSource:
    forks.check()
    _check(key)
    return _kept().source(key, partial(redis_store.load_table, key))


@cached(LRUCache(maxsize=10_000), lock=threading.Lock())
def _part(key: str) -> Part:
    """Read, once in a process, which part of a frame a key leads to."""
    part = part_of(redis_store.load_json(key))
    if part is None:
        raise redis_store.StoreValueError("This key leads to a value that no table has stored.")
    return part


def _unlike(source: Source, store: dict[str, Any]) -> str | None:
    """Say that a table was given data with other columns than its own; the log, which."""
    columns = store.get("columns", list(source.kinds))
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise ValueError("columns must be a list of names.")
    if source.kinds.keys() == set(columns):
        return None
    logger.error(
        "DataTableAIO can't show its new data: it lacks the columns %s and has %s besides those of the table."
        " Give new_data the table's columns=, or return another table.",
        sorted(set(columns) - source.kinds.keys()),
        sorted(source.kinds.keys() - set(columns)),
    )
    return UNLIKE


def _row_count(view: View, count: int, of_all: int) -> str:
    """Say how many rows a view has, and of how many."""
    rows = "1 row" if of_all == 1 else f"{of_all:,} rows" if of_all else "No rows"
    if view.filter is None or not of_all:
        return rows
    return f"{count:,} of {rows}" if count else f"None of {rows} matches the filter"


def _filter(filter_query: Any, source: Source) -> tuple[Filter | None, html.Div | None]:
    """Say which rows a query takes: all, with a notice, if it can't be understood, as in the browser."""
    try:
        return _filter_of(filter_query, source), None
    except FilterQueryError as error:
        return None, _notice(f"The filter was not understood, so all rows are shown. {error}")


def _filter_of(filter_query: Any, source: Source) -> Filter | None:
    if not isinstance(filter_query, str):  # which `parse` refuses, and which may not be a key to look up
        parse(filter_query)
    return _read(filter_query, tuple(source.kinds.items()))


@lru_cache(maxsize=256)
def _read(filter_query: str, kinds: tuple[tuple[str, CellKind], ...]) -> Filter | None:
    expression = parse(filter_query)
    if expression is None:
        return None
    check_columns(columns_of(expression), dict(kinds), "filter_query")
    return meaning(expression, dict(kinds))


def _order(sort_by: Any, store: dict[str, Any], source: Source) -> tuple[SortKey, ...]:
    """Say how rows are sorted."""
    as_null = store.get("sort_as_null", {})
    if not isinstance(as_null, dict) or not all(isinstance(values, list) for values in as_null.values()):
        raise ValueError("sort_as_null must be lists of values by column.")
    order = sort_order(sort_by, as_null)
    check_columns((key.column for key in order), source.kinds, "sort_by")
    return order


@cached(TTLCache(maxsize=10_000, ttl=ASKED_EVERY), key=repr, lock=threading.Lock())
def _check(key: Any) -> None:
    """Ask the store at every interaction, so that what has expired there isn't shown from memory.

    A burst of them, of one reader who turns pages or of many, asks it once.
    """
    redis_store.check(key)


def _notice(text: str) -> html.Div:
    return html.Div(text, style=NOTICE_STYLE)


def _frame_of_records(data: Any, columns: Any) -> pd.DataFrame:
    """Make a frame of a DataTable's `data`; without any rows, `columns` still name its columns."""
    import pandas as pd

    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        raise ValueError("data= must be a list of records, each a dictionary of a row's values by column.")
    names = [column["id"] for column in columns or []]
    known = dict.fromkeys(name for record in data for name in record)
    return pd.DataFrame.from_records(data, columns=list(known) if data else names)


def _check_one_given(given: dict[str, bool]) -> None:
    named = [f"{name}=" for name, is_given in given.items() if is_given]
    if len(named) != 1:
        said = f"{' and '.join(named)} are" if named else f"None of {', '.join(given)} is"
        raise ValueError(f"{said} given: a table shows a dataframe, the key of one, or a list of records.")


class _Description(NamedTuple):
    """What a table has to know of a frame before it asks for rows."""

    columns: list[dict[str, str]]
    kinds: dict[str, CellKind]
    height: int


def _described(shown: pl.DataFrame) -> _Description:
    from .tables.memory.cells import kind_of

    kinds = {name: kind_of(dtype) for name, dtype in shown.schema.items()}
    return _Description(_columns(shown), kinds, shown.height)


@lru_cache(maxsize=1_000)
def _described_by_key(key: str) -> _Description:
    """Describe a frame of the store, which is loaded for that once in a process, where it is then kept."""
    return _described(_frame_source(key).shown(View()))


class _TableData:
    """What a table shows, in the store: a frame that is saved there, or the key of one, or a part of either.

    `columns` are the DataTable's columns for a whole frame, of `height` rows; `names` can be asked for.
    """

    def __init__(
        self,
        df: Any,
        key: str | None,
        columns: Sequence[dict[str, Any]] | None,
        base_filter: str | None,
        ttl: int | None,
    ) -> None:
        from .tables.memory.frames import storable, survives

        if key is not None and ttl is not None:
            raise ValueError("ttl= is for df=: give it to redis_store.save, which made key=.")
        names = None if columns is None else [column["id"] for column in columns]
        self._key: Any = key
        self._ttl, self._frame, self._as_shown = ttl, None, None
        if key is None:
            _check_engine(df)
            frame, shown = _selected(df, names, _columns_of_query(base_filter))
            self._as_shown = partial(storable, shown, frame)
            self._frame = frame if survives(frame, shown) else self._as_shown()
            described = _described(shown)
        else:
            _check(key)
            self._ttl = redis_store.entries.ttl_of(key)
            described = _described_by_key(key)
            _check_names(names or (), list(described.kinds))
        _check_base_filter(base_filter, described.kinds)
        self.columns, self.height = copy.deepcopy(described.columns), described.height
        self.names = list(described.kinds) if names is None else names
        # Of a frame that is saved here, no other columns are stored.
        is_part = base_filter is not None or (key is not None and names is not None)
        self._part = (None if names is None else tuple(names), base_filter) if is_part else None

    def keep(self) -> dict[str, Any]:
        """Have it in the store, and say where: for the table's `dcc.Store`."""
        if self._frame is None:
            redis_store.check(self._key)
        elif self._key is None or not _is_stored(self._key):
            self._key = self._save()
        place = {"df": self._key, "part": None, "saved_in": redis_store.location()}
        if self._part is None:
            return place
        part = redis_store.save(Part(self._key, *self._part).entry(), self._ttl)
        return place | {"df": None, "part": part}

    def _save(self) -> str:
        _check_engine(self._frame)
        as_shown = self._as_shown  # another thread may be done with it meanwhile
        try:
            key = redis_store.save(self._frame, self._ttl)
        except redis_store.StoreValueError:  # for its index, its labels, its attrs …, which aren't shown
            if as_shown is None:
                raise
            self._frame = as_shown()
            key = redis_store.save(self._frame, self._ttl)
        self._as_shown = None  # which one it is to be is known: no need to keep the other
        return key


def _columns_of_query(filter_query: str | None) -> list[str]:
    expression = None if filter_query is None else parse(filter_query)
    return [] if expression is None else columns_of(expression)


def _check_base_filter(base_filter: str | None, kinds: Mapping[str, CellKind]) -> None:
    """Refuse what can't be carried out for every row, or would take all of them by mistake."""
    if base_filter is None:
        return
    expression = parse(base_filter)
    if expression is None:
        raise ValueError("base_filter= is blank, which takes every row: leave it out if that is meant.")
    check_columns(columns_of(expression), kinds, "base_filter=")
    if meaning(expression, kinds).faults:
        raise ValueError(
            "base_filter= compares regardless of case, which has no answer for missing values: use icontains,"
            " or an operator that heeds case, such as =."
        )


def _check_names(wanted: Sequence[str], names: Sequence[str]) -> None:
    if unknown := [name for name in wanted if name not in names]:
        raise ValueError(f"columns= names {unknown[0]!r}, and the frame has only {', '.join(names)}.")


def _selected(
    frame: Any, wanted: Sequence[str] | None, filtered_by: Sequence[str]
) -> tuple[Any, pl.DataFrame]:
    """Take of a frame the columns that the table has, and that its app filters by.

    Returns
    -------
    These columns as they are, and as they are shown.
    """
    from .tables.memory.frames import column_names, stringified, to_polars

    names = column_names(frame)
    if wanted is not None:
        _check_names(wanted, names)
        wanted = [*wanted, *(name for name in filtered_by if name in names and name not in wanted)]
        frame = nw.from_native(frame, eager_only=True)[:, [names.index(name) for name in wanted]].to_native()
    if mixed := stringified(frame):
        described = ", ".join(f"{name!r} ({types})" for name, types in mixed.items())
        warnings.warn(f"DataTableAIO shows columns of mixed types as text: {described}.", stacklevel=4)
    return frame, to_polars(frame)


def _columns(shown: pl.DataFrame) -> list[dict[str, str]]:
    from .tables.memory.cells import column_type

    return [{"name": name, "id": name, "type": column_type(dtype)} for name, dtype in shown.schema.items()]


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
