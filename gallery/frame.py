"""What stands around every page: header, navigation by section, and where errors are shown."""

from __future__ import annotations

import os
from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from components import ThemeSwitchAIO

from .first_html import still
from .headings import with_links
from .loading import Section
from .markup import attributes

SITE_NAME = "Dash All-in-One gallery"

# Where `on_error` writes what went wrong in a callback.
CALLBACK_ERROR_ID = "callback-error"


def sections() -> list[Section]:
    """The site's sections, in the order in which they were registered."""
    found = (page["section"] for page in dash.page_registry.values() if page.get("section"))
    return list(dict.fromkeys(found))


def framed(content: Component, path: str) -> html.Div:
    """Put a page's content into the site's frame.

    Parameters
    ----------
    content : component
        The page's own, which begins with its h1.
    path : str
        The page's path, marked as the current one in the navigation.
    """
    return html.Div(
        [
            html.A("Skip to content", href="#content", className="skip-link"),
            _header(),
            html.Div(
                [
                    _navigation(path),
                    html.Main(with_links(content), id="content", tabIndex=-1),
                ],
                className="page-columns",
            ),
            html.Div(id=CALLBACK_ERROR_ID, role="alert", className="callback-error"),
        ]
    )


def _header() -> html.Header:
    toggle = html.Button(
        html.Span(className="icon-list"),
        className="btn btn-link d-xl-none",
        type="button",
        **attributes(
            data_bs_toggle="offcanvas",
            data_bs_target="#navigation",
            aria_controls="navigation",
            aria_label="Navigation",
        ),
    )
    brand = html.A(SITE_NAME, href=dash.get_relative_path("/"), className="navbar-brand")
    theme = html.Div(
        ThemeSwitchAIO(
            light_props=_icon_button("sun", "Light"),
            dark_props=_icon_button("moon-stars", "Dark"),
            auto_props=_icon_button("circle-half", "The system's choice"),
            choice_props={"className": "theme-switch"},
            aio_id="site-theme",
        ),
    )
    repository = os.environ.get("REPOSITORY_URL")
    source = [html.A("Source", href=repository, className="nav-link")] if repository else []
    return html.Header(
        [toggle, brand, _search_button(), theme, *source], className="navbar sticky-top border-bottom"
    )


def _search_button() -> html.Button:
    """What opens the dialog of `assets/search.js`, which writes the reader's own keys into it."""
    return html.Button(
        [html.Span(className="icon-search"), html.Span("Search"), html.Kbd()],
        type="button",
        className="quiet search-button ms-auto",
        **attributes(
            data_search="",
            aria_label="Search",
            aria_haspopup="dialog",
            aria_keyshortcuts="Control+K Meta+K /",
        ),
    )


def _icon_button(icon: str, name: str) -> dict[str, Any]:
    return {"children": html.Span(className=f"icon-{icon}"), "title": name, **attributes(aria_label=name)}


def _navigation(current: str) -> html.Nav:
    general = [
        _item(page["name"], page["path"], current)
        for page in dash.page_registry.values()
        if page.get("listed")
    ]
    groups: list[Component] = [html.Ul(general, className="nav flex-column")]
    for section in sections():
        links = [_item(example.title, example.path, current) for example in section.examples]
        groups += [
            html.P(_link(section.title, section.path, current)),
            html.Ul(links, className="nav flex-column"),
        ]
    close = html.Button(
        className="btn-close d-xl-none",
        type="button",
        **attributes(data_bs_dismiss="offcanvas", aria_label="Close"),
    )
    return html.Nav(
        [
            html.Div(close, className="offcanvas-header d-xl-none"),
            still(html.Div(groups, className="offcanvas-body"), "navigation"),
        ],
        id="navigation",
        className="navigation offcanvas-xl offcanvas-start",
        tabIndex=-1,
        **attributes(aria_label="Examples"),
    )


def _item(title: str, path: str, current: str) -> html.Li:
    return html.Li(_link(title, path, current))


def _link(title: str, path: str, current: str) -> html.A:
    # A page is loaded whole, not swapped in: its title, focus, scroll position and scripts are then its own.
    here = attributes(aria_current="page") if path == current else {}
    return html.A(title, href=dash.get_relative_path(path), className="nav-link", **here)
