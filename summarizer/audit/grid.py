"""A grid: a table by row and column, its numbers as figures, its headers as words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from summarizer.audit.figures import Figure, figure_of
from summarizer.audit.page import Page
from summarizer.schema import Cell, Quantity, Span, Table

__all__ = ["Grid", "grids"]

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?\s*[%％]?")
_BLANK = re.compile(r"[-—–/／\s]*")
_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*(?P<scale>[万亿]?)元\s*[）)]")
_TOTAL = re.compile(r"(?:合计|总计|共计|总额|总分|年度资金总额|资金总额|本年(?:收入|支出)合计)")
_SUBTOTAL = re.compile(r"小\s*计")
_PART = re.compile(r"其中|含[:：]")
# Columns whose numbers are no amounts: they do not add up.
_NO_AMOUNT = re.compile(
    r"率|比例|占比|%|％|单价|标准|序号|编号|编码|代码|年份|时间|日期|名次|排名|增幅|人均|平均"
)
_SCORE = re.compile(r"分值|得分|分数|权重|评分|扣分|自评分")
_SCALES = {"": 0, "万": 4, "亿": 8}


@dataclass(frozen=True)
class Grid:
    """A table of one page."""

    page: Page
    table: Table

    @cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        return {(cell.row, cell.column): cell for cell in self.table.cells}

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Columns that hold figures, left to right."""
        return tuple(sorted({column for _, column in self.figures}))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows that hold figures, top to bottom."""
        return tuple(sorted({row for row, _ in self.figures}))

    @cached_property
    def figures(self) -> dict[tuple[int, int], Figure]:
        """Cells that hold a number and nothing else."""
        found = {}
        for place, cell in self.cells.items():
            if not cell.header or cell.row in self._bare_rows:
                figure = self._figure(cell)
                if figure is not None:
                    found[place] = figure
        return found

    @cached_property
    def _bare_rows(self) -> frozenset[int]:
        """Rows of numbers alone, whose first cell is no header though it stands where one would."""
        words: dict[int, list[str]] = {}
        for row, column in self.cells:
            words.setdefault(row, []).append(self.text(row, column))
        return frozenset(
            row
            for row, cells in words.items()
            if all(map(_NUMBER.fullmatch, cells)) and any("." in cell for cell in cells)
        )

    def text(self, row: int, column: int) -> str:
        """The words of a cell, without blanks; "" where there is none."""
        cell = self.cells.get((row, column))
        return re.sub(r"\s+", "", self.page.text[cell.start : cell.end]) if cell else ""

    def is_blank(self, row: int, column: int) -> bool:
        """Is the cell empty, or a dash that stands for nothing?"""
        return bool(_BLANK.fullmatch(self.text(row, column)))

    @cached_property
    def _titles(self) -> dict[int, str]:
        first = self.rows[0] if self.rows else 0
        titles: dict[int, list[str]] = {}
        for cell in sorted(self.table.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.row < first and (cell.header or (cell.row, cell.column) not in self.figures):
                titles.setdefault(cell.column, []).append(self.text(cell.row, cell.column))
        return {at: "/".join(dict.fromkeys(filter(None, words))) for at, words in titles.items()}

    def title(self, column: int) -> str:
        """Headers above a column, topmost first: 预算金额/其中：区级资金."""
        return self._titles.get(column, "")

    @cached_property
    def _names(self) -> dict[int, str]:
        names: dict[int, list[str]] = {}
        first = self.columns[0] if self.columns else 0
        for cell in sorted(self.table.cells, key=lambda cell: (cell.row, cell.column)):
            words = self.text(cell.row, cell.column)
            if (cell.header or cell.column < first) and (cell.row, cell.column) not in self.figures:
                names.setdefault(cell.row, []).append(words)
        return {row: "".join(dict.fromkeys(filter(None, words))) for row, words in names.items()}

    def name(self, row: int) -> str:
        """What a row is about."""
        return self._names.get(row, "")

    def head(self, row: int) -> str:
        """The first words of a row."""
        for column in sorted(column for at, column in self.cells if at == row):
            if (row, column) not in self.figures and self.text(row, column):
                return self.text(row, column)
        return ""

    def is_total(self, row: int) -> bool:
        """A row that sums up the others."""
        return bool(_TOTAL.match(self.head(row)))

    def is_subtotal(self, row: int) -> bool:
        return bool(_SUBTOTAL.search(self.head(row)))

    def is_part(self, row: int) -> bool:
        """A row under 其中, which repeats money of the row above."""
        return bool(_PART.search(self.head(row)))

    def is_additive(self, column: int) -> bool:
        """Can a column of amounts be summed? Scores have rules of their own."""
        title = self.title(column)
        return not (_SCORE.search(title) or _NO_AMOUNT.search(title))

    def span(self, row: int, column: int) -> Span:
        """Evidence for a cell."""
        cell = self.cells[row, column]
        return self.page.span(cell.start, cell.end)

    def head_span(self, row: int) -> Iterator[Span]:
        """Evidence for the name of a row."""
        for column in sorted(column for at, column in self.cells if at == row):
            if (row, column) not in self.figures and self.text(row, column):
                yield self.span(row, column)
                return

    def _figure(self, cell: Cell) -> Figure | None:
        raw = unicodedata.normalize("NFKC", self.page.text[cell.start : cell.end]).strip()
        if not _NUMBER.fullmatch(raw):
            return None
        title = self._headers.get(cell.column, "")
        number = Decimal(re.sub(r"[,%\s]", "", raw))
        percent = raw.endswith("%")
        scale, unit = self._worth(title, percent=percent)
        value = format(number.scaleb(scale), "f")
        kind = "percent" if percent else "money" if unit else "score"
        quantity = Quantity(raw, value, unit, kind, "exact", None, cell.start, cell.end)  # type: ignore[arg-type]
        return figure_of(quantity, label=title)

    @cached_property
    def _headers(self) -> dict[int, str]:
        words: dict[int, list[str]] = {}
        for cell in self.table.cells:
            if cell.header:
                words.setdefault(cell.column, []).append(self.text(cell.row, cell.column))
        return {column: "/".join(filter(None, texts)) for column, texts in words.items()}

    def _worth(self, title: str, *, percent: bool) -> tuple[int, str]:
        if percent:
            return 0, "%"
        if _SCORE.search(title) or _NO_AMOUNT.search(title):
            return 0, ""
        own = _UNIT.search(title)
        if own:
            return _SCALES[own["scale"]], "元"
        return self.table.scale, self.table.unit


def grids(page: Page) -> Iterator[Grid]:
    """The tables of a page that hold figures."""
    for table in page.document.tables:
        grid = Grid(page, table)
        if grid.figures:
            yield grid
