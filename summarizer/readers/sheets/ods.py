"""Read an OpenDocument sheet (.ods) from its XML, where each cell holds its displayed text."""

from __future__ import annotations

from summarizer.errors import EncryptedDocument
from summarizer.readers.package import Package, local
from summarizer.readers.sheets.book import Book, Sheet, check_cells

__all__ = ["open_ods"]

# A row or cell may be repeated to the end of the sheet; with text in it, at most this often.
REPEATED = 1_000
_CELLS = ("table-cell", "covered-table-cell")


def open_ods(content: bytes, name: str) -> Book:
    """Return the workbook in an .ods file. Raises ReadError."""
    package = Package.open(content, name)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise EncryptedDocument(
            f"“{name}”有密码保护；请用 LibreOffice 打开，取消密码后另存再试",
            f"'{name}' is password-protected; remove the password in LibreOffice and save it again",
        )
    reader = _Reader()
    package.parse(
        "content.xml",
        StartElementHandler=reader.start,
        EndElementHandler=reader.end,
        CharacterDataHandler=reader.hear,
    )
    check_cells(sum(len(sheet.cells) for sheet in reader.sheets), name)
    return Book(reader.sheets)


class _Reader:
    """Fills sheets from parser events."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._says: dict[str, str] = {}
        self._row_says: dict[str, str] = {}
        self._lines: list[str] = []
        self._words: list[str] | None = None
        self._aside = 0
        # The current row: column, repetitions, text, whether it is a number.
        self._cells: list[tuple[int, int, str, bool]] = []

    def start(self, tag: str, says: dict[str, str]) -> None:
        name = local(tag)
        attributes = {local(key): value for key, value in says.items()}
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            hidden = attributes.get("style-name", "") in self._hidden_styles
            self.sheets.append(Sheet(attributes.get("name", ""), hidden))
            self._row = 0
        elif name == "table-row":
            self._row_says, self._column = attributes, 0
            self._cells.clear()
        elif name in _CELLS:
            self._says = attributes
            self._lines.clear()
        elif name == "annotation":
            self._aside += 1
            self.sheets[-1].remark("comments")
        elif name == "p" and not self._aside and self.sheets:
            self._words = []
        elif self._words is not None and name in ("s", "tab", "line-break"):
            self._words.append(" " * min(int(attributes.get("c", 1)), 99))
        elif name == "image" and self.sheets:
            self.sheets[-1].remark("pictures")

    def hear(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "annotation":
            self._aside -= 1
        elif name == "p" and self._words is not None:
            self._lines.append("".join(self._words))
            self._words = None
        elif name in _CELLS and self.sheets:
            self._end_cell()
        elif name == "table-row" and self.sheets:
            self._end_row()

    def _end_cell(self) -> None:
        times = int(self._says.get("number-columns-repeated", 1))
        text = "\n".join(self._lines)
        if text.strip():
            number = self._says.get("value-type") in ("float", "percentage", "currency")
            self._cells.append((self._column, min(times, REPEATED), text, number))
        down = int(self._says.get("number-rows-spanned", 1))
        right = int(self._says.get("number-columns-spanned", 1))
        if down > 1 or right > 1:
            merge = (self._row, self._column, self._row + down - 1, self._column + right - 1)
            self.sheets[-1].merges.append(merge)
        self._column += times
        self._lines.clear()

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        times = int(self._row_says.get("number-rows-repeated", 1))
        for row in range(self._row, self._row + (min(times, REPEATED) if self._cells else 0)):
            for first, count, text, number in self._cells:
                for column in range(first, first + count):
                    sheet.cells[row, column] = text
                    if number:
                        sheet.numbers.add((row, column))
            if self._row_says.get("visibility") in ("collapse", "filter"):
                sheet.hidden_rows.add(row)
        self._row += times
