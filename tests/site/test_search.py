"""The search: what is in its index, and what a reader does with it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import Dash
from playwright.sync_api import Locator, Page, Route, expect

import components
from gallery.pages import Site
from gallery.search import routes
from gallery.search.documents import PageText, documents
from gallery.search.routes import LIBRARY, add_search, index
from gallery.search.synonyms import SYNONYMS
from tests.browser import DESKTOP, PHONE, painted, rendered, visit
from tests.site.interactions import cells, type_filter
from tests.site.test_examples import EXAMPLES
from tests.site.test_head import fetch
from tests.site.test_pages import PATHS

HOME = "/"
SECTION = "/data-table"
TABLE = "/data-table/simple-usage"


INDEX = "/_search/index.json"


@pytest.fixture(scope="module")
def found(site: str) -> Any:
    """All documents of the site's index."""
    return json.loads(fetch(site + INDEX)[0])["documents"]


def library(site: str) -> str:
    """Where a page says that MiniSearch is."""
    return re.findall('<meta name="search" content="[^"]+" data-library="([^"]+)">', fetch(site)[0])[0]


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


MARKDOWN = """# Title

A `lead` with a [link](there).

## 2. Props

One *two*

#### Below

| name | what |
| --- | --- |
| `size` | three |

## Examples

### [A card](elsewhere)

Its text

## Source

### `components/tables/source.py`

````python
def f():
    "# no heading"
````
"""


def test_text_belongs_to_the_heading_above_it() -> None:
    page = PageText("/page", "Title", "Section", MARKDOWN)
    assert [tuple(document) for document in documents(page)] == [
        ("page", "/page", "Title", "A lead with a link.", "Section", ""),
        (
            "heading",
            "/page#section-props",
            "2. Props",
            "One two Below name what size three",
            "Section · Title",
            "",
        ),
        ("heading", "/page#section-examples", "Examples", "A card Its text", "Section · Title", ""),
        (
            "file",
            "/page#source-components-tables-source",
            "components/tables/source.py",
            "",
            "Section · Title · Source",
            'def f():\n    "# no heading"\n',
        ),
    ]


def test_what_several_pages_say_alike_leads_to_the_first() -> None:
    texts = [PageText(path, path, "", MARKDOWN) for path in ("/one", "/two")]
    places = [document.href for document in index(texts) if document.kind != "name"]
    assert [place for place in places if "two" in place] == ["/two"]


def test_every_page_is_found_and_what_is_said_of_each_heading_is_there(site: str, found: Any) -> None:
    assert [one["href"] for one in found if one["kind"] == "page"] == PATHS
    html = {path: fetch(site + path)[0] for path in PATHS}
    for one in found:
        path, _, anchor = one["href"].partition("#")
        # A file that controls may rewrite has its id when Dash has rendered it.
        place = f'data-file="{one["title"]}"' if one["kind"] == "file" else f'id="{anchor}"'
        assert not anchor or place in html[path], one["href"]


def test_every_file_that_is_shown_is_found_once_to_the_letter(found: Any) -> None:
    sources = [one["source"] for one in found if one["kind"] == "file"]
    assert {example.source for example in EXAMPLES} <= set(sources)
    assert len(set(sources)) == len(sources)


def test_every_public_name_is_found_with_what_belongs_to_it(found: Any) -> None:
    names = {one["title"]: one["text"] for one in found if one["kind"] == "name"}
    assert set(components.__all__) <= set(names)
    assert all(names[name] for name in components.__all__)
    assert {
        "MarkdownWithColorAIO(dropdown_props)",
        "DataTableAIO(**datatable_props)",
        "DataTableAIO.ids.store",
        "DataTableAIO.filter_df",
        "ThemeSwitchAIO.ids.theme",
        "redis_store.save",
        "redis_store.StoreExpiredError",
    } <= set(names)


def test_synonyms_are_written_as_questions_are_compared() -> None:
    for name, others in SYNONYMS.items():
        assert re.fullmatch(r"[a-z\d_]+( [a-z\d_]+)*", name)
        assert others
        assert name not in others


def test_the_index_is_made_once_when_it_is_first_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def texts(_: object) -> list[PageText]:
        made.append(None)
        return [PageText("/", "Title", "", MARKDOWN)]

    monkeypatch.setattr(routes, "_page_texts", texts)
    app = Dash()
    add_search(app, Site([], []))
    app.server.test_client().get("/")  # Dash sets itself up at the first request
    assert not made
    with ThreadPoolExecutor(4) as asking:
        answers = set(asking.map(lambda _: app.server.test_client().get(INDEX).data, range(4)))
    assert len(made) == len(answers) == 1


def test_the_index_is_asked_for_again_and_the_library_is_kept_for_good(site: str) -> None:
    _, headers = fetch(site + INDEX)
    assert headers["Cache-Control"] == "no-cache"
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetch(site + INDEX, **{"If-None-Match": headers["ETag"]})
    text, headers = fetch(site + library(site))
    assert text == LIBRARY.read_text()
    assert "Permission is hereby granted" in text
    assert "immutable" in headers["Cache-Control"]
    assert headers.get_content_type() == "text/javascript"


# What a reader does.


def test_what_it_needs_is_loaded_when_the_search_is_first_opened(site: str, page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if "_search" in request.url else None)
    visit(page, site)
    page.wait_for_load_state("networkidle")
    assert loaded == []
    search(page, "colour")
    search(page, "table")
    assert sorted(loaded) == sorted([site + INDEX, site + library(site)])


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
    visit(page, site + SECTION)
    for _ in range(2):  # the second time the address is that already
        search(page, "DataTableAIO.filter_df")
        page.keyboard.press("Enter")
        expect(field(page)).not_to_be_visible()
        expect(page).to_have_url(f"{site}{SECTION}#section-datatableaio-filter_df")
        expect(page.locator("#section-datatableaio-filter_df")).to_be_focused()
        expect(page.locator("#section-datatableaio-filter_df")).to_be_in_viewport()


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
    rendered(page)
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
    expect(page).to_have_url(f"{site}{TABLE}#source-components-data_table-{line}")
    expect(page.locator("#source-components-data_table code > .marked")).to_be_in_viewport()


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
    shown = page.locator("#source-components-data_table")
    for _ in range(2):  # the second time the address is that already
        search(page, "announces DataTable leave later major")
        page.keyboard.press("Enter")
        expect(field(page)).not_to_be_visible()
        expect(shown.locator("code > .marked")).to_be_in_viewport()
        expect(shown.locator("code > .marked")).to_be_focused()
        expect(page).to_have_url(re.compile(re.escape(f"{site}{TABLE}#source-components-data_table-")))
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("td.dash-cell").first).to_have_text("Albania")
    assert [url for url in asked if "_dash-update-component" in url] == []


@pytest.mark.parametrize(
    ("query", "focused"),
    [
        ("components/data_table.py", "#source-components-data_table"),
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
    expect(page).to_have_url(f"{site}/convention?q=colour&x=1")
    # It is what is asked at last that is shared, and nothing when the search is over.
    field(page).fill("aio_id & <more>")
    expect(page).to_have_url(f"{site}/convention?q=aio_id+%26+%3Cmore%3E&x=1")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site}/convention?x=1")


# What a reader may ask, and what is shown first.
BEST: dict[str, str | re.Pattern[str]] = {
    "custom callback": "Custom callback",
    "CALLBACK custom": "Custom callback",
    "callbac": "Custom callback",
    "cüstom pröps": "Custom props",
    "simple theme": "Simple usage",  # of that section
    "limits": "Limits",
    "table": "DataTableAIO",  # a part of a name
    "MarkdownWithColorAIO": "MarkdownWithColorAIO",
    "dropdown_props markdownw": "MarkdownWithColorAIO(dropdown_props)",
    "DataTableAIO.filter_df": "DataTableAIO.filter_df",
    "redis_store.save": "redis_store.save",
    "redis_store.sa": "redis_store.save",
    "storeexpired": "redis_store.StoreExpiredError",
    "components/theme_switch.py": "components/theme_switch.py",
    "announces DataTable leave later major": re.compile(r"components/data_table\.py, line \d+"),
    # slips
    "DataTabelAIO": "DataTableAIO",
    "custon calback": "Custom callback",
    "aoi_id": re.compile("aio_id"),
    "fitler": re.compile("filter"),
    # other words than the site's
    "csv": "Export",
    "excel": "Export",
    "dark mode": "ThemeSwitchAIO",
    "deploy": "Deploy",
    "install": "Get started",
}


def test_what_is_best_comes_first(site: str, page: Page) -> None:
    visit(page, site)
    for query, title in BEST.items():
        search(page, query)
        expect(page.locator(".search-title").first).to_have_text(title)


def test_what_has_all_words_comes_before_what_has_any(site: str, page: Page) -> None:
    visit(page, site)
    search(page, "persist zebra")
    expect(results(page).first).to_be_visible()
    assert {text.lower() for text in page.locator(".search-dialog mark").all_text_contents()} == {"persist"}
    search(page, "persist cleared")
    expect(results(page).first).to_contain_text(re.compile("cleared.*persist"))
    assert len(results(page).filter(has_not_text="cleared").all()) > 1
    # But not in the middle of a word.
    search(page, "ersist")
    expect(results(page).filter(has_text="persist")).to_have_count(0)


@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=\"document.title='taken'\">",
        "zebra" * 2000,
        ".*+?^${}()|[]\\",
        "\\u0000 %00 ' OR 1=1 __proto__ constructor",
        "🦓 \u202e İ",
    ],
)
def test_a_hostile_question_does_nothing(site: str, page: Page, query: str) -> None:
    for typed in (True, False):
        visit(page, site if typed else f"{site}/?q={urllib.parse.quote(query[:2000])}")
        if typed:
            page.keyboard.press("/")
            field(page).fill(query)
        expect(status(page)).to_contain_text(re.compile("result|Nothing was found"))
        assert page.locator(".search-dialog img").count() == 0
        assert "taken" not in page.title()
        assert len(field(page).input_value()) <= 100
        assert page.evaluate("document.querySelector('.search-dialog').scrollWidth") <= 800


def test_what_nothing_has_is_told_with_what_to_do(site: str, page: Page) -> None:
    visit(page, site)
    search(page, ".*+?^${}()|[]\\")
    expect(status(page)).to_contain_text("Nothing was found for “.*+?^${}()|[]\\”. Try another word")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(results(page)).to_have_count(0)


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

    page.route(f"**{INDEX}", fail)
    visit(page, site)
    page.keyboard.press("/")
    page.keyboard.type("data")
    expect(status(page)).to_contain_text("can't be loaded")
    page.unroute(f"**{INDEX}")
    page.keyboard.press("Enter")
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
    rendered(page)
    expect(page.locator("#section-limits")).to_be_in_viewport()
