"""The row of actions below an example's lead: copied is what is shown as Markdown, and readers are told if not."""

from __future__ import annotations

import urllib.request
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

import pages
from gallery.loading import load_section
from gallery.page.edit import edit_address
from gallery.takeaway.download import component_path
from tests.browser import PHONE, note_texts, visit
from tests.site.test_pages import COPY_REFUSALS, box

PATH = "/markdown-with-color/simple-usage"
BUTTON = "Copy page as Markdown"


def test_the_project_is_downloaded_under_its_name(site: str, page: Page) -> None:
    visit(page, site + PATH)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download project").click()
    assert download.value.suggested_filename == "markdown-with-color-simple-usage.zip"


def test_what_is_copied_is_the_pages_markdown(site: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, site + PATH)
    note_texts(page.locator(".action-status"))
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_function("() => said.length == 2")
    assert page.evaluate("said") == ["Copied", ""]
    with urllib.request.urlopen(f"{site}{PATH}.md") as response:
        assert page.evaluate("navigator.clipboard.readText()") == response.read().decode()


@pytest.mark.parametrize("refusal", COPY_REFUSALS.values(), ids=COPY_REFUSALS)
def test_a_reader_whose_browser_does_not_copy_is_told_what_to_do(site: str, page: Page, refusal: str) -> None:
    visit(page, site + PATH)
    page.evaluate(refusal)
    page.get_by_role("button", name=BUTTON).click()
    status = page.locator(".action-status")
    expect(status).to_contain_text("Open “View as Markdown”, and copy it from there.")
    assert box(status)["height"] > 10


def test_a_reader_is_told_when_the_text_does_not_arrive(site: str, page: Page) -> None:
    visit(page, site + PATH)
    button = page.get_by_role("button", name=BUTTON)
    button.evaluate("button => { button.dataset.copyPage = '/no-such-page.md' }")
    button.click()
    expect(page.locator(".action-status")).to_have_text("The text didn't arrive. Try again.")


def test_the_row_takes_two_lines_on_a_phone(site: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visit(page, site + PATH)
    assert box(page.locator(".actions"))["height"] < 3 * box(page.locator(".action").first)["height"]


def test_a_component_is_offered_where_it_can_be_downloaded(site: str) -> None:
    for name in pages.SECTIONS:
        section = load_section(f"pages.{name}")
        with urllib.request.urlopen(f"{site}{component_path(section)}") as response:
            assert response.headers.get_content_type() == "application/zip"
        assert component_path(replace(section, component="NoSuchAIO")) is None
        assert component_path(replace(section, examples=())) is None


@pytest.mark.parametrize("path", ["/data-table", "/markdown-with-color", "/theme-switch"])
def test_a_section_leads_to_its_component(site: str, page: Page, path: str) -> None:
    visit(page, site + path)
    row = page.get_by_role("navigation", name="Take this page along")
    expect(row.get_by_role("link", name="Download component")).to_have_attribute("href", f"{path}.zip")
    expect(row.get_by_role("link", name="View as Markdown")).to_have_attribute("href", f"{path}.md")


def test_pages_are_edited_where_the_repository_is(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "pages.markdown_with_color.simple_usage"
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    assert edit_address(module) is None
    monkeypatch.setenv("REPOSITORY_URL", "https://example.org/team/gallery.git/")
    file = "pages/markdown_with_color/simple_usage.py"
    assert edit_address(module) == f"https://example.org/team/gallery/edit/main/{file}"
    monkeypatch.setenv("REPOSITORY_BRANCH", "release/one #1")
    assert edit_address(module) == f"https://example.org/team/gallery/edit/release/one%20%231/{file}"
    assert edit_address("json") is None
    assert edit_address("pages.no_such_page") is None
