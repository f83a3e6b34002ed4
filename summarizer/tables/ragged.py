"""Rows of cells recovered from text → blocks with placed cells.

A row may have fewer cells than the table has columns, because merged cells were lost. The heads and
the fit of the numbers decide the column of each cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.tables.blocks import Block
from summarizer.tables.columns import align, header_columns, is_number
from summarizer.tables.flow import flow_rows, header_run
from summarizer.tables.region import Placed, Span
from summarizer.tables.stacked import UNIT, Stacked, stacked_heads
from summarizer.tables.vocabulary import HEADER_NOUN
from summarizer.tables.wording import (
    LONGEST_HEADER,
    block_label,
    is_column_numbers,
    is_header_row,
    is_pairs,
    words,
)

__all__ = ["ragged_blocks"]

Row = tuple[Span, ...]
MOST_HEADER_ROWS = 4
LEVEL = re.compile("[一二三四]级指标$")


def ragged_blocks(text: str, rows: Sequence[Row]) -> Iterator[Block]:
    """Return the blocks of the rows, each with its own heads."""
    stacked = stacked_heads(text, rows)
    if stacked:
        yield _under(text, stacked, rows)
        return
    for band in _bands(text, rows):
        stacked = stacked_heads(text, band)
        if stacked:
            yield _under(text, stacked, band)
        else:
            yield _block(text, _with_lost_cells(text, band))


def _under(text: str, stacked: Stacked, rows: Sequence[Row]) -> Block:
    """Return the block of the rows under heads of several rows."""
    width = max(cell.column + cell.columns for cell in stacked.cells)
    body = [row[:width] for row in rows[stacked.body :]]
    cells = [*stacked.cells, *_body_cells(text, body, width, stacked.depth)]
    return Block(tuple(cells), heads=stacked.depth, width=width)


def _body_cells(text: str, rows: Sequence[Row], width: int, first: int) -> Iterator[Placed]:
    """Return the cells of the rows in their columns; `first` is the number of the first row."""
    placed = align([[words(text, span) for span in row] for row in rows], width)
    for number, (row, columns) in enumerate(zip(rows, placed, strict=True), start=first):
        for span, column in zip(row, columns, strict=True):
            yield Placed(*span, number, column)


def _filled(text: str, row: Row) -> list[str]:
    return [words(text, span) for span in row if span[1] > span[0]]


def _bands(text: str, rows: Sequence[Row]) -> list[list[Row]]:
    """Split rows at each new header; a head repeated on a further page is dropped."""
    bands: list[list[Row]] = []
    previous = False
    head: list[str] = []
    for row in rows:
        filled = _filled(text, row)
        if filled and words(text, row[0]) and all(map(UNIT.fullmatch, filled)):
            # Units over other columns than their own: the rows lack cells.
            continue
        header = is_header_row(filled) and not is_pairs(filled)
        said = [words(text, span) for span in row] if header else []
        if header and said == head and len(bands[-1]) > 1:
            continue
        if not bands or (header and not previous):
            bands.append([])
            head = said
        bands[-1].append(row)
        previous = header
    return bands


def _with_lost_cells(text: str, rows: list[Row]) -> list[Row]:
    """Place the cells of rows that lost merged cells: every row is shorter than its header, or the
    levels of indicators are printed once. What each column may contain decides.
    """
    filled = [[span for span in row if span[1] > span[0]] for row in rows]
    header = [words(text, span) for span in filled[0]]
    short = [len(row) < len(rows[0]) for row in rows[1:]]
    levels = sum(1 for head in header if LEVEL.search(head)) > 1
    gaps = any(len(row) < len(all_) for row, all_ in zip(filled[1:], rows[1:], strict=True))
    if not (all(short) or (any(short) and levels and not gaps)) or len(rows) < 2:
        return rows
    if header_run(header, 0) != len(header):
        return rows
    return flow_rows(text, [span for row in filled for span in row])


def _block(text: str, rows: list[Row]) -> Block:
    heads = _header_rows(text, rows)
    body = rows[heads:]
    width = max((len(row) for row in body or rows), default=0)
    if not heads:
        cells = [
            Placed(*span, number, column)
            for number, row in enumerate(rows)
            for column, span in enumerate(row)
        ]
        return Block(tuple(cells), width=width)
    width = max(width, max(len(row) for row in rows[:heads]))
    label = block_label(text, rows[0])
    cells = [Placed(*label, 0, 0)] if label else []
    cells += _head_cells(text, rows[:heads], width, label)
    heads += bool(label)
    cells += _body_cells(text, body, width, heads)
    return Block(tuple(cells), heads=heads, width=width, sided=label is not None)


def _head_cells(text: str, heads: list[Row], width: int, label: Span | None) -> Iterator[Placed]:
    """Return the head cells over their columns. A label of the whole block beside them (绩效指标 |
    一级指标 …) is not a column head and gets a row of its own above.
    """
    shown = [
        header_columns(text, row, below, width)
        for row, below in zip(heads, [*heads[1:], None], strict=True)
    ]
    for number, row in enumerate(shown):
        column = 0
        while column < width:
            span = row[column]
            stop = column + 1
            while span is not None and stop < width and row[stop] == span:
                stop += 1
            if span is not None and span != label and span[0] < span[1]:
                yield Placed(*span, number + bool(label), column, 1, stop - column)
            column = stop


def _header_rows(text: str, rows: list[Row]) -> int:
    """Return how many rows at the top are headers: 0 for a block of labels and values."""
    if len(rows) < 2:
        return 0
    first = _filled(text, rows[0])
    if not is_header_row(first):
        numbers = any(is_number(words(text, span)) for row in rows[1:] for span in row)
        plain = len(rows[0]) > 2 and numbers and is_header_row(first, share=0.3)
        return 1 if plain else 0
    if is_pairs(first):
        return 0
    count = 1
    while count < min(MOST_HEADER_ROWS, len(rows) - 1) and (
        _is_second(text, rows[count]) or _parts_header(text, *rows[count - 1 : count + 2])
    ):
        count += 1
    return count


def _parts_header(text: str, above: Row, row: Row, below: Row) -> bool:
    """「预算数 | | | 决算数」 over 「合计 | 接待费 | 用车费」: short words below spanning heads,
    numbers below.
    """
    cells = [words(text, span) for span in row]
    spanned = any(over[0] == over[1] and cell for over, cell in zip(above, cells, strict=False))
    plain = all(len(cell) <= LONGEST_HEADER and not is_number(cell) for cell in cells)
    counted = sum(is_number(words(text, span)) for span in below)
    return spanned and plain and len(above) == len(row) == len(below) and 2 * counted > len(below)


def _is_second(text: str, row: Row) -> bool:
    """Return whether a row is a further header row: only header words, empty below heads that span
    both rows.
    """
    filled = _filled(text, row)
    if is_column_numbers(filled):
        return True
    if not filled or len(filled) == len(row) > 4:
        return is_header_row(filled, share=0.9) and not is_pairs(filled)
    return len(filled) > 1 and all(
        HEADER_NOUN.search(cell) and not is_number(cell) for cell in filled
    )
