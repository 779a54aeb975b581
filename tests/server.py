"""Starting the site, or an example of it, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serve(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    seconds: float = 4 * PATIENCE,
    path: str = "/",
) -> Iterator[str]:
    """Run a command that serves on the port given in `PORT`; give its address once it answers.

    Raises
    ------
    RuntimeError
        If the process ends before it answers; with what it printed.
    TimeoutError
        If it doesn't come to answer; with the same.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PORT": str(port), "PYTHONPATH": str(folder), **(environment or {})}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )

        def what_it_printed() -> str:
            output.seek(0)
            return f"{' '.join(command)} doesn't serve:\n{output.read()}"

        def serves() -> bool:
            if process.poll() is not None:
                raise RuntimeError(what_it_printed())
            return _answers(url + path)

        try:
            wait_until(serves, patience=seconds, otherwise=what_it_printed)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def serve_site(environment: Mapping[str, str] | None = None, path: str = "/") -> AbstractContextManager[str]:
    """The whole site, by gunicorn: one worker, unless `WEB_CONCURRENCY` is given."""
    return serve([sys.executable, "-m", "gunicorn", "app:server"], environment, path=path)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=PATIENCE).close()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True
