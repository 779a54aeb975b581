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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from components import DataTableAIO
from components.data_table import ELSEWHERE, EXPIRED, FORKED, UNREGISTERED
from tests.redis_server import RedisServer
from tests.server import ROOT, serve
from tests.waiting import PATIENCE, wait_until

KINDS = ("pandas", "pyarrow")

# What every app is made of: tables of frames, and what tells which worker has answered.
FRAMES = """
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
    "table": "DataTableAIO(pl.from_pandas(FRAMES['pandas']))",
}
APP = """
app = Dash()
app.layout = html.Div([
    html.Button(id="make"),
    html.Div(id="made"),
    *(DataTableAIO(frame, aio_id=kind) for kind, frame in FRAMES.items()),
])
server = app.server


@callback(Output("made", "children"), Input("make", "n_clicks"), mcp_enabled=False)
def make(_):
    return DataTableAIO(FRAMES["pandas"].assign(n=1), aio_id="made")


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
    outputs = [
        {"id": ids.datatable(aio_id), "property": "data"},
        {"id": ids.datatable(aio_id), "property": "page_count"},
        {"id": ids.notice(aio_id), "property": "children"},
    ]
    matched = [
        json.dumps(output["id"] | {"aio_id": ["MATCH"]}, separators=(",", ":"), sort_keys=True)
        + f".{output['property']}"
        for output in outputs
    ]
    return {
        "output": f"..{'...'.join(matched)}..",
        "outputs": outputs,
        "inputs": [{"id": ids.datatable(aio_id), "property": name, "value": table[name]} for name in inputs],
        "state": [
            {"id": ids.datatable(aio_id), "property": "page_action", "value": table["page_action"]},
            {
                "id": ids.store(aio_id),
                "property": "data",
                "value": properties(layout, ids.store(aio_id))["data"],
            },
        ],
        "changedPropIds": [],
    }


def shown(answer: Any) -> tuple[int, str]:
    """How many rows a callback's answer has, and what its notice says."""
    parts = list(answer["response"].values())
    rows = next(part["data"] for part in parts if "data" in part)
    notice = next(part["children"] for part in parts if "children" in part)
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
        redis.client().flushall()  # so that the page stores its frames again
        of_both(url, "/_dash-layout")
        # of_both(url, "/_dash-update-component", make)
    assert "gunicorn without --preload" in log(tmp_path)
