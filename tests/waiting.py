"""Waiting until something is so: the one place where the tests let time pass.

No test says how long a thing may take, for machines differ, and are busy with other things. What a thing costs is
counted (`tests.work`), or measured by a benchmark.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 30
"""Seconds after which what didn't come is given up: long enough for any machine, and only a failure waits so long."""

PAUSE = 0.02


def wait_until(
    condition: Callable[[], object],
    *,
    page: Page | None = None,
    patience: float = PATIENCE,
    otherwise: Callable[[], str] = lambda: "what was waited for didn't come",
) -> None:
    """Ask again and again, until it is so.

    Parameters
    ----------
    condition
        Whether it is so.
    page
        The page whose listeners the condition depends on: they are called while it is waited for.
    patience
        Seconds after which it fails.
    otherwise
        What to say then.

    Raises
    ------
    TimeoutError
        If it doesn't become so.
    """
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise())
        if page is None:
            time.sleep(PAUSE)
        else:
            page.wait_for_timeout(1000 * PAUSE)
