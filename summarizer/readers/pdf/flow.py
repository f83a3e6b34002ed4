"""Join printed lines into paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.readers.pdf.lines import Line, is_wide, pieces
from summarizer.readers.pdf.shapes import Page

__all__ = ["Margins", "goes_on", "margins"]

# In ems: the first-line indent of a paragraph, and the room that a full line may leave for the next
# word.
SET_IN = 0.7
SLACK = 0.3
# A line with a gap of this many ems holds two items, such as author and unit of a table.
APART = 3.0
# Minimum ratio of heading size to text size for headings in larger type.
LARGE = 1.01
# Lines further apart than this many times the usual step are separate paragraphs.
STEP = 1.4
# Minimum number of lines that end at one place to make it the right margin.
KEPT = 3
# Type sizes that differ by more than this factor belong to different paragraphs.
SIZES = 1.18

_QUOTES = "“”‘’\"'"
_CLOSERS = "，。、；：！？）》」』】〕％%‰·…—,.;:!?)]"
_OPENERS = "（《「『【〔([¥￥"
# Numbering that no line within a sentence begins with.
_HEADS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．]|第[一二三四五六七八九十百]{1,4}(?:部分|章|节|编)|附件\s*\d?[:：]"
)
_OPEN = re.compile(r"[、，,（(“‘和与及按据见]$")


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edges of the text on a page, the usual line step and the usual type size."""

    left: float
    right: float
    step: float
    size: float


def margins(pages: Sequence[tuple[Page, Sequence[Line]]]) -> list[Margins]:
    """Return the margins of each page; a page with few lines uses those of similar pages."""
    rights: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page, lines in pages:
        rights[_format(page)] += _rights(lines, page)
    usual = {key: _most_common(found) for key, found in rights.items()}
    found = []
    for page, lines in pages:
        right = max(_rights(lines, page), default=0.0)
        kept = sum(abs(line.right - right) < 0.6 * line.size for line in lines)
        if kept < KEPT:
            right = max(right, usual[_format(page)] or page.size[0])
        left = min((line.left for line in lines), default=0.0)
        sizes = sorted(line.size for line in lines)
        size = sizes[len(sizes) // 2] if sizes else 0.0
        found.append(Margins(left, right, _step(lines), size))
    return found


def _rights(lines: Sequence[Line], page: Page) -> list[float]:
    """Return where long lines end; a closing mark may hang over the margin and is ignored."""
    long = [line for line in lines if _long(line, page)]
    plain = [line.right for line in long if line.text[-1] not in _CLOSERS + _QUOTES]
    return plain or [line.right for line in long]


def _format(page: Page) -> tuple[int, int]:
    return round(page.size[0]), round(page.size[1])


def _long(line: Line, page: Page) -> bool:
    return line.right - line.left > page.size[0] * 0.4


def _most_common(places: Sequence[float]) -> float:
    """Return the right margin that most lines keep, within about half an em."""
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
    """Return whether the line below continues the paragraph that the line above ends.

    `on` and `off` are the margins of their pages.
    """
    if not 1 / SIZES < below.size / max(0.1, above.size) < SIZES:
        return False
    if same_page and below.middle - above.middle > STEP * max(on.step, 1.1 * above.size):
        return False
    if len(pieces(above, APART)) > 1 or len(pieces(below, APART)) > 1:
        return False
    if above.right + _word(below) < on.right - SLACK * below.size or _listed(above.text):
        return False
    if below.left > off.left + SET_IN * below.size and not _title_goes_on(above, below, on):
        return False
    return not _HEADS.match(below.text) or _OPEN.search(above.text) is not None


def _title_goes_on(above: Line, below: Line, on: Margins) -> bool:
    """Return whether both lines belong to one heading: in larger type and centred."""
    large = above.size > LARGE * on.size and abs(above.size - below.size) < 0.01 * above.size
    return large and all(
        abs((line.left - on.left) - (on.right - line.right)) < 1.2 * line.size
        for line in (above, below)
    )


def _word(line: Line) -> float:
    """Return the width of the unbreakable start of a line: a full line above had no room for it."""
    end = 1
    while end < len(line.text) and not _breaks(line.text[end - 1], line.text[end]):
        end += 1
    return line.edges[end] - line.edges[0] if line.edges else line.size


def _breaks(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if before in _QUOTES or after in _QUOTES or after in _CLOSERS or before in _OPENERS:
        return False
    if before in _CLOSERS and after in _OPENERS:
        return False
    return is_wide(before) or is_wide(after) or before == " " or after == " "


def _listed(text: str) -> bool:
    """Return whether the line is a table of contents entry, which ends at the margin and never
    continues.
    """
    return re.search(r"[.．…·⋯]{4,}\s*[-—]?\s*\d+\s*[-—]?\s*$", text) is not None
