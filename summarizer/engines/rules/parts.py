"""Parts and wholes: what 其中, 含 and brackets say belongs to an earlier figure (R3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.schema import Document, Quantity, ResultDraft

__all__ = ["fits", "is_part", "whole_for"]

PARTS = re.compile(r"^(?:其中|含|包括|包含|分别(?:是|为))")
NEARBY = 6


def is_part(words: str) -> bool:
    """Does a clause open with a word that says it is part of the one before?"""
    return bool(PARTS.match(words))


def whole_for(document: Document, drafts: Sequence[ResultDraft], figure: Quantity) -> int | None:
    """The place of the last level that a part can belong to: same unit and no smaller, else the
    last draft at all."""
    for place in range(len(drafts) - 1, max(-1, len(drafts) - 1 - NEARBY), -1):
        draft = drafts[place]
        if draft.direction == "none" and draft.part_of is None:
            whole = quantity_of(document, draft)
            if whole and whole.unit == figure.unit and _at_most(figure, whole):
                return place
    return len(drafts) - 1 if drafts else None


def fits(
    document: Document, drafts: Sequence[ResultDraft], place: int, mark: int, figure: Quantity
) -> bool:
    """May a figure be one more part of `drafts[place]`: same unit, and the sum stays within?
    `mark` is what the parts so far carry as `part_of`."""
    if not 0 <= place < len(drafts):
        return False
    total = quantity_of(document, drafts[place])
    if total is None or total.unit != figure.unit or "/" in figure.value + total.value:
        return False
    known = [
        quantity.decimal
        for draft in drafts[place + 1 :]
        if draft.part_of == mark and (quantity := quantity_of(document, draft))
    ]
    return bool(known) and sum(known) + figure.decimal <= total.decimal


def quantity_of(document: Document, draft: ResultDraft) -> Quantity | None:
    """The quantity that a draft points to."""
    found = document.quantities_in(*draft.figure_span) if draft.figure_span else ()
    return found[0] if found else None


def _at_most(part: Quantity, whole: Quantity) -> bool:
    return "/" not in part.value + whole.value and part.decimal <= whole.decimal
