"""Hedges and bounds beside a number: 约, 近, 余, 不低于, 以上, ≥."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.schema import Quantity
from summarizer.schema.quantity import Approx, Comparator, Kind

__all__ = ["Hedge", "after", "before", "hedged"]

# Words, each with its hedge and bound.
Hedge = tuple[Approx, Comparator | None]
_BEFORE: tuple[tuple[Hedge, str], ...] = (
    (("about", None), "约 约为 约有 约合 约计 约占 约达 大约 大约为 大概 大致"),
    (("near", None), "近 将近 接近 近乎"),
    (("over", None), "超 逾 突破 超出"),
    (("over", ">"), "超过"),
    (("exact", ">="), "≥ >= => 大于等于 大于或等于 大于或者等于 高于等于 高于或等于 不低于 不少于"),
    (("exact", ">="), "不小于 不得低于 不得少于 不亚于 不下于 至少 至少达到 最少"),
    (
        ("exact", "<="),
        "≤ <= =< 小于等于 小于或等于 小于或者等于 低于等于 低于或等于 不超过 不超 不高于",
    ),
    (("exact", "<="), "不多于 不大于 不得超过 不得高于 不得多于 不得大于 至多 不突破"),
    (("exact", ">"), "> 大于 高于 多于"),
    (("exact", "<"), "< 小于 低于 少于 不足 不到 不满 未达 未达到"),
    (("exact", "="), "= == 等于"),
)
# Words that end like a hedge but are not: 节约3.7万元, 最近3次.
_NEVER = frozenset(
    [
        *("节约", "预约", "集约", "签约", "履约", "违约", "条约", "公约", "契约", "制约", "特约"),
        *("邀约", "合约", "解约", "续约", "毁约", "简约", "守约", "赴约", "失约", "如约"),
        *("最近", "附近", "临近", "靠近", "邻近", "就近", "走近", "亲近", "新近"),
        *("赶超", "反超", "高超", "不等"),
    ]
)
_AFTER: tuple[tuple[Hedge, str], ...] = (
    (("about", None), "左右 上下"),
    (("over", ">="), "以上 及以上 或以上 及其以上 (含)以上 （含）以上 以上(含) 以上（含） 之上"),
    (("exact", "<="), "以内 以内(含) 以内（含） 之内 以下 及以下 或以下 （含）以下 (含)以下"),
    (("exact", "<="), "以下（含） 以下(含) 之下"),
)
_OVER = re.compile("余|多(?![部个方项种功媒元样年层次重])")
_CALENDAR = frozenset({"年", "个月", "天", "日", "周", "学年", "个季度"})
_EXTENTS = frozenset({"duration", "measure", "date"})
_WITHIN = re.compile("内(?![部设容涝外心在陆需贸科饰勤控网业])")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BEFORE_OF = {word: hedge for hedge, words in _BEFORE for word in words.split()}
_AFTER_OF = {word: hedge for hedge, words in _AFTER for word in words.split()}
_LONGEST = max(map(len, _BEFORE_OF))
# Fast path: most numbers have no hedge, and two characters decide.
_ALONE = frozenset(word for word in _BEFORE_OF if len(word) == 1)
_LAST_TWO = frozenset(word[-2:] for word in _BEFORE_OF if len(word) > 1)
_BEFORE_ENDS = frozenset(word[-1] for word in _BEFORE_OF) | {" "}
_AFTER_PATTERN = re.compile(_alternatives(_AFTER_OF))
_AFTER_STARTS = frozenset(word[0] for word in _AFTER_OF) | {"余", "多", "内"}


def before(text: str, start: int) -> tuple[int, Hedge] | None:
    """Return the hedge directly left of a number, and where it begins.

    >>> before("社会公众满意度大于等于90%", 11), before("节约3.7万元", 2)
    ((7, ('exact', '>=')), None)
    """
    end = start - 1 if text[start - 1] == " " else start
    if text[end - 1 : end] not in _ALONE and text[max(0, end - 2) : end] not in _LAST_TWO:
        return None
    for length in range(min(_LONGEST, end), 0, -1):
        hedge = _BEFORE_OF.get(text[end - length : end])
        if hedge:
            if text[max(0, end - length - 1) : end - length + 1] in _NEVER:
                return None
            return end - length, hedge
    return None


def after(text: str, end: int, kind: Kind) -> tuple[int, Hedge] | None:
    """Return the hedge directly right of a number, and where it ends.

    余 and 多 may follow any kind but a count (3年多, 5万元余), 内 a period or a distance (15日内).

    >>> after("1次及以上", 2, "count"), after("3个工作日内", 5, "duration")
    ((5, ('over', '>=')), (6, ('exact', '<=')))
    """
    if found := _AFTER_PATTERN.match(text, end):
        return found.end(), _AFTER_OF[found[0]]
    if kind in _EXTENTS and (found := _WITHIN.match(text, end)):
        return found.end(), ("exact", "<=")
    if kind != "count" and (found := _OVER.match(text, end)):
        return found.end(), ("over", None)
    return None


# Forms print some units as words: 92百分比.
SPELT_OUT = {"百分比": "%"}


def hedged(
    text: str, span: tuple[int, int], said: tuple[str, str, Kind], approx: Approx
) -> Quantity:
    """Return the quantity `said` (value, unit, kind), its span extended by the hedges beside it."""
    start, end = span
    value, unit, kind = said
    unit = SPELT_OUT.get(unit, unit)
    comparator: Comparator | None = None
    if text[end : end + 1] in _AFTER_STARTS and (late := after(text, end, kind)):
        end, (late_approx, comparator) = late
        approx = late_approx if approx == "exact" else approx
    early = before(text, start) if start and text[start - 1] in _BEFORE_ENDS else None
    # 近三年 means the last three years, not almost three.
    if early and (unit not in _CALENDAR or early[1][0] != "near"):
        start, (early_approx, early_comparator) = early
        approx = early_approx if approx == "exact" else approx
        comparator = early_comparator or comparator
    return Quantity(text[start:end], value, unit, kind, approx, comparator, start, end)
