"""What Dash renders in a page: the demo, in a place that has room for it from the start."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from dash import dcc, html
from dash.dash_table.DataTable import DataTable
from dash.development.base_component import Component
from markupsafe import Markup

from ..errors import CALLBACK_ERROR_ID, error_card
from ..examples import Page

logger = logging.getLogger(__name__)

DEMO_ID = "demo"

# How tall a demo is at least: some become taller once their tables and graphs are there, or their callbacks have run.
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


def island(layout: Any, *rest: Component, room: str = ROOM, **attributes: Any) -> html.Div:
    """Lay out a demo with what belongs to it, and the place where a failed callback is told."""
    return html.Div(
        [
            html.Div(layout, id=DEMO_ID, className="demo", style={"minHeight": room}, **attributes),
            *rest,
            html.Div(id=CALLBACK_ERROR_ID, role="alert", className="callback-error"),
        ]
    )


def place(room: str = ROOM) -> Markup:
    """The place of an island in an article, in which it is as tall as its demo before Dash has rendered it."""
    return Markup(
        '<div id="react-entry-point" style="min-height: {0}"><div class="demo" style="min-height: {0}"></div></div>'
    ).format(room)


@cache
def room(page: Page) -> str:
    """How tall a demo is at least: more where it has what comes later, a table, a graph, what a callback gives."""
    layout = demo(page)
    parts = [layout, *layout._traverse()]  # noqa: SLF001 - Dash's own way through a layout
    grows = any(
        isinstance(part, DataTable | dcc.Graph)
        or (isinstance(part, html.Div) and hasattr(part, "id") and not getattr(part, "children", None))
        for part in parts
    )
    return ROOM_THAT_GROWS if grows else ROOM
