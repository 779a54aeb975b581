"""How gunicorn serves the site: ``gunicorn app:server`` reads this file by itself.

``HOST`` (127.0.0.1), ``PORT`` (8050) and ``WEB_CONCURRENCY`` (1), the number of worker processes, come from
the environment; more than one worker needs ``REDIS_URL``. Options on the command line win over this file.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from components import redis_store

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8050}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)

# A request that waits, for Redis or for a slow reader, does not hold up the others; and a worker's threads
# share the frames that it has decoded.
threads = 8

# Seconds without a sign of life from a worker, and for its last requests when it is to stop.
timeout = 60
graceful_timeout = 30

# Longer than proxies keep an idle connection (mostly 60 s), so that none sends into a closed one.
keepalive = 65

# An address may hold the values of all of a page's controls, in letters that take twelve characters there.
limit_request_line = 8190

# Nobody manages the workers over a socket here.
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse to start workers that wouldn't find each other's data."""
    try:
        redis_store.require_shared(server.cfg.workers)
    except redis_store.StoreConfigurationError as error:
        sys.exit(f"The site doesn't start: {error}")


def post_worker_init(worker: Any) -> None:
    """Have Dash set itself up, for of several first requests at once all but one would find it half done."""
    worker.wsgi.test_client().get("/_dash-dependencies")
