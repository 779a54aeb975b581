"""What tables serve under load: `python -m tests.benchmarks.load [--rows N] [--data first|unseen] [--seed N]`.

DataTableAIO and the empty callback, each with two gunicorn workers of four threads and a real Redis, are asked in turn
by 32 connections, for a few seconds each: for pages, and for a mix of pages, filters and sorts, of which each reader
makes another one. Printed are the medians of requests a second, and their ratio. One process asks, on the processors
that also answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.data import FRAMES
from tests.benchmarks.tables import FILTERED, SCENARIOS, Table, View, pages, serve_app
from tests.redis_server import RedisServer

CONNECTIONS = 32
WORKERS = 2
ROUNDS = 5
SECONDS = 3
MOST = 20_000
"""Requests in a round."""


def views(data: str, mixed: bool) -> list[View]:
    """What is asked for, in an order of chance: pages; or six of them for two filters and two sorts."""
    turned = [view for _, view in zip(range(60), pages(), strict=False)]
    turned += [view for _, view in zip(range(60), pages(FILTERED[data]), strict=False)]
    if mixed:
        for name in ("new numeric filter", "new sort, a number"):
            turned += [view for _, view in zip(range(40), cycle(SCENARIOS[data][name]()), strict=False)]
    random.Random(0).shuffle(turned)
    return turned


def request(table: Table, view: View) -> bytes:
    """What is sent to ask a table for a view."""
    body = json.dumps(table.body(view)).encode()
    head = (
        f"POST /_dash-update-component HTTP/1.1\r\nHost: {urlsplit(table.url).netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def ask(table: Table, requests: Iterator[bytes], deadline: float) -> int:
    """Ask over one connection, one thing after the other; count the answers."""
    address = urlsplit(table.url)
    reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
    answers = 0
    for sent in requests:
        if time.perf_counter() > deadline:
            break
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{table.kind} answers {head[:1000]!r}")
        await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        answers += 1
    writer.close()
    return answers


async def requests_a_second(table: Table, requests: list[bytes]) -> float:
    """Ask over all connections at once, for a while."""
    start = time.perf_counter()
    shared = (sent for _, sent in zip(range(MOST), cycle(requests), strict=False))
    asking = [ask(table, shared, start + SECONDS) for _ in range(CONNECTIONS)]
    return sum(await asyncio.gather(*asking)) / (time.perf_counter() - start)


def main() -> None:
    """Read the command line, start the apps, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--data", choices=FRAMES, default="first")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other rows")
    options = parser.parse_args()
    with ExitStack() as stack:
        redis = stack.enter_context(RedisServer(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        tables = []
        for kind in ("component", "empty"):
            app = f"make({kind!r}, {options.data!r}, {options.rows}, {options.seed})"
            tables.append(Table(kind, stack.enter_context(serve_app(app, redis, WORKERS))))
        print(f"{options.rows:,} rows of {options.data!r}, {CONNECTIONS} connections, requests a second")
        for name in ("pages", "mixed"):
            asked = views(options.data, mixed=name == "mixed")
            counts: dict[str, list[float]] = defaultdict(list)
            for _ in range(ROUNDS + 1):
                for table in tables:
                    sent = [request(table, view) for view in asked]
                    counts[table.kind].append(asyncio.run(requests_a_second(table, sent)))
            # In the first round, each worker decodes its frame.
            component, empty = (statistics.median(counts[table.kind][1:]) for table in tables)
            print(f"{name:10} {component:8.0f} of {empty:8.0f}: {component / empty:.2f}")


if __name__ == "__main__":
    main()
