"""What a chart selects: conditions from the browser, which narrow a table of whatever engine, or are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from components import AgGridAIO, DataTableAIO, redis_store
from components.tables.source import Source
from components.tables.table_data import source_of
from components.tables.view import View
from tests.conformance import engines

FRAME = pl.DataFrame(
    {
        "number": [1.0, 2.5, None, 4.0, 5.0],
        "whole": [1, 2, 3, None, 5],
        "text": ["a", "1", "01", None, "a"],
        "is": [True, False, None, True, True],
        "day": [dt.date(2026, 1, day) for day in range(1, 6)],
        "time": [*(f"2026-01-01 {hour:02}:30:00.5" for hour in range(4)), None],
        "__row__": range(5),
    }
).with_columns(pl.col("time").str.to_datetime(time_unit="us"))
IN_MEMORY = "memory"


def narrowed(engine: str, conditions: Any) -> Source:
    """The rows that a chart has selected of the frame, in memory or in a database."""
    if engine == IN_MEMORY:
        return source_of({"df": redis_store.save(FRAME), "within": conditions})
    table: Any = DataTableAIO(source=engines.source_of(engine, FRAME))
    return source_of(table.children[0].data | {"within": conditions})


@pytest.mark.parametrize("engine", [IN_MEMORY, "duckdb", "postgres"])
@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ({"column": "number", "from": 1, "to": 2.5}, [0, 1]),
        ({"column": "whole", "from": 1.5, "to": 3}, [1, 2]),
        ({"column": "day", "from": "2026-01-02", "to": "2026-01-04 00:00"}, [1, 2, 3]),
        ({"column": "day", "from": "2026-01-02 00:00:00.001", "to": "2026-01-04"}, [2, 3]),
        ({"column": "time", "from": "2026-01-01T01:30:00.5", "to": "2026-01-01 02:30:00.5Z"}, [1, 2]),
        ({"column": "text", "values": ["a"]}, [0, 4]),
        ({"column": "text", "values": ["1"]}, [1]),
        ({"column": "text", "values": ["1", None]}, [1, 3]),
        ({"column": "number", "values": [2.5, None]}, [1, 2]),
        ({"column": "is", "values": [False, None]}, [1, 2]),
        ({"column": "day", "values": ["2026-01-03"]}, [2]),
        ({"column": "time", "values": ["2026-01-01 03:30:00.5"]}, [3]),
        ({"column": "whole", "values": []}, []),
        ({"column": "whole", "values": ["2", "5.0"]}, [1, 4]),
        ({"column": "text", "without": ["a"]}, [1, 2, 3]),
    ],
)
def test_rows_are_those_that_a_condition_takes(engine: str, condition: Any, rows: list[int]) -> None:
    source = narrowed(engine, [condition])
    assert [record["__row__"] for record in source.records(View(), slice(0, 10))] == rows
    assert source.count(View()) == len(rows)


def test_all_conditions_have_to_hold() -> None:
    both = [{"column": "number", "from": 2, "to": 5}, {"column": "text", "values": ["a"]}]
    assert [row["whole"] for row in narrowed(IN_MEMORY, both).records(View(), slice(0, 10))] == [5]
    assert narrowed(IN_MEMORY, []).count(View()) == 5


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ("x", "must be a list"),
        ([{"column": "number", "from": 0, "to": 1}] * 21, "at most 20 conditions"),
        ([{}], "has conditions like"),
        ([{"column": "secret", "values": ["x"]}], "secret"),
        ([{"column": "number", "values": [1] * 1001}], "at most 1,000 values"),
        ([{"column": "number", "values": ["x"]}], "'x' is no finite number"),
        ([{"column": "number", "values": [True]}], "True is no finite number"),
        ([{"column": "number", "from": 0, "to": 10**400}], "is no finite number"),
        ([{"column": "text", "from": "a", "to": "b"}], "of numbers and dates"),
        ([{"column": "text", "values": [1]}], "'text' has no values like 1"),
        ([{"column": "text", "values": ["\ud800"]}], "half of a surrogate pair"),
        ([{"column": "day", "values": [{"x": []}]}], "is no date like"),
        ([{"column": "day", "from": "2026-02-30", "to": "2026-03-01"}], "is no date: day"),
        ([{"column": "day", "from": "2026-02-01; DROP", "to": "2026-03-01"}], "is no date like"),
    ],
)
def test_anything_else_is_refused(conditions: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        narrowed(IN_MEMORY, conditions)


def test_rows_keep_the_positions_that_they_have_in_the_table() -> None:
    source = narrowed(IN_MEMORY, [{"column": "text", "values": ["a"]}])
    assert source.positions_of(View(), slice(0, 2)) == [0, 4]
    part = DataTableAIO(FRAME.to_pandas(), base_filter="{whole} > 1")
    store = part.children[0].data | {"within": [{"column": "whole", "values": [5]}]}
    assert source_of(store).positions_of(View(), slice(0, 1)) == [2]  # of the three rows that the app allows


def test_a_part_of_a_frame_stays_a_part() -> None:
    table: Any = DataTableAIO(
        key=redis_store.save(FRAME), columns=[{"id": "whole"}], base_filter="{whole} < 5"
    )
    store = table.children[0].data
    assert source_of(store | {"within": [{"column": "whole", "values": [1, 5]}]}).count(View()) == 1
    with pytest.raises(ValueError, match="text"):
        source_of(store | {"within": [{"column": "text", "values": ["a"]}]})


def test_a_table_and_a_grid_tell_of_a_selection_that_they_cannot_understand() -> None:
    table: Any = DataTableAIO(FRAME.to_pandas())
    bad = {"within": [{"column": "text", "values": [1]}]}
    answer: Any = DataTableAIO.show_rows(0, 10, [], "", "custom", table.children[0].data | bad)
    assert answer[0] == []
    assert "has no values like 1" in str(answer[2])
    grid: Any = AgGridAIO(FRAME.to_pandas())
    request = {"startRow": 0, "endRow": 10, "filterModel": {}, "sortModel": []}
    answer = AgGridAIO.give_rows(request, grid.children[0].data | bad, None, None, None, None)
    assert answer[0]["rowData"] == []
    assert "has no values like 1" in str(answer[3])
