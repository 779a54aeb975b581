"""Controls for an example's arguments: what they accept, what they write, and what the page does with it."""

from __future__ import annotations

import ast
import copy
import importlib
import io
import json
import random
import re
import subprocess
import sys
import urllib.request
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest
from dash import html
from dash.development.base_component import Component
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Request, Route, expect

import components
import pages
from gallery.loading import Page as Example
from gallery.page.example import ExamplePage
from gallery.page.island import demo
from gallery.props import Choice, Colors, Number, Props, Text
from gallery.props.controls import COLOR_NAMES, Control
from gallery.props.example import ExampleProps, example_props
from gallery.props.snippet import ABSENT, Snippet
from gallery.takeaway.download import _of_example as packed_example
from tests.browser import DESKTOP, PHONE, leaving, note_texts, rendered, settled, visit
from tests.server import serve
from tests.site.interactions import cells, color_dropdown, color_text, pick
from tests.site.test_examples import SECTIONS
from tests.site.test_forged_requests import HOSTILE, ask, mutated, send
from tests.site.test_pages import box
from tests.waiting import wait_until

EXAMPLES = {
    page.path: props
    for section in SECTIONS
    for page in section.examples
    if (props := example_props(page, section.component))
}
PATHS = list(EXAMPLES)

TEXTS = st.one_of(
    st.text(max_size=60).filter(lambda text: text.isprintable() or "\n" in text),
    st.text(alphabet="ab'\"\\\n\t{}😀é", max_size=30),
)
HEXADECIMAL = st.from_regex("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", fullmatch=True)


def values(control: Control) -> st.SearchStrategy[Any]:
    """What a browser may send for a control, and what it accepts."""
    match control:
        case Text(check=None):
            return TEXTS.filter(
                lambda text: control.minimum <= len(text.strip()) and len(text) <= control.maximum
            )
        case Text():
            columns = st.sampled_from(["country", "continent"])
            words = st.text(alphabet="abc 😀'é", max_size=20)
            return st.builds(lambda column, word: f'{{{column}}} != "{word}"', columns, words) | st.just("")
        case Colors():
            names = st.sampled_from(sorted(COLOR_NAMES)) | HEXADECIMAL
            return st.lists(names, max_size=control.maximum, unique=True).map(", ".join)
        case Number():
            return st.integers(control.minimum, control.maximum).map(str)
        case Choice():
            return st.sampled_from(sorted(control.choices))
    raise TypeError(control)


def shown(example: ExampleProps, **given: Any) -> dict[str, Any]:
    """What the browser sends for an example: its own values, and some others."""
    return example.shown(example.initial) | given


def changed(example: ExampleProps, given: dict[str, Any]) -> Example:
    """The example with values that are all some."""
    values, messages = example.read(given)
    assert not messages
    return example.changed(values)


def run(source: str) -> Any:
    """The layout of a module with this source."""
    module = ModuleType("snippet")
    exec(compile(source, "snippet.py", "exec"), vars(module))
    return module.layout


def described(layout: Component) -> Any:
    """A layout as data, in which each `aio_id` that was made up is the same."""

    def plain(value: Any) -> Any:
        if isinstance(value, Component):
            return [value._type, plain(value.to_plotly_json()["props"])]
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        if isinstance(value, dict):
            # The functions of a snippet are those of another module.
            named = {"aio_id": "aio_id", "figure": str(value.get("figure")).rpartition(".")[2]}
            return {key: named.get(key) or plain(item) for key, item in value.items()}
        return value

    return plain(layout)


def formatted(source: str, length: int) -> str:
    """What `ruff format` makes of a source."""
    command = ["ruff", "format", "--isolated", f"--line-length={length}", "-"]
    ruff = str(Path(sys.executable).with_name("ruff"))
    return subprocess.run(
        [ruff, *command[1:]], input=source, capture_output=True, text=True, check=True
    ).stdout


def test_all_controls_fit_their_examples() -> None:
    declared = [importlib.import_module(f"pages.{name}.props").PROPS for name in pages.SECTIONS]
    assert len(EXAMPLES) == sum(map(len, declared))


def test_every_section_has_controls_on_its_simplest_page() -> None:
    assert {path.split("/")[1] for path in PATHS if path.endswith("/simple-usage")} == {
        name.replace("_", "-") for name in pages.SECTIONS
    }


@pytest.mark.parametrize("path", PATHS)
def test_controls_that_are_left_alone_give_the_example_to_the_letter(path: str) -> None:
    example = EXAMPLES[path]
    assert changed(example, shown(example)) is example.page
    assert example.query(example.initial) == ""
    assert example.snippet.source({}) == example.page.source
    assert described(example.snippet.layout({})) == described(demo(example.page))


@pytest.mark.parametrize("path", PATHS)
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_snippet_runs_and_gives_the_demo_and_its_address_gives_both_again(
    path: str, data: st.DataObject
) -> None:
    example = EXAMPLES[path]
    given = {name: data.draw(values(control), name) for name, control in example.controls.items()}
    read, _ = example.read(given)
    source = example.changed(read).source
    assert described(run(source)) == described(demo(example.changed(read)))
    assert example.read(dict(parse_qsl(example.query(read), keep_blank_values=True))) == (read, {})
    # What is around the call is the example's own.
    original = example.snippet.source({})
    before, _, after = original.partition(call(original, example))
    assert source.startswith(before)
    assert source.endswith(after)


def call(source: str, example: ExampleProps) -> str:
    """The call that the controls are for, as it stands in the source."""
    layout = next(node for node in ast.parse(source).body if isinstance(node, ast.Assign))
    names = [name for name in components.__all__ if f"{name}(" in source]
    calls = [
        text
        for node in ast.walk(layout)
        if isinstance(node, ast.Call)
        and (text := str(ast.get_source_segment(source, node))).startswith(tuple(names))
    ]
    return calls[example.props.call]


@pytest.mark.parametrize("length", [88, 110])
@pytest.mark.parametrize("path", PATHS)
def test_a_snippet_is_formatted_as_ruff_does(path: str, length: int) -> None:
    example = EXAMPLES[path]
    source = random.Random(0)
    texts = ["It's", 'He said "no"', "'\"", "back\\slash", "a\nb", "x" * 16, "long " * 12]
    for _ in range(12):
        given = shown(example)
        for name, control in example.controls.items():
            if isinstance(control, Choice):
                given[name] = source.choice(list(control.choices))
            elif isinstance(control, Text) and control.check is None:
                given[name] = source.choice([text for text in texts if len(text) <= control.maximum])
            elif isinstance(control, Colors):
                given[name] = ", ".join(sorted(COLOR_NAMES)[: source.randint(0, 12)])
        written = changed(example, given).source
        if length == 110 or "light-dark" not in written:  # the example itself is formatted for 110
            assert formatted(written, length) == written


def test_what_the_component_does_by_itself_is_not_written() -> None:
    example = EXAMPLES["/markdown-with-color/custom-props"]
    given = shown(example) | {"dropdown_props.clearable": "True", "dropdown_props.persistence": "False"}
    source = changed(example, given).source
    assert "dropdown_props=" not in source
    assert 'markdown_props={"style": {"fontSize": "1.5rem"}}' in source


@pytest.mark.parametrize(
    ("path", "name", "value", "message"),
    [
        ("data-table", "page_size", "0", "whole number from 1 to 100, not '0'"),
        ("data-table", "page_size", "101", "whole number from 1 to 100, not '101'"),
        ("data-table", "page_size", "1e1", "whole number"),
        ("data-table", "page_size", "٣", "whole number"),
        ("data-table", "page_size", 5, "whole number"),
        ("data-table", "page_size", None, "whole number"),
        ("data-table", "filter_query", "{continent} =", "not understood"),
        ("data-table", "filter_query", "{no such} = 1", "no such"),
        ("data-table", "filter_query", "x" * 201, "0 to 200 characters, not 201"),
        ("data-table", "filter_query", " " * 201, "0 to 200 characters, not 201"),
        ("data-table", "filter_query", ["", ""], "a text"),
        ("data-table", "sort_by", "[]", "the frame's own or"),
        ("data-table", "sort_by", [], "the frame's own or"),
        ("data-table", "filter_action", "native", "custom or none, not 'native'"),
        ("markdown-with-color", "text", {"type": "Div", "namespace": "dash_html_components"}, "a text"),
        ("markdown-with-color", "text", "\ud800", "a text"),
        ("markdown-with-color", "colors", "teal, bluu", "'bluu' is no colour"),
        ("markdown-with-color", "colors", "#12345", "'#12345' is no colour"),
        ("markdown-with-color", "colors", "red; background: url(x)", "is no colour"),
        ("markdown-with-color", "colors", "red, red", "red stands here twice"),
        ("markdown-with-color", "colors", ", ".join(f"#{n:06x}" for n in range(13)), "13 colours, and 12"),
        ("markdown-with-color", "colors", ["red"], "is no colour"),
        ("theme-switch", "light_props.children", " ", "1 to 16 characters"),
    ],
)
def test_a_value_that_is_none_gets_a_message(path: str, name: str, value: Any, message: str) -> None:
    example = EXAMPLES[f"/{path}/simple-usage"]
    values, messages = example.read(shown(example) | {name: value})
    assert values == example.initial
    assert messages.keys() == {name}
    assert message in messages[name]


@pytest.mark.parametrize(
    ("source", "number", "message"),
    [
        ("x = 1", 0, "doesn't assign a layout"),
        ("layout = MarkdownWithColorAIO('a')", 1, "has no call 1 of MarkdownWithColorAIO"),
        ("layout = MarkdownWithColorAIO(*'a')", 0, "unpacks its arguments"),
        ("layout = MarkdownWithColorAIO('a', **{})", 0, "unpacks its arguments"),
    ],
)
def test_an_example_without_such_a_call_is_refused(source: str, number: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Snippet(source, ModuleType("example"), "MarkdownWithColorAIO", number)


def test_the_second_call_is_replaced_beside_other_text() -> None:
    source = 'é = "é"\nlayout = [X("é"), X(é, aio_id=1)]  # é\n'.replace("X", "MarkdownWithColorAIO")
    module = ModuleType("example")
    vars(module).update({"é": "é", "MarkdownWithColorAIO": components.MarkdownWithColorAIO})
    snippet = Snippet(source, module, "MarkdownWithColorAIO", 1)
    assert snippet.value(("text",)) is ABSENT
    changes: dict[tuple[str, ...], Any] = {("colors",): ["red"], ("aio_id",): ABSENT}
    written = 'é = "é"\nlayout = [X("é"), X(\n    é,\n    colors=["red"],\n)]  # é\n'
    assert snippet.source(changes) == written.replace("X", "MarkdownWithColorAIO")
    assert snippet.layout(changes)[1].children[0].options == ["red"]


def test_what_a_component_refuses_is_said_in_place_of_the_demo(caplog: pytest.LogCaptureFixture) -> None:
    example = EXAMPLES["/markdown-with-color/simple-usage"]
    control = replace(example.controls["text"], argument="dropdown_props.id", default=None)
    refused = replace(example, props=Props([control], room="14rem"))
    card = demo(changed(refused, {"dropdown_props.id": "b"}))
    assert getattr(card, "role", None) == "alert"
    assert "dropdown_props['id'] can't be given" in str(card)
    assert f"The layout of {example.page.module_name} failed" in caplog.text


# Addresses.


def served(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:
        content: bytes = response.read()
    return content


PATH = "/markdown-with-color/custom-props"
QUERY = (
    "?text=%22It%27s%22+%F0%9F%98%80&colors=bluu&markdown_props.style.fontSize=3rem&utm=1&aio_id=x&text_=1"
)


def test_what_is_taken_along_has_the_values_of_the_address(site: str) -> None:
    example = EXAMPLES[PATH]
    source = changed(example, {"text": '"It\'s" 😀', "markdown_props.style.fontSize": "3rem"}).source
    with zipfile.ZipFile(io.BytesIO(served(f"{site}{PATH}.zip{QUERY}"))) as archive:
        assert archive.read("app.py").decode() == source
    text = served(f"{site}{PATH}.md{QUERY}").decode()
    assert f"```python\n{source}```" in text
    assert text.replace(source, example.page.source) == served(f"{site}{PATH}.md").decode()
    # In the very first answer, before any script runs.
    panel = served(f"{site}{PATH}{QUERY}").decode().partition('id="source-0" role="tabpanel"')[2]
    blocks = re.findall("<code>(.*?)</code>", panel.partition('role="tabpanel"')[0], re.DOTALL)
    assert unescape(re.sub("<[^>]*>", "", "".join(blocks))) == source


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0&sort_by=[]&filter_query={continent}%20%3D&filter_options.case=insensitive%22)",
        "page_size=5&page_size=6",
        "page_size=%27%2B__import__(%27os%27)%2B%27",
        "filter_query=%ff%00&page_size=%ed%a0%80",
        "aio_id=a&df=1&path=a&query=b&self=c&page=d&=&&page_size[]=5",
        "page_size=" + "9" * 5000,
    ],
)
def test_a_forged_address_gets_the_example_as_it_is(site: str, query: str) -> None:
    path = f"{site}/data-table/simple-usage"
    for address in (f"{path}.zip", f"{path}.md"):
        assert served(f"{address}?{query}") == served(address)
    first, own = (
        served(f"{path}{asked}").partition(b"<main")[2].partition(b"</main>")[0]
        for asked in (f"?{query}", "")
    )
    assert first == own != b""


def test_a_project_is_packed_once_and_none_is_kept_of_what_readers_ask_for(app: Any) -> None:
    example = EXAMPLES[PATH]
    section = next(section for section in SECTIONS if example.page in section.examples)
    packed = packed_example(example.page, section)
    with app.server.test_request_context(f"{PATH}.zip"):
        assert packed() is packed()
    with app.server.test_request_context(f"{PATH}.zip?text=a"):
        assert packed() == packed()
        assert packed() is not packed()


# In the browser.


def code(page: Page) -> str:
    """The source that is shown."""
    return "".join(page.locator("#source-0 code").all_text_contents())


def test_changing_markdown_changes_demo_and_source(site: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, site + "/markdown-with-color/custom-props")
    original = code(page)
    page.get_by_label("text", exact=True).fill('Say "hi", it\'s **bold** \\o/')
    expect(color_text(page).locator("strong")).to_have_text("bold")
    page.get_by_label("colors").fill("crimson, #008080")
    expect(color_text(page)).to_have_css("color", "rgb(220, 20, 60)")
    page.get_by_label("fontSize").select_option("3rem")
    expect(color_text(page)).to_have_css("font-size", "48px")
    pick(page, color_dropdown(page), "#008080")
    expect(color_text(page)).to_have_css("color", "rgb(0, 128, 128)")
    page.get_by_label("clearable").select_option("True")
    expect(page.locator("#demo .dash-dropdown-clear")).to_be_visible()
    note_texts(page.locator("#source-0 [role=status]"))
    page.get_by_role("button", name="Copy the whole file").first.click()
    page.wait_for_function("() => said[0] == 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert 'colors=["crimson", "#008080"],\n' in copied
    assert '"clearable"' not in copied
    assert run(copied).children[1].children == 'Say "hi", it\'s **bold** \\o/'

    page.get_by_role("button", name="Reset", exact=True).click()
    expect(page.get_by_label("colors")).to_have_value("darkslateblue, darkolivegreen, saddlebrown")
    expect(color_text(page)).to_have_text("Colours of your own, in larger letters.")
    wait_until(lambda: code(page) == original, page=page)


def test_changing_the_table_changes_demo_and_source(site: str, page: Page) -> None:
    visit(page, site + "/data-table/simple-usage")
    expect(cells(page, "country")).to_have_count(10)
    page.get_by_label("page_size").fill("3")
    expect(cells(page, "country")).to_have_count(3)
    page.get_by_label("filter_query").fill('{country} = "Japan"')
    expect(cells(page, "country")).to_have_text(["Japan"] * 3)
    page.get_by_label("sort_by").select_option("pop, highest first")
    expect(cells(page, "year")).to_have_text(["2007", "2002", "1997"])
    page.get_by_label("sort_mode").select_option("single")
    page.get_by_label("filter_options.case").select_option("insensitive")
    expect(page.locator("#source-0 code").last).to_contain_text('filter_options={"case": "insensitive"}')
    page.get_by_label("filter_action").select_option("none")
    expect(page.locator("#demo th.dash-filter")).to_have_count(0)
    expect(page.locator("#source-0 code").last).to_contain_text('filter_action="none"')
    expect(cells(page, "year")).to_have_text(["2007", "2002", "1997"])


def test_changing_a_switch_leaves_the_other_as_it_was(site: str, page: Page) -> None:
    visit(page, site + "/theme-switch/simple-usage")
    page.get_by_label("light_props.children").fill("Noon")
    page.get_by_label("choice_props.aria-label").fill("Hour")
    second = page.locator("#demo").get_by_role("group", name="Hour")
    expect(second.get_by_role("button")).to_have_text(["Noon", "☾ Night", "System"])
    first = page.locator("#demo").get_by_role("group", name="Theme")
    expect(first.get_by_role("button")).to_have_text(["Light", "Dark", "System"])
    second.get_by_role("button", name="Night").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(first.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_an_answer_that_a_later_one_overtook_is_dropped(site: str, page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if not held and json.loads(route.request.post_data or "")["output"].startswith("..demo"):
            held.append(route)
        else:
            route.continue_()

    visit(page, site + "/theme-switch/simple-usage")
    page.route("**/_dash-update-component*", hold_the_first)
    page.get_by_label("light_props.children").fill("Noon")
    wait_until(lambda: held, page=page)
    page.get_by_label("choice_props.aria-label").fill("Hour")
    second = page.locator("#demo").get_by_role("group", name="Hour")
    expect(second.get_by_role("button")).to_have_text(["Noon", "☾ Night", "System"])
    # Whether the demo has that group, each time that it changes from now on.
    page.evaluate(
        "() => { const demo = document.getElementById('demo'); window.hours = [];"
        " new MutationObserver(() => hours.push(!!demo.querySelector('[aria-label=Hour]')))"
        ".observe(demo, { attributes: true, childList: true, subtree: true }) }"
    )
    with page.expect_event("requestfinished", lambda request: request == held[0].request):
        held[0].continue_()
    # By the time of a later answer, the renderer would have shown this one.
    page.get_by_label("dark_props.children").fill("Dusk")
    expect(second.get_by_role("button")).to_have_text(["Noon", "Dusk", "System"])
    assert page.evaluate("hours") == [True] * page.evaluate("hours.length")
    expect(page.locator("#source-0 code").last).to_contain_text("Hour")


def test_a_bad_value_gets_a_message_by_its_field_and_changes_nothing(site: str, page: Page) -> None:
    visit(page, site + "/data-table/simple-usage")
    expect(cells(page, "country")).to_have_count(10)
    original = code(page)
    page.get_by_label("page_size").fill("1000")
    message = page.locator(".fields > div", has=page.get_by_label("page_size")).locator("[aria-live]")
    expect(message).to_have_text("This has to be a whole number from 1 to 100, not '1000'.")
    expect(message).to_have_attribute("aria-live", "polite")
    assert code(page) == original
    expect(cells(page, "country")).to_have_count(10)
    page.get_by_label("page_size").fill("5")
    expect(cells(page, "country")).to_have_count(5)
    expect(message).to_have_text("Rows of a page: no others are sent.")


def test_controls_are_used_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + "/markdown-with-color/custom-props")
    settled(page)  # what is typed before that, an answer to the page's first callbacks may overwrite
    page.get_by_label("colors").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("teal")
    expect(color_text(page)).to_have_css("color", "rgb(0, 128, 128)")
    expect(page.get_by_label("colors")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("clearable")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#source-0 code").last).not_to_contain_text('"clearable"')
    page.get_by_role("button", name="Reset", exact=True).focus()
    page.keyboard.press("Enter")
    expect(color_text(page)).to_have_css("color", "rgb(72, 61, 139)")


def test_changes_are_in_the_address_and_back_takes_them_back(site: str, page: Page) -> None:
    path = site + "/markdown-with-color/custom-props"
    text, size = page.get_by_label("text", exact=True), page.get_by_label("fontSize")
    visit(page, f"{path}?markdown_props.style.fontSize=2rem&colors=teal,+bluu&utm=1")
    # From the start: demo, source, controls, and what is wrong.
    expect(color_text(page)).to_have_css("font-size", "32px")
    expect(color_text(page)).to_have_css("color", "rgb(72, 61, 139)")
    assert '"fontSize": "2rem"' in code(page)
    expect(size).to_have_value("2rem")
    expect(page.locator(".props .invalid-feedback")).to_have_text(re.compile("^'bluu' is no colour"))
    entries = page.evaluate("history.length")
    text.press_sequentially("One & ")
    text.press("Home")
    expect(page).to_have_url(re.compile(r"\?text=.*&markdown_props\.style\.fontSize=2rem$"))
    size.select_option("3rem")
    expect(page).to_have_url(re.compile("fontSize=3rem$"))
    assert page.evaluate("history.length") == entries + 2
    expect(page.get_by_role("link", name="Download project")).to_have_attribute(
        "href", re.compile("zip.*=3rem$")
    )
    expect(page.get_by_role("link", name="View as Markdown")).to_have_attribute(
        "href", re.compile("md.*=3rem$")
    )
    page.go_back()
    expect(size).to_have_value("2rem")
    expect(color_text(page)).to_have_text(re.compile("One &"))
    expect(color_text(page)).to_have_css("font-size", "32px")
    assert '"fontSize": "2rem"' in code(page)
    page.go_back()
    expect(color_text(page)).not_to_have_text(re.compile("One &"))
    page.go_forward()
    expect(color_text(page)).to_have_text(re.compile("One &"))


def test_reset_takes_back_what_is_not_sent_yet(site: str, page: Page) -> None:
    visit(page, site + "/theme-switch/simple-usage")
    page.clock.install()
    original, label = code(page), page.get_by_label("light_props.children")
    label.fill("Noon")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.clock.fast_forward(1000)
    settled(page)
    expect(label).to_have_value("☀ Day")
    assert code(page) == original


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_controls_stay_where_they_are_while_the_demo_changes(site: str, page: Page, viewport: Any) -> None:
    page.set_viewport_size(viewport)
    visit(page, site + "/data-table/simple-usage")
    expect(cells(page, "country")).to_have_count(10)
    field = page.get_by_label("page_size")
    field.scroll_into_view_if_needed()
    before = box(field)
    for size in ("40", "1000", "2"):
        field.fill(size)
        if size != "1000":
            expect(cells(page, "country")).to_have_count(int(size))
        else:
            expect(page.locator(".props .invalid-feedback")).to_be_visible()
        assert box(field) == before
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_a_long_message_on_a_small_phone_moves_nothing(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    visit(page, site + "/data-table/simple-usage")
    expect(cells(page, "country")).to_have_count(10)
    props = page.locator(".props")
    # In one call, for the page may be scrolling to the field.
    height = "props => props.getBoundingClientRect().height"
    before = props.evaluate(height)
    for query, message in (("{continent} =", "missing"), (f"{{{'no such ' * 9}}} = 1", "doesn't have")):
        page.get_by_label("filter_query").fill(query)
        expect(page.locator(".props .invalid-feedback")).to_contain_text(message)
        assert props.evaluate(height) == before


@pytest.mark.parametrize("path", PATHS)
def test_readers_are_told_of_the_second_instance_where_there_can_be_one(
    site: str, page: Page, path: str
) -> None:
    visit(page, site + path)
    told = page.locator(".props > p").get_by_text("A second instance stays as the example has it.")
    assert told.count() == page.get_by_role("button", name="Add a second instance").count()


@pytest.mark.usefixtures("app")
def test_a_page_that_can_have_no_second_instance_does_not_speak_of_one() -> None:
    section = SECTIONS[0]
    found = section.examples[0]
    module = ModuleType("example")
    vars(module).update(vars(found.module) | {"layout": html.Div(id="once")})
    told = "the demo and its source follow. A second instance"
    assert told in str(ExamplePage(found, section).island({}))
    changed = str(ExamplePage(replace(found, module=module), section).island({}))
    assert told not in changed
    assert told.partition(".")[0] in changed


def test_two_tabs_do_not_touch_each_other(site: str, page: Page) -> None:
    path = site + "/markdown-with-color/simple-usage"
    visit(page, path)
    with page.context.expect_page() as opened:
        page.evaluate("path => { window.open(path) }", path)
    other = opened.value
    rendered(other)
    page.get_by_label("text", exact=True).fill("First tab")
    expect(color_text(page)).to_have_text("First tab")
    other.get_by_label("colors").fill("teal")
    expect(color_text(other)).to_have_css("color", "rgb(0, 128, 128)")
    expect(color_text(other)).to_have_text("Hello World")
    expect(color_text(page)).to_have_css("color", "rgb(0, 31, 63)")
    assert "First tab" not in code(other)
    other.close()


@pytest.mark.parametrize(
    ("path", "given", "selector", "text"),
    [
        ("/markdown-with-color/custom-props", {"text": '"It\'s" 😀\\n'}, "[id*=markdown]", '"It\'s" 😀\\n'),
        (
            "/data-table/simple-usage",
            {"filter_query": '{country} = "Japan"'},
            "td[data-dash-column=country]",
            "Japan",
        ),
        ("/theme-switch/simple-usage", {"dark_props.children": '"☾"'}, "[id*=dark]", '"☾"'),
    ],
)
def test_a_snippet_is_a_whole_app(
    page: Page, tmp_path: Path, path: str, given: dict[str, Any], selector: str, text: str
) -> None:
    example = EXAMPLES[path]
    snippet = tmp_path / "snippet.py"
    snippet.write_text(changed(example, given).source, encoding="utf-8")
    with serve([sys.executable, str(snippet)], {"REDIS_URL": ""}) as url, leaving(page):
        visit(page, url)
        expect(page.locator(selector).last).to_have_text(text)


# Forged requests.


@pytest.fixture(scope="module")
def recorded(served_app: str, browser: Browser) -> list[dict[str, Any]]:
    """The bodies of the requests that the controls send at a change, and at Reset."""
    bodies: list[dict[str, Any]] = []

    def record(request: Request) -> None:
        if "_dash-update-component" in request.url and "props" in (request.post_data or ""):
            bodies.append(json.loads(request.post_data or ""))

    page = browser.new_page()
    page.on("request", record)
    for path, example in EXAMPLES.items():
        visit(page, served_app + path)
        earlier = len(bodies)
        original = page.locator("#source-0 code").last.text_content() or ""
        page.get_by_label(next(iter(example.controls)), exact=True).fill("7")
        expect(page.locator("#source-0 code").last).not_to_have_text(original)
        page.get_by_role("button", name="Reset", exact=True).click()
        expect(page.locator("#source-0 code").last).to_have_text(original)
        # Of the change: demo, source, and a message; of Reset: demo, source, and all messages.
        wait_until(lambda: len(bodies) - earlier >= 5 + len(example.controls), page=page)  # noqa: B023 - called here
    page.close()
    return bodies


def test_hostile_values_get_a_message_or_a_demo(client: FlaskClient, recorded: list[dict[str, Any]]) -> None:
    checks = {
        control_of(body["inputs"][0]["id"]): body for body in recorded if "props-help" in body["output"]
    }
    for body in rebuilds(recorded):
        for position, entry in enumerate(body["inputs"][0]):
            for value in HOSTILE:
                forged = copy.deepcopy(body)
                forged["inputs"][0][position]["value"] = value
                rebuilt, answer = send(client, json.dumps(forged).encode())
                forged = copy.deepcopy(checks[control_of(entry["id"])])
                forged["inputs"][0]["value"] = value
                checked, message = send(client, json.dumps(forged).encode())
                assert (rebuilt, checked) in ((200, 200), (204, 200)), (value, answer, message)
                assert (rebuilt == 204) == (b"FormFeedback" in message), (value, message)


def rebuilds(recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each page, one request for the demo, and one for the source."""
    found = [body for body in recorded if body["output"].startswith(("..demo", "source-0"))]
    return list({(body["output"], body["inputs"][0][0]["id"]["page"]): body for body in found}.values())


def control_of(control_id: dict[str, str]) -> tuple[str, str]:
    return control_id["page"], control_id["argument"]


def test_controls_of_other_pages_or_unknown_ones_are_not_answered(
    client: FlaskClient,
    recorded: list[dict[str, Any]],
) -> None:
    body = rebuilds(recorded)[0]
    check = next(body for body in recorded if "props-help" in body["output"])
    for key, value in (
        ("page", "pages.home"),
        ("page", "os"),
        ("page", True),
        ("argument", "aio_id"),
        ("argument", 0),
    ):
        forged = copy.deepcopy(body)
        forged["inputs"][0][0]["id"][key] = value
        assert send(client, json.dumps(forged).encode())[0] == 204
        for entry in forged["inputs"][0]:
            entry["id"][key] = value
        assert send(client, json.dumps(forged).encode())[0] == 204
        forged = copy.deepcopy(check)
        forged["inputs"][0]["id"][key] = value
        assert send(client, json.dumps(forged).encode())[0] == 204
    entries: Any
    for entries in ([], body["inputs"][0][:1], body["inputs"][0] * 2, body["inputs"][0][0]):
        forged = body | {"inputs": [entries]}
        assert send(client, json.dumps(forged).encode())[0] == 204


@pytest.mark.parametrize("seed", range(2))
def test_mutated_requests_of_controls_are_never_a_server_error(
    client: FlaskClient,
    recorded: list[dict[str, Any]],
    seed: int,
) -> None:
    source = random.Random(seed)
    statuses = set()
    for _ in range(1000):
        body = mutated(source.choice(recorded), source)
        status, answer = ask(client, json.dumps(body).encode())
        assert status in (200, 204, 400, 413), (body, answer)
        statuses.add(status)
    assert {200, 204, 400} <= statuses


def test_controls_that_do_not_fit_their_example_leave_its_page_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    section = SECTIONS[0]
    changed = replace(section.examples[0], source='"""Changed"""\n\n\ndef layout():\n    return None\n')
    assert example_props(changed, section.component) is None
    assert f"{changed.module_name} has no controls: ValueError: " in caplog.text
