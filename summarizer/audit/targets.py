"""Targets and results: either one missing, vague targets, empty indicator classes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.audit.context import AuditContext
from summarizer.audit.relations import Relation, claim
from summarizer.schema import Target

__all__ = [
    "indicator_classes",
    "results_without_targets",
    "targets_without_results",
    "unmeasurable_targets",
]

_THREES = re.compile(r"(?=([一-龥]{3}))")
_BOUNDS = frozenset({">=", "<=", ">", "<"})
# A report with fewer results does not report results.
_ENOUGH = 5
_VAGUE = re.compile(
    r"不断|持续|进一步|逐步|有效|显著|明显|加强|提升|提高|增强|优化|改善|推进|促进|营造|保障|统筹"
)
_FIRM = re.compile(
    r"\d|[一二三四五六七八九十]次|全部|无|零|杜绝|按时|按月|按季|每月|每季|足额|底前|年底"
)
# A sentence that states that a target was reached is its result.
_REACHED = re.compile(
    r"[均都已]?(?:大于|高于|达到了?|超过|完成了?|优于|小于|低于)(?:年度|预期|设定的?)?(?:指标|目标)值?|实际"
)
# Sections about results, or about the contents of a project.
_TOLD_PART = re.compile(r"完成|分析|实现|自评|结果|评价|实施|建设内容|主要内容|问题|措施")
# Words of time, which are not part of a name.
_TIMES = re.compile(r"全年|年度|每年|每月|每季度?|当年|年内|本年|以上|不少于|不低于")
_CLASS = re.compile(
    r"(?P<name>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度)(?:指标)?"
)
_CLASS_HEAD = re.compile(
    r"""^\s*(?:[（(]?[\d一二三四五六七八九十①-⑳]+[）).、．]?)?\s*
    (?P<name>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|(?:社会公众及?)?(?:服务对象)?满意度)
    指标(?:完成情况|分析|情况)?\s*[:：]""",
    re.VERBOSE,
)


def targets_without_results(context: AuditContext) -> Iterator[Relation]:
    """A target with a figure has a result somewhere in the report.

    Reported, as `info`, if linking found none and no other text shares three characters of its
    name. Source: 实际完成值 of the self-evaluation form, 财预〔2020〕10号.
    """
    if len([result for result in context.results if result.quantity]) < _ENOUGH:
        return
    groups: dict[str, list[Target]] = {}
    for target in context.targets:
        if _has_goal(target) and _is_promised(target):
            groups.setdefault(target.metric, []).append(target)
    places = [span for target in context.targets for span in target.evidence]
    elsewhere = context.without(places) if groups else ""
    for targets in groups.values():
        bare = [target for target in targets if _is_untold(context, target, elsewhere)]
        shown = bare or targets
        yield claim(
            "target-without-result",
            [target.evidence[0] for target in shown],
            fits=not bare,
            each="、".join(dict.fromkeys(f"“{t.evidence[0].quote}”" for t in shown)),
            items=[target.id for target in shown],
        )


def _has_goal(target: Target) -> bool:
    """Does the target name a value to reach? An amount without ≤ or ≥ is money handed out, what
    must not happen is worded otherwise, and the number of indicators is no goal."""
    quantity = target.quantity
    if quantity is None or quantity.value == "0" or target.metric.endswith("指标"):
        return False
    return quantity.kind != "money" or target.comparator in _BOUNDS


def _is_promised(target: Target) -> bool:
    """True if the nearest telling heading is about targets, not about results or project
    contents."""
    for part in reversed(target.section):
        if _TOLD_PART.search(part):
            return False
        if "目标" in part:
            return True
    return False


def _is_untold(context: AuditContext, target: Target, elsewhere: str) -> bool:
    """True if nothing in the report can be the result of a target."""
    span = target.evidence[0]
    if target.attainment.state != "not_reported" or context.document.table_at(span.start):
        return False
    tail = re.split(r"[，。；;\n]", context.text[span.end : span.end + 20])[0]
    if _REACHED.search(span.quote + tail):
        return False
    names = set(_THREES.findall(_TIMES.sub("", target.metric)))
    return len(names) > 1 and not any(name in elsewhere for name in names)


def results_without_targets(context: AuditContext) -> Iterator[Relation]:
    """A report with results has target values.

    Source: 绩效目标 of 财预〔2020〕10号.
    """
    results = [result for result in context.results if result.quantity]
    if len(results) >= 2 * _ENOUGH:
        yield claim(
            "results-without-targets",
            (results[0].evidence[0],),
            fits=any(target.quantity for target in context.targets),
            count=str(len(results)),
        )


def unmeasurable_targets(context: AuditContext) -> Iterator[Relation]:
    """A target states a number, a time or a standard.

    Source: 绩效目标应当细化量化, 财预〔2021〕101号.
    """
    vague = [
        target
        for target in context.targets
        if target.quantity is None and _VAGUE.search(target.text) and not _FIRM.search(target.text)
    ]
    if context.targets:
        yield claim(
            "target-not-measurable",
            [target.evidence[0] for target in vague],
            fits=not vague,
            count=str(len(vague)),
            quotes="、".join(f"“{target.evidence[0].quote}”" for target in vague[:3]),
            items=[target.id for target in vague],
        )


def indicator_classes(context: AuditContext) -> Iterator[Relation]:
    """Announced classes of indicators have content.

    Source: indicator tree of 财预〔2021〕101号.
    """
    heads = {}
    for paragraph in context.paragraphs:
        match = _CLASS_HEAD.match(paragraph[0].text)
        if match:
            heads[paragraph[0].start] = re.sub(r".*满意度$", "满意度", match["name"])
    for sentence in context.sentences if len(heads) > 2 else ():
        named = {match["name"] for match in _CLASS.finditer(sentence.text)}
        if len(named) >= 4 and sentence.start not in heads:
            absent = "、".join(sorted(named - set(heads.values())))
            span = context.span(sentence.start, sentence.end)
            yield claim(
                "indicator-class-missing",
                (span,),
                fits=not absent,
                absent=absent,
            )
            if absent:
                return
