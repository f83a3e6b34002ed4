"""The total score that a report gives, its grade, and the scores of the classes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from summarizer.brief.amounts import OF_DEPARTMENTS, is_own
from summarizer.brief.quoting import Quote, quote_of
from summarizer.schema import BriefScore, CheckedResult, Document, Quantity

__all__ = ["classes_of", "score_of"]

_SCORE = re.compile(
    r"总分|总得分|综合(?:评|得)分|自评(?:总|得)?分|评价(?:总|得)?分|评价得$|得分|评分|^合计$|^总计$"
)
_TOTAL = re.compile(r"^(?:总|综合|自评|评价|项目得分|项目综合|合计|总计)|自评得分$|综合评分$")
# Names of the score of all classes together, which win over other totals.
_OVERALL = re.compile(r"总体|综合|总得?分|总评")
# 「决策指标共15分，评价得分10.40分」 is the score of one class.
_OF_CLASS = re.compile(
    r"(?:指标|类|部分)(?:共|满分|总分|分值)?(?:为|是)?\s*[\d.]+分[，,]?[^。；\n]{0,6}$"
)
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
# The last row of a torn form: 总分 100 91.6.
_ROW = re.compile(r"总\s*分[\s|]+100(?:\.0+)?分?[\s|]+(?P<score>\d{2}(?:\.\d+)?)(?![\d%])")
_REACH, _BEFORE, _CLASSES_REACH = 40, 24, 600
# A longer name is that of several columns of a torn form.
_NAME_MOST = 30
# A class with its weight, if printed, and its score; the marks of a table may stand between.
_NAMED_SCORE = re.compile(
    r"(?P<name>[一-鿿]{2,8}?)(?:指标|类|部分|方面)?[\s|（(，,：:]{0,6}(?:满分|分值|权重)?"
    r"(?:\d{1,3}(?:\.\d+)?分[\s|，,；)）]{1,6})?(?:(?:评价|实际|自评)?得分?[为：:]?)?[\s|]{0,4}"
    r"(?P<score>\d{1,3}(?:\.\d+)?)分"
)
_NO_CLASS = re.compile("总|合计|综合|满分|得分|分值|扣|加分")
_LEAST_CLASSES, _MOST_CLASSES, _NEAR = 3, 6, 160
_CLASS = re.compile(
    r"(?:项目)?(?:决策|过程|管理|产出|效益|效果|投入|满意度|预算执行)[^，。；\n\d]{0,8}?(?:得分?)?\s*"
    r"(?P<score>\d+(?:\.\d+)?)分"
)


def score_of(document: Document, results: Sequence[CheckedResult]) -> BriefScore | None:
    """Return the total score, or None when the report has several."""
    chosen = _totals(document, results)
    values = {quantity.decimal for quantity in chosen}
    if not values and (row := _ROW.search(document.text)):
        return BriefScore(value=row["score"], full=str(_FULL), grade=None)
    if len(values) != 1:
        return None
    ends = [one.end for one in chosen]
    again = re.finditer(rf"(?<![\d.]){re.escape(chosen[0].value)}\s*分", document.text)
    ends += [one.end() for one in again]
    grades = (_grade(document.text, end, chosen[0].decimal) for end in ends)
    grade = next((one for one in grades if one), None)
    return BriefScore(value=chosen[0].value, full=str(_FULL), grade=grade)


def _totals(document: Document, results: Sequence[CheckedResult]) -> list[Quantity]:
    """Return the scores with the surest name of a total, in reading order."""
    scored = [
        (item, item.quantity)
        for item in results
        if item.quantity is not None
        and item.quantity.kind == "score"
        and item.part_of is None
        and item.salience == "core"
        and _SCORE.search(item.metric)
        and len(item.metric) <= _NAME_MOST
        and item.quantity.decimal > 0
        and item.quantity.decimal <= _FULL
        and not _is_of_class(document.text, item.quantity.start)
        and (is_own(document, item) or document.kind not in OF_DEPARTMENTS)
    ]
    if document.kind == "final_accounts":
        # Accounts contain the scores of single projects.
        scored = [(item, one) for item, one in scored if _OF_ALL.search(item.text)]
    overall = [one for item, one in scored if _OVERALL.search(item.metric)]
    totals = [one for item, one in scored if _TOTAL.search(item.metric)]
    return overall or totals or [one for _, one in scored]


def _is_of_class(text: str, start: int) -> bool:
    before = re.split(r"[。；\n]", text[max(0, start - _BEFORE) : start])[-1]
    return bool(_OF_CLASS.search(before))


def _grade(text: str, end: int, score: Decimal) -> str | None:
    """Return the grade that follows a score in its sentence: named as one, or fitting."""
    behind = re.split(r"[。\n]", text[end : end + _REACH])[0]
    for named in _GRADE.finditer(behind):
        low, high = _BANDS[named["grade"][0]]
        if named["cue"] or low <= score <= high:
            return named["grade"]
    return None


def classes_of(
    document: Document, results: Sequence[CheckedResult], score: BriefScore
) -> Quote | None:
    """Return the scores of the classes that add up to the total."""
    for total in _totals(document, results):
        if total.value != score.value:
            continue
        found = list(_CLASS.finditer(document.text, total.end, total.end + _CLASSES_REACH))
        said = Decimal(0)
        for at, one in enumerate(found):
            said += Decimal(one["score"])
            if at and said == total.decimal:
                return quote_of(document, [match.span() for match in found[: at + 1]])
    return _tabled(document, Decimal(score.value))


def _tabled(document: Document, total: Decimal) -> Quote | None:
    """Return the scores of neighbouring classes, with their names, that add up to the total."""
    found = [
        one for one in _NAMED_SCORE.finditer(document.text) if not _NO_CLASS.search(one["name"])
    ]
    for first in range(len(found)):
        members = found[first : first + _MOST_CLASSES]
        for count in range(_LEAST_CLASSES, len(members) + 1):
            run = members[:count]
            near = all(after.start() - one.end() <= _NEAR for one, after in pairwise(run))
            names = {one["name"] for one in run}
            if near and len(names) == count and _sum(run) == total:
                words = "，".join(f"{one['name']}{one['score']}分" for one in run)
                return Quote(words, tuple(one.span("score") for one in run))
    return None


def _sum(run: Iterable[re.Match[str]]) -> Decimal:
    return sum((Decimal(one["score"]) for one in run), Decimal(0))
