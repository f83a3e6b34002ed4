"""Causes of problems, only where the report states them as causes (R12)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.genre.clauses import Clause, clauses_of
from summarizer.genre.words import pairs

__all__ = [
    "CAUSE_INSIDE",
    "CAUSE_LEAD",
    "CONSEQUENCE",
    "cause_after",
    "cause_ahead",
    "cause_in",
    "explains",
    "gives_cause",
    "led_to",
    "segment_end",
]

Offsets = tuple[int, int]

CAUSE_LEAD = re.compile(
    r"^[但而]?(?:主要)?(?:是)?(?:由于|因为|鉴于|受(?=.{2,20}影响)|因(?!此|而|地|素|病|公|地制宜))"
)
CAUSE_INSIDE = re.compile("[^，,原主]{2,12}(?<!原)因(?!此|而|地|素|病|公|地制宜|人)")
_CAUSE_AFTER = re.compile(
    r"根[子源]在于|(?:产生|造成|出现|导致)?.{0,14}?(?:主要)?原因(?:有|是|为|在于|如下|：|:)*(?:是|：)?"
)
_BECAUSE = re.compile(
    r"""^(?:这)?主要(?:是|原因)?(?:是)?(?:由于|因为|因(?!素)|系(?!统)|受(?=[^，]{2,30}(?:影响|制约)))""",
    re.VERBOSE,
)
# Only where a sentence on a problem begins so: elsewhere 主要是 may list what there is.
_MAINLY = re.compile("(?:这)?主要(?:是|在于)")
CONSEQUENCE = re.compile(
    r"""^(?:从而|进而|因此|因而|故|所以)?(?:导致|造成|影响|致使|使得|使|引发|制约)(?:了)?
    |^(?:因此|因而|所以|从而)""",
    re.VERBOSE,
)
_LEADS_TO = re.compile(r"(?:导致|造成|致使)(?:了)?")
_CAUSED = re.compile(r"(?:而)?(?:导致|所致|造成|引起)(?:的)?$")


# 「未记录滞后原因」, 「查找原因」 give none.
_UNTOLD = re.compile("未|没有|无|查[找明]|说明")


def cause_in(text: str, sentences: Sequence[Offsets], problem: str) -> Offsets | None:
    """Return the cause that explanatory sentences give for the problem in their heading."""
    for start, end in sentences:
        clauses = clauses_of(text, start, end)
        if cause := cause_after(text, clauses, end) or cause_ahead(text, clauses, problem):
            return cause
    return None


def led_to(
    text: str, clauses: tuple[Clause, ...], place: int, begin: int
) -> tuple[int, Offsets, Offsets] | None:
    """「由于甲，乙，导致丙」: 丙 is the problem, the text before 导致 its cause."""
    for later in range(place, segment_end(clauses, place)):
        clause = clauses[later]
        low = begin if later == place else clause.start
        words = text[low : clause.end]
        match = _LEADS_TO.search(words) if later == place else _LEADS_TO.match(words)
        if match and len(words) - match.end() >= 4 and low + match.start() > begin:
            stop = low + match.start() if later == place else clauses[later - 1].end
            cause = (begin, stop - (text[stop - 1] == "，"))
            return later + 1, (low + match.end(), clause.end), cause
    return None


def segment_end(clauses: tuple[Clause, ...], place: int) -> int:
    """Return the end of the last clause before the next list number or ；."""
    for later in range(place + 1, len(clauses)):
        if clauses[later].marked or clauses[later].before in ("；", ";"):
            return later
    return len(clauses)


def gives_cause(words: str) -> bool:
    """Return whether a clause opens with 「主要原因是…」 or 「主要是因为…」."""
    if _BECAUSE.match(words) or words[:2] in ("根子", "根源"):
        return True
    before, marker, _ = words[:20].partition("原因")
    told = "问题" in before or "分" in before[-3:] or _UNTOLD.search(before)
    return bool(marker and _CAUSE_AFTER.match(words)) and not told


def explains(text: str, clauses: tuple[Clause, ...], end: int) -> Offsets | None:
    """Return whether a sentence only explains the previous one: 「主要是由于人员更换频繁。」"""
    if not clauses:
        return None
    words = text[clauses[0].start : clauses[0].end]
    if _CAUSE_AFTER.match(words) and gives_cause(words):
        return cause_after(text, clauses, end)
    match = _BECAUSE.match(words) or _MAINLY.match(words)
    if not match or any(CONSEQUENCE.match(text[c.start : c.end]) for c in clauses[1:]):
        return None
    begin = clauses[0].start + match.end()
    return begin, begin + len(_CAUSED.sub("", text[begin : clauses[-1].end]))


def cause_ahead(text: str, clauses: tuple[Clause, ...], problem: str) -> Offsets | None:
    """「受资金下达较晚影响，预算与执行存在偏差」 under a heading that states the problem: what
    follows from the cause shares a word with it.
    """
    first = clauses[0] if clauses else None
    if first is None or first.marked or len(clauses) < 2:
        return None
    lead = CAUSE_LEAD.match(text[first.start : first.end])
    follows = pairs(text[clauses[1].start : clauses[-1].end])
    return (first.start + lead.end(), first.end) if lead and follows & pairs(problem) else None


def cause_after(text: str, clauses: tuple[Clause, ...], end: int) -> Offsets | None:
    """「…主要原因是X」: X, up to the conclusion drawn from it."""
    for place, clause in enumerate(clauses):
        words = text[clause.start : clause.end]
        match = _BECAUSE.match(words) or _CAUSE_AFTER.match(words)
        if not match or not gives_cause(words):
            continue
        begin, rest = clause.start + match.end(), clauses[place:]
        if begin >= clause.end:
            if len(rest) < 2:
                return None
            begin, rest = rest[1].start, rest[1:]
        stop = rest[0].end
        for later in rest[1:]:
            if later.marked or CONSEQUENCE.match(text[later.start : later.end]):
                break
            stop = later.end
        stop = begin + len(_CAUSED.sub("", text[begin : min(stop, end)]))
        return (begin, stop) if begin < stop else None
    return None
