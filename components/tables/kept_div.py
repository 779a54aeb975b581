"""What tables have in common: their data is in the store whenever they are sent, or the reader is told."""

from __future__ import annotations

import logging
from typing import Any

import flask
from dash import Dash, Output, get_app, html
from dash.dependencies import MATCH

from .. import redis_store
from .faults import STORE_FAULTS, UNREGISTERED, notice
from .table_data import TableData

logger = logging.getLogger(__name__)


class KeptDiv(html.Div):
    """A component whose first child is the `dcc.Store` of its data's key, and whose second is its notice.

    A subclass sets `_data` and `_store`, and calls `keep_stored`.
    """

    _data: TableData
    _store: Any  # a dcc.Store

    def to_plotly_json(self) -> dict[str, Any]:
        """Become part of a layout that is sent: put the frame back if the store has lost it since."""
        name = type(self).__name__
        try:
            self.keep_stored()
        except STORE_FAULTS as error:
            # The page is served all the same: its callback tells the reader what is missing.
            logger.warning("%s can't store its data: %s", name, error)
        sent = super().to_plotly_json()
        store, empty, *others = self.children
        if not _is_registered(empty.id):
            logger.error("%s's callback isn't one of the app that shows it. %s", name, UNREGISTERED)
            sent["props"]["children"] = [store, html.Div(notice(UNREGISTERED), id=empty.id), *others]
        return sent

    def keep_stored(self) -> None:
        """Have the data in the store, and its key in the `dcc.Store`.

        A store that is down doesn't keep an app from starting: the frame is stored when it is sent.
        """
        try:
            self._store.data = self._store.data | self._data.keep()
        except (redis_store.StoreUnavailableError, redis_store.StoreAccessError) as error:
            logger.warning("%s can't store its data: %s", type(self).__name__, error)


def _is_registered(notice_id: dict[str, Any]) -> bool:
    """Tell whether the app that sends a layout has the callback that fills a table's notice."""
    if not flask.has_request_context():
        return True  # nobody has asked for it yet
    output = str(Output({**notice_id, "aio_id": MATCH}, "children"))
    return any(output in outputs for outputs in _app_that_answers().callback_map)


def _app_that_answers() -> Dash:
    """Find the app that a request is for: in a callback, `get_app` gives the one that was made last."""
    watchers = flask.current_app.before_request_funcs.get(None, [])
    apps = [
        app for app in (getattr(watcher, "__self__", None) for watcher in watchers) if isinstance(app, Dash)
    ]
    return next((app for app in apps if flask.request.endpoint in app.routes), None) or get_app()
