"""Dash All-in-One components. Each name is loaded on first use, with only the libraries that it needs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import redis_store
    from .data_table import DataTableAIO
    from .markdown_with_color import MarkdownWithColorAIO
    from .redis_store import (
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
    from .tables.filter_query import FilterQueryError
    from .tables.memory.frames import UnsupportedColumnError
    from .tables.view import UnknownColumnError
    from .theme_switch import ThemeSwitchAIO

__all__ = [
    "DataTableAIO",
    "FilterQueryError",
    "MarkdownWithColorAIO",
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
    "ThemeSwitchAIO",
    "UnknownColumnError",
    "UnsupportedColumnError",
    "redis_store",
]

# Where the names are from that don't start with "Store", which are all the store's.
_MODULES = {
    "DataTableAIO": "data_table",
    "FilterQueryError": "tables.filter_query",
    "MarkdownWithColorAIO": "markdown_with_color",
    "ThemeSwitchAIO": "theme_switch",
    "UnknownColumnError": "tables.view",
    "UnsupportedColumnError": "tables.memory.frames",
}


def __getattr__(name: str) -> Any:
    """Import the module that a public name is from, when the name is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES.get(name, 'redis_store')}")
    return module if name == "redis_store" else getattr(module, name)


def __dir__() -> list[str]:
    return __all__
