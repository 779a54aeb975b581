"""The callback behind the button "Add a second instance"."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from .anatomy import ADD, REMOVE, SECOND_BUTTON_ID, SECOND_ID
from .callbacks import page_callbacks
from .example_page import demo, source_files
from .frame import sections
from .instances import layout_ids, obstacle_to_second_instance, with_other_aio_ids
from .markup import attributes


@callback(
    Output(SECOND_ID, "children"),
    Output(SECOND_BUTTON_ID, "children"),
    Input(SECOND_BUTTON_ID, "n_clicks"),
    State(SECOND_BUTTON_ID, "value"),
    prevent_initial_call=True,
    mcp_enabled=False,
)
def show_second_instance(clicks: Any, path: Any) -> tuple[Component | list[Any], str]:
    """Put a second instance of a page's demo below the first, and take it away at the next click.

    Both arguments are from the browser, so they may be anything: the path is looked up in the known examples.
    """
    examples = {page.path: (page, section) for section in sections() for page in section.examples}
    if not isinstance(clicks, int) or not isinstance(path, str) or path not in examples:
        raise PreventUpdate
    page, section = examples[path]
    layout = demo(page)
    if not layout_ids(layout) or obstacle_to_second_instance(
        layout, page_callbacks(page, source_files(page))
    ):
        raise PreventUpdate
    if clicks % 2 == 0:
        # Not None: with that, the renderer would go on looking for the components that were here.
        return [], ADD
    theme = attributes(data_bs_theme=section.theme) if section.theme else {}
    return html.Div(with_other_aio_ids(layout), className="demo", **theme), REMOVE
