"""Printed lines → paragraphs: which line goes on in the next one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.readers.pdf.lines import Line
from summarizer.readers.pdf.shapes import Page

__all__ = ["Margins", "goes_on", "margins"]

# In ems: how far a line may end before the right margin and still be full, and how far the first
# line of a paragraph is set in.
RAGGED = 2.2
SET_IN = 0.7
# Lines further apart than this many times the usual step are paragraphs of their own.
STEP = 1.4
# So many lines have to end at one place to make it the margin of their page.
KEPT = 3
# Type sizes further apart than this belong to different paragraphs.
SIZES = 1.18

_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．]|\d{1,2}[.](?!\d)"
    r"|第[一二三四五六七八九十百]{1,4}[章节部条]|[①-⑳]|附[件表注]|注[:：]|备注[:：]|表\s*\d|图\s*\d"
)
# Numbering that no sentence breaks before.
_HEADS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．]|第[一二三四五六七八九十百]{1,4}(?:部分|章|节|编)|附件\s*\d?[:：]"
)
_OPEN = re.compile(r"[、，,（(“‘和与及按据见]$")
_ENDS = re.compile(r"[。！？；：.!?;:”’）)】]$")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page begins and ends, and the usual step from line to line."""

    left: float
    right: float
    step: float


def margins(pages: Sequence[tuple[Page, Sequence[Line]]]) -> list[Margins]:
    """The margins that the lines of each page keep: those of its like where it has few lines."""
    rights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page, lines in pages:
        rights[_format(page)] += [line.right for line in lines if _long(line, page)]
    usual = {key: _most_common(found) for key, found in rights.items()}
    found = []
    for page, lines in pages:
        right = max((line.right for line in lines if _long(line, page)), default=0.0)
        kept = sum(abs(line.right - right) < 0.6 * line.size for line in lines)
        if kept < KEPT:
            right = max(right, usual[_format(page)] or page.size[0])
        left = min((line.left for line in lines), default=0.0)
        found.append(Margins(left, right, _step(lines)))
    return found


def _format(page: Page) -> tuple[int, int]:
    return round(page.size[0]), round(page.size[1])


def _long(line: Line, page: Page) -> bool:
    return line.right - line.left > page.size[0] * 0.4


def _most_common(places: Sequence[float]) -> float:
    """The right margin that most lines keep, within half an em or so."""
    if not places:
        return 0.0
    counts = Counter(round(place / 6) for place in places)
    best = max(counts, key=lambda key: (counts[key] + counts[key + 1], key))
    return max(place for place in places if best <= round(place / 6) <= best + 1)


def _step(lines: Sequence[Line]) -> float:
    steps = sorted(
        below.middle - above.middle
        for above, below in pairwise(lines)
        if below.middle - above.middle > 0.5 * above.size
    )
    return steps[len(steps) // 4] if steps else 0.0


def goes_on(above: Line, below: Line, on: Margins, off: Margins, *, same_page: bool) -> bool:
    """Is the line below the continuation of the paragraph that the line above ends?

    `on` and `off` are the margins of the pages that they stand on.
    """
    if not 1 / SIZES < below.size / max(0.1, above.size) < SIZES:
        return False
    if same_page and below.middle - above.middle > STEP * max(on.step, 1.1 * above.size):
        return False
    if above.right < on.right - RAGGED * above.size or _listed(above.text):
        return False
    if below.left > off.left + SET_IN * below.size:
        return False
    if _HEADS.match(below.text) and not _OPEN.search(above.text):
        return False
    return not (_STARTS.match(below.text) and _ENDS.search(above.text))


def _listed(text: str) -> bool:
    """An entry of a table of contents ends at the margin and goes on in no other."""
    return re.search(r"[.．…·⋯]{4,}\s*[-—]?\s*\d+\s*[-—]?\s*$", text) is not None
