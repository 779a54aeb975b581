"""`TextWithCountAIO`: a field for text, with the number of its words below it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from dash import MATCH, Input, Output, callback, dcc, html

# The subcomponents' properties that are not the caller's to set, and why.
OWNED = {"id": "makes each id of aio_id", "children": "writes the number of words there"}


class TextWithCountAIO(html.Div):
    """A `dcc.Textarea` above an `html.Small` that says how many words are in it.

    Parameters
    ----------
    text : str, default ""
        The text to begin with.
    textarea_props : dict, optional
        Properties for the `dcc.Textarea`. A `value` given here takes the place of `text`. Give it a `title`,
        which screen readers say. With `persistence`, give an `aio_id` too: persistence goes by id.
    count_props : dict, optional
        Properties for the `html.Small`.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.

    Raises
    ------
    ValueError
        If `textarea_props` or `count_props` holds a property that the component sets itself.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def textarea(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Textarea`: its `value` is the text."""
            return {"component": "TextWithCountAIO", "subcomponent": "textarea", "aio_id": aio_id}

        @staticmethod
        def count(aio_id: Any) -> dict[str, Any]:
            """The `html.Small`: its `children` are the number of words."""
            return {"component": "TextWithCountAIO", "subcomponent": "count", "aio_id": aio_id}

    def __init__(
        self,
        text: str = "",
        textarea_props: Mapping[str, Any] | None = None,
        count_props: Mapping[str, Any] | None = None,
        aio_id: str | int | None = None,
    ) -> None:
        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's.
        textarea_props = dict(textarea_props or {})
        count_props = dict(count_props or {})
        for props, name in ((textarea_props, "textarea_props"), (count_props, "count_props")):
            for owned in sorted(OWNED.keys() & props.keys()):
                raise ValueError(f"{name}[{owned!r}] can't be given: TextWithCountAIO {OWNED[owned]}.")

        textarea_props.setdefault("value", text)

        super().__init__(
            [
                dcc.Textarea(id=self.ids.textarea(aio_id), **textarea_props),
                html.Small(
                    self.count_words(textarea_props["value"]), id=self.ids.count(aio_id), **count_props
                ),
            ]
        )

    @staticmethod
    @callback(
        Output(ids.count(MATCH), "children"),
        Input(ids.textarea(MATCH), "value"),
        mcp_enabled=False,
    )
    def count_words(text: Any) -> str:
        """Say how many words a text has."""
        # It arrives from the browser, so it isn't sure to be a text.
        count = len(text.split()) if isinstance(text, str) else 0
        return "1 word" if count == 1 else f"{count} words"
