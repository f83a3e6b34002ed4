"""Parts and wholes: figures that 其中, 含 or brackets attach to an earlier figure (R3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.engines.rules.scope import Scope
from summarizer.genre.clauses import Clause
from summarizer.schema import Document, Quantity, ResultDraft

__all__ = ["is_part", "quantity_of", "whole_of"]

_PARTS = re.compile(r"^(?:其中|含|包括|包含|分别(?:是|为))")
_NEARBY = 6


def is_part(words: str) -> bool:
    """Return whether a clause opens with a word that marks it as part of the previous one."""
    return bool(_PARTS.match(words))


def whole_of(
    document: Document,
    scope: Scope,
    clause: Clause,
    drafts: Sequence[ResultDraft],
    figure: Quantity,
    *,
    level: bool,
) -> int | None:
    """Return the index in `drafts` of the figure that a new one is part of, or None. `level`: the
    new figure is a level. The scope remembers the whole until the list of parts ends.
    """
    if clause.depth:
        return scope.whole
    if clause.part or is_part(document.text[clause.start : clause.end]):
        if scope.whole is None:
            scope.whole = _whole_for(document, drafts, figure)
        return scope.whole
    if scope.whole is None:
        return None
    if level and _fits(document, drafts, scope.whole, figure):
        return scope.whole
    # 「，占46.2%，比上年减少3万元」 after a part does not end the list.
    if level and figure.unit != "%":
        scope.whole = None
    return None


def quantity_of(document: Document, draft: ResultDraft) -> Quantity | None:
    """Return the quantity that a draft points to."""
    found = document.quantities_in(*draft.figure_span) if draft.figure_span else ()
    return found[0] if found else None


def _whole_for(document: Document, drafts: Sequence[ResultDraft], figure: Quantity) -> int | None:
    """Return the last level with the same unit that is at least as large; otherwise the last
    level.
    """
    for place in range(len(drafts) - 1, max(-1, len(drafts) - 1 - _NEARBY), -1):
        draft = drafts[place]
        if draft.direction == "none" and draft.part_of is None:
            whole = quantity_of(document, draft)
            if whole and whole.unit == figure.unit and _at_most(figure, whole):
                return place
    return len(drafts) - 1 if drafts else None


def _fits(document: Document, drafts: Sequence[ResultDraft], whole: int, figure: Quantity) -> bool:
    """Return whether a figure can be one more part of `drafts[whole]`: same unit, and the sum does
    not exceed the whole.
    """
    total = quantity_of(document, drafts[whole]) if whole < len(drafts) else None
    if total is None or total.unit != figure.unit or "/" in figure.value + total.value:
        return False
    known = [
        quantity.decimal
        for draft in drafts[whole + 1 :]
        if draft.part_of == whole and (quantity := quantity_of(document, draft))
    ]
    return bool(known) and sum(known) + figure.decimal <= total.decimal


def _at_most(part: Quantity, whole: Quantity) -> bool:
    return "/" not in part.value + whole.value and part.decimal <= whole.decimal
