"""Entries in Redis: ``AIO``, the format's version, the payload's kind (a byte each) and the payload.

A key is an entry's HMAC, and the time to live that it was saved with, where it isn't that of the environment:
so equal data saved for a minute and for a day are two entries, of which neither ends the other's life.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from typing import TYPE_CHECKING, cast

from .connection import NUMBERS, connected, location, number
from .errors import (
    StoreExpiredError,
    StoreIntegrityError,
    StoreKeyError,
    StoreSizeError,
    StoreUnavailableError,
    StoreValueError,
    StoreVersionError,
)

if TYPE_CHECKING:
    from redis import Redis

_PREFIX = "aio:"
_SECRET = _PREFIX + "secret"
_NOTE = _PREFIX + "note:"
_MAGIC = b"AIO"
_VERSION = b"\x01"
_KEY = re.compile("([0-9a-f]{64})(?:-([1-9][0-9]{0,9}))?")


def put(kind: bytes, payload: bytes, ttl: int | None = None) -> str:
    """Write an entry, or renew it where it is there already, and return its key."""
    lifetime = "" if ttl is None else f"-{_checked(ttl)}"
    entry = _MAGIC + _VERSION + kind + payload
    limit = number("AIO_MAX_BYTES")
    if len(entry) > limit:
        raise StoreSizeError(
            f"The value takes {len(entry):,} bytes, and the store's limit is {limit:,} bytes an entry. "
            "Save less of it, or raise AIO_MAX_BYTES."
        )
    with connected() as redis:
        key = _hmac_of(entry, redis) + lifetime
        if not _renew(redis, key):
            redis.set(_PREFIX + key, entry, ex=_seconds(key))
    return key


def get(key: str) -> tuple[bytes, bytes]:
    """Return an entry's kind and payload, which are proven to be what was saved under the key."""
    name = _name_of(key)
    with connected() as redis:
        entry = cast("bytes | None", redis.get(name))
        if entry is None:
            raise _expired()
        if entry[:3] == _MAGIC and entry[3:4] > _VERSION:
            raise StoreVersionError(
                f"This data is stored in format {entry[3]}, and this process reads up to {_VERSION[0]}: "
                "it was saved by a newer release. Finish the upgrade, or save the data again."
            )
        if not hmac.compare_digest(_hmac_of(entry, redis), key.partition("-")[0]):
            redis.unlink(name)  # otherwise put() would find it and leave it
            raise StoreIntegrityError(
                "The entry doesn't match its key: it was altered, or saved with another secret. "
                "Save the data again."
            )
        _renew(redis, key)
    return entry[4:5], entry[5:]


def renew(key: str) -> None:
    """Have an entry live on as if it had been read."""
    _name_of(key)
    with connected() as redis:
        if not _renew(redis, key):
            raise _expired()


def remove(key: str) -> bool:
    """Remove an entry, and say whether it was there."""
    name = _name_of(key)
    with connected() as redis:
        return bool(redis.unlink(name))


def note(name: str, text: str) -> None:
    """Write what processes tell each other, for a minute."""
    with connected() as redis:
        redis.set(_NOTE + name, text, ex=60)


def noted(name: str) -> str | None:
    """Read it."""
    with connected() as redis:
        found = cast("bytes | None", redis.get(_NOTE + name))
    return None if found is None else found.decode()


def ttl_of(key: str) -> int | None:
    """Return the time to live that an entry was saved with, None for that of the environment."""
    _name_of(key)
    _, _, seconds = key.partition("-")
    return int(seconds) if seconds else None


def _expired() -> StoreExpiredError:
    lost = "This data has expired, or its entry was evicted from Redis"
    if location() != "redis":
        lost += "; or another process saved it, as without REDIS_URL each keeps its data to itself"
    return StoreExpiredError(f"{lost}: it has to be saved again.")


def _name_of(key: str) -> str:
    # Keys come back from the browser, which may send anything.
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise StoreKeyError(
            "This isn't a key of the store: a key is the 64 hexadecimal digits that save() returned, and what"
            " follows them there."
        )
    return _PREFIX + key


def _checked(ttl: int) -> int:
    _, most = NUMBERS["AIO_TTL"]
    if isinstance(ttl, bool) or not isinstance(ttl, int) or not 0 < ttl <= most:
        raise StoreValueError(f"ttl is {ttl!r}: it must be a whole number of seconds from 1 to {most}.")
    return ttl


def _seconds(key: str) -> int:
    """Say how long an entry lives after its last use."""
    return ttl_of(key) or number("AIO_TTL")


def _hmac_of(entry: bytes, redis: Redis) -> str:
    return hmac.new(_secret(redis), entry, "sha256").hexdigest()


def _secret(redis: Redis) -> bytes:
    """Return the secret that all processes share.

    It is asked for each time. A process that remembered it would, after a FLUSHALL or an eviction, go on
    writing entries that no other process can read.
    """
    if own := os.environ.get("AIO_SECRET_KEY"):
        return os.fsencode(own)
    for _ in range(10):
        if (shared := cast("bytes | None", redis.get(_SECRET))) is not None:
            return shared
        redis.set(_SECRET, secrets.token_bytes(32), nx=True)  # of several processes, the first one wins
    raise StoreUnavailableError(f"Redis doesn't keep {_SECRET}: see whether it is one, and has memory left.")


def _renew(redis: Redis, key: str) -> bool:
    """Say whether an entry is there. If it was last renewed a minute ago, or a tenth of its life, renew it.

    Not at every use, for Redis copies each renewal to its log and its replicas. Nor much later: Redis doesn't
    count a look at the time left as a use when it chooses what to evict.
    """
    name, seconds = _PREFIX + key, _seconds(key)
    left = redis.pttl(name)  # in ms; -1: lives forever, -2: isn't there
    if 0 <= left < 1000 * seconds - min(60_000, 100 * seconds):
        return bool(redis.expire(name, seconds))
    return left != -2
