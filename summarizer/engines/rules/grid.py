"""A table as the part of it that a chunk sees: the rows inside and the header rows above them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from summarizer.engines.rules.column_heads import heads_by_column
from summarizer.schema import Cell, Document, Quantity, Table

__all__ = ["EMPTY", "Grid", "Row"]

Offsets = tuple[int, int]

# What stands in a cell that has nothing to say.
EMPTY = re.compile(r"^[\s/—\-－–无…\.、]*$")
ROW_NUMBER = re.compile(r"[-−—–]?[\d,，]+\.\d+|[\d一二三四五六七八九十]{1,3}|[（(].{1,3}[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by column; `inside` says that the chunk holds the row."""

    number: int
    cells: dict[int, Cell]
    inside: bool


class Grid:
    """The rows of a table within `start`..`end`, and its header cells."""

    def __init__(self, document: Document, table: Table, start: int, end: int) -> None:
        self.document = document
        self.table = table
        self.rows = _rows(table, start, end)
        self._headers: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.placed_cells:
            if cell.header:
                self._headers[cell.column].append(cell)
        self._headers.update(heads_by_column(document, table))

    def words(self, cell: Cell | None) -> str:
        """What a cell prints, blanks folded."""
        return " ".join(self.document.text[cell.start : cell.end].split()) if cell else ""

    def is_empty(self, cell: Cell) -> bool:
        """Does a cell hold nothing, or only a stroke?"""
        return bool(EMPTY.match(self.document.text[cell.start : cell.end]))

    def figure(self, cell: Cell) -> Quantity | None:
        """The one checked quantity of a cell; of several none is sure. A span of time counts
        where the cell holds nothing else."""
        quantities = self.document.quantities_in(cell.start, cell.end)
        found = [q for q in quantities if q.is_checked]
        if len(quantities) == 1 and quantities[0].kind == "duration":
            found = list(quantities)
        return found[0] if len(found) == 1 else None

    def column_heads(self, cell: Cell) -> list[Offsets]:
        """The distinct header cells above a cell, topmost first."""
        heads: list[Offsets] = []
        for header in self._headers[cell.column]:
            span = (header.start, header.end)
            if header.row < cell.row and not self.is_empty(header) and span not in heads:
                heads.append(span)
        return heads

    def row_head(self, row: Row) -> Offsets | None:
        """The leftmost cell of a row that holds words and no figure."""
        text = self.document.text
        for column in sorted(row.cells):
            cell = row.cells[column]
            words = text[cell.start : cell.end].strip("：: \t\n")
            plain = words and not self.document.quantities_in(cell.start, cell.end)
            if plain and len(words) <= 40 and not ROW_NUMBER.fullmatch(words):
                begin = text.index(words, cell.start)
                return begin, begin + len(words)
        return None


def _rows(table: Table, start: int, end: int) -> list[Row]:
    """Rows within a span, and those above it that hold nothing but headers."""
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    within: set[int] = set()
    body: set[int] = set()
    for cell in table.placed_cells:
        if cell.start >= end:
            continue
        found[cell.row].setdefault(cell.column, cell)
        if cell.start >= start:
            within.add(cell.row)
        if not cell.header:
            body.add(cell.row)
    return [
        Row(number, found[number], number in within)
        for number in sorted(found)
        if number in within or number not in body
    ]
