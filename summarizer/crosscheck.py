"""Cross-check (交叉核对): what the rules found for certain and a model left out."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.schema import (
    CheckedItem,
    CheckedResult,
    CheckedTarget,
    Finding,
    Item,
    Result,
    Target,
)

__all__ = ["missing_from_model", "unmatched"]

# Money, rates, ranks and scores are what readers of this genre look for first.
_CORE_KINDS = frozenset({"money", "percent", "rank", "score"})


def unmatched(items: Sequence[Item], baseline: Sequence[Item]) -> tuple[Target | Result, ...]:
    """The core items of the baseline whose number no item of the model cites."""
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


def missing_from_model(left_out: Sequence[CheckedItem]) -> tuple[Finding, ...]:
    """A finding for each of them that is verified."""
    return tuple(
        _finding(item)
        for item in left_out
        if isinstance(item, CheckedTarget | CheckedResult) and item.check.verdict == "verified"
    )


def _is_core(item: Target | Result) -> bool:
    quantity = item.quantity
    return quantity is not None and (isinstance(item, Target) or quantity.kind in _CORE_KINDS)


def _place(item: Target | Result) -> tuple[int, int] | None:
    return (item.quantity.start, item.quantity.end) if item.quantity else None


def _finding(item: CheckedTarget | CheckedResult) -> Finding:
    noun = "绩效目标" if isinstance(item, CheckedTarget) else "完成情况"
    return Finding(
        code="model-left-out",
        severity="warning",
        message=f"模型未摘录{noun}“{item.text}”,规则引擎在原文中读到。",
        stated=item.quantity.text if item.quantity else None,
        evidence=item.evidence,
    )
