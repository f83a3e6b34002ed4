"""Placing: the quantity of the report that an item refers to.

A model copies a number and names its sentence. Quantities of that sentence are compared first, then
those of its neighbours, then those of the whole chunk if only one matches. Of several matches, the
one with the item's name in its context is chosen.
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
    """A quantity and the number of its sentence."""

    quantity: Quantity
    sentence: int


def place(
    number: str, sentence: int, name: str, chunk: Chunk, *, taken: Sequence[int] = ()
) -> Placed | None:
    """Return the quantity that a copied number refers to, or None if there is none nearby.

    `taken` contains the offsets of the quantities of earlier items: items are in reading order, and
    each has its own number.
    """
    if not number:
        return None
    for ring in _rings(sentence, chunk):
        found = [one for at in ring for one in _alike(number, at, chunk)]
        if len(found) == 1 or (found and len(ring) <= NEAR):
            return max(found, key=lambda one: _fit(one, name, chunk, taken))
    return None


def _rings(sentence: int, chunk: Chunk) -> list[list[int]]:
    """Yield groups of sentences in the order of search."""
    last = len(chunk.sentences)
    around = [[sentence], *([sentence - far, sentence + far] for far in range(1, NEAR + 1))]
    near = [[at for at in ring if 1 <= at <= last] for ring in around]
    # Further away, a number must be unique.
    return [*near, list(range(1, last + 1))]


def _alike(number: str, sentence: int, chunk: Chunk) -> list[Placed]:
    """Return the quantities of a sentence that match a copied number best."""
    span = chunk.sentence(sentence)
    quantities = chunk.document.quantities_in(*span) if span else ()
    said, folded = scan(number), fold(number)
    ranks: tuple[Callable[[Quantity], bool], ...] = (
        lambda one: fold(one.text) == folded,
        lambda one: any(same_amount(other, one) for other in said),
        lambda one: not said and _prints(one, folded),
        # 16件 for 16起: counters of one thing are easily confused.
        lambda one: one.kind == "count" and any(_counts_alike(other, one) for other in said),
    )
    for rank in ranks:
        found = [Placed(one, sentence) for one in quantities if rank(one)]
        if found:
            return found
    return []


# Interchangeable counters of things and events.
_COUNTERS = frozenset("件起宗例个项")


def _counts_alike(one: Quantity, two: Quantity) -> bool:
    """Return True if two counts differ only in such a counter."""
    same = (one.kind, one.value, one.approx) == (two.kind, two.value, two.approx)
    return same and one.unit in _COUNTERS and two.unit in _COUNTERS


def _prints(quantity: Quantity, folded: str) -> bool:
    """Return True if a quantity prints the bare number that was copied."""
    return bool(_printed(quantity) & _printed_in(folded)) and _unit_fits(quantity, folded)


def _printed(quantity: Quantity) -> set[Decimal]:
    """Return the numbers that a quantity prints, without signs: 300 for 300余万元, 5 for 五家."""
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
    """Return True if the quantity agrees with the text beside the digits of a copied number."""
    rest = _DIGITS.sub("", folded).strip("+-")
    return all(mark in fold(quantity.text) or mark in _NUMERALS for mark in rest)


def _fit(one: Placed, name: str, chunk: Chunk, taken: Sequence[int]) -> tuple[float, ...]:
    """Return the score of a quantity for an item, among others of the same number: its kind fits
    the name, the name is in its context, preferably before it, and reading order is kept."""
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
    """Return the text between a quantity and the numbers before and after it; for a table cell,
    the headings of its row and column."""
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
    """Return the share of the character pairs of `words` that occur in `text`, which is folded.

    >>> support("农村公路 养护", "完成农村公路养护86.5公里"), support("支出", "收入")
    (1.0, 0.0)
    """
    folded = fold(words)
    if len(folded) < 2:
        return float(bool(folded) and folded in text)
    pairs = [folded[place : place + 2] for place in range(len(folded) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


def fold(words: str) -> str:
    """Return words without blanks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", words).split()).replace("，", ",")
