"""What the browser and the app have of an export: buttons, the script that asks for a file, the address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from dash import Dash, get_app, hooks, html
from dash.exceptions import AppNotFoundError

from .export import END_BYTES, FAULT, FILE_TYPES, WHOLE

logger = logging.getLogger(__name__)

ADDRESS = "_aio-table-export"
"""Where files are asked for, below the app's own path."""

BUTTON_STYLE = {
    "margin": "0.5rem 0.5rem 0 0",
    "padding": "0.25rem 0.75rem",
    "minHeight": "2rem",
    "border": "1px solid var(--bs-secondary-color, color-mix(in srgb, CanvasText 60%, Canvas))",
    "borderRadius": "var(--bs-border-radius, 0.375rem)",
    "backgroundColor": "var(--bs-body-bg, Canvas)",
    "color": "var(--bs-body-color, CanvasText)",
    "font": "inherit",
    "cursor": "pointer",
}
_STYLE = {
    "color": "var(--bs-body-color, CanvasText)",
    "font": "0.875rem var(--bs-body-font-family, system-ui, sans-serif)",
}
_LABELS = {"csv": "Export as CSV", "xlsx": "Export as Excel"}

# The key is in the body, for addresses get into logs. What comes is fetched, and not left to the browser to
# save as the answer to a form: a fault can so be told, also one that comes late, and no broken file is saved.
# Browsers keep what is fetched as a `Blob` on the disk if it is large.
_SCRIPT = """
async function (BUTTONS, store, STATES) {
  const button = dash_clientside.callback_context.triggered_id;
  const type = button.subcomponent.replace("export_", "");
  const notice = { ...button, subcomponent: "export_notice" };
  const failed = "The file couldn't be made";
  dash_clientside.set_props(notice, { children: "Writing the file…" });
  try {
    const config = JSON.parse(document.getElementById("_dash-config").textContent);
    const answer = await fetch(config.requests_pathname_prefix + "ADDRESS", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ type, store, ASKED }),
    });
    if (!answer.headers.has("X-Export")) return `${failed} (status ${answer.status}): reload the page.`;
    if (!answer.ok) return await answer.text();
    const content = await answer.blob();
    const file = content.slice(0, -END_BYTES, content.type);
    const end = (await content.slice(-END_BYTES).text()).trim();
    if (end.startsWith("FAULT")) return `${failed}. ${end.slice("FAULT".length)}`;
    if (end !== "WHOLE") return `${failed}. It broke off: try again.`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${store.name ?? "data"}.${type}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return "";
  } catch (error) {
    return `${failed} (${error.message}): try again.`;
  }
}
"""
for _name, _value in {"ADDRESS": ADDRESS, "END_BYTES": END_BYTES, "WHOLE": WHOLE, "FAULT": FAULT}.items():
    _SCRIPT = _SCRIPT.replace(_name, str(_value))


def script(states: str, asked: str, *buttons: str) -> str:
    """Give the script that asks for a file.

    Parameters
    ----------
    states
        Names in JavaScript of the callback's states after the `dcc.Store`.
    asked
        What is sent of them: properties of an object in JavaScript.
    buttons
        Names in JavaScript of buttons after those of CSV and Excel.
    """
    script_ = _SCRIPT.replace("BUTTONS", ", ".join(["csv", "xlsx", *buttons]))
    return script_.replace("STATES", states).replace("ASKED", asked)


def serve_exports(view: Callable[[], Any]) -> None:
    """Have a function answer at the address in each app: those yet to be made, and the one that imports this.

    An app with pages imports them while it is made, which is too late for a hook of Dash's.
    """
    hooks.route(ADDRESS, methods=["POST"])(view)
    try:
        app: Dash = get_app()
    except AppNotFoundError:
        return
    try:
        app._add_url(ADDRESS, view, ["POST"])  # noqa: SLF001  as Dash does with hooks
    except AssertionError:  # Flask takes no address any more when it has answered a request
        logger.warning(
            "An app has answered requests before the components were imported: its tables can't be exported."
        )


def export_buttons(
    ids: dict[str, dict[str, Any]], notice_id: dict[str, Any], file_types: Sequence[str]
) -> html.Div:
    """Make a button for each kind of file, hidden if it isn't asked for, and what tells of the files."""
    buttons = [
        html.Button(
            _LABELS[file_type],
            id=button_id,
            type="button",
            hidden=file_type not in file_types,
            style=BUTTON_STYLE if file_type in file_types else None,
        )
        for file_type, button_id in ids.items()
    ]
    return html.Div([*buttons, html.Span(id=notice_id, role="status")], style=_STYLE)


def checked_file_types(export: Any) -> list[str]:
    """Check which kinds of files a table is to have buttons for.

    Raises
    ------
    ValueError
        If they are no list of known ones.
    """
    known = isinstance(export, list | tuple) and all(file_type in list(FILE_TYPES) for file_type in export)
    if not known:
        raise ValueError(
            f"export= must be a list of some of {', '.join(map(repr, FILE_TYPES))}, not {export!r}."
        )
    return list(export)
