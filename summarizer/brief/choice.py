"""A choice: a quote that a part of the brief can take, with its weight and size."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.brief.quoting import Quote
from summarizer.brief.tabled import Division
from summarizer.schema import BriefPart

__all__ = ["BLOCK_WEIGHT", "LONGEST", "Choice", "Known", "side_of"]

LONGEST: dict[BriefPart, int] = {
    "about": 90,
    "funds": 180,
    "targets": 110,
    "score": 130,
    "results": 100,
    "problems": 150,
    "measures": 110,
}
BLOCK_WEIGHT = 50.0
"""The weight of the first statement of a standard block, above that of any line of a budget."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the brief reports in other words.

    `numbers` are places of numbers in its slots, `pairs` of those of targets shown with a result;
    `scored` says that it has a score; `paired` are
    places of targets that stand with their result; `asked` are the results that a target has;
    `classes` are the scores of classes, `tabled` the divisions that tables give.
    """

    numbers: frozenset[int]
    scored: bool
    paired: frozenset[int]
    asked: frozenset[str]
    pairs: frozenset[int] = frozenset()
    classes: Quote | None = None
    tabled: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A quote that a part of the brief can take."""

    quote: Quote
    part: BriefPart
    group: str
    weight: float
    label: str
    items: tuple[str, ...]
    figures: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Return the room it needs, in characters."""
        return len(self.quote.text) + len(self.label) + 1

    @property
    def rank(self) -> float:
        """Return its weight; for most parts by room."""
        if self.weight == BLOCK_WEIGHT:
            return self.weight
        return self.weight / (1 if self.part in ("about", "funds") else self.size + 20)


# Income and spending of accounts are often one amount.
_SIDES = re.compile("收入支出|收入|支出")


def side_of(part: BriefPart, text: str) -> str:
    """Return which side of the accounts a statement tells of."""
    side = _SIDES.search(text) if part == "funds" else None
    return side[0] if side else ""
