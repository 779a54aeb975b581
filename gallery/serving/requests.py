"""Refusing requests that no page of ours sends, before Dash's dispatcher stumbles over them.

Dash trusts the body of a callback's request: one of another shape raises somewhere in the dispatcher, which
is a 500 and a traceback. Here it is compared with the callback's declaration first, and refused with a 400.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request

logger = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
"""The longest body of a request: no page sends more than what a reader typed, and some ids."""

Dependency = dict[str, Any]


class MalformedRequestError(ValueError):
    """What a request has that no page of ours sends."""


def refuse_malformed_requests(app: Dash) -> None:
    """Answer malformed requests with a 400 that says what is wrong with them, or a 404."""
    app.server.config["MAX_CONTENT_LENGTH"] = MAX_BYTES
    endpoint = app.config.routes_pathname_prefix + "_dash-update-component"

    def check() -> Response | None:
        if request.endpoint != endpoint:
            return None
        try:
            check_callback_request(request.get_data(), app.callback_map)
        except MalformedRequestError as error:
            logger.warning("Refused a malformed request: %s", error)
            return Response(f"Malformed request: {error}\n", 400, mimetype="text/plain")
        return None

    def no_such_file(_: DependencyException) -> Response:
        # A file of a component package that isn't one, or isn't the app's.
        return Response("Not found\n", 404, mimetype="text/plain")

    app.server.before_request(check)
    app.server.register_error_handler(DependencyException, no_such_file)


def check_callback_request(body: bytes, callbacks: dict[str, dict[str, Any]]) -> None:
    """Compare the body of a request with the declaration of the callback that it names.

    Parameters
    ----------
    body : bytes
        JSON as Dash's renderer sends it: `output`, `outputs`, `inputs`, `state`, `changedPropIds`.
    callbacks : dict
        The app's `callback_map`.

    Raises
    ------
    MalformedRequestError
        If it isn't what a page would send.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedRequestError("the body is not JSON, or nested too deeply") from None
    if not isinstance(content, dict):
        raise MalformedRequestError("the body is no object")
    output = content.get("output")
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None:
        raise MalformedRequestError("there is no callback with this output")
    _check_dependencies("inputs", content.get("inputs"), callback["inputs"])
    _check_dependencies("state", content.get("state", []), callback["state"])
    if not callback["no_output"]:
        _check_outputs(content.get("outputs"), callback["output"])
    changed = content.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(changed_id, str) for changed_id in changed):
        raise MalformedRequestError("changedPropIds is no list of texts")


def _check_outputs(given: Any, declared: Any) -> None:
    single = not isinstance(declared, (list, tuple))
    expected = [output.to_dict() for output in ([declared] if single else declared)]
    _check_dependencies("outputs", [given] if single else given, expected)


def _check_dependencies(name: str, given: Any, declared: list[Dependency]) -> None:
    """Check that what is given for a callback's inputs, state or outputs is what was declared, one by one."""
    if not isinstance(given, list) or len(given) != len(declared):
        raise MalformedRequestError(f"{name} doesn't have the {len(declared)} entries that were declared")
    for position, (entry, dependency) in enumerate(zip(given, declared, strict=True)):
        pattern = _pattern(dependency["id"])
        # ALL and ALLSMALLER stand for any number of components.
        many = isinstance(pattern, dict) and any(
            value in (["ALL"], ["ALLSMALLER"]) for value in pattern.values()
        )
        entries = entry if many and isinstance(entry, list) else [entry]
        if not all(_is_one_of(pattern, dependency["property"], one) for one in entries):
            raise MalformedRequestError(f"{name}[{position}] is not what was declared")


def _pattern(declared_id: str) -> Any:
    """A declared id: a text, or a dictionary whose wildcards are lists of their name."""
    return json.loads(declared_id) if declared_id.startswith("{") else declared_id


def _is_one_of(pattern: Any, property_name: str, entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.get("property") != property_name.partition("@")[0]:
        return False
    given = entry.get("id")
    if not isinstance(pattern, dict) or not isinstance(given, dict):
        return bool(given == pattern)
    return given.keys() == pattern.keys() and all(
        isinstance(given[key], str | int | float | bool) if isinstance(value, list) else given[key] == value
        for key, value in pattern.items()
    )
