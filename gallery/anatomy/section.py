"""The section on a demo's ids and callbacks, and on what its callbacks do.

What is known before anything runs, the callbacks and where they are declared, is laid out here. What is known
in the browser alone, the ids that are on the page and the callbacks that run, is filled in by
`assets/anatomy.js`, which goes by the `data-callback` of each callback's card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dash import html

from ..markup import attributes
from ..source_lines import source_id
from .callbacks import Callback, Dependency

ABOUT = (
    "What the demo above is made of, as it is on this page now, and what its callbacks do when it is used."
)
EMPTY = (
    "Nothing yet. Use the demo: each callback that runs appears here, with what was sent and what came back."
)
NOTE = (
    "Bytes are those of the JSON that was sent and of what was returned, before compression. "
    "The latest 50 are kept."
)


def anatomy(callbacks: Sequence[Callback]) -> html.Section:
    """Lay out the section: the ids on the page, the callbacks that match them, and a log of what they do.

    Parameters
    ----------
    callbacks : list of Callback
        Those that `page_callbacks` finds for the page.
    """
    cards = html.Ul([_card(declared) for declared in callbacks], className="anatomy-callbacks")
    listed = [
        html.H3("Ids"),
        html.Div(id="anatomy-ids"),
        html.H3("Callbacks"),
        cards if callbacks else html.P("No callback is declared in these files."),
    ]
    clear = html.Button(
        "Clear",
        type="button",
        className="btn btn-sm quiet",
        **attributes(data_anatomy_clear="", aria_label="Clear the log"),
    )
    entries = html.Ol(id="anatomy-log", **attributes(aria_label="Callbacks, newest first"))
    logged = [
        html.Div([html.H3("What just happened"), clear], className="anatomy-title"),
        # Not each callback is told, but their number, when the reader has paused.
        html.P(id="anatomy-status", role="status", className="visually-hidden"),
        html.Div([entries, html.P(EMPTY, className="anatomy-empty")], className="anatomy-log"),
        html.P(NOTE, className="anatomy-note"),
    ]
    return html.Section(
        [
            html.H2("Anatomy"),
            html.P(ABOUT, className="prose"),
            html.Div([html.Div(listed), html.Div(logged)], className="anatomy-columns"),
        ],
        id="anatomy",
        className="anatomy",
    )


def _card(declared: Callback) -> html.Li:
    where = "in the browser" if declared.clientside else "on the server"
    place = declared.place
    source = html.A(
        f"{place.file}, lines {place.first} to {place.last}",
        href=f"#{source_id(place.file)}-L{place.first}-L{place.last}",
    )
    return html.Li(
        [
            html.P([html.Code(declared.name), html.Span(where, className="anatomy-where")]),
            *_dependencies("Input", declared.inputs),
            *_dependencies("State", declared.state),
            *_dependencies("Output", declared.outputs),
            html.P([source, html.Span(className="anatomy-matches")]),
        ],
        **attributes(data_callback=declared.as_json()),
    )


def _dependencies(kind: str, dependencies: Iterable[Dependency]) -> Iterator[html.Code]:
    for dependency in dependencies:
        written = [html.B(text) if wild else text for text, wild in dependency.written()]
        yield html.Code([f"{kind}(", *written, ")"], className=f"anatomy-{kind.lower()}")
