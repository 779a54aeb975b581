"""Tables in forked processes, in several workers, and beside a second app: rows, or a notice that says why not.

Each app is a script in a folder of its test, asked over HTTP as the browser asks. A worker that hangs runs into
the time-out of a request.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from components import DataTableAIO
from components.tables.faults import ELSEWHERE, FORKED, UNREGISTERED
from tests.redis_server import RedisServer
from tests.server import ROOT, serve
from tests.waiting import PATIENCE, wait_until

KINDS = ("pandas", "pyarrow")

# What every app is made of: tables of frames, and what tells which worker has answered.
FRAMES = """
import json
import logging
import os

import pandas as pd
import polars as pl
import pyarrow as pa
from dash import Dash, Input, Output, callback, html

import components
from components import DataTableAIO

logging.basicConfig(filename="log")
FRAMES = {
    "pandas": pd.DataFrame({"n": range(20), "t": ["a", None] * 10, "d": pd.date_range("2020", periods=20)}),
    "pyarrow": pa.table({"n": range(20), "t": ["a", None] * 10}),
}
"""
THREADS_STARTED = {
    "query": "pl.DataFrame({'n': [1]}).lazy().select(pl.col('n') + 1).collect()",
    "table": "FRAMES['polars'] = pl.from_pandas(FRAMES['pandas'])",
}
APP = """
app = Dash()
app.layout = html.Div([DataTableAIO(frame, aio_id=kind) for kind, frame in FRAMES.items()])
server = app.server


@server.after_request
def tell_worker(response):
    response.headers["Worker"] = str(os.getpid())
    return response


@server.route("/filter/<kind>")
def filter_frame(kind):
    try:
        return str(len(DataTableAIO.filter_df(FRAMES[kind], "{n} > 9")))
    except components.ForkedEngineError as error:
        return f"ForkedEngineError: {error}"


@server.route("/polars")
def make_of_polars():
    try:
        return str(DataTableAIO(pl.DataFrame({"n": [1]})))
    except components.ForkedEngineError as error:
        return f"ForkedEngineError: {error}"
"""


@dataclass(frozen=True)
class Answer:
    """What came back, and which worker sent it."""

    worker: str
    content: str

    @property
    def value(self) -> Any:
        """What it says as JSON."""
        return json.loads(self.content)


def ask(url: str, body: dict[str, Any] | None = None) -> Answer:
    """Ask on a connection of its own, which any worker may take."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return Answer(response.headers.get("Worker", ""), response.read().decode())


def of_both(url: str, path: str, body: dict[str, Any] | None = None) -> list[Answer]:
    """Ask until two workers have answered; give all their answers."""
    answers = list[Answer]()

    def both_answered() -> bool:
        answers.extend(pool.map(lambda _: ask(url + path, body), range(8)))
        return len({answer.worker for answer in answers}) == 2

    with ThreadPoolExecutor(8) as pool:
        wait_until(both_answered, otherwise=lambda: f"only {answers[0].worker} answers")
    return answers


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary in a JSON value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(part)


def properties(layout: Any, component_id: Any) -> dict[str, Any]:
    """The properties that a layout has for an id."""
    return next(node for node in nodes(layout) if node.get("id") == component_id)


def question(layout: Any, aio_id: str, **changed: Any) -> dict[str, Any]:
    """What the browser sends for the table of a layout."""
    ids = DataTableAIO.ids
    table = properties(layout, ids.datatable(aio_id)) | changed
    inputs = ("page_current", "page_size", "sort_by", "filter_query")
    outputs: list[dict[str, Any]] = [
        {"id": ids.datatable(aio_id), "property": "data"},
        {"id": ids.datatable(aio_id), "property": "page_count"},
        {"id": ids.notice(aio_id), "property": "children"},
        {"id": ids.row_count(aio_id), "property": "children"},
        {"id": ids.page(aio_id), "property": "data"},
        {"id": ids.datatable(aio_id), "property": "tooltip_data"},
        {"id": ids.datatable(aio_id), "property": "dropdown_data"},
        {"id": ids.counting(aio_id), "property": "data"},
    ]
    matched = [
        json.dumps({**output["id"], "aio_id": ["MATCH"]}, separators=(",", ":"), sort_keys=True)
        + f".{output['property']}"
        for output in outputs
    ]
    return {
        "output": f"..{'...'.join(matched)}..",
        "outputs": outputs,
        "inputs": [
            *({"id": ids.datatable(aio_id), "property": name, "value": table[name]} for name in inputs),
            {
                "id": ids.store(aio_id),
                "property": "data",
                "value": properties(layout, ids.store(aio_id))["data"],
            },
        ],
        "state": [
            {"id": ids.datatable(aio_id), "property": "page_action", "value": table["page_action"]},
        ],
        "changedPropIds": [],
    }


def shown(answer: Any) -> tuple[int, str]:
    """How many rows a callback's answer has, and what its notice says."""
    parts = answer["response"]
    rows = next(part["data"] for place, part in parts.items() if '"datatable"' in place)
    notice = next(part["children"] for place, part in parts.items() if '"notice"' in place)
    return len(rows), notice["props"]["children"] if notice else ""


def notice_in(layout: Any, aio_id: str) -> str:
    """What the notice of a table says in the layout itself."""
    notice = properties(layout, DataTableAIO.ids.notice(aio_id)).get("children")
    return str(notice["props"]["children"]) if notice else ""


@contextmanager
def workers(
    folder: Path, script: str, *options: str, environment: dict[str, str] | None = None
) -> Iterator[str]:
    """Serve a script by two workers; give the address."""
    (folder / "own_app.py").write_text(script)
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", *options, "own_app:server"]
    paths = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    with serve(command, paths | (environment or {}), folder) as url:
        yield url


def log(folder: Path) -> str:
    """What the app has logged."""
    return (folder / "log").read_text()


def run(folder: Path, script: str, **environment: str) -> Any:
    """Run a script; give what it prints as JSON."""
    (folder / "script.py").write_text(script)
    result = subprocess.run(
        [sys.executable, "script.py"],
        cwd=folder,
        env={**os.environ, "REDIS_URL": "", "PYTHONPATH": str(ROOT), **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A redis-server that all workers share."""
    with RedisServer(tmp_path) as server:
        yield server


@pytest.mark.slow
def test_workers_forked_from_a_loaded_app_show_rows(tmp_path: Path, redis: RedisServer) -> None:
    with workers(tmp_path, FRAMES + APP, "--preload", environment={"REDIS_URL": redis.url}) as url:
        layout = ask(f"{url}/_dash-layout").value
        for kind in KINDS:
            body = question(layout, kind, filter_query="{n} > 4", page_size=6)
            assert {shown(answer.value) for answer in of_both(url, "/_dash-update-component", body)} == {
                (6, "")
            }
            assert {answer.content for answer in of_both(url, f"/filter/{kind}")} == {"10"}


@pytest.mark.slow
@pytest.mark.parametrize("cause", THREADS_STARTED.values(), ids=THREADS_STARTED)
def test_workers_without_polars_threads_say_what_to_set_and_none_hangs(
    tmp_path: Path, redis: RedisServer, cause: str
) -> None:
    script = f"{FRAMES}{cause}\n{APP}"
    with workers(tmp_path, script, "--preload", environment={"REDIS_URL": redis.url}) as url:
        layout = ask(f"{url}/_dash-layout").value
        for kind in KINDS:
            body = question(layout, kind)
            assert {shown(answer.value) for answer in of_both(url, "/_dash-update-component", body)} == {
                (0, FORKED)
            }
            for answer in of_both(url, f"/filter/{kind}"):
                assert answer.content.startswith("ForkedEngineError: Polars was used before")
        redis.client().flushall()  # so that a page stores its frames again
        of_both(url, "/_dash-layout")
        for answer in of_both(url, "/polars"):
            assert answer.content.startswith("ForkedEngineError: Polars was used before")
    assert "gunicorn without --preload" in log(tmp_path)


FORKS = {"by Python": "os.fork", "in C, as uWSGI": "ctypes.PyDLL(None).fork"}
FORKING = """
import ctypes, signal

table = DataTableAIO(FRAMES["pandas"])
{started}
receiving, sending = os.pipe()
if {fork}() == 0:
    signal.alarm({seconds})  # ends what hangs
    rows, _, notice, *_ = DataTableAIO.show_rows(0, 10, [], "{{n}} > 4", "custom", table.children[0].data)
    os.write(sending, json.dumps([len(rows), notice and notice.children]).encode())
    os._exit(0)
os.close(sending)
print(os.read(receiving, 1000).decode())
"""


@pytest.mark.parametrize("fork", FORKS.values(), ids=FORKS)
@pytest.mark.parametrize(
    ("started", "expected"), [("", [10, None]), (THREADS_STARTED["query"], [0, FORKED])], ids=["", "threads"]
)
def test_a_child_of_a_process_that_made_a_table_has_its_rows_or_says_why_not(
    tmp_path: Path, redis: RedisServer, fork: str, started: str, expected: list[Any]
) -> None:
    script = FRAMES + FORKING.format(fork=fork, started=started, seconds=PATIENCE)
    assert run(tmp_path, script, REDIS_URL=redis.url) == expected


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--preload"]], ids=["loaded by each", "preload"])
def test_workers_without_a_redis_say_that_the_data_is_elsewhere(tmp_path: Path, options: list[str]) -> None:
    with workers(tmp_path, FRAMES + APP, *options, environment={"REDIS_URL": ""}) as url:
        layouts = {answer.worker: answer.value for answer in of_both(url, "/_dash-layout")}
        told = {
            worker: {
                (answer.worker == worker, shown(answer.value))
                for answer in of_both(url, "/_dash-update-component", question(layout, "pandas"))
            }
            for worker, layout in layouts.items()
        }
    if options:  # the memory is that of the process that has forked both
        assert set().union(*told.values()) == {(True, (0, ELSEWHERE)), (False, (0, ELSEWHERE))}
    else:
        assert all(answers == {(True, (10, "")), (False, (0, ELSEWHERE))} for answers in told.values())
    assert "can't show its data" in log(tmp_path)
    assert "REDIS_URL" in log(tmp_path).rpartition("can't show its data")[2]


# Apps of one process, asked without a server. `tell` prints, for each, what its layout's notice says, and how many
# rows its callback gives; None where there is no such callback.
ASKING = """
from tests.components.test_processes import notice_in, question, shown


def layout_of(app, prefix="/"):
    return app.server.test_client().get(f"{prefix}_dash-layout").get_json()


def tell(app, prefix="/"):
    layout = layout_of(app, prefix)
    answer = app.server.test_client().post(f"{prefix}_dash-update-component", json=question(layout, "table"))
    rows = shown(answer.get_json())[0] if answer.status_code == 200 else None
    return [notice_in(layout, "table"), rows]
"""


def test_of_two_apps_in_a_process_the_one_without_the_callback_says_so(tmp_path: Path) -> None:
    script = """
first, second = Dash("first"), Dash("second")
for app in (first, second):
    app.layout = DataTableAIO(FRAMES["pandas"], aio_id="table")
print(json.dumps([tell(first), tell(second), tell(first)]))
"""
    assert run(tmp_path, FRAMES + ASKING + script) == [["", 10], [UNREGISTERED, None], ["", 10]]
    assert (
        f"ERROR:components.tables.kept_div:DataTableAIO's callback isn't one of the app that shows it. {UNREGISTERED}"
        in log(tmp_path)
    )


def test_of_two_apps_on_one_server_the_one_without_the_callback_says_so(tmp_path: Path) -> None:
    script = """
import flask
server = flask.Flask("server")
apps = [Dash(name, server=server, url_base_pathname=f"/{name}/") for name in ("first", "second")]
for app in apps:
    app.layout = DataTableAIO(FRAMES["pandas"], aio_id="table")
print(json.dumps([tell(app, app.config.url_base_pathname) for app in apps]))
"""
    (with_rows,), (without,) = [
        [found for found in run(tmp_path, FRAMES + ASKING + script) if (found[0] == UNREGISTERED) == missing]
        for missing in (False, True)
    ]
    assert with_rows == ["", 10]
    assert without == [UNREGISTERED, None]


MADE = """
@callback(Output("made", "children"), Input("make", "n_clicks"), mcp_enabled=False)
def make(_):
    from components import DataTableAIO
    return DataTableAIO(FRAMES["pandas"], aio_id="table")


def make_by(app):
    body = {
        "output": "made.children",
        "outputs": {"id": "made", "property": "children"},
        "inputs": [{"id": "make", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["make.n_clicks"],
    }
    made = app.server.test_client().post("/_dash-update-component", json=body).get_json()
    table = app.server.test_client().post("/_dash-update-component", json=question(made, "table"))
    return [notice_in(made, "table"), shown(table.get_json())[0] if table.status_code == 200 else None]
"""


def test_a_table_made_by_a_callback_asks_the_app_whose_callback_it_is(tmp_path: Path) -> None:
    script = """
first, second = Dash("first"), Dash("second")
first.layout = second.layout = html.Div([html.Button(id="make"), html.Div(id="made")])
layout_of(first), layout_of(second)
print(json.dumps(make_by(first)))
"""
    assert run(tmp_path, FRAMES + ASKING + MADE + script) == ["", 10]


def test_a_cell_that_is_run_again_says_so(tmp_path: Path) -> None:
    cell = """
app = Dash()
app.layout = DataTableAIO(FRAMES["pandas"], aio_id="table")
found.append(tell(app))
"""
    script = f"found, cell = [], {cell!r}\nexec(cell)\nexec(cell)\nprint(json.dumps(found))"
    assert run(tmp_path, FRAMES + ASKING + script) == [["", 10], [UNREGISTERED, None]]
    assert "ERROR:components.tables.kept_div:" in log(tmp_path)


@pytest.mark.parametrize(
    ("imported", "expected"),
    [("import components", ["", 10]), ("", [UNREGISTERED, None])],
    ids=["at the top", "in the callback"],
)
def test_importing_components_is_enough_if_it_is_done_before_the_first_request(
    tmp_path: Path, imported: str, expected: list[Any]
) -> None:
    frames = FRAMES.replace("import components\nfrom components import DataTableAIO\n", imported)
    # What asks is from a module that imports the components; so it is asked for after the first request.
    script = """
app = Dash()
app.layout = html.Div([html.Button(id="make"), html.Div(id="made")])
app.server.test_client().get("/_dash-layout")
"""
    assert run(tmp_path, frames + MADE + script + ASKING + "print(json.dumps(make_by(app)))") == expected


def test_the_site_is_set_up_before_there_are_requests(tmp_path: Path) -> None:
    script = f"""
import json, runpy, sys
from types import SimpleNamespace
sys.path.insert(0, {str(ROOT)!r})
from app import app
runpy.run_path({str(ROOT / "gunicorn.conf.py")!r})["post_worker_init"](SimpleNamespace(wsgi=app.server))
ready = len(app.callback_map)
print(json.dumps([ready, len(app.server.test_client().get("/_dash-dependencies").get_json())]))
"""
    ready, declared = run(tmp_path, script)
    assert ready == declared
