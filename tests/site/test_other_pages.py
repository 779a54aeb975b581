"""What an example does to the site: one that fails shows so in its place, one that needs a package has it alone."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gallery.loading import load_section
from tests.browser import visit
from tests.server import ROOT, serve

GRID = (
    '"""Grid\n\nOf a package that no other page uses."""\nimport dash_ag_grid\n'
    'layout = dash_ag_grid.AgGrid(columnDefs=[{"field": "a"}], rowData=[{"a": "in the grid"}])\n'
)
GOOD = '"""Good\n\nIt works."""\nfrom dash import html\nlayout = html.P("all is well", id="good")\n'
TWIN = '"""Twin"""\nfrom dash import html\nlayout = html.P("twin", id="twin")\n'
BROKEN = {
    "import_fails": '"""Import fails\n\nA missing library."""\nimport no_such_library\nlayout = None\n',
    "no_python": '"""Not Python"""\nlayout = (\n',
    "layout_raises": '"""Layout raises"""\ndef layout():\n    return 1 / 0\n',
    "callback_raises": '"""Callback raises"""\nfrom dash import ALL, Input, Output, callback, html\n'
    'layout = html.Div([html.Button("Fail", id="fail"), html.P(id={"failed": 1})])\n'
    '@callback(Output({"failed": ALL}, "children"), Input("fail", "n_clicks"), prevent_initial_call=True)\n'
    'def fail(clicks):\n    raise RuntimeError("a secret of the server")\n',
    "one_twin": TWIN,
    "other_twin": TWIN,
}
WITHOUT_PROJECT = {"import_fails", "no_python", "one_twin", "other_twin"}


@pytest.fixture(scope="module")
def broken_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package of pages, `broken_pages`, of which one example works."""
    root = tmp_path_factory.mktemp("broken")
    section = root / "broken_pages" / "section"
    section.mkdir(parents=True)
    (root / "broken_pages" / "__init__.py").write_text(
        'SITE = {"/": "home", "/own": "own", "/404": "not_found_404"}\nSECTIONS = ["section", "empty", "gone"]\n'
    )
    for name in ("home", "not_found_404"):
        (root / "broken_pages" / f"{name}.py").write_text(GOOD.replace("Good", name))
    (root / "broken_pages" / "own.py").write_text('"""Own"""\ndef content(site):\n    return 1 / 0\n')
    empty = root / "broken_pages" / "empty"
    empty.mkdir()
    (empty / "__init__.py").write_text('"""Empty\n\nNothing yet."""\nCOMPONENT = ""\nEXAMPLES = []\n')
    examples = ["good", "grid", *BROKEN, "no_file"]
    (section / "__init__.py").write_text(f'"""Section\n\nText."""\nCOMPONENT = ""\nEXAMPLES = {examples}\n')
    for name, source in {"good": GOOD, "grid": GRID, **BROKEN}.items():
        (section / f"{name}.py").write_text(source)
    return root


@pytest.fixture(scope="module")
def broken_site(broken_pages: Path) -> Iterator[str]:
    script = "from gallery import create_app; create_app('broken_pages').run()"
    path = f"{ROOT}:{broken_pages}"
    with serve([sys.executable, "-c", script], {"PYTHONPATH": path, "REDIS_URL": ""}) as url:
        yield url


def test_an_example_that_fails_shows_why(broken_site: str, page: Page) -> None:
    for name, why in {
        "import-fails": "No module named 'no_such_library'",
        "no-python": "SyntaxError",
        "layout-raises": "ZeroDivisionError: division by zero",
        "no-file": "No module named 'broken_pages.section.no_file'",
        "one-twin": "id='twin' is in broken_pages.section.one_twin, line 3, and in broken_pages.section.other_twin, line 3.",
    }.items():
        visit(page, f"{broken_site}/section/{name}")
        expect(page.locator("#demo .error-card")).to_contain_text(why)
        expect(page.locator("#source")).to_contain_text(
            BROKEN.get(name.replace("-", "_"), "").split("\n")[-2:][0]
        )
    expect(page.locator("h1")).to_have_text("Twin")


def test_a_callback_that_raises_tells_the_reader_without_the_servers_details(
    broken_site: str, page: Page
) -> None:
    visit(page, f"{broken_site}/section/callback-raises")
    page.get_by_role("button", name="Fail").click()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong")
    expect(page.get_by_text("a secret of the server")).to_have_count(1)  # in the source alone


def test_what_does_not_run_is_no_project_to_download_but_can_be_read(broken_site: str, page: Page) -> None:
    for name in ("good", "grid", *BROKEN):
        runs = name not in WITHOUT_PROJECT
        path = f"{broken_site}/section/{name.replace('_', '-')}"
        assert page.request.get(f"{path}.zip").status == (200 if runs else 404)
        visit(page, path)
        expect(page.get_by_role("link", name="Download project")).to_have_count(1 if runs else 0)
        assert {"good": GOOD, "grid": GRID, **BROKEN}[name] in page.request.get(f"{path}.md").text()
    assert page.request.get(f"{broken_site}/section.zip").status == 404


def test_a_page_of_the_sites_own_that_fails_says_why(broken_site: str, page: Page) -> None:
    visit(page, f"{broken_site}/own")
    expect(page.locator("main")).to_contain_text("ZeroDivisionError: division by zero")


def test_the_rest_serves(broken_site: str, page: Page) -> None:
    visit(page, f"{broken_site}/section/good")
    expect(page.locator("#demo")).to_have_text("all is well")
    visit(page, broken_site)
    expect(page.get_by_text("all is well")).to_be_visible()


def test_a_section_has_its_page_though_its_examples_fail_or_are_not_there_yet(
    broken_site: str, page: Page
) -> None:
    visit(page, f"{broken_site}/section")
    expect(page.locator(".cards li")).to_have_count(3 + len(BROKEN))
    # It names no component, so there is nothing to refer to.
    expect(page.locator("h2")).to_have_text(["Examples"])
    visit(page, f"{broken_site}/empty")
    expect(page.locator("h1")).to_have_text("Empty")
    visit(page, f"{broken_site}/gone")
    expect(page.locator("main")).to_contain_text("No module named 'broken_pages.gone'")


def test_a_failed_import_is_one_line_in_the_log(
    broken_pages: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.syspath_prepend(str(broken_pages))
    with caplog.at_level(logging.ERROR):
        section = load_section("broken_pages.section")
    assert {example.file_name for example in section.examples if example.error} == {
        "import_fails.py",
        "no_python.py",
        "no_file.py",
    }
    assert caplog.messages[0] == (
        "broken_pages.section.import_fails can't be imported: "
        "ModuleNotFoundError: No module named 'no_such_library'"
    )


def test_a_component_package_weighs_on_the_pages_that_use_it_alone(broken_site: str, page: Page) -> None:
    visit(page, f"{broken_site}/section/grid")
    expect(page.get_by_text("in the grid").first).to_be_visible()
    assert page.locator("script[src*=dash_ag_grid]").count() > 0
    for other in ("/", "/section/good"):
        visit(page, broken_site + other)
        assert page.locator("script[src*=dash_ag_grid]").count() == 0
