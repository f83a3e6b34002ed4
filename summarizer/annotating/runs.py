"""Locate the characters of a Word paragraph in its runs, and split runs at a character."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

__all__ = ["Sign", "covering", "find", "signs_of"]

_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:instrText")})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Sign:
    """A character of a paragraph: its run, its text element, and its index in the element."""

    sign: str
    run: Any
    text: Any
    at: int


def signs_of(paragraph: Any) -> list[Sign]:
    """Return the visible characters of a paragraph, without blanks, which readers join and drop."""
    return [
        Sign(sign, text.getparent(), text, at)
        for text in _texts(paragraph)
        for at, sign in enumerate(text.text or "")
        if not sign.isspace()
    ]


def _texts(paragraph: Any) -> Iterator[Any]:
    for text in paragraph.iter(qn("w:t")):
        above = list(text.iterancestors())
        own = next(one for one in above if one.tag == qn("w:p"))
        shown = above[0].tag == qn("w:r") and not any(one.tag in _GONE for one in above)
        if own is paragraph and shown:
            yield text


def find(words: str, signs: list[Sign], near: int) -> tuple[int, int] | None:
    """Return the first and last character of the words, ignoring blanks; of several matches the one
    nearest to `near`.
    """
    wanted = "".join(words.split())
    held = "".join(one.sign for one in signs)
    places: list[int] = []
    at = held.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = held.find(wanted, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(wanted) - 1


def covering(first: Sign, last: Sign) -> tuple[Any, Any]:
    """Return the first and last run that hold exactly these characters and those between; split
    runs that hold more.
    """
    if last.at + 1 < len(last.text.text or ""):
        _cut(last.run, last.text, last.at + 1)
    elif last.text.getnext() is not None:
        _cut(last.run, last.text, len(last.text.text or ""))
    begun = first.at > 0 or _has_before(first.text)
    if not begun:
        return first.run, last.run
    behind = _cut(first.run, first.text, first.at)
    return behind, behind if first.run is last.run else last.run


def _has_before(text: Any) -> bool:
    before = text.getprevious()
    return before is not None and before.tag != qn("w:rPr")


def _cut(run: Any, text: Any, at: int) -> Any:
    """Split a run within one of its texts and return the run after the split."""
    place = run.index(text)
    behind = deepcopy(run)
    for child in list(behind)[:place]:
        if child.tag != qn("w:rPr"):
            behind.remove(child)
    rest = next(child for child in behind if child.tag == qn("w:t"))
    words = text.text or ""
    text.text, rest.text = words[:at], words[at:]
    for one in (text, rest):
        one.set(_SPACE, "preserve")
    if not rest.text:
        behind.remove(rest)
    for child in list(run)[place + 1 :]:
        run.remove(child)
    run.addnext(behind)
    return behind
