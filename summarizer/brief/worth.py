"""What of many items and findings is worth a leader's page, and in which order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Finding,
)

__all__ = [
    "MOST_RESULTS",
    "measures_worth_telling",
    "problems_worth_telling",
    "results_worth_telling",
    "unmet_targets",
    "weightiest",
]

MOST_UNMET, MOST_RESULTS, MOST_PROBLEMS, MOST_MEASURES, MOST_FINDINGS = 6, 8, 6, 6, 5

_KINDS = ("percent", "money", "rank", "count", "measure")
_SEVERITIES = ("error", "warning")
# What a report admits of itself is told among its problems; the head of a web page, the score and
# the make-up of the staff not at all.
_ADMITTED = re.compile(
    r"未[能及按到]|没有|不足|不能|不到|超期|仅[有\d]|滞后|缺|尚|[低少]于|不达|未完|整改中"
    r"|(?:目标|计划)[低少]|待业|无关|挤占|违规|超标|只有|只[建完]|流失|塌方|水毁"
)
_NO_RESULT = re.compile(
    r"索引号|发布|主题词|分类|文号|电话|邮编|编码|问卷|抽查|样本|访谈|得分|评分|总分|^合计|^总计"
    r"|[在编]编|编制|离职|在职|退休|离养|遗属|[外临]聘|专职人员|工作人员|事业人员|职称|计划招录|内设|下设|机构|科室|现有|使用年限"
    r"|涉及|进度|级别|等级|固定资产|合同金额|中标|标段|周期|配套|送审|自评$|个项目开展自评"
    r"|费$|经费补助|^与?上年|（[类款项]）|三级指标|变更"
)
# Sections about the office itself.
_OF_THE_OFFICE = re.compile("机构|人员情况|人员构成|职能|职责")
# Money by these names is of the accounts, and told among the funds.
_OF_ACCOUNTS = re.compile(r"支出|经费|预算|收入|拨款|结余|结转")
_SHORTEST_NAME, _SHORTEST_CLAUSE, _LONGEST_CLAUSE = 3, 5, 70
_HANZI = re.compile("[一-鿿]")
# A clause that leads on to another says nothing alone.
_DANGLING = re.compile(
    r"(?:时|的|以来|过程中|方面|基础上|情况下|[、，：])$|^(?:但|而|并|以及|对\d)|^对.*项目$"
)
# What says how bad things are is no measure.
_COMPLAINT = re.compile("(?:偏[大低高小]|流标|不足|滞后|困难|薄弱)[。；;]?$")
# Findings of form weigh less than those of figures.
_FORMAL = frozenset(
    {
        "numbering-lost",
        "numbering-gap",
        "leftover-mark",
        "empty-section",
        "indicator-class-missing",
        "personal-name",
        "target-without-result",
    }
)


def unmet_targets(targets: Iterable[CheckedTarget]) -> list[CheckedTarget]:
    """Missed targets, those with a figure first."""
    missed = [one for one in targets if one.attainment.state in ("not_met", "partly")]
    return sorted(missed, key=lambda one: (one.quantity is None, _place(one)))[:MOST_UNMET]


def results_worth_telling(
    results: Sequence[CheckedResult], targets: Sequence[CheckedTarget], used: frozenset[str]
) -> list[CheckedResult]:
    """Core results that stand for themselves, a theme at a time; within a theme first those that a
    target asked for, then rates, money and ranks before counts."""
    asked = {one for target in targets for one in target.attainment.results}
    chosen = [item for item in results if item.id not in used and _stands_alone(item)]
    by_theme: dict[str, list[CheckedResult]] = {}
    for item in sorted(chosen, key=lambda one: (one.id not in asked, *_worth(one))):
        by_theme.setdefault(item.theme or "other", []).append(item)
    told: list[CheckedResult] = []
    figures: set[tuple[int, int] | None] = set()
    while len(told) < MOST_RESULTS and any(by_theme.values()):
        for items in by_theme.values():
            if not items or len(told) == MOST_RESULTS:
                continue
            item = items.pop(0)
            # 「由78.3%提高到86.1%」 is two results of one clause.
            clause = (item.evidence[0].start, item.evidence[0].end)
            if clause not in figures:
                told.append(item)
            figures.add(clause)
    return sorted(told, key=_place)


def _stands_alone(item: CheckedResult) -> bool:
    words = f"{item.subject or ''}{item.metric}"
    return (
        item.salience == "core"
        and item.theme != "funds"
        and item.part_of is None
        and item.status == "done"
        and item.quantity is not None
        and item.check.verdict == "verified"
        and len(_HANZI.findall(item.metric)) >= _SHORTEST_NAME - (item.subject is not None)
        and not _ADMITTED.search(item.text)
        and not _NO_RESULT.search(words)
        and not (item.section and _OF_THE_OFFICE.search(item.section[-1]))
        and not (item.quantity.kind == "money" and _OF_ACCOUNTS.search(words))
        and _is_clause(item.text)
    )


def _is_clause(text: str) -> bool:
    """Is a text a clause that a sentence of ours can hold?"""
    bare = "".join(text.split())
    return (
        _SHORTEST_CLAUSE <= len(bare) <= _LONGEST_CLAUSE
        and len(_HANZI.findall(bare)) >= _SHORTEST_NAME + 1
        and not _DANGLING.search(bare)
    )


def _worth(item: CheckedResult) -> tuple[int, int]:
    kind = item.quantity.kind if item.quantity else ""
    return (_KINDS.index(kind) if kind in _KINDS else len(_KINDS), _place(item))


def problems_worth_telling(problems: Iterable[CheckedProblem]) -> list[CheckedProblem]:
    """Problems that are whole clauses, in reading order."""
    told = [one for one in problems if len("".join(one.text.split())) > 3 and _is_told(one)]
    # 「绩效指标设置偏少」 says nothing beside 「绩效指标设置偏少，量化不足」.
    longer = [one for one in told if not any(_is_within(one, other) for other in told)]
    return longer[:MOST_PROBLEMS]


def _is_within(one: CheckedProblem, other: CheckedProblem) -> bool:
    return one is not other and one.text != other.text and one.text in other.text


def measures_worth_telling(measures: Iterable[CheckedMeasure]) -> list[CheckedMeasure]:
    """Measures that are whole clauses: those that answer a problem first."""
    told = [one for one in measures if _is_told(one) and not _COMPLAINT.search(one.text)]
    first = sorted(told, key=lambda one: not one.addresses)[:MOST_MEASURES]
    return sorted(first, key=_place)


def _is_told(item: CheckedProblem | CheckedMeasure) -> bool:
    return not _DANGLING.search("".join(item.text.split()))


def _place(item: CheckedItem) -> int:
    return item.evidence[0].start


def weightiest(findings: Sequence[Finding]) -> list[int]:
    """Places of errors, then of warnings, those of figures before those of form, one of each kind
    before a second of any."""
    told: list[int] = []
    for severity in _SEVERITIES:
        seen: Counter[str] = Counter()
        rounds: list[tuple[int, bool, int]] = []
        for at, one in enumerate(findings):
            if one.severity == severity:
                rounds.append((seen[one.code], one.code in _FORMAL, at))
                seen[one.code] += 1
        told += [at for _, _, at in sorted(rounds)]
    return told[:MOST_FINDINGS]
