"""Split a text into lines with their spans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.readers.markup import unmarked
from summarizer.segmentation import trim

__all__ = ["Line", "is_contents_entry", "is_noise", "lines"]

# Remains of conversion and page layout: bookmarks, page numbers, rulers, object marks.
_NOISE = re.compile(
    r"""
    \[bookmark:[^\]\n]{0,80}\]
  | \[(?:image|图片|object)[^\]\n]{0,80}\]
  | !\[[^\]\n]{0,80}\]\([^)\n]{0,100}\)(?:\{[^}\n]{0,80}\})?
  | \[[^\n]{1,80}\]\(\#[^)\n]{0,80}\)          # an entry of a contents, as a link
  | <!--[^\n]{0,100}-->
  | [-—–－_=＿*·•~～.…\s]{3,}                  # a ruler
  | [-—–－·•~～]{1,2}\s*\d{1,4}\s*[-—–－·•~～]{1,2}   # - 3 -
  | 第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*页(?:[\s,，/（(]*共\s*\S{1,4}\s*页[）)]?)?
  | 共\s*\d{1,4}\s*页[\s,，/]*第\s*\d{1,4}\s*页
  | (?:页码|P)\s*[:：.]?\s*\d{1,4}
  | Page\s*\d{1,4}(?:\s*of\s*\d{1,4})?
  | \d{1,4}\s*/\s*\d{1,4}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The end of an entry of a table of contents: leaders, a page number.
_LEADERS = re.compile(r"[.．·…\s]*[.．·…]{3}[.．·…\s]*[-—]?\s*\d{1,3}\s*[-—]?$")
_LONGEST_NOISE = 120
_LEADING_NOISE = re.compile(r"(?:\[bookmark:[^\]\n]{0,80}\]\s*)+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `begin` to `finish` span the line without its line end, `start` to `end` its
    trimmed words without Markdown marks; `mark` is the Markdown mark found.
    """

    begin: int
    finish: int
    start: int
    end: int
    words: str
    tabbed: bool = False
    mark: int = 0

    @property
    def blank(self) -> bool:
        """Return whether the line holds only blanks."""
        return self.start == self.end


def lines(text: str) -> list[Line]:
    """Return every line of the text in order; a bookmark before the words does not count as
    words.
    """
    found: list[Line] = []
    begin = 0
    for raw in text.split("\n"):
        finish = begin + len(raw)
        start, end = trim(text, begin, finish) if raw else (begin, begin)
        if raw.find("[bookmark:", 0, 40) >= 0 and (mark := _LEADING_NOISE.match(text, start, end)):
            start = mark.end() if mark.end() < end else start
        first, last, hashes = unmarked(text[start:end])
        start, end = start + first, start + last
        found.append(Line(begin, finish, start, end, text[start:end], "\t" in raw, hashes))
        begin = finish + 1
    return found


def is_noise(line: Line) -> bool:
    """Return whether the line is conversion or page layout noise, or a table of contents entry.

    >>> [is_noise(line) for line in lines("- 3 -\\n1.1基本情况……… 12\\n一、基本情况")]
    [True, True, False]
    """
    words = line.words
    if not words or len(words) > _LONGEST_NOISE:
        return False
    return _NOISE.fullmatch(words) is not None or is_contents_entry(line)


def is_contents_entry(line: Line) -> bool:
    """Return whether the line is an entry of a table of contents: words, leaders, a page number."""
    end = _LEADERS.search(line.words) if len(line.words) <= _LONGEST_NOISE else None
    return end is not None and end.start() > 1
