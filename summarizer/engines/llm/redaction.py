"""Redaction (脱敏): personal data is replaced in prompts and restored in replies.

Tokens are numbered in the order of the document (【人名_01】), and equal values get equal tokens.
The mapping is computed from the document when needed and never stored. Amounts and counts stay.
Every request is scanned again before it is sent; a match stops the call.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from summarizer.engines.llm import name_tables as tables
from summarizer.engines.llm.person_names import like_a_name, names_in, no_name
from summarizer.engines.llm.personal_data import LABELS, personal_data

__all__ = ["Redaction", "leaks", "redaction_of"]

# Labels before a colon, a tab or the name; forms print them with blanks and in traditional script.
_LABEL = "|".join(" {0,3}".join(label) for label in sorted(tables.LABELS, key=len, reverse=True))
_ASIDE = r"(?:\s?[(（](?:签字|签名|签章|盖章|手签)[)）])?"
_SEPARATOR = r"(?:\s{0,3}[:：]\s{0,4}|\t{1,2}|[为是系]\s?)"
# A single word after a label is a name, also with an unknown surname. Forms print a blank within
# names of two characters.
_PERSON = r"[一-鿿]{2,4}|[一-鿿][ 　]{1,2}[一-鿿]|[一-鿿]{2,6}[·•][一-鿿]{2,8}"
_LATIN = r"[A-Z][A-Za-z'’.-]{0,20}(?: {1,2}[A-Z][A-Za-z'’.-]{0,20}){0,3}|[a-z]{2,8} [a-z]{2,12}"
_LABEL += "|Contact|Name|Attn|Manager|Director|(?:Prepared|Approved|Reviewed|Signed) by"
_LABELLED = re.compile(rf"(?:{_LABEL}){_ASIDE}{_SEPARATOR}(?=({_PERSON}|{_LATIN})(?![一-鿿·]))")
_NEXT = re.compile(
    rf"(?P<it>{_PERSON}|{_LATIN})(?![一-鿿·])"
    r"(?:\s{0,3}[、,，/;；]\s{0,2}|\s{1,4}|\s?[与和及]\s?)?"
)
_FOREIGN = re.compile(
    rf"\b(?:{'|'.join(sorted(tables.PINYIN))}) [A-Z][a-z]+(?:-?[a-z]+)?\b"
    r"(?! (?:Road|Street|Park|Lake|River|City|Co|Group|University))"
    r"|\b(?:Mr|Ms|Mrs|Dr|Prof)\.? ?[A-Z][a-z]+(?: [A-Z][a-z]+)?\b"
    r"|(?<=专家|教授|经理|顾问|老师|先生|女士|博士|医生)[ :：]?[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}\b"
)
_MINORITY = re.compile(r"[一-鿿]{2,6}[·•][一-鿿]{2,8}")
_TRANSCRIBED = frozenset(
    "阿艾买提麦尔丽古不都力热木江依古娜里克孜拜别卡巴扎斯坦拉达瓦吾斯曼吐尔逊玉苏甫"
)
_KINDS = ("人名", "词", *LABELS)
_TOKEN = re.compile(rf"【(?:{'|'.join(_KINDS)})_\d{{2,}}】")


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names after labels: one, or a list."""
    place = 0
    for label in _LABELLED.finditer(text):
        if label.end() < place:
            continue  # within a list already read
        place, first = label.end(), True
        while found := _NEXT.match(text, place):
            name = "".join(found["it"].split())
            sure = first and text[label.end() - 1] not in "为是系"
            behind = text[found.end() : found.end() + 3]
            if name in tables.NO_NAMES or not _like_a_name(name, behind, sure=sure):
                break
            yield found.span("it")
            place, first = found.end(), False


def _like_a_name(name: str, behind: str, *, sure: bool) -> bool:
    """Return True if a word after a label looks like a name and not like another label, which has a
    colon. `sure`: only a name is expected there."""
    if behind.lstrip()[:1] in (":", "："):
        return False
    if like_a_name(name) or not "一" <= name[0] <= "鿿" or "·" in name:
        return True
    return sure and not no_name(name)


def _persons(text: str) -> Iterator[tuple[int, int]]:
    labelled = list(_labelled(text))
    yield from labelled
    for match in _FOREIGN.finditer(text):
        yield match.span()
    for match in _MINORITY.finditer(text):
        if sum(letter in _TRANSCRIBED for letter in match.group()) > 1:
            yield match.span()
    yield from names_in(text, labelled)


def _spans(
    text: str, words: Iterable[str] = (), *, prose: bool = True
) -> list[tuple[int, int, str]]:
    """Return the places of personal data in a text, in order, without overlap; the first match
    wins. `prose` = False excludes names that only their context reveals."""
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))

    def take(start: int, end: int, label: str) -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append((start, end, label))

    for token in _TOKEN.finditer(text):
        taken[token.start() : token.end()] = b"\1" * (token.end() - token.start())
    for word in words:
        for match in re.finditer(re.escape(word), text):
            take(*match.span(), "词")
    for start, end, label in personal_data(text):
        take(start, end, label)
    for start, end in _persons(text) if prose else _labelled(text):
        take(start, end, "人名")
    return sorted(found)


def leaks(messages: Iterable[dict[str, Any]], words: Iterable[str] = ()) -> list[str]:
    """Return the kinds of personal data still in outgoing messages, except names that only their
    context reveals, since a prompt splits sentences differently from the report."""
    words = tuple(words)
    return [
        label
        for message in messages
        for _, _, label in _spans(str(message.get("content") or ""), words, prose=False)
    ]


class Redaction:
    """The replacements of one document. A name found once is replaced everywhere."""

    def __init__(
        self,
        text: str,
        words: tuple[str, ...] = (),
        *,
        found: list[tuple[int, int, str]] | None = None,
    ) -> None:
        """`found` are known places; an empty list redacts nothing."""
        self.text = text
        self.words = words
        self._found = found

    @cached_property
    def spans(self) -> list[tuple[int, int, str]]:
        """Start, end and token of each replacement, in order."""
        first = _spans(self.text, self.words) if self._found is None else self._found
        names = {_plain(self.text[start:end]) for start, end, label in first if label == "人名"}
        taken = bytearray(len(self.text))
        for start, end, _ in first:
            taken[start:end] = b"\1" * (end - start)
        extra = [
            (start, end, "人名")
            for start, end in _again(self.text, names)
            if not any(taken[start:end])
        ]
        tokens: dict[tuple[str, str], str] = {}
        counts: dict[str, int] = {}
        placed = []
        for start, end, label in sorted([*first, *extra]):
            key = (label, _plain(self.text[start:end]))
            if key not in tokens:
                counts[label] = counts.get(label, 0) + 1
                tokens[key] = f"【{label}_{counts[label]:02d}】"
            placed.append((start, end, tokens[key]))
        return placed

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self.spans]

    @cached_property
    def _values(self) -> dict[str, str]:
        """The value of each token, as first printed."""
        values: dict[str, str] = {}
        for start, end, token in self.spans:
            values.setdefault(token, " ".join(self.text[start:end].split()))
        return values

    def cut(self, start: int, end: int) -> str:
        """Return a slice of the document with tokens for personal data."""
        parts, place = [], start
        for low, high, token in self._touching(start, end):
            parts += [self.text[place : max(low, place)], token]
            place = max(place, min(high, end))
        return "".join((*parts, self.text[place:end]))

    def _touching(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        first = max(0, bisect_left(self._starts, start) - 1)
        for low, high, token in self.spans[first:]:
            if low >= end:
                return
            if high > start:
                yield low, high, token

    def hide(self, words: str) -> str:
        """Return other text (a title, an item) with the document's tokens."""
        for token, value in self._values.items():
            words = words.replace(value, token)
        return words

    def restore(self, words: str) -> str:
        """Return text of a reply with the values restored. Unknown tokens stay visible."""
        return _TOKEN.sub(lambda token: self._values.get(token.group(), token.group()), words)


def _again(text: str, names: set[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the names, without overlap, in one pass for any number of names."""
    lengths = sorted({len(name) for name in names}, reverse=True)
    firsts = "".join({re.escape(name[0]) for name in names})
    start = 0
    while firsts and (match := re.compile(f"[{firsts}]").search(text, start)):
        start = match.start() + 1
        for length in lengths:
            if text[match.start() : match.start() + length] in names:
                yield match.start(), match.start() + length
                start = match.start() + length
                break


def _plain(value: str) -> str:
    return re.sub(r"[\s-]", "", value)


_reading = threading.Lock()


def redaction_of(text: str, words: tuple[str, ...] = ()) -> Redaction:
    """Return the cached redaction of a document's text. It takes a second for 300,000 characters:
    call it in a thread from an event loop."""
    # All chunks of a document call this at the same time.
    with _reading:
        return _read(text, words)


@lru_cache(maxsize=8)
def _read(text: str, words: tuple[str, ...]) -> Redaction:
    redaction = Redaction(text, words)
    _ = redaction.spans
    return redaction
