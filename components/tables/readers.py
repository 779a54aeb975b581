"""What each reader has asked last: a database needn't answer what they asked before."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from typing import Any

from .. import redis_store
from .view import View

logger = logging.getLogger(__name__)

_question: ContextVar[tuple[str, str] | None] = ContextVar("question", default=None)

_DIGITS = 64
"""How long a digest is."""


@contextmanager
def asking(reader: Any, view: View) -> Iterator[None]:
    """Have what a database is asked meanwhile stop when the reader asks for other rows, whoever answers that.

    Parameters
    ----------
    reader
        Tells readers apart: what a table's `dcc.Store` has as its `version`. None where no question is ended.
    view
        The rows that are asked for.
    """
    if not isinstance(reader, str):
        yield
        return
    who, what = _digest(reader), _digest(repr(view.filter)) + _digest(repr(view.order))
    try:
        redis_store.note(who, what)
    except redis_store.StoreFullError:
        logger.warning("The store is full, so that no query is stopped that a reader doesn't wait for.")
    with _asked(who, what):
        yield


@contextmanager
def counting(reader: Any, view: View) -> Iterator[None]:
    """Have what is counted meanwhile stop likewise, when the reader asks for another filter.

    Parameters
    ----------
    reader, view
        As above.
    """
    if not isinstance(reader, str):
        yield
        return
    with _asked(_digest(reader), _digest(repr(view.filter))):
        yield


@contextmanager
def _asked(who: str, what: str) -> Iterator[None]:
    token = _question.set((who, what))
    try:
        yield
    finally:
        _question.reset(token)


def context_of_count() -> Context:
    """Give the context in which the rows of the question's filter are counted, in another thread."""
    context = copy_context()
    if question := _question.get():
        who, what = question
        context.run(_question.set, (who, what[:_DIGITS]))
    return context


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def superseded() -> Callable[[], bool]:
    """Give what tells, from any thread, whether the reader has asked for other rows since."""
    question = _question.get()

    def is_superseded() -> bool:
        if question is None:
            return False
        who, what = question
        try:
            newest = redis_store.noted(who)
        except redis_store.StoreError:
            return False  # nobody knows
        return newest is not None and not newest.startswith(what)

    return is_superseded
