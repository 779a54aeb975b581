"""The files that a table's export buttons write: all rows of the view, no formulas, and nothing that wasn't shown."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import plotly.express as px
import polars as pl
import pytest
from flask.testing import FlaskClient

from components import DataTableAIO
from components.tables import export, table_data
from components.tables.export import (
    END_BYTES,
    MAX_CHARACTERS_XLSX,
    MAX_ROWS_XLSX,
    ExportedColumn,
    ended,
    write_csv,
    write_xlsx,
)
from components.tables.export_buttons import ADDRESS
from components.tables.faults import EXPIRED, UNLIKE, UNSTORED
from components.tables.memory.kept import FrameSource
from components.tables.table_export import MAX_EXPORT_REQUEST
from components.tables.view import View, sort_order
from tests.server import ROOT
from tests.site.test_forged_requests import HOSTILE

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def request_of(component: DataTableAIO, file_type: str = "csv", **changes: Any) -> dict[str, Any]:
    """What a table's button sends."""
    store, _, _, datatable, *_ = component.children
    sent = {
        "type": file_type,
        "store": store.data,
        "filter_query": datatable.filter_query,
        "sort_by": datatable.sort_by,
        "columns": datatable.columns,
        "hidden_columns": None,
    }
    return sent | changes


def ask(client: FlaskClient, body: Any) -> tuple[int, bytes]:
    """Status and content of an answer; of a whole file without its end."""
    answer = client.post(f"/{ADDRESS}", json=body)
    assert answer.headers["X-Export"] == "1"
    if answer.status_code != 200:
        return answer.status_code, answer.data
    file, end = answer.data[:-END_BYTES], answer.data[-END_BYTES:]
    assert end == b"whole".ljust(END_BYTES)
    return 200, file


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(content: bytes) -> list[dict[str, Any]]:
    """The cells of the one sheet by their places, a dictionary a row."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        root = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))
    return [{cell.attrib["r"]: _value(cell) for cell in row} for row in root.iter(f"{SHEET}row")]


def _value(cell: ET.Element) -> Any:
    assert cell.find(f"{SHEET}f") is None
    if cell.get("t") == "inlineStr":
        return cell.findtext(f"{SHEET}is/{SHEET}t")
    value = json.loads(cell.findtext(f"{SHEET}v") or "")
    return bool(value) if cell.get("t") == "b" else value


def written(frame: Any, write: Any, size: int = 2) -> bytes:
    """All rows of a frame as a file."""
    source = FrameSource(lambda: pl.DataFrame(frame))
    columns = [ExportedColumn(name, name, kind) for name, kind in source.kinds.items()]
    return b"".join(write(columns, source.parts(View(), size)))


def test_the_file_has_all_rows_of_the_filter_in_the_sorts_order_and_not_the_pages(
    client: FlaskClient,
) -> None:
    frame = px.data.gapminder()
    query, order = "{continent} = Asia && {lifeExp} > 60", [{"column_id": "pop", "direction": "desc"}]
    component = DataTableAIO(frame, export=["csv"], page_size=3, page_current=1)
    status, content = ask(client, request_of(component, filter_query=query, sort_by=order))
    expected: Any = DataTableAIO.sort_df(DataTableAIO.filter_df(frame, query), order)  # type: ignore[arg-type]
    assert status == 200
    pd.testing.assert_frame_equal(
        pd.read_csv(io.BytesIO(content)), expected.reset_index(drop=True), check_dtype=False
    )
    assert len(expected) > 100


def test_an_excel_file_has_the_same_rows(client: FlaskClient) -> None:
    frame = px.data.tips()
    component = DataTableAIO(frame, export=["xlsx"])
    order = [{"column_id": "tip", "direction": "asc"}]
    _, content = ask(client, request_of(component, "xlsx", sort_by=order))
    header, *rows = [list(row.values()) for row in rows_of_xlsx(content)]
    assert header == list(frame.columns)
    assert rows == DataTableAIO.sort_df(frame, order).to_numpy().tolist()  # type: ignore[arg-type]


def test_columns_that_are_hidden_are_left_out_and_names_are_those_that_are_shown(client: FlaskClient) -> None:
    component = DataTableAIO(
        pd.DataFrame({"a": [1], "b": [2], "c": [3]}),
        column_props={"a": {"name": "Größe"}, "c": {"name": ["Upper", "", "lower"]}},
    )
    _, content = ask(client, request_of(component, hidden_columns=["b"]))
    assert rows_of_csv(content) == [["Größe", "Upper lower"], ["1", "3"]]


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8_and_its_lines_end_with_both_characters() -> None:
    assert written({"a": ["é", None]}, write_csv) == '\ufeffa\r\né\r\n""\r\n'.encode()


def test_csv_keeps_quotes_commas_and_line_breaks() -> None:
    texts = ['say "so"', "a,b", "two\nlines", "cr\rhere", "", " x "]
    content = written({"a": texts, "b": [1.5] * 6}, write_csv)
    assert rows_of_csv(content)[1:] == [[text, "1.5"] for text in texts]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", '=HYPERLINK("http://x")']
)
def test_a_text_that_would_be_a_formula_gets_an_apostrophe_in_csv_and_is_text_in_excel(text: str) -> None:
    frame = {text: [text, "plain", f" {text}"]}
    assert rows_of_csv(written(frame, write_csv)) == [[f"'{text}"], [f"'{text}"], ["plain"], [f" {text}"]]
    shown = text.replace("\r", "_x000D_")
    assert [list(row.values()) for row in rows_of_xlsx(written(frame, write_xlsx))] == [
        [shown], [shown], ["plain"], [f" {shown}"],
    ]  # fmt: skip


def test_numbers_stay_numbers() -> None:
    frame = {"a": [-1, 2**53 + 1, -(2**60), None], "b": [-0.5, 1e300, 41.76300000000001, None]}
    assert rows_of_csv(written(frame, write_csv))[1:] == [
        ["-1", "-0.5"],
        ["9007199254740993", "1e+300"],
        ["-1152921504606846976", "41.76300000000001"],
        ["", ""],
    ]
    assert rows_of_xlsx(written(frame, write_xlsx))[1:] == [
        {"A2": -1, "B2": -0.5},
        {"A3": "9007199254740993", "B3": 1e300},  # a double would be another number
        {"A4": "-1152921504606846976", "B4": 41.76300000000001},
        {},
    ]


def test_cells_are_written_as_they_are_sent() -> None:
    frame = pl.DataFrame(
        {"day": ["2020-01-02", "2020-01-02T03:04:05"], "done": [True, None], "list": [[1, 2], None]}
    ).with_columns(pl.col("day").str.to_datetime(strict=False))
    records = FrameSource(lambda: frame).records(View(), slice(0, 2))
    texts = [[{True: "true", None: ""}.get(value, value) for value in row.values()] for row in records]
    assert rows_of_csv(written(frame, write_csv))[1:] == texts
    cells = [[value for value in row.values() if value is not None] for row in records]
    assert [list(row.values()) for row in rows_of_xlsx(written(frame, write_xlsx))[1:]] == cells


def test_an_excel_file_has_what_xml_has_no_characters_for() -> None:
    texts = ["<&>\"'", "a\x00b", "tab\there", "_x0041_", "\uffff", "😀", " x "]
    shown = ["<&>\"'", "a_x0000_b", "tab\there", "_x005F_x0041_", "_xFFFF_", "😀", " x "]
    rows = rows_of_xlsx(written({"a": texts}, write_xlsx))[1:]
    assert [value for row in rows for value in row.values()] == shown


def test_other_readers_of_excel_files_read_it() -> None:
    frame = pl.DataFrame({"a": [1.5, None, -3.0], "b": ["=1+1", "<x>", None], "c": [True, False, True]})
    content = written(frame, write_xlsx)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] == frame.rows()
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_columns_beyond_the_alphabet_are_named_as_in_excel() -> None:
    content = written({f"c{number}": [number] for number in range(703)}, write_xlsx)
    places = list(rows_of_xlsx(content)[1])
    assert [places[at] for at in (0, 25, 26, 701, 702)] == ["A2", "Z2", "AA2", "ZZ2", "AAA2"]


def test_an_empty_result_is_a_file_with_a_header(client: FlaskClient) -> None:
    component = DataTableAIO(pd.DataFrame({"a": [1], "b": ["x"]}))
    for file_type, read in (
        ("csv", rows_of_csv),
        ("xlsx", lambda file: [list(*map(dict.values, rows_of_xlsx(file)))]),
    ):
        _, content = ask(client, request_of(component, file_type, filter_query="{a} > 1"))
        assert read(content) == [["a", "b"]]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_part_is_asked_for_when_the_one_before_has_been_written(write: Any) -> None:
    asked: list[int] = []

    def parts() -> Iterator[list[dict[str, Any]]]:
        for number in range(3):
            asked.append(number)
            yield [{"a": number}]

    columns = [ExportedColumn("a", "A", "number")]
    chunks = write(columns, parts())
    while not asked:
        next(chunks)
    assert asked == [0]
    next(chunks)
    assert asked in ([0], [0, 1])
    list(chunks)
    assert asked == [0, 1, 2]


def test_parts_are_the_rows_of_a_view_and_nothing_is_kept_of_them() -> None:
    source = FrameSource(lambda: pl.DataFrame({"a": [3, 1, 2, 5, 4]}))
    order = sort_order([{"column_id": "a", "direction": "desc"}])
    parts = [[row["a"] for row in part] for part in source.parts(View(None, order), 2)]
    assert parts == [[5, 4], [3, 2], [1]]
    assert not source._positions
    assert [len(part) for part in source.parts(View(), 2)] == [2, 2, 1]


def test_a_fault_in_the_middle_is_told_at_the_end_and_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(error: Exception) -> Iterator[bytes]:
        yield b"file"
        raise error

    told = b"".join(ended(breaks(ValueError("too long"))))
    assert told == b"file" + b"fault: too long".ljust(END_BYTES)
    secret = b"".join(ended(breaks(RuntimeError("a path of the server"))))
    assert secret == b"file" + b"fault: Something went wrong on the server.".ljust(END_BYTES)
    assert "An export broke off: RuntimeError: a path of the server" in caplog.text
    assert len(b"".join(ended(breaks(ValueError("ü" * 1000))))) == 4 + END_BYTES


def test_a_text_that_no_cell_of_excel_holds_is_a_fault() -> None:
    fits, too_long = "x" * MAX_CHARACTERS_XLSX, "😀" * (MAX_CHARACTERS_XLSX // 2 + 1)
    assert rows_of_xlsx(written({"a": [fits]}, write_xlsx))[1] == {"A2": fits}
    with pytest.raises(ValueError, match=r"32,768 characters doesn't fit.*take the CSV file"):
        written({"a": [too_long]}, write_xlsx)


def test_more_rows_than_excel_has_are_refused_and_csv_has_them(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_ROWS_XLSX == 1_048_576
    monkeypatch.setattr(export, "MAX_ROWS_XLSX", 3)
    component = DataTableAIO(pd.DataFrame({"a": [1, 2, 3]}))
    status, told = ask(client, request_of(component, "xlsx"))
    assert status == 400
    assert b"3 rows of 1 columns are more than Excel has room for, which is 2" in told
    assert ask(client, request_of(component, "xlsx", filter_query="{a} > 1"))[0] == 200
    assert ask(client, request_of(component, "csv"))[0] == 200


def test_a_filter_that_cannot_be_understood_writes_nothing(client: FlaskClient) -> None:
    status, told = ask(client, request_of(DataTableAIO(data=[{"a": 1}]), filter_query="{a} >"))
    assert status == 400
    assert told.decode().startswith("The filter was not understood, so nothing was written.")


def test_a_sheet_may_be_larger_than_the_fields_of_a_plain_zip_hold() -> None:
    # Its local header asks for a version that knows the wider fields: 4.5.
    content = written({"n": [1]}, write_xlsx)
    header = content.index(b"xl/worksheets/sheet1.xml") - 30
    assert content[header : header + 6] == b"PK\x03\x04" + bytes([45, 0])


def test_data_with_other_columns_than_the_tables_is_not_written(client: FlaskClient) -> None:
    component = DataTableAIO(data=[{"a": 1}])
    other = DataTableAIO(data=[{"a": 1, "b": 2}]).children[0].data
    request = request_of(component, store=other | {"columns": ["a"]})
    assert ask(client, request) == (400, UNLIKE.encode())


def test_faults_of_the_store_are_told_as_the_table_tells_them(client: FlaskClient) -> None:
    component = DataTableAIO(data=[{"a": 1}])
    assert ask(client, request_of(component, store={"df": "0" * 64})) == (400, EXPIRED.encode())
    assert ask(client, request_of(component, store={})) == (400, UNSTORED.encode())


@pytest.mark.parametrize("name", ["type", "store", "filter_query", "sort_by", "columns", "hidden_columns"])
def test_a_hostile_value_is_refused_or_answered_with_rows_of_the_table(
    client: FlaskClient, name: str
) -> None:
    component = DataTableAIO(px.data.gapminder().head(5))
    for value in HOSTILE:
        status, content = ask(client, request_of(component, **{name: value}))
        assert status in (200, 400), (name, value)
        if status == 200:
            assert all(row[0] == "Afghanistan" for row in rows_of_csv(content)[1:]), (name, value)
        else:
            assert content


@pytest.mark.parametrize(
    "columns",
    [
        [{"id": "secret"}],
        [{"id": "a"}, {"id": "secret"}],
        [{"name": "a"}],
        ["a"],
        [{"id": "a", "name": 5}],
        [],
        None,
    ],
)
def test_only_columns_of_the_table_are_written(client: FlaskClient, columns: Any) -> None:
    frame = pd.DataFrame({"a": [1], "secret": [2]})
    component = DataTableAIO(frame, columns=[{"id": "a", "name": "A"}])
    status, told = ask(client, request_of(component, columns=columns))
    assert status == 400
    assert b"2" not in told


@pytest.mark.parametrize(
    "columns", [[{"id": "a"}] * 3, [{"id": "a", "name": "\ud800"}], [{"id": "a", "name": [["x"]]}]]
)
def test_odd_columns_are_no_server_error(client: FlaskClient, columns: Any) -> None:
    status, _ = ask(client, request_of(DataTableAIO(data=[{"a": 1}]), columns=columns))
    assert status in (200, 400)


@pytest.mark.parametrize("body", [b"", b"[", b"[" * 100_000, b"null", b"1", b"\xff", b'"x"', b"{}"])
def test_a_body_of_another_shape_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    answer = client.post(f"/{ADDRESS}", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.data


def test_a_form_of_another_site_is_a_bad_request(client: FlaskClient) -> None:
    body = json.dumps(request_of(DataTableAIO(data=[{"a": 1}])))
    assert client.post(f"/{ADDRESS}", data=body, content_type="text/plain").status_code == 400
    assert client.get(f"/{ADDRESS}").status_code in (404, 405)


def test_a_request_that_is_too_long_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "MAX_CONTENT_LENGTH", None)
    body = request_of(DataTableAIO(data=[{"a": 1}]), filter_query="x" * MAX_EXPORT_REQUEST)
    assert ask(client, body)[0] == 400


def test_an_answer_is_a_file_that_nobody_keeps(client: FlaskClient) -> None:
    component = DataTableAIO(data=[{"a": 1}])
    answer = client.post(f"/{ADDRESS}", json=request_of(component, "xlsx"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("export", ["csv", ["pdf"], [None], ["csv", 5], 5, [["csv"]], {"csv": 1}])
def test_another_kind_of_file_is_refused_with_those_that_there_are(export: Any) -> None:
    with pytest.raises(ValueError, match="export= must be a list of some of 'csv', 'xlsx', not"):
        DataTableAIO(data=[{"a": 1}], export=export)


def test_buttons_are_shown_if_they_are_asked_for() -> None:
    def shown(**arguments: Any) -> list[str]:
        buttons = [
            part
            for part in DataTableAIO(data=[{"a": 1}], **arguments)._traverse()
            if part.__class__.__name__ == "Button"
        ]
        return [button.children for button in buttons if not button.hidden]

    assert shown() == []
    assert shown(export=["xlsx"]) == ["Export as Excel"]
    assert shown(export=["csv", "xlsx"]) == ["Export as CSV", "Export as Excel"]


APP = """
import sys
from dash import Dash, html
{before}
app = Dash("app", {arguments})
{after}
app.layout = html.Div()
client = app.server.test_client()
client.get("/")
answer = client.post("{base}/_aio-table-export", json={{}})
print(answer.status_code, answer.headers.get("X-Export"))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "arguments", "after", "base"),
    [
        ("import components", "", "", ""),
        ("", "", "import components", ""),
        ("import components", "url_base_pathname='/below/'", "", "/below"),
        ("", "url_base_pathname='/below/'", "import components", "/below"),
        ("", "use_pages=True, pages_folder=sys.argv[1]", "", ""),
    ],
    ids=["before", "after", "below a path", "below a path, after", "by a page"],
)
def test_every_app_that_imports_the_components_answers(
    tmp_path: Path, before: str, arguments: str, after: str, base: str
) -> None:
    page = "import dash, components\ndash.register_page(__name__, path='/')\nlayout = dash.html.Div()\n"
    (tmp_path / "home.py").write_text(page)
    script = APP.format(before=before, arguments=arguments, after=after, base=base)
    printed = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert printed.stdout.split() == ["400", "1"]


@pytest.mark.slow
def test_components_that_are_imported_too_late_say_so_and_can_be_imported() -> None:
    script = "from dash import Dash, html\napp = Dash()\napp.layout = html.Div()\n"
    script += "app.server.test_client().get('/')\nimport components\n"
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert "its tables can't be exported" in printed.stderr + printed.stdout


def test_the_file_is_made_of_the_rows_that_the_process_keeps(client: FlaskClient) -> None:
    component = DataTableAIO(data=[{"a": 1}])
    assert ask(client, request_of(component))[0] == 200
    assert component.children[0].data["df"] in {key[-1] for key in table_data.kept_frames()._sources}
