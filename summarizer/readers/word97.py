"""Convert binary Word documents (.doc of Word 97 and later, Kingsoft .wps) to .docx.

Text only: paragraphs, tables with merged cells, lists, footnotes, text boxes. The piece table of
[MS-DOC] gives the text, the "formatted disk pages" give the properties of paragraphs and runs.
Pictures, objects and macros are ignored.
"""

from __future__ import annotations

import io
import struct
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from summarizer.readers.ole import stream

__all__ = ["as_docx"]

# A document of a thousand pages has about two million characters.
MOST_CHARACTERS = 6_000_000
PAGE = 512
LEVELS = 9
_NO_STYLE = 0xFFF
DEEPEST = 30

_IDENT = 0xA5EC
_OTHER_TABLE = 0x0200
# Indices of the (offset, length) pairs in the header that locate each structure.
_STYLES, _NOTE_REFS, _NOTE_TEXTS, _RUNS, _PARAGRAPHS, _PIECES = 1, 2, 3, 12, 13, 33
_BOX_TEXTS, _LISTS, _LIST_USES = 56, 73, 74
# Properties: of paragraphs (P), rows (T) and runs (C).
_P_IN_TABLE, _P_ROW_END, _P_DEPTH, _P_CELL_END, _P_INNER_ROW_END = (
    0x2416, 0x2417, 0x6649, 0x244B, 0x244C,
)  # fmt: skip
_P_LEVEL, _P_LIST, _P_LIST_LEVEL, _P_HUGE, _P_HUGE_2 = 0x2640, 0x460B, 0x260A, 0x6645, 0x6646
_P_SIDE, _P_SIDE_2, _P_FIRST, _P_FIRST_2 = 0x2403, 0x2461, 0x8411, 0x8460
_T_COLUMNS, _T_MERGE, _T_HEAD = 0xD608, 0xD62B, 0x3404
_C_HIDDEN, _C_DELETED, _C_SYMBOL = 0x083C, 0x0800, 0x6A09
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth",
    18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
    255: "none",
}  # fmt: skip
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PICTURE = (
    f'<w:drawing><pic:pic xmlns:pic="{_DRAWING}/picture"><a:blip xmlns:a="{_DRAWING}/main" '
    f'xmlns:r="{_OFFICE}" r:embed="p{{}}"/></pic:pic></w:drawing>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(slots=True)
class _Properties:
    """The properties of a paragraph by number; `style` is its style in the style sheet."""

    style: int = 0
    held: dict[int, bytes] = field(default_factory=dict)
    merges: list[bytes] = field(default_factory=list)

    def whole(self, number: int) -> int:
        return int.from_bytes(self.held.get(number, b"")[:4], "little")

    @property
    def depth(self) -> int:
        """Return the table nesting depth of the paragraph."""
        return min(self.whole(_P_DEPTH) or int(bool(self.whole(_P_IN_TABLE))), DEEPEST)


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    mark: str
    properties: _Properties


def as_docx(data: bytes) -> bytes:
    """Return a .docx with the text of a .doc. Raises ValueError when the file is invalid.

    Nothing outside the file is accessed and nothing in it is executed.
    """
    try:
        return _Document(data).docx()
    except (struct.error, IndexError, KeyError, UnicodeDecodeError, OverflowError) as error:
        raise ValueError("broken Word document") from error


class _Document:
    """The streams of a .doc, its text, and the locations of its properties."""

    def __init__(self, data: bytes) -> None:
        self.main = stream(data, "WordDocument")
        if len(self.main) < 900 or self._short(0) != _IDENT:
            raise ValueError("no Word document")
        self.table = stream(data, "1Table" if self._short(10) & _OTHER_TABLE else "0Table")
        self.data = stream(data, "Data")
        self.counts = struct.unpack_from("<8i", self.main, 76)
        self.pieces = list(self._piece_table())
        self.text = "".join(text for _, _, text, _ in self.pieces)
        self.starts = [start for start, _, _, _ in self.pieces]
        self.paragraph_pages = self._pages(_PARAGRAPHS)
        self.run_pages = self._pages(_RUNS)
        self.known: dict[int, tuple[list[int], list[bytes]]] = {}
        self.sheet = list(self._style_sheet())
        self.styles: dict[int, dict[int, bytes]] = {}

    def _short(self, place: int) -> int:
        return int(struct.unpack_from("<H", self.main, place)[0])

    def _structure(self, number: int) -> bytes:
        place, length = struct.unpack_from("<2I", self.main, 154 + 8 * number)
        return self.table[place : place + length]

    def _piece_table(self) -> Iterator[tuple[int, int, str, int]]:
        """Yield each piece: its text position, its file offset, its characters, and bytes per
        character.
        """
        held = self._structure(_PIECES)
        place = 0
        while held[place] == 1:
            place += 3 + struct.unpack_from("<H", held, place + 1)[0]
        (length,) = struct.unpack_from("<I", held, place + 1)
        held = held[place + 5 : place + 5 + length]
        count = (len(held) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", held, 0)
        if ends[-1] > MOST_CHARACTERS:
            raise OverflowError
        for at in range(count):
            (stands,) = struct.unpack_from("<I", held, 4 * (count + 1) + 8 * at + 2)
            size = ends[at + 1] - ends[at]
            if size < 0:
                raise OverflowError
            if stands & 0x40000000:
                stands = (stands & 0x3FFFFFFF) // 2
                text = self.main[stands : stands + size].decode("cp1252", "replace")
                yield ends[at], stands, text, 1
            else:
                raw = self.main[stands : stands + 2 * size]
                # Code units, so that each character position of the file is one position here.
                units = struct.unpack(f"<{len(raw) // 2}H", raw)
                yield ends[at], stands, "".join(map(chr, units)), 2

    def _pages(self, number: int) -> tuple[list[int], list[int]]:
        held = self._structure(number)
        count = (len(held) - 4) // 8
        if count < 1:
            return [], []
        starts = struct.unpack_from(f"<{count + 1}I", held, 0)
        return list(starts[:-1]), list(struct.unpack_from(f"<{count}I", held, 4 * (count + 1)))

    def stands(self, at: int) -> int:
        """Return the file offset of a character of the text."""
        piece = max(bisect_right(self.starts, at) - 1, 0)
        start, stands, _, size = self.pieces[piece]
        return stands + (at - start) * size

    def _held(self, pages: tuple[list[int], list[int]], stands: int, width: int) -> bytes:
        """Return the properties at a file offset: of a paragraph (`width` 13) or a run (1)."""
        at = bisect_right(pages[0], stands) - 1
        if at < 0:
            return b""
        page = pages[1][at] & 0x3FFFFF
        if page not in self.known:
            self.known[page] = self._page(self.main[page * PAGE : page * PAGE + PAGE], width)
        starts, entries = self.known[page]
        found = bisect_right(starts, stands) - 1
        return entries[found] if 0 <= found < len(entries) else b""

    @staticmethod
    def _page(page: bytes, width: int) -> tuple[list[int], list[bytes]]:
        count = page[-1]
        starts = struct.unpack_from(f"<{count + 1}I", page, 0)
        entries: list[bytes] = []
        for at in range(count):
            place = 2 * page[4 * (count + 1) + width * at]
            if not place:
                entries.append(b"")
            elif width == 1:
                entries.append(page[place + 1 : place + 1 + page[place]])
            elif page[place]:
                entries.append(page[place + 1 : place + 2 * page[place]])
            else:
                entries.append(page[place + 2 : place + 2 + 2 * page[place + 1]])
        return list(starts), entries

    def paragraph(self, at: int) -> _Properties:
        """Return the properties of the paragraph whose mark is at a text position."""
        held = self._held(self.paragraph_pages, self.stands(at), 13)
        style = struct.unpack_from("<H", held, 0)[0] if len(held) > 1 else 0
        found = _Properties(style, dict(self.style(style)))
        self._take(found, held[2:])
        for huge in (_P_HUGE, _P_HUGE_2):
            if huge in found.held and self.data:
                place = found.whole(huge)
                (length,) = struct.unpack_from("<H", self.data, place)
                self._take(found, self.data[place + 2 : place + 2 + length])
        return found

    def _style_sheet(self) -> Iterator[tuple[int, bytes]]:
        """Yield each style: its base style, and its own paragraph properties."""
        held = self._structure(_STYLES)
        if len(held) < 6:
            return
        place = 2 + struct.unpack_from("<H", held, 0)[0]
        count, base = struct.unpack_from("<2H", held, 2)
        for _ in range(min(count, _NO_STYLE)):
            (length,) = struct.unpack_from("<H", held, place)
            yield _style(held[place + 2 : place + 2 + length], base)
            place += 2 + length + length % 2

    def style(self, number: int) -> dict[int, bytes]:
        """Return the properties of a style, including those inherited from its base styles."""
        if number not in self.styles:
            chain: list[bytes] = []
            at = number
            while at < len(self.sheet) and len(chain) < DEEPEST:
                at, own = self.sheet[at]
                chain.append(own)
            held: dict[int, bytes] = {}
            for own in reversed(chain):
                held.update(_operands(own))
            self.styles[number] = held
        return self.styles[number]

    @staticmethod
    def _take(found: _Properties, held: bytes) -> None:
        for number, operand in _operands(held):
            found.held[number] = operand
            if number == _T_MERGE:
                found.merges.append(operand)

    def runs(self, start: int, end: int) -> Iterator[tuple[str, dict[int, bytes]]]:
        """Yield the text from `start` to `end` in runs of equal formatting."""
        at = start
        while at < end:
            piece = max(bisect_right(self.starts, at) - 1, 0)
            begun, stands, text, size = self.pieces[piece]
            place = stands + (at - begun) * size
            held = self._held(self.run_pages, place, 1)
            limit = self._run_end(place)
            last = min(end, begun + len(text))
            if limit is not None:
                last = min(last, at + max(1, -(-(limit - place) // size)))
            if last <= at:
                return
            yield self.text[at:last], dict(_operands(held))
            at = last

    def _run_end(self, stands: int) -> int | None:
        at = bisect_right(self.run_pages[0], stands) - 1
        if at < 0:
            return None
        starts, _ = self.known[self.run_pages[1][at] & 0x3FFFFF]
        found = bisect_right(starts, stands)
        return starts[found] if found < len(starts) else None

    def paragraphs(self, start: int, end: int) -> Iterator[_Paragraph]:
        """Yield the paragraphs from `start` to `end`, each with its closing mark."""
        begun = start
        for at in range(start, min(end, len(self.text))):
            if self.text[at] in "\r\x07\x0c":
                yield _Paragraph(begun, at, self.text[at], self.paragraph(at))
                begun = at + 1
        if begun < min(end, len(self.text)):
            yield _Paragraph(begun, min(end, len(self.text)), "\r", _Properties())

    def docx(self) -> bytes:
        """Return the document as .docx."""
        writer = _Writer(self)
        body = "".join(writer.blocks(self.paragraphs(0, self.counts[0]), 0))
        boxes = "".join(writer.blocks(self.paragraphs(*self._boxes()), 0))
        return _packed(body + boxes, self._footnotes(writer), self._numbering())

    def _boxes(self) -> tuple[int, int]:
        """Return where the text of text boxes stands: after notes, headers and comments."""
        start = sum(self.counts[:6])
        return start, start + self.counts[6]

    def notes(self) -> list[int]:
        """Return the positions of the footnote marks."""
        held = self._structure(_NOTE_REFS)
        count = max((len(held) - 4) // 6, 0)
        return list(struct.unpack_from(f"<{count}I", held, 0))

    def _footnotes(self, writer: _Writer) -> str:
        held = self._structure(_NOTE_TEXTS)
        count = max(len(held) // 4 - 2, 0)
        ends = struct.unpack_from(f"<{count + 1}I", held, 0) if count else ()
        begin = self.counts[0]
        if any(below < above for above, below in pairwise((*ends, self.counts[1]))):
            raise ValueError("broken footnotes")
        return "".join(
            f'<w:footnote w:id="{at + 1}">'
            + "".join(writer.blocks(self.paragraphs(begin + ends[at], begin + ends[at + 1]), 0))
            + "</w:footnote>"
            for at in range(count)
        )

    def _numbering(self) -> str:
        """Return the numbering part: the lists and their instances."""
        place, length = struct.unpack_from("<2I", self.main, 154 + 8 * _LISTS)
        if not length:
            return ""
        (count,) = struct.unpack_from("<H", self.table, place)
        at = place + length
        lists: dict[int, int] = {}
        written: list[str] = []
        for number in range(count):
            entry = place + 2 + 28 * number
            (identity,) = struct.unpack_from("<i", self.table, entry)
            lists[identity] = number
            levels: list[str] = []
            for level in range(1 if self.table[entry + 26] & 1 else LEVELS):
                said, at = self._level(at, level)
                levels.append(said)
            inner = "".join(levels)
            written.append(f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>')
        uses = self._structure(_LIST_USES)
        for use in range(struct.unpack_from("<I", uses, 0)[0] if uses else 0):
            (identity,) = struct.unpack_from("<i", uses, 4 + 16 * use)
            written.append(
                f'<w:num w:numId="{use + 1}"><w:abstractNumId w:val="{lists.get(identity, -1)}"/>'
                "</w:num>"
            )
        return "".join(written)

    def _level(self, at: int, level: int) -> tuple[str, int]:
        (start,) = struct.unpack_from("<i", self.table, at)
        style = _FORMATS.get(self.table[at + 4], "decimal")
        runs, paragraphs = self.table[at + 24], self.table[at + 25]
        at += 28 + runs + paragraphs
        (length,) = struct.unpack_from("<H", self.table, at)
        pattern = self.table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
        shown = "".join(f"%{ord(one) + 1}" if ord(one) < LEVELS else one for one in pattern)
        said = (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{max(start, 0)}"/>'
            f'<w:numFmt w:val="{style}"/><w:lvlText w:val={quoteattr(_clean(shown))}/></w:lvl>'
        )
        return said, at + 2 + 2 * length


def _operands(held: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the properties of a property list as number and operand."""
    place = 0
    while place + 2 <= len(held):
        (number,) = struct.unpack_from("<H", held, place)
        place += 2
        kind = number >> 13
        if number == _T_COLUMNS:
            size = struct.unpack_from("<H", held, place)[0] - 1 if place + 2 <= len(held) else 0
            place += 2
        elif kind == 6:
            size = held[place] if place < len(held) else 0
            place += 1
        else:
            size = _SIZES[kind]
        yield number, held[place : place + max(size, 0)]
        place += max(size, 0)


def _style(held: bytes, base: int) -> tuple[int, bytes]:
    """Return the base of a style and its paragraph properties; character styles have none."""
    if len(held) < base + 2:
        return _NO_STYLE, b""
    rests = struct.unpack_from("<H", held, 2)[0]
    if rests & 15 != 1:
        return _NO_STYLE, b""
    place = base + 4 + 2 * struct.unpack_from("<H", held, base)[0]
    if place + 2 > len(held):
        return rests >> 4, b""
    (length,) = struct.unpack_from("<H", held, place)
    return rests >> 4, held[place + 4 : place + 2 + length]


@dataclass(slots=True)
class _Row:
    """A row: its cells as XML, their right edges, and their continuation of cells above."""

    cells: list[str]
    edges: list[int]
    merges: list[int]
    head: bool


class _Writer:
    """Writes paragraphs and tables as WordprocessingML."""

    def __init__(self, document: _Document) -> None:
        self.document = document
        self.notes = {at: number for number, at in enumerate(document.notes(), 1)}
        # Open fields; True while the text belongs to the field instruction.
        self.fields: list[bool] = []
        self.pictures = 0

    def blocks(self, paragraphs: Iterable[_Paragraph], depth: int) -> Iterator[str]:
        """Yield the blocks at a table nesting depth, with the tables inside."""
        table: list[_Paragraph] = []
        for one in paragraphs:
            if one.properties.depth > depth:
                table.append(one)
                continue
            if table:
                yield self._table(table, depth + 1)
                table = []
            yield self._paragraph(one)
        if table:
            yield self._table(table, depth + 1)

    def _table(self, paragraphs: list[_Paragraph], depth: int) -> str:
        rows: list[_Row] = []
        cells: list[str] = []
        cell: list[_Paragraph] = []
        for one in paragraphs:
            held = one.properties
            if held.depth == depth and held.whole(_P_ROW_END if depth == 1 else _P_INNER_ROW_END):
                rows.append(_row(cells, held))
                cells, cell = [], []
                continue
            cell.append(one)
            ended = one.mark == "\x07" if depth == 1 else bool(held.whole(_P_CELL_END))
            if held.depth == depth and ended:
                cells.append("".join(self.blocks(cell, depth)))
                cell = []
        if cell or cells:
            rest = "".join(self.blocks(cell, depth))
            rows.append(_row([*cells, rest] if rest else cells, _Properties()))
        return _grid(rows)

    def _paragraph(self, one: _Paragraph) -> str:
        held = one.properties
        said = ""
        if held.whole(_P_LIST):
            level = min(held.whole(_P_LIST_LEVEL), LEVELS - 1)
            use = held.whole(_P_LIST)
            said += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{use}"/></w:numPr>'
        first = held.held.get(_P_FIRST) or held.held.get(_P_FIRST_2)
        if first and int.from_bytes(first[:2], "little", signed=True) > 0:
            said += f'<w:ind w:firstLine="{int.from_bytes(first[:2], "little")}"/>'
        if (held.whole(_P_SIDE) or held.whole(_P_SIDE_2)) == 1:
            said += '<w:jc w:val="center"/>'
        heading = held.whole(_P_LEVEL) if _P_LEVEL in held.held else held.style - 1
        if 0 <= heading <= LEVELS:
            said += f'<w:outlineLvl w:val="{heading}"/>'
        runs = "".join(self._runs(one.start, one.end))
        return f"<w:p><w:pPr>{said}</w:pPr>{runs}</w:p>"

    def _runs(self, start: int, end: int) -> Iterator[str]:
        at = start
        for text, look in self.document.runs(start, end):
            hidden = bool(look.get(_C_HIDDEN, b"\0")[:1] == b"\1")
            deleted = bool(look.get(_C_DELETED, b"\0")[:1] == b"\1")
            inner: list[str] = []
            symbol = look.get(_C_SYMBOL)
            for one in text:
                if one == "\x13":
                    self.fields.append(True)
                    inner.append('<w:fldChar w:fldCharType="begin"/>')
                elif one == "\x14":
                    self.fields[-1:] = [False] if self.fields else []
                    inner.append('<w:fldChar w:fldCharType="separate"/>')
                elif one == "\x15":
                    self.fields[-1:] = []
                    inner.append('<w:fldChar w:fldCharType="end"/>')
                elif at in self.notes and one == "\x02":
                    inner.append(f'<w:footnoteReference w:id="{self.notes[at]}"/>')
                elif one == "(" and symbol and len(symbol) >= 4:
                    code = int.from_bytes(symbol[2:4], "little")
                    inner.append(f'<w:sym w:font="Symbol" w:char="{code:04X}"/>')
                elif one == "\x01":
                    self.pictures += 1
                    inner.append(_PICTURE.format(self.pictures))
                else:
                    inner.append(_sign(one, instruction=any(self.fields)))
                at += 1
            look_of = "<w:rPr><w:vanish/></w:rPr>" if hidden else ""
            run = f"<w:r>{look_of}{_merged(inner)}</w:r>"
            yield f"<w:del>{run}</w:del>" if deleted else run


def _sign(one: str, *, instruction: bool) -> str:
    match one:
        case "\t":
            return "<w:tab/>"
        case "\x0b":
            return "<w:br/>"
        case "\x1e":
            return "<w:noBreakHyphen/>"
        case "\x1f":
            return ""
    if one < " ":
        return ""
    return ("\x01" if instruction else "\x00") + one


def _merged(inner: Iterable[str]) -> str:
    """Join elements and consecutive characters of text (\0) or of a field instruction (\1)."""
    found: list[str] = []
    gathered, kind = "", ""
    for one in (*inner, ""):
        mark = one[:1] if one[:1] in ("\x00", "\x01") else ""
        if gathered and mark != kind:
            name = "w:t" if kind == "\x00" else "w:instrText"
            # Surrogate pairs are separate until here.
            text = gathered.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            found.append(f'<{name} xml:space="preserve">{escape(_clean(text))}</{name}>')
            gathered = ""
        kind = mark
        if mark:
            gathered += one[1:]
        else:
            found.append(one)
    return "".join(found)


def _clean(text: str) -> str:
    """Return the text without characters that XML does not allow."""
    return "".join(one for one in text if one >= " " and one not in "\ufffe\uffff")


def _row(cells: list[str], held: _Properties) -> _Row:
    """Return a row built from the properties of its end mark."""
    stated = held.held.get(_T_COLUMNS, b"")
    count = stated[0] if stated else 0
    edges = list(struct.unpack_from(f"<{count + 1}h", stated, 1)) if count else []
    merges = [0] * count
    flags = stated[1 + 2 * (count + 1) :]
    for at in range(min(count, len(flags) // 20)):
        (look,) = struct.unpack_from("<H", flags, 20 * at)
        merges[at] = (look >> 5) & 3
    for one in held.merges:
        if len(one) >= 2 and one[0] < count:
            merges[one[0]] = one[1] & 3
    return _Row(cells[:count] if count else cells, edges, merges, bool(held.whole(_T_HEAD)))


def _grid(rows: list[_Row]) -> str:
    """Return rows of cells on one grid: the edges of all their columns."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        # Edges within a millimetre count as one.
        if not edges or edge - edges[-1] > 56:
            edges.append(edge)
    columns = {edge: _nearest(edges, edge) for row in rows for edge in set(row.edges)}
    written = "".join(_written(row, columns) for row in rows)
    return f"<w:tbl>{written}</w:tbl>"


def _written(row: _Row, columns: dict[int, int]) -> str:
    cells: list[str] = []
    before = columns[row.edges[0]] if row.edges else 0
    for at, cell in enumerate(row.cells):
        said = ""
        if at + 1 < len(row.edges):
            span = columns[row.edges[at + 1]] - columns[row.edges[at]]
            said += f'<w:gridSpan w:val="{max(span, 1)}"/>'
            if row.merges[at] & 1:
                said += f'<w:vMerge w:val="{"restart" if row.merges[at] & 2 else "continue"}"/>'
        cells.append(f"<w:tc><w:tcPr>{said}</w:tcPr>{cell}</w:tc>")
    head = "<w:tblHeader/>" if row.head else ""
    return f'<w:tr><w:trPr><w:gridBefore w:val="{before}"/>{head}</w:trPr>{"".join(cells)}</w:tr>'


def _nearest(edges: list[int], edge: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))


def _packed(body: str, footnotes: str, numbering: str) -> bytes:
    def part(name: str, inner: str) -> str:
        return f'<w:{name} xmlns:w="{_W}">{inner}</w:{name}>'

    parts = {"footnotes": footnotes, "numbering": numbering}
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, inner))
    return target.getvalue()
