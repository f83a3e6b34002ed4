"""Packed text: without the marks between words, so that words broken by a conversion are whole.

Blanks, line ends, tabs and bars are removed; the width of the gap before each piece is kept.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["BAR", "BLANK", "LINE", "NONE", "Packed", "pack"]

# Gap widths: none, blanks, a line end, a bar, tab or blank line.
NONE, BLANK, LINE, BAR = 0, 1, 2, 3
_PIECE = re.compile(r"[^\s|\u3000\xa0]+")


class Packed(NamedTuple):
    """The packed words; for each piece its position in them, its offset in the text and the gap
    before it.
    """

    words: str
    places: array[int]
    origins: array[int]
    gaps: bytearray

    def origin(self, place: int) -> int:
        """Return the offset in the text of a packed character."""
        piece = bisect_right(self.places, place) - 1
        return self.origins[piece] + place - self.places[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text of the words from `start` to `end`."""
        return self.origin(start), self.origin(end - 1) + 1

    def gap(self, place: int) -> int:
        """Return the width of the gap before a character."""
        piece = bisect_left(self.places, place)
        found = piece < len(self.places) and self.places[piece] == place
        return self.gaps[piece] if found else NONE

    def cuts(self, start: int, end: int, least: int) -> list[int]:
        """Return the positions between `start` and `end` after a gap of at least `least`."""
        low, high = bisect_right(self.places, start), bisect_left(self.places, end)
        return [self.places[at] for at in range(low, high) if self.gaps[at] >= least]


def pack(text: str, spans: Iterable[tuple[int, int]]) -> Packed:
    """Return the packed words of the spans of a text, in order.

    >>> packed = pack("一级\\n指标 | 得 分", [(0, 12)])
    >>> packed.words, list(packed.gaps)
    ('一级指标得分', [3, 2, 3, 1])
    """
    pieces: list[str] = []
    places, origins, gaps = array("L"), array("L"), bytearray()
    length = last = 0
    for found in (piece for start, end in spans for piece in _PIECE.finditer(text, start, end)):
        pieces.append(found[0])
        places.append(length)
        origins.append(found.start())
        gaps.append(_width(text[last : found.start()]) if length else BAR)
        length += len(found[0])
        last = found.end()
    return Packed("".join(pieces), places, origins, gaps)


def _width(between: str) -> int:
    if "|" in between or "\t" in between:
        return BAR
    lines = between.count("\n")
    return BAR if lines > 1 else LINE if lines else BLANK
