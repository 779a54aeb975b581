"""Pages of kept frames are those of the operations, and are computed no more often than there is need."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest

from components import DataTableAIO
from components.tables.memory import cells
from components.tables.memory.frames import to_polars
from components.tables.memory.kept import HEAD, FrameSource, KeptFrames
from components.tables.source import page_of
from components.tables.view import Page
from tests.views import view

filter_df, sort_df, page_df = DataTableAIO.filter_df, DataTableAIO.sort_df, DataTableAIO.page_df

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


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """What a table that holds all rows shows."""
    return cells.records(to_polars(frame))


class Store:
    """Gives a frame, and counts how often."""

    def __init__(self, frame: pl.DataFrame = FRAME) -> None:
        self.frame = frame
        self.loads = 0

    def __call__(self) -> pl.DataFrame:
        self.loads += 1
        return self.frame


def page(
    kept: KeptFrames,
    store: Callable[[], pl.DataFrame],
    key: str = "key",
    *,
    filter_query: str = "",
    sort_by: Any = (),
    as_null: Any = None,
    page_current: int = 0,
    page_size: int = 10,
) -> Page:
    """What a table shows whose frame a process keeps."""
    source = kept.source(key, store)
    return page_of(source, view(source, filter_query, sort_by, as_null), page_current, page_size)


@pytest.fixture(scope="module")
def kept() -> KeptFrames:
    return KeptFrames()


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
def test_pages_are_those_of_the_operations(kept: KeptFrames, query: str, sort: list[str]) -> None:
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
            kept,
            Store(),
            filter_query=query,
            sort_by=by(*sort),
            page_current=page_current,
            page_size=page_size,
        )
        assert got.records == records(page_df(shown, page_current, page_size))
        assert got.records == records(FRAME[got.positions])
        assert got.row_count == shown.height
        assert got.page_count == -(-shown.height // page_size)
        assert got.page_current == (page_current if page_current < got.page_count or not shown.height else 0)


def test_values_that_sort_as_null(kept: KeptFrames) -> None:
    for as_null in ({"word": ["w1", "w2"]}, {"word": ["w1"]}, {"n": [1]}, {"n": [True]}):
        expected = sort_df(FRAME, by("word", "n"), as_null)
        got = page(kept, Store(), sort_by=by("word", "n"), page_size=ROWS, as_null=as_null)
        assert got.records == records(expected)


@pytest.mark.parametrize(
    "frame", [pl.DataFrame(), pl.DataFrame({"n": []}), pl.DataFrame(height=3), pl.DataFrame({"s": ["a"]})]
)
def test_small_frames(frame: pl.DataFrame) -> None:
    got = page(KeptFrames(), Store(frame))
    assert (got.records, got.row_count) == (records(frame), frame.height)
    assert page(KeptFrames(), Store(frame), filter_query="1 = 2").row_count == 0


def test_rows_are_found_by_their_positions_and_there_are_no_others() -> None:
    source = FrameSource(lambda: FRAME)
    assert source.records_at([ROWS - 1, 0]) == records(FRAME[[ROWS - 1, 0]])
    assert source.records_at([]) == []
    for position in (-1, ROWS):
        with pytest.raises(ValueError, match=f"only {ROWS:,} rows"):
            source.records_at([0, position])


def test_a_frame_is_loaded_once() -> None:
    kept, store = KeptFrames(), Store()
    for page_current in (0, 1, 2, 0):
        page(kept, store, filter_query="{n} > 10", sort_by=by("f"), page_current=page_current)
    assert store.loads == 1


def test_a_view_is_computed_once_and_found_again_by_what_it_says() -> None:
    source = FrameSource(lambda: FRAME)
    asked = [view(source, "{n} > 10", by("f")) for _ in range(2)]
    first, again = (source.positions(each, HEAD) for each in asked)
    assert again is first
    assert source.positions(view(source, "{n} > 10", by("-f")), HEAD) is not first


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


def test_threads_wait_for_one_that_loads() -> None:
    kept, loads, waiting = KeptFrames(), [], threading.Event()

    def slow() -> pl.DataFrame:
        loads.append(threading.get_ident())
        waiting.wait(0.05)
        return FRAME

    pages = at_once(8, lambda: page(kept, slow, filter_query="{n} > 10", sort_by=by("word")))
    assert len(loads) == 1
    assert all(got == pages[0] for got in pages)


def test_an_exception_is_raised_and_not_kept() -> None:
    kept = KeptFrames()

    def fails() -> pl.DataFrame:
        raise ValueError("gone")

    assert [str(error) for error in at_once(4, lambda: page(kept, fails))] == ["gone"] * 4
    assert page(kept, Store()).row_count == ROWS


def test_threads_see_whole_views() -> None:
    kept, store = KeptFrames(max_bytes=2**20), Store()
    expected = records(page_df(sort_df(filter_df(FRAME, "{n} > 10"), by("-f", "word")), 3, 50))

    def turn() -> bool:
        return all(
            page(
                kept,
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
    one = KeptFrames()
    page(one, Store())
    kept = KeptFrames(max_bytes=2 * 1024**2 + 3 * int(FRAME.estimated_size()))
    stores = {key: Store() for key in "abc"}
    for key in "abacba":
        page(kept, stores[key], key)
    assert {key: store.loads for key, store in stores.items()} == {"a": 2, "b": 2, "c": 1}


def test_a_frame_too_large_to_be_kept_is_shown_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    kept, store = KeptFrames(max_bytes=1000), Store()
    assert page(kept, store).row_count == page(kept, store).row_count == ROWS
    assert store.loads == 2
    assert "AIO_CACHE_BYTES" in caplog.text


def test_what_is_kept_for_a_table_is_bounded() -> None:
    source = FrameSource(lambda: FRAME)
    first = view(source, "{n} > 1", by("f"))
    positions = source.positions(first, HEAD)
    for number in range(500):
        source.positions(view(source, f"{{n}} > 1 && {{f}} != {number}.5", by("f")), HEAD)
    assert source.positions(first, HEAD) is not positions


def test_the_bound_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_CACHE_BYTES", "1000")
    kept, store = KeptFrames(), Store()
    page(kept, store)
    page(kept, store)
    assert store.loads == 2


@pytest.mark.parametrize("value", ["", "1GB", "-1", "1e9"])
def test_a_bound_that_is_no_number_is_an_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIO_CACHE_BYTES", value)
    with pytest.raises(ValueError, match=f"AIO_CACHE_BYTES must be a number of bytes.*'{value}'"):
        KeptFrames()
