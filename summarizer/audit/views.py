"""A table for the checks: quantities as figures, heads and row names as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from summarizer.audit.figures import Figure, figure_of
from summarizer.schema import Cell, ColumnRole, Document, Row, Span, Table

__all__ = ["AT_MOST", "TableView", "Value", "value_of", "views_of"]

# Roles of columns that cannot be summed.
_NO_AMOUNT: frozenset[ColumnRole] = frozenset(
    ("index", "code", "target", "actual", "weight", "score", "rate", "deadline", "note", "unit")
)
_NO_SUM = re.compile(
    r"单价|标准|年份|名次|排名|增幅|人均|平均|指标值|目标值|完成值|实际值|计划值"
    r"|增长|增速|增减|上年|同比|比例|占比|比重|构成|[率度]$|[%％‰]|指数|速度"
)

_VALUE = re.compile(
    r"""(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*
    (?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})""",
    re.VERBOSE,
)
AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})


class Value(NamedTuple):
    """A target or result value of a cell: sign, number and unit."""

    sign: str
    value: Decimal
    unit: str


def value_of(text: str) -> Value | None:
    """Return the value of a cell that contains only a value.

    >>> value_of("≥1,200人次"), value_of("基本完成")
    (Value(sign='≥', value=Decimal('1200'), unit='人次'), None)
    """
    match = _VALUE.fullmatch(text)
    if match is None:
        return None
    return Value(match["sign"] or "", Decimal(match["number"].replace(",", "")), match["unit"])


@dataclass(frozen=True)
class TableView:
    """A table of a report and its figures."""

    document: Document
    table: Table

    @cached_property
    def figures(self) -> dict[tuple[int, int], Figure]:
        """Cells that contain only a number, as figures of the scanner, by row and column."""
        found = {}
        for cell in self.table.cells:
            if cell.header or cell.is_empty:
                continue
            held = self.document.quantities_in(cell.start, cell.end)
            if len(held) == 1 and (held[0].start, held[0].end) == (cell.start, cell.end):
                label = self.title(cell.column)
                if "/" not in held[0].value and held[0].kind != "date":
                    found[cell.row, cell.column] = figure_of(held[0], label=label, in_cell=True)
        return found

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Columns with figures, left to right."""
        return tuple(sorted({column for _, column in self.figures}))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows with figures, top to bottom."""
        return tuple(sorted({row for row, _ in self.figures}))

    @cached_property
    def is_fragment(self) -> bool:
        """True for part of a table whose head is on another page."""
        return not any(column.path for column in self.table.columns)

    @cached_property
    def is_coded(self) -> bool:
        """True if account codes define the hierarchy of rows."""
        return any(column.role == "code" for column in self.table.columns)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell without blanks; "" if there is no cell."""
        cell = self.table.at(row, column)
        return self._words(cell) if cell else ""

    def title(self, column: int) -> str:
        """Return the headers of a column, topmost first: 预算金额/其中：区级资金."""
        return self._titles[column] if column < len(self._titles) else ""

    def name(self, row: int) -> str:
        """Return all names of a row, outermost first."""
        words = map(self._words, self._row(row).path)
        return "".join(dict.fromkeys(words)) or self.head(row)

    def head(self, row: int) -> str:
        """Return the first text of a row."""
        cell = self._head(row)
        return self._words(cell) if cell else ""

    def is_total(self, row: int) -> bool:
        """True for a row that sums the others."""
        return self._row(row).role == "total"

    def is_subtotal(self, row: int) -> bool:
        """True for a row that sums the rows above it, within a total."""
        return self._row(row).role == "subtotal"

    def is_part(self, row: int) -> bool:
        """True for a row that repeats money of another row, as under 其中."""
        return self._row(row).role == "part"

    def is_additive(self, column: int) -> bool:
        """True if a column can be summed; other rules check scores."""
        if self.is_coded and column >= self._half:
            return False
        role = self.table.columns[column].role
        return role not in _NO_AMOUNT and not _NO_SUM.search(self.title(column))

    @cached_property
    def _half(self) -> int:
        """The first column of the right half of a table, which has its own codes."""
        codes = [column.number for column in self.table.columns if column.role == "code"]
        gaps = [right for left, right in pairwise(codes) if right > left + 1]
        return gaps[0] if gaps else len(self.table.columns)

    def span(self, row: int, column: int) -> Span:
        """Return the evidence for a cell."""
        cell = self.table.at(row, column)
        assert cell is not None, (row, column)
        return self._span(cell)

    def head_span(self, row: int) -> Iterator[Span]:
        """Yield the evidence for the name of a row."""
        cell = self._head(row)
        if cell:
            yield self._span(cell)

    def _span(self, cell: Cell) -> Span:
        quote = self.document.text[cell.start : cell.end]
        return Span(start=cell.start, end=cell.end, quote=quote)

    def _row(self, row: int) -> Row:
        return self.table.rows[row]

    def _head(self, row: int) -> Cell | None:
        """Return the first text cell before the first figure."""
        for cell in self.table.row_cells(row):
            if (cell.row, cell.column) in self.figures:
                return None
            if not cell.is_empty:
                return cell
        return None

    @cached_property
    def _titles(self) -> list[str]:
        return [
            "/".join(dict.fromkeys(filter(None, map(self._words, column.path))))
            for column in self.table.columns
        ]

    def _words(self, cell: Cell) -> str:
        return re.sub(r"\s+", "", self.document.text[cell.start : cell.end])


def views_of(document: Document) -> Iterator[TableView]:
    """Yield the tables with figures, except those whose split into cells is a guess."""
    for table in document.tables:
        view = TableView(document, table)
        if table.proven and view.figures:
            yield view
