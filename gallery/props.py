"""Controls for the arguments of an example's component, as data: what is asked, shown and accepted.

`pages/<component>/props.py` has a dictionary `PROPS` of them, by the names of the examples that have any.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
import reprlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from .css_colors import NAMED_COLORS
from .loading import Page
from .snippet import ABSENT, Keys, Snippet

logger = logging.getLogger(__name__)

# Seconds without a key pressed, after which what was typed is sent.
DEBOUNCE = 0.4


@dataclass(frozen=True)
class Control(ABC):
    """A control for one value of a call.

    Attributes
    ----------
    argument : str
        The argument's name, followed by the keys that lead into it: `markdown_props.style.fontSize`.
    help : str
        What it is for, in a sentence of inline Markdown.
    default : optional
        What the component does without the value, which is then left out of the call. Without a default
        the value is always written, and the example has to.
    """

    argument: str
    help: str
    default: Any = field(default=ABSENT, kw_only=True)

    @property
    def wide(self) -> bool:
        """Whether the value may need the room of two."""
        return False

    @property
    def path(self) -> Keys:
        """Where its value stands in the call."""
        return tuple(self.argument.split("."))

    @abstractmethod
    def component(self, control_id: dict[str, str], value: Any) -> Component:
        """The Dash component that asks for the value; its `value` is what `shown` gives."""

    def shown(self, value: Any) -> Any:
        """A value as the component has it."""
        return value

    @abstractmethod
    def read(self, given: Any) -> Any:
        """The value that the component's `value` stands for, which comes from the browser.

        Raises
        ------
        ValueError
            With a message for the reader, if it is none.
        """


@dataclass(frozen=True)
class Text(Control):
    """A text of one line.

    Attributes
    ----------
    minimum, maximum : int
        The fewest and the most characters.
    check : callable, optional
        Is given the text, and raises a `ValueError` if it won't do.
    """

    minimum: int = field(default=0, kw_only=True)
    maximum: int = field(default=200, kw_only=True)
    check: Callable[[str], object] | None = field(default=None, kw_only=True)

    @property
    def wide(self) -> bool:
        """Whether the text may be longer than half of the width."""
        return self.maximum > 40

    def component(self, control_id: dict[str, str], value: Any) -> Component:
        """A field for the text."""
        return dcc.Input(id=control_id, value=self.shown(value), debounce=DEBOUNCE, maxLength=self.maximum)

    def read(self, given: Any) -> str:
        """The text, if it is one of the length that is asked for."""
        if not isinstance(given, str) or not _is_unicode(given):
            raise ValueError(f"This has to be a text, not {reprlib.repr(given)}.")
        if not self.minimum <= len(given.strip() if self.minimum else given) <= self.maximum:
            raise ValueError(
                f"This has to have {self.minimum} to {self.maximum} characters, not {len(given.strip())}."
            )
        if self.check is not None:
            self.check(given)
        return given


@dataclass(frozen=True)
class Colors(Control):
    """A list of colours: their names in CSS or their hexadecimal numbers, with commas between them."""

    maximum: int = field(default=12, kw_only=True)
    wide = True

    def component(self, control_id: dict[str, str], value: Any) -> Component:
        """A field for all of them."""
        return dcc.Input(id=control_id, value=self.shown(value), debounce=DEBOUNCE, maxLength=400)

    def shown(self, value: Any) -> str:
        """The colours in one line."""
        return ", ".join(value)

    def read(self, given: Any) -> list[str]:
        """The colours, each once."""
        texts = given.split(",") if isinstance(given, str) else [repr(given)]
        colors = [text.strip() for text in texts if text.strip()]
        for color in colors:
            if color.lower() not in NAMED_COLORS and not _HEXADECIMAL.fullmatch(color):
                raise ValueError(
                    f"{reprlib.repr(color)} is no colour: write a name such as teal, or #008080."
                )
        if len(colors) > self.maximum:
            raise ValueError(f"These are {len(colors)} colours, and {self.maximum} are the most.")
        if twice := [color for color in colors if colors.count(color) > 1]:
            raise ValueError(f"{twice[0]} stands here twice.")
        return colors


@dataclass(frozen=True)
class Number(Control):
    """A whole number."""

    minimum: int
    maximum: int

    def component(self, control_id: dict[str, str], value: Any) -> Component:
        """A field for the number.

        One of the type "number" would send null for whatever isn't one, and warns in the console.
        """
        return dcc.Input(id=control_id, value=self.shown(value), inputMode="numeric", debounce=DEBOUNCE)

    def shown(self, value: Any) -> str:
        """The number as it is typed."""
        return str(value)

    def read(self, given: Any) -> int:
        """The number, if it is in range."""
        text = given.strip() if isinstance(given, str) else ""
        if not _DIGITS.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            what = f"a whole number from {self.minimum} to {self.maximum}"
            raise ValueError(f"This has to be {what}, not {reprlib.repr(given)}.")
        return int(text)


@dataclass(frozen=True)
class Choice(Control):
    """One of several values, each under a name; the browser only ever sends the name.

    Attributes
    ----------
    choices : dict
        The values by their names.
    """

    choices: Mapping[str, Any]

    def component(self, control_id: dict[str, str], value: Any) -> Component:
        """A dropdown of the names."""
        return dcc.Dropdown(
            list(self.choices), self.shown(value), id=control_id, clearable=False, searchable=False
        )

    def shown(self, value: Any) -> str:
        """The name of a value."""
        return next(name for name, choice in self.choices.items() if choice == value)

    def read(self, given: Any) -> Any:
        """The value of a name."""
        if not isinstance(given, str) or given not in self.choices:
            raise ValueError(f"This has to be {' or '.join(self.choices)}, not {reprlib.repr(given)}.")
        return self.choices[given]


def switch(argument: str, help: str, **options: Any) -> Choice:  # noqa: A002 - as `Control` has it
    """A choice between true and false."""
    return Choice(argument, help, choices={"True": True, "False": False}, **options)


@dataclass(frozen=True)
class Props:
    """The controls of an example.

    Attributes
    ----------
    controls : list of Control
        In the order in which they are shown.
    room : str
        The height that the demo has, so that the controls below it stay where they are when it changes.
    call : int
        Which call of the section's component it is in the example's layout, counted from 0.
    """

    controls: Sequence[Control]
    room: str
    call: int = 0


@dataclass(frozen=True)
class ExampleProps:
    """The controls of an example, with the example."""

    page_name: str
    file_name: str
    props: Props
    snippet: Snippet

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The controls by their arguments."""
        return {control.argument: control for control in self.props.controls}

    @cached_property
    def initial(self) -> dict[str, Any]:
        """What the example itself says, by argument."""
        return {name: self._initial(control) for name, control in self.controls.items()}

    def read(self, given: Mapping[str, Any]) -> dict[Keys, Any]:
        """What differs from the example, by where it stands in the call.

        Parameters
        ----------
        given : dict
            What came from the browser, by argument: one for each control.

        Raises
        ------
        ValueError
            If one of them is no value for its control.
        """
        changes = {}
        for name, control in self.controls.items():
            try:
                value = control.read(given[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
            if value != self.initial[name]:
                changes[control.path] = ABSENT if value == control.default else value
        return changes

    def _initial(self, control: Control) -> Any:
        value = self.snippet.value(control.path)
        value = control.default if value is ABSENT else value
        if value is ABSENT:
            raise ValueError(f"{self.page_name} says nothing of {control.argument}, which has no default.")
        return value


@cache
def example_props(page: Page, component: str) -> ExampleProps | None:
    """The controls of an example, if `props.py` in its folder has any for it, and they fit it."""
    try:
        found = declared_props(page, component)
        if found is not None:
            found.initial  # noqa: B018 - raises where a control has no value
    except Exception as error:  # noqa: BLE001 - whatever is wrong with its controls, the page is to be served
        logger.error("%s has no controls: %s: %s", page.module_name, type(error).__name__, error)
        return None
    return found


def declared_props(page: Page, component: str) -> ExampleProps | None:
    """The controls of an example; raises where they don't fit it."""
    package, _, name = page.module_name.rpartition(".")
    if page.module is None or importlib.util.find_spec(f"{package}.props") is None:
        return None
    props = importlib.import_module(f"{package}.props").PROPS.get(name)
    if props is None:
        return None
    snippet = Snippet(page.source, page.module, component, props.call)
    return ExampleProps(page.module_name, page.file_name, props, snippet)


_DIGITS = re.compile("[0-9]{1,9}")
_HEXADECIMAL = re.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def _is_unicode(text: str) -> bool:
    """Whether a text can be sent: half of a surrogate pair can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
