"""Render titled tables (comparisons, quality sheets, portfolios) as text, Markdown or workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from summarizer.rendering.look import Look
from summarizer.rendering.markup import safe

__all__ = ["Cell", "TitledTable", "as_markdown", "as_text", "as_workbook"]

Cell = str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class TitledTable:
    """A table with its title; `note` replaces the rows when there are none."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def shown(cell: Cell) -> str:
    """Return a cell as text; numbers with thousands separators and without trailing zeros.

    >>> shown(Decimal("1234567.50")), shown(None)
    ('1,234,567.5', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        plain = f"{cell:,f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(cell)


def as_markdown(title: str, facts: Sequence[str], tables: Sequence[TitledTable]) -> str:
    """Return CommonMark with tables; text of a report is escaped."""
    parts = [f"# {safe(title)}"]
    if facts:
        parts.append("\n".join(f"- {safe(fact)}" for fact in facts))
    parts += ["\n".join(_markdown(table)) for table in tables]
    return "\n\n".join(parts) + "\n"


def _markdown(table: TitledTable) -> list[str]:
    lines = [f"## {safe(table.title)}", ""]
    if not table.rows:
        return [*lines, safe(table.note)]
    lines += [f"| {' | '.join(map(safe, table.head))} |", f"|{'---|' * len(table.head)}"]
    return lines + [f"| {' | '.join(safe(shown(cell)) for cell in row)} |" for row in table.rows]


def as_text(title: str, facts: Sequence[str], tables: Sequence[TitledTable], look: Look) -> str:
    """Return tables for a terminal of the given width."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from summarizer.rendering.chinese import ChineseText

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(look.width, 40),
        force_terminal=look.color,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in (title, *facts):
        console.print(ChineseText(_flat(line)))
    for table in tables:
        console.print(ChineseText(f"\n{_flat(table.title)}"))
        if not table.rows:
            console.print(ChineseText(_flat(table.note)))
            continue
        drawn = Table(*map(_flat, table.head), box=box.SIMPLE_HEAD, pad_edge=False)
        for row in table.rows:
            drawn.add_row(*(ChineseText(_flat(shown(cell))) for cell in row))
        console.print(drawn)
    return stream.getvalue()


def _flat(text: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))


def as_workbook(title: str, facts: Sequence[str], tables: Sequence[TitledTable]) -> bytes:
    """Return a workbook: a first sheet with title and facts, then one sheet per table.

    Text of a report is stored as strings, never as formulas.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(1980, 1, 1, tzinfo=UTC).replace(
        tzinfo=None
    )
    first = book.create_sheet("概览")
    first.column_dimensions["A"].width = 110
    for line in (title, *facts):
        first.append([_cell(first, line)])
    taken = {"概览"}
    for table in tables:
        name = _sheet_name(table.title, taken)
        taken.add(name)
        _fill(book.create_sheet(name), table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, table: TitledTable) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for number in range(1, len(table.head) + 1):
        words = [table.head[number - 1], *(shown(row[number - 1]) for row in table.rows[:200])]
        wide = max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in word) for word in words)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(wide + 2, 8), 48)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.head))}{len(table.rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, word, bold=True) for word in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    if not table.rows:
        sheet.append([_cell(sheet, table.note)])


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, "".join(s if s >= " " or s == "\n" else "�" for s in value))
        # After the value: openpyxl turns "=…" into a formula.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.##"
    cell.font = Font(name="微软雅黑", size=9, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a unique sheet name that Excel accepts: 31 characters, none of []:*?/\\."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\")[:28] or "表"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}{number}", number + 1
    return name
