"""The section on a demo's ids and callbacks: what it lists, what its log tells, and a second instance of the demo."""

from __future__ import annotations

import html as html_entities
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pytest
from dash import Dash, dcc, html
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Locator, Page, Route, expect

from components import DataTableAIO, MarkdownWithColorAIO
from gallery.anatomy.callbacks import Callback, Dependency, Place, clientside_calls, page_callbacks
from gallery.anatomy.instances import layout_ids, obstacle_to_second_instance, with_other_aio_ids
from gallery.loading import Page as Example
from gallery.page.example import source_files
from gallery.page.island import demo
from tests.browser import visit
from tests.site.interactions import color_dropdown, color_text, pick, type_filter
from tests.site.test_examples import EXAMPLES, MODULES
from tests.site.test_forged_requests import HOSTILE, send
from tests.waiting import wait_until

SIMPLE = "/markdown-with-color/simple-usage"
TABLE = "/data-table/simple-usage"
DYNAMIC = "/data-table/dynamic-with-graphs"
ONE_OUTPUT = "/markdown-with-color/one-output"
SWITCH = "/theme-switch/simple-usage"

UPDATE = "/_dash-update-component"
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CALLED_AT_FIRST = 2
"""The callbacks of a table without an export."""

# Those without an id that can stand on a page only once.
TWICE = [example for example in EXAMPLES if not re.search(r'\bid="', example.source)]


def declared(example: Example) -> list[str]:
    """The callbacks that an example's files declare, as one reads them; those in a row of one name are one."""
    begins = re.compile(
        r"^ *(?:@callback\(.*?^ *def (\w+)\(|clientside_callback\()", re.MULTILINE | re.DOTALL
    )
    names = [
        found[1] or "clientside_callback"
        for file, source in source_files(example).items()
        if file.endswith(".py")
        for found in begins.finditer(source)
    ]
    return once_in_a_row(names)


def once_in_a_row(names: Iterable[str]) -> list[str]:
    return [name for name, _ in groupby(names)]


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page whose console isn't watched, for callbacks that are made to fail."""
    with browser.new_context() as context:
        yield context.new_page()


def entries(page: Page) -> Locator:
    """The log's entries, the newest first."""
    return page.locator("#anatomy-log > li")


def open_newest(page: Page, name: str = "") -> Locator:
    """Open the newest entry, of all or of one callback."""
    entry = entries(page).filter(has_text=name).first
    entry.locator("summary").first.click()
    return entry


def visit_and_clear(page: Page, url: str, first_entries: int) -> None:
    """Open a page, and clear its log of what ran when it loaded."""
    visit(page, url)
    expect(entries(page)).to_have_count(first_entries)
    page.get_by_role("button", name="Clear the log").click()
    expect(entries(page)).to_have_count(0)


# What is declared.


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_a_pages_callbacks_are_those_of_its_files_and_their_lines_declare_them(
    app: Dash, example: Example
) -> None:
    files = source_files(example)
    callbacks = page_callbacks(example, files)
    assert once_in_a_row(callback.name for callback in callbacks) == declared(example) != []
    for callback in callbacks:
        lines = files[callback.place.file].splitlines()[callback.place.first - 1 : callback.place.last]
        begins = "clientside_callback(" if callback.clientside else "@"
        assert lines[0].strip().startswith(begins)
        assert callback.clientside or any(f"def {callback.name}(" in line for line in lines)
        assert lines[-1].strip().startswith(")" if callback.clientside else "return")


def test_a_clientside_callback_is_found_only_where_no_other_declares_the_same() -> None:
    call = 'dash.clientside_callback("f", Output("a", "value"), [Input({"b": MATCH}, "data")])\n'
    (found,) = clientside_calls("one.py", f"\n{call}")
    assert found == ((("Input", "data"), ("Output", "value")), Place("one.py", 2, 2))
    assert clientside_calls("none.py", "callback(Output('a', 'value'))\n") == []
    assert clientside_calls("broken.py", "layout = (\n") == []


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_the_first_html_has_the_pages_callbacks_and_no_others(site: str, example: Example) -> None:
    with urllib.request.urlopen(site + example.path) as response:
        content = response.read().decode()
    cards = [
        json.loads(html_entities.unescape(card)) for card in re.findall('data-callback="([^"]*)"', content)
    ]
    assert once_in_a_row(card["name"] for card in cards) == declared(example)
    assert "show_second_instance" not in content


# What is on the page.


def ids_listed(page: Page) -> list[str]:
    return page.locator("#anatomy-ids tr").all_inner_texts()


def test_ids_are_those_in_the_demo_also_of_components_without_an_element(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    table = page.locator("#anatomy-ids table")
    expect(table).to_contain_text("instance 1 DataTableAIO, aio_id")
    assert [row.split("\t") for row in ids_listed(page)[1:]] == [
        ["store", "dcc.Store"],
        ["notice", "html.Div"],
        ["row_count", "html.Div"],
        ["datatable", "dash_table.DataTable"],
        ["page", "dcc.Store"],
        ["selection", "dcc.Store"],
        ["counting", "dcc.Store"],
    ]
    aio_id = page.locator("#demo [id*=datatable]").first.get_attribute("id") or ""
    expect(table).to_contain_text(json.dumps(json.loads(aio_id)["aio_id"]))


def test_ids_follow_a_callback_that_makes_components(site: str, page: Page) -> None:
    held: list[Route] = []
    page.route(f"**{UPDATE}*", lambda route: hold_table(route, held))
    visit(page, site + DYNAMIC)
    card = page.locator("#anatomy [data-callback]")
    shown = card.filter(has_text="show_rows")
    expect(page.locator("#anatomy-ids")).to_contain_text("dataset-graphs")
    expect(page.locator("#anatomy-ids")).not_to_contain_text("DataTableAIO")
    expect(shown).to_contain_text("matches nothing yet")
    held.pop().continue_()
    expect(page.locator("#anatomy-ids")).to_contain_text('DataTableAIO, aio_id "dataset-table"')
    expect(shown).to_contain_text("matches instance 1")
    expect(card.filter(has_text="draw_graphs")).to_contain_text("bound to instance 1")
    expect(card.filter(has_text="show_table")).to_contain_text("bound to plain ids")


def hold_table(route: Route, held: list[Route]) -> None:
    """Keep the request of the callback that makes the table."""
    is_table = json.loads(route.request.post_data or "")["output"] == "dataset-table.children"
    held.append(route) if is_table and not held else route.continue_()


def test_ids_follow_a_demo_that_is_replaced_or_emptied(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    ids = page.locator("#anatomy-ids")
    expect(ids).to_contain_text("MarkdownWithColorAIO")
    other = {"type": "P", "namespace": "dash_html_components", "props": {"id": "other"}}
    page.evaluate("children => dash_clientside.set_props('demo', { children })", other)
    expect(ids).not_to_contain_text("MarkdownWithColorAIO")
    assert ids_listed(page) == ["Plain ids, each on a page once", "other\thtml.P"]
    page.evaluate("dash_clientside.set_props('demo', { children: null })")
    expect(ids).to_have_text("There is no id in the demo.")


def test_a_demo_that_is_rebuilt_is_the_first_instance_still(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    mark = page.locator("#anatomy-ids .anatomy-instance")
    for text in ("one", "two", "three"):
        page.get_by_label("text", exact=True).fill(text)
        expect(page.locator("#demo")).to_contain_text(text)
        expect(page.locator("#anatomy-ids")).to_contain_text("MarkdownWithColorAIO")
        expect(mark).to_have_text("instance 1")
    page.get_by_role("button", name="Add a second instance").click()
    expect(mark).to_have_text(["instance 1", "instance 2"])


def test_ids_that_a_callback_takes_away_are_gone(site: str, page: Page) -> None:
    visit(page, site + DYNAMIC)
    ids = page.locator("#anatomy-ids")
    expect(ids).to_contain_text("DataTableAIO")
    # The renderer goes on listing what None has taken the place of.
    body = {"multi": True, "response": {"dataset-table": {"children": None}}}
    page.route(f"**{UPDATE}*", lambda route: route.fulfill(json=body))
    pick(page, page.locator("#dataset"), "tips")
    expect(ids).not_to_contain_text("DataTableAIO")
    expect(ids).to_contain_text("dataset-table")


def test_a_callback_matches_the_instances_that_have_all_of_its_ids(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    expect(page.locator("#anatomy-ids")).to_contain_text("instance 1")
    parts = [("dropdown", "half"), ("dropdown", "whole"), ("markdown", "whole")]
    children = [
        {
            "type": "P",
            "namespace": "dash_html_components",
            "props": {"id": getattr(MarkdownWithColorAIO.ids, subcomponent)(aio_id)},
        }
        for subcomponent, aio_id in parts
    ]
    page.evaluate("children => dash_clientside.set_props('demo', { children })", children)
    expect(page.locator("#anatomy-ids [scope=rowgroup]")).to_have_text(
        [re.compile("half"), re.compile("whole")]
    )
    expect(page.locator("#anatomy .anatomy-matches")).to_have_text("matches instance 2")


def test_the_sites_own_switch_is_not_in_the_list(site: str, page: Page) -> None:
    visit(page, site + SWITCH)
    expect(page.locator("#anatomy-ids [scope=rowgroup]")).to_have_count(2)
    expect(page.locator("#anatomy-ids")).not_to_contain_text("site-theme")


# The log.


def test_the_log_tells_what_ran_what_set_it_off_what_was_sent_and_returned(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    expect(entries(page)).to_have_count(1)
    expect(entries(page).first).to_contain_text("its components appeared → markdown.style")
    with page.expect_response(f"**{UPDATE}*") as answer:
        pick(page, color_dropdown(page), "#85144b")
    expect(entries(page)).to_have_count(2)
    sent = len(answer.value.request.post_data or "")
    back = len(json.dumps(answer.value.json()["response"], separators=(",", ":")))
    expect(entries(page).first).to_contain_text("dropdown.value → markdown.style")
    expect(entries(page).first).to_contain_text(f"{sent} B sent, {back} B back")
    expect(entries(page).first).to_contain_text(re.compile(r"\d ms"))
    entry = open_newest(page)
    expect(entry).to_contain_text('Input dropdown.value = "#85144b"')
    expect(entry).to_contain_text('State markdown.style = { "color": "#001f3f" }')
    expect(entry.locator("dd").last).to_have_text('markdown.style = { "color": "#85144b" }')
    expect(page.get_by_role("link", name="What just happened: 2 callbacks ran")).to_be_visible()


def test_values_are_shortened_and_shown_whole_on_demand(site: str, page: Page) -> None:
    visit_and_clear(page, site + TABLE, CALLED_AT_FIRST)
    type_filter(page, "country", "Kenya")
    entry = open_newest(page, "show_rows")
    rows = entry.locator("dd", has_text="datatable.data")
    expect(rows.locator("pre")).to_be_empty()
    assert len(rows.inner_text()) < 150
    rows.locator("summary").click()
    whole = json.loads(rows.locator("pre").inner_text())
    assert [row["country"] for row in whole] == ["Kenya"] * 10


def test_what_is_sent_and_returned_is_text_and_never_html(site: str, page: Page) -> None:
    visit_and_clear(page, site + TABLE, CALLED_AT_FIRST)
    type_filter(page, "country", '"<img src=x onerror=alert(1)>"')
    expect(entries(page)).to_have_count(CALLED_AT_FIRST)
    entry = open_newest(page, "show_rows")
    expect(entry).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#anatomy-log img").count() == 0


def test_answers_that_overtake_each_other_stay_with_their_requests(site: str, page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        request = json.loads(route.request.post_data or "")
        picked = request["output"] == "latest-color.children"
        held.append(route) if picked and not held else route.continue_()

    visit_and_clear(page, site + ONE_OUTPUT, 3)
    page.route(f"**{UPDATE}*", hold_the_first)
    dropdowns = page.locator("#demo button.dash-dropdown")
    pick(page, dropdowns.nth(0), "#85144b")
    pick(page, dropdowns.nth(2), "#3D9970")
    latest = page.locator("#latest-color")
    expect(latest).to_have_text("Latest: #3D9970, for the shore")
    told = entries(page).filter(has_text="tell_the_latest")
    expect(told.nth(1)).to_contain_text("running")
    held[0].continue_()
    # As the page says: the answer that came last is shown, although it is the older one.
    expect(latest).to_have_text("Latest: #85144b, for the sky")
    expect(told.nth(1)).not_to_contain_text("running")
    for number, (instance, text) in enumerate(
        (("3", "#3D9970, for the shore"), ("1", "#85144b, for the sky"))
    ):
        expect(told.nth(number)).to_contain_text(f"instance {instance}tell_the_latest")
        told.nth(number).locator("summary").first.click()
        expect(told.nth(number).locator("dd").last).to_contain_text(text)


def test_callbacks_in_the_browser_are_told_too_and_the_headers_are_not(site: str, page: Page) -> None:
    visit_and_clear(page, site + SWITCH, 2)
    # The header's switch tells the demo's two, whose callbacks run; its own is not told.
    page.locator("header").get_by_role("button", name="Dark").click()
    expect(entries(page)).to_have_count(2)
    for text in ("in the browser, nothing sent", "choice.value → theme.value, light.aria-pressed"):
        expect(entries(page).first).to_contain_text(text)
    entry = open_newest(page)
    expect(entry).to_contain_text('Input choice.value = "dark"')
    expect(entry).to_contain_text('dark.aria-pressed = "true"')


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"status": 500, "body": "<b>Internal</b>"}, ["status 500", "<b>Internal</b>"]),
        # Dash has read the body.
        ({"status": 400, "body": "Malformed request"}, ["status 400", "Bad Request"]),
        (None, ["no answer", "the server did not respond"]),
    ],
)
def test_failures_are_shown_as_such(
    site: str, unwatched: Page, answer: dict[str, Any] | None, told: list[str]
) -> None:
    visit_and_clear(unwatched, site + SIMPLE, 1)
    unwatched.route(f"**{UPDATE}*", lambda route: route.fulfill(**answer) if answer else route.abort())
    pick(unwatched, color_dropdown(unwatched), "#85144b")
    expect(entries(unwatched).first).to_contain_text(told[0])
    expect(entries(unwatched).first).to_have_attribute("data-status", "failed")
    entry = open_newest(unwatched)
    expect(entry).to_contain_text('Input dropdown.value = "#85144b"')
    expect(entry.locator("dd").last).to_contain_text(told[1])


def test_an_exception_on_the_server_is_a_failure_although_its_status_is_200(
    site: str, unwatched: Page
) -> None:
    visit_and_clear(unwatched, site + SIMPLE, 1)
    body = {"multi": True, "response": {}, "sideUpdate": {"callback-error": {"children": "went wrong"}}}
    unwatched.route(f"**{UPDATE}*", lambda route: route.fulfill(json=body))
    pick(unwatched, color_dropdown(unwatched), "#85144b")
    expect(entries(unwatched).first).to_contain_text("an exception on the server")


def test_no_update_is_told(site: str, page: Page) -> None:
    visit_and_clear(page, site + SIMPLE, 1)
    page.route(f"**{UPDATE}*", lambda route: route.fulfill(status=204))
    pick(page, color_dropdown(page), "#85144b")
    expect(entries(page).first).to_contain_text("no update")
    expect(entries(page).first).to_have_attribute("data-status", "done")


# Picks one colour after the other, each when Dash is done with the one before.
PICK_OFTEN = """async (times) => {
  const id = JSON.parse(document.querySelector("#demo button.dash-dropdown").id);
  for (let time = 0; time < times; time += 1) {
    dash_clientside.set_props(id, { value: ["#85144b", "#3D9970"][time % 2] });
    do await new Promise(requestAnimationFrame); while (dash_stores[0].getState().isLoading);
  }
}"""


def in_background(route: Route) -> None:
    """Tell the browser that all callbacks run in the background."""
    callbacks = route.fetch().json()
    route.fulfill(json=[declared | {"background": {"interval": 1}} for declared in callbacks])


def test_a_callback_in_the_background_is_one_entry_until_it_is_done(site: str, page: Page) -> None:
    page.route("**/_dash-dependencies", in_background)
    visit_and_clear(page, site + SIMPLE, 1)
    answers = [{"job": "7", "cacheKey": "k"}, {"job": "7"}]
    held: list[Route] = []

    def answer(route: Route) -> None:
        route.fulfill(json=answers.pop(0)) if answers else held.append(route)

    page.route(f"**{UPDATE}*", answer)
    pick(page, color_dropdown(page), "#85144b")
    wait_until(lambda: held, page=page)
    expect(entries(page)).to_have_count(1)
    expect(entries(page).first).to_contain_text("in the background")
    response = {color_text(page).get_attribute("id"): {"style": {"color": "#85144b"}}}
    held.pop().fulfill(json={"multi": True, "response": response})
    expect(entries(page).first).to_contain_text("→ markdown.style")
    expect(entries(page).first).not_to_contain_text("in the background")
    expect(entries(page)).to_have_count(1)


def test_the_log_is_bounded_and_cleared(site: str, page: Page) -> None:
    visit_and_clear(page, site + SIMPLE, 1)
    invitation = page.get_by_text("Nothing yet. Use the demo")
    expect(invitation).to_be_visible()
    page.evaluate(PICK_OFTEN, 60)
    expect(page.locator("#anatomy-count")).to_have_text(": 60 callbacks ran")
    expect(entries(page)).to_have_count(50)
    expect(invitation).to_be_hidden()
    page.get_by_role("button", name="Clear the log").click()
    expect(entries(page)).to_have_count(0)
    expect(invitation).to_be_visible()
    expect(page.locator("#anatomy-count")).to_be_empty()


def test_a_reader_who_listens_is_told_the_number_when_there_is_a_pause(site: str, page: Page) -> None:
    visit(page, site + ONE_OUTPUT)
    expect(entries(page)).to_have_count(3)
    status = page.locator("#anatomy-status")
    expect(status).to_be_empty()
    # What the status says, each time that log or status change from now on.
    page.evaluate(
        "() => { const status = document.getElementById('anatomy-status'); window.said = [];"
        " const observer = new MutationObserver(() => said.push(status.textContent));"
        " for (const place of [status, document.getElementById('anatomy-log')])"
        " observer.observe(place, { childList: true }) }"
    )
    pick(page, page.locator("#demo button.dash-dropdown").first, "#85144b")
    expect(entries(page)).to_have_count(5)
    expect(status).to_have_text("2 callbacks ran")
    said = page.evaluate("said")
    assert said[0] == ""
    assert set(said) == {"", "2 callbacks ran"}


def test_other_pages_have_no_log(site: str, page: Page) -> None:
    visit(page, site + "/convention")
    page.wait_for_load_state("networkidle")
    assert page.locator("[id^=anatomy]").count() == 0


# A second instance.


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_a_demo_can_stand_twice_unless_it_has_a_plain_id(app: Dash, example: Example) -> None:
    obstacle = obstacle_to_second_instance(demo(example), page_callbacks(example, source_files(example)))
    if example in TWICE:
        assert obstacle is None
    else:
        told = re.fullmatch(
            'No second instance: the id (".+") can stand on a page only once.', obstacle or ""
        )
        assert told
        assert told[1] in example.source


def test_a_demo_can_not_stand_twice_if_a_callback_is_bound_to_one_of_its_aio_ids() -> None:
    layout = MarkdownWithColorAIO("one", aio_id="one")

    def bound_to(aio_id: Any) -> Callback:
        dependency = Dependency(MarkdownWithColorAIO.ids.dropdown(aio_id), "value")
        return Callback("x", "tell", (), (dependency,), (), Place("one.py", 1, 2))

    assert obstacle_to_second_instance(layout, [bound_to(["MATCH"]), bound_to("other")]) is None
    obstacle = 'No second instance: tell is bound to the aio_id "one" alone.'
    assert obstacle_to_second_instance(layout, [bound_to("one")]) == obstacle


def test_ids_are_found_in_every_property() -> None:
    layout = html.Div(
        [dcc.Tab(label="x", children=[html.P(id="a")]), dcc.Loading(custom_spinner=html.P(id="b"))]
    )
    assert sorted(layout_ids([layout])) == ["a", "b"]


def test_the_copy_has_other_aio_ids_and_the_layout_stays_as_it_was() -> None:
    layout = html.Div([MarkdownWithColorAIO("a", aio_id="a"), MarkdownWithColorAIO("b", aio_id="a-2")])
    before = layout_ids(layout)
    copied = json.dumps(with_other_aio_ids(layout))
    assert layout_ids(layout) == before
    assert re.findall('"aio_id": ("[^"]+")', copied) == ['"a-3"', '"a-3"', '"a-2-2"', '"a-2-2"']
    assert (
        MarkdownWithColorAIO.ids.dropdown("a-3").items()
        <= json.loads(copied)["props"]["children"][0]["props"]["children"][0]["props"]["id"].items()
    )


def test_what_leads_to_an_id_leads_to_the_copys_own() -> None:
    field = {"subcomponent": "größe", "aio_id": "a", "component": "FormAIO"}
    layout = html.Div(
        [
            html.Label("of the field", htmlFor='{"aio_id":"a","component":"FormAIO","subcomponent":"größe"}'),
            html.Label("of another", htmlFor='{"aio_id":"b","component":"FormAIO","subcomponent":"größe"}'),
            dcc.Input(id=field),
            dcc.Store(id=field | {"subcomponent": "store"}, data={"of": field}),
        ]
    )
    label, other, copied, store = (part["props"] for part in with_other_aio_ids(layout)["props"]["children"])
    assert label["htmlFor"] == '{"aio_id":"a-2","component":"FormAIO","subcomponent":"größe"}'
    assert other["htmlFor"] == layout.children[1].htmlFor
    assert copied["id"] == store["data"]["of"] == field | {"aio_id": "a-2"}


def test_an_aio_id_that_was_made_up_becomes_another_one() -> None:
    layout = MarkdownWithColorAIO("a")
    copied = {part["aio_id"] for part in layout_ids(layout)}
    (made,) = set(re.findall('"aio_id": "([^"]+)"', json.dumps(with_other_aio_ids(layout))))
    assert UUID.fullmatch(made)
    assert made not in copied


def test_the_copy_of_a_table_has_the_same_frame_and_no_more_of_it() -> None:
    table = DataTableAIO(data=[{"secret": "on the server"}], aio_id=7)
    copied = json.dumps(with_other_aio_ids(table))
    assert copied.count('"aio_id": "7-2"') == 7
    assert "on the server" not in copied
    assert copied.count(table._store.data["df"]) == 1


@pytest.mark.parametrize("example", TWICE, ids=[example.module_name for example in TWICE])
def test_a_second_instance_comes_and_goes(site: str, page: Page, example: Example) -> None:
    visit(page, site + example.path)
    groups = page.locator("#anatomy-ids [scope=rowgroup]")
    expect(groups.first).to_be_visible()
    before = ids_listed(page)
    marks = page.locator("#anatomy [data-callback] .anatomy-instance")
    expect(marks.first).to_be_visible()
    once = marks.count()
    page.get_by_role("button", name="Add a second instance").click()
    expect(page.locator("#second-instance > .demo > *")).to_have_count(1)
    expect(page.locator("#anatomy-ids tr")).to_have_count(2 * len(before))
    texts = groups.all_inner_texts()
    aio_ids = [text.partition("aio_id ")[2].strip('"') for text in texts]
    half = len(aio_ids) // 2
    for first, second in zip(aio_ids[:half], aio_ids[half:], strict=True):
        if UUID.fullmatch(first):
            assert UUID.fullmatch(second)
            assert first != second
        else:
            assert second == f"{first}-2"
    expect(marks).to_have_count(2 * once)
    page.get_by_role("button", name="Remove the second instance").click()
    expect(page.locator("#second-instance > *")).to_have_count(0)
    expect(marks).to_have_count(once)
    assert ids_listed(page) == before


def test_two_instances_do_not_touch_each_other_and_the_log_tells_them_apart(site: str, page: Page) -> None:
    visit_and_clear(page, site + TABLE, CALLED_AT_FIRST)
    page.get_by_role("button", name="Add a second instance").click()
    first, second = page.locator("#demo"), page.locator("#second-instance")
    expect(second.locator("div.last-page")).to_have_text("171")
    expect(entries(page)).to_have_count(CALLED_AT_FIRST)
    expect(entries(page).first).to_contain_text("instance 2")
    second.locator('th.dash-filter[data-dash-column="country"] input[type=text]').fill("Kenya")
    second.locator('th.dash-filter[data-dash-column="country"] input[type=text]').press("Enter")
    expect(second.locator("div.last-page")).to_have_text("2")
    expect(first.locator("div.last-page")).to_have_text("171")
    expect(entries(page)).to_have_count(2 * CALLED_AT_FIRST)
    expect(entries(page).first).to_contain_text("instance 2")
    first.locator("button.next-page").click()
    expect(entries(page)).to_have_count(3 * CALLED_AT_FIRST)
    expect(entries(page).first).to_contain_text("instance 1")


def test_the_lowest_number_is_free_for_the_next_instance_and_the_log_keeps_what_it_said(
    site: str, page: Page
) -> None:
    visit_and_clear(page, site + SIMPLE, 1)
    marks = page.locator("#anatomy-ids .anatomy-instance")
    for text in ("one", "two", "three"):
        page.get_by_label("text", exact=True).fill(text)
        expect(page.locator("#demo")).to_contain_text(text)
    expect(marks).to_have_text(["instance 1"])
    page.get_by_role("button", name="Add a second instance").click()
    expect(marks).to_have_text(["instance 1", "instance 2"])
    pick(page, page.locator("#second-instance button.dash-dropdown"), "#85144b")
    expect(entries(page).first).to_contain_text("dropdown.value")
    expect(entries(page).first).to_contain_text("instance 2")
    page.get_by_label("text", exact=True).fill("four")
    expect(page.locator("#demo")).to_contain_text("four")
    expect(marks).to_have_text(["instance 1", "instance 2"])
    page.get_by_role("button", name="Remove the second instance").click()
    expect(marks).to_have_text(["instance 1"])
    expect(entries(page).filter(has_text="dropdown.value →")).to_contain_text("instance 2")


def test_nothing_moves_when_the_log_fills(site: str, page: Page) -> None:
    visit_and_clear(page, site + SIMPLE, 1)
    log = page.locator("#anatomy-log")
    assert log.evaluate("log => log.offsetHeight") <= 320
    above = "id => document.getElementById(id).getBoundingClientRect().top + scrollY"
    before = [page.evaluate(above, name) for name in ("anatomy-log", "section-reference")]
    page.evaluate(PICK_OFTEN, 20)
    expect(entries(page)).to_have_count(20)
    assert [page.evaluate(above, name) for name in ("anatomy-log", "section-reference")] == before


def test_a_second_instance_looks_as_the_first_does_in_a_dark_theme(site: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, site + SIMPLE)
    page.get_by_role("button", name="Add a second instance").click()
    for place in ("#demo", "#second-instance > .demo"):
        expect(page.locator(place)).to_have_css("background-color", "rgb(255, 255, 255)")


def second_request(clicks: Any, path: Any) -> bytes:
    button = "second-instance-button"
    return json.dumps(
        {
            "output": f"..second-instance.children...{button}.children..",
            "outputs": [
                {"id": "second-instance", "property": "children"},
                {"id": button, "property": "children"},
            ],
            "inputs": [{"id": button, "property": "n_clicks", "value": clicks}],
            "state": [{"id": button, "property": "value", "value": path}],
            "changedPropIds": [f"{button}.n_clicks"],
        }
    ).encode()


def test_a_forged_request_gives_no_page_that_has_no_second_instance(client: FlaskClient) -> None:
    status, answer = send(client, second_request(1, SIMPLE))
    assert status == 200
    assert b"aio_id" in answer
    others = [example.path for example in EXAMPLES if example not in TWICE]
    for path in [*HOSTILE, *others, "/", "/convention", "pages.markdown_with_color.simple_usage", "../app"]:
        status, answer = send(client, second_request(1, path))
        assert status in (204, 400, 413), (path, answer)
    for clicks in HOSTILE:
        status, answer = send(client, second_request(clicks, SIMPLE))
        assert status in (200, 204, 400, 413), (clicks, answer)
