"""The page of the filter language: it has all that is parsed, and its rows are those that the components keep."""

from __future__ import annotations

import ast
import html
import inspect
import json
import re
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from components import AgGridAIO, DataTableAIO, FilterModelError
from components.tables import filter_model, filter_query
from components.tables.expression import And, Comparison, Not, Operator, Or, TestName, UnaryTest, leaves
from pages.filter_language import BOTH, FRAME, IN_GRIDS, IN_TABLES, TYPED, kept
from tests.browser import visit
from tests.site.interactions import cells, pick, type_filter

OF_TABLES = [one for rows in IN_TABLES.values() for one in rows]
OF_GRIDS = [one for rows in IN_GRIDS.values() for one in rows]
PARSED = [filter_query.parse(one.query) for one in OF_TABLES]
LEAVES = [leaf for parsed in PARSED if parsed is not None for leaf in leaves(parsed)]


def constants_of_cases(function: Any) -> set[str]:
    """The texts that a function's `match` knows."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.MatchValue)]
    return {str(ast.literal_eval(node)) for node in found}


def conditions(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for of_column in model.values() for one in of_column.get("conditions", [of_column])]


def test_every_operator_has_a_row_in_words_and_in_signs() -> None:
    comparisons = [leaf for leaf in LEAVES if isinstance(leaf, Comparison)]
    assert {leaf.operator for leaf in comparisons} == set(get_args(Operator))
    assert {leaf.insensitive for leaf in comparisons} == {True, False}
    firsts = {one.written for one in OF_TABLES}
    assert {f"`{sign}` or `{word}`" for word, sign in filter_query._WORDS.items()} <= firsts


def test_every_test_of_a_value_has_a_row() -> None:
    pattern, _ = filter_query._TOKENS["test"]
    names = set(re.findall(r"\w+", pattern)) - {"is"}
    assert names == set(get_args(TestName)) == {leaf.name for leaf in LEAVES if isinstance(leaf, UnaryTest)}
    assert {f"`is {name}`" for name in names} <= {one.written for one in OF_TABLES}


def test_every_kind_of_token_and_every_connective_has_a_row() -> None:
    used = {token.kind for one in OF_TABLES for token in filter_query._tokens(one.query)}
    assert used == filter_query._TOKENS.keys()
    assert {And, Or, Not} <= {type(parsed) for parsed in PARSED}


def test_every_type_of_a_grids_filters_has_a_row() -> None:
    texts = constants_of_cases(filter_model._Column._of_texts)
    ordered = constants_of_cases(filter_model._Column._ordered) | filter_model._RELATIONS.keys()
    assert {"true", "contains"} < texts
    assert {"inRange", "equals"} < ordered
    known = {"text": texts, "number": ordered, "date": ordered}
    shown = {(one["filterType"], one["type"]) for row in OF_GRIDS for one in conditions(row.model)}
    assert {(of_type, type_) for of_type, types in known.items() for type_ in types} <= shown
    with pytest.raises(FilterModelError, match="its filterType must be one of") as refused:
        AgGridAIO.filter_df(FRAME, {"item": {"type": "equals"}})
    named = re.findall("one of (.*), not", str(refused.value))[0].split(", ")
    assert set(named) == {of_type for of_type, _ in shown}


def test_everything_that_filter_params_change_has_a_row() -> None:
    source = inspect.getsource(filter_model._Column)
    known = {*re.findall(r'params\.get\("(\w+)"', source), *filter_model._BLANKS_IN.values()}
    assert {name for row in OF_GRIDS for name in row.filter_params} == known
    for row in (row for row in OF_GRIDS if row.filter_params):
        column_defs = [{"field": name, "filterParams": row.filter_params} for name in row.model]
        with_params = AgGridAIO.filter_df(FRAME, row.model, column_defs)
        assert not with_params.equals(AgGridAIO.filter_df(FRAME, row.model)), row.written


def test_each_example_keeps_some_rows_and_not_all_or_says_so() -> None:
    told = [(one.why, one.query) for one in BOTH] + [(one.means, one.query) for one in OF_TABLES]
    told += [(one.means, one.query) for one in TYPED]
    found = [(means, DataTableAIO.filter_df(FRAME, query)) for means, query in told]
    found += [(one.why, AgGridAIO.filter_df(FRAME, one.model)) for one in BOTH]
    found += [(one.means, AgGridAIO.filter_df(FRAME, one.model)) for one in OF_GRIDS]
    for means, rows in found:
        said = kept(rows)
        assert said in means if said in {"no row", "every row"} else 0 < len(rows) < len(FRAME), means


def test_the_page_has_what_each_example_keeps(client: FlaskClient) -> None:
    page = client.get("/filter-language").text
    rows = [re.findall("<td.*?>(.*?)</td>", row) for row in page.split("<tr")]
    shown = {tuple(html.unescape(re.sub("<[^>]*>", "", cell)) for cell in row[-2:]) for row in rows}
    written = [one.query for one in OF_TABLES] + [one.query for one in TYPED]
    queries = {(query, kept(DataTableAIO.filter_df(FRAME, query))) for query in written}
    models = {
        (json.dumps(one.model), kept(AgGridAIO.filter_df(FRAME, one.model)))
        for one in OF_GRIDS
        if not one.filter_params
    }
    assert queries | models <= shown


def test_an_example_filters_both_and_what_is_typed_becomes_the_query_that_is_told(
    site: str, page: Page
) -> None:
    visit(page, f"{site}/filter-language")
    of_table, of_grid = cells(page, "row"), page.locator('.ag-center-cols-container [col-id="row"]')
    expect(of_table).to_have_count(len(FRAME))
    expect(of_grid).to_have_count(len(FRAME))

    one = next(one for one in BOTH if one.question == "price is below 5")
    pick(page, page.locator("#filter-example"), f"Both: {one.question}")
    expect(of_table).to_have_text(list(DataTableAIO.filter_df(FRAME, one.query)["row"]))
    expect(of_grid).to_have_text(list(AgGridAIO.filter_df(FRAME, one.model)["row"]))

    pick(page, page.locator("#filter-example"), "Table: {row} = A")
    expect(of_table).to_have_text(["A"])
    expect(of_grid).to_have_count(len(FRAME))

    type_filter(page, "row", "")
    expect(of_table).to_have_count(len(FRAME))
    for typed in TYPED:
        with page.expect_request(lambda request: "filter_query" in (request.post_data or "")) as asked:
            type_filter(page, typed.column, typed.text)
        (query,) = {
            one["value"]
            for one in json.loads(asked.value.post_data or "")["inputs"]
            if isinstance(one, dict) and one["property"] == "filter_query"
        }
        assert query == typed.query
        expect(of_table).to_have_text(list(DataTableAIO.filter_df(FRAME, query)["row"]))
        type_filter(page, typed.column, "")
        expect(of_table).to_have_count(len(FRAME))
