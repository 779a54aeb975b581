"""Every page, in a browser: it is whole, quiet, its own, and fits."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

import pages
from gallery.loading import Page as Example
from gallery.loading import Section
from tests.browser import DESKTOP, PHONE, visit
from tests.site.test_examples import EXAMPLES, SECTIONS


def pages_of(section: Section) -> list[Section | Example]:
    """The pages of a section in their order: its own, then its examples."""
    return [section, *section.examples]


SEQUENCE = [page for section in SECTIONS for page in pages_of(section)]
PATHS = [path for path in pages.SITE if path != "/404"] + [page.path for page in SEQUENCE]


def box(element: Locator) -> FloatRect:
    """Where an element stands on the page."""
    rectangle = element.bounding_box()
    assert rectangle is not None
    return rectangle


# How a browser refuses to copy.
COPY_REFUSALS = {
    "no clipboard": "() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }) }",
    "no permission": "() => { navigator.clipboard.write ="
    " () => Promise.reject(new DOMException('', 'NotAllowedError')) }",
}


@pytest.mark.parametrize("refusal", COPY_REFUSALS.values(), ids=COPY_REFUSALS)
def test_source_is_selected_where_the_browser_does_not_copy(site: str, page: Page, refusal: str) -> None:
    example = EXAMPLES[0]
    visit(page, site + example.path)
    page.evaluate(refusal)
    button = page.get_by_role("button", name="Copy the whole file").first
    before = box(page.locator("#source"))
    button.click()
    status = page.locator(".copy-status").first
    expect(status).to_contain_text("The file is selected: press Ctrl-C.")
    assert box(status)["height"] > 10
    after = box(page.locator("#source"))
    assert (after["x"], after["y"], after["width"]) == (before["x"], before["y"], before["width"])
    assert page.evaluate("String(getSelection())").strip() == example.source.strip()
    # What it says is true until something else is done.
    page.locator("h1").click()
    expect(status).to_have_text("")


def test_a_demos_headings_are_as_in_an_app_of_its_own(site: str, page: Page) -> None:
    visit(page, site + "/markdown-with-color/simple-usage")
    demos = page.locator("#demo h2")
    page.evaluate("document.body.append(document.createElement('h2'))")
    for name in ("font-size", "margin"):
        own = page.locator("body > h2").evaluate(f"heading => getComputedStyle(heading)['{name}']")
        expect(demos).to_have_css(name, own)
        expect(page.locator("#section-source")).not_to_have_css(name, own)


QUIET = [
    ".action",
    ".copy",
    "#props-reset",
    "#second-instance-button",
    "[data-anatomy-clear]",
    ".search-button",
]


def test_quiet_buttons_look_alike(site: str, page: Page) -> None:
    visit(page, site + "/data-table/simple-usage")
    page.locator("td.dash-cell").first.wait_for()
    names = [
        "color",
        "backgroundColor",
        "borderTopColor",
        "borderTopLeftRadius",
        "fontSize",
        "textDecorationLine",
    ]
    looks = set()
    for selector in QUIET:
        button = page.locator(selector).first
        button.hover()
        expect(button).to_have_css("background-color", "rgb(248, 249, 250)")
        style = button.evaluate("(button, names) => names.map(name => getComputedStyle(button)[name])", names)
        looks.add(tuple(style))
    assert len(looks) == 1, looks


def next_to(site: str, path: str) -> dict[str, str]:
    """Where a page's links to its neighbours lead, by their `rel`."""
    with urllib.request.urlopen(site + path) as response:
        content = response.read().decode()
    links = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall("<a [^>]*>", content)]
    return {link["rel"]: link["href"] for link in links if link.get("rel") in {"next", "prev"}}


def test_sections_and_their_examples_follow_each_other(site: str, page: Page) -> None:
    for one, following in pairwise(SEQUENCE):
        assert next_to(site, one.path)["next"] == following.path
        assert next_to(site, following.path)["prev"] == one.path
    visit(page, site + SEQUENCE[0].path)
    page.locator("a[rel=next]").click()
    expect(page.locator("h1")).to_have_text(SEQUENCE[1].title)
    expect(page).to_have_url(site + SEQUENCE[1].path)
    page.locator("a[rel=prev]").click()
    expect(page.locator("h1")).to_have_text(SEQUENCE[0].title)
    expect(page).to_have_url(site + SEQUENCE[0].path)


def test_the_first_page_has_a_card_for_every_example(site: str, page: Page) -> None:
    visit(page, site)
    expect(page.locator(".card a")).to_have_count(len(EXAMPLES))
    links = page.locator(".card a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert sorted(links) == sorted(example.path for example in EXAMPLES)


def test_the_first_page_tells_how_long_the_last_answer_took_and_finds_examples_by_a_word(
    site: str, page: Page
) -> None:
    visit(page, site)
    expect(page.get_by_text("1,000,000 rows")).to_be_visible()
    expect(page.locator("[data-answer]")).to_have_text(re.compile(r"Last answer: \d+ ms\."))
    page.get_by_label("Filter the examples by a word").fill("no such word")
    expect(page.locator(".card:visible")).to_have_count(0)
    page.get_by_label("Filter the examples by a word").fill("ThemeSwitchAIO")
    theme = next(section for section in SECTIONS if section.component == "ThemeSwitchAIO")
    expect(page.locator(".card:visible")).to_have_count(len(theme.examples))


def test_a_browser_is_told_that_it_may_load_a_page_ahead(site: str) -> None:
    with urllib.request.urlopen(site) as response:
        rules = response.headers["Speculation-Rules"].strip('"')
    with urllib.request.urlopen(site + rules) as response:
        assert response.headers.get_content_type() == "application/speculationrules+json"
        assert json.load(response)["prefetch"][0]["eagerness"] == "moderate"


def test_a_phone_reaches_every_page_by_the_menu(site: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, site)
    expect(page.locator("#navigation")).not_to_be_in_viewport()
    page.get_by_role("button", name="Navigation").click()
    expect(page.locator("#navigation")).to_be_in_viewport()
    page.locator("#navigation").get_by_role("link", name=EXAMPLES[-1].title, exact=True).last.click()
    expect(page.locator("h1")).to_have_text(EXAMPLES[-1].title)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_unknown_path_is_not_found(site: str, page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    response = visit(page, site + "/no-such-page")
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("path", ["/", "/data-table", "/markdown-with-color/simple-usage", "/convention"])
def test_a_query_string_changes_nothing(site: str, page: Page, path: str) -> None:
    with urllib.request.urlopen(site + path) as response:
        title = re.findall("<h1>(.*?)</h1>", response.read().decode())
    visit(page, f"{site}{path}?utm=1&layout=x&utm=2")
    expect(page.locator(".error-card")).to_have_count(0)
    expect(page.locator("main h1")).to_have_text(title)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_200(site: str, path: str) -> None:
    with urllib.request.urlopen(site + path) as response:
        assert response.status == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{site}{path.rstrip('/')}/nothing")


def test_the_theme_is_the_systems_until_another_is_chosen(site: str, page: Page) -> None:
    theme = page.locator("html")
    page.emulate_media(color_scheme="dark")
    visit(page, site)
    expect(theme).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(theme).to_have_attribute("data-bs-theme", "light")
    switch = page.get_by_role("group", name="Theme").first
    for button, expected in (("Light", "light"), ("The system's choice", "light"), ("Dark", "dark")):
        switch.get_by_role("button", name=button).click()
        expect(switch.get_by_role("button", name=button)).to_have_attribute("aria-pressed", "true")
        expect(theme).to_have_attribute("data-bs-theme", expected)
    page.reload()
    expect(theme).to_have_attribute("data-bs-theme", "dark")
