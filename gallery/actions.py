"""What a reader can do with a page: take it along, as a project or as Markdown, and mend it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from urllib.parse import quote

import dash
from dash import html
from dash.development.base_component import Component

from .markdown_pages import markdown_path
from .markup import attributes

ROOT = Path(__file__).parent.parent


def actions(path: str, module_name: str, project: str | None, label: str) -> html.Nav:
    """The row of actions below a page's lead. `assets/copy.js` copies, and says how that went.

    Parameters
    ----------
    path : str
        The page's.
    module_name : str
        What the page is made of, and is edited in.
    project : str or None
        Where a project of it is downloaded; None where there is none.
    label : str
        What that link says.
    """
    text = dash.get_relative_path(markdown_path(path))
    edit = edit_address(module_name)
    row: list[Component] = []
    if project:
        row.append(_link(label, dash.get_relative_path(project), "download"))
    row += [
        html.Button(
            "Copy page as Markdown",
            type="button",
            className="quiet action icon-clipboard",
            **attributes(data_copy_page=text),
        ),
        _link("View as Markdown", text, "filetype-md"),
    ]
    if edit:
        row.append(_link("Edit this page", edit, "pencil"))
    # What a screen reader says, and all readers see where nothing could be copied.
    row.append(html.Span(role="status", className="action-status"))
    return html.Nav(row, className="actions", **attributes(aria_label="Take this page along"))


def edit_address(module_name: str) -> str | None:
    """Where a repository at GitHub, or with addresses like its own, opens a module's file for editing.

    None without `REPOSITORY_URL`, and for a module that isn't part of this project.
    """
    repository = (os.environ.get("REPOSITORY_URL") or "").rstrip("/").removesuffix(".git")
    spec = importlib.util.find_spec(module_name)
    if not repository or spec is None or spec.origin is None:
        return None
    file = Path(spec.origin)
    if not file.is_relative_to(ROOT):
        return None
    branch = os.environ.get("REPOSITORY_BRANCH") or "main"
    return f"{repository}/edit/{quote(branch)}/{quote(file.relative_to(ROOT).as_posix())}"


def _link(text: str, href: str, icon: str) -> html.A:
    return html.A(text, href=href, className=f"quiet action icon-{icon}")
