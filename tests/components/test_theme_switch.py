"""ThemeSwitchAIO: its parts, and in the browser one choice for all switches, at the cost of one."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from components import ThemeSwitchAIO
from tests.browser import leaving
from tests.server import serve

PROPS = ["light_props", "dark_props", "auto_props", "choice_props", "theme_props"]

# As many switches as its path says, and what the app's own callbacks heard.
APP = """
from dash import ALL, Dash, Input, Output, callback, ctx, dcc, html
from components import ThemeSwitchAIO

app = Dash(assets_ignore=".*")
{head}
app.layout = html.Main([
    dcc.Location(id="address"),
    html.Div(id="switches"),
    html.Button("another", id="another"),
    html.Button("from the server", id="set"),
    html.P(id="choice"),
    html.P(id="theme"),
    html.P("0", id="count"),
    html.P("0", id="themes"),
    ThemeSwitchAIO(aio_id="mine"),
])
ids, heard, themes = ThemeSwitchAIO.ids, [], []

@callback(Output("switches", "children"), Input("address", "pathname"), Input("another", "n_clicks"))
def show(pathname, clicks):
    count = int(pathname.strip("/") or 1) + (clicks or 0)
    return [ThemeSwitchAIO(aio_id=number) for number in range(1, count)]

@callback(Output("choice", "children"), Output("count", "children"), Input(ids.choice("mine"), "value"))
def hear_choice(choice):
    heard.append(choice)
    return choice, len(heard)

@callback(Output("theme", "children"), Output("themes", "children"), Input(ids.theme("mine"), "value"))
def hear_theme(theme):
    themes.append(theme)
    return theme, len(themes)

@callback(
    Output(ids.choice("mine"), "value", allow_duplicate=True),
    Input("set", "n_clicks"),
    prevent_initial_call=True,
)
def choose(_):
    return "dark"

app.run()
"""
HEAD = 'app.index_string = app.index_string.replace("<head>", f"<head><script>{ThemeSwitchAIO.HEAD_SCRIPT}</script>")'

# Everything of a page that could grow with the switches on it.
COUNT = """
window.counted = { listeners: 0, observers: 0, timers: 0 };
const add = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (...given) {
  if (!(this instanceof Element)) counted.listeners += 1;
  return add.apply(this, given);
};
for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver"]) {
  const observe = window[name].prototype.observe;
  window[name].prototype.observe = function (...given) { counted.observers += 1; return observe.apply(this, given); };
}
const every = window.setInterval;
window.setInterval = (...given) => { counted.timers += 1; return every(...given); };
"""
COUNTED = """() => ({
  ...counted,
  styles: document.styleSheets.length + document.adoptedStyleSheets.length,
  scripts: document.scripts.length,
  kept: localStorage.length + sessionStorage.length,
})"""


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with serve([sys.executable, "-c", APP.format(head=HEAD)]) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose system is light."""
    with browser.new_context(color_scheme="light") as context:
        yield context


def parts(component: ThemeSwitchAIO) -> dict[str, Any]:
    return {part.id["subcomponent"]: part for part in component._traverse() if hasattr(part, "id")}


def buttons(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def expect_choice(page: Page, choice: str, theme: str, switches: int) -> None:
    """All switches, the page and the app's own callbacks have the choice and the theme."""
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    expect(page.locator("html")).to_have_attribute("data-theme-choice", choice)
    expect(page.locator("html")).to_have_css("color-scheme", theme)
    expect(page.locator('[aria-pressed="true"]')).to_have_count(switches)
    expect(page.locator(f'[id*="{choice}"][aria-pressed="true"]')).to_have_count(switches)
    expect(page.locator("#choice")).to_have_text(choice)
    expect(page.locator("#theme")).to_have_text(theme)


def test_the_buttons_have_names_and_the_group_one_too() -> None:
    made = parts(ThemeSwitchAIO())
    assert [made[name].children for name in ("light", "dark", "auto")] == ["Light", "Dark", "System"]
    assert made["choice"].role == "group"
    assert getattr(made["choice"], "aria-label") == "Theme"


def test_what_the_caller_gives_takes_the_place_of_the_defaults() -> None:
    made = parts(ThemeSwitchAIO(dark_props={"children": "Nacht"}, choice_props={"aria-label": "Farben"}))
    assert made["dark"].children == "Nacht"
    assert made["light"].children == "Light"
    assert getattr(made["choice"], "aria-label") == "Farben"


@pytest.mark.parametrize("argument", PROPS)
@pytest.mark.parametrize("name", ["id", "value", "n_clicks", "aria-pressed"])
def test_a_property_of_the_components_own_is_refused(argument: str, name: str) -> None:
    with pytest.raises(ValueError, match=rf"{argument}\['{name}'\].*ThemeSwitchAIO"):
        ThemeSwitchAIO(**{argument: {name: "x"}})  # type: ignore[arg-type]


def test_the_buttons_are_the_only_children_of_the_choice() -> None:
    with pytest.raises(
        ValueError, match=r"choice_props\['children'\].*ThemeSwitchAIO puts its buttons there"
    ):
        ThemeSwitchAIO(choice_props={"children": []})


def test_the_systems_choice_holds_until_another_is_made_and_is_followed_live(app: str, page: Page) -> None:
    page.goto(f"{app}/2")
    expect_choice(page, "auto", "light", switches=2)
    page.emulate_media(color_scheme="dark")
    expect_choice(page, "auto", "dark", switches=2)
    buttons(page, "Light").last.click()
    expect_choice(page, "light", "light", switches=2)
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect_choice(page, "light", "light", switches=2)


def test_switches_stay_in_step_with_each_other_and_with_other_tabs(app: str, page: Page) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{app}/3")
        expect_choice(tab, "auto", "light", switches=3)
    for number, (name, choice) in enumerate([("Dark", "dark"), ("Light", "light"), ("System", "auto")]):
        buttons(page, name).nth(number).click()
        for tab in (page, other):
            expect_choice(tab, choice, "dark" if choice == "dark" else "light", switches=3)


def test_a_switch_that_appears_later_shows_what_was_chosen(app: str, page: Page) -> None:
    page.goto(app)
    expect_choice(page, "auto", "light", switches=1)
    buttons(page, "Dark").click()
    expect_choice(page, "dark", "dark", switches=1)
    buttons(page, "another").click()
    expect_choice(page, "dark", "dark", switches=2)
    buttons(page, "Light").first.click()
    expect_choice(page, "light", "light", switches=2)


def test_the_choice_is_kept(app: str, page: Page) -> None:
    page.goto(app)
    buttons(page, "Dark").click()
    expect_choice(page, "dark", "dark", switches=1)
    page.reload()
    expect_choice(page, "dark", "dark", switches=1)


def test_a_page_that_is_gone_back_to_has_the_choice_made_meanwhile(app: str, page: Page) -> None:
    page.goto(f"{app}/2")
    expect_choice(page, "auto", "light", switches=2)
    # As a page that the browser has put aside: it hears nothing of the change, only that it is shown again.
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_choice(page, "dark", "dark", switches=2)


@pytest.mark.parametrize("kept", ["", "blue", "Dark", '{"a": 1}'])
def test_what_was_kept_and_is_no_choice_leaves_it_to_the_system(app: str, page: Page, kept: str) -> None:
    page.add_init_script(f"localStorage.setItem('theme', {json.dumps(kept)})")
    page.goto(app)
    expect_choice(page, "auto", "light", switches=1)


def test_a_browser_that_keeps_nothing_has_the_choice_as_long_as_the_page(app: str, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    page.goto(f"{app}/2")
    expect_choice(page, "auto", "light", switches=2)
    buttons(page, "Dark").first.click()
    expect_choice(page, "dark", "dark", switches=2)


def test_the_apps_callback_hears_each_change_once(app: str, page: Page) -> None:
    page.goto(f"{app}/3")
    expect_choice(page, "auto", "light", switches=3)
    before = int(page.locator("#count").inner_text())
    themes = int(page.locator("#themes").inner_text())
    for count, (switch, name) in enumerate([(0, "Dark"), (2, "Light"), (1, "System"), (1, "Dark")], 1):
        buttons(page, name).nth(switch).click()
        expect(page.locator("#count")).to_have_text(str(before + count))
    buttons(page, "Dark").first.click()  # again
    page.wait_for_load_state("networkidle")
    expect(page.locator("#count")).to_have_text(str(before + 4))
    expect(page.locator("#themes")).to_have_text(str(themes + 3))  # light is what the system has


def test_the_apps_callback_may_choose(app: str, page: Page) -> None:
    page.goto(f"{app}/2")
    expect_choice(page, "auto", "light", switches=2)
    buttons(page, "from the server").click()
    expect_choice(page, "dark", "dark", switches=2)


def test_a_switch_is_worked_by_keyboard(app: str, page: Page) -> None:
    page.goto(app)
    expect_choice(page, "auto", "light", switches=1)
    buttons(page, "Light").focus()
    page.keyboard.press("Tab")
    expect(buttons(page, "Dark")).to_be_focused()
    page.keyboard.press("Enter")
    expect_choice(page, "dark", "dark", switches=1)
    page.keyboard.press("Tab")
    page.keyboard.press(" ")
    expect_choice(page, "auto", "light", switches=1)


def test_buttons_without_the_apps_styles_are_big_enough_and_show_which_is_pressed(
    app: str, page: Page
) -> None:
    page.goto(app)
    expect_choice(page, "auto", "light", switches=1)
    for name in ("Light", "Dark", "System"):
        box = buttons(page, name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    expect(buttons(page, "System")).not_to_have_css("box-shadow", "none")
    expect(buttons(page, "Dark")).to_have_css("box-shadow", "none")


@pytest.mark.parametrize("kept", ["dark", "auto"])
def test_the_head_sets_the_theme_before_anything_is_painted(app: str, page: Page, kept: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.add_init_script(
        f"localStorage.setItem('theme', '{kept}');"
        "new MutationObserver((_, observer) => {"
        "  if (!document.body) return;"
        "  window.first = document.documentElement.dataset.bsTheme; observer.disconnect();"
        "}).observe(document, { childList: true, subtree: true });"
    )
    page.goto(app)
    assert page.evaluate("window.first") == "dark"


def test_without_the_script_in_the_head_all_works_a_little_later(page: Page) -> None:
    with serve([sys.executable, "-c", APP.format(head="")]) as url, leaving(page):
        page.goto(f"{url}/2")
        expect_choice(page, "auto", "light", switches=2)
        buttons(page, "Dark").last.click()
        expect_choice(page, "dark", "dark", switches=2)
        page.reload()
        expect_choice(page, "dark", "dark", switches=2)


def test_nothing_global_grows_with_the_number_of_switches(app: str, context: BrowserContext) -> None:
    found = []
    for switches in (1, 10):
        page = context.new_page()
        page.add_init_script(COUNT)
        page.goto(f"{app}/{switches}")
        expect_choice(
            page, "auto" if switches == 1 else "dark", "light" if switches == 1 else "dark", switches
        )
        buttons(page, "Dark").first.click()
        expect_choice(page, "dark", "dark", switches)
        with urllib.request.urlopen(f"{app}/_dash-dependencies") as response:
            callbacks = len(json.load(response))
        found.append({**page.evaluate(COUNTED), "callbacks": callbacks})
        page.close()
    assert found[0] == found[1]
    assert found[0]["kept"] == 1
