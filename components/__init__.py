"""Dash All-in-One components. Each name is loaded on first use, with only the libraries that it needs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for type checkers and editors: the table below once more, as imports
    from . import redis_store as redis_store
    from .data_table import DataTableAIO as DataTableAIO
    from .markdown_with_color import MarkdownWithColorAIO as MarkdownWithColorAIO
    from .redis_store import StoreError as StoreError
    from .tables.filter_query import FilterQueryError as FilterQueryError
    from .tables.memory.frames import UnsupportedColumnError as UnsupportedColumnError
    from .tables.view import UnknownColumnError as UnknownColumnError
    from .theme_switch import ThemeSwitchAIO as ThemeSwitchAIO

# The public names, and the module that each is from.
_MODULES = {
    "DataTableAIO": "data_table",
    "FilterQueryError": "tables.filter_query",
    "MarkdownWithColorAIO": "markdown_with_color",
    "StoreError": "redis_store",
    "ThemeSwitchAIO": "theme_switch",
    "UnknownColumnError": "tables.view",
    "UnsupportedColumnError": "tables.memory.frames",
    "redis_store": "redis_store",
}

__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    """Import the module that a public name is from, when the name is first asked for (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_MODULES[name]}")
    return module if name == _MODULES[name] else getattr(module, name)


def __dir__() -> list[str]:
    return __all__
