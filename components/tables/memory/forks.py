"""Whether Polars works in this process: its threads don't survive a fork, and what needs them then hangs.

A server that forks (`gunicorn --preload`, uWSGI) is fine as long as nothing in its parent process has made
Polars start them. `frames` sees to that for tables of pandas and PyArrow; a table of a Polars frame starts
them, for it is stored by Polars, and so does an app that filters a frame while it is imported.
"""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path

_TASKS = Path("/proc/self/task")
_IMPORTED_BY = os.getpid()
_looking = threading.Lock()


class ForkedEngineError(RuntimeError):
    """Polars had started its threads in the process that this one was forked from."""


def check() -> None:
    """Raise a `ForkedEngineError` where Polars would hang."""
    if os.getpid() != _IMPORTED_BY and _lost(os.getpid()):
        raise ForkedEngineError(
            "Polars was used before this process was forked, and would hang in it. Have the server load the"
            " app after it forks (gunicorn without --preload, uWSGI with lazy-apps), or use no Polars while"
            " the app is imported: no filter, no sort, no table of a Polars frame (of pandas and PyArrow they"
            " are fine)."
        )


def _lost(process: int) -> bool:
    with _looking:  # or another thread would find the threads that this one has Polars start
        return _are_lost(process)


@cache
def _are_lost(_process: int) -> bool:
    """See, in a forked process, whether Polars starts its threads: it doesn't where it did before the fork.

    Python's own hooks tell of no fork that a server makes in C, as uWSGI does.
    """
    import polars as pl  # noqa: PLC0415  with the first table

    before = _tasks()
    pl.thread_pool_size()  # starts them, if that is to be done
    started = _tasks().keys() - before.keys()
    return bool(before) and not started and not any(map(_is_polars, before.values()))


def _tasks() -> dict[str, str]:
    """The threads of this process with their names; none where the system isn't Linux."""
    return {task.name: _name(task) for task in _TASKS.glob("*")}


def _name(task: Path) -> str:
    try:
        return (task / "comm").read_text()
    except OSError:  # a thread that has just ended
        return ""


def _is_polars(name: str) -> bool:
    return name.removeprefix("polars-").strip().isdecimal()
