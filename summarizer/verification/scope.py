"""Scope: is it done yet?"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.schema import Result
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import (
    EXPECTED,
    ONGOING,
    PLANNED,
    REACHED,
    STARTED,
    TARGETS_AHEAD,
)

__all__ = ["status"]


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
