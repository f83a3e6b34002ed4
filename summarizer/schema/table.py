"""A printed table: its cells, the roles of its columns and rows, and its own role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

__all__ = ["Cell", "Column", "ColumnRole", "Row", "RowRole", "Table", "TableRole"]

TableRole = Literal["indicators", "funds", "accounts", "scores", "survey", "payees", "other"]
ColumnRole = Literal[
    "index",
    "level1",
    "level2",
    "level3",
    "name",
    "nature",
    "sign",
    "unit",
    "target",
    "actual",
    "weight",
    "score",
    "deadline",
    "reason",
    "budget",
    "adjusted",
    "executed",
    "rate",
    "amount",
    "code",
    "note",
    "other",
]
RowRole = Literal["head", "body", "total", "subtotal", "part", "heading", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its upper left position, counted from 0; it covers `rows` and `columns`.

    `header` marks column headers and row names. Where `counted`, a bare number in the cell has the
    unit `unit` times ten to the power `scale` (from its column or row, else its table); the unit is
    "" when unknown. Row numbers, years and codes are not counted.
    """

    start: int
    end: int
    row: int
    column: int
    header: bool = False
    unit: str = ""
    scale: int = 0
    counted: bool = False
    rows: int = 1
    columns: int = 1

    @property
    def is_empty(self) -> bool:
        """Return whether the cell has no words."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its role, and its header cells from top to bottom."""

    number: int
    role: ColumnRole = "other"
    path: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row, its role, and the cells that name it, outermost first: 一级指标, 二级指标, 三级指标.

    `whole` is the number of the row that totals this one.
    """

    number: int
    role: RowRole = "body"
    path: tuple[Cell, ...] = ()
    whole: int | None = None


@dataclass(frozen=True)
class Table:
    """A table, on one or more pages. A form is several tables, one per block.

    `unit` is the base unit in the caption ("元" for 金额单位：万元), `scale` its power of ten (4
    for 万), `unit_span` its place. `title` is the span of the table's name. Where not `proven`, the
    split into cells is a guess.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    unit: str = ""
    scale: int = 0
    unit_span: tuple[int, int] | None = None
    id: str = ""
    role: TableRole = "other"
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    title: tuple[int, int] | None = None
    pages: tuple[int, ...] = ()
    proven: bool = True

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a position, including merged cells."""
        return self._by_place.get((row, column))

    def cell_at(self, offset: int) -> Cell | None:
        """Return the cell that contains the offset."""
        starts, cells = self._in_order
        place = bisect_right(starts, offset) - 1
        return cells[place] if place >= 0 and offset < cells[place].end else None

    @property
    def read_by_code(self) -> bool:
        """Return whether the role is known, so that code reads the table instead of an engine."""
        return self.role != "other"

    def column_of(self, role: ColumnRole) -> Column | None:
        """Return the first column with a role."""
        return next((column for column in self.columns if column.role == role), None)

    def columns_of(self, role: ColumnRole) -> tuple[Column, ...]:
        """Return the columns with a role, left to right."""
        return tuple(column for column in self.columns if column.role == role)

    def row_cells(self, number: int) -> tuple[Cell, ...]:
        """Return the cells that cover a row, left to right, each once."""
        return tuple(dict.fromkeys(cell for _, cell in self._by_row[number]))

    def row_headers(self, cell: Cell) -> tuple[Cell, ...]:
        """Return the cells that name a cell's row, to its left, outermost first.

        In a table of two halves (收入 | 预算数 | 支出 | 预算数), only those of its own half.
        """
        found: dict[Cell, ColumnRole] = {}
        crossed: set[ColumnRole] = set()
        for at, one in reversed(self._by_row[cell.row]):
            if at >= cell.column or one.is_empty:
                continue
            if not one.header:
                crossed.update(found.values())
            elif (role := self._role(at)) not in crossed:
                found.setdefault(one, role)
        return tuple(reversed(found))

    def _role(self, column: int) -> ColumnRole:
        return self.columns[column].role if column < len(self.columns) else "other"

    def column_headers(self, cell: Cell) -> tuple[Cell, ...]:
        """Return the header cells above a cell, from top to bottom."""
        above = self._headers_of_column[cell.column]
        return above[: bisect_left(above, cell.row, key=_row)]

    @cached_property
    def _in_order(self) -> tuple[list[int], list[Cell]]:
        filled = sorted((cell for cell in self.cells if not cell.is_empty), key=_start)
        return [cell.start for cell in filled], filled

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    @cached_property
    def _headers_of_column(self) -> defaultdict[int, tuple[Cell, ...]]:
        found: defaultdict[int, tuple[Cell, ...]] = defaultdict(tuple)
        for column, places in self._by_column.items():
            named = dict.fromkeys(cell for _, cell in places if cell.header and not cell.is_empty)
            found[column] = tuple(sorted(named, key=_row))
        return found

    @cached_property
    def _by_row(self) -> defaultdict[int, list[tuple[int, Cell]]]:
        return _grouped(
            (row, column, cell) for (row, column), cell in sorted(self._by_place.items(), key=_key)
        )

    @cached_property
    def _by_column(self) -> defaultdict[int, list[tuple[int, Cell]]]:
        return _grouped(
            (column, row, cell) for (row, column), cell in sorted(self._by_place.items(), key=_key)
        )


def _start(cell: Cell) -> int:
    return cell.start


def _row(cell: Cell) -> int:
    return cell.row


def _key(item: tuple[tuple[int, int], Cell]) -> tuple[int, int]:
    return item[0]


def _grouped(
    places: Iterable[tuple[int, int, Cell]],
) -> defaultdict[int, list[tuple[int, Cell]]]:
    groups: defaultdict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for key, at, cell in places:
        groups[key].append((at, cell))
    return groups
