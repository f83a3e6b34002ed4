"""Scope: is it said to be so, and is it done yet?"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import (
    CANCELLED,
    CONDITION,
    EXAMPLE,
    EXPECTED,
    HEARSAY,
    INTENDED,
    ONGOING,
    PLANNED,
    REACHED,
    RULED,
    STARTED,
    TARGETS_AHEAD,
)

__all__ = ["asserted", "framed", "status"]


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


def asserted(claim: Claim) -> Iterator[Reason]:
    """What the report only supposes, has been told, quotes from a rule or gives as an example is
    no result; what was planned and then cancelled is none either."""
    if isinstance(claim.item, Result | Target) and claim.anchor is not None:
        ahead = claim.lead if claim.place else claim.lead + claim.clause
        yield from framed(ahead, claim.rest, of_target=isinstance(claim.item, Target))


def framed(ahead: str, behind: str, *, of_target: bool = False) -> Iterator[Reason]:
    """The frame in which a statement stands, by the words up to it and those behind it.

    >>> list(framed("若资金到位，可硬化道路12公里", ""))
    ['status-mismatch']
    >>> list(framed("原计划建蓄水池16口", "，后取消")), list(framed("据统计，来访418人次", ""))
    (['status-mismatch'], [])
    """
    if CONDITION.search(ahead) or (INTENDED.search(ahead) and CANCELLED.search(behind)):
        yield "status-mismatch"
    if HEARSAY.search(ahead) or EXAMPLE.search(ahead) or (not of_target and RULED.search(ahead)):
        yield "kind-mismatch"
