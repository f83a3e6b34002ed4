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

__all__ = ["missing_from_model"]

# Money, rates, ranks and scores are what readers of this genre look for first.
_CORE_KINDS = frozenset({"money", "percent", "rank", "score"})


def missing_from_model(
    items: Sequence[Item], baseline: Sequence[CheckedItem]
) -> tuple[Finding, ...]:
    """A finding for each verified core item of the baseline whose number no item of the model
    cites."""
    cited = {
        (item.quantity.start, item.quantity.end)
        for item in items
        if isinstance(item, Target | Result) and item.quantity is not None
    }
    return tuple(
        _finding(item)
        for item in baseline
        if isinstance(item, CheckedTarget | CheckedResult) and _is_missing(item, cited)
    )


def _is_missing(item: CheckedTarget | CheckedResult, cited: set[tuple[int, int]]) -> bool:
    quantity = item.quantity
    if quantity is None or item.check.verdict != "verified":
        return False
    core = isinstance(item, CheckedTarget) or quantity.kind in _CORE_KINDS
    return core and (quantity.start, quantity.end) not in cited


def _finding(item: CheckedTarget | CheckedResult) -> Finding:
    noun = "绩效目标" if isinstance(item, CheckedTarget) else "完成情况"
    return Finding(
        code="model-left-out",
        severity="warning",
        message=f"模型未摘录{noun}“{item.text}”,规则引擎在原文中读到。",
        stated=item.quantity.text if item.quantity else None,
        evidence=item.evidence,
    )
