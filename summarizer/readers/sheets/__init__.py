"""Read workbooks (.xlsx, .xls, .ods) into parts: sheet by sheet, cells as displayed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module

from summarizer.errors import UnreadableDocument
from summarizer.readers import sniffing
from summarizer.readers.parts import Paragraph, Part, Parts
from summarizer.readers.sheets.areas import parts_of
from summarizer.readers.sheets.book import Book, Sheet
from summarizer.schema import Note

__all__ = ["read_sheets"]

_OPENERS = {
    sniffing.XLSX: "xlsx:open_xlsx",
    sniffing.XLS: "xls:open_xls",
    sniffing.ODS: "ods:open_ods",
    sniffing.XLSB: "converted:open_xlsb",
    sniffing.EXCEL_XML: "converted:open_excel_xml",
}
# A default name; it says nothing when there is no other sheet.
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)

# Notes on sheets by key: Chinese and English text with places or a number.
_TOLD: dict[str, tuple[str, str]] = {
    "uncalculated": (
        "有 {count} 个公式没有保存计算结果（如 {places}），读作空白；请用 Excel 打开并保存一次",
        "{count} formulas have no saved value (such as {places}); open and save the file in Excel",
    ),
    "errors": (
        "有 {count} 个单元格是错误值（如 {places}）",
        "{count} cells hold error values (such as {places})",
    ),
    "invisible": (
        "有 {count} 个数被数字格式隐藏（如 {places}），已按原值读取",
        "{count} numbers are hidden by their format (such as {places}); their values are read",
    ),
    "comments": ("有批注，没有读取", "there are comments, which were not read"),
    "pictures": ("有 {count} 张图片，没有读取", "{count} pictures were not read"),
    "charts": (
        "有 {count} 个图表或图形，没有读取其中的数据",
        "{count} charts or shapes were not read",
    ),
    "embedded": (
        "嵌有 {count} 个文件或控件，没有打开",
        "{count} embedded files or controls were not opened",
    ),
}


def read_sheets(content: bytes, name: str) -> Parts:
    """Return the parts of a workbook. Raises ReadError."""
    module, _, function = _OPENERS[sniffing.media_type(content)].partition(":")
    opener: Callable[[bytes, str], Book]
    opener = getattr(import_module(f"{__name__}.{module}"), function)
    book = opener(content, name)
    parts = [part for sheet in book.sheets for part in _parts(sheet, alone=len(book.sheets) == 1)]
    if not parts:
        raise UnreadableDocument(
            f"“{name}”的工作表都是空的；请检查文件是否导出完整",
            f"the sheets of '{name}' are empty; check that it was exported completely",
            code="input-empty",
        )
    return Parts(tuple(parts), (*book.notes, *_notes(book.sheets)))


def _parts(sheet: Sheet, *, alone: bool) -> list[Part]:
    parts = parts_of(sheet)
    if not parts or (alone and _UNNAMED.fullmatch(sheet.name.strip())):
        return parts
    return [Paragraph(sheet.name.strip(), level=1, label=True), *parts]


def _notes(sheets: Iterable[Sheet]) -> list[Note]:
    """Return notes on hidden content and on content that was not read."""
    sheets = list(sheets)
    notes = list(_hidden(sheets))
    for what, (zh, en) in _TOLD.items():
        count = sum(sheet.seen[what] for sheet in sheets)
        places = [place for sheet in sheets for place in sheet.examples.get(what, ())]
        if count:
            values = {"count": count, "places": "、".join(places[:3])}
            notes.append(Note(f"sheet-{what}", zh.format(**values), en.format(**values)))
    return notes


def _hidden(sheets: list[Sheet]) -> Iterable[Note]:
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.cells]
    if hidden:
        names = "、".join(hidden[:10])
        yield Note(
            "sheets-hidden",
            f"有 {len(hidden)} 个隐藏的工作表，也已读取：{names}",
            f"{len(hidden)} hidden sheets were read too: {names}",
        )
    rows = {s.name for s in sheets if any(row in s.hidden_rows for row, _ in s.cells)}
    columns = {s.name for s in sheets if any(column in s.hidden_columns for _, column in s.cells)}
    for kind, zh, found in (("rows", "行", rows), ("columns", "列", columns)):
        if found:
            names = "、".join(sorted(found)[:10])
            yield Note(
                f"{kind}-hidden",
                f"工作表 {names} 有隐藏的{zh}，也已读取",
                f"hidden {kind} of {names} were read too",
            )
