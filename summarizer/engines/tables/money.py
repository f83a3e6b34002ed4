"""Read each amount of a table of funds or accounts as one result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from summarizer.engines.tables.sheet import Offsets, Sheet, says_nothing, span_of
from summarizer.schema import Cell, Column, Quantity, ResultDraft, Row, TargetDraft
from summarizer.tables.columns import own_label

__all__ = ["read_accounts", "read_funds"]

Drafts = tuple[list[TargetDraft], list[ResultDraft]]

_PART_LEAD = re.compile(
    r"^(?:其中|含)[：:\s]*(?=\S)|^[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．](?!\d)\s*"
)
_PART = re.compile(r"其中")
_SUM = re.compile(r"^(?:合计|总计|小计|共计|总额)$")
# Money in columns of these roles is not an amount of the table.
_NO_AMOUNT = frozenset(
    {
        "index",
        "code",
        "weight",
        "score",
        "note",
        "reason",
        "deadline",
        "unit",
        "sign",
        "nature",
        "level1",
        "level2",
        "level3",
    }
)
_HEADLINE = frozenset({"budget", "adjusted", "executed", "rate"})
_EXPECTED = re.compile(r"预计|预期完成|预测")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_YEAR = re.compile(r"20\d\d年")
_MONEY_HEAD = re.compile(r"[金数]额|元")
_BLANKS = re.compile(r"\s+")


def read_funds(sheet: Sheet) -> Drafts:
    """Return budget, spending and rate of each row, and the row's score."""
    return [], _Amounts(sheet, scored=True).drafts()


def read_accounts(sheet: Sheet) -> Drafts:
    """Return the amounts of a table of accounts, by row and column."""
    return [], _Amounts(sheet, scored=False).drafts()


@dataclass(frozen=True)
class _Place:
    """A number of a table with its row and column."""

    row: Row
    column: Column
    cell: Cell
    figure: Quantity


class _Amounts:
    """The numbers of one table, with the part-whole relations of its rows and columns."""

    def __init__(self, sheet: Sheet, *, scored: bool) -> None:
        self.sheet = sheet
        self.scored = scored
        self.places = list(self._places())
        self.index = {(one.row.number, one.column.number): at for at, one in enumerate(self.places)}
        self.wholes = _column_wholes(sheet)
        self.parted: dict[int, Decimal] = {}
        year = _YEAR.search(sheet.document.title or "")
        self.period = year.group() if year else None

    def drafts(self) -> list[ResultDraft]:
        """Return one result per number, in reading order."""
        return [self._draft(place) for place in self.places]

    def _places(self) -> Iterator[_Place]:
        seen: set[tuple[int, int]] = set()
        for row in self.sheet.table.rows:
            if row.role in ("head", "heading", "note"):
                continue
            for column in self.sheet.table.columns:
                cell = self.sheet.table.at(row.number, column.number)
                figure = self._amount(cell, column)
                if cell is None or figure is None or span_of(cell) in seen or cell in row.path:
                    continue
                seen.add(span_of(cell))
                yield _Place(row, column, cell, figure)

    def _amount(self, cell: Cell | None, column: Column) -> Quantity | None:
        """Return the number of a cell in a column of amounts: money, a rate, or the score of the
        spending in a table of funds.
        """
        if cell is None or cell.header:
            return None
        if own_label(self.sheet.words(cell)):
            return self._labelled(cell)
        figure = self.sheet.figure(cell)
        if figure is None:
            return None
        if column.role == "score":
            return figure if self.scored and figure.kind == "score" else None
        if column.role in _NO_AMOUNT:
            return None
        if column.role == "rate" and not _MONEY_HEAD.search(self.sheet.head(column)):
            return figure if figure.kind == "percent" else None
        return figure if figure.kind == "money" else None

    def _labelled(self, cell: Cell) -> Quantity | None:
        """Return the amount after a label printed in the same cell: 其中：基本支出：800."""
        money = [one for one in self.sheet.numbers(cell) if one.is_checked]
        return money[0] if len(money) == 1 and money[0].kind == "money" else None

    def _draft(self, place: _Place) -> ResultDraft:
        sheet, row, column = self.sheet, place.row, place.column
        label = own_label(sheet.words(place.cell))
        name = None if label else self._name(place)
        subject = _PART_LEAD.sub("", label or sheet.words(name)).strip("：: ")
        # Column headers do not apply to a cell with its own label.
        heads = () if label else sheet.heads(column)
        metric = (sheet.head(column) if heads else "") or subject
        unit = sheet.table.unit_span
        printed = sheet.with_unit(place.cell, place.figure.text)
        named = [span_of(name)] if name else []
        whole = self._whole(place)
        named_by = (subject, metric if heads else "") if column.role != "score" else (metric,)
        return ResultDraft(
            metric=metric,
            subject=subject if heads and subject else None,
            text=" ".join(part for part in (*named_by, printed) if part),
            spans=(
                span_of(place.cell),
                *named,
                *(span_of(cell) for cell in heads),
                *self._full_mark(place),
                *([unit] if unit and place.figure.unit == sheet.table.unit else []),
            ),
            figure=place.figure.text,
            figure_span=(place.figure.start, place.figure.end),
            period=self._period(heads),
            status="expected" if _EXPECTED.search("".join(map(sheet.words, heads))) else "done",
            theme="funds",
            part_of=whole,
            salience="core" if self._is_core(row, column, whole) else "detail",
        )

    def _name(self, place: _Place) -> Cell | None:
        """Return the cell that names a number: the nearest of its row's names to the left."""
        names = [
            cell
            for cell in place.row.path
            if cell.column < place.column.number and not says_nothing(self.sheet.words(cell))
        ]
        return names[-1] if names else None

    def _full_mark(self, place: _Place) -> list[Offsets]:
        if place.column.role != "score":
            return []
        cells = (
            self.sheet.table.at(place.row.number, column.number)
            for column in self.sheet.table.columns_of("weight")
        )
        return [span_of(cell) for cell in cells if cell and self.sheet.figure(cell)]

    def _period(self, heads: tuple[Cell, ...]) -> str | None:
        said = "".join(self.sheet.words(cell) for cell in heads)
        if found := _YEAR.search(said):
            return found.group()
        return None if _LAST_YEAR.search(said) else self.period

    def _whole(self, place: _Place) -> int | None:
        """Return the index, among the drafts, of the total that includes this number by row or
        column.
        """
        if place.column.role in ("rate", "score"):
            return None
        row, column = place.row.number, place.column.number
        beside = self.index.get((row, self.wholes.get(column, -1)))
        above = self._row_whole(place)
        if beside is not None and _PART.search(self.sheet.head(place.column)):
            above = beside
        whole = beside if above is None else above
        return None if whole == self.index[row, column] else whole

    def _row_whole(self, place: _Place) -> int | None:
        """Return the total of this number's column.

        Rows after a total are its parts while their sum does not exceed it.
        """
        number = place.row.whole
        above = None if number is None else self.index.get((number, place.column.number))
        if above is None or number is None:
            return None
        whole, own = _amount(self.places[above].figure), _amount(place.figure)
        if number > place.row.number:
            return above if own <= whole else None
        total = self.parted.get(above, Decimal(0)) + own
        if total > whole:
            return None
        self.parted[above] = total
        return above

    def _is_core(self, row: Row, column: Column, whole: int | None) -> bool:
        """Return whether it is a main number of a table of funds, or a total of accounts."""
        if _PART.search(self.sheet.head(column)):
            return False
        if row.role == "part" or column.role == "score":
            return False
        if self.scored:
            return column.role in _HEADLINE
        return whole is None and (row.role == "total" or column.role in _HEADLINE)


def _amount(figure: Quantity) -> Decimal:
    return Decimal(0) if "/" in figure.value else figure.decimal


def _column_wholes(sheet: Sheet) -> dict[int, int]:
    """Return the total column of each column: 小计 or 合计 under the same header, or the column
    before a 其中.
    """
    paths = {
        column.number: tuple(sheet.words(cell) for cell in sheet.heads(column))
        for column in sheet.table.columns
        if column.role not in _NO_AMOUNT
    }
    sums = {path[:-1]: number for number, path in paths.items() if path and _SUM.match(path[-1])}
    wholes: dict[int, int] = {}
    last: int | None = None
    for number, path in paths.items():
        if path and _PART.search(path[-1]):
            if last is not None:
                wholes[number] = last
            continue
        last = number
        above = path[:-1] if path and not _SUM.match(path[-1]) else path[:-2]
        inner = len(path) > 1 or not _SUM.match(path[-1] if path else "")
        if path and inner and (found := sums.get(above)) is not None and found != number:
            wholes[number] = found
    return wholes
