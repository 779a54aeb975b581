"""TextWithCountAIO: what it lays out, what it refuses, and its callback."""

from __future__ import annotations

from typing import Any

import pytest
from text_with_count import TextWithCountAIO


def test_the_words_of_the_text_are_counted_from_the_start() -> None:
    textarea, count = TextWithCountAIO("one two").children
    assert textarea.value == "one two"
    assert count.children == "2 words"


def test_properties_are_passed_down_and_the_callers_stay_as_they_are() -> None:
    given = {"value": "one", "rows": 3}
    textarea, count = TextWithCountAIO("other", textarea_props=given, count_props={"title": "Words"}).children
    assert (textarea.value, textarea.rows) == ("one", 3)
    assert (count.children, count.title) == ("1 word", "Words")
    assert given == {"value": "one", "rows": 3}


def test_each_part_has_its_id_and_each_instance_an_aio_id_of_its_own() -> None:
    textarea, count = TextWithCountAIO(aio_id="mine").children
    assert textarea.id == TextWithCountAIO.ids.textarea("mine")
    assert count.id == TextWithCountAIO.ids.count("mine")
    assert len({TextWithCountAIO().children[0].id["aio_id"] for _ in range(2)}) == 2


@pytest.mark.parametrize("argument", ["textarea_props", "count_props"])
@pytest.mark.parametrize("owned", ["id", "children"])
def test_a_property_of_the_components_own_is_refused(argument: str, owned: str) -> None:
    given: dict[str, Any] = {argument: {owned: "mine"}}
    with pytest.raises(ValueError, match=rf"{argument}\['{owned}'\] can't be given: TextWithCountAIO"):
        TextWithCountAIO(**given)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "0 words"), ("one", "1 word"), (" one\ntwo ", "2 words"), (None, "0 words"), (7, "0 words")],
)
def test_the_callback_counts_whatever_the_browser_sends(text: Any, said: str) -> None:
    assert TextWithCountAIO.count_words(text) == said
