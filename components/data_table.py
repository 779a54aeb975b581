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
import threading
import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
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
from .tables.export import FILE_TYPES, check_room, ended, exported_columns
from .tables.export_buttons import SCRIPT, checked_file_types, export_buttons, serve_exports
from .tables.expression import columns_of
from .tables.filter_query import FilterQueryError, parse
from .tables.look import LOOK, with_defaults
from .tables.meaning import meaning
from .tables.memory import forks
from .tables.number_format import number_format
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

MAX_EXPORT_REQUEST = 1024 * 1024
"""The most bytes of a request for a file: what a reader typed, and the columns' names."""

EXPORTED_CELLS = 100_000
"""About how many cells of a file are in memory at a time."""

# By `X-Export` the browser knows the table's own answers from those of a proxy or of a login in front of it.
EXPORT_HEADERS = {"Cache-Control": "no-store", "X-Export": "1"}

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
    **LOOK,
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
        lists of conditional styles and of `css` come after them. `data`, a list of records, may be given in
        place of `df`. Without `columns`, all columns of the frame are shown, each with the type that its
        cells have, and numbers in a format that reads well: see `tables/number_format.py`. Only the columns
        that the table has are stored, so that nothing else can be asked for.

    Raises
    ------
    ValueError
        If both or neither of `df` and `data` are given; if a property is given that the component sets; if
        the frame lacks one of `columns`, or the table one of `column_props`; if `export` names another kind
        of file; if more than `MAX_PAGE_SIZE` rows are to be shown at once.
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
        def export_csv(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes a CSV file; hidden without `export`."""
            return {"component": "DataTableAIO", "subcomponent": "export_csv", "aio_id": aio_id}

        @staticmethod
        def export_xlsx(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that writes an Excel file; hidden without `export`."""
            return {"component": "DataTableAIO", "subcomponent": "export_xlsx", "aio_id": aio_id}

        @staticmethod
        def export_notice(aio_id: Any) -> dict[str, Any]:
            """The `html.Span` beside them that says that a file is being written, or why it couldn't be."""
            return {"component": "DataTableAIO", "subcomponent": "export_notice", "aio_id": aio_id}

    def __init__(
        self,
        df: IntoDataFrame | None = None,
        aio_id: str | int | None = None,
        column_props: Mapping[str, Mapping[str, Any]] | None = None,
        export: Sequence[str] | None = None,
        **datatable_props: Any,
    ) -> None:
        from .tables.memory.frames import storable, survives

        for owned in sorted(OWNED.keys() & datatable_props.keys()):
            raise ValueError(f"{owned}= can't be given: DataTableAIO {OWNED[owned]}.")
        if (df is None) == ("data" not in datatable_props):
            given = "Neither df= nor data= is" if df is None else "Both df= and data= are"
            raise ValueError(f"{given} given: DataTableAIO shows a dataframe or a list of records.")

        _check_engine(df)

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's, and no two tables share a default.
        properties = with_defaults(datatable_props, DEFAULTS)
        frame = _frame_of_records(properties.pop("data"), properties.get("columns")) if df is None else df
        frame, shown = _selected(frame, properties.get("columns"))
        properties.setdefault("columns", _columns(shown))
        properties["columns"] = _with_props(properties["columns"], column_props or {})
        _check_page(properties, shown.height)

        self._store: Any = dcc.Store(id=self.ids.store(aio_id), data={"df": None} | _sort_as_null(properties))
        try:
            self._frame = frame if survives(frame, shown) else storable(shown, frame)
            self._keep_stored()
        except redis_store.StoreValueError:  # for its index, its labels, its attrs …, which aren't shown
            self._frame = storable(shown, frame)
            self._keep_stored()
        super().__init__(
            [
                self._store,
                html.Div(id=self.ids.notice(aio_id), role="status"),
                DataTable(id=self.ids.datatable(aio_id), **properties),
                export_buttons(
                    {"csv": self.ids.export_csv(aio_id), "xlsx": self.ids.export_xlsx(aio_id)},
                    self.ids.export_notice(aio_id),
                    checked_file_types(export or []),
                ),
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
        """Have the frame in the store, and its key in the `dcc.Store`.

        A store that is down doesn't keep an app from starting: the frame is stored when it is sent.
        """
        key = self._store.data["df"]
        try:
            if key is None or not _is_stored(key):
                _check_engine(self._frame)
                place = {"df": redis_store.save(self._frame), "saved_in": redis_store.location()}
                self._store.data = self._store.data | place
        except (redis_store.StoreUnavailableError, redis_store.StoreAccessError) as error:
            logger.warning("DataTableAIO can't store its data: %s", error)

    @staticmethod
    @callback(
        Output(ids.datatable(MATCH), "data"),
        Output(ids.datatable(MATCH), "page_count"),
        Output(ids.notice(MATCH), "children"),
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
    ) -> tuple[Any, Any, Any]:
        """Show the rows in view. Every argument is from the browser, so it may be anything."""
        store = store if isinstance(store, dict) else {}
        if page_action != "custom":
            page_current, page_size = 0, MAX_PAGE_SIZE
        size = min(page_size, MAX_PAGE_SIZE) if isinstance(page_size, int) else page_size
        try:
            source = _source(store)
            filter_, misread = _filter(filter_query or "", source)
            view = View(filter_, _order(sort_by or [], store, source))
            page = page_of(source, view, page_current, size)
        except (redis_store.StoreError, forks.ForkedEngineError) as error:
            return [], no_update, _notice(_fault(error, store))
        except ValueError as error:
            return no_update, no_update, _notice(str(error))
        return page.records, page.page_count, misread

    clientside_callback(
        SCRIPT,
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


def export_rows() -> flask.Response:
    """Answer an export button with a file: its request is from the browser, so it may be anything."""
    body = flask.request.stream.read(MAX_EXPORT_REQUEST + 1)
    try:
        chunks, file_type = _exported(body)
    except ValueError as error:
        return flask.Response(str(error), 400, EXPORT_HEADERS, mimetype="text/plain")
    headers = EXPORT_HEADERS | {"Content-Disposition": f'attachment; filename="data.{file_type}"'}
    return flask.Response(chunks, 200, headers, content_type=FILE_TYPES[file_type].media_type)


serve_exports(export_rows)


def _exported(body: bytes) -> tuple[Iterator[bytes], str]:
    """Check what an export button asks for, before an answer begins; give the file in chunks and its type."""
    request = _export_request(body)
    file_type, store = request.get("type"), request.get("store")
    if not isinstance(file_type, str) or file_type not in FILE_TYPES:
        raise ValueError(f"type must be one of {', '.join(FILE_TYPES)}.")
    store = store if isinstance(store, dict) else {}
    try:
        source = _source(store)
        filter_, misread = _filter(request.get("filter_query") or "", source)
        if misread is not None:
            raise ValueError(f"{misread.children} Nothing was written.")
        view = View(filter_, _order(request.get("sort_by") or [], store, source))
        columns = exported_columns(request.get("columns"), request.get("hidden_columns"), source.kinds)
        check_room(file_type, columns, source.count(view))
    except (redis_store.StoreError, forks.ForkedEngineError) as error:
        raise ValueError(_fault(error, store)) from None
    parts = source.parts(view, max(EXPORTED_CELLS // len(source.kinds), 1))
    return ended(FILE_TYPES[file_type].write(columns, parts)), file_type


def _export_request(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body) if len(body) <= MAX_EXPORT_REQUEST else None
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict) or not flask.request.is_json:
        raise ValueError(
            f"What an export button sends is a JSON object of at most {MAX_EXPORT_REQUEST:,} bytes."
        )
    return request


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


def _columns(shown: pl.DataFrame) -> list[dict[str, Any]]:
    """Make the columns of a frame's table: each with its type, and a format that its numbers read well in."""
    from .tables.memory.cells import column_type
    from .tables.memory.numbers import numbers_of

    columns = []
    for column in shown.get_columns():
        name = column.name
        format_ = number_format(name, numbers_of(column))
        columns.append(
            {"name": name, "id": name, "type": column_type(column.dtype)}
            | ({"format": format_} if format_ else {})
        )
    return columns


def _with_props(
    columns: Sequence[dict[str, Any]], column_props: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Put properties over those of single columns."""
    ids = [column["id"] for column in columns]
    for name, props in column_props.items():
        if name not in ids:
            raise ValueError(f"column_props= names {name!r}, and the table has only {', '.join(ids)}.")
        if "id" in props:
            raise ValueError(f"column_props= can't give {name!r} another id: it is the frame's name for it.")
    return [{**column, **column_props.get(column["id"], {})} for column in columns]


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
