"""Identity: does a statement tell apart the thing that its number counts?

A name such as 执行率 or 支出 says nothing of what it is of. Such a name is enough when a subject
completes it, or when the report uses it for one value and no other owner stands before it. A number
printed in two pieces (1 402.3) is no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre import vocabulary
from summarizer.genre.words import fold, letters
from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.label_words import ONLY_VERBS, without_fillers

__all__ = ["apart", "pieces"]

_DIGIT_BEFORE = re.compile(r"\d[ \u00a0\u3000\n]{1,2}$")
_DIGIT_BEHIND = re.compile(r"[ \u00a0\u3000\n]{1,2}\d")


def pieces(claim: Claim) -> Iterator[Reason]:
    """No digit stands a blank before or behind a number in prose."""
    place = claim.place
    if place is None or claim.row is not None:
        return
    text = claim.places.document.text
    ahead, behind = text[max(0, place.start - 3) : place.start], text[place.end : place.end + 3]
    digits = text[place.end - 1].isdigit()
    if _DIGIT_BEFORE.search(ahead) or (digits and _DIGIT_BEHIND.match(behind)):
        yield "unplaced"


# Nouns that say what kind of number it is, and not of what.
_GENERAL = vocabulary.alternatives(
    """
    资金 经费 金额 费用 预算 预算数 决算 支出 收入 投入 投资 拨款 结余 结转 成本 补助 补贴 款项
    任务 工作 活动 人数 人员 人 户 面积 数量 总量 产量 产值 利润 长度 规模 得分 分值 总分
    评分 自评
    率 度 比例 占比 满意 满意度 知晓率 合格 达标 及时 到位 执行 完成 支付 使用 覆盖 规范 管理
    单位 账 调查 结果 会议 培训 宣传 次数 指标 数 额 总额
    服务 健康 规则 服药 随访 治疗 进度比率 申请 提出 通知 实有 供货 周期 左岸 右岸 上游 下游
    最高 最低 最大 最小 公开 时间 各年 情况 年度
    """
)
_GENERAL_NAME = re.compile(rf"(?:{_GENERAL}|{ONLY_VERBS.pattern})*")


def apart(claim: Claim) -> Iterator[Reason]:
    """A general name has a subject, or is used for one value with no owner before it."""
    item, place = claim.item, claim.place
    if not isinstance(item, Target | Result) or place is None or claim.row is not None:
        return
    if _MONEY_NAME.search(item.metric) and place.kind == "count":
        yield "label-joined"  # 「12类服务资金」
    if not _is_general(item.metric):
        return
    if item.subject:
        if _OF_A_PLACE.fullmatch(item.subject) and _ONLY_HELD.fullmatch(item.metric):
            yield "label-incomplete"
        return
    year = str(claim.places.document.fiscal_year or "")
    # In a report on 2023 its year sets 2022年支出 apart.
    other_year = item.period is not None and not item.period.startswith(year)
    if claim.places.is_shared(item.metric, place) and not other_year:
        yield "subject-unsure"
    elif not _stands_alone(item) and _has_owner(claim) and not _is_of_the_money_before(claim):
        yield "label-incomplete"


# 「辖区实有29辆」: of what?
_OF_A_PLACE = re.compile("辖区|[全我本两该]..?")
_ONLY_HELD = re.compile("(?:[实现共]有|设有?|配备|得分?|获)+")
_MONEY_NAME = re.compile("(?:资金|经费|支出|收入|金额|预算)各?$")


def _stands_alone(item: Target | Result) -> bool:
    """Is a name that of the whole office, or the short one of a part (甲镇5座) whose whole tells
    the rest?"""
    part = isinstance(item, Result) and item.part_of
    return bool(
        (part and not _GENERAL_NAME.fullmatch(item.metric)) or _OF_ALL.fullmatch(item.metric)
    )


def _is_general(name: str) -> bool:
    plain = without_fillers(fold(name))
    return len(letters(plain)) <= 3 or bool(_GENERAL_NAME.fullmatch(plain))


# Amounts and rates of the whole office or project.
_OF_ALL = re.compile(
    "(?:年初|全年|调整后?|项目|部门|财政)?预算(?:总额|数|安排|执行率|资金)?|(?:收入|支出|收、?支)(?:总计|合计|决算)"
    "|(?:基本|项目)支出|年[初末](?:结转和?)?结余(?:资金)?|决算数"
)
_HEAD = re.compile(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[）).、．]|[①-⑳])(?P<name>[^：:。，,；;\n]{2,30})[：:。]"
)


def _has_owner(claim: Claim) -> bool:
    """Does something that is no general name stand before the number in its line?"""
    place, places = claim.place, claim.places
    assert place is not None
    start, _ = places.paragraph(place.start)
    head = _HEAD.match(places.document.text, start, place.start)
    if head and not _is_general(head["name"]):
        return True
    sentence = places.stretches(place.start)
    own = sentence.at(place)
    if own is None or own.clause == 0:
        return own is None
    before = sentence.clauses[: own.clause]
    return not all(_is_general(re.sub(r"[\d.]+\S?", "", one)) for one in before)


_OF_MONEY = re.compile("(?:执行|到位|支付|支出|使用|审减|核减|完成)率$|占$|[增减升降]")


def _is_of_the_money_before(claim: Claim) -> bool:
    """「支出4.2万元，执行率84%」: a rate or a change of the amount right before it."""
    place = claim.place
    assert place is not None
    stretches = claim.places.stretches(place.start).stretches
    before = [one.number for one in stretches if one.number.start < place.start][-1:]
    return bool(before) and before[0].kind == "money" and bool(_OF_MONEY.search(claim.metric))
