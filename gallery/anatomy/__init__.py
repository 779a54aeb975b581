"""The anatomy of an example: its ids and callbacks, what its callbacks do, and a second instance of it."""

from __future__ import annotations

from dash.types import RendererHooks

# What Dash's renderer calls (`Dash(hooks=…)`), on pages where `assets/anatomy.js` answers it.
HOOKS: RendererHooks = {
    "layout_pre": "() => window.anatomyHooks?.layout_pre()",
    "request_pre": "(payload) => window.anatomyHooks?.request_pre(payload)",
    "request_post": "(payload, response) => window.anatomyHooks?.request_post(payload, response)",
}
