"""The fields at the top of a form, and its goals beside their outcome."""

from __future__ import annotations

from dataclasses import replace

from summarizer.schema.table import Cell, Table
from summarizer.tables.flat.blocks import Block
from summarizer.tables.flat.packed import Packed
from summarizer.tables.flat.words import FIELD, GOALS
from summarizer.tables.heads import columns_of
from summarizer.tables.roles import table_role
from summarizer.tables.rows import rows_of

__all__ = ["described", "fields_of", "goals_of"]


def goals_of(packed: Packed, start: int, end: int) -> Table | None:
    """Return 预期目标 and 实际完成情况 side by side, with one cell of text below each."""
    found = GOALS.search(packed.words, start, end)
    if not found:
        return None
    heads = [found.span("target"), found.span("actual")]
    cut = packed.gap(found.start("actual"))
    cuts = [at for at in packed.cuts(found.end() - 1, end, cut) if at >= found.end()] if cut else []
    if len(cuts) < 2 or cuts[0] != found.end():
        return None
    stop = cuts[2] if len(cuts) > 2 else end
    if len(cuts) > 3:
        return None
    said = [(cuts[0], cuts[1]), (cuts[1], stop)]
    cells = [
        *(Cell(*packed.span(*head), 0, at, header=True) for at, head in enumerate(heads)),
        *(Cell(*packed.span(*words), 1, at) for at, words in enumerate(said)),
    ]
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def fields_of(packed: Packed, block: Block) -> Table:
    """Return a table of labels and values, one pair per row."""
    labels = list(FIELD.finditer(packed.words, block.start, block.end))
    cells: list[Cell] = []
    for row, label in enumerate(labels):
        stop = labels[row + 1].start() if row + 1 < len(labels) else block.end
        cells.append(Cell(*packed.span(label.start(), label.end()), row, 0, header=True))
        start = label.end() + (packed.words[label.end() : label.end() + 1] in ("：", ":"))
        if start < stop:
            cells.append(Cell(*packed.span(start, stop), row, 1))
    return Table(cells[0].start, cells[-1].end, tuple(cells))


def described(text: str, table: Table, heads: int) -> Table:
    """Add columns, rows and role to a table; its first `heads` rows are heads."""
    width = max(cell.column for cell in table.cells) + 1
    names = frozenset(cell.column for cell in table.cells if cell.header and cell.row >= heads)
    above = [cell for cell in table.cells if cell.row < heads]
    columns = columns_of(text, width, above, names=names)
    rows = rows_of(text, table.cells, columns, lead=0, heads=heads)
    return replace(table, columns=columns, rows=rows, role=table_role(text, "", columns, rows))
