"""Attainment (达成情况): compare a target with its results and explain the outcome in a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.linking.likeness import kept_by
from summarizer.quantities import in_unit
from summarizer.schema import Quantity, Result, Sentence, Target
from summarizer.schema.terms import AttainmentState

__all__ = ["Judgement", "judge", "printed"]

_COUNTED = frozenset({"count", "money", "measure"})
_COSTS = frozenset({"economic_cost", "social_cost", "eco_cost", "cost"})
# Metrics for which less is better without a printed sign.
_LESS = re.compile(
    r"成本|费用|投诉|上访|事故|差错|故障率|流失率|发生率|死亡率|违规|逾期|响应时间|办理时间|修复时间|时限"
)
# 「达成预期指标」 and the like only say that the target was met.
_REACHED = re.compile(
    r"(?:已|均|全部|全面|圆满|顺利|按[期时要求计划]{1,2}|如期|及时)*(?:完成|达成|达到|实现|达标)(?:了?(?:年度|年初|设定|既定|预期|预定|绩效"
    r"|工作|计划)*(?:指标值?|目标值?|任务|要求|效果|计划|标准)?)?(?:100[%％])?[。.]?"
)
_PARTLY = re.compile(r"部分(?:达成|完成|实现|达到)")
_MISSED = re.compile(r"未(?:达成|完成|实现|达到|达标|开展)|没有(?:完成|达到|开展)")
_WANTING = re.compile(
    r"未(?!发生|出现|发现|有)|没有|不足|滞后|尚|仅|部分|基本|正在|缓慢|欠缺|推迟|较"
)
_NONE = re.compile(r"未(?:发生|出现|发现|有)|没有|无|零|杜绝")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_STATES = {
    "met": ("达成", "met"),
    "exceeded": ("超额完成", "exceeded"),
    "partly": ("部分达成", "partly met"),
    "not_met": ("未达成", "not met"),
    "unclear": ("无法判断", "unclear"),
    "not_comparable": ("口径或单位不同,无法比较", "not comparable, the units differ"),
}
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
_MULTIPLES = (
    (Decimal(1), ""),
    (Decimal(10**3), "千"),
    (Decimal(10**4), "万"),
    (Decimal(10**8), "亿"),
)


@dataclass(frozen=True)
class Judgement:
    """The outcome of comparing a target with its results."""

    state: AttainmentState
    deviation: str | None = None
    explanation: Sentence | None = None


def judge(target: Target, results: Sequence[Result]) -> Judgement:
    """Return the state of a target by its results, of which there must be at least one."""
    state, compared = _state(target, results)
    deviation = _deviation(target, results[0]) if compared and len(results) == 1 else None
    return Judgement(state, deviation, _explanation(target, results, state))


def _state(target: Target, results: Sequence[Result]) -> tuple[AttainmentState, bool]:
    """Return the state, and whether two plain numbers were compared."""
    # 「未达到91%的年初目标」 states a target by its failure: its words give no comparator.
    if _MISSED.search(target.text):
        return "unclear", False
    if len({r.quantity and (r.quantity.value, r.quantity.unit) for r in results}) > 1:
        return "unclear", False
    result = results[0]
    if target.quantity is None and result.quantity is None:
        return _by_words(target, result), False
    if result.status != "done":
        return "unclear", False
    if target.quantity is None or result.quantity is None:
        return _one_number(target, result), False
    if _gap(target.quantity, result.quantity) is None:
        return "not_comparable", False
    return _compare(target, target.quantity, result.quantity)


def _by_words(target: Target, result: Result) -> AttainmentState:
    """Compare a target in words: met when the outcome repeats it or says that it was reached."""
    said = "".join(result.evidence[0].quote.split())
    wanted = "".join(target.evidence[0].quote.split())
    if _PARTLY.search(said):
        return "partly"
    if _MISSED.search(said):
        return "not_met"
    if result.status != "done":
        return "unclear"
    kept = kept_by(target, result)
    if kept is not None:
        return "met" if kept else "not_met"
    if _NONE.search(said) and target.metric.endswith(
        ("零失误", "零事故", "零投诉", "零上访", "零发生")
    ):
        return "met"
    if target.deadline is not None:
        return _in_time(target.deadline, said)
    repeats = bool(wanted) and wanted in said and not _WANTING.search(said.replace(wanted, ""))
    return "met" if repeats or _REACHED.fullmatch(said) else "unclear"


def _in_time(due: Quantity, said: str) -> AttainmentState:
    """Compare a target with a deadline: met by a date no later."""
    days = _days(said)
    if not days or not _DAY.fullmatch(due.value):
        return "met" if _REACHED.fullmatch(said) else "unclear"
    if any(len(day) < len(due.value) for day in days):
        return "unclear"
    return "met" if max(days)[: len(due.value)] <= due.value else "not_met"


def _days(said: str) -> list[str]:
    found = re.findall(r"((?:19|20)\d\d)[年.\-/](?:(\d{1,2})[月.\-/]?(?:(\d{1,2})日?)?)?", said)
    return ["-".join(part.zfill(2) for part in day if part) for day in found]


def _one_number(target: Target, result: Result) -> AttainmentState:
    """Compare when one side is in words: 未发生 is zero and 全部完成 is all; other words stay
    unclear.
    """
    said = result.text.removeprefix(result.metric)
    if target.quantity is None or _WANTING.search(said):
        return "unclear"
    none = target.quantity.value == "0" and _NONE.search(result.text)
    whole = (target.quantity.value, target.quantity.unit) == ("100", "%")
    quote = "".join(result.evidence[0].quote.split())
    return "met" if none or (whole and _REACHED.fullmatch(quote)) else "unclear"


def _compare(target: Target, wanted: Quantity, got: Quantity) -> tuple[AttainmentState, bool]:
    if "/" in got.value or got.approx in ("about", "near"):
        return "unclear", False
    reached = in_unit(got.decimal, got.unit, wanted.unit)
    gap = _gap(wanted, got)
    if reached is None or gap is None:
        return "not_comparable", False
    low, _, high = wanted.value.partition("/")
    if high:
        inside = Decimal(low) <= reached <= Decimal(high)
        return ("met" if inside else "not_met"), False
    comparator = target.comparator or "="
    if comparator == "=" and gap and (not wanted.decimal or _less_is_better(target)):
        comparator = "<="
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


def _gap(wanted: Quantity, got: Quantity) -> Decimal | None:
    """Return the difference between outcome and target, in the unit of the target."""
    reached = in_unit(got.decimal, got.unit, wanted.unit)
    return None if reached is None else reached - wanted.decimal


def _less_is_better(target: Target) -> bool:
    costs = {target.indicator.level1, target.indicator.level2} & _COSTS
    return bool(costs) or bool(_LESS.search(target.metric))


def _deviation(target: Target, result: Result) -> str | None:
    if target.quantity is None or result.quantity is None or not target.quantity.decimal:
        return None
    gap = _gap(target.quantity, result.quantity)
    if gap is None:
        return None
    percent = gap / target.quantity.decimal * 100
    return f"{percent.quantize(Decimal('0.01')):f}"


def _explanation(target: Target, results: Sequence[Result], state: AttainmentState) -> Sentence:
    sign = _SIGNS.get(target.comparator or "", "")
    wanted = printed(target.quantity, target.evidence[0].quote)
    if target.quantity is None or target.quantity.comparator:
        sign = ""
    told = list(dict.fromkeys(printed(r.quantity, r.evidence[0].quote) for r in results))
    zh, en = _STATES[state]
    return Sentence(
        zh=f"目标值{sign}{wanted}，实际{'、'.join(told)}：{zh}。",
        en=f"Target {sign}{wanted}, reported {', '.join(told)}: {en}.",
    )


def printed(quantity: Quantity | None, words: str = "") -> str:
    """Return a quantity as printed; a bare number of a table gets its unit. Without a quantity,
    return the words.

    >>> printed(Quantity("105.5", "1055000", "元", "money", "exact", None, 0, 5))
    '105.5万元'
    """
    if quantity is None:
        return " ".join(words.split())[:40]
    text = " ".join(quantity.text.split())
    if not quantity.unit or not text[-1:].isdecimal():
        return text
    return f"{text}{_multiple(text, quantity)}{quantity.unit}"


def _multiple(text: str, quantity: Quantity) -> str:
    number = re.search(r"\d[\d,，]*(?:\.\d+)?$", text)
    if number is None or "/" in quantity.value:
        return ""
    shown = Decimal(re.sub("[,，]", "", number.group()))
    for factor, name in _MULTIPLES:
        if shown * factor == abs(quantity.decimal):
            return name
    return ""
