"""Starting, killing and restarting a real redis-server, for the tests of what happens when it goes away."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from tests.server import free_port
from tests.waiting import PATIENCE, wait_until


class RedisServer:
    """A redis-server on a port of its own, which keeps its files in a folder of the test.

    Use it as a context manager: it runs inside the block, and is gone after it.

    Parameters
    ----------
    folder
        Where it writes its log, and its data where `options` ask for that.
    options
        Redis' options in place of the defaults here, which keep everything in memory:
        ``RedisServer(tmp_path, maxmemory="10mb", appendonly="yes")``. An underscore stands for a hyphen.
    """

    def __init__(self, folder: Path, **options: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(folder),
            "save": "",
        } | {name.replace("_", "-"): value for name, value in options.items()}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What `REDIS_URL` is to be."""
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        """A connection of the test's own, to look at the server past the store."""
        return redis.Redis(port=self.port, password=self.options.get("requirepass"))

    def start(self) -> None:
        """Start it, and wait until it has loaded its data and listens.

        Raises
        ------
        FileNotFoundError
            If there is no redis-server on the path.
        RuntimeError, TimeoutError
            If it doesn't start; with its log.
        """
        command = [
            "redis-server",
            *(part for name, value in self.options.items() for part in (f"--{name}", value)),
        ]
        log = self.folder / "redis.log"
        with log.open("ab") as output:
            start = output.tell()
            self._process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        process = self._process

        def listens() -> bool:
            if process.poll() is not None:
                raise RuntimeError(f"redis-server doesn't start:\n{log.read_text()}")
            return b"ready to accept connections" in log.read_bytes().lower()[start:]

        try:
            wait_until(listens, otherwise=lambda: f"redis-server doesn't start:\n{log.read_text()}")
        except TimeoutError:
            self.kill()
            raise

    def pause(self) -> None:
        """Have it stand still: it takes connections, and answers nothing."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on after `pause`."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it as an operator does: it writes what it is to keep."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process:
            self._process.kill()
            self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
