"""The one total score that a report gives itself, and its grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from summarizer.brief.amounts import OF_DEPARTMENTS, is_own
from summarizer.schema import BriefScore, CheckedResult, Document

__all__ = ["score_of"]

_SCORE = re.compile(
    r"总分|总得分|综合(?:评|得)分|自评(?:总|得)?分|评价(?:总|得)?分|得分|^合计$|^总计$"
)
_TOTAL = re.compile(r"^(?:总|综合|自评|评价|项目得分|项目综合|合计|总计)|自评得分$|综合评分$")
_GRADE = re.compile(
    r"""
    (?P<cue>等级|等次|结果|结论|级别|评级|评定)?[为是：:]?\s*[“"]?
    (?P<grade>优秀|良好|不合格|合格|优|良|中|差)
    (?=[”"。；，、\s]|等|级|$)
    """,
    re.VERBOSE,
)
_OF_ALL = re.compile("整体|部门|综合")
_FULL = 100
# The least and the most that a grade is given for; grades that offices print differently overlap.
_BANDS = {
    "优": (85, 100),
    "良": (75, 95),
    "中": (60, 85),
    "差": (0, 70),
    "合": (60, 85),
    "不": (0, 70),
}
_REACH = 40


def score_of(document: Document, results: Sequence[CheckedResult]) -> BriefScore | None:
    """The total score; None where several differ."""
    scored = [
        item
        for item in results
        if item.quantity is not None
        and item.quantity.kind == "score"
        and item.part_of is None
        and item.salience == "core"
        and _SCORE.search(item.metric)
        and item.quantity.decimal <= _FULL
        and (is_own(document, item) or document.kind not in OF_DEPARTMENTS)
    ]
    if document.kind == "final_accounts":
        # Accounts tell the scores of single projects.
        scored = [item for item in scored if _OF_ALL.search(item.text)]
    totals = [item for item in scored if _TOTAL.search(item.metric)]
    chosen = totals or scored
    values = {item.quantity.decimal for item in chosen if item.quantity}
    if len(values) != 1:
        return None
    quantity = chosen[0].quantity
    assert quantity is not None
    grade = _grade(document.text, quantity.end, quantity.decimal)
    return BriefScore(value=quantity.value, full=str(_FULL), grade=grade)


def _grade(text: str, end: int, score: Decimal) -> str | None:
    """The grade printed behind a score, in its sentence: one that is called so, or that fits."""
    behind = re.split(r"[。\n]", text[end : end + _REACH])[0]
    for named in _GRADE.finditer(behind):
        low, high = _BANDS[named["grade"][0]]
        if named["cue"] or low <= score <= high:
            return named["grade"]
    return None
