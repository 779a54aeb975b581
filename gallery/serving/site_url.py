"""The site's own address, which is part of what crawlers, link previews and language models are told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

from flask import Flask


def use_site_url(server: Flask, prefix: str) -> None:
    """Have `SITE_URL` take the place of the host that a request names, which may be any.

    Raises
    ------
    ValueError
        If it isn't an address such as https://example.org/gallery, or not that below which the pages are.
    """
    given = os.environ.get("SITE_URL")
    if not given:
        return
    parts = re.fullmatch(r"(https?)://([\w.:\[\]-]+)(/[^?#\s]*)?", given, re.ASCII)
    if parts is None:
        raise ValueError(
            f"SITE_URL must be like https://example.org or https://example.org/gallery, not {given!r}."
        )
    scheme, host, path = parts.groups(default="")
    if path.rstrip("/") != prefix.rstrip("/"):
        raise ValueError(
            f"SITE_URL is {given!r}, but the pages are below {prefix}: see DASH_URL_BASE_PATHNAME."
        )
    own, answer = {"wsgi.url_scheme": scheme, "HTTP_HOST": host}, server.wsgi_app

    def answer_as_own(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return answer(environ | own, start_response)

    server.wsgi_app = answer_as_own  # type: ignore[method-assign]
