"""Dash All-in-One components. Each name is loaded on first use, with only the libraries that it needs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import redis_store
    from .data_table import DataTableAIO
    from .filter_query import FilterQueryError
    from .markdown_with_color import MarkdownWithColorAIO

_MODULES = {
    "DataTableAIO": "data_table",
    "FilterQueryError": "filter_query",
    "MarkdownWithColorAIO": "markdown_with_color",
}

__all__ = [
    "DataTableAIO",
    "FilterQueryError",
    "MarkdownWithColorAIO",
    "redis_store",
]


def __getattr__(name: str) -> Any:
    """Import the module that a public name is from, when the name is first asked for (PEP 562)."""
    if name == "redis_store":
        return import_module(f"{__name__}.redis_store")
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
