"""Scope: is it done yet, whose is it, and is it a problem or a measure?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.words import coverage, letters
from summarizer.schema import Measure, Problem, Result
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import (
    ACTION_FIRST,
    ACTION_MODAL,
    DEFICIT,
    EXPECTED,
    ONGOING,
    PLANNED,
    REACHED,
    STARTED,
    TARGETS_AHEAD,
)

__all__ = ["kind_of_item", "status", "subject"]

_MOSTLY = 0.75
# Words of bounds are none of lack.
_BOUND = re.compile("不(?:低于|少于|高于|超过|大于|小于)")


def status(claim: Claim) -> Iterator[Reason]:
    """Expected, planned and ongoing is not done, in the field and in the words."""
    item = claim.item
    if not isinstance(item, Result) or not claim.intact:
        return
    if _promised(claim):
        yield "status-mismatch"
        return
    marked = _statuses(" ".join(claim.here))
    if item.status == "done":
        agreed = not marked
    else:
        agreed = item.status in marked | _statuses(claim.lead)
        agreed = agreed or (item.status == "ongoing" and bool(STARTED.search(claim.clause)))
    if not agreed or _statuses(item.text) - marked - _statuses(claim.lead) - {item.status}:
        yield "status-mismatch"


def _promised(claim: Claim) -> bool:
    """Does a result stand under a heading of targets, with no word that anything was reached?"""
    here = " ".join(claim.here)
    return any(map(TARGETS_AHEAD.search, claim.headings)) and not REACHED.search(here)


# What is expected may be called planned and the reverse.
_LOOKS_AHEAD = frozenset({"expected", "planned"})


def _statuses(text: str) -> frozenset[str]:
    """The statuses that words mark."""
    marked: set[str] = set()
    if EXPECTED.search(text) or PLANNED.search(text):
        marked |= _LOOKS_AHEAD
    if ONGOING.search(text):
        marked.add("ongoing")
    return frozenset(marked)


def subject(claim: Claim) -> Iterator[Reason]:
    """Whose number it is stands in the evidence, its sentence, its headings or the title."""
    name = claim.subject
    if not name or not claim.intact:
        return
    context = (*claim.quotes, *claim.headings, *claim.sentences, *claim.places.front)
    plain = letters(name)
    if any(plain in letters(words) for words in context):
        return
    if coverage(name, claim.around) < _MOSTLY:
        yield "subject-mismatch"


def kind_of_item(claim: Claim) -> Iterator[Reason]:
    """A problem says what is wrong, a measure what will be done."""
    item = claim.item
    if isinstance(item, Problem) and _acts(item.text):
        healed = any(DEFICIT.search(quote) for quote in claim.quotes)
        if healed and not DEFICIT.search(item.text):
            yield "negation-flip"
        elif not _under_problems(claim):
            yield "status-mismatch"
    if isinstance(item, Measure) and _lacks(item.text):
        yield "status-mismatch"


def _acts(text: str) -> bool:
    """Does a wording say what to do, and of no lack?"""
    return not DEFICIT.search(text) or (bool(ACTION_FIRST.search(text)) and not _ends_ill(text))


def _lacks(text: str) -> bool:
    """Does a wording say what is wrong, and of nothing to do?"""
    text = _BOUND.sub("", text)
    acts = ACTION_MODAL.search(text) or (ACTION_FIRST.search(text) and not _ends_ill(text))
    return bool(DEFICIT.search(text)) and not acts


def _ends_ill(text: str) -> bool:
    """Is the last word one of lack: 「宣传力度不足」 begins like a measure and is none?"""
    plain = text.rstrip("。；，、！ ")
    return any(found.end() == len(plain) for found in DEFICIT.finditer(plain))


def _under_problems(claim: Claim) -> bool:
    """Does the nearest heading speak of problems alone?"""
    heading = claim.headings[-1] if claim.headings else ""
    return "问题" in heading and not re.search(r"措施|建议|改进|整改|打算|计划", heading)
