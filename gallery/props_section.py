"""The section of an example's page that has controls for its component's arguments, and what they do."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, ctx, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from .headings import DEMO_ID
from .loading import Page, Section
from .markup import attributes, inline_markdown
from .props import Control, ExampleProps, example_props
from .serving.errors import error_card
from .snippet import Keys
from .source_lines import source_panel

logger = logging.getLogger(__name__)

# The elements that the controls change, and the button that brings all back. Demos have other ids.
SOURCE_ID = "source-0"
RESET_ID = "props-reset"


def props_section(page: Page, section: Section, *, has_second: bool) -> list[Component]:
    """The controls of an example's component, or nothing where an example has none.

    Parameters
    ----------
    has_second : bool
        Whether the reader can add a second instance, which the controls leave as it is.
    """
    example = example_props(page, section.component)
    if example is None:
        return []
    reset = html.Button("Reset", id=RESET_ID, type="button", className="quiet")
    return [
        html.Div(
            [
                html.H2("Props"),
                html.P(_introduction(has_second=has_second)),
                reset,
                *(_field(example, control) for control in example.controls.values()),
            ],
            className="props",
        )
    ]


def _introduction(*, has_second: bool) -> str:
    text = "Change an argument: the demo and its source follow."
    return f"{text} A second instance stays as the example has it." if has_second else text


def demo_room(page: Page, section: Section) -> dict[str, Any]:
    """Attributes of a demo that controls stand below: a height that it keeps."""
    example = example_props(page, section.component)
    return {} if example is None else {"style": {"height": example.props.room}}


def add_props(app: Dash, examples: Iterable[tuple[Page, Section]]) -> None:
    """Have the controls of these examples rebuild the demo and rewrite the source on their pages."""
    known = {
        page.module_name: props
        for page, section in examples
        if (props := example_props(page, section.component)) is not None
    }

    @app.callback(
        Output(DEMO_ID, "children"),
        Output(SOURCE_ID, "children"),
        Input(_control_id(ALL, ALL), "value"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def rebuild(_: Any) -> tuple[Any, Any]:
        """Show what the page's component is with the values of its controls, and what to write for it.

        A value that is none changes nothing: `check` says so by its control. The messages aren't outputs of
        this callback, because Dash doesn't drop an answer that a newer request has overtaken where `ALL` in
        an output stands for several components.
        """
        example, given = _given(known, ctx.inputs_list[0])
        try:
            changes = example.read(given)
        except ValueError:
            raise PreventUpdate from None
        return _demo(example, changes), source_panel(example.file_name, example.snippet.source(changes))

    @app.callback(
        Output(_help_id(MATCH, MATCH), "children"),
        Input(_control_id(MATCH, MATCH), "value"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def check(value: Any) -> Any:
        """Say by a control what is wrong with its value, or else what it is for."""
        of = ctx.inputs_list[0]["id"]
        example = known.get(of["page"])
        control = example.controls.get(of["argument"]) if example else None
        if control is None:
            raise PreventUpdate
        try:
            control.read(value)
        except ValueError as error:
            return _help(control, str(error))
        return _help(control, None)

    @app.callback(
        Output(_control_id(ALL, ALL), "value"),
        Input(RESET_ID, "n_clicks"),
        prevent_initial_call=True,
        mcp_enabled=False,
    )
    def reset(_: Any) -> list[Any]:
        """Bring back what the example itself says."""
        example, given = _given(known, ctx.outputs_list)
        return [example.controls[name].shown(example.initial[name]) for name in given]


def _control_id(page_name: Any, argument: Any) -> dict[str, Any]:
    return {"type": "props-control", "page": page_name, "argument": argument}


def _help_id(page_name: Any, argument: Any) -> dict[str, Any]:
    return {"type": "props-help", "page": page_name, "argument": argument}


def _given(known: dict[str, ExampleProps], entries: Any) -> tuple[ExampleProps, dict[str, Any]]:
    """Of which example a request is, and the values in it by argument, in its order.

    Raises
    ------
    PreventUpdate
        If they aren't what a page has: all controls of one example, each once.
    """
    if not isinstance(entries, list):
        raise PreventUpdate
    pages = {entry["id"]["page"] for entry in entries}
    values = {entry["id"]["argument"]: entry.get("value") for entry in entries}
    example = known.get(next(iter(pages), ""))
    if (
        example is None
        or len(pages) > 1
        or len(values) < len(entries)
        or values.keys() != example.controls.keys()
    ):
        raise PreventUpdate
    return example, values


def _demo(example: ExampleProps, changes: Mapping[Keys, Any]) -> Any:
    try:
        return example.snippet.layout(changes)
    except Exception as error:  # noqa: BLE001 - whatever the component raises, the reader is to see
        logger.error("%s failed with %s: %s: %s", example.page_name, changes, type(error).__name__, error)
        return error_card(f"The layout of {example.page_name} failed.", error)


def _field(example: ExampleProps, control: Control) -> html.Div:
    """A control between its name and what it is for, or what is wrong with its value."""
    name = control.argument
    control_id = _control_id(example.page_name, name)
    return html.Div(
        [
            html.Label(name, htmlFor=json.dumps(control_id, sort_keys=True, separators=(",", ":"))),
            html.Div(control.component(control_id, example.initial[name]), className="props-control"),
            html.Small(
                _help(control, None),
                id=_help_id(example.page_name, name),
                **attributes(aria_live="polite"),
            ),
        ],
        className="props-wide" if control.wide else "",
    )


def _help(control: Control, message: str | None) -> Any:
    return html.Strong(message) if message else inline_markdown(control.help)
