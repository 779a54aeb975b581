"""Every page as Markdown: what the page says, and nothing of its controls; and the list of them all."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from email.message import Message
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from gallery.loading import Page as Example
from gallery.takeaway.markdown import markdown_of
from gallery.text.markup import markdown
from tests.server import ROOT
from tests.site.test_examples import EXAMPLES, MODULES, SECTIONS
from tests.site.test_pages import PATHS

BASE = "https://gallery.example/here/page"


def fetch(url: str, **headers: str) -> tuple[str, Message]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return response.read().decode(), response.headers


def markdown_path(path: str) -> str:
    """Where a page's Markdown is."""
    return f"{path.rstrip('/') or '/index'}.md"


def read_again(content: str) -> str:
    """The HTML of what is written as Markdown and read again, spaces aside that HTML doesn't show."""
    return plain(markdown(markdown_of(content, BASE)))


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
    assert f"# {unescape(re.findall('<h1>(.*?)</h1>', page)[0])}\n" in content
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetch(site + markdown_path(path), **{"If-None-Match": headers["ETag"]})


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_an_examples_markdown_holds_its_prose_and_all_sources_to_the_letter(
    site: str, example: Example
) -> None:
    content, _ = fetch(f"{site}{example.path}.md")
    assert content.startswith(f"# {example.title}\n\n{example.description}\n\n")
    assert example.prose in content
    blocks = re.findall(
        "^### `([^`]*)`\n\n(`{3,})(?:python|javascript)\n(.*?\n)\\2$", content, re.MULTILINE | re.DOTALL
    )
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
    assert read_again(content) == plain(content)


WRITTEN = [
    ("<h2>One <code>two</code></h2>", "## One `two`"),
    ("<p>a<br>b</p>", "a\\\nb"),
    ("<p><strong> bold </strong><em>slanted</em><del>gone</del></p>", "**bold** *slanted*~~gone~~"),
    ('<a href="../x (1)">there</a>', "[there](<https://gallery.example/x (1)>)"),
    ('<a href="#below">below</a>', f"[below]({BASE}#below)"),
    ('<a href="mailto:a@b.c">mail</a>', "[mail](mailto:a@b.c)"),
    ("<code>a`b</code>", "`` a`b ``"),
    ('<pre><code class="python">```\nx\n```\n</code></pre>', "````python\n```\nx\n```\n````"),
    ("<pre>plain</pre>", "```\nplain\n```"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<ul><li>a</li><li>b<ol start=3><li>c</li></ol></li></ul>", "- a\n- b\n  3. c"),
    ("<dl><dt>aio_id</dt><dd>The id.</dd></dl>", "**aio_id**\n\nThe id."),
    ("<button>Copy</button><nav>Next</nav><p hidden>unseen</p><p id=y>seen</p>", "seen"),
    ("<p>1. *a* _b_ `c` &lt;d&gt; [e] &amp;amp; \\ !</p>", "1\\. \\*a\\* \\_b\\_ \\`c\\` \\<d> \\[e\\] \\&amp; \\\\ !"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), WRITTEN)
def test_html_is_written_as(content: str, text: str) -> None:
    assert markdown_of(content, BASE) == f"{text}\n"


@given(st.text(alphabet=list("ab1 .-+=*_#>`~<&;![]()|\\:\n"), min_size=1, max_size=14).filter(str.strip))
def test_any_text_reads_as_it_was_written(text: str) -> None:
    content = f"<p>{escape(text)}</p>"
    assert read_again(content) == plain(content), markdown_of(content, BASE)


@given(st.text(alphabet="ab|\\", min_size=1, max_size=9))
def test_any_cell_of_a_table_reads_as_it_was_written(text: str) -> None:
    content = (
        f"<table><tr><th>a</th><th>b</th></tr><tr><td>{text}</td><td><code>{text}</code></td></tr></table>"
    )
    assert f"<td>{text}</td><td><code>{text}</code></td>" in read_again(content)


@given(st.text(alphabet="`~a\n ", max_size=30))
def test_any_code_reads_as_it_was_written(code: str) -> None:
    again = markdown(markdown_of(f"<pre><code>a{code}</code></pre>", BASE))
    assert f">a{code.removesuffix(chr(10))}\n</code>" in again
