"""The targets, rows and findings that a brief shows, and their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.schema import (
    Absent,
    BriefFunds,
    CheckedItem,
    CheckedResult,
    CheckedTarget,
    Document,
    Finding,
)

__all__ = [
    "absent_from",
    "is_purpose",
    "met_targets",
    "rows_worth_telling",
    "unmet_targets",
    "weightiest",
]

MOST_UNMET, MOST_MET, MOST_ROWS, MOST_FINDINGS = 6, 6, 6, 5

_SEVERITIES = ("error", "warning")
# Rows of a form that are no result: staff, money, scores.
_NO_RESULT = re.compile(
    r"编码|问卷|样本|得分|评分|总分|^合计|^总计|[在编]编|编制|在职|退休|现有|合同金额|中标|费$|三级指标"
    r"|支出|经费|预算|收入|拨款|结余|结转"
)
_OF_PERFORMANCE = re.compile("绩效(?!审计)|自评|评价")
# A head of a form that runs into the name of the next target.
_HEAD = re.compile("(?:完成|指标|实际)值")
_HANZI = re.compile("[一-鿿]")
# Findings of form weigh less than those of figures.
_FORMAL = frozenset(
    {
        "numbering-gap",
        "leftover-mark",
        "empty-section",
        "indicator-class-missing",
        "personal-name",
        "target-without-result",
    }
)
# With one of these words the report may contain the slot, read or not.
_SOUGHT: dict[Absent, re.Pattern[str]] = {
    "score": re.compile(
        r"(?:自评|评价|综合|评定|总)(?:得|评|总)?分|得分|评分|等[级次]|评[为定].{0,4}[优良中差]|自评.{0,4}[优良]"
    ),
    "budget": re.compile(
        r"预算(?:数|金额|总额|批复|安排|资金)|(?:年初|全年|调整|批复)预算|预算.{0,4}\d|下达|到位|安排[^。；]{0,24}\d\s*[万亿]?元"
    ),
    "rate": re.compile(
        r"完成(?:年初|全年|调整后?)?预算数?的|执行率|支出率|使用率|预算完成率|支付率"
    ),
}


# What money is for and what a budget consists of; no indicator.
_PURPOSE = re.compile("^(?:主要)?用于|申请.{0,4}预算|预算资金$|^资金用途|^预算构成")
# Money that was given, unless a bound is set for it.
_GIVEN = re.compile(
    "结转|结余|下达|拨款|到位|补助资金|项目支出$|预算支出$|(?:资金|项目).{0,2}总?(?:预算|额)$"
)


def is_purpose(target: CheckedTarget) -> bool:
    """Return whether a target is an amount of money for a purpose, and no indicator."""
    if target.quantity is None or target.quantity.kind != "money":
        return False
    metric = "".join(target.metric.split())
    given = target.comparator in (None, "=") and _GIVEN.search(metric)
    return bool(given or _PURPOSE.search(metric))


def unmet_targets(targets: Iterable[CheckedTarget]) -> list[CheckedTarget]:
    """Return the missed targets, those with a figure first."""
    missed = [one for one in targets if one.attainment.state in ("not_met", "partly")]
    return sorted(missed, key=lambda one: (one.quantity is None, _place(one)))[:MOST_UNMET]


def met_targets(
    targets: Iterable[CheckedTarget], results: Iterable[CheckedResult]
) -> list[CheckedTarget]:
    """Return the weightiest targets that a figure met, in reading order."""
    figured = {one.id for one in results if one.quantity is not None}
    met = [
        one
        for one in targets
        if one.attainment.state in ("met", "exceeded")
        and figured.intersection(one.attainment.results)
        and one.quantity
        and not _HEAD.match(one.metric)
    ]
    first = sorted(met, key=lambda one: (one.salience != "core", -_weight(one), _place(one)))
    return sorted(first[:MOST_MET], key=_place)


def _weight(target: CheckedTarget) -> float:
    return float(target.weight or 0)


def rows_worth_telling(
    document: Document, results: Iterable[CheckedResult], told: frozenset[str]
) -> list[CheckedResult]:
    """Return results of table rows that no target asks for and no quote contains."""
    rows = [
        item
        for item in results
        if item.id not in told
        and item.salience == "core"
        and item.theme != "funds"
        and item.part_of is None
        and item.quantity is not None
        and item.check.verdict == "verified"
        and len(_HANZI.findall(item.metric)) > 2
        and not _NO_RESULT.search(f"{item.subject or ''}{item.metric}")
        and document.table_at(item.quantity.start)
    ]
    return rows[:MOST_ROWS]


def absent_from(document: Document, funds: BriefFunds, *, scored: bool) -> tuple[Absent, ...]:
    """Return the slots that the report does not mention in any words."""
    has: dict[Absent, bool] = {
        # Only a report of performance has a score.
        "score": scored or not _OF_PERFORMANCE.search(document.title or "绩效"),
        "budget": bool(funds.budget or funds.adjusted) or funds.spent is None,
        "rate": funds.rate is not None or funds.spent is None,
    }
    return tuple(
        slot for slot, words in _SOUGHT.items() if not has[slot] and not words.search(document.text)
    )


def _place(item: CheckedItem) -> int:
    return item.evidence[0].start


def weightiest(findings: Sequence[Finding], start: int, end: int) -> list[int]:
    """Return the places of errors, then of warnings, about a part of the text; figures before form,
    one of each kind before a second of any.
    """
    told: list[int] = []
    for severity in _SEVERITIES:
        seen: Counter[str] = Counter()
        rounds: list[tuple[int, bool, int]] = []
        for at, one in enumerate(findings):
            inside = all(start <= span.start < end for span in one.evidence)
            if one.severity == severity and inside:
                rounds.append((seen[one.code], one.code in _FORMAL, at))
                seen[one.code] += 1
        told += [at for _, _, at in sorted(rounds)]
    return told[:MOST_FINDINGS]
