"""A slip in one module is told on the pages that it is on, and the rest of the site is loaded."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

import components
from gallery.loading import Page, Section, load_site
from gallery.loading.duplicates import written_ids

Load = Callable[[dict[str, str]], tuple[dict[str, Page | Section], dict[str, str]]]

EXAMPLE = '"""Title\n\nText."""\nfrom dash import html\nlayout = html.P("text", id="{}")\n'
SITE = {
    "__init__": 'SITE = {"/": "home", "/404": "lost"}\nSECTIONS = ["first", "second"]\n',
    "home": EXAMPLE.format("home"),
    "lost": EXAMPLE.format("lost"),
    "first/__init__": '"""First\n\nText.\n\nProse."""\nCOMPONENT = "DataTableAIO"\nEXAMPLES = ["a", "b_c"]\n',
    "first/a": EXAMPLE.format("a"),
    "first/b_c": EXAMPLE.format("b"),
    "second/__init__": '"""Second"""\nCOMPONENT = ""\nEXAMPLES = ["d"]\n',
    "second/d": EXAMPLE.format("d"),
}
PATHS = ["/", "/404", "/first", "/first/a", "/first/b-c", "/second", "/second/d"]
NUMBERS = itertools.count()


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Load:
    """Load a package of pages that has other files: all pages by path, and what is told of those that fail."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def load(changes: dict[str, str]) -> tuple[dict[str, Page | Section], dict[str, str]]:
        name = f"made_up_pages_{next(NUMBERS)}"
        for file, source in (SITE | changes).items():
            path = tmp_path / name / f"{file}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        own, sections = load_site(name)
        found: list[Page | Section] = [*own]
        for section in sections:
            found += [section, *section.examples]
        errors = {}
        for page in found:
            if page.error:
                assert str(page.error) in caplog.text
                told = f"{type(page.error).__name__}: {page.error}"
                assert told in page.prose if isinstance(page, Section) else page.module is None
                errors[page.path] = told.replace(f"{name}.", "")
        return {page.path: page for page in found}, errors

    return load


def test_a_site_without_a_slip_has_no_error(load: Load) -> None:
    pages, errors = load({})
    assert list(pages) == PATHS
    assert errors == {}
    assert pages["/first"].prose == "Prose."


ROOT, SECOND = SITE["__init__"], SITE["second/__init__"]
SLIPS: list[tuple[dict[str, str], str, str]] = [
    ({"second/d": "1 / 0"}, "/second/d", "ZeroDivisionError: division by zero"),
    ({"second/__init__": "1 / 0"}, "/second", "ZeroDivisionError: division by zero"),
    (
        {"second/__init__": SECOND.replace('"d"', '"d", "no_file"')},
        "/second/no-file",
        "ModuleNotFoundError: No module named 'second.no_file'",
    ),
    ({"__init__": ROOT.replace("home", "gone")}, "/", "ModuleNotFoundError: No module named 'gone'"),
    (
        {"__init__": ROOT.replace('"second"', '"second", "third"')},
        "/third",
        "ModuleNotFoundError: No module named 'third'",
    ),
    (
        {"second/__init__": 'COMPONENT = ""\n'},
        "/second",
        "AttributeError: module 'second' has no attribute 'EXAMPLES'",
    ),
    (
        {"second/__init__": SECOND.replace('= ""', '= "NoSuchAIO"')},
        "/second",
        "AttributeError: second.COMPONENT is 'NoSuchAIO', which components doesn't have.",
    ),
]


@pytest.mark.parametrize(("changes", "path", "error"), SLIPS)
def test_a_slip_is_told_on_its_page_alone(load: Load, changes: dict[str, str], path: str, error: str) -> None:
    pages, errors = load(changes)
    assert errors == {path: error}
    assert pages.keys() >= set(PATHS[:5])


@pytest.mark.parametrize(
    ("changes", "owners"),
    [
        (
            {"first/__init__": 'COMPONENT = ""\nEXAMPLES = ["a", "a", "b_c"]\n'},
            {"/first/a": "first.a and of first.a"},
        ),
        ({"__init__": ROOT.replace("/404", "/first/a")}, {"/first/a": "first.a and of lost"}),
        ({"__init__": ROOT.replace("/404", "/second")}, {"/second": "second and of lost"}),
        (
            {"__init__": ROOT.replace('"second"', '"second", "second"')},
            {"/second": "second and of second", "/second/d": "second.d and of second.d"},
        ),
    ],
)
def test_a_path_that_several_have_is_one_page_that_names_them(
    load: Load, changes: dict[str, str], owners: dict[str, str]
) -> None:
    pages, errors = load(changes)
    assert errors == {path: f"DuplicateError: {path} is the path of {of}." for path, of in owners.items()}
    assert pages.keys() >= set(PATHS) - {"/404"}


def test_an_id_of_two_examples_is_told_on_both_with_both_places(load: Load) -> None:
    _, errors = load({"second/d": EXAMPLE.format("a")})
    told = "DuplicateError: id='a' is in first.a, line 5, and in second.d, line 5."
    assert errors == {"/first/a": told, "/second/d": told}


def test_what_components_says_to_have_and_has_not_is_told_where_it_is_used(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "__all__", [*components.__all__, "GoneAIO"])
    using = {
        "first/a": "from components import DataTableAIO, GoneAIO\n",
        "second/__init__": 'COMPONENT = "GoneAIO"\nEXAMPLES = ["d"]\n',
    }
    pages, errors = load(using)
    assert list(errors) == ["/first/a", "/second"]
    example = pages["/first/a"]
    assert isinstance(example, Page)
    assert example.public_names == ["DataTableAIO"]


def test_ids_are_found_as_they_are_written() -> None:
    source = (
        'layout = [html.P(id="a"), DataTableAIO(df, aio_id="a"), dcc.Input(id=name), AgGridAIO(aio_id="a"),\n'
        'html.P(id="a"), DataTable(columns=[{"id": "column"}])]\n'
        '@callback(Output("b", "children"), Input({"kind": "c"}, "value"), State(DataTableAIO.ids.store("a"), "data"))\n'
        "def function(value): pass\n"
    )
    assert written_ids(source) == {
        "id='a'": 1, "DataTableAIO(aio_id='a')": 1, "AgGridAIO(aio_id='a')": 1, "id='b'": 3,
    }  # fmt: skip
    assert written_ids("layout = (") == {}
