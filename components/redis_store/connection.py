"""The store's settings, and its connection to Redis."""

# Redis and FakeRedis are imported where they are used: no app needs both.
# ruff: noqa: PLC0415

from __future__ import annotations

import functools
import logging
import os
import re
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import (
    StoreAccessError,
    StoreConfigurationError,
    StoreError,
    StoreFullError,
    StoreIntegrityError,
    StoreUnavailableError,
)
from .url import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redis import Redis


# The settings that are numbers: the default, and the most that Redis can do.
NUMBERS = {"AIO_MAX_BYTES": (256 * 1024**2, 512 * 1024**2), "AIO_TTL": (7 * 24 * 3600, 2**31 - 1)}

_ACCESS = (
    StoreAccessError,
    "Redis refuses access ({kind}): check REDIS_URL's user and password, and what the user may do.",
)
_AWAY = (
    StoreUnavailableError,
    "Redis can't be reached or doesn't answer ({reason}): see whether it runs, and try again.",
)
_CLUSTER = (
    StoreConfigurationError,
    "REDIS_URL leads to a node of a Redis Cluster, which the store doesn't support: give it a single Redis, "
    "or one with replicas.",
)
_FOREIGN = "The entry wasn't written by the store. Remove it from Redis, and save the data again."
_FULL = "Redis has no memory left for this data. Save less, or give it more: maxmemory, maxmemory-policy."
_BUSY = "All connections to Redis were in use: try again, or give REDIS_URL more max_connections."
_REFUSAL = "Redis refuses to work ({reason}): see its log, and try again."
_NO_REDIS = "What REDIS_URL leads to doesn't answer as a Redis does ({kind}): see what it is, and try again."

# What goes wrong with Redis: by a part of its answer, or else by redis-py's nearest class.
_REPLIES: dict[str, tuple[type[StoreError], str]] = {
    "DB index": (StoreAccessError, "Redis doesn't have the database that REDIS_URL names."),
    "No connection available": (StoreUnavailableError, _BUSY),
    "WRONGTYPE": (StoreIntegrityError, _FOREIGN),
    "cluster mode": _CLUSTER,
}
_FAULTS: dict[str, tuple[type[StoreError], str]] = {
    "OutOfMemoryError": (StoreFullError, _FULL),
    **dict.fromkeys(["AuthenticationError", "AuthenticationWrongNumberOfArgsError"], _ACCESS),
    **dict.fromkeys(["AuthorizationError", "ExternalAuthProviderError", "NoPermissionError"], _ACCESS),
    **dict.fromkeys(["ConnectionError", "MasterDownError", "OSError", "TimeoutError"], _AWAY),
    **dict.fromkeys(["AskError", "ClusterCrossSlotError", "ClusterError"], _CLUSTER),
    **dict.fromkeys(["RedisClusterException", "TryAgainError"], _CLUSTER),
    "RedisError": (StoreUnavailableError, _REFUSAL),
    "Exception": (StoreUnavailableError, _NO_REDIS),
}

_connecting = threading.Lock()
_memories: dict[int, str] = {}


def number(name: str) -> int:
    """Read a setting that is a number."""
    default, most = NUMBERS[name]
    text = os.environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,12}", text) or not 0 < int(text) <= most:
        raise StoreConfigurationError(f"{name} is {text!r}: it must be a whole number from 1 to {most}.")
    return int(text)


@contextmanager
def connected() -> Iterator[Redis]:
    """Give the connection, and turn what goes wrong with it into the store's own errors."""
    try:
        yield _client()
    except (ImportError, StoreError):
        raise
    except Exception as error:  # of any class: redis-py lets much through, such as an answer's ValueError
        reason, secret, _ = str(error).partition(", with args")
        told = [fault for text, fault in _REPLIES.items() if text in reason]
        told += [_FAULTS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _FAULTS]
        fault, message = told[0]
        message = message.format(reason=reason, kind=type(error).__name__)
        if secret:
            raise fault(message) from None
        raise fault(message) from error


def location() -> str:
    """Tell where this process keeps its values, so that another can tell whether it would find them.

    Returns
    -------
    str
        "redis" with ``REDIS_URL``; else a random name that no other process has, not even a forked one.
    """
    if os.environ.get("REDIS_URL"):
        return "redis"
    return _memories.setdefault(os.getpid(), secrets.token_hex(16))


def _client() -> Redis:
    with _connecting:
        if url := os.environ.get("REDIS_URL"):
            return real_redis(url)
        client, process = fake_redis()
    if process != os.getpid():
        raise StoreConfigurationError(
            "FakeRedis keeps data in one process's memory, and this is another process: set REDIS_URL."
        )
    return client


@functools.cache
def real_redis(url: str) -> Redis:
    """Make the client of a Redis, which connects when it is first used."""
    from redis import BlockingConnectionPool, Redis, exceptions
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    scheme, arguments = read(url)
    defaults = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "timeout": 5,  # for a connection that no other thread uses
        "protocol": 2,  # which every Redis speaks
        # Once more, for a connection that broke while it was idle. After a time-out, it wouldn't help.
        "retry": Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,)),
    }
    return Redis(connection_pool=BlockingConnectionPool.from_url(f"{scheme}://", **defaults | arguments))


@functools.cache
def fake_redis() -> tuple[Redis, int]:
    """Make the embedded FakeRedis, and say which process has it in its memory."""
    from fakeredis import FakeRedis, FakeServer

    logging.getLogger(__name__).warning(
        "REDIS_URL isn't set: using FakeRedis, which keeps data in this process's memory. "
        "It is for development; several workers need a Redis."
    )
    return FakeRedis(server=FakeServer()), os.getpid()
