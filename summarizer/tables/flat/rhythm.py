"""Flattened tables that are not forms: rows of names and figures under heads.

A distribution of funds, a list of projects or a budget by item has the same kinds of cells in every
row. The last heads before the first row belong to the figures, one for each figure of a row; what a
head names or prints in brackets is the unit of its figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from summarizer.schema.table import Cell, Table
from summarizer.tables.cell_units import with_units
from summarizer.tables.columns import is_number
from summarizer.tables.flat.fields import described
from summarizer.tables.flat.headers import MONEY_UNIT
from summarizer.tables.flat.packed import BAR, BLANK, LINE, Packed, pack
from summarizer.tables.region import CAPTION, Span
from summarizer.tables.units import FREE, Unit, money_unit, unit_of
from summarizer.tables.vocabulary import HEADER_NOUN, TOTAL

__all__ = ["rhythmic_tables"]

LONGEST_HEAD, LONGEST_NAME, MOST_NAMES, MOST_FIGURES, FEWEST_ROWS = 20, 60, 4, 12, 3
_REACH = 160
_INDEX = re.compile(r"序号|编[号码]|代码|行次")
_NOTE = re.compile(r"备注|说明")
# The unit alone on the line above the heads.
_ABOVE = re.compile(r"(?<![^\n])(?P<unit>[百千]?万元|亿元|千元|元)[ |]*\n\s*\Z")
# Without any of these, the unit of the figures is unknown.
_TOLD = re.compile(r"单\s{0,4}位|[（(/／][^（()）]{0,4}[元人户台亩%％个]|万\s?元|序\s*号")


_BARE = re.compile(r"(?<![^\s|])\d[\d,.]*(?![^\s|])")


class _Row(NamedTuple):
    """A row: its number or code, its names and its figures, each a span of the packed words."""

    number: Span | None
    names: tuple[Span, ...]
    figures: tuple[Span, ...]


def rhythmic_tables(text: str, spans: Sequence[Span]) -> list[Table]:
    """Return the tables in the spans with repeating rows, in order; their role is `other` or
    `payees`.

    >>> listed = "县区 人口（万人） 资金（万元） 甲县 3 5 乙县 4 6.5 合计 7 11.5"
    >>> table = rhythmic_tables(listed, [(0, len(listed))])[0]
    >>> [(cell.unit, cell.scale) for cell in table.cells][3:6]
    [('', 0), ('人', 4), ('元', 4)]
    """
    if not _TOLD.search(text) or len(list(islice(_BARE.finditer(text), FEWEST_ROWS))) < FEWEST_ROWS:
        return []
    packed = pack(text, spans)
    found: list[Table] = []
    for cut in (BAR, LINE, BLANK):
        cells = list(_cells(packed, cut))
        for first, stop in _stretches(cells):
            table = _table(text, packed, cells[first:stop])
            if table and not any(one.start < table.end and table.start < one.end for one in found):
                found.append(table)
    return sorted(found, key=lambda table: table.start)


def _cells(packed: Packed, cut: int) -> Iterator[Span]:
    """Return the cells separated by gaps of at least `cut`."""
    yield from pairwise([0, *packed.cuts(0, len(packed.words), cut), len(packed.words)])


def _stretches(cells: Sequence[Span]) -> Iterator[Span]:
    """Return half-open ranges of short cells."""
    first = 0
    for at in range(len(cells) + 1):
        if at < len(cells):
            start, end = cells[at]
            if end - start <= LONGEST_NAME:
                continue
        if at - first > FEWEST_ROWS:
            yield first, at
        first = at + 1


def _table(text: str, packed: Packed, cells: Sequence[Span]) -> Table | None:
    numbers = [is_number(packed.words[start:end]) for start, end in cells]
    if sum(numbers) < FEWEST_ROWS or all(numbers):
        return None
    first = numbers.index(True)
    said = [packed.words[start:end] for start, end in cells[:first]]
    coded = [at for at, words in enumerate(said) if _INDEX.search(words)]
    rows = list(_rows(packed.words, cells, numbers, indexed=bool(coded)))
    if len(rows) < FEWEST_ROWS:
        return None
    width = Counter(len(row.figures) for row in rows).most_common(1)[0][0]
    named = Counter(len(row.names) for row in rows[1:]).most_common(1)[0][0]
    if not 0 < width <= MOST_FIGURES or named > MOST_NAMES:
        return None
    if sum(len(row.figures) == width for row in rows) * 4 < len(rows) * 3:
        return None
    if len(rows[0].names) > named:
        rows[0] = rows[0]._replace(names=rows[0].names[-named:])
    body = rows[0].names[0][0] if rows[0].number is None else rows[0].number[0]
    heads = [cell for cell in cells[:first] if cell[1] <= body]
    note = 1 if heads and _NOTE.search(packed.words[slice(*heads[-1])]) else 0
    count = int(bool(coded)) + named + width + note
    heads = heads[max(0, len(heads) - count) :]
    if len(heads) < width + note + 1 or not _are_heads(packed.words, heads, width + note):
        return None
    return _built(text, packed, heads, rows, (named, width, note, int(bool(coded))))


def _are_heads(words: str, heads: Sequence[Span], counting: int) -> bool:
    """Return whether the heads fit the figures below them."""
    said = [words[start:end] for start, end in heads[-counting:]]
    return len(set(said)) == len(said) and all(
        len(one) <= LONGEST_HEAD
        and (unit_of(one) is not None or HEADER_NOUN.search(one) or TOTAL.search(one))
        for one in said
    )


def _rows(
    words: str, cells: Sequence[Span], numbers: Sequence[bool], *, indexed: bool
) -> Iterator[_Row]:
    """Return alternating names and figures; in numbered tables the row number follows the figures
    of the previous row.
    """
    runs: list[tuple[bool, list[Span]]] = []
    for cell, number in zip(cells, numbers, strict=True):
        if not runs or runs[-1][0] != number:
            runs.append((number, []))
        runs[-1][1].append(cell)
    figures = [run for number, run in runs if number]
    names = [run for number, run in runs if not number]
    if runs[0][0] or len(figures) < FEWEST_ROWS:
        return
    lengths = Counter(map(len, figures[1:-1]))
    most = max(lengths, key=lambda length: (lengths[length], length))
    index: Span | None = None
    if indexed and len(figures[0]) == 1 and len(names) > 1:
        # The heads, and the number of the first row.
        index, figures, names = figures[0][0], figures[1:], names[1:]
    behind = [run[-1] for run in figures[:-1] if len(run) == most]
    indexed = indexed and _count_on(words, behind if index is None else [index, *behind])
    for place, (name, run) in enumerate(zip(names, figures, strict=False)):
        following = None
        if indexed and len(run) == most and place + 1 < len(figures):
            run, following = run[:-1], run[-1]
        yield _Row(index, tuple(name), tuple(run))
        index = following


def _count_on(words: str, numbers: Sequence[Span]) -> bool:
    """Return whether these are row numbers or codes: whole, and increasing."""
    said = [words[start:end] for start, end in numbers]
    values = [int(one) for one in said if one.isdigit()]
    return len(values) == len(said) and all(above < below for above, below in pairwise(values))


def _caption(text: str, start: int) -> Unit:
    above = text[max(0, start - _REACH) : start]
    captions = [*CAPTION.finditer(above), *MONEY_UNIT.finditer(above), *_ABOVE.finditer(above)]
    return (money_unit(captions[-1]["unit"]) if captions else None) or FREE


def _built(
    text: str,
    packed: Packed,
    heads: Sequence[Span],
    rows: Sequence[_Row],
    shape: tuple[int, int, int, int],
) -> Table | None:
    named, width, note, coded = shape
    base = coded + named
    shift = base + width + note - len(heads)
    cells = [
        Cell(*packed.span(*head), 0, column + shift, header=True)
        for column, head in enumerate(heads)
    ]
    for number, row in enumerate(rows, 1):
        if row.number:
            cells.append(Cell(*packed.span(*row.number), number, 0, header=True))
        for at, name in enumerate(row.names[-named:]):
            cells.append(Cell(*packed.span(*name), number, coded + at, header=True))
        for at, figure in enumerate(row.figures[:width]):
            cells.append(Cell(*packed.span(*figure), number, base + at))
    caption = _caption(text, cells[0].start)
    counted = with_units(text, sorted(cells, key=_place), caption, heads=range(1))
    units = {(one.unit, one.scale) for one in counted if one.counted}
    if not units - {("", 0)}:
        return None
    short = {number for number, row in enumerate(rows, 1) if len(row.figures) != width}
    if len(units) > 1:
        # In a row with a missing figure, it is unknown which one is missing.
        counted = [
            replace(one, unit="", scale=0) if one.counted and one.row in short else one
            for one in counted
        ]
    start, end = min(one.start for one in counted), max(one.end for one in counted)
    table = described(text, Table(start, end, tuple(counted), caption.base, caption.scale), 1)
    return replace(table, role="payees" if table.role == "payees" else "other", proven=False)


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column
