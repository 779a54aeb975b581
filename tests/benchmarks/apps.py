"""The apps that are compared: `gunicorn "tests.benchmarks.apps:make('component', 'first', 1000000)"`.

Each shows the same frame, ten rows at a time, and has one callback that gives the rows in view.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from typing import Any

import dash_ag_grid as dag
import pandas as pd
import redis
from dash import MATCH, Dash, Input, Output, State, callback, dcc, html, no_update
from dash.dash_table.DataTable import DataTable
from flask import Flask

from components import AgGridAIO, DataTableAIO
from tests.benchmarks.data import FRAMES

PAGE_SIZE = 10


def make(kind: str, data: str, rows: int, seed: int = 0) -> Flask:
    """Make an app of one of the kinds in `KINDS`, over one of the `FRAMES`, of so many rows."""
    app = Dash(__name__, suppress_callback_exceptions=True)
    app.layout = KINDS[kind](FRAMES[data](rows, seed))
    # Dash sets itself up at the first request, and answers others that come meanwhile with errors.
    app.server.test_client().get("/_dash-dependencies")
    return app.server


def component(data: pd.DataFrame) -> html.Div:
    """This project's DataTableAIO; and a button that makes one of a frame that is new to the store."""

    @callback(Output("new", "children"), Input("seed", "data"), prevent_initial_call=True)
    def make_new(seed: int) -> DataTableAIO:
        return DataTableAIO(new_frame(data, seed), aio_id="new")

    return html.Div([DataTableAIO(data, aio_id="table"), dcc.Store(id="seed"), html.Div(id="new")])


def new_frame(data: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A frame that no other seed gives, made at little cost."""
    return data.assign(id=data["id"] + seed)


# The recipe of https://dash.plotly.com/all-in-one-components, as the baseline: the frame as gzipped Parquet in
# Redis, loaded and worked on with pandas by every callback.

OPERATORS: dict[str, Callable[[pd.Series[Any], Any], pd.Series[bool]]] = {
    "s>": lambda column, value: column > float(value),
    "s<": lambda column, value: column < float(value),
    "scontains": lambda column, value: column.str.contains(value),
}


class RecipeStore:
    """A frame under the hash of its Parquet file."""

    def __init__(self) -> None:
        self.redis = redis.Redis.from_url(os.environ["REDIS_URL"])

    def save(self, data: pd.DataFrame) -> str:
        """Store a frame; give its key."""
        stream = io.BytesIO()
        data.to_parquet(stream, compression="gzip")
        key = hashlib.sha512(stream.getvalue()).hexdigest()
        self.redis.set(key, stream.getvalue())
        return key

    def load(self, key: str) -> pd.DataFrame:
        """Give a frame back."""
        return pd.read_parquet(io.BytesIO(self.redis.get(key)))  # type: ignore[arg-type]


def recipe(frame: pd.DataFrame) -> html.Div:
    """The documentation's recipe."""
    store = RecipeStore()

    @callback(
        Output("table", "data"),
        Input("table", "page_current"),
        Input("table", "page_size"),
        Input("table", "sort_by"),
        Input("table", "filter_query"),
        State("store", "data"),
    )
    def show(page_current: int, page_size: int, sort_by: Any, filter_query: str, key: Any) -> Any:
        data = store.load(key["df"])
        for part in filter_query.split(" && ") if filter_query else []:
            name, operator, value = part.split(" ")
            data = data.loc[OPERATORS[operator](data[name.strip("{}")], value)]
        if sort_by:
            data = data.sort_values(
                [column["column_id"] for column in sort_by],
                ascending=[column["direction"] == "asc" for column in sort_by],
            )
        return data.iloc[page_current * page_size : (page_current + 1) * page_size].to_dict("records")

    @callback(Output("new", "data"), Input("seed", "data"), prevent_initial_call=True)
    def make_new(seed: int) -> Any:
        data = new_frame(frame, seed)
        for name in data.columns:
            pd.api.types.infer_dtype(data[name])
        return {"df": store.save(data)}

    columns: Any = [{"name": name, "id": name} for name in frame.columns]
    return html.Div(
        [
            DataTable(
                id="table", columns=columns, page_current=0, page_size=PAGE_SIZE, page_action="custom",
                sort_action="custom", sort_by=[], filter_action="custom", filter_query="",
            ),
            dcc.Store(id="store", data={"df": store.save(frame)}),
            dcc.Store(id="new"),
            dcc.Store(id="seed"),
        ]
    )  # fmt: skip


def ag_grid(data: pd.DataFrame) -> dag.AgGrid:
    """An infinite-row AG Grid with pandas in memory, as https://dash.plotly.com/dash-ag-grid/infinite-row-model."""

    @callback(Output("grid", "getRowsResponse"), Input("grid", "getRowsRequest"))
    def show(request: Any) -> Any:
        shown = data
        for name, condition in request["filterModel"].items():
            match condition:
                case {"type": "greaterThan", "filter": value}:
                    shown = shown.loc[shown[name] > value]
                case {"type": "lessThan", "filter": value}:
                    shown = shown.loc[shown[name] < value]
                case {"type": "contains", "filter": value}:
                    shown = shown.loc[shown[name].str.contains(value)]
        if request["sortModel"]:
            shown = shown.sort_values(
                [column["colId"] for column in request["sortModel"]],
                ascending=[column["sort"] == "asc" for column in request["sortModel"]],
            )
        page = shown.iloc[request["startRow"] : request["endRow"]]
        return {"rowData": page.to_dict("records"), "rowCount": len(shown)}

    return dag.AgGrid(
        id="grid", columnDefs=[{"field": name} for name in data.columns], rowModelType="infinite",
        dashGridOptions={"cacheBlockSize": PAGE_SIZE},
    )  # fmt: skip


class EmptyTableAIO:
    """The ids of a table that shows nothing."""

    @staticmethod
    def id(subcomponent: str, aio_id: Any) -> dict[str, Any]:
        """The id of a subcomponent, as long as those of DataTableAIO."""
        return {"component": "EmptyTableAIO", "subcomponent": subcomponent, "aio_id": aio_id}


def empty(data: pd.DataFrame) -> html.Div:
    """A callback with DataTableAIO's inputs, state and outputs that does nothing: what Dash itself costs."""
    ids = EmptyTableAIO.id

    @callback(
        Output(ids("datatable", MATCH), "data"),
        Output(ids("datatable", MATCH), "page_count"),
        Output(ids("notice", MATCH), "children"),
        Output(ids("row_count", MATCH), "children"),
        Output(ids("page", MATCH), "data"),
        Output(ids("datatable", MATCH), "tooltip_data"),
        Output(ids("datatable", MATCH), "dropdown_data"),
        Output(ids("counting", MATCH), "data"),
        Input(ids("datatable", MATCH), "page_current"),
        Input(ids("datatable", MATCH), "page_size"),
        Input(ids("datatable", MATCH), "sort_by"),
        Input(ids("datatable", MATCH), "filter_query"),
        State(ids("datatable", MATCH), "page_action"),
        Input(ids("store", MATCH), "data"),
    )
    def show(*_: Any) -> tuple[Any, ...]:
        return [], 0, None, "", {"df": "0" * 64, "rows": []}, no_update, no_update, no_update

    return html.Div([dcc.Store(id=ids("store", "table"), data={"df": "0" * 64})])


def grid(data: pd.DataFrame) -> html.Div:
    """This project's AgGridAIO."""
    return html.Div(AgGridAIO(data, aio_id="table"))


def empty_grid(data: pd.DataFrame) -> html.Div:
    """A callback with AgGridAIO's input, states and outputs that does nothing."""
    ids = EmptyTableAIO.id

    @callback(
        Output(ids("grid", MATCH), "getRowsResponse"),
        Output(ids("answer", MATCH), "data"),
        Output(ids("view", MATCH), "data"),
        Output(ids("notice", MATCH), "children"),
        Output(ids("row_count", MATCH), "children"),
        Output(ids("counting", MATCH), "data"),
        Input(ids("grid", MATCH), "getRowsRequest"),
        State(ids("store", MATCH), "data"),
        State(ids("quick_filter", MATCH), "value"),
        State(ids("selection", MATCH), "data"),
        State(ids("view", MATCH), "data"),
        State(ids("answer", MATCH), "data"),
    )
    def show(*_: Any) -> tuple[Any, ...]:
        return {"rowData": [], "rowCount": 0}, {"count": 0, "retry": False}, no_update, None, "", no_update

    return html.Div([dcc.Store(id=ids("store", "table"), data={"df": "0" * 64})])


KINDS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "component": component,
    "recipe": recipe,
    "ag_grid": ag_grid,
    "empty": empty,
    "grid": grid,
    "empty_grid": empty_grid,
}
