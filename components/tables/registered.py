"""The sources that a process knows, by their names: what leads from a key in the store to data elsewhere."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from .predicates import CellKind
from .source import Source, UnregisteredSourceError


class Description(NamedTuple):
    """What a table has to know of a frame before it asks for rows.

    Parameters
    ----------
    columns
        For each column its `name`, `id` and `type` in a DataTable, and the `format` that its numbers read
        well in.
    kinds
        What the cells of each column are.
    grid_types
        What the `cellDataType` of each column is in an AG Grid.
    height
        How many rows there are.
    """

    columns: dict[str, dict[str, Any]]
    kinds: dict[str, CellKind]
    grid_types: dict[str, str]
    height: int


class RegisteredSource(Protocol):
    """Data that stays where it is: `data_source.DataSource`."""

    name: str

    def rows(self) -> Source:
        """Give its rows to a table."""

    def description(self) -> Description:
        """Say what a table has to know before it asks for rows."""

    def check_columns(self, names: list[str] | None) -> None:
        """Refuse columns that have no form in a table."""


_sources: dict[str, RegisteredSource] = {}


def register(source: RegisteredSource) -> None:
    """Have a source found by its name.

    Raises
    ------
    ValueError
        If another one has it: two are the same if they are written alike.
    """
    known = _sources.setdefault(source.name, source)
    if repr(known) != repr(source):
        raise ValueError(f"There is another source named {source.name!r}: give this one a name of its own.")
    _sources[source.name] = source


def registered(source: Any) -> RegisteredSource:
    """Check that something is a source."""
    known = _sources.get(getattr(source, "name", ""))
    if known is None or known is not source:
        raise TypeError(f"source= must be a source, such as a DuckDBSource, not {source!r}.")
    return known


def source_named(name: Any) -> RegisteredSource:
    """Find a source that was declared in this process.

    Raises
    ------
    UnregisteredSourceError
        If there is none of this name.
    """
    if not isinstance(name, str) or name not in _sources:
        raise UnregisteredSourceError(
            f"no source named {name!r} was declared in this process: declare it in a module that every worker"
            " imports before it serves."
        )
    return _sources[name]
