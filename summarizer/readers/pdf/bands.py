"""Runs of printed lines that may be the rows of a table without upright lines."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.readers.pdf.lattice import merged
from summarizer.readers.pdf.lines import Line, pieces
from summarizer.readers.pdf.shapes import Stroke

__all__ = ["Band", "bands_of", "ruled_bands"]

# A table between two rules has so many rows.
FEWEST_RULED = 2
# Lines further apart than this many times their height belong to no one table, unless rules
# hold them together.
FAR = 3.2
# How far lines reach into each other, in ems, when they are of one row.
OVERLAP = 0.15
# How far the left edges of a column may differ, in points.
DRIFT = 4.0

_CAPTION = re.compile(r".{0,40}单位\s*[:：].{0,12}")


@dataclass(slots=True)
class Band:
    """Printed lines that may be the rows of a table; `rules` are the level lines in it."""

    lines: list[Line]
    rules: list[Stroke] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Line]]:
        return [pieces(line) for line in self.lines]


def ruled_bands(lines: Sequence[Line], rules: Sequence[Stroke]) -> list[Band]:
    """The lines between level rules of the same reach: three-line tables."""
    groups: list[list[Stroke]] = []
    for rule in sorted(merged(rules)):
        # A rule that a merged cell interrupts is a part of the first, which has the full width.
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
    """Runs of lines of which most stand in columns."""
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
    """Lines that reach into each other's height are of one row: cells of one line stand in the
    middle beside cells of two."""
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
    """May a line without gaps be a part of the table: a cell that goes on, a heading row?"""
    right = max(other.right for other in run)
    left = min(other.left for other in run)
    at_column = any(abs(line.left - other) <= DRIFT for other in lefts)
    inner = line.left > left + 2 * line.size
    short = line.right - line.left < 0.45 * (right - left)
    return (at_column and inner) or short


def _tail(loose: Sequence[Line], lefts: Sequence[float]) -> list[Line]:
    """Lines below the last row that go on in one of its cells."""
    kept: list[Line] = []
    first = min(lefts, default=0.0)
    for line in loose:
        if line.left < first + 2 * line.size:
            break
        kept.append(line)
    return kept
