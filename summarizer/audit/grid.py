"""A grid: a table by row and column, its numbers as figures, its headers as words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.audit.figures import Figure, figure_of
from summarizer.schema import Cell, Quantity, Span, Table

if TYPE_CHECKING:
    from summarizer.audit.page import Page

__all__ = ["Grid", "grids_of"]

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?\s*[%％]?")
# Two of these in a row without numbers: a row of column headers.
_COLUMN = re.compile(
    r"^(?:.{0,8}(?:预算数|决算数|执行数|金额|合计|小计|总额|指标值|完成值|分值|得分|执行率|完成情况)"
    r"|项目名称|[一二三]级指标|.{0,10}[费用]|.{0,6}(?:支出|收入))(?:[（(].*[）)])?$"
)
_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*(?P<scale>[万亿]?)元\s*[）)]")
_TOTAL = re.compile(r"(?:合计|总计|共计|总额|总分|年度资金总额|资金总额|本年(?:收入|支出)合计)")
_SUBTOTAL = re.compile(r"小\s*计")
_PART = re.compile(r"其中|含[:：]")
# Columns whose numbers are no amounts: they do not add up.
_NO_AMOUNT = re.compile(
    r"率|比例|占比|%|％|指标值|目标值|完成值|实际值|计划值|单价|标准|序号|编号|编码|代码|年份|时间|日期|名次|排名|增幅|人均|平均"
)
_SCORE = re.compile(r"分值|得分|分数|权重|评分|扣分|自评分")
_SCALES = {"": 0, "万": 4, "亿": 8}


@dataclass(frozen=True)
class Grid:
    """A table of one page, or the part of it that stands under one row of column headers."""

    page: Page
    table: Table
    part: tuple[Cell, ...]

    @cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        return {(cell.row, cell.column): cell for cell in self.part}

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
        for row, cells in self._by_row.items():
            texts = [self.text(row, cell.column) for cell in cells]
            # A row of numbers alone has no header, though one stands where headers do.
            bare = all(map(_NUMBER.fullmatch, texts)) and any("." in text for text in texts)
            for cell in cells:
                figure = self._figure(cell) if bare or not cell.header else None
                if figure is not None:
                    found[row, cell.column] = figure
        return found

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(self.part, key=lambda cell: (cell.row, cell.column)):
            rows.setdefault(cell.row, []).append(cell)
        return rows

    def text(self, row: int, column: int) -> str:
        """The words of a cell, without blanks; "" where there is none."""
        cell = self.cells.get((row, column))
        return _words(self.page, cell) if cell else ""

    @cached_property
    def _titles(self) -> dict[int, str]:
        first = self.rows[0] if self.rows else 0
        titles: dict[int, list[str]] = {}
        for row, cells in self._by_row.items():
            for cell in cells if row < first else ():
                titles.setdefault(cell.column, []).append(self.text(row, cell.column))
        return {at: "/".join(dict.fromkeys(filter(None, words))) for at, words in titles.items()}

    def title(self, column: int) -> str:
        """Headers above a column, topmost first: 预算金额/其中：区级资金."""
        return self._titles.get(column, "")

    @cached_property
    def _heads(self) -> dict[int, list[Cell]]:
        """The cells of each row that name it: words before its first figure."""
        heads: dict[int, list[Cell]] = {}
        for row, cells in self._by_row.items():
            for cell in cells:
                if (row, cell.column) in self.figures:
                    break
                if self.text(row, cell.column):
                    heads.setdefault(row, []).append(cell)
        return heads

    def name(self, row: int) -> str:
        """What a row is about: all its words before its first figure."""
        words = (self.text(row, cell.column) for cell in self._heads.get(row, ()) if cell.header)
        return "".join(dict.fromkeys(words)) or self.head(row)

    def head(self, row: int) -> str:
        """The first words of a row."""
        cells = self._heads.get(row)
        return self.text(row, cells[0].column) if cells else ""

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
        for cell in self._heads.get(row, [])[:1]:
            yield self.page.span(cell.start, cell.end)

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
        for cell in self.part:
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


def grids_of(page: Page) -> Iterator[Grid]:
    """The tables of a page that hold figures, cut where new column headers begin."""
    for table in page.document.tables:
        for part in _parts(page, table):
            grid = Grid(page, table, part)
            if grid.figures:
                yield grid


def _parts(page: Page, table: Table) -> Iterator[tuple[Cell, ...]]:
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.placed_cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    part: list[Cell] = []
    body = False
    for cells in rows.values():
        texts = [_words(page, cell) for cell in cells]
        numbers = any(map(_NUMBER.fullmatch, texts))
        titles = sum(1 for text in texts if _COLUMN.search(text)) > 1 and not numbers
        if titles and body:
            yield tuple(part)
            part, body = [], False
        body = body or numbers
        part.extend(cells)
    yield tuple(part)


def _words(page: Page, cell: Cell) -> str:
    return re.sub(r"\s+", "", page.text[cell.start : cell.end])
