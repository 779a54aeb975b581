"""What stands below a demo: a button for a second instance, or why there is none, and the way to the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from ..loading import Page
from .callbacks import Callback
from .instances import layout_ids, obstacle_to_second_instance

SECOND_ID, SECOND_BUTTON_ID = "second-instance", "second-instance-button"
ADD, REMOVE = "Add a second instance", "Remove the second instance"


def below_demo(page: Page, layout: Any, callbacks: Sequence[Callback]) -> html.Div:
    """Lay out what stands below the demo.

    Parameters
    ----------
    layout : component
        The demo.
    callbacks : list of Callback
        Those that `page_callbacks` finds for the page.
    """
    if not layout_ids(layout):  # There is nothing to tell apart, or an error in the demo's place.
        return html.Div()
    obstacle = obstacle_to_second_instance(layout, callbacks)
    # Its value is the callback's state: which page it is on.
    button = html.Button(
        ADD, id=SECOND_BUTTON_ID, value=page.path, type="button", className="btn btn-sm quiet"
    )
    log = html.A(["What just happened", html.Span(id="anatomy-count")], href="#anatomy")
    return html.Div(
        [
            html.Div([html.Span(obstacle) if obstacle else button, log], className="anatomy-below-demo"),
            html.Div(id=SECOND_ID),
        ]
    )
