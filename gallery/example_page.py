"""The page of an example: what it is about, the live demo, and the source of both it and what it uses."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dash
from dash import dcc, html
from dash.dash_table.DataTable import DataTable
from dash.development.base_component import Component

import components

from .errors import error_card
from .examples import Page, Section
from .first_html import still
from .markup import attributes, inline_markdown, markdown, python_source

logger = logging.getLogger(__name__)


def example_page(page: Page, section: Section, *, live: bool = True) -> html.Article:
    """Lay out an example: title, prose, demo beside source, and the ways to its neighbours.

    Parameters
    ----------
    live : bool, default True
        False for the text alone, with an empty place for the demo.
    """
    theme = attributes(data_bs_theme=section.theme) if section.theme else {}
    return html.Article(
        [
            still(
                html.Div(
                    [
                        html.P(section.title, className="eyebrow"),
                        html.H1(page.title),
                        html.P(inline_markdown(page.description), className="lead"),
                        html.Div(markdown(page.prose), className="prose"),
                    ]
                ),
                "text",
            ),
            html.Div(
                [
                    html.Section(
                        [
                            html.H2("Live demo"),
                            html.Div(
                                demo(page) if live else None,
                                id="demo",
                                className="demo grows" if grows(page) else "demo",
                                **theme,
                            ),
                        ],
                        className="col-lg-6",
                    ),
                    html.Section(
                        [html.H2("Source"), still(html.Div(list(_source(page)), id="source"), "source")],
                        className="col-lg-6",
                    ),
                ],
                className="row g-4",
            ),
            still(_neighbours(page), "neighbours"),
        ]
    )


def demo(page: Page) -> Component:
    """The example's layout, or what kept it from being made."""
    if page.module is None:
        error = page.error or ImportError(page.module_name)
        return error_card(f"{page.module_name} can't be imported.", error)
    try:
        layout = page.module.layout
        return layout() if callable(layout) else layout
    except Exception as error:  # noqa: BLE001 - whatever an example raises, its page is to be served
        logger.error("The layout of %s failed: %s: %s", page.module_name, type(error).__name__, error)
        return error_card(f"The layout of {page.module_name} failed.", error)


@cache
def grows(page: Page) -> bool:
    """Whether a demo becomes taller once its table and graphs are there, or its callbacks have run."""
    layout = demo(page)
    parts = [layout, *layout._traverse()]  # noqa: SLF001 - Dash's own way through a layout
    return any(
        isinstance(part, DataTable | dcc.Graph)
        or (isinstance(part, html.Div) and hasattr(part, "id") and not getattr(part, "children", None))
        for part in parts
    )


def _source(page: Page) -> Iterator[Component]:
    """The example's file and the files of the components that it uses, a tab each."""
    files = source_files(page)
    ids = {name: f"source-{number}" for number, name in enumerate(files)}
    current = next(iter(files))
    yield html.Div(
        [_tab(name, ids[name], active=name == current) for name in files],
        className="nav nav-tabs",
        role="tablist",
    )
    yield html.Div(
        [
            html.Div(
                [_copy_button(), python_source(source)],
                id=ids[name],
                role="tabpanel",
                className="tab-pane active" if name == current else "tab-pane",
                **attributes(aria_labelledby=f"{ids[name]}-tab"),
            )
            for name, source in files.items()
        ],
        className="tab-content",
    )
    yield html.P(
        [
            "Run it with ",
            html.Code(f"python -m {page.module_name}"),
            ", with ",
            html.Code("components/"),
            " beside it.",
        ],
        className="run",
    )


def source_files(page: Page) -> dict[str, str]:
    """The source of an example, and of the modules that its names from `components` are of, by file name."""
    found = [getattr(components, name) for name in page.public_names if name in components.__all__]
    modules = dict.fromkeys(
        item if inspect.ismodule(item) else sys.modules[item.__module__] for item in found
    )
    return {
        f"{page.module_name.rpartition('.')[2]}.py": page.source,
        **{f"components/{Path(module.__file__ or '').name}": inspect.getsource(module) for module in modules},
    }


def _tab(name: str, panel_id: str, *, active: bool) -> html.Button:
    return html.Button(
        name,
        id=f"{panel_id}-tab",
        type="button",
        role="tab",
        className="nav-link active" if active else "nav-link",
        **attributes(
            data_bs_toggle="tab",
            data_bs_target=f"#{panel_id}",
            aria_controls=panel_id,
            aria_selected="true" if active else "false",
        ),
        tabIndex=0 if active else -1,
    )


def _copy_button() -> html.Button:
    return html.Button(
        [html.Span(className="icon-clipboard"), " Copy"],
        type="button",
        className="btn btn-sm copy",
        **attributes(data_copy="", aria_label="Copy the whole file"),
    )


def _neighbours(page: Page) -> html.Nav:
    paths = [entry["path"] for entry in dash.page_registry.values() if entry.get("section")]
    here = paths.index(page.path)
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
