"""Totals and rankings of a portfolio, without double counting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import itemgetter

from summarizer.portfolio.entry import Listed
from summarizer.portfolio.ledger import Line
from summarizer.schema import DocumentKind
from summarizer.schema.brief import BriefTargets
from summarizer.schema.noun import Noun

__all__ = ["Figures", "Rank", "Total", "figures_of"]


class Rank(Noun):
    """A document's place in a ranking; equal values share a place."""

    place: int
    office: str
    key: str
    value: str
    year: int | None = None
    kind: DocumentKind | None = None


class Total(Noun):
    """The totals of one year and kind: amounts in 元 as decimal strings, the rate in percent.

    `of` counts the documents in the total: those with a certain pair of budget and spending.
    `unpaired` counts documents without such a pair, `within` those included in a department's
    document.
    """

    year: int | None
    kind: DocumentKind
    documents: int
    of: int
    unpaired: int
    within: int
    budget: str
    spent: str
    rate: str | None


class Figures(Noun):
    """Figures over the current documents.

    Money is added within one year and kind only (`totals`), because an office's accounts, its own
    evaluation and its projects report the same money. `budget`, `spent` and `rate` are those of the
    only total; null when there are several.
    """

    documents: int
    states: dict[str, int]
    totals: tuple[Total, ...]
    budget: str | None
    budget_of: int
    spent: str | None
    spent_of: int
    rate: str | None
    rate_of: int
    targets: BriefTargets
    findings: dict[str, int]
    by_execution: tuple[Rank, ...] = ()
    by_score: tuple[Rank, ...] = ()
    by_findings: tuple[Rank, ...] = ()


Current = Sequence[tuple[Line, Listed]]


def figures_of(
    lines: Sequence[Line], entries: Iterable[Listed], *, most: int | None = None
) -> Figures:
    """Compute totals and rankings over the current document of each line. Rankings have at most
    `most` places.
    """
    by_key = {entry.key: entry for entry in entries}
    current = [
        (line, by_key[line.keys[0]]) for line in lines if line.keys and line.keys[0] in by_key
    ]
    totals = tuple(_totals(current))
    only = totals[0] if len(totals) == 1 else None
    of = sum(total.of for total in totals)
    return Figures(
        documents=len(current),
        states=dict(Counter(line.state for line in lines)),
        totals=totals,
        budget=only.budget if only else None,
        budget_of=of,
        spent=only.spent if only else None,
        spent_of=of,
        rate=only.rate if only else None,
        rate_of=of,
        targets=_targets(current),
        findings=_findings(current),
        by_execution=_ranked(((line, _rate(one)) for line, one in current), most),
        by_score=_ranked(((line, _decimal(one.score)) for line, one in current), most),
        by_findings=_ranked(
            ((line, Decimal(sum(one.findings.values()))) for line, one in current), most
        ),
    )


def _totals(current: Current) -> Iterator[Total]:
    groups: defaultdict[tuple[int | None, DocumentKind], list[tuple[Line, Listed]]]
    groups = defaultdict(list)
    for line, entry in current:
        groups[entry.year, entry.kind].append((line, entry))
    for (year, kind), found in sorted(
        groups.items(), key=lambda one: (-(one[0][0] or 0), one[0][1])
    ):
        own = [entry for line, entry in found if not line.within]
        paired = [
            (Decimal(one.budget), Decimal(one.spent)) for one in own if one.budget and one.spent
        ]
        budget = sum((one for one, _ in paired), Decimal(0))
        spent = sum((one for _, one in paired), Decimal(0))
        yield Total(
            year=year,
            kind=kind,
            documents=len(found),
            of=len(paired),
            unpaired=len(own) - len(paired),
            within=len(found) - len(own),
            budget=f"{budget:f}",
            spent=f"{spent:f}",
            rate=f"{100 * spent / budget:.2f}" if budget else None,
        )


def _findings(current: Current) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for _, entry in current:
        for code, count in entry.findings.items():
            counts[code] += count
    return dict(counts.most_common())


def _targets(current: Current) -> BriefTargets:
    counts = dict.fromkeys(BriefTargets.model_fields, 0)
    for _, entry in current:
        told = vars(entry.targets)
        for name in counts:
            counts[name] += told[name]
    return BriefTargets(**counts)


def _rate(entry: Listed) -> Decimal | None:
    if entry.budget and entry.spent and Decimal(entry.budget):
        return (100 * Decimal(entry.spent) / Decimal(entry.budget)).quantize(Decimal("0.01"))
    return _decimal(entry.rate)


def _decimal(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _ranked(values: Iterable[tuple[Line, Decimal | None]], most: int | None) -> tuple[Rank, ...]:
    """Rank from the largest value down, with at most `most` places. Equal values keep the order of
    the lines, which is that of the offices.
    """
    told = [(value, line) for line, value in values if value is not None]
    told.sort(key=itemgetter(0), reverse=True)
    ranks: list[Rank] = []
    for number, (value, line) in enumerate(told[:most], start=1):
        same = ranks and Decimal(ranks[-1].value) == value
        ranks.append(
            Rank(
                place=ranks[-1].place if same else number,
                office=line.office,
                key=line.keys[0],
                value=f"{value:f}",
                year=line.year,
                kind=line.kind,
            )
        )
    return tuple(ranks)
