"""Addresses within a page: of its headings, of its contents, of the lines of its source."""

from __future__ import annotations

import inspect
import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from components import DataTableAIO
from gallery.page.templates import render
from gallery.text.headings import contents, heading, permalink
from gallery.text.markup import inline, markdown
from gallery.text.source import code_block, numbered_source
from tests.browser import DESKTOP, PHONE, hold, let_go, painted, settled, still, visit
from tests.site.test_pages import box

CONVENTION = "/convention"
TABLE = "/data-table/simple-usage"
FILE = "source-components-data_table"

# The header stands above what was scrolled to.
UNDER_THE_HEADER = 100


def marked_lines(page: Page) -> list[str]:
    """The ids of the lines that are marked."""
    return page.locator("code > .marked").evaluate_all("lines => lines.map(line => line.id)")


def lines_of(file: str, first: int, last: int) -> list[str]:
    """The ids of lines of a file."""
    return [f"{file}-{line}" for line in range(first, last + 1)]


def click_line(page: Page, line: int, *, shift: bool = False) -> None:
    """Click on the number of a line of the example's file."""
    page.locator(f".linenos a[href='#source-simple_usage-{line}']").click(
        modifiers=["Shift"] if shift else []
    )


# What a page's text becomes.


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1. The `aio_id`", "section-the-aio_id"),
        ("Live demo", "section-live-demo"),
        ("Größe", "section-größe"),
        ("<b>", "section-b"),
    ],
)
def test_headings_get_ids_of_their_text_without_its_number(text: str, name: str) -> None:
    inner = inline(text)
    linked = f'<h2 id="{name}">{inner}{permalink(name, inner.striptags())}</h2>'
    assert heading(2, inner) == linked
    assert markdown(f"## {text}").strip() == linked


def test_the_same_heading_twice_has_two_ids() -> None:
    assert re.findall(' id="(.*?)"', markdown("## Twice\n\n### Twice")) == [
        "section-twice",
        "section-twice-1",
    ]


def test_what_is_written_is_text_and_never_html() -> None:
    written = markdown(
        "<script>alert(1)</script> [x](javascript:alert(1))\n\n## <img src=x onerror=y>\n\n```<b>\n<i>\n```"
    )
    assert re.findall('<(script|img|i|b|a)\\b(?! class="permalink)', written) == []
    assert "<script>" not in heading(2, "<script>") + render(
        "own.html", own=Unsafe, island="", content="", is_prose=True, contents_here=""
    )
    assert "<b>" not in numbered_source('"><b>.py', "<b>") + code_block("<b>", '"><b>')


class Unsafe:
    """A page whose author writes HTML."""

    title = description = prose = "<script>"


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
def test_a_page_of_three_headings_has_a_table_of_contents(levels: list[int], listed: list[str]) -> None:
    article = "".join(heading(level, str(number)) for number, level in enumerate(levels))
    found = [(str(one.inner), one.id) for one in contents(article)]
    assert found == [(name, f"section-{name}") for name in listed]


@pytest.mark.parametrize(("source", "count"), [("a\n", 1), ("a", 1), ("a\nb\n", 2), ("a\x0cb\n\n", 2)])
def test_lines_are_counted_by_their_ends(source: str, count: int) -> None:
    block = numbered_source("a.py", source)
    assert re.findall('href="#source-a-([0-9]+)"', block) == [str(line + 1) for line in range(count)]
    assert block.count('tabindex="0"') == 1


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
        "window.tops = []; addEventListener('DOMContentLoaded', () => {"
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
    start = page.evaluate("scrollY")
    page.mouse.wheel(0, -1500)
    page.wait_for_function("start => scrollY < start - 1000", arg=start)
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
        f"{FILE}-",
        "source-x-1",
        "source-0-1",
        "section-source-1",
        "'\"><",
    ]
    for number, anchor in enumerate(anchors):
        visit(page, f"{site}{TABLE}?{number}#{anchor}")
        expect(page.locator("h1")).to_be_visible()
        assert marked_lines(page) == []
    # Those beyond the file are its ends.
    visit(page, f"{site}{TABLE}?1#{FILE}-0-999999")
    assert len(marked_lines(page)) == page.locator(f"#{FILE} code > span").count()


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
    click_line(page, 15)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-15")
    assert marked_lines(page) == ["source-simple_usage-15"]
    click_line(page, 18, shift=True)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-15-18")
    assert page.evaluate("String(getSelection())") == ""
    click_line(page, 13, shift=True)
    expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-13-15")
    assert marked_lines(page) == lines_of("source-simple_usage", 13, 15)


def test_lines_are_chosen_by_keyboard(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    link = page.locator("#source-simple_usage .linenos a[tabindex='0']")
    first, last = int(link.inner_text()), page.locator("#source-simple_usage code > span").count()
    link.focus()
    for key, expected in [
        ("ArrowDown", f"{first + 1}"),
        ("Shift+ArrowDown", f"{first + 1}-{first + 2}"),
        ("ArrowUp", f"{first + 1}"),
        ("ArrowUp", f"{first}"),
        ("PageDown", f"{last}"),
        ("PageUp", f"{last - 10}"),
        ("End", f"{last}"),
        ("Shift+ArrowUp", f"{last - 1}-{last}"),
    ]:
        page.keyboard.press(key)
        expect(page).to_have_url(f"{site}{TABLE}#source-simple_usage-{expected}")
    expect(link).to_have_text(str(last - 1))


def test_a_folded_docstring_opens_for_a_link_to_its_lines(site: str, page: Page) -> None:
    visit(page, f"{site}{TABLE}#source-simple_usage-3")
    expect(page.locator("#source-simple_usage-3")).to_be_in_viewport()
    assert marked_lines(page) == ["source-simple_usage-3"]


@pytest.mark.parametrize(
    ("viewport", "lines", "first", "last"),
    [
        (DESKTOP, "120", 120, 120),
        (PHONE, "300-290", 290, 300),
        ({"width": 700, "height": 360}, "313", 313, 313),
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
    assert marked_lines(page) == lines_of(FILE, first, last)
    page.locator("td.dash-cell").first.wait_for()
    settled(page)
    expect(page.locator(f"#{FILE}-{first}")).to_be_in_viewport()


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


def test_a_link_to_lines_on_the_same_page_leads_there_too(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    page.evaluate(f"location.hash = '{FILE}-200'")
    expect(page.locator(f"#{FILE}-200")).to_be_in_viewport()
    assert marked_lines(page) == [f"{FILE}-200"]


def test_a_phone_shows_the_tab_of_the_file(site: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{site}/data-table/from-a-key#source-components-redis_store-__init__-20")
    tab = page.get_by_role("tab", name="components/redis_store/__init__.py")
    expect(tab).to_have_attribute("aria-selected", "true")
    row = box(page.get_by_role("tablist"))
    expect(tab).to_be_in_viewport()
    assert row["x"] <= box(tab)["x"] < row["x"] + row["width"]


def test_the_mark_is_where_the_line_is(site: str, page: Page) -> None:
    lines = inspect.getsource(sys.modules[DataTableAIO.__module__]).split("\n")
    number = 1 + lines.index("class DataTableAIO(KeptDiv):")
    visit(page, f"{site}{TABLE}#{FILE}-{number}")
    expect(page.locator("code > .marked")).to_have_text("class DataTableAIO(KeptDiv):")
    link = page.locator(f".linenos a[href='#{FILE}-{number}']")
    assert abs(box(link)["y"] - box(page.locator("code > .marked"))["y"]) < 4


def test_line_numbers_are_neither_copied_nor_in_the_text(site: str, page: Page) -> None:
    visit(page, site + TABLE)
    selected = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('.numbered > .lines')); return String(getSelection()) }"
    )
    source = page.locator(".numbered > .lines code").first.text_content()
    assert selected.strip() == (source or "").strip()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_lines_are_marked(site: str, page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    visit(page, f"{site}{TABLE}#{FILE}-94-130")
    page.wait_for_load_state("networkidle")
    assert Axe().run(page).response["violations"] == []
