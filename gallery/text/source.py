"""Source as HTML by Pygments: coloured, and with lines that have numbers and addresses."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JavascriptLexer, PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Operator, _TokenType

# The kinds of tokens that are coloured, each by a class of `assets/source.css`: an element for every token of
# a file would cost the browser more than the colours are worth.
CLASSES: list[tuple[_TokenType, str]] = [
    (Comment, "code-comment"),
    (Keyword, "code-keyword"),
    (Operator.Word, "code-keyword"),
    (Literal.String, "code-string"),
    (Literal.Number, "code-number"),
    (Name.Decorator, "code-name"),
    (Name.Function, "code-name"),
    (Name.Class, "code-name"),
]

# From how many lines on a docstring is folded: those of examples are on their pages anyway.
LONG_DOCSTRING = 4

_LEXERS = {
    "python": PythonLexer(stripnl=False, ensurenl=False),
    "javascript": JavascriptLexer(stripnl=False, ensurenl=False),
}


class _Formatter(HtmlFormatter):
    """Pygments' own, with the few classes above."""

    def _get_css_classes(self, kind: _TokenType) -> str:
        return next((name for parent, name in CLASSES if kind in parent), "")


def code_block(code: str, language: str = "") -> Markup:
    """A block of code whose text is exactly `code`; coloured where the language is Python or JavaScript."""
    lexer = _LEXERS.get(language)
    inner = Markup(highlight(code, lexer, _Formatter(nowrap=True))) if lexer else escape(code)
    # A block that scrolls is reached by keyboard.
    return Markup('<pre class="code" tabindex="0"><code class="{}">{}</code></pre>').format(language, inner)


def source_id(name: str) -> str:
    """The id of the block that shows a file; `-12` behind it is the address of a line."""
    return "source-" + re.sub(r"\W+", "-", name.removesuffix(".py"))


def language_of(name: str) -> str:
    """The language of a file, by its name."""
    return "javascript" if name.endswith(".js") else "python"


# Readers may rewrite an example's source in many ways.
@lru_cache(maxsize=512)
def numbered_source(name: str, source: str) -> Markup:
    """A file's source as code, with its lines' numbers as links beside it, which are no part of its text.

    A long docstring is folded: the code begins with the imports. One of the links is reached by the Tab key;
    `assets/source.js` takes the reader from it to the others.
    """
    own, lines = source_id(name), source.split("\n")
    count = _lines_of_docstring(source) if name.endswith(".py") else 0
    folded = count if count >= LONG_DOCSTRING else 0
    block = _numbered(own, "\n".join(lines[folded:]), language_of(name), folded + 1)
    if folded:
        summary = f'<details class="docstring"><summary>Docstring, {folded} lines</summary>'
        docstring = _numbered(own, "\n".join([*lines[:folded], ""]), "python", 1)
        block = f"{summary}{docstring}</details>{block}"
    block = block.replace("<a href", '<a tabindex="-1" href')
    reached = f'href="#{own}-{folded + 1}"'
    block = block.replace(f'tabindex="-1" {reached}', f'tabindex="0" {reached}')
    return Markup('<div id="{}" data-file="{}" class="numbered">{}</div>').format(own, name, Markup(block))


def _numbered(own: str, source: str, language: str, first: int) -> str:
    formatter = _Formatter(
        linenos="table",
        linenostart=first,
        linespans=own,
        anchorlinenos=True,
        wrapcode=True,
        cssclass="lines",
    )
    return highlight(source, _LEXERS[language], formatter)


def _lines_of_docstring(source: str) -> int:
    """How many lines a module's docstring takes, with the empty ones below it; 0 without one."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):  # of an example whose page says so
        return 0
    if len(body) < 2 or ast.get_docstring(ast.Module(body[:1], [])) is None:
        return 0
    return body[1].lineno - 1
