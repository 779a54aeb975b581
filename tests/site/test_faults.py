"""The page of what can go wrong: its texts are the components' own, and each of its rows is held by a test."""

from __future__ import annotations

import ast
import urllib.request
from html.parser import HTMLParser

import pytest

from components import redis_store
from components.tables import faults
from pages.faults import TABLES, Fault
from tests.server import ROOT

FAULTS = [fault for faults in TABLES.values() for fault in faults]
NOTICES = {
    name: value
    for name, value in vars(faults).items()
    if name.isupper() and isinstance(value, str) and value.endswith(".")
}


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.happens[:40] for fault in FAULTS])
def test_each_row_is_held_by_a_test_that_exists(fault: Fault) -> None:
    path, _, name = fault.held_by.partition("::")
    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_notice_has_a_row() -> None:
    assert NOTICES
    assert set(NOTICES.values()) <= {fault.reader for fault in FAULTS}


def test_every_fault_of_the_store_has_a_row() -> None:
    shown = " ".join(fault.happens for fault in FAULTS)
    faults = {name for name in redis_store.__all__ if name.endswith("Error")}
    # What a caller's value can't be stored for is what its table shows instead, and `StoreError` is all of them.
    assert {name for name in faults if name not in shown} == {"StoreError", "StoreValueError"}


def test_every_fault_of_a_source_has_a_row() -> None:
    for kind, said in faults.SOURCE_FAULTS.items():
        (shown,) = [fault for fault in TABLES["Sources"] if f"`{kind.__name__}`" in fault.happens]
        assert shown.reader.startswith(said)


def test_the_page_shows_the_texts_as_they_are(site: str) -> None:
    class Text(HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += data

    parser = Text()
    with urllib.request.urlopen(f"{site}/when-something-goes-wrong") as response:
        parser.feed(response.read().decode())
    for notice in NOTICES.values():
        assert notice in parser.text
