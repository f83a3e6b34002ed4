"""Fill the standard 项目支出绩效自评表 (the national template) from a summary."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from openpyxl import Workbook

from summarizer.rendering.cells import (
    BOLD,
    BOX,
    CENTRE,
    HEAD,
    SMALL,
    TITLE,
    TOP,
    YELLOW,
    as_words,
    lines,
    print_setup,
)
from summarizer.rendering.form_rows import FundRow, IndicatorRow, fund_rows, indicator_rows
from summarizer.rendering.labels import Language, word
from summarizer.schema import Document, Summary

__all__ = ["fill_form"]

Shown = str | Decimal | None

# The ten columns of the table of indicators, and their widths.
_COLUMNS = (
    ("form_level1", 11),
    ("form_level2", 12),
    ("form_level3", 26),
    ("form_nature", 9),
    ("form_unit", 9),
    ("form_target", 14),
    ("form_actual", 16),
    ("weight", 7),
    ("score", 7),
    ("form_reason", 30),
)
_LINE_HEIGHT, _MOST_LINES = 12.5, 12
# Maximum extra length of a field's label: 部门及代码.
_LABEL_ENDS = 5
_AMOUNT, _SHARE, _POINTS = "#,##0.00####", "0.00%", "0.######"


def fill_form(summary: Summary, document: Document | None, language: Language = "zh") -> bytes:
    """Return the form as a workbook; values that the report does not state stay empty.

    `document` supplies the names in its forms; `language` is that of the labels. A missing reason
    of a missed target is marked in yellow.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = word("heading", "form", language)
    for number, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[chr(64 + number)].width = width
    writer = _Writer(sheet, language)
    writer.head(summary, document)
    writer.funds(fund_rows(summary))
    writer.goal(summary)
    writer.indicators(indicator_rows(summary, language))
    writer.total(summary)
    print_setup(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    """Writes the parts of the form below each other."""

    def __init__(self, sheet: Any, language: Language) -> None:
        self.sheet, self.language, self.row = sheet, language, 0

    def head(self, summary: Summary, document: Document | None) -> None:
        record, year = summary.document, summary.document.fiscal_year
        whole = record.kind == "dept_overall"
        self._title(self._word("form_title_overall" if whole else "form_title"), TITLE)
        self._title(f"（{year or '    '} {self._word('form_year')}）", SMALL)
        project = _named(document, "项目名称") or _clause(record.title or "")
        unit = record.organization or ""
        self._pairs((("form_project", project, 10),))
        self._pairs((("form_department", _named(document, "主管"), 5), ("form_office", unit, 10)))

    def funds(self, rows: Sequence[FundRow]) -> None:
        labels = ("funds_budget_initial", "funds_budget_year", "funds_executed")
        heads = [*map(self._word, labels), *map(self._word, ("weight", "form_rate", "score"))]
        spans = (4, 5, 6, 7, 8, 10)
        self._line([(3, self._word("form_funds"), HEAD), *_headed(heads, spans)])
        for row in rows:
            amounts: list[tuple[int, Shown, str]] = [
                (4, row.budget, _AMOUNT),
                (5, row.adjusted, _AMOUNT),
                (6, row.executed, _AMOUNT),
                (7, row.weight, _POINTS),
                (8, row.rate, _SHARE),
                (10, row.score, _POINTS),
            ]
            self._line([(3, word("form", row.kind, self.language), HEAD)], amounts)

    def goal(self, summary: Summary) -> None:
        self._line(
            [
                (1, self._word("form_goal"), HEAD),
                (5, self._word("form_goal_expected"), HEAD),
                (10, self._word("form_goal_reached"), HEAD),
            ]
        )
        targets = "；".join(_clause(item.text) for item in _first(summary.targets))
        self._line([(1, "", HEAD)], [(5, targets, ""), (10, "；".join(_reached(summary)), "")])

    def indicators(self, rows: Sequence[IndicatorRow]) -> None:
        labels = [self._word(label) for label, _ in _COLUMNS]
        self._line([(at, label, HEAD) for at, label in enumerate(labels, start=1)])
        first = self.row + 1
        for row in rows:
            shown: tuple[Shown, ...] = (
                row.level1,
                row.level2,
                row.level3,
                row.nature,
                row.unit,
                row.target,
                row.actual,
                row.weight,
                row.score,
                row.reason,
            )
            self._line([], [(at, one, _POINTS) for at, one in enumerate(shown, start=1)])
            if row.wants_reason:
                self.sheet.cell(self.row, len(_COLUMNS)).fill = YELLOW
        self._join_equal(1, [(row.level1,) for row in rows], first)
        self._join_equal(2, [(row.level1, row.level2) for row in rows], first)

    def total(self, summary: Summary) -> None:
        score = summary.brief.score
        full = Decimal(score.full) if score else None
        value = Decimal(score.value) if score else None
        grade = (score.grade or "") if score else ""
        self._line(
            [(7, self._word("form_total"), HEAD)],
            [(8, full, _POINTS), (9, value, _POINTS), (10, grade, "")],
        )

    def _word(self, label: str) -> str:
        return word("heading", label, self.language)

    def _title(self, text: str, font: Any) -> None:
        self.row += 1
        cell = as_words(self.sheet.cell(self.row, 1), text)
        cell.font, cell.alignment = font, CENTRE
        self.sheet.merge_cells(f"A{self.row}:J{self.row}")
        self.sheet.row_dimensions[self.row].height = 24

    def _pairs(self, pairs: Sequence[tuple[str, str, int]]) -> None:
        """Write label-value pairs side by side; the number is the last column of the value."""
        self.row += 1
        at = 1
        for label, text, last in pairs:
            self._put(at, at, self._word(label), HEAD)
            self._put(at + 1, last, text, None)
            at = last + 1
        self._height([(60, text) for _, text, _ in pairs])

    def _line(
        self,
        heads: Sequence[tuple[int, str, Any]],
        values: Sequence[tuple[int, Shown, str]] = (),
    ) -> None:
        """Write a row: each part spans from the end of the previous part to the given column."""
        self.row += 1
        at = 1
        tall: list[tuple[int, str]] = []
        for last, text, fill in heads:
            self._put(at, last, text, fill)
            tall.append((self._width(at, last), text))
            at = last + 1
        for last, shown, pattern in values:
            cell = self._put(at, last, shown, None)
            if not isinstance(shown, str) and shown is not None:
                cell.number_format = pattern
            tall.append((self._width(at, last), shown if isinstance(shown, str) else ""))
            at = last + 1
        self._height(tall)

    def _width(self, first: int, last: int) -> int:
        return sum(size for _, size in _COLUMNS[first - 1 : last])

    def _height(self, texts: Sequence[tuple[int, str]]) -> None:
        most = max((lines(text, width) for width, text in texts), default=1)
        self.sheet.row_dimensions[self.row].height = _LINE_HEIGHT * min(most, _MOST_LINES) + 4

    def _put(self, first: int, last: int, shown: Shown, fill: Any) -> Any:
        for column in range(first, last + 1):
            self.sheet.cell(self.row, column).border = BOX
        cell = self.sheet.cell(self.row, first)
        if isinstance(shown, str):
            as_words(cell, shown)
        else:
            cell.value = shown
        cell.font = BOLD if fill else SMALL
        cell.alignment = CENTRE if fill or not isinstance(shown, str) else TOP
        if fill:
            cell.fill = fill
        if last > first:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=first, end_column=last
            )
        return cell

    def _join_equal(self, column: int, keys: Sequence[tuple[str, ...]], first: int) -> None:
        """Merge equal cells below each other."""
        begin = 0
        for at in range(1, len(keys) + 1):
            if at < len(keys) and keys[at] == keys[begin]:
                continue
            if at - begin > 1 and keys[begin][-1]:
                for row in range(first + begin + 1, first + at):
                    self.sheet.cell(row, column).value = None
                self.sheet.merge_cells(
                    start_row=first + begin,
                    end_row=first + at - 1,
                    start_column=column,
                    end_column=column,
                )
            begin = at


def _headed(labels: Sequence[str], ends: Sequence[int]) -> list[tuple[int, str, Any]]:
    return [(end, label, HEAD) for end, label in zip(ends, labels, strict=True)]


def _first(items: Sequence[Any], most: int = 12) -> Sequence[Any]:
    return [item for item in items if item.check.verdict != "failed"][:most]


def _reached(summary: Summary) -> list[str]:
    """Return the sentences of the brief on results, then the results in rows of tables."""
    told = [one for one in summary.brief.told if one.part == "results"]
    quoted = {ident for one in told for ident in one.items}
    rows = {item.id: item for item in summary.results if item.id not in quoted}
    texts = [one.text for one in told]
    texts += [rows[one].text for one in summary.brief.results if one in rows]
    return list(dict.fromkeys(map(_clause, texts)))


def _clause(text: str) -> str:
    return " ".join(text.split()).strip("。；;，, ")


def _named(document: Document | None, label: str) -> str:
    """Return what a form of the report prints in the field with that label (主管部门)."""
    for table in document.tables if document else ():
        for cell, beside in pairwise(table.cells):
            told = document.text[cell.start : cell.end] if document else ""
            if label in told and cell.row == beside.row and len(told) <= len(label) + _LABEL_ENDS:
                return (
                    " ".join(document.text[beside.start : beside.end].split()) if document else ""
                )
    return ""
