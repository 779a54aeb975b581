"""What tables tell of how many rows there are, before these are counted and after."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from dash import no_update

from .readers import counting, superseded
from .source import PATIENCE, Source, Superseded
from .view import View, row_count_text


class Counted(NamedTuple):
    """What is told of a view's rows, and what has them counted if that isn't done."""

    text: str
    again: Any


def counted_rows(source: Source, view: View, row_count: int | None) -> Counted:
    """Say how many rows there are.

    Parameters
    ----------
    source, view
        What is shown.
    row_count
        How many rows the view has, if that is known.
    """
    is_filtered = view.filter is not None
    of_all = source.count_within(View(), PATIENCE) if is_filtered else row_count
    about = source.estimate(view) if row_count is None else None
    text = row_count_text(row_count, of_all, filtered=is_filtered, about=about)
    is_known = row_count is not None and of_all is not None
    return Counted(text, no_update if is_known else str(uuid.uuid4()))


def count_told(source: Source, view: View, reader: Any) -> tuple[int, str]:
    """Count the rows of a view, and say how many there are; raises as `Source.count`, and `Superseded`.

    `reader` tells readers apart, as in `readers.asking`.
    """
    with counting(reader, view):
        count = source.count(view)
        told = row_count_text(count, source.count(View()), filtered=view.filter is not None)
        if superseded()():
            raise Superseded("The reader has asked for other rows.")
        return count, told
