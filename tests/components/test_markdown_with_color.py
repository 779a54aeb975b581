"""MarkdownWithColorAIO: its defaults, what overrides them, and its callback."""

from __future__ import annotations

from typing import Any

import pytest

from components import MarkdownWithColorAIO


def parts(component: MarkdownWithColorAIO) -> tuple[Any, Any]:
    """The dropdown and the Markdown."""
    dropdown, markdown = component.children
    return dropdown, markdown


def test_text_alone_gives_four_colours_and_the_first_one() -> None:
    dropdown, markdown = parts(MarkdownWithColorAIO("text"))
    assert dropdown.options == ["#001f3f", "#0074D9", "#85144b", "#3D9970"]
    assert dropdown.value == "#001f3f"
    assert markdown.children == "text"
    assert markdown.style == {"color": "#001f3f"}


def test_colors_are_the_options_and_the_first_one_the_value() -> None:
    dropdown, markdown = parts(MarkdownWithColorAIO("text", colors=("red", "blue")))
    assert dropdown.options == ["red", "blue"]
    assert dropdown.value == "red"
    assert markdown.style == {"color": "red"}


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (["red", "blue"], "red"),
        ([{"label": "Red", "value": "#f00"}], "#f00"),
        ({"#f00": "Red", "#00f": "Blue"}, "#f00"),
        ([], None),
    ],
)
def test_the_value_is_the_first_option_in_each_form_that_options_have(options: Any, first: Any) -> None:
    dropdown, markdown = parts(MarkdownWithColorAIO("text", dropdown_props={"options": options}))
    assert dropdown.options == options
    assert dropdown.value == first
    assert markdown.style == {"color": first}


def test_a_given_value_is_kept_and_painted() -> None:
    dropdown, markdown = parts(MarkdownWithColorAIO("text", dropdown_props={"value": "#85144b"}))
    assert dropdown.value == "#85144b"
    assert markdown.style == {"color": "#85144b"}


def test_given_children_and_style_are_kept() -> None:
    given = {"children": "other", "style": {"fontSize": 20}}
    _, markdown = parts(MarkdownWithColorAIO("text", markdown_props=given))
    assert markdown.children == "other"
    assert markdown.style == {"fontSize": 20}
    assert given == {"children": "other", "style": {"fontSize": 20}}


@pytest.mark.parametrize(
    ("argument", "props", "message"),
    [
        (
            "dropdown_props",
            {"id": "x"},
            r"dropdown_props\['id'\].*MarkdownWithColorAIO makes each id of aio_id",
        ),
        (
            "markdown_props",
            {"id": "x"},
            r"markdown_props\['id'\].*MarkdownWithColorAIO makes each id of aio_id",
        ),
        ("dropdown_props", {"multi": True}, r"dropdown_props\['multi'\].*one colour"),
    ],
)
def test_a_property_of_the_components_own_is_refused(
    argument: str, props: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        MarkdownWithColorAIO("text", **{argument: props})  # type: ignore[arg-type]


def test_the_callback_changes_the_colour_and_keeps_the_rest_of_the_style() -> None:
    update = MarkdownWithColorAIO.update_markdown_style
    assert update("red", {"color": "blue", "fontSize": 20}) == {"color": "red", "fontSize": 20}
    assert update(None, {"color": "blue"}) == {"color": None}


@pytest.mark.parametrize("style", [None, "red", 3, [1]])
@pytest.mark.parametrize("color", [None, {"a": 1}, ["red"], 5, True])
def test_the_callback_takes_anything_that_a_browser_may_send(color: Any, style: Any) -> None:
    assert MarkdownWithColorAIO.update_markdown_style(color, style) == {"color": None}
