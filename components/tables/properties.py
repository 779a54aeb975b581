"""What a property of a wrapped component does in a table whose rows stay on the server.

The tables of all properties (`datatable_properties`, `grid_properties`) are what the components decide by,
and what the pages about them show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

Way = OneOf["native", "own", "refused"]
"""How a property works: as in the wrapped component, in the component's own way, or not at all."""


@dataclass(frozen=True, slots=True)
class Property:
    """How a property works, and what may be given.

    Parameters
    ----------
    way
        As in the wrapped component, in the component's own way, or not at all.
    note
        What is different here, or what to use instead.
    given
        Whether the app may give it; what isn't to be given, the browser or the component sets.
    allowed
        Values that may be given all the same, for they mean what a table does without it.
    refused
        Values that may not, and what to use instead.
    """

    way: Way
    note: str = ""
    given: bool = True
    allowed: tuple[Any, ...] = ()
    refused: Mapping[str, str] | None = None


NATIVE = Property("native")


def read(note: str = "", way: Way = "native") -> Property:
    """Describe a property that the browser writes, for callbacks to read."""
    return Property(way, note or "The browser writes it, for callbacks to read.", given=False)


def refused(note: str, off: tuple[Any, ...] = (False,)) -> Property:
    """Describe a property that may be given as what turns it off, and no other."""
    return Property("refused", note, given=False, allowed=(None, *off))


def check(what: str, known: Property, value: Any) -> None:
    """Refuse a value that is given to `what`, if it isn't to be; with what to use instead."""
    kind = value.get("type") if isinstance(value, Mapping) else value
    if known.refused and isinstance(kind, str) and kind in known.refused:
        raise ValueError(f"{what}{value!r} can't be given: {known.refused[kind]}")
    if not known.given and not any(type(value) is type(off) and value == off for off in known.allowed):
        raise ValueError(f"{what} can't be given: {known.note}")


def check_seconds(name: str, value: Any) -> None:
    """Raise a ValueError for what is no time to wait."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise ValueError(f"{name}= must be a number of seconds, not {value!r}.")
