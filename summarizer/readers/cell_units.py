"""Which unit each cell of a table counts in: its column's, its row's, or the caption's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.readers.units import FREE, NO_COUNT, Unit, printed_unit, row_unit, unit_of
from summarizer.schema import Cell

__all__ = ["with_units"]

_MEASURED = re.compile("计量单位|度量单位|^单位$")
_PRINTED = re.compile(r"[\d０-９]\s*(?P<unit>[^\d\s，。；、.]{1,4})")


def with_units(text: str, cells: Sequence[Cell], caption: Unit) -> list[Cell]:
    """The cells, each body cell with its unit; `caption` is FREE where no caption gives one."""
    columns = _column_units(text, cells)
    rows = _labelled_rows(text, cells)
    values = _printed_beside(text, cells, columns)
    counted: list[Cell] = []
    for cell in cells:
        unit: Unit | None = NO_COUNT
        if not cell.header:
            unit = columns.get(cell.column)
        if unit is None:
            unit = rows.get(cell.row) or caption
        elif unit == FREE:
            unit = rows.get(cell.row) or values.get(cell.row, FREE)
        if unit != NO_COUNT:
            cell = replace(cell, unit=unit.base, scale=unit.scale, counted=True)
        counted.append(cell)
    return counted


def _bodies(cells: Sequence[Cell]) -> set[int]:
    return {cell.row for cell in cells if not cell.header}


def _column_units(text: str, cells: Sequence[Cell]) -> dict[int, Unit | None]:
    """What the headers above a column say; the innermost that says anything counts."""
    bodies = _bodies(cells)
    columns: dict[int, Unit | None] = {}
    for cell in cells:
        if cell.header and cell.row not in bodies:
            said = unit_of(text[cell.start : cell.end])
            if said is not None or cell.column not in columns:
                columns[cell.column] = said
    return columns


def _labelled_rows(text: str, cells: Sequence[Cell]) -> dict[int, Unit]:
    """What a row says of its numbers: in a 计量单位 column, else in its label."""
    bodies = _bodies(cells)
    measured = {
        cell.column
        for cell in cells
        if cell.header and _MEASURED.search(text[cell.start : cell.end])
    }
    named: dict[int, Unit] = {}
    told: dict[int, Unit] = {}
    for cell in cells:
        words = text[cell.start : cell.end]
        if cell.header and cell.row in bodies and (unit := _label_unit(words)):
            named[cell.row] = unit
        elif cell.column in measured and not cell.header and (unit := printed_unit(words)):
            told[cell.row] = unit
    return named | told


def _label_unit(words: str) -> Unit | None:
    unit = row_unit(words)
    if unit is None and unit_of(words) == NO_COUNT:
        return NO_COUNT
    return unit


def _printed_beside(
    text: str, cells: Sequence[Cell], columns: dict[int, Unit | None]
) -> dict[int, Unit]:
    """「≥500人次 | 512」: a value without a unit counts in that of the value beside it."""
    beside: dict[int, Unit] = {}
    for cell in cells:
        if cell.header or columns.get(cell.column) != FREE or cell.end - cell.start > 20:
            continue
        match = _PRINTED.search(text, cell.start, cell.end)
        if match and match.end() == cell.end and (unit := printed_unit(match["unit"])):
            beside.setdefault(cell.row, unit)
    return beside
