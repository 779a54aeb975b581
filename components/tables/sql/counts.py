"""How many rows filters take: each is counted once at a time, and apart from what waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait

from cachetools import TTLCache

from ..predicates import Filter
from ..readers import context_of_count, superseded
from ..source import Superseded
from .processes import PerProcess

AT_ONCE = 2
"""How many filters are counted at the same time, so that connections are left for rows."""


class Counts:
    """The numbers of rows of a relation.

    Parameters
    ----------
    count
        Counts the rows of a filter; of None, all.
    ttl
        Seconds for which a number is kept.
    """

    def __init__(self, count: Callable[[Filter | None], int], ttl: float) -> None:
        self._count = count
        self._known = TTLCache[Filter | None, int](1_000, ttl)
        self._lock = threading.Lock()
        self._room = threading.Semaphore(AT_ONCE)
        self._begun = PerProcess(dict[Filter | None, Future[int]])

    def known(self, filter_: Filter | None) -> int | None:
        """Give a number that is kept."""
        with self._lock:
            return self._known.get(filter_)

    def within(self, filter_: Filter | None, seconds: float) -> int | None:
        """Count, and wait for so many seconds: after them, it goes on all the same.

        Raises
        ------
        SourceError
            If the database can't count.
        """
        counted = self._counted(filter_)
        return self.wait(filter_) if wait([counted], seconds).done else None

    def wait(self, filter_: Filter | None) -> int:
        """Count, and wait for as long as it takes; raises as `within`."""
        while True:
            try:
                return self._counted(filter_).result()
            except Superseded:  # of whoever began it; who waits for it isn't concerned
                if superseded()():
                    raise

    def _counted(self, filter_: Filter | None) -> Future[int]:
        with self._lock:
            if (count := self._known.get(filter_)) is not None:
                counted = Future[int]()
                counted.set_result(count)
                return counted
            return self._begun.get().get(filter_) or self._begin(filter_)

    def _begin(self, filter_: Filter | None) -> Future[int]:
        counted = self._begun.get()[filter_] = Future[int]()
        count = context_of_count().run

        def run() -> None:
            fault: BaseException | None = None
            number = 0
            try:
                with self._room:
                    number = count(self._count, filter_)
            except BaseException as error:  # noqa: BLE001  whoever waits for it gets it
                fault = error
            with self._lock:
                del self._begun.get()[filter_]
                if fault is None:
                    self._known[filter_] = number
            if fault is None:
                counted.set_result(number)
            else:
                counted.set_exception(fault)

        threading.Thread(target=run, daemon=True).start()
        return counted
