"""The page *Write your own*: its template, each step and each mistake, as they are shown; and a visitor's first walk."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dash import _callback
from dash.development.base_component import ComponentRegistry
from playwright.sync_api import Page, expect

from pages.write_your_own import APP, EXPLAINED, FOLDER, MISTAKES, STEPS, Mistake, project
from tests.browser import leaving, visit
from tests.components.test_convention import check, template_in
from tests.server import ROOT, serve
from tests.site.interactions import use_markdown_simply
from tests.site.test_head import fetch

FILES = {path.name: path.read_text() for path in FOLDER.glob("*.py")}


class Step(SimpleNamespace):
    """What a step's code defines, and the callbacks that it declares."""

    callbacks: list[dict[str, Any]]

    @property
    def component(self) -> Any:
        return self.TextWithCountAIO


@pytest.fixture
def step(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Step:
    """A step, run as it is shown; no app of this process gets its callback."""
    declared: list[dict[str, Any]] = []
    monkeypatch.setattr(_callback, "GLOBAL_CALLBACK_LIST", declared)
    monkeypatch.setattr(_callback, "GLOBAL_CALLBACK_MAP", {})
    names: dict[str, Any] = {"__name__": "step"}
    exec(STEPS[request.param][2], names)
    if "step" in ComponentRegistry.registry:  # nor does any bring its files
        ComponentRegistry.registry.discard("step")
    return Step(**names, callbacks=declared)


def steps(*numbers: int) -> pytest.MarkDecorator:
    """Hold a test for some steps, by their numbers on the page."""
    return pytest.mark.parametrize("step", [number - 1 for number in numbers], indirect=True, ids=numbers)


@steps(1)
def test_a_function_counts_the_words_it_is_given_and_declares_nothing(step: Step) -> None:
    textarea, count = step.text_with_count("one two").children
    assert (textarea.value, count.children) == ("one two", "2 words")
    assert step.callbacks == []


@steps(2, 3, 4, 5)
def test_a_class_has_two_parts_with_ids(step: Step) -> None:
    made = step.component("one two", aio_id="mine")
    textarea, count = made.children
    assert (textarea.value, count.children) == ("one two", "2 words")
    assert (textarea.id, count.id) == (step.component.ids.textarea("mine"), step.component.ids.count("mine"))
    assert textarea.id == {"component": "TextWithCountAIO", "subcomponent": "textarea", "aio_id": "mine"}


@steps(2)
def test_the_class_has_no_callback_at_first(step: Step) -> None:
    assert step.callbacks == []


@steps(3, 4, 5)
def test_one_callback_is_declared_for_all_instances(step: Step) -> None:
    (declared,) = step.callbacks
    assert declared["output"].count('["MATCH"]') == 1
    assert step.component.count_words("one two three") == "3 words"
    assert step.component.count_words(None) == "0 words"


@steps(4, 5)
def test_properties_are_passed_down_and_copied(step: Step) -> None:
    given = {"rows": 3, "value": "one"}
    textarea, count = step.component(
        "other", aio_id="mine", textarea_props=given, count_props={"title": "Words"}
    ).children
    assert (textarea.rows, textarea.value, count.title, count.children) == (3, "one", "Words", "1 words")
    assert given == {"rows": 3, "value": "one"}


@steps(5)
def test_an_aio_id_is_made_up_where_none_is_given(step: Step) -> None:
    assert len({part.id["aio_id"] for text in ("one", "two") for part in step.component(text).children}) == 2


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, check=False, capture_output=True, text=True)


def run_tests(folder: Path) -> str:
    """What pytest says of a folder's tests, with its own settings alone."""
    return run("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:dash", folder=folder).stdout


def test_the_last_step_tests_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "text_with_count.py").write_text(STEPS[4][2])
    (tmp_path / "test_text_with_count.py").write_text(STEPS[5][2])
    assert "3 passed" in run_tests(tmp_path)


def given_by(code: str) -> str:
    """What code prints, with the last line of its error, where the template is beside it."""
    done = run("-c", code, folder=FOLDER)
    return "\n".join([*done.stdout.splitlines(), *done.stderr.splitlines()[-1:]])


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.title for mistake in MISTAKES])
def test_a_mistake_does_what_the_page_says_and_is_mended(mistake: Mistake) -> None:
    assert all(part in mistake.right for part in mistake.slips)
    assert given_by(mistake.wrong + mistake.shown_by) == mistake.happens
    assert given_by(mistake.right + mistake.shown_by) == mistake.instead


def test_all_is_on_the_page_to_the_letter(site: str) -> None:
    content = fetch(f"{site}/write-your-own")[0]
    text = html.unescape(re.sub("<[^>]+>", "", content))
    codes = [
        code for one in MISTAKES for code in (one.wrong, one.shown_by, one.happens, one.right, one.instead)
    ]
    for shown in [*FILES.values(), APP, *(code for _, _, code in STEPS), *codes]:
        assert shown.strip() in text


def test_what_is_explained_is_in_the_template() -> None:
    assert all(name in FILES["text_with_count.py"] for name in EXPLAINED)


def test_a_first_time_visitor_comes_to_a_component_of_their_own(
    site: str, page: Page, tmp_path: Path
) -> None:
    visit(page, site)
    page.get_by_role("link", name="Get started").first.click()
    expect(page.get_by_role("heading", name="2. Your first app")).to_be_visible()
    first = tmp_path / "first"
    shutil.copytree(ROOT / "components", first / "components")
    (first / "app.py").write_text(page.locator("code", has_text="MarkdownWithColorAIO").first.inner_text())

    page.locator("#navigation").get_by_role("link", name="Write your own").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the template").click()
    own = tmp_path / "own"
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        archive.extractall(own)
    assert {path.name: path.read_text() for path in own.iterdir()} == project()
    assert FILES.items() <= project().items()
    check(template_in(own))
    assert "12 passed" in run_tests(own)

    with serve([sys.executable, "app.py"], {"REDIS_URL": ""}, folder=first) as url, leaving(page):
        visit(page, url)
        use_markdown_simply(page)
    with serve([sys.executable, "app.py"], folder=own) as url, leaving(page):
        visit(page, url)
        page.get_by_role("textbox", name="Your text").fill("two words")
        expect(page.locator("small")).to_have_text("2 words")
