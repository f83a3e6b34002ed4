"""The content of a page: glyphs and ruling lines.

All coordinates are points from the top left corner of the displayed page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Box", "Glyph", "Page", "Stroke", "turned", "union"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Glyph(NamedTuple):
    """A printed character.

    `top` and `bottom` bound its type line, not its ink; `size` is its type size; `turn` counts the
    clockwise quarter turns of the text.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    turn: int = 0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Box:
        return (self.left, self.top, self.right, self.bottom)


class Stroke(NamedTuple):
    """An axis-parallel ruling line; `at` is its coordinate on the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """A page by its number from 1.

    `turn` counts the clockwise quarter turns that make its text upright; glyphs and strokes are
    stored after that turn, `width` and `height` before it.
    """

    number: int
    width: float
    height: float
    turn: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    # Invisible text, text outside the page, watermarks: not read but reported.
    hidden: list[str] = field(default_factory=list)
    # Share of the page that its largest picture covers.
    pictured: float = 0.0
    # Number of glyphs without a character.
    unmapped: int = 0
    recognised: bool = False
    # Skew of a scan in degrees; its glyphs and strokes are stored deskewed.
    askew: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height after the turn."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """Return a box of the turned page in displayed coordinates."""
        width, height = self.size
        back = turned(box, -self.turn, width, height)
        if self.askew:
            back = self._askew(back)
        return (round(back[0], 2), round(back[1], 2), round(back[2], 2), round(back[3], 2))

    def _askew(self, box: Box) -> Box:
        """Return a box of the deskewed page in coordinates of the skewed page."""
        cos, sin = math.cos(math.radians(self.askew)), math.sin(math.radians(self.askew))
        x, y = (box[0] + box[2]) / 2 - self.width / 2, (box[1] + box[3]) / 2 - self.height / 2
        x, y = self.width / 2 + cos * x - sin * y, self.height / 2 + sin * x + cos * y
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return (x - wide, y - high, x + wide, y + high)


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """Return the box after the page of that size was turned clockwise by quarter turns.

    >>> turned((10, 20, 30, 25), 1, 100, 200)
    (175, 10, 180, 30)
    >>> turned((175, 10, 180, 30), -1, 200, 100)
    (10, 20, 30, 25)
    """
    left, top, right, bottom = box
    match quarters % 4:
        case 1:
            return (height - bottom, left, height - top, right)
        case 2:
            return (width - right, height - bottom, width - left, height - top)
        case 3:
            return (top, width - right, bottom, width - left)
    return box


def union(boxes: list[Box]) -> Box:
    """Return the smallest box around all boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
