"""All rows of a view as a file, CSV or Excel, written part by part: no more than a part is ever in memory.

CSV is for people who open it in a spreadsheet: it begins with a byte order mark, by which Excel knows UTF-8,
and its lines end as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe in
front. Numbers stay numbers, and what is missing is an empty field.

An Excel file has texts as texts, whatever they begin with, and never a formula. It is written here, and not
by XlsxWriter: that takes five times as long, and gives nothing before all of it is on a disk, so that a proxy
may have given up.

A file is followed by an end of `END_BYTES`, which tells the browser whether it is whole: a proxy in between
may end an answer that broke off as if it were complete.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .predicates import CellKind
from .view import check_columns

logger = logging.getLogger(__name__)

Records = Sequence[dict[str, Any]]
"""Some rows, as the `data` of a DataTable."""

END_BYTES = 256
WHOLE, FAULT = "whole", "fault: "
"""What the end is of a file that is whole, and what it begins with where it says what went wrong."""

MAX_ROWS_XLSX = 1_048_576
MAX_COLUMNS_XLSX = 16_384
MAX_CHARACTERS_XLSX = 32_767
"""What Excel has room for: rows of a sheet, the header among them, its columns, and characters of a cell."""

_FORMULA = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
"""What a text begins with that spreadsheets take for a formula (OWASP, CSV Injection).

The last four are wide forms of the first ones, which some of them read alike.
"""


@dataclass(frozen=True, slots=True)
class ExportedColumn:
    """A column of the file: its id in the table, the name that the reader sees, and what its cells are."""

    id: str
    name: str
    kind: CellKind


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file, and what writes it, given the columns and parts of the rows."""

    media_type: str
    write: Callable[[Sequence[ExportedColumn], Iterable[Records]], Iterator[bytes]]


def exported_columns(columns: Any, hidden: Any, kinds: Mapping[str, CellKind]) -> list[ExportedColumn]:
    """Check the `columns` and `hidden_columns` that the browser has, and give those that are shown.

    Raises
    ------
    ValueError
        If they are no columns of the table, or none is shown.
    """
    hidden = hidden if isinstance(hidden, list) else []
    found: dict[str, ExportedColumn] = {}
    for column in columns if isinstance(columns, list) else [None]:
        match column:
            case {"id": str(name), **others}:
                check_columns([name], kinds, "columns")
                if name not in hidden:
                    found[name] = ExportedColumn(name, _shown_name(others.get("name", name)), kinds[name])
            case _:
                raise ValueError('columns must be like [{"id": "…", "name": "…"}, …].')
    if not found:
        raise ValueError("No column is shown, so there is nothing to write.")
    return list(found.values())


def check_room(file_type: str, columns: Sequence[ExportedColumn], row_count: int) -> None:
    """Raise a ValueError where Excel has no room for all of it."""
    if file_type == "xlsx" and (row_count >= MAX_ROWS_XLSX or len(columns) > MAX_COLUMNS_XLSX):
        raise ValueError(
            f"{row_count:,} rows of {len(columns):,} columns are more than Excel has room for, which is"
            f" {MAX_ROWS_XLSX - 1:,} of {MAX_COLUMNS_XLSX:,}: filter the table, or take the CSV file."
        )


def _shown_name(name: Any) -> str:
    """Give the name of a column in one line, also where its header has several."""
    lines = name if isinstance(name, list) else [name]
    if not all(isinstance(line, str) for line in lines):
        raise ValueError("A column's name must be text, or a list of texts.")
    return " ".join(filter(None, lines)).encode(errors="replace").decode()


def ended(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Put the end after a file: that it is whole, or what went wrong, which the log is told too."""
    end = WHOLE
    try:
        yield from chunks
    except Exception as error:  # noqa: BLE001  the answer has begun, so there is no other way to tell
        logger.warning("An export broke off: %s: %s", type(error).__name__, error)
        end = FAULT + (str(error) if isinstance(error, ValueError) else "Something went wrong on the server.")
    yield end.encode()[:END_BYTES].ljust(END_BYTES)


def write_csv(columns: Sequence[ExportedColumn], parts: Iterable[Records]) -> Iterator[bytes]:
    """Write CSV, a chunk for each part of the rows."""
    names = [column.id for column in columns]
    # Numbers beyond the browser's are sent as text, and are numbers all the same.
    cells = [_plain_text if column.kind == "number" else _safe_text for column in columns]
    text = io.StringIO()
    writer = csv.writer(text)  # RFC 4180 is its default
    writer.writerow([_safe_text(column.name) for column in columns])
    yield "\ufeff".encode()
    for part in parts:
        for row in part:
            writer.writerow([cell(row[name]) for cell, name in zip(cells, names, strict=True)])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _plain_text(value: Any) -> Any:
    return value


def _safe_text(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if value is None else str(value).lower()  # true and false, as the table shows them


# Excel: the parts of a workbook of one sheet that ECMA-376 asks for, and no others ------------------------

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_WORKBOOK = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}

# What XML has a meaning or no characters for, and what looks like the way in which Excel writes the latter.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class _Sink(io.RawIOBase):
    """Takes what `zipfile` writes, until it is fetched."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def fetched(self) -> bytes:
        written, self._written = b"".join(self._written), []
        return written


def write_xlsx(columns: Sequence[ExportedColumn], parts: Iterable[Records]) -> Iterator[bytes]:
    """Write an Excel file, a chunk for each part of the rows."""
    sink = _Sink()
    letters = [_letters(number) for number in range(1, len(columns) + 1)]
    with zipfile.ZipFile(cast("Any", sink), "w", zipfile.ZIP_DEFLATED, compresslevel=3) as file:
        for name, content in _WORKBOOK.items():
            file.writestr(name, _XML + content)
        # Its size isn't known before: beyond 2 GiB it needs the wider fields.
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            header = _row(1, letters, [column.name for column in columns])
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{header}'.encode())
            written = 1
            for part in parts:
                rows = [
                    _row(number, letters, [record[column.id] for column in columns])
                    for number, record in enumerate(part, written + 1)
                ]
                sheet.write("".join(rows).encode())
                written += len(rows)
                yield sink.fetched()
            sheet.write(b"</sheetData></worksheet>")
    yield sink.fetched()


def _row(number: int, letters: Sequence[str], values: Sequence[Any]) -> str:
    cells = [_cell(f"{letter}{number}", value) for letter, value in zip(letters, values, strict=True)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case str():
            _check_length(value)
            text = _SPECIAL.sub(_escaped, value)
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"_x{ord(found[0]):04X}_"


def _check_length(text: str) -> None:
    if 2 * len(text) <= MAX_CHARACTERS_XLSX:  # of which each takes one or two, as JavaScript counts them
        return
    length = len(text.encode("utf-16-le")) // 2
    if length > MAX_CHARACTERS_XLSX:
        raise ValueError(
            f"A text of {length:,} characters doesn't fit into a cell of Excel, which has room for"
            f" {MAX_CHARACTERS_XLSX:,}: take the CSV file."
        )


def _letters(number: int) -> str:
    """Name a column as Excel does: A to Z, then AA."""
    before, last = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


FILE_TYPES = {
    "csv": FileType("text/csv; charset=utf-8", write_csv),
    "xlsx": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
"""The files that are written part by part."""

MEDIA_TYPES = {name: file_type.media_type for name, file_type in FILE_TYPES.items()} | {
    "parquet": "application/vnd.apache.parquet"
}
