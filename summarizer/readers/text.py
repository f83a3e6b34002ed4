"""Build a Document from plain text: combine its layout with its quantities."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from summarizer.errors import ReadError, UnreadableDocument
from summarizer.quantities import scan, scan_cell
from summarizer.readers.canonical import canonical, hidden_notes
from summarizer.readers.encoding import Decoded, decode
from summarizer.readers.front_matter import fiscal_year, organization
from summarizer.readers.layout import Layout, lay_out
from summarizer.readers.report_kind import report_kind
from summarizer.readers.unread import with_unread
from summarizer.schema import Block, Cell, Document, Note, Place, Quantity, Table
from summarizer.tables.columns import bare_number

__all__ = ["document_of", "read_decoded", "read_plain"]

# A line break inserted by a page; two numbers separated by it stay two.
_BREAK = re.compile(r"(?<=[^\d\s])\n[ \u3000]?(?=\S)|(?<=\d)\n[ \u3000]?(?=[^\d\s.．,，])")
# An incomplete group of thousands continues on the next line: 1,234,5 above 67.89元.
_TORN = re.compile(
    r"(?<=\d,)\n(?=\d{3}(?!\d))|(?<=\d,\d)\n(?=\d\d(?!\d))|(?<=\d,\d\d)\n(?=\d(?!\d))"
)
_NAMES = re.compile(r"(?:19|20)\d\d|\d{1,2}")
# The maximum score of a class of indicators: 产出指标（50）.
_WORTH = re.compile(r"[（(]\s*(?P<worth>\d{1,3}(?:\.\d)?)\s*[）)]\s*$")


def read_plain(data: bytes, name: str, encoding: str | None = None) -> Document:
    """Return the document in the content of a text file. Raises ReadError."""
    return read_decoded(decode(data, name, encoding=encoding), name, data)


def read_decoded(decoded: Decoded, name: str, data: bytes) -> Document:
    """Return the document of a decoded text; `data` is the content it came from."""
    text, origin = canonical(decoded.text, mark=decoded.mark)
    notes = (*decoded.notes, *hidden_notes(decoded.text))
    return document_of(text, name, data, lay_out(text, name), notes, origin=origin)


def document_of(
    text: str,
    name: str,
    data: bytes,
    layout: Layout,
    notes: tuple[Note, ...],
    *,
    places: tuple[Place, ...] = (),
    recognised: tuple[tuple[int, int], ...] = (),
    origin: tuple[tuple[int, int], ...] = ((0, 0),),
) -> Document:
    """Return the document of a canonical text with its layout; `data` is the content of its file.

    Raises UnreadableDocument when the text has no words.
    """
    if not any(map(str.isalnum, text)):
        raise _pictures(name) if any(n.code == "pictures" for n in notes) else _blank(name)
    return Document(
        name=name,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=layout.title,
        organization=organization(text, layout.title, layout.lines, layout.tables),
        fiscal_year=fiscal_year(text, layout.title),
        kind=report_kind(text, layout.title),
        blocks=layout.blocks,
        tables=layout.tables,
        sections=layout.sections,
        quantities=_quantities(text, layout),
        notes=notes,
        places=places,
        recognised=recognised,
        origin=origin,
    )


def _pictures(name: str) -> ReadError:
    return UnreadableDocument(
        f"'{name}' 里只有图片，没有文字；请另存为 PDF，并安装可选组件 ocr，或换用有文字的原始文件",
        f"'{name}' holds pictures and no text; save it as a PDF and install the extra `ocr`, "
        "or pass the original file with its text",
        code="input-empty",
    )


def _blank(name: str) -> ReadError:
    return UnreadableDocument(
        f"'{name}' 里没有文字：文件为空或只有空白；请检查文件是否导出完整",
        f"'{name}' holds no text: it is empty or blank; check that it was exported completely",
        code="input-empty",
    )


def _quantities(text: str, layout: Layout) -> tuple[Quantity, ...]:
    """Return the quantities in the prose, and in table cells with the units of their columns."""
    apart = [table for table in layout.tables if table.start in layout.apart]
    cells = _cells(table for table in layout.tables if table.start not in layout.apart)
    bare = [(cell, place) for cell in cells if (place := _bare_number(text, cell))]
    counted = [
        quantity
        for cell, place in bare
        if cell.counted
        for quantity in scan_cell(text, *place, unit=cell.unit, scale=cell.scale)
    ]
    noise = [block for block in layout.blocks if block.kind == "noise"]
    told = [place for _, place in bare] + [(block.start, block.end) for block in noise]
    told += [(table.start, table.end) for table in apart]
    kept = _outside(_scanned(text, layout.blocks), told)
    whole = _whole(text, kept, layout.tables, cells)
    counted += (quantity for cell in _cells(apart) for quantity in _in_cell(text, cell))
    found = sorted([*counted, *whole], key=lambda quantity: quantity.start)
    passed = [(block.start, block.end) for block in noise]
    # Columns of row numbers, years and codes hold no quantities, except sums among them.
    passed += [place for cell, place in bare if not (cell.counted or _SUM.search(text, *place))]
    passed += [(cell.start, cell.end) for cell in cells if cell.header and _is_bare(text, cell)]
    passed += [
        (cell.start, cell.end)
        for table in apart
        for cell in table.cells
        if not cell.counted and (_is_bare(text, cell) or _is_code(text, table, cell))
    ]
    settled = [(cell.start, cell.end) for cell in _cells(apart) if cell.counted]
    return tuple(with_unread(text, found, passed, settled))


def _in_cell(text: str, cell: Cell) -> Iterable[Quantity]:
    """Return the quantities of a cell, independent of adjacent text."""
    if cell.counted:
        return scan_cell(text, cell.start, cell.end, unit=cell.unit, scale=cell.scale)
    found = [
        replace(one, start=one.start + cell.start, end=one.end + cell.start)
        for one in scan(text[cell.start : cell.end])
    ]
    worth = _WORTH.search(text, cell.start, cell.end) if cell.header else None
    if worth and not found:
        return scan_cell(text, *worth.span("worth"), unit="分", scale=0)
    return found


def _scanned(text: str, blocks: Iterable[Block]) -> Iterable[Quantity]:
    """Return the quantities of the blocks, also where a line break separates number and unit."""
    breaks = [
        found.span()
        for block in blocks
        if block.kind == "paragraph"
        for found in _BREAK.finditer(text, block.start, block.end)
    ]
    breaks = sorted([*breaks, *(found.span() for found in _TORN.finditer(text))])
    if not breaks:
        return scan(text)
    begins = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    pieces = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    places = list(accumulate(map(len, pieces), initial=0))[:-1]

    def back(offset: int) -> int:
        piece = bisect_right(places, offset) - 1
        return begins[piece] + offset - places[piece]

    return [
        replace(one, text=text[start:end], start=start, end=end)
        for one in scan("".join(pieces))
        for start, end in [(back(one.start), back(one.end - 1) + 1)]
    ]


def _cells(tables: Iterable[Table]) -> list[Cell]:
    """Return the cells in order of place, each once even if it spans rows and columns."""
    once = {cell.start: cell for table in tables for cell in table.cells}
    return [once[start] for start in sorted(once)]


def _bare_number(text: str, cell: Cell) -> tuple[int, int] | None:
    """Return the span of a cell that holds only a number; a number that names a row is a code."""
    return bare_number(text, cell.start, cell.end)


# Not a row number, year or code: it has decimals, thousands, or four digits and is not a year.
_SUM = re.compile(r"[\d,]\.\d|\d,\d{3}|(?<!\d)(?!19|20)[1-9]\d{3}(?!\d)")


def _is_bare(text: str, cell: Cell) -> bool:
    """Return whether the cell is a year or a row number."""
    return _NAMES.fullmatch(text, cell.start, cell.end) is not None


def _is_code(text: str, table: Table, cell: Cell) -> bool:
    """Does a cell hold digits alone, in a column of codes?"""
    coded = {column.number for column in table.columns if column.role in ("index", "code")}
    return cell.column in coded and text[cell.start : cell.end].isdigit()


def _outside(
    quantities: Iterable[Quantity], spans: Iterable[tuple[int, int]]
) -> Iterator[Quantity]:
    """Yield the quantities that overlap none of the spans."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    for quantity in quantities:
        place = bisect_right(starts, quantity.end - 1) - 1
        if place < 0 or ordered[place][1] <= quantity.start:
            yield quantity


def _whole(
    text: str, quantities: Iterable[Quantity], tables: Iterable[Table], cells: list[Cell]
) -> Iterator[Quantity]:
    """Yield the quantities cut at cell bounds: none spans two cells or the marks between them."""
    regions = [(table.start, table.end) for table in tables]
    starts = [start for start, _ in regions]
    cell_starts = [cell.start for cell in cells]
    for quantity in quantities:
        region = bisect_right(starts, quantity.start) - 1
        if region >= 0 and quantity.start < regions[region][1]:
            place = bisect_right(cell_starts, quantity.end - 1) - 1
            if place < 0 or quantity.end > cells[place].end:
                continue
            if quantity.start < cells[place].start:
                yield from _held(text, quantity, cells[place])
                continue
        yield quantity


def _held(text: str, quantity: Quantity, cell: Cell) -> Iterator[Quantity]:
    """Yield the part of a mention in the cell when the mention began before it: <td>98.6% is no
    bound.
    """
    for one in scan(text[cell.start : cell.end]):
        start, end = one.start + cell.start, one.end + cell.start
        if end == quantity.end:
            yield replace(one, start=start, end=end)
