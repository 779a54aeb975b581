"""Where the search gets what it needs: the index, and the library that finds in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import Lock

import dash
from dash import Dash
from flask import Response, request, send_file

from ..pages import Site
from ..serving.headers import keep_for_good
from ..takeaway.markdown import markdown_of
from .documents import Document, PageText, documents
from .names import names
from .synonyms import SYNONYMS

LIBRARY = Path(__file__).parent / "minisearch.min.js"
LIBRARY_NAME = f"minisearch-{hashlib.sha256(LIBRARY.read_bytes()).hexdigest()[:16]}.js"


def add_search(app: Dash, site: Site) -> str:
    """Serve MiniSearch, and the index of all pages; give the tag that tells `assets/search.js` of both.

    The index is made when it is first asked for, once a process. What is in it isn't known before, so its
    address never changes, and browsers ask whether theirs is still the one.
    """
    prefix = f"{app.config.routes_pathname_prefix}_search/"
    lock = Lock()
    made = cache(lambda: _json(index(_page_texts(site))))

    def serve_index() -> Response:
        with lock:
            response = Response(made(), mimetype="application/json")
        response.add_etag()
        response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    def serve_library() -> Response:
        return keep_for_good(send_file(LIBRARY))

    app.server.add_url_rule(f"{prefix}index.json", "search_index", serve_index)
    app.server.add_url_rule(f"{prefix}{LIBRARY_NAME}", "search_library", serve_library)
    place = f"{app.config.requests_pathname_prefix}_search"
    return f'<meta name="search" content="{place}/index.json" data-library="{place}/{LIBRARY_NAME}">'


def index(pages: Iterable[PageText]) -> list[Document]:
    """All that can be found; of what several pages show or say alike, the first."""
    found: dict[tuple[str, ...], Document] = {}
    for document in (document for page in pages for document in documents(page)):
        found.setdefault((document.title, document.text, document.source), document)
    places = list(found.values())
    return [*places, *names(places)]


def _json(found: list[Document]) -> bytes:
    content = {"documents": [document._asdict() for document in found], "synonyms": SYNONYMS}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _page_texts(site: Site) -> Iterator[PageText]:
    """The pages, as the search reads them."""
    for page in site.listed:
        path = dash.get_relative_path(page.path)
        section = page.section.title if page.section else ""
        yield PageText(path, page.name, section, markdown_of(page.article(site, {}, reading=True), path))
