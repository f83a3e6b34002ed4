"""Claims: general statements compared with the report's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.audit.budget_lines import BudgetLine, budget_lines, document_explains
from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure
from summarizer.audit.relations import Relation, claim
from summarizer.audit.wording import IS
from summarizer.schema import Span

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
# Reviewers tolerate a few points before they call a target missed.
_REACHED = Decimal(90)


def budget_claims(context: AuditContext) -> Iterator[Relation]:
    """“符合预算目标” and “无超预算” require that spending kept to the budget.

    Source: 评价结论与证据一致, 财预〔2020〕10号.
    """
    lines = context.once(budget_lines)
    totals = [line for line in lines if line.is_total] or list(lines)
    off = [line for line in totals if line.is_off]
    if all(document_explains(context, line, totals) for line in off):
        off = []
    yield from _on_budget(context, _ON_BUDGET, off, lines)
    yield from _on_budget(context, _WITHIN, [line for line in totals if line.is_over], lines)


def _on_budget(
    context: AuditContext,
    words: re.Pattern[str],
    against: list[BudgetLine],
    lines: tuple[BudgetLine, ...],
) -> Iterator[Relation]:
    said = next(_claims(context, words), None)
    if said is None or not lines:
        return
    seen: dict[tuple[Decimal, Decimal], BudgetLine] = {}
    for line in (*against[:1], *(one for one in lines if one.is_off and against)):
        seen.setdefault(line.amounts, line)
    yield claim(
        "blanket-claim-contradicted",
        (said, *(one for line in seen.values() for one in line.inputs)),
        fits=not against,
        expected=f"{against[0].rate:.2f}%" if against else None,
        stated=said.quote,
        message="blanket-claim-contradicted:budget",
        lines="；".join(line.division for line in seen.values()),
    )


def _claims(context: AuditContext, words: re.Pattern[str]) -> Iterator[Span]:
    for sentence, match, span in context.found(words):
        if not _WISH.search(sentence.text[: match.start()]):
            yield span


def target_claims(context: AuditContext) -> Iterator[Relation]:
    """“均完成绩效目标” requires that no result falls short.

    A missed target contradicts it. A low rate alone contradicts it only if the report states
    targets. Source: 评价结论与证据一致, 财预〔2020〕10号.
    """
    said = next(_claims(context, _ALL_REACHED), None)
    if said is None:
        return
    has_goals = any(target.quantity for target in context.targets)
    short = [figure for sentence in context.sentences for figure in _shortfalls(sentence)]
    missed = [t for t in context.targets if t.attainment.state in ("not_met", "partly")]
    told = [f"“{figure.quote}”" for figure in short]
    told += [f"“{target.text}”" for target in missed]
    spans = [span for target in missed for span in target.evidence]
    yield claim(
        "blanket-claim-contradicted",
        (said, *short, *spans),
        fits=not (short or missed),
        severity="warning" if missed or (short and has_goals) else "info",
        stated=said.quote,
        message="" if has_goals or missed else "blanket-claim-contradicted:no-targets",
        told="、".join(told),
        items=[target.id for target in missed],
    )


def _shortfalls(sentence: Sentence) -> Iterator[Figure]:
    for figure in sentence.figures:
        low = figure.is_rate and figure.is_exact and figure.value < _REACHED
        if low and _SHORT.search(figure.label):
            yield figure


def saving_targets(context: AuditContext) -> Iterator[Relation]:
    """The report's budget and spending meet its target of a 成本节约率 of at least 0.

    Source: 成本指标 of 财预〔2021〕101号; 节约率 = (预算数 − 决算数) / 预算数.
    """
    lines = context.once(budget_lines)
    totals = [line for line in lines if line.is_total] or list(lines)
    targets = [
        figure
        for sentence in context.sentences
        for figure in sentence.figures
        if figure.is_rate and _SAVING.search(figure.label) and _at_least(figure)
    ]
    if len(totals) != 1 or not targets:
        return
    line, target = totals[0], targets[0]
    yield claim(
        "saving-target-missed",
        (target, *line.inputs),
        fits=not line.is_over,
        expected=f"{100 - line.rate:.2f}%".replace("-", "−"),
        stated=target.quantity.text,
        target=target.quote,
        budget=line.budget.quote,
        spent=line.spent.quote,
    )


def _at_least(figure: Figure) -> bool:
    return figure.quantity.comparator in (">=", ">") and figure.value >= 0
