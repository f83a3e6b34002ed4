"""Which part of a leader's page a passage is for: by its section's role, and by what it says."""

from __future__ import annotations

import re

from summarizer.brief.passages import Passage
from summarizer.brief.weighing import SCORED, TELLING
from summarizer.genre.sections import heading_role
from summarizer.schema import BriefPart, CheckedResult, CheckedTarget, Document

__all__ = ["part_of"]

_FUNDS = re.compile(
    r"支出|预算|收入|执行|拨款|拨付|下达|到位|经费|结转|结余|债券|专项资金|补助资金|项目资金"
)
_GRADED = re.compile("自评.{0,4}优")
# What a report admits among its results, and what it says there of itself.
_ADMITTED = re.compile(
    "未(?:能|及时|按|达|完成|兑|支付|到位|拨付|落实|整改)|没有(?!发[现生])|不足|超期|滞后|违规列支|无关|挤占|超标"
)
_NO_PROBLEM = re.compile(
    r"问题\s*(?:为)?\s*[0０零]\s*[个项条]|暂无问题|(?:无|没有)(?:存在)?问题$|^[暂]?无$"
)
_STAFF = re.compile("内设机构|现有.{0,6}(?:人员|职工|编制)|在编")
_OFFICE = re.compile("单位|机构|人员|编制")
_AIMS = re.compile(r"绩效指标\d+个|设[置定]了?.{0,12}绩效目标|绩效目标.{0,6}(?:设[置定]|分为)")
# Money that among results is the report's own, and none of what it reached.
_OWN_FUNDS = re.compile(
    r"执行率|支出率|基本支出|项目支出|三公|下达.{0,30}支付|结转结余|安排.{0,24}资金|资金.{0,12}安排"
)


def part_of(document: Document, passage: Passage, *, scored: bool) -> BriefPart | None:
    """Which part a passage is for."""
    text = document.text[passage.start : passage.end]
    if _NO_PROBLEM.search(text) and passage.role in ("problems", "results", "other"):
        return None
    kinds = {one.kind for one in document.quantities_in(passage.start, passage.end)}
    money = "money" in kinds and bool(_FUNDS.search(text))
    role = passage.role
    if role in ("problems", "measures"):
        # What will be done with the results of the evaluation answers no problem.
        if not any(heading_role(heading) == "other" for heading in passage.path):
            return role
        role = "other"
    if role == "funds" and any(heading_role(heading) == "results" for heading in passage.path):
        role = "results"
    if role in ("funds", "background", "results") and _AIMS.search(text):
        role = "targets"
    if role in ("other", "method"):
        return "score" if not scored and SCORED.search(text) else None
    if role == "targets":
        return "funds" if money and not passage.items_of(CheckedTarget) else "targets"
    if "score" in kinds or _GRADED.search(text):
        return None if scored else "score"
    if role == "results":
        if not kinds and not TELLING.search(text) and not _ADMITTED.search(text):
            return None
        if _ADMITTED.search(text):
            return "problems"
        if _STAFF.search(text):
            return "about"
        return "funds" if "money" in kinds and _OWN_FUNDS.search(text) else "results"
    if money:
        return "funds"
    if role == "funds" and passage.items_of(CheckedResult) and not _OFFICE.search(text):
        return "results"
    return "about"
