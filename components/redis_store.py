"""Keep values on the server and hand out keys to them.

A callback saves what is too large or too private for the browser, and passes on the key:

    key = redis_store.save(df)
    ...
    df = redis_store.load(key)

A key is unguessable and leads to the whole value: give it only to whom may see all of that. Every fault is
a `StoreError` with a class of its own, so a callback can tell its reader what happened:

    try:
        df = redis_store.load(key)
    except redis_store.StoreError:
        return "This data has expired or can't be reached. Reload the page."

Settings
--------
All of them are environment variables, read when they are first needed.

================== ============================================================== ====================
Variable           Meaning                                                        Default
================== ============================================================== ====================
``REDIS_URL``      ``redis://``, ``rediss://`` (TLS) or ``unix://``, with user,   FakeRedis: data in
                   password and database as needed. Options of redis-py's         this process's own
                   ``Connection`` may follow: ``?socket_timeout=10``.             memory, for one
                                                                                  process only
``AIO_TTL``        seconds that an entry lives after its last use                 604800 (seven days)
``AIO_MAX_BYTES``  the largest entry, as stored (compressed); at most 536870912,  268435456 (256 MiB)
                   the most that Redis holds in one value
``AIO_SECRET_KEY`` what keys are made with; the same for all processes            made once, and kept in
                                                                                  Redis (``aio:secret``)
================== ============================================================== ====================

Whoever loses the secret (a changed ``AIO_SECRET_KEY``, a flushed Redis, ``aio:secret`` evicted) loses the
entries made with it: their keys raise `StoreIntegrityError`, or `StoreExpiredError` where the entries are
gone too. Nothing needs a restart: the next `save` makes a new secret that all processes use, and new keys.

Redis itself needs a ``maxmemory`` and a ``maxmemory-policy``: ``volatile-lru`` makes room by dropping the
entries that were used least recently, and never the secret; with ``noeviction``, `save` raises
`StoreFullError` instead. Entries outlive a restart of Redis if it keeps them on disk (``appendonly yes``).
The store uses GET, SET, PTTL, EXPIRE and UNLINK, on keys that begin with ``aio:``, of any Redis since
version 4.

Connecting takes a second at most and an answer five, unless the URL says otherwise
(``socket_connect_timeout``, ``socket_timeout``); then it is a `StoreUnavailableError`. The next use makes
a broken connection anew.

What comes back
---------------
pandas, Polars and PyArrow frames are stored as Parquet and come back as their own kind. `save` reads back
what it wrote and refuses a frame of which a single value or label would change. What may change is the dtype:

================================================== ===================================================
pandas                                             comes back as
================================================== ===================================================
categories of text                                 the same, with their order and unused categories
categories of anything else                        the dtype of the categories; integers beside missing
                                                   values as objects
empty column of categories                         categories without any
datetimes and timedeltas, time zones, periods,     the same, except: datetimes in seconds as
intervals, nullable and Arrow numbers and bools    milliseconds; without ``freq``
``string`` of Python or Arrow (``ArrowDtype``)     ``string`` of pandas
``ArrowDtype`` decimals                            object column of ``Decimal``
object column of one type                          that type's own dtype; ``Decimal``, dates, times,
                                                   bytes and dictionaries stay objects
object column of lists, tuples or arrays           object column of NumPy arrays
object column of ``Decimal``                       the same numbers, all with the most digits of any
None, NaN, NaT and NA in object columns            one of them
``RangeIndex`` of columns                          integers
subclass of DataFrame                              DataFrame
sparse, complex, mixed objects; dictionaries with  refused
different keys; duplicate or mixed column names
================================================== ===================================================

Polars keeps all its types but Object and empty structs, which are refused. PyArrow keeps all its types,
except: timestamps and times in seconds come back as milliseconds, date64 as date32, dictionaries of anything
but text as their values; unions, month-day-nano intervals, run-end-encoded columns and empty structs are
refused.

Anything else is stored as JSON, by plotly's encoder as Dash does: arrays and tuples come back as lists, dates
as ISO text, decimals as floats. What JSON can't hold is refused: NaN and infinities, keys that aren't text,
and objects that plotly's encoder doesn't know.
"""

# Each library is imported where it is used: an app that keeps Polars frames in Redis loads neither pandas nor
# FakeRedis.
# ruff: noqa: PLC0415

from __future__ import annotations

import functools
import hashlib
import hmac
import io
import json
import logging
import math
import os
import re
import reprlib
import secrets
import threading
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from redis import Redis

__all__ = [
    "StoreAccessError",
    "StoreConfigurationError",
    "StoreError",
    "StoreExpiredError",
    "StoreFullError",
    "StoreIntegrityError",
    "StoreKeyError",
    "StoreSizeError",
    "StoreUnavailableError",
    "StoreValueError",
    "StoreVersionError",
    "check",
    "load",
    "load_polars",
    "require_shared",
    "save",
]

_PREFIX = "aio:"
_SECRET = _PREFIX + "secret"
_MAGIC = b"AIO"
_VERSION = b"\x01"
_KEY = re.compile(r"[0-9a-f]{64}")

_logger = logging.getLogger(__name__)


class StoreError(Exception):
    """Any fault of the store: catch this to handle all of them."""


class StoreKeyError(StoreError):
    """What was given is not of a key's form, so Redis wasn't asked."""


class StoreExpiredError(StoreError):
    """No entry has this key: it has expired, was evicted, or never was."""


class StoreIntegrityError(StoreError):
    """The entry isn't what was saved under this key: it was altered, cut or made with another secret."""


class StoreVersionError(StoreError):
    """The entry was written by a newer release, or with newer libraries, and this process can't read it."""


class StoreUnavailableError(StoreError):
    """Redis can't be reached, doesn't answer in time, or refuses to work at the moment."""


class StoreAccessError(StoreError):
    """Redis refuses the password, the user's permissions or the database."""


class StoreFullError(StoreError):
    """Redis has no memory left for the entry."""


class StoreSizeError(StoreError):
    """The entry is larger than ``AIO_MAX_BYTES``."""


class StoreValueError(StoreError, ValueError):
    """The value can't be stored without changing it, or isn't of the kind asked for."""


class StoreConfigurationError(StoreError):
    """An environment variable has an unusable value, or FakeRedis is used by several processes."""


def save(value: Any) -> str:
    """Store a value for all processes, and return the key that loads it.

    Equal values have equal keys (as long as secret and library versions stay the same), so they are sent and
    stored once. Saving again what is already there renews its time to live.

    Parameters
    ----------
    value : Any
        A pandas or Polars DataFrame, a PyArrow Table, or anything that JSON can hold. The module's docstring
        says what comes back as what.

    Returns
    -------
    str
        64 hexadecimal digits: an HMAC-SHA256 of what was stored.

    Raises
    ------
    StoreValueError
        If the value would not come back as it is.
    StoreSizeError
        If it is larger than ``AIO_MAX_BYTES``.
    StoreFullError, StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    code = _kind_of(value)
    entry = _MAGIC + _VERSION + code + _KINDS[code].encode(value)
    limit = _size_limit()
    if len(entry) > limit:
        raise StoreSizeError(
            f"The value takes {len(entry):,} bytes, and the store's limit is {limit:,} bytes an entry. "
            "Save less of it, or raise AIO_MAX_BYTES."
        )
    with _redis() as redis:
        key = _key_of(entry, _secret(redis))
        if not _renew(redis, _PREFIX + key):
            redis.set(_PREFIX + key, entry, ex=_time_to_live())
    return key


def load(key: str) -> Any:
    """Return the value that was saved under a key.

    Using an entry renews its time to live, at most once a minute.

    Parameters
    ----------
    key : str
        What `save` returned.

    Returns
    -------
    Any
        A frame as its own kind, anything else as JSON holds it.

    Raises
    ------
    StoreKeyError
        If `key` isn't of a key's form.
    StoreExpiredError
        If the entry has expired, was evicted, or never was.
    StoreIntegrityError
        If the entry doesn't match its key. It is removed, so that saving the value again puts it right.
    StoreVersionError
        If the entry is of a newer format, or this process's libraries can't decode it.
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    code, payload = _entry(key)
    with _decoding():
        return _KINDS[code].decode(payload)


def load_polars(key: str) -> pl.DataFrame:
    """Return a saved frame of any kind as a Polars DataFrame.

    For whoever works on the frame with Polars: it is decoded straight into it, on all cores.

    Parameters
    ----------
    key : str
        What `save` returned.

    Returns
    -------
    polars.DataFrame
        The frame without the columns that are a pandas index.

    Raises
    ------
    StoreValueError
        If the entry isn't a frame, or has a column of a type that Polars doesn't know.
    StoreError
        As `load`.
    """
    code, payload = _entry(key)
    if code == _JSON:
        raise StoreValueError("This key leads to a JSON value, not to a frame: read it with load().")
    if code == _POLARS:
        with _decoding():
            return _decode_polars(payload)

    import polars as pl
    import pyarrow as pa

    with _decoding():
        table = _decode_arrow(payload)
    if code == _PANDAS:
        index = table.schema.pandas_metadata["index_columns"]
        table = table.drop_columns([name for name in index if isinstance(name, str)])
    try:
        return cast("pl.DataFrame", pl.from_arrow(table))
    except (pa.ArrowException, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise StoreValueError(
            f"This frame has a column of a type that Polars doesn't know ({error}). Convert it before saving."
        ) from error


def check(key: str) -> None:
    """Raise what `load` would raise for a malformed key, a lost entry or a store that is down.

    For whoever keeps the decoded value: it takes one round trip, transfers no data and renews the time to
    live like `load`. It doesn't read the entry, so it doesn't notice an altered one.

    Parameters
    ----------
    key : str
        What `save` returned.

    Raises
    ------
    StoreKeyError, StoreExpiredError, StoreUnavailableError, StoreAccessError, StoreConfigurationError
        As `load`.
    """
    name = _name_of(key)
    with _redis() as redis:
        if not _renew(redis, name):
            raise StoreExpiredError(_EXPIRED)


def require_shared(workers: int) -> None:
    """Refuse to start a site whose processes wouldn't share their data, or whose settings are unusable.

    Call it where the processes are started, as ``gunicorn.conf.py`` does. It doesn't connect to Redis.

    Parameters
    ----------
    workers : int
        The number of processes that will use the store.

    Raises
    ------
    StoreConfigurationError
        If there is more than one and ``REDIS_URL`` isn't set, or if a setting can't be understood.
    """
    _size_limit()
    _time_to_live()
    if url := os.environ.get("REDIS_URL"):
        _real_redis(url)
    elif workers > 1:
        raise StoreConfigurationError(
            f"{workers} workers need a Redis to share their data: set REDIS_URL, or start one worker."
        )


_EXPIRED = "This data has expired, or its entry was evicted from Redis: it has to be saved again."


def _setting(name: str, *, default: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,12}", text) or not 0 < int(text) <= most:
        raise StoreConfigurationError(f"{name} is {text!r}: it must be a whole number from 1 to {most}.")
    return int(text)


def _size_limit() -> int:
    return _setting("AIO_MAX_BYTES", default=256 * 1024**2, most=512 * 1024**2)


def _time_to_live() -> int:
    return _setting("AIO_TTL", default=7 * 24 * 3600, most=2**31 - 1)


def _name_of(key: str) -> str:
    # Keys come back from the browser, which may send anything.
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise StoreKeyError(
            "This isn't a key of the store: a key is the 64 hexadecimal digits that save() returned."
        )
    return _PREFIX + key


def _key_of(entry: bytes, secret: bytes) -> str:
    return hmac.new(secret, entry, hashlib.sha256).hexdigest()


def _secret(redis: Redis) -> bytes:
    """Return the secret that all processes share.

    It isn't remembered: after a FLUSHALL or its eviction, a process that still knew the old one would write
    entries that no other could read.
    """
    if own := os.environ.get("AIO_SECRET_KEY"):
        return os.fsencode(own)
    while (shared := cast("bytes | None", redis.get(_SECRET))) is None:
        redis.set(_SECRET, secrets.token_bytes(32), nx=True)  # of several processes, the first one wins
    return shared


def _renew(redis: Redis, name: str) -> bool:
    """Say whether an entry is there; start its time to live anew if a minute, or a tenth of it, has passed.

    Not at every use: Redis copies each renewal to its log and its replicas. But not much later either: asking
    for the time that is left doesn't count as a use when Redis looks for what to evict.
    """
    seconds = _time_to_live()
    left = redis.pttl(name)  # in ms; -1: lives forever, -2: isn't there
    if 0 <= left < 1000 * seconds - min(60_000, 100 * seconds):
        return bool(redis.expire(name, seconds))
    return left != -2


def _entry(key: str) -> tuple[bytes, bytes]:
    """Return the kind and the payload of an entry that is proven to be what was saved under its key."""
    name = _name_of(key)
    with _redis() as redis:
        entry = cast("bytes | None", redis.get(name))
        if entry is None:
            raise StoreExpiredError(_EXPIRED)
        if entry[:3] == _MAGIC and entry[3:4] > _VERSION:
            raise StoreVersionError(
                f"This data is stored in format {entry[3]}, and this process reads up to {_VERSION[0]}: "
                "it was saved by a newer release. Finish the upgrade, or save the data again."
            )
        if not hmac.compare_digest(_key_of(entry, _secret(redis)), key):
            redis.unlink(name)  # otherwise save() would find it and leave it
            raise StoreIntegrityError(
                "The entry doesn't match its key: it was altered, or saved with another secret. "
                "Save the data again."
            )
        _renew(redis, name)
    return entry[4:5], entry[5:]


@contextmanager
def _decoding() -> Iterator[None]:
    """Turn what the libraries raise for a payload that is proven to be intact into the store's own error."""
    try:
        yield
    except Exception as error:
        raise StoreVersionError(
            f"This process's libraries can't read this data ({type(error).__name__}: {error}): it was saved "
            "with other versions of them. Finish the upgrade, or save the data again."
        ) from error


def _kind_of(value: Any) -> bytes:
    if nw.dependencies.is_pandas_dataframe(value):
        return _PANDAS
    if nw.dependencies.is_polars_dataframe(value):
        return _POLARS
    if nw.dependencies.is_pyarrow_table(value):
        return _ARROW
    return _JSON


def _encode_pandas(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa

    with _refusals(frame, pa.ArrowException):
        _check_labels(frame)
        payload = _parquet(pa.Table.from_pandas(frame))
        _compare_pandas(frame, _decode_pandas(payload))
    return payload


def _encode_polars(frame: pl.DataFrame) -> bytes:
    import polars as pl

    stream = io.BytesIO()
    with _refusals(frame, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        # Equal frames give equal bytes only if they are cut alike.
        frame.rechunk().write_parquet(stream, compression="zstd", compression_level=1)
        _compare_polars(frame, _decode_polars(stream.getvalue()))
    return stream.getvalue()


def _encode_arrow(table: pa.Table) -> bytes:
    import pyarrow as pa

    with _refusals(table, pa.ArrowException):
        payload = _parquet(table)
        _compare_arrow(table, _decode_arrow(payload))
    return payload


@contextmanager
def _refusals(frame: object, *library_errors: type[BaseException]) -> Iterator[None]:
    """Turn what is raised for a frame that Parquet can't hold into the store's own error."""
    refusals: tuple[type[BaseException], ...] = (
        *library_errors,
        ValueError,
        TypeError,
        NotImplementedError,
        ArithmeticError,
    )
    try:
        yield
    except refusals as error:
        reason = "; ".join(map(str, error.args)).rstrip(".")
        raise StoreValueError(
            f"This {type(frame).__name__} can't be stored: {reason}. "
            "Convert what can't be kept before saving it, to text for example."
        ) from error


def _parquet(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    # Higher levels take longer, and hardly make it smaller. Equal tables give equal bytes only if they are
    # cut alike.
    pq.write_table(table.combine_chunks(), stream, compression="zstd", compression_level=1)
    return stream.getvalue()


def _decode_pandas(payload: bytes) -> pd.DataFrame:
    # Python's own integers beside None stay integers: as floats, large ones would change.
    frame: pd.DataFrame = _decode_arrow(payload).to_pandas(integer_object_nulls=True)
    return frame


def _decode_polars(payload: bytes) -> pl.DataFrame:
    import polars as pl

    return pl.read_parquet(payload)


def _decode_arrow(payload: bytes) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(payload)).read()


def _check_labels(frame: pd.DataFrame) -> None:
    """Refuse what PyArrow would change with a mere warning."""
    for level in getattr(frame.columns, "levels", [frame.columns]):
        if "mixed" in level.inferred_type:
            raise ValueError("its column names are of several types")
    for name in frame.index.names:
        if name is not None and not isinstance(name, str):
            raise ValueError(f"its index has the name {name!r}, which isn't text")
    json.dumps(frame.attrs)


def _compare_pandas(before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Raise ValueError if anything but a dtype differs between a frame and what was read back for it."""
    if before.shape != after.shape:
        raise ValueError(f"its shape {before.shape} would become {after.shape}")
    if not _same([*before.index.names, *before.columns.names], [*after.index.names, *after.columns.names]):
        raise ValueError("the names of its index or of its columns' index would change")
    if not _same(before.attrs, after.attrs):
        raise ValueError("its attrs would change")
    parts: list[tuple[str, Any, Any]] = [("column names", before.columns, after.columns)]
    parts += [
        (f"index level {level}", before.index.get_level_values(level), after.index.get_level_values(level))
        for level in range(before.index.nlevels)
    ]
    parts += [
        (f"column {label!r}", before.iloc[:, position], after.iloc[:, position])
        for position, label in enumerate(before.columns)
    ]
    for name, old, new in parts:
        if old.dtype == new.dtype != object and old.array.equals(new.array):
            continue
        for row, (one, other) in enumerate(zip(old.tolist(), new.tolist(), strict=True)):
            if not _same(one, other):
                raise ValueError(
                    f"in {name}, {reprlib.repr(one)} (row {row}) would become {reprlib.repr(other)}"
                )


def _same(one: Any, other: Any) -> bool:
    """Say whether two objects of a pandas frame are equal; missing values are alike, and so are sequences."""
    if type(one) is type(other) and isinstance(one, str | int):
        return bool(one == other)  # what most objects are, in a hurry

    import numpy as np
    import pandas as pd

    sequence = (list, tuple, np.ndarray)
    if isinstance(one, sequence) or isinstance(other, sequence):
        alike = isinstance(one, sequence) and isinstance(other, sequence) and len(one) == len(other)
        return alike and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other and one.utcoffset() == other.utcoffset()
    return isinstance(one, bool | np.bool_) == isinstance(other, bool | np.bool_) and bool(one == other)


def _compare_polars(before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Raise ValueError if anything differs between a frame and what was read back for it."""
    if before.shape != after.shape:
        raise ValueError(f"its shape {before.shape} would become {after.shape}")
    for old, new in zip(before, after, strict=True):
        if not old.equals(new, check_dtypes=True, check_names=True, null_equal=True):
            raise ValueError(f"column {old.name!r} would change")


def _compare_arrow(before: pa.Table, after: pa.Table) -> None:
    """Raise ValueError if anything but a type differs between a table and what was read back for it."""
    if before.shape != after.shape:
        raise ValueError(f"its shape {before.shape} would become {after.shape}")
    columns = before.cast(after.schema).columns
    for name, old, new in zip(before.column_names, columns, after.columns, strict=True):
        # NaN doesn't equal itself. Text tells it from null, in lists and structs too, but slowly.
        if not _bits(old).equals(_bits(new)) and repr(old.to_pylist()) != repr(new.to_pylist()):
            raise ValueError(f"column {name!r} would change")


def _bits(column: pa.ChunkedArray) -> pa.Array:
    """Return floats as the integers of the same bits, which equal themselves; other types as they are."""
    import pyarrow as pa

    if pa.types.is_floating(column.type):
        return column.combine_chunks().view(f"int{column.type.bit_width}")
    return column


def _encode_json(value: Any) -> bytes:
    try:
        return json.dumps(_json_of(value, "value"), separators=(",", ":")).encode()
    except StoreValueError:
        raise
    except (RecursionError, ValueError) as error:
        raise StoreValueError(
            f"The value is nested too deeply for JSON, contains itself, or has a number too long ({error})."
        ) from error


def _json_of(value: Any, place: str) -> Any:
    """Return what JSON holds of a value; refuse what it can't hold, naming the place."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise StoreValueError(f"{place} is {value}, which JSON can't hold. Save None instead.")
        return value
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise StoreValueError(
                    f"{place} has the key {key!r} of type {type(key).__name__}, and JSON's keys are text. "
                    "Convert the keys to text."
                )
        return {key: _json_of(item, f"{place}[{key!r}]") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json_of(item, f"{place}[{position}]") for position, item in enumerate(value)]

    from plotly.utils import PlotlyJSONEncoder

    try:
        plain = PlotlyJSONEncoder().default(value)
    except (TypeError, ValueError) as error:
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        raise StoreValueError(
            f"{place} is of type {kind}, which JSON can't hold. Convert it first."
        ) from error
    return _json_of(plain, place)


class _Kind(NamedTuple):
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]


_PANDAS, _POLARS, _ARROW, _JSON = b"P", b"L", b"A", b"J"
_KINDS = {
    _PANDAS: _Kind(_encode_pandas, _decode_pandas),
    _POLARS: _Kind(_encode_polars, _decode_polars),
    _ARROW: _Kind(_encode_arrow, _decode_arrow),
    _JSON: _Kind(_encode_json, json.loads),
}


@contextmanager
def _redis() -> Iterator[Redis]:
    """Give the connection, and turn what goes wrong with it into the store's own errors."""
    from redis import exceptions as faults

    client = _client()
    try:
        yield client
    except faults.OutOfMemoryError as error:
        raise StoreFullError(
            "Redis has no memory left for this data. Save less, or give it more: maxmemory, maxmemory-policy."
        ) from error
    except (
        faults.AuthenticationError,
        faults.AuthenticationWrongNumberOfArgsError,
        faults.AuthorizationError,
        faults.NoPermissionError,
    ) as error:
        raise StoreAccessError(
            f"Redis refuses access ({type(error).__name__}): check REDIS_URL's user and password, "
            "and what the user may do."
        ) from error
    except (faults.ConnectionError, faults.TimeoutError) as error:
        raise StoreUnavailableError(
            f"Redis can't be reached or doesn't answer ({error}): see whether it runs, and try again."
        ) from error
    except faults.RedisError as error:
        reason = str(error).partition(", with args")[0]  # what follows may be the secret
        if "DB index" in reason:
            raise StoreAccessError("Redis doesn't have the database that REDIS_URL names.") from None
        if "WRONGTYPE" in reason:
            raise StoreIntegrityError(
                "The entry wasn't written by the store. Remove it from Redis, and save the data again."
            ) from None
        raise StoreUnavailableError(
            f"Redis refuses to work ({reason}): see its log, and try again."
        ) from None


_connecting = threading.Lock()


def _client() -> Redis:
    url = os.environ.get("REDIS_URL")
    with _connecting:
        if url:
            return _real_redis(url)
        client, process = _fake_redis()
    if process != os.getpid():
        raise StoreConfigurationError(
            "FakeRedis keeps data in one process's memory, and this is another process: set REDIS_URL."
        )
    return client


@functools.cache
def _real_redis(url: str) -> Redis:
    from redis import Redis, exceptions
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        redis = Redis.from_url(
            url,
            socket_connect_timeout=1,
            socket_timeout=5,
            protocol=2,  # which every Redis speaks
            # Once more, for a connection that broke while it was idle. After a time-out, it wouldn't help.
            retry=Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,)),
        )
        redis.connection_pool.make_connection()  # doesn't connect, but refuses options that don't exist
    except (TypeError, ValueError):
        # The original message may quote the URL, and so the password.
        raise StoreConfigurationError(
            "REDIS_URL can't be understood: it must be like redis://user:password@host:6379/0, rediss://... "
            "or unix:///path/to/socket, with special characters in the password percent-encoded."
        ) from None
    return redis


@functools.cache
def _fake_redis() -> tuple[Redis, int]:
    """Return the embedded FakeRedis and the process that it belongs to."""
    from fakeredis import FakeRedis, FakeServer

    _logger.warning(
        "REDIS_URL isn't set: using FakeRedis, which keeps data in this process's memory. "
        "It is for development; several workers need a Redis."
    )
    return FakeRedis(server=FakeServer()), os.getpid()
