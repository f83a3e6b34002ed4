"""The unit of a bare number in a table: from its column, its row or the caption."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from summarizer.quantities import scan

__all__ = [
    "FREE",
    "NO_COUNT",
    "Unit",
    "measured_unit",
    "money_unit",
    "printed_unit",
    "row_unit",
    "scanned_unit",
    "unit_of",
]


class Unit(NamedTuple):
    """A base unit and a power of ten: 万元 is ("元", 4)."""

    base: str
    scale: int = 0


# The caption's unit does not apply: every row has its own.
FREE = Unit("")
# Numbers that are not quantities: row numbers, years, codes, telephone numbers.
NO_COUNT = Unit("#")
MONEY = {
    "元": Unit("元"),
    "千元": Unit("元", 3),
    "万元": Unit("元", 4),
    "十万元": Unit("元", 5),
    "百万元": Unit("元", 6),
    "亿元": Unit("元", 8),
}
# Bracketed units of other kinds, as headers print them: 人数（人）, 面积（平方米）.
COUNTED = frozenset(
    re.findall(
        r"\S+",
        """
        人 人次 名 位 户 户次 个 件 次 家 场 场次 期 批 份 册 条 起 宗 处 座 栋 幢 间 套
        台 辆 艘 只 头 棵 株 亩 公顷 平方米 平米 ㎡ 立方米 公里 千米 米 吨 公斤 千克 升 天 日
        小时 分钟 个月 分 项 篇 部 支 所 人天 课时 学时 床 床位
        """,
    )
)
SCALED = re.compile(r"(?P<scale>[千万亿]?)(?P<unit>.+)")
TENS = {"": 0, "千": 3, "万": 4, "亿": 8}

_BRACKET = re.compile(r"[（(\[【]\s*(?:单位\s*[：:]\s*)?([^（()）\[\]【】]{1,10})\s*[）)\]】]")
# 金额万元, 投资/亿元: the unit is not in brackets.
_CLOSING = re.compile(r"(?:[/／]|(?<=[额金资费款入出助]))(?P<unit>[百千]?万元|亿元|千元)$")
_SCORE = re.compile(r"(?:分值|得分|权重|评分|扣分|满分|分数|自评分)$|^(?:自评|标准)分$")
_RATE = re.compile(r"(?:率|比例|占比|比重|百分比|增幅)(?:[（(][^）)]{0,8}[）)])?$|[%％]")
_COUNT = re.compile(r"(人次|户次|人(?=口?数)|户|件|次|家|项|场|处|套|台)口?数$")
_NAMED = re.compile(
    r"序号|[行栏]次|编号|编码|代码|^[^\d]*年度$|年份|日期|时间|期限|电话|邮编|号码|负责人|联系人|等级|级次|地址|文号|页码|科目$"
)
_OWN = re.compile(
    r"指标值|目标值|完成值|实际值|计划值|预期值|完成情况|预期目标|度量单位|计量单位|数量$|名称|类型|性质|用途"
    r"|方向|内容|备注|说明|依据|原因|措施|级指标"
)
_SATISFACTION = re.compile(r"(?:满意|知晓|认可|支持)[度率]?$|率$|(?:比例|占比|比重)$")
_BLANK = re.compile(r"\s+|<br\s*/?>", re.IGNORECASE)


@lru_cache(maxsize=4096)
def unit_of(header: str) -> Unit | None:
    """Return the unit that a header gives the bare numbers below it; None if it gives none.

    >>> unit_of("全年预算数（万元）"), unit_of("执行率"), unit_of("分值"), unit_of("预算数")
    (Unit(base='元', scale=4), Unit(base='%', scale=0), Unit(base='分', scale=0), None)
    """
    words = _BLANK.sub("", header)
    if bracketed := _bracketed(words):
        return bracketed
    if closing := _CLOSING.search(words):
        return money_unit(closing["unit"])
    bare = _BRACKET.sub("", words)
    if _SCORE.search(bare):
        return Unit("分")
    if _RATE.search(bare):
        return Unit("%")
    if counted := _COUNT.search(bare):
        return Unit(counted.group(1))
    if bare.endswith("债券期限"):
        return Unit("年")
    if _NAMED.search(bare):
        return NO_COUNT
    return FREE if _OWN.search(bare) else None


@lru_cache(maxsize=4096)
def row_unit(label: str) -> Unit | None:
    """Return the unit that a row's label gives the bare numbers beside it.

    >>> row_unit("培训人数（人）"), row_unit("群众满意度"), row_unit("数量指标（20分）")
    (Unit(base='人', scale=0), Unit(base='%', scale=0), None)
    """
    words = _BLANK.sub("", label)
    if bracketed := _bracketed(words):
        return bracketed
    asked = "是否" in words or words.endswith("吗")
    return Unit("%") if _SATISFACTION.search(words) and not asked else None


def money_unit(printed: str) -> Unit | None:
    """Return the money unit in a caption: "万元"."""
    return MONEY.get("".join(printed.split()))


def printed_unit(words: str) -> Unit | None:
    """Return the unit in a 计量单位 cell or after a number: 万元, 人次, %."""
    words = _BLANK.sub("", words)
    if words in MONEY:
        return MONEY[words]
    if words in ("%", "％", "百分比"):
        return Unit("%")
    if words in COUNTED:
        return Unit(words)
    match = SCALED.fullmatch(words)
    if match and match["unit"] in COUNTED:
        return Unit(match["unit"], TENS[match["scale"]])
    whole, slash, each = words.partition("/")
    if slash and each in COUNTED | {"年", "月"} and (unit := printed_unit(whole)):
        return Unit(f"{unit.base}/{each}", unit.scale)
    return None


_WORD = re.compile(r"[^\d\s,，。；;、：:（）()/／—–-][^\d\s,，。；;、：:（）()]{0,7}")
_WORDLESS = re.compile(r"无|定[性量]|文字|不适用|其他")


@lru_cache(maxsize=4096)
def scanned_unit(words: str) -> Unit | None:
    """Return a unit as headers print it, or as the scanner reads it after a number.

    >>> scanned_unit("万元/公里"), scanned_unit("以上")
    (Unit(base='元/公里', scale=4), None)
    """
    words = _BLANK.sub("", words)
    if found := printed_unit(words):
        return found
    one = f"1{words}"
    read = scan(one) if _WORD.fullmatch(words) else []
    if len(read) != 1 or read[0].text != one or read[0].kind == "date" or read[0].comparator:
        return None
    scale = len(read[0].value) - 1
    return Unit(read[0].unit, scale) if read[0].value == f"1{'0' * scale}" else None


@lru_cache(maxsize=4096)
def measured_unit(words: str) -> Unit | None:
    """Return the unit in a cell of a unit column, which may be any: 万元/公里, 盏, 班次.

    >>> measured_unit("万元/公里"), measured_unit("盏"), measured_unit("/")
    (Unit(base='元/公里', scale=4), Unit(base='盏', scale=0), None)
    """
    words = _BLANK.sub("", words)
    if _WORDLESS.fullmatch(words):
        return None
    free = _WORD.fullmatch(words) and len(words) <= 4
    return scanned_unit(words) or (Unit(words) if free else None)


def _bracketed(words: str) -> Unit | None:
    found = [unit for printed in _BRACKET.findall(words) if (unit := _in_brackets(printed))]
    return found[-1] if found else None


def _in_brackets(printed: str) -> Unit | None:
    """Return the unit in brackets. Brackets also hold remarks, so of unknown units only those with
    a slash count.
    """
    return printed_unit(printed) or (scanned_unit(printed) if "/" in printed else None)
