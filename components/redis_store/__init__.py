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
  as needed (``?socket_timeout=10``): those of redis-py that suit the store, and others are refused. Redis
  Cluster isn't supported. Without it, FakeRedis keeps the data in this process's own memory, for one process.
- ``AIO_TTL``: seconds that an entry lives after its last use, where `save` isn't given others; 604800 (seven
  days) unless it is set.
- ``AIO_MAX_BYTES``: the largest entry, as stored (compressed); 268435456 (256 MiB), or at most twice that.
- ``AIO_SECRET_KEY``: what all processes make keys with; else made once, and kept in Redis (``aio:secret``).

Entries can be read only with the secret that they were saved with. When it is lost (``AIO_SECRET_KEY`` is
changed, Redis flushed, ``aio:secret`` evicted), old keys raise `StoreIntegrityError`, or `StoreExpiredError`
where the entries are gone too. Nothing needs a restart: the next `save` makes a new secret.

Give Redis a ``maxmemory`` and a ``maxmemory-policy``: ``volatile-lru`` makes room by dropping the entries
used least recently, never the secret; with ``noeviction``, `save` raises `StoreFullError` instead. With
``appendonly yes``, entries outlive a restart of Redis. The store uses GET, SET, PTTL, EXPIRE and UNLINK, on
keys that begin with ``aio:``, of any Redis since version 4 (and PING or CLIENT SETNAME, if the URL has
``health_check_interval`` or ``client_name``). It waits one second to connect, five for an answer and five for
one of ``max_connections`` (50); ``socket_connect_timeout``, ``socket_timeout`` and ``timeout`` change that.

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
from typing import TYPE_CHECKING, Any

from . import connection, entries, values
from .connection import location
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
    "StoreVersionError", "check", "delete", "load", "load_table", "location", "require_shared", "save",
]  # fmt: skip


def save(value: Any, ttl: int | None = None) -> str:
    """Store a value for all processes, and return the key that loads it.

    Equal values have equal keys (as long as time to live, secret and library versions stay the same), so they
    are sent and stored once. Saving again what is already there renews its time to live.

    Parameters
    ----------
    value : Any
        A pandas or Polars DataFrame, a PyArrow Table, or anything that JSON can hold. The module's docstring
        says what comes back as what.
    ttl : int, optional
        Seconds that it lives after its last use. Default: those of the environment. A short time suits what
        is replaced every few seconds; `delete` ends it at once.

    Returns
    -------
    str
        64 hexadecimal digits: an HMAC-SHA256 of what was stored; with `ttl`, a hyphen and its seconds.

    Raises
    ------
    StoreValueError
        If the value would not come back as it is, or `ttl` is no whole number from 1 to 2147483647.
    StoreSizeError, StoreFullError
        If it is larger than ``AIO_MAX_BYTES``, or than what Redis has room for.
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    return entries.put(*values.encode(value), ttl)


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
    StoreValueError
        If the entry is one that a component keeps for itself.
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
        A frame of Polars as it is. Others as a PyArrow table; that of a pandas frame, and no other, has its
        index as columns, and in its schema what pandas has to know.

    Raises
    ------
    StoreValueError
        If the entry isn't a frame.
    StoreError
        As `load`.
    """
    return values.decode_table(*entries.get(key))


def save_internal(value: Any, ttl: int | None = None) -> str:
    """Store what a component keeps for itself, such as a key that the browser isn't to have.

    Nothing but `load_internal` gives it back. So an app that shows what it loads by a key from the browser
    doesn't show this.

    Parameters
    ----------
    value : Any
        Anything that JSON can hold.
    ttl : int, optional
        As that of `save`.

    Returns
    -------
    str
        A key, as of `save`.

    Raises
    ------
    StoreError
        As `save`.
    """
    return entries.put(*values.encode_internal(value), ttl)


def load_internal(key: str) -> Any:
    """Return what a component has kept for itself.

    Parameters
    ----------
    key : str
        What `save_internal` returned.

    Returns
    -------
    Any
        What JSON holds of the value.

    Raises
    ------
    StoreValueError
        If the entry is another one.
    StoreError
        As `load`.
    """
    return values.decode_internal(*entries.get(key))


def note(name: str, text: str) -> None:
    """Tell all processes something short, for a minute; what is told later under the same name replaces it.

    Parameters
    ----------
    name : str
        64 hexadecimal digits.
    text : str
        What is told.

    Raises
    ------
    StoreUnavailableError, StoreAccessError, StoreFullError, StoreConfigurationError
        If it can't be told.
    """
    entries.note(name, text)


def noted(name: str) -> str | None:
    """Return what was told under a name.

    Parameters
    ----------
    name : str
        As in `note`.

    Returns
    -------
    str or None
        What was told last, if that was within a minute.

    Raises
    ------
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store can't be asked.
    """
    return entries.noted(name)


def delete(key: str) -> bool:
    """Remove what was saved under a key, for all processes: tables that show it say that it has expired.

    Equal values that were saved with the same time to live are one entry, which is gone for all who have its
    key. A table asks again whether its data is still there a tenth of a second after it last did. One that is
    part of an app's layout, and was made of a frame, puts it back when the page is loaded again.

    Parameters
    ----------
    key : str
        What `save` returned.

    Returns
    -------
    bool
        Whether it was there.

    Raises
    ------
    StoreKeyError
        If it doesn't look like a key.
    StoreUnavailableError, StoreAccessError, StoreConfigurationError
        If the store has a fault.
    """
    return entries.remove(key)


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
