"""How much a clause weighs in a brief, by its numbers and words, for each part."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from summarizer.schema import BriefPart, Document, Quantity

__all__ = ["COUNTED", "HEADLINE", "SCORED", "TELLING", "WEIGHING", "counted_in", "target_weight"]

Weights = Sequence[tuple[float, re.Pattern[str]]]


def _weighted(*rows: tuple[float, str]) -> Weights:
    return [(weight, re.compile(words)) for weight, words in rows]


_FUND_WEIGHTS = _weighted(
    (3, r"基本支出|项目支出"),
    (3, r"(?:总计|合计|总额|总支出|共支出|决算数|决算金额|预算数|年初预算|实际支出)"),
    (3, r"执行率|支出率|到位|下达|拨付|支付|实际执行"),
    (2, r"结转|结余|未支付|未能支付|沉淀|剩余"),
    (2, r"三公"),
    (1.5, r"政府性基金|国有资本|其他支出|专项债"),
    (4, r"(?:支出|收入)预算\s*\d|拨款支出(?:年初|全年)?预算"),
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
HEADLINE = re.compile(
    r"人均(?:地区)?生产总值|(?<!占)(?:地区)?生产总值(?=\D{0,4}\d)|第[一二三]产业增加值(?=\d)|规(?:模以)?上工业增加值|固定资产投资"
    r"|社会消费品零售总额|进出口总额(?=\d)|使用外资(?=\d)|一般公共预算[收支][入出]|各项[存贷]款余额"
    r"|(?:全[体市省县区]|城镇|农村)居民人均可支配收入|常住人口(?=\d)|居民消费价格|城镇新增就业|生产安全事故|PM2|专利授权量"
)
"""The indicators that a communiqué of statistics is read for."""

# Words that report something without a figure.
TELLING = re.compile(
    "荣获|获评|被评|第[一二三](?!时间|书记|批|次|季|期|方)|无一[人例]|未发现|[保障]证?了|均?[大高]于|已[完达]成|验收|投入(?:使用|运行)|建成|竣工|完工"
    "|(?:^|[：:，])(?:全面|圆满|顺利|按时|如期)?完成(?!率|情况)"
)
_LIGHT = re.compile(r"宣传|短信|会议|学习|培训|上稿|谈话|推文|资料|观看|专栏|录像|演练|巡查")
_ABOUT_WEIGHTS = _weighted(
    (
        3,
        (
            r"旨在|总投资|自评报告|项目(?:位于|建设|总|内容|实施)|标段|主要内容"
            r"|(?:公司|事务所|机构|中心|小组)受.{2,12}委托|实施项目"
        ),
    ),
    (2, r"现有|实有|在职|下辖|辖区|纳入.{0,20}预算|内设|学生"),
)
SCORED = re.compile(
    r"得满分|认为|总体|综合来看|评价情况看|自评.{0,4}优|得分|评分|等[级次]|结果显示|(?:没有|未)发现"
)
# 「年初预算分别为…」 does not say of what.
_OF_SEVERAL = re.compile("^.{0,8}分别为")
_PURPOSE = re.compile("主要用于|实际(?:完成|值)")
_PROMISE = re.compile("目标|确保|完成|保障|按时|足额|提高|提升|改善")
_FUND_WORDS = re.compile("追加|批复|未支付|划拨|[小大]于|减少的?主要|原因")
_LEFT = re.compile("结转|结余")
# One line of the budget weighs less than the whole.
_ONE_LINE = re.compile(r"[类款项][)）]|采购|设备|车辆")
_DETAIL = re.compile("[中小]微?企业")
# 「由两个部分构成」 counts nothing.
_NOTHING = re.compile("[一二两三四五六]个(?:部分|方面|维度|层面)|^.{0,2}问卷|平均等级")
_NEVER = -99.0
_WEIGHTS = {"money": 2.0, "percent": 2.0, "rank": 3.0, "score": 1.0, "count": 1.0, "measure": 1.0}
COUNTED = frozenset(_WEIGHTS)
"""The kinds of quantities that count as figures."""

# A low rate, a share that fell short, and what is only planned, are no achievement.
_LOW = re.compile(
    r"(?:只有|仅[有为达]?)\s*\d|未达|未完成|未支出|有\s*\d+\s*[个家所户].{0,16}(?:低于|未|不达标)|进度.{0,4}[慢滞]"
    r"|滞后|^但|预期目标|力争|拟(?:于|在|新)|计划(?:于|到|在|新)|[明来]年|下一?年度"
)
# What a rule grants for each one was not achieved.
_NORM = re.compile(
    r"标准(?:为|是|的|予以)|(?:给予|补助|奖励|补贴).{0,16}(?:奖励|补助)$|[每各]个?(?:赛项|村|人|户|亩|届|项目)\s*\d"
    r"|给予.{2,40}(?:奖励|奖补|补助|补贴)(?:资金)?\s*\d|分别给予|控制在|按.{0,6}每|(?:最高|不超过)\s*\d|元(?:及|含)?以[上下].{0,24}(?:报|经|须|由|项目|工程)|元及以下"
)
# Figures of the whole country say nothing of a project.
_NATIONAL = re.compile("我国|全国(?!.{0,8}[第前唯])")
_WORDS = re.compile("[一-鿿]{2}")
_ANNOUNCING = re.compile(
    r"填报|对标对表|查[看阅]?账|^现将|报告(?:如下)?$|采购|设备|车辆|^根据《|地点|^表\d|明细表$|一览表$"
)


def counted_in(document: Document, start: int, end: int) -> list[Quantity]:
    """Return the figures in a span: amounts, rates, counts, ranks and scores."""
    return [one for one in document.quantities_in(start, end) if one.kind in COUNTED]


def _words(weights: Weights, text: str) -> float:
    return sum(weight for weight, words in weights if words.search(text))


def _counts_nothing(found: Sequence[Quantity]) -> bool:
    """Return whether at least half of the figures are zero, such as 0台."""
    return bool(found) and 2 * sum(not one.value.strip("0.") for one in found) >= len(found)


def _numbers(document: Document, start: int, end: int) -> tuple[float, list[Quantity]]:
    """Return the weight of the figures in a span, and the figures."""
    total = 0.0
    found: list[Quantity] = []
    for one in document.quantities_in(start, end):
        if one.kind == "duration":
            total += 1.0
        elif one.kind in _WEIGHTS:
            found.append(one)
            total += _WEIGHTS[one.kind]
            if one.kind == "money" and one.value.replace(".", "").isdigit():
                total += max(0.0, math.log10(float(one.value) + 1) - 6)
    return total, found


def _result(document: Document, start: int, end: int) -> float:
    numbers, found = _numbers(document, start, end)
    text = document.text[start:end]
    if not numbers:
        told = len(text) > 3 and TELLING.search(text)
        return 0.0 if not told or _LOW.search(text) else max(0.2, _words(_RESULT_WEIGHTS, text))
    if _LOW.search(text):
        return _NEVER
    if _counts_nothing(found) or _NOTHING.search(text) or _NORM.search(text):
        return 0.0
    words = _words(_RESULT_WEIGHTS, text)
    return max(0.2, (numbers + words) * (0.4 if _LIGHT.search(text) else 1))


def _fund(document: Document, start: int, end: int) -> float:
    numbers, found = _numbers(document, start, end)
    text = document.text[start:end]
    if not numbers:
        return float(bool(_FUND_WORDS.search(text)))
    if _counts_nothing(found):
        return 0.5 * bool(_LEFT.search(text))
    if _NORM.search(text) or _OF_SEVERAL.search(text):
        return 0.0
    weight = numbers + _words(_FUND_WEIGHTS, text)
    if _DETAIL.search(text):
        return min(weight, 0.5)
    return weight * 0.5 if _ONE_LINE.search(text) else weight


def target_weight(document: Document, paired: frozenset[int], start: int, end: int) -> float:
    """Return the weight of a promise; 0 for one that is reported with its result."""
    if any(start <= place < end for place in paired) or _PURPOSE.search(document.text, start, end):
        return 0.0
    numbers, _ = _numbers(document, start, end)
    return numbers + 0.1 * bool(_PROMISE.search(document.text, start, end))


def _about(document: Document, start: int, end: int) -> float:
    text = document.text[start:end]
    numbers, found = _numbers(document, start, end)
    if not numbers and not _ABOUT_WEIGHTS[0][1].search(text):
        return 0.0
    words = _words(_ABOUT_WEIGHTS, text)
    if (
        not _WORDS.search(text)
        or _NATIONAL.search(text)
        or _ANNOUNCING.search(text)
        or _NORM.search(text)
    ):
        return 0.0
    return 0.0 if _counts_nothing(found) else words + min(2.0, numbers)


def _scored(document: Document, start: int, end: int) -> float:
    if not SCORED.search(document.text, start, end):
        return 0.1
    return 1 + _numbers(document, start, end)[0]


WEIGHING: dict[BriefPart, Callable[[Document, int, int], float]] = {
    "about": _about,
    "funds": _fund,
    "targets": _about,
    "score": _scored,
    "results": _result,
}
"""The weight of a clause, for each part that is chosen by weight."""
