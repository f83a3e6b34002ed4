"""A printed form: lines of text and grids of cells, some of them merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Block", "Cell", "Sheet", "Table"]

Span = tuple[str, int, int]


@dataclass(frozen=True)
class Cell:
    """A cell at its upper left position; it covers `rows` and `columns`."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass
class Table:
    """A grid.

    `row` adds a row: a text is a cell, ("text", columns) spans columns, ("text", columns, rows)
    rows too; None is a position covered by a spanning cell.
    """

    cells: list[Cell] = field(default_factory=list)
    height: int = 0
    _taken: set[tuple[int, int]] = field(default_factory=set)

    def row(self, *said: str | tuple[str, int] | Span) -> None:
        """Add a row of cells, left to right, at the positions not covered from above."""
        column = 0
        for one in said:
            text, columns, rows = (one, 1, 1) if isinstance(one, str) else (*one, 1)[:3]
            while (self.height, column) in self._taken:
                column += 1
            self.cells.append(Cell(text, self.height, column, rows, columns))
            self._taken |= {
                (self.height + down, column + right)
                for down in range(rows)
                for right in range(columns)
            }
            column += columns
        self.height += 1

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(cell.column + cell.columns for cell in self.cells)

    def by_row(self) -> list[list[Cell]]:
        """Return the cells of each row, left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return [sorted(row, key=lambda cell: cell.column) for row in rows]


Block = str | Table


@dataclass(frozen=True)
class Sheet:
    """A form on paper."""

    title: str
    blocks: tuple[Block, ...]


def filled(groups: Sequence[tuple[str, int]]) -> Iterable[Span]:
    """Return cells that span as many rows as their group has."""
    return [(text, 1, rows) for text, rows in groups]
