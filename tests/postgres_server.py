"""Starting, killing and restarting a real PostgreSQL server, for the tests of sources that it holds."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.server import free_port
from tests.waiting import PATIENCE, wait_until

USER = "postgres"
"""Who runs it where the tests are run by root, as whom it doesn't start."""


def program(name: str) -> str:
    """One of PostgreSQL's programs, which Debian doesn't put on the path."""
    found = shutil.which(name)
    others = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    if found is None and not others:
        raise FileNotFoundError(f"The tests need PostgreSQL's {name}; tests/run.py installs it.")
    return found or str(others[0])


class PostgresServer:
    """A PostgreSQL server on a port of its own, with its data in a folder that goes with it.

    Use it as a context manager: it runs inside the block, and is gone after it.
    """

    def __init__(self) -> None:
        self.port = free_port()
        # Not in a test's own folder, which nobody else may enter.
        self._folder = Path(tempfile.mkdtemp(prefix="postgres"))
        self._process: subprocess.Popen[bytes] | None = None
        self._run_as = USER if os.geteuid() == 0 else None
        if self._run_as:
            shutil.chown(self._folder, self._run_as)
        command = [
            "-D",
            str(self._folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(
            [program("initdb"), *command, "--locale", "C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self._run_as,
            cwd=self._folder,
        )

    @property
    def url(self) -> str:
        """Where the database is."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises
        ------
        TimeoutError
            If it doesn't; with its log.
        """
        log = self._folder / "log"
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [program("postgres"), "-D", str(self._folder / "data"), *settings],
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self._run_as,
                cwd=self._folder,
            )
        wait_until(self._answers, otherwise=lambda: f"PostgreSQL doesn't start:\n{log.read_text()}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End it at once: connections are lost."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
