"""Decide whether a target and a result have the same measure: words, subject, period, date."""

from __future__ import annotations

import re

from summarizer.genre.words import bigrams
from summarizer.schema import Document, Result, Target

__all__ = [
    "NOTHING_HAPPENED",
    "SHORTEST_END",
    "head_of",
    "kept_by",
    "nothing_happened",
    "same_deed",
    "same_period",
    "same_scope",
    "surroundings",
]

_LEADING = (
    *(
        "全年",
        "年度",
        "每年",
        "本年",
        "今年",
        "及时",
        "按时",
        "完成",
        "开展",
        "组织",
        "举办",
        "举行",
    ),
    *("召开", "实现", "达到", "新增", "累计", "共计", "共", "发生", "未发生", "项目的", "的"),
    *("辖区", "全县", "全区", "全市", "全省", "全街", "统筹", "同步"),
)
# Equivalent words: planned and done construction, planned and done purchase.
_SYNONYMS = {"建设": "新建", "建成": "新建", "采购": "购置", "购买": "购置"}
_RATES = (
    ("满意率", "满意度"),
    ("知晓度", "知晓率"),
    *((rate, "办结率") for rate in ("办复率", "办理率", "办理完成率")),
)
# 「巡检次数12次」, 「维修养护任务96座」: the words before name what is counted.
_COUNTED_TAILS = ("任务", "次数", "数量")
# A shorter ending of a metric is too vague to be matched by words.
SHORTEST_END = 4
NOTHING_HAPPENED = ("未发生", "没有发生", "无", "零发生", "杜绝", "未出现")
_EVENT_TAILS = ("事件", "事故", "案件", "情况")
_NONE_OF = re.compile(r"^(?P<event>.{2,})零(?P<what>失误|事故|投诉|上访|发生)$")
_WHOLE_BODY = (
    *(
        "部门",
        "单位",
        "整体",
        "全街",
        "街道",
        "全县",
        "全区",
        "全市",
        "全省",
        "本级",
        "本年",
        "辖区",
    ),
    *("学校", "本校", "我"),
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|底|末)?")
_BY_THEN = re.compile(rf"(?:于|在)?{_DATE.pattern}(?:之?前|以前)")
_ALIKE = 0.5


def head_of(metric: str) -> str:
    """Return the metric without leading verbs and time words.

    >>> head_of("全年组织技能培训"), head_of("辖区群众安全感满意度")
    ('技能培训', '群众安全感满意度')
    >>> head_of("委员满意率"), head_of("提案办理完成率")
    ('委员满意度', '提案办结率')
    """
    words = metric.strip()
    shortened = True
    while shortened:
        shortened = False
        for mark in _LEADING:
            if words.startswith(mark) and len(words) > len(mark) + 2:
                words, shortened = words.removeprefix(mark), True
    for tail in _COUNTED_TAILS:
        if len(words) >= len(tail) + SHORTEST_END:
            words = words.removesuffix(tail)
    for rate, name in _RATES:
        if words.endswith(rate):
            words = words.removesuffix(rate) + name
    return _SYNONYMS.get(words[:2], words[:2]) + words[2:]


def surroundings(result: Result, document: Document) -> str:
    """Return the words around a result: its headings, its quotes and its sentence."""
    start, text = result.evidence[0].start, document.text
    low = max(text.rfind(mark, 0, start) for mark in "。\n；") + 1
    quotes = (span.quote for span in result.evidence)
    return "".join((*result.section, result.subject or "", result.text, *quotes, text[low:start]))


def same_scope(target: Target, result: Result, document: Document) -> bool:
    """Return whether target and result have the same project or body."""
    subject = target.subject
    if not subject or any(mark in subject for mark in _WHOLE_BODY):
        return True
    if result.subject and (subject.endswith(result.subject) or result.subject.endswith(subject)):
        return True
    bare = subject.removesuffix("项目").removesuffix("经费").removesuffix("支出")
    return bare in surroundings(result, document)


def same_period(target: Target, result: Result) -> bool:
    """Return whether years agree when both are printed."""
    wanted = set(_YEAR.findall(target.period or ""))
    got = set(_YEAR.findall(result.period or ""))
    return not wanted or not got or bool(wanted & got)


def nothing_happened(target: Target, result: Result) -> bool:
    """Match 「全年发生0次进京非访事件」 with 「未发生进京越级访」: three quarters of the event's
    characters, including its first two, must be repeated. 「重大接待零失误」 is the same target in
    words.
    """
    quantity, event = target.quantity, head_of(target.metric)
    if quantity is None:
        none = _NONE_OF.match(target.metric)
        if none is None:
            return False
        event = none["what"] + none["event"][-2:] if none["what"] != "发生" else none["event"]
    elif quantity.value != "0" or quantity.unit in ("%", "元"):
        return False
    said = result.metric if any(m in result.metric for m in NOTHING_HAPPENED) else result.text
    mark = next((mark for mark in NOTHING_HAPPENED if mark in said), None)
    if mark is None:
        return False
    for tail in _EVENT_TAILS:
        event = event.removesuffix(tail)
    denied = said.partition(mark)[2]
    shared = sum(1 for letter in set(event) if letter in denied)
    named = len(event) >= 3 and event[:2] in denied
    return named and 4 * shared >= 3 * len(set(event))


def same_deed(target: Target, result: Result) -> bool:
    """Return whether a result without a number is the action that a target set a date for.

    「装备在9月30日前配齐」 and 「装备于10月12日配发到位」.
    """
    due = _BY_THEN.search(target.text)
    told = _DATE.search(result.text)
    if due is None or told is None or target.quantity or result.quantity:
        return False
    wanted = bigrams(target.text[: due.start()])
    return bool(wanted) and len(wanted & bigrams(result.text)) >= _ALIKE * len(wanted)


def kept_by(target: Target, result: Result) -> bool | None:
    """Return whether the outcome's date meets the deadline in a target's words; None if a date is
    missing or too coarse.
    """
    due, told = _BY_THEN.search(target.text), _DATE.search(result.text)
    if due is None or told is None:
        return None
    years = due["year"], told["year"]
    if all(years) and years[0] != years[1]:
        return int(years[1] or 0) < int(years[0] or 0)
    wanted, got = int(due["month"]), int(told["month"])
    if wanted != got:
        return got < wanted
    if not told["day"] or not due["day"]:
        return True if told["day"] else None
    return int(told["day"]) <= int(due["day"])
