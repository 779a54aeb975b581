"""What tables tell of how many rows there are, before these are counted and after."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from dash import no_update
from dash.exceptions import PreventUpdate

from .faults import STORE_FAULTS, notice, told_of
from .readers import counting, superseded
from .source import PATIENCE, Source, Superseded
from .table_data import source_of
from .view import View, row_count_text

logger = logging.getLogger(__name__)


class Counted(NamedTuple):
    """What is told of a view's rows, and what has them counted if that isn't done."""

    text: str
    again: Any


def counted_rows(source: Source, view: View, row_count: int | None) -> Counted:
    """Say how many rows there are.

    Parameters
    ----------
    source, view
        What is shown.
    row_count
        How many rows the view has, if that is known.
    """
    is_filtered = view.filter is not None
    of_all = source.counting(View())(PATIENCE) if is_filtered else row_count
    about = source.estimate(view) if row_count is None else None
    text = row_count_text(row_count, of_all, filtered=is_filtered, about=about)
    is_known = row_count is not None and of_all is not None
    return Counted(text, no_update if is_known else str(uuid.uuid4()))


def count_told(
    component: str, store: Any, view_of: Callable[[Source, dict[str, Any]], View]
) -> tuple[int | None, str | None, Any]:
    """Count the rows of a view that are shown already.

    Parameters
    ----------
    component
        The name of the table's class, for the log.
    store
        The data of its `dcc.Store`, as the browser sent it.
    view_of
        Says what is shown, of the source and that data; it raises a ValueError for what can't be understood.

    Returns
    -------
    How many there are, and what the reader is told of that: None where they are told of a fault, which is the
    third. `no_update` is none.

    Raises
    ------
    PreventUpdate
        If the reader has asked for other rows, whose number is told by whoever gives them.
    """
    store = store if isinstance(store, dict) else {}
    try:
        source = source_of(store)
        view = view_of(source, store)
        with counting(store.get("version"), view):
            count = source.count(view)
            told = row_count_text(count, source.count(View()), filtered=view.filter is not None)
            if superseded()():
                raise PreventUpdate
    except Superseded:
        raise PreventUpdate from None
    except STORE_FAULTS as error:
        return None, None, notice(told_of(error, store, component))
    except ValueError as error:
        logger.warning("%s refuses a request: %s", component, error)
        return None, None, notice(str(error))
    return count, told, no_update
