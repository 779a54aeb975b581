"""The search: what is in its index, and what a reader does with it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import html
from playwright.sync_api import Locator, Page, Route, expect

import components
import pages
from gallery.search import places_of
from tests.browser import DESKTOP, PHONE, painted, visit
from tests.site.interactions import cells, type_filter
from tests.site.test_examples import EXAMPLES
from tests.site.test_head import fetch
from tests.site.test_pages import PATHS

HOME = "/"
TABLE = "/data-table/simple-usage"


def address(site: str, path: str = HOME) -> str:
    """Where a page says that the index is."""
    return re.findall('<meta name="search-index" content="([^"]+)">', fetch(site + path)[0])[0]


@pytest.fixture(scope="module")
def index(site: str) -> Any:
    return json.loads(fetch(site + address(site))[0])


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search")


def results(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option")


def status(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("status")


def search(page: Page, query: str) -> None:
    """Open the search by key, and ask."""
    page.keyboard.press("Control+k")
    field(page).fill(query)
    expect(status(page)).to_contain_text(re.compile("result|found"))


def titles(page: Page) -> list[str]:
    return page.locator(".search-title").all_text_contents()


# What is in the index.


def test_text_belongs_to_the_heading_above_it() -> None:
    page = html.Article(
        [
            html.P("Section", className="eyebrow"),
            html.H1("Title"),
            html.P(["A ", html.Code("lead"), "."]),
            html.Nav("Contents"),
            html.H2("Props", id="props"),
            html.P("One"),
            html.Dl([html.Dt("size", id="size"), html.Dd("How many"), html.Dt("rest"), html.Dd("Others")]),
            html.Table(html.Tbody(html.Tr([html.Td("colour"), html.Td("Which")], id="colour"))),
            html.P("Two"),
            html.Div(html.H2("Of the demo", id="x"), id="demo"),
            html.Button("Copy"),
            html.Ul([html.Li("Three"), html.Li("Four")]),
        ]
    )
    found = [
        (place.kind, place.anchor, place.title, place.text)
        for place in places_of(0, "Title", page, repeats=False)
    ]
    assert found == [
        ("page", "", "Title", "A lead."),
        ("heading", "props", "Props", "One Two Three Four"),
        ("name", "size", "size", "size How many rest Others"),
        ("name", "colour", "colour", "colour Which"),
    ]


def test_the_index_has_every_page_and_each_of_its_headings(site: str, index: Any) -> None:
    assert [page["path"] for page in index["pages"]] == PATHS
    found = {(index["pages"][place["page"]]["path"], place["anchor"]) for place in index["places"]}
    for path in PATHS:
        headings = re.findall('<h2 [^>]*id="([^"]+)"[^>]*>(?!<a)', fetch(site + path)[0])
        assert headings or path == "/"  # where each is a link to a page that is found itself
        assert {(path, ""), *((path, heading) for heading in headings)} <= found


def test_what_examples_repeat_is_found_by_its_heading_alone(index: Any) -> None:
    places = [place for place in index["places"] if place["title"] in ("Anatomy", "Reference")]
    of_examples = [place for place in places if index["pages"][place["page"]]["path"].count("/") > 1]
    assert len(of_examples) == 2 * len(EXAMPLES)
    assert not any(place["text"] for place in of_examples)
    titles = [place["title"] for place in index["places"]]
    # And of the three sources, a style, and a decorator.
    assert titles.count("Arguments") == len(pages.SECTIONS) + 5


def test_the_index_has_every_file_that_is_shown_to_the_letter(index: Any) -> None:
    sources = {file["source"] for file in index["files"]}
    assert {example.source for example in EXAMPLES} <= sources
    assert len(sources) == len(index["files"])


@pytest.mark.parametrize("name", components.__all__)
def test_the_index_has_every_public_name_where_its_source_is(index: Any, name: str) -> None:
    place = next(place for place in index["places"] if (place["kind"], place["title"]) == ("name", name))
    anchor, line = re.fullmatch(r"(source-[\w-]+)-L(\d+)", place["anchor"]).groups()  # type: ignore[union-attr]
    file = next(file for file in index["files"] if (file["page"], file["anchor"]) == (place["page"], anchor))
    shown = file["source"].split("\n")[int(line) - 1]
    assert (name if name != "redis_store" else '"""') in shown
    assert place["text"]


def test_arguments_ids_and_functions_are_names_too(index: Any) -> None:
    names = {place["title"] for place in index["places"] if place["kind"] == "name"}
    assert {
        "MarkdownWithColorAIO(dropdown_props)",
        "DataTableAIO(**datatable_props)",
        "DataTableAIO.ids.store",
        "DataTableAIO.filter_df",
        "ThemeSwitchAIO.ids.theme",
        "redis_store.save",
    } <= names
    assert not any("._" in name or "(self" in name for name in names)


def test_the_index_is_kept_for_good_and_its_address_goes_with_it(site: str) -> None:
    here = address(site)
    assert {address(site, path) for path in PATHS} == {here}
    _, headers = fetch(site + here)
    assert "immutable" in headers["Cache-Control"]
    assert headers.get_content_type() == "application/json"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{site}/_search/0123456789abcdef.json")


# What a reader does.


def test_the_index_is_loaded_when_the_search_is_first_opened(site: str, page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if "_search" in request.url else None)
    visit(page, site)
    page.wait_for_load_state("networkidle")
    assert loaded == []
    search(page, "colour")
    search(page, "table")
    assert len(loaded) == 1


@pytest.mark.parametrize("key", ["Control+k", "Meta+k", "/"])
def test_a_key_opens_the_search_and_escape_closes_it(site: str, page: Page, key: str) -> None:
    visit(page, site)
    expect(field(page)).to_have_count(0)
    for _ in range(2):
        page.keyboard.press(key)
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value("")
        page.keyboard.press("Escape")
        expect(field(page)).not_to_be_visible()


def test_who_goes_to_a_place_on_the_same_page_goes_on_from_there(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    search(page, "anatomy simple datatable")
    page.keyboard.press("Enter")
    expect(page.locator("#section-anatomy")).to_be_focused()
    search(page, "class DataTableAIO")
    page.locator("[role=option][data-kind=source]").first.click()
    expect(page.locator("pre.numbered:visible")).to_be_focused()


def test_going_back_and_forward_leaves_the_page_as_it_is(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    rendered: list[str] = []
    page.on("request", lambda asked: rendered.append(asked.post_data or "") if asked.post_data else None)
    page.evaluate("() => { location.hash = 'section-anatomy' }")
    search(page, "redis")
    page.wait_for_url("**/*?q=redis*")
    page.go_back()
    expect(field(page)).not_to_be_visible()
    page.go_forward()
    # By the time of a later answer, the page would have been asked for.
    type_filter(page, "country", "Kenya")
    expect(cells(page, "country")).to_have_text(["Kenya"] * 10)
    assert not [body for body in rendered if "_pages_content" in body]


def test_a_slash_is_a_slash_where_one_is_typed(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    page.locator("td.dash-cell").first.click()
    page.keyboard.press("/")
    cell = page.get_by_label("Filter country")
    cell.click()
    page.keyboard.type("a/b")
    expect(cell).to_have_value("a/b")
    page.get_by_label("Page", exact=True).press("/")
    expect(field(page)).to_have_count(0)
    # Also in the search itself.
    search(page, "a")
    field(page).press("/")
    expect(field(page)).to_have_value("a/")


def test_a_reader_finds_a_section_by_keyboard_alone(site: str, page: Page) -> None:
    visit(page, site)
    page.keyboard.press("/")
    page.keyboard.type("limits")
    first = results(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(first).to_contain_text("The convention")
    expect(field(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/convention#section-limits")
    expect(page.locator("#first-html")).to_have_count(0)
    expect(page.locator("#section-limits")).to_be_in_viewport()
    # Going back leads to what was found.
    page.go_back()
    expect(page).to_have_url(f"{site}/?q=limits")
    expect(results(page).first).to_contain_text("Limits")


def test_arrow_keys_walk_the_results_and_round(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "data")
    count = results(page).count()
    assert count > 10
    selected = page.locator("[role=option][aria-selected=true]")
    for key, number in [
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("ArrowUp", 0),
        ("ArrowUp", count - 1),
    ]:
        page.keyboard.press(key)
        expect(selected).to_have_count(1)
        expect(selected).to_have_id(f"search-result-{number}")
        expect(selected).to_be_in_viewport()
        expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(selected).to_have_id("search-result-0")


def test_a_hit_in_source_leads_to_its_line(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "announces DataTable leave later major")
    hit = results(page).filter(has_text="components/data_table.py")
    expect(hit).to_have_count(1)
    line = re.findall(r"line (\d+)", hit.inner_text())[0]
    hit.click()
    expect(page).to_have_url(f"{site}{TABLE}#source-components-data_table-L{line}")
    expect(page.locator("#source-components-data_table code[style]")).to_be_in_viewport()


def test_a_result_on_the_same_page_leaves_the_demo_as_it_is(site: str, page: Page) -> None:
    visit(page, f"{site}{TABLE}?q=DataTableAIO.filter_df")
    expect(results(page).first).to_contain_text("DataTableAIO.filter_df")
    page.keyboard.press("Escape")
    expect(page).to_have_url(site + TABLE)
    page.get_by_label("Filter continent").fill("Europe")
    page.keyboard.press("Enter")
    expect(page.locator("td.dash-cell").first).to_have_text("Albania")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(2):  # the second time the address is that already
        search(page, "DataTableAIO.filter_df")
        page.keyboard.press("Enter")
        expect(field(page)).not_to_be_visible()
        expect(page.locator("#source-components-data_table code[style]")).to_be_in_viewport()
        expect(page).to_have_url(re.compile(re.escape(f"{site}{TABLE}#source-components-data_table-L")))
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("td.dash-cell").first).to_have_text("Albania")
    assert [url for url in asked if "_dash-update-component" in url] == []


@pytest.mark.parametrize(
    ("query", "focused"),
    [
        ("DataTableAIO.filter_df", "#source-components-data_table"),
        ("table simple usage anatomy", "#section-anatomy"),
        ("data table simple usage", "main"),
    ],
)
def test_what_was_found_on_the_same_page_has_the_focus(
    site: str, page: Page, query: str, focused: str
) -> None:
    visit(page, site + TABLE)
    page.locator("td.dash-cell").first.wait_for()
    page.get_by_role("button", name="Search").click()
    for _ in range(2):  # the second time the address is that already
        search(page, query)
        page.keyboard.press("Enter")
        expect(field(page)).not_to_be_visible()
        expect(page.locator(focused)).to_be_focused()
        expect(page.locator(focused)).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_button_in_the_header_opens_it(site: str, page: Page, viewport: Any) -> None:
    page.set_viewport_size(viewport)
    visit(page, site)
    button = page.get_by_role("button", name="Search")
    expect(button).to_be_in_viewport()
    assert button.locator("kbd").is_visible() == (viewport == DESKTOP)
    button.click()
    expect(field(page)).to_be_focused()
    field(page).fill("theme")
    results(page).first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_the_button_works_before_anything_is_rendered(site: str, page: Page) -> None:
    page.route("**/_dash-layout", lambda route: None)
    page.goto(site)
    page.get_by_role("button", name="Search").first.click()
    expect(field(page)).to_be_focused()


def test_a_phone_has_room_for_the_whole_list_and_a_way_out(site: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, site)
    search(page, "MarkdownWithColorAIO update_markdown_style")
    dialog = page.get_by_role("dialog", name="Search")
    place = dialog.bounding_box()
    assert place is not None
    assert (place["width"], place["height"]) == (PHONE["width"], PHONE["height"])
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).not_to_be_visible()


def test_a_click_beside_the_dialog_closes_it(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "data")
    page.mouse.click(5, 300)
    expect(field(page)).not_to_be_visible()
    expect(page).to_have_url(f"{site}/")


def test_an_address_with_a_question_shows_what_is_found(site: str, page: Page) -> None:
    visit(page, f"{site}/convention?q=colour&x=1")
    expect(field(page)).to_have_value("colour")
    assert all("colour" in text.lower() for text in results(page).all_text_contents())
    expect(page).to_have_url(f"{site}/convention?x=1&q=colour")
    # It is what is asked at last that is shared, and nothing when the search is over.
    field(page).fill("aio_id & <more>")
    expect(page).to_have_url(f"{site}/convention?x=1&q=aio_id+%26+%3Cmore%3E")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site}/convention?x=1")


def test_titles_come_before_headings_and_names_before_text_before_source(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "callback")
    found = page.locator(".search-kind").all_text_contents()
    shown = titles(page)
    in_title = ["callback" in title.lower() for title in shown]
    rank = [
        {"Page": 0, "Section": 1, "API": 1, "File": 1.5, "Source": 3}[kind]
        if named or kind == "Source"
        else 2
        for kind, named in zip(found, in_title, strict=True)
    ]
    assert rank == sorted(rank)
    assert {0, 1, 2} <= set(rank)
    assert shown[0] == "Custom callback"


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("custom callback", "Custom callback"),
        ("CALLBACK custom", "Custom callback"),
        ("redis_store.sa", "redis_store.save"),
        ("table", "DataTableAIO"),  # a part of a name
        ("MarkdownWithColorAIO", "MarkdownWithColorAIO"),
        ("dropdown_props markdownw", "MarkdownWithColorAIO(dropdown_props)"),
        ("storeexpired", "redis_store.StoreExpiredError"),
        ("simple theme", "Simple usage"),  # of that section
        ("components/theme_switch.py", "components/theme_switch.py"),
        ("cüstom pröps", "Custom props"),
    ],
)
def test_what_is_best_comes_first(site: str, page: Page, query: str, title: str) -> None:
    visit(page, site)
    search(page, query)
    assert titles(page)[0] == title


def test_all_words_are_required_and_beginnings_are_enough(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "persist")
    expect(results(page).first).to_be_visible()
    assert page.locator(".search-dialog mark").all_text_contents()
    assert {text.lower() for text in page.locator(".search-dialog mark").all_text_contents()} == {"persist"}
    search(page, "persist zebra")
    expect(results(page)).to_have_count(0)
    search(page, "ersist")
    expect(results(page)).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=\"document.title='taken'\">",
        "zebra" * 2000,
        ".*+?^${}()|[]\\",
        "\\u0000 %00 ' OR 1=1",
        "🦓 \u202e İ",
    ],
)
def test_a_hostile_question_finds_nothing_and_does_nothing(site: str, page: Page, query: str) -> None:
    for typed in (True, False):
        visit(page, site if typed else f"{site}/?q={urllib.parse.quote(query[:2000])}")
        if typed:
            page.keyboard.press("/")
            field(page).fill(query)
        expect(status(page)).to_contain_text("Nothing was found")
        expect(field(page)).to_have_attribute("aria-expanded", "false")
        expect(results(page)).to_have_count(0)
        assert page.locator(".search-dialog img").count() == 0
        assert "taken" not in page.title()
        assert len(field(page).input_value()) <= 100
        assert page.evaluate("document.querySelector('.search-dialog').scrollWidth") <= 800


def test_spaces_alone_are_no_question(site: str, page: Page) -> None:
    visit(page, f"{site}/?q=%20%20")
    expect(field(page)).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("   ")
    expect(status(page)).to_contain_text("Finds titles, text")
    expect(results(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()


def test_what_is_marked_in_a_text_that_looks_like_html_is_text(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "<component>.ids")
    expect(results(page).filter(has_text="<Component>.ids.<subcomponent>").first).to_be_visible()


# What the dialog says of a question.
SAID = {"d": "results", "data": "results", "zebra": "Nothing was found", "": "Finds titles"}


def test_nothing_moves_while_one_types(site: str, page: Page) -> None:
    visit(page, site)
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    before, of_field = dialog.bounding_box(), field(page).bounding_box()
    for query, told in SAID.items():
        field(page).fill(query)
        expect(status(page)).to_contain_text(told)
        painted(page)
        assert dialog.bounding_box() == before
        assert field(page).bounding_box() == of_field


def test_a_search_that_cannot_be_loaded_says_so_and_is_tried_again(site: str, page: Page) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=200, body="no json")

    page.route("**/_search/*", fail)
    visit(page, site)
    page.keyboard.press("/")
    page.keyboard.type("data")
    expect(status(page)).to_contain_text("can't be loaded")
    page.unroute("**/_search/*")
    page.keyboard.type("t")
    expect(results(page).first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_the_open_search(site: str, page: Page, viewport: Any, theme: Any) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=theme)
    visit(page, site)
    for query, told in SAID.items():
        page.keyboard.press("Control+k")
        field(page).fill(query)
        expect(status(page)).to_contain_text(told)
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => null)")
        assert Axe().run(page).response["violations"] == [], query


def test_it_works_under_a_path_prefix(site_below: str, page: Page) -> None:
    visit(page, f"{site_below}/?q=limits")
    results(page).first.click()
    expect(page).to_have_url(f"{site_below}/convention#section-limits")
    expect(page.locator("#first-html")).to_have_count(0)
    expect(page.locator("#section-limits")).to_be_in_viewport()
