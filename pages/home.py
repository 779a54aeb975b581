"""Overview

Components that pack a layout and its callbacks into one class, each running beside its source.
"""

from markupsafe import Markup

from gallery.page.templates import render
from gallery.pages import Site

WHAT_FOR = """
A Dash app grows by repetition: the same dropdown, the same callback, the same ids, page after page. An
**All-in-One component** (AIO) is that part written once: a class whose instances bring their layout, and
whose pattern-matching callbacks are declared once, on import, for all of them. It is plain Python and plain
Dash, with nothing to build or compile.

Each example here is one file: it is the demo that runs, the source that is shown, and the snippet to copy.
"""


def content(site: Site) -> Markup:
    return render("home.html", what_for=WHAT_FOR, sections=site.sections)
