"""Controls for the arguments of an example's component, as data: what is asked, shown and accepted."""

from __future__ import annotations

import re
import reprlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_bootstrap_components as dbc
import webcolors
from dash.development.base_component import Component

from .snippet import ABSENT, Keys

# Milliseconds without a key pressed, after which what was typed is sent.
DEBOUNCE = 400

# CSS has given a name to one colour since.
COLOR_NAMES = {*webcolors.names(webcolors.CSS3), "rebeccapurple"}


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
    def path(self) -> Keys:
        """Where its value stands in the call."""
        return tuple(self.argument.split("."))

    def component(self, **properties: Any) -> Component:
        """The component that asks for the value; the property `value` is what `shown` gives."""
        return dbc.Input(debounce=DEBOUNCE, **properties)

    def shown(self, value: Any) -> str:
        """A value as the component, and an address, has it."""
        return str(value)

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

    def component(self, **properties: Any) -> Component:
        """A field for the text."""
        return super().component(maxlength=self.maximum, **properties)

    def read(self, given: Any) -> str:
        """The text, if it is one of the length that is asked for."""
        if not isinstance(given, str) or _SURROGATE.search(given):
            raise ValueError(f"This has to be a text, not {reprlib.repr(given)}.")
        length = len(given.strip() if self.minimum else given)
        if not self.minimum <= length <= self.maximum:
            raise ValueError(f"This has to have {self.minimum} to {self.maximum} characters, not {length}.")
        if self.check is not None:
            self.check(given)
        return given


@dataclass(frozen=True)
class Colors(Control):
    """A list of colours: their names in CSS or their hexadecimal numbers, with commas between them."""

    maximum: int = field(default=12, kw_only=True)

    def component(self, **properties: Any) -> Component:
        """A field for all of them."""
        return super().component(maxlength=400, **properties)

    def shown(self, value: Any) -> str:
        """The colours in one line."""
        return ", ".join(value)

    def read(self, given: Any) -> list[str]:
        """The colours, each once."""
        texts = given.split(",") if isinstance(given, str) else [repr(given)]
        colors = [text.strip() for text in texts if text.strip()]
        for color in colors:
            if color.lower() not in COLOR_NAMES and not _HEXADECIMAL.fullmatch(color):
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

    def component(self, **properties: Any) -> Component:
        """A field for the number; one of the type "number" would send null for whatever isn't one."""
        return super().component(inputmode="numeric", maxlength=9, **properties)

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

    def component(self, **properties: Any) -> Component:
        """A dropdown of the names."""
        return dbc.Select(list(self.choices), **properties)

    def shown(self, value: Any) -> str:
        """The name of a value."""
        return next(name for name, choice in self.choices.items() if choice == value)

    def read(self, given: Any) -> Any:
        """The value of a name."""
        if not isinstance(given, str) or given not in self.choices:
            raise ValueError(f"This has to be {' or '.join(self.choices)}, not {reprlib.repr(given)}.")
        return self.choices[given]


def switch(argument: str, help: str, **options: Any) -> Choice:  # noqa: A002 - as `Control` has it
    """A choice between true and false, as Python writes them."""
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


_DIGITS = re.compile("[0-9]{1,9}")
_HEXADECIMAL = re.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which can't be sent
