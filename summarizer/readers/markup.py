"""Recognise Markdown marks around a line: # before a heading, ** around it, conversion anchors.

The text keeps them; only the words of headings are reported without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from summarizer.readers.numbering import Marker, marker

__all__ = ["BOLD", "heading_markers", "said", "unmarked"]

# Marks 1 to 6 are the number of #; a line that is all bold ranks below them.
BOLD = 7

_ANCHOR = r"(?:\[\]\{[#.][^}\n]{0,80}\}|<a\s[^>\n]{0,80}>\s*</a>)"
_HASHES = re.compile(rf"(?:{_ANCHOR}\s*)*(?P<hashes>#{{1,6}})(?:\s+|(?<=##))(?=[^\s#])")
_LEADING = re.compile(rf"(?:{_ANCHOR}\s*)+")
_TRAILING = re.compile(r"\s*(?:#+|\{[#.][^}\n]{0,80}\})$")
_WHOLE = re.compile(
    r"(?P<mark>\*\*\*?|__)\s*(?P<words>(?:(?!\*\*|__).)+?)\s*(?P=mark)(?P<after>[：:]?)"
)
_SIGNS = ("#", "**", "__", "[]{", "<a ", "> ", "- ", "* ", "+ ")
# A quotation or a list item; - 3 - is a page number.
_POINT = re.compile(r"(?:>\s+|[-*+]\s+(?=[^\s\d+*-]|\*\*))+")
_ESCAPED = re.compile(r"\*\*|__|\\(?=[.()\[\]+*_~-])")


def unmarked(words: str) -> tuple[int, int, int]:
    """Return the start and end of the words in a trimmed line, and its mark: 1 to 6, `BOLD`, or 0.

    Before other text, a bold number loses its first mark, like a list item.

    >>> unmarked("## 一、概况"), unmarked("**（一）目标**"), unmarked("**1.预算不细。**测算粗")
    ((3, 7, 2), (2, 7, 7), (2, 14, 0))
    """
    start, end = 0, len(words)
    if not words.startswith(_SIGNS) or "|" in words or "\t" in words:
        return start, end, 0
    mark = 0
    if found := _POINT.match(words):
        start = found.end()
        return start + 2 * words.startswith("**", start), end, 0
    if found := _HASHES.match(words):
        mark, start = len(found["hashes"]), found.end()
    elif found := _LEADING.match(words):
        start = found.end()
    if (mark or start) and (last := _TRAILING.search(words, start)):
        end = last.start()
    if found := _LEADING.match(words, start, end):
        start = found.end()
    if bold := _WHOLE.fullmatch(words, start, end):
        start, end = bold.span("words") if not bold["after"] else (bold.start("words"), end)
        return start, bold.end("words"), mark or BOLD
    if words.startswith(("**", "__"), start) and marker(words[start + 2 : start + 20]):
        start += 2
    return (start, end, mark) if start < end else (0, len(words), 0)


def said(heading: str) -> str:
    """Return the words of a heading without the marks and escapes inside it.

    >>> said("1\\\\. **进度慢")
    '1. 进度慢'
    """
    return _ESCAPED.sub("", heading)


def heading_markers(marked: Mapping[int, tuple[int, str]]) -> dict[int, Marker]:
    """Return the number of each line with #, by its place; `marked` maps places to mark and words.

    A line without a number takes its mark instead, on the level of the numbers with that mark.
    """
    printed = {place: marker(words) for place, (_, words) in marked.items()}
    ranks: dict[int, float] = {}
    depths: dict[str, set[int]] = {}
    for place, found in printed.items():
        if found and found.rank > 0:
            ranks.setdefault(marked[place][0], found.rank)
            depths.setdefault(found.style, set()).add(marked[place][0])
    markers: dict[int, Marker] = {}
    for place, found in printed.items():
        mark = marked[place][0]
        if found is None:
            markers[place] = Marker(f"mark{mark}", place + 2, _rank(mark, ranks), 0)
        elif len(depths.get(found.style, ())) > 1:
            # 1. within 1.: only the marks distinguish the two.
            style, rank = f"{found.style}#{mark}", found.rank + mark / 20
            markers[place] = replace(found, style=style, rank=rank)
        else:
            markers[place] = found
    return markers


def _rank(mark: int, ranks: Mapping[int, float]) -> float:
    """Return the depth of a mark: that of the numbers with the same mark, else just inside the next
    outer mark, else outside of all numbers.
    """
    outer = max((other for other in ranks if other <= mark), default=0)
    return ranks.get(outer, 0.0) + (mark - outer) / 20
