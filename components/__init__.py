"""Dash All-in-One components.

Importing this package declares the callbacks of all of them, and takes Dash alone: other libraries are
imported where they are first needed.
"""

from . import redis_store
from .ag_grid import AgGridAIO
from .data_table import DataTableAIO
from .markdown_with_color import MarkdownWithColorAIO
from .redis_store import StoreError
from .tables.filter_model import FilterModelError
from .tables.filter_query import FilterQueryError
from .tables.memory.forks import ForkedEngineError
from .tables.source import UnsupportedColumnError
from .tables.view import UnknownColumnError
from .theme_switch import ThemeSwitchAIO

__all__ = [
    "AgGridAIO",
    "DataTableAIO",
    "FilterModelError",
    "FilterQueryError",
    "ForkedEngineError",
    "MarkdownWithColorAIO",
    "StoreError",
    "ThemeSwitchAIO",
    "UnknownColumnError",
    "UnsupportedColumnError",
    "redis_store",
]
