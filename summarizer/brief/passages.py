"""Passages: the parts of a report that a brief can quote, with their role and their items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from summarizer.brief.reading import KINDS, Passage, read_passages
from summarizer.genre.orders import is_a_wish, is_an_order
from summarizer.genre.sections import Role, opening_role
from summarizer.schema import (
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Document,
)

__all__ = ["Passage", "passages"]

# The end of a letter: 特此报告, the signature, the day.
_CLOSING = re.compile(
    r"(?:特此(?:报告|汇报|说明|函告|公告)|[^，。；\d]{2,30}[局委厅部办院校处会]|[^，。；\d]{2,24}(?:事务所|有限公司)"
    r"|[^，。；\d]{0,30}\d{4}年\d{1,2}月\d{1,2}日)[。.]?"
)
_CLOSING_REACH = 300
# A heading over a conclusion and advice, and how advice begins.
_CONCLUDES = re.compile("(?:结论|评价结果)(?:与|和|及|、).{0,4}建议")
_ADVISING = re.compile(
    "(?:建议|应|要|需|须|请|另请|加[强快大]|进一步|完善|建立|健全|强化|严格|优化|规范|提[高升]|落实"
    "|[^，。；]{2,12}(?:应当?|要|需|须)(?!求|的))"
)
_LACKING = re.compile("没有|未|无法(?!律)|不[足够到能一高强实]|混|缺|偏|只[有写]|仅|滞后")
_GRADING = re.compile("综合评价|总体评价|等级为|得分")
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^。]+。?")
# The places that a blank form leaves for figures.
_BLANK = re.compile(r"(?:[XＸ×*＊]{2,}|_{2,}|＿+)\s*(?:个|项|万|元|台|辆|家|人|户|次|%|分)")


def passages(document: Document, items: Sequence[CheckedItem]) -> list[Passage]:
    """Return the passages of a report in reading order, with the items that begin in them."""
    placed = sorted(items, key=lambda item: item.evidence[0].start)
    starts = [item.evidence[0].start for item in placed]
    instructing = _instructing(document.text)
    blanks = [blank.start() for blank in _BLANK.finditer(document.text)]
    found: list[Passage] = []
    advised: int | None = None
    for bare in read_passages(document):
        at = bisect_right(instructing, bare.start, key=itemgetter(1))
        if at < len(instructing) and instructing[at][0] < bare.end:
            continue
        if blanks and bisect_left(blanks, bare.start) < bisect_left(blanks, bare.end):
            continue
        first = bisect_left(starts, bare.start)
        inside = tuple(placed[first : bisect_left(starts, bare.end, lo=first)])
        last = bare.start > len(document.text) - _CLOSING_REACH
        if last and _CLOSING.fullmatch(document.text, bare.start, bare.end):
            continue
        whole = bool(KINDS.search(document.text, bare.start, bare.end))
        role = bare.role if bare.led or whole else _role(document, bare, inside)
        if role in ("problems", "measures") and any(map(_CONCLUDES.search, bare.path[-2:])):
            # What follows a piece of advice in its paragraph is advice too.
            role = "measures" if advised == bare.entry else _concluded(document, bare)
            advised = bare.entry if role == "measures" else None
        passage = Passage(bare.clauses, role, bare.path, bare.entry, bare.name, inside, bare.led)
        parted = role in ("problems", "measures") and not whole
        found += _parted(passage) if parted else (passage,)
    return found


def _instructing(text: str) -> list[tuple[int, int]]:
    """Return the places, in reading order, of sentences that instruct their reader, and of praise
    in the same line: they try to influence a summary and are never quoted.
    """
    return [
        sentence.span()
        for line in _LINE.finditer(text)
        if is_an_order(line.group())
        for sentence in _SENTENCE.finditer(text, *line.span())
        if is_an_order(sentence.group()) or is_a_wish(sentence.group())
    ]


def _parted(passage: Passage) -> list[Passage]:
    """Split a fault from the measure against it: 「…不够及时，今后要加强…」."""
    faults, remedies = passage.items_of(CheckedProblem), passage.items_of(CheckedMeasure)
    if not faults or not remedies:
        return [passage]
    cut = remedies[0].evidence[0].start
    first = tuple(clause for clause in passage.clauses if clause[1] <= cut)
    if not first or faults[0].evidence[0].start >= cut:
        return [passage]
    before = tuple(item for item in passage.items if item.evidence[0].start < cut)
    rest = passage.clauses[len(first) :]
    return [
        replace(passage, clauses=first, role="problems", items=before),
        replace(passage, clauses=rest, role="measures", items=passage.items[len(before) :]),
    ]


def _concluded(document: Document, passage: Passage) -> Role:
    """Return the role of a passage under 「评价结论及建议」: advice, a fault or a judgement."""
    text = document.text[passage.start : passage.end]
    if _ADVISING.match(text):
        return "measures"
    return "problems" if _LACKING.search(text) and not _GRADING.search(text) else "results"


def _role(document: Document, passage: Passage, items: Sequence[CheckedItem]) -> Role:
    """Return the role of a passage: under a heading with several roles the items decide."""
    role = passage.role
    kinds = {type(item) for item in items}
    if role in ("problems", "measures"):
        if CheckedMeasure in kinds and CheckedProblem not in kinds:
            return "measures"
        if CheckedProblem in kinds and CheckedMeasure not in kinds:
            return "problems"
    if role in ("background", "funds", "method", "other") and kinds == {CheckedTarget}:
        return "targets"
    if role == "targets" and CheckedResult in kinds and CheckedTarget not in kinds:
        return "results"
    return opening_role(document.text[passage.start : passage.end], role) or role
