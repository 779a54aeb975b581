"""Pages of kept views are those of the operations, and are computed no more often than there is need."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest

from components import table_views
from components.cells import records
from components.filter_compiler import matches
from components.filter_query import FilterQueryError
from components.table_operations import UnknownColumnError, filter_df, page_df, sort_df
from components.table_views import HEAD, Page, TableViews

ROWS = 3 * HEAD + 7
EPOCH = dt.datetime.fromisoformat("2020-01-01")

FRAME = pl.DataFrame(
    {
        "n": [None if row % 13 == 0 else row * 7919 % 101 for row in range(ROWS)],
        "f": [None if row % 17 == 0 else row * 31 % 1009 / 8 for row in range(ROWS)],
        "word": [None if row % 11 == 0 else f"w{row * 37 % 53}" for row in range(ROWS)],
        "text": [None if row % 19 == 0 else f"t{row * 7919 % 10007}" for row in range(ROWS)],
        "day": [EPOCH.date() + dt.timedelta(days=row * 17 % 400) for row in range(ROWS)],
        "time": [EPOCH + dt.timedelta(minutes=row * 7919 % 100_003) for row in range(ROWS)],
        "label": pl.Series([["x", "y", None][row % 3] for row in range(ROWS)], dtype=pl.Enum(["y", "x"])),
        "category": pl.Series([["b", "a", None][row % 3] for row in range(ROWS)], dtype=pl.Categorical),
        "ok": [[True, None, False][row % 3] for row in range(ROWS)],
        "list": [[row % 5] for row in range(ROWS)],
        "nothing": pl.Series([None] * ROWS),
    }
)


def by(*columns: str) -> Any:
    """`sort_by` of names; those with a minus descend."""
    return [
        {"column_id": name.lstrip("-"), "direction": "desc" if name[0] == "-" else "asc"} for name in columns
    ]


class Store:
    """Gives a frame, and counts how often."""

    def __init__(self, frame: pl.DataFrame = FRAME) -> None:
        self.frame = frame
        self.loads = 0

    def __call__(self) -> pl.DataFrame:
        self.loads += 1
        return self.frame


def page(views: TableViews, store: Callable[[], pl.DataFrame], key: str = "key", **changes: Any) -> Page:
    asked: dict[str, Any] = {"filter_query": "", "sort_by": [], "page_current": 0, "page_size": 10} | changes
    return views.page(key, store, **asked)


@pytest.fixture(scope="module")
def views() -> TableViews:
    return TableViews()


QUERIES = [
    "",
    "{n} > 50",
    "{word} contains 3 && {f} < 100",
    "{text} icontains T9",
    "{label} = x || {category} = a",
]
QUERIES += [
    "{day} datestartswith 2020-03",
    "{time} > 2020-02-01",
    "{n} = 1000",
    "{word} is nil",
    "1 = 1",
    "{list} contains 3",
]
SORTS = [
    [],
    ["n"],
    ["-n"],
    ["word", "-f"],
    ["-text"],
    ["text", "n"],
    ["day", "-word"],
    ["-time"],
    ["label", "-category"],
]
SORTS += [
    ["-label"],
    ["ok", "-list"],
    ["-ok", "n", "text"],
    ["nothing"],
    ["-nothing", "-word"],
    ["n", "-n", "f"],
]


@pytest.mark.parametrize("sort", SORTS, ids=str)
@pytest.mark.parametrize("query", QUERIES)
def test_pages_are_those_of_the_operations(views: TableViews, query: str, sort: list[str]) -> None:
    shown = sort_df(filter_df(FRAME, query), by(*sort))
    for page_current, page_size in (
        (0, 10),
        (1, 10),
        (HEAD // 10 - 1, 10),
        (HEAD // 10, 10),
        (0, HEAD + 1),
        (3, 999),
        (0, ROWS),
    ):
        got = page(
            views,
            Store(),
            filter_query=query,
            sort_by=by(*sort),
            page_current=page_current,
            page_size=page_size,
        )
        assert got.records == records(page_df(shown, page_current, page_size))
        assert got.row_count == shown.height
        assert got.page_count == -(-shown.height // page_size)
        assert got.page_current == (page_current if page_current < got.page_count or not shown.height else 0)


def test_values_that_sort_as_null(views: TableViews) -> None:
    for as_null in ({"word": ["w1", "w2"]}, {"word": ["w1"]}, {"n": [1]}, {"n": [True]}):
        expected = sort_df(FRAME, by("word", "n"), as_null)
        got = page(views, Store(), sort_by=by("word", "n"), page_size=ROWS, sort_as_null=as_null)
        assert got.records == records(expected)


@pytest.mark.parametrize(
    "frame", [pl.DataFrame(), pl.DataFrame({"n": []}), pl.DataFrame(height=3), pl.DataFrame({"s": ["a"]})]
)
def test_small_frames(frame: pl.DataFrame) -> None:
    got = page(TableViews(), Store(frame))
    assert (got.records, got.row_count) == (records(frame), frame.height)
    assert page(TableViews(), Store(frame), filter_query="1 = 2").row_count == 0


def test_a_frame_is_loaded_and_a_view_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"matches": 0, "first_rows": 0}
    for name in counts:
        original = getattr(table_views, name)

        def counted(*arguments: Any, name: str = name, original: Any = original) -> Any:
            counts[name] += 1
            return original(*arguments)

        monkeypatch.setattr(table_views, name, counted)
    views, store = TableViews(), Store()
    for page_current in (0, 1, 2, 0):
        page(views, store, filter_query="{n} > 10", sort_by=by("f"), page_current=page_current)
    assert (store.loads, counts) == (1, {"matches": 1, "first_rows": 1})
    for page_current in (HEAD // 10, HEAD // 10 + 1):
        page(views, store, filter_query="{n} > 10", sort_by=by("f"), page_current=page_current)
    assert (store.loads, counts) == (1, {"matches": 1, "first_rows": 2})
    page(views, store, filter_query="{n} > 10", sort_by=by("-f"))
    assert (store.loads, counts) == (1, {"matches": 1, "first_rows": 3})


def at_once(threads: int, task: Callable[[], Any]) -> list[Any]:
    """What a task gives, or raises, in threads that begin together."""
    barrier = threading.Barrier(threads)

    def run() -> Any:
        barrier.wait()
        try:
            return task()
        except ValueError as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(threads)]]


def test_threads_wait_for_one_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    computing = []

    def slow(frame: pl.DataFrame, expression: Any) -> pl.Series:
        computing.append(threading.get_ident())
        threading.Event().wait(0.05)
        return matches(frame, expression)

    monkeypatch.setattr(table_views, "matches", slow)
    views, store = TableViews(), Store()
    pages = at_once(8, lambda: page(views, store, filter_query="{n} > 10", sort_by=by("word")))
    assert (store.loads, len(computing)) == (1, 1)
    assert all(got == pages[0] for got in pages)


def test_an_exception_reaches_all_that_wait_and_is_not_kept() -> None:
    views, loads = TableViews(), []

    def fails() -> pl.DataFrame:
        loads.append(1)
        threading.Event().wait(0.05)
        raise ValueError("gone")

    assert [str(error) for error in at_once(4, lambda: page(views, fails))] == ["gone"] * 4
    assert len(loads) == 1
    assert page(views, Store()).row_count == ROWS


def test_threads_see_whole_views() -> None:
    views, store = TableViews(max_bytes=2**20), Store()
    expected = records(page_df(sort_df(filter_df(FRAME, "{n} > 10"), by("-f", "word")), 3, 50))

    def turn() -> bool:
        return all(
            page(
                views,
                store,
                key,
                filter_query="{n} > 10",
                sort_by=by("-f", "word"),
                page_current=3,
                page_size=50,
            ).records
            == expected
            for key in "abc"
        )

    assert all(at_once(8, turn))


def test_the_frames_used_last_are_kept() -> None:
    one = TableViews()
    page(one, Store())
    views = TableViews(max_bytes=2 * 1024**2 + 3 * int(FRAME.estimated_size()))
    stores = {key: Store() for key in "abc"}
    for key in "abacba":
        page(views, stores[key], key)
    assert {key: store.loads for key, store in stores.items()} == {"a": 2, "b": 2, "c": 1}


def test_a_frame_too_large_to_be_kept_is_shown_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    views, store = TableViews(max_bytes=1000), Store()
    assert page(views, store).row_count == page(views, store).row_count == ROWS
    assert store.loads == 2
    assert "AIO_CACHE_BYTES" in caplog.text


def test_what_is_kept_for_a_table_is_bounded() -> None:
    views = TableViews()
    for number in range(500):
        page(views, Store(), filter_query=f"{{n}} > 1 && {{f}} != {number}.5", sort_by=by("f"))
    (entry,) = views._tables._entries.values()  # type: ignore[union-attr]
    masks, rows = entry.value._matching._entries, entry.value._views._entries
    assert masks.maxsize + rows.maxsize == 2**20  # type: ignore[union-attr]
    for kept in (masks, rows):
        assert kept.maxsize / 2 < kept.currsize <= kept.maxsize  # type: ignore[union-attr]


def test_the_bound_is_read_from_the_environment_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    views, store = TableViews(), Store()
    monkeypatch.setenv("AIO_CACHE_BYTES", "1000")
    page(views, store)
    page(views, store)
    assert store.loads == 2


@pytest.mark.parametrize("value", ["", "1GB", "-1", "1e9"])
def test_a_bound_that_is_no_number_is_an_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_CACHE_BYTES", value)
    with pytest.raises(ValueError, match=f"AIO_CACHE_BYTES must be a number of bytes.*'{value}'"):
        page(TableViews(), Store())


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"filter_query": "{n} == 1"}, FilterQueryError),
        ({"filter_query": None}, FilterQueryError),
        ({"filter_query": ["{n} = 1"]}, FilterQueryError),
        ({"filter_query": "{nope} = 1"}, UnknownColumnError),
        ({"sort_by": by("nope")}, UnknownColumnError),
        ({"sort_by": "n"}, ValueError),
        ({"sort_by": [{"column_id": ["n"], "direction": "asc"}]}, ValueError),
        ({"page_current": -1}, ValueError),
        ({"page_size": 0}, ValueError),
        ({"page_size": True}, ValueError),
        ({"filter_query": "{word} i= a"}, ValueError),
    ],
)
def test_what_the_browser_may_send_is_checked(views: TableViews, asked: Any, error: type[Exception]) -> None:
    for _ in range(2):
        with pytest.raises(error):
            page(views, Store(), **asked)
