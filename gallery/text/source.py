"""Source as HTML by Pygments: coloured, and with lines that have numbers and addresses."""

from __future__ import annotations

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
    """A file's source as a block of code, with its lines' numbers as links beside it: no part of its text.

    One of the links is reached by the Tab key; `assets/source.js` takes the reader from it to the others.
    """
    own = source_id(name)
    formatter = _Formatter(
        linenos="table", linespans=own, anchorlinenos=True, wrapcode=True, cssclass="numbered"
    )
    block = highlight(source, _LEXERS[language_of(name)], formatter)
    block = block.replace("<a href", '<a tabindex="-1" aria-keyshortcuts="ArrowDown ArrowUp" href')
    block = block.replace('<a tabindex="-1"', '<a tabindex="0"', 1)
    return Markup(f'<div id="{own}" data-file="{escape(name)}">{block}</div>')
