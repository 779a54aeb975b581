"""Source whose lines have numbers and addresses: `#source-components-data_table-L12`, or `…-L12-L20`."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from .markup import attributes, coloured_source

PREFIX = "source-"


def source_id(name: str) -> str:
    """The id of the block that shows a file; `-L12` behind it is the address of a line."""
    return PREFIX + name.removesuffix(".py").replace("/", "-").replace(".", "-")


def source_panel(name: str, source: str) -> list[Component]:
    """A file's numbered source below the button that copies it."""
    copy = html.Button(
        [html.Span(className="icon-clipboard"), " Copy"],
        type="button",
        className="btn btn-sm quiet copy",
        **attributes(data_copy="", aria_label="Copy the whole file"),
    )
    return [copy, numbered_source(name, source)]


def numbered_source(name: str, source: str) -> html.Pre:
    """A file's source as a block of code whose text is exactly `source`, with its lines' numbers beside it.

    The numbers are one element, and no text: they are neither copied nor found. `assets/anchors.js` knows the
    line that is clicked, or reached by the arrow keys.
    """
    block = coloured_source(source, "javascript" if name.endswith(".js") else "python")
    count = source.count("\n") + (not source.endswith("\n"))
    numbers = html.Span(
        className="line-numbers",
        role="spinbutton",
        tabIndex=0,
        **attributes(
            data_numbers="\n".join(str(number) for number in range(1, count + 1)),
            aria_label=f"Link to a line of {name}",
            aria_valuemin="1",
            aria_valuemax=str(count),
            aria_valuenow="1",
        ),
    )
    return html.Pre(
        [numbers, block.children],
        id=source_id(name),
        className="code numbered",
        tabIndex=0,
        **attributes(data_file=name),
    )
