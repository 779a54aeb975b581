"""Fixtures for all tests: the site as a process of its own, and browser pages that are watched."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.serving import make_server

from gallery.site import create_app
from tests.browser import launch_arguments, watch
from tests.server import serve_site
from tests.waiting import PATIENCE

# Where a change is judged, the same examples are tried each time; at a desk, new ones are.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# gRPC, by which Spark is asked in the same process, kills now and then what is started with `preexec_fn`, as Spark's
# own Java is: its handlers of forks abort the child. Nothing here goes on after a fork.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

# As long as Playwright waits for anything else.
expect.set_options(timeout=1000 * PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that needs a browser as slow, by what it asks for: none is left to be marked by hand.

    Files with slow tests come first, so that of several processes none is left with a long one at the end.
    """
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker(pytest.mark.slow)
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Have reports that pytest-xdist can send: hostile values, and so logs and messages, have half surrogate pairs."""
    report = yield
    return json.loads(json.dumps(report, ensure_ascii=False).encode(errors="replace"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Have pytest-playwright start the system's Chromium."""
    return launch_arguments()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the site, served with FakeRedis."""
    with serve_site({"REDIS_URL": ""}) as url:
        yield url


@pytest.fixture(scope="session")
def site_below() -> Iterator[str]:
    """The address of a site that is served below a path, as behind a proxy: it ends in `/gallery`."""
    with serve_site({"REDIS_URL": "", "DASH_URL_BASE_PATHNAME": "/gallery/"}, path="/gallery/") as url:
        yield f"{url}/gallery"


@pytest.fixture(scope="session")
def app() -> Dash:
    """The site's app in this process, which knows its callbacks.

    There can be one only: the first app that answers a request takes all that `dash.callback` declared.
    """
    app = create_app()
    app.server.test_client().get("/")
    return app


@pytest.fixture(scope="session")
def client(app: Dash) -> FlaskClient:
    """What asks that app without a server, for tests of many requests."""
    return app.server.test_client()


@pytest.fixture(scope="session")
def served_app(app: Dash) -> Iterator[str]:
    """The address of that app, for a browser whose requests are then sent to `client` in other forms."""

    def uncompressed(environ: dict[str, Any], start_response: Any) -> Any:
        # Flask-Compress leaves the files open that it compresses, of which Python warns.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return app.server(environ, start_response)

    server = make_server("127.0.0.1", 0, uncompressed, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A browser page that fails its test for an error in the console or a request to another origin."""
    page = context.new_page()
    faults = watch(page)
    yield page
    page.close()
    assert not faults
