"""Errors as readers see them: a card in place of what failed, a message for a failed callback."""

from __future__ import annotations

import logging
from typing import Any

from dash import ctx, html, no_update, set_props

# Where what went wrong in a callback is written.
CALLBACK_ERROR_ID = "callback-error"

logger = logging.getLogger(__name__)


def error_card(what: str, error: Exception) -> html.Div:
    """Say what failed, and why, where it would have been."""
    return html.Div(
        [
            html.P([html.Span(className="icon-exclamation-triangle"), f" {what}"], className="fw-bold"),
            html.Pre(f"{type(error).__name__}: {error}", className="mb-0", tabIndex=0),
        ],
        role="alert",
        className="alert alert-danger error-card",
    )


def report_callback_error(error: Exception) -> Any:
    """Turn a callback's exception into a message on the page and one line in the log (`Dash(on_error=…)`).

    Returns
    -------
    list or None
        What leaves the outputs as they are: Dash takes None for that, but not where one has `ALL`.
    """
    outputs = ctx.outputs_list
    ids = ", ".join(sorted({str(output["id"]) for output in _flat(outputs)}))
    logger.error("The callback of %s failed: %s: %s", ids, type(error).__name__, error)
    message = "Something went wrong while this page was being updated. Reload it, or try another choice."
    set_props(CALLBACK_ERROR_ID, {"children": html.Div(message, className="alert alert-danger")})
    return None if ctx.using_outputs_grouping or not _flat(outputs) else _unchanged(outputs)


def _unchanged(outputs: object) -> Any:
    return [_unchanged(output) for output in outputs] if isinstance(outputs, list) else no_update


def _flat(outputs: object) -> list[dict[str, object]]:
    if isinstance(outputs, dict):
        return [outputs]
    return [flat for output in outputs for flat in _flat(output)] if isinstance(outputs, list) else []
