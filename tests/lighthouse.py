"""Every page judged by Lighthouse: `python -m tests.lighthouse [PATH …] [--phone] [--runs N] [--url URL]`.

Looks at a running site (`--url`), or starts one of its own; without paths, at all of its pages. It prints the
medians of a few runs, and fails where a page misses its targets. It needs Node and `npm install lighthouse@12`,
in the folder where it is run, or globally. Other work on the machine makes the blocking time longer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from tests.browser import ARGUMENTS, launch_arguments
from tests.server import serve_site
from tests.site.test_pages import PATHS

CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
AUDITS = ["total-blocking-time", "cumulative-layout-shift", "total-byte-weight"]

# By what a page shows, on a desktop and on a phone as slow as Lighthouse makes it. Drawing keeps a browser busy.
DESKTOP = {"text": 98, "demo": 98, "table": 98, "graph": 90}
PHONE = {"text": 95, "demo": 78, "table": 72, "graph": 0}
MOST_SHIFT = 0.02

Report = dict[str, Any]


def run_lighthouse(url: str, *, phone: bool, attempts: int = 3) -> Report:
    """Have Lighthouse open a page once; give its report. Where it asks to be run again, it is."""
    command = [
        *("npx", "--no-install", "lighthouse", url, "--quiet", "--output=json"),
        *([] if phone else ["--preset=desktop"]),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}",
    ]
    environment = {**os.environ, "CHROME_PATH": launch_arguments()["executable_path"]}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode and attempts > 1 and "Please run Lighthouse again" in result.stderr:
        return run_lighthouse(url, phone=phone, attempts=attempts - 1)
    if result.returncode:
        raise RuntimeError(f"Lighthouse can't judge {url}:\n{result.stderr}")
    return json.loads(result.stdout)


def kind_of(report: Report) -> str:
    """What the page shows that is heavy, by the scripts that it loaded."""
    loaded = [request["url"] for request in report["audits"]["network-requests"]["details"]["items"]]
    if any("plotly.min" in url for url in loaded):
        return "graph"
    if any("async-table" in url or "dash_ag_grid" in url for url in loaded):
        return "table"
    return "demo" if any("dash_renderer" in url for url in loaded) else "text"


def faults(kind: str, scores: dict[str, float], values: dict[str, float], *, phone: bool) -> list[str]:
    """Say which targets a page misses."""
    least = dict.fromkeys(CATEGORIES, 100) | {"performance": (PHONE if phone else DESKTOP)[kind]}
    found = [f"{name} is below {least[name]}" for name in CATEGORIES if scores[name] < least[name]]
    if values["cumulative-layout-shift"] >= MOST_SHIFT:
        found.append(f"it shifts by {MOST_SHIFT} or more")
    return found


def judge(url: str, paths: Sequence[str], runs: int, *, phone: bool) -> bool:
    """Print a line for each page; give whether all targets hold."""
    print(f"{'perf':>4} {'a11y':>4} {'best':>4} {'seo':>4} {'TBT ms':>7} {'CLS':>6} {'KB':>6}  page")
    hold = True
    for path in paths:
        reports = [run_lighthouse(url + path, phone=phone) for _ in range(runs)]
        scores = {
            name: median(round(report["categories"][name]["score"] * 100) for report in reports)
            for name in CATEGORIES
        }
        values = {
            name: median(report["audits"][name]["numericValue"] for report in reports) for name in AUDITS
        }
        blocked, shifted, transferred = (values[name] for name in AUDITS)
        judged = " ".join(f"{score:4.0f}" for score in scores.values())
        missed = faults(kind_of(reports[0]), scores, values, phone=phone)
        hold = hold and not missed
        print(
            f"{judged} {blocked:7.0f} {shifted:6.3f} {transferred / 1024:6.0f}  {path}", *missed, sep="  ← "
        )
    return hold


def main() -> int:
    """Read the command line, and judge the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages, as /data-table/simple-usage")
    parser.add_argument("--runs", type=int, default=5, help="how often each page is opened (5)")
    parser.add_argument("--phone", action="store_true", help="as a slow phone, not as a desktop")
    parser.add_argument("--url", help="the site's address; without it, a site is started")
    options = parser.parse_args()
    if unknown := set(options.paths) - set(PATHS):
        parser.error(f"the site has no page {min(unknown)}; its pages are {', '.join(PATHS)}")
    found = shutil.which("npx") and subprocess.run(
        ["npx", "--no-install", "lighthouse", "--version"], capture_output=True, check=False
    )
    if not found or found.returncode:
        print("Lighthouse isn't here: it needs Node 20 or later, and `npm install --global lighthouse@12`.")
        return 2
    paths = options.paths or PATHS
    if options.url:
        return 0 if judge(options.url.rstrip("/"), paths, options.runs, phone=options.phone) else 1
    with serve_site({"REDIS_URL": ""}) as url:
        return 0 if judge(url, paths, options.runs, phone=options.phone) else 1


if __name__ == "__main__":
    sys.exit(main())
