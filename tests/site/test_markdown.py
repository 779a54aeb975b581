"""Every page as Markdown: what the page says, and nothing of its controls; and the list of them all."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from email.message import Message
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from gallery.first_html import as_html
from gallery.loading import Page as Example
from gallery.markdown_pages import markdown_path
from gallery.markdown_text import markdown_text
from gallery.markup import markdown
from tests.server import ROOT
from tests.site.test_examples import EXAMPLES, MODULES, SECTIONS
from tests.site.test_pages import PATHS

BASE = "https://gallery.example/here/page"


def fetch(url: str, **headers: str) -> tuple[str, Message]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return response.read().decode(), response.headers


def read_again(content: Any) -> str:
    """The HTML of what is written as Markdown and read again, spaces aside that HTML doesn't show."""
    return plain(as_html(markdown(markdown_text(content, BASE))))


def plain(text: str) -> str:
    return re.sub(
        r"\s*(</?(?:p|h\d|li|td|th|blockquote|br)\b[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", text)
    ).strip()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_its_markdown_and_says_so(site: str, path: str) -> None:
    content, headers = fetch(site + markdown_path(path))
    assert headers["Content-Type"] == "text/markdown; charset=utf-8"
    page, _ = fetch(site + path)
    assert f'<link rel="alternate" type="text/markdown" href="{markdown_path(path)}">' in page
    assert f"# {re.findall('<h1>(.*?)</h1>', page)[0]}\n" in content
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetch(site + markdown_path(path), **{"If-None-Match": headers["ETag"]})


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_an_examples_markdown_holds_its_prose_and_all_sources_to_the_letter(
    site: str, example: Example
) -> None:
    content, _ = fetch(f"{site}{example.path}.md")
    assert content.startswith(f"# {example.title}\n\n{example.description}\n\n")
    assert example.prose in content
    blocks = re.findall("^### `(.*?)`\n\n(`{3,})python\n(.*?\n)\\2$", content, re.MULTILINE | re.DOTALL)
    sources = {name: source for name, _, source in blocks}
    assert next(iter(sources.values())) == example.source
    used = {name for name in sources if name.startswith("components/")}
    assert used
    for name in used:
        assert sources[name] == (ROOT / name).read_text()


@pytest.mark.parametrize("path", PATHS)
def test_no_control_or_id_is_in_the_markdown_and_links_are_absolute(site: str, path: str) -> None:
    content, _ = fetch(site + markdown_path(path))
    prose = re.sub("^(`{3,}).*?^\\1$", "", content, flags=re.MULTILINE | re.DOTALL)
    for control in (
        "Copy",
        "Light demo",
        "Live demo",
        "Previous",
        "Skip to content",
        "Download project",
        "site-theme",
    ):
        assert control not in prose
    links = re.findall(r"\]\((.*?)\)", re.sub("`[^`]*`", "", prose))
    assert links or path in ("/convention", "/when-something-goes-wrong")
    for link in links:
        assert link.startswith(f"{site}/")
        urllib.request.urlopen(link).close()


@pytest.mark.parametrize(
    "path", ["/404.md", "/nothing.md", "/data-table/nothing.md", "/README.md", "/..%2fREADME.md"]
)
def test_there_is_no_other_markdown(site: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(site + path)


def test_markdown_is_compressed(site: str) -> None:
    address, headers = f"{site}/convention.md", {"Accept-Encoding": "br"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as response:
        assert response.headers["Content-Encoding"] == "br"
        headers["If-None-Match"] = response.headers["ETag"]
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(urllib.request.Request(address, headers=headers))


def test_llms_txt_lists_every_page_with_its_description(site: str) -> None:
    content, headers = fetch(f"{site}/llms.txt")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = content.split("\n")
    assert lines[0] == "# Dash All-in-One gallery"
    assert lines[2].startswith("> ")
    entries = re.findall(r"^- \[(.+)\]\((.+)\): (.{20,})$", content, re.MULTILINE)
    assert [address for _, address, _ in entries] == [site + markdown_path(path) for path in PATHS]
    headings = re.findall("^## (.*)$", content, re.MULTILINE)
    assert headings == ["The site", *(section.title for section in SECTIONS)]
    for example in EXAMPLES:
        assert (example.title, f"{site}{example.path}.md", example.description) in entries


@pytest.mark.slow
def test_markdown_and_downloads_work_under_a_path_prefix(site_below: str) -> None:
    content, _ = fetch(f"{site_below}/llms.txt")
    addresses = re.findall(r"\]\((.+)\)", content)
    assert len(addresses) == len(PATHS)
    links: set[str] = set()
    for address in addresses:
        assert address.startswith(f"{site_below}/")
        links |= set(re.findall(rf"\]\(({site_below.removesuffix('/gallery')}[^)]*)\)", fetch(address)[0]))
    for link in links:
        urllib.request.urlopen(link).close()
    example = "/data-table/simple-usage"
    assert f"]({site_below}{example}.zip)" in fetch(f"{site_below}{example}.md")[0]
    page, _ = fetch(site_below + example)
    assert f'href="/gallery{example}.zip"' in page
    assert f'data-copy-page="/gallery{example}.md"' in page


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_prose_is_the_same_when_it_is_written_and_read_again(example: Example) -> None:
    content = markdown(f"{example.description}\n\n{example.prose}")
    assert read_again(content) == plain(as_html(content))


WRITTEN: list[tuple[Any, str]] = [
    (html.H2(["One ", html.Code("two"), " #"]), "## One `two` \\#\n"),
    (html.P(["a", html.Br(), "b", html.Br()]), "a\\\nb\n"),
    (html.P([html.Strong(" bold "), html.Em("slanted"), html.Del("gone")]), "**bold** *slanted*~~gone~~\n"),
    (html.A("there", href="../x (1)"), "[there](<https://gallery.example/x (1)>)\n"),
    (html.A("below", href="#below"), f"[below]({BASE}#below)\n"),
    (html.A("mail", href="mailto:a@b.c"), "[mail](mailto:a@b.c)\n"),
    (html.Code("a`b"), "``a`b``\n"),
    (html.Code("`"), "`` ` ``\n"),
    (html.Pre(html.Code("```\nx\n```\n"), className="code"), "````python\n```\nx\n```\n````\n"),
    (html.Pre("plain"), "```\nplain\n```\n"),
    (html.Blockquote([html.P("a"), html.P("b")]), "> a\n>\n> b\n"),
    (html.Ul([html.Li("a"), html.Li(["b", html.Ol([html.Li("c")], start="3")])]), "- a\n- b\n  3. c\n"),
    (html.Ul([html.Li([html.P("a"), html.Pre("x\n\ny")])]), "- a\n\n  ```\n  x\n\n  y\n  ```\n"),
    ([html.Ul([html.Li("a")]), html.Ul([html.Li("b")])], "- a\n\n* b\n"),
    (
        html.Table([html.Thead(html.Tr([html.Th("a|b"), html.Th("c")])), html.Tbody(html.Tr(html.Td(html.Code("x|y"))))]),
        "| a\\|b | c |\n| --- | --- |\n| `x\\|y` |  |\n",
    ),
    (html.Table(html.Tbody(html.Tr([html.Td(1), html.Td([html.P("d"), html.P("e")])]))), "|  |  |\n| --- | --- |\n| 1 | d e |\n"),
    (html.Dl([html.Dt("aio_id"), html.Dd("The id.")]), "**aio\\_id**\n\nThe id.\n".replace("\\_", "_")),
    (html.Dt([html.Code("df"), " ", html.Span("dataframe")]), "**`df` dataframe**\n"),
    (html.Div([html.Button("Copy"), html.Nav("Next"), dcc.Dropdown(["a"], id="x"), html.P("seen", id="y")]), "seen\n"),
    (html.Div(html.Span("unseen", hidden=True)), "\n"),
    (html.P("1. *a* _b_ `c` <d> [e] &amp; \\ !"), "1\\. \\*a\\* \\_b\\_ \\`c\\` \\<d> \\[e\\] \\&amp; \\\\ \\!\n"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), WRITTEN)
def test_components_are_written_as(content: Any, text: str) -> None:
    assert markdown_text(content, BASE) == text


TEXTS = st.text(alphabet=list("ab1 .-+=*_#>`~<&;![]()|\\:\n"), min_size=1, max_size=14).filter(str.strip)
PARTS = st.one_of(TEXTS, TEXTS.map(html.Code))


def seen_text(text: str) -> str:
    """HTML without spaces, and with spans of code that touch each other as one."""
    return re.sub(r"\s|</code><code>", "", text)


@given(st.lists(PARTS, min_size=1, max_size=3))
def test_any_text_reads_as_it_was_written(parts: list[str | Component]) -> None:
    # What begins or ends a code span with spaces loses some of them in Markdown itself.
    content = html.P(
        [html.Code(part.children.strip()) if isinstance(part, html.Code) else part for part in parts]
    )
    again = read_again(content)
    assert seen_text(again) == seen_text(plain(as_html(content))), markdown_text(content, BASE)


@given(st.text(alphabet="`~a\n ", max_size=30))
def test_any_code_reads_as_it_was_written(code: str) -> None:
    again = markdown(markdown_text(html.Pre(html.Code(code)), BASE))
    assert [as_html(part) for part in again] == [as_html(html.Pre(html.Code(code.removesuffix("\n") + "\n")))]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3))
def test_any_table_keeps_its_cells(rows: list[list[str]]) -> None:
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th("a"), html.Th("b")])),
            html.Tbody([html.Tr(list(map(html.Td, row))) for row in rows]),
        ]
    )
    again = re.sub(r"\s", "", as_html(markdown(markdown_text(table, BASE))))
    expected = "".join(f"<td>{as_html(cell)}</td>" for row in rows for cell in row)
    assert re.sub(r"\s", "", expected) in again.replace("</tr><tr>", ""), markdown_text(table, BASE)
