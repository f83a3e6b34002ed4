"""Which lines are headings, and how deep: through broken, lost and doubled numbering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from summarizer.readers.lines import Line
from summarizer.readers.numbering import Marker, marker

__all__ = ["Heading", "headings"]

LONGEST = {"part": 60, "chinese": 60, "chinese_bracket": 60, "arabic": 40}
LONGEST |= {"arabic_dot": 40, "annex": 60}
LONGEST_OTHER, LONGEST_RUN_IN, LONGEST_UNNUMBERED = 30, 24, 24
LOST_MOST = {"arabic", "arabic_dot", "arabic_gap", "none"}
OUTER = ("annex", "part", "chinese", "chinese_bracket")

_SENTENCE = re.compile("[。！？；;!?]")
_LABEL_END = re.compile("[。：:]")
# A number with a unit: such a line states a result and names no part of the report.
_FIGURE = re.compile(
    r"\d\s*(?:[万亿千百余多]*(?:元|人|次|户|件|家|个|名|条|场|份|辆|台|套|处|吨|公里|平方|起|项|栋|所)|[%％‰])"
)
# Words that a heading without a number ends with, in this genre.
_NOUN = re.compile(
    """(?:情况|概况|概述|目标|原则|方法|标准|体系|过程|目的|依据|背景|结论|结果|问题|原因|建议|措施|举措
|分析|评价|评分|管理|组织|实施|准备|职能|职责|设置|构成|说明|成效|做法|经验|效益|效果|影响|进度|质量
|范围|内容|对象|思路|打算|计划|安排|决算|预算|绩效|公开|应用|整改|支出|收入|使用|制度|附件|附表
|满意度|可持续性|经济性|效率性|效益性|产出|程度|事项)(?:及其?分析|等)?$""".replace("\n", "")
)
# Even with a full stop these name a part of the report.
_REPORT_PART = re.compile(r"(?:情况|概况|分析|目标|依据|方法|问题|措施|建议|结论)$")
_PLAIN = re.compile(r"[\u4e00-\u9fff“”（）()《》、/—\-0-9年]+$")
_BARE = re.compile(r"[：:。\s]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line's place, the span of its printed words, its level from 1. `run_in`
    says that its paragraph goes on in the same line. An empty span is a numbered sentence that is
    no heading but ends what its headed sibling said: 1.预算不细。… 2.进度慢，且无计划。"""

    line: int
    start: int
    end: int
    level: int
    run_in: bool = False


@dataclass(slots=True)
class Candidate:
    """A line that may be a heading, before its level is known."""

    line: int
    start: int
    end: int
    marker: Marker | None
    run_in: bool = False
    listed: bool = False


@dataclass(slots=True)
class Level:
    """An open level of the outline: the last number, and every style that its numbers had."""

    number: int
    rank: float
    styles: set[str] = field(default_factory=set)


def headings(lines: Sequence[Line], taken: set[int]) -> list[Heading]:
    """The headings among the lines, in order; `taken` are places of lines that are something else
    (title, table, noise)."""
    free = [place for place, line in enumerate(lines) if not line.blank and place not in taken]
    candidates = [found for place in free if (found := _candidate(lines[place], place))]
    # An annex stands after the report; 附件 above the title says whose annex the report is.
    first = next((place for place in free if lines[place].words.endswith("。")), len(lines))
    candidates = [one for one in candidates if not _is_annex(one) or first < one.line]
    _drop_lists(candidates, free)
    kept = _with_unnumbered(candidates, lines, free)
    return _levelled(_with_numbered_sentences(kept, lines, free))


def _is_annex(one: Candidate) -> bool:
    return one.marker is not None and one.marker.style == "annex"


def _candidate(line: Line, place: int) -> Candidate | None:
    """A numbered line that reads as a heading, whole or in its first words."""
    found = marker(line.words)
    if found is None or (len(line.words) == found.length and found.style != "annex"):
        return None
    rest = line.words[found.length :]
    if found.weak and not _NOUN.search(_BARE.sub("", rest)):
        return None
    words = _BARE.sub("", rest)
    named = _NOUN.search(words) is not None
    longest = LONGEST["chinese"] if named else LONGEST.get(found.style, LONGEST_OTHER)
    if len(words) <= longest and not _SENTENCE.search(words) and _names(words, found):
        plain = named and (found.style in OUTER or bool(_REPORT_PART.search(words)))
        stated = rest.endswith(("。", ".")) and not plain
        inner = bool(re.search("[：:]", words)) and len(words) > LONGEST_RUN_IN
        if not stated and not inner:
            end = line.start + found.length + len(words)
            listed = found.style not in OUTER and not rest.endswith(("：", ":"))
            return Candidate(line=place, start=line.start, end=end, marker=found, listed=listed)
    return _run_in(line, place, found, rest)


def _names(words: str, found: Marker) -> bool:
    """Does it name a part, and state no figure? Outer levels may carry a figure in a title."""
    if found.style == "annex":
        return True
    return bool(words) and (found.style in OUTER[:3] or not _FIGURE.search(words))


def _run_in(line: Line, place: int, found: Marker, rest: str) -> Candidate | None:
    """「（二）存在的问题：…」: the label in front of a paragraph is its heading."""
    end = _LABEL_END.search(rest, 0, LONGEST_RUN_IN + 1)
    if end is None or not rest[end.end() :].strip():
        return None
    label = rest[: end.start()].rstrip()
    if not label or _FIGURE.search(label) or re.search("[；;！？]", label):
        return None
    if rest[end.start()] != "。" and "，" in label and found.style not in OUTER:
        return None
    stop = line.start + found.length + len(label)
    return Candidate(line=place, start=line.start, end=stop, marker=found, run_in=True)


def _with_numbered_sentences(
    candidates: list[Candidate], lines: Sequence[Line], free: list[int]
) -> list[Candidate]:
    """The candidates and, between them, the other lines that begin with a number."""
    known = {one.line for one in candidates}
    sentences = [
        Candidate(line=place, start=lines[place].start, end=lines[place].start, marker=found)
        for place in free
        if place not in known and (found := marker(lines[place].words)) and not found.weak
    ]
    return sorted([*candidates, *sentences], key=lambda one: one.line)


def _drop_lists(candidates: list[Candidate], free: list[int]) -> None:
    """「1.甲 2.乙 3.丙」 line after line are a list: inner headings have a text under them."""
    order = {place: index for index, place in enumerate(free)}
    kept: list[Candidate] = []
    last: Candidate | None = None
    for one, following in zip_longest(candidates, candidates[1:]):
        above = last is not None and order[last.line] == order[one.line] - 1 and _goes_on(last, one)
        below = following is not None and order[following.line] == order[one.line] + 1
        ends = order[one.line] == len(free) - 1
        if one.listed and (above or ends or (below and not _opens(following, one))):
            last = one
        else:
            kept.append(one)
    candidates[:] = kept


def _goes_on(one: Candidate, other: Candidate) -> bool:
    """Do two lines count on in one style?"""
    first, second = one.marker, other.marker
    return bool(first and second and first.style == second.style)


def _opens(following: Candidate | None, one: Candidate) -> bool:
    """Does a line begin the inner outline of the line above it?"""
    first = following.marker if following else None
    return bool(first and one.marker and (first.number == 1 or first.rank > one.marker.rank))


def _with_unnumbered(
    candidates: list[Candidate], lines: Sequence[Line], free: list[int]
) -> list[Candidate]:
    """The candidates and the headings whose numbers a conversion lost, in order of place."""
    known = {one.line: one for one in candidates}
    numbered = not all(map(_is_annex, candidates))
    merged: list[Candidate] = []
    for index, place in enumerate(free):
        if place in known:
            merged.append(known[place])
        elif (merged or not numbered) and index + 1 < len(free) and _is_unnumbered(lines[place]):
            before = free[index - 1] if index else -1
            after = free[index + 1]
            if _stands_alone(lines, before, after, known):
                line = lines[place]
                end = line.start + len(_BARE.sub("", line.words))
                merged.append(Candidate(line=place, start=line.start, end=end, marker=None))
    # In a text without any number, one such line alone is more likely a first line.
    return merged if numbered or len(merged) > 1 else candidates


def _is_unnumbered(line: Line) -> bool:
    words = _BARE.sub("", line.words)
    return (
        3 <= len(words) <= LONGEST_UNNUMBERED
        and not line.words.endswith("。")
        and not line.tabbed
        and _PLAIN.match(words) is not None
        and _NOUN.search(words) is not None
        and marker(words) is None
        and not _FIGURE.search(words)
    )


def _stands_alone(
    lines: Sequence[Line], before: int, after: int, known: dict[int, Candidate]
) -> bool:
    """Between a finished paragraph or a heading above and a text below."""
    above = before in known or before < 0 or lines[before].words.endswith(tuple("。；！？.;：:"))
    above = above or len(lines[before].words) > 2 * LONGEST_UNNUMBERED
    words = lines[after].words
    below = after in known or bool(re.search("[。，；：]", words))
    return above and below and not lines[after].tabbed


def _levelled(candidates: list[Candidate]) -> list[Heading]:
    open_: list[Level] = []
    found: list[Heading] = []
    numbered = _next_markers(candidates)
    for one, following in zip(candidates, numbered, strict=True):
        if one.marker is None:
            _open_unnumbered(open_, following)
        elif one.start == one.end:
            if not _end_sibling(open_, one.marker):
                continue
        else:
            _open_numbered(open_, one.marker)
        found.append(Heading(one.line, one.start, one.end, len(open_), one.run_in))
    return found


def _next_markers(candidates: list[Candidate]) -> list[Marker | None]:
    """For each candidate the number of the next numbered heading after it."""
    found: list[Marker | None] = []
    following: Marker | None = None
    for one in reversed(candidates):
        found.append(following)
        if one.marker and one.start < one.end:
            following = one.marker
    return found[::-1]


def _end_sibling(open_: list[Level], found: Marker) -> bool:
    """Does a numbered sentence count on from an open heading in the same style?"""
    for place in range(len(open_) - 1, -1, -1):
        level = open_[place]
        if found.style in level.styles and found.number == level.number + 1:
            del open_[place + 1 :]
            level.number = found.number
            return True
    return False


def _open_numbered(open_: list[Level], found: Marker) -> None:
    """Go to the level that this number continues, or open the one that its style stands for."""
    place = _continued(open_, found)
    if place is not None:
        del open_[place + 1 :]
        open_[place].number = found.number
        open_[place].styles.add(found.style)
        return
    # A number 1 in a style that is not in use opens an inner level, whatever its usual rank; a
    # part or an annex never stands inside.
    known = any(found.style in level.styles for level in open_)
    inner = not known and found.number == 1 and found.rank > 0
    while open_ and open_[-1].rank >= found.rank and not inner:
        open_.pop()
    rank = max(found.rank, open_[-1].rank + 0.1) if open_ else found.rank
    open_.append(Level(found.number, rank, {found.style}))


def _continued(open_: list[Level], found: Marker) -> int | None:
    inwards = range(len(open_))
    outwards = inwards[::-1]
    for place in outwards:
        level = open_[place]
        if found.style in level.styles and found.number > level.number:
            return place
    for place in inwards if found.automatic else outwards:
        level = open_[place]
        if found.number == level.number + 1 and any(map(found.is_kin, level.styles)):
            return place
    return None


def _open_unnumbered(open_: list[Level], following: Marker | None) -> None:
    """A heading without a number stands where the next number shows that one is missing; else it
    goes on with the level of 1. 2. 3., whose automatic numbers are lost most."""
    place = _missing(open_, following)
    if place is None:
        place = next(
            (at for at in range(len(open_) - 1, -1, -1) if open_[at].styles & LOST_MOST), None
        )
    if place is None:
        open_.append(Level(0, 3.5, {"none"}))
        return
    del open_[place + 1 :]
    open_[place].number += 1


def _missing(open_: list[Level], following: Marker | None) -> int | None:
    if following is None:
        return None
    for place in range(len(open_) - 1, -1, -1):
        level = open_[place]
        if following.style not in level.styles:
            continue
        if following.number == level.number + 2:
            return place
        if following.number == 1 and place > 0:
            return place - 1
    return None
