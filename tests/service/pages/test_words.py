"""Every word that a page says is there in both languages, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import summarizer.service.pages
from summarizer.service.pages.words import WORDS, say

FOLDER = Path(summarizer.service.pages.__file__).parent
SAID = "\n".join(
    one.read_text(encoding="utf-8")
    for one in (*FOLDER.rglob("*.jinja"), *FOLDER.glob("*.py"), *FOLDER.rglob("*.js"))
    if not one.name.startswith("words")
)
# Put together of a code and these.
MADE = ("state_", "kind_", "field_", "do_")


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_blanks(key: str) -> None:
    chinese, english = (
        {name for _, name, _, _ in Formatter().parse(words) if name} for words in WORDS[key]
    )
    assert chinese == english
    assert say(key, "en", **dict.fromkeys(english, "x"))


def test_what_templates_say_is_in_the_catalogue() -> None:
    asked = set(re.findall(r'\bsay\(\s*"(\w+)"', SAID)) - set(MADE)
    assert asked <= set(WORDS)


def test_no_word_is_said_by_nobody() -> None:
    unused = [
        key for key in WORDS if not key.startswith(MADE) and not re.search(rf"\b{key}\b", SAID)
    ]
    assert unused == []
