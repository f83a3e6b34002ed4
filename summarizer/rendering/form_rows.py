"""Rows of the standard form: funds by source, and indicators ordered by class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.rendering.figures import figure, number, promise, told
from summarizer.rendering.labels import COMPARATORS, Language, word
from summarizer.schema import CheckedResult, CheckedTarget, Quantity, Summary

__all__ = ["FUND_KINDS", "FundRow", "IndicatorRow", "fund_rows", "indicator_rows"]

_WAN = Decimal(10_000)
FUND_KINDS = ("fund_total", "fund_budget", "fund_carried", "fund_other")
# Row names in the funds table of a form.
_SOURCES = {
    "fund_total": re.compile(r"资金总额|^总额|^合计"),
    "fund_budget": re.compile(r"财政拨款|财政资金|当年.*拨款"),
    "fund_carried": re.compile("上年结转"),
    "fund_other": re.compile("其他资金|单位资金|自有资金"),
}
_SLOTS = {
    "budget": re.compile("年初预算"),
    "adjusted": re.compile("全年预算|调整后?预算|预算调整"),
    "executed": re.compile("执行数|实际支出|决算"),
    "rate": re.compile("执行率"),
    "score": re.compile("得分"),
}
_LEVELS = ("cost", "output", "benefit", "satisfaction", "execution", "decision", "process")
_AMOUNTS = ("budget", "adjusted", "executed")


@dataclass(frozen=True, slots=True)
class FundRow:
    """Amounts of one source of funds in 元; `rate` is a share of 1."""

    kind: str
    budget_yuan: Decimal | None = None
    adjusted_yuan: Decimal | None = None
    executed_yuan: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: Decimal | None = None

    @property
    def budget(self) -> Decimal | None:
        """Return the budget in 万元."""
        return _wan(self.budget_yuan)

    @property
    def adjusted(self) -> Decimal | None:
        """Return the adjusted budget in 万元."""
        return _wan(self.adjusted_yuan)

    @property
    def executed(self) -> Decimal | None:
        """Return the spending in 万元."""
        return _wan(self.executed_yuan)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as the form prints it."""

    level1: str
    level2: str
    level3: str
    nature: str
    unit: str
    target: str
    actual: str
    weight: Decimal | None
    score: Decimal | None
    reason: str
    wants_reason: bool


def _wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan / _WAN


def fund_rows(summary: Summary) -> list[FundRow]:
    """Return the four rows of funds.

    The total comes from the brief, whose pairs are certain; the sources come from the report's own
    form.
    """
    found: dict[str, dict[str, Decimal]] = {kind: {} for kind in FUND_KINDS}
    for result in summary.results:
        kind, slot = _source(result), _slot(result)
        value = number(result.quantity)
        if kind and slot and value is not None and result.check.verdict == "verified":
            found[kind].setdefault(slot, value)
    funds = summary.brief.funds
    total = {
        "budget": number(funds.budget),
        "adjusted": number(funds.adjusted),
        "executed": number(funds.spent),
        "rate": number(funds.rate),
        "score": found["fund_total"].get("score"),
    }
    found["fund_total"] = {slot: value for slot, value in total.items() if value is not None}
    return [_row(kind, found[kind]) for kind in FUND_KINDS]


def _row(kind: str, values: dict[str, Decimal]) -> FundRow:
    rate = values.get("rate")
    budget, adjusted, executed = (values.get(slot) for slot in _AMOUNTS)
    return FundRow(
        kind,
        budget,
        adjusted,
        executed,
        rate=None if rate is None else rate / 100,
        score=values.get("score"),
    )


def _source(result: CheckedResult) -> str | None:
    """Return the funds row of the form that a result belongs to."""
    subject = result.subject or ""
    return next((kind for kind, words in _SOURCES.items() if words.search(subject)), None)


def _slot(result: CheckedResult) -> str | None:
    return next((slot for slot, words in _SLOTS.items() if words.search(result.metric)), None)


def indicator_rows(summary: Summary, language: Language) -> list[IndicatorRow]:
    """Return the targets that did not fail verification, by class, then in report order."""
    results = {result.id: result for result in summary.results}
    kept = [target for target in summary.targets if target.check.verdict != "failed"]
    # When the form has rows, goals in its prose are not separate indicators.
    if any(target.weight for target in kept):
        kept = [target for target in kept if target.weight or target.indicator.level1]
    return [_indicator(target, results, language) for target in sorted(kept, key=_rank)]


def _rank(target: CheckedTarget) -> tuple[int, int]:
    level = target.indicator.level1
    rank = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
    return rank, target.evidence[0].start if target.evidence else 0


def _indicator(
    target: CheckedTarget, results: dict[str, CheckedResult], language: Language
) -> IndicatorRow:
    linked = [results[one] for one in target.attainment.results if one in results]
    state = target.attainment.state
    reason = " ".join((target.reason or "").split())
    missed = state in ("not_met", "partly") or _far_above(target)
    return IndicatorRow(
        word("level1", target.indicator.level1, language),
        word("level2", target.indicator.level2, language),
        " ".join(filter(None, (target.subject, target.metric))),
        _nature(target, language),
        _unit(target.quantity),
        promise(target) or told(target.text, target.metric),
        _joined(figure(one.quantity) or told(one.text, one.metric) for one in linked),
        None if target.weight is None else Decimal(target.weight),
        None if target.score is None else Decimal(target.score),
        reason,
        missed and not reason,
    )


# A result this far above its target, in percent, also needs a reason: the target was too low.
_FAR_ABOVE = Decimal(30)


def _far_above(target: CheckedTarget) -> bool:
    deviation = target.attainment.deviation
    above = target.attainment.state == "exceeded" and deviation is not None
    return above and Decimal(deviation or 0) > _FAR_ABOVE


def _nature(target: CheckedTarget, language: Language) -> str:
    if target.quantity is None:
        return word("form", "qualitative", language)
    return COMPARATORS.get(target.comparator or "=", "=")


def _unit(quantity: Quantity | None) -> str:
    return quantity.unit if quantity else ""


def _joined(words: Iterable[str]) -> str:
    kept: Sequence[str] = [word for word in dict.fromkeys(words) if word]
    return "；".join(kept)
