"""Find the columns of a table without vertical lines by the gaps between its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from summarizer.readers.pdf.lines import Line

__all__ = ["Gap", "fits", "gaps_of"]

# Maximum share of lines that may cross a gap between columns: merged headers, notes.
CROSSED = 0.3
# Minimum width of a gap between columns, in points.
NARROWEST = 3.0

Gap = tuple[float, float]
"""From the right edge of a column to the left edge of the next column."""


def gaps_of(wide: Sequence[Sequence[Line]], rows: Sequence[Sequence[Line]]) -> list[Gap]:
    """Return the gaps that hardly any line crosses.

    `wide` are the lines cut at wide gaps only, `rows` those cut at any gap.
    """
    many = [row for row in rows if len(row) > 1]
    if not many:
        return []
    edges = sorted({x for row in many for piece in row for x in (piece.left, piece.right)})
    regions: list[list[tuple[float, float, int]]] = [[]]
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        over = sum(any(p.left < middle < p.right for p in row) for row in rows)
        parted = sum(_parted(row, middle) for row in many)
        if parted == 1 and not any(_parted(row, middle) for row in wide):
            parted = 0
        if parted and over <= (CROSSED * (over + parted) if parted > 1 else 0):
            regions[-1].append((left, right, over))
        elif regions[-1]:
            regions.append([])
    return _distinct([_best(region) for region in regions if _wide(region)], many)


def _wide(region: Sequence[tuple[float, float, int]]) -> bool:
    return bool(region) and region[-1][1] - region[0][0] >= NARROWEST


def _best(region: Sequence[tuple[float, float, int]]) -> Gap:
    """Return the widest stretch of a gap that the fewest lines cross."""
    fewest = min(over for _, _, over in region)
    found: list[Gap] = []
    for left, right, over in region:
        if over != fewest:
            continue
        if found and found[-1][1] == left:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return max(found, key=lambda gap: gap[1] - gap[0])


def _parted(row: Sequence[Line], at: float) -> bool:
    return any(before.right <= at <= after.left for before, after in pairwise(row))


def _distinct(gaps: Sequence[Gap], rows: Sequence[Sequence[Line]]) -> list[Gap]:
    """Return the gaps with something printed between each and the next."""
    kept: list[Gap] = []
    for gap in gaps:
        if kept:
            between = sum(
                any(kept[-1][0] <= p.left and p.right <= gap[1] for p in row) for row in rows
            )
            if not between:
                continue
        kept.append(gap)
    return kept


def fits(rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> bool:
    """Return whether the rows fit the columns of the table on the previous page."""
    crossed = sum(
        any(piece.left < (a + b) / 2 < piece.right for a, b in gaps)
        for row in rows
        for piece in row
    )
    count = sum(len(row) for row in rows)
    many = sum(len(row) > 1 for row in rows)
    return many > 0 and many * 3 >= len(rows) and crossed <= 0.2 * count
