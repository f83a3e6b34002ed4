"""Claims: words about the whole held against the report's own figures (check 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.audit.figures import Figure
from summarizer.audit.page import Page, Sentence
from summarizer.audit.pairs import Pair, document_explains
from summarizer.audit.vocabulary import IS
from summarizer.schema import Finding, Span

__all__ = ["budget_claims", "saving_targets", "target_claims"]

_ON_BUDGET = re.compile(
    r"符合(?:年度|年初)?预算(?:目标|安排|要求)?|严格(?:按照?|执行)(?:年初|年度|批复)?预算(?:执行)?"
    r"|预算执行(?:情况)?(?:总体)?(?:良好|较好|到位|规范)|按(?:照)?预算执行"
)
_WITHIN = re.compile(
    r"(?:未|无|没有|不存在)(?:出现|发生)?超(?:出)?预算|(?:控制)?在预算(?:范围|额度)?(?:之?内)"
    r"|(?:未|无|没有|不存在)超支"
)
_ALL_REACHED = re.compile(
    r"(?:均|全部|全面|圆满|都)(?:已)?(?:按(?:期|时|质)*)?(?:完成|实现|达到|达成)了?"
    r"[^，。；]{0,10}(?:绩效目标|年初目标|预期目标|目标任务|年度目标|预定目标|各项指标)"
)
_WISH = re.compile(
    r"(?:确保|力争|争取|保证|将|为了?|推动|促进|努力|要|应|须|目标是)[^，。；]{0,12}$"
)
_SHORT = re.compile(
    r"(?:办结|解决|完成|整改|结案|到位|达标|合格|验收|开工|竣工|落实)(?:及时|有效)?率" + IS
)
_SAVING = re.compile(r"(?:成本)?节[约支]率" + IS)
# Reviewers let a few points pass before they call a whole not reached.
_REACHED = Decimal(90)


def budget_claims(page: Page) -> Iterator[Finding]:
    """Check 20: “符合预算目标”, “无超预算” beside spending that left the budget.

    Source: 评价结论与证据一致, 财预〔2020〕10号.
    """
    pairs = page.pairs
    totals = [pair for pair in pairs if pair.is_total] or list(pairs)
    off = [pair for pair in totals if pair.is_off]
    over = [pair for pair in totals if pair.rate > 100 and not pair.spent.matches(pair.budget)]
    if any(not document_explains(page, pair, totals) for pair in off):
        yield from _contradicted(page, _ON_BUDGET, off, pairs)
    if over:
        yield from _contradicted(page, _WITHIN, over, pairs)


def _contradicted(
    page: Page, words: re.Pattern[str], against: list[Pair], pairs: tuple[Pair, ...]
) -> Iterator[Finding]:
    claim = next(_claims(page, words), None)
    if claim is None:
        return
    shown = dict.fromkeys([against[0], *(pair for pair in pairs if pair.is_off)])
    seen: dict[tuple[Decimal, Decimal], Pair] = {}
    for pair in shown:
        seen.setdefault(pair.amounts, pair)
    rates = [pair.division for pair in seen.values()]
    yield page.finding(
        "blanket-claim-contradicted",
        "warning",
        f"“{claim.quote}”与金额不符：" + "；".join(rates),
        (claim, *(span for pair in seen.values() for span in pair.evidence)),
        expected=f"{against[0].rate:.2f}%",
        stated=claim.quote,
    )


def _claims(page: Page, words: re.Pattern[str]) -> Iterator[Span]:
    for sentence in page.sentences:
        for match in words.finditer(sentence.text):
            if not _WISH.search(sentence.text[: match.start()]):
                yield page.span(sentence.start + match.start(), sentence.start + match.end())


def target_claims(page: Page) -> Iterator[Finding]:
    """Check 20: “均完成绩效目标” beside single results that fall short.

    Source: 评价结论与证据一致, 财预〔2020〕10号.
    """
    claim = next(_claims(page, _ALL_REACHED), None)
    if claim is None:
        return
    short = [figure for sentence in page.sentences for figure in _shortfalls(sentence)]
    missed = [t for t in page.targets if t.attainment.state in ("not_met", "partly")]
    if not short and not missed:
        return
    told = [f"“{page.clause_span(figure).quote}”" for figure in short]
    told += [f"“{target.text}”未达成" for target in missed]
    spans = (*page.spans(short), *(span for target in missed for span in target.evidence))
    yield page.finding(
        "blanket-claim-contradicted",
        "warning",
        f"“{claim.quote}”与单项结果不一致：{'、'.join(told)}",
        (claim, *spans),
        stated=claim.quote,
        items=[target.id for target in missed],
    )


def _shortfalls(sentence: Sentence) -> Iterator[Figure]:
    for figure in sentence.figures:
        low = figure.is_rate and figure.is_exact and figure.value < _REACHED
        if low and _SHORT.search(figure.label):
            yield figure


def saving_targets(page: Page) -> Iterator[Finding]:
    """Check 20: a 成本节约率 of at least 0 that budget and spending of the report itself miss.

    Source: 成本指标 of 财预〔2021〕101号; 节约率 = (预算数 − 决算数) / 预算数.
    """
    pairs = page.pairs
    totals = [pair for pair in pairs if pair.is_total] or list(pairs)
    over = [pair for pair in totals if pair.rate > 100 and not pair.spent.matches(pair.budget)]
    targets = [
        figure
        for sentence in page.sentences
        for figure in sentence.figures
        if figure.is_rate and _SAVING.search(figure.label) and _at_least(figure)
    ]
    if len(totals) != 1 or not over or not targets:
        return
    pair, target = over[0], targets[0]
    achieved = f"{100 - pair.rate:.2f}%".replace("-", "−")
    yield page.finding(
        "saving-target-missed",
        "warning",
        f"“{page.clause_span(target).quote}”未报告结果，按报告自己的数字为{achieved}："
        f"“{page.clause_span(pair.budget).quote}”，“{page.clause_span(pair.spent).quote}”",
        (page.clause_span(target), *pair.evidence),
        expected=achieved,
        stated=target.quantity.text,
    )


def _at_least(figure: Figure) -> bool:
    return figure.quantity.comparator in (">=", ">") and figure.value >= 0
