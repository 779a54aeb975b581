"""Instances of a layout: whether it can stand on a page twice, and the copy of it that would."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

from .callbacks import Callback


def obstacle_to_second_instance(layout: Any, callbacks: Iterable[Callback]) -> str | None:
    """Say why a layout can't stand on a page twice, its copy with other `aio_id`s; None if it can.

    It can't if it has an id without an `aio_id`, or if a callback is bound to one of its `aio_id`s alone.
    """
    ids = layout_ids(layout)
    for plain in ids:
        if not isinstance(plain, dict) or "aio_id" not in plain:
            return f"No second instance: the id {json.dumps(plain)} can stand on a page only once."
    aio_ids = [part["aio_id"] for part in ids]
    for declared in callbacks:
        for dependency in declared.dependencies:
            if isinstance(dependency.id, dict) and dependency.id.get("aio_id") in aio_ids:
                bound = json.dumps(dependency.id["aio_id"])
                return f"No second instance: {declared.name} is bound to the aio_id {bound} alone."
    return None


def can_stand_twice(layout: Any, callbacks: Iterable[Callback]) -> bool:
    """Whether a layout has instances, and nothing keeps a copy of them from the page."""
    return bool(layout_ids(layout)) and obstacle_to_second_instance(layout, callbacks) is None


def layout_ids(layout: Any) -> list[Any]:
    """The ids in a layout, in its order; also those of components in other properties than `children`."""
    if isinstance(layout, list | tuple):
        return [found for part in layout for found in layout_ids(part)]
    if isinstance(layout, dict):
        return layout_ids(list(layout.values()))
    if not isinstance(layout, Component):
        return []
    properties = {name: getattr(layout, name, None) for name in layout._prop_names}  # noqa: SLF001 - its only source
    own = properties.pop("id", None)
    return [*([] if own is None else [own]), *layout_ids(properties)]


def with_other_aio_ids(layout: Any) -> Any:
    """Copy a layout, as the JSON that is sent of it, with another `aio_id` for each of its own.

    "colour" becomes "colour-2", the same at each visit, so that what persists in the browser finds it again.
    One that was made up, a UUID, becomes another UUID. What leads to an id leads to the copy's: a label's
    `htmlFor`, which is the text of a dictionary.
    """
    ids = layout_ids(layout)
    taken = list(dict.fromkeys(own["aio_id"] for own in ids))
    others: dict[Any, str] = {}
    for aio_id in taken:
        names = (f"{aio_id}-{number}" for number in count(2))
        free = (name for name in names if name not in [*taken, *others.values()])
        others[aio_id] = str(uuid4()) if _is_uuid(aio_id) else next(free)
    renamed = {_as_text(own): own | {"aio_id": others[own["aio_id"]]} for own in ids}
    return _renamed(json.loads(to_json_plotly(layout)), renamed)


def _is_uuid(aio_id: Any) -> bool:
    try:
        return str(UUID(str(aio_id))) == aio_id
    except ValueError:
        return False


def _as_text(dictionary_id: Mapping[str, Any]) -> str:
    """An id as its element in the browser has it."""
    return json.dumps(dictionary_id, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _renamed(value: Any, ids: Mapping[str, dict[str, Any]]) -> Any:
    """Put other ids in the place of some, by their texts: of dictionaries, and of texts."""
    if isinstance(value, list):
        return [_renamed(part, ids) for part in value]
    if isinstance(value, str):
        return _as_text(ids[value]) if value in ids else value
    if not isinstance(value, dict):
        return value
    if "aio_id" in value and (text := _as_text(value)) in ids:
        return ids[text]
    return {name: _renamed(part, ids) for name, part in value.items()}
