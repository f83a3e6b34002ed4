"""Tables of a page: where each cell stands, and which tables only lay the page out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

__all__ = ["Placed", "Table", "laid_out", "table_of"]

# What a cell may cover, and what a table may have; browsers know such limits too.
WIDEST, LONGEST = 1_000, 60_000
# A cell with so much in it is a part of the page, not of a table.
LONG_CELL = 400
# Other cells with words around a table in a cell, from which on the outer one is a table.
FEW_CELLS = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place."""

    node: LexborNode
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its cells; `captions` are what stands above it."""

    cells: tuple[Placed, ...]
    captions: tuple[LexborNode, ...]
    head_rows: int


def laid_out(table: LexborNode) -> bool:
    """Does a table only lay out the page: one cell or column, tables within, long texts?"""
    if table.attributes.get("role") == "presentation":
        return True
    rows = [list(_cells(row)) for row, _ in _rows(table)]
    if all(len(cells) < 2 for cells in rows):
        return True
    cells = [cell for row in rows for cell in row]
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        around = (cell for cell in cells if not cell.css_first("table"))
        return sum(1 for cell in around if cell.text(deep=True).strip()) < FEW_CELLS
    if len(rows) > 3:
        return False
    longest = max(cells, key=lambda cell: len(cell.text(deep=True)))
    long = len(longest.text(deep=True)) > LONG_CELL
    return long and len(longest.css("p, h1, h2, h3, li, br")) > 2


def table_of(table: LexborNode) -> Table:
    """The cells of a table, each at the place that a browser gives it. Columns in which no cell
    begins are left out."""
    rows = list(_rows(table))[:LONGEST]
    placed: list[Placed] = []
    # Column → the first row in which it is free again.
    taken: dict[int, int] = {}
    for number, (row, _) in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while taken.get(column, 0) > number:
                column += 1
            if column >= WIDEST:
                break
            width = _free(taken, number, column, _span(cell, "colspan"))
            height = _span(cell, "rowspan") or len(rows)
            height = max(1, min(height, len(rows) - number))
            placed.append(Placed(cell, number, column, height, width))
            for at in range(column, column + width):
                taken[at] = number + height
            column += width
    captions = tuple(node for node in table.iter() if node.tag == "caption")
    return Table(tuple(_packed(placed)), captions, _head_rows(rows))


def _free(taken: dict[int, int], row: int, column: int, wanted: int) -> int:
    """How many columns a cell covers before it meets another."""
    width = 1
    while width < min(wanted, WIDEST - column) and taken.get(column + width, 0) <= row:
        width += 1
    return width


def _packed(cells: list[Placed]) -> Iterator[Placed]:
    begun = sorted({cell.column for cell in cells})
    numbers = {column: number for number, column in enumerate(begun)}
    for cell in cells:
        columns = sum(1 for at in begun if cell.column <= at < cell.column + cell.columns)
        yield Placed(cell.node, cell.row, numbers[cell.column], cell.rows, columns)


def _rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """The rows of a table itself, and whether each is marked as a head."""
    for child in table.iter():
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.iter():
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in row.iter() if cell.tag in ("td", "th"))


def _head_rows(rows: list[tuple[LexborNode, bool]]) -> int:
    """Rows at the top that are marked as heads, or hold nothing but heads."""
    count = 0
    for row, marked in rows:
        cells = list(_cells(row))
        if not marked and not (cells and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _span(cell: LexborNode, name: str) -> int:
    told = (cell.attributes.get(name) or "1").strip()
    number = int(told) if told.isdigit() and len(told) < 7 else 1
    return number if name == "rowspan" else max(1, number)
