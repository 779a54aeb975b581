"""What the store does when its Redis, a real one, is away, full, slow, shut to it, or holds something else."""

from __future__ import annotations

import multiprocessing
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import redis

from components import redis_store
from tests.redis_server import RedisServer
from tests.server import ROOT, free_port
from tests.waiting import PATIENCE, wait_until

FRAME = pd.DataFrame({"x": [1, 2], "t": ["a", None]})

every_use = pytest.mark.parametrize(
    "use",
    [redis_store.load, redis_store.load_table, redis_store.check, lambda key: redis_store.save(FRAME)],
    ids=["load", "load_table", "check", "save"],
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REDIS_URL", "AIO_TTL", "AIO_MAX_BYTES", "AIO_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A redis-server that keeps everything in memory; the store uses it."""
    with RedisServer(tmp_path) as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        yield server


def random_floats(count: int, seed: int = 0) -> pd.DataFrame:
    """A frame of which compression saves nothing: 8 bytes a row."""
    return pd.DataFrame({"x": np.random.default_rng(seed).random(count)})


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that sockets were given to connect and to be answered in, each number once."""
    given: list[float] = []
    set_limit = socket.socket.settimeout

    def note_and_set(one: socket.socket, seconds: float | None) -> None:
        if seconds and seconds not in given:
            given.append(seconds)
        set_limit(one, seconds)

    monkeypatch.setattr(socket.socket, "settimeout", note_and_set)
    return given


def run_python(code: str, *arguments: str) -> str:
    """What other processes with the same environment print."""
    command = [sys.executable, "-c", f"import sys; from components import redis_store; {code}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.strip()


@every_use
def test_redis_unreachable_at_the_start_is_said_at_once_and_used_once_it_is_there(
    use: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = RedisServer(tmp_path)
    monkeypatch.setenv("REDIS_URL", server.url)
    waited: list[float] = []
    monkeypatch.setattr("redis.retry.sleep", waited.append)
    with pytest.raises(redis_store.StoreUnavailableError, match=r"can't be reached.*try again"):
        use("0" * 64)
    assert not any(waited)
    with server:
        use(redis_store.save(FRAME))


@every_use
def test_a_redis_that_lost_its_data_works_again_without_a_restart_of_the_site(
    use: Callable[[str], object], server: RedisServer
) -> None:
    key = redis_store.save(FRAME)
    server.kill()
    with pytest.raises(redis_store.StoreUnavailableError):
        use(key)
    server.start()
    with pytest.raises(redis_store.StoreExpiredError, match="saved again"):
        redis_store.check(key)
    use(redis_store.save(FRAME))


@every_use
def test_a_redis_that_kept_its_data_goes_on_with_the_same_keys(
    use: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path, appendonly="yes", appendfsync="always") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        key = redis_store.save(FRAME)
        server.kill()
        with pytest.raises(redis_store.StoreUnavailableError):
            use(key)
        server.start()
        use(key)
        assert redis_store.save(FRAME) == key


def test_a_restart_between_two_uses_is_not_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RedisServer(tmp_path, appendonly="yes") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        key = redis_store.save(FRAME)
        for _ in range(3):
            server.stop()
            server.start()
            redis_store.check(key)


def test_a_restart_under_load_gives_values_or_faults_of_the_store(server: RedisServer) -> None:
    stop = threading.Event()
    outcomes: list[str] = []  # in their order

    def use() -> None:
        while not stop.is_set():
            try:
                assert redis_store.load(redis_store.save(["value"])) == ["value"]
                outcomes.append("value")
            except redis_store.StoreError as error:
                outcomes.append(type(error).__name__)

    def wait_for_more(outcome: str) -> None:
        seen = len(outcomes)
        wait_until(lambda: outcomes[seen:].count(outcome) >= 20)

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(use) for _ in range(8)]
        try:
            for _ in range(3):
                wait_for_more("value")
                server.kill()
                wait_for_more("StoreUnavailableError")
                server.start()
            wait_for_more("value")
        finally:
            stop.set()
    for future in running:
        future.result()
    # A kill between save and load, or between the secret and the entry made with it.
    known = {"value", "StoreUnavailableError", "StoreExpiredError", "StoreIntegrityError"}
    assert set(outcomes) <= known


def test_a_full_redis_is_said_and_keeps_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with RedisServer(tmp_path, maxmemory="12mb", maxmemory_policy="noeviction") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        key = redis_store.save(FRAME)
        with pytest.raises(redis_store.StoreFullError, match=r"no memory left.*maxmemory"):
            redis_store.save(random_floats(2_000_000))
        redis_store.check(key)
        pd.testing.assert_frame_equal(redis_store.load(key), FRAME)
        assert redis_store.save(FRAME) == key


def test_an_entry_that_redis_expires_is_gone_for_every_use(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIO_TTL", "1")
    key = redis_store.save(FRAME)
    wait_until(lambda: not server.client().exists("aio:" + key))
    for read in (redis_store.load, redis_store.load_table, redis_store.check):
        with pytest.raises(redis_store.StoreExpiredError, match="has expired, or its entry was evicted"):
            read(key)
    assert redis_store.save(FRAME) == key


@pytest.mark.slow
def test_an_entry_that_redis_evicts_is_gone_and_can_be_saved_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path, maxmemory="12mb", maxmemory_policy="allkeys-lru") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        monkeypatch.setenv("AIO_SECRET_KEY", "kept outside of a Redis that evicts")
        key = redis_store.save(FRAME)
        for seed in range(20):
            redis_store.save(random_floats(250_000, seed))
        with pytest.raises(redis_store.StoreExpiredError, match="evicted"):
            redis_store.load(key)
        assert redis_store.save(FRAME) == key
        redis_store.check(key)


def test_an_entry_that_is_checked_counts_as_used_when_redis_evicts(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIO_TTL", "10000")
    key = redis_store.save(FRAME)
    # As if it hadn't been used for 5000 seconds.
    redis: Any = server.client()
    name = "aio:" + key
    redis.restore(name, 5_000_000, redis.dump(name), replace=True, idletime=5000)
    assert redis.object("idletime", name) >= 5000
    redis_store.check(key)
    assert redis.object("idletime", name) < 5000


def test_the_password_and_the_database_of_the_url_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path, requirepass="p@ss/word") as server:
        monkeypatch.setenv("REDIS_URL", f"redis://:p%40ss%2Fword@127.0.0.1:{server.port}/3")
        key = redis_store.save(FRAME)
        pd.testing.assert_frame_equal(redis_store.load(key), FRAME)
        assert server.client().info("keyspace").keys() == {"db3"}


def test_a_user_needs_no_more_than_five_commands_on_the_stores_keys(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = ["+get", "+set", "+pttl", "+expire", "+unlink"]
    server.client().execute_command("ACL", "SETUSER", "site", "on", ">hunter2", "~aio:*", *commands)
    monkeypatch.setenv("REDIS_URL", f"redis://site:hunter2@127.0.0.1:{server.port}/0")
    key = redis_store.save(FRAME)
    server.client().expire("aio:" + key, 10)
    redis_store.check(key)
    redis_store.load(key)
    server.client().set("aio:" + key, "altered")
    with pytest.raises(redis_store.StoreIntegrityError):
        redis_store.load(key)
    assert redis_store.delete(redis_store.save(FRAME, ttl=10))


@every_use
@pytest.mark.parametrize("user", ["", ":hunter3@", "nobody:hunter3@", "reader:hunter3@"])
def test_a_redis_that_refuses_the_user_is_said_without_the_password(
    user: str, use: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RedisServer(tmp_path, requirepass="hunter2") as server:
        server.client().execute_command("ACL", "SETUSER", "reader", "on", ">hunter3", "~other:*", "+get")
        monkeypatch.setenv("REDIS_URL", f"redis://{user}127.0.0.1:{server.port}/0")
        with pytest.raises(redis_store.StoreAccessError, match="REDIS_URL's user and password") as caught:
            use("0" * 64)
    assert "hunter" not in "".join(traceback.format_exception(caught.value)).replace(repr(user), "")


def test_a_database_that_redis_does_not_have_is_said(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{server.port}/99")
    with pytest.raises(redis_store.StoreAccessError, match="doesn't have the database"):
        redis_store.save(FRAME)


def test_a_unix_socket_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "redis.sock"
    with RedisServer(tmp_path, port="0", unixsocket=str(path)):
        monkeypatch.setenv("REDIS_URL", f"unix://{path}?db=1")
        pd.testing.assert_frame_equal(redis_store.load(redis_store.save(FRAME)), FRAME)


def test_redis_has_a_second_to_connect_and_five_to_answer(server: RedisServer, limits: list[float]) -> None:
    redis_store.save(FRAME)
    assert limits == [1, 5]


def test_the_seconds_can_be_set_in_the_url(
    server: RedisServer, limits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", server.url + "?socket_connect_timeout=20&socket_timeout=30")
    redis_store.save(FRAME)
    assert limits == [20, 30]


def test_a_redis_that_stands_still_is_given_up_and_used_when_it_goes_on(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = redis_store.save(FRAME)
    redis = server.client()
    before = redis.info("stats")["total_connections_received"]
    server.pause()
    monkeypatch.setenv("REDIS_URL", server.url + "?socket_timeout=0.1")
    with pytest.raises(redis_store.StoreUnavailableError, match="doesn't answer"):
        redis_store.check(key)
    server.resume()
    assert redis.info("stats")["total_connections_received"] == before + 1  # it wasn't tried again
    monkeypatch.setenv("REDIS_URL", server.url)
    redis_store.check(key)


def test_a_short_pause_is_waited_for(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", f"{server.url}?socket_timeout={PATIENCE}")
    key = redis_store.save(FRAME)
    server.client().client_pause(500)
    redis_store.check(key)


def test_a_host_that_does_not_take_the_connection_is_given_up(
    limits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as listener, socket.socket() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)  # one connection may wait; the next one isn't answered
        waiting.connect(listener.getsockname())
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}?socket_connect_timeout=0.1"
        monkeypatch.setenv("REDIS_URL", url)
        with pytest.raises(redis_store.StoreUnavailableError, match="Timeout connecting"):
            redis_store.save(FRAME)
        assert limits == [0.1]


@contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """The URL of something that gives the same answer to everything."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while self.request.recv(65536):
                self.request.sendall(reply)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"redis://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("-LOADING Redis is loading the dataset in memory", redis_store.StoreUnavailableError),
        ("-MISCONF Redis is configured to save RDB snapshots", redis_store.StoreUnavailableError),
        ("-READONLY You can't write against a read only replica.", redis_store.StoreUnavailableError),
        ("-MASTERDOWN Link with MASTER is down", redis_store.StoreUnavailableError),
        ("-ERR max number of clients reached", redis_store.StoreUnavailableError),
        ("HTTP/1.1 400 Bad Request", redis_store.StoreUnavailableError),
        ("-OOM command not allowed when used memory > 'maxmemory'.", redis_store.StoreFullError),
        ("-NOAUTH Authentication required.", redis_store.StoreAccessError),
        ("-NOPERM this user has no permissions", redis_store.StoreAccessError),
        ("-MOVED 3999 127.0.0.1:6381", redis_store.StoreConfigurationError),
        ("-ASK 3999 127.0.0.1:6381", redis_store.StoreConfigurationError),
        ("-CLUSTERDOWN Hash slot not served", redis_store.StoreConfigurationError),
        ("-CROSSSLOT Keys in request don't hash to the same slot", redis_store.StoreConfigurationError),
        ("-TRYAGAIN Multiple keys request during rehashing of slot", redis_store.StoreConfigurationError),
        ("-MOVED", redis_store.StoreUnavailableError),
        ("+OK", redis_store.StoreUnavailableError),
        (":5", redis_store.StoreUnavailableError),
        (":five", redis_store.StoreUnavailableError),
        ("$-1", redis_store.StoreUnavailableError),
        ("*1\r\n:1", redis_store.StoreUnavailableError),
        (
            "-ERR unknown command 'SET', with args beginning with: 'hunter2'",
            redis_store.StoreUnavailableError,
        ),
    ],
)
def test_what_redis_refuses_has_a_name(
    reply: str, fault: type[redis_store.StoreError], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(reply.encode() + b"\r\n") as url:
        monkeypatch.setenv("REDIS_URL", url)
        with pytest.raises(redis_store.StoreError) as caught:
            redis_store.save(FRAME)
    assert type(caught.value) is fault
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


FAULTS_OF_REDIS = [
    kind
    for kind in vars(redis.exceptions).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == redis.exceptions.__name__
]
NOT_AWAY: dict[type[Exception], type[redis_store.StoreError]] = {
    **dict.fromkeys(
        (
            redis.exceptions.AuthenticationError,
            redis.exceptions.AuthenticationWrongNumberOfArgsError,
            redis.exceptions.AuthorizationError,
            redis.exceptions.ExternalAuthProviderError,
            redis.exceptions.NoPermissionError,
        ),
        redis_store.StoreAccessError,
    ),
    **dict.fromkeys(
        (
            redis.exceptions.AskError,
            redis.exceptions.ClusterCrossSlotError,
            redis.exceptions.ClusterDownError,
            redis.exceptions.ClusterError,
            redis.exceptions.CrossSlotTransactionError,
            redis.exceptions.InvalidPipelineStack,
            redis.exceptions.MovedError,
            redis.exceptions.RedisClusterException,
            redis.exceptions.SlotNotCoveredError,
            redis.exceptions.TryAgainError,
        ),
        redis_store.StoreConfigurationError,
    ),
    redis.exceptions.OutOfMemoryError: redis_store.StoreFullError,
}
OTHER_FAULTS = [
    OSError(5, "of the system"),
    OSError(),
    ConnectionResetError(104, "reset"),
    TimeoutError("slow"),
    socket.gaierror(-2, "no such host"),
    ssl.SSLError(1, "of TLS"),
    ssl.SSLCertVerificationError(1, "of a certificate"),
    UnicodeError("label too long"),
    UnicodeEncodeError("utf-8", "hunter2\ud800", 7, 8, "surrogates not allowed"),
    ValueError("embedded null byte"),
    OverflowError("too large"),
    AttributeError("no host"),
    TypeError("not bytes"),
    KeyError("key"),
]


def test_every_fault_that_redis_knows_is_looked_at() -> None:
    assert NOT_AWAY.keys() < set(FAULTS_OF_REDIS)
    assert {redis.ConnectionError, redis.TimeoutError, redis.exceptions.InvalidResponse} < set(
        FAULTS_OF_REDIS
    )


@pytest.mark.parametrize(
    "error",
    [kind("1 127.0.0.1:7000") for kind in FAULTS_OF_REDIS] + OTHER_FAULTS,
    ids=lambda error: type(error).__name__,
)
@every_use
def test_every_fault_of_a_connection_is_one_of_the_store(
    use: Callable[[str], object], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: redis.Connection) -> None:
        raise error

    monkeypatch.setattr(redis.Connection, "_connect", fail)
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@127.0.0.1:1")
    with pytest.raises(redis_store.StoreError, match=r"Redis|REDIS_URL") as caught:
        use("0" * 64)
    assert type(caught.value) is NOT_AWAY.get(type(error), redis_store.StoreUnavailableError)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("error", [KeyboardInterrupt, ImportError])
def test_what_is_no_fault_of_redis_is_left_as_it_is(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: redis.Connection) -> None:
        raise error

    monkeypatch.setattr(redis.Connection, "_connect", fail)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    with pytest.raises(error):
        redis_store.save(FRAME)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RedisServer, RedisServer]]:
    """Two nodes of a Redis Cluster: the first has all slots, the second none."""

    def node(name: str) -> RedisServer:
        options = {"cluster_enabled": "yes", "cluster_port": str(free_port())}
        return RedisServer(tmp_path_factory.mktemp(name), **options)

    with node("first") as first, node("second") as second:
        first.client().execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        meet = ("CLUSTER", "MEET", "127.0.0.1", second.port, second.options["cluster-port"])
        first.client().execute_command(*meet)
        wait_until(
            lambda: b"cluster_state:ok" in second.client().execute_command("CLUSTER", "INFO", NEVER_DECODE=[])
        )
        yield first, second


def assert_a_cluster_is_told(use: Callable[[str], object], url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(
        redis_store.StoreConfigurationError, match="a Redis Cluster, which the store doesn't support"
    ):
        use("0" * 64)


@every_use
def test_a_cluster_whose_other_node_has_the_data_is_told(
    use: Callable[[str], object], cluster: tuple[RedisServer, RedisServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_a_cluster_is_told(use, cluster[1].url, monkeypatch)


@every_use
def test_a_cluster_that_moves_its_data_is_told(
    use: Callable[[str], object], cluster: tuple[RedisServer, RedisServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = cluster
    other = second.client().execute_command("CLUSTER", "MYID")
    for name in ("aio:secret", "aio:" + "0" * 64):
        slot = first.client().execute_command("CLUSTER", "KEYSLOT", name)
        first.client().execute_command("CLUSTER", "SETSLOT", slot, "MIGRATING", other)
    assert_a_cluster_is_told(use, first.url, monkeypatch)


@every_use
def test_a_cluster_that_has_no_databases_is_told(
    use: Callable[[str], object], cluster: tuple[RedisServer, RedisServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_a_cluster_is_told(use, cluster[0].url.removesuffix("0") + "1", monkeypatch)


@every_use
def test_a_cluster_without_slots_is_told(
    use: Callable[[str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"cluster_enabled": "yes", "cluster_port": str(free_port())}
    with RedisServer(tmp_path, **options) as server:
        assert_a_cluster_is_told(use, server.url, monkeypatch)


@pytest.mark.parametrize("read", [redis_store.load, redis_store.load_table])
@pytest.mark.parametrize(
    ("alter", "fault"),
    [
        (lambda entry: entry[:-1], redis_store.StoreIntegrityError),
        (lambda entry: entry[:20] + bytes([entry[20] ^ 1]) + entry[21:], redis_store.StoreIntegrityError),
        (lambda entry: b"somebody else's", redis_store.StoreIntegrityError),
        (lambda entry: b"AIO\xff" + entry[4:], redis_store.StoreVersionError),
    ],
    ids=["truncated", "altered", "foreign", "newer"],
)
def test_an_entry_that_is_not_what_was_saved_is_never_data(
    alter: Callable[[Any], bytes], fault: type[Exception], read: Callable[[str], object], server: RedisServer
) -> None:
    key = redis_store.save(FRAME)
    server.client().set("aio:" + key, alter(server.client().get("aio:" + key)))
    with pytest.raises(fault):
        read(key)


def test_an_entry_of_another_type_is_refused(server: RedisServer) -> None:
    server.client().lpush("aio:" + "0" * 64, "x")
    with pytest.raises(redis_store.StoreIntegrityError, match="wasn't written by the store"):
        redis_store.load("0" * 64)


@pytest.mark.slow
def test_processes_share_secret_keys_and_entries(server: RedisServer) -> None:
    key = run_python("print(redis_store.save({'a': [1]}))")
    assert redis_store.save({"a": [1]}) == key
    assert redis_store.load(key) == {"a": [1]}
    assert run_python("print(redis_store.load(sys.argv[1]))", redis_store.save(["here"])) == "['here']"


@pytest.mark.slow
def test_processes_that_save_first_at_the_same_time_agree_on_one_secret(server: RedisServer) -> None:
    # Each says that it is ready, and waits for the others.
    code = "print('ready', flush=True); input(); print(redis_store.save('the same'))"
    command = [sys.executable, "-c", f"from components import redis_store; {code}"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in processes}
    assert keys == {redis_store.save("the same")}


def test_threads_that_save_first_at_the_same_time_agree_on_one_secret(server: RedisServer) -> None:
    together = threading.Barrier(32)

    def save(number: int) -> tuple[str, str]:
        together.wait()
        return redis_store.save("the same"), redis_store.save(number)

    with ThreadPoolExecutor(32) as pool:
        keys = list(pool.map(save, range(32)))
    assert len({same for same, _ in keys}) == 1
    assert [redis_store.load(own) for _, own in keys] == list(range(32))


def load_in_a_fork(key: str) -> object:
    return redis_store.load(key)


def test_a_process_forked_after_the_first_use_has_a_connection_of_its_own(server: RedisServer) -> None:
    keys = [redis_store.save(number) for number in range(50)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        theirs = pool.map_async(load_in_a_fork, keys)
        assert [redis_store.load(key) for key in keys] == list(range(50))
        assert theirs.get(PATIENCE) == list(range(50))


@pytest.mark.slow
def test_processes_agree_on_a_new_secret_after_the_old_one_was_flushed(server: RedisServer) -> None:
    old = redis_store.save("value")
    server.client().flushall()
    new = run_python("print(redis_store.save('value'))")
    assert new != old
    assert redis_store.load(new) == "value"
    assert redis_store.save("value") == new
    with pytest.raises(redis_store.StoreExpiredError):
        redis_store.load(old)


def test_an_evicted_secret_is_replaced_and_old_keys_say_so(server: RedisServer) -> None:
    old = redis_store.save("value")
    server.client().delete("aio:secret")
    with pytest.raises(redis_store.StoreIntegrityError, match="saved with another secret"):
        redis_store.load(old)
    assert redis_store.load(redis_store.save("value")) == "value"


def test_data_already_there_is_not_sent_again(server: RedisServer) -> None:
    frame = random_floats(100_000)

    def received() -> int:
        return int(server.client().info("stats")["total_net_input_bytes"])

    before = received()
    key = redis_store.save(frame)
    between = received()
    assert redis_store.save(frame) == key
    after = received()
    assert between - before > 500_000
    assert after - between < 2_000


def test_a_check_sends_one_command_that_asks_for_no_data(server: RedisServer) -> None:
    key = redis_store.save(random_floats(100_000))
    redis_store.check(key)
    server.client().config_resetstat()
    for _ in range(10):
        redis_store.check(key)
    commands = server.client().info("commandstats")
    assert commands["cmdstat_pttl"]["calls"] == 10
    assert not commands.keys() & {"cmdstat_get", "cmdstat_set", "cmdstat_expire"}


def test_frames_of_all_kinds_go_through_a_real_redis(server: RedisServer) -> None:
    frame = pl.from_pandas(FRAME)
    pd.testing.assert_frame_equal(redis_store.load(redis_store.save(FRAME)), FRAME)
    assert redis_store.load(redis_store.save(frame)).equals(frame)
    assert redis_store.load(redis_store.save(frame.to_arrow())).equals(frame.to_arrow())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "environment", "reason"),
    [
        (["--workers", "2"], {}, "2 workers need a Redis to share their data: set REDIS_URL"),
        ([], {"WEB_CONCURRENCY": "3"}, "3 workers need a Redis"),
        ([], {"AIO_TTL": "a week"}, "AIO_TTL is 'a week'"),
    ],
)
def test_gunicorn_refuses_to_start_what_would_not_work(
    options: list[str], environment: dict[str, str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PORT": str(free_port()), **environment}.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-m", "gunicorn", *options, "app:server"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert f"The site doesn't start: {reason}" in result.stderr
    assert "Traceback" not in result.stderr
