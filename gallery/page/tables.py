"""Tables of Markdown, as several pages of the site's own have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from .templates import render


def tables_of(
    columns: Sequence[str],
    tables: Mapping[str, Sequence[Sequence[str]]],
    *,
    introduction: str = "",
    css_class: str = "",
) -> Markup:
    """Write tables, each below its title.

    Parameters
    ----------
    columns : list of str
        The headers of all of them.
    tables : dict
        Rows by title (Markdown); a row has a text of inline Markdown for each column.
    introduction : str, default ""
        Markdown.
    css_class : str, default ""
        One for each table.
    """
    return render(
        "tables.html", columns=columns, tables=tables, introduction=introduction, css_class=css_class
    )
