"""Find runs of printed lines that may be the rows of a table without vertical lines."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.readers.pdf.lattice import merged
from summarizer.readers.pdf.lines import Line, pieces
from summarizer.readers.pdf.shapes import Stroke

__all__ = ["Band", "bands_of", "ruled_bands"]

# Minimum number of rows of a table between two rules.
FEWEST_RULED = 2
# Lines further apart than this many times their height are in different tables, unless rules
# enclose them.
FAR = 3.2
# Minimum vertical overlap, in ems, of lines in one row.
OVERLAP = 0.15
# Maximum deviation of the left edges in a column, in points.
DRIFT = 4.0

_CAPTION = re.compile(r".{0,40}单位\s*[:：].{0,12}")


@dataclass(slots=True)
class Band:
    """Printed lines that may be the rows of a table; `rules` are the horizontal lines in it."""

    lines: list[Line]
    rules: list[Stroke] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Line]]:
        return [pieces(line) for line in self.lines]


def ruled_bands(lines: Sequence[Line], rules: Sequence[Stroke]) -> list[Band]:
    """Return the lines between horizontal rules of the same extent: three-line tables."""
    groups: list[list[Stroke]] = []
    for rule in sorted(merged(rules)):
        # A rule interrupted by a merged cell is a part of the first rule, which has the full width.
        same = [
            group
            for group in groups
            if group[0].start - DRIFT <= rule.start and rule.end <= group[0].end + DRIFT
        ]
        if same:
            same[-1].append(rule)
        elif rule.end - rule.start > 100:
            groups.append([rule])
    found: list[Band] = []
    for group in groups:
        top, bottom = group[0].at, group[-1].at
        inside = [line for line in lines if top < line.middle < bottom]
        if len(group) > 1 and len(inside) >= FEWEST_RULED:
            rows = [pieces(line) for line in inside]
            many = sum(len(row) > 1 for row in rows)
            # More rules than lines are a chart.
            chart = len(group) > len(rows) + 2
            if many >= FEWEST_RULED and many * 3 >= len(rows) and not chart:
                found.append(Band(inside, group))
    return found


def bands_of(lines: Sequence[Line]) -> list[Band]:
    """Return runs of lines most of which stand in columns."""
    found: list[Band] = []
    run: list[Line] = []
    loose: list[Line] = []
    lefts: list[float] = []
    for level in _levels(lines):
        line = level[0]
        words = [piece for one in level for piece in pieces(one)]
        far = bool(run) and line.top - (loose or run)[-1].bottom > FAR * line.size
        if len(words) > 1 and not _CAPTION.fullmatch(line.text):
            if far:
                found.append(Band(run))
                run, lefts = [], []
            elif run:
                run += loose
            run += level
            lefts += [piece.left for piece in words]
            loose = []
        elif run:
            if not far and _belongs(line, lefts, run):
                loose += level
                continue
            found.append(Band(run + _tail(loose, lefts)))
            run, loose, lefts = [], [], []
    if run:
        found.append(Band(run + _tail(loose, lefts)))
    return [band for band in found if band.lines]


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that overlap vertically into rows: a one-line cell is centred beside a cell of
    two lines.
    """
    levels: list[list[Line]] = []
    bottom = -math.inf
    for line in lines:
        if levels and line.top < bottom - OVERLAP * line.size:
            levels[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            levels.append([line])
            bottom = line.bottom
    return levels


def _belongs(line: Line, lefts: Sequence[float], run: Sequence[Line]) -> bool:
    """Return whether a line without gaps may belong to the table: a continued cell, a heading
    row.
    """
    right = max(other.right for other in run)
    left = min(other.left for other in run)
    at_column = any(abs(line.left - other) <= DRIFT for other in lefts)
    inner = line.left > left + 2 * line.size
    short = line.right - line.left < 0.45 * (right - left)
    return (at_column and inner) or short


def _tail(loose: Sequence[Line], lefts: Sequence[float]) -> list[Line]:
    """Return the lines below the last row that continue one of its cells."""
    kept: list[Line] = []
    first = min(lefts, default=0.0)
    for line in loose:
        if line.left < first + 2 * line.size:
            break
        kept.append(line)
    return kept
