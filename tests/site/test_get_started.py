"""The steps of the page *Get started* do what it says, as they are copied."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.get_started import STEPS
from tests.browser import leaving
from tests.server import ROOT, serve

DONE = {
    "3. From a dataframe to a table": ("td.dash-cell", "Afghanistan"),
    "4. A graph that follows the table": (".js-plotly-plot .xtitle", "lifeExp"),
}


# The first step is a part of the walk in test_write_your_own.py.
@pytest.mark.parametrize(("title", "code"), [(title, code) for title, _, code in STEPS[1:]])
def test_a_step_runs_in_an_empty_folder(title: str, code: str, tmp_path: Path, page: Page) -> None:
    shutil.copytree(ROOT / "components", tmp_path / "components")
    (tmp_path / "app.py").write_text(code)
    selector, text = DONE[title]
    with serve([sys.executable, "app.py"], {"REDIS_URL": ""}, folder=tmp_path) as url, leaving(page):
        page.goto(url)
        expect(page.locator(selector).first).to_have_text(text)
