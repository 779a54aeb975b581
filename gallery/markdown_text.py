"""Components as Markdown text: what `gallery.markup` does, the other way round.

What is written are the elements of `dash.html` that are text. Controls, navigation, pictures, and components
of other packages leave none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from dash import html
from dash.development.base_component import Component

_UNSEEN = {
    *("Button", "Data", "Form", "Iframe", "Img", "Input", "Nav", "Script", "Select", "Style", "Textarea"),
}
_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_INLINE = {
    *("A", "Abbr", "B", "Br", "Cite", "Code", "Del", "Em", "I", "Kbd", "Label", "Mark", "Q"),
    *("S", "Samp", "Small", "Span", "Strong", "Sub", "Sup", "Time", "U", "Var"),
}
_CODE = {"Code", "Kbd", "Samp"}
_EMPHASIS = {"B": "**", "Strong": "**", "Em": "*", "I": "*", "Del": "~~", "S": "~~"}

# What would be read as Markdown where text stands, and what would where a line begins.
_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|&(?=#?\w+;)|!$")
_LINE_START = re.compile(
    r"(?m)^(?=#{1,6}(?:\s|$)|>|[+-](?:\s|$)|[-=:|][-=:| \t]*$)|^(\d{1,9})(?=[.)](?:\s|$))"
)


def markdown_text(content: Any, base: str) -> str:
    """Write components as Markdown.

    Parameters
    ----------
    content : component, text, or a list of them
    base : str
        The absolute address of the page that they are of: links are written as absolute ones.
    """
    return "\n\n".join(_blocks([content], base)) + "\n"


def _children(node: Component) -> list[Any]:
    return _flat([getattr(node, "children", None)])


def _flat(nodes: Iterable[Any]) -> list[Any]:
    """Children as one list, whatever lists they were given in."""
    return [
        part
        for node in nodes
        if node is not None
        for part in (_flat(node) if isinstance(node, list | tuple) else [node])
    ]


def _kind(node: Any) -> str:
    """The name of an element that has text; "" for text itself and "unseen" for what leaves none."""
    if not isinstance(node, Component):
        return ""
    kind = str(node._type)  # noqa: SLF001 - its only source
    attributes = node.to_plotly_json()["props"] if node._namespace == html.Div._namespace else None  # noqa: SLF001
    if attributes is None or kind in _UNSEEN or attributes.get("hidden") or attributes.get("aria-hidden"):
        return "unseen"
    return kind


def _blocks(nodes: Iterable[Any], base: str) -> Iterator[str]:
    """Write nodes as blocks; those that are parts of a line, and follow each other, are a paragraph."""
    line: list[Any] = []
    previous = ""
    for node in _flat(nodes):
        kind = _kind(node)
        if kind == "unseen":
            continue
        if not kind or kind in _INLINE:
            line.append(node)
            continue
        yield from _paragraph(line, base)
        line = []
        # Two lists after one another are two by their marks alone.
        yield from _block(node, kind, base, second=kind == previous)
        previous = kind if kind in ("Ul", "Ol") and previous != kind else ""
    yield from _paragraph(line, base)


def _block(node: Component, kind: str, base: str, *, second: bool) -> Iterator[str]:
    children = _children(node)
    if kind in _HEADINGS:
        text = " ".join(_line(children, base).replace("\\\n", " ").split())
        yield "#" * _HEADINGS[kind] + " " + re.sub(r"(?<=\s)#+$", r"\\\g<0>", text)
    elif kind == "Pre":
        language = "python" if "code" in str(getattr(node, "className", "")).split() else ""
        yield fenced(plain_text(node), language)
    elif kind in ("Ul", "Ol"):
        yield _list(node, base, ordered=kind == "Ol", second=second)
    elif kind == "Table":
        yield from _table(node, base)
    elif kind == "Hr":
        yield "---"
    elif kind == "Blockquote":
        yield _indented("\n\n".join(_blocks(children, base)), "> ", "> ")
    elif kind in ("Dt", "Summary"):
        yield from _paragraph([html.Strong(children)], base)
    elif kind in ("P", "Figcaption", "Legend"):
        yield from _paragraph(children, base)
    else:
        yield from _blocks(children, base)


def _paragraph(nodes: list[Any], base: str) -> Iterator[str]:
    lines = "\n".join(line.strip() for line in _line(nodes, base).split("\n") if line.strip())
    # A break at the end breaks nothing: a backslash alone, where those of the text come in pairs.
    text = re.sub(r"(?<!\\)((?:\\\\)*)\\$", r"\1", lines)
    if text:
        yield _LINE_START.sub(r"\1\\", text)


def _line(nodes: Iterable[Any], base: str) -> str:
    """Write the parts of a line. Texts side by side are one text, and so is code: it would be read as one."""
    parts = []
    for kind, run in groupby(_flat(nodes), key=_part_kind):
        found = list(run)
        if kind == "element":
            parts += [_inline(node, base) for node in found]
        else:
            text = "".join(map(plain_text, found))
            parts.append(_code(text) if kind == "code" else _escaped(text))
    return "".join(parts)


def _part_kind(node: Any) -> str:
    kind = _kind(node)
    return "code" if kind in _CODE else "element" if kind else "text"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"[ \t]+", " ", text))


def _inline(node: Component, base: str) -> str:
    """An element that is a part of a line."""
    kind = _kind(node)
    if kind == "Br":
        return "\\\n"
    return "" if kind == "unseen" else _marked(_line(_children(node), base), kind, node, base)


def _marked(text: str, kind: str, node: Component, base: str) -> str:
    """The text of an element with the marks of its kind, which stand beside no space."""
    inner = text.strip()
    href = getattr(node, "href", None) if kind == "A" else None
    if not inner or not (href or kind in _EMPHASIS):
        return text
    before, _, after = text.partition(inner)
    mark = _EMPHASIS.get(kind, "")
    marked = f"[{inner}]({_destination(href, base)})" if href else f"{mark}{inner}{mark}"
    return f"{before}{marked}{after}"


def plain_text(node: Any) -> str:
    """All text of a node, as it is."""
    if isinstance(node, Component):
        return "".join(map(plain_text, _children(node)))
    return str(node)


def _destination(href: str, base: str) -> str:
    address = urljoin(base, href)
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _longest_run(mark: str, text: str) -> int:
    return max(map(len, re.findall(f"{mark}+", text)), default=0)


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    if not text.strip():
        return text
    marks = "`" * (1 if "`" not in text else _longest_run("`", text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") or text[0] == text[-1] == " " else ""
    return f"{marks}{space}{text}{space}{marks}"


def fenced(code: str, language: str = "") -> str:
    """Write a block of code, between fences longer than any in it."""
    marks = "`" * max(3, _longest_run("`", code) + 1)
    code = code.removesuffix("\n")
    return f"{marks}{language}\n{code}\n{marks}"


def _indented(text: str, first: str, rest: str) -> str:
    """Put marks before the lines of a text: one before the first, another before the others."""
    lines = ((rest if number else first, line) for number, line in enumerate(text.split("\n")))
    return "\n".join(mark + line if line else mark.rstrip() for mark, line in lines)


def _list(node: Component, base: str, *, ordered: bool, second: bool) -> str:
    items = [item for item in _children(node) if _kind(item) == "Li"]
    # As in CommonMark, the items of a list stand apart where one of them holds paragraphs.
    apart = any(
        _kind(part) not in ("", "unseen", "Ul", "Ol", *_INLINE) for item in items for part in _children(item)
    )
    written = []
    for number, item in enumerate(items, int(getattr(node, "start", None) or 1)):
        mark = f"{number}{')' if second else '.'} " if ordered else ("* " if second else "- ")
        text = ("\n\n" if apart else "\n").join(_blocks(_children(item), base))
        written.append(_indented(text, mark, " " * len(mark)))
    return ("\n\n" if apart else "\n").join(written)


def _table(node: Component, base: str) -> Iterator[str]:
    rows = [[_cell(cell, base) for cell in _children(row)] for row in _of_kind(node, "Tr")]
    if not rows:
        return
    if not any(_of_kind(node, "Th")):
        rows.insert(0, [""] * len(rows[0]))
    columns = max(map(len, rows))
    rows = [row + [""] * (columns - len(row)) for row in rows]
    written = [f"| {' | '.join(row)} |" for row in rows]
    yield "\n".join([written[0], f"|{' --- |' * columns}", *written[1:]])


def _of_kind(node: Any, kind: str) -> list[Component]:
    """The nearest elements of a kind within a node."""
    found = []
    for child in _children(node):
        if _kind(child) == kind:
            found.append(child)
        elif isinstance(child, Component):
            found += _of_kind(child, kind)
    return found


def _cell(cell: Any, base: str) -> str:
    """A table's cell: one line, whose bars don't end it."""
    text = " ".join(_blocks(_children(cell), base)) if isinstance(cell, Component) else _line([cell], base)
    return re.sub(r"\|", r"\\|", " ".join(text.replace("\\\n", " ").split()))
