"""The callback behind the button "Add a second instance"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from ..loading import Page, Section
from ..page.example import source_files
from ..page.island import demo
from .below_demo import ADD, REMOVE, SECOND_BUTTON_ID, SECOND_ID
from .callbacks import page_callbacks
from .instances import can_stand_twice, with_other_aio_ids


def add_second_instance(app: Dash, examples: Iterable[tuple[Page, Section]]) -> None:
    """Have the button below the demos of these examples show a second one."""
    known = {page.path: (page, section) for page, section in examples}

    @app.callback(
        Output(SECOND_ID, "children"),
        Output(SECOND_BUTTON_ID, "children"),
        Input(SECOND_BUTTON_ID, "n_clicks"),
        State(SECOND_BUTTON_ID, "value"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def show_second_instance(clicks: Any, path: Any) -> tuple[Component | list[Any], str]:
        """Put a second instance of a page's demo below the first, and take it away at the next click.

        Both arguments are from the browser, so they may be anything.
        """
        if not isinstance(clicks, int) or not isinstance(path, str) or path not in known:
            raise PreventUpdate
        page, section = known[path]
        layout = demo(page)
        if not can_stand_twice(layout, page_callbacks(page, source_files(page))):
            raise PreventUpdate
        if clicks % 2 == 0:
            # Not None: with that, the renderer would go on looking for the components that were here.
            return [], ADD
        theme: dict[str, Any] = {"data-bs-theme": section.theme} if section.theme else {}
        return html.Div(with_other_aio_ids(layout), className="demo", **theme), REMOVE
