"""What every answer says to the browser about security, and about how long it may be kept.

Dash needs inline scripts, of which it knows the hashes, and inline styles, of which nobody does. The hashes
are asked for at every answer, for their number grows with the first request; that is more than a library with
one fixed policy can do.
"""

from __future__ import annotations

import json

from dash import Dash
from flask import Response, request

POLICY = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


YEAR = 365 * 24 * 60 * 60


def keep_for_good(response: Response) -> Response:
    """Let browsers keep a file whose address changes with its content."""
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


def add_prefetching(app: Dash) -> None:
    """Have browsers that can load a page as soon as its link is pointed at.

    The rules are a file that a header names: as a script in the page, the policy would forbid them.
    """
    place = f"{app.config.requests_pathname_prefix}_speculation.json"
    pages = {"href_matches": f"{app.config.requests_pathname_prefix}*"}
    files = {"href_matches": ["/*.zip", "/*.md", "/*.txt"]}
    rules = {"prefetch": [{"where": {"and": [pages, {"not": files}]}, "eagerness": "moderate"}]}

    def name_rules(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Speculation-Rules"] = f'"{place}"'
        return response

    def serve_rules() -> Response:
        return Response(json.dumps(rules), mimetype="application/speculationrules+json")

    app.server.add_url_rule(
        f"{app.config.routes_pathname_prefix}_speculation.json", "speculation", serve_rules
    )
    app.server.after_request(name_rules)


def add_security_headers(app: Dash) -> None:
    """Send a Content-Security-Policy and its kin with every answer of the app, and have assets kept."""

    def add(response: Response) -> Response:
        response.headers.update(HEADERS)
        if response.mimetype == "text/html":
            policy = POLICY | {"script-src": " ".join(["'self'", *app.csp_hashes()])}
            response.headers["Content-Security-Policy"] = "; ".join(
                f"{directive} {sources}" for directive, sources in policy.items()
            )
        # Dash writes the time of a file's change into its address.
        if response.status_code == 200 and ("m" in request.args or response.cache_control.max_age == YEAR):
            keep_for_good(response)
        return response

    app.server.after_request(add)
