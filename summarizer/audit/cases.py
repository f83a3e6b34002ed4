"""Cases and answers: what is done and what is pending, and what was said in a survey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, tolerance
from summarizer.audit.lists import total_of
from summarizer.audit.relations import Relation, total
from summarizer.audit.sums import exceeds

__all__ = ["closed_cases", "progress"]

_DONE = re.compile(r"已|完毕|完成了?$|办结|整改到位")
# What is taken in, and what becomes of it.
_CASES = tuple(
    (re.compile(f"(?:{opened})[^结改]*$"), re.compile(f"^已?(?:{closed})[^，]{{0,4}}$"))
    for opened, closed in (
        ("受理|接到|收到|接收", "办结|办理|处理|处置|回复|答复"),
        ("立案", "结案|办结"),
        ("发现|排查|查出|反馈", "整改|完成整改|消除|处置|治理"),
        ("应[^，]{1,6}", "已[^，]{1,6}|实际[^，]{1,6}"),
    )
)
_EARLIER = re.compile(r"上年|去年|往年|历年|积案|结转|历史|累计")
_PENDING = re.compile(r"正在|正|尚|未|待|剩余|其余|剩下|在建|在途|停工|停建")
_STILL = re.compile(r"[^，。；]{0,3}(?:正在|正|尚|未|待|还在)")
_DENIED = re.compile(r"(?:不|未能?|没有|尚未)(?P<deed>[一-龥]{2,6})$")


def progress(context: AuditContext) -> Iterator[Relation]:
    """The done and the pending make up their whole: 145处，已整改105处，正在整改40处.

    Source: reviewing practice.
    """
    for sentence in context.sentences:
        counts = [figure for figure in sentence.figures if figure.kind != "percent"]
        for place, (done, rest) in enumerate(pairwise(counts)):
            if place and done.unit == rest.unit and _are_opposite(done, rest):
                yield from _progress(sentence, counts[:place], [done, rest])


def _are_opposite(done: Figure, rest: Figure) -> bool:
    """Is one what is done, the other what is not: 合格 and 不合格, 已办结 and 正在办理?"""
    denied = _DENIED.search(rest.label)
    if denied and denied["deed"][:2] in done.label:
        return True
    pending = _PENDING.search(rest.label) or _STILL.match(rest.after)
    return bool(_DONE.search(done.label) and pending)


def _progress(
    sentence: Sentence, before: Sequence[Figure], parts: list[Figure]
) -> Iterator[Relation]:
    wholes = [f for f in before if f.unit == parts[0].unit and f.kind == "count"]
    if not wholes or not all(f.is_exact for f in (*wholes, *parts)):
        return
    fitting = [f for f in wholes if abs(total_of(parts) - f.value) <= tolerance(parts, f)]
    whole = (fitting or wholes)[-1]
    apart = re.search(r"[;；]", sentence.words(whole.end, parts[0].start))
    if fitting or not (apart or _DONE.search(whole.label)):
        over = total_of(parts) > whole.value
        yield total("parts-exceed-whole" if over else "sum-mismatch", parts, whole)


def closed_cases(context: AuditContext) -> Iterator[Relation]:
    """No more cases are closed than were taken in: 受理信访件3件，办结4件 is a doubt.

    Last year's cases may be among them. Source: reviewing practice.
    """
    for sentence in context.sentences:
        if _EARLIER.search(sentence.text):
            continue
        for taken, closed in pairwise(sentence.figures):
            exact = taken.is_exact and closed.is_exact and taken.kind == "count"
            alike = exact and taken.unit == closed.unit
            if alike and any(a.search(taken.label) and b.search(closed.label) for a, b in _CASES):
                yield exceeds(sentence, taken, closed)
