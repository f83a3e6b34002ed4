"""Order text set in two columns, as in a gazette: the left column comes before the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from summarizer.readers.pdf.lines import Line, cut, pieces
from summarizer.readers.pdf.shapes import Page

__all__ = ["in_columns"]

# Minimum number of side-by-side lines.
FEWEST = 8
# Minimum share of side-by-side lines between the first and the last of them.
SIDE_BY_SIDE = 0.7
# Horizontal range of the gap, as a share of the page width.
MIDDLE = (0.3, 0.7)
# A line of text fills this share of its column; a table column does not.
FILLED = 0.75
GAP = 0.8


def in_columns(lines: Sequence[Line], page: Page) -> list[Line]:
    """Return the lines in reading order; lines in columns get the edges of their column as
    frame.
    """
    gap = _gap(lines, page)
    if gap is None:
        return list(lines)
    zone = [place for place, line in enumerate(lines) if _parted(line, gap)]
    first, last = zone[0], zone[-1]
    within = [piece for line in lines[first : last + 1] for piece in cut(line, [gap], GAP)]
    middle = (gap[0] + gap[1]) / 2
    left = _framed([line for line in within if line.right <= middle + 1])
    right = _framed([line for line in within if line.right > middle + 1])
    if not (_is_text(left) and _is_text(right)):
        return list(lines)
    return [*lines[:first], *left, *right, *lines[last + 1 :]]


def _gap(lines: Sequence[Line], page: Page) -> tuple[float, float] | None:
    """Return the gap between two columns that most lines leave free."""
    low, high = page.size[0] * MIDDLE[0], page.size[0] * MIDDLE[1]
    free = [
        (before.right, after.left)
        for line in lines
        for before, after in pairwise(pieces(line))
        if after.left > low and before.right < high
    ]
    if len(free) < FEWEST:
        return None
    best = max(free, key=lambda gap: sum(a < (gap[0] + gap[1]) / 2 < b for a, b in free))
    at = (best[0] + best[1]) / 2
    met = [(a, b) for a, b in free if a < at < b]
    gap = (max(a for a, _ in met), min(b for _, b in met))
    zone = [place for place, line in enumerate(lines) if _parted(line, gap)]
    if len(zone) < FEWEST:
        return None
    within = lines[zone[0] : zone[-1] + 1]
    crossed = sum(line.left < at < line.right and not _parted(line, gap) for line in within)
    enough = len(zone) >= SIDE_BY_SIDE * len(within)
    return gap if enough and not crossed else None


def _parted(line: Line, gap: tuple[float, float]) -> bool:
    return len(cut(line, [gap], GAP)) > 1


def _framed(lines: Sequence[Line]) -> list[Line]:
    if not lines:
        return []
    frame = (min(line.left for line in lines), max(line.right for line in lines))
    return [replace(line, frame=frame) for line in lines]


def _is_text(lines: Sequence[Line]) -> bool:
    """Return whether most lines fill their column."""
    if not lines or not lines[0].frame:
        return False
    left, right = lines[0].frame
    full = sum(line.right - line.left > FILLED * (right - left) for line in lines)
    return full * 2 > len(lines) and right - left > 8 * lines[0].size
