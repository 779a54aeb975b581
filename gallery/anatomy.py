"""The anatomy of an example: its ids and callbacks, what its callbacks do, and a second instance of it.

What is known before anything runs, the callbacks and where they are declared, is laid out here. What is known
in the browser alone, the ids that are on the page and the callbacks that run, is filled in by
`assets/anatomy.js`, which goes by the `data-callback` of each callback's card.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from .callbacks import Callback, Dependency, Pattern, Place
from .instances import layout_ids, obstacle_to_second_instance
from .loading import Page
from .markup import attributes
from .source_lines import source_id

AIO_KEYS = {"component", "subcomponent", "aio_id"}

SECOND_ID, SECOND_BUTTON_ID = "second-instance", "second-instance-button"
ADD, REMOVE = "Add a second instance", "Remove the second instance"


def anatomy(callbacks: Sequence[Callback]) -> html.Section:
    """Lay out the section: the ids on the page, the callbacks that match them, and a log of what they do.

    Parameters
    ----------
    callbacks : list of Callback
        Those that `page_callbacks` finds for the page.
    """
    cards = [_card(declared) for declared in callbacks]
    nothing = "No callback is declared in these files."
    return html.Section(
        [
            html.H2("Anatomy"),
            html.P(
                "What the demo above is made of, as it is on this page now, and what its callbacks do when "
                "it is used.",
                className="prose",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.H3("Ids"),
                            html.Div(id="anatomy-ids"),
                            html.H3("Callbacks"),
                            html.Ul(cards, className="anatomy-callbacks") if cards else html.P(nothing),
                        ]
                    ),
                    html.Div(
                        [
                            html.Div(
                                [
                                    html.H3("What just happened"),
                                    html.Button(
                                        "Clear",
                                        type="button",
                                        className="btn btn-sm quiet",
                                        **attributes(data_anatomy_clear="", aria_label="Clear the log"),
                                    ),
                                ],
                                className="anatomy-title",
                            ),
                            # Not each callback is told, but their number, when the reader has paused.
                            html.P(id="anatomy-status", role="status", className="visually-hidden"),
                            html.Div(
                                [
                                    html.Ol(
                                        id="anatomy-log", **attributes(aria_label="Callbacks, newest first")
                                    ),
                                    html.P(
                                        "Nothing yet. Use the demo: each callback that runs appears here, "
                                        "with what was sent and what came back.",
                                        className="anatomy-empty",
                                    ),
                                ],
                                className="anatomy-log",
                            ),
                            html.P(
                                "Bytes are those of the JSON, before compression. The latest 50 are kept.",
                                className="anatomy-note",
                            ),
                        ]
                    ),
                ],
                className="anatomy-columns",
            ),
        ],
        id="anatomy",
        className="anatomy",
    )


def _card(declared: Callback) -> html.Li:
    where = "in the browser" if declared.clientside else "on the server"
    return html.Li(
        [
            html.P([html.Code(declared.name), html.Span(where, className="anatomy-where")]),
            *_dependencies("Input", declared.inputs),
            *_dependencies("State", declared.state),
            *_dependencies("Output", declared.outputs),
            html.P([_source_link(declared.place), html.Span(className="anatomy-matches")]),
        ],
        **attributes(data_callback=declared.as_json()),
    )


def _dependencies(kind: str, dependencies: Iterable[Dependency]) -> Iterator[Component]:
    for dependency in dependencies:
        yield html.Code(
            [f"{kind}(", *_written(dependency.id), f", {json.dumps(dependency.property)})"],
            className=f"anatomy-{kind.lower()}",
        )


def _written(pattern: Pattern) -> Iterator[Component | str]:
    """An id as source writes it, with its wildcards marked."""
    if isinstance(pattern, str):
        yield json.dumps(pattern)
    elif pattern.keys() == AIO_KEYS:
        yield f"{pattern['component']}.ids.{pattern['subcomponent']}("
        yield _value(pattern["aio_id"])
        yield ")"
    else:
        for number, (key, value) in enumerate(pattern.items()):
            yield f"{', ' if number else '{'}{json.dumps(key)}: "
            yield _value(value)
        yield "}"


def _value(value: Any) -> Component | str:
    return html.B(value[0]) if isinstance(value, list) else json.dumps(value)


def _source_link(place: Place) -> Component:
    """Name the lines of source that declare something, and lead there."""
    address = f"#{source_id(place.file)}-L{place.first}-L{place.last}"
    return html.A(f"{place.file}, lines {place.first} to {place.last}", href=address)


def below_demo(page: Page, layout: Any, callbacks: Sequence[Callback]) -> html.Div:
    """Lay out what stands below the demo: a button for a second instance, or why there is none.

    Parameters
    ----------
    layout : component
        The demo.
    callbacks : list of Callback
        Those that `page_callbacks` finds for the page.
    """
    if not layout_ids(layout):  # There is nothing to tell apart, or an error in the demo's place.
        return html.Div()
    obstacle = obstacle_to_second_instance(layout, callbacks)
    button = html.Button(
        ADD,
        id=SECOND_BUTTON_ID,
        # The callback's state: which page it is on.
        value=page.path,
        type="button",
        className="btn btn-sm quiet",
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Span(obstacle) if obstacle else button,
                    html.A(["What just happened", html.Span(id="anatomy-count")], href="#anatomy"),
                ],
                className="anatomy-below-demo",
            ),
            html.Div(id=SECOND_ID),
        ]
    )
