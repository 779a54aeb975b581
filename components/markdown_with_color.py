"""`MarkdownWithColorAIO`: Markdown in a colour that the reader picks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from dash import MATCH, Input, Output, State, callback, dcc, html

DEFAULT_COLORS = ("#001f3f", "#0074D9", "#85144b", "#3D9970")

# The subcomponents' properties that are not the caller's to set, and why.
OWNED = {"id": "makes each id of aio_id", "multi": "paints the text in one colour"}


class MarkdownWithColorAIO(html.Div):
    """A `dcc.Dropdown` of colours above a `dcc.Markdown` painted in the chosen one.

    Parameters
    ----------
    text : str or list of str
        The Markdown text.
    colors : sequence of str, optional
        CSS colours to choose from, the first chosen to begin with. Default: four dark ones, `DEFAULT_COLORS`.
    markdown_props : dict, optional
        Properties for the `dcc.Markdown`. `children` and `style` given here take the place of `text` and of
        the first colour; entries of `style` other than `color` stay as they are when the colour changes.
    dropdown_props : dict, optional
        Properties for the `dcc.Dropdown`. `options` and `value` given here take the place of `colors` and of
        the first option. With `persistence`, give an `aio_id` too: persistence goes by id.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.

    Raises
    ------
    ValueError
        If `dropdown_props` or `markdown_props` holds a property that the component sets itself.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def dropdown(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Dropdown`: its `value` is the chosen colour."""
            return {"component": "MarkdownWithColorAIO", "subcomponent": "dropdown", "aio_id": aio_id}

        @staticmethod
        def markdown(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Markdown`: its `style` has the chosen colour."""
            return {"component": "MarkdownWithColorAIO", "subcomponent": "markdown", "aio_id": aio_id}

    def __init__(
        self,
        text: str | Sequence[str],
        colors: Sequence[str] | None = None,
        markdown_props: Mapping[str, Any] | None = None,
        dropdown_props: Mapping[str, Any] | None = None,
        aio_id: str | int | None = None,
    ) -> None:
        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's.
        dropdown_props = dict(dropdown_props or {})
        markdown_props = dict(markdown_props or {})
        for props, name in ((dropdown_props, "dropdown_props"), (markdown_props, "markdown_props")):
            for owned in sorted(OWNED.keys() & props.keys()):
                raise ValueError(f"{name}[{owned!r}] can't be given: MarkdownWithColorAIO {OWNED[owned]}.")

        dropdown_props.setdefault("options", list(DEFAULT_COLORS if colors is None else colors))
        dropdown_props.setdefault("value", self._first_value(dropdown_props["options"]))
        markdown_props.setdefault("children", text)
        markdown_props.setdefault("style", {"color": dropdown_props["value"]})

        super().__init__(
            [
                dcc.Dropdown(id=self.ids.dropdown(aio_id), **dropdown_props),
                dcc.Markdown(id=self.ids.markdown(aio_id), **markdown_props),
            ]
        )

    @staticmethod
    def _first_value(options: Any) -> Any:
        """The first option's value, for each form that `dcc.Dropdown` takes options in."""
        first = next(iter(options), None)  # of a dictionary {value: label}: its first key
        return first["value"] if isinstance(first, Mapping) else first

    @staticmethod
    @callback(
        Output(ids.markdown(MATCH), "style"),
        Input(ids.dropdown(MATCH), "value"),
        State(ids.markdown(MATCH), "style"),
        mcp_enabled=False,
    )
    def update_markdown_style(color: Any, style: Any) -> dict[str, Any]:
        """Paint the text in the chosen colour; in the page's own when none is chosen."""
        # Both arrive from the browser, so neither is sure to be what the component put there.
        kept = style if isinstance(style, dict) else {}
        return {**kept, "color": color if isinstance(color, str) else None}
