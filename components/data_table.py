"""`DataTableAIO`: a DataTable of any size, whose data stays on the server.

The browser has the rows in view and the key of the rest: the dataframe is stored once by `redis_store`, and a
callback filters, sorts and pages it there, with the rows that a DataTable holding all of it would show.
"""

from __future__ import annotations

import copy
import logging
import threading
import uuid
import warnings
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
from cachetools import TTLCache, cached
from dash import MATCH, Input, Output, State, callback, dcc, html, no_update
from dash.dash_table.DataTable import DataTable
from narwhals.typing import IntoDataFrame, IntoDataFrameT

from . import redis_store
from .tables.expression import columns_of
from .tables.filter_query import FilterQueryError, parse
from .tables.meaning import meaning
from .tables.memory.cells import column_type
from .tables.memory.frames import column_names, stringified, to_polars
from .tables.memory.kept import KeptFrames
from .tables.memory.rows import filtered, height, ordered, taken
from .tables.predicates import CellKind, Filter
from .tables.source import Source, page_of
from .tables.view import SortBy, SortKey, View, check_columns, page_rows, page_shown, sort_order

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

NOTICE_STYLE = {
    "border": "1px solid var(--bs-warning-border-subtle, #ffe69c)",
    "backgroundColor": "var(--bs-warning-bg-subtle, #fff3cd)",
    "color": "var(--bs-warning-text-emphasis, #664d03)",
    "padding": "0.5rem 0.75rem",
    "marginBottom": "0.5rem",
}

EXPIRED = "This table's data has expired: reload the page."
UNREACHABLE = "The data store can't be reached: try again."


@cache
def _kept() -> KeptFrames:
    """The frames that this process keeps; their room is read from the environment when there is one."""
    return KeptFrames()


class DataTableAIO(html.Div):
    """A `DataTable` of a dataframe of any size: it is filtered, sorted and paged on the server.

    Parameters
    ----------
    df : dataframe of pandas, Polars or PyArrow, optional
        The data. It is never changed. Columns that hold Python objects of several types are shown as text,
        with a warning. The index is not shown.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.
    **datatable_props : Any
        Properties of the `DataTable`, over those of `DEFAULTS`. `data`, a list of records, may be given in
        place of `df`. Without `columns`, all columns of the frame are shown, each with the type that its
        cells have. Only the columns that the table has are stored, so that nothing else can be asked for.

    Raises
    ------
    ValueError
        If both or neither of `df` and `data` are given; if a property is given that the component sets; if
        the frame lacks one of `columns`; if more than `MAX_PAGE_SIZE` rows are to be shown at once.
    TypeError
        If `df` is no dataframe.
    UnsupportedColumnError
        If a column can't be shown in a table (a `ValueError`, too).
    redis_store.StoreValueError, redis_store.StoreSizeError, redis_store.StoreFullError
        If the frame can't be stored.
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

    def __init__(
        self, df: IntoDataFrame | None = None, aio_id: str | int | None = None, **datatable_props: Any
    ) -> None:
        for owned in sorted(OWNED.keys() & datatable_props.keys()):
            raise ValueError(f"{owned}= can't be given: DataTableAIO {OWNED[owned]}.")
        if (df is None) == ("data" not in datatable_props):
            given = "Neither df= nor data= is" if df is None else "Both df= and data= are"
            raise ValueError(f"{given} given: DataTableAIO shows a dataframe or a list of records.")

        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's, and no two tables share a default.
        properties = copy.deepcopy(DEFAULTS) | datatable_props
        frame = _frame_of_records(properties.pop("data"), properties.get("columns")) if df is None else df
        frame = _shown(frame, properties.get("columns"))
        properties.setdefault("columns", _columns(frame))
        _check_page(properties, len(frame))

        self._frame = frame
        self._store: Any = dcc.Store(id=self.ids.store(aio_id), data={"df": None} | _sort_as_null(properties))
        try:
            self._keep_stored()
        except (redis_store.StoreUnavailableError, redis_store.StoreAccessError) as error:
            # A store that is down doesn't keep an app from starting: the frame is stored when it is sent.
            logger.warning("DataTableAIO can't store its data: %s", error)
        super().__init__(
            [
                self._store,
                html.Div(id=self.ids.notice(aio_id), role="status"),
                DataTable(id=self.ids.datatable(aio_id), **properties),
            ]
        )

    def to_plotly_json(self) -> dict[str, Any]:
        """Become part of a layout that is sent: put the frame back if the store has lost it since."""
        try:
            self._keep_stored()
        except redis_store.StoreError as error:
            # The page is served all the same: its callback tells the reader what is missing.
            logger.warning("DataTableAIO can't store its data: %s", error)
        return super().to_plotly_json()

    def _keep_stored(self) -> None:
        """Have the frame in the store, and its key in the `dcc.Store`."""
        key = self._store.data["df"]
        if key is None or not _is_stored(key):
            self._store.data = self._store.data | {"df": redis_store.save(self._frame)}

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
        except redis_store.StoreError as error:
            logger.warning("DataTableAIO can't show its data: %s", error)
            unreachable = isinstance(error, redis_store.StoreUnavailableError | redis_store.StoreAccessError)
            unstored = store.get("df") is None
            return [], no_update, _notice(UNREACHABLE if unreachable or unstored else EXPIRED)
        except ValueError as error:
            return no_update, no_update, _notice(str(error))
        return page.records, page.page_count, misread

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
        return taken(frame, page_rows(height(frame), page_current, page_size))


def _is_stored(key: str) -> bool:
    try:
        redis_store.check(key)
    except redis_store.StoreExpiredError:
        return False
    return True


def _source(store: dict[str, Any]) -> Source:
    """Find the frame that a table's store names."""
    key: Any = store.get("df")
    _check(key)
    return _kept().source(key, partial(redis_store.load_polars, key))


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
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        raise ValueError("data= must be a list of records, each a dictionary of a row's values by column.")
    names = [column["id"] for column in columns or []]
    known = dict.fromkeys(name for record in data for name in record)
    return pd.DataFrame.from_records(data, columns=list(known) if data else names)


def _shown(frame: Any, columns: Sequence[dict[str, Any]] | None) -> Any:
    """The part of a frame that the table has, with columns of mixed objects as text."""
    names = column_names(frame)
    if columns is not None:
        wanted = [column["id"] for column in columns]
        if unknown := [name for name in wanted if name not in names]:
            raise ValueError(f"columns= names {unknown[0]!r}, and the frame has only {', '.join(names)}.")
        frame = nw.from_native(frame, eager_only=True)[:, [names.index(name) for name in wanted]].to_native()
    mixed = stringified(frame)
    if not mixed:
        return frame
    described = ", ".join(f"{name!r} ({types})" for name, types in mixed.items())
    warnings.warn(f"DataTableAIO shows columns of mixed types as text: {described}.", stacklevel=3)
    texts = to_polars(frame, mixed)
    if isinstance(frame, pl.DataFrame):
        return frame.with_columns(texts)
    # PyArrow has no columns of objects, so this is pandas. The copy shares the columns that stay as they are.
    frame = frame.copy(deep=False)
    names = column_names(frame)
    for name in mixed:
        frame.isetitem(names.index(name), texts[name].to_list())
    return frame


def _columns(frame: Any) -> list[dict[str, str]]:
    schema = to_polars(frame).schema
    return [{"name": name, "id": name, "type": column_type(dtype)} for name, dtype in schema.items()]


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
