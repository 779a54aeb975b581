"""Instances of a component don't touch each other, and no id stands twice on the site."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator

import pytest
from dash.development.base_component import Component
from playwright.sync_api import Page, expect

from gallery.page.island import demo
from tests.browser import visit
from tests.server import serve
from tests.site.interactions import pick, type_filter
from tests.site.test_examples import EXAMPLES, OWN

TWO_OF_EACH = """
import plotly.express as px
from dash import Dash, html
from components import DataTableAIO, MarkdownWithColorAIO

app = Dash()
app.layout = html.Div([
    html.Div([MarkdownWithColorAIO("one"), DataTableAIO(px.data.tips())], id="first"),
    html.Div([MarkdownWithColorAIO("two"), DataTableAIO(px.data.tips())], id="second"),
])
app.run()
"""


@pytest.fixture(scope="module")
def two_of_each() -> Iterator[str]:
    with serve([sys.executable, "-c", TWO_OF_EACH], {"REDIS_URL": ""}) as url:
        yield url


def test_a_colour_picked_in_one_instance_leaves_the_other_as_it_was(two_of_each: str, page: Page) -> None:
    visit(page, two_of_each)
    first, second = page.locator("#first [id*=markdown]"), page.locator("#second [id*=markdown]")
    pick(page, page.locator("#first .dash-dropdown"), "#85144b")
    expect(first.get_by_text("one")).to_have_css("color", "rgb(133, 20, 75)")
    expect(second.get_by_text("two")).to_have_css("color", "rgb(0, 31, 63)")


def test_a_filter_in_one_table_leaves_the_other_as_it_was(two_of_each: str, page: Page) -> None:
    visit(page, two_of_each)
    first, second = page.locator("#first"), page.locator("#second")
    expect(first.locator("div.last-page")).to_have_text("25")
    type_filter(second, "size", "> 4")  # equal data, so both have the same key
    expect(second.locator("td.dash-cell[data-dash-column=size]")).to_have_text(
        ["6", "6", "5", "6", "5", "6", "5", "5", "5"]
    )
    expect(first.locator("div.last-page")).to_have_text("25")
    expect(first.locator("td.dash-cell[data-dash-column=size]")).to_have_count(10)


def test_no_id_stands_twice_on_the_site() -> None:
    places = defaultdict(list)
    for example in [*(page for page in OWN if hasattr(page.module, "layout")), *EXAMPLES]:
        layout = demo(example)
        for part in [layout, *layout._traverse()]:
            if isinstance(part, Component) and hasattr(part, "id"):
                places[json.dumps(part.id, sort_keys=True)].append(example.module_name)
    assert places
    assert {found: modules for found, modules in places.items() if len(modules) > 1} == {}
