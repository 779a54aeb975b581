"""The names of the components' API, as the reference tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import components

from ..reference import Reference, reference
from ..text.headings import slug
from .documents import Document


def names(found: Sequence[Document]) -> Iterator[Document]:
    """Give the public names with their arguments, ids and functions, each where it is told.

    Parameters
    ----------
    found : sequence of Document
        What there is on pages: a name leads to its heading, or to what has it in its text.
    """
    headings = {place.title: place for place in reversed(found) if place.kind == "heading"}
    for public_name in components.__all__:
        told, own = reference(public_name), headings.get(public_name)
        mention = re.compile(rf"\b{public_name}\b")
        place = own or next((place for place in found if mention.search(place.text)), None)
        for name, text in [(told.name, told.summary), *(_members(told) if own else [])]:
            if place:
                is_function = own and name in {one.name for one in told.functions}
                href = f"{place.href.partition('#')[0]}#{slug(name)}" if is_function else place.href
                yield Document("name", href, name, text.replace("`", ""), place.where)


def _members(told: Reference) -> Iterator[tuple[str, str]]:
    """What belongs to a name, each with what it is, in Markdown."""
    for parameter in told.parameters:
        yield f"{told.name}({parameter.name})", parameter.description
    for part in told.subcomponents:
        yield f"{told.name}.ids.{part.name}", part.description
    for member in (*told.functions, *told.exceptions):
        yield member.name, member.summary
