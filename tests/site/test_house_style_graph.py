"""Graphs in a house style, in a browser: they follow the page's theme and their width, and nobody is asked."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from components.graphs.house_style import STYLE
from components.graphs.published_styles import BBC, URBAN_INSTITUTE
from tests.browser import DESKTOP, PHONE, leaving, settled, visit
from tests.server import serve
from tests.site.interactions import house_style_picture, house_style_title, pick

SIMPLE = "/house-style-graph/simple-usage"
KINDS = "/house-style-graph/kinds"
STYLES = "/house-style-graph/three-styles"
EDITOR = "/house-style-graph/your-own-style"

UPDATE = "/_dash-update-component"


def rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5))})"


def asked(page: Page) -> list[str]:
    """A list that grows by what the server is asked for that has to do with the graph."""
    requests: list[str] = []

    def note(request: Request) -> None:
        if UPDATE in request.url and "HouseStyleGraphAIO" in (request.post_data or ""):
            requests.append(request.post_data or "")

    page.on("request", note)
    return requests


def expect_theme(page: Page, theme: str) -> None:
    """The graph has the theme's colours: its background, title, lines and the names at them."""
    palette = STYLE.palette(theme)  # type: ignore[arg-type]
    graph = page.locator('[id*="HouseStyleGraphAIO"] .js-plotly-plot')
    expect(graph.locator(".main-svg").first).to_have_css(
        "background", re.compile(re.escape(rgb(palette.background)))
    )
    expect(house_style_title(page)).to_have_css("fill", rgb(palette.text))
    expect(graph.locator(".scatterlayer .js-line").first).to_have_css("stroke", rgb(palette.categorical[0]))
    expect(graph.locator(".annotation-text", has_text="Source")).to_have_css("fill", rgb(palette.muted))


def test_the_graph_follows_the_switch_without_a_request(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    expect_theme(page, "light")
    settled(page)
    requests = asked(page)
    page.locator("header").get_by_role("button", name="Dark").click()
    expect_theme(page, "dark")
    page.locator("header").get_by_role("button", name="Light").click()
    expect_theme(page, "light")
    assert requests == []


def test_the_graph_is_drawn_in_the_dark_at_first_where_the_page_is_dark(site: str, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    requests = asked(page)
    visit(page, site + SIMPLE)
    expect_theme(page, "dark")
    settled(page)
    assert requests == []


@pytest.fixture(scope="module")
def plain_app() -> Iterator[str]:
    """An app without Bootstrap and a switch: an example by itself."""
    with serve([sys.executable, "-m", "pages.house_style_graph.simple_usage"]) as url:
        yield url


def test_without_an_attribute_it_follows_the_system_and_an_attribute_wins(plain_app: str, page: Page) -> None:
    with leaving(page):
        page.goto(plain_app)
        expect_theme(page, "light")
        page.emulate_media(color_scheme="dark")
        expect_theme(page, "dark")
        page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'light')")
        expect_theme(page, "light")
        page.evaluate("document.documentElement.removeAttribute('data-bs-theme')")
        expect_theme(page, "dark")


def test_a_graph_is_as_wide_as_its_place_and_laid_out_anew_when_that_changes(
    plain_app: str, page: Page
) -> None:
    with leaving(page):
        page.goto(plain_app)
        for width in (1440, 800, 500, 390, 320, 1000):
            page.set_viewport_size({"width": width, "height": 800})
            place = house_style_picture(page)
            expect(page.locator(".main-svg").first).to_have_css(
                "width", f"{place.evaluate('e => e.clientWidth')}px"
            )
            size = STYLE.title_size if width >= 500 else round(0.85 * STYLE.title_size)
            expect(house_style_title(page)).to_have_css("font-size", f"{size}px")
            assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, PHONE["width"], DESKTOP["width"]])
@pytest.mark.parametrize("example", ["simple_usage", "kinds", "three_styles"])
def test_no_text_is_cut_off_and_no_two_meet(browser: Browser, example: str, width: int) -> None:
    with (
        serve([sys.executable, "-m", f"pages.house_style_graph.{example}"]) as url,
        browser.new_context(viewport={"width": width, "height": 800}) as context,
    ):
        page = context.new_page()
        page.goto(url)
        expect(page.locator(".main-svg .gtitle").last).to_be_visible()
        settled(page)
        assert page.evaluate(TEXTS_OUTSIDE) == []
        assert page.evaluate(TEXTS_THAT_MEET) == []
        page.goto("about:blank")


# What stands beyond the graph's edges, and which texts overlap by more than a pixel.
BOXES = """
const graphs = [...document.querySelectorAll(".js-plotly-plot")];
const texts = (graph) => [...graph.querySelectorAll("text")]
  .filter((text) => text.textContent.trim() && !text.closest(".hoverlayer") && text.getBoundingClientRect().width)
  .map((text) => [text.textContent, text.getBoundingClientRect()]);
"""
TEXTS_OUTSIDE = f"""() => {{ {BOXES}
  return graphs.flatMap((graph) => {{
    const edge = graph.getBoundingClientRect();
    return texts(graph).filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1
      || box.top < edge.top - 1 || box.bottom > edge.bottom + 1).map(([text]) => text);
  }});
}}"""
TEXTS_THAT_MEET = f"""() => {{ {BOXES}
  return graphs.flatMap((graph) => {{
    const all = texts(graph);
    return all.flatMap(([one, a], index) => all.slice(index + 1)
      .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
      .map(([other]) => `${{one}} meets ${{other}}`));
  }});
}}"""


def test_a_screen_reader_is_told_what_the_data_says(site: str, page: Page) -> None:
    visit(page, site + SIMPLE)
    picture = page.get_by_role(
        "img", name=re.compile("^Line chart: Where lives were short, they became longer")
    )
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute(
        "aria-label",
        re.compile(r"Kenya: 42\.3 years in 1952, 54\.1 years in 2007, up; highest 59\.3 years in 1987\.$"),
    )


def test_styles_are_switched_and_the_report_follows(site: str, page: Page) -> None:
    visit(page, site + STYLES)
    for style in (BBC, URBAN_INSTITUTE, STYLE):
        pick(page, page.locator("#style-name"), style.name)
        line = page.locator("#style-graph .scatterlayer .js-line").first
        expect(line).to_have_css("stroke", rgb(style.light.categorical[0]))
        expect(line).to_have_css("stroke-width", f"{style.line_width}px")
        expect(page.locator("#style-report li")).to_have_count(len(style.check()))
    page.locator("header").get_by_role("button", name="Dark").click()
    expect_theme(page, "dark")


def test_an_error_in_toml_points_at_its_line_and_the_graph_stays(site: str, page: Page) -> None:
    visit(page, site + EDITOR)
    title = house_style_title(page)
    expect(title).to_be_visible()
    toml, findings = page.locator("#style-toml"), page.locator("#style-findings")
    text = toml.input_value()
    lines = text.splitlines()
    for wrong, message in (
        ("text_size = 13px", "this is no TOML"),
        ("text_size = 300", "text_size has to be a whole number from 6 to 96, not 300."),
        ("textsize = 13", "textsize isn't known: there are name, light, dark"),
    ):
        toml.fill(text.replace("text_size = 13", wrong))
        toml.blur()
        number = lines.index("text_size = 13") + 1
        expect(findings).to_contain_text(f"Line {number}: {message}")
        expect(title).to_be_visible()
    toml.fill(text.replace("#fffaf2", "#eef6ff"))
    toml.blur()
    expect(page.locator('[id*="own-style"] .main-svg').first).to_have_css(
        "background", re.compile(re.escape(rgb("#eef6ff")))
    )


def test_two_graphs_of_a_page_are_drawn_and_followed_each(site: str, page: Page) -> None:
    visit(page, site + KINDS)
    expect(house_style_title(page)).to_have_count(6)
    page.locator("header").get_by_role("button", name="Dark").click()
    for number in range(6):
        expect(house_style_title(page).nth(number)).to_have_css("fill", rgb(STYLE.dark.text))
