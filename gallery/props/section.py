"""The section of an example's page that has controls for its component's arguments, laid out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from ..loading import Page, Section
from .controls import Control
from .example import example_props

# Of the address and the source to come, and the example's own values; and the button that brings these back.
ADDRESS_ID, SOURCE_ID, INITIAL_ID = "props-address", "props-source", "props-initial"
RESET_ID = "props-reset"

# From how many characters on a text has a row of its own.
LONG_TEXT = 40


def props_section(
    page: Page, section: Section, query: Mapping[str, Any], *, has_second: bool
) -> list[Component]:
    """The controls of an example's component, or nothing where an example has none.

    Parameters
    ----------
    query : dict
        The values that the address asks for, as Dash gives them to layouts.
    has_second : bool
        Whether the reader can add a second instance, which the controls leave as it is.
    """
    example = example_props(page, section.component)
    if example is None:
        return []
    values, messages = example.read(query)
    shown = example.shown(values)
    told = " A second instance stays as the example has it." if has_second else ""
    return [
        html.Div(
            [
                html.Div(
                    [html.H2("Props"), html.Button("Reset", id=RESET_ID, type="button", className="quiet")],
                    className="d-flex justify-content-between align-items-baseline",
                ),
                html.P(
                    f"Change an argument: the demo and its source follow.{told}",
                    className="text-body-secondary",
                ),
                html.Div(
                    [
                        _field(page, control, shown[name], messages.get(name))
                        for name, control in example.controls.items()
                    ],
                    className="fields",
                ),
                dcc.Store(ADDRESS_ID),
                dcc.Store(SOURCE_ID),
                dcc.Store(INITIAL_ID, data=example.shown(example.initial)),
            ],
            className="props",
        )
    ]


def props_packages(page: Page, section: Section) -> set[str]:
    """The component packages that an example's page needs for its controls."""
    return set() if example_props(page, section.component) is None else {dbc.__name__}


def rows(page: Page, section: Section, columns: int) -> int:
    """In how many rows an example's controls stand, where so many stand beside each other."""
    example = example_props(page, section.component)
    count = free = 0
    for control in example.controls.values() if example else ():
        if is_long(control) or not free:
            count, free = count + 1, columns
        free = 0 if is_long(control) else free - 1
    return count


def is_long(control: Control) -> bool:
    """Whether a control takes a text that needs a row of its own."""
    return getattr(control.component(), "maxlength", 0) > LONG_TEXT


def coded(text: str) -> list[Any]:
    """A text with code between backticks, as components."""
    return [html.Code(part) if number % 2 else part for number, part in enumerate(text.split("`"))]


def props_id(part: str, page_name: Any, argument: Any) -> dict[str, Any]:
    """The id of a "control", or of the "help" below it; wildcards match those of several."""
    return {"type": f"props-{part}", "page": page_name, "argument": argument}


def help_or_message(control: Control, message: str | None) -> Component:
    """What a control is for, or what is wrong with its value."""
    if message is None:
        return dbc.FormText(coded(control.help))
    return dbc.FormFeedback(message, type="invalid", class_name="d-block")


def _field(page: Page, control: Control, value: str, message: str | None) -> html.Div:
    """A control between its name and what it is for."""
    own_id = props_id("control", page.module_name, control.argument)
    component = control.component(id=own_id, value=value, invalid=message is not None)
    below = help_or_message(control, message)
    live: dict[str, Any] = {"aria-live": "polite"}
    return html.Div(
        [
            dbc.Label(
                control.argument,
                html_for=json.dumps(own_id, sort_keys=True, separators=(",", ":")),
                class_name="font-monospace small text-break mb-1",
            ),
            component,
            html.Div(below, id=own_id | {"type": "props-help"}, **live),
        ],
        className="long" if is_long(control) else "",
    )
