"""Verdicts: every check on every item, and what its reasons come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from summarizer.schema import (
    Check,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
    Item,
    Measure,
    Problem,
    Result,
    Target,
)
from summarizer.schema.terms import Reason
from summarizer.verification import (
    binding,
    counted,
    fragments,
    guesses,
    identity,
    kinds,
    labels,
    names,
    numbers,
    parts,
    periods,
    phrases,
    rows,
    scope,
    standing,
    subjects,
    wording,
)
from summarizer.verification.claim import Claim
from summarizer.verification.links import LINK_CHECKS, Siblings
from summarizer.verification.places import Places
from summarizer.verification.report import report_of

__all__ = ["CHECKS", "HARD", "check", "check_all", "judge"]

# A contradiction in quote, value, unit or hedge. Everything else is a doubt for a person.
HARD: frozenset[Reason] = frozenset(
    {
        "value-mismatch",
        "unit-mismatch",
        "approx-dropped",
        "approx-added",
        "comparator-mismatch",
        "not-in-evidence",
        "not-in-report",
        "quote-not-in-report",
    }
)

CHECKS: tuple[Callable[[Claim], Iterator[Reason]], ...] = (
    numbers.quotes,
    numbers.recognised,
    numbers.own_quantity,
    numbers.own_comparator,
    numbers.further_numbers,
    binding.label,
    binding.roles,
    labels.label,
    counted.counted,
    names.name,
    wording.support,
    wording.negation,
    wording.direction,
    scope.status,
    scope.asserted,
    periods.period,
    subjects.subject,
    parts.part,
    rows.column,
    rows.row_facts,
    kinds.kind_of_item,
    kinds.statement,
    standing.standing,
    kinds.order,
    kinds.rule,
    fragments.fragment,
    phrases.whole,
    guesses.placed,
    identity.pieces,
    identity.apart,
)


def check(item: Item, document: Document) -> Check:
    """The verdict on one item, judged alone by its own evidence."""
    return judge(_reasons(Claim(item, Places(document))))


def check_all(
    items: Sequence[Item], document: Document, *, among: Sequence[Item] | None = None
) -> tuple[CheckedItem, ...]:
    """Every item with its verdict, in the order given; links are judged by what they point at,
    which is looked for `among` all items when only some are checked."""
    places, siblings = report_of(document).places, Siblings(items if among is None else among)
    checks = (
        judge((*_reasons(Claim(item, places)), *siblings.doubts(item, LINK_CHECKS)))
        for item in items
    )
    return tuple(with_check(item, one) for item, one in zip(items, checks, strict=True))


def judge(reasons: Iterable[Reason]) -> Check:
    """One hard reason fails an item, any other asks for review, none verifies it."""
    return _verdict(tuple(dict.fromkeys(reasons)))


@lru_cache(maxsize=1024)
def _verdict(distinct: tuple[Reason, ...]) -> Check:
    if HARD.intersection(distinct):
        return Check(verdict="failed", reasons=distinct)
    return Check(verdict="review" if distinct else "verified", reasons=distinct)


def _reasons(claim: Claim) -> Iterator[Reason]:
    for one in CHECKS:
        yield from one(claim)


def with_check(item: Item, verdict: Check) -> CheckedItem:
    """The item with its verdict; a verdict it had before is forgotten."""
    fields = {**vars(item), "check": verdict}
    match item:
        case Target():
            return CheckedTarget.of_valid(fields)
        case Result():
            return CheckedResult.of_valid(fields)
        case Problem():
            return CheckedProblem.of_valid(fields)
        case Measure():
            return CheckedMeasure.of_valid(fields)
