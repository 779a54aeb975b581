"""What is sent before any script runs: text, tags, headers, and the files of crawlers."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.request
from email.message import Message
from urllib.parse import urljoin

import pytest

import pages
from gallery.loading import Page as Example
from tests.site.test_examples import EXAMPLES, MODULES, SECTIONS
from tests.site.test_pages import PATHS


def fetch(url: str, **headers: str) -> tuple[str, Message]:
    """A page's HTML and its headers."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return response.read().decode(), response.headers


@pytest.mark.parametrize("example", EXAMPLES, ids=MODULES)
def test_the_first_html_holds_title_description_prose_and_source(site: str, example: Example) -> None:
    content = html.unescape(fetch(site + example.path)[0])
    text = html.unescape(re.sub("<[^>]+>", "", fetch(site + example.path)[0].partition("<body>")[2]))
    assert f"<title>{example.title}, " in content
    assert f"<h1>{example.title}</h1>" in content
    # A long docstring is folded, in a block of its own.
    panel = (
        fetch(site + example.path)[0]
        .partition('id="source-0" role="tabpanel"')[2]
        .partition('role="tabpanel"')[0]
    )
    blocks = re.findall("<code>(.*?)</code>", panel, re.DOTALL)
    assert html.unescape(re.sub("<[^>]+>", "", "".join(blocks))) == example.source
    for paragraph in (example.description, *example.prose.split("\n\n")):
        plain = re.sub(r"[`*]", "", " ".join(paragraph.split()))
        assert plain in " ".join(text.split())


@pytest.mark.parametrize("path", PATHS)
def test_each_page_has_its_own_tags(site: str, path: str) -> None:
    content, _ = fetch(f"{site}{path}?utm=1")
    assert f'<link rel="canonical" href="{site}{path}">' in content
    assert f'<meta property="og:url" content="{site}{path}">' in content
    for name in ("og:title", "og:description", "og:type"):
        assert re.search(f'<meta property="{name}" content="[^"]+">', content)
    assert re.search('<meta name="description" content="[^"]{20,}">', content)
    assert content.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_titles_and_descriptions_are_each_pages_own(site: str) -> None:
    contents = [fetch(site + path)[0] for path in PATHS]
    for pattern in ("<title>(.*)</title>", '<meta name="description" content="([^"]*)">'):
        found = [re.findall(pattern, content)[0] for content in contents]
        assert len(set(found)) == len(found)


def test_the_sitemap_lists_every_page_and_robots_names_it(site: str) -> None:
    sitemap, headers = fetch(f"{site}/sitemap.xml")
    assert headers.get_content_type() == "application/xml"
    assert re.findall("<loc>(.*?)</loc>", sitemap) == [site + path for path in PATHS]
    assert f"Sitemap: {site}/sitemap.xml" in fetch(f"{site}/robots.txt")[0]


def test_a_page_that_is_not_there_is_not_to_be_indexed(site: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        fetch(f"{site}/no-such-page")
    content = error.value.read().decode()
    assert '<meta name="robots" content="noindex">' in content
    assert "canonical" not in content


@pytest.mark.parametrize("path", [*PATHS, "/sitemap.xml", "/assets/gallery.css"])
def test_security_headers_are_on_every_answer(site: str, path: str) -> None:
    _, headers = fetch(site + path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    if path in PATHS:
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert re.fullmatch("'self'( 'sha256-[^']+')+", policy["script-src"])


def test_nothing_tells_the_versions_that_the_site_runs_on(site: str) -> None:
    content, headers = fetch(site)
    config = content.partition("_dash-config")[2].partition("</script>")[0]
    assert "version" not in config
    assert headers["Server"] == "gunicorn"


def test_files_with_a_fingerprint_are_kept_for_good_and_compressed(site: str) -> None:
    content, headers = fetch(site)
    assert "immutable" not in (headers["Cache-Control"] or "")
    files = re.findall('(?:src|href)="(/(?:_bootstrap|_dash-component|assets)[^"]+)"', content)
    assert len(files) > 10
    for file in files:
        with urllib.request.urlopen(
            urllib.request.Request(site + file, headers={"Accept-Encoding": "br, gzip"})
        ) as response:
            kept = set(response.headers["Cache-Control"].split(", "))
            assert kept == {"public", "max-age=31536000", "immutable"}, file
            if len(response.read()) > 500:
                assert response.headers["Content-Encoding"] == "br", file


@pytest.mark.slow
def test_the_site_works_under_a_path_prefix(site_below: str) -> None:
    own = [path for path in pages.SITE if path != "/404"]
    found: set[str] = set()
    for path in [*own, SECTIONS[0].path, EXAMPLES[0].path]:
        found |= set(re.findall('(?:src|href)="(/[^"#]*)"', fetch(site_below + path)[0]))
    assert all(link.startswith("/gallery/") for link in found), found
    for link in found:
        urllib.request.urlopen(urljoin(site_below, html.unescape(link))).close()
