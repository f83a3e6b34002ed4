"""Find headings: numbered, run in with their paragraph, or without their number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from summarizer.quantities.units import UNITS, trie
from summarizer.quantities.vocabulary import ORDINARY_WORDS
from summarizer.readers.lines import Line
from summarizer.readers.markup import BOLD, heading_markers
from summarizer.readers.numbering import Marker, marker
from summarizer.readers.outline import Candidate, Heading, levelled

__all__ = ["headings"]

LONGEST = {"part": 60, "chinese": 60, "chinese_bracket": 60, "arabic": 40}
LONGEST |= {"arabic_dot": 40, "annex": 60}
LONGEST_OTHER, LONGEST_RUN_IN, LONGEST_UNNUMBERED = 30, 24, 24
OUTER = ("annex", "part", "chinese", "chinese_bracket")

_SENTENCE = re.compile("[。！？；;!?]")
_LABEL_END = re.compile("[。：:]")
# Units of numbers that state a result: such a line is not a heading. Years and scores do not count:
# 2022年目标, 产出（35分，得分29.7分）.
STATED = ("count", "measure", "money", "percent")
_FIGURE = re.compile(
    rf"\d\s*(?!{ORDINARY_WORDS.pattern})[万亿千百余多]*"
    + trie(unit for unit, kind in UNITS.items() if kind in STATED)
)
# Words that end a heading without a number in this genre.
_NOUN = re.compile(
    """(?:情况|概况|概述|目标|原则|方法|标准|体系|过程|目的|依据|背景|结论|结果|问题|原因|建议|措施|举措
|分析|评价|评分|管理|组织|实施|准备|职能|职责|设置|构成|说明|成效|做法|经验|效益|效果|影响|进度|质量
|范围|内容|对象|思路|打算|计划|安排|决算|预算|绩效|公开|应用|整改|支出|收入|使用|制度|附件|附表
|满意度|可持续性|经济性|效率性|效益性|产出|程度|事项)(?:及其?分析|等)?$""".replace("\n", "")
)
# A line that ends so is a heading even with a full stop.
_REPORT_PART = re.compile(r"(?:情况|概况|分析|目标|依据|方法|问题|措施|建议|结论)$")
_PLAIN = re.compile(r"[\u4e00-\u9fff“”（）()《》、/—\-0-9年]+$")
_BARE = re.compile(r"[：:。\s]+$")


def headings(lines: Sequence[Line], taken: set[int]) -> list[Heading]:
    """Return the headings among the lines, in order.

    `taken` holds the places of title, table and noise lines.
    """
    free = [place for place, line in enumerate(lines) if not line.blank and place not in taken]
    numbers = heading_markers(
        {at: (lines[at].mark, lines[at].words) for at in free if 0 < lines[at].mark < BOLD}
    )
    candidates = [
        found
        for place in free
        if (
            found := _marked(lines[place], place, numbers.get(place))
            or _candidate(lines[place], place)
        )
    ]
    # An annex follows the report; 附件 above the title says that the report itself is an annex.
    first = next((place for place in free if lines[place].words.endswith("。")), len(lines))
    candidates = [one for one in candidates if not _is_annex(one) or first < one.line]
    _drop_lists(candidates, free)
    kept = _with_unnumbered(candidates, lines, free)
    return levelled(_with_numbered_sentences(kept, lines, free))


def _is_annex(one: Candidate) -> bool:
    return one.marker is not None and one.marker.style == "annex"


def _marked(line: Line, place: int, given: Marker | None) -> Candidate | None:
    """Return a candidate for a line marked as heading in Markdown: with #, or all bold and numbered
    or named like a heading.

    `given` is its number or the substitute for it.
    """
    found = given or (marker(line.words) if line.mark else None)
    if not line.mark or line.words.endswith(("。", "；", ";")):
        return None
    if found is None and not _is_unnumbered(line):
        return None
    rest = line.words[found.length :] if found else line.words
    words = _BARE.sub("", rest)
    if not words or len(words) > LONGEST["chinese"] or _SENTENCE.search(words):
        return None
    if _FIGURE.search(words) and not (found and found.style in OUTER):
        return None
    end = line.end - (len(rest) - len(words))
    return Candidate(line=place, start=line.start, end=end, marker=found)


def _candidate(line: Line, place: int) -> Candidate | None:
    """Return a candidate for a numbered line whose whole or beginning reads as a heading."""
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
    """Return whether the words name a part and state no figure; outer levels may carry a figure."""
    if found.style == "annex":
        return True
    return bool(words) and (found.style in OUTER[:3] or not _FIGURE.search(words))


def _run_in(line: Line, place: int, found: Marker, rest: str) -> Candidate | None:
    """Return the label at the start of a paragraph as its heading: 「（二）存在的问题：…」."""
    end = _LABEL_END.search(rest, 0, LONGEST_RUN_IN + 1)
    if end is None or not rest[end.end() :].strip():
        return None
    label = rest[: end.start()].rstrip(" \u3000*_")
    if not label or _FIGURE.search(label) or re.search("[；;！？]", label):
        return None
    if rest[end.start()] != "。" and "，" in label and found.style not in OUTER:
        return None
    stop = line.start + found.length + len(label)
    return Candidate(line=place, start=line.start, end=stop, marker=found, run_in=True)


def _with_numbered_sentences(
    candidates: list[Candidate], lines: Sequence[Line], free: list[int]
) -> list[Candidate]:
    """Return the candidates merged with the other lines that begin with a number."""
    known = {one.line for one in candidates}
    sentences = [
        Candidate(line=place, start=lines[place].start, end=lines[place].start, marker=found)
        for place in free
        if place not in known and (found := marker(lines[place].words)) and not found.weak
    ]
    return sorted([*candidates, *sentences], key=lambda one: one.line)


def _drop_lists(candidates: list[Candidate], free: list[int]) -> None:
    """Drop lists such as 「1.甲 2.乙 3.丙」 on consecutive lines: inner headings have text
    below.
    """
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
    """Return whether the second line has the next number in the same style."""
    first, second = one.marker, other.marker
    return bool(first and second and first.style == second.style)


def _opens(following: Candidate | None, one: Candidate) -> bool:
    """Return whether a line begins the inner outline of the line above it."""
    first = following.marker if following else None
    return bool(first and one.marker and (first.number == 1 or first.rank > one.marker.rank))


def _with_unnumbered(
    candidates: list[Candidate], lines: Sequence[Line], free: list[int]
) -> list[Candidate]:
    """Return the candidates merged with headings whose numbers a conversion lost, in order of
    place.
    """
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
    # In a text without any number, a single such line is more likely a first line.
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
    """Return whether a line stands between a finished paragraph or a heading and a text below."""
    above = before in known or before < 0 or lines[before].words.endswith(tuple("。；！？.;：:"))
    above = above or len(lines[before].words) > 2 * LONGEST_UNNUMBERED
    words = lines[after].words
    below = after in known or bool(re.search("[。，；：]", words))
    return above and below and not lines[after].tabbed
