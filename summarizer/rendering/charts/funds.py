"""Chart budget, adjusted budget and spending of each project, with the rate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from summarizer.rendering.charts.shapes import Chart, laid_out
from summarizer.rendering.figures import number, wan
from summarizer.rendering.labels import Language, word
from summarizer.schema import CheckedResult, Span, Summary

__all__ = ["Pair", "funds_chart", "pairs_of"]

# A part, a change or a rate is not comparable with a total.
_NO_WHOLE = re.compile(
    "其中|级资金|增|减|率|差|节约|结余|结转|追加|人均|公共预算$|(?:基本|项目)支出$|预算支出"
)
_SLOTS = (
    ("spent", re.compile("执行数|支出|决算|实际使用|实际执行|支付")),
    ("adjusted", re.compile("全年预算|调整后?的?(?:项目)?预算|预算调整")),
    ("budget", re.compile("预算")),
)
_TOTAL = re.compile("^(?:合计|总计|共计|总额|.*资金总额)$")
# Maximum distance, in characters, between the two amounts of a project in prose.
_REACH = 80


@dataclass(frozen=True, slots=True)
class Pair:
    """The amounts of a project in 元; the adjusted budget, if any, is the base of the rate."""

    name: str
    spent: Decimal
    budget: Decimal | None = None
    adjusted: Decimal | None = None
    spans: tuple[Span, ...] = ()

    @property
    def rate(self) -> Decimal | None:
        """Return spending in percent of the budget."""
        base = self.adjusted or self.budget
        if not base:
            return None
        return (self.spent / base * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def funds_chart(summary: Summary, language: Language) -> Chart | None:
    """Return the chart, or None when no pair is certain."""
    pairs = pairs_of(summary, language)
    if not pairs:
        return None
    labels = [
        label
        for label in ("budget", "adjusted", "spent")
        if any(getattr(pair, label) is not None for pair in pairs)
    ]
    named = {label: word("heading", f"funds_{label}", language) for label in labels}
    groups = []
    for pair in pairs:
        bars = []
        for label in labels:
            amount: Decimal | None = getattr(pair, label)
            if amount is not None:
                rate = f"（{pair.rate}%）" if language == "zh" else f" ({pair.rate}%)"
                shown = wan(amount) + (rate if label == "spent" and pair.rate is not None else "")
                series = "spending" if label == "spent" else label
                bars.append((f"{pair.name} {named[label]}".strip(), shown, series, amount))
        groups.append(bars)
    return Chart(
        "money_chart",
        laid_out(groups),
        (
            word("heading", "subject", language),
            *named.values(),
            word("heading", "funds_rate", language),
        ),
        tuple(_row(pair, labels) for pair in pairs),
        _told(pairs, language),
    )


def _row(pair: Pair, labels: Iterable[str]) -> tuple[str, ...]:
    amounts: list[Decimal | None] = [getattr(pair, label) for label in labels]
    rate = "" if pair.rate is None else f"{pair.rate}%"
    return (pair.name, *("" if one is None else wan(one) for one in amounts), rate)


def _told(pairs: Iterable[Pair], language: Language) -> str:
    joint = "；" if language == "zh" else "; "
    whole = "合计" if language == "zh" else "total"
    rate = "执行率" if language == "zh" else "rate"
    return joint.join(
        f"{pair.name or whole} {rate} {pair.rate}%" for pair in pairs if pair.rate is not None
    )


def pairs_of(summary: Summary, language: Language = "zh") -> list[Pair]:
    """Return the total of the report, then its projects in reading order; only certain pairs."""
    found: list[Pair] = []
    funds = summary.brief.funds
    spent = number(funds.spent)
    if spent is not None and (funds.budget or funds.adjusted):
        name = "合计" if language == "zh" else "total"
        found.append(Pair(name, spent, number(funds.budget), number(funds.adjusted)))
    for subject, results in _groups(summary):
        pair = _pair(subject, results)
        if pair and not any(pair.spent == one.spent and _TOTAL.search(subject) for one in found):
            found.append(pair)
    return found


def _groups(summary: Summary) -> Iterator[tuple[str, list[CheckedResult]]]:
    """Yield the results of one subject in one table of funds or one section of prose."""
    tables = {one: entry.id for entry in summary.tables for one in entry.items}
    roles = {entry.id: entry.role for entry in summary.tables}
    grouped: dict[tuple[str | tuple[str, ...], str], list[CheckedResult]] = {}
    for result in summary.results:
        table = tables.get(result.id)
        if result.subject and (table is None or roles[table] == "funds"):
            grouped.setdefault((table or result.section, result.subject), []).append(result)
    for (_, subject), results in grouped.items():
        yield subject, results


def _pair(subject: str, results: Iterable[CheckedResult]) -> Pair | None:
    slots: dict[str, list[CheckedResult]] = {}
    for result in results:
        slot = _slot(result)
        if slot:
            slots.setdefault(slot, []).append(result)
    base = slots.get("adjusted") or slots.get("budget")
    if not base or "spent" not in slots or any(len(found) > 1 for found in slots.values()):
        return None
    places = [found[0].evidence[0].start for found in slots.values()]
    if max(places) - min(places) > _REACH or not all(
        found[0].check.verdict == "verified" for found in slots.values()
    ):
        return None
    amounts = {slot: number(found[0].quantity) for slot, found in slots.items()}
    spent = amounts["spent"]
    if spent is None or not any(amounts.values()):
        return None
    spans = tuple(found[0].evidence[0] for found in slots.values())
    return Pair(subject, spent, amounts.get("budget"), amounts.get("adjusted"), spans)


def _slot(result: CheckedResult) -> str | None:
    """Return which of the three amounts a result is; None for any other result."""
    quantity = result.quantity
    whole = quantity is not None and quantity.kind == "money" and result.direction == "none"
    if not whole or result.status != "done" or _NO_WHOLE.search(result.metric):
        return None
    return next((slot for slot, words in _SLOTS if words.search(result.metric)), None)
