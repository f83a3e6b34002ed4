"""Sort passages into the parts of a brief, by the role of their section and by their words."""

from __future__ import annotations

import re
from collections.abc import Collection

from summarizer.brief.passages import Passage
from summarizer.brief.weighing import SCORED, TELLING
from summarizer.brief.worth import is_purpose
from summarizer.genre.sections import bare_heading, heading_role
from summarizer.schema import BriefPart, CheckedResult, CheckedTarget, Document

__all__ = ["COMING", "part_of"]

_FUNDS = re.compile(
    r"支出|预算|收入|执行|拨款|拨付|下达|到位|经费|结转|结余|债券|专项资金|补助资金|项目资金"
)
_CONCLUDED = re.compile("结果显示|(?:没有|未)发现")
_JUDGED = re.compile(
    "评价(?:组|小组|结果)?(?:认为|显示|表明)|总体(?:上|来)?看|总体评价|综合来看|从评价情况看"
    "|[^，。；]{2,20}得满分"
)
# A score of all, and not of one item: 「该项分值5分，自评5分」, 「得7分」.
_SCORES = re.compile(
    r"(?:总|综合|自评|评价|评审|考核|绩效)[^，。；]{0,10}分|得分|等[级次]|(?:最高|平均|最低)[^，。；]{0,6}分"
)
_OF_ITEM = re.compile("该项|本项|分值|^[（(]自评")
# What the results of an evaluation lead to.
_APPLIED = re.compile(
    "挂钩|[上下]浮|约谈|(?:资金|预算)[^，。；]{0,8}[扣核调压]减|优先(?:安排|支持)|通报|收回"
)
_APPLYING = re.compile("[应运]用")
_DENIED = re.compile("(?:未|没有|无)(?:发现|出现|发生|存在)[^，。；]*|不得?(?:挤占|截留|超标|拖欠)")
_DEDUCTED = re.compile(r"扣(?:减|除|了)?\s*[\d.]+\s*分")
_GRADED = re.compile("自评.{0,4}优|等[级次](?!分)[^，。]{0,4}[为是：]")
# A fault that a report admits among its results.
_ADMITTED = re.compile(
    "未(?:能|及时|按|达|完成|兑|支付|到位|拨付|落实|整改|支出)|没有(?!发[现生])|(?<!查找)不足|超期|滞后|违规列支"
    r"|未在|[晚拖延超推][了后期迟]*\s*\d+[天日个]|低于目标|漏报|未处置|无关|挤占|超标|多列|错列|拖欠|闲置|效益不佳|不符|差距|[仅只](?:支付|支出|完成|布设|建成|到位|拨付|安装)|停建|存在.{2,60}问题"
    r"|不得分|有账无物|账实不符|冲毁|推迟(?!至?\d)|无法(?!律|定|人)|执行(?:数|金额)?(?:为)?\s*0\s*[万元]|趴在"
)
_NO_PROBLEM = re.compile(
    r"问题\s*(?:为)?\s*[0０零]\s*[个项条]|暂无问题|(?:无|没有)(?:存在)?问题$|^[暂]?无$"
    r"|(?:未|没有|不存在|无)(?:发生|出现|发现|明显)?偏[离差]"
)
_STAFF = re.compile("内设机构|现有.{0,6}(?:人员|职工|编制)|在编")
_OFFICE = re.compile("单位|机构|人员|编制")
_AIMS = re.compile(
    r"绩效指标\d+个|\d+个[^，。；]{0,6}绩效指标|设[置定]了?.{0,12}绩效目标|绩效目标.{0,6}(?:设[置定]|分为)|编报绩效目标|绩效跟踪评价的"
)
_COUNTS_AIMS = re.compile(r"(?:编报|设[置定])了?.{0,12}绩效目标|绩效跟踪")
# Money of the office, which is no result although it stands among results.
_OWN_FUNDS = re.compile(
    r"执行率|支出率|基本支出|项目支出|三公|下达.{0,30}支付|结转结余|安排.{0,24}资金|资金.{0,12}安排"
    r"|采购(?:金额|预算)|(?:获得|收到|预拨|拨入|到位).{0,30}资金|资金.{0,12}到位|项目金额|预算总?金额|资金总额"
    r"|(?:下达|实际执行).{0,16}\d|到位[^，。；]{0,8}\d.{0,16}(?:拨付|支[出付]).{0,8}\d"
)
_OWN_MONEY = re.compile("资金|经费|预算")
_ADMITTING = frozenset({"problems", "results", "other"})
_EXECUTED = re.compile("执行(?:率|金额|数)|支出率")
_CARRIED_OUT = re.compile(r"(?:下达|预算|到位).{0,40}(?:执行|支出|支付).{0,30}率")
COMING = re.compile(
    r"(?:任务|计划|安排|打算|规划(?:纲要)?(?:（草案）)?》?(?:的?说明)?)$|年.{0,4}重点工作$"
)
"""A heading over work of the coming years."""


def _is_graded(text: str, kinds: Collection[str]) -> bool:
    """Return whether a passage gives a score or grade, not only what was deducted."""
    scored = "score" in kinds and _SCORES.search(text) and not _OF_ITEM.search(text)
    scored = scored and not _DEDUCTED.search(text)
    return bool(scored or _GRADED.search(text))


def part_of(document: Document, passage: Passage, *, scored: bool) -> BriefPart | None:
    """Return the part of the brief that a passage is for, or None."""
    text = document.text[passage.start : passage.end]
    kinds = {one.kind for one in document.quantities_in(passage.start, passage.end)}
    role = passage.role
    if "score" not in kinds and role in _ADMITTING and _NO_PROBLEM.search(text):
        return None
    if role == "method" and passage.path and heading_role(passage.path[-1]) == "targets":
        role = "targets"
    if role == "background" and _DEDUCTED.search(text):
        return "problems"
    if role == "duties" and not kinds:
        return None
    if role in ("problems", "measures"):
        # What will be done with the results of the evaluation answers no problem.
        if not any(heading_role(heading) == "other" for heading in passage.path):
            return role
        role = "other"
    if role == "funds" and _is_under_results(document, passage):
        # A bureau of finance achieves income; what its own money did is no result.
        own = "money" in kinds and _OWN_MONEY.search(passage.path[-1])
        role = "funds" if own else "results"
    if role in ("funds", "background", "results") and _AIMS.search(text):
        role = "targets"
    if _JUDGED.match(text) and role != "measures":
        return "score"
    if role == "other" and _APPLYING.search("".join(passage.path)) and _APPLIED.search(text):
        return "measures"
    if role == "method" and "money" in kinds and "percent" in kinds and _EXECUTED.search(text):
        return "funds"
    if role in ("other", "method"):
        told = _is_graded(text, kinds) or _CONCLUDED.search(text)
        return "score" if told and not scored and SCORED.search(text) else None
    money = "money" in kinds and (role == "funds" or bool(_FUNDS.search(text)))
    if role == "targets" and _ADMITTED.search(text):
        headed = any(heading_role(heading) == "targets" for heading in passage.path)
        role = role if headed else "results"
    if role == "targets":
        indicators = [
            one
            for one in passage.items
            if isinstance(one, CheckedTarget) and one.quantity and not is_purpose(one)
        ]
        return "funds" if money and not indicators and not _COUNTS_AIMS.search(text) else "targets"
    if _is_graded(text, kinds):
        return None if scored else "score"
    if role == "results":
        return _among_results(text, kinds, passage)
    if money:
        return "funds"
    if role == "funds" and passage.items_of(CheckedResult) and not _OFFICE.search(text):
        if _FUNDS.search(text):
            return "funds"
        described = any(heading_role(heading) == "background" for heading in passage.path)
        return "about" if described else "results"
    return "about"


def _is_under_results(document: Document, passage: Passage) -> bool:
    title = document.title or ""
    return any(
        heading_role(heading) == "results" and bare_heading(heading) not in title
        for heading in passage.path
    )


def _among_results(text: str, kinds: Collection[str], passage: Passage) -> BriefPart | None:
    if "money" in kinds and _CARRIED_OUT.search(text):
        return "funds"
    if _DEDUCTED.search(text) or _ADMITTED.search(_DENIED.sub("", text)):
        return "problems"
    if not kinds and not TELLING.search(text) and not passage.items_of(CheckedResult):
        return None
    if any(COMING.search(heading) for heading in passage.path):
        return None
    if _STAFF.search(text):
        return "about"
    return "funds" if "money" in kinds and _OWN_FUNDS.search(text) else "results"
