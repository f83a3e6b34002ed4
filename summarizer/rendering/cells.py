"""Style workbook cells, and store text so that it is never run as a formula."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

__all__ = [
    "BOLD",
    "BOX",
    "CENTRE",
    "GREEN",
    "HEAD",
    "RED",
    "SMALL",
    "TITLE",
    "TOP",
    "YELLOW",
    "as_words",
    "lines",
    "print_setup",
    "printable",
]

# Excel's limit of characters in a cell, and the code of A4 in the file format.
_LONGEST, _A4 = 32_767, 9
_FORMULA_STARTS = tuple("=+-@")
_LINE = Side(style="thin", color="B8C2CC")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
SMALL = Font(name="宋体", size=9)
BOLD = Font(name="宋体", size=9, bold=True)
TITLE = Font(name="宋体", size=14, bold=True)
TOP = Alignment(wrap_text=True, vertical="top")
CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")
HEAD, RED, YELLOW, GREEN = (
    PatternFill("solid", fgColor=colour) for colour in ("DDE6F0", "F8D7DA", "FFF3CD", "E2F0E5")
)


def as_words(cell: Any, text: str) -> Any:
    """Set the text of a cell as a string, never as a formula, and return the cell."""
    cell.value = printable(text)
    # After the value: openpyxl turns "=…" into a formula and "#N/A" into an error.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def printable(text: str) -> str:
    """Return the text with control characters as visible symbols, cut at Excel's limit with a mark.

    >>> printable("a\\x07b\\x00")
    'a␇b␀'
    """
    shown = "".join(_picture(sign) for sign in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 5] + "…（截断）"


def _picture(sign: str) -> str:
    if sign < " " and sign not in "\n\t":
        return chr(0x2400 + ord(sign))
    return "�" if sign in "\ufffe\uffff" or "\ud800" <= sign <= "\udfff" else sign


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; Chinese characters are two wide.

    >>> lines("绩效目标", 6), lines("a\\nb", 6), lines("", 6)
    (2, 2, 1)
    """
    room = max(1, int(width))
    return sum(max(1, -(-sum(map(_width, line)) // room)) for line in text.split("\n"))


def _width(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WF" else 1


def print_setup(sheet: Any, *, portrait: bool = False) -> None:
    """Set up printing: A4, one page wide, small margins, page numbers."""
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.4
    sheet.oddFooter.center.text = "&A  &P / &N"
