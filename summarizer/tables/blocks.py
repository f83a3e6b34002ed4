"""Cells with known places → blocks: a form is several tables under one roof.

Each row of heads begins a new block. Within a block only the columns in which one of its cells
begins count: the columns of the other blocks are ghosts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.tables.columns import is_number
from summarizer.tables.flow import LEVEL1, LEVEL2
from summarizer.tables.region import Placed, Region, Span
from summarizer.tables.vocabulary import HEADER_NOUN, TOTAL
from summarizer.tables.wording import (
    LONGEST_HEADER,
    has_caption,
    is_column_numbers,
    is_header_row,
    is_pairs,
    is_value,
    strong,
    words,
)

__all__ = ["Block", "placed_blocks"]

MOST_HEADER_ROWS = 5
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one table, rows and columns from 0: `lead` rows of titles, `heads` rows of
    heads, then the body. `whole`: a place without a cell is an empty cell."""

    cells: tuple[Placed, ...]
    lead: int = 0
    heads: int = 0
    width: int = 0
    whole: bool = False


def placed_blocks(text: str, region: Region) -> Iterator[Block]:
    """The blocks of a region whose cells have places."""
    rows = _rows(region)
    cuts = [0, *_cuts(text, rows), len(rows)]
    for first, stop in pairwise(cuts):
        cells = [cell for row in rows[first:stop] for cell in row]
        if any(cell.start < cell.end for cell in cells):
            yield _block(text, rows[first:stop])


def _rows(region: Region) -> list[list[Placed]]:
    """The cells by the row in which they begin, without the rows that are printed again."""
    again = frozenset(region.repeated)
    height = max((cell.row for cell in region.placed), default=-1) + 1
    kept = [number for number in range(height) if number not in again]
    rows: list[list[Placed]] = [[] for _ in kept]
    for cell in region.placed:
        if cell.row in again:
            continue
        row = bisect_left(kept, cell.row)
        reach = bisect_left(kept, cell.row + cell.rows) - row
        moved = row != cell.row or reach != cell.rows
        rows[row].append(replace(cell, row=row, rows=max(1, reach)) if moved else cell)
    return rows


def _cuts(text: str, rows: Sequence[Sequence[Placed]]) -> Iterator[int]:
    """The rows in which a new block begins: at heads, or at a title above heads."""
    heads_until = 0
    width = max((c.column + c.columns for row in rows for c in row), default=0)
    for number in range(len(rows)):
        if number < heads_until:
            continue
        depth = _depth(text, rows, number)
        if depth:
            heads_until = number + depth
            begin = number
            while begin > 0 and _is_title(text, rows[begin - 1], width, rows[number]):
                begin -= 1
            if begin:
                yield begin


def _spans(row: Sequence[Placed]) -> list[Span]:
    return [(cell.start, cell.end) for cell in row if cell.start < cell.end]


def _is_title(text: str, row: Sequence[Placed], width: int, below: Sequence[Placed] = ()) -> bool:
    """One cell alone over the table's width, or the row of the caption."""
    spans = _spans(row)
    if not spans:
        return not any(cell.columns < width for cell in row) and not row
    if has_caption(text, spans):
        return len(spans) < 4
    said = words(text, spans[0])
    alone = len(spans) == 1 and len(said) <= LONGEST_TITLE and not is_value(said)
    return alone and not TOTAL.search(said) and (len(row) == 1 or not below)


def _depth(text: str, rows: Sequence[Sequence[Placed]], number: int) -> int:
    """How many rows of heads begin here; 0 for a row that is none."""
    row = [cell for cell in rows[number] if cell.start < cell.end]
    if not _heads(text, rows, number):
        return 0
    sided = _side_label(row)
    depth = max(cell.rows for cell in row if cell is not sided)
    depth = min(depth, MOST_HEADER_ROWS)
    while depth < MOST_HEADER_ROWS and number + depth + 1 < len(rows):
        if not _goes_on(text, rows, number, depth):
            break
        depth += 1
    return depth


def _heads(text: str, rows: Sequence[Sequence[Placed]], number: int) -> bool:
    spans = _spans(rows[number])
    if len(spans) < 2 or has_caption(text, spans) or number + 1 >= len(rows):
        return False
    said = [words(text, span) for span in spans]
    if _is_body(said) or is_pairs(text, spans):
        return False
    if is_header_row(text, spans):
        return number == 0 or strong(text, spans) > 0 or _counted(text, rows, number)
    first = all(_is_title(text, above, 0) for above in rows[:number])
    return first and is_header_row(text, spans, share=0.3) and _counted(text, rows, number)


def _is_body(said: Sequence[str]) -> bool:
    """产出指标 | 数量指标 | 合格率: a row of the body, though its words end like heads."""
    levels = any(LEVEL1.match(one) or LEVEL2.match(one) for one in said[1:])
    levels = levels or LEVEL1.match(said[0]) is not None
    return levels and not any("级指标" in one for one in said)


def _counted(text: str, rows: Sequence[Sequence[Placed]], number: int) -> bool:
    """Do numbers follow soon below?"""
    below = [words(text, span) for row in rows[number + 1 : number + 6] for span in _spans(row)]
    return sum(map(is_number, below)) > 1


def _side_label(row: Sequence[Placed]) -> Placed | None:
    """The label of a whole block: it reaches beyond the heads beside it."""
    others = [cell.rows for cell in row[1:]]
    return row[0] if others and row[0].rows > max(others) else None


def _goes_on(text: str, rows: Sequence[Sequence[Placed]], number: int, depth: int) -> bool:
    """Is the row below the heads another row of heads?"""
    row = rows[number + depth]
    spans = _spans(row)
    said = [words(text, span) for span in spans]
    if is_column_numbers(said):
        return True
    if not said or any(map(is_value, said)) or any(len(one) > LONGEST_HEADER for one in said):
        return False
    spanning = [c for c in rows[number + depth - 1] if c.columns > 1 and c.start < c.end]
    under = all(
        any(c.column <= cell.column < c.column + c.columns for c in spanning)
        for cell in row
        if cell.start < cell.end
    )
    if under and spanning and (len(spans) > 1 or len(row) > 1):
        return bool(_counted(text, rows, number + depth)) or is_header_row(text, spans)
    body = any(LEVEL1.match(one) or LEVEL2.match(one) for one in said)
    return (
        len(said) > 1
        and not body
        and all(map(HEADER_NOUN.search, said))
        and strong(text, spans) > len(spans) // 2
    )


def _block(text: str, rows: Sequence[Sequence[Placed]]) -> Block:
    """The rows of a block as cells from row and column 0, ghost columns left out."""
    cells = [
        replace(cell, row=number, rows=min(cell.rows, len(rows) - number))
        for number, row in enumerate(rows)
        for cell in row
    ]
    width = max(cell.column + cell.columns for cell in cells)
    lead = 0
    while lead < len(rows) - 1 and _is_title(text, rows[lead], width):
        lead += 1
    heads = _depth(text, rows, lead)
    if not heads:
        lead = 0
    starts = sorted({cell.column for cell in cells[sum(map(len, rows[:lead])) :]} | {0})
    placed = tuple(
        Placed(cell.start, cell.end, cell.row, column, cell.rows, max(1, stop - column))
        for cell in cells
        for column in [bisect_left(starts, cell.column)]
        for stop in [bisect_left(starts, cell.column + cell.columns)]
    )
    return Block(placed, lead, heads, len(starts), whole=True)
