"""Text as Dash components: Markdown and Python source, rendered on the server.

`dcc.Markdown` would do both in the browser, at the price of a bundle that no other part of a page needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from pygments.lexers import JavascriptLexer, PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Operator, _TokenType

# The kinds of tokens that are coloured, and the class that assets/gallery.css colours each by. The rest stays
# plain text: a component for every token of a file would cost the browser more than the colours are worth.
TOKEN_CLASSES: list[tuple[_TokenType, str]] = [
    (Comment, "code-comment"),
    (Keyword, "code-keyword"),
    (Operator.Word, "code-keyword"),
    (Literal.String, "code-string"),
    (Literal.Number, "code-number"),
    (Name.Decorator, "code-decorator"),
    (Name.Function, "code-name"),
    (Name.Class, "code-name"),
]

_LEXERS = {
    "python": PythonLexer(stripnl=False, ensurenl=False),
    "javascript": JavascriptLexer(stripnl=False, ensurenl=False),
}
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

_ELEMENTS = {
    "blockquote": html.Blockquote,
    "bullet_list": html.Ul,
    "em": html.Em,
    "hr": html.Hr,
    "list_item": html.Li,
    "ordered_list": html.Ol,
    "paragraph": html.P,
    "s": html.Del,
    "strong": html.Strong,
    "table": html.Table,
    "tbody": html.Tbody,
    "td": html.Td,
    "th": html.Th,
    "thead": html.Thead,
    "tr": html.Tr,
}


def attributes(**values: str) -> dict[str, Any]:
    """Attributes whose names hold hyphens: `attributes(aria_label="Close")` is `{"aria-label": "Close"}`."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def coloured_source(source: str, language: str = "python") -> html.Pre:
    """Source of Python or JavaScript as a block of coloured code whose text is exactly `source`."""
    return html.Pre(
        html.Code(
            [
                html.Span(text, className=css_class) if css_class else text
                for css_class, text in _runs(source, language)
            ]
        ),
        className="code",
        # A block that scrolls is reached by keyboard.
        tabIndex=0,
    )


@lru_cache(maxsize=512)
def _runs(source: str, language: str) -> list[tuple[str | None, str]]:
    """The parts of a source that have one colour; found once, for every page is rendered at each visit.

    Not kept for good: readers make sources of their own.
    """
    tokens = ((_token_class(kind), text) for kind, text in _LEXERS[language].get_tokens(source))
    runs = groupby(tokens, key=lambda token: token[0])
    return [(css_class, "".join(text for _, text in run)) for css_class, run in runs]


def _token_class(kind: _TokenType) -> str | None:
    return next((css_class for parent, css_class in TOKEN_CLASSES if kind in parent), None)


def markdown(text: str) -> list[Component]:
    """Markdown (CommonMark and tables) as components; `python` code blocks are coloured."""
    return [_element(node) for node in SyntaxTreeNode(_MARKDOWN.parse(text)).children]


def inline_markdown(text: str) -> list[Component | str]:
    """Markdown of one line (code, emphasis, links), without a paragraph around it."""
    return [part for node in SyntaxTreeNode(_MARKDOWN.parseInline(text)).children for part in _inline(node)]


def _element(node: SyntaxTreeNode) -> Component:
    if node.type == "fence":
        return coloured_source(node.content) if node.info == "python" else html.Pre(html.Code(node.content))
    if node.type == "code_block":
        return html.Pre(html.Code(node.content))
    children = [part for child in node.children for part in _inline(child)]
    if node.type == "heading":
        return getattr(html, node.tag.upper())(children)
    if node.type == "table":
        return html.Div(html.Table(children, className="table"), className="table-responsive")
    return _ELEMENTS[node.type](children)


def _inline(node: SyntaxTreeNode) -> Iterator[Component | str]:
    """Parts of a line; a block inside a block (a list in a list) is one part."""
    match node.type:
        case "inline" | "paragraph" if node.type == "inline" or node.hidden:
            # A hidden paragraph is that of a list whose items stand close together.
            for child in node.children:
                yield from _inline(child)
        case "text":
            yield node.content
        case "softbreak":
            yield "\n"
        case "hardbreak":
            yield html.Br()
        case "code_inline":
            yield html.Code(node.content)
        case "link":
            yield html.A(
                [part for child in node.children for part in _inline(child)], href=str(node.attrs["href"])
            )
        case "em" | "strong" | "s":
            yield _ELEMENTS[node.type]([part for child in node.children for part in _inline(child)])
        case _:
            yield _element(node)
