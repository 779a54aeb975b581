"""The rows that a native DataTable shows, recorded in a browser, are the rows that the operations give."""

import itertools
from collections.abc import Callable

import pytest

from components import DataTableAIO, FilterQueryError, UnknownColumnError
from components.tables.expression import columns_of
from components.tables.filter_query import parse
from tests.conformance import recorded
from tests.conformance.recorded import Case, Frame

filter_df, sort_df, page_df = DataTableAIO.filter_df, DataTableAIO.sort_df, DataTableAIO.page_df

ENGINES = sorted(recorded.FRAMES)


def groups(wanted: Callable[[Case], bool]) -> dict[str, list[Case]]:
    chosen = sorted((case for case in recorded.cases() if wanted(case)), key=lambda case: str(case["group"]))
    return {group: list(cases) for group, cases in itertools.groupby(chosen, lambda case: str(case["group"]))}


def query_of(case: Case) -> str:
    """The query that the table was given, or that it made of what was typed into its header."""
    return case.get("emitted", case["filter_query"]) or ""


def is_recorded(case: Case) -> bool:
    """Whether the case says which rows there are, of columns that a dataframe can hold."""
    if case["expected"] == "error":
        return False
    return case["frame"] or ("emitted" in case and has_columns(case))


def has_columns(case: Case) -> bool:
    try:
        expression = parse(query_of(case))
    except FilterQueryError:
        return True
    named = columns_of(expression) if expression else []
    return set(named) <= recorded.columns(case["data_ref"]).keys()


def shown(frame: Frame, case: Case) -> list[int] | None:
    """The rows that the operations give, None if they find the query invalid."""
    try:
        frame = filter_df(frame, query_of(case))
    except FilterQueryError:
        return None
    of_table = case.get("table", {}).get("sort_as_null", []) if case.get("table") else []
    as_null = {column["id"]: column.get("sort_as_null", of_table) for column in case["columns"]}
    frame = sort_df(frame, case["sort_by"] or [], as_null)
    if "page_size" in case:
        frame = page_df(frame, case["page_current"], case["page_size"])
    return recorded.rows(frame)


def expected(case: Case) -> list[int] | None:
    if case["expected"] == "invalid":
        return None
    return case["expected_viewport"] if "page_size" in case else case["expected_indices"]


RECORDED = groups(is_recorded)


@pytest.mark.filterwarnings("ignore:.* without braces is a text:UserWarning")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("group", RECORDED)
def test_rows_are_those_that_the_browser_shows(group: str, engine: str) -> None:
    wrong = [
        f"{case['id']}: {query_of(case)!r} {case['sort_by']} on {case['data_ref']}: {got} instead of {expected(case)}"
        for case in RECORDED[group]
        if (got := shown(recorded.FRAMES[engine](case["data_ref"]), case)) != expected(case)
    ]
    assert not wrong, "\n".join(wrong)


CRASHES = [
    case
    for case in recorded.cases()
    if case["expected"] == "error" and "} i" in query_of(case) and has_columns(case)
]


@pytest.mark.parametrize("case", CRASHES, ids=query_of)
def test_a_query_that_crashes_the_browser_on_a_missing_value_is_an_error(case: Case) -> None:
    with pytest.raises(ValueError, match=r"column '\w+' has missing values") as raised:
        filter_df(recorded.polars_frame(case["data_ref"]), query_of(case))
    assert not isinstance(raised.value, FilterQueryError | UnknownColumnError)


UNKNOWN = [case for case in recorded.cases() if "{nope}" in query_of(case)]


@pytest.mark.parametrize("case", UNKNOWN, ids=query_of)
def test_a_query_of_an_unknown_column_is_an_error(case: Case) -> None:
    with pytest.raises(UnknownColumnError, match="nope"):
        filter_df(recorded.polars_frame(case["data_ref"]), query_of(case))
