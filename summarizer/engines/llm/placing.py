"""Placing: which quantity of the report an item means.

A model copies a number and names its sentence. The scanner's quantities of that sentence are looked
at first, then those of its neighbours, then those of the whole chunk when only one says the same.
Of several that say the same the one is taken whose surroundings bear the item's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from summarizer.quantities import scan
from summarizer.quantities.comparison import same_amount
from summarizer.schema import Chunk, Quantity

__all__ = ["Placed", "fold", "place", "support"]

NEAR = 2
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity and the number of the sentence that it stands in."""

    quantity: Quantity
    sentence: int


def place(
    number: str, sentence: int, name: str, chunk: Chunk, *, taken: Sequence[int] = ()
) -> Placed | None:
    """The quantity that a copied number means, or None when there is none near.

    `taken` holds where the quantities of the items before this one begin: items come in reading
    order, and each has a number of its own.
    """
    if not number:
        return None
    for ring in _rings(sentence, chunk):
        found = [one for at in ring for one in _alike(number, at, chunk)]
        if len(found) == 1 or (found and len(ring) <= NEAR):
            return max(found, key=lambda one: _fit(one, name, chunk, taken))
    return None


def _rings(sentence: int, chunk: Chunk) -> list[list[int]]:
    """Sentences in the order in which they are looked at."""
    last = len(chunk.sentences)
    around = [[sentence], *([sentence - far, sentence + far] for far in range(1, NEAR + 1))]
    near = [[at for at in ring if 1 <= at <= last] for ring in around]
    # Beyond, a number says where it stands only when nothing else prints it.
    return [*near, list(range(1, last + 1))]


def _alike(number: str, sentence: int, chunk: Chunk) -> list[Placed]:
    """The quantities of a sentence that say a copied number, best printings only."""
    span = chunk.sentence(sentence)
    quantities = chunk.document.quantities_in(*span) if span else ()
    said, folded = scan(number), fold(number)
    ranks: tuple[Callable[[Quantity], bool], ...] = (
        lambda one: fold(one.text) == folded,
        lambda one: any(same_amount(other, one) for other in said),
        lambda one: not said and _prints(one, folded),
        # 16件 where the report counts 16起: counters of one thing are easily confused.
        lambda one: one.kind == "count" and any(_counts_alike(other, one) for other in said),
    )
    for rank in ranks:
        found = [Placed(one, sentence) for one in quantities if rank(one)]
        if found:
            return found
    return []


# What things and events are counted with, one as well as the other.
_COUNTERS = frozenset("件起宗例个项")


def _counts_alike(one: Quantity, two: Quantity) -> bool:
    """Whether two counts differ in nothing but such a counter."""
    same = (one.kind, one.value, one.approx) == (two.kind, two.value, two.approx)
    return same and one.unit in _COUNTERS and two.unit in _COUNTERS


def _prints(quantity: Quantity, folded: str) -> bool:
    """Whether a quantity prints the bare number that was copied."""
    return bool(_printed(quantity) & _printed_in(folded)) and _unit_fits(quantity, folded)


def _printed(quantity: Quantity) -> set[Decimal]:
    """The numbers that a quantity prints, without signs: 300余万元 prints 300, 五家 means 5."""
    found = _printed_in(fold(quantity.text))
    with suppress(InvalidOperation):
        found = found or {abs(Decimal(quantity.value))}
    return found


def _printed_in(folded: str) -> set[Decimal]:
    found = {Decimal(digits.replace(",", "")) for digits in _DIGITS.findall(folded)}
    meant = {Decimal(_NUMERALS[mark]) for mark in folded if mark in _NUMERALS}
    return found or meant


_NUMERALS = {mark: value for value, mark in enumerate("零一二三四五六七八九十")} | {"两": 2}


def _unit_fits(quantity: Quantity, folded: str) -> bool:
    """Whether what a copied number says beside its digits is said by the quantity too."""
    rest = _DIGITS.sub("", folded).strip("+-")
    return all(mark in fold(quantity.text) or mark in _NUMERALS for mark in rest)


def _fit(one: Placed, name: str, chunk: Chunk, taken: Sequence[int]) -> tuple[float, ...]:
    """How well a quantity suits an item among others of the same number: its kind is the one that
    the name tells, the name stands around it, rather before it than behind, in reading order."""
    before, behind = _surroundings(one, chunk)
    alike = all((one.quantity.kind == kind) == bool(mark.search(name)) for kind, mark in _KINDS)
    unused = one.quantity.start not in taken
    return (
        float(alike),
        float(unused),
        support(name, before + behind) if name else 0.0,
        support(name, before) if name else 0.0,
        -float(one.quantity.start),
    )


_KINDS = (
    ("percent", re.compile(r"(?:率|度|比例|占比|比重)$")),
    ("rank", re.compile(r"(?:排名|名次|位次)$")),
)


def _surroundings(one: Placed, chunk: Chunk) -> tuple[str, str]:
    """The words between a quantity and the numbers before and behind it; of a table cell the
    headings of its row and column."""
    text, quantity = chunk.document.text, one.quantity
    table = chunk.document.table_at(quantity.start)
    if table and (cell := table.cell_at(quantity.start)):
        heads = (*table.row_headers(cell), *table.column_headers(cell))
        return fold("".join(text[head.start : head.end] for head in heads)), ""
    span = chunk.sentence(one.sentence) or (quantity.start, quantity.end)
    numbers = [other for other in chunk.document.quantities_in(*span) if other.is_checked]
    start = max([span[0], *(other.end for other in numbers if other.end <= quantity.start)])
    end = min([span[1], *(other.start for other in numbers if other.start >= quantity.end)])
    return fold(text[start : quantity.start]), fold(text[quantity.end : end])


def support(words: str, text: str) -> float:
    """Share of the character pairs of `words` that stand in `text`, which is folded.

    >>> support("农村公路 养护", "完成农村公路养护86.5公里"), support("支出", "收入")
    (1.0, 0.0)
    """
    folded = fold(words)
    if len(folded) < 2:
        return float(bool(folded) and folded in text)
    pairs = [folded[place : place + 2] for place in range(len(folded) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


def fold(words: str) -> str:
    """Words without blanks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", words).split()).replace("，", ",")
