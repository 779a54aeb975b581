"""DataTableAIO: what it makes of a frame, what it refuses, and what its callback answers."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import uuid
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
import polars as pl
import pyarrow as pa
import pytest
from dash import no_update

from components import (
    DataTableAIO,
    ForkedEngineError,
    UnsupportedColumnError,
    redis_store,
)
from components.data_table import MAX_PAGE_SIZE
from components.redis_store import connection
from components.tables import table_data
from components.tables.faults import EXPIRED, FORKED, MISCONFIGURED, UNREACHABLE, UNSTORED
from components.tables.table_data import ASKED_EVERY
from tests.redis_server import RedisServer
from tests.server import ROOT

FRAME = pd.DataFrame({"name": ["b", "a", "c"], "size": [1, 2, 3]}, index=[5, 6, 7])
FRAMES = {
    "pandas": FRAME,
    "polars": pl.DataFrame({"name": ["b", "a", "c"], "size": [1, 2, 3]}),
    "pyarrow": pa.table({"name": ["b", "a", "c"], "size": [1, 2, 3]}),
}


def parts(component: DataTableAIO) -> tuple[Any, Any, Any]:
    """The store, the notice and the table."""
    store, notice, _, datatable, *_ = component.children
    return store, notice, datatable


def show(
    component: DataTableAIO,
    page_current: Any = 0,
    page_size: Any = 10,
    sort_by: Any = None,
    filter_query: Any = "",
    page_action: Any = "custom",
) -> tuple[Any, Any, Any]:
    """What the callback answers for a component's data: rows, page count, and the notice's text."""
    rows, page_count, notice, *_ = DataTableAIO.show_rows(
        page_current, page_size, sort_by or [], filter_query, page_action, parts(component)[0].data
    )
    return rows, page_count, notice.children if notice else None


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_gives_columns_with_types_and_rows_by_the_callback(frame: Any) -> None:
    component = DataTableAIO(frame)
    _, _, datatable = parts(component)
    assert datatable.columns == [
        {"name": "name", "id": "name", "type": "text"},
        {"name": "size", "id": "size", "type": "numeric"},
    ]
    rows = [{"name": "b", "size": 1}, {"name": "a", "size": 2}, {"name": "c", "size": 3}]
    assert show(component) == (rows, 1, None)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_only_the_key_reaches_the_browser_and_it_loads_the_callers_kind_of_frame(frame: Any) -> None:
    store, _, datatable = parts(DataTableAIO(frame))
    assert re.fullmatch("[0-9a-f]{64}", store.data["df"])
    assert not hasattr(datatable, "data")
    loaded = redis_store.load(store.data["df"])
    assert type(loaded) is type(frame)
    assert loaded.equals(frame)


def test_the_defaults_can_be_overridden_each() -> None:
    _, _, datatable = parts(DataTableAIO(FRAME))
    assert (datatable.page_current, datatable.page_size) == (0, 10)
    assert (datatable.page_action, datatable.filter_action, datatable.sort_action) == ("custom",) * 3
    assert (datatable.sort_mode, datatable.sort_by, datatable.filter_query) == ("multi", [], "")
    given: dict[str, Any] = {
        "page_current": 1,
        "page_size": 2,
        "page_action": "none",
        "filter_action": "none",
        "filter_query": "{size} > 1",
        "sort_action": "none",
        "sort_mode": "single",
        "sort_by": [{"column_id": "size", "direction": "asc"}],
        "style_table": {"overflowX": "auto", "height": 100},
    }
    _, _, datatable = parts(DataTableAIO(FRAME, **given))
    assert given.items() <= datatable.to_plotly_json()["props"].items()


def test_no_two_tables_share_a_default() -> None:
    _, _, first = parts(DataTableAIO(FRAME))
    first.sort_by.append({"column_id": "size", "direction": "asc"})
    first.style_table["height"] = 100
    _, _, second = parts(DataTableAIO(FRAME))
    assert second.sort_by == []
    assert "height" not in second.style_table


def test_the_callers_frame_and_properties_stay_as_they_are() -> None:
    frame = pd.DataFrame({"mixed": [1, "x", None], "n": [1, 2, 3]})
    columns = [{"name": "Mixed", "id": "mixed"}]
    before, given = frame.copy(deep=True), [dict(column) for column in columns]
    with pytest.warns(UserWarning, match="'mixed'"):
        DataTableAIO(frame, columns=columns)
    pd.testing.assert_frame_equal(frame, before)
    assert columns == given


def test_records_are_taken_in_place_of_a_frame() -> None:
    records = [{"a": 1, "b": "x"}, {"a": 2}]
    component = DataTableAIO(data=records)
    assert [column["id"] for column in parts(component)[2].columns] == ["a", "b"]
    assert show(component) == ([{"a": 1, "b": "x"}, {"a": 2, "b": None}], 1, None)


def test_no_records_with_columns_are_an_empty_table() -> None:
    component = DataTableAIO(data=[], columns=[{"name": "A", "id": "a"}])
    assert show(component) == ([], 0, None)


def test_not_one_of_df_key_and_data_is_an_error() -> None:
    with pytest.raises(ValueError, match="None of df, key, source, data is given"):
        DataTableAIO()
    with pytest.raises(ValueError, match="df= and data= are given"):
        DataTableAIO(FRAME, data=[])
    with pytest.raises(ValueError, match="df= and key= are given"):
        DataTableAIO(FRAME, key="0" * 64)


@pytest.mark.parametrize("data", [{"a": [1]}, "x", [1], [["a"]]])
def test_data_that_is_no_list_of_records_is_an_error(data: Any) -> None:
    with pytest.raises(ValueError, match="data= must be a list of records"):
        DataTableAIO(data=data)


@pytest.mark.parametrize("df", ["frame.csv", {"a": [1]}, [1], 5, pl.LazyFrame({"a": [1]})])
def test_df_that_is_no_dataframe_is_an_error(df: Any) -> None:
    with pytest.raises(TypeError, match=r"dataframe|LazyFrame"):
        DataTableAIO(df)


@pytest.mark.parametrize("owned", ["id", "page_count"])
def test_a_property_of_the_components_own_is_refused(owned: str) -> None:
    given: dict[str, Any] = {owned: 1}
    with pytest.raises(ValueError, match=rf"{owned}= can't be given: DataTableAIO"):
        DataTableAIO(FRAME, **given)


def test_only_the_columns_of_the_table_are_stored() -> None:
    component = DataTableAIO(FRAME, columns=[{"name": "Size", "id": "size", "type": "numeric"}])
    assert list(redis_store.load(parts(component)[0].data["df"]).columns) == ["size"]
    rows, page_count, notice = show(component, filter_query='{name} = "a"')
    assert (rows, page_count) == ([], no_update)
    assert "'name'" in notice


def test_a_column_that_the_frame_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="columns= names 'weight', and the frame has only name, size"):
        DataTableAIO(FRAME, columns=[{"name": "Weight", "id": "weight"}])


@pytest.mark.parametrize(
    "values", [[1, "x", None], [uuid.UUID(int=1), None, uuid.UUID(int=2)]], ids=["mixed", "ids"]
)
def test_columns_of_objects_become_text_with_a_warning_that_names_them(values: Any) -> None:
    frame = pd.DataFrame({"fine": [1, 2, 3], "odd": pd.Series(values, dtype=object)})
    with pytest.warns(UserWarning, match="text: 'odd'"):
        component = DataTableAIO(frame)
    texts = [None if pd.isna(value) else str(value) for value in values]
    assert [row["odd"] for row in show(component)[0]] == texts
    assert parts(component)[2].columns[1]["type"] == "text"


@pytest.mark.parametrize(
    "values", [pd.period_range("2020-01", periods=2, freq="M"), pd.cut([1, 9], [0, 5, 10])]
)
def test_periods_and_intervals_are_text_without_a_warning(values: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        component = DataTableAIO(pd.DataFrame({"odd": values}))
    assert [row["odd"] for row in show(component)[0]] == [str(value) for value in values]


def test_frames_of_plotly_are_shown_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        for name in (
            "carshare",
            "election",
            "experiment",
            "gapminder",
            "iris",
            "medals_long",
            "stocks",
            "tips",
            "wind",
        ):
            frame = getattr(px.data, name)()
            rows, page_count, notice = show(DataTableAIO(frame))
            assert len(rows) == min(10, len(frame))
            assert page_count == -(-len(frame) // 10)
            assert notice is None


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"a": [b"x"]}), "'a'.*bytes"),
        (pd.DataFrame({"a": [1j]}), "'a'.*complex"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "(?s)rename.*'a'"),
        (pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])), "flatten"),
        (pd.DataFrame({"": [1]}), "empty name.*rename"),
        (pd.DataFrame({1: [1], "1": [2]}), "'1'.*rename"),
    ],
)
def test_a_frame_that_no_table_can_show_is_an_error_that_says_what_to_do(frame: Any, message: str) -> None:
    with pytest.raises(UnsupportedColumnError, match=message):
        DataTableAIO(frame)


@pytest.mark.parametrize(
    "frame",
    [pd.DataFrame(), pd.DataFrame({"a": []}), pl.DataFrame(), pd.DataFrame(index=[1, 2]), pa.table({})],
    ids=["empty", "no rows", "polars", "no columns", "pyarrow"],
)
def test_an_empty_frame_is_an_empty_table(frame: Any) -> None:
    rows, _, notice = show(DataTableAIO(frame))
    assert not any(rows)
    assert notice is None


def test_column_names_that_are_no_text_are_shown_as_text() -> None:
    component = DataTableAIO(pd.DataFrame({2020: [1], 2021: [2]}))
    assert [column["id"] for column in parts(component)[2].columns] == ["2020", "2021"]
    assert show(component, filter_query="{2021} = 2")[0] == [{"2020": 1, "2021": 2}]


def test_cells_are_sent_as_the_rule_says() -> None:
    frame = pd.DataFrame(
        {
            "when": pd.Series(["2020-01-02", "2020-01-02T03:04:05", None], dtype="datetime64[us]"),
            "kind": pd.Categorical(["b", None, "a"]),
            "count": pd.array([1, None, 2**53 + 1], dtype="Int64"),
            "done": pd.array([True, None, False], dtype="boolean"),
            "day": [dt.date(2020, 1, 2), None, None],
        }
    )
    rows, _, _ = show(DataTableAIO(frame))
    assert rows == [
        {"when": "2020-01-02", "kind": "b", "count": 1, "done": True, "day": "2020-01-02"},
        {"when": "2020-01-02T03:04:05", "kind": None, "count": None, "done": None, "day": None},
        {"when": None, "kind": "a", "count": "9007199254740993", "done": False, "day": None},
    ]


def test_the_callback_filters_sorts_and_pages() -> None:
    component = DataTableAIO(px.data.gapminder())
    rows, page_count, notice = show(
        component,
        page_current=1,
        page_size=3,
        sort_by=[{"column_id": "lifeExp", "direction": "desc"}],
        filter_query="{continent} scontains Asia && {year} s= 2007",
    )
    assert [row["country"] for row in rows] == ["Singapore", "Korea, Rep.", "Taiwan"]
    assert (page_count, notice) == (11, None)


def test_a_page_that_is_not_there_is_the_first() -> None:
    component = DataTableAIO(FRAME)
    assert show(component, page_current=99, page_size=2) == show(component, page_current=0, page_size=2)


def test_a_query_that_cannot_be_understood_shows_every_row_still_sorted_and_says_so() -> None:
    rows, page_count, notice = show(
        DataTableAIO(FRAME), filter_query="{size} >", sort_by=[{"column_id": "name", "direction": "asc"}]
    )
    assert [row["name"] for row in rows] == ["a", "b", "c"]
    assert page_count == 1
    assert "The filter was not understood, so all rows are shown." in notice


def test_a_lost_entry_is_told_and_is_no_empty_answer() -> None:
    DataTableAIO.show_rows(0, 10, [], "", "custom", {"df": "0" * 64})
    rows, page_count, notice, *_ = DataTableAIO.show_rows(0, 10, [], "", "custom", {"df": "0" * 64})
    assert (rows, page_count) == ([], no_update)
    assert notice.children == "This table's data has expired: reload the page."


ASKED: Any = table_data._check.cache


def let_pass(seconds: float) -> None:
    """As if some time had passed since the tables asked the store."""
    ASKED.expire(ASKED.timer() + seconds)


def test_a_burst_asks_the_store_once(monkeypatch: pytest.MonkeyPatch) -> None:
    component = DataTableAIO(FRAME.assign(burst=1))
    asked: list[str] = []
    monkeypatch.setattr(redis_store, "check", asked.append)
    with ASKED.timer:  # time stands still
        for _ in range(5):
            show(component)
            let_pass(ASKED_EVERY / 2)
        assert len(asked) == 1
        let_pass(ASKED_EVERY)
        show(component)
        assert len(asked) == 2


def test_sending_a_layout_puts_a_lost_frame_back() -> None:
    component = DataTableAIO(FRAME)
    assert len(show(component)[0]) == 3
    connection.fake_redis.cache_clear()  # a new FakeRedis, which knows nothing
    let_pass(ASKED_EVERY)
    assert show(component) == ([], no_update, "This table's data has expired: reload the page.")
    component.to_plotly_json()
    assert len(show(component)[0]) == 3


def test_a_page_made_while_redis_is_down_says_so_until_it_is_reloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    redis = RedisServer(tmp_path)
    monkeypatch.setenv("REDIS_URL", redis.url)
    component = DataTableAIO(FRAME)
    assert "can't store its data: Redis can't be reached" in caplog.text
    opened: Any = component.to_plotly_json()["props"]["children"][0].data
    assert opened["df"] is None
    with redis:
        assert show(component) == ([], no_update, UNSTORED)
        assert "can't show its data: it wasn't stored when the page was made" in caplog.text
        with pytest.raises(redis_store.StoreError):  # what an app's own callback can tell
            redis_store.load(opened.get("df"))
        component.to_plotly_json()
        assert len(show(component)[0]) == 3


def test_a_store_that_goes_away_is_told_and_used_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    redis = RedisServer(tmp_path, appendonly="yes", appendfsync="always")
    monkeypatch.setenv("REDIS_URL", redis.url)
    with redis:
        component = DataTableAIO(FRAME)
        redis.kill()
        assert show(component) == ([], no_update, UNREACHABLE)
        assert "can't show its data: Redis can't be reached" in caplog.text
        redis.start()
        assert len(show(component)[0]) == 3


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (redis_store.StoreUnavailableError, UNREACHABLE),
        (redis_store.StoreAccessError, UNREACHABLE),
        (redis_store.StoreConfigurationError, MISCONFIGURED),
        (redis_store.StoreExpiredError, EXPIRED),
        (redis_store.StoreIntegrityError, EXPIRED),
        (redis_store.StoreKeyError, EXPIRED),
        (redis_store.StoreVersionError, EXPIRED),
        (ForkedEngineError, FORKED),
    ],
)
def test_what_the_store_raises_is_told_as_what_it_is(
    error: type[Exception], told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise error("the cause")

    component = DataTableAIO(FRAME.assign(told=error.__name__))
    monkeypatch.setattr(redis_store, "check", fail)
    assert show(component) == ([], no_update, told)
    assert "DataTableAIO can't show its data: the cause" in caplog.text


def test_a_setting_that_is_unusable_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    component = DataTableAIO(FRAME.assign(setting=1))
    monkeypatch.setenv("AIO_TTL", "a week")
    assert show(component) == ([], no_update, MISCONFIGURED)
    assert "can't show its data: AIO_TTL is 'a week'" in caplog.text


def test_the_room_for_frames_is_a_setting_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    component = DataTableAIO(FRAME.assign(room=1))
    monkeypatch.setenv("AIO_CACHE_BYTES", "1 GB")
    table_data.kept_frames.cache_clear()
    assert show(component) == ([], no_update, MISCONFIGURED)
    assert "can't show its data: AIO_CACHE_BYTES must be" in caplog.text


def test_a_page_has_a_bound() -> None:
    large = pd.DataFrame({"n": range(MAX_PAGE_SIZE + 1)})
    with pytest.raises(ValueError, match="page_size= asks for 10,001 rows at once"):
        DataTableAIO(large, page_size=10_001)
    with pytest.raises(ValueError, match="page_action='none' asks for 10,001 rows at once"):
        DataTableAIO(large, page_action="none")
    few = DataTableAIO(large, page_action="none", base_filter="{n} < 3")  # of which it sends 3
    assert len(show(few, page_action="none")[0]) == 3
    component = DataTableAIO(large)
    assert len(show(component, page_size=10**9)[0]) == MAX_PAGE_SIZE
    assert len(show(component, page_action="none")[0]) == MAX_PAGE_SIZE


def test_without_paging_all_rows_are_sent() -> None:
    assert len(show(DataTableAIO(px.data.iris(), page_action="none"), page_action="none")[0]) == 150


@pytest.mark.parametrize("page_size", ["10", 0, -1, 1.5, None, True])
def test_a_page_size_that_is_no_size_is_an_error(page_size: Any) -> None:
    with pytest.raises(ValueError, match="page_size"):
        DataTableAIO(FRAME, page_size=page_size)


def test_values_that_sort_as_null_are_the_tables_or_the_columns() -> None:
    frame = pd.DataFrame({"a": [2, 0, 1], "b": ["z", "", "y"]})
    columns = [{"name": "A", "id": "a"}, {"name": "B", "id": "b", "sort_as_null": [""]}]
    component = DataTableAIO(frame, columns=columns, sort_as_null=[0])
    by_a = show(component, sort_by=[{"column_id": "a", "direction": "asc"}])[0]
    by_b = show(component, sort_by=[{"column_id": "b", "direction": "asc"}])[0]
    assert [row["a"] for row in by_a] == [1, 2, 0]
    assert [row["b"] for row in by_b] == ["y", "z", ""]


def test_the_operations_are_public_and_work_without_a_table() -> None:
    frame = px.data.tips()
    kept = DataTableAIO.filter_df(frame, "{size} > 4")
    assert list(kept.index) == list(frame[frame["size"] > 4].index)
    ordered = DataTableAIO.sort_df(kept, [{"column_id": "tip", "direction": "desc"}])
    assert list(ordered["tip"]) == sorted(kept["tip"], reverse=True)
    assert len(DataTableAIO.page_df(ordered, 1, 5)) == 4


@pytest.mark.slow
def test_users_do_not_see_that_the_datatable_is_deprecated() -> None:
    script = "from components import DataTableAIO; DataTableAIO(data=[{'a': 1}])"
    command = [sys.executable, "-W", "always::DeprecationWarning", "-c", script]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "dash_table" not in printed.stderr


def test_a_filter_of_none_takes_every_row() -> None:
    assert DataTableAIO.filter_df(FRAME, None).equals(FRAME)


@pytest.mark.parametrize(
    "filter_query", ["name = a", "a = name", "name is nil", "({size} > 1) && (name = a)"]
)
def test_a_columns_name_without_braces_is_told_with_what_to_write(filter_query: str) -> None:
    with pytest.warns(UserWarning, match=re.escape("for the column, write {name}")):
        DataTableAIO.filter_df(FRAME, filter_query)
    rows, _, notice = show(DataTableAIO(FRAME), filter_query=filter_query)
    assert len(rows) == 3
    assert "for the column, write {name}" in notice


def test_a_text_that_is_no_columns_name_is_a_text() -> None:
    assert len(DataTableAIO.filter_df(FRAME, "other = other && {name} != name")) == 3


@pytest.mark.parametrize(
    ("typed", "names"), [("i= a", ["a"]), ("i!= a", ["b"]), ("i> 0", ["a", "b"]), ("i<= a", ["a"])]
)
def test_a_missing_value_keeps_no_case_insensitive_table_from_being_filtered(
    typed: str, names: list[str]
) -> None:
    frame = pd.DataFrame({"name": ["a", "b", None], "size": [1, None, 3]})
    rows, _, notice = show(DataTableAIO(frame), filter_query=f"{{name}} {typed}")
    assert ([row["name"] for row in rows], notice) == (names, None)
    with pytest.raises(ValueError, match="case-insensitive comparisons crash in the browser"):
        DataTableAIO.filter_df(frame, f"{{name}} {typed}")


def test_what_is_typed_below_a_number_with_a_missing_value_filters_without_case() -> None:
    frame = pd.DataFrame({"size": [1, None, 3]})
    rows, _, notice = show(
        DataTableAIO(frame, filter_options={"case": "insensitive"}), filter_query="{size} i= 3"
    )
    assert (rows, notice) == ([{"size": 3}], None)
