"""Fill the body under heads: row names extend down over the empty cells below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from summarizer.schema.table import Cell
from summarizer.tables.blocks import Block
from summarizer.tables.columns import own_label
from summarizer.tables.region import Placed
from summarizer.tables.vocabulary import TOTAL
from summarizer.tables.wording import label_end, words

__all__ = ["body_cells"]


def body_cells(
    text: str, block: Block, body: Sequence[Placed], names: frozenset[int]
) -> list[Cell]:
    """Return the body cells of a block; those in the columns `names` are headers of their rows."""
    by_row: defaultdict[int, list[Placed]] = defaultdict(list)
    for one in body:
        by_row[one.row].append(one)
    filling = _Filling(block, names)
    for number in sorted(by_row):
        row = by_row[number]
        said = [words(text, (one.start, one.end)) for one in row]
        total = any(map(TOTAL.search, [one for one in said if one][:3]))
        for placed, told in zip(row, said, strict=True):
            if placed.start < placed.end:
                summed = total and TOTAL.search(told) is not None
                header = (placed.column in names or summed) and not own_label(told)
                start, end = label_end(text, (placed.start, placed.end))
                # 合计 names only its own row.
                filling.add(replace(placed, start=start, end=end), header, open_=not summed)
        if not total:
            filling.reach(number, {one.column for one in row if one.start == one.end})
        filling.empties += [one for one in row if one.start == one.end]
    return filling.cells()


class _Filling:
    """The cells so far, and the open row names, each of which extends down to the next one.

    If the file marks merged cells, an empty cell in the innermost name column is a missing name.
    """

    def __init__(self, block: Block, names: frozenset[int]) -> None:
        self._whole = block.whole
        self._inner = {c for c in names if c + 1 not in names} if block.whole else set()
        self._cells: list[Cell] = []
        self._open: dict[int, int] = {}
        # Per column, the first free row.
        self._free: defaultdict[int, int] = defaultdict(int)
        self.empties: list[Placed] = []

    def add(self, placed: Placed, header: bool, *, open_: bool) -> None:
        """Add a cell with words; a name closes the open names of its columns and of those
        inside.
        """
        cell = Cell(
            placed.start, placed.end, placed.row, placed.column, header,
            rows=placed.rows, columns=placed.columns,
        )  # fmt: skip
        for column in range(cell.column, cell.column + cell.columns):
            self._free[column] = max(self._free[column], cell.row + cell.rows)
        if header and not cell.is_empty:
            for column, place in list(self._open.items()):
                if column + self._cells[place].columns > cell.column:
                    del self._open[column]
            if open_:
                self._open[cell.column] = len(self._cells)
        self._cells.append(cell)

    def reach(self, row: int, empty: set[int]) -> None:
        """Extend the open names over the empty cells of a row; `empty` are those it prints."""
        for column, place in self._open.items():
            cell = self._cells[place]
            held = range(column, column + cell.columns)
            if column in self._inner or any(self._free[one] > row for one in held):
                continue
            if not (self._whole or column in empty):
                continue
            for one in held:
                self._free[one] = row + 1
            if cell.row + cell.rows == row:
                self._cells[place] = replace(cell, rows=cell.rows + 1)
            else:
                self._open[column] = len(self._cells)
                self._cells.append(replace(cell, row=row, rows=1))

    def cells(self) -> list[Cell]:
        """Return all cells, without empty ones covered by a name."""
        held = {
            (row, column)
            for cell in self._cells
            if cell.header
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        empty = [_empty(one) for one in self.empties if held.isdisjoint(_places(one))]
        return [*self._cells, *empty]


def _places(cell: Placed) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]


def _empty(cell: Placed) -> Cell:
    return Cell(cell.start, cell.end, cell.row, cell.column, rows=cell.rows, columns=cell.columns)
