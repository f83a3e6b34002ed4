"""Read an .xlsx workbook (also .xlsm, .xltx) from its XML: displayed values, merges, hidden parts.

Formulas count by their saved values; nothing is calculated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.readers.package import Package, local
from summarizer.readers.sheets.book import Book, Sheet, check_cells
from summarizer.readers.sheets.numbers import BUILT_IN, as_shown
from summarizer.schema import Note

__all__ = ["open_xlsx"]

_SPOT = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
# Excel's escape of a character that XML does not allow.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DRAWN = {"pic": "pictures", "graphicFrame": "charts"}
_EMBEDDED = ("oleobject", "package", "control")
# Empty cells are read for their borders up to this number; a template may draw whole columns.
LINED = 400_000


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = "General"
    lined: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sheet in the workbook's list."""

    name: str
    hidden: bool
    part: str


def open_xlsx(content: bytes, name: str) -> Book:
    """Return the workbook in an .xlsx file. Raises ReadError."""
    package = Package.open(content, name)
    workbook, entries, since_1904 = _workbook(package)
    kinds = dict(package.targets(workbook).values())
    strings = _strings(package, kinds.get("sharedStrings", "xl/sharedStrings.xml"))
    styles = _styles(package, kinds.get("styles", "xl/styles.xml"))
    book = Book([])
    count = 0
    for entry in entries:
        reader = _SheetReader(Sheet(entry.name, entry.hidden), strings, styles, since_1904)
        package.parse(
            entry.part,
            StartElementHandler=reader.start,
            EndElementHandler=reader.end,
            CharacterDataHandler=reader.words.append,
        )
        sheet = reader.sheet
        _add_drawings(package, entry.part, sheet)
        count += len(sheet.cells)
        check_cells(count, name)
        book.sheets.append(sheet)
    if package.has("xl/vbaProject.bin"):
        book.notes.append(
            Note("macros", "文件含有宏，没有运行", "the file holds macros, which were not run")
        )
    return book


def _workbook(package: Package) -> tuple[str, list[_Entry], bool]:
    """Return the main part, the sheets in order, and whether dates count from 1904."""
    roots = package.targets("")
    main = next((part for kind, part in roots.values() if kind == "officeDocument"), "")
    main = main if package.has(main) else "xl/workbook.xml"
    targets = package.targets(main)
    entries: list[_Entry] = []
    since_1904 = False

    def start(tag: str, says: dict[str, str]) -> None:
        nonlocal since_1904
        if local(tag) == "workbookPr":
            since_1904 = says.get("date1904", "0") in ("1", "true")
        elif local(tag) == "sheet":
            attributes = {local(key): value for key, value in says.items()}
            kind, part = targets.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                entries.append(_Entry(attributes.get("name", ""), hidden, part))

    package.parse(main, StartElementHandler=start)
    return main, entries, since_1904


def _strings(package: Package, part: str) -> list[str]:
    """Return the shared strings without phonetic guides."""
    found: list[str] = []
    if not package.has(part):
        return found
    words: list[str] = []
    listening = False
    spoken = False

    def start(tag: str, _says: dict[str, str]) -> None:
        nonlocal listening, spoken
        listening = listening or (local(tag) == "t" and not spoken)
        spoken = spoken or local(tag) == "rPh"

    def end(tag: str) -> None:
        nonlocal listening, spoken
        name = local(tag)
        if name == "t":
            listening = False
        elif name == "rPh":
            spoken = False
        elif name == "si":
            found.append(_unescaped("".join(words)))
            words.clear()

    def hear(text: str) -> None:
        if listening:
            words.append(text)

    package.parse(part, StartElementHandler=start, EndElementHandler=end, CharacterDataHandler=hear)
    return found


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _styles(package: Package, part: str) -> list[_Style]:
    """Return the format code and the border of each cell style."""
    codes = dict(BUILT_IN)
    borders: list[bool] = []
    styles: list[_Style] = []
    inside: list[str] = []

    def start(tag: str, says: dict[str, str]) -> None:
        name = local(tag)
        inside.append(name)
        if name == "numFmt" and says.get("numFmtId", "").isdigit():
            codes[int(says["numFmtId"])] = says.get("formatCode", "")
        elif name == "border":
            borders.append(False)
        elif name in ("left", "right", "top", "bottom") and borders and "border" in inside:
            borders[-1] = borders[-1] or says.get("style", "none") != "none"
        elif name == "xf" and "cellXfs" in inside:
            border = int(says.get("borderId", 0))
            lined = border < len(borders) and borders[border]
            styles.append(_Style(codes.get(int(says.get("numFmtId", 0)), "General"), lined))

    def end(_tag: str) -> None:
        inside.pop()

    if package.has(part):
        package.parse(part, StartElementHandler=start, EndElementHandler=end)
    return styles


class _SheetReader:
    """Fills a sheet from parser events."""

    def __init__(
        self, sheet: Sheet, strings: list[str], styles: list[_Style], since_1904: bool
    ) -> None:
        self.sheet = sheet
        self.words: list[str] = []
        self._strings = strings
        self._styles = styles
        self._since_1904 = since_1904
        self._row = self._column = -1
        self._kind = self._value = ""
        self._style = _Style()
        self._formula = self._in_cell = self._spoken = False
        self._inline: list[str] = []

    def start(self, tag: str, says: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._begin_cell(says)
        elif name == "row":
            number = says.get("r", "")
            self._row = int(number) - 1 if number.isdigit() else self._row + 1
            self._column = -1
            if says.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._spoken = True
        elif name == "col" and says.get("hidden") in ("1", "true"):
            first, last = int(says.get("min", 1)), int(says.get("max", 1))
            self.sheet.hidden_columns.update(range(first - 1, min(last, first + 999)))
        elif name == "mergeCell":
            self._merge(says.get("ref", ""))
        self.words.clear()

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "v":
            self._value = "".join(self.words)
        elif name == "t" and self._in_cell and not self._spoken:
            self._inline.append("".join(self.words))
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            self._end_cell()
        self.words.clear()

    def _begin_cell(self, says: dict[str, str]) -> None:
        found = _SPOT.fullmatch(says.get("r", ""))
        if found:
            self._row, self._column = int(found[2]) - 1, _column(found[1])
        else:
            self._column += 1
        style = says.get("s", "0")
        number = int(style) if style.isdigit() else 0
        self._style = self._styles[number] if number < len(self._styles) else _Style()
        self._kind, self._value, self._formula, self._in_cell = says.get("t", "n"), "", False, True
        self._inline.clear()

    def _end_cell(self) -> None:
        spot = self._row, self._column
        self._in_cell = False
        if self._style.lined and len(self.sheet.lined) < LINED:
            self.sheet.lined.add(spot)
        text = self._text(spot)
        if text.strip():
            self.sheet.cells[spot] = text

    def _text(self, spot: tuple[int, int]) -> str:
        value = self._value
        if self._kind == "s":
            place = int(value) if value.isdigit() else len(self._strings)
            return self._strings[place] if place < len(self._strings) else ""
        if self._kind == "inlineStr":
            return _unescaped("".join(self._inline))
        if not value:
            if self._formula:
                self.sheet.remark("uncalculated", spot)
            return ""
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._kind == "e":
            self.sheet.remark("errors", spot)
            return value
        if self._kind in ("str", "d"):
            return _unescaped(value)
        return self._number(spot, value)

    def _number(self, spot: tuple[int, int], value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        self.sheet.numbers.add(spot)
        shown = as_shown(number, self._style.code, since_1904=self._since_1904)
        if not shown and number:
            self.sheet.remark("invisible", spot)
            return as_shown(number, "General")
        return shown

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, finish = _SPOT.fullmatch(first), _SPOT.fullmatch(last)
        if begin and finish:
            top, left = int(begin[2]) - 1, _column(begin[1])
            bottom, right = int(finish[2]) - 1, _column(finish[1])
            self.sheet.merges.append((top, left, max(top, bottom), max(left, right)))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _add_drawings(package: Package, part: str, sheet: Sheet) -> None:
    """Read the text boxes of a sheet; count pictures, charts, comments and embedded files."""
    for kind, target in package.targets(part).values():
        if kind == "drawing" and package.has(target):
            _add_drawing(package, target, sheet)
        elif kind == "comments":
            sheet.remark("comments")
        elif kind.lower() in _EMBEDDED:
            sheet.remark("embedded")


def _add_drawing(package: Package, part: str, sheet: Sheet) -> None:
    lines: list[str] = []
    words: list[str] = []
    inside = False

    def start(tag: str, _says: dict[str, str]) -> None:
        nonlocal inside
        name = local(tag)
        if name in _DRAWN:
            sheet.remark(_DRAWN[name])
        inside = inside or name == "txBody"
        words.clear()

    def end(tag: str) -> None:
        nonlocal inside
        name = local(tag)
        if name == "t" and inside:
            lines.append("".join(words))
        elif name == "p" and inside:
            lines.append("\n")
        elif name == "txBody":
            inside = False
            sheet.boxes.append("".join(lines).strip())
            lines.clear()

    package.parse(
        part, StartElementHandler=start, EndElementHandler=end, CharacterDataHandler=words.append
    )
