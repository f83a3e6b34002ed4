"""The texts of the comparison, and their gold items at known places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evals.dataset import Gold, load, names
from evals.oracle import mention_of

__all__ = ["Told", "Writing", "five", "repeated"]

Json = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """One gold item at its place in a text; `number` is the place of its figure."""

    key: str
    kind: str
    metric: str
    start: int
    end: int
    number: Span | None
    item: Json
    # The problem that a measure answers.
    addresses: str = ""


@dataclass(frozen=True)
class Writing:
    """One text with its gold items, in the order of their places."""

    name: str
    text: str
    told: tuple[Told, ...]

    @cached_property
    def packed(self) -> tuple[str, tuple[int, ...]]:
        """The text without blanks, and the offset of each character."""
        kept = [(mark, place) for place, mark in enumerate(self.text) if not mark.isspace()]
        return "".join(mark for mark, _ in kept), tuple(place for _, place in kept)

    def within(self, start: int, end: int) -> list[Told]:
        """Return the items whose evidence begins in a range."""
        return [told for told in self.told if start <= told.start < end]


def five() -> list[Writing]:
    """Return the sample reports."""
    return [_writing(load(name), load(name).text, 0) for name in names()]


def repeated(name: str, times: int) -> Writing:
    """Return one report many times, with changed digits in the figures of every copy, so that
    caches and merging of duplicates have no effect."""
    gold, dice = load(name), random.Random(16)
    copies: list[str] = []
    told: list[Told] = []
    for number in range(times):
        text = _redigited(gold, dice) if number else gold.text
        told += _writing(gold, text, number * len(gold.text)).told
        copies.append(text)
    return Writing(f"{gold.name}x{times}", "".join(copies), tuple(told))


def _writing(gold: Gold, text: str, shift: int) -> Writing:
    ordered = sorted(gold.items, key=lambda item: (item["evidence"][0][0], item["id"]))
    return Writing(gold.name, text, tuple(_told(item, gold, shift) for item in ordered))


def _told(item: Json, gold: Gold, shift: int) -> Told:
    mention = mention_of(item, gold) if item["type"] in ("target", "result") else None
    start, end, _ = _evidence(item, mention)
    return Told(
        key=f"{gold.name}+{shift}/{item['id']}",
        kind=item["type"],
        metric=item["metric"],
        start=start + shift,
        end=end + shift,
        number=(mention["start"] + shift, mention["end"] + shift) if mention else None,
        item=item,
        addresses=next(
            (link[2] for link in gold.links if link[:2] == ("addresses", item["id"])), ""
        ),
    )


def _evidence(item: Json, mention: Json | None) -> tuple[int, int, str]:
    """Return the range of evidence with the number, else the first."""
    stretches: Sequence[tuple[int, int, str]] = item["evidence"]
    for start, end, quote in stretches:
        if mention and start <= mention["start"] and mention["end"] <= end:
            return start, end, quote
    return stretches[0]


def _redigited(gold: Gold, dice: random.Random) -> str:
    marks = list(gold.text)
    for place in _free_digits(gold):
        marks[place] = str(dice.randint(0, 9))
    return "".join(marks)


def _free_digits(gold: Gold) -> Iterator[int]:
    """Yield the digits after the first of each figure; changing them keeps the kind of number."""
    for item in gold.items:
        mention = mention_of(item, gold) if item["type"] in ("target", "result") else None
        for digit in re.finditer(r"(?<=\d)\d", mention["text"] if mention else ""):
            yield mention["start"] + digit.start()  # type: ignore[index]
