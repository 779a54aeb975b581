"""The page's theme, for components that are drawn in it: light or dark, now and whenever it changes.

The theme is the attribute `data-bs-theme` of the page's root element (Bootstrap's, and what `ThemeSwitchAIO`
sets), and what the system prefers where there is none. A component that follows it has an element
`html.Data(id=ids.page_theme(aio_id))`, where `ids.page_theme` gives
`{"component": …, "subcomponent": "page_theme", "aio_id": …}`, and in its class body

    clientside_callback(
        TELL_PAGE_THEME,
        Output(ids.page_theme(MATCH), "value"),
        Input(ids.page_theme(MATCH), "id"),
    )

The `value` is then "light" or "dark", first when the element appears, and again at each change: other
callbacks take it as an input. Nothing is asked of the server.
"""

from __future__ import annotations

PAGE_THEME = """
window.pageThemeAIO ??= (() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function theme() {
    const set = root.getAttribute("data-bs-theme");
    return set === "light" || set === "dark" ? set : system.matches ? "dark" : "light";
  }

  // Elements are looked up when there is something to tell them, so that nothing is kept of them.
  let told = theme();
  function tell() {
    if (theme() === told) return;
    told = theme();
    for (const { id } of document.querySelectorAll(`[id$='"subcomponent":"page_theme"}']`)) {
      dash_clientside.set_props(JSON.parse(id), { value: told });
    }
  }

  new MutationObserver(tell).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
  system.addEventListener("change", tell);

  return { theme };
})();
"""

TELL_PAGE_THEME = f"(() => {{ {PAGE_THEME} return window.pageThemeAIO.theme; }})()"
"""The function of the clientside callback: a page sets the script up once, whichever components have it."""
