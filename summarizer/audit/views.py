"""A table as the checks see it: its quantities as figures, its heads and names as words."""

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

# Columns whose numbers are no amounts: they do not add up.
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
    """What a cell says of a target or a result: a sign, a number and a unit."""

    sign: str
    value: Decimal
    unit: str


def value_of(text: str) -> Value | None:
    """The value of a cell that holds one and nothing else.

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
        """Cells that hold a number and nothing else, as the scanner read it."""
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
        """Columns that hold figures, left to right."""
        return tuple(sorted({column for _, column in self.figures}))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows that hold figures, top to bottom."""
        return tuple(sorted({row for row, _ in self.figures}))

    @cached_property
    def is_fragment(self) -> bool:
        """Is it a part of a table whose head stands on another page?"""
        return not any(column.path for column in self.table.columns)

    @cached_property
    def is_coded(self) -> bool:
        """Do codes of accounts tell which rows are parts of which?"""
        return any(column.role == "code" for column in self.table.columns)

    def text(self, row: int, column: int) -> str:
        """The words of a cell, without blanks; "" where there is none."""
        cell = self.table.at(row, column)
        return self._words(cell) if cell else ""

    def title(self, column: int) -> str:
        """Headers above a column, topmost first: 预算金额/其中：区级资金."""
        return self._titles[column] if column < len(self._titles) else ""

    def name(self, row: int) -> str:
        """What a row is about: all its names, outermost first."""
        words = map(self._words, self._row(row).path)
        return "".join(dict.fromkeys(words)) or self.head(row)

    def head(self, row: int) -> str:
        """The first words of a row."""
        cell = self._head(row)
        return self._words(cell) if cell else ""

    def is_total(self, row: int) -> bool:
        """A row that sums up the others."""
        return self._row(row).role == "total"

    def is_subtotal(self, row: int) -> bool:
        """A row that sums up the rows above it, within a total."""
        return self._row(row).role == "subtotal"

    def is_part(self, row: int) -> bool:
        """A row that repeats money of another row, as under 其中."""
        return self._row(row).role == "part"

    def is_additive(self, column: int) -> bool:
        """Can a column of amounts be summed? Scores have rules of their own."""
        if self.is_coded and column >= self._half:
            return False
        role = self.table.columns[column].role
        return role not in _NO_AMOUNT and not _NO_SUM.search(self.title(column))

    @cached_property
    def _half(self) -> int:
        """Where the right half of a table begins, whose rows have codes of their own."""
        codes = [column.number for column in self.table.columns if column.role == "code"]
        gaps = [right for left, right in pairwise(codes) if right > left + 1]
        return gaps[0] if gaps else len(self.table.columns)

    def span(self, row: int, column: int) -> Span:
        """Evidence for a cell."""
        cell = self.table.at(row, column)
        assert cell is not None, (row, column)
        return self._span(cell)

    def head_span(self, row: int) -> Iterator[Span]:
        """Evidence for the name of a row."""
        cell = self._head(row)
        if cell:
            yield self._span(cell)

    def _span(self, cell: Cell) -> Span:
        quote = self.document.text[cell.start : cell.end]
        return Span(start=cell.start, end=cell.end, quote=quote)

    def _row(self, row: int) -> Row:
        return self.table.rows[row]

    def _head(self, row: int) -> Cell | None:
        """The first cell with words in front of the first figure."""
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
    """The tables of a report that hold figures; a guessed split into cells proves nothing."""
    for table in document.tables:
        view = TableView(document, table)
        if table.proven and view.figures:
            yield view
