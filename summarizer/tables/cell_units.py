"""The unit of each table cell: its column's, its row's, or the caption's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from summarizer.schema.table import Cell
from summarizer.tables.columns import SIGNS, is_number, own_label
from summarizer.tables.heads import head_role, words
from summarizer.tables.units import (
    FREE,
    NO_COUNT,
    Unit,
    measured_unit,
    printed_unit,
    row_unit,
    scanned_unit,
    unit_of,
)

__all__ = ["with_units"]

_HOLDS_NUMBER = re.compile(r"\d")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$).*")
_ROW_NUMBER = re.compile(r"[0-9]{1,2}")
_MARKED_FIGURE = re.compile(
    r"(?!19|20)\d{3,4}|[≥≤<>=＝＞＜].*|.*[%％]|\d{1,9}\.\d{1,6}|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
)
_MEASURED = re.compile("(?:计量|度量|计算)单位|^单位$")
_PRINTED = re.compile(r"[\d０-９]\s*(?P<unit>[^\d\s，。；、.]{1,6})")


def with_units(text: str, cells: Sequence[Cell], caption: Unit, *, heads: range) -> list[Cell]:
    """Return the cells, each body cell with its unit. `heads` is the number of head rows; `caption`
    is FREE if no caption gives a unit.
    """
    columns = _column_units(text, cells, heads)
    labels = _label_units(text, cells, heads)
    values = _printed_beside(text, cells, columns)
    numbers = _row_numbers(text, cells)
    counted: list[Cell] = []
    for cell, label in zip(cells, labels, strict=True):
        if cell.row < heads.start or cell.is_empty or (cell.row in heads and not cell.header):
            counted.append(cell)
            continue
        unit = columns.get(cell.column)
        headed = cell.column in columns
        if own := own_label(text[cell.start : cell.end]):
            unit = unit_of(own) or caption
        elif (
            cell.header
            and unit != NO_COUNT
            and _is_figure(text, cell, heads, numbers, headed=headed)
        ):
            # A number is not a name: the cell is misplaced.
            unit = caption
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


def _row_numbers(text: str, cells: Sequence[Cell]) -> frozenset[int]:
    """Return the short figures at the edge of a table that are row numbers."""
    edge = [words(text, cell) for cell in cells if cell.column == 0 and cell.end - cell.start < 4]
    found = {int(said) for said in edge if _ROW_NUMBER.fullmatch(said)}
    return frozenset(one for one in found if one == 1 or {one - 1, one + 1} & found)


def _is_figure(
    text: str, cell: Cell, heads: range, numbers: frozenset[int], *, headed: bool
) -> bool:
    """Return whether a name is only a figure. At the edge of a table without a head, consecutive
    short figures are row numbers.
    """
    said = words(text, cell)
    inside = cell.row not in heads and (cell.column > 0 or headed)
    if not inside and _ROW_NUMBER.fullmatch(said):
        return cell.row not in heads and int(said) not in numbers
    figure = _FIGURE if inside else _MARKED_FIGURE
    return figure.fullmatch(said) is not None and is_number(said.lstrip(SIGNS))


def _column_units(text: str, cells: Sequence[Cell], heads: range) -> dict[int, Unit | None]:
    """Return the unit from the headers above a column; the innermost one that gives a unit wins."""
    columns: dict[int, Unit | None] = {}

    def free(column: int) -> bool:
        return columns.get(column) == FREE

    for cell in cells:
        if cell.row in heads and cell.header:
            said = unit_of(text[cell.start : cell.end])
            # 支出用途 over 金额: the amounts have the unit of the table.
            money = head_role(words(text, cell)) == "amount"
            for column in range(cell.column, cell.column + cell.columns):
                if said is not None or column not in columns or (money and free(column)):
                    columns[column] = said
    return columns


def _label_units(text: str, cells: Sequence[Cell], heads: range) -> list[Unit | None]:
    """Return the unit from each cell's row: a 计量单位 column, else the nearest label before the
    cell.
    """
    measured = {
        cell.column for cell in cells if cell.row in heads and _MEASURED.search(words(text, cell))
    }
    told = {
        row: unit
        for cell in cells
        if cell.column in measured
        and cell.row not in heads
        and (unit := (printed_unit if cell.header else measured_unit)(text[cell.start : cell.end]))
        for row in range(cell.row, cell.row + cell.rows)
    }
    labels: defaultdict[int, list[tuple[int, Unit | None]]] = defaultdict(list)
    for cell in cells:
        if cell.header and cell.row not in heads:
            said = _label_unit(text[cell.start : cell.end])
            for row in range(cell.row, cell.row + cell.rows):
                labels[row].append((cell.column, said))
    return [told.get(cell.row, _nearest(labels.get(cell.row, ()), cell)) for cell in cells]


def _label_unit(label: str) -> Unit | None:
    return row_unit(label) or (NO_COUNT if unit_of(label) == NO_COUNT else None)


def _nearest(labels: Sequence[tuple[int, Unit | None]], cell: Cell) -> Unit | None:
    """Return the unit of the label directly left of a cell, else the money unit of a label further
    left: 项目资金（万元） | 年度资金总额 | 100.
    """
    before = sorted((one for one in labels if one[0] < cell.column), key=_column)
    if not before:
        return None
    outer = [unit for _, unit in before if unit is not None and unit.base == "元"]
    return before[-1][1] or (outer[-1] if outer else None)


def _column(label: tuple[int, Unit | None]) -> int:
    return label[0]


def _printed_beside(
    text: str, cells: Sequence[Cell], columns: dict[int, Unit | None]
) -> dict[int, Unit]:
    """「≥500人次 | 512」: a value without a unit has that of the value beside it."""
    beside: dict[int, Unit] = {}
    for cell in cells:
        if cell.header or columns.get(cell.column) != FREE or cell.end - cell.start > 20:
            continue
        match = _PRINTED.search(text, cell.start, cell.end)
        if match and match.end() == cell.end and (unit := scanned_unit(match["unit"])):
            beside.setdefault(cell.row, unit)
    return beside
