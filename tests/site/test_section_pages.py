"""Each section has a page of its own: its component, its examples, its reference."""

from __future__ import annotations

import html
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from gallery.loading import Section
from gallery.page.templates import ASSETS
from tests.browser import visit
from tests.site.test_examples import SECTIONS

NAMES = [section.title for section in SECTIONS]


def first_html(url: str) -> str:
    with urllib.request.urlopen(url) as response:
        content: str = response.read().decode()
    return content


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_page_says_what_the_section_says_of_itself(site: str, section: Section) -> None:
    content = first_html(site + section.path)
    assert f"<title>{section.title} · Dash All-in-One gallery</title>" in content
    assert f"<h1>{section.title}</h1>" in content
    assert f'<meta name="description" content="{section.description}">' in html.unescape(content)
    text = " ".join(html.unescape(re.sub("<[^>]+>", "", content)).split())
    for paragraph in section.prose.split("\n\n"):
        for line in paragraph.split("\n- "):
            read = re.sub(r"\[(.+?)\]\(.+?\)", r"\1", line.removeprefix("- ").replace("`", ""))
            assert " ".join(read.split()) in text


def without_ids(content: str) -> str:
    """HTML without the ids of its headings, which are each page's own."""
    return re.sub(' id="[^"]*"', "", content)


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_page_has_a_card_for_each_example_as_the_first_page_has(
    site: str, page: Page, section: Section
) -> None:
    visit(page, site + section.path)
    cards = page.locator(".cards")
    links = cards.locator("a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert links == [example.path for example in section.examples]
    content = without_ids(cards.inner_html())
    visit(page, site)
    same = page.locator(f"[data-cards]:has(h4 a[href='{section.path}']) .cards")
    assert without_ids(same.inner_html()).replace("<h5", "<h3").replace("</h5", "</h3") == content
    # By keyboard: pictures that come into view as a click scrolls there may move the link from under it.
    same.locator("a").last.press("Enter")
    expect(page).to_have_url(site + section.examples[-1].path)


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_page_is_reached_from_the_first_page_the_navigation_and_each_example(
    site: str, page: Page, section: Section
) -> None:
    for path in ("/", section.examples[-1].path):
        visit(page, site + path)
        # By keyboard: pictures that come into view as a click scrolls there may move the link from under it.
        page.locator("main").get_by_role("link", name=section.title, exact=True).press("Enter")
        expect(page).to_have_url(site + section.path)
    visit(page, site)
    page.locator("#navigation").get_by_role("link", name=section.title, exact=True).click()
    expect(page).to_have_url(site + section.path)
    expect(page.locator("#navigation a[aria-current=page]")).to_have_text(section.title)


@pytest.mark.parametrize("section", SECTIONS, ids=NAMES)
def test_the_pages_picture_is_that_of_the_first_example(site: str, section: Section) -> None:
    picture = re.findall('property="og:image" content="([^"]+)"', first_html(site + section.path))[0]
    assert picture == f"{site}/assets/{section.examples[0].preview('light')}"
    assert (ASSETS / section.examples[0].preview("light")).is_file()
