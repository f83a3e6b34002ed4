"""What the documents of a portfolio add up to. Each sum says how many documents it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from summarizer.portfolio.entry import Entry
from summarizer.portfolio.ledger import Line
from summarizer.schema.summary import BriefTargets, Noun

__all__ = ["Figures", "Rank", "figures_of"]


class Rank(Noun):
    """An office's place in a ranking; offices of one value share a place."""

    place: int
    office: str
    key: str
    value: str


class Figures(Noun):
    """Sums over the current documents: amounts in 元 as decimal strings, rates in percent.
    `budget_of` and `spent_of` count the documents that a sum rests on; the rate is of those that
    print both."""

    documents: int
    states: dict[str, int]
    budget: str
    budget_of: int
    spent: str
    spent_of: int
    rate: str | None
    rate_of: int
    targets: BriefTargets
    findings: dict[str, int]
    by_execution: tuple[Rank, ...] = ()
    by_score: tuple[Rank, ...] = ()
    by_findings: tuple[Rank, ...] = ()


def figures_of(
    lines: Sequence[Line], entries: Iterable[Entry], *, most: int | None = None
) -> Figures:
    """Sums and rankings over the current document of each line; `most` places of a ranking."""
    by_key = {entry.key: entry for entry in entries}
    current = [by_key[line.keys[0]] for line in lines if line.keys and line.keys[0] in by_key]
    names = {line.keys[0]: line.office for line in lines if line.keys}
    budgets = [Decimal(one.budget) for one in current if one.budget]
    spent = [Decimal(one.spent) for one in current if one.spent]
    both = [
        (Decimal(one.budget), Decimal(one.spent)) for one in current if one.budget and one.spent
    ]
    base = sum((budget for budget, _ in both), Decimal(0))
    rate = 100 * sum((used for _, used in both), Decimal(0)) / base if base else None
    return Figures(
        documents=len(current),
        states=dict(Counter(line.state for line in lines)),
        budget=f"{sum(budgets, Decimal(0)):f}",
        budget_of=len(budgets),
        spent=f"{sum(spent, Decimal(0)):f}",
        spent_of=len(spent),
        rate=None if rate is None else f"{rate:.2f}",
        rate_of=len(both),
        targets=_targets(current),
        findings=_findings(current),
        by_execution=_ranked(names, ((one.key, _rate(one)) for one in current), most),
        by_score=_ranked(names, ((one.key, _decimal(one.score)) for one in current), most),
        by_findings=_ranked(
            names, ((one.key, Decimal(sum(one.findings.values()))) for one in current), most
        ),
    )


def _findings(entries: Sequence[Entry]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(entry.findings)
    return dict(counts.most_common())


def _targets(entries: Sequence[Entry]) -> BriefTargets:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(entry.targets.model_dump())
    return BriefTargets.model_validate(dict(counts))


def _rate(entry: Entry) -> Decimal | None:
    if entry.budget and entry.spent and Decimal(entry.budget):
        return (100 * Decimal(entry.spent) / Decimal(entry.budget)).quantize(Decimal("0.01"))
    return _decimal(entry.rate)


def _decimal(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _ranked(
    names: dict[str, str], values: Iterable[tuple[str, Decimal | None]], most: int | None
) -> tuple[Rank, ...]:
    """From the largest value down, as many places as wanted."""
    told = sorted(
        ((value, key) for key, value in values if value is not None),
        key=lambda one: (-one[0], names.get(one[1], "")),
    )
    ranks: list[Rank] = []
    for number, (value, key) in enumerate(told[:most], start=1):
        same = ranks and Decimal(ranks[-1].value) == value
        place = ranks[-1].place if same else number
        ranks.append(Rank(place=place, office=names.get(key, ""), key=key, value=f"{value:f}"))
    return tuple(ranks)
