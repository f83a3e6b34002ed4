"""Stretches: which words of a sentence are those of which number.

A number's own words stand in its clause, since the number or list mark before it and up to the
next one. Words before the first member of a list are the head of all its members; a clause without
a number is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.genre.words import fold
from summarizer.schema import Quantity
from summarizer.verification.label_words import ONLY_VERBS, without_fillers, without_lead

__all__ = ["Sentence", "Stretch"]

Offsets = tuple[int, int]

# Brackets without a number in them are part of a name: 人民武装（民兵）训练.
_CLAUSE_END = re.compile(r"[（(][^（()）\d]{1,30}[）)]|[，,；;：:（）()。]")
# Right behind a number or right before one these part the members of a list; within the words
# between two numbers only 、 does: 企事业及党政联盟单位.
_MARK = "(?:以及|[、和及与并])"
_LISTED = re.compile(rf"\s*(?P<first>{_MARK})|(?P<last>{_MARK})\s*$|(?P<within>、)(?=[^、]*$)")
_ANEW = re.compile("[对为向在]")
# 「由76%提高到88%」: both ends of a change have the words before the first.
_UP_TO = re.compile(r"[提增上下减降升扩缩]?[^，。；]{0,2}[到至]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A number with its own words. `before` and `behind` are folded; `head` are the words before
    the first member of the list that it stands in, "" where it stands in none; `clause` counts
    from the beginning of the sentence."""

    number: Quantity
    before: str
    behind: str
    head: str
    clause: int

    @property
    def words(self) -> str:
        """All own words, with a mark where the number stands."""
        return f"{self.before}|{self.behind}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The stretches of a sentence in order, and the text of each clause, "" where numbers stand
    in it; `breaks` are the clauses that follow a mark stronger than a comma."""

    stretches: tuple[Stretch, ...]
    clauses: tuple[str, ...]
    open: tuple[str, ...]
    breaks: frozenset[int]

    @classmethod
    def of(cls, text: str, start: int, end: int, numbers: Sequence[Quantity]) -> Sentence:
        """A sentence of a report with the checked quantities in it."""
        bounds, breaks = _clauses(text, start, end, numbers)
        homes = [_home(bounds, number) for number in numbers]
        found: list[Stretch] = []
        for place in range(len(numbers)):
            found.append(_stretch(text, place, numbers, homes, bounds, found))
        for place in range(len(found) - 2, -1, -1):
            # 「一支10人义务消防小分队」: both are of what follows.
            gap = text[numbers[place].end : numbers[place + 1].start]
            if not gap.strip() and not found[place].behind:
                found[place] = replace(found[place], behind=found[place + 1].behind)
        held = set(homes)
        words = tuple(fold(text[low:high]) for low, high in bounds)
        opened = tuple("" if place in held else one for place, one in enumerate(words))
        return cls(tuple(found), words, opened, breaks)

    def at(self, number: Quantity) -> Stretch | None:
        """The stretch of one number."""
        return next((one for one in self.stretches if one.number.start == number.start), None)


def _clauses(
    text: str, start: int, end: int, numbers: Sequence[Quantity]
) -> tuple[list[Offsets], frozenset[int]]:
    bounds, breaks, begin = [], set(), start
    inside = iter(numbers)
    number = next(inside, None)
    for mark in _CLAUSE_END.finditer(text, start, end):
        while number and number.end <= mark.start():
            number = next(inside, None)
        if number and number.start <= mark.start():
            continue
        if len(mark.group()) > 1:
            continue
        bounds.append((begin, mark.start()))
        begin = mark.end()
        if mark.group() in "；;。":
            breaks.add(len(bounds))
    bounds.append((begin, end))
    return bounds, frozenset(breaks)


def _home(bounds: Sequence[Offsets], number: Quantity) -> int:
    for place, (_, high) in enumerate(bounds):
        if number.end <= high:
            return place
    return len(bounds) - 1


def _stretch(
    text: str,
    place: int,
    numbers: Sequence[Quantity],
    homes: Sequence[int],
    bounds: Sequence[Offsets],
    earlier: Sequence[Stretch],
) -> Stretch:
    number, home = numbers[place], homes[place]
    low, high = bounds[home]
    last = earlier[-1] if place and homes[place - 1] == home else None
    before, head = fold(text[low : number.start]), ""
    if last is not None:
        gap = text[last.number.end : number.start]
        before, head = _after(gap, last)
    if place + 1 < len(numbers) and homes[place + 1] == home:
        behind = _up_to_next(text[number.end : numbers[place + 1].start], before)
    else:
        behind = text[number.end : high]
    return Stretch(number, before, fold(behind), head, home)


def _up_to_next(gap: str, before: str) -> str:
    """The words between a number and the next one in the clause that are the first one's."""
    mark = _LISTED.search(gap)
    if mark:
        return gap[: mark.start()]
    # A number that has its name before it leaves what follows to the next one.
    named = without_lead(before) and not before.endswith("的")
    return "" if named else gap


def _after(gap: str, last: Stretch) -> tuple[str, str]:
    """The words between a number and the one before it in the clause, and the head of both."""
    if not without_fillers(gap) or _UP_TO.match(gap):
        return last.before, last.head
    mark = None if _ANEW.match(gap) else _LISTED.search(gap)
    if mark:
        return fold(gap[mark.end() :]), last.head or _shared(last)
    return fold(gap), "" if last.behind else last.before


def _shared(first: Stretch) -> str:
    """What the members of a list share: the words before the first number if its name follows
    it, otherwise the verb that its name begins with."""
    if without_fillers(first.behind):
        return first.before
    verb = ONLY_VERBS.match(first.before)
    return verb.group() if verb else ""
