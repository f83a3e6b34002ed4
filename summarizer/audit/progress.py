"""Progress: what is done, what is pending and what was taken in (check 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.audit.figures import Figure, tolerance
from summarizer.audit.lists import total_of
from summarizer.audit.page import Page, Sentence
from summarizer.audit.sums import exceeds, unequal
from summarizer.schema import Finding

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


def progress(page: Page) -> Iterator[Finding]:
    """Check 7: the done and the pending against their whole: 145处，已整改105处，正在整改40处.

    Source: reviewing practice.
    """
    for sentence in page.sentences:
        counts = [figure for figure in sentence.figures if figure.kind != "percent"]
        for place, (done, rest) in enumerate(pairwise(counts)):
            if place and done.unit == rest.unit and _are_opposite(done, rest):
                yield from _progress(page, sentence, counts[:place], [done, rest])


def _are_opposite(done: Figure, rest: Figure) -> bool:
    """Is one what is done, the other what is not: 合格 and 不合格, 已办结 and 正在办理?"""
    denied = _DENIED.search(rest.label)
    if denied and any(word in done.label for word in _pairs_of(denied["deed"])):
        return True
    pending = _PENDING.search(rest.label) or _STILL.match(rest.after)
    return bool(_DONE.search(done.label) and pending)


def _pairs_of(words: str) -> list[str]:
    return [words[at : at + 2] for at in range(len(words) - 1)]


def closed_cases(page: Page) -> Iterator[Finding]:
    """Check 7: no more cases closed than were taken in: 受理信访件3件，办结4件.

    A doubt, since last year's cases may be among them. Source: reviewing practice.
    """
    for sentence in page.sentences:
        if _EARLIER.search(sentence.text):
            continue
        for taken, closed in pairwise(sentence.figures):
            if (
                taken.kind == "count"
                and taken.unit == closed.unit
                and taken.value < closed.value
                and taken.is_exact
                and closed.is_exact
                and any(a.search(taken.label) and b.search(closed.label) for a, b in _CASES)
            ):
                yield exceeds(page, taken, closed)


def _progress(
    page: Page, sentence: Sentence, before: Sequence[Figure], parts: list[Figure]
) -> Iterator[Finding]:
    wholes = [f for f in before if f.unit == parts[0].unit and f.kind == "count"]
    if not wholes or not all(f.is_exact for f in (*wholes, *parts)):
        return
    total = total_of(parts)
    if any(abs(total - f.value) <= tolerance(parts, f) for f in wholes):
        return
    whole = wholes[-1]
    if re.search(r"[;；]", sentence.words(whole.end, parts[0].start)) or _DONE.search(whole.label):
        return
    if total > whole.value:
        yield unequal(page, whole, parts, "warning", "parts-exceed-whole", "大于")
    else:
        yield unequal(page, whole, parts, "warning", "sum-mismatch", "不等于")
