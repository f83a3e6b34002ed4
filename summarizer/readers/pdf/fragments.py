"""The part of a table on one page: columns by position, cells with text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from summarizer.readers.pdf.joining import Written, between, write
from summarizer.readers.pdf.lattice import Cell, Lattice
from summarizer.readers.pdf.lines import Line, is_number, is_wide, lines_of
from summarizer.readers.pdf.shapes import Box, Glyph, Page

__all__ = ["Fragment", "Piece", "ruled"]

# Maximum sum of the margins on both sides of a cell, in points.
MOST_MARGIN = 16.0


@dataclass(slots=True)
class Piece:
    """A cell on a page."""

    row: int
    column: int
    rows: int
    columns: int
    written: Written = field(default_factory=Written)

    @property
    def text(self) -> str:
        return self.written.text


@dataclass(slots=True)
class Fragment:
    """A table on a page; `xs` separate its columns."""

    page: Page
    box: Box
    xs: list[float]
    rows: int
    pieces: list[Piece]
    ruled: bool = True
    row_heights: list[float] = field(default_factory=list)
    # In tables without rules: the gaps between columns.
    gaps: list[tuple[float, float]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def row(self, number: int) -> list[Piece]:
        """Return the cells that begin in a row."""
        return [piece for piece in self.pieces if piece.row == number]


def ruled(table: Lattice, page: Page, glyphs: Iterable[Glyph]) -> Fragment:
    """Return the table drawn by ruling lines, with the glyphs inside it."""
    held = _by_cell(table, glyphs)
    lines = {place: lines_of(inside) for place, inside in held.items()}
    room = _Room(table, lines)
    printed = [_printed_rows(table, row, lines, room) for row in range(len(table.ys) - 1)]
    starts = list(accumulate((max(1, rows.count) for rows in printed), initial=0))
    pieces = []
    for place, cell in enumerate(table.cells):
        first, last = starts[cell.row], starts[cell.row + cell.rows]
        rows = printed[cell.row]
        if rows.count > 1 and cell.rows == 1:
            for number, part in enumerate(rows.parts(lines.get(place, []))):
                text = write(part, page, room.of(cell), packed=True)
                pieces.append(Piece(first + number, cell.column, 1, cell.columns, text))
            continue
        text = write(lines.get(place, []), page, room.of(cell), packed=True)
        pieces.append(Piece(first, cell.column, last - first, cell.columns, text))
    heights = [
        (below - above) / max(1, rows.count)
        for (above, below), rows in zip(pairwise(table.ys), printed, strict=True)
        for _ in range(max(1, rows.count))
    ]
    return Fragment(page, table.box, table.xs, starts[-1], pieces, row_heights=heights)


@dataclass(slots=True)
class _Rows:
    """Rows printed between two horizontal lines, with the position of the numbers of each."""

    levels: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.levels)

    def parts(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Return the lines of a cell by row: those level with a number, and their continuation
        below.
        """
        parts: list[list[Line]] = [[] for _ in self.levels]
        for line in lines:
            place = bisect_right(self.levels, line.middle + 0.5 * line.size) - 1
            parts[max(place, 0)].append(line)
        return parts


def _printed_rows(table: Lattice, row: int, lines: dict[int, list[Line]], room: _Room) -> _Rows:
    """Return the rows between two horizontal lines where numbers are stacked in one cell and
    another cell has lines level with them.
    """
    cells = [
        (lines[place], room.of(cell))
        for place, cell in enumerate(table.cells)
        if cell.row == row and cell.rows == 1 and place in lines
    ]
    held = [found for found, _ in cells]
    stacks = [found for found, width in cells if _is_stack(found, width)]
    if not stacks or len(held) < 2:
        return _Rows()
    levels: list[float] = []
    for line in sorted((line for stack in stacks for line in stack), key=lambda x: x.middle):
        if not levels or line.middle - levels[-1] > 0.5 * line.size:
            levels.append(line.middle)
    longest = max(stacks, key=len)
    others = [found for found in held if found is not longest]
    level = max(sum(_is_level(line, levels) for line in found) for found in others)
    return _Rows(levels) if level > 1 else _Rows()


def _is_stack(lines: Sequence[Line], room: float) -> bool:
    """Return whether the lines are stacked numbers, none of which continues on the next line."""
    return (
        len(lines) > 1
        and all(is_number(line.text) for line in lines)
        and all(between(above, below, room) for above, below in pairwise(lines))
    )


def _is_level(line: Line, levels: Sequence[float]) -> bool:
    return any(abs(line.middle - level) < 0.4 * line.size for level in levels)


def _by_cell(table: Lattice, glyphs: Iterable[Glyph]) -> dict[int, list[Glyph]]:
    owner = {
        (row, column): place
        for place, cell in enumerate(table.cells)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        column = bisect_right(table.xs, (glyph.left + glyph.right) / 2) - 1
        row = bisect_right(table.ys, glyph.middle) - 1
        column = min(max(column, 0), len(table.xs) - 2)
        row = min(max(row, 0), len(table.ys) - 2)
        held.setdefault(owner[row, column], []).append(glyph)
    return held


class _Room:
    """The width available to the lines of a cell."""

    def __init__(self, table: Lattice, lines: dict[int, list[Line]]) -> None:
        self.margin = _margin(table, lines)
        self.widest: dict[tuple[int, int], float] = {}
        for place, held in lines.items():
            cell = table.cells[place]
            key = (cell.column, cell.columns)
            widths = [line.right - line.left for line in held]
            self.widest[key] = max([*widths, self.widest.get(key, 0.0)])

    def of(self, cell: Cell) -> float:
        """Return the cell width minus its margins, at least what its column has used."""
        free = cell.box[2] - cell.box[0] - self.margin
        return max(free, self.widest.get((cell.column, cell.columns), 0.0))


def _margin(table: Lattice, lines: dict[int, list[Line]]) -> float:
    """Return the sum of the margins on both sides of a cell.

    A continued Chinese line leaves less than one character, so the width that fits most such lines
    is taken; else the least that any line leaves.
    """
    free: list[tuple[float, float]] = []
    least = MOST_MARGIN
    for place, held in lines.items():
        left, _, right, _ = table.cells[place].box
        least = min([least, *(2 * min(line.left - left, right - line.right) for line in held)])
        for line, below in pairwise(held):
            if is_wide(line.text[-1]) and is_wide(below.text[0]):
                rest = right - left - (line.right - line.left)
                free.append((rest - line.size, rest))
    ends = sorted({round(end, 1) for _, end in free if 0 <= end <= MOST_MARGIN})
    fits = {end: sum(low < end <= high + 0.1 for low, high in free) for end in ends}
    best = max(fits, key=lambda end: (fits[end], -end), default=0.0)
    return best if fits and fits[best] > len(free) / 2 else max(0.0, least)
