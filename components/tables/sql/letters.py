"""Capitals, small letters, and the order of UTF-16 units, for databases that have other opinions on them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import NamedTuple

MARK = "\U0010ffff"
"""The last character of all."""

_ODD = re.compile("[\ue000-\uffff\U0010ffff]")

FIRST_ODD = "\ue000"
"""The first character by which the order of code points and that of UTF-16 units differ."""


class Letters(NamedTuple):
    """How texts change into capitals or small letters.

    Parameters
    ----------
    single
        The characters that become one other, and what they become.
    several
        What becomes several characters, by character.
    """

    single: tuple[str, str]
    several: dict[str, str]


@cache
def capitals() -> Letters:
    """Say what each character's capitals are."""
    return _changed(str.upper)


@cache
def small_letters() -> Letters:
    """Say what each character's small letters are; of Σ, those within a word."""
    return _changed(str.lower)


def _changed(change: Callable[[str], str]) -> Letters:
    changed = {letter: other for letter in _characters() if (other := change(letter)) != letter}
    single = {letter: other for letter, other in changed.items() if len(other) == 1}
    several = {letter: other for letter, other in changed.items() if len(other) > 1}
    return Letters(("".join(single), "".join(single.values())), several)


def _characters() -> list[str]:
    return [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


@cache
def final_sigma() -> str:
    """Give the pattern of a Σ that ends a word: what precedes it is its first group, what follows the second.

    It follows a letter with capitals, and none follows it; marks and the like between them don't count.
    """
    cased = _class(lambda letter: letter.isupper() or letter.islower() or letter.istitle())
    ignored = _class(
        lambda letter: (
            unicodedata.category(letter) in {"Mn", "Me", "Cf", "Lm", "Sk"}
            or letter in "'.:·\u2019\u2024\u2027"
        )
    )
    return f"([{cased}][{ignored}]*)\u03a3([{ignored}]*(?:[^{cased}{ignored}]|$))"


def _class(belongs: Callable[[str], bool]) -> str:
    """Write the characters that belong together as ranges of a regular expression."""
    codes = [ord(letter) for letter in _characters() if belongs(letter)]
    runs = [list(run) for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


def utf16_key(text: str) -> str:
    """Rewrite a text so that code points are in the order of UTF-16 units; databases do it likewise."""
    return _ODD.sub(lambda found: MARK + ("\x01" if found[0] == MARK else found[0]), text)
