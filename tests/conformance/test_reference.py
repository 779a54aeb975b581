"""The engine gives the rows that the reference gives, for frames and queries that hypothesis makes up.

The reference itself is held to the vectors, so that the two aren't wrong together.
"""

import datetime as dt
import decimal
import json
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from components import DataTableAIO, FilterQueryError
from components.tables.filter_query import parse
from components.tables.memory.cells import cell
from components.tables.memory.frames import to_polars
from components.tables.memory.kept import FrameSource
from components.tables.source import page_of
from tests.conformance import recorded, reference
from tests.conformance.reference import CrashError, InvalidQueryError, Record
from tests.views import view

filter_df, sort_df = DataTableAIO.filter_df, DataTableAIO.sort_df

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)

# Vectors ------------------------------------------------------------------------------------------------------


def is_comparable(case: recorded.Case) -> bool:
    """Leave out what hangs on the JavaScript engine, and what no dataframe holds."""
    tags = case.get("tags", [])
    return (
        case["expected"] != "error"
        and case["data_ref"] != "obj"
        and case["group"] != "sort_as_null"
        and not {"inconsistent_order", "prototype"} & set(tags)
    )


def test_the_reference_agrees_with_the_browser() -> None:
    datasets = json.loads((recorded.VECTORS / "datasets.json").read_text(encoding="utf-8"))
    wrong = []
    for case in filter(is_comparable, recorded.cases()):
        query = case.get("emitted", case["filter_query"]) or ""
        try:
            evaluate, validity = reference.evaluator(query), "ok"
        except InvalidQueryError:
            evaluate, validity = (lambda _: True), "invalid"
        rows = [{**row, recorded.ROW: index} for index, row in enumerate(datasets[case["data_ref"]]["data"])]
        shown = [row for row in rows if evaluate(row)]
        got = row_numbers(reference.sorted_records(shown, case["sort_by"] or []))
        if (validity, got) != (case["expected"], case["expected_indices"]):
            wrong.append(f"{case['id']}: {query!r} {case['sort_by']}: {validity} {got}")
    assert not wrong, "\n".join(wrong)


# Reading ------------------------------------------------------------------------------------------------------

PIECES = [
    "{a}",
    "{b\\}}",
    "'x'",
    '"y"',
    "`z`",
    "1",
    "-0x1",
    "a\\ b",
    " ",
    " ",
    " ",
    "\u00a0",
    "\t",
    "(",
    ")",
    "!",
    "&&",
    "||",
]
PIECES += [
    "and ",
    "or ",
    "=",
    "i=",
    "S!=",
    ">",
    "<=",
    "eq ",
    "contains ",
    "icontains ",
    "datestartswith ",
    "is nil",
    "IS ODD",
]
PIECES += [
    "is",
    "{",
    "}",
    "'",
    "\\",
    "\n",
    "\u212a",
    "\u017f",
    "İ",
    "and",
    "not ",
    "==",
    ",",
    "\u200b",
    "\x1c",
    "\u0085",
]


def is_valid(query: str) -> bool:
    try:
        reference.evaluator(query)
    except InvalidQueryError:
        return False
    return True


def is_read(query: str) -> bool:
    try:
        parse(query)
    except FilterQueryError:
        return False
    return True


@settings(quick, max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("{a} is nil !({a} is nil)")
@example("{a} is nil (1 = 2 = 3)")
@example("{a} is nil ({a} is nil)")
def test_what_the_reference_reads_is_read(query: str) -> None:
    assert is_read(query) == is_valid(query)


WORDS = [
    "{a} = 1",
    "{a} is nil",
    "1",
    "'x'",
    "!",
    "(",
    ")",
    " && ",
    " || ",
    " ",
    "1 = 2 = 3",
    "= 1",
    "is odd",
]


@settings(quick, max_examples=1000)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map("".join))
def test_what_the_reference_parses_is_parsed(query: str) -> None:
    valid = is_valid(query)
    if valid:
        try:
            reference.evaluator(query)({"a": 1})
        except CrashError:
            valid = False  # a part that the browser can read, and not evaluate, is an error here
    assert is_read(query) == valid


# Rows ---------------------------------------------------------------------------------------------------------

TEXTS = [
    "",
    " ",
    "a",
    "A",
    "b",
    "B10",
    "10",
    "9",
    "5",
    "05",
    "5.0",
    " 5 ",
    "0x5",
    "1e3",
    "-1",
    "Infinity",
    "NaN",
    "null",
    "true",
]
TEXTS += [
    "2019",
    "2019-01",
    "2019-01-05",
    "2019-1-5",
    "2019-01-05T12:30:05.25Z",
    "19-02-29",
    "20-02-29",
    "-0044-03-15",
    "0000",
]
TEXTS += [
    "2019-02-30",
    "x\n2020-02-29 7:05\n",
    "straße",
    "STRASSE",
    "ﬁ",
    "İ",
    "\u0131",
    "é",
    "e\u0301",
    "日",
    "😀",
    "😀b",
    "\uff5e",
    "\ue000",
]
TEXTS += [
    "\U0010ffff",
    "5%",
    "$",
    ".*",
    "a'b",
    'a"b',
    "a\\b",
    "{a}",
    "e",
    "1e+21",
    "0.1",
    "-0",
    "false",
    "T00",
    "[1,2]",
    "²",
]
NUMBERS = [
    0,
    1,
    -1,
    2,
    3,
    -3,
    5,
    9,
    10,
    19,
    97,
    2019,
    1_000_003,
    2**53 - 111,
    2**53,
    2**53 + 1,
    -(2**63),
    2**63 - 1,
]
FLOATS = [
    0.0,
    -0.0,
    0.1,
    0.5,
    2.5,
    7.3,
    -1.5,
    5.0,
    19.0,
    2019.0,
    1e16,
    1e21,
    1.5e-6,
    1e-7,
    1e300,
    5e-324,
    123456789012345680000.0,
]
FLOATS += [float("nan"), float("inf")]
DATES = [
    dt.date(1, 1, 1),
    dt.date(1969, 12, 31),
    dt.date(2019, 1, 5),
    dt.date(2020, 2, 29),
    dt.date(9999, 12, 31),
]
MOMENTS = [
    "2019-01-05",
    "2019-01-05T12:30:05.250",
    "2019-01-05T00:00:00.000001",
    "1950-06-01T23:59:59",
    "2020-02-29T12:00",
]
DATETIMES = [dt.datetime.fromisoformat(text) for text in MOMENTS]

COLUMNS: dict[str, tuple[list[Any], pl.DataType | type[pl.DataType]]] = {
    "int": (NUMBERS, pl.Int64),
    "small": ([0, 1, 2, 3, 5, 19, 255], pl.UInt8),
    "float": (FLOATS, pl.Float64),
    "single": ([0.0, 0.5, 2.5, -3.0, 5.0], pl.Float32),
    "decimal": ([decimal.Decimal("0.10"), decimal.Decimal(5), decimal.Decimal("-2.5")], pl.Decimal(10, 2)),
    "text": (TEXTS, pl.String),
    "words": (TEXTS, pl.String),
    "enum": (TEXTS, pl.Enum(TEXTS)),
    "category": (["a", "B10", "5", "2019-01-05"], pl.Categorical),
    "bool": ([True, False], pl.Boolean),
    "date": (DATES, pl.Date),
    "datetime": (DATETIMES, pl.Datetime("us")),
    "nanoseconds": (DATETIMES, pl.Datetime("ns")),
    "zoned": (DATETIMES, pl.Datetime("ms", "America/New_York")),
    "time": ([dt.time(0), dt.time(12, 30, 5, 250_000), dt.time(5)], pl.Time),
    "span": (
        [dt.timedelta(0), dt.timedelta(seconds=5), dt.timedelta(days=-1, milliseconds=100)],
        pl.Duration("ms"),
    ),
    # Of texts: integers beside a null would become floats in pandas, which are other cells.
    "list": ([[], ["1", "2"], [None]], pl.List(pl.String)),
    "nothing": ([None], pl.Null),
}

KINDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: frame.to_arrow(),
}


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    names = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3, unique=True))
    height = draw(st.integers(0, 8))
    columns = {}
    for name in names:
        values, dtype = COLUMNS[name]
        nullable = st.sampled_from(values) if draw(st.booleans()) else st.none() | st.sampled_from(values)
        column = draw(st.lists(nullable, min_size=height, max_size=height))
        if name == "zoned":
            columns[name] = pl.Series(column, dtype=pl.Datetime("ms")).dt.replace_time_zone("UTC").cast(dtype)
        else:
            columns[name] = pl.Series(column, dtype=dtype)
    return pl.DataFrame(columns)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


BARE = [
    "0",
    "5",
    "05",
    "-1",
    "19",
    "2019",
    "2.5",
    "0x5",
    "1e21",
    "9007199254740993",
    "a",
    "B10",
    "true",
    "null",
    "2019-01",
    "ss",
    "é",
    "😀",
]
OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "contains"]
TESTS = ["blank", "bool", "even", "nil", "num", "object", "odd", "prime", "str"]


@st.composite
def queries(draw: st.DrawFn, names: list[str], depth: int = 2) -> str:
    if depth and draw(st.booleans()):
        left, right = draw(queries(names, depth - 1)), draw(queries(names, depth - 1))
        form = draw(
            st.sampled_from(
                ["{} && {}", "{} || {}", "({}) && {}", "({} || {})", "{} or !({})", "{} and !({})"]
            )
        )
        return str(form.format(left, right))
    field = st.sampled_from(names).map("{{{}}}".format)
    literal = st.sampled_from(TEXTS).map(quoted) | st.sampled_from(BARE)
    operand = draw(field if draw(st.integers(0, 4)) else literal)
    if not draw(st.integers(0, 4)):
        return f"{operand} is {draw(st.sampled_from(TESTS))}"
    flag = draw(st.sampled_from(["", "", "", "s", "i"]))
    operator = draw(st.sampled_from([f"{flag}{name}" for name in OPERATORS] + ["datestartswith"]))
    return f"{operand} {operator} {draw(field | literal | literal)}"


def sent(frame: pl.DataFrame) -> list[Record]:
    """What the browser has: integers as the doubles that they are there."""
    converted = to_polars(frame)
    rows = converted.select(cell(name, dtype) for name, dtype in converted.schema.items()).to_dicts()
    return [
        {name: float(value) if type(value) is int else value for name, value in row.items()}
        | {recorded.ROW: index}
        for index, row in enumerate(rows)
    ]


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.Series(recorded.ROW, range(frame.height), dtype=pl.Int64))


def row_numbers(records: list[Record]) -> list[int]:
    return [row[recorded.ROW] for row in records]


@settings(quick, max_examples=200)
@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_filtered_rows_are_those_of_the_reference(kind: str, data: st.DataObject) -> None:
    frame = data.draw(frames(), "frame")
    query = data.draw(queries(frame.columns), "query")
    evaluate = reference.evaluator(query)
    given_frame = KINDS[kind](numbered(frame))
    try:
        expected = row_numbers([row for row in sent(frame) if evaluate(row)])
    except CrashError:
        with pytest.raises(ValueError, match="missing values"):
            filter_df(given_frame, query)
        return
    assert recorded.rows(filter_df(given_frame, query)) == expected


@st.composite
def sorts(draw: st.DrawFn, names: list[str]) -> list[Any]:
    columns = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    return [{"column_id": name, "direction": draw(st.sampled_from(["asc", "desc"]))} for name in columns]


@settings(quick, max_examples=100)
@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_sorted_rows_are_those_of_the_reference(kind: str, data: st.DataObject) -> None:
    frame = data.draw(frames(), "frame")
    sort_by = data.draw(sorts(frame.columns), "sort_by")
    expected = row_numbers(reference.sorted_records(sent(frame), sort_by))
    assert recorded.rows(sort_df(KINDS[kind](numbered(frame)), sort_by)) == expected


@settings(quick, max_examples=200)
@given(st.data())
def test_rows_of_kept_views_are_those_of_the_reference(data: st.DataObject) -> None:
    frame = data.draw(frames(), "frame")
    query = data.draw(queries(frame.columns), "query")
    sort_by = data.draw(sorts(frame.columns), "sort_by")
    evaluate = reference.evaluator(query)
    source, height = FrameSource(lambda: numbered(frame)), max(frame.height, 1)
    try:
        shown = [row for row in sent(frame) if evaluate(row)]
    except CrashError:
        with pytest.raises(ValueError, match="missing values"):
            page_of(source, view(source, query, sort_by), 0, height)
        return
    page = page_of(source, view(source, query, sort_by), 0, height)
    assert row_numbers(page.records) == row_numbers(reference.sorted_records(shown, sort_by))
    assert page.row_count == len(shown)
