"""Markdown as HTML. HTML in it stays text, so that nobody who writes here can inject any."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin

from .headings import permalink, slug
from .source import code_block

# What a page has besides its title.
LEVELS = range(2, 5)


def _heading_close(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    opening, text = tokens[index - 2], tokens[index - 1]
    name = opening.attrGet("id")
    return f"{permalink(str(name), inline(text.content).striptags()) if name else ''}</{opening.tag}>\n"


_MARKDOWN = (
    MarkdownIt(
        "commonmark", {"html": False, "highlight": lambda code, language, _: code_block(code, language)}
    )
    .enable(["table", "strikethrough"])
    .use(anchors_plugin, min_level=LEVELS.start, max_level=LEVELS.stop - 1, slug_func=slug)
)
_MARKDOWN.add_render_rule("heading_close", _heading_close)
_MARKDOWN.add_render_rule(
    "table_open", lambda *_: '<div class="table-responsive" tabindex="0"><table class="table">\n'
)
_MARKDOWN.add_render_rule("table_close", lambda *_: "</table></div>\n")


@cache
def markdown(text: str) -> Markup:
    """Markdown (CommonMark, tables, strikethrough) as HTML: headings have ids and links, code is coloured."""
    return Markup(_MARKDOWN.render(text))


@cache
def inline(text: str) -> Markup:
    """Markdown of one line (code, emphasis, links), without a paragraph around it."""
    return Markup(_MARKDOWN.renderInline(text))
