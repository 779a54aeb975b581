"""`DataTableAIO`: a DataTable of any size, whose data stays on the server.

The browser has the rows in view and the key of the rest: the dataframe is stored once by `redis_store`, and a
callback filters, sorts and pages it there, with the rows that a DataTable holding all of it would show.
"""

# The engine is imported where it is used: Dash asks that whatever has callbacks is imported before the first
# request, which so costs no more than Dash itself.
# ruff: noqa: PLC0415

from __future__ import annotations

import copy
import json
import logging
import threading
import uuid
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

import flask
import narwhals as nw
from cachetools import TTLCache, cached
from dash import (
    MATCH,
    Dash,
    Input,
    Output,
    Patch,
    State,
    callback,
    clientside_callback,
    dcc,
    get_app,
    html,
    no_update,
)
from dash.dash_table.DataTable import DataTable

from . import redis_store
from .tables.columns import NOTHING_TO_TOGGLE, check_names, completed_columns, is_to_toggle, named_columns
from .tables.conditions import check_conditions
from .tables.datatable_properties import OWNED, check_properties  # noqa: F401  the reference tells of OWNED
from .tables.expression import columns_of
from .tables.filter_query import FilterQueryError, parse, without_braces
from .tables.meaning import meaning
from .tables.memory import forks
from .tables.selection import SCRIPT, checked_rows, rows_of
from .tables.source import page_of
from .tables.view import View, check_columns, page_rows, page_shown, sort_order

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from narwhals.typing import IntoDataFrame, IntoDataFrameT

    from .tables.memory.kept import KeptFrames
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
UNREACHABLE = "The data store can't be reached: try again."
ELSEWHERE = (
    "This table's data is kept by another process of the site, which has ended or doesn't share it: reload"
    " the page. If that doesn't help, the site needs a Redis (REDIS_URL)."
)
MISCONFIGURED = "The data store isn't set up for what it is used for: the site's log says what is missing."
FORKED = "This table can't be shown by the process that answered: the site's log says why, and what to set."
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
        The data. It is never changed. Columns that hold Python objects of several types are shown as text,
        with a warning. The index is not shown. The frame is stored as it is where it comes back so, and
        otherwise what the table shows of it, in a frame of the same kind without an index: see
        `redis_store`.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.
    **datatable_props : Any
        Properties of the `DataTable`, over those of `DEFAULTS`; `tables/datatable_properties.py` says of each
        whether it works as there, in the component's own way, or not at all. `data`, a list of records, may
        be given in place of `df`. Without `columns`, all columns of the frame are shown, each with the type
        that its cells have. Only the columns that the table has are stored, so that nothing else can be asked
        for; those of `hidden_columns` are sent and not shown. `selected_rows` are positions in the frame.

    Raises
    ------
    ValueError
        If both or neither of `df` and `data` are given; if a property is given that can't be done right, with
        what to use instead; if the frame lacks a column that is named, in a condition for example; if more
        than `MAX_PAGE_SIZE` rows are to be shown at once.
    TypeError
        If `df` is no dataframe.
    UnsupportedColumnError
        If a column can't be shown in a table (a `ValueError`, too).
    redis_store.StoreValueError, redis_store.StoreSizeError, redis_store.StoreFullError
        If the frame can't be stored.
    ForkedEngineError
        If `df` is of Polars, and this process can't use it: Polars was used before it was forked.

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
            """The `dcc.Store`: its `data["df"]` is the key that `redis_store.load` takes."""
            return {"component": "DataTableAIO", "subcomponent": "store", "aio_id": aio_id}

        @staticmethod
        def notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` above the table that tells the reader of a fault; empty when there is none."""
            return {"component": "DataTableAIO", "subcomponent": "notice", "aio_id": aio_id}

        @staticmethod
        def page(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the rows in view: its `data["rows"]` are their positions in the frame."""
            return {"component": "DataTableAIO", "subcomponent": "page", "aio_id": aio_id}

        @staticmethod
        def selection(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of the selected rows, for `selected_df`; a callback may set `{"rows": […]}`."""
            return {"component": "DataTableAIO", "subcomponent": "selection", "aio_id": aio_id}

    def __init__(
        self, df: IntoDataFrame | None = None, aio_id: str | int | None = None, **datatable_props: Any
    ) -> None:
        from .tables.memory import by_row
        from .tables.memory.frames import storable, survives

        check_properties(datatable_props)
        if (df is None) == ("data" not in datatable_props):
            given = "Neither df= nor data= is" if df is None else "Both df= and data= are"
            raise ValueError(f"{given} given: DataTableAIO shows a dataframe or a list of records.")

        _check_engine(df)

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's, and no two tables share a default.
        properties = copy.deepcopy(DEFAULTS) | datatable_props
        columns = properties.get("columns")
        columns = None if columns is None else named_columns(columns)
        frame = _frame_of_records(properties.pop("data"), columns) if df is None else df
        frame, shown = _selected(frame, columns)
        properties["columns"] = completed_columns(columns, _types(shown))
        _check_page(properties, shown.height)
        check_names(properties)
        check_conditions(properties, shown.columns)
        if properties.get("hidden_columns") and not is_to_toggle(properties):
            properties["css"] = [NOTHING_TO_TOGGLE, *(properties["css"] or [])]
        selected = _selected_rows(properties.pop("selected_rows", None) or [], properties, shown)

        self._store: Any = dcc.Store(id=self.ids.store(aio_id), data={"df": None} | _sort_as_null(properties))
        # What is stored, by the name that its key has in the `dcc.Store`.
        self._frames = {"df": frame if survives(frame, shown) else storable(shown, frame)}
        if (apart := by_row.table_of(properties, shown.height)) is not None:
            self._frames["by_row"] = apart
        for name in by_row.BY_ROW:
            properties.pop(name, None)
        try:
            self._keep_stored()
        except redis_store.StoreValueError:  # for its index, its labels, its attrs …, which aren't shown
            self._frames["df"] = storable(shown, frame)
            self._keep_stored()
        super().__init__(
            [
                self._store,
                html.Div(id=self.ids.notice(aio_id), role="status"),
                # One page until the rows come: the pager, which they would move, isn't there before them.
                DataTable(
                    id=self.ids.datatable(aio_id),
                    selected_row_ids=selected["ids"],
                    page_count=1,
                    **properties,
                ),
                dcc.Store(id=self.ids.page(aio_id), data=_in_view()),
                dcc.Store(id=self.ids.selection(aio_id), data=selected),
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
        """Have the frames in the store, and their keys in the `dcc.Store`.

        A store that is down doesn't keep an app from starting: the frames are stored when they are sent.
        """
        try:
            for name, frame in self._frames.items():
                key = self._store.data.get(name)
                if key is None or not _is_stored(key):
                    _check_engine(frame)
                    place = {name: redis_store.save(frame), "saved_in": redis_store.location()}
                    self._store.data = self._store.data | place
        except (redis_store.StoreUnavailableError, redis_store.StoreAccessError) as error:
            logger.warning("DataTableAIO can't store its data: %s", error)

    @staticmethod
    @callback(
        Output(ids.datatable(MATCH), "data"),
        Output(ids.datatable(MATCH), "page_count"),
        Output(ids.notice(MATCH), "children"),
        Output(ids.page(MATCH), "data"),
        Output(ids.datatable(MATCH), "tooltip_data"),
        Output(ids.datatable(MATCH), "dropdown_data"),
        Input(ids.datatable(MATCH), "page_current"),
        Input(ids.datatable(MATCH), "page_size"),
        Input(ids.datatable(MATCH), "sort_by"),
        Input(ids.datatable(MATCH), "filter_query"),
        State(ids.datatable(MATCH), "page_action"),
        State(ids.store(MATCH), "data"),
        mcp_enabled=False,
    )
    def show_rows(
        page_current: Any, page_size: Any, sort_by: Any, filter_query: Any, page_action: Any, store: Any
    ) -> tuple[Any, ...]:
        """Show the rows in view. Every argument is from the browser, so it may be anything.

        It does more than the browser at one place: a case-insensitive comparison with a missing value, on
        which the browser crashes and `filter_df` raises, doesn't hold. The reader could filter nothing else.
        """
        store = store if isinstance(store, dict) else {}
        asked = _text_of([page_current, page_size, sort_by, filter_query])
        if page_action != "custom":
            page_current, page_size = 0, MAX_PAGE_SIZE
        size = min(page_size, MAX_PAGE_SIZE) if isinstance(page_size, int) else page_size
        try:
            source = _source(store)
            filter_, misread = _filter(filter_query or "", source)
            view = View(filter_, _order(sort_by or [], store, source))
            page = page_of(source, view, page_current, size)
            tooltip_data, dropdown_data = _by_row(store, page.positions)
        except (redis_store.StoreError, forks.ForkedEngineError) as error:
            return [], no_update, _notice(_fault(error, store)), _in_view(asked), no_update, no_update
        except ValueError as error:
            as_before = Patch()
            as_before["view"] = asked
            return no_update, no_update, _notice(str(error)), as_before, no_update, no_update
        in_view = _in_view(asked, store["df"], page.positions)
        return page.records, page.page_count, misread, in_view, tooltip_data, dropdown_data

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
            (section 6 of FILTER_LANGUAGE.md). A table takes no such row, so that its reader can go on.
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

    @staticmethod
    def selected_df(frame: IntoDataFrameT, selection: Mapping[str, Any] | None) -> IntoDataFrameT:
        """Take the rows that a reader has selected, on whatever page they are.

        Parameters
        ----------
        frame : dataframe of pandas, Polars or PyArrow
            The table's rows, as `redis_store.load` gives them; it is not changed.
        selection : dict or None
            The `data` of `ids.selection`, as the browser sent it: `{"rows": [positions in the frame]}`.

        Returns
        -------
        dataframe
            The rows, in the order of their selection, of the same kind as `frame`, with the types and the
            index that they had.

        Raises
        ------
        ValueError
            If `selection` is something else than different positions of rows of the frame.
        """
        from .tables.memory.rows import height, taken_at

        return taken_at(frame, rows_of(selection, height(frame)))


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
        case _ if store.get("df") is None:
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


def _text_of(asked: list[Any]) -> str:
    """Write what was asked for as a text, which can be sent back whatever it is."""
    try:
        return json.dumps(asked)
    except RecursionError:
        return "null"


def _in_view(asked: str | None = None, key: str | None = None, rows: Sequence[int] = ()) -> dict[str, Any]:
    """What the browser is told of a page: where its rows are, of which frame, and what was asked for."""
    return {"df": key, "rows": list(rows), "view": asked}


def _source(store: dict[str, Any]) -> Source:
    """Find the frame that a table's store names."""
    forks.check()
    key: Any = store.get("df")
    _check(key)
    return _kept().source(key, partial(_loaded, key))


def _loaded(key: str) -> pl.DataFrame:
    from .tables.memory.frames import from_stored

    return from_stored(redis_store.load_table(key))


def _filter(filter_query: Any, source: Source) -> tuple[Filter | None, html.Div | None]:
    """Say which rows a query takes: all, with a notice, if it can't be understood, as in the browser."""
    try:
        if not isinstance(filter_query, str):  # which `parse` refuses, and which may not be a key to look up
            parse(filter_query)
        return _read(filter_query, tuple(source.kinds.items())), None
    except FilterQueryError as error:
        return None, _notice(f"The filter was not understood, so all rows are shown. {error}")


@lru_cache(maxsize=256)
def _read(filter_query: str, kinds: tuple[tuple[str, CellKind], ...]) -> Filter | None:
    expression = parse(filter_query)
    if expression is None:
        return None
    check_columns(columns_of(expression), dict(kinds), "filter_query")
    if hint := without_braces(expression, dict(kinds)):
        raise FilterQueryError(hint, filter_query)
    # Without the faults: of a case-insensitive column, the reader can't ask in another way.
    return replace(meaning(expression, dict(kinds)), faults=())


def _by_row(store: dict[str, Any], positions: list[int]) -> tuple[Any, Any]:
    """Give the `tooltip_data` and `dropdown_data` of rows, where the table has any."""
    from .tables.memory.by_row import BY_ROW, values_at

    key = store.get("by_row")
    values = {} if key is None else values_at(_source({"df": key}), positions)
    tooltip_data, dropdown_data = (values.get(name, no_update) for name in BY_ROW)
    return tooltip_data, dropdown_data


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


def _selected(frame: Any, columns: Sequence[dict[str, Any]] | None) -> tuple[Any, pl.DataFrame]:
    """Take of a frame the columns that the table has; give them as they are, and as they are shown."""
    from .tables.memory.frames import column_names, stringified, to_polars

    names = column_names(frame)
    if columns is not None:
        wanted = [column["id"] for column in columns]
        if unknown := [name for name in wanted if name not in names]:
            raise ValueError(f"columns= names {unknown[0]!r}, and the frame has only {', '.join(names)}.")
        frame = nw.from_native(frame, eager_only=True)[:, [names.index(name) for name in wanted]].to_native()
    if mixed := stringified(frame):
        described = ", ".join(f"{name!r} ({types})" for name, types in mixed.items())
        warnings.warn(f"DataTableAIO shows columns of mixed types as text: {described}.", stacklevel=3)
    return frame, to_polars(frame)


def _types(shown: pl.DataFrame) -> dict[str, str]:
    """Say which `type` a DataTable's columns have for the cells of a frame."""
    from .tables.memory.cells import column_type

    return {name: column_type(dtype) for name, dtype in shown.schema.items()}


def _selected_rows(rows: Any, properties: dict[str, Any], shown: pl.DataFrame) -> dict[str, Any]:
    """Make the selection to begin with: positions in the frame, and the rows' ids."""
    from .tables.memory.cells import records

    rows = checked_rows(rows, shown.height, "selected_rows=")
    if properties.get("row_selectable") == "single" and len(rows) > 1:
        raise ValueError(f"selected_rows= has {len(rows)} rows, and row_selectable='single' allows one.")
    ids = [None] * len(rows)
    if "id" in shown.columns:
        ids = [record["id"] for record in records(shown["id"][rows].to_frame())]
    return {"rows": rows, "ids": ids}


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
