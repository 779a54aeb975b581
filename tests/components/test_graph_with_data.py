"""`GraphWithDataAIO` on the server: what is refused, what is drawn of whatever a browser sends, and what is told."""

from __future__ import annotations

import logging
import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import dcc, no_update

from components import AgGridAIO, DataTableAIO, GraphWithDataAIO, redis_store
from components.graph_with_data import EMPTY, UNDRAWN
from components.graphs.alternative import listed
from components.tables.faults import EXPIRED, UNREGISTERED_FIGURE
from tests.components.test_sources import name as new_name

FRAME = pd.DataFrame({"x": [1, 2, 3, 4], "y": [10.0, 20.0, 30.0, None], "kind": ["a", "b", "a", "c"]})


@GraphWithDataAIO.figure
def points(frame: pd.DataFrame) -> go.Figure:
    return go.Figure(go.Scatter(x=frame["x"], y=frame["y"], name="points"))


@GraphWithDataAIO.figure(columns=["x"])
def themed(frame: pd.DataFrame, theme: str, width: int) -> dict[str, Any]:
    return {
        "data": [{"type": "scatter", "x": frame["x"], "text": list(frame.columns)}],
        "layout": {"title": {"text": f"{theme}, {width}"}},
    }


@GraphWithDataAIO.figure(by=["kind"], values={"rows": "count"})
def counts(frame: Any) -> go.Figure:
    return go.Figure(go.Bar(x=frame["kind"], y=frame["rows"]))


@GraphWithDataAIO.figure
def broken(frame: pd.DataFrame) -> go.Figure:
    raise KeyError(f"secret of {len(frame)}")


@GraphWithDataAIO.figure
def no_figure(frame: pd.DataFrame) -> int:
    return len(frame)


@GraphWithDataAIO.figure
def many(_: pd.DataFrame) -> go.Figure:
    return go.Figure(go.Scattergl(x=list(range(50_001)), y=list(range(50_001))))


def undeclared(_: pd.DataFrame) -> go.Figure:
    return go.Figure()


def made(figure: Any = points, **arguments: Any) -> Any:
    return GraphWithDataAIO(**({"df": FRAME} | arguments), figure=figure)


def part(component: Any, subcomponent: str) -> Any:
    return next(
        found
        for found in component._traverse()
        if isinstance(getattr(found, "id", None), dict) and found.id["subcomponent"] == subcomponent
    )


def drawn(component: Any, asked: Any = None, **store: Any) -> tuple[Any, Any, str | None]:
    """The figure, its alternative, and the notice's text."""
    figure, words, notice = GraphWithDataAIO.draw(
        {} if asked is None else asked, part(component, "store").data | store
    )
    return figure, words, None if notice is None else notice.children


# What is drawn.


def test_the_rows_are_those_that_are_filtered() -> None:
    figure, words, notice = drawn(made(), {"filter": {"filter_query": "{x} > 1"}})
    assert listed(figure["data"][0]["x"]) == [2, 3, 4]
    assert words == (
        "A scatter chart. X horizontally from 2 to 4. Y vertically from 20 to 30. The tab Table has its data."
    )
    assert notice is None


def test_a_grids_filter_is_understood() -> None:
    model = {"kind": {"filterType": "text", "type": "equals", "filter": "a"}}
    figure, *_ = drawn(made(table=AgGridAIO), {"filter": {"view": {"filterModel": model}}})
    assert listed(figure["data"][0]["x"]) == [1, 3]


def test_what_is_selected_in_the_chart_does_not_change_it() -> None:
    figure, *_ = drawn(made(), within=[{"column": "x", "values": [1]}])
    assert len(listed(figure["data"][0]["x"])) == 4


def test_a_function_gets_its_columns_the_pages_theme_and_its_width() -> None:
    figure, words, _ = drawn(made(themed, alt="In words."), {"theme": "dark", "width": 400})
    assert figure["data"][0]["text"] == ["x"]
    assert figure["layout"]["title"]["text"] == "dark, 400"
    assert words == "In words. The tab Table has its data."
    for forged, told in [({"theme": ["x"], "width": "y"}, "light, 720"), ({"width": 10**9}, "light, 4000")]:
        assert drawn(made(themed), forged)[0]["layout"]["title"]["text"] == told


def test_an_aggregate_is_what_the_filtered_rows_come_to() -> None:
    figure, *_ = drawn(made(counts), {"filter": {"filter_query": "{x} < 4"}})
    (bars,) = figure["data"]
    assert (listed(bars["x"]), listed(bars["y"])) == (["a", "b"], [2, 1])


def test_zoom_and_legend_stay_and_a_selection_can_be_made() -> None:
    layout = drawn(made(selects={"x": "x"}))[0]["layout"]
    assert (layout["dragmode"], layout["clickmode"]) == ("select", "event+select")
    other = drawn(made(df=FRAME.head(3)))[0]["layout"]
    assert layout["uirevision"] == other["uirevision"]
    assert "dragmode" not in other


def test_the_table_is_made_with_the_same_data_and_id() -> None:
    component = made(aio_id="graph", table_props={"page_size": 3}, base_filter="{x} > 1")
    table = part(component, "kept_table").data["table"]
    assert part(table, "datatable").page_size == 3
    assert part(table, "datatable").id == DataTableAIO.ids.datatable("graph")
    assert table.children[0].data["part"] == part(component, "store").data["part"]


def test_new_data_is_that_of_the_table() -> None:
    patch = GraphWithDataAIO.new_data(FRAME.head(2)).to_plotly_json()
    told = {step["location"][0]: step["params"]["value"] for step in patch["operations"]}
    figure, *_ = drawn(made(), **told)
    assert len(listed(figure["data"][0]["x"])) == 2


def test_an_app_takes_the_rows_that_are_filtered_and_selected() -> None:
    store = part(made(), "store").data
    view = {"filter": {"filter_query": "{x} > 1"}, "within": [{"column": "kind", "values": ["a"]}]}
    assert GraphWithDataAIO.visible_df(store, view)["x"].tolist() == [3]
    assert GraphWithDataAIO.visible_df(store, columns=["kind"]).columns.tolist() == ["kind"]
    with pytest.raises(ValueError, match="secret"):
        GraphWithDataAIO.visible_df(store, view, ["secret"])


# What is told.


def test_no_rows_are_told_without_a_call_of_the_function() -> None:
    figure, words, notice = drawn(made(broken), {"filter": {"filter_query": "{x} > 9"}})
    assert (figure["data"], words, notice) == ([], EMPTY, EMPTY)


@pytest.mark.parametrize("function", [broken, no_figure])
def test_a_function_that_fails_is_told_and_the_log_has_its_trace(
    function: Any, caplog: pytest.LogCaptureFixture
) -> None:
    figure, words, notice = drawn(made(function))
    assert (figure, words, notice) == (no_update, no_update, UNDRAWN)
    assert caplog.records[-1].exc_info is not None


def test_many_marks_are_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    drawn(made(many))
    assert "draws 50,001 marks: a browser takes long for more than 50,000" in caplog.text


def test_data_that_is_gone_is_told() -> None:
    component = made(df=FRAME.assign(z=new_name()))
    assert drawn(component, df="0" * 64)[2] == EXPIRED


@pytest.mark.parametrize("figure", ["os.system", f"{__name__}.undeclared", None, ["x"], {}])
def test_only_declared_functions_can_be_named(figure: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    assert drawn(made(), figure=figure)[2] == UNREGISTERED_FIGURE
    assert "was declared in this process" in caplog.text


def test_the_function_of_another_graph_gets_no_columns_that_this_one_lacks() -> None:
    component = made(table_props={"columns": [{"id": "y"}, {"id": "kind"}]}, base_filter="{x} < 9")
    assert drawn(component)[2] == UNDRAWN  # for it is one of x
    _, _, notice = drawn(component, figure=f"{__name__}.themed")
    assert "'x'" in str(notice)
    assert drawn(component, figure=f"{__name__}.counts")[2] is None


def test_texts_that_have_no_form_in_an_answer_are_answered() -> None:
    _, words, _ = drawn(made(), title="\ud800")
    words.encode()


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": "x"},
        {"filter": ["x"]},
        {"filter": {"filter_query": ["x"]}},
        {"filter": {"filter_query": "{"}},
        {"filter": {"filter_query": "{secret} = 1"}},
        {"filter": {"view": "x"}},
        {"filter": {"view": {"filterModel": {"x": 1}}}},
        {
            "filter": {
                "view": {"filterModel": {"x": {"filterType": "number", "type": "equals", "filter": 10**400}}}
            }
        },
    ],
)
def test_a_filter_that_makes_no_sense_is_told(asked: Any) -> None:
    figure, words, notice = drawn(made(), asked)
    assert (figure, words) == (no_update, no_update)
    assert notice


# What is refused.


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"figure": None}, TypeError, "declared with @GraphWithDataAIO.figure"),
        ({"figure": undeclared}, TypeError, "declared with @GraphWithDataAIO.figure"),
        ({"figure": "points"}, TypeError, "declared with @GraphWithDataAIO.figure"),
        ({"df": None}, ValueError, "None of df, key, source, data is given"),
        ({"key": "x"}, ValueError, "df= and key= are given"),
        ({"title": 1}, TypeError, "title= must be a text, not 1"),
        ({"sources_text": dcc.Markdown("x")}, TypeError, "sources_text= must be a text"),
        ({"table": dict}, TypeError, "table= must be DataTableAIO or AgGridAIO"),
        ({"selects": {"z": "x"}}, ValueError, "x, y, legend, point, not 'z'"),
        ({"selects": {"x": "secret"}}, ValueError, "secret"),
        ({"graph_props": {"figure": {}}}, ValueError, "graph_props['figure'] can't be given"),
        ({"tabs_props": {"id": "x"}}, ValueError, "tabs_props['id'] can't be given"),
        ({"table_props": {"key": "x"}}, ValueError, "table_props['key'] can't be given"),
        ({"table_props": {"data": []}}, ValueError, "df= and data= are given"),
        ({"table_props": {"page_size": 0}}, ValueError, "page_size"),
        ({"table_props": {"filter_query": "{x} > 1"}}, ValueError, "filter_query can't be given"),
        (
            {"table": AgGridAIO, "table_props": {"grid_props": {"filterModel": {"x": {}}}}},
            ValueError,
            "grid_props.filterModel can't be given",
        ),
        ({"figure": counts, "table_props": {"columns": [{"id": "x"}]}}, ValueError, "kind"),
        ({"figure": themed, "table_props": {"columns": [{"id": "y"}]}}, ValueError, "x"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        GraphWithDataAIO(**({"df": FRAME, "figure": points} | arguments))


def test_only_functions_of_a_module_can_be_declared() -> None:
    def inside(_: Any) -> None: ...

    for function in (inside, lambda frame: frame, print, 1):
        with pytest.raises(TypeError, match="write a function of a module"):
            GraphWithDataAIO.figure(function)  # type: ignore[type-var]
    with pytest.raises(ValueError, match="columns= is for the rows themselves"):
        GraphWithDataAIO.figure(columns=["x"], by=["kind"])


def test_the_callers_dictionaries_stay_as_they_were() -> None:
    props = {"style": {"height": "1px"}, "config": {"scrollZoom": True}}
    graph = part(made(graph_props=props), "graph")
    assert props == {"style": {"height": "1px"}, "config": {"scrollZoom": True}}
    assert graph.style == {"height": "1px"}
    assert graph.config["scrollZoom"]
    assert graph.config["responsive"]


def test_a_layout_that_is_sent_again_has_its_data_in_the_store() -> None:
    component = made(df=FRAME.assign(z=new_name()))
    key = part(component, "store").data["df"]
    redis_store.delete(key)
    component.to_plotly_json()
    assert len(redis_store.load(key)) == 4
