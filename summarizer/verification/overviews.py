"""An overview: a text whose every number must stand in its evidence, under the same label."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.schema import Check, CheckedItem, Document, Quantity, Span
from summarizer.schema.terms import Reason
from summarizer.verification.amounts import Amounts
from summarizer.verification.bearing import unborne
from summarizer.verification.comparison import agrees, derivable, read
from summarizer.verification.free_text import verify_text
from summarizer.verification.verdicts import judge

__all__ = ["check_overview", "check_text"]


def check_overview(
    text: str, spans: Sequence[Span], items: Sequence[CheckedItem], document: Document
) -> Check:
    """The verdict on anybody's overview: its numbers, and each clause borne by the items."""
    check = check_text(text, spans, document)
    if not unborne(text, items, document):
        return check
    return judge((*check.reasons, "low-wording-support"))


def check_text(text: str, spans: Sequence[Span], document: Document) -> Check:
    """Are all numbers of a text in its evidence, under their labels? The verdict on an overview."""
    held = [s for s in spans if document.text[s.start : s.end] == s.quote and s.quote]
    given = [q for s in held for q in document.quantities_in(s.start, s.end)]
    reasons: list[Reason] = [] if len(held) == len(spans) else ["quote-not-in-report"]
    for one, number in zip(verify_text(text, document), read(text), strict=True):
        if number.is_checked and not any(agrees(number, q) for q in given):
            reasons += _missing(number, given, document)
        elif number.is_checked:
            same = [q for q in given if agrees(number, q)]
            if any(document.is_recognised(q.start, q.end) for q in same):
                reasons.append("ocr")
            reasons += [why for why in one.check.reasons if why in _MISTOLD]
    return judge(reasons)


# What makes a number that is in the evidence wrong all the same.
_MISTOLD: frozenset[Reason] = frozenset(
    {"bound-to-other-label", "direction-flip", "negation-flip", "period-mismatch"}
)


def _missing(number: Quantity, given: Sequence[Quantity], document: Document) -> tuple[Reason, ...]:
    if Amounts(document.quantities).same(number):
        return ("elsewhere-in-report",)
    if derivable(number, given):
        return ("derived",)
    return ("not-in-report",)
