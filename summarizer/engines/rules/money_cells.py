"""Money cells: each figure of a fund table under its headers is one atom (R6)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from summarizer.engines.rules.grid import Grid, Row
from summarizer.schema import Cell, Quantity, ResultDraft

__all__ = ["MoneyCells"]

NOT_MONEY = re.compile(r"分值|得分|权重|序号")
HEADER_NOISE = re.compile(r"[：:\s]|[（(][A-C万亿元/]+[)）]")
SUM_ROW = re.compile(r"^(?:合计|总计|小计|共计|总额)[：:]?$")
PART_ROW = ("其中", "含")
# Rows that go on after 「其中：财政拨款」: where the money comes from.
SOURCE_ROW = re.compile(r"财政|拨款|资金|结转|自筹|中央|地方|[省市县区]级|债券")
PART_LEAD = re.compile(r"^(?:其中|含)[：:\s]*")
PART_COLUMN = "其中"


class MoneyCells:
    """The money atoms of a table, with what its layout says of parts and wholes."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.drafts: list[ResultDraft] = []
        self.columns: list[int] = []
        self.sums: dict[int, list[int]] = {}
        # Per column, the last figure of a row that is no part.
        self.rows_above: dict[int, int] = {}
        # Per column, the sum whose parts are being named, and what they amount to so far.
        self.parted: dict[int, tuple[int | None, Decimal]] = {}
        year = re.search(r"20\d\d年", grid.document.title or "")
        self.period = year.group() if year else None

    def read(self, row: Row) -> None:
        """Add the figures of a row."""
        head = self.grid.row_head(row)
        subject = self.grid.document.text[slice(*head)].strip("：: ") if head else ""
        whole: int | None = None
        for column in sorted(row.cells):
            cell = row.cells[column]
            figure = self.grid.figure(cell)
            if cell.header or figure is None or not _fills(self.grid, cell, figure):
                continue
            draft = self._draft(cell, figure, head, subject)
            if draft is None:
                continue
            place = len(self.drafts)
            part = PART_COLUMN in draft.metric
            self._add(draft, column, subject, whole if part else None)
            whole = whole if part else place

    def _add(self, draft: ResultDraft, column: int, subject: str, whole: int | None) -> None:
        place = len(self.drafts)
        if subject.startswith(PART_ROW):
            whole = self.rows_above.get(column, whole)
            self.parted[column] = whole, self._value(draft)
        elif self._goes_on(draft, column, subject):
            whole, so_far = self.parted[column]
            self.parted[column] = whole, so_far + self._value(draft)
        else:
            self.rows_above[column] = place
            self.parted.pop(column, None)
        if SUM_ROW.match(subject):
            self.sums.setdefault(column, []).append(place)
        name = PART_LEAD.sub("", subject) or None
        self.drafts.append(replace(draft, subject=name, part_of=whole))
        self.columns.append(column)

    def _goes_on(self, draft: ResultDraft, column: int, subject: str) -> bool:
        """Is a row one more source of the sum above, as long as the parts stay within it?"""
        whole, so_far = self.parted.get(column, (None, Decimal(0)))
        if whole is None or not SOURCE_ROW.search(subject) or SUM_ROW.match(subject):
            return False
        return so_far + self._value(draft) <= self._value(self.drafts[whole])

    def _value(self, draft: ResultDraft) -> Decimal:
        found = self.grid.document.quantities_in(*draft.figure_span) if draft.figure_span else ()
        return found[0].decimal if found and "/" not in found[0].value else Decimal(0)

    def _draft(
        self, cell: Cell, figure: Quantity, head: tuple[int, int] | None, subject: str
    ) -> ResultDraft | None:
        table, text = self.grid.table, self.grid.document.text
        headers = self.grid.column_heads(cell)
        words = [" ".join(text[low:high].split()) for low, high in headers]
        if not words or any(NOT_MONEY.search(one) for one in words):
            return None
        metric = "".join(HEADER_NOISE.sub("", one) for one in words)
        unit = [table.unit_span] if table.unit_span and figure.unit == table.unit else []
        return ResultDraft(
            metric=metric,
            subject=subject or None,
            text=" ".join(part for part in (subject, metric, _with_unit(figure, cell)) if part),
            spans=((cell.start, cell.end), *([head] if head else []), *headers, *unit),
            figure=figure.text,
            figure_span=(figure.start, figure.end),
            period=self.period,
            theme="funds",
        )

    def with_parts(self) -> list[ResultDraft]:
        """The drafts, each part with the place of its whole: 其中 in a header beside it, 其中 in
        a row below it, or the one printed total of its column."""
        return [self._with_sum(place, draft) for place, draft in enumerate(self.drafts)]

    def _with_sum(self, place: int, draft: ResultDraft) -> ResultDraft:
        sums = self.sums.get(self.columns[place], [])
        if draft.part_of is not None or len(sums) != 1 or sums[0] == place:
            return draft
        return replace(draft, part_of=sums[0])


def _fills(grid: Grid, cell: Cell, figure: Quantity) -> bool:
    """Is a cell little more than its figure (no purpose text that mentions one)?"""
    words = grid.document.text[cell.start : cell.end].strip()
    return 2 * len(figure.text) >= len(words)


# A bare cell says nothing outside of its table: what its unit multiplies it by, in words.
_MULTIPLES = {0: "", 3: "千", 4: "万", 6: "百万", 8: "亿"}


def _with_unit(figure: Quantity, cell: Cell) -> str:
    """The figure as printed, with the unit that the table's caption or head gives it."""
    multiple = _MULTIPLES.get(cell.scale)
    if not cell.unit or multiple is None or not figure.text[-1:].isdecimal():
        return figure.text
    return f"{figure.text}{multiple}{cell.unit}"
