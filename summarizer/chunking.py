"""Chunking: the division of a document into the inputs of engine calls.

Every character of the document is in exactly one chunk; the rows of a table with a known role are
in none of its sentences, since code reads them. Chunks preferably end between sections, else
between paragraphs or table rows, or between sentences of a long paragraph. They have similar
weights, since the heaviest answer takes longest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.schema import Block, Chunk, Document, Table
from summarizer.segmentation import clauses, sentences, trim

__all__ = ["LONGEST", "QUANTITIES_PER_CHUNK", "split"]

QUANTITIES_PER_CHUNK = 60
LONGEST = 2_500
# Prose without numbers has items too: this many characters weigh as much as one quantity, fewer in
# lists of aims, problems or measures (fitted to the answers for the sample reports).
CHARACTERS_PER_QUANTITY, DENSE = 64, 20
LISTS_ITEMS = re.compile(
    r"目标(?!.{0,4}(?:完成|实现|达成|执行))|指标|问题|不足|建议|措施|改进|打算"
)
INDICATOR = re.compile(r"(?:指标|目标)[:：]")
# Sections about the evaluation method have hardly any items.
METHOD, SPARSE = re.compile(r"评价(?:工作|目的|方法|原则|依据|对象|组织|过程)|指标体系"), 300
# The cost of a border, in squares of the relative deviation of a chunk's weight.
INNER_SECTION, PARAGRAPH, SENTENCE, ROW = 0.02, 0.15, 0.3, 0.5
# A text with more pieces than this is divided into groups of this many characters, to stay linear.
MANY_PIECES, LUMP = 3_000, 200
UNIT_NAMES = {0: "元", 3: "千元", 4: "万元", 5: "十万元", 6: "百万元", 8: "亿元"}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences that stay together: their start, their weight, the cost of a border before them,
    and whether they need the next piece, as a heading does."""

    start: int
    sentences: tuple[Span, ...]
    weight: float
    border: float
    bound: bool = False


def split(
    document: Document, *, quantities_per_chunk: int = QUANTITIES_PER_CHUNK
) -> tuple[Chunk, ...]:
    """Return the chunks of a document, in order, of at most about `LONGEST` characters each.

    A larger `quantities_per_chunk` means fewer calls and longer answers.
    """
    pieces = _lumped(_joined(_pieces(document)))
    if not pieces:
        return (_chunk(document, 0, (0, len(document.text)), ()),)
    lengths = _lengths(document, pieces)
    starts = _best_starts(pieces, lengths, float(max(1, quantities_per_chunk)))
    borders = [0, *(pieces[place].start for place in starts[1:]), len(document.text)]
    groups = [
        tuple(span for piece in pieces[first:last] for span in piece.sentences)
        for first, last in zip(starts, [*starts[1:], len(pieces)], strict=True)
    ]
    return tuple(
        _chunk(document, index, (borders[index], borders[index + 1]), group)
        for index, group in enumerate(groups)
    )


def _chunk(document: Document, index: int, span: Span, group: tuple[Span, ...]) -> Chunk:
    place = group[0][0] if group else span[0]
    scale = next((one.scale for one in _tables_in(document, span) if one.unit == "元"), -1)
    return Chunk(
        document,
        index,
        *span,
        document.section_at(place).path,
        group,
        table_unit=UNIT_NAMES.get(scale, ""),
    )


def _tables_in(document: Document, span: Span) -> Iterator[Table]:
    """Return the tables in a span that an engine reads."""
    return (
        table
        for table in document.tables
        if table.start < span[1] and table.end > span[0] and not table.read_by_code
    )


def _pieces(document: Document) -> Iterator[Piece]:
    """Return the blocks of the document as indivisible pieces."""
    tables = {table.start: table for table in document.tables}
    ends = [section.end for section in document.sections]
    last = -1
    for block in document.blocks:
        if block.kind == "noise":
            continue
        place = bisect_right(ends, block.start)
        border = PARAGRAPH
        if place > last:
            border = 0.0 if len(document.sections[place].path) <= 1 else INNER_SECTION
            last = place
        if block.kind == "table" and tables[block.start].read_by_code:
            continue
        if block.kind == "table":
            yield from _table_pieces(document, tables[block.start], border)
        else:
            yield from _prose_pieces(document, block, border)


def _prose_pieces(document: Document, block: Block, border: float) -> Iterator[Piece]:
    bound = block.kind in ("heading", "title")
    for place, span in enumerate(_short_sentences(document.text, block.start, block.end)):
        cost = SENTENCE if place else border
        yield Piece(span[0], (span,), _weight(document, span), cost, bound)


def _short_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield sentences; one longer than a chunk is split into clauses, and these into pieces."""
    # Line breaks in the block of a paragraph are due to the page width.
    wrapped = text.find("\n", start, end) >= 0
    for sentence in sentences(text, start, end, wrapped=wrapped):
        if sentence[1] - sentence[0] <= LONGEST:
            yield sentence
            continue
        begins = [sentence[0], *(clause[0] for clause in clauses(text, *sentence)[1:])]
        yield from _packed(text, begins, sentence[1])


def _packed(text: str, begins: Sequence[int], end: int) -> Iterator[Span]:
    """Yield clauses joined to spans of at most LONGEST; a longer clause is split."""
    start = begins[0]
    for begin, following in pairwise([*begins, end]):
        if following - start > LONGEST and begin > start:
            yield trim(text, start, begin)
            start = begin
        while following - start > LONGEST:
            yield start, start + LONGEST
            start += LONGEST
    if start < end:
        yield trim(text, start, end)


def _table_pieces(document: Document, table: Table, border: float) -> Iterator[Piece]:
    """Yield a sentence for each row; a header belongs to the row below it. Only a row longer than
    a chunk is split, between cells."""
    rows: dict[int, list[int]] = {}
    seen: set[int] = set()
    heads = {row.number for row in table.rows if row.role == "head"}
    for cell in table.cells:
        if not cell.is_empty and cell.start not in seen:
            seen.add(cell.start)
            rows.setdefault(cell.row, []).extend((cell.start, cell.end))
    for place, row in enumerate(sorted(rows, key=lambda row: min(rows[row]))):
        span = min(rows[row]), max(rows[row])
        cost = ROW if place else border
        for part in _packed(document.text, sorted(rows[row][::2]), span[1]):
            yield Piece(part[0], (part,), _weight(document, part), cost, bound=row in heads)


def _weight(document: Document, span: Span) -> float:
    counted = sum(1 for quantity in document.quantities_in(*span) if quantity.is_checked)
    path = "\n".join(document.section_at(span[0]).path[:3])
    dense = LISTS_ITEMS.search(path) or INDICATOR.search(document.text, *span)
    each = SPARSE if METHOD.search(path) else DENSE if dense else CHARACTERS_PER_QUANTITY
    return counted + (span[1] - span[0]) / each


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with headings, titles and header rows joined to the next piece."""
    joined: list[Piece] = []
    held: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        if not piece.bound or piece.start - held[0].start > LONGEST:
            joined.append(_one(held))
            held = []
    return [*joined, _one(held)] if held else joined


def _lumped(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces joined to groups, if there are very many."""
    if len(pieces) <= MANY_PIECES:
        return pieces
    lumps: list[Piece] = []
    held: list[Piece] = []
    for piece in pieces:
        if held and piece.start - held[0].start > LUMP:
            lumps.append(_one(held))
            held = []
        held.append(piece)
    return [*lumps, _one(held)]


def _one(pieces: Sequence[Piece]) -> Piece:
    spans = tuple(span for piece in pieces for span in piece.sentences)
    weight = sum(piece.weight for piece in pieces)
    return Piece(pieces[0].start, spans, weight, pieces[0].border, pieces[-1].bound)


def _lengths(document: Document, pieces: list[Piece]) -> list[int]:
    """Return the number of characters of each piece, without tables that code reads."""
    starts = [piece.start for piece in pieces]
    lengths = [after - start for start, after in pairwise([*starts, len(document.text)])]
    for table in document.tables:
        place = bisect_right(starts, table.start) - 1
        if table.read_by_code and place >= 0:
            lengths[place] -= table.end - table.start
    return lengths


def _best_starts(pieces: list[Piece], lengths: list[int], limit: float) -> list[int]:
    """Return the starts of chunks, as indices of `pieces`, with the least total cost."""
    total = sum(piece.weight for piece in pieces)
    target = total / max(1, round(total / limit + 0.2))
    best = [0.0] + [float("inf")] * len(pieces)
    came = [0] * (len(pieces) + 1)
    for last in range(1, len(pieces) + 1):
        weight, length = 0.0, 0
        for first in range(last - 1, -1, -1):
            weight += pieces[first].weight
            length += lengths[first]
            heavy = weight > 1.5 * target or length > LONGEST
            if heavy and first < last - 1:
                break
            cost = best[first] + ((weight - target) / target) ** 2 + pieces[first].border
            if cost < best[last]:
                best[last], came[last] = cost, first
    starts: list[int] = []
    place = len(pieces)
    while place:
        place = came[place]
        starts.append(place)
    return starts[::-1]
