"""Where a page's file is edited."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parent.parent.parent


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
