"""An example with controls: its values, and the example as it is with others."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from flask import request

from ..loading import Page
from .controls import Control, Props
from .snippet import ABSENT, Snippet

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExampleProps:
    """The controls of an example, with the example."""

    page: Page
    props: Props
    snippet: Snippet

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The controls by their arguments."""
        return {control.argument: control for control in self.props.controls}

    @cached_property
    def initial(self) -> dict[str, Any]:
        """What the example itself says, by argument."""
        values = {
            name: control.default if (value := self.snippet.value(control.path)) is ABSENT else value
            for name, control in self.controls.items()
        }
        if missing := [name for name, value in values.items() if value is ABSENT]:
            raise ValueError(f"{self.page.module_name} says nothing of {missing[0]}, which has no default.")
        return values

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Values as the controls, and addresses, have them."""
        return {name: control.shown(values[name]) for name, control in self.controls.items()}

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """The values that are asked for, where they are some, and what is wrong with those that are none.

        Parameters
        ----------
        given : dict
            What came from the browser, by argument; where there is nothing, the value is the example's.
        """
        values, messages = dict(self.initial), {}
        for name in self.controls.keys() & given.keys():
            try:
                values[name] = self.controls[name].read(given[name])
            except ValueError as error:
                messages[name] = str(error)
        return values, messages

    def query(self, values: Mapping[str, Any]) -> str:
        """The query string of an address that asks for these values; empty where they are the example's."""
        shown = self.shown(values).items()
        return urlencode([(name, text) for name, text in shown if values[name] != self.initial[name]])

    def changed(self, values: Mapping[str, Any]) -> Page:
        """The example as it is with these values: the page itself where they are its own."""
        changes = {
            control.path: ABSENT if values[name] == control.default else values[name]
            for name, control in self.controls.items()
            if values[name] != self.initial[name]
        }
        if not changes:
            return self.page
        module = ModuleType(self.page.module_name)
        vars(module)["layout"] = partial(self.snippet.layout, changes)
        return replace(self.page, source=self.snippet.source(changes), module=module)


def asked() -> dict[str, Any]:
    """What the address of the request asks for, in the form in which Dash gives it to layouts."""
    return {name: found if len(found) > 1 else found[0] for name, found in request.args.lists()}


def changed(page: Page, component: str, query: Mapping[str, Any]) -> Page:
    """An example with the values that an address asks for: itself, where it asks for none."""
    example = example_props(page, component)
    return page if example is None else example.changed(example.read(query)[0])


@cache
def example_props(page: Page, component: str) -> ExampleProps | None:
    """The controls of an example, if `props.py` in its folder has any for it, and they fit it."""
    package, _, name = page.module_name.rpartition(".")
    if page.module is None or importlib.util.find_spec(f"{package}.props") is None:
        return None
    try:
        props: Props | None = importlib.import_module(f"{package}.props").PROPS.get(name)
        if props is None:
            return None
        found = ExampleProps(page, props, Snippet(page.source, page.module, component, props.call))
        found.initial  # noqa: B018 - raises where a control has no value
    except Exception as error:  # noqa: BLE001 - whatever is wrong with its controls, the page is to be served
        logger.error("%s has no controls: %s: %s", page.module_name, type(error).__name__, error)
        return None
    return found
