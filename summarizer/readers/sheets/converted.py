"""Read workbooks that LibreOffice converts to .xlsx first: .xlsb, Excel 2003 XML."""

from __future__ import annotations

from summarizer.errors import UnsupportedFormat
from summarizer.readers import libreoffice
from summarizer.readers.sheets.book import Book
from summarizer.readers.sheets.xlsx import open_xlsx
from summarizer.schema import Note

__all__ = ["open_excel_xml", "open_xlsb"]


def open_xlsb(content: bytes, name: str) -> Book:
    """Return the workbook in an .xlsb file. Raises ReadError."""
    return _converted(content, name, ".xlsb")


def open_excel_xml(content: bytes, name: str) -> Book:
    """Return the workbook in an Excel 2003 XML file. Raises ReadError."""
    return _converted(content, name, ".xml")


def _converted(content: bytes, name: str, suffix: str) -> Book:
    if libreoffice.find_program() is None:
        raise UnsupportedFormat(
            f"无法读取 '{name}'：这种 Excel 格式需要安装 LibreOffice；或另存为 .xlsx 后再试",
            f"cannot read '{name}': this Excel format requires LibreOffice; or save it as .xlsx",
        )
    book = open_xlsx(libreoffice.convert(content, name, suffix=suffix, target="xlsx"), name)
    message = (
        "由 LibreOffice 转换成 .xlsx 后读取",
        "converted to .xlsx by LibreOffice first",
    )
    book.notes.append(Note("converted", *message))
    return book
