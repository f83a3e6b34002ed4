"""The part of a table that stands on one page: its columns by their places, its cells with text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.readers.pdf.joining import Written, write
from summarizer.readers.pdf.lattice import Lattice
from summarizer.readers.pdf.lines import Line, lines_of
from summarizer.readers.pdf.shapes import Box, Glyph, Page

__all__ = ["Fragment", "Piece", "ruled"]


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
    """A table on a page; `xs` part its columns."""

    page: Page
    box: Box
    xs: list[float]
    rows: int
    pieces: list[Piece]
    ruled: bool = True
    row_heights: list[float] = field(default_factory=list)
    # Without ruling: the stretches between its columns.
    gaps: list[tuple[float, float]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def row(self, number: int) -> list[Piece]:
        """The cells that begin in a row."""
        return [piece for piece in self.pieces if piece.row == number]


def ruled(table: Lattice, page: Page, glyphs: Iterable[Glyph]) -> Fragment:
    """The table that ruling lines draw, with the glyphs that stand in it."""
    held = _by_cell(table, glyphs)
    lines = {place: lines_of(inside) for place, inside in held.items()}
    padding = _padding(table, lines)
    pieces = []
    for place, cell in enumerate(table.cells):
        room = cell.box[2] - cell.box[0] - 2 * padding
        text = write(lines[place], page, room, packed=True) if place in lines else Written()
        pieces.append(Piece(cell.row, cell.column, cell.rows, cell.columns, text))
    heights = [below - above for above, below in pairwise(table.ys)]
    return Fragment(page, table.box, table.xs, len(table.ys) - 1, pieces, row_heights=heights)


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


def _padding(table: Lattice, lines: dict[int, list[Line]]) -> float:
    """What a cell leaves free at its sides: the least that any line leaves."""
    margins = [
        min(line.left - table.cells[place].box[0], table.cells[place].box[2] - line.right)
        for place, held in lines.items()
        for line in held
    ]
    return max(0.0, min(margins, default=0.0))
