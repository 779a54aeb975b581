"""Where a table's data comes from: a frame, a key, a part of what a key leads to, and new data for what stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from dash import no_update

from components import DataTableAIO, FilterQueryError, StoreError, UnknownColumnError, redis_store
from components.data_table import MAX_PAGE_SIZE
from components.redis_store import connection, values
from components.tables import table_data
from components.tables.faults import EXPIRED, UNLIKE

FRAME = pd.DataFrame(
    {
        "name": ["b", "a", "c", "d"],
        "size": [1, 2, 3, 4],
        "region": ["north", "south", "north", None],
        "salary": [10, 20, 30, 40],
    },
    index=[5, 6, 7, 8],
)
COLUMNS = [{"name": "Name", "id": "name"}, {"name": "Size", "id": "size", "type": "numeric"}]
NORTH = '{region} = "north"'


def store_of(component: DataTableAIO) -> dict[str, Any]:
    store: dict[str, Any] = component.children[0].data
    return store


def show(store: Any, filter_query: Any = "", sort_by: Any = (), **others: Any) -> tuple[Any, str | None, Any]:
    """What the callback answers for a store's data: rows, the notice's text and the number of rows."""
    page_action = others.get("page_action", "custom")
    rows, _, notice, count, *_ = DataTableAIO.show_rows(
        0, others.get("page_size", 10), list(sort_by), filter_query, page_action, store
    )
    return rows, notice.children if notice else None, count


def patched(store: dict[str, Any], patch: Any) -> dict[str, Any]:
    """The data of a store after a callback has returned this."""
    changed = dict(store)
    for operation in patch.to_plotly_json()["operations"]:
        assert operation["operation"] == "Assign"
        (name,) = operation["location"]
        changed[name] = operation["params"]["value"]
    return changed


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def forget() -> None:
    """As if the store had lost everything, and some time had passed."""
    connection.fake_redis.cache_clear()
    table_data._check.cache.clear()


# Keys ---------------------------------------------------------------------------------------------------------

FRAMES = {
    "pandas": FRAME,
    "polars": pl.from_pandas(FRAME),
    "pyarrow": pa.Table.from_pandas(FRAME, preserve_index=False),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_table_of_a_key_is_that_of_its_frame(frame: Any) -> None:
    of_frame, of_key = DataTableAIO(frame), DataTableAIO(key=redis_store.save(frame))
    assert of_key.children[3].columns == of_frame.children[3].columns
    assert store_of(of_key) == store_of(of_frame)
    assert show(store_of(of_key)) == show(store_of(of_frame))


def test_dates_keep_their_type_in_a_table_of_a_key() -> None:
    days = pd.DataFrame({"day": pd.date_range("2020-01-01", periods=30)})
    component = DataTableAIO(key=redis_store.save(days))
    assert [column["type"] for column in component.children[3].columns] == ["datetime"]


def test_a_frame_is_saved_once_and_loaded_once_however_many_tables_are_made_of_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = redis_store.save(FRAME.assign(once=1))
    encoded: list[Any] = []
    loaded: list[str] = []
    encode, load_table = values.encode, redis_store.load_table
    monkeypatch.setattr(values, "encode", lambda value: encoded.append(value) or encode(value))  # type: ignore[func-returns-value]
    monkeypatch.setattr(redis_store, "load_table", lambda key: loaded.append(key) or load_table(key))  # type: ignore[func-returns-value]
    for base_filter in (None, NORTH, '{region} = "south"'):
        component = DataTableAIO(key=key, base_filter=base_filter)
        component.to_plotly_json()
        show(store_of(component))
    assert loaded == [key]
    assert not any(isinstance(value, pd.DataFrame) for value in encoded)


def test_two_tables_of_a_key_do_not_share_their_columns() -> None:
    key = redis_store.save(FRAME)
    DataTableAIO(key=key).children[3].columns[0]["name"] = "changed"
    assert DataTableAIO(key=key).children[3].columns[0]["name"] == "name"


@pytest.mark.parametrize("key", ["0" * 64, "x", 5, ["a"], {}])
def test_a_key_that_leads_to_nothing_is_an_error(key: Any) -> None:
    with pytest.raises((redis_store.StoreExpiredError, redis_store.StoreKeyError)):
        DataTableAIO(key=key)


def test_a_key_that_leads_to_no_frame_is_an_error() -> None:
    with pytest.raises(redis_store.StoreValueError, match="not to a frame"):
        DataTableAIO(key=redis_store.save({"a": 1}))


def test_a_table_of_a_key_whose_frame_was_lost_is_an_error_at_the_next_visit() -> None:
    key = redis_store.save(FRAME)
    DataTableAIO(key=key)
    forget()
    with pytest.raises(redis_store.StoreExpiredError):
        DataTableAIO(key=key)


def test_a_time_to_live_is_that_of_all_that_a_table_stores() -> None:
    component = DataTableAIO(FRAME, base_filter=NORTH, ttl=90)
    assert store_of(component)["part"].endswith("-90")
    assert redis_store.load_internal(store_of(component)["part"])["df"].endswith("-90")
    of_key = DataTableAIO(key=redis_store.save(FRAME, ttl=70), columns=COLUMNS)
    assert store_of(of_key)["part"].endswith("-70")


def test_a_time_to_live_beside_a_key_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"ttl= is for df=: give it to redis_store\.save"):
        DataTableAIO(key=redis_store.save(FRAME), ttl=60)


@pytest.mark.parametrize("ttl", [0, -1, "60", 1.5])
def test_what_is_no_time_to_live_is_an_error(ttl: Any) -> None:
    with pytest.raises(redis_store.StoreValueError, match="ttl is"):
        DataTableAIO(FRAME, ttl=ttl)


# Parts --------------------------------------------------------------------------------------------------------


def parts() -> dict[str, dict[str, Any]]:
    """The stores of tables that show two columns of the northern rows."""
    key = redis_store.save(FRAME)
    return {
        "of a frame": store_of(DataTableAIO(FRAME, columns=COLUMNS, base_filter=NORTH)),
        "of a key": store_of(DataTableAIO(key=key, columns=COLUMNS, base_filter=NORTH)),
        "new data": patched(
            store_of(DataTableAIO(FRAME.head(0), columns=COLUMNS)),
            DataTableAIO.new_data(key=key, columns=COLUMNS, base_filter=NORTH),
        ),
    }


@pytest.mark.parametrize("which", ["of a frame", "of a key", "new data"])
def test_the_browser_gets_and_finds_out_nothing_but_the_part(which: str) -> None:
    store = parts()[which]
    assert show(store) == ([{"name": "b", "size": 1}, {"name": "c", "size": 3}], None, "2 rows")
    assert show(store, "{size} > 1 || {size} <= 1")[2] == "2 of 2 rows"
    for query in ("{region} = south", "{salary} > 0", "{nothing} > 0"):
        rows, notice, count = show(store, query)
        assert (rows, count) == ([], None)
        assert notice is not None
        assert "which the table doesn't have" in notice
    for column in ("region", "salary"):
        rows, notice, _ = show(store, sort_by=[{"column_id": column, "direction": "asc"}])
        assert rows == []
        assert f"'{column}', which the table doesn't have" in str(notice)
    with pytest.raises(UnknownColumnError):
        DataTableAIO.visible_df(store, "{salary} > 0")
    with pytest.raises(UnknownColumnError):
        DataTableAIO.visible_df(store, columns=["name", "salary"])
    assert list(DataTableAIO.visible_df(store).columns) == ["name", "size"]


@pytest.mark.parametrize("which", ["of a frame", "of a key", "new data"])
def test_the_key_of_a_part_is_not_that_of_the_frame(which: str) -> None:
    store = parts()[which]
    assert store["df"] is None
    assert FRAME["salary"].to_list() not in store.values()
    for forged in (
        {"df": store["part"]},
        {"df": store["part"], "part": None},
        {"part": None},
        {"part": redis_store.save({"df": store["part"], "columns": None, "base_filter": None})},
        {"part": redis_store.save("a value of the app")},
        {"part": redis_store.save({"df": "0" * 64, "columns": None, "base_filter": None})},
    ):
        assert show(forged | {"columns": store["columns"]})[0] == [], forged
        with pytest.raises(StoreError):
            DataTableAIO.visible_df(forged)


def test_the_key_of_a_frame_is_not_that_of_a_part() -> None:
    assert show({"part": redis_store.save(FRAME)})[:2] == ([], EXPIRED)


def test_a_part_is_put_back_with_its_frame() -> None:
    component = DataTableAIO(FRAME, columns=COLUMNS, base_filter=NORTH)
    forget()
    assert show(store_of(component))[:2] == ([], EXPIRED)
    component.to_plotly_json()
    assert names(show(store_of(component))[0]) == ["b", "c"]


def test_a_part_whose_frame_was_deleted_is_told_to_have_expired() -> None:
    key = redis_store.save(FRAME.assign(deleted=1))
    store = store_of(DataTableAIO(key=key, columns=COLUMNS))
    assert len(show(store)[0]) == 4
    redis_store.delete(key)
    table_data._check.cache.clear()
    assert show(store)[:2] == ([], EXPIRED)


def test_a_part_is_read_from_the_store_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(DataTableAIO(FRAME.assign(read=1), columns=COLUMNS, base_filter=NORTH))
    show(store)

    def fail(key: str) -> None:
        raise AssertionError("it is read again")

    monkeypatch.setattr(redis_store, "load_internal", fail)
    assert names(show(store)[0]) == ["b", "c"]


@pytest.mark.parametrize(
    ("base_filter", "error", "message"),
    [
        ("{region} =", FilterQueryError, "not understood"),
        (5, FilterQueryError, "not understood"),
        ("{area} = 1", UnknownColumnError, "base_filter= names the column 'area'"),
        ("", ValueError, "base_filter= is blank, which takes every row"),
        ("{region} i= North", ValueError, "regardless of case"),
        ("{size} > 1 || {region} i= North", ValueError, "regardless of case"),
    ],
)
def test_a_filter_of_the_app_that_cannot_be_carried_out_is_refused(
    base_filter: Any, error: type[Exception], message: str
) -> None:
    for give in (DataTableAIO, DataTableAIO.new_data):
        for data in ({"df": FRAME}, {"key": redis_store.save(FRAME)}):
            with pytest.raises(error, match=message):
                give(**data, base_filter=base_filter)


def test_columns_that_a_key_does_not_have_are_an_error() -> None:
    with pytest.raises(ValueError, match="columns= names 'weight', and the frame has only name, size"):
        DataTableAIO(key=redis_store.save(FRAME), columns=[{"name": "Weight", "id": "weight"}])


# New data -----------------------------------------------------------------------------------------------------

NEW = pd.DataFrame({"name": ["z", "a"], "size": [9, 8]})


def test_new_data_is_shown_by_the_filter_and_the_sort_that_the_table_has() -> None:
    store = store_of(DataTableAIO(FRAME[["name", "size"]]))
    changed = patched(store, DataTableAIO.new_data(NEW))
    by = [{"column_id": "name", "direction": "asc"}]
    assert names(show(store, "{size} > 2", by)[0]) == ["c", "d"]
    assert names(show(changed, "{size} > 2", by)[0]) == ["a", "z"]


def test_new_data_leaves_what_the_table_was_made_with() -> None:
    store = store_of(DataTableAIO(FRAME[["name", "size"]], sort_as_null=["z"]))
    changed = patched(store, DataTableAIO.new_data(NEW))
    by = [{"column_id": "name", "direction": "desc"}]
    assert names(show(changed, sort_by=by)[0]) == ["a", "z"]


def test_new_data_has_no_filter_of_the_app_that_it_is_not_given() -> None:
    store = store_of(DataTableAIO(FRAME, columns=COLUMNS, base_filter=NORTH))
    changed = patched(store, DataTableAIO.new_data(FRAME, columns=COLUMNS))
    assert (changed["part"], len(show(changed)[0])) == (None, 4)


@pytest.mark.parametrize("frame", [FRAME, FRAME[["name"]], FRAME[["name", "salary"]]])
def test_new_data_with_other_columns_is_not_shown_and_the_log_says_which(
    frame: pd.DataFrame, caplog: pytest.LogCaptureFixture
) -> None:
    changed = patched(store_of(DataTableAIO(NEW)), DataTableAIO.new_data(frame))
    assert show(changed)[:2] == ([], UNLIKE)
    lacks, has = sorted({"name", "size"} - {*frame}), sorted({*frame} - {"name", "size"})
    assert f"it lacks the columns {lacks} and has {has} besides" in caplog.text


def test_new_data_with_other_columns_gives_an_app_no_rows() -> None:
    changed = patched(store_of(DataTableAIO(NEW)), DataTableAIO.new_data(FRAME))
    for rows_of in (DataTableAIO.visible_df, lambda store: DataTableAIO.selected_df(store, {"rows": [0]})):
        with pytest.raises(ValueError, match="other columns than its own"):
            rows_of(changed)


def test_columns_of_new_data_are_checked_as_those_of_a_table() -> None:
    with pytest.raises(ValueError, match="each have an 'id', not 'size'"):
        DataTableAIO.new_data(NEW, columns=["size"])  # type: ignore[list-item]


def test_new_data_ends_the_selection() -> None:
    table = DataTableAIO(NEW, row_selectable="multi", selected_rows=[0])
    selection = {"df": store_of(table)["df"], "rows": [0]}
    assert len(DataTableAIO.selected_df(store_of(table), selection)) == 1
    changed = patched(store_of(table), DataTableAIO.new_data(NEW[::-1]))
    assert len(DataTableAIO.selected_df(changed, selection)) == 0


def test_new_data_may_have_columns_of_other_types() -> None:
    changed = patched(
        store_of(DataTableAIO(NEW)), DataTableAIO.new_data(pd.DataFrame({"size": ["x"], "name": [1]}))
    )
    assert show(changed)[:2] == ([{"size": "x", "name": 1}], None)


def test_a_filter_that_new_data_has_no_answer_for_leaves_no_old_rows() -> None:
    changed = patched(store_of(DataTableAIO(NEW)), DataTableAIO.new_data(NEW))
    rows, notice, _ = show(changed, "{weight} = 1")
    assert rows == []
    assert "'weight'" in str(notice)


def test_new_data_that_cannot_be_stored_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    with pytest.raises(redis_store.StoreUnavailableError):
        DataTableAIO.new_data(NEW)


@pytest.mark.parametrize("given", [{}, {"df": NEW, "key": "0" * 64}])
def test_new_data_is_a_frame_or_a_key(given: Any) -> None:
    with pytest.raises(ValueError, match="df"):
        DataTableAIO.new_data(**given)


def test_new_data_without_paging_that_is_too_long_is_cut_and_it_is_said() -> None:
    long = pd.DataFrame({"name": "x", "size": range(MAX_PAGE_SIZE + 1)})
    changed = patched(store_of(DataTableAIO(NEW, page_action="none")), DataTableAIO.new_data(long))
    rows, notice, count = show(changed, page_action="none")
    assert (len(rows), count) == (MAX_PAGE_SIZE, "10,001 rows")
    assert notice == "Only the first 10,000 rows are shown."


# The rows that the reader sees --------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_rows_that_the_reader_sees_are_a_frame_of_the_kind_that_was_saved(frame: Any) -> None:
    seen = DataTableAIO.visible_df(store_of(DataTableAIO(frame)), "{size} > 1")
    assert type(seen) is type(frame)
    expected = FRAME[FRAME["size"] > 1].reset_index(drop=True)
    if isinstance(seen, pd.DataFrame):
        pd.testing.assert_frame_equal(seen, expected)
    else:
        rows = pl.DataFrame(seen).to_dicts()
        assert rows == expected.astype(object).where(expected.notna(), None).to_dict("records")


def test_the_rows_that_the_reader_sees_have_their_order() -> None:
    store = store_of(DataTableAIO(FRAME, sort_as_null=["d"]))
    by: Any = [{"column_id": "name", "direction": "desc"}]
    assert DataTableAIO.visible_df(store, "", by)["name"].to_list() == ["c", "b", "a", "d"]
    assert DataTableAIO.visible_df(store, sort_by=by)["name"].to_list() == ["c", "b", "a", "d"]


def test_of_the_rows_that_the_reader_sees_a_graph_takes_the_columns_that_it_needs() -> None:
    store = store_of(DataTableAIO(FRAME))
    seen = DataTableAIO.visible_df(store, "{size} > 1", columns=["name"])
    pd.testing.assert_frame_equal(seen, FRAME.loc[FRAME["size"] > 1, ["name"]].reset_index(drop=True))


def test_the_rows_that_the_reader_sees_have_types_again() -> None:
    rows = 2000
    frame = pd.DataFrame(
        {
            "day": pd.date_range("2020-01-01", periods=rows, unit="us"),
            "moment": pd.date_range("2020-01-01T01:02:03.5", periods=rows, freq="s", unit="ns"),
            "few": pd.to_datetime(pd.Series(["2020-01-01", None] * (rows // 2))),
            "kind": pd.Categorical(["b", "a", None, "b"] * (rows // 4)),
            "text": ["x", None] * (rows // 2),
            "ok": [True, False] * (rows // 2),
            "n": pd.array([1, None] * (rows // 2), dtype="Int64"),
            "f": [0.5, np.nan] * (rows // 2),
            "date": [dt.date(2020, 1, 1), None] * (rows // 2),
        }
    )
    seen = DataTableAIO.visible_df(store_of(DataTableAIO(frame)))
    dates = frame["date"].map(lambda day: day, na_action="ignore")
    pd.testing.assert_frame_equal(
        seen.drop(columns=["date", "kind", "few"]),
        frame.drop(columns=["date", "kind", "few"]),
        check_dtype=True,
    )
    assert seen["few"].equals(frame["few"].astype(seen["few"].dtype))
    assert seen["kind"].astype(object).where(seen["kind"].notna(), None).to_list() == [
        None if pd.isna(kind) else kind for kind in frame["kind"]
    ]
    assert seen["date"].where(seen["date"].notna(), None).to_list() == dates.to_list()


def test_the_rows_that_the_reader_sees_are_the_callers_own() -> None:
    store = store_of(DataTableAIO(FRAME))
    seen = DataTableAIO.visible_df(store)
    seen.loc[0, "name"] = "changed"
    assert DataTableAIO.visible_df(store)["name"].to_list() == ["b", "a", "c", "d"]
    assert names(show(store)[0]) == ["b", "a", "c", "d"]


def test_a_frame_is_not_loaded_for_what_a_table_has_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(DataTableAIO(FRAME.assign(kept=1)))
    show(store)

    def fail(key: str) -> None:
        raise AssertionError("it is loaded again")

    monkeypatch.setattr(redis_store, "load_table", fail)
    assert len(DataTableAIO.visible_df(store, "{size} > 1")) == 3


@pytest.mark.parametrize(
    ("store", "filter_query", "sort_by", "error"),
    [
        (None, "", (), StoreError),
        ("x", "", (), StoreError),
        ([1], "", (), StoreError),
        ({}, "", (), StoreError),
        ({"df": {}}, "", (), StoreError),
        ({"df": "0" * 64}, "", (), StoreError),
        ({"part": ["x"]}, "", (), StoreError),
        ({"part": "0" * 64}, "", (), StoreError),
        ("own", "{size} >", (), FilterQueryError),
        ("own", 5, (), FilterQueryError),
        ("own", {"a": 1}, (), FilterQueryError),
        ("own", "{weight} > 1", (), UnknownColumnError),
        ("own", "", [{"column_id": "weight", "direction": "asc"}], UnknownColumnError),
        ("own", "", "asc", ValueError),
        ("own", "", [{"column_id": {}}], ValueError),
        ("own", "size > 1", (), FilterQueryError),
    ],
)
def test_what_is_no_question_to_a_table_is_one_of_the_documented_errors(
    store: Any, filter_query: Any, sort_by: Any, error: type[Exception]
) -> None:
    store = store_of(DataTableAIO(FRAME)) if store == "own" else store
    with pytest.raises(error):
        DataTableAIO.visible_df(store, filter_query, sort_by)


# The number of rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("height", "query", "told"),
    [
        (1704, "", "1,704 rows"),
        (1704, "{n} < 12", "12 of 1,704 rows"),
        (1704, "{n} >= 0", "1,704 of 1,704 rows"),
        (1704, "{n} < 0", "None of 1,704 rows matches the filter"),
        (1, "", "1 row"),
        (1, "{n} = 0", "1 of 1 row"),
        (1, "{n} = 1", "None of 1 row matches the filter"),
        (0, "", "No rows"),
        (0, "{n} = 1", "No rows"),
        (5, "{n} >", "5 rows"),
    ],
)
def test_the_number_of_rows_is_told(height: int, query: str, told: str) -> None:
    frame = pd.DataFrame({"n": np.arange(height)})
    assert show(store_of(DataTableAIO(frame)), query)[2] == told


def test_where_there_is_no_answer_no_number_of_rows_is_told() -> None:
    assert DataTableAIO.show_rows(0, 10, [], "", "custom", {"df": "0" * 64})[1:4:2] == (no_update, None)


# Selections ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"), [("selected_rows", [0]), ("tooltip_data", [{}]), ("dropdown_data", [{}])]
)
def test_what_goes_by_the_frames_rows_is_refused_beside_a_filter_of_the_app(
    name: str, value: list[Any]
) -> None:
    with pytest.raises(ValueError, match=f"{name}= goes by the frame's rows, and with base_filter="):
        DataTableAIO(FRAME, base_filter=NORTH, **dict[str, Any]({name: value}))


@pytest.mark.parametrize("sort_by", [[], [{"column_id": "name", "direction": "desc"}]])
def test_positions_count_the_rows_that_can_be_asked_for_and_no_others(sort_by: list[Any]) -> None:
    store = store_of(DataTableAIO(FRAME, columns=COLUMNS, base_filter=NORTH))
    rows, _, _, _, in_view, *_ = DataTableAIO.show_rows(0, 10, sort_by, "", "custom", store)
    allowed = DataTableAIO.filter_df(FRAME, NORTH)
    assert in_view["df"] == store["part"]
    selected = DataTableAIO.selected_df(store, {"df": in_view["df"], "rows": in_view["rows"]})
    assert list(selected["name"]) == names(rows)
    assert list(selected.columns) == [column["id"] for column in COLUMNS]
    with pytest.raises(ValueError, match="positions"):
        DataTableAIO.selected_df(store, {"rows": [len(allowed)]})


@pytest.mark.parametrize("given", ["df", "key"])
def test_rows_to_begin_with_have_their_ids_also_by_a_key(given: str) -> None:
    frame = pd.DataFrame({"id": [10, 20, 30], "name": ["a", "b", "c"]})
    data: Any = {"df": frame} if given == "df" else {"key": redis_store.save(frame)}
    component = DataTableAIO(**data, row_selectable="multi", selected_rows=[2, 0])
    assert component.children[5].data == {"rows": [2, 0], "ids": [30, 10]}
