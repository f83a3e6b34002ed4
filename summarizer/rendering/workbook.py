"""The summary as an Excel workbook: an overview sheet and one sheet per kind.

Words of the report are stored as strings, whatever they look like, so that nothing becomes a
formula; numbers are numbers with their base unit in the next column.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from summarizer.rendering.facts import facts
from summarizer.rendering.labels import Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.rows import SHEETS, Cell, cells, header
from summarizer.schema import Document, Summary

__all__ = ["render"]

# Excel's own limit of characters in a cell.
_LONGEST = 32_767
_WIDE = frozenset({"text", "message", "evidence", "cause", "section", "reason"})
_FORMULA_STARTS = tuple("=+-@")
_HEAD = PatternFill("solid", fgColor="DDE6F0")


def render(summary: Summary, document: Document | None, look: Look) -> bytes:  # noqa: ARG001
    """The workbook's bytes."""
    book = Workbook()
    _date(book, summary)
    _overview(book.active, summary, look.language)
    for label, columns, listed in SHEETS:
        sheet = book.create_sheet(word("heading", label, look.language))
        _fill(sheet, header(columns, look.language), bold=True)
        for noun in listed(summary):
            _fill(sheet, cells(noun, columns, look.language))
        _shape(sheet, [name for name, _ in columns])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _date(book: Workbook, summary: Summary) -> None:
    """The book was made when the summary was, not when it was exported."""
    try:
        made = datetime.fromisoformat(summary.run.started_at).astimezone(UTC)
    except ValueError:
        made = datetime(1980, 1, 1, tzinfo=UTC)
    book.properties.created = book.properties.modified = made.replace(tzinfo=None)
    book.properties.creator = "summarizer"


def _overview(sheet: Any, summary: Summary, language: Language) -> None:
    sheet.title = word("heading", "overview", language)
    for label, value in facts(summary, language):
        _fill(sheet, [label, value])
    _fill(sheet, [word("heading", "overview", language), summary.overview.text])
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 100
    for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fill(sheet: Any, row: Sequence[Cell], *, bold: bool = False) -> None:
    written = [_cell(sheet, value) for value in row]
    if bold:
        for cell in written:
            cell.font, cell.fill = Font(bold=True), _HEAD
    sheet.append(written)


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _printable(value))
    # After the value: openpyxl reads a formula into "=…" and an error into "#N/A".
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    return cell


def _printable(text: str) -> str:
    """The text with control characters shown as their pictures, cut visibly at Excel's limit.

    >>> _printable("a\\x07b\\x00")
    'a␇b␀'
    """
    shown = "".join(_picture(sign) for sign in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 5] + "…（截断）"


def _picture(sign: str) -> str:
    if sign < " " and sign not in "\n\t":
        return chr(0x2400 + ord(sign))
    return "�" if sign in "\ufffe\uffff" or "\ud800" <= sign <= "\udfff" else sign


def _shape(sheet: Any, names: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = 48 if name in _WIDE else 14
