"""Numbers: the item's own quantity and every further number in its words, read again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.genre.words import fold
from summarizer.schema import Quantity, Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import (
    agrees,
    derivable,
    differences,
    hedges,
    nearest,
    read,
)
from summarizer.verification.lexicon import AT_LEAST, AT_MOST

__all__ = ["further_numbers", "own_comparator", "own_quantity", "quotes", "recognised"]


def quotes(claim: Claim) -> Iterator[Reason]:
    """Every quote is an exact slice at its offsets, and there is at least one.

    Source: invariant `document.text[start:end] == quote`.
    """
    if len(claim.intact) < len(claim.item.evidence):
        yield "quote-not-in-report"
    if not claim.item.evidence:
        yield "not-in-evidence"


def recognised(claim: Claim) -> Iterator[Reason]:
    """A number that was recognised in the picture of a page may be another one."""
    document = claim.places.document
    for span in claim.intact:
        numbers = any(map(str.isdigit, span.quote)) or document.quantities_in(span.start, span.end)
        if numbers and document.is_recognised(span.start, span.end):
            yield "ocr"


def own_quantity(claim: Claim) -> Iterator[Reason]:
    """The item's number is what the scanner reads at its place, inside the evidence; its text,
    value, unit, hedge and comparator all say the same."""
    said, found = claim.quantity, claim.place
    if said is None:
        return
    if found is None:
        yield from _astray(claim, said)
        return
    reasons = [*differences(said, found), *_other_hedge(said, found)]
    if _is_beside(said, found, claim.places.document.text):
        reasons.append("quote-not-in-report")
    if said.text != found.text:
        reasons += _differs_in_print(said.text, found, claim.places.document.text)
    if "value-mismatch" in reasons and derivable(said, claim.given):
        reasons = ["derived"]
    yield from reasons


def _is_beside(said: Quantity, found: Quantity, source: str) -> bool:
    """Is the place neither that of the number nor one where its own words stand?"""
    exact = (said.start, said.end) == (found.start, found.end)
    return not exact and source[said.start : said.end] != said.text


def _other_hedge(said: Quantity, found: Quantity) -> tuple[Reason, ...]:
    """The fields of a quantity repeat the hedge of its place; 以上 alone may go without, since its
    bound says it."""
    bounded = found.text.endswith("以上") and said.comparator == ">="
    if said.approx == found.approx or (said.approx == "exact" and bounded):
        return ()
    return ("approx-dropped" if said.approx == "exact" else "approx-added",)


def _differs_in_print(text: str, found: Quantity, source: str) -> tuple[Reason, ...]:
    """The words of a quantity may print the same amount in another unit; nothing else."""
    printed = read(text)
    if len(printed) != 1:
        return ("value-mismatch",)
    if hedges(text, 0, len(text)) - hedges(source, found.start, found.end):
        return ("approx-added",)
    return differences(printed[0], found)


def _astray(claim: Claim, said: Quantity) -> Iterator[Reason]:
    """A number whose place is not in the evidence: is it anywhere in the report?"""
    if derivable(said, claim.given) and all(differences(said, q) for q in claim.given):
        yield "derived"
        return
    yield "not-in-evidence"
    closest = nearest(said, claim.given)
    if closest and (differs := differences(said, closest)) and "unit-mismatch" not in differs:
        yield from differs
    elsewhere = [one for one in claim.places.amounts.same(said) if not differences(said, one)]
    yield "elsewhere-in-report" if elsewhere else "not-in-report"


def own_comparator(claim: Claim) -> Iterator[Reason]:
    """A target's comparator is the printed one: 不低于90% is no 达到90%."""
    item, place = claim.item, claim.place
    if not isinstance(item, Target) or item.quantity is None or place is None:
        return
    said, printed = item.comparator or "=", place.comparator or claim.sign or "="
    missed = place.text.startswith(("未", "不到", "没有"))
    if missed and said in ("=", ">="):
        # 「未达到80%的年度目标」 prints what came out, not how 80% was promised.
        return
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
        copied = claim.copied(words)
        numbers = read(words) if copied is None else copied
        said = [number for number in numbers if number.kind != "date"]
        if copied is None:
            for number in said:
                yield from _judge(claim, number, field, words)
            yield from _loose_numerals(claim, words, numbers)
        if field == "text" and own and said and not any(_same_amount(own, n) for n in said):
            yield "bound-to-other-label"


_DIGITS = re.compile(r"\d[\d,，.．]*")


def _loose_numerals(claim: Claim, words: str, numbers: Sequence[Quantity]) -> Iterator[Reason]:
    """Digits outside of all quantities must stand in evidence, sentence or headings as they are,
    and a numeral like the 万 of 近万份 not without its hedge and unit."""
    rest = words
    for number in numbers:
        rest = rest[: number.start] + " " * len(number.text) + rest[number.end :]
    if _DIGITS.search(rest):
        yield from _loose_digits(claim, rest)
    place = claim.place
    if place and not _DIGITS.search(place.text) and place.text not in words:
        numeral = _CHINESE_NUMERAL.search(place.text)
        left_over = numeral and numeral.group() in rest
        if left_over and not any(_same_amount(place, number) for number in numbers):
            yield "unit-mismatch"


def _loose_digits(claim: Claim, rest: str) -> Iterator[Reason]:
    known = fold("".join((*claim.quotes, *claim.sentences, *claim.headings, *claim.places.front)))
    for found in _DIGITS.finditer(rest):
        digits = fold(found.group())
        place = re.search(rf"(?<!\d){re.escape(digits)}(?!\d)", known)
        if place is None:
            yield "not-in-evidence"
        elif hedges(rest, *found.span()) - hedges(known, *place.span()):
            yield "approx-added"


_CHINESE_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿半]+")


def _same_amount(own: Quantity, other: Quantity) -> bool:
    return agrees(other, own) or "value-mismatch" not in differences(other, own)


def _judge(claim: Claim, said: Quantity, field: str, words: str) -> Iterator[Reason]:
    pool = (*_given(claim), *(_in_reach(claim) if field == "cause" else ()))
    text = claim.places.document.text
    hedged, agreeing = hedges(words, said.start, said.end), False
    for found in pool:
        if agrees(said, found):
            agreeing = True
            if not hedged - hedges(text, found.start, found.end):
                return
    if agreeing:
        yield "approx-added"
        return
    if derivable(said, claim.given):
        yield "derived"
        return
    if field == "text" and claim.quantity is None and isinstance(claim.item, Target | Result):
        yield "not-in-evidence"  # it stands for the item's own number
    if claim.places.amounts.same(said):
        yield "elsewhere-in-report"
        return
    yield "not-in-report"
    closest = nearest(said, pool)
    differs = differences(said, closest) if closest else ()
    yield from differs if len(differs) == 1 else ()


def _given(claim: Claim) -> tuple[Quantity, ...]:
    """What the evidence holds; the own number also with the sign that its row prints."""
    place, sign = claim.place, claim.sign
    if place is None or sign is None or place.comparator is not None:
        return claim.given
    return (*claim.given, replace(place, comparator=sign))


def _in_reach(claim: Claim) -> tuple[Quantity, ...]:
    """The quantities of the sentences around the evidence: a cause may stand there."""
    reach = [claim.places.sentence(span.start) for span in claim.intact]
    return tuple(q for span in reach for q in claim.places.document.quantities_in(*span))
