"""Component packages weigh on the pages that use them, and on no other.

Dash puts the main bundle of every package that was imported anywhere into every page. Here a page is loaded
whole, and the tags of packages are left out that neither its example nor the components in it import.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Set

from dash.development.base_component import ComponentRegistry

from ..loading import parsed

# Dash's own components, which each page is made of, and modules that bring no files.
ALWAYS = {"dash"}


def imported_packages(sources: Iterable[str]) -> set[str]:
    """Name the top-level packages that Python sources import."""
    found = set()
    for source in sources:
        for node in ast.walk(parsed(source)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                found.add(node.module.partition(".")[0])
    return found


def without_packages(tags: str, used: Set[str]) -> str:
    """Leave out the script and link tags of component packages that a page doesn't use."""
    unused = set(ComponentRegistry.registry) - ALWAYS - used
    pattern = "|".join(f"/_dash-component-suites/{re.escape(package)}/" for package in sorted(unused))
    lines = tags.split("\n")
    return "\n".join(line for line in lines if not pattern or not re.search(pattern, line))
