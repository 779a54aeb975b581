"""Refusing requests that no page of ours sends.

Dash trusts the body of a callback's request: one of another shape raises where the dispatcher reads it, which
would be a 500 and a traceback. Here it is a 400 and a line in the log; what else raises is left as it is.
"""

from __future__ import annotations

import logging
from functools import wraps
from traceback import walk_tb
from typing import Any

from dash import Dash, _callback
from dash.exceptions import DependencyException
from flask import Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

logger = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
"""The longest body of a callback's request: no page sends more than what a reader typed, and some ids.

An app with callbacks that take files needs more. Requests to other addresses aren't limited by it.
"""


def refuse_malformed_requests(app: Dash) -> None:
    """Answer malformed requests of callbacks with a 400, those that are too long with a 413."""
    endpoint = app.config.routes_pathname_prefix + "_dash-update-component"
    dispatch = app.server.view_functions[endpoint]

    @wraps(dispatch)
    def dispatch_or_refuse() -> Any:
        request.max_content_length = MAX_BYTES
        try:
            _check_outputs(app, request.get_json())
            return dispatch()
        except Exception as error:
            if isinstance(error, RequestEntityTooLarge) or not _was_reading(error):
                raise
            # It is the browser's text: no line of its own, nor half of a surrogate pair, gets into the log.
            logger.warning("Refused a malformed request: %.500s", ascii(error))
            return Response("Malformed request\n", 400, mimetype="text/plain")

    def no_such_file(_: DependencyException) -> Response:
        # A file of a component package that isn't one, or isn't the app's.
        return Response("Not found\n", 404, mimetype="text/plain")

    app.server.view_functions[endpoint] = dispatch_or_refuse
    app.server.register_error_handler(DependencyException, no_such_file)


def _check_outputs(app: Dash, body: Any) -> None:
    """Refuse a list where one output is declared: Dash lets it pass, and fails when the callback has run."""
    declared, given = app.callback_map[body["output"]]["output"], body.get("outputs") or []
    pairs = zip(declared, given, strict=False) if isinstance(declared, list | tuple) else [(declared, given)]
    if any(isinstance(entry, list) and '["ALL"]' not in str(output) for output, entry in pairs):
        raise ValueError("An output has a list where one component is declared.")


# What reads a body, before the callback's own function is entered.
_READING = {
    step.__code__
    for step in (
        Request.get_json,
        _check_outputs,
        Dash._initialize_context,  # noqa: SLF001 - there is no public name for the steps of the dispatcher
        Dash._prepare_callback,  # noqa: SLF001
        Dash._inputs_to_vals,  # noqa: SLF001
        _callback._initialize_context,  # noqa: SLF001
    )
}


def _was_reading(error: Exception) -> bool:
    """Whether an exception comes from reading a body: any other is a fault of ours, or of Dash's."""
    return any(frame.f_code in _READING for frame, _ in walk_tb(error.__traceback__))
