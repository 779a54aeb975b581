"""Projects to download: an example, or a component, with all that it takes to run it elsewhere, as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from dash import Dash
from flask import Response, request

import components

from ..loading import Page, Section
from ..pages import Site
from ..props.example import asked, changed
from .component_files import component_files
from .markdown import fenced
from .pins import requirements

LICENCE = Path(__file__).parent.parent.parent / "LICENSE"

# The earliest that a zip can tell: the same files are the same bytes, whenever they are packed.
TIME = (1980, 1, 1, 0, 0, 0)

README = """# {title}

{description}

{is_what}

## Run it

```
python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
.venv/bin/python app.py
```

Then open <http://127.0.0.1:8050>. (On Windows: `.venv\\Scripts\\python` in place of `.venv/bin/python`, and
`.venv\\Scripts\\pip` likewise.)

## What is here

{files}

`requirements.txt` has the exact versions that this was tested with.
{serving}
Licence: MIT, see `LICENSE`.
"""

# For projects that use the store.
SERVING = """
## Serve it by several processes

They need a Redis that they share: set `REDIS_URL`. Without it each keeps the data in its own memory, where
the others don't find it. Have gunicorn refuse to start so, in `gunicorn.conf.py`:

```python
from components import redis_store


def on_starting(server):
    redis_store.require_shared(server.cfg.workers)
```
"""
STORE = "components/redis_store/__init__.py"


def add_downloads(app: Dash, site: Site) -> None:
    """Serve a zip for every example, for every component with a section, and for own pages with a project."""
    for own in site.own:
        if own.project:
            _add(app, own.path, _packed_once(own.project))
    for section in site.sections:
        if component_path(section):
            _add(app, section.path, _packed_once(partial(component_project_files, section)))
        for page in filter(project_path, section.examples):
            _add(app, page.path, _of_example(page, section))


def project_path(page: Page) -> str | None:
    """Where an example's project is served; None for one that doesn't run here, and so wouldn't elsewhere."""
    return f"{page.path}.zip" if page.module else None


def component_path(section: Section) -> str | None:
    """Where a section's component is served with all its files; None where there is no example that runs."""
    if _first_that_runs(section) is None or section.component not in components.__all__:
        return None
    return f"{section.path}.zip"


def project_files(page: Page, section: Section) -> dict[str, str]:
    """The files of an example's project by name: `app.py` is the example as it is shown."""
    used = component_files(page.source)
    sources = {"app.py": page.source, **used}
    return project_of(
        f"{section.title}: {page.title}",
        page.description,
        "A Dash app in one file, with the components that it uses.",
        sources,
        requirements(sources.values()),
    )


def component_project_files(section: Section) -> dict[str, str]:
    """The files of a component's project by name; its README has an app to begin with."""
    example = _first_that_runs(section)
    if example is None:
        raise ValueError(f"{section.title} has no example that runs.")
    app = f"from components import {section.component}\n{example.source}"
    files = component_files(app)
    return project_of(
        section.title,
        section.description,
        "Copy `components/` into your project. To see it run, save this as `app.py` beside it:\n\n"
        + fenced(example.source, "python"),
        files,
        requirements([app, *files.values()]),
    )


def _first_that_runs(section: Section) -> Page | None:
    return next((example for example in section.examples if example.module), None)


def project_of(
    title: str, description: str, is_what: str, sources: dict[str, str], requirements_text: str
) -> dict[str, str]:
    """Give a project's files by name: its sources, with a README of three texts, and what to install."""
    readme = README.format(
        title=title,
        description=description,
        is_what=is_what,
        files="\n".join(f"- `{name}`" for name in sources),
        serving=SERVING if STORE in sources else "",
    )
    return {
        "README.md": readme,
        "LICENSE": LICENCE.read_text(encoding="utf-8"),
        "requirements.txt": requirements_text,
        **sources,
    }


def _packed_once(files: Callable[[], dict[str, str]]) -> Callable[[], bytes]:
    """What gives a project, packed once, when it is first asked for."""
    return cache(lambda: _zipped(files()))


def _of_example(page: Page, section: Section) -> Callable[[], bytes]:
    """What gives an example's project, packed once; with values that the address asks for, each time."""
    own = _packed_once(partial(project_files, page, section))

    def packed() -> bytes:
        shown = changed(page, section.component, asked())
        return own() if shown is page else _zipped(project_files(shown, section))

    return packed


def _add(app: Dash, path: str, packed: Callable[[], bytes]) -> None:
    """Serve a project at one fixed address."""
    name = path.strip("/").replace("/", "-")

    def serve() -> Response:
        response = Response(packed(), mimetype="application/zip")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
        response.add_etag()
        # Kept, and asked for again: a new release of the site is seen at once, and costs nothing otherwise.
        response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    rule = f"{app.config.routes_pathname_prefix}{path.lstrip('/')}.zip"
    app.server.add_url_rule(rule, f"download {path}", serve)


def _zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # whose permissions these are: those of Unix
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, text.encode())
    return buffer.getvalue()
