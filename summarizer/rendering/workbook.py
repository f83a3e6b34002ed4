"""Render the summary as an Excel workbook with an overview and a sheet per kind.

Amounts are in 万元 and rates in percent, as formatted numbers beside the printed words. Text of the
report is stored as strings, never as formulas.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from summarizer.rendering.briefing import is_written
from summarizer.rendering.cells import (
    BOLD,
    BOX,
    CENTRE,
    GREEN,
    HEAD,
    RED,
    SMALL,
    TOP,
    YELLOW,
    as_words,
    lines,
    print_setup,
)
from summarizer.rendering.facts import facts
from summarizer.rendering.labels import SYMBOLS, word
from summarizer.rendering.look import Look
from summarizer.rendering.sheet_values import Book, Column, Value, overview_rows
from summarizer.rendering.sheets import SHEETS
from summarizer.rendering.zipping import timeless
from summarizer.schema import Document, Summary

__all__ = ["render"]

# Points of a single line and of each of several, maximum lines of a row, and Excel's limit of the
# row height.
_SINGLE, _LINE_HEIGHT, _MOST_LINES, _TALLEST = 12, 12.75, 14, 409
_OVERVIEW_WIDTH = 130
# The height in points that still fits on a page in letters one can read.
_ONE_PAGE = 900
# Kinds whose sheet exists even when it is empty, to say that there are none.
_KINDS = frozenset({"findings", "targets", "results", "problems", "measures"})
# Symbol → cell colour; the symbol states the same without colour.
_FILLS = {
    SYMBOLS["failed"]: RED,
    SYMBOLS["error"]: RED,
    SYMBOLS["review"]: YELLOW,
    SYMBOLS["warning"]: YELLOW,
    SYMBOLS["partly"]: YELLOW,
    SYMBOLS["verified"]: GREEN,
    SYMBOLS["exceeded"]: GREEN,
}


def render(summary: Summary, document: Document | None, look: Look) -> bytes:  # noqa: ARG001
    """Return the workbook.

    Sheets print on landscape A4, one page wide, with repeated header rows.
    """
    book = Workbook(write_only=True)
    _date(book, summary)
    _overview(book, summary, look)
    source = Book(summary, look.language)
    for label, columns, listed in SHEETS:
        if label not in _KINDS and not listed(summary):
            continue
        sheet = book.create_sheet(word("heading", label, look.language))
        rows = [[column.take(source, noun) for column in columns] for noun in listed(summary)]
        _table(sheet, *_filled(columns, rows), look)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _date(book: Workbook, summary: Summary) -> None:
    """Date the workbook when the summary was made, not when it was exported."""
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
    print_setup(sheet)
    # The generated brief says the same as a template overview, in the requested language.
    written = is_written(summary)
    rows = [
        *([(word("heading", "overview", look.language), summary.overview.text)] if written else []),
        *facts(summary, look.language),
        *overview_rows(summary, look.language),
    ]
    points = 0.0
    for number, (label, text) in enumerate(rows, start=1):
        height = _LINE_HEIGHT * _lines(Value(text), _OVERVIEW_WIDTH) + 4
        sheet.row_dimensions[number].height = min(height, _TALLEST)
        sheet.append([_head(sheet, label), _cell(sheet, Value(text), {})])
        points += sheet.row_dimensions[number].height
    _on_one_page(sheet, points)


def _filled(
    columns: Sequence[Column], rows: list[list[Value]]
) -> tuple[list[Column], list[list[Value]]]:
    """Return the columns that some row fills; all of them when there are no rows."""
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
    styles: dict[tuple[object, ...], Any] = {}
    points = 0.0
    for number, row in enumerate(rows, start=2):
        # Only printed columns count: technical columns may be cut.
        shown = zip(row, columns, strict=True)
        heights = [_lines(value, column.width) for value, column in shown if column.printed]
        most = min(max(heights), _MOST_LINES)
        sheet.row_dimensions[number].height = _SINGLE if most == 1 else _LINE_HEIGHT * most
        sheet.append([_cell(sheet, value, styles) for value in row])
        points += sheet.row_dimensions[number].height
    _on_one_page(sheet, points)


def _on_one_page(sheet: Any, points: float) -> None:
    """Print a sheet that is little higher than a page on one."""
    if points <= _ONE_PAGE:
        sheet.page_setup.fitToHeight = 1


def _shape(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    last = get_column_letter(len(columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
    print_setup(sheet)
    sheet.print_title_rows = "1:1"
    printed = sum(1 for column in columns if column.printed)
    sheet.print_area = f"A1:{get_column_letter(printed)}{rows + 1}"


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD, CENTRE, BOX
    return cell


def _cell(sheet: Any, value: Value, styles: dict[tuple[object, ...], Any]) -> Any:
    """Return a cell.

    `styles` caches openpyxl styles: creating one for each of thirty thousand cells dominates the
    run time.
    """
    shown = value.shown
    cell = WriteOnlyCell(sheet, None if isinstance(shown, str) else shown)
    quoted = as_words(cell, shown).quotePrefix if isinstance(shown, str) else None
    symbol = shown[:1] if value.state and isinstance(shown, str) else ""
    look = (value.format, symbol, quoted, type(shown) is str)
    if look not in styles:
        if symbol in _FILLS:
            cell.fill = _FILLS[symbol]
        if value.format and not isinstance(shown, str):
            cell.number_format = value.format
        cell.font, cell.alignment, cell.border = SMALL, TOP, BOX
        styles[look] = cell._style
    cell._style = styles[look]
    return cell


def _lines(value: Value, width: float) -> int:
    return lines(value.shown, width) if isinstance(value.shown, str) else 1


def _text(sheet: Any, text: str) -> Any:
    return as_words(WriteOnlyCell(sheet), text)
