"""The computed points of a quality sheet, each with the same weight.

To add a point, add a row to POINTS: its name, and a judge that returns the deduction and its
reason, or None when the report gives too little to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.quality.model import QualityElement, QualityPoint
from summarizer.schema import Summary
from summarizer.schema.noun import Sentence

__all__ = ["POINTS", "points_of"]

FULL = Decimal(10)
# Grades of 财预〔2020〕10号 by minimum score (of 100).
GRADES = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))

# Checks of the audit (docs/checks.md), by the relation they test.
_SUMS = frozenset(
    {"sum", "part-whole", "table-total", "table-row", "composition", "budget-difference"}
    | {"score-sum"}
)
_RATES = frozenset(
    {"execution-rate", "growth", "ratio", "share", "average", "difference", "rate-base"}
    | {"completion-claim"}
)
_TEXT = frozenset({"text-table", "repeat", "year", "count-list"})


@dataclass(frozen=True, slots=True)
class Judgment:
    """Share of the marks deducted, 0 to 1, the reason, and the findings that support it."""

    share: Decimal
    reason: Sentence
    findings: tuple[int, ...] = ()


Judge = Callable[[Summary, Sequence[QualityElement]], Judgment | None]


def _elements(_summary: Summary, elements: Sequence[QualityElement]) -> Judgment | None:
    if not elements:
        return None
    missing = [one for one in elements if one.state == "not_found"]
    share = Decimal(len(missing)) / len(elements)
    names = "、".join(one.name.zh for one in missing), ", ".join(one.name.en for one in missing)
    if not missing and all(one.element != "problems" for one in elements):
        said = Sentence(zh="自评表应有的要素齐全", en="all elements of a form are there")
        return Judgment(share, said)
    if not missing:
        return Judgment(share, Sentence(zh="必备要素齐全", en="all required elements are there"))
    return Judgment(share, Sentence(zh=f"未识别到：{names[0]}", en=f"not recognised: {names[1]}"))


def _audited(checks: frozenset[str], zh: str, en: str) -> Judge:
    """Return a judge that deducts for errors found by some checks of the audit.

    The judge returns None when those checks tested nothing.
    """

    def judge(summary: Summary, _elements: Sequence[QualityElement]) -> Judgment | None:
        entries = [entry for entry in summary.ledger if entry.check in checks]
        tested = sum(entry.tested for entry in entries)
        found = tuple(number for entry in entries for number in entry.findings)
        wrong = tuple(n for n in found if summary.findings[n].severity == "error")
        if wrong:
            share = min(Decimal(1), Decimal(len(wrong)) / 4)
            said = Sentence(zh=f"{zh}有 {len(wrong)} 处不成立", en=f"{len(wrong)} {en} do not hold")
            return Judgment(share, said, wrong)
        if not tested:
            return None
        said = Sentence(
            zh=f"{zh}核对 {tested} 次，均成立", en=f"{tested} tests of {en}, all of them hold"
        )
        # Findings of severity info are facts, such as a difference due to rounding.
        if doubtful := sum(summary.findings[n].severity == "warning" for n in found):
            said = Sentence(
                zh=f"{zh}核对 {tested} 次，其中 {doubtful} 处待核实，未扣分",
                en=f"{tested} tests of {en}, {doubtful} to be checked; nothing deducted",
            )
        return Judgment(Decimal(0), said, found)

    return judge


def _grade(summary: Summary, _elements: Sequence[QualityElement]) -> Judgment | None:
    score = summary.brief.score
    if score is None or not score.grade or Decimal(score.full) != 100:
        return None
    value = Decimal(score.value)
    expected = next(name for least, name in GRADES if value >= least)
    if score.grade.startswith(expected):
        return Judgment(Decimal(0), Sentence(zh="等级与得分一致", en="grade fits the score"))
    return Judgment(
        Decimal(1),
        Sentence(
            zh=f"得分 {score.value} 分对应“{expected}”，报告为“{score.grade}”",
            en=f"a score of {score.value} is '{expected}'; the report says '{score.grade}'",
        ),
    )


def _deductions(summary: Summary, _elements: Sequence[QualityElement]) -> Judgment | None:
    """Judge whether rows that lost marks state a reason. When no row does, the reasons may stand
    below the table.
    """
    scored = [one for one in summary.targets if one.weight is not None and one.score is not None]
    lost = [one for one in scored if Decimal(one.score or 0) < Decimal(one.weight or 0)]
    if not scored:
        return None
    silent = [one for one in lost if not one.reason]
    if not silent:
        return Judgment(
            Decimal(0),
            Sentence(
                zh=f"{len(lost)} 项扣分均有说明" if lost else "没有扣分项",
                en=f"all {len(lost)} deductions are explained" if lost else "no deductions",
            ),
        )
    if len(silent) == len(lost):
        return None
    return Judgment(
        Decimal(len(silent)) / len(lost),
        Sentence(
            zh=f"{len(lost)} 项扣分中 {len(silent)} 项未识别到原因",
            en=f"no reason was recognised for {len(silent)} of {len(lost)} deductions",
        ),
    )


def _answered(summary: Summary, _elements: Sequence[QualityElement]) -> Judgment | None:
    """Judge whether the targets in tables have a result.

    A table prints target and result in one row. In prose an unanswered target may only mean that
    the answer was not recognised, so prose can pass but is never marked down. A form without any
    result declares targets, or its column was not recognised.
    """
    printed = {item for table in summary.tables for item in table.items}
    rows = [one for one in summary.targets if one.id in printed]
    bare = [one for one in rows if one.attainment.state == "not_reported"]
    counts = summary.brief.targets
    if not counts.total or (counts.not_reported and len(bare) == len(rows)):
        return None
    if not bare:
        total = len(rows) or counts.total
        said = Sentence(zh=f"{total} 项目标均有结果", en=f"all {total} targets have a result")
        return Judgment(Decimal(0), said)
    return Judgment(
        Decimal(len(bare)) / len(rows),
        Sentence(
            zh=f"表中 {len(rows)} 项目标有 {len(bare)} 项未填结果",
            en=f"{len(bare)} of {len(rows)} targets in tables have no result",
        ),
    )


def _closed(summary: Summary, elements: Sequence[QualityElement]) -> Judgment | None:
    """Judge whether problems have a measure; marked down only where there is no measure at all."""
    if not summary.problems:
        return None
    count = len(summary.problems)
    if any(one.element == "measures" and one.state == "not_found" for one in elements):
        said = f"{count} 个问题，未识别到措施", f"{count} problems, and no measure was recognised"
        return Judgment(Decimal(1), Sentence(zh=said[0], en=said[1]))
    answered = {problem for measure in summary.measures for problem in measure.addresses}
    if any(one.id not in answered for one in summary.problems):
        return None
    said = f"{count} 个问题均有对应措施", f"all {count} problems have a measure"
    return Judgment(Decimal(0), Sentence(zh=said[0], en=said[1]))


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its names and its judge."""

    code: str
    zh: str
    en: str
    judge: Judge


POINTS: tuple[Point, ...] = (
    Point("elements", "必备要素", "Required elements", _elements),
    Point("sums", "分项与合计", "Sums", _audited(_SUMS, "合计与分值关系", "sums and scores")),
    Point("rates", "比率与执行率", "Rates", _audited(_RATES, "比率关系", "rates")),
    Point("text", "前后一致", "Consistency", _audited(_TEXT, "前后数据", "repeated figures")),
    Point("grade", "等级与得分", "Grade and score", _grade),
    Point("deductions", "扣分说明", "Deductions explained", _deductions),
    Point("answered", "目标有结果", "Targets with results", _answered),
    Point("closed", "问题有措施", "Problems with measures", _closed),
)


def points_of(summary: Summary, elements: Sequence[QualityElement]) -> tuple[QualityPoint, ...]:
    """Return each point with its deduction, rounded to a tenth."""
    return tuple(_entry(point, point.judge(summary, elements)) for point in POINTS)


def _entry(point: Point, found: Judgment | None) -> QualityPoint:
    name = Sentence(zh=point.zh, en=point.en)
    if found is None:
        reason = Sentence(zh="依据不足，未计分", en="too little to say; not counted")
        return QualityPoint(
            point=point.code,
            name=name,
            state="not_determined",
            full="0",
            deduction="0",
            reason=reason,
        )
    deduction = (FULL * found.share).quantize(Decimal("0.1"))
    return QualityPoint(
        point=point.code,
        name=name,
        state="deducted" if deduction else "passed",
        full=f"{FULL:f}",
        deduction=f"{deduction:f}",
        reason=found.reason,
        findings=found.findings,
    )
