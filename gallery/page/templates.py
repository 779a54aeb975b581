"""The templates that pages are written by: Jinja, in which whatever isn't marked as HTML is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import dash
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..text.headings import contents, heading, slug
from ..text.markup import inline, markdown
from ..text.source import code_block, language_of, numbered_source, source_id

FOLDER = Path(__file__).parent.parent / "templates"
ASSETS = Path(__file__).parent.parent.parent / "assets"


def asset(name: str) -> str:
    """The address of an asset, which changes with it, so that browsers keep it for good.

    A picture may not be made yet.
    """
    file = ASSETS / name
    return dash.get_asset_url(name) + (f"?m={file.stat().st_mtime}" if file.exists() else "")


def _alike(items: Iterable[Any]) -> list[list[Any]]:
    """Items that follow each other and differ in nothing but their name, together."""
    return [list(group) for _, group in groupby(items, key=lambda item: replace(item, name=""))]


_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(alike=_alike, inline=inline, markdown=markdown)
_TEMPLATES.globals.update(
    asset=asset,
    code=Markup("<code>{}</code>").format,
    code_block=code_block,
    heading=heading,
    language_of=language_of,
    numbered_source=numbered_source,
    path=dash.get_relative_path,
    slug=slug,
    source_id=source_id,
)


def render(name: str, **values: Any) -> Markup:
    """Write a template with some values."""
    return Markup(_TEMPLATES.get_template(name).render(values))


# Where the list of contents goes, which is made of the headings of all the rest.
_CONTENTS_HERE = Markup("<!-- contents -->")


def article(name: str, **values: Any) -> Markup:
    """Write a page's article by its template, with a list of its headings where it has many."""
    written = render(name, contents_here=_CONTENTS_HERE, **values)
    return written.replace(_CONTENTS_HERE, render("contents.html", headings=contents(written)))
