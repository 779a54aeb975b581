"""`ThemeSwitchAIO`: light, dark, or the system's choice, for the whole page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from dash import MATCH, Input, Output, State, clientside_callback, html

# What a page has once, however many switches stand on it: the choice, and what changes it from outside.
# The switches are looked up when there is something to tell them, so that nothing is kept of them.
HEAD_SCRIPT = """
window.ThemeSwitchAIO ??= (() => {
  const key = "theme";
  const choices = ["light", "dark", "auto"];
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice = "auto";

  function theme() {
    return choice !== "auto" ? choice : system.matches ? "dark" : "light";
  }

  function paint() {
    root.setAttribute("data-bs-theme", theme());
    root.setAttribute("data-theme-choice", choice);
    root.style.colorScheme = theme();
  }

  // A browser may forbid to keep anything: the choice then lasts as long as the page.
  function kept() {
    try { return localStorage.getItem(key); } catch { return choice; }
  }

  function keep() {
    try { localStorage.setItem(key, choice); } catch { }
  }

  function tell(subcomponent, value) {
    const end = `"component":"ThemeSwitchAIO","subcomponent":"${subcomponent}"}`;
    for (const { id } of document.querySelectorAll(`[id$='${end}']`)) {
      dash_clientside.set_props(JSON.parse(id), { value });
    }
  }

  function choose(picked) {
    choice = choices.includes(picked) ? picked : "auto";
    paint();
    tell("choice", choice);
  }

  function pick(picked) {
    choose(picked);
    keep();
  }

  function update(light, dark, auto, value, shown) {
    const trigger = dash_clientside.callback_context.triggered_id?.subcomponent;
    const picked = { light, dark, auto }[trigger] ? trigger : value;
    // A switch that has just appeared has no value yet.
    if (choices.includes(picked) && picked !== choice) pick(picked);
    // What is as it was sets off no callback of the app's.
    const unless = (present, next) => next === present ? dash_clientside.no_update : next;
    return [
      unless(value, choice),
      unless(shown, theme()),
      ...choices.map((name) => String(name === choice)),
    ];
  }

  choose(kept());
  system.addEventListener("change", () => {
    if (choice !== "auto") return;
    paint();
    tell("theme", theme());
  });
  addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) choose(event.newValue);
  });
  // Nothing is heard of other tabs by a page that waits to be gone back to.
  addEventListener("pageshow", (event) => {
    if (event.persisted && kept() !== choice) choose(kept());
  });

  // A plain look for apps that give none: ":where" weighs nothing, so that any rule of the app's wins.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :where(button[id*='"ThemeSwitchAIO"']) {
      min-width: 32px; min-height: 32px; padding: 4px 12px; border: 1px solid gray;
      background: none; color: inherit; font: inherit;
    }
    :where(button[id*='"ThemeSwitchAIO"'] + button) { margin-left: -1px }
    :where(button[id*='"ThemeSwitchAIO"'][aria-pressed=true]) { box-shadow: inset 0 -3px currentcolor }
  `);
  document.adoptedStyleSheets.push(sheet);

  return { update, choose: pick };
})();
"""

# The subcomponents' properties that are not the caller's to set, and why.
OWNED = {
    "id": "makes each id of aio_id",
    "value": "keeps it equal to what the reader chose",
    "n_clicks": "counts the clicks itself",
    "aria-pressed": "says with it which button is chosen",
}


class ThemeSwitchAIO(html.Div):
    """Three buttons, light, dark and system, that set the theme of the page.

    The page's root element gets the theme, "light" or "dark", as the attribute `data-bs-theme`, which
    Bootstrap 5.3 goes by, and as the CSS property `color-scheme`, which the browser's own controls and
    `light-dark()` go by; and the choice as `data-theme-choice`. The choice is kept in the browser
    (`localStorage`, under "theme"): all switches on all pages and in all tabs of the site's origin show the
    same one. "auto" follows the system while the page is open.

    Parameters
    ----------
    light_props, dark_props, auto_props : dict, optional
        Properties for the `html.Button` of each choice. Default of `children`: Light, Dark, System.
    choice_props : dict, optional
        Properties for the `html.Data` around the buttons, which are its `children`. Default of `aria-label`:
        Theme.
    theme_props : dict, optional
        Properties for the empty `html.Data` whose `value` is the theme.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.

    Attributes
    ----------
    HEAD_SCRIPT : str
        JavaScript for a `<script>` in the page's head (`app.index_string`), which sets the theme before
        anything is painted. Without it the theme is set a little later, when Dash's scripts have been loaded.

    Raises
    ------
    ValueError
        If one of the dictionaries holds a property that the component sets itself.

    Notes
    -----
    The `value` of `ThemeSwitchAIO.ids.choice(aio_id)` is what is chosen: "light", "dark" or "auto"; that of
    `ThemeSwitchAIO.ids.theme(aio_id)` is what it comes to: "light" or "dark". Callbacks of your own may take
    either as an input, and may choose: with the former as an output (and `allow_duplicate=True`). Buttons of
    plain HTML call `ThemeSwitchAIO.choose("dark")` in the browser.
    """

    HEAD_SCRIPT = HEAD_SCRIPT

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def choice(aio_id: Any) -> dict[str, Any]:
            """The `html.Data` around the buttons: its `value` is "light", "dark" or "auto"."""
            return {"component": "ThemeSwitchAIO", "subcomponent": "choice", "aio_id": aio_id}

        @staticmethod
        def theme(aio_id: Any) -> dict[str, Any]:
            """The empty `html.Data`: its `value` is "light" or "dark", also where the system chooses."""
            return {"component": "ThemeSwitchAIO", "subcomponent": "theme", "aio_id": aio_id}

        @staticmethod
        def light(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that chooses the light theme."""
            return {"component": "ThemeSwitchAIO", "subcomponent": "light", "aio_id": aio_id}

        @staticmethod
        def dark(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that chooses the dark theme."""
            return {"component": "ThemeSwitchAIO", "subcomponent": "dark", "aio_id": aio_id}

        @staticmethod
        def auto(aio_id: Any) -> dict[str, Any]:
            """The `html.Button` that leaves it to the system."""
            return {"component": "ThemeSwitchAIO", "subcomponent": "auto", "aio_id": aio_id}

    def __init__(
        self,
        light_props: Mapping[str, Any] | None = None,
        dark_props: Mapping[str, Any] | None = None,
        auto_props: Mapping[str, Any] | None = None,
        choice_props: Mapping[str, Any] | None = None,
        theme_props: Mapping[str, Any] | None = None,
        aio_id: str | int | None = None,
    ) -> None:
        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # Copies: what the caller passed stays the caller's.
        light_props = {"children": "Light", "type": "button", **(light_props or {})}
        dark_props = {"children": "Dark", "type": "button", **(dark_props or {})}
        auto_props = {"children": "System", "type": "button", **(auto_props or {})}
        choice_props = {"role": "group", "aria-label": "Theme", **(choice_props or {})}
        theme_props = dict(theme_props or {})
        for props, name in (
            (light_props, "light_props"),
            (dark_props, "dark_props"),
            (auto_props, "auto_props"),
            (choice_props, "choice_props"),
            (theme_props, "theme_props"),
        ):
            for owned in sorted(OWNED.keys() & props.keys()):
                raise ValueError(f"{name}[{owned!r}] can't be given: ThemeSwitchAIO {OWNED[owned]}.")
        if "children" in choice_props:
            raise ValueError(
                "choice_props['children'] can't be given: ThemeSwitchAIO puts its buttons there."
            )

        super().__init__(
            [
                html.Data(
                    [
                        html.Button(id=self.ids.light(aio_id), **light_props),
                        html.Button(id=self.ids.dark(aio_id), **dark_props),
                        html.Button(id=self.ids.auto(aio_id), **auto_props),
                    ],
                    id=self.ids.choice(aio_id),
                    **choice_props,
                ),
                html.Data(id=self.ids.theme(aio_id), **theme_props),
            ]
        )

    # In the browser, where the choice is kept: the server is not asked. One callback serves all switches.
    clientside_callback(
        f"(() => {{ {HEAD_SCRIPT} return window.ThemeSwitchAIO.update; }})()",
        Output(ids.choice(MATCH), "value"),
        Output(ids.theme(MATCH), "value"),
        Output(ids.light(MATCH), "aria-pressed"),
        Output(ids.dark(MATCH), "aria-pressed"),
        Output(ids.auto(MATCH), "aria-pressed"),
        Input(ids.light(MATCH), "n_clicks"),
        Input(ids.dark(MATCH), "n_clicks"),
        Input(ids.auto(MATCH), "n_clicks"),
        Input(ids.choice(MATCH), "value"),
        State(ids.theme(MATCH), "value"),
    )
