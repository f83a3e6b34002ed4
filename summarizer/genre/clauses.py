"""Sentences → clauses: the spans between commas, each with one statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from summarizer import segmentation
from summarizer.genre.indicators import level_of

__all__ = ["PAGE_BREAK", "Clause", "bracketed", "clauses_of", "one_line", "quoted", "trimmed"]

# List markers and ordinal words; never inside a quote (R14).
LIST_MARK = re.compile(
    r"""
    (?: [（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）] | [①-⑳] | \d{1,2}[、．)）] | \d{1,2}\.(?!\d|$)
      | \d{1,2}\.(?=20\d\d年) | [一二三四五六七八九十]{1,3}(?:、|是(?!否)|要(?![求素点务件领害]))
      | 首先(?:是)?
      | 其次(?:是)? | 再次(?:是)?
      | 最后(?:是)? | 第[一二三四五六七八九十](?=[，,、]) | 一方面要? | 另一方面要?
      | 指标\s*\d{1,2}\s*[：:]
    )[\s，,：:]*
    """,
    re.VERBOSE,
)
# 「其中：基本支出…」: a label that introduces parts.
# 「问题1：预算编制依据不充分。」: a numbered label.
NUMBERED = re.compile(r"(?:指标|问题|建议|目标|措施|意见)\s*[\d一二三四五六七八九十]{1,2}")
PART_LABEL = re.compile("其中|包括|具体包括|其中包括")
# 「理论授课费：3600元、带教费：2100元」: a short name and its number are one clause.
_VALUE = re.compile(r"[≥≤≧≦<>＜＞=＝]?\s*[约近]?\d")
_LONGEST_NAME = 16
PAGE_BREAK = re.compile(r"(?<=[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff])")
EDGE = " \t\u3000\xa0，,；;。.：:、！!？?\n\r"
BRACKETS = re.compile(r"[（(]([^（()）\n]{1,200})[)）]")
QUOTED = re.compile(r"“[^”\n]{1,60}”|《[^》\n]{1,80}》|「[^」\n]{1,60}」|\"[^\"\n]{1,60}\"")


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` between two separators, without list markers. `before` is the preceding
    separator, "" at the start of a sentence; `depth` is 1 inside brackets; `marked`: a list marker
    precedes it; `part`: 其中： precedes it.
    """

    start: int
    end: int
    before: str = ""
    depth: int = 0
    marked: bool = False
    part: bool = False

    @property
    def breaks(self) -> bool:
        """Whether a stronger mark than a comma precedes it."""
        return self.before in ("；", ";", "。", "")


def one_line(words: str) -> str:
    """Return a span on one line, with page breaks removed.

    >>> one_line("失业人\\n员再就业 1763\\n人")
    '失业人员再就业 1763 人'
    """
    return " ".join(PAGE_BREAK.sub("", words).split())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without blanks and punctuation at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


# Several callers ask for the clauses of the same sentence; the last few sentences are cached.
@lru_cache(maxsize=256)
def clauses_of(text: str, start: int, end: int, *, depth: int = 0) -> tuple[Clause, ...]:
    """Return the clauses of a span in reading order; brackets and quotes are not split.

    >>> words = "一是共受理3件，办结2件（含1件积案）；"
    >>> [words[c.start:c.end] for c in clauses_of(words, 0, len(words))]
    ['共受理3件', '办结2件（含1件积案）']
    >>> words = "授课费：3600元、餐费：900元；数量指标：4次。"
    >>> [words[c.start:c.end] for c in clauses_of(words, 0, len(words))]
    ['授课费：3600元、餐费：900元', '数量指标', '4次']
    """
    found: list[Clause] = []
    ended = start
    marked = part = False
    for low, high in segmentation.clauses(text, start, end):
        before = text[ended:low].strip()[-1:] if found else ""
        ended = high
        low, high = trimmed(text, low, high)
        if before in ("：", ":") and found and _is_named(text, found[-1], low):
            found[-1] = replace(found[-1], end=high)
            continue
        while mark := LIST_MARK.match(text, low, high):
            marked = True
            low, high = trimmed(text, mark.end(), high)
        if PART_LABEL.fullmatch(text, low, high):
            part = True
        elif text[high : high + 1] in "：:" and NUMBERED.fullmatch(text, low, high):
            marked = True
        elif low < high:
            found.append(Clause(low, high, before, depth, marked, part))
            marked = part = False
    return tuple(found)


def _is_named(text: str, name: Clause, start: int) -> bool:
    """Return whether a clause names the number after its colon and is not an indicator class."""
    begin = max(text.rfind(mark, name.start, name.end) for mark in "、：:") + 1
    words = text[max(begin, name.start) : name.end]
    short = 2 <= len(words) <= _LONGEST_NAME and not words[-1].isdigit()
    return short and bool(_VALUE.match(text, start)) and level_of(words) is None


def bracketed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the contents of the round brackets in a span.

    >>> list(bracketed("共253家（其中楼宇企业142家）", 0, 18))
    [(6, 16)]
    """
    if text.find("（", start, end) < 0 and text.find("(", start, end) < 0:
        return iter(())
    return (match.span(1) for match in BRACKETS.finditer(text, start, end))


def quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Yield the names in quotation marks: “百日攻坚”, 《…工作方案》."""
    return [match.span() for match in QUOTED.finditer(text, start, end)]
