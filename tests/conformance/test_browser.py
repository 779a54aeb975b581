"""In the browser, a DataTableAIO can't be told from a native DataTable that holds all the data.

Both are on one page (`app`), with frames, filters and sorts that hypothesis makes up, the same in every run; what
is compared is what they display. The environment variable `BATCHES` asks for more of them, ten frames each.

Of the `typed_*` vectors, a fifth are typed into a DataTableAIO, of those whose columns a dataframe can hold;
with the environment variable `SHARE=1`, all are. What they ask for is asked without a browser in `test_vectors.py`.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from components import DataTableAIO
from components.tables.expression import columns_of
from components.tables.filter_query import FilterQueryError, parse
from components.tables.memory.cells import records
from components.tables.memory.frames import to_polars
from tests.conformance import recorded
from tests.conformance.app import KINDS, Column, FrameText, Given, Values, frame_of, native_id
from tests.conformance.recorded import ROW, Case
from tests.server import serve

# The page -----------------------------------------------------------------------------------------------------

SCRIPT = """
window.faults = [];
window.addEventListener("error", event => faults.push(event.message));

window.painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
window.soon = () => new Promise(done => setTimeout(done));

// No callback is under way, and what the last one answered can be seen.
window.settled = async () => {
    do {
        while (store.getState().isLoading) await soon();
        await painted();
    } while (store.getState().isLoading);
};

window.seen = (place, id) => {
    const texts = (row) => [...row.querySelectorAll("td.dash-cell")].map(cell => cell.textContent);
    const table = document.getElementById(place);
    const properties = dash_component_api.getLayout(id).props;
    return {
        rows: [...table.querySelectorAll("tr")].map(texts).filter(row => row.length),
        last_page: table.querySelector(".last-page")?.textContent ?? null,
        page_current: properties.page_current ?? 0,
        filter_query: properties.filter_query ?? "",
        structure: properties.derived_filter_query_structure ?? null,
    };
};

window.answers = async ({ids, changes}) => {
    const answers = [];
    for (const change of changes) {
        faults.length = 0;
        for (const id of Object.values(ids)) dash_clientside.set_props(id, change);
        await settled();
        answers.push({
            native: seen("native", ids.native),
            aio: seen("aio", ids.aio),
            notice: document.querySelector("#aio [role=status]").textContent,
            faults: [...faults],
        });
    }
    return answers;
};
"""


@dataclass(frozen=True)
class Seen:
    """What a table displays, and what the browser made of its properties."""

    rows: list[list[str]]
    last_page: str | None
    page_current: int
    filter_query: str
    structure: Any


@dataclass(frozen=True)
class Answer:
    """What both tables make of a change, what DataTableAIO tells the reader, and what the browser threw."""

    native: Seen
    aio: Seen
    notice: str
    faults: list[str]


class Tables:
    """The page with both tables."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._numbers = itertools.count(1)
        self._ids: dict[str, Any] = {}

    def show(self, frame: FrameText, **properties: Any) -> None:
        """Show a frame in two new tables."""
        number = next(self._numbers)
        self._ids = {"native": native_id(number), "aio": DataTableAIO.ids.datatable(number)}
        given = Given(number=number, frame=frame, properties=properties)
        self.page.evaluate("given => dash_clientside.set_props('given', {data: given})", json.dumps(given))
        self.page.wait_for_selector(f"#shown-{number}", state="attached")
        for place in ["native", "aio"]:
            self.page.wait_for_selector(f"#{place} table")
        self.page.evaluate("settled()")

    def answers(self, changes: list[dict[str, Any]]) -> list[Answer]:
        """Change properties of both tables, one after another."""
        found = self.page.evaluate("answers", {"ids": self._ids, "changes": changes})
        return [Answer(Seen(**answer.pop("native")), Seen(**answer.pop("aio")), **answer) for answer in found]

    def type_filter(self, column: str, text: str) -> None:
        """Type into a header cell of the DataTableAIO, and leave it with Enter."""
        name = quoted(column, '"')
        field = self.page.locator(f"#aio th.dash-filter[data-dash-column={name}] input[type=text]")
        field.fill(text)
        field.press("Enter")

    def typed(self) -> tuple[Seen, list[str]]:
        """What the DataTableAIO displays, and the header cells that it marks as invalid."""
        seen, invalid = self.page.evaluate(
            """async (id) => {
                await settled();
                const invalid = [...document.querySelectorAll("#aio th.dash-filter.invalid")];
                return [seen("aio", id), invalid.map(cell => cell.dataset.dashColumn)];
            }""",
            self._ids["aio"],
        )
        return Seen(**seen), invalid


@pytest.fixture(scope="module")
def tables(browser: Browser) -> Iterator[Tables]:
    with serve([sys.executable, "-m", "tests.conformance.app"], {"REDIS_URL": ""}) as url:
        page = browser.new_page()
        page.add_init_script(SCRIPT)
        page.goto(url)
        page.wait_for_selector("#tables", state="attached")
        yield Tables(page)
        page.close()


# Frames -------------------------------------------------------------------------------------------------------

TEXTS = ["", " ", "a", "A", "apple", "Apple", "b c", "it's", 'say "x"', "`", "a\\b", "{a}", "&&", "%"]
TEXTS += ["straße", "STRASSE", "ﬁn", "İ", "\u0131", "é", "e\u0301", "日本", "😀", "😀a", "\ue000", "\uffee"]
TEXTS += ["\u00a0", "\u200b", "10", "9", "5", "05", "5.0", " 5 ", "-0", "1e3", "0x10", "1_000", "Infinity"]
TEXTS += ["NaN", "null", "true", "2020", "2020-01-05", "2020-1-5", "20-02-29", "2021-02-29"]
TEXTS += ["2020-01-05T10:00:00Z", "x\n2020-01-05"]
NUMBERS = [-3, -1, 0, 1, 2, 5, 9, 10, 19, 97, 2020]
FLOATS = [-1.5, -0.0, 0.0, 0.1, 0.5, 1.0, 2.0, 2.5, 5.0, 7.3, 20.0, 1e-6, 1e-7, 1e16, 1e21, 1e300, 5e-324]
FLOATS += [float("nan")]
DAYS = ["1969-12-31", "2000-01-01", "2020-01-05", "2020-02-29", "2020-12-31"]
MOMENTS = [*DAYS, "2020-01-05T10:00:00", "2020-01-05T10:30:05", "2020-01-05T10:30:05.250"]
MOMENTS += ["1969-12-31T23:59:59.5"]

# Integers beyond 2**53 are left out: DataTableAIO displays all their digits, and so sends them as text.
integers = st.sampled_from(NUMBERS) | st.integers(-(2**53), 2**53)
texts = st.sampled_from(TEXTS) | st.text(max_size=5)
floats = st.sampled_from(FLOATS) | st.floats(allow_infinity=False)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integers": integers,
    "nullable integers": integers,
    "floats": floats,
    "booleans": st.booleans(),
    "nullable booleans": st.booleans(),
    "text": texts,
    "text objects": texts,
    "datetimes": st.sampled_from(MOMENTS) | st.datetimes().map(lambda moment: moment.isoformat()),
    "nanoseconds": st.sampled_from([*MOMENTS, "2020-01-05T10:30:05.000000001"]),
    "zoned datetimes": st.sampled_from(MOMENTS),
    "dates": st.sampled_from(DAYS) | st.dates().map(lambda day: day.isoformat()),
    "times": st.sampled_from(["00:00:00", "10:30:00", "10:30:05.250000", "23:59:59.000001"]),
    "timedeltas": st.sampled_from([-90061.5, 0, 5, 0.25, 86400]),
    "decimals": st.sampled_from(["-2.50", "0.10", "5", "19.99", "2020"]),
    "text categories": texts,
    "number categories": st.sampled_from(NUMBERS),
    "nothing": st.none(),
}
NAMES = ["a", "b c", "É", "is nil", "d-e"]


@st.composite
def frames(draw: st.DrawFn) -> FrameText:
    library = draw(st.sampled_from(list(KINDS)))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    height = draw(st.integers(4, 14))
    columns = {ROW: Column(kind="integers", values=list(range(height)))}
    for name in names:
        kind = draw(st.sampled_from(list(KINDS[library])))
        # Not in every column: on a null, a case-insensitive comparison crashes the browser.
        is_nullable = kind not in {"integers", "booleans"} and draw(st.booleans())
        values = st.none() | VALUES[kind] if is_nullable else VALUES[kind]
        columns[name] = Column(kind=kind, values=draw(st.lists(values, min_size=height, max_size=height)))
    return FrameText(library=library, columns=columns)


# Queries ------------------------------------------------------------------------------------------------------

OPERATORS = ["<", "=", "!=", "<=", ">", ">=", "eq", "Ne", "lt", "le", "gt", "ge", "contains", "CONTAINS"]
TESTS = ["blank", "bool", "even", "nil", "num", "object", "odd", "prime", "str"]
BARE = ["0", "5", "05", "-1", "2020", "2.5", ".5", "0x10", "1e3", "1e400", "9007199254740993", "Infinity"]
BARE += ["a", "true", "null", "NaN", "b\\ c", "é", "20", "2020-01", "2020-01-05T10:30"]
PIECES = ["", " ", "\u00a0", "(", ")", "!", "&&", "||", " and ", "=", "i", "S", "5", "is nil"]
PIECES += ["'", '"', "\\", "{", "}"]


def quoted(text: str, quote: str) -> str:
    return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote


def literal(value: Any, quote: str) -> str:
    return quoted(value, quote) if isinstance(value, str) else json.dumps(value)


@st.composite
def leaves(draw: st.DrawFn, sent: dict[str, Values]) -> str:
    """A comparison, mostly with one of the column's own cells or a part of it, or a test."""
    form = draw(st.sampled_from(["cell", "part", "cell", "any", "test", "columns", "cell", "literal first"]))
    name = draw(st.sampled_from(list(sent)))
    value = draw(st.sampled_from([value for value in sent[name] if value is not None] or TEXTS))
    flag = draw(st.sampled_from(["", "s", "i", "", "i", "I", "S"]))
    relation = draw(st.sampled_from([*(flag + operator for operator in OPERATORS), "datestartswith"]))
    quote = draw(st.sampled_from("'\"`"))
    if isinstance(value, str):
        value = draw(st.sampled_from([value, value.upper(), value.lower(), value]))
    match form:
        case "test":
            return f"{{{name}}} is {draw(st.sampled_from(TESTS))}"
        case "columns":
            return f"{{{name}}} {relation} {{{draw(st.sampled_from(list(sent)))}}}"
        case "part" if isinstance(value, str):
            start, end = draw(st.sampled_from([(0, 1), (0, 4), (0, 7), (0, 10), (0, 13), (1, 3), (0, -1)]))
            relation = draw(st.sampled_from([f"{flag}contains", "datestartswith", f"{flag}>"]))
            value = value[start:end]
        case "any":
            anything = st.sampled_from(BARE) | texts.map(lambda text: quoted(text, quote))
            return f"{{{name}}} {relation} {draw(anything)}"
        case "literal first":
            # In parentheses: a header cell takes what is left of an operator for a column, and crashes.
            return f"({literal(value, quote)} {relation} {{{name}}})"
    return f"{{{name}}} {relation} {literal(value, quote)}"


def queries(sent: dict[str, Values]) -> st.SearchStrategy[str]:
    """Queries that are valid, but that a literal may hold what ends it."""
    forms = ["{} || {}", "{} && {}", "({}) and {}", "({} || {})", "!({}) or {}", "!!({}) && !({})"]
    return st.recursive(
        leaves(sent),
        lambda inner: st.builds(
            lambda form, left, right: form.format(left, right), st.sampled_from(forms), inner, inner
        ),
        max_leaves=4,
    )


@st.composite
def mutants(draw: st.DrawFn, sent: dict[str, Values]) -> str:
    """Queries of which a part is lost, doubled or replaced."""
    query = draw(queries(sent))
    start = draw(st.integers(0, len(query)))
    end = draw(st.integers(start, min(len(query), start + 3)))
    return query[:start] + draw(st.sampled_from([*PIECES, query[start:end] * 2])) + query[end:]


def names_columns_among(query: str, names: list[str]) -> bool:
    """Tell whether a query names no others: those are an error here, and undefined in the browser."""
    try:
        expression = parse(query)
    except FilterQueryError:
        return True
    return expression is None or set(columns_of(expression)) <= set(names)


@dataclass(frozen=True)
class Scene:
    """A frame, and what is asked of it."""

    frame: FrameText
    sort_as_null: list[Any]
    changes: list[dict[str, Any]]


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    frame = draw(frames())
    cells = records(to_polars(frame_of(frame)))
    names = [name for name in frame["columns"] if name != ROW]
    sent = {name: [row[name] for row in cells] for name in names}
    query = st.one_of([queries(sent)] * 6 + [mutants(sent), mutants(sent), st.just("")])
    item = st.builds(
        lambda name, direction: {"column_id": name, "direction": direction},
        st.sampled_from(names),
        st.sampled_from(["asc", "desc"]),
    )
    sort_by = st.lists(item, max_size=3, unique_by=lambda item: item["column_id"])
    change = st.fixed_dictionaries(
        {"filter_query": query.filter(lambda query: names_columns_among(query, names)), "sort_by": sort_by}
    )
    return Scene(
        frame,
        draw(st.lists(st.sampled_from(["a", "", 0, 5, True, "2020-01-05"]), max_size=3)),
        draw(st.lists(change, min_size=12, max_size=12, unique_by=itemgetter("filter_query"))),
    )


# Rows ---------------------------------------------------------------------------------------------------------


def difference(answer: Answer) -> str | None:
    """Say how the tables differ, and that they do."""
    if any("not found" in fault for fault in answer.faults):
        # The header cells crash, of which a server knows nothing; `leaves` avoids it, but a mutant may do so.
        return None
    if all("of null" in fault for fault in answer.faults) and answer.faults:
        # On a missing value, a case-insensitive comparison crashes; here it doesn't hold, and the reader goes on.
        return f"the browser crashes, and the notice is {answer.notice!r}" if answer.notice else None
    if answer.faults:
        return None if answer.notice else f"the browser throws {answer.faults}, and there is no notice"
    if answer.native.rows != answer.aio.rows:
        return f"natively there are {answer.native.rows}, and on the server {answer.aio.rows}; notice: {answer.notice!r}"
    is_rejected = answer.native.structure is None and answer.native.filter_query != ""
    if is_rejected != bool(answer.notice):
        return f"the browser {'rejects' if is_rejected else 'reads'} the query, and the notice is {answer.notice!r}"
    return None


BATCHES = int(os.environ.get("BATCHES", "2"))

SHARE = int(os.environ.get("SHARE", "5"))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_filtered_and_sorted_frame_is_shown_as_natively(tables: Tables, batch: int) -> None:
    # In batches of ten: from the eleventh on, hypothesis mostly varies those that it has made. The message
    # names the query that went wrong, and shrinking the frame would take minutes in a browser.
    @seed(batch)
    @settings(
        max_examples=10,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(scene=scenes())
    def is_shown_as_natively(scene: Scene) -> None:
        tables.show(scene.frame, page_size=50, sort_as_null=scene.sort_as_null)
        answers = tables.answers(scene.changes)
        wrong = [
            f"{change}: {differs}"
            for change, answer in zip(scene.changes, answers, strict=True)
            if (differs := difference(answer))
        ]
        assert not wrong, f"{scene.frame}, sort_as_null {scene.sort_as_null}:\n" + "\n".join(wrong)

    is_shown_as_natively()


# Typing -------------------------------------------------------------------------------------------------------

KIND_OF = {"Int64": "integers", "Float64": "floats", "Boolean": "nullable booleans", "String": "text"}


def typed_columns(case: Case) -> list[dict[str, Any]]:
    """The case's columns that a dataframe can hold."""
    return [column for column in case["columns"] if column["id"] in recorded.columns(case["data_ref"])]


def can_be_typed(case: Case) -> bool:
    """Tell whether a table of a dataframe has the columns that are typed into or named by what is typed."""
    names = [column["id"] for column in typed_columns(case)]
    return (
        case["expected"] != "error"
        and all(name in names for name, _ in case["typed"])
        and names_columns_among(case["emitted"] or "", names)
    )


TYPED = {
    group: [case for case in recorded.cases() if case["group"] == group and can_be_typed(case)]
    for group in ["typed_single", "typed_multi", "typed_insensitive", "typed_colnames"]
}


def scene_of(case: Case) -> str:
    """What is shown before something is typed: many cases share it."""
    return json.dumps(
        [case.get(name) for name in ("data_ref", "columns", "table", "filter_query")], sort_keys=True
    )


def show_case(tables: Tables, case: Case) -> None:
    """Show a recorded dataset, with row numbers, in the columns of a case."""
    columns = [{"id": ROW, "name": ROW, "type": "numeric"}]
    columns += [{"name": column["id"], **column} for column in typed_columns(case)]
    series = recorded.columns(case["data_ref"])
    frame = FrameText(
        library="polars",
        columns={
            column["id"]: Column(
                kind=KIND_OF[str(series[column["id"]].dtype)], values=series[column["id"]].to_list()
            )
            for column in columns
        },
    )
    properties = {"filter_query": case["filter_query"] or "", **(case.get("table") or {})}
    if isinstance(action := properties.get("filter_action"), dict):
        properties["filter_action"] = action | {"type": "custom"}
    tables.show(frame, columns=columns, page_size=200, **properties)


@pytest.mark.parametrize("group", TYPED)
def test_what_is_typed_into_header_cells_filters_as_natively(tables: Tables, group: str) -> None:
    wrong, shown = [], None
    for case in sorted(TYPED[group], key=scene_of)[::SHARE]:
        if case["filter_query"] or shown != scene_of(case):
            show_case(tables, case)
            shown = scene_of(case)
        for column, text in case["typed"]:
            tables.type_filter(column, text)
        seen, invalid = tables.typed()
        for column, _ in case["typed"]:
            tables.type_filter(column, "")
        got = (seen.filter_query, invalid, [int(row[0]) for row in seen.rows])
        expected = (case["emitted"] or "", case["cell_invalid"] or [], case["expected_indices"])
        if got != expected:
            wrong.append(f"{case['id']}: {case['typed']} on {case['data_ref']}: {got} instead of {expected}")
    assert not wrong, "\n".join(wrong)


# Paging -------------------------------------------------------------------------------------------------------

ROWS = 2500
"""More than DataTableAIO finds of a sorted frame at first."""


def long_frame() -> FrameText:
    """Row numbers, numbers and words with ties and nulls, in no order."""
    chance = random.Random(ROWS)
    return FrameText(
        library="pandas",
        columns={
            ROW: Column(kind="integers", values=list(range(ROWS))),
            "number": Column(kind="floats", values=chance.choices([None, *FLOATS[:-1]], k=ROWS)),
            "word": Column(kind="text", values=chance.choices([None, *TEXTS], k=ROWS)),
        },
    )


def sorted_by(*columns: str) -> dict[str, Any]:
    """Columns, the first of which descends."""
    directions = itertools.chain(["desc"], itertools.repeat("asc"))
    items = zip(columns, directions, strict=False)
    return {"sort_by": [{"column_id": column, "direction": direction} for column, direction in items]}


def filtered_by(filter_query: str) -> dict[str, Any]:
    return {"filter_query": filter_query}


def on_page(page_current: int) -> dict[str, Any]:
    return {"page_current": page_current}


WALKS: dict[str, list[dict[str, Any]]] = {
    "to the last page and beyond": [on_page(1), on_page(249), on_page(250), on_page(249), on_page(10**6)],
    "a filter with fewer pages shows the first": [on_page(200), filtered_by(f"{{{ROW}}} < 95")],
    "a filter with enough pages keeps the page": [on_page(9), filtered_by(f"{{{ROW}}} < 95"), on_page(10)],
    "the last row of a page is filtered away": [on_page(9), filtered_by(f"{{{ROW}}} < 90")],
    "no rows keep the page": [on_page(9), filtered_by(f"{{{ROW}}} < 0"), filtered_by(f"{{{ROW}}} < 99")],
    "no rows, then fewer pages": [on_page(9), filtered_by(f"{{{ROW}}} < 0"), filtered_by(f"{{{ROW}}} < 9")],
    "one row": [filtered_by(f"{{{ROW}}} = 7"), on_page(1), filtered_by("")],
    "a rejected filter keeps every page": [on_page(200), filtered_by("{word} ="), on_page(249)],
    "other sizes": [on_page(249), {"page_size": 11}, on_page(227), {"page_size": 1000}, {"page_size": 1}],
    "a sort keeps the page": [on_page(9), sorted_by("number"), sorted_by("word", "number"), sorted_by()],
    "a sort beyond its head": [
        sorted_by("word"),
        on_page(99),
        on_page(100),
        on_page(249),
        sorted_by("number"),
    ],
    "a sorted filter": [
        sorted_by("number", "word"),
        filtered_by("{word} > a"),
        on_page(60),
        filtered_by("{word} is nil"),
    ],
    "all at once": [on_page(240), {**sorted_by("word"), **filtered_by("{number} is nil"), **on_page(12)}],
}


@pytest.mark.parametrize("walk", WALKS)
def test_pages_are_turned_as_natively(tables: Tables, walk: str) -> None:
    tables.show(long_frame(), page_size=10)
    wrong = [
        f"{change}: natively {native}, and on the server {aio}"
        for change, answer in zip(WALKS[walk], tables.answers(WALKS[walk]), strict=True)
        if (native := paged(answer.native)) != (aio := paged(answer.aio))
    ]
    assert not wrong, "\n".join(wrong)


def paged(seen: Seen) -> tuple[int, str | None, list[str]]:
    """The page's number, the count that is displayed, and the row numbers."""
    return seen.page_current, seen.last_page, [row[0] for row in seen.rows]
