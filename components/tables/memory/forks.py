"""Whether Polars works in this process: its threads don't survive a fork, and what needs them then hangs.

A server that forks (`gunicorn --preload`, uWSGI) is fine as long as nothing in its parent process has made
Polars start them. `frames` sees to that for tables of pandas and PyArrow; a table of a Polars frame starts
them, for it is stored by Polars, and so does an app that filters a frame while it is imported.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_THREADS = Path("/proc/self/task")
_state = {"started": False, "lost": False}


class ForkedEngineError(RuntimeError):
    """Polars had started its threads in the process that this one was forked from."""


def check() -> None:
    """Raise a `ForkedEngineError` where Polars would hang."""
    if _state["lost"]:
        raise ForkedEngineError(
            "Polars was used before this process was forked, and would hang in it. Have the server load the"
            " app after it forks (gunicorn without --preload, uWSGI with lazy-apps), or use no Polars while"
            " the app is imported: no filter, no sort, no table of a Polars frame. (Tables of pandas and"
            " PyArrow are fine.)"
        )


def _look() -> None:
    """See, in the process that forks, whether Polars has started its threads."""
    _state["started"] = any(
        re.fullmatch(r"polars-\d+", name.read_text().strip())
        for name in _THREADS.glob("*/comm")  # none where the system isn't Linux
    )


def _remember() -> None:
    _state["lost"] = _state["lost"] or _state["started"]


os.register_at_fork(before=_look, after_in_child=_remember)
