"""Cross-check (交叉核对): the items of a model compared with those of the rules.

Items that only the rules found, with certainty, become findings. If both read the same quantity
differently, the model's item gets a doubt, never a second item.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from summarizer.schema import (
    CheckedItem,
    CheckedResult,
    CheckedTarget,
    Finding,
    Item,
    Result,
    Span,
    Target,
)
from summarizer.schema.terms import Reason

__all__ = ["differing", "missing_from_model", "unmatched"]

# Money, rates, ranks and scores are most important to readers.
_CORE_KINDS = frozenset({"money", "percent", "rank", "score"})


def unmatched(items: Sequence[Item], baseline: Sequence[Item]) -> tuple[Target | Result, ...]:
    """Return the core items of the baseline whose number no item of the model cites."""
    cited = {
        (item.quantity.start, item.quantity.end)
        for item in items
        if isinstance(item, Target | Result) and item.quantity is not None
    }
    return tuple(
        item
        for item in baseline
        if isinstance(item, Target | Result) and _is_core(item) and _place(item) not in cited
    )


# Labels that share fewer of their character pairs denote different things.
ALIKE = 0.2


def differing(items: Sequence[Item], baseline: Sequence[Item]) -> dict[str, tuple[Reason, ...]]:
    """Return the items of the model, by id, whose quantity the baseline reads differently: as
    another kind, as the opposite change, or with an unrelated label."""
    known: dict[tuple[int, int], list[Item]] = {}
    worded: list[Item] = []
    for one in baseline:
        if place := _place(one):
            known.setdefault(place, []).append(one)
        else:
            worded.append(one)
    worded.sort(key=lambda one: one.evidence[0].start)
    starts = [one.evidence[0].start for one in worded]
    differ = {}
    for item in items:
        place = _place(item)
        others = known.get(place, []) if place else _there(item, worded, starts)
        if others and not any(_agree(item, other) for other in others):
            differ[item.id] = _DIFFER
    return differ


_DIFFER: tuple[Reason, ...] = ("voices-differ",)


def _there(item: Item, worded: Sequence[Item], starts: Sequence[int]) -> list[Item]:
    """Return the items without a number that share half of their first evidence with this one."""
    mine = item.evidence[0]
    last = bisect_left(starts, mine.end)
    near = worded[max(0, last - NEAR) : last]
    return [one for one in near if _share(mine, one.evidence[0]) >= HALF]


NEAR, HALF = 8, 0.5


def _share(one: Span, two: Span) -> float:
    shared = min(one.end, two.end) - max(one.start, two.start)
    return shared / max(1, min(one.end - one.start, two.end - two.start))


def _agree(item: Item, other: Item) -> bool:
    if type(item) is not type(other):
        return isinstance(other, Result) and _bounds(item) and _in_its_clause(item)
    if not isinstance(item, Target | Result) or not isinstance(other, Target | Result):
        return True
    changes = {getattr(item, "direction", ""), getattr(other, "direction", "")}
    if changes == {"increase", "decrease"}:
        return False
    if isinstance(other, Result) and other.status not in ("done", getattr(item, "status", "")):
        return False
    one, two = _pairs(item), _pairs(other)
    shared = len(one & two)
    if _in_its_clause(item):
        return True
    return shared >= min(len(one), len(two)) or 2 * shared >= ALIKE * (len(one) + len(two))


def _bounds(item: Item) -> bool:
    """Return True for a target whose number has a bound: 满意度90%以上."""
    return isinstance(item, Target) and bool(item.quantity and item.quantity.comparator)


def _in_its_clause(item: Item) -> bool:
    """Return True if a label occurs verbatim in the clause of its number; then another label from
    the rules is no doubt."""
    if not isinstance(item, Target | Result) or item.quantity is None:
        return False
    return _plain(item.metric) in _plain(item.evidence[0].quote)


def _plain(words: str) -> str:
    return "".join(words.split())


def _pairs(item: Target | Result) -> set[str]:
    words = "".join(f"{item.subject or ''}{item.metric}".split())
    return {words[place : place + 2] for place in range(len(words) - 1)}


def missing_from_model(left_out: Sequence[CheckedItem]) -> tuple[Finding, ...]:
    """Return a finding for each verified item."""
    return tuple(
        _finding(item)
        for item in left_out
        if isinstance(item, CheckedTarget | CheckedResult) and item.check.verdict == "verified"
    )


def _is_core(item: Target | Result) -> bool:
    quantity = item.quantity
    return quantity is not None and (isinstance(item, Target) or quantity.kind in _CORE_KINDS)


def _place(item: Item) -> tuple[int, int] | None:
    quantity = item.quantity if isinstance(item, Target | Result) else None
    return (quantity.start, quantity.end) if quantity else None


def _finding(item: CheckedTarget | CheckedResult) -> Finding:
    noun = "绩效目标" if isinstance(item, CheckedTarget) else "完成情况"
    return Finding(
        code="model-left-out",
        severity="warning",
        message=f"模型未摘录{noun}“{item.text}”,规则引擎在原文中读到。",
        stated=item.quantity.text if item.quantity else None,
        evidence=item.evidence,
    )
