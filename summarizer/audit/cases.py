"""Cases and answers: what is done and what is pending, and what was said in a survey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, percent, tolerance
from summarizer.audit.lists import total_of
from summarizer.audit.relations import Relation, claim, total
from summarizer.audit.sums import exceeds
from summarizer.audit.wording import IS

__all__ = ["closed_cases", "progress", "surveys"]

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
_BAND = re.compile(
    r"(?:非常|十分|很|比较|较|基本|不太|较不|很不|非常不|不)?满意|一般|不了解|不清楚|无所谓"
)
_ASKED = re.compile(r"有效|回收|收回|问卷|调查|访谈|走访|抽样|受访|共")
_SATISFIED = re.compile(r"满意(?:度|率)" + IS)
# Weights of the bands from the best to the worst: steps of forms between full marks and none.
_WEIGHTS = tuple(
    (100, *middle)
    for middle in (
        (80, 60, 0), (80, 60, 40, 0), (80, 60, 30, 0), (80, 60, 40, 20), (80, 50, 0),
        (75, 50, 25, 0), (75, 50, 25), (90, 60, 0), (80, 60, 20), (60, 0), (80, 0), (50, 0),
    )
)  # fmt: skip


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


def surveys(context: AuditContext) -> Iterator[Relation]:
    """Answers from 非常满意 to 不满意 sum to the valid questionnaires, and give the stated
    satisfaction by one of the usual ways of counting.

    Source: 满意度调查 of 财预〔2020〕10号 reports.
    """
    for paragraph in context.paragraphs:
        figures = [figure for sentence in paragraph for figure in sentence.figures]
        bands = _bands(figures)
        if len(bands) < 3:
            continue
        first, last = figures.index(bands[0]), figures.index(bands[-1])
        asked = [f for f in figures[:first] if f.unit == bands[0].unit and _ASKED.search(f.label)]
        value = total_of(bands)
        if asked and asked[-1].is_exact:
            whole = next((one for one in asked if one.value == value), asked[-1])
            over = value > whole.value
            one = total("parts-exceed-whole" if over else "sum-mismatch", bands, whole)
            yield one
            if not one.holds:
                continue
        rates = [f for f in figures[last + 1 :] if f.is_rate and _SATISFIED.search(f.label)]
        if rates and rates[0].is_exact:
            yield _satisfaction(bands, value, rates[0])


def _bands(figures: Sequence[Figure]) -> list[Figure]:
    """Counts of one unit that are named like answers, one after the other."""
    found: list[Figure] = []
    for figure in figures:
        named = _BAND.search(figure.label) and figure.kind == "count" and figure.is_exact
        if named and (not found or found[-1].unit == figure.unit):
            found.append(figure)
        elif figure.kind == "count" and len(found) >= 3:
            break
        elif figure.kind == "count":
            found = []
    return found if len({figure.label for figure in found}) == len(found) else []


def _satisfaction(bands: Sequence[Figure], value: Decimal, rate: Figure) -> Relation:
    values = [figure.value for figure in bands]
    tops = list(accumulate(values))
    weighted = [
        sum((Decimal(w) * v / 100 for w, v in zip(weights, values, strict=False)), Decimal(0))
        for weights in _WEIGHTS
    ]
    shares = [100 * top / value for top in (*tops, *weighted)] if value else []
    ways = [percent(100 * top / value, rate) for top in tops[: len(bands) - 1]] if value else []
    nearest = min(ways, key=lambda way: abs(Decimal(way.rstrip("%")) - rate.value), default=None)
    return claim(
        "ratio-mismatch",
        (*bands, rate),
        fits=any(abs(share - rate.value) <= rate.step for share in shares),
        expected=nearest,
        stated=rate.quantity.text,
        message="ratio-mismatch:satisfaction",
        words={
            "parts": "、".join(f"“{band.quote}”" for band in bands),
            "ways": "、".join(ways),
            "rate": rate.quote,
        },
    )
