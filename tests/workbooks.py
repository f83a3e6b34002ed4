"""Small workbooks made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

THIN = Border(*(Side("thin") for _ in range(4)))
Rows = Iterable[Sequence[Any]]


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def xlsx(
    rows: Rows, *, name: str = "Sheet1", touch: Callable[[Worksheet], None] | None = None
) -> bytes:
    """A workbook with one sheet of these rows; `touch` may change the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if touch:
        touch(sheet)
    return saved(book)


def frame(sheet: Worksheet, area: str) -> None:
    """Borders around all cells of an area."""
    for row in sheet[area]:
        for cell in row:
            cell.border = THIN


def xls(
    cells: Iterable[tuple[int, int, Any, str]], merges: Iterable[tuple[int, int, int, int]] = ()
) -> bytes:
    """An .xls with one sheet: row, column, value, format of each cell; merges as xlwt has them."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("收支总表")
    for row, column, value, code in cells:
        sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    for merge in merges:
        sheet.merge(*merge)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A zip of members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, packing)
    return packed.getvalue()


def changed(content: bytes, members: dict[str, bytes | str | None]) -> bytes:
    """A package with some parts put in place of its own, or left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    for name, part in members.items():
        kept.pop(name, None)
        if part is not None:
            kept[name] = part
    return zipped(kept)
