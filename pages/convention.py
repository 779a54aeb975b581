"""The convention

The seven points of the All-in-One convention, each with the lines of real source that obey it.
"""

import inspect
import re
import sys
import textwrap

import dash
from markupsafe import Markup

from components import MarkdownWithColorAIO
from gallery.page.templates import render
from gallery.pages import Site
from gallery.text.source import source_id

FILE = "components/markdown_with_color.py"

# Each point: title, what it asks for, and the first and last line (as patterns) of the source that obeys.
POINTS = [
    (
        "The suffix",
        "A component's name ends in `AIO`. Who reads `MarkdownWithColorAIO` knows that it brings its "
        "callbacks along, and that its parts have ids of their own.",
        r"class MarkdownWithColorAIO",
        r"class MarkdownWithColorAIO",
    ),
    (
        "The class of ids",
        "`<Component>.ids.<subcomponent>` is a function from an `aio_id` to the subcomponent's dictionary "
        "id. The same functions make the layout's ids, the component's own callbacks (with `MATCH`) and "
        "those of the app.",
        r"    class ids:",
        r'"subcomponent": "markdown"',
    ),
    (
        "Properties for the subcomponents",
        "`<subcomponent>_props` are passed down to the subcomponent of that name. They are copied first: "
        "what the caller passed is the caller's, and may be passed again.",
        r"dropdown_props = dict\(",
        r"markdown_props = dict\(",
    ),
    (
        "`dash.callback`, not `app.callback`",
        "The component doesn't know the app that it will be part of. `dash.callback` needs none, so that "
        "importing the component is all it takes.",
        r"    @callback\(",
        r"    \)",
    ),
    (
        "`aio_id`, not `id`",
        "A component of several parts has no single id. It takes an `aio_id`, of which each part's id is "
        "made, and makes one up where none is given: a uuid serves, since the callbacks match any.",
        r"aio_id = str\(uuid",
        r"aio_id = str\(uuid",
    ),
    (
        "Callbacks declared on import",
        "The callback stands in the class body, so that it exists as soon as the module is imported. Dash "
        "collects callbacks at an app's first request; one that an instance declared later would not be "
        "heard.",
        r"    @staticmethod\n    @callback",
        r"return \{\*\*kept",
    ),
    (
        "Readable source",
        "Standard components and callbacks, in one file that can be read from top to bottom: the layout, "
        "then what is passed down, then what the callbacks do.",
        r"        super\(\).__init__",
        r"^        \)",
    ),
]

USE = """
## When to write one

- A part of an app with callbacks of its own appears on several pages, or in several apps.
- The interactivity belongs in Python, on the server: filtering with pandas, statistics with scipy.
- A component is useful beyond the app that it was written for, and other Dash developers should have it.

A table that filters, sorts and pages a large dataframe; a graph with its data in a second tab; a
`dcc.Graph` that carries an organisation's style behind a small interface: each is a good All-in-One
component. [Write your own](write-your-own) has a template, and leads to it step by step.

## When a subset is enough

The convention is an agreement, and nothing enforces it. What stays inside one app may leave out the
docstring, or pass down only the properties that the app needs. What has no layout needs no class: write a
function. What has no callbacks needs no dictionary ids: write a function that returns a component.
"""

LIMITS = """
## Limits

Measured with Dash {dash} in Chromium 156, on a machine with two cores.

- **Instances.** Each instance sends a request of its own when the page loads, and the browser matches its
  ids against those of all others. A page of 10 instances of `MarkdownWithColorAIO` has all its answers
  after 0.8 s, one of 100 after 3.2 s, one of 300 after 30 s. Once there, one of 300 answers in 0.2 s.
  (`python -m tests.benchmarks.instances`)
- **Outputs.** With `MATCH` in every input and state, the output may be one fixed component (since Dash
  4.2), [as here]({one_output}); with `MATCH` in the output, each callback writes to its own instance only.
- **Order.** Callbacks are collected at the first request. A component whose class is first imported after
  that is laid out, but its callbacks don't exist: import it where the app is made.
- **State.** An instance keeps nothing on the server between callbacks. What its callbacks need is in the
  browser's `dcc.Store`, or on the server under a key that is there, as `DataTableAIO` does it."""


def content(site: Site) -> Markup:
    one_output = dash.get_relative_path("/markdown-with-color/one-output")
    place = f"{dash.get_relative_path('/markdown-with-color/simple-usage')}#{source_id(FILE)}"
    points = [(title, text, *excerpt(first, last)) for title, text, first, last in POINTS]
    more = USE + LIMITS.format(dash=dash.__version__, one_output=one_output)
    return render("convention.html", points=points, file=FILE, place=place, more=more)


def excerpt(first: str, last: str) -> tuple[str, int]:
    """Give the lines of MarkdownWithColorAIO's module between two patterns, and the number of the first."""
    source = inspect.getsource(sys.modules[MarkdownWithColorAIO.__module__])
    start = source.rindex("\n", 0, _position(first, source, 0) + 1) + 1
    end = source.index("\n", _position(last, source, start))
    return textwrap.dedent(source[start:end] + "\n"), source.count("\n", 0, start) + 1


def _position(pattern: str, source: str, start: int) -> int:
    found = re.compile(pattern, re.MULTILINE).search(source, start)
    if found is None:
        raise ValueError(f"{FILE} has no line like {pattern!r} any more.")
    return found.start()
