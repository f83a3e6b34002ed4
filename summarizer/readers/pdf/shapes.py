"""What stands on a page: glyphs, ruling lines, and the page that holds them.

All places are points from the top left corner of the page as it is displayed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Box", "Glyph", "Page", "Stroke", "turned", "union"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Glyph(NamedTuple):
    """A printed character. `top` and `bottom` hold the height of its line of type, not of its
    ink; `size` is its type size; `turn` counts quarter turns clockwise of the text."""

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
    """A ruling line along an axis: `at` is where it crosses the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """A page by its number from 1. `turn` counts the quarter turns clockwise that its text needs
    to stand upright; glyphs and strokes are given after that turn, `width` and `height` before."""

    number: int
    width: float
    height: float
    turn: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    # Invisible text, text outside the page, watermarks: not read, but said.
    hidden: list[str] = field(default_factory=list)
    # The share of the page that its largest picture covers.
    pictured: float = 0.0
    # Glyphs for which the file names no character.
    unmapped: int = 0
    recognised: bool = False
    # A scan lies askew by so many degrees; its glyphs and strokes are given set straight.
    askew: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """A box of the turned page on the page as it is displayed."""
        width, height = self.size
        back = turned(box, -self.turn, width, height)
        if self.askew:
            back = self._askew(back)
        return (round(back[0], 2), round(back[1], 2), round(back[2], 2), round(back[3], 2))

    def _askew(self, box: Box) -> Box:
        """A box of the page set straight on the page as it lies."""
        cos, sin = math.cos(math.radians(self.askew)), math.sin(math.radians(self.askew))
        x, y = (box[0] + box[2]) / 2 - self.width / 2, (box[1] + box[3]) / 2 - self.height / 2
        x, y = self.width / 2 + cos * x - sin * y, self.height / 2 + sin * x + cos * y
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return (x - wide, y - high, x + wide, y + high)


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """The box after the page of that width and height was turned clockwise by quarter turns.

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
    """The smallest box around all."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
