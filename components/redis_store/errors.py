"""The store's faults. Each message says what went wrong, and what to do."""


class StoreError(Exception):
    """Any fault of the store: catch this to handle all of them."""


class StoreKeyError(StoreError):
    """What was given doesn't look like a key, so Redis wasn't asked."""


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
    """The value can't be stored without changing it, isn't of the kind asked for, or ``ttl`` isn't one."""


class StoreConfigurationError(StoreError):
    """A setting is unusable, ``REDIS_URL`` leads to a Redis Cluster, or processes would share a FakeRedis."""
