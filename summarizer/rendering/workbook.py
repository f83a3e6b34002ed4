"""The summary as an Excel workbook: an overview, and a sheet per kind, ready to read and to print.

Amounts are in 万元 and rates are percentages, as numbers with a format; the printed words stand
beside them. Words of the report are strings, whatever they look like: nothing becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from summarizer.rendering.facts import facts
from summarizer.rendering.labels import SYMBOLS, word
from summarizer.rendering.look import Look
from summarizer.rendering.sheets import SHEETS, Book, Column, Value, overview_rows
from summarizer.schema import Document, Summary

__all__ = ["render"]

# Excel's own limit of characters in a cell.
_LONGEST = 32_767
# Points per line, lines of the tallest row, and Excel's own limit of a row's height.
_LINE_HEIGHT, _MOST_LINES, _TALLEST = 11.5, 14, 409
_OVERVIEW_WIDTH = 110
# The code of the paper in the file format.
_A4 = 9
_FORMULA_STARTS = tuple("=+-@")
_LINE = Side(style="thin", color="B8C2CC")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="DDE6F0")
_SMALL = Font(name="微软雅黑", size=9)
_BOLD = Font(name="微软雅黑", size=9, bold=True)
_TOP = Alignment(wrap_text=True, vertical="top")
_CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")
# Symbol → colour of its cell; the symbol says the same without colour.
_FILLS = {
    SYMBOLS["failed"]: PatternFill("solid", fgColor="F8D7DA"),
    SYMBOLS["error"]: PatternFill("solid", fgColor="F8D7DA"),
    SYMBOLS["review"]: PatternFill("solid", fgColor="FFF3CD"),
    SYMBOLS["warning"]: PatternFill("solid", fgColor="FFF3CD"),
    SYMBOLS["partly"]: PatternFill("solid", fgColor="FFF3CD"),
    SYMBOLS["verified"]: PatternFill("solid", fgColor="E2F0E5"),
    SYMBOLS["exceeded"]: PatternFill("solid", fgColor="E2F0E5"),
}


def render(summary: Summary, document: Document | None, look: Look) -> bytes:  # noqa: ARG001
    """The workbook's bytes. Sheets print on landscape A4, one page wide, heads repeated."""
    book = Workbook(write_only=True)
    _date(book, summary)
    _overview(book, summary, look)
    source = Book(summary, look.language)
    for label, columns, listed in SHEETS:
        sheet = book.create_sheet(word("heading", label, look.language))
        rows = [[column.take(source, noun) for column in columns] for noun in listed(summary)]
        _table(sheet, *_filled(columns, rows), look)
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


def _overview(book: Workbook, summary: Summary, look: Look) -> None:
    sheet = book.create_sheet(word("heading", "overview", look.language))
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = _OVERVIEW_WIDTH
    _print_setup(sheet)
    rows = [
        (word("heading", "overview", look.language), summary.overview.text),
        *facts(summary, look.language),
        *overview_rows(summary, look.language),
    ]
    for number, (label, text) in enumerate(rows, start=1):
        height = _LINE_HEIGHT * _lines(Value(text), _OVERVIEW_WIDTH)
        sheet.row_dimensions[number].height = min(height, _TALLEST)
        sheet.append([_head(sheet, label), _cell(sheet, Value(text))])


def _filled(
    columns: Sequence[Column], rows: list[list[Value]]
) -> tuple[list[Column], list[list[Value]]]:
    """The columns without those that no row fills; all of them where there are no rows."""
    kept = [
        at
        for at in range(len(columns))
        if not rows or any(row[at].shown not in (None, "") for row in rows)
    ]
    return [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]


def _table(sheet: Any, columns: list[Column], rows: list[list[Value]], look: Look) -> None:
    _shape(sheet, columns, len(rows))
    labels = [word("heading", column.label, look.language) for column in columns]
    sheet.append([_head(sheet, label) for label in labels])
    for number, row in enumerate(rows, start=2):
        # Of the printed columns: what stands behind them may be cut.
        shown = zip(row, columns, strict=True)
        heights = [_lines(value, column.width) for value, column in shown if column.printed]
        sheet.row_dimensions[number].height = _LINE_HEIGHT * min(max(heights), _MOST_LINES) + 1
        sheet.append([_cell(sheet, value) for value in row])


def _shape(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    last = get_column_letter(len(columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
    _print_setup(sheet)
    sheet.print_title_rows = "1:1"
    printed = sum(1 for column in columns if column.printed)
    sheet.print_area = f"A1:{get_column_letter(printed)}{rows + 1}"


def _print_setup(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.4
    sheet.oddFooter.center.text = "&A  &P / &N"


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill, cell.alignment, cell.border = _BOLD, _HEAD, _CENTRE, _BOX
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    shown = value.shown
    if isinstance(shown, str):
        cell = _text(sheet, shown)
        fill = _FILLS.get(shown[:1]) if value.state else None
        if fill:
            cell.fill = fill
    else:
        cell = WriteOnlyCell(sheet, shown)
        if value.format:
            cell.number_format = value.format
    cell.font, cell.alignment, cell.border = _SMALL, _TOP, _BOX
    return cell


def _lines(value: Value, width: float) -> int:
    """How many lines a cell's words take in a column: Chinese characters are two wide.

    >>> _lines(Value("绩效目标"), 6), _lines(Value("a\\nb"), 6), _lines(Value(None), 6)
    (2, 2, 1)
    """
    if not isinstance(value.shown, str):
        return 1
    room = max(1, int(width) - 1)
    return sum(max(1, -(-sum(map(_width, line)) // room)) for line in value.shown.split("\n"))


def _width(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WF" else 1


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, _printable(text))
    # After the value: openpyxl reads a formula into "=…" and an error into "#N/A".
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
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
