"""The page of an example: what it is about, the live demo, and source and reference of what it uses."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import dash
from dash import html
from dash.development.base_component import Component

import components

from .actions import actions
from .anatomy import anatomy, below_demo
from .errors import error_card
from .examples import Page, Section
from .markup import attributes, inline_markdown, markdown
from .neighbours import neighbours
from .props_section import demo_room, props_section
from .reference_section import reference_section
from .source_lines import source_panel

logger = logging.getLogger(__name__)


def example_page(page: Page, section: Section, *, live: bool = True) -> html.Article:
    """Lay out an example: title, prose, demo beside source, reference, and the ways to its neighbours.

    Parameters
    ----------
    live : bool, default True
        False for the text alone, with an empty place for the demo.
    """
    theme = attributes(data_bs_theme=section.theme) if section.theme else {}
    layout, files = demo(page), source_files(page)
    return html.Article(
        [
            html.P(html.A(section.title, href=dash.get_relative_path(section.path)), className="eyebrow"),
            html.H1(page.title),
            html.P(inline_markdown(page.description), className="lead"),
            actions(page),
            html.Div(markdown(page.prose), className="prose"),
            html.Div(
                [
                    html.Section(
                        [
                            html.H2("Live demo"),
                            html.Div(
                                layout if live else None,
                                id="demo",
                                className="demo",
                                **theme,
                                **demo_room(page, section),
                            ),
                            below_demo(page, layout, files),
                            *props_section(page, section),
                        ],
                        className="col-lg-6",
                    ),
                    html.Section(
                        [html.H2("Source"), html.Div(list(_source(page)), id="source")],
                        className="col-lg-6",
                    ),
                ],
                className="row g-4",
            ),
            anatomy(page, files),
            reference_section(section.component, page.public_names),
            neighbours(page.path),
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
                source_panel(name, source),
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
        page.file_name: page.source,
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
