"""Page not found

There is no page at this address.
"""

import dash

from gallery.pages import Site


def content(site: Site) -> str:
    return f"All examples are on [the first page]({dash.get_relative_path('/')})."
