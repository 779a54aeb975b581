"""What goes into the store comes out of it, or is refused."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from components import redis_store


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A FakeRedis of its own for every test."""
    for name in ("REDIS_URL", "AIO_TTL", "AIO_MAX_BYTES", "AIO_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    redis_store._fake_redis.cache_clear()


def test_a_pandas_frame_comes_back_as_it_is() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=pd.Index(["p", "q"], name="i"))
    pd.testing.assert_frame_equal(redis_store.load(redis_store.save(frame)), frame)


def test_a_polars_frame_comes_back_as_it_is() -> None:
    frame = pl.DataFrame({"a": [1, None], "b": [["x"], []]})
    assert redis_store.load(redis_store.save(frame)).equals(frame)


def test_an_arrow_table_comes_back_as_it_is() -> None:
    table = pa.table({"a": [1, None], "b": [["x"], []]})
    assert redis_store.load(redis_store.save(table)).equals(table)
