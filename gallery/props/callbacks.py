"""What the controls of an example's component do: the demo, its source and the page's address follow them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from markupsafe import Markup

from ..loading import Page, Section
from ..page.island import DEMO_ID, demo
from ..text.source import numbered_source
from .example import ExampleProps, example_props
from .section import ADDRESS_ID, INITIAL_ID, RESET_ID, SOURCE_ID, help_or_message, props_id


def add_props(app: Dash, examples: Iterable[tuple[Page, Section]]) -> None:
    """Have the controls of these examples rebuild the demo and rewrite the source on their pages.

    A value that is none changes nothing: `check` says so by its control. The messages are no outputs of the
    others, because Dash doesn't drop an answer that a newer request has overtaken where `ALL` in an output
    stands for several components.
    """
    known = {
        page.module_name: props
        for page, section in examples
        if (props := example_props(page, section.component)) is not None
    }
    control, controls = props_id("control", MATCH, MATCH), props_id("control", ALL, ALL)
    options = {"prevent_initial_call": True, "mcp_enabled": False}

    @app.callback(
        Output(DEMO_ID, "children"), Output(ADDRESS_ID, "data"), Input(controls, "value"), **options
    )
    def rebuild(_: Any) -> tuple[Component, str]:
        """Show what the page's component is with the values of its controls; the address gets them."""
        example, values = _sent(known)
        query = example.query(values)
        return demo(example.changed(values)), query and f"?{query}"

    @app.callback(Output(SOURCE_ID, "data"), Input(controls, "value"), **options)
    def rewrite(_: Any) -> Markup:
        """Show what to write for it: the source stands outside of what Dash renders."""
        example, values = _sent(known)
        return numbered_source(example.page.file_name, example.changed(values).source)

    @app.callback(
        Output(control, "invalid"),
        Output(props_id("help", MATCH, MATCH), "children"),
        Input(control, "value"),
        **options,
    )
    def check(value: Any) -> tuple[bool, Component]:
        """Say by a control what is wrong with its value, or else what it is for."""
        of = ctx.inputs_list[0]["id"]
        example, name = known.get(of["page"]), of["argument"]
        if example is None or name not in example.controls:
            raise PreventUpdate
        message = example.read({name: value})[1].get(name)
        return message is not None, help_or_message(example.controls[name], message)

    # assets/props.js
    for name, store in (("address", ADDRESS_ID), ("rewrite", SOURCE_ID)):
        app.clientside_callback(
            ClientsideFunction("props", name), Input(store, "data"), prevent_initial_call=True
        )
    app.clientside_callback(
        ClientsideFunction("props", "reset"),
        Output(controls, "value"),
        Input(RESET_ID, "n_clicks"),
        State(controls, "id"),
        State(INITIAL_ID, "data"),
        prevent_initial_call=True,
    )


def _sent(known: dict[str, ExampleProps]) -> tuple[ExampleProps, dict[str, Any]]:
    """Of which example a request is, and the values in it, by argument.

    Raises
    ------
    PreventUpdate
        If it isn't what a page sends, the values of all controls of one example, or one of them is none.
    """
    entries = ctx.inputs_list[0]
    if not isinstance(entries, list) or not entries:
        raise PreventUpdate
    example = known.get(entries[0]["id"]["page"])
    if example is None:
        raise PreventUpdate
    of_page = [props_id("control", example.page.module_name, name) for name in example.controls]
    values, messages = example.read({entry["id"]["argument"]: entry.get("value") for entry in entries})
    if messages or [entry["id"] for entry in entries] != of_page:
        raise PreventUpdate
    return example, values
