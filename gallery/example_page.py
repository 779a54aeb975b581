"""The page of an example: what it is about, the live demo, and source and reference of what it uses."""

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

from .actions import actions
from .anatomy import anatomy, below_demo
from .callbacks import page_callbacks
from .component_files import file_name
from .download import project_path
from .first_html import still
from .headings import DEMO_ID
from .instances import can_stand_twice
from .loading import Page, Section
from .markup import attributes, inline_markdown, markdown
from .neighbours import neighbours
from .props_section import demo_room, props_section
from .reference_section import reference_section
from .serving.errors import error_card
from .source_lines import source_panel

logger = logging.getLogger(__name__)


def example_page(page: Page, section: Section, *, live: bool = True) -> html.Article:
    """Lay out an example: opening, demo and props beside source, anatomy, reference, and its neighbours.

    Parameters
    ----------
    live : bool, default True
        False for the text alone, with an empty place for the demo.
    """
    theme = attributes(data_bs_theme=section.theme) if section.theme else {}
    layout, files = demo(page), source_files(page)
    callbacks = page_callbacks(page, files)
    controls = props_section(page, section, has_second=can_stand_twice(layout, callbacks))
    source = _source(page, files, rewritten=bool(controls))
    return html.Article(
        [
            still(html.Div(_opening(page, section)), "opening"),
            still(html.Div(markdown(page.prose), className="prose"), "prose"),
            html.Div(
                [
                    html.Section(
                        [
                            html.H2("Live demo"),
                            html.Div(
                                layout if live else None,
                                id=DEMO_ID,
                                className="demo grows" if grows(page) else "demo",
                                **theme,
                                **demo_room(page, section),
                            ),
                            below_demo(page, layout, callbacks),
                            *controls,
                        ],
                        className="col-lg-6",
                    ),
                    html.Section(
                        [html.H2("Source"), html.Div(list(source), id="source")],
                        className="col-lg-6",
                    ),
                ],
                className="row g-4",
            ),
            still(html.Div(anatomy(callbacks)), "anatomy"),
            still(html.Div(reference_section(section.component, page.public_names)), "reference"),
            still(neighbours(page.path), "neighbours"),
        ]
    )


def _opening(page: Page, section: Section) -> list[Component]:
    return [
        html.P(html.A(section.title, href=dash.get_relative_path(section.path)), className="eyebrow"),
        html.H1(page.title),
        html.P(inline_markdown(page.description), className="lead"),
        actions(page.path, page.module_name, project_path(page), "Download project"),
    ]


def demo(page: Page) -> Component:
    """The example's layout, or what kept it from being made."""
    if page.module is None:
        error = page.error or ImportError(page.module_name)
        return error_card(f"{page.module_name} can't be shown.", error)
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


def _source(page: Page, files: dict[str, str], *, rewritten: bool) -> Iterator[Component]:
    """The example's file, which controls may rewrite, and those of the components in it, a tab each."""
    ids = {name: f"source-{number}" for number, name in enumerate(files)}
    current = page.file_name
    tabs = [_tab(name, ids[name], active=name == current) for name in files]
    # Moved whole: Bootstrap's tabs know each other by the element around them.
    yield still(html.Div(html.Div(tabs, className="nav nav-tabs", role="tablist")), "source-tabs")
    panels = {
        name: html.Div(
            source_panel(name, source),
            id=ids[name],
            role="tabpanel",
            className="tab-pane active" if name == current else "tab-pane",
            **attributes(aria_labelledby=f"{ids[name]}-tab"),
        )
        for name, source in files.items()
    }
    for name, panel in panels.items():
        if name != current or not rewritten:
            still(panel, ids[name])
    yield html.Div(list(panels.values()), className="tab-content")
    run = html.P(
        [
            "Run it with ",
            html.Code(f"python -m {page.module_name}"),
            ", with ",
            html.Code("components/"),
            " beside it.",
        ],
        className="run",
    )
    yield still(run, "source-run")


def source_files(page: Page) -> dict[str, str]:
    """The source of an example, and of the modules that its names from `components` are of, by file name.

    A component's script stands beside it.
    """
    found = [getattr(components, name) for name in page.public_names]
    modules = [item if inspect.ismodule(item) else sys.modules[item.__module__] for item in found]
    files = {page.file_name: page.source}
    for module in modules:
        name, script = file_name(module), Path(inspect.getsourcefile(module) or "").with_suffix(".js")
        files[name] = inspect.getsource(module)
        if script.is_file():
            files[name.removesuffix(".py") + ".js"] = script.read_text(encoding="utf-8")
    return files


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
