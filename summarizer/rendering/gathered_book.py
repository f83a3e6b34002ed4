"""Export the rows of many summaries as a workbook with sheets of documents, targets and
findings.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from summarizer.rendering.cells import BOLD, BOX, CENTRE, HEAD, SMALL, TOP, as_words, print_setup
from summarizer.rendering.gathered import FUNDS, Fields, Rows
from summarizer.rendering.labels import Language, word

__all__ = ["as_book"]

_WAN = Decimal(10_000)
_NUMBERS = ("rate", "score", "weight", "deviation")
# Field → column width; the heading labels name the fields.
_SHEETS: tuple[tuple[str, dict[str, int], Callable[[Rows], Sequence[Fields]]], ...] = (
    (
        "document",
        {
            "file": 28,
            "state": 8,
            "organization": 22,
            "fiscal_year": 7,
            "kind": 14,
            "budget": 13,
            "adjusted": 13,
            "spent": 13,
            "rate": 9,
            "score": 7,
            "grade": 7,
            "targets_total": 7,
            "targets_met": 7,
            "targets_exceeded": 7,
            "targets_partly": 7,
            "targets_not_met": 7,
            "targets_not_reported": 7,
            "problems": 7,
            "review": 7,
            "failed": 7,
            "errors": 7,
            "warnings": 7,
            "message": 30,
        },
        lambda rows: (rows.document,),
    ),
    (
        "targets",
        {
            "file": 24,
            "level1": 9,
            "level2": 11,
            "subject": 16,
            "metric": 28,
            "target": 14,
            "actual": 18,
            "attainment": 11,
            "deviation": 9,
            "weight": 7,
            "score": 7,
            "reason": 28,
            "verdict": 9,
        },
        lambda rows: rows.targets,
    ),
    (
        "findings",
        {"file": 24, "severity": 8, "message": 80, "expected": 18, "stated": 18, "quote": 44},
        lambda rows: rows.findings,
    ),
)
_GROUPS = {
    "kind": "document",
    "level1": "level1",
    "level2": "level2",
    "attainment": "attainment",
    "verdict": "verdict",
    "severity": "severity",
}


def as_book(gathered: Sequence[Rows], language: Language = "zh") -> bytes:
    """Return the workbook; amounts are in 万元."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for label, columns, listed in _SHEETS:
        sheet = book.create_sheet(word("heading", label, language))
        for column, (field, width) in enumerate(columns.items(), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
            cell = as_words(sheet.cell(1, column), word("gathered", field, language))
            cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD, CENTRE, BOX
        row = 1
        styles: dict[str, Any] = {}
        for rows in gathered:
            for fields in listed(rows):
                row += 1
                for column, field in enumerate(columns, start=1):
                    cell = sheet.cell(row, column)
                    _put(cell, field, fields[field], language)
                    _style(cell, field, styles)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{row}"
        print_setup(sheet)
        sheet.print_title_rows = "1:1"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _style(cell: Any, field: str, styles: dict[str, Any]) -> None:
    """Apply the style of a column, which is created once: creating styles dominates the run
    time.
    """
    if cell.quotePrefix or field not in styles:
        cell.font, cell.alignment, cell.border = SMALL, TOP, BOX
        if field in FUNDS:
            cell.number_format = "#,##0.00####"
        elif field in _NUMBERS:
            cell.number_format = "0.######"
        if not cell.quotePrefix:
            styles[field] = cell._style
        return
    cell._style = styles[field]


def _put(cell: Any, field: str, said: Any, language: Language) -> None:
    if said is None:
        return
    if field in _GROUPS:
        as_words(cell, word(_GROUPS[field], said, language))
    elif field in FUNDS or field in _NUMBERS:
        value = _decimal(said)
        cell.value = value if field not in FUNDS or value is None else value / _WAN
    elif isinstance(said, int):
        cell.value = said
    else:
        as_words(cell, str(said))


def _decimal(text: str) -> Decimal | None:
    value = Decimal(text) if text.replace(".", "", 1).lstrip("-").isdecimal() else None
    return value if value is not None and value.is_finite() else None
