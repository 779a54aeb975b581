"""What REDIS_URL may say: an option does what its users mean, or is refused by its name; a password is never told."""

from __future__ import annotations

import inspect
import os
import subprocess
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
import redis
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from components import redis_store
from components.redis_store import connection
from components.redis_store.url import read
from tests.redis_server import RedisServer
from tests.server import free_port

PASSWORD = "hunter2"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REDIS_URL", "AIO_TTL", "AIO_MAX_BYTES", "AIO_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


class Running(NamedTuple):
    """A redis-server with all three kinds of address, and the files for TLS."""

    server: RedisServer
    urls: dict[str, str]
    certificate: Path
    private_key: Path
    locked_key: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("redis")
    certificate, private_key, locked_key = (
        folder / name for name in ("redis.crt", "redis.key", "locked.key")
    )
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(private_key), "-out", str(certificate)]
    subprocess.run([*make.split(), *files], check=True, capture_output=True)
    lock = ["openssl", "ec", "-aes256", "-passout", "pass:of the key", "-in", str(private_key)]
    subprocess.run([*lock, "-out", str(locked_key)], check=True, capture_output=True)
    port, path = str(free_port()), folder / "redis.sock"
    options = {
        "requirepass": PASSWORD,
        "unixsocket": str(path),
        "tls_port": port,
        "tls_cert_file": str(certificate),
        "tls_key_file": str(private_key),
        "tls_auth_clients": "optional",
        "tls_ca_cert_file": str(certificate),
    }
    with RedisServer(folder, **options) as server:
        urls = {
            "redis": f"redis://:{PASSWORD}@127.0.0.1:{server.port}/0",
            "rediss": f"rediss://:{PASSWORD}@localhost:{port}/0",
            "unix": f"unix://:{PASSWORD}@{path}",
        }
        yield Running(server, urls, certificate, private_key, locked_key)


def assert_works(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    key = redis_store.save(["value"])
    redis_store.check(key)
    assert redis_store.load(key) == ["value"]


def refusal(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of a URL that is refused, where it is used and where the processes are started."""
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(redis_store.StoreConfigurationError) as caught:
        redis_store.save(["value"])
    with pytest.raises(redis_store.StoreConfigurationError):
        redis_store.require_shared(2)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
@pytest.mark.parametrize(
    "option",
    [
        "client_name=site",
        "db=3",
        "health_check_interval=30",
        "max_connections=1",
        "protocol=2",
        "retry_on_timeout=true",
        "socket_connect_timeout=2&socket_timeout=10",
        "timeout=0.5",
    ],
)
def test_an_option_for_every_scheme_works(
    option: str, scheme: str, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = running.urls[scheme].removesuffix("0" if scheme != "unix" else "")
    certificate = f"&ssl_ca_certs={running.certificate}" if scheme == "rediss" else ""
    assert_works(f"{url}?{option}{certificate}", monkeypatch)


def test_options_reach_redis(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_works(running.urls["redis"].removesuffix("0") + "?client_name=site&db=7", monkeypatch)
    clients = running.server.client().client_list()
    assert ("site", "7") in {(client["name"], client["db"]) for client in clients}


def test_user_and_password_may_be_options(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    url = running.urls["unix"].replace(f":{PASSWORD}@", "")
    assert_works(f"{url}?username=default&password={PASSWORD}", monkeypatch)


@pytest.mark.parametrize("value", ["CERT_NONE", "none", "NONE"])
def test_a_certificate_is_not_checked_where_the_url_says_so(
    value: str, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_works(f"{running.urls['rediss']}?ssl_cert_reqs={value}", monkeypatch)


@pytest.mark.parametrize("option", ["", "?ssl_cert_reqs=CERT_REQUIRED", "?ssl_cert_reqs=optional"])
def test_a_certificate_is_checked_otherwise(
    option: str, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = running.urls["rediss"] + option
    assert_works(f"{url}{'&' if option else '?'}ssl_ca_certs={running.certificate}", monkeypatch)
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(redis_store.StoreUnavailableError, match="certificate verify failed") as caught:
        redis_store.save(["value"])
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_the_name_in_the_certificate_is_checked_unless_the_url_says_otherwise(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = running.urls["rediss"].replace("localhost", "127.0.0.1") + f"?ssl_ca_certs={running.certificate}"
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(redis_store.StoreUnavailableError, match="certificate verify failed"):
        redis_store.save(["value"])
    assert_works(url + "&ssl_check_hostname=no", monkeypatch)


def test_a_certificate_of_the_sites_own_is_shown(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{running.urls['rediss']}?ssl_ca_certs={running.certificate}&ssl_min_version=TLSv1_2"
    assert_works(f"{url}&ssl_certfile={running.certificate}&ssl_keyfile={running.private_key}", monkeypatch)
    locked = f"{url}&ssl_certfile={running.certificate}&ssl_keyfile={running.locked_key}"
    assert_works(f"{locked}&ssl_password=of+the+key", monkeypatch)
    assert read(locked)[1]["ssl_password"] == ""  # without one, OpenSSL asks for it at the terminal
    monkeypatch.setenv("REDIS_URL", locked)
    with pytest.raises(redis_store.StoreUnavailableError, match="SSL"):
        redis_store.save(["value"])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("decode_responses=true", "take REDIS_URL's option decode_responses: leave it out"),
        ("decode_responses=false", "take REDIS_URL's option decode_responses: leave it out"),
        ("encoding=utf-16", "option encoding: leave"),
        ("retry_on_error=ConnectionError", "option retry_on_error: leave"),
        (
            "sockettimeout=hunter2",
            "option sockettimeout: leave it out. With redis:// it takes client_name, db, ",
        ),
        ("ssl_cert_reqs=CERT_NONE", "option ssl_cert_reqs: leave it out. With redis://"),
        ("host=elsewhere", "option host: leave"),
        ("hunter2", r"option no. 1: leave"),
        ("db=2&Hunter2=1", r"option no. 2: leave"),
        ("ssl_password=secret&rest=1", "option no. 1: leave"),
        ("protocol=3", "protocol must be 2"),
        ("db=hunter2", "db must be a whole number"),
        ("db=-1", "db must be a whole number"),
        ("max_connections=0", "max_connections must be a number from 1 to 65535"),
        ("max_connections=70000", "max_connections must be a number from 1 to 65535"),
        ("socket_timeout=", "socket_timeout must be seconds"),
        ("socket_timeout=None", "socket_timeout must be seconds"),
        ("socket_timeout=0", "socket_timeout must be seconds"),
        ("socket_timeout=nan", "socket_timeout must be seconds"),
        ("socket_timeout=1e12", "socket_timeout must be seconds"),
        ("socket_keepalive=hunter2", "socket_keepalive must be true or false"),
        ("client_name=a+b", "client_name must be visible ASCII characters, without spaces"),
        ("client_name=a&client_name=b", "client_name twice"),
        ("password=other", "password twice"),
    ],
)
def test_what_is_not_understood_is_named(option: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said in refusal(f"redis://:{PASSWORD}@127.0.0.1:1?{option}", monkeypatch)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("ssl_cert_reqs=hunter2", "ssl_cert_reqs must be CERT_NONE, CERT_OPTIONAL or CERT_REQUIRED"),
        ("ssl_ca_certs=/hunter2", "ssl_ca_certs must be a path that exists"),
        (f"ssl_ca_certs=/{'a' * 800}", "ssl_ca_certs must be a path that exists"),
        ("ssl_ca_certs=%00", "ssl_ca_certs must be a path that exists"),
        ("ssl_keyfile=/", "ssl_keyfile needs ssl_certfile"),
        ("ssl_min_version=771", "ssl_min_version must be TLSv1_2 or TLSv1_3"),
        ("ssl_validate_ocsp=true", "option ssl_validate_ocsp: leave"),
    ],
)
def test_an_option_of_tls_that_is_not_understood_is_named(
    option: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said in refusal(f"rediss://:{PASSWORD}@127.0.0.1:1?{option}", monkeypatch)


def test_a_database_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "db twice" in refusal(f"redis://:{PASSWORD}@127.0.0.1:1/0?db=2", monkeypatch)


@pytest.mark.parametrize("port", ["0", "65536", "99999999999"])
def test_a_port_is_one(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "port must be a number from 1 to 65535" in refusal(f"redis://:{PASSWORD}@h:{port}", monkeypatch)


@pytest.mark.parametrize(
    ("url", "arguments"),
    [
        ("redis://", {}),
        ("redis://h", {"host": "h"}),
        ("redis://a.b-c_d.:1/", {"host": "a.b-c_d.", "port": 1}),
        ("rediss://[::1]:6380/2?", {"host": "::1", "port": 6380, "db": 2}),
        ("redis://u%40v:p%2Fq@h", {"username": "u@v", "password": "p/q", "host": "h"}),
        ("redis://u@v:p@q:r@h", {"username": "u@v", "password": "p@q:r", "host": "h"}),
        ("redis://:%C3%A9@h", {"password": "\u00e9", "host": "h"}),
        ("unix:///run/a@1/redis.sock?db=1", {"path": "/run/a@1/redis.sock", "db": 1}),
        ("unix://u:p@/a%20b", {"username": "u", "password": "p", "path": "/a b"}),
    ],
)
def test_the_parts_of_a_url_are_what_redis_py_takes(url: str, arguments: dict[str, Any]) -> None:
    assert read(url) == (url.partition("://")[0], arguments)
    assert arguments.items() <= redis.ConnectionPool.from_url(url).connection_kwargs.items()


def test_threads_take_turns_with_one_connection(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "REDIS_URL", running.urls["redis"] + "?max_connections=1&timeout=60&client_name=single"
    )
    together = threading.Barrier(16)

    def use(number: int) -> Any:
        together.wait()
        return redis_store.load(redis_store.save(number))

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(use, range(16))) == list(range(16))
    clients = running.server.client().client_list()
    assert [client["name"] for client in clients].count("single") == 1


def test_a_connection_that_stays_in_use_is_told(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", running.urls["redis"] + "?max_connections=1&timeout=0.1")
    with connection.connected() as client:
        pool = client.connection_pool
    taken = pool.get_connection()
    try:
        with pytest.raises(redis_store.StoreUnavailableError, match=r"were in use: .* more max_connections"):
            redis_store.save(["value"])
    finally:
        pool.release(taken)
    redis_store.save(["value"])


def parameters_of_redis() -> list[str]:
    classes: list[Callable[..., object]] = [
        redis.Connection,
        redis.connection.AbstractConnection,
        redis.SSLConnection,
        redis.UnixDomainSocketConnection,
        redis.ConnectionPool,
        redis.BlockingConnectionPool,
        redis.Redis,
    ]
    return sorted({name for one in classes for name in inspect.signature(one).parameters})


NAMES = st.sampled_from(parameters_of_redis()) | st.text(max_size=10)
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "true", "false", "None", "CERT_NONE", "none", "/", ".", "2", "3", "nan", "inf", "[]"]
    ),
    st.integers().map(str),
    st.floats(0, 10).map(str),
)
# Written as they should be, or any bytes that an environment can hold.
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=3).map(urlencode) | st.binary(max_size=20).map(
    lambda raw: os.fsdecode(raw.replace(b"\0", b""))
)


def fault_of(use: Callable[[], object]) -> str:
    """The traceback of a fault of the store, if using it has one."""
    try:
        use()
    except redis_store.StoreError as error:
        return "".join(traceback.format_exception(error))
    return ""


@pytest.mark.parametrize("listening", [True, False])
@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
@example(query="ssl_ciphers=none")
@example(query="ssl_certfile=/")
@example(query="ssl_ca_certs=/")
@example(query="socket_timeout=0.000001")
@example(query="db=999999999")
def test_whatever_the_options_say_the_store_works_or_raises_its_own_fault(
    query: str, scheme: str, listening: bool, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = f"&ssl_ca_certs={running.certificate}" if "ssl" not in query and scheme == "rediss" else ""
    away = f"{scheme}://:{PASSWORD}@{'' if scheme == 'unix' else '127.0.0.1:1'}"
    away += "/no/such/path" if scheme == "unix" else ""
    url = running.urls[scheme].removesuffix("0") if listening else away
    monkeypatch.setenv("REDIS_URL", f"{url}?{query}{certificate}")
    uses: list[Callable[[], object]] = [
        lambda: redis_store.save(["value"]),
        lambda: redis_store.load("0" * 64),
        lambda: redis_store.load_table("0" * 64),
        lambda: redis_store.check("0" * 64),
    ]
    for use in uses:
        fault = fault_of(use)
        assert fault or listening
        assert PASSWORD not in fault
    connection.real_redis.cache_clear()
