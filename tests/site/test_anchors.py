"""Addresses within a page: of its headings, of its contents, of the lines of its source."""

from __future__ import annotations

import inspect
import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import dcc, html
from dash.development.base_component import Component
from playwright.sync_api import Locator, Page, expect

from components import DataTableAIO
from components.graphs.color import contrast
from gallery.first_html import as_html
from gallery.headings import parts, plain_text, tag, with_links
from gallery.source_lines import numbered_source
from tests.browser import DESKTOP, PHONE, hold, let_go, painted, still, visit
from tests.site.test_pages import box

CONVENTION = "/convention"
TABLE = "/data-table/simple-usage"
FILE = "source-components-data_table"

# The header stands above what was scrolled to.
UNDER_THE_HEADER = 100


def headings(content: Component) -> list[tuple[str, object]]:
    """The text and id of each heading of a page."""
    return [(plain_text(part), part.id) for part in parts(content) if re.match(r"H[2-6]", tag(part))]


def marked_lines(page: Page) -> list[list[str]]:
    """The file, first and last line of every mark."""
    return page.locator("pre.numbered code[style]").evaluate_all(
        "codes => codes.map(code => [code.parentElement.id, code.style.getPropertyValue('--first'), code.style.getPropertyValue('--last')])"
    )


def numbers(page: Page, file: str = "source-simple_usage") -> Locator:
    """The line numbers of a file."""
    return page.locator(f"#{file} .line-numbers")


def click_line(page: Page, line: int, *, shift: bool = False) -> None:
    """Click on the number of a line of the example's file."""
    count = int(numbers(page).get_attribute("aria-valuemax") or 0)
    place = box(numbers(page))
    numbers(page).click(
        position={"x": 8, "y": place["height"] * (line - 0.5) / count},
        modifiers=["Shift"] if shift else [],
    )


# What a tree of components becomes.


def test_headings_get_ids_of_their_text_without_its_number_each_its_own() -> None:
    page = html.Article(
        [
            html.H2("1. The `aio_id`"),
            html.Div(html.H3(["Live ", html.Code("demo")])),
            html.Section([html.H2("Live demo"), html.H4("Live demo")]),
            html.H3("Own", id="own-id"),
            html.H3("Of a callback", id={"type": "heading", "index": 1}),
            html.Div(id="section-taken"),
            html.H2("Taken"),
            html.H2("Größe"),
        ]
    )
    assert headings(with_links(page)) == [
        ("1. The `aio_id`", "section-the-aio_id"),
        ("Live demo", "section-live-demo"),
        ("Live demo", "section-live-demo-2"),
        ("Live demo", "section-live-demo-3"),
        ("Own", "own-id"),
        ("Of a callback", {"type": "heading", "index": 1}),
        ("Taken", "section-taken-2"),
        ("Größe", "section-größe"),
    ]


def test_a_layout_that_is_shown_at_every_visit_stays_as_it_is() -> None:
    page = html.Article([html.H1("Title"), html.H2("One"), html.H2("Two"), html.H2("Three")])
    before = page.to_plotly_json()
    once, twice = as_html(with_links(page)), as_html(with_links(page))
    assert once == twice
    assert page.to_plotly_json() == before


def test_the_demo_is_left_alone() -> None:
    demo = html.Div([html.H2("Of the demo"), dcc.Markdown("## Too")], id="demo")
    page = with_links(html.Article([html.H2("Live demo"), demo]))
    assert page.children[1] is demo
    assert demo.children[0].to_plotly_json()["props"] == {"children": "Of the demo"}


@pytest.mark.parametrize(
    ("levels", "listed"),
    [
        ([2, 2], []),
        ([2, 2, 2], ["0", "1", "2"]),
        ([2, 3, 3, 2, 2, 4], ["0", "3", "4"]),  # many sections: they alone
        ([2, 3, 3, 4], ["0", "1", "2"]),  # few: what is in them, too
        ([2, 4, 4, 4], []),
    ],
)
def test_a_page_of_three_headings_has_a_table_of_contents_below_its_lead(
    levels: list[int], listed: list[str]
) -> None:
    made = [getattr(html, f"H{level}")(str(number)) for number, level in enumerate(levels)]
    page = with_links(html.Article([html.H1("Title"), html.P("Lead", className="lead"), html.Div(made)]))
    navigation = [child for child in page.children if tag(child) == "Nav"]
    assert bool(navigation) == bool(listed)
    if navigation:
        assert page.children[2] is navigation[0]
        links = [part for part in parts(navigation) if tag(part) == "A"]
        assert [(link.children, link.href) for link in links] == [
            (name, f"#section-{name}") for name in listed
        ]


@pytest.mark.parametrize(
    ("source", "count"), [("a\n", "1"), ("a", "1"), ("a\nb\n", "2"), ("a\x0cb\n\n", "2")]
)
def test_lines_are_counted_by_their_ends(source: str, count: str) -> None:
    block = numbered_source("a.py", source)
    assert getattr(block.children[0], "aria-valuemax") == count
    assert plain_text(block.children[0]) == ""


# Headings, in the browser.


def test_a_headings_link_is_seen_when_it_is_pointed_at_or_focused(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    heading = page.locator("#section-source")
    link = heading.locator("a.permalink")
    expect(link).to_have_css("opacity", "0")
    heading.hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    page.locator(".copy").first.focus()
    page.keyboard.press("Shift+Tab")  # the tabs
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}{TABLE}#section-source")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_page_opened_at_a_section_stays_there_while_it_loads(
    site: str, page: Page, viewport: object
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    # The demo's rows are late: the table above the section grows after Dash has rendered the page.
    table = "**/*async-table*"
    held = hold(page, table)
    # An IntersectionObserver tells where the section is when a frame is painted. Not every browser holds the
    # place by itself, so this one doesn't either.
    page.add_init_script(
        "window.tops = []; addEventListener('rendered', () => {"
        " document.documentElement.style.overflowAnchor = 'none'; const note = () => {"
        " const observer = new IntersectionObserver(([entry]) => {"
        " tops.push(Math.round(entry.boundingClientRect.top)); observer.disconnect() });"
        " observer.observe(document.getElementById('section-source'));"
        " requestAnimationFrame(note) }; requestAnimationFrame(note) })"
    )
    visit(page, f"{site}{TABLE}#section-source")
    page.wait_for_function("() => tops.length > 10")
    let_go(page, table, held)
    page.locator("td.dash-cell").first.wait_for()
    page.wait_for_function("count => tops.length > count + 10", arg=page.evaluate("tops.length"))
    tops = page.evaluate("tops")
    assert max(tops) - min(tops) <= 2
    if viewport == PHONE:
        assert 0 < tops[-1] < UNDER_THE_HEADER


def test_a_reader_who_has_scrolled_away_is_left_there(site: str, page: Page) -> None:
    visit(page, f"{site}{CONVENTION}#section-limits")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -1500)
    page.wait_for_function("() => scrollY < 1200")
    still(page)
    before = page.evaluate("scrollY")
    page.evaluate("document.querySelector('main h2').style.paddingTop = '10px'")
    painted(page)
    assert abs(page.evaluate("scrollY") - before) < 50


def test_an_anchor_that_leads_nowhere_is_no_error(site: str, page: Page) -> None:
    anchors = [
        "no-such",
        "%",
        "%E0%A4%A",
        f"{FILE}-L",
        "source-x-L1",
        "source-0-L1",
        "section-source-L1",
        "'\"><",
    ]
    for number, anchor in enumerate(anchors):
        visit(page, f"{site}{TABLE}?{number}#{anchor}")
        expect(page.locator("h1")).to_be_visible()
        assert marked_lines(page) == []
    # Those beyond the file are its ends.
    visit(page, f"{site}{TABLE}?1#{FILE}-L0-L999999")
    last = numbers(page, FILE).get_attribute("aria-valuemax")
    assert marked_lines(page) == [[FILE, "1", last]]


# The table of contents.


def test_the_contents_are_the_pages_sections_and_lead_to_them(site: str, page: Page) -> None:
    visit(page, site + CONVENTION)
    contents = page.get_by_role("navigation", name="On this page")
    links = contents.get_by_role("link")
    titles = page.locator("main h2").all_text_contents()
    assert links.all_text_contents() == titles
    links.last.click()
    expect(page).to_have_url(f"{site}{CONVENTION}#section-limits")
    expect(page.locator("#section-limits")).to_be_in_viewport()


def test_a_short_page_has_no_contents(site: str, page: Page) -> None:
    visit(page, site + "/no-such-page")
    expect(page.locator(".contents")).to_have_count(0)


# Lines of source.


def test_a_click_on_a_lines_number_puts_its_link_into_the_address(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    click_line(page, 11)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-L11")
    assert marked_lines(page) == [["source-simple_usage", "11", "11"]]
    click_line(page, 14, shift=True)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-L11-L14")
    assert page.evaluate("String(getSelection())") == ""
    click_line(page, 9, shift=True)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-L9-L11")
    assert marked_lines(page) == [["source-simple_usage", "9", "11"]]


def test_lines_are_chosen_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    numbers(page).focus()
    for key, expected in [
        ("ArrowDown", "L1"),
        ("ArrowDown", "L2"),
        ("Shift+ArrowDown", "L2-L3"),
        ("ArrowUp", "L2"),
        ("ArrowUp", "L1"),
        ("ArrowUp", "L1"),
        ("PageDown", "L11"),
        ("Shift+End", "L11-L21"),
        ("Home", "L1"),
    ]:
        page.keyboard.press(key)
        expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-{expected}")
    expect(numbers(page)).to_have_attribute("aria-valuenow", "1")


@pytest.mark.parametrize(
    ("viewport", "lines", "first", "last"),
    [
        (DESKTOP, "L120", 120, 120),
        (PHONE, "L300-L290", 290, 300),
        ({"width": 700, "height": 360}, "L313", 313, 313),
    ],
    ids=["desktop", "phone", "low"],
)
def test_a_link_to_lines_opens_their_file_and_marks_them_in_view(
    site: str, page: Page, viewport: object, lines: str, first: int, last: int
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    visit(page, f"{site}{TABLE}#{FILE}-{lines}")
    expect(page.get_by_role("tab", name="components/data_table.py")).to_have_attribute(
        "aria-selected", "true"
    )
    assert marked_lines(page) == [[FILE, str(first), str(last)]]
    page.locator("td.dash-cell").first.wait_for()
    page.wait_for_function(
        """([file, line]) => {
            const block = document.getElementById(file);
            const numbers = block.querySelector(".line-numbers");
            const each = numbers.offsetHeight / numbers.ariaValueMax;
            const { top, bottom } = block.getBoundingClientRect();
            const place = numbers.getBoundingClientRect().top + (line - 1) * each;
            const header = 56;
            return place >= Math.max(top, header) - 1 && place + 20 <= Math.min(bottom, innerHeight);
        }""",
        arg=[FILE, first],
    )


def test_a_link_to_lines_waits_for_the_script_of_the_tabs(site: str, page: Page) -> None:
    script = "**/bootstrap.min.js"
    held = hold(page, script)
    page.goto(f"{site}{TABLE}#{FILE}-L120", wait_until="commit")
    rendered(page)
    let_go(page, script, held)
    expect(page.get_by_role("tab", name="components/data_table.py")).to_have_attribute(
        "aria-selected", "true"
    )
    assert marked_lines(page) == [[FILE, "120", "120"]]


def test_a_link_to_a_file_opens_it(site: str, page: Page) -> None:
    visit(page, f"{site}{TABLE}#{FILE}")
    expect(page.locator(f"#{FILE}")).to_be_in_viewport()
    assert marked_lines(page) == []


def test_a_tab_that_is_shown_is_in_view_and_the_page_stays_where_it_is(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 844})
    visit(page, site + TABLE)
    tabs = page.get_by_role("tab")
    tabs.last.scroll_into_view_if_needed()
    row = page.get_by_role("tablist")
    for tab in (tabs.last, tabs.first, tabs.last):
        row.evaluate("(row, left) => { row.scrollLeft = left }", 0 if tab is tabs.last else 1000)
        before = page.evaluate("scrollY")
        tab.evaluate("tab => bootstrap.Tab.getOrCreateInstance(tab).show()")
        expect(tab).to_be_in_viewport(ratio=0.95)
        assert page.evaluate("scrollY") == before


def test_line_numbers_take_no_more_room_than_they_need(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    for file, digits in ((numbers(page), 2), (numbers(page, FILE), 3)):
        page.get_by_role("tab").nth(digits - 2).click()
        digit = float(file.evaluate("numbers => parseFloat(getComputedStyle(numbers).fontSize)")) * 0.65
        assert box(file)["width"] <= digits * digit + 16


def test_a_link_to_lines_on_the_same_page_leads_there_too(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    page.evaluate(f"location.hash = '{FILE}-L200'")
    expect(page.locator(f"#{FILE}")).to_be_in_viewport()
    assert marked_lines(page) == [[FILE, "200", "200"]]


def test_a_phone_shows_the_tab_of_the_file(site: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{site}/data-table/from-a-key#source-components-redis_store-__init__-L20")
    tab = page.get_by_role("tab", name="components/redis_store/__init__.py")
    expect(tab).to_have_attribute("aria-selected", "true")
    row = box(page.get_by_role("tablist"))
    expect(tab).to_be_in_viewport()
    assert row["x"] <= box(tab)["x"] < row["x"] + row["width"]


def test_the_mark_is_where_the_line_is(site: str, page: Page) -> None:
    lines = inspect.getsource(sys.modules[DataTableAIO.__module__]).split("\n")
    number = 1 + lines.index("class DataTableAIO(KeptDiv):")
    visit(page, f"{site}{TABLE}#{FILE}-L{number}")
    # The text of the line, by its place.
    found = page.evaluate(
        """(file) => {
            const code = document.getElementById(file).querySelector("code");
            const style = getComputedStyle(code);
            const y = code.getBoundingClientRect().top + parseFloat(style.backgroundPositionY) + 10;
            const x = code.getBoundingClientRect().left + 12;
            return document.caretRangeFromPoint(x, y).startContainer.parentElement.closest("code > *, code").textContent.slice(0, 40);
        }""",
        FILE,
    )
    assert found == "class"


def test_line_numbers_are_neither_copied_nor_in_the_text(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    selected = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('pre.numbered')); return String(getSelection()) }"
    )
    source = page.locator("pre.numbered code").first.text_content()
    assert selected.strip() == (source or "").strip()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_lines_are_marked(site: str, page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    visit(page, f"{site}{TABLE}#{FILE}-L94-L130")
    page.wait_for_load_state("networkidle")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marked_code_is_read_as_easily(site: str, page: Page, theme: str) -> None:
    # axe leaves out text on gradients, which a mark is.
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    visit(page, site + TABLE)
    names = ["code-comment", "code-keyword", "code-string", "code-number", "code-decorator", "code-name"]
    style = "getComputedStyle(document.documentElement).getPropertyValue"
    background = page.evaluate(f"{style}('--line-mark')")
    for name in names:
        assert contrast(page.evaluate(f"{style}('--{name}')"), background) >= 4.5, name
