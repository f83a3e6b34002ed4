"""Doubts of one stage as reasons of the verdicts of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.schema import Check, CheckedItem
from summarizer.schema.terms import Reason

__all__ = ["both", "with_doubts"]

# What grounding could not find is a contradiction; weak wording is only a doubt.
_ONLY_A_DOUBT: frozenset[Reason] = frozenset(
    {
        "low-wording-support",
        "bound-to-other-label",
        "kind-mismatch",
        "label-crosses-clause",
        "label-incomplete",
        "unplaced",
        "voices-differ",
    }
)


def with_doubts(
    items: Sequence[CheckedItem], doubts: dict[str, tuple[Reason, ...]]
) -> tuple[CheckedItem, ...]:
    """The items with what grounding doubted added to the verifier's reasons."""
    return tuple(_with_doubt(item, doubts.get(item.id, ())) for item in items)


def _with_doubt(item: CheckedItem, why: tuple[Reason, ...]) -> CheckedItem:
    if not why:
        return item
    failed = item.check.verdict == "failed" or not _ONLY_A_DOUBT.issuperset(why)
    reasons = tuple(dict.fromkeys((*item.check.reasons, *why)))
    check = Check(verdict="failed" if failed else "review", reasons=reasons)
    return item.altered(check=check)


def both(*doubts: Mapping[str, tuple[Reason, ...]]) -> dict[str, tuple[Reason, ...]]:
    """Doubts from several sides, by item."""
    ids = dict.fromkeys(key for one in doubts for key in one)
    return {key: tuple(why for one in doubts for why in one.get(key, ())) for key in ids}
