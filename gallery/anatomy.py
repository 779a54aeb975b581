"""The anatomy of an example: its ids and callbacks, what its callbacks do, and a second instance of it.

What is known before anything runs, the callbacks and where they are declared, is laid out here. What is known
in the browser alone, the ids that are on the page and the callbacks that run, is filled in by
`assets/anatomy.js`, which goes by the `data-callback` of each callback's card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dash import html
from markupsafe import Markup, escape

from .callbacks import Callback, Dependency
from .examples import Page
from .instances import layout_ids, obstacle_to_second_instance

AIO_KEYS = {"component", "subcomponent", "aio_id"}

SECOND_ID, SECOND_BUTTON_ID = "second-instance", "second-instance-button"
ADD, REMOVE = "Add a second instance", "Remove the second instance"


def written(dependency: Dependency) -> Markup:
    """An id and a property as source writes them, with the wildcards marked."""
    pattern = dependency.id
    if isinstance(pattern, str):
        text = escape(json.dumps(pattern))
    elif pattern.keys() == AIO_KEYS:
        name = f"{pattern['component']}.ids.{pattern['subcomponent']}"
        text = Markup("{}({})").format(name, _value(pattern["aio_id"]))
    else:
        parts = (Markup("{}: {}").format(json.dumps(key), _value(value)) for key, value in pattern.items())
        text = Markup("{{{}}}").format(Markup(", ").join(parts))
    return Markup("{}, {}").format(text, json.dumps(dependency.property))


def _value(value: Any) -> Markup:
    return Markup("<b>{}</b>").format(value[0]) if isinstance(value, list) else escape(json.dumps(value))


def below_demo(page: Page, layout: Any, callbacks: Sequence[Callback]) -> html.Div:
    """Lay out what stands below the demo: a button for a second instance, or why there is none.

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
    button = html.Button(
        ADD,
        id=SECOND_BUTTON_ID,
        # The callback's state: which page it is on.
        value=page.path,
        type="button",
        className="btn btn-sm quiet",
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Span(obstacle) if obstacle else button,
                    html.A(["What just happened", html.Span(id="anatomy-count")], href="#anatomy"),
                ],
                className="anatomy-below-demo",
            ),
            html.Div(id=SECOND_ID),
        ]
    )
