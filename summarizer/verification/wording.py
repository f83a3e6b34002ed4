"""Wording: do the item's words come from its evidence, with the same negations and directions?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Problem, Result
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import DECREASE, INCREASE, NEGATION, NOT_A_NEGATION
from summarizer.verification.words import coverage, fold, letters, pairs, strays

__all__ = ["direction", "negation", "support"]

_HALF, _NEARLY_ALL = 0.5, 0.9


def support(claim: Claim) -> Iterator[Reason]:
    """The label's words stand in the evidence; without a number, nearly all of the text does."""
    if not claim.intact:
        return
    if not all(_supported(claim, words) for words in _claims(claim)):
        yield "low-wording-support"


def _claims(claim: Claim) -> Iterator[str]:
    yield claim.item.text
    if claim.metric != claim.item.text:
        yield claim.metric
    if isinstance(claim.item, Problem) and claim.item.cause:
        yield claim.item.cause


def _supported(claim: Claim, words: str) -> bool:
    if not fold(words):
        return False
    if any(words in quote for quote in claim.quotes):
        return True
    if claim.quantity is None:
        return _from_the_report(claim, words)
    return _labelled(claim, words)


def _from_the_report(claim: Claim, words: str) -> bool:
    """No word of two characters comes from outside evidence, headings and the item's subject."""
    known = claim.quoted | claim.titled | pairs(claim.subject or "")
    share = coverage(words, known)
    return share >= _NEARLY_ALL or (share >= _HALF and not strays(words, known))


def _labelled(claim: Claim, words: str) -> bool:
    """Half of the words stand in the evidence, or a part does and the rest close by."""
    known = claim.quoted
    if words != claim.metric:
        known |= pairs(claim.subject or "")
    share = coverage(words, known)
    if share >= _HALF:
        return True
    return share > 0 and coverage(words, claim.around | known) >= _NEARLY_ALL


def negation(claim: Claim) -> Iterator[Reason]:
    """What the report denies the item denies, and nothing else."""
    if not claim.intact:
        return
    quoted = " ".join((*claim.quotes, *claim.headings, *claim.sentences))
    beside = " ".join(claim.quotes)
    for words in _claims(claim):
        if any(words in quote for quote in claim.quotes) and words == claim.item.text:
            continue
        if _denials(words) - _denials(quoted) or _lost_denials(beside, words):
            yield "negation-flip"
            return


def _bare(text: str) -> str:
    return NOT_A_NEGATION.sub("·", fold(text))


def _denials(text: str) -> set[str]:
    """What is denied: each negation with the character behind it."""
    plain = _bare(text)
    return {plain[m.start() : m.end() + 1] for m in NEGATION.finditer(plain)}


def _lost_denials(source: str, words: str) -> bool:
    """Does a wording say, without its negation, what the source denies?"""
    plain, said = _bare(source), _bare(words)
    for found in NEGATION.finditer(plain):
        denied = plain[found.end() : found.end() + 2]
        if len(letters(denied)) < 2 or plain.count(denied) > 1:
            continue
        again = [m.start() for m in re.finditer(re.escape(denied), said)]
        if again and not any(NEGATION.search(said[max(0, at - 2) : at]) for at in again):
            return True
    return False


def direction(claim: Claim) -> Iterator[Reason]:
    """Up is up and down is down: in the field and in the words."""
    if not claim.intact:
        return
    if _field_flipped(claim) or any(_words_flipped(claim, words) for words in _claims(claim)):
        yield "direction-flip"


def _field_flipped(claim: Claim) -> bool:
    item = claim.item
    if not isinstance(item, Result):
        return False
    here = claim.clause if claim.place else " ".join(claim.quotes)
    up, down = bool(INCREASE.search(here)), bool(DECREASE.search(here))
    if item.direction == "increase":
        return not up
    if item.direction == "decrease":
        return not down
    return False


def _words_flipped(claim: Claim, words: str) -> bool:
    source = " ".join(claim.quotes)
    return _turned(words, source, INCREASE, DECREASE) or _turned(words, source, DECREASE, INCREASE)


def _turned(words: str, source: str, ours: re.Pattern[str], theirs: re.Pattern[str]) -> bool:
    """Does a wording use a word of one direction where the source has only the other?"""
    return bool(ours.search(words)) and not ours.search(source) and bool(theirs.search(source))
