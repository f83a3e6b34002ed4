"""Find wrapped lines: text from a PDF breaks its lines in the middle of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.readers.lines import Line
from summarizer.readers.numbering import marker

__all__ = ["wrapped_lines"]

# Page lines have equal widths: 17 to 65 Chinese characters, counted in half widths.
NARROWEST, WIDEST = 34, 130
FEWEST_FULL, FULL_SHARE, OPEN_SHARE = 8, 0.35, 0.6
FULL, ALMOST_FULL = 0.88, 0.72

_ENDS = "。！？；：.!?;:"


def wrapped_lines(lines: Sequence[Line], taken: set[int]) -> set[int]:
    """Return the places of lines whose sentence continues on the next line; empty when the lines
    are paragraphs.
    """
    free = [place for place, line in enumerate(lines) if not line.blank and place not in taken]
    if len(free) < FEWEST_FULL:
        return set()
    widths = {place: _width(lines[place].words) for place in free}
    page = sorted(widths.values())[len(free) * 95 // 100]
    full = [place for place in free if FULL * page <= widths[place] <= (2 - FULL) * page]
    open_ = [place for place in full if lines[place].words[-1] not in _ENDS]
    if not (
        NARROWEST <= page <= WIDEST
        and len(full) >= max(FEWEST_FULL, FULL_SHARE * len(free))
        and len(open_) >= OPEN_SHARE * len(full)
    ):
        return set()
    return {
        place
        for place in free
        if widths[place] >= ALMOST_FULL * page
        and lines[place].words[-1] not in _ENDS
        and _goes_on(lines, place + 1, widths)
    }


def _width(words: str) -> int:
    """Return the width in half widths: a Chinese character counts two."""
    if len(words) > WIDEST:
        return len(words)
    return sum(1 if sign.isascii() else 2 for sign in words)


def _goes_on(lines: Sequence[Line], place: int, widths: dict[int, int]) -> bool:
    """Return whether the line below is neither indented nor numbered."""
    if place not in widths:
        return False
    line = lines[place]
    return line.start - line.begin <= 1 and marker(line.words) is None
