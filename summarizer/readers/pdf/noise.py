"""Find running headers, running footers and page numbers at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from summarizer.readers.pdf.lines import Line
from summarizer.readers.pdf.shapes import Page

__all__ = ["is_garble", "page_layout"]

# Share of the page height at top and bottom in which such lines stand.
EDGE = 0.13
# Number of lines examined at each edge.
DEEPEST = 3
# Minimum number of pages on which a running header occurs.
AGAIN = 3
# Maximum deviation of the same line between two pages, in points.
DRIFT = 8.0
# Minimum number of different symbols in a line without letters or digits that is garbled.
GARBLE = 5

_MARKED = re.compile(
    r"[-—–－~～·.\s]+\d{1,4}[-—–－~～·.\s]+|第\s*[\d一二三四五六七八九十百]+\s*页.{0,12}"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?i:page)\s*\d{1,4}.{0,12}"
)
_SIGNS = re.compile(r"[!-/:-@\[-`{-~‘’“”]+")
_BARE = re.compile(r"[-—–－]?\s*(\d{1,4})\s*[-—–－]?")
_ROMAN = re.compile(r"[-—–－\s]*[ivxlcIVXLCⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,6}[-—–－\s]*")
# A table caption repeated at the top of each page belongs to its table.
_CAPTION = re.compile(r"单位.{0,8}元|表\s*\d|\d\s*表")


def is_garble(line: Line) -> bool:
    """Return whether a line holds only symbols, as a heading in a font without character names."""
    words = "".join(line.text.split())
    return len(set(words)) >= GARBLE and _SIGNS.fullmatch(words) is not None


def page_layout(pages: Sequence[tuple[Page, Sequence[Line]]]) -> set[tuple[int, int]]:
    """Return (page number, place of the line) of the page layout lines.

    `pages` are the lines of each page outside its tables, from the top.
    """
    edges = [
        (page, place, line)
        for page, lines in pages
        for place, line in enumerate(lines)
        if _at_edge(page, line, place, len(lines))
    ]
    found = _numbers(edges)
    found |= _running(edges, len(pages))
    return found


Edge = tuple[Page, int, Line]


def _at_edge(page: Page, line: Line, place: int, count: int) -> bool:
    high = page.size[1]
    top = line.middle < high * EDGE and place < DEEPEST
    return top or (line.middle > high * (1 - EDGE) and place >= count - DEEPEST)


def _numbers(edges: Iterable[Edge]) -> set[tuple[int, int]]:
    """Return the page numbers: marked as such, or consecutive from page to page."""
    found: set[tuple[int, int]] = set()
    bare: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, place, line in edges:
        words = line.text.strip()
        if _MARKED.fullmatch(words) or _ROMAN.fullmatch(words):
            found.add((page.number, place))
        elif match := _BARE.fullmatch(words):
            bare[int(match[1]) - page.number].append((page.number, place))
    for places in bare.values():
        if len({number for number, _ in places}) > 1:
            found.update(places)
    return found


def _running(edges: Sequence[Edge], count: int) -> set[tuple[int, int]]:
    groups: dict[tuple[str, bool], list[Edge]] = defaultdict(list)
    for page, place, line in edges:
        if not _CAPTION.search(line.text):
            upper = line.middle < page.size[1] / 2
            for words in _alike(line.text, page.number):
                groups[words, upper].append((page, place, line))
    needed = min(AGAIN, max(2, (count + 1) // 2))
    found: set[tuple[int, int]] = set()
    for group in groups.values():
        heights = Counter(round(_from_edge(page, line) / DRIFT) for page, _, line in group)
        usual = heights.most_common(1)[0][0]
        near = [
            (page.number, place)
            for page, place, line in group
            if abs(round(_from_edge(page, line) / DRIFT) - usual) <= 1
        ]
        if len({number for number, _ in near}) >= needed:
            found.update(near)
    return found


def _alike(text: str, page: int) -> set[str]:
    """Return the text that a line shares with other pages, with page numbers replaced."""
    words = "".join(text.split())
    counting = re.sub(r"\d+", lambda found: f"#{int(found[0]) - page}#", words)
    return {words, counting}


def _from_edge(page: Page, line: Line) -> float:
    return min(line.middle, page.size[1] - line.middle)
