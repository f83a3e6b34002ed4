"""Completion: rates compared with target and result, shortfalls, and claims about limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure
from summarizer.audit.relations import Relation, claim, difference, first_that_holds, ratio
from summarizer.audit.wording import IS, change_sign
from summarizer.schema.terms import Severity

__all__ = ["claims_of_bounds", "completion_rates", "shortfalls"]

_COMPLETED = re.compile(
    r"(?:(?:任务|目标|计划|指标)?(?:完成|达成|实现)率"
    r"|(?:完成|占|达到?|为)了?(?:年初|全年|年度|当年|本年)?(?:既定|预定|预期|绩效)?(?:目标|任务|计划|指标)"
    r"(?:任务|计划|数|值|量)?的?)" + IS
)
_GOAL = re.compile(r"目标|计划|任务|要求|指标值|预期|预定|拟|约定|规定|核定|[应须需](?!急)")
_ACTUAL = re.compile(r"实际|已|实有|现有|完成(?=[^目任计指]*$)")
_PLANNED = re.compile(r"(?:计划|拟|应|需|须)[^，。；]{0,4}(?:完成|实施)")
_LACKS = re.compile(
    r"^(?:还|尚|仍|存在|形成|比[^，。；]{1,8}|较[^，。；]{1,8})?(?:相?差|差[距额]为?|缺口?|短缺|缺少|少|少了|少完成|欠"
    r"|多|多出|超出?|超额完成?|超过|剩余|余下|尚余|另有)" + IS
)
# A claim about the figure before it.
_CLAIM = re.compile(
    r"(?P<not>未能?|没有|尚未|低于|不及)?(?P<reached>达到|达成|超额完成|完成|实现|高于|超过|优于)了?"
    r"(?:年初|年度|预期|预定|既定|绩效)?(?:目标|指标|要求)(?:任务)?(?:值|数)?"
    r"(?:要求)?[（(为的是≥：:]{0,3}$"
)
# 低于90%的目标, 高于协议约定的6%: the limit must be a standard.
_BOUND = re.compile(
    r"(?:(?P<not>低于|不及|不足|未达到?)|(?P<reached>高于|超过|优于))[^，,。；;\d]{0,12}[\d.]+[%％一-龥]{0,3}$"
)
_STANDARD = re.compile(r"目标|约定|要求|标准|规定|指标值")


def completion_rates(context: AuditContext) -> Iterator[Relation]:
    """A completion rate is result over target: 计划80套，实际完成72套，完成率90%.

    Source: 实际完成率 = 实际产出数 / 计划产出数, 财预〔2020〕10号.
    """
    for sentence in context.telling:
        for rate in sentence.figures:
            if not (rate.is_rate and rate.is_exact):
                continue
            near = _around(sentence, rate)
            # 实施136.4万亩，完成任务135万亩的101%: of the target right before.
            of_goal = rate.label.strip() == "的" and bool(near) and _is_goal(near[-1])
            if of_goal or _COMPLETED.search(rate.label):
                yield from _completed(rate, near)


def _around(sentence: Sentence, rate: Figure) -> list[Figure]:
    """Return the figures that a completion rate may refer to: those back to the rate before it, and
    targets that follow in the same part of the sentence."""
    near: list[Figure] = []
    for figure in reversed(sentence.before(rate.start, 8)):
        if figure.kind == "percent" or re.search(r"[；;]", sentence.words(figure.end, rate.start)):
            break
        near.insert(0, figure)
    for figure in sentence.after(rate.end, 3):
        if re.search(r"[；;。]", sentence.words(rate.end, figure.start)) or not _is_goal(figure):
            break
        near.append(figure)
    return [figure for figure in near if figure.is_exact and not change_sign(figure)]


def _is_goal(figure: Figure) -> bool:
    if _PLANNED.search(figure.label):
        return True
    return bool(_GOAL.search(figure.label)) and not _ACTUAL.search(figure.label)


def _completed(rate: Figure, near: Sequence[Figure]) -> Iterator[Relation]:
    goals = [figure for figure in near if _is_goal(figure)]
    actual = [f for f in near if f not in goals and f.end <= rate.start and f.kind != "percent"]
    pairs = [
        (done, goal)
        for done in reversed(actual)
        for goal in reversed(goals)
        if goal.unit == done.unit and goal.value > 0
    ]
    if not pairs:
        return
    severity: Severity = "error" if len(pairs) == 1 else "warning"
    one = first_that_holds(
        ratio("ratio-mismatch", top, base, rate, severity=severity) for top, base in pairs
    )
    (top, base), right = pairs[0], 100 * pairs[0][0].value / pairs[0][1].value
    # Above the target, reports often print 100 %; a distant rate belongs to other figures.
    rounded_up = top.value > base.value and rate.value == 100
    if one.holds or (not rounded_up and rate.value / 2 <= right <= 2 * rate.value):
        yield one


def shortfalls(context: AuditContext) -> Iterator[Relation]:
    """A gap is the difference of two figures: 应配备480人，实际配备456人，缺24人.

    Source: 勾稽关系 of reviewing practice.
    """
    for sentence in context.telling:
        for gap in sentence.figures:
            if (
                gap.kind in ("count", "measure", "money")
                and gap.is_exact
                and _LACKS.search(gap.label)
            ):
                before = [f for f in sentence.before(gap.start, 6) if f.unit == gap.unit]
                yield from _shortfall(before, gap)


def _shortfall(before: Sequence[Figure], gap: Figure) -> Iterator[Relation]:
    goals = [f for f in before if _is_goal(f) and f.is_exact]
    actual = [f for f in before if f not in goals and f.is_exact]
    pairs = [(goal, done) for goal in goals for done in actual]
    if pairs:
        one = first_that_holds(difference("difference-mismatch", *pair, gap) for pair in pairs)
        if one.holds or len(pairs) == 1:
            yield one


def claims_of_bounds(context: AuditContext) -> Iterator[Relation]:
    """A figure that is claimed to reach a limit does so: 满意度为88.6%，达到目标值90%.

    Source: 目标与完成偏差, reviewing practice.
    """
    for sentence in context.telling:
        for bound in sentence.figures:
            before = sentence.before(bound.start, 1)
            if bound.kind == "money" or not before or bound.depth != before[0].depth:
                continue
            words = sentence.words(before[0].end, bound.end)
            match = _CLAIM.search(bound.label) or _BOUND.search(words)
            if match is not None and (match.re is _CLAIM or _STANDARD.search(words + bound.after)):
                yield from _claimed(sentence, before[0], bound, match)


def _claimed(
    sentence: Sentence, told: Figure, bound: Figure, match: re.Match[str]
) -> Iterator[Relation]:
    between = sentence.words(told.end, bound.start)
    if told.unit != bound.unit or re.search(r"[；;]", between) or change_sign(told):
        return
    at_most = match.re is _CLAIM and bound.quantity.comparator in ("<=", "<")
    if not told.is_exact or at_most or len(between) > 20:
        return
    below, equal = told.value < bound.value, told.value == bound.value
    yield claim(
        "completion-claim-contradicted",
        (told, bound),
        fits=below == bool(match["not"]) or (equal and match["reached"] != "超过"),
        expected=f"{'未达到' if below else '达到'}{bound.quantity.text}",
        stated=bound.quote,
        message="completion-claim-contradicted:bound",
    )
