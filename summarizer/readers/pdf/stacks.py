"""Build the cells of a table without vertical lines: close lines of one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.readers.pdf.gaps import Gap
from summarizer.readers.pdf.lines import Line, is_number

__all__ = ["Stack", "columns_at", "stacks_of"]

# Lines of one cell are at most this many times as far apart as the closest lines.
CLOSE = 1.15


@dataclass(slots=True)
class Stack:
    """A cell by its printed lines, its first column and its column span."""

    column: int
    columns: int
    lines: list[Line]
    # Index of its last printed line in the band.
    line: int

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def stacks_of(rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> list[Stack]:
    """Return cells of one or more printed lines: close lines in the same columns."""
    singles = [
        Stack(*columns_at(piece, gaps), [piece], number)
        for number, row in enumerate(rows)
        for piece in row
    ]
    full = {number for number, row in enumerate(rows) if len(row) == len(gaps) + 1}
    by_place: dict[int, list[Stack]] = {}
    for cell in sorted(singles, key=lambda cell: cell.top):
        by_place.setdefault(cell.column, []).append(cell)
    columns = list(by_place.values())
    step = _inner_step(rows, columns)
    if not step:
        return sorted(singles, key=lambda cell: (cell.top, cell.column))
    cells: list[Stack] = []
    for column in columns:
        last: Stack | None = None
        for cell in column:
            if last and _one_cell(last, cell, step, full):
                last.lines += cell.lines
                last.line = cell.line
                last.columns = max(last.columns, cell.columns)
            else:
                cells.append(cell)
                last = cell
    return sorted(cells, key=lambda cell: (cell.top, cell.column))


def _inner_step(rows: Sequence[Sequence[Line]], columns: Sequence[Sequence[Stack]]) -> float:
    """Return the line step within a cell; 0 when it does not differ from the row step."""
    below = [pair for column in columns for pair in pairwise(column)]
    steps = [_step(above, under) for above, under in below]
    if not steps:
        return 0.0
    closest = min(steps)
    close = [pair for pair, step in zip(below, steps, strict=True) if step <= closest * CLOSE]
    # Stacked numbers are rows, and so are equal texts.
    if any(_number(a) and _number(b) for a, b in close):
        return 0.0
    heights = sorted(row[0].middle for row in rows)
    steps += [lower - upper for upper, lower in pairwise(heights)]
    wider = any(closest * CLOSE < step < closest * 1.9 for step in steps)
    return closest if wider else 0.0


def _step(above: Stack, below: Stack) -> float:
    return below.lines[0].middle - above.lines[-1].middle


def _number(cell: Stack) -> bool:
    return is_number(cell.lines[-1].text)


def _one_cell(above: Stack, below: Stack, step: float, full: set[int]) -> bool:
    # Lines that fill all columns are rows: cells rarely all continue at once.
    if below.line == above.line + 1 and {above.line, below.line} <= full:
        return False
    if _step(above, below) > min(step * CLOSE, 2.2 * above.lines[0].size):
        return False
    return above.lines[-1].text != below.lines[0].text


def columns_at(piece: Line, gaps: Sequence[Gap]) -> tuple[int, int]:
    """Return the first column of a piece and its column span."""
    middles = [(a + b) / 2 for a, b in gaps]
    first = sum(middle <= piece.left + 1 for middle in middles)
    last = sum(middle < piece.right - 1 for middle in middles)
    return first, max(1, last - first + 1)
