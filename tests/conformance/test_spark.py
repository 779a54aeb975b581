"""Data in Spark is filtered and sorted to the same rows as a dataframe in memory."""

from __future__ import annotations

import os

import pytest

from tests.conformance.ag_grid import test_vectors as grid
from tests.conformance.engines import grid_rows
from tests.conformance.test_sources import shown
from tests.conformance.test_vectors import RECORDED, expected, query_of

pytestmark = pytest.mark.slow

SHARE = int(os.environ.get("SHARE", "5"))
"""Of so many recorded cases Spark is asked one, for each takes a fifth of a second: the scorers ask it all."""


@pytest.mark.filterwarnings("ignore:.* without braces is a text:UserWarning")
@pytest.mark.parametrize("group", [group for group in RECORDED if group != "sort_as_null"])
def test_rows_are_those_that_the_browser_shows(group: str) -> None:
    wrong = [
        f"{case['id']}: {query_of(case)!r} {case['sort_by']}: {got} instead of {expected(case)}"
        for case in RECORDED[group][::SHARE]
        if (got := shown("spark", case)) != expected(case)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", grid.NAMES)
def test_rows_are_those_of_a_grid_in_the_browser(name: str) -> None:
    wrong = []
    for case in grid.recorded(name)["cases"][::SHARE]:
        found = grid_rows(
            "spark",
            grid.polars_frame(name),
            filter_model=case["filter_model"],
            sort_model=case["sort_model"],
            column_defs=grid.column_defs(name, case),
        )
        if found != case["rows"]:
            wrong.append((case["filter_model"], case["sort_model"], found, case["rows"]))
    assert not wrong, f"{len(wrong)}: {wrong[0]}"
