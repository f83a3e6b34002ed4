"""Heads of columns in tables that have no row labels: 三公经费 under 合计 | … | 小计 | …, where the
cells of the upper row that span columns were merged or left out."""

from __future__ import annotations

import re
from collections import defaultdict

from summarizer.schema import Cell, Document, Table

__all__ = ["heads_by_column"]

NUMBER = re.compile(r"[-−—–]?[\d,，]+(?:\.\d+)?[%％]?")
MOST_HEAD_ROWS = 3
INNER_SUM = re.compile(r"^(?:小计|合计|总计)$")


def heads_by_column(document: Document, table: Table) -> dict[int, list[Cell]]:
    """The head cells of each column, topmost first; nothing for a table with labelled rows, or
    whose heads do not fit its numbers."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.placed_cells:
        if document.text[cell.start : cell.end].strip():
            rows[cell.row].append(cell)
    order = [sorted(rows[number], key=lambda cell: cell.column) for number in sorted(rows)]
    heads = [row for row in order[:MOST_HEAD_ROWS] if not _numbers(document, row)]
    body = order[len(heads) : len(heads) + 1]
    if not heads or not body or not _numbers(document, body[0], every=True):
        return {}
    if len(heads) == 2 and len(body[0]) == len(heads[0]) + len(heads[1]) - 1:
        return _closed_up(document, heads[0], heads[1])
    if {cell.column for cell in heads[0]} <= {cell.column for cell in body[0]}:
        return _spread(heads, [cell.column for cell in body[0]])
    return {}


def _numbers(document: Document, row: list[Cell], *, every: bool = False) -> bool:
    found = [NUMBER.fullmatch(document.text[c.start : c.end].strip()) is not None for c in row]
    return all(found) if every else any(found)


def _closed_up(document: Document, upper: list[Cell], lower: list[Cell]) -> dict[int, list[Cell]]:
    """Two rows of heads without the blanks of merged cells: the lower row divides the one upper
    head that it shares most words with."""
    if not INNER_SUM.match(document.text[lower[0].start : lower[0].end].strip()):
        return {}
    inner = set("".join(document.text[cell.start : cell.end] for cell in lower[1:]))
    shared = [len(inner & set(document.text[cell.start : cell.end])) for cell in upper]
    divided = shared.index(max(shared))
    paths: list[list[Cell]] = []
    for place, cell in enumerate(upper):
        paths += [[cell, below] for below in lower] if place == divided else [[cell]]
    return dict(enumerate(paths))


def _spread(heads: list[list[Cell]], columns: list[int]) -> dict[int, list[Cell]]:
    """A head holds for the blanks to its right, as far as the head above it reaches."""
    paths: dict[int, list[Cell]] = {column: [] for column in columns}
    for row in heads:
        starts = {cell.column: cell for cell in row}
        last: tuple[Cell, list[Cell]] | None = None
        for column in columns:
            above = paths[column]
            if column in starts:
                last = starts[column], list(above)
            if last is not None and last[1] == above:
                paths[column] = [*above, last[0]]
    return paths
