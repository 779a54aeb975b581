"""What may stand on the site only once: a path, and an id of an example."""

from __future__ import annotations

import ast
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from .pages import Page, Section, parsed

logger = logging.getLogger(__name__)

P = TypeVar("P", Page, Section)


class DuplicateError(ValueError):
    """Several modules have what only one can have."""


def without_duplicates(own: Sequence[Page], sections: Sequence[Section]) -> tuple[list[Page], list[Section]]:
    """Give each path to one page, and an error to pages that have a path, or an id, in common with others."""
    examples = [page for section in sections for page in section.examples]
    modules, places = defaultdict[str, list[str]](list), defaultdict[str, dict[str, str]](dict)
    for section in sections:
        modules[section.path].append(section.package_name)
    for page in [*examples, *own]:
        modules[page.path].append(page.module_name)
    for page in examples:
        for written, line in written_ids(page.source).items():
            places[written][page.path] = f"{page.module_name}, line {line}"
    errors = {
        path: DuplicateError(f"{path} is the path of {' and of '.join(names)}.")
        for path, names in modules.items()
        if len(names) > 1
    }
    for written, found in places.items():
        if len(found) > 1:
            error = DuplicateError(f"{written} is in {', and in '.join(found.values())}.")
            errors = dict.fromkeys(found, error) | errors
    for told in sorted(set(map(str, errors.values()))):
        logger.error(told)

    def checked(page: P) -> P:
        return page.failed(errors[page.path]) if page.path in errors else page

    kept = {
        section.path: replace(
            checked(section), examples=tuple({page.path: checked(page) for page in section.examples}.values())
        )
        for section in sections
    }
    taken = kept.keys() | {page.path for page in examples}
    return [checked(page) for page in own if page.path not in taken], list(kept.values())


def written_ids(source: str) -> dict[str, int]:
    """The ids that a source spells out, each as it is written first, and the line of that."""
    found: dict[str, int] = {}
    for call in ast.walk(parsed(source)):
        if isinstance(call, ast.Call):
            called = ast.unparse(call.func).rpartition(".")[2]
            ids = call.args[:1] if called in {"Input", "Output", "State"} else []
            ids += [keyword.value for keyword in call.keywords if keyword.arg == "id"]
            aio_ids = [keyword.value for keyword in call.keywords if keyword.arg == "aio_id"]
            for form, values in (("id={!r}", ids), (f"{called}(aio_id={{!r}})", aio_ids)):
                for value in values:
                    if isinstance(value, ast.Constant):
                        found.setdefault(form.format(value.value), value.lineno)
    return found
