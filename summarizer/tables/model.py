"""Cells by place → the table: each cell once, with its columns, rows and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarizer.schema.table import Cell, Table
from summarizer.tables.heads import columns_of
from summarizer.tables.roles import table_role
from summarizer.tables.rows import rows_of

__all__ = ["described", "merged"]


def merged(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells that stand once for each place they cover, as one that says how many it covers."""
    places: defaultdict[tuple[int, int, bool], list[Cell]] = defaultdict(list)
    for cell in cells:
        places[cell.start, cell.end, cell.header].append(cell)
    whole = [one for group in places.values() for one in _rectangles(group)]
    return tuple(sorted(whole, key=lambda cell: (cell.row, cell.column)))


def _rectangles(group: list[Cell]) -> list[Cell]:
    if len(group) == 1:
        return group
    found: list[Cell] = []
    for cell in sorted(group, key=lambda cell: (cell.row, cell.column)):
        last = found[-1] if found else None
        if last and cell.row < last.row + last.rows:
            found[-1] = replace(last, columns=max(last.columns, cell.column - last.column + 1))
        elif last and cell.row == last.row + last.rows and cell.column == last.column:
            found[-1] = replace(last, rows=last.rows + 1)
        else:
            found.append(cell)
    return found


def described(
    text: str, table: Table, heads: int, *, title: str = "", head_cells: Sequence[Cell] = ()
) -> Table:
    """The table with its columns, rows and role; its first `heads` rows are heads."""
    height = max((cell.row + cell.rows for cell in table.cells), default=0)
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    above = head_cells or [cell for cell in table.cells if cell.row < heads]
    names = frozenset(cell.column for cell in table.cells if cell.header and cell.row >= heads)
    columns = columns_of(text, width, above)
    rows = rows_of(text, height, table.cells, names, heads)
    return replace(table, columns=columns, rows=rows, role=table_role(text, title, columns, rows))
