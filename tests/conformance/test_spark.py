"""Data in Spark is filtered and sorted to the same rows as a dataframe in memory."""

from __future__ import annotations

import os

import pytest

from tests.conformance.ag_grid import test_vectors as grid
from tests.conformance.test_sources import wrong_rows, wrong_rows_of_grid
from tests.conformance.test_vectors import RECORDED

pytestmark = pytest.mark.slow

SHARE = int(os.environ.get("SHARE", "5"))
"""Of so many recorded cases Spark is asked one, for each takes a fifth of a second; all with `SHARE=1`."""


@pytest.mark.filterwarnings("ignore:.* without braces is a text:UserWarning")
@pytest.mark.parametrize("group", [group for group in RECORDED if group != "sort_as_null"])
def test_rows_are_those_that_the_browser_shows(group: str) -> None:
    wrong = wrong_rows("spark", group, SHARE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", grid.NAMES)
def test_rows_are_those_of_a_grid_in_the_browser(name: str) -> None:
    wrong = wrong_rows_of_grid("spark", name, SHARE)
    assert not wrong, f"{len(wrong)}: {wrong[0]}"
