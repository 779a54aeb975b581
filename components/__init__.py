"""Dash All-in-One components.

Importing this package declares the callbacks of all of them, and takes Dash alone: other libraries are
imported where they are first needed.
"""

from . import redis_store
from .ag_grid import AgGridAIO
from .data_table import DataTableAIO
from .duckdb_source import DuckDBSource
from .markdown_with_color import MarkdownWithColorAIO
from .postgres_source import PostgresSource
from .redis_store import StoreError
from .spark_source import SparkSource
from .tables.filter_model import FilterModelError
from .tables.filter_query import FilterQueryError
from .tables.memory.forks import ForkedEngineError
from .tables.source import SourceChangedError
from .tables.source import SourceError
from .tables.source import SourceMemoryError
from .tables.source import SourcePermissionError
from .tables.source import SourceTimeoutError
from .tables.source import SourceUnavailableError
from .tables.source import UnregisteredSourceError
from .tables.source import UnsupportedByEngineError
from .tables.source import UnsupportedColumnError
from .tables.view import UnknownColumnError
from .theme_switch import ThemeSwitchAIO

__all__ = [
    "AgGridAIO",
    "DataTableAIO",
    "DuckDBSource",
    "FilterModelError",
    "FilterQueryError",
    "ForkedEngineError",
    "MarkdownWithColorAIO",
    "PostgresSource",
    "SourceChangedError",
    "SourceError",
    "SourceMemoryError",
    "SourcePermissionError",
    "SourceTimeoutError",
    "SourceUnavailableError",
    "SparkSource",
    "StoreError",
    "ThemeSwitchAIO",
    "UnknownColumnError",
    "UnregisteredSourceError",
    "UnsupportedByEngineError",
    "UnsupportedColumnError",
    "redis_store",
]
