"""How fast tables answer, over HTTP: `python -m tests.benchmarks.tables`, with `--help` for what can be chosen.

Apps with one gunicorn worker each and a real Redis are asked the same things in turn: DataTableAIO, the recipe of
Dash's documentation, an AG Grid with infinite rows and pandas in memory, AgGridAIO, and two empty callbacks with the
inputs and outputs of the components, which are the floor. Pages have ten rows, and blocks of a grid 100. Printed are
the medians in milliseconds, and how the components compare.

Every request but the "next page" ones asks for a view that the app hasn't computed before. Each app is asked for
`TURN` views in its turn: were it one, it would find the processor's caches filled by the others' work, which no app
has that is alone on its server.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice, product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from components import AgGridAIO, DataTableAIO
from tests.benchmarks.apps import KINDS, PAGE_SIZE
from tests.benchmarks.data import FRAMES
from tests.redis_server import RedisServer
from tests.server import serve

TURN = 10

BLOCK_SIZE = 100
"""Rows that a grid asks for at once."""

HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class View:
    """What is asked of a table: a page of what filters keep, in the order of a sort."""

    page: int = 0
    filters: tuple[tuple[str, str, Any], ...] = ()
    sort: tuple[tuple[str, str], ...] = ()


def directions(*columns: str) -> Iterator[View]:
    """Every column, ascending and descending."""
    for column, direction in product(columns, ("asc", "desc")):
        yield View(sort=((column, direction),))


def contains(column: str, *parts: str) -> Iterator[View]:
    """Pairs of parts, each found in many texts."""
    for first, second in product(parts, parts):
        yield View(filters=((column, "contains", first + second),))


def kept(
    value: Callable[[int], float], column: str, sort: str | None = None, page: int = 0
) -> Iterator[View]:
    """A filter by one column, of ever another value; sorted by another column up and down."""
    for number in range(1000):
        order = ((sort, "asc" if number % 2 else "desc"),) if sort else ()
        yield View(page, ((column, ">", value(number)),), order)


Scenarios = dict[str, Callable[[], Iterator[View]]]

FILTERED = {
    "first": View(filters=(("measure", ">", 0.5),), sort=(("price", "desc"),)),
    "unseen": View(filters=(("f1", ">", 0.5),), sort=(("price", "desc"),)),
}


def pages(view: View | None = None) -> Iterator[View]:
    """One page after the other."""
    for number in range(1, 1000):
        yield replace(view or View(), page=number)


FIRST: Scenarios = {
    "next page": pages,
    "next page of a filtered and sorted view": lambda: pages(FILTERED["first"]),
    "new sort, a number": lambda: directions("measure", "price", "group", "id"),
    "new sort, a text": lambda: directions("name", "city"),
    "new numeric filter": lambda: (View(filters=(("measure", ">", n / 100),)) for n in range(1000)),
    "contains": lambda: contains("name", "ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "ze", "pa"),
    "two filters, two-column sort": lambda: (
        View(
            filters=(("price", ">", 50 + n), ("name", "contains", "ka")),
            sort=(("group", "desc"), ("measure", "asc")),
        )
        for n in range(1000)
    ),
}

UNSEEN: Scenarios = {
    "next page": pages,
    "next page of a filtered and sorted view": lambda: pages(FILTERED["unseen"]),
    "new sort, a number": lambda: directions("price", "amount", "level", "rank", "same", "rare", "f0", "f4"),
    "new sort, a text": lambda: directions("note", "link", "tag"),
    "new numeric filter": lambda: kept(lambda n: n / 10, "price"),
    "contains, hardly two texts alike": lambda: contains("note", *"abcdefgh"),
    "99 % are kept, sorted by a price": lambda: kept(lambda n: 10 + n / 100, "amount", "price"),
    "50 % are kept, sorted by a price": lambda: kept(lambda n: 900 + n / 10, "amount", "price"),
    "1 % is kept, sorted by a price": lambda: kept(lambda n: 65_000 + n, "amount", "price"),
    "a filter": lambda: kept(lambda n: n / 1000 - 1, "f3"),
    "… then sorted": lambda: kept(lambda n: n / 1000 - 1, "f3", "level"),
    "… then its next page": lambda: kept(lambda n: n / 1000 - 1, "f3", "level", page=1),
    "99 % are kept, sorted by a text": lambda: kept(lambda n: 10 + n / 100, "amount", "note"),
}

SCENARIOS = {"first": FIRST, "unseen": UNSEEN}


@dataclass
class Table:
    """An app under test: how it is asked for a view."""

    kind: str
    url: str
    key: Any = None
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=600)
        layout = self._get("/_dash-layout")
        dependencies = self._get("/_dash-dependencies")
        self.outputs = {
            text: entry["output"]
            for entry in dependencies
            for text in ("tooltip_data", "new", "show", "getRowsResponse")
            if text in entry["output"]
        }
        self.key = next(
            (part["data"] for part in properties(layout) if "df" in (part.get("data") or ())), None
        )

    def _get(self, path: str) -> Any:
        self.connection.request("GET", path)
        return json.loads(self.connection.getresponse().read())

    def post(self, body: dict[str, Any]) -> tuple[float, Any]:
        """Send a callback's request; give the milliseconds that it took, and the answer."""
        data = json.dumps(body).encode()
        start = time.perf_counter()
        self.connection.request("POST", "/_dash-update-component", data, HEADERS)
        response = self.connection.getresponse()
        content = response.read()
        milliseconds = 1000 * (time.perf_counter() - start)
        if response.status != 200:
            raise RuntimeError(f"{self.kind} answers {response.status}: {content[:1000]!r}")
        return milliseconds, json.loads(content)

    def ask(self, view: View, key: Any = None, aio_id: str = "table") -> tuple[float, Any]:
        """Ask for the rows of a view."""
        return self.post(self.body(view, key, aio_id))

    def body(self, view: View, key: Any = None, aio_id: str = "table") -> dict[str, Any]:
        """What the browser sends to ask for them."""
        return getattr(self, f"_{self.kind}")(view, key or self.key, aio_id)

    def first_view(self, seed: int) -> float:
        """Have the app show a frame that is new to it; give the milliseconds until its first rows are there."""
        making, answer = self.post(
            {
                "output": "new.children" if self.kind == "component" else "new.data",
                "outputs": {"id": "new", "property": "children" if self.kind == "component" else "data"},
                "inputs": [{"id": "seed", "property": "data", "value": seed}],
                "changedPropIds": ["seed.data"],
            }
        )
        key = next(part["data"] for part in properties(answer) if "df" in (part.get("data") or ()))
        showing, _ = self.ask(View(), key, "new")
        return making + showing

    def _component(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        datatable, store = DataTableAIO.ids.datatable(aio_id), DataTableAIO.ids.store(aio_id)
        properties = {
            "page_current": view.page,
            "page_size": PAGE_SIZE,
            "sort_by": [{"column_id": column, "direction": direction} for column, direction in view.sort],
            "filter_query": query(view),
        }
        return {
            "output": self.outputs["tooltip_data"],
            "outputs": [
                {"id": datatable, "property": "data"},
                {"id": datatable, "property": "page_count"},
                {"id": DataTableAIO.ids.notice(aio_id), "property": "children"},
                {"id": DataTableAIO.ids.row_count(aio_id), "property": "children"},
                {"id": DataTableAIO.ids.page(aio_id), "property": "data"},
                {"id": datatable, "property": "tooltip_data"},
                {"id": datatable, "property": "dropdown_data"},
                {"id": DataTableAIO.ids.counting(aio_id), "property": "data"},
            ],
            "inputs": [
                *({"id": datatable, "property": name, "value": value} for name, value in properties.items()),
                {"id": store, "property": "data", "value": key},
            ],
            "state": [
                {"id": datatable, "property": "page_action", "value": "custom"},
            ],
            "changedPropIds": [],
        }

    def _recipe(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        body = self._component(view, key, aio_id) | {
            "output": "table.data",
            "outputs": {"id": "table", "property": "data"},
        }
        body["inputs"] = [entry | {"id": "table"} for entry in body["inputs"][:-1]]  # all but the store
        body["state"] = [{"id": "store", "property": "data", "value": key}]
        return body

    def _ag_grid(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        types = {">": "greaterThan", "contains": "contains"}
        request = {
            "startRow": view.page * PAGE_SIZE,
            "endRow": (view.page + 1) * PAGE_SIZE,
            "filterModel": {
                name: {"type": types[operator], "filter": value} for name, operator, value in view.filters
            },
            "sortModel": [{"colId": column, "sort": direction} for column, direction in view.sort],
        }
        return {
            "output": "grid.getRowsResponse",
            "outputs": {"id": "grid", "property": "getRowsResponse"},
            "inputs": [{"id": "grid", "property": "getRowsRequest", "value": request}],
            "changedPropIds": ["grid.getRowsRequest"],
        }

    def _grid(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        types = {">": ("number", "greaterThan"), "contains": ("text", "contains")}
        model: dict[str, Any] = {}
        for name, operator, value in view.filters:
            of_type, type_ = types[operator]
            model[name] = {"filterType": of_type, "type": type_, "filter": value}
        request = {
            "startRow": view.page * BLOCK_SIZE,
            "endRow": (view.page + 1) * BLOCK_SIZE,
            "filterModel": model,
            "sortModel": [{"colId": column, "sort": direction} for column, direction in view.sort],
        }
        ids = AgGridAIO.ids
        outputs = [("grid", "getRowsResponse"), ("answer", "data"), ("view", "data"), ("notice", "children"),
                   ("row_count", "children"), ("counting", "data")]  # fmt: skip
        states = {"store": key, "quick_filter": None, "selection": None, "view": None, "answer": None}
        return {
            "output": self.outputs["getRowsResponse"],
            "outputs": [{"id": getattr(ids, part)(aio_id), "property": name} for part, name in outputs],
            "inputs": [{"id": ids.grid(aio_id), "property": "getRowsRequest", "value": request}],
            "state": [
                {
                    "id": getattr(ids, part)(aio_id),
                    "property": "value" if part == "quick_filter" else "data",
                    "value": value,
                }
                for part, value in states.items()
            ],
            "changedPropIds": [],
        }

    def _empty_grid(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        body = json.dumps(self._grid(view, key, aio_id))
        return json.loads(body.replace("AgGridAIO", "EmptyTableAIO"))

    def _empty(self, view: View, key: Any, aio_id: str) -> dict[str, Any]:
        body = json.dumps(self._component(view, key, aio_id))
        return json.loads(body.replace("DataTableAIO", "EmptyTableAIO"))


def query(view: View) -> str:
    """The filter_query of a view, as the header cells write it."""
    return " && ".join(f"{{{name}}} s{operator} {value}" for name, operator, value in view.filters)


def properties(node: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary in a JSON value."""
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from properties(part)


def measure(tables: list[Table], data: str, runs: int) -> dict[str, dict[str, list[float]]]:
    """Ask all tables the same things in turn; give the milliseconds by scenario and kind."""
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        table.ask(View())
        table.ask(FILTERED[data])
    for scenario, views in SCENARIOS[data].items():
        asked = list(islice(views(), runs))
        for start in range(0, len(asked), TURN):
            for table in tables:
                times[scenario][table.kind] += [table.ask(view)[0] for view in asked[start : start + TURN]]
    return times


def measure_first_views(tables: list[Table]) -> dict[str, dict[str, list[float]]]:
    """Have the apps show frames that are new to them; give the milliseconds by kind."""
    times: dict[str, list[float]] = defaultdict(list)
    for seed in range(1, 4):
        for table in tables:
            if table.kind in ("component", "recipe"):
                times[table.kind].append(table.first_view(seed))
    return {"first view of a new frame": times} if times else {}


def report(times: dict[str, dict[str, list[float]]], rows: int) -> None:
    """Print the medians, and DataTableAIO's ratios to the others."""
    kinds = [kind for kind in KINDS if any(kind in measured for measured in times.values())]
    print(f"\n{rows:,} rows, median milliseconds")
    print(
        f"{'':40} "
        + " ".join(f"{kind:>10}" for kind in kinds)
        + "  x faster than  x faster than  x the empty  grid: x faster  x the empty"
    )
    print(
        f"{'':40} "
        + " " * 11 * len(kinds)
        + "     the recipe        AG Grid     callback   than AG Grid     callback"
    )
    for scenario, measured in times.items():
        medians = {kind: statistics.median(found) for kind, found in measured.items()}
        line = " ".join(f"{medians[kind]:10.2f}" if kind in medians else f"{'':10}" for kind in kinds)
        ratios = [
            _ratio(medians, "recipe", "component", 14),
            _ratio(medians, "ag_grid", "component", 14),
            _ratio(medians, "component", "empty", 12),
            _ratio(medians, "ag_grid", "grid", 14),
            _ratio(medians, "grid", "empty_grid", 12),
        ]
        print(f"{scenario:40} {line} {' '.join(ratios)}")


def _ratio(medians: dict[str, float], one: str, other: str, width: int) -> str:
    found = f"{medians[one] / medians[other]:.2f}" if {one, other} <= medians.keys() else ""
    return f"{found:>{width}}"


def resident_bytes(port: int) -> int:
    """The memory of the gunicorn worker that listens on a port."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
            if b"gunicorn" in command and f"PORT={port}\0".encode() in environment:
                status = (folder / "status").read_text()
                found = max(found, 1024 * int(status.split("VmRSS:")[1].split()[0]))
        except (OSError, IndexError):
            continue  # a process that has just ended
    return found


def serve_app(app: str, redis: RedisServer, workers: int = 1) -> AbstractContextManager[str]:
    """Run one of `apps`, as `make(…)` makes it; give its address."""
    command = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--threads", "4"]
    environment = {"REDIS_URL": redis.url, "AIO_MAX_BYTES": str(512 * 1024**2)}
    return serve([*command, f"tests.benchmarks.apps:{app}"], environment, seconds=600)


def main() -> None:
    """Read the command line, start the apps, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--data", choices=FRAMES, default="first")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other rows")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--runs", type=int, default=60, help="requests per scenario and app")
    options = parser.parse_args()
    for rows in options.rows:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            redis = stack.enter_context(RedisServer(folder))
            tables = []
            for kind in options.only:
                app = f"make({kind!r}, {options.data!r}, {rows}, {options.seed})"
                tables.append(Table(kind, stack.enter_context(serve_app(app, redis))))
            port = urlsplit(tables[0].url).port or 0
            idle = resident_bytes(port)
            times = measure(tables, options.data, options.runs)
            grown = resident_bytes(port) - idle
            report(times | measure_first_views(tables), rows)
            if tables[0].kind == "component":
                size = pl.from_pandas(FRAMES[options.data](rows, options.seed)).to_arrow().nbytes
                print(
                    f"the worker grew by {grown / 1e6:,.0f} MB, {grown / size:.1f} times"
                    f" the frame's {size / 1e6:,.0f} MB in Arrow"
                )
        gc.collect()


if __name__ == "__main__":
    main()
