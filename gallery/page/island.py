"""What Dash renders in a page: the demo, in a place that has room for it from the start."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from dash import dcc, html
from dash.dash_table.DataTable import DataTable
from dash.development.base_component import Component
from dash_ag_grid import AgGrid
from markupsafe import Markup

from ..loading import Page, Section
from ..props.example import example_props
from ..serving.errors import CALLBACK_ERROR_ID, error_card

logger = logging.getLogger(__name__)

DEMO_ID = "demo"

# How tall a demo is at least: some become taller once what is in them is there.
ROOM, ROOM_THAT_GROWS = "14rem", "27rem"


def demo(page: Page) -> Component:
    """The example's layout, or what kept it from being made."""
    if page.module is None:
        error = page.error or ImportError(page.module_name)
        return error_card(f"{page.module_name} can't be imported.", error)
    try:
        layout = page.module.layout
        return layout() if callable(layout) else layout
    except Exception as error:  # noqa: BLE001 - whatever an example raises, its page is to be served
        logger.error("The layout of %s failed: %s: %s", page.module_name, type(error).__name__, error)
        return error_card(f"The layout of {page.module_name} failed.", error)


def island(
    layout: Any, *rest: Component, room: str = ROOM, is_fixed: bool = False, **attributes: Any
) -> html.Div:
    """Lay out a demo with what belongs to it, and the place where a failed callback is told.

    Parameters
    ----------
    room : str
        How tall the demo is at least.
    is_fixed : bool, default False
        Whether it always is, so that the controls below it stay where they are when it changes.
    """
    style = {"height" if is_fixed else "minHeight": room}
    if is_fixed:  # then it may scroll, also by keyboard
        attributes["tabIndex"] = 0
    return html.Div(
        [
            html.Div(layout, id=DEMO_ID, className="demo", style=style, **attributes),
            *rest,
            html.Div(id=CALLBACK_ERROR_ID, role="alert", className="callback-error"),
        ]
    )


def place(room: str = ROOM, rows: int = 0, rows_on_phone: int = 0) -> Markup:
    """The place of an island in an article, in which it is as tall as it will be when Dash has rendered it.

    Parameters
    ----------
    room : str
        How tall the demo is at least.
    rows, rows_on_phone : int, default 0
        How many rows of controls stand below it.
    """
    return Markup(
        '<div id="react-entry-point" style="--room: {}; --rows: {}; --rows-on-phone: {}">'
        '<div class="demo skeleton"></div></div>'
    ).format(room, rows, rows_on_phone)


@cache
def room(page: Page, section: Section) -> str:
    """How tall a demo is at least: more where a table, a graph or what a callback gives comes later."""
    example, name = example_props(page, section.component), page.file_name.removesuffix(".py")
    if example is not None or name in section.rooms:
        return example.props.room if example else section.rooms[name]
    awaits = any(
        isinstance(part, html.Div) and hasattr(part, "id") and not getattr(part, "children", None)
        for part in _parts(page)
    )
    return ROOM_THAT_GROWS if awaits or is_wide(page) else ROOM


@cache
def is_wide(page: Page) -> bool:
    """Whether a demo needs the width of the page: for a table, a grid or a graph. Its source is below it."""
    return any(isinstance(part, DataTable | dcc.Graph | AgGrid) for part in _parts(page))


def _parts(page: Page) -> list[Any]:
    layout = demo(page)
    return [layout, *layout._traverse()]  # noqa: SLF001 - Dash's own way through a layout
