"""What the search finds: the text of every page, the names of the components' API, and the source shown.

The index is made of what the pages are made of, when the site starts, and served as one file, which
`assets/search.js` loads when the search is first opened. All finding is done in the browser.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import dash
from dash import Dash
from dash.development.base_component import Component
from flask import Response, abort

import components

from .component_files import file_name
from .headings import INLINE, LEVELS, is_link, is_text, parts, plain_text, tag
from .loading import public_names
from .serving.crawlers import is_not_found
from .serving.headers import keep_for_good

# What a page has for finding one's way, which the search does itself; and the title, which it knows.
_WAYS = {"Button", "H1", "Nav"}

# What is above the title, which is the section's; and source, which is found by its files.
_SKIPPED = {"eyebrow", "code", "code numbered"}

# What an example's page has of its section's page, or like all other examples: found by its heading alone.
_REPEATED = {"anatomy", "reference"}

# What is named by what it says, if it has an id to lead to; and what such places are in.
_NAMED = {"Dt", "Tr"}
_LISTS = {"Dl", "Table"}

_DEFINITIONS = (ast.ClassDef, ast.FunctionDef)


@dataclass(frozen=True)
class Place:
    """A place that a search can lead to, with what it is found by.

    Attributes
    ----------
    kind : str
        "page", "heading", "name" (of the API) or "text".
    page : int
        The number of its page.
    anchor : str
        Where on the page; "" for its top.
    title : str
        What it is called.
    text : str
        What it says.
    """

    kind: str
    page: int
    anchor: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class File:
    """A file that is shown, on the first page that does; `anchor` with `-L12` behind it is a line's."""

    page: int
    anchor: str
    name: str
    source: str


def add_search(app: Dash) -> None:
    """Serve the index of all registered pages, at an address that changes with it."""
    content = json.dumps(index(), ensure_ascii=False, separators=(",", ":")).encode()
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    name = f"_search/{fingerprint}.json"

    def serve_index(requested: str) -> Response:
        # A page of an earlier release asks for an index that is gone.
        if requested != fingerprint:
            abort(404)
        return keep_for_good(Response(content, mimetype="application/json"))

    app.server.add_url_rule(
        f"{app.config.routes_pathname_prefix}_search/<requested>.json", "search_index", serve_index
    )
    app.server.config["SEARCH_INDEX"] = app.config.requests_pathname_prefix + name


def search_tag(app: Dash) -> str:
    """The tag of a page's head that tells `assets/search.js` where the index is."""
    return f'<meta name="search-index" content="{app.server.config["SEARCH_INDEX"]}">'


def index() -> dict[str, Any]:
    """All that can be found, as the browser gets it: pages, the places on them, and files."""
    registered = [page for page in dash.page_registry.values() if not is_not_found(page)]
    places: list[Place] = []
    files: dict[tuple[str, str], File] = {}
    for number, page in enumerate(registered):
        content = next(part for part in parts(page["text"]()) if tag(part) == "Main")
        places += places_of(number, page["name"], content, repeats="example" in page)
        for file in files_of(number, content):
            files.setdefault((file.name, file.source), file)
    places += names_of_the_api(list(files.values()))
    return {
        "pages": [
            {
                "path": page["relative_path"],
                "title": page["name"],
                "section": page["section"].title if page.get("section") else "",
            }
            for page in registered
        ],
        "places": [asdict(place) for place in places],
        "files": [asdict(file) for file in files.values()],
    }


def places_of(page: int, title: str, content: Component, *, repeats: bool) -> list[Place]:
    """The places of a page: its top, its headings with the text below each, what else has name and id.

    Parameters
    ----------
    repeats : bool
        Whether the page is an example's, whose anatomy and reference say nothing of it alone.
    """
    reader = _Reader(page, title, repeats=repeats)
    reader.read(content)
    return [replace(place, text=" ".join("".join(text).split())) for place, text in reader.places]


class _Reader:
    """Reads a page from top to bottom: each text belongs to the last place that was passed."""

    def __init__(self, page: int, title: str, *, repeats: bool) -> None:
        self.page = page
        self.repeats = repeats
        self.places: list[tuple[Place, list[str]]] = []
        self.text = self.pass_place("page", "", title)

    def pass_place(self, kind: str, anchor: str, title: str) -> list[str]:
        """Come to a new place, and give the list for its text."""
        text: list[str] = []
        self.places.append((Place(kind, self.page, anchor, title), text))
        return text

    def read(self, node: Any) -> None:
        if isinstance(node, list | tuple):
            for child in node:
                self.read(child)
        elif isinstance(node, str | int | float):
            self.text.append(str(node))
        elif is_text(node):
            self._read_component(node)

    def _read_component(self, node: Any) -> None:
        name, anchor, children = tag(node), getattr(node, "id", None), getattr(node, "children", None)
        if name in _WAYS or getattr(node, "className", None) in _SKIPPED:
            return
        if self.repeats and getattr(node, "className", None) in _REPEATED:
            self._read_component(next(part for part in parts(node) if tag(part) in LEVELS))
            return
        if name in LEVELS and isinstance(anchor, str) and not is_link(node):
            self.text = self.pass_place("heading", anchor, plain_text(node))
            return
        before = self.text
        if name in _NAMED and isinstance(anchor, str):
            first = children[0] if name == "Tr" and isinstance(children, list) else node
            self.text = self.pass_place("name", anchor, plain_text(first))
        self.text.append("" if name in INLINE else " ")
        self.read(children)
        self.text.append("" if name in INLINE else " ")
        if name in _LISTS:
            # What follows belongs to what the list belongs to.
            self.text = before


def files_of(page: int, content: Any) -> list[File]:
    """The files that a page shows."""
    return [
        File(page, part.id, getattr(part, "data-file"), _code(part))
        for part in parts(content)
        if tag(part) == "Pre" and hasattr(part, "data-file")
    ]


def _code(block: Component) -> str:
    """The text of a block of code, to the letter."""
    code = next(part for part in parts(block) if tag(part) == "Code")
    return "".join(part if isinstance(part, str) else part.children for part in code.children)


def names_of_the_api(files: Sequence[File]) -> list[Place]:
    """The public names of `components`, their arguments, ids and functions, each where its source is shown.

    A name whose module isn't shown leads to where it is first named, or where its module is.
    """
    by_name = {file.name: file for file in files}
    places = []
    for public_name, item in _public_names():
        module = item if inspect.ismodule(item) else sys.modules[item.__module__]
        own = by_name.get(file_name(module))
        words = [text.rpartition(".")[2] for text in (public_name, module.__name__)]
        for name, line, summary in _definitions(public_name, ast.parse(inspect.getsource(module))):
            # A function that is defined elsewhere has its docstring there.
            function = getattr(item, name.rpartition(".")[2], None)
            text = summary or _first_line(inspect.getdoc(function) if function else None)
            file, shown = (own, line) if own else _first_mention(words, files)
            if file:
                places.append(Place("name", file.page, f"{file.anchor}-L{shown}", name, text))
    return places


def _public_names() -> Iterator[tuple[str, Any]]:
    """Each public name with what it is; after a module, those in it (`redis_store.load`)."""
    for name in public_names():
        item = getattr(components, name)
        yield name, item
        if inspect.ismodule(item):
            yield from ((f"{name}.{key}", getattr(item, key)) for key in item.__all__)


def _definitions(name: str, module: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Each name that belongs to a public one, with its line and the first line of its docstring."""
    defined = {node.name: node for node in module.body if isinstance(node, _DEFINITIONS)}
    own = defined.get(name.rpartition(".")[2])
    if own is None:  # a public module
        yield name, 1, _summary(module)
    else:
        yield from _members(name, own)


def _members(name: str, node: ast.ClassDef | ast.FunctionDef) -> Iterator[tuple[str, int, str]]:
    yield name, node.lineno, _summary(node)
    if isinstance(node, ast.FunctionDef):
        return
    is_component = any(isinstance(member, ast.ClassDef) and member.name == "ids" for member in node.body)
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and member.name == "__init__" and is_component:
            yield from ((f"{name}({stars}{arg.arg})", arg.lineno, "") for stars, arg in _arguments(member))
        elif isinstance(member, ast.ClassDef) and member.name == "ids":
            yield from _functions(f"{name}.ids", member)
        elif isinstance(member, ast.Assign) and isinstance(member.value, ast.Call):
            # A function of the module's that the class gives, too: `filter_df = staticmethod(filter_df)`.
            for target in member.targets:
                if ast.unparse(member.value.func) == "staticmethod":
                    yield f"{name}.{ast.unparse(target)}", member.lineno, ""
    yield from _functions(name, node)


def _functions(name: str, node: ast.ClassDef) -> Iterator[tuple[str, int, str]]:
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
            yield f"{name}.{member.name}", member.lineno, _summary(member)


def _arguments(function: ast.FunctionDef) -> Iterator[tuple[str, ast.arg]]:
    """The arguments that a caller gives, with the stars before them."""
    given = function.args
    yield from (("", arg) for arg in [*given.posonlyargs, *given.args][1:])
    yield from (("*", arg) for arg in [given.vararg] if arg)
    yield from (("", arg) for arg in given.kwonlyargs)
    yield from (("**", arg) for arg in [given.kwarg] if arg)


def _summary(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    return _first_line(ast.get_docstring(node))


def _first_line(docstring: str | None) -> str:
    return (docstring or "").partition("\n")[0].replace("`", "")


def _first_mention(words: Sequence[str], files: Sequence[File]) -> tuple[File | None, int]:
    """The first file and line that has the first of the words that any of them has."""
    for word in words:
        for file in files:
            if found := re.search(rf"\b{re.escape(word)}\b", file.source):
                return file, file.source.count("\n", 0, found.start()) + 1
    return None, 0
