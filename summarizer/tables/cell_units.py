"""Which unit each cell of a table counts in: its column's, its row's, or the caption's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.schema import Cell
from summarizer.tables.columns import own_label
from summarizer.tables.units import FREE, NO_COUNT, Unit, printed_unit, row_unit, unit_of

__all__ = ["with_units"]

_HOLDS_NUMBER = re.compile(r"\d")
_MEASURED = re.compile("计量单位|度量单位|^单位$")
_PRINTED = re.compile(r"[\d０-９]\s*(?P<unit>[^\d\s，。；、.]{1,4})")


def with_units(text: str, cells: Sequence[Cell], caption: Unit) -> list[Cell]:
    """The cells, each body cell with its unit; `caption` is FREE where no caption gives one."""
    columns = _column_units(text, cells)
    labels = _label_units(text, cells)
    values = _printed_beside(text, cells, columns)
    counted: list[Cell] = []
    for cell, label in zip(cells, labels, strict=True):
        unit = columns.get(cell.column)
        headed = cell.column in columns
        if own := own_label(text[cell.start : cell.end]):
            unit = unit_of(own) or caption
        elif cell.header or (label == NO_COUNT and not headed):
            unit = NO_COUNT
        elif unit is None:
            unit = label if label and label != NO_COUNT else caption
        elif unit == FREE:
            unit = label if label and label != NO_COUNT else values.get(cell.row, FREE)
        if unit != NO_COUNT and _HOLDS_NUMBER.search(
            text, cell.start, min(cell.end, cell.start + 20)
        ):
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


def _label_units(text: str, cells: Sequence[Cell]) -> list[Unit | None]:
    """For each cell what its row says of it: a 计量单位 column, else the nearest label in front."""
    measured = {
        cell.column
        for cell in cells
        if cell.header and _MEASURED.search(text[cell.start : cell.end])
    }
    told = {
        cell.row: unit
        for cell in cells
        if cell.column in measured
        and not cell.header
        and (unit := printed_unit(text[cell.start : cell.end]))
    }
    found: list[Unit | None] = []
    row, label = -1, None
    for cell in cells:
        if cell.row != row:
            row, label = cell.row, None
        if cell.header:
            words = text[cell.start : cell.end]
            label = row_unit(words) or (NO_COUNT if unit_of(words) == NO_COUNT else None)
        found.append(told.get(cell.row, label))
    return found


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
