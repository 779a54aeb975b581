"""What an export button of a table or a grid asks for, and the answer: all rows of its filter, as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import flask

from .datatable_view import filter_of, order_of
from .export import FILE_TYPES, MEDIA_TYPES, check_room, ended, exported_columns
from .export_buttons import serve_exports
from .faults import STORE_FAULTS, told_of
from .filter_model import FilterModelError
from .filter_query import FilterQueryError
from .grid_view import asked_view
from .predicates import CellKind
from .table_data import parquet, source_of
from .view import View

MAX_EXPORT_REQUEST = 1024 * 1024
"""The most bytes of a request for a file: what a reader typed, and the columns' names."""

EXPORTED_CELLS = 100_000
"""About how many cells of a file are in memory at a time."""

# By `X-Export` the browser knows the table's own answers from those of a proxy or of a login in front of it.
_HEADERS = {"Cache-Control": "no-store", "X-Export": "1"}


def export_rows() -> flask.Response:
    """Answer an export button with a file: its request is from the browser, so it may be anything."""
    body = flask.request.stream.read(MAX_EXPORT_REQUEST + 1)
    try:
        chunks, file_type = _exported(body)
    except ValueError as error:
        return flask.Response(str(error), 400, _HEADERS, mimetype="text/plain")
    headers = _HEADERS | {"Content-Disposition": f'attachment; filename="data.{file_type}"'}
    return flask.Response(chunks, 200, headers, content_type=MEDIA_TYPES[file_type])


serve_exports(export_rows)


def _exported(body: bytes) -> tuple[Iterator[bytes], str]:
    """Check what an export button asks for, before an answer begins; give the file in chunks and its type."""
    request = _export_request(body)
    file_type, store = request.get("type"), request.get("store")
    if not isinstance(file_type, str) or file_type not in MEDIA_TYPES:
        raise ValueError(f"type must be one of {', '.join(MEDIA_TYPES)}.")
    store = store if isinstance(store, dict) else {}
    try:
        source = source_of(store)
        view = _view(request, store, source.kinds)
        columns = exported_columns(request.get("columns"), request.get("hidden_columns"), source.kinds)
        if file_type == "parquet":
            return ended([parquet(source, view, [column.id for column in columns])]), file_type
        check_room(file_type, columns, source.count(view))
    except (FilterQueryError, FilterModelError) as error:
        raise ValueError(f"The filter was not understood, so nothing was written. {error}") from None
    except STORE_FAULTS as error:
        raise ValueError(told_of(error, store)) from None
    parts = source.parts(view, max(EXPORTED_CELLS // len(source.kinds), 1))
    return ended(FILE_TYPES[file_type].write(columns, parts)), file_type


def _view(request: Mapping[str, Any], store: Mapping[str, Any], kinds: Mapping[str, CellKind]) -> View:
    """Say which rows are asked for: by a grid, whose request has its view, or by a table."""
    if "view" in request:
        return asked_view(request["view"], store, kinds)
    filter_ = filter_of(request.get("filter_query"), kinds)
    return View(filter_, order_of(request.get("sort_by"), store, kinds))


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
