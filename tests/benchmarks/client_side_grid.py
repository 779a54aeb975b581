"""What a client-side AG Grid of a frame costs beside an AgGridAIO: `python -m tests.benchmarks.client_side_grid`.

Loads a page of each in Chromium and prints, for each, the bytes that came, and the seconds until the first rows are
shown, until those of a filter are, and until those of a sort are: medians of `--runs` visits (3), of `--rows` rows
(1,000,000) and 8 columns.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from tests.browser import DESKTOP, count_bytes, launch_arguments
from tests.server import serve

APP = """
import sys

import dash_ag_grid as dag
from dash import Dash

from components import AgGridAIO
from tests.benchmarks.data import first

kind, rows = sys.argv[1], int(sys.argv[2])
frame = first(rows)
app = Dash()
if kind == "client-side":
    frame["when"] = frame["when"].dt.strftime("%Y-%m-%dT%H:%M:%S")
    app.layout = dag.AgGrid(
        id="grid",
        rowData=frame.astype(object).where(frame.notna(), None).to_dict("records"),
        columnDefs=[{"field": name, "filter": True} for name in frame],
    )
else:
    app.layout = AgGridAIO(frame, "grid")
app.run()
"""

ACTS = {
    "filter": "api.setFilterModel({ price: { filterType: 'number', type: 'lessThan', filter: 20 } })",
    "no filter": "api.setFilterModel(null)",
    "sort": "api.applyColumnState({ state: [{ colId: 'name', sort: 'asc' }, { colId: 'price', sort: 'desc' }] })",
}

# Seconds from an act until the first row is there and another one, or among others.
MEASURED = """async () => {
  const grid = document.querySelector(".ag-root-wrapper").closest("[id]:not([id^=ag])");
  const api = dash_ag_grid.getApi(grid.id);
  const first = () => api.getDisplayedRowAtIndex(0)?.data;
  const seen = () => `${api.getDisplayedRowCount()} ${first()?.id}`;
  const before = seen(), start = performance.now();
  %s;
  while (!first() || seen() === before) await new Promise(requestAnimationFrame);
  return (performance.now() - start) / 1000;
}"""
SHOWN = "document.querySelector('.ag-row[row-index=\"0\"] .ag-cell[col-id=id]')?.textContent === '0'"


def visit(browser: Browser, url: str) -> tuple[float, ...]:
    """Bytes, and the seconds of the first rows, of a filter and of a sort."""
    page = browser.new_page(viewport=DESKTOP)
    sent = count_bytes(page.context.new_cdp_session(page))
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_function(SHOWN, timeout=600_000)
    shown, count = time.perf_counter() - start, sum(sent)
    found = {name: page.evaluate(MEASURED % act) for name, act in ACTS.items()}
    page.close()
    return count, shown, found["filter"], found["sort"]


def main() -> None:
    """Visit both kinds of pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        for kind in ("AgGridAIO", "client-side"):
            command = [sys.executable, "-c", APP, kind, str(given.rows)]
            with serve(command, {"REDIS_URL": ""}, seconds=300) as url:
                visits = []
                for _ in range(given.runs):
                    browser = playwright.chromium.launch(**launch_arguments())
                    visits.append(visit(browser, url))
                    browser.close()
            count, *seconds = (statistics.median(values) for values in zip(*visits, strict=True))
            told = ", ".join(
                f"{name} {value:.2f} s"
                for name, value in zip(("first rows", "filter", "sort"), seconds, strict=True)
            )
            print(f"{kind}: {count / 1e6:.2f} MB, {told}")


if __name__ == "__main__":
    main()
