"""Queries that are stopped: after some time, and when nobody waits for their rows any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..readers import superseded
from ..source import SourceTimeoutError, Superseded

LOOKED_EVERY = 0.3
"""Seconds after which a query that runs is looked at."""


class _Watch:
    """What has become of a query: see `watched`."""

    def __init__(self, name: str, seconds: float | None) -> None:
        self._name, self._seconds = name, seconds
        self.stopped: Exception | None = None
        """Why it was stopped, if it was."""
        self._lock = threading.Lock()
        self._over = threading.Event()

    def look(self, stop: Callable[[], object], is_superseded: Callable[[], bool]) -> None:
        """Watch until it is over, and stop it if need be."""
        start = time.monotonic()
        while self.stopped is None:
            left = LOOKED_EVERY if self._seconds is None else start + self._seconds - time.monotonic()
            if self._over.wait(max(0, min(left, LOOKED_EVERY))):
                return
            reason: Exception | None = None
            if is_superseded():
                reason = Superseded("The reader has asked for other rows.")
            elif self._seconds is not None and time.monotonic() - start >= self._seconds:
                reason = SourceTimeoutError(f"{self._name} took longer than {self._seconds:g} seconds.")
            with self._lock:  # what comes after it on the same connection isn't stopped
                if reason is not None and not self._over.is_set():
                    self.stopped = reason
                    stop()

    def end(self) -> None:
        """Stop nothing any more."""
        with self._lock:
            self._over.set()


@contextmanager
def watched(name: str, seconds: float | None, stop: Callable[[], object]) -> Iterator[None]:
    """Watch a query that is run meanwhile.

    Parameters
    ----------
    name
        Of the database.
    seconds
        How long it may take; None for as long as it likes.
    stop
        Stops it, called in another thread.

    Raises
    ------
    SourceTimeoutError, Superseded
        In place of whatever the query raises once it was stopped.
    """
    watch = _Watch(name, seconds)
    threading.Thread(target=watch.look, args=(stop, superseded()), daemon=True).start()
    try:
        yield
    except Exception as error:
        if watch.stopped is not None:
            raise watch.stopped from error
        raise
    finally:
        watch.end()
