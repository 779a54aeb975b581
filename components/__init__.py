"""Dash All-in-One components.

Importing this package declares the callbacks of all of them, and takes Dash and its component packages alone:
other libraries are imported where they are first needed.
"""

from . import redis_store
from .ag_grid import AgGridAIO
from .data_table import DataTableAIO
from .duckdb_source import DuckDBSource
from .graph_with_data import GraphWithDataAIO
from .graphs.style import Logo
from .graphs.style import Palette
from .graphs.style import Style
from .graphs.style import StyleError
from .house_style_graph import HouseStyleGraphAIO
from .house_style_graph import house_style_figure
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
    "GraphWithDataAIO",
    "HouseStyleGraphAIO",
    "Logo",
    "MarkdownWithColorAIO",
    "Palette",
    "PostgresSource",
    "SourceChangedError",
    "SourceError",
    "SourceMemoryError",
    "SourcePermissionError",
    "SourceTimeoutError",
    "SourceUnavailableError",
    "SparkSource",
    "StoreError",
    "Style",
    "StyleError",
    "ThemeSwitchAIO",
    "UnknownColumnError",
    "UnregisteredSourceError",
    "UnsupportedByEngineError",
    "UnsupportedColumnError",
    "house_style_figure",
    "redis_store",
]
