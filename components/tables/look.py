"""How a table looks if nothing else is said: as the page's Bootstrap theme has it, or quiet without one.

The colours are Bootstrap's variables, which follow its themes, light and dark. Without Bootstrap they are the
browser's own (`Canvas`, `CanvasText`), which follow the page's `color-scheme`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

_FONT = "var(--bs-body-font-family, system-ui, sans-serif)"
_TEXT = "var(--bs-body-color, CanvasText)"
_FAINT = "var(--bs-secondary-color, color-mix(in srgb, CanvasText 75%, transparent))"
_PAPER = "var(--bs-body-bg, Canvas)"
_SHADED = "var(--bs-tertiary-bg, color-mix(in srgb, CanvasText 5%, Canvas))"
_LINE = "var(--bs-border-color, color-mix(in srgb, CanvasText 18%, Canvas))"
_ACCENT = "var(--bs-link-color, LinkText)"
_TINTED = f"color-mix(in srgb, {_ACCENT} 15%, {_PAPER})"

LOOK: dict[str, Any] = {
    # A wide table scrolls inside itself.
    "style_table": {"overflowX": "auto"},
    "style_cell": {
        "backgroundColor": _PAPER,
        "border": "none",
        "borderBottom": f"1px solid {_LINE}",
        "color": _TEXT,
        "fontFamily": _FONT,
        "fontSize": "0.875rem",
        "padding": "0.25rem 0.75rem",
        "textAlign": "left",
    },
    "style_cell_conditional": [{"if": {"column_type": "numeric"}, "textAlign": "right"}],
    "style_header": {"backgroundColor": _SHADED, "fontWeight": "600"},
    "style_data_conditional": [
        {"if": {"state": state}, "backgroundColor": _TINTED, "border": f"1px solid {_ACCENT}"}
        for state in ("selected", "active")
    ],
    "css": [
        {
            "selector": ".dash-spreadsheet-inner table",
            "rule": f"--accent: {_ACCENT}; --border: {_LINE}; --text-color: {_TEXT}; --hover: transparent;"
            f" --faded-text: {_FAINT}; --faded-text-header: {_FAINT}; --muted: {_FAINT};"
            f" --selected-background: {_TINTED}",
        },
        {"selector": "td.dash-cell", "rule": "font-variant-numeric: tabular-nums"},
        # A shadow, which leaves the backgrounds to the caller.
        {
            "selector": "tbody tr:hover td.dash-cell",
            "rule": f"box-shadow: inset 0 0 0 100vmax color-mix(in srgb, {_TEXT} 5%, transparent)",
        },
        # The arrows stand beside the name, also where it is on the right.
        {"selector": ".dash-header > div", "rule": "display: block"},
        {"selector": ".dash-header .column-actions", "rule": "display: inline-flex; margin-right: 0.25rem"},
        {"selector": ".dash-filter > div", "rule": "align-items: center; gap: 0.375rem"},
        {
            "selector": "th.dash-filter input[type=text]",
            "rule": "color: inherit !important; min-width: 3rem; text-align: inherit !important",
        },
        {"selector": "th.dash-filter input::placeholder", "rule": f"color: {_FAINT}; opacity: 1"},
        {"selector": "th.dash-filter input:placeholder-shown", "rule": "text-overflow: ellipsis"},
        {
            "selector": "th.dash-filter input.dash-filter--case",
            "rule": f"min-width: 24px; height: 24px; opacity: 1; color: {_FAINT} !important;"
            " border: 1px solid transparent; border-radius: 0.25rem",
        },
        {
            "selector": "th.dash-filter input.dash-filter--case--sensitive",
            "rule": f"border: 1px solid {_FAINT} !important",
        },
        {
            "selector": "th.dash-filter.invalid",
            "rule": "background: pink !important; color: black !important",
        },
        {
            "selector": ":is(input, button, .column-header--sort):focus-visible",
            "rule": f"outline: 2px solid {_ACCENT} !important; outline-offset: -2px",
        },
        {
            "selector": ".previous-next-container",
            "rule": f"padding: 0.5rem 0; color: {_TEXT}; font: 0.875rem {_FONT}",
        },
        # A result without rows can't be paged; natively, too, its pager would count on forever.
        {
            "selector": ".dash-spreadsheet-container:not(:has(td.dash-cell)) ~ .previous-next-container",
            "rule": "display: none",
        },
        {"selector": ".previous-next-container .page-number", "rule": "font-family: inherit"},
        {
            "selector": ".page-number *",
            "rule": "color: inherit !important; background: transparent; font-family: inherit !important",
        },
        {"selector": ".page-number ::placeholder", "rule": "color: inherit !important"},
        # It gives the field its width, and would be seen beside it.
        {"selector": ".page-number .current-page-shadow", "rule": "visibility: hidden"},
        {"selector": ".page-number input.current-page", "rule": "box-sizing: border-box"},
        {
            "selector": ".previous-next-container button",
            "rule": "min-width: 2rem; min-height: 2rem; margin: 0 0.125rem !important; color: inherit;"
            " background: transparent; border-radius: 0.25rem",
        },
        {
            "selector": ".previous-next-container button:hover:not(:disabled)",
            "rule": f"color: {_ACCENT}; background: {_SHADED}",
        },
        {"selector": ".previous-next-container button:disabled", "rule": "opacity: 0.4"},
        {
            "selector": ".show-hide-menu",
            "rule": f"color: {_TEXT}; background: {_PAPER}; border-color: {_LINE}",
        },
        {"selector": ".dash-table-tooltip", "rule": f"color: {_TEXT}; background: {_SHADED}"},
    ],
}

# As high as its text from the start, so that the table below doesn't move.
ROW_COUNT_STYLE = {
    "minHeight": "1.5em",
    "lineHeight": "1.5em",
    "fontFamily": _FONT,
    "fontSize": "0.875em",
    "color": _FAINT,
}

_STYLES_OF_CELLS = ("style_cell", "style_data", "style_filter", "style_header")


def with_defaults(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Put a caller's properties over defaults, so that every style of the caller's wins.

    Styles are merged, and lists of conditional styles and of `css` come after the default ones. What the
    caller says of all cells (`style_cell`) also wins over what the defaults say of some, as of the header. A
    rule of `css` with the same selector as a default one takes its place.

    Parameters
    ----------
    given, defaults
        Properties of a DataTable; neither is changed.
    """
    merged = copy.deepcopy(dict(defaults))
    style_cell = given.get("style_cell")
    of_all = _camel_case(style_cell) if isinstance(style_cell, dict) else {}
    for name in _STYLES_OF_CELLS:
        if name in merged:
            merged[name] = _without(merged[name], of_all)
    conditional = [_without(style, of_all) for style in merged.get("style_cell_conditional", [])]
    merged["style_cell_conditional"] = conditional
    for name, value in given.items():
        if isinstance(value, dict) and isinstance(merged.get(name), dict):
            style = _camel_case(value)
            merged[name] = _without(merged[name], style) | style
        elif isinstance(value, list) and (name == "css" or name.endswith("_conditional")):
            merged[name] = [*merged.get(name, []), *value]
        else:
            merged[name] = value
    return merged


def _without(style: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is given, and what is a part of it: `borderBottom` where `border` is given."""
    return {name: value for name, value in style.items() if not name.startswith(tuple(given))}


def _camel_case(style: Mapping[str, Any]) -> dict[str, Any]:
    """Name properties as the defaults do: a DataTable also takes `text-align` and `text_align`."""
    return {re.sub("[-_]([a-z])", lambda found: found[1].upper(), name): style[name] for name in style}
