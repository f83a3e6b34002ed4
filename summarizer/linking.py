"""Linking: targets held against their results, measures against the problems they answer.

A false "met" is the worst error of the whole program (R9 of the annotation guide): a target and
a result are linked only when they speak of the same measure, in a compatible unit, about the same
thing. A doubt is `unclear`; silence is `not_reported`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from summarizer.quantities import normal_unit
from summarizer.schema import (
    Attainment,
    Document,
    Item,
    Measure,
    Problem,
    Quantity,
    Result,
    Target,
)
from summarizer.schema.summary import AttainmentState

__all__ = ["link"]

Match = Literal["same", "kin"]

_LEADING = (
    *("全年", "年度", "每年", "本年", "今年", "及时", "按时", "完成", "开展", "组织", "举办"),
    *(
        "举行",
        "召开",
        "实现",
        "达到",
        "新增",
        "累计",
        "共计",
        "共",
        "发生",
        "未发生",
        "项目的",
        "的",
    ),
)
_NOTHING_HAPPENED = ("未发生", "没有发生", "无", "零发生", "杜绝", "未出现")
_EVENT_TAILS = ("事件", "事故", "案件", "情况")
_COUNTED = frozenset({"count", "money", "measure"})


def link(items: Sequence[Item], document: Document) -> tuple[Item, ...]:
    """The items with attainment of targets and `addresses` of measures filled in."""
    results = [item for item in items if isinstance(item, Result)]
    problems = [item for item in items if isinstance(item, Problem)]
    linked: list[Item] = []
    for item in items:
        if isinstance(item, Target):
            attainment = _attain(item, results, document)
            linked.append(item.model_copy(update={"attainment": attainment}))
        elif isinstance(item, Measure) and not item.addresses:
            answered = tuple(p.id for p in problems if _answers(item, p, problems))
            linked.append(item.model_copy(update={"addresses": answered}))
        else:
            linked.append(item)
    return tuple(linked)


def _attain(target: Target, results: list[Result], document: Document) -> Attainment:
    matched = [(match, result) for result in results if (match := _match(target, result, document))]
    same = [result for match, result in matched if match == "same"]
    if not matched:
        return Attainment(state="not_reported")
    if not same:
        return Attainment(state="unclear")
    state, judged = _judge(target, same)
    deviation = _deviation(target, same[0]) if len(same) == 1 and judged else None
    return Attainment(state=state, results=tuple(r.id for r in same), deviation=deviation)


def _match(target: Target, result: Result, document: Document) -> Match | None:
    """`same` measure of the same thing, `kin` when only the words agree, or nothing."""
    if _same_row(target, result, document):
        return "same"
    if target.quantity is None:
        return None
    if result.quantity is None:
        return _nothing_happened(target, result)
    if result.direction != "none" or result.part_of is not None:
        return None
    wanted, found = _head(target.metric), _head(result.metric)
    if len(wanted) < 3 or normal_unit(target.quantity.unit) != normal_unit(result.quantity.unit):
        return None
    if wanted == found:
        return "same" if _same_scope(target, result) else "kin"
    if wanted.endswith(found) and len(found) >= 4 and _same_scope(target, result):
        return "same" if wanted.removesuffix(found) in _surroundings(result) else "kin"
    if found.endswith(wanted) and len(wanted) >= 4:
        return "kin"
    return None


def _same_row(target: Target, result: Result, document: Document) -> bool:
    """Target value and actual value in one row of an indicator table belong together."""
    first, second = target.evidence[0], result.evidence[0]
    table = document.table_at(first.start)
    if table is None or table is not document.table_at(second.start):
        return False
    here, there = table.cell_at(first.start), table.cell_at(second.start)
    if not (here and there and here.row == there.row):
        return False
    return _head(target.metric) == _head(result.metric)


def _head(metric: str) -> str:
    """The metric without verbs and time words in front."""
    words = metric.strip()
    shortened = True
    while shortened:
        shortened = False
        for mark in _LEADING:
            if words.startswith(mark) and len(words) > len(mark) + 2:
                words, shortened = words.removeprefix(mark), True
    return words


def _surroundings(result: Result) -> str:
    quotes = (span.quote for span in result.evidence)
    return "".join((*result.section, result.subject or "", result.text, *quotes))


_WHOLE_BODY = ("部门", "单位", "整体", "全街", "街道", "全县", "全区", "全市", "本级", "本年")


def _same_scope(target: Target, result: Result) -> bool:
    """Do target and result speak of the same project or body?"""
    subject = target.subject
    if not subject or any(mark in subject for mark in _WHOLE_BODY):
        return True
    bare = subject.removesuffix("项目").removesuffix("经费").removesuffix("支出")
    return bare in _surroundings(result)


def _nothing_happened(target: Target, result: Result) -> Match | None:
    """「全年发生0次进京非访事件」 against 「未发生进京越级访」: three quarters of the event's own
    characters, and its first two, must come back."""
    quantity = target.quantity
    if quantity is None or quantity.value != "0" or quantity.unit in ("%", "元"):
        return None
    said = result.metric if any(m in result.metric for m in _NOTHING_HAPPENED) else result.text
    mark = next((mark for mark in _NOTHING_HAPPENED if mark in said), None)
    if mark is None:
        return None
    event = _head(target.metric)
    for tail in _EVENT_TAILS:
        event = event.removesuffix(tail)
    denied = said.partition(mark)[2]
    shared = sum(1 for letter in set(event) if letter in denied)
    if len(event) < 3 or event[:2] not in denied or 4 * shared < 3 * len(set(event)):
        return None
    return "same"


def _judge(target: Target, results: list[Result]) -> tuple[AttainmentState, bool]:
    """State, and whether two plain numbers were compared."""
    if len({r.quantity and (r.quantity.value, r.quantity.unit) for r in results}) > 1:
        return "unclear", False
    result = results[0]
    if result.status != "done":
        return "unclear", False
    if target.quantity is None or result.quantity is None:
        met = target.quantity is not None and target.quantity.value == "0"
        return ("met" if met else "unclear"), False
    return _compare(target, target.quantity, result.quantity)


def _compare(target: Target, wanted: Quantity, got: Quantity) -> tuple[AttainmentState, bool]:
    if "/" in got.value or got.approx in ("about", "near"):
        return "unclear", False
    low, _, high = wanted.value.partition("/")
    if high:
        inside = Decimal(low) <= got.decimal <= Decimal(high)
        return ("met" if inside else "not_met"), False
    gap = got.decimal - wanted.decimal
    comparator = target.comparator or "="
    if comparator in ("<=", "<"):
        over = gap > 0 or (gap == 0 and comparator == "<")
        if got.approx == "over" and gap == 0:
            return "unclear", False
        return ("not_met" if over else "met"), True
    if gap > 0 or (gap == 0 and comparator != ">"):
        beyond = gap > 0 and comparator == "=" and wanted.kind in _COUNTED
        return ("exceeded" if beyond else "met"), True
    partly = got.decimal > 0 and wanted.kind in _COUNTED
    return ("partly" if partly else "not_met"), True


def _deviation(target: Target, result: Result) -> str | None:
    if target.quantity is None or result.quantity is None or not target.quantity.decimal:
        return None
    wanted = target.quantity.decimal
    percent = (result.quantity.decimal - wanted) / wanted * 100
    return f"{percent.quantize(Decimal('0.01')):f}"


# Words that say nothing about what a problem or a measure is about.
_EMPTY_WORDS = (
    *("进一步", "有待", "加强", "提高", "完善", "不断", "继续", "工作", "管理", "绩效", "存在"),
    *("问题", "不足", "不够", "差异", "较大", "及时", "部分", "目标", "项目", "资金", "预算"),
    *("情况", "需要", "今后", "相关", "各项", "做好", "强化", "落实", "水平", "力度"),
)
_SAME_MATTER = {("budget", "budget_prep"), ("training", "awareness"), ("rule", "mechanism")}


def _answers(measure: Measure, problem: Problem, problems: list[Problem]) -> bool:
    """Do they share an object: the matter's class and a word, or two words of their own?"""
    shared = _own_pairs(measure.text) & _own_pairs(problem.text)
    if (measure.kind, problem.category) in _SAME_MATTER:
        rivals = [p for p in problems if (measure.kind, p.category) in _SAME_MATTER]
        return len(rivals) == 1 or bool(shared)
    return len(shared) >= 2 or "沟通" in shared


def _own_pairs(words: str) -> set[str]:
    for mark in _EMPTY_WORDS:
        words = words.replace(mark, " ")
    return {words[i : i + 2] for i in range(len(words) - 1) if words[i : i + 2].isalpha()}
