"""What each process has to make for itself: a connection doesn't survive a fork."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class PerProcess(Generic[Made]):
    """Something that each process makes when it needs it first; for all of its threads.

    Parameters
    ----------
    make
        Makes it.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: dict[int, Made] = {}

    def get(self) -> Made:
        """Give this process's own."""
        with self._lock:
            if os.getpid() not in self._made:
                self._made[os.getpid()] = self._make()
            return self._made[os.getpid()]

    def forget(self) -> None:
        """Have it made anew."""
        with self._lock:
            self._made.pop(os.getpid(), None)
