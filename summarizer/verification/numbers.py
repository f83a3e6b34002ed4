"""Numbers: the item's own quantity and every further number in its words, read again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.quantities import scan
from summarizer.schema import Quantity, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import agrees, derivable, differences, nearest
from summarizer.verification.lexicon import AT_LEAST, AT_MOST
from summarizer.verification.words import fold

_DIGITS = re.compile(r"\d[\d,，.．]*")

__all__ = ["further_numbers", "own_comparator", "own_quantity", "quotes"]


def quotes(claim: Claim) -> Iterator[Reason]:
    """Every quote is an exact slice at its offsets, and there is at least one.

    Source: invariant `document.text[start:end] == quote`.
    """
    if len(claim.intact) < len(claim.item.evidence):
        yield "quote-not-in-report"
    if not claim.item.evidence:
        yield "not-in-evidence"


def own_quantity(claim: Claim) -> Iterator[Reason]:
    """The item's number is what the scanner reads at its place, inside the evidence; its text,
    value, unit, hedge and comparator all say the same."""
    said = claim.quantity
    if said is None:
        return
    if claim.place is None:
        yield from _astray(claim, said)
        return
    reasons = [*differences(said, claim.place)]
    if said.text != claim.place.text:
        reasons += _differs_in_print(said, claim.place)
    if "value-mismatch" in reasons and derivable(said, claim.given):
        reasons = ["derived"]
    yield from reasons


def _differs_in_print(said: Quantity, found: Quantity) -> tuple[Reason, ...]:
    """The words of a quantity may print the same amount in another unit; nothing else."""
    read = scan(said.text)
    if len(read) != 1:
        return ("value-mismatch",)
    return differences(read[0], found)


def _astray(claim: Claim, said: Quantity) -> Iterator[Reason]:
    """A number whose place is not in the evidence: is it anywhere in the report?"""
    if derivable(said, claim.given) and not any(agrees(said, q) for q in claim.given):
        yield "derived"
        return
    yield "not-in-evidence"
    closest = nearest(said, claim.given)
    if closest and (differs := differences(said, closest)) and "unit-mismatch" not in differs:
        yield from differs
    known = claim.places.document.quantities
    yield "elsewhere-in-report" if any(agrees(said, q) for q in known) else "not-in-report"


def own_comparator(claim: Claim) -> Iterator[Reason]:
    """A target's comparator is the printed one: 不低于90% is no 达到90%."""
    item, place = claim.item, claim.place
    if not isinstance(item, Target) or item.quantity is None or place is None:
        return
    said, printed = item.comparator or "=", place.comparator or "="
    if said != printed and not (printed == "=" and _bounded_in_words(claim, said)):
        yield "comparator-mismatch"


def _bounded_in_words(claim: Claim, comparator: str) -> bool:
    """Does a word of bounds stand in the clause, though not beside the number?"""
    marks = AT_LEAST if comparator in (">=", ">") else AT_MOST
    beside = claim.zone.text if claim.zone else ""
    return any(marks.search(text) for text in (claim.clause, beside, *claim.quotes))


def further_numbers(claim: Claim) -> Iterator[Reason]:
    """Every number in the item's words stands in its evidence with the same value, unit and hedge,
    and the own number is among those of its text."""
    own = claim.quantity
    for field, words in claim.wordings:
        copied = _copied(claim, words)
        read = scan(words) if copied is None else copied
        checked = [number for number in read if number.is_checked]
        if copied is None:
            for number in checked:
                yield from _judge(claim, number, field)
            if _loose_digits(claim, words, read):
                yield "not-in-evidence"
        if field == "text" and own and checked and not any(_same_amount(own, n) for n in checked):
            yield "bound-to-other-label"


def _copied(claim: Claim, words: str) -> list[Quantity] | None:
    """The report's own quantities in a wording that was copied from the evidence without cutting
    one; None for any other wording."""
    document = claim.places.document
    for span in claim.intact:
        at = span.quote.find(words)
        if at < 0:
            continue
        start, end = span.start + at, span.start + at + len(words)
        held = list(document.quantities_in(start, end))
        around = document.quantities_in(max(0, start - 40), end + 40)
        if not any(q.start < end and start < q.end for q in around if q not in held):
            return held
    return None


def _loose_digits(claim: Claim, words: str, read: list[Quantity]) -> bool:
    """Are there digits outside of all quantities that evidence, sentence and headings lack?"""
    spans = [(number.start, number.end) for number in read]
    known = fold("".join((*claim.quotes, *claim.sentences, *claim.headings, *claim.places.front)))
    return any(
        fold(found.group()) not in known
        for found in _DIGITS.finditer(words)
        if not any(start <= found.start() < end for start, end in spans)
    )


def _same_amount(own: Quantity, other: Quantity) -> bool:
    return agrees(other, own) or "value-mismatch" not in differences(other, own)


def _judge(claim: Claim, said: Quantity, field: str) -> tuple[Reason, ...]:
    pool = (*claim.given, *(_in_reach(claim) if field == "cause" else ()))
    if any(agrees(said, found) for found in pool):
        return ()
    if derivable(said, claim.given):
        return ("derived",)
    known = claim.places.document.quantities
    if any(agrees(said, found) for found in known):
        return ("elsewhere-in-report",)
    closest = nearest(said, pool)
    differs = differences(said, closest) if closest else ()
    return ("not-in-report", *(() if len(differs) > 1 else differs))


def _in_reach(claim: Claim) -> tuple[Quantity, ...]:
    """The quantities of the sentences around the evidence: a cause may stand there."""
    reach = [claim.places.sentence(span.start) for span in claim.intact]
    return tuple(q for span in reach for q in claim.places.document.quantities_in(*span))
