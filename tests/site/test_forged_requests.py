"""Nothing that is sent to the site makes it answer with a 500, with foreign data, or with much work.

Real requests are recorded from a browser, then altered in every way that a few seeds allow.
"""

from __future__ import annotations

import copy
import itertools
import json
import random
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import plotly.express as px
import pytest
from dash import Dash
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Request, expect

from components import DataTableAIO, redis_store
from tests.browser import settled, visit
from tests.site.interactions import grid_row_count
from tests.site.test_examples import EXAMPLES
from tests.work import lines_run

MUTATIONS = 1500

# Lines of Python that a hostile value may cost: turning a table's page takes 7,000, and the worst query 230,000.
MOST_LINES = 1_000_000


@pytest.fixture(scope="module")
def recorded(served_app: str, browser: Browser) -> list[dict[str, Any]]:
    """The bodies of the callback requests that visiting each example sends."""
    bodies: list[dict[str, Any]] = []

    def record(request: Request) -> None:
        if request.url.split("?")[0].endswith("_dash-update-component"):
            bodies.append(json.loads(request.post_data or ""))

    page = browser.new_page()
    page.on("request", record)
    for example in EXAMPLES:
        visit(page, served_app + example.path)
        if example.path.startswith("/ag-grid/"):  # whose first request comes when its script has
            expect(grid_row_count(page)).to_contain_text("rows")
        settled(page)
    page.close()
    assert len(bodies) > len(EXAMPLES)
    return bodies


def ask(client: FlaskClient, body: bytes) -> tuple[int, bytes]:
    """POST a body to the callbacks' address; give status and answer."""
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    return answer.status_code, answer.data


def send(client: FlaskClient, body: bytes) -> tuple[int, bytes]:
    """As `ask`, and the answer must not take much work: counting it takes several times as long."""
    answers: list[tuple[int, bytes]] = []
    lines = lines_run(lambda: answers.append(ask(client, body)))
    assert lines < MOST_LINES, body[:500]
    return answers[0]


def table_request(recorded: list[dict[str, Any]], *, of_part: bool = False, **values: Any) -> bytes:
    """The request of the simple table, or of one of a part, with other values in its inputs and state."""
    body = copy.deepcopy(
        next(
            body
            for body in recorded
            if "DataTableAIO" in body["output"]
            and "page_count" in body["output"]
            and (not of_part or store_in(body)["part"])
        )
    )
    entries = {entry["property"]: entry for entry in [*body["inputs"], *body["state"]]}
    for name, value in values.items():
        entries[name]["value"] = value
    return json.dumps(body).encode()


def store_in(body: dict[str, Any]) -> dict[str, Any]:
    """What a table's request has of its store."""
    return next(
        entry["value"]
        for entry in body["inputs"]
        if entry["property"] == "data" and entry["id"]["subcomponent"] == "store"
    )


def rows(answer: bytes) -> list[dict[str, Any]]:
    """The rows in an answer of a table's callback."""
    response = json.loads(answer)["response"]
    return next((part.get("data", []) for place, part in response.items() if '"datatable"' in place), [])


def notice(answer: bytes) -> str:
    """The text of the notice in an answer of a table's callback."""
    response = json.loads(answer)["response"]
    found = next(part["children"] for part in response.values() if "children" in part)
    return found["props"]["children"] if found else ""


HOSTILE: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, -(2**70), 1e308, 0.5, "", "0", "x" * 100_000, "\x00", "\ud800",
    "{", "{a", "{country} = ", "{no such} = 1", "(" * 5000, "!" * 5000, "{country} = 1 && " * 5000, "{year} is prime",
    "{country} contains " + "(a+)+$" * 20, "' OR 1=1 --", "../../etc/passwd", "__proto__", "{__proto__} = 1",
    [], [[]], [None], [{}], {}, {"df": None}, {"df": "0" * 64}, {"df": ["x"]}, {"df": {}}, {"$gt": ""},
    [{"column_id": "country", "direction": "asc"}] * 1000, [{"column_id": "no such", "direction": "asc"}],
    [{"column_id": None}], [{"column_id": {"a": 1}, "direction": 3}], "asc", [1] * 10_000,
]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["page_current", "page_size", "sort_by", "filter_query", "page_action", "data"]
)
def test_a_hostile_value_is_refused_or_answered_with_rows_of_the_table(
    client: FlaskClient, recorded: list[dict[str, Any]], name: str
) -> None:
    countries = set(px.data.gapminder()["country"])
    for value in HOSTILE:
        status, answer = send(client, table_request(recorded, **{name: value}))
        assert status in (200, 400), (name, value, answer)
        if status == 200:
            shown = rows(answer)
            assert len(shown) <= 10_000
            assert {row["country"] for row in shown} <= countries
            assert shown or notice(answer), (name, value)


def test_hostile_values_that_sort_as_null_are_refused_or_without_effect(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    store = store_in(json.loads(table_request(recorded)))
    sort_by = [{"column_id": "country", "direction": "asc"}]
    for value in HOSTILE:
        for values in (value, {"country": value}, {"country": [value]}):
            body = table_request(recorded, data=store | {"sort_as_null": values}, sort_by=sort_by)
            status, answer = send(client, body)
            assert status == 200, (values, answer)
            assert rows(answer) or notice(answer), values


def test_hostile_keys_of_tooltips_and_dropdowns_give_none(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    inputs = json.loads(table_request(recorded))["inputs"]
    store = next(entry["value"] for entry in inputs if entry["property"] == "data")
    for value in [*filter(None, HOSTILE), store["df"]]:
        status, answer = send(client, table_request(recorded, data=store | {"by_row": value}))
        assert status == 200, (value, answer)
        assert b"tooltip_data" not in answer
        assert b"dropdown_data" not in answer
        assert rows(answer) or notice(answer), value


def selection_request(recorded: list[dict[str, Any]], **changes: Any) -> bytes:
    """The request of the example of selected rows, with another selection or other data of the store."""
    body = copy.deepcopy(next(body for body in recorded if body["output"] == "selected-rows-text.children"))
    for entry in body["inputs"] + body["state"]:
        name = (
            entry["id"]["subcomponent"]
            if isinstance(entry["id"], dict)
            else json.loads(entry["id"])["subcomponent"]
        )
        entry["value"] = changes.get(name, entry["value"])
    return json.dumps(body).encode()


def test_a_hostile_selection_is_told_and_gives_rows_of_the_frame_alone(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    def told(selection: Any) -> str:
        status, answer = send(client, selection_request(recorded, selection=selection))
        assert status == 200, (selection, answer)
        return json.loads(answer)["response"]["selected-rows-text"]["children"]

    assert told({"rows": [1703]}) == "Selected: Zimbabwe 2007"
    assert told(None) == "Selected: none"
    for value in HOSTILE:
        for selection in (value, {"rows": value}, {"rows": [value]}, {"rows": [0, value]}):
            if isinstance(selection, dict) and selection.get("df") is not None:
                assert told(selection) == "Selected: none", selection  # it would be one of other data
            elif selection not in (None, {"rows": []}, {"rows": [0]}, {"rows": [1]}, {"rows": [0, 1]}):
                assert told(selection).startswith(("A selection must be", "The selection's rows")), selection


def test_a_hostile_store_gives_a_selection_no_rows(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    for value in HOSTILE:
        for store in (value, {"df": value}, {"part": value}, {"df": "0" * 64, "columns": value}):
            status, answer = send(client, selection_request(recorded, store=store))
            assert status == 200, (store, answer)
            told = json.loads(answer)["response"]["selected-rows-text"]["children"]
            assert told, store
            assert not told.startswith("Selected:"), store


def grid_request(recorded: list[dict[str, Any]], **values: Any) -> bytes:
    """The request of the simple grid, with other values: of a part of the request for rows, or of a state."""
    body = copy.deepcopy(
        next(
            body
            for body in recorded
            if "getRowsResponse" in body["output"] and body["inputs"][0].get("value")
        )
    )
    for entry in body["state"]:
        entry["value"] = values.pop(entry["id"]["subcomponent"], entry.get("value"))
    if "request" in values:
        body["inputs"][0]["value"] = values.pop("request")
    else:
        body["inputs"][0]["value"] |= values
    return json.dumps(body).encode()


GRID_PARTS = [
    "request", "startRow", "endRow", "filterModel", "sortModel", "store", "quick_filter", "selection", "view", "answer",
]  # fmt: skip


@pytest.mark.parametrize("name", GRID_PARTS)
def test_a_hostile_value_is_answered_with_rows_of_the_grid_or_told(
    client: FlaskClient, recorded: list[dict[str, Any]], name: str
) -> None:
    countries = set(px.data.gapminder()["country"])
    for value in HOSTILE:
        status, answer = send(client, grid_request(recorded, **{name: value}))
        assert status in (200, 204, 400), (name, value, answer)
        if status == 200:
            response = json.loads(answer)["response"]
            given = next(part["getRowsResponse"] for part in response.values() if "getRowsResponse" in part)
            assert given.keys() == {"rowData", "rowCount"}
            assert {row["country"] for row in given["rowData"]} <= countries
            assert len(given["rowData"]) <= 1000
            told = next(part["children"] for place, part in response.items() if '"notice"' in place)
            assert given["rowData"] or told or name in {"startRow", "quick_filter"}, (name, value)


def test_a_key_that_was_not_handed_out_gives_no_rows(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    for key in ("0" * 64, "f" * 64, "x", "", None, 5, "aio:secret", "*", ["a"], {"a": 1}):
        status, answer = send(client, table_request(recorded, data={"df": key}))
        assert status == 200
        assert rows(answer) == []
        assert notice(answer)


def is_of_the_part(shown: list[dict[str, Any]]) -> bool:
    """Whether rows are among those that the reader of the example may see."""
    asia = set(px.data.gapminder().query("continent == 'Asia'")["country"])
    return all(row.keys() <= {"country", "year", "pop"} and row["country"] in asia for row in shown)


@pytest.mark.parametrize(
    "name", ["page_current", "page_size", "sort_by", "filter_query", "page_action", "data"]
)
def test_a_hostile_value_gets_nothing_outside_the_part_of_a_table(
    client: FlaskClient, recorded: list[dict[str, Any]], name: str
) -> None:
    for value in HOSTILE:
        status, answer = send(client, table_request(recorded, of_part=True, **{name: value}))
        assert status in (200, 400), (name, value, answer)
        if status == 200:
            assert is_of_the_part(rows(answer)), (name, value)


@pytest.mark.parametrize(
    "filter_query",
    [
        "1 = 1", "{country} is nil || 1 = 1", '{country} = "France"', "!({country} = Japan)", "{year} > 0 || {pop} > 0",
        "{continent} = Europe", "{lifeExp} > 0", "{iso_num} is odd || {country} is nil", '{continent} = "Asia"',
    ],
)  # fmt: skip
def test_no_filter_widens_a_part_or_tells_of_what_is_outside(
    client: FlaskClient, recorded: list[dict[str, Any]], filter_query: str
) -> None:
    body = table_request(recorded, of_part=True, filter_query=filter_query, page_size=10_000)
    status, answer = send(client, body)
    assert status == 200
    shown = rows(answer)
    assert is_of_the_part(shown)
    assert len(shown) <= 396
    assert shown or notice(answer) or b"None of 396 rows matches" in answer
    outside = {"continent", "lifeExp", "iso_num"}
    assert not any(name in filter_query for name in outside) or "doesn't have" in notice(answer)


def test_a_store_that_was_put_together_in_the_browser_leads_to_no_rows_outside_the_part(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    store = store_in(json.loads(table_request(recorded, of_part=True)))
    frame = redis_store.save(px.data.gapminder())
    whole = {"df": store["part"], "columns": None, "base_filter": None}
    # The frame's key isn't the browser's to have; what the others lead to is no frame, or no part of one.
    forged = [
        store | {"df": store["part"], "part": None},
        store | {"part": frame},
        store | {"part": redis_store.save(whole)},
        store | {"part": redis_store.save(whole | {"df": frame, "columns": ["salary"]})},
        store | {"part": redis_store.save(whole | {"df": frame, "base_filter": "{salary} > 0"})},
        store | {"part": redis_store.save({"settings": "of the app"})},
        store | {"part": redis_store.save([1, 2])},
        store | {"part": store["part"] + "-60"},
        store | {"part": store["part"].upper()},
        store | {"part": [store["part"]]},
        store | {"df": frame, "part": "0" * 64},
    ]
    for value in forged:
        status, answer = send(client, table_request(recorded, of_part=True, data=value))
        assert (status, rows(answer)) == (200, []), value
        assert notice(answer), value
    for columns in HOSTILE:
        status, answer = send(
            client, table_request(recorded, of_part=True, data=store | {"columns": columns})
        )
        assert status == 200, (columns, answer)
        assert is_of_the_part(rows(answer))


def written(component_id: dict[str, Any]) -> str:
    """An id as Dash writes it."""
    return json.dumps(component_id, separators=(",", ":"), sort_keys=True)


TABLE = written(DataTableAIO.ids.datatable("dataset-table"))
STORE = written(DataTableAIO.ids.store("dataset-table"))
NEW_DATA = written(DataTableAIO.ids.store("year-table"))


@pytest.mark.parametrize(
    ("output", "given"),
    [
        ("own-rows.children", ["reader.value"]),
        ("dataset-graphs.children", [f"{TABLE}.filter_query", f"{STORE}.data"]),
        (f"..{NEW_DATA}.data...year-fault.children..", ["year.value"]),
    ],
    ids=["sign_in", "draw_graphs", "show_year"],
)
def test_a_hostile_value_in_a_callback_of_an_example_is_answered(
    client: FlaskClient, output: str, given: list[str]
) -> None:
    targets = [dependency(place) for place in output.strip(".").split("...")]
    for name, value in itertools.product(given, HOSTILE):
        body = {
            "output": output,
            "outputs": targets if output.startswith("..") else targets[0],
            "inputs": [dependency(place, value if place == name else None) for place in given],
            "changedPropIds": [name],
        }
        status, answer = send(client, json.dumps(body).encode())
        assert status in (200, 204), (name, value, answer)


def dependency(place: str, value: Any = None) -> dict[str, Any]:
    """What a request has of a property: `id.property`, where the id may be JSON."""
    component_id, _, name = place.rpartition(".")
    parsed = json.loads(component_id) if component_id.startswith("{") else component_id
    return {"id": parsed, "property": name, "value": value}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{}", b"{", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"output":' * 10_000,
        b'{"output": "x.y"}', b'{"output": []}', b'{"output": {"a": 1}}', b'{"output": null, "inputs": 3}',
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    assert send(client, body) == (400, b"Malformed request\n")


def test_what_a_malformed_request_says_is_one_line_of_ascii_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert ask(client, json.dumps({"output": "\ud800\n\u00e9"}).encode())[0] == 400
    (line,) = caplog.messages
    assert line.startswith("Refused a malformed request: KeyError(")
    assert line.isascii()
    assert line.isprintable()


def test_a_list_of_outputs_where_one_is_declared_is_a_bad_request(
    client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    body = next(body for body in recorded if body["output"] == "selected-rows-text.children")
    for outputs in ([], [body["outputs"]], [body["outputs"]] * 2):
        assert ask(client, json.dumps(body | {"outputs": outputs}).encode())[0] == 400


def test_what_fails_behind_the_reading_of_a_request_is_no_bad_request(
    app: Dash, client: FlaskClient, recorded: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise TypeError("a fault of ours")

    monkeypatch.setitem(app.callback_map[recorded[0]["output"]], "callback", fail)
    assert ask(client, json.dumps(recorded[0]).encode())[0] == 500


def test_a_body_that_is_too_long_is_refused_where_a_callback_is_asked_alone(
    app: Dash, client: FlaskClient, recorded: list[dict[str, Any]]
) -> None:
    status, _ = send(client, table_request(recorded, filter_query="x" * 5_000_000))
    assert status == 413
    assert app.server.config["MAX_CONTENT_LENGTH"] is None


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every part of a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from places(part, (*path, key))


def mutated(body: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """A copy of a request in which one to three parts are replaced, removed, doubled or renamed."""
    body = copy.deepcopy(body)
    for _ in range(source.randint(1, 3)):
        path = source.choice([path for path in places(body) if path])
        parent: Any = body
        for key in path[:-1]:
            parent = parent[key]
        action = source.choice(["replace", "replace", "remove", "double", "rename"])
        if action == "replace":
            parent[path[-1]] = copy.deepcopy(source.choice([value for value in HOSTILE if value != "\ud800"]))
        elif action == "remove":
            del parent[path[-1]]
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[path[-1]]))
        elif action == "rename":
            parent[source.choice(["id", "value", "", "property", "x"])] = parent.pop(path[-1])
    return body


@pytest.mark.parametrize("seed", range(3))
def test_mutated_requests_are_never_a_server_error(
    client: FlaskClient, recorded: list[dict[str, Any]], seed: int
) -> None:
    source = random.Random(seed)
    statuses = set()
    for _ in range(MUTATIONS // 3):
        body = mutated(source.choice(recorded), source)
        status, answer = ask(client, json.dumps(body).encode())
        assert status in (200, 204, 400, 413), (body, answer)
        statuses.add(status)
    assert {200, 400} <= statuses


def test_a_report_of_hostile_values_can_be_sent(request: pytest.FixtureRequest) -> None:
    report = pytest.TestReport("id", ("file", 0, "id"), {}, "failed", "\ud800", "call", [("log", "\ud800")])
    sent = request.config.hook.pytest_report_to_serializable(config=request.config, report=report)
    assert (sent["longrepr"], sent["sections"]) == ("?", [["log", "?"]])


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/dash/../../app.py", "/assets/../app.py", "/_bootstrap/5.3.8/../../x", "/%00",
        "/_bootstrap/5.3.8/..%2f..%2f__init__.py", "/_dash-component-suites/os/path.py", "/?" + "a=1&" * 5000,
        "/data-table/simple-usage/..", "/" + "a/" * 1000, "/%ff%fe", "/_reload-hash", "/_dash-update-component",
    ],
)  # fmt: skip
def test_a_hostile_address_is_no_server_error(site: str, path: str) -> None:
    try:
        with urllib.request.urlopen(site + path) as response:
            status = response.status
    except urllib.error.HTTPError as error:
        status = error.code
    assert status in (200, 400, 404, 405, 414)
