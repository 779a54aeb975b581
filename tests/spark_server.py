"""Starting and killing a Spark Connect server with two workers, for the tests of sources that it holds."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyspark

from tests.server import free_port
from tests.waiting import PATIENCE, wait_until

# Two workers of a processor and half a gigabyte each; frames of a few rows are fastest in one part, and what runs for
# a minute isn't worth compiling well.
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.driver.extraJavaOptions": SHORT_LIVED,
    "spark.executor.extraJavaOptions": SHORT_LIVED,
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
}


class SparkServer:
    """A Spark Connect server on a port of its own, with its data in a folder that goes with it.

    Use it as a context manager: it runs inside the block, and is gone after it.
    """

    def __init__(
        self, master: str = "local-cluster[2,1,512]", settings: Mapping[str, str] | None = None
    ) -> None:
        self._master, self._settings, self._port = master, settings or {}, free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="spark"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def remote(self) -> str:
        """Where it is."""
        return f"sc://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises
        ------
        TimeoutError
            If it doesn't; with its log.
        """
        home = Path(pyspark.__file__).parent
        settings = {
            **SETTINGS,
            **self._settings,
            "spark.connect.grpc.binding.port": str(self._port),
            "spark.local.dir": str(self.folder),
        }
        given = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        program = "org.apache.spark.sql.connect.service.SparkConnectServer"
        log = self.folder / "log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    home / "bin" / "spark-submit",
                    "--master",
                    self._master,
                    *given,
                    "--class",
                    program,
                    "spark-internal",
                ],
                env={
                    **os.environ,
                    "SPARK_HOME": str(home),
                    "SPARK_LOCAL_IP": "127.0.0.1",
                    "SPARK_WORKER_DIR": str(self.folder),
                },
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # its workers go with it
            )
        wait_until(self._answers, otherwise=lambda: f"Spark doesn't start:\n{log.read_text()[-5000:]}")

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End it and its workers at once."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
