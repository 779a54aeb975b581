"""The reference as a part of a page. What it says is in `reference`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from .markup import inline_markdown, markdown
from .reference import Parameter, Raised, Reference, referenced


def reference_section(component: str, names: Iterable[str]) -> html.Section | None:
    """Lay out the reference for a page: its component whole, the other names in short; None without any.

    Parameters
    ----------
    component : str
        The component that the page is about, as `components` exports it.
    names : iterable of str
        The names of `components` that the page uses.
    """
    found = referenced(component, names)
    if not found:
        return None
    whole = [one for one in found if one.subcomponents or (one.functions and one.signature)]
    modules = [one for one in found if one.functions and not one.signature]
    exceptions = [one for one in found if not one.functions and one not in whole]
    return html.Section(
        [
            html.H2("Reference"),
            *(part for one in whole for part in _component(one)),
            *(part for one in modules for part in _module(one)),
            *([html.H3("Exceptions"), _rows(_exceptions(exceptions))] if exceptions else []),
        ],
        className="reference",
    )


def _component(one: Reference) -> Iterator[Component]:
    yield html.H3(html.Code(one.name))
    yield html.P(inline_markdown(one.summary))
    yield from markdown(one.description)
    yield html.Pre(html.Code(one.signature), className="signature")
    yield html.H4("Arguments")
    yield _rows(_parameters(one.parameters))
    if one.attributes:
        yield html.H4("Attributes")
        yield _rows(_parameters(one.attributes))
    if one.subcomponents:
        yield html.H4("Subcomponents")
        yield _rows(_subcomponents(one))
    if one.owned:
        yield html.H4("Properties that it sets itself")
        yield html.P(["To pass one on to a subcomponent is a ", html.Code("ValueError"), "."])
        yield _rows(
            (html.Code(name), inline_markdown(f"{one.name} {reason}.")) for name, reason in one.owned.items()
        )
    if one.functions:
        yield html.H4("Functions")
        yield from map(_function, one.functions)
    if one.raises:
        yield html.H4("Exceptions that it raises")
        yield _rows(_raises(one.raises))
    if one.notes:
        yield html.H4("Notes")
        yield from markdown(one.notes)


def _module(one: Reference) -> Iterator[Component]:
    yield html.H3(html.Code(one.name))
    yield html.P(inline_markdown(one.summary))
    yield from map(_function, one.functions)
    if one.exceptions:
        yield html.Details(
            [html.Summary("Its exceptions"), _rows(_exceptions(one.exceptions))], className="folded"
        )


def _function(one: Reference) -> html.Details:
    """A function in one line, and the rest of it to unfold."""
    rows = [*_parameters(one.parameters)]
    if one.returns:
        returned: list[Any] = ["Returns ", html.Small(one.returns.type_name)]
        rows.append((returned, _text(one.returns.description)))
    rows += [(["Raises ", *name], text) for name, text in _raises(one.raises)]
    return html.Details(
        [
            html.Summary([html.Code(one.signature), " ", html.Span(inline_markdown(one.summary))]),
            *markdown(one.description),
            _rows(rows),
        ],
        className="folded",
    )


Row = tuple[Any, Any]


def _rows(rows: Iterable[Row]) -> html.Dl:
    """Names beside what is said of them; below each other where it is narrow."""
    return html.Dl([part for name, text in rows for part in (html.Dt(name), html.Dd(text))])


def _parameters(parameters: Iterable[Parameter]) -> Iterator[Row]:
    """A row for each argument, or for several with the same description."""
    for (type_name, optional, default, description), group in groupby(
        parameters, key=lambda one: (one.type_name, one.optional, one.default, one.description)
    ):
        kind = html.Small(f"{type_name}, optional" if optional else type_name)
        told = [" Default: ", *inline_markdown(default), "."] if default else []
        yield [*_codes(one.name for one in group), " ", kind], [*_text(description), *told]


def _subcomponents(one: Reference) -> Iterator[Row]:
    for part in one.subcomponents:
        takes = [" It takes ", html.Code(part.properties), "."] if part.properties else []
        name = html.Code(f"ids.{part.name}(aio_id)")
        yield [name, " ", html.Small(part.kind)], [*_text(part.description), *takes]


def _raises(raises: Iterable[Raised]) -> Iterator[Row]:
    for description, group in groupby(raises, key=lambda one: one.description):
        yield _codes(one.name for one in group), _text(description)


def _exceptions(exceptions: Iterable[Reference]) -> Iterator[Row]:
    return ((html.Code(one.name), _text(one.summary)) for one in exceptions)


def _codes(names: Iterable[str]) -> list[Any]:
    return [part for name in names for part in (", ", html.Code(name))][1:]


def _text(text: str) -> list[Any]:
    """Markdown without a paragraph around it, where it is but one."""
    return markdown(text) if "\n\n" in text else inline_markdown(text)
