"""How much a clause weighs on a leader's page, by its numbers and words, for each part of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from summarizer.schema import BriefPart, Document

__all__ = ["COUNTED", "SCORED", "TELLING", "WEIGHING", "target_weight"]

Weights = Sequence[tuple[float, re.Pattern[str]]]


def _weighted(*rows: tuple[float, str]) -> Weights:
    return [(weight, re.compile(words)) for weight, words in rows]


_FUND_WEIGHTS = _weighted(
    (3, r"基本支出|项目支出"),
    (3, r"(?:总计|合计|总额|总支出|共支出|决算数|决算金额|预算数|年初预算|实际支出)"),
    (3, r"执行率|支出率|到位|下达|拨付|支付"),
    (2, r"结转|结余|未支付|未能支付|沉淀"),
    (2, r"三公"),
    (1.5, r"政府性基金|国有资本|其他支出|专项债"),
)
_RESULT_WEIGHTS = _weighted(
    (1.5, r"完成率|覆盖率|满意|解决率|合格率|办结率|达标|优良|知晓"),
    (1.5, r"新增|净增|收入|投资|整改|隐患|拆除|惠及|受益|带动|发放|新建|改造|完工|审减"),
    (
        2,
        r"全[国省市区县].{0,6}(?:第|前|名|位|唯一|仅)|第[一二三\d]+[名位]?|荣获|获评|被评|表彰|批示|试点|示范",
    ),
    (1, r"超额|超过|提高到|目标"),
)
# Words that tell something without a figure.
TELLING = re.compile("荣获|获评|被评|第[一二三]|未发现|[保障]证?了|均?[大高]于|已[完达]成")
_LIGHT = re.compile(r"宣传|短信|会议|学习|培训|上稿|谈话|推文|资料|观看|专栏|录像|演练|巡查")
_ABOUT_WEIGHTS = _weighted(
    (3, r"旨在|总投资|自评报告|项目(?:位于|建设|总|内容|实施)|标段|主要内容|受.{2,12}委托"),
    (2, r"现有|实有|在职|下辖|辖区|纳入.{0,8}预算|内设|学生"),
)
SCORED = re.compile(r"自评.{0,4}优|得分|评分|等[级次]|结果显示|(?:没有|未)发现")
_PROMISE = re.compile("目标|确保|完成|保障|按时|足额|提高|提升|改善")
_FUND_WORDS = re.compile("追加|批复|未支付|划拨")
_LEFT = re.compile("结转|结余")
# 「由两个部分构成」 counts nothing.
_NOTHING = re.compile("[一二两三四五六]个(?:部分|方面|维度|层面)|^.{0,2}问卷|平均等级")
COUNTED = frozenset({"money", "percent", "count", "measure", "rank", "score"})
_NEVER = -99.0
_WEIGHTS = {"money": 2.0, "percent": 2.0, "rank": 3.0, "score": 1.0}


# A rate that is too low, or a share that fell short, is no achievement.
_LOW = re.compile(
    r"(?:只有|仅[有为达]?)\s*\d|未达|未完成|有\s*\d+\s*[个家所户].{0,16}(?:低于|未|不达标)|进度.{0,4}[慢滞]|滞后|^但"
)
# Figures of the whole country say nothing of a project.
_NATIONAL = re.compile("我国|全国(?!.{0,8}[第前唯])")


def _words(weights: Weights, text: str) -> float:
    return sum(weight for weight, words in weights if words.search(text))


def _counts_nothing(document: Document, start: int, end: int) -> bool:
    """Are all figures zero, such as 0台?"""
    found = [one.value for one in document.quantities_in(start, end) if one.kind in COUNTED]
    small = [one for one in found if not one.strip("0.")]
    return bool(small) and len(small) * 2 >= len(found)


def _numbers(document: Document, start: int, end: int) -> float:
    total = 0.0
    for one in document.quantities_in(start, end):
        if one.kind in COUNTED or one.kind == "duration":
            total += _WEIGHTS.get(one.kind, 1.0)
            if one.kind == "money" and one.value.replace(".", "").isdigit():
                total += max(0.0, math.log10(float(one.value) + 1) - 6)
    return total


def _result(document: Document, start: int, end: int) -> float:
    text = document.text[start:end]
    numbers = _numbers(document, start, end)
    words = _words(_RESULT_WEIGHTS, text)
    if (not numbers and not TELLING.search(text)) or _NOTHING.search(text):
        return 0.0
    if _LOW.search(text):
        return _NEVER
    if _counts_nothing(document, start, end):
        return 0.0
    return max(0.2, (numbers + words) * (0.4 if _LIGHT.search(text) else 1))


def _fund(document: Document, start: int, end: int) -> float:
    text = document.text[start:end]
    numbers = _numbers(document, start, end)
    if not numbers:
        return float(bool(_FUND_WORDS.search(text)))
    if _counts_nothing(document, start, end):
        return 0.5 * bool(_LEFT.search(text))
    return numbers + _words(_FUND_WEIGHTS, text)


def target_weight(document: Document, paired: frozenset[int], start: int, end: int) -> float:
    if any(start <= place < end for place in paired):
        return 0.0
    return _numbers(document, start, end) + 0.1 * bool(_PROMISE.search(document.text, start, end))


def _about(document: Document, start: int, end: int) -> float:
    text = document.text[start:end]
    numbers = _numbers(document, start, end)
    if _NATIONAL.search(text) or _counts_nothing(document, start, end):
        return 0.0
    words = _words(_ABOUT_WEIGHTS, text)
    return words + min(2.0, numbers) if numbers or words >= 3 else 0.0


def _scored(document: Document, start: int, end: int) -> float:
    return 1 + _numbers(document, start, end) if SCORED.search(document.text, start, end) else 0.1


WEIGHING: dict[BriefPart, Callable[[Document, int, int], float]] = {
    "about": _about,
    "funds": _fund,
    "targets": _about,
    "score": _scored,
    "results": _result,
}
