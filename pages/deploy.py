"""Deploy

From one process on a desk to many workers behind a proxy: settings, Redis, sizes, and what can go wrong.
"""

from gallery.pages import Site

CONTENT = """
## Serve it

```
gunicorn app:server
```

`gunicorn.conf.py` has what an app with these components needs. If your own app is served by threads, take its
`post_worker_init`: Dash sets itself up at a worker's first request, and others that come meanwhile would get a 500.

Several workers need a Redis that they share, or a table's data is in one of them alone. The site refuses to start without
it. Let your app do so too, in its own `gunicorn.conf.py`:

```python
from components import redis_store


def on_starting(server):
    redis_store.require_shared(server.cfg.workers)
```

**Don't use `--preload`** with tables in memory: Polars' threads don't survive a fork. A process that was forked after it
had worked with a table says so to its readers, and never hangs.

## Settings

All are environment variables.

| variable | is | default |
|---|---|---|
| `REDIS_URL` | the Redis that keeps the tables' data | the memory of one process |
| `AIO_SECRET_KEY` | what the keys of stored data are made with, the same for all processes | made once, kept in Redis |
| `AIO_TTL` | seconds that stored data lives after its last use | 604800 (seven days) |
| `AIO_MAX_BYTES` | the largest entry, compressed | 268435456 (256 MiB) |
| `AIO_CACHE_BYTES` | decoded frames and views that each worker keeps in memory | 1073741824 (1 GiB) |
| `WEB_CONCURRENCY` | gunicorn's workers | 1 |
| `PORT`, `HOST` | where the site listens | `8050`, `127.0.0.1` |
| `SITE_URL` | the site's own address, for links in its sitemap, Markdown and previews | what a request names |
| `DASH_URL_BASE_PATHNAME` | the path below which it is served, as `/gallery/` | `/` |

## Redis

Set `maxmemory`, with `maxmemory-policy volatile-lru` (entries have a time to live, and the secret has none, so that it
stays) or `noeviction` (then a full Redis refuses new data, and says so). Without persistence, a restart empties it, which
costs each open table a reload. Watch `used_memory`, `evicted_keys` and the log's warnings: one line a fault.

Another secret makes every key useless that was handed out. Open tables then ask their readers to reload, which stores the
data again; nothing has to be restarted.

## How large

- A worker keeps decoded frames up to `AIO_CACHE_BYTES`, and four to eight bytes for each row of the longest one.
- A million rows of eight columns: the first view of a new frame takes 0.9 s, and the next page 1.7 ms
  (`python -m tests.benchmarks.tables`).
- What doesn't fit stays where it is: [DuckDB](data-table/larger-than-memory) needs 500 MB for 30 million rows,
  [PostgreSQL](data-table/postgres) and [Spark](data-table/spark) what they need anyway.

## Behind a proxy

Give the proxy's address as `SITE_URL`, and the path as `DASH_URL_BASE_PATHNAME`. Pages, downloads and Markdown then link
below it.

The site sends a Content-Security-Policy without `unsafe-eval`; the components need nothing more than Dash does itself:
`style-src 'unsafe-inline'`, `img-src data: blob:`, and the hashes of Dash's inline scripts (`app.csp_hashes()`).

## When something goes wrong

A store that is down, an entry that has expired, a query that takes too long: the reader gets a sentence above the table,
the log a line. [Each of them is listed](when-something-goes-wrong), with what to do.
"""


def content(site: Site) -> str:
    return CONTENT
