"""Read an .xls workbook (BIFF, also .et) with xlrd, which resolves number formats."""

from __future__ import annotations

import io

import xlrd

from summarizer.errors import DamagedDocument, EncryptedDocument
from summarizer.readers import ole
from summarizer.readers.sheets.book import Book, Sheet, check_cells
from summarizer.readers.sheets.numbers import as_shown
from summarizer.schema import Note

__all__ = ["open_xls"]


def open_xls(content: bytes, name: str) -> Book:
    """Return the workbook in an .xls file. Raises ReadError."""
    try:
        opened = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedDocument(
                f"“{name}”有密码保护；请用 Excel 或 WPS 打开，取消密码后另存再试",
                f"'{name}' is password-protected; remove the password in Excel or"
                " WPS and save it again",
            ) from error
        raise DamagedDocument(
            f"“{name}”已损坏（{error}）；请用 Excel 或 WPS 打开，另存为 .xlsx 后再试",
            f"'{name}' is damaged ({error}); open it with Excel or WPS and save it as .xlsx",
        ) from error
    book = Book([_sheet(opened, sheet) for sheet in opened.sheets()])
    check_cells(sum(len(sheet.cells) for sheet in book.sheets), name)
    if "_VBA_PROJECT_CUR" in ole.root_names(content):
        book.notes.append(
            Note("macros", "文件含有宏，没有运行", "the file holds macros, which were not run")
        )
    return book


def _sheet(opened: xlrd.Book, source: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(source.name, hidden=source.visibility != 0)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            spot = row, column
            if _is_lined(opened, source.cell_xf_index(row, column)):
                sheet.lined.add(spot)
            text = _text(opened, source, sheet, spot)
            if text.strip():
                sheet.cells[spot] = text
    sheet.merges = [
        (top, left, bottom - 1, right - 1)
        for top, bottom, left, right in source.merged_cells
        if bottom > top and right > left
    ]
    sheet.hidden_rows = {row for row, told in source.rowinfo_map.items() if told.hidden}
    sheet.hidden_columns = {column for column, told in source.colinfo_map.items() if told.hidden}
    if source.cell_note_map:
        sheet.remark("comments", times=len(source.cell_note_map))
    return sheet


def _is_lined(opened: xlrd.Book, style: int) -> bool:
    border = opened.xf_list[style].border
    return bool(
        border.left_line_style
        or border.right_line_style
        or border.top_line_style
        or border.bottom_line_style
    )


def _text(opened: xlrd.Book, source: xlrd.sheet.Sheet, sheet: Sheet, spot: tuple[int, int]) -> str:
    kind, value = source.cell_type(*spot), source.cell_value(*spot)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        sheet.remark("errors", spot)
        return str(xlrd.error_text_from_code.get(value, "#ERR!"))
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    sheet.numbers.add(spot)
    style = opened.xf_list[source.cell_xf_index(*spot)]
    number_format = opened.format_map.get(style.format_key)
    code = number_format.format_str if number_format else "General"
    shown = as_shown(value, code, since_1904=bool(opened.datemode))
    if not shown and value:
        sheet.remark("invisible", spot)
        return as_shown(value, "General")
    return shown
