"""What a reader is told of a table's faults, each as what it is; the log is told its cause."""

from __future__ import annotations

import logging
from typing import Any

from dash import html

from .. import redis_store
from .memory import forks
from .source import (
    SourceChangedError,
    SourceError,
    SourceMemoryError,
    SourcePermissionError,
    SourceTimeoutError,
    SourceUnavailableError,
    UnregisteredSourceError,
)

logger = logging.getLogger(__name__)

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
SUPERSEDED = "Other rows were asked for meanwhile: ask again."
SOURCE_FAULTS: dict[type[SourceError], str] = {
    SourceUnavailableError: "The database can't be reached: try again, or reload the page.",
    SourceTimeoutError: "The database took too long: ask for less, with another filter or without a sort.",
    SourceMemoryError: "The database has no more room for this: ask for less, with another filter or without"
    " a sort.",
    SourcePermissionError: "The database doesn't let this site read the data: the site's log says which.",
    SourceChangedError: "The data isn't as it was when this page was made: reload the page.",
    UnregisteredSourceError: "This table can't be shown by the process that answered: the site's log says"
    " what it lacks.",
    SourceError: "The database can't answer: the site's log says why.",
}
"""What is told of a source's faults, the last of those that aren't named."""

UNREGISTERED = (
    "This table shows no rows, for its callback isn't one of this app's: Dash gives the callbacks of"
    " components to the first app of a process that answers a request. Run each app in a process of its own"
    " (restart the kernel of a notebook), and import the components before the first request."
)

UNREGISTERED_FIGURE = (
    "This chart can't be drawn by the process that answered: the site's log says what it lacks."
)

STORE_FAULTS = (redis_store.StoreError, forks.ForkedEngineError, SourceError)
"""What is raised when a table's data can't be had."""

RETRIED = (redis_store.StoreUnavailableError, redis_store.StoreAccessError, SourceUnavailableError)
"""Those that may pass by themselves."""

NOTICE_STYLE = {
    "border": "1px solid var(--bs-warning-border-subtle, #ffe69c)",
    "backgroundColor": "var(--bs-warning-bg-subtle, #fff3cd)",
    "color": "var(--bs-warning-text-emphasis, #664d03)",
    "padding": "0.5rem 0.75rem",
    "marginBottom": "0.5rem",
}


def notice(text: str) -> html.Div:
    """Make what tells a reader of a fault."""
    return html.Div(text, style=NOTICE_STYLE)


def told_of(error: Exception, store: dict[str, Any], component: str = "DataTableAIO") -> str:
    """Say what the reader is told of one of `STORE_FAULTS`; tell the log its cause.

    Parameters
    ----------
    error
        The fault.
    store
        The data of the table's `dcc.Store`, as the browser sent it.
    component
        The name of the table's class.
    """
    cause, here = str(error), redis_store.location()
    match error:
        case _ if store.get("df") is None and store.get("part") is None:
            told, cause = UNSTORED, "it wasn't stored when the page was made, of which the log says why."
        case SourceError():
            told = next(said for kind, said in SOURCE_FAULTS.items() if isinstance(error, kind))
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
    logger.warning("%s can't show its data: %s", component, cause)
    return told
