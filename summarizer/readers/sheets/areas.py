"""Divide a sheet into areas: tables separated by blank rows or columns, and lines around them.

Blank rows or columns without borders separate two tables. A title, a line such as 单位：万元 above
a table and a note below it become paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.readers.joining import joined
from summarizer.readers.parts import Grid, GridCell, Paragraph, Part, Run
from summarizer.readers.sheets.book import Sheet, Spot, cell_name
from summarizer.schema import Locator

__all__ = ["parts_of"]

_CAPTION = re.compile(
    r"(?:金额|计量|货币)?\s*单\s*位\s*[:：]|(?:编制|填报|填表|预算|主管|实施|报送)?(?:单位|部门|日期|时间)"
    r"\s*(?:[（(][^（()）]{0,8}[）)])?\s*[:：]|(?:附?[表件]|公开表?)\s*[\d一二三四五六七八九十]{1,3}"
    r"|20\d\d年(?:度|\d{1,2}月)?"
)
_MONEY = re.compile(r"单\s*位\s*[:：]\s*(?:人民币)?[百千万亿]*元")
_NOTE = re.compile(r"\s*(?:备?注|说明|填[报表]|审核人|单位负责人|联系人|制表)")
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")


@dataclass(frozen=True, slots=True)
class _Area:
    """A range of rows and columns of a sheet, with inclusive ends."""

    top: int
    left: int
    bottom: int
    right: int


def parts_of(sheet: Sheet) -> list[Part]:
    """Return the paragraphs and tables of a sheet in reading order."""
    plan = _Plan(sheet)
    found: list[Part] = []
    for area in plan.areas():
        found.extend(plan.parts(area))
    for box in sheet.boxes:
        found.extend(Paragraph(_clean(line)) for line in box.splitlines() if line.strip())
    return found


class _Plan:
    """A sheet by rows, with the cells that merges cover."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.spans = {
            (top, left): (bottom, right)
            for top, left, bottom, right in sheet.merges
            if (top, left) in sheet.cells
        }
        covered = _covered(sheet)
        self.cells = {spot: text for spot, text in sheet.cells.items() if spot not in covered}
        self.rows: defaultdict[int, list[int]] = defaultdict(list)
        for row, column in sorted(self.cells):
            self.rows[row].append(column)
        self.lined_rows: defaultdict[int, set[int]] = defaultdict(set)
        for row, column in sheet.lined:
            self.lined_rows[row].add(column)

    def areas(self) -> Iterator[_Area]:
        """Yield the areas that hold words, from top to bottom and left to right."""
        if not self.cells:
            return
        columns = [column for _, column in self.cells]
        whole = _Area(min(self.rows), min(columns), max(self.rows), max(columns))
        for band in self._bands(whole):
            for piece in self._pieces(band):
                if piece == band:
                    yield band
                else:
                    yield from (self._trimmed(part) for part in self._bands(piece))

    def _bands(self, area: _Area) -> Iterator[_Area]:
        """Yield an area cut at blank rows."""
        begin: int | None = None
        reach = last = area.top
        for row in range(area.top, area.bottom + 1):
            columns = [c for c in self.rows.get(row, ()) if area.left <= c <= area.right]
            if begin is not None and row > reach and not columns and not self._ruled(row, area):
                upper = _Area(begin, area.left, last, area.right)
                if not self._goes_on(upper, row + 1, area):
                    yield self._trimmed(upper)
                    begin = None
            if columns:
                begin = row if begin is None else begin
                last = row
                spans = (self.spans.get((row, column), (row, column))[0] for column in columns)
                reach = max(reach, *spans)
        if begin is not None:
            yield self._trimmed(_Area(begin, area.left, last, area.right))

    def _ruled(self, row: int, area: _Area) -> bool:
        """Return whether empty cells with borders continue through the row, as in a form."""
        return any(area.left <= column <= area.right for column in self.lined_rows.get(row, ()))

    def _goes_on(self, upper: _Area, row: int, area: _Area) -> bool:
        """Return whether a table continues after a blank row: the same columns, and numbers at
        once.
        """
        above = [c for c in self.rows[upper.bottom] if area.left <= c <= area.right]
        below = [c for c in self.rows.get(row, ()) if area.left <= c <= area.right]
        figures = any((row, column) in self.sheet.numbers for column in below)
        return len(below) > 1 and figures and (above[0], above[-1]) == (below[0], below[-1])

    def _pieces(self, area: _Area) -> list[_Area]:
        """Return an area cut at blank columns, where there is a table on either side."""
        used: set[int] = set()
        for row in range(area.top, area.bottom + 1):
            used.update(c for c in self.lined_rows.get(row, ()) if area.left <= c <= area.right)
            for column in self.rows.get(row, ()):
                if area.left <= column <= area.right:
                    right = self.spans.get((row, column), (row, column))[1]
                    used.update(range(column, min(right, area.right) + 1))
        pieces: list[_Area] = []
        left = area.left
        for column in range(area.left, area.right + 2):
            if column in used:
                continue
            if column > left:
                pieces.append(_Area(area.top, left, area.bottom, column - 1))
            left = column + 1
        tables = all(self._is_table(piece) for piece in pieces)
        return pieces if len(pieces) > 1 and tables else [area]

    def _is_table(self, area: _Area) -> bool:
        rows = [row for row in range(area.top, area.bottom + 1) if self._in(row, area)]
        return len(rows) > 1 and any(len(self._in(row, area)) > 1 for row in rows)

    def _in(self, row: int, area: _Area) -> list[int]:
        return [c for c in self.rows.get(row, ()) if area.left <= c <= area.right]

    def _trimmed(self, area: _Area) -> _Area:
        """Return the area without empty rows and columns at its edges."""
        rows = [row for row in range(area.top, area.bottom + 1) if self._in(row, area)]
        columns = [column for row in rows for column in self._in(row, area)]
        return _Area(rows[0], min(columns), rows[-1], max(columns)) if rows else area

    def parts(self, area: _Area) -> Iterator[Part]:
        """Yield the lines above a table, the table, and the lines below."""
        rows = [row for row in range(area.top, area.bottom + 1) if self._in(row, area)]
        if all(len(self._in(row, area)) == 1 for row in rows):
            for row in rows:
                yield from self._paragraphs(row, area)
            return
        first, last = 0, len(rows)
        while first < last and self._is_above(rows[first], area):
            first += 1
        ruled = any(self._ruled(row, area) for row in rows)
        while last > first and self._is_below(rows[last - 1], area, ruled=ruled):
            last -= 1
        for row in rows[:first]:
            yield from self._paragraphs(row, area)
        if first < last:
            yield self._grid(rows[first:last], area)
        for row in rows[last:]:
            yield from self._paragraphs(row, area)

    def _is_above(self, row: int, area: _Area) -> bool:
        """Return whether a row stands above a table: a lone title, or labels such as 编制单位：and
        单位：元.
        """
        columns = self._in(row, area)
        texts = [self.cells[row, column] for column in columns]
        spots = [(row, column) for column in columns]
        if len(spots) == 1 and spots[0] not in self.sheet.numbers:
            return True
        # The top border of a table is often stored in the row above it.
        lined = any(spot in self.sheet.lined for spot in spots)
        is_caption = not lined or any(_MONEY.search(text) for text in texts)
        return is_caption and all(_CAPTION.match(_clean(text)) for text in texts)

    def _is_below(self, row: int, area: _Area, *, ruled: bool) -> bool:
        columns = self._in(row, area)
        spots = [(row, column) for column in columns]
        lined = any(spot in self.sheet.lined for spot in spots)
        first = self.cells[spots[0]]
        if len(spots) == 1:
            wide = self.spans.get(spots[0], spots[0])[1] > columns[0]
            # Text without borders is outside of a table that has them.
            outside = wide or ruled
            return bool(_NOTE.match(first)) or (not lined and outside)
        return not lined and bool(_NOTE.match(first)) and bool(self.sheet.lined)

    def _paragraphs(self, row: int, area: _Area) -> Iterator[Paragraph]:
        """Yield the lines of each cell in a row."""
        for column in self._in(row, area):
            place = self._locator((row, column))
            for line in self.cells[row, column].splitlines():
                if text := _clean(line):
                    yield Paragraph(text, runs=(Run(0, len(text), place),))

    def _grid(self, rows: Sequence[int], area: _Area) -> Grid:
        """Return a table without empty rows and columns; merged cells keep the remaining ones."""
        columns = sorted({column for row in rows for column in self._in(row, area)})
        numbers = {column: number for number, column in enumerate(columns)}
        cells: list[GridCell] = []
        for number, row in enumerate(rows):
            for column in self._in(row, area):
                bottom, right = self.spans.get((row, column), (row, column))
                text, _ = joined([_clean(line) for line in self.cells[row, column].splitlines()])
                place = self._locator((row, column))
                cells.append(
                    GridCell(
                        text,
                        number,
                        numbers[column],
                        bisect_right(rows, bottom) - number,
                        bisect_right(columns, right) - numbers[column],
                        (Run(0, len(text), place),),
                    )
                )
        return Grid(tuple(cells))

    def _locator(self, spot: Spot) -> Locator:
        return Locator(sheet=self.sheet.name or None, cell=cell_name(*spot))


def _covered(sheet: Sheet) -> set[Spot]:
    """Return the positions that merged cells hide."""
    covered: set[Spot] = set()
    for top, left, bottom, right in sheet.merges:
        if (bottom - top + 1) * (right - left + 1) > 10_000:
            inside = (s for s in sheet.cells if top <= s[0] <= bottom and left <= s[1] <= right)
            covered.update(spot for spot in inside if spot != (top, left))
        else:
            covered.update(
                (row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left)
            )
    return covered


def _clean(line: str) -> str:
    return _BLANKS.sub(" ", line).strip()
