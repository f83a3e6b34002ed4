"""Read the tables of a page, and separate them from layout tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from summarizer.readers.placing import LONGEST, Spanning, place

__all__ = ["Table", "laid_out", "table_of"]

# A longer cell is a part of the page, not of a table.
LONG_CELL = 400
# With this many other cells that hold words, the table around a nested table is a real table.
FEW_CELLS = 6


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its cells; `captions` stand above it."""

    cells: tuple[Spanning[LexborNode], ...]
    captions: tuple[LexborNode, ...]
    head_rows: int


def laid_out(table: LexborNode) -> bool:
    """Return whether a table is for layout only: one cell or column, nested tables, long texts."""
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
    """Return the cells of a table at the positions that a browser gives them."""
    rows = list(_rows(table))[:LONGEST]
    spans = [
        [Spanning(cell, _span(cell, "rowspan"), _span(cell, "colspan")) for cell in _cells(row)]
        for row, _ in rows
    ]
    captions = tuple(node for node in table.iter() if node.tag == "caption")
    return Table(tuple(place(spans)), captions, _head_rows(rows))


def _rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the rows of the table itself, and whether each is marked as a header."""
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
    """Return the number of top rows that are marked as headers or hold only header cells."""
    count = 0
    for row, marked in rows:
        cells = list(_cells(row))
        if not marked and not (cells and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _span(cell: LexborNode, name: str) -> int:
    stated = (cell.attributes.get(name) or "1").strip()
    number = int(stated) if stated.isdigit() and len(stated) < 7 else 1
    return number if name == "rowspan" else max(1, number)
