"""From a page to those before and after it."""

from __future__ import annotations

import dash
from dash import html

from .markup import attributes


def neighbours(path: str) -> html.Nav:
    """The ways to the page before and the page after one: each section's own page, then its examples."""
    paths = [entry["path"] for entry in dash.page_registry.values() if entry.get("section")]
    here = paths.index(path)
    names = {entry["path"]: entry["name"] for entry in dash.page_registry.values()}
    links = []
    if here > 0:
        links.append(_neighbour(names, paths[here - 1], "Previous", "icon-arrow-left"))
    if here + 1 < len(paths):
        links.append(_neighbour(names, paths[here + 1], "Next", "icon-arrow-right"))
    return html.Nav(links, className="neighbours", **attributes(aria_label="Previous and next"))


def _neighbour(names: dict[str, str], path: str, which: str, icon: str) -> html.A:
    return html.A(
        [html.Small(which), html.Span([html.Span(className=icon), f" {names[path]}"])],
        href=dash.get_relative_path(path),
        className=which.lower(),
        rel="prev" if which == "Previous" else "next",
    )
