"""Keep values on the server and hand out keys to them.

A callback saves what is too large or too private for the browser, and passes on the key:

    key = redis_store.save(df)
    ...
    df = redis_store.load(key)

Nobody can guess a key, and whoever has one can load the whole value: give it only to those who may see all of
it. Every fault is a `StoreError` with a class of its own, so that a callback can say what happened.

Settings
--------
All of them are environment variables, read when they are first needed.

- ``REDIS_URL``: ``redis://``, ``rediss://`` (TLS) or ``unix://``, with user, password, database and options
  of redis-py's ``Connection`` as needed (``?socket_timeout=10``). Without it, FakeRedis keeps the data in
  this process's own memory, for one process only.
- ``AIO_TTL``: seconds that an entry lives after its last use; 604800 (seven days) unless it is set.
- ``AIO_MAX_BYTES``: the largest entry, as stored (compressed); 268435456 (256 MiB), or at most twice that.
- ``AIO_SECRET_KEY``: what all processes make keys with; else made once, and kept in Redis (``aio:secret``).

Entries can be read only with the secret that they were saved with. When it is lost (``AIO_SECRET_KEY`` is
changed, Redis flushed, ``aio:secret`` evicted), old keys raise `StoreIntegrityError`, or `StoreExpiredError`
where the entries are gone too. Nothing needs a restart: the next `save` makes a new secret.

Give Redis a ``maxmemory`` and a ``maxmemory-policy``: ``volatile-lru`` makes room by dropping the entries
used least recently, never the secret; with ``noeviction``, `save` raises `StoreFullError` instead. With
``appendonly yes``, entries outlive a restart of Redis. The store uses GET, SET, PTTL, EXPIRE and UNLINK, on
keys that begin with ``aio:``, of any Redis since version 4. It waits one second for a connection and five for
an answer; ``socket_connect_timeout`` and ``socket_timeout`` in the URL change that.

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

from __future__ import annotations

import os
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any

from . import connection, entries, values
from .errors import (
    StoreAccessError,
    StoreConfigurationError,
    StoreError,
    StoreExpiredError,
    StoreFullError,
    StoreIntegrityError,
    StoreKeyError,
    StoreSizeError,
    StoreUnavailableError,
    StoreValueError,
    StoreVersionError,
)

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = [
    "StoreAccessError", "StoreConfigurationError", "StoreError", "StoreExpiredError", "StoreFullError",
    "StoreIntegrityError", "StoreKeyError", "StoreSizeError", "StoreUnavailableError", "StoreValueError",
    "StoreVersionError", "check", "load", "load_table", "location", "require_shared", "save",
]  # fmt: skip


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
    StoreSizeError, StoreFullError
        If it is larger than ``AIO_MAX_BYTES``, or than what Redis has room for.
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    return entries.put(*values.encode(value))


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
    StoreKeyError, StoreExpiredError
        If there is no entry of that key.
    StoreIntegrityError, StoreVersionError
        If the entry isn't what was saved, or can't be read here.
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    return values.decode(*entries.get(key))


def load_table(key: str) -> pl.DataFrame | pa.Table:
    """Return a saved frame as it is stored, which for one of pandas takes less time and memory than `load`.

    Parameters
    ----------
    key : str
        What `save` returned.

    Returns
    -------
    polars.DataFrame or pyarrow.Table
        A frame of Polars as it is. Others as a PyArrow table; that of a pandas frame has its index as
        columns, and in its schema what pandas has to know.

    Raises
    ------
    StoreValueError
        If the entry isn't a frame.
    StoreError
        As `load`.
    """
    return values.decode_table(*entries.get(key))


def check(key: str) -> None:
    """Raise what `load` would raise for a malformed key, a lost entry or a store that is down.

    For whoever keeps the decoded value: it asks Redis once, transfers no data, and renews the time to live as
    `load` does. It doesn't read the entry, so it doesn't notice an altered one.

    Parameters
    ----------
    key : str
        What `save` returned.
    """
    entries.renew(key)


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
    for name in connection.NUMBERS:
        connection.number(name)
    if url := os.environ.get("REDIS_URL"):
        connection.real_redis(url)
    elif workers > 1:
        raise StoreConfigurationError(
            f"{workers} workers need a Redis to share their data: set REDIS_URL, or start one worker."
        )


def location() -> str:
    """Name where this process keeps what it saves: a key is good only where the same name is given.

    Returns
    -------
    str
        ``"redis"`` where ``REDIS_URL`` is set. Otherwise what nothing but this process returns.
    """
    return "redis" if os.environ.get("REDIS_URL") else _memory_of(os.getpid())


@cache
def _memory_of(_process: int) -> str:
    return uuid.uuid4().hex  # for another process may get the same number later
