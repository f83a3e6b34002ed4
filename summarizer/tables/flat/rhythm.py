"""Flattened tables that are not forms: rows of names and figures under heads.

A distribution of funds, a list of projects or a budget by item has the same kinds of cells in every
row. The last heads before the first row belong to the figures, one for each figure of a row; what a
head names or prints in brackets, or the head above it, is the unit of its figures.
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
from summarizer.tables.stacked import group_starts
from summarizer.tables.units import FREE, Unit, money_unit, unit_of
from summarizer.tables.vocabulary import HEADER_NOUN, TOTAL

__all__ = ["rhythmic_tables"]

LONGEST_HEAD, LONGEST_NAME, MOST_NAMES, MOST_FIGURES, FEWEST_ROWS = 20, 60, 4, 16, 3
SHORT_HEAD = 4
_REACH = 160
_INDEX = re.compile(r"序号|编[号码]|代码|行次")
_NOTE = re.compile(r"备注|说明")
_REMARKED = re.compile(r"\d[\d,.]*[（(][^（()）]{2,40}[）)]")
# A bracket after blanks belongs to the head before it: 补助资金 （万元）.
_BRACKET = re.compile(r"[（(][^（()）\d]{1,8}[）)]")
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


class _Heads(NamedTuple):
    """The heads of the names, of the figures, and those above the figures with their widths."""

    names: Sequence[Span]
    figures: Sequence[Span]
    above: Sequence[tuple[Span, int]] = ()


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
        for first, stop in _stretches(packed, cells):
            table = _table(text, packed, cells[first:stop])
            if table and not any(one.start < table.end and table.start < one.end for one in found):
                found.append(table)
    return sorted(found, key=lambda table: table.start)


def _cells(packed: Packed, cut: int) -> Iterator[Span]:
    """Return the cells separated by gaps of at least `cut`."""
    words = packed.words
    cuts = [0, *packed.cuts(0, len(words), cut), len(words)]
    start = 0
    for at, stop in pairwise(cuts[1:]):
        bracket = _BRACKET.match(words, at)
        if not (bracket and bracket.end() == stop):
            yield start, at
            start = at
    yield start, len(words)


def _stretches(packed: Packed, cells: Sequence[Span]) -> Iterator[Span]:
    """Return half-open ranges of short cells; a remark after the figures of a line may be long."""
    first = 0
    for at in range(len(cells) + 1):
        if at < len(cells):
            start, end = cells[at]
            if end - start <= LONGEST_NAME or (first < at and _is_remark(packed, cells, at)):
                continue
        if at - first > FEWEST_ROWS:
            yield first, at
        first = at + 1


def _is_remark(packed: Packed, cells: Sequence[Span], at: int) -> bool:
    """Return whether a text ends a line, after a figure; after a row number it is a name."""
    last = at + 1 == len(cells) or packed.gap(cells[at + 1][0]) >= LINE
    inside = max(packed.gap(start) for start, _ in cells[at - 1 : at + 1]) < LINE
    return last and inside and is_number(packed.words[slice(*cells[at - 1])])


def _table(text: str, packed: Packed, cells: Sequence[Span]) -> Table | None:
    words = packed.words
    numbers = [_is_figure(words, cell) for cell in cells]
    if sum(numbers) < FEWEST_ROWS or all(numbers):
        return None
    first = numbers.index(True)
    coded = any(_INDEX.search(words, *cell) for cell in cells[:first])
    rows = list(_rows(packed, cells, numbers, indexed=coded))
    if len(rows) < FEWEST_ROWS:
        return None
    lengths = Counter(len(row.figures) for row in rows)
    named = Counter(len(row.names) for row in rows[1:]).most_common(1)[0][0]
    if named > MOST_NAMES:
        return None
    if len(rows[0].names) > named:
        rows[0] = rows[0]._replace(names=rows[0].names[-named:])
    body = rows[0].names[0][0] if rows[0].number is None else rows[0].number[0]
    printed = [cell for cell in cells[:first] if cell[1] <= body]
    for width in dict.fromkeys((max(lengths), lengths.most_common(1)[0][0])):
        heads = _heads(words, printed, int(coded) + named, width)
        table = heads and _built(text, packed, heads, rows, (int(coded), named, width))
        if table:
            return table
    return None


def _is_figure(words: str, cell: Span) -> bool:
    """Return whether a cell is a figure, or one with a remark in brackets."""
    return is_number(words[slice(*cell)]) or bool(_REMARKED.fullmatch(words, *cell))


def _heads(words: str, printed: Sequence[Span], naming: int, width: int) -> _Heads | None:
    """Return the heads of `naming` columns and of `width` columns of figures, in one row or in two;
    None if they do not fit the figures.
    """
    kept = [cell for cell in printed if not _NOTE.search(words, *cell)]
    if not 0 < width <= MOST_FIGURES or len(kept) <= width:
        return None
    above, leaves = kept[:-width], kept[-width:]
    said = [words[start:end] for start, end in leaves]
    if not all(map(_is_head, said)):
        return None
    if len(set(said)) == width:
        return _Heads(above[-naming:], leaves)
    begins = group_starts(said)
    over, rest = above[-len(begins) :], above[: -len(begins)]
    told = [unit_of(words[start:end]) for start, end in over]
    known = all(unit_of(one) not in (None, FREE) for one in said)
    if not known and (len(over) < len(begins) or (any(told) and None in told)):
        return None
    sizes = [stop - start for start, stop in pairwise([*begins, width])]
    return _Heads(rest[-naming:], leaves, list(zip(over, sizes, strict=False)))


def _is_head(said: str) -> bool:
    """Return whether the words fit above figures."""
    counted = unit_of(said) is not None or HEADER_NOUN.search(said) or TOTAL.search(said)
    return len(said) <= LONGEST_HEAD and bool(counted or len(said) < SHORT_HEAD)


def _rows(
    packed: Packed, cells: Sequence[Span], numbers: Sequence[bool], *, indexed: bool
) -> Iterator[_Row]:
    """Return alternating names and figures, without remarks; in numbered tables the row number
    follows the figures of the previous row.
    """
    runs: list[tuple[bool, list[Span]]] = []
    for at, (cell, number) in enumerate(zip(cells, numbers, strict=True)):
        if at and not number and _is_remark(packed, cells, at):
            continue
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
    behind = _numbers_behind(packed.words, figures, index, most) if indexed else frozenset()
    for place, (name, run) in enumerate(zip(names, figures, strict=False)):
        following = run[-1] if place in behind else None
        yield _Row(index, tuple(name), tuple(run[:-1] if following else run))
        index = following


def _numbers_behind(
    words: str, runs: Sequence[Sequence[Span]], index: Span | None, most: int
) -> frozenset[int]:
    """Return the runs of figures that end with the number of the next row: they count on by one,
    or, in runs of the usual length, they are codes that increase.
    """
    said = [words[slice(*run[-1])] for run in runs[:-1]]
    number = words[slice(*index)] if index else "0"
    longer = [at for at, run in enumerate(runs[:-1]) if len(run) > 1]
    counted: list[int] = []
    for at in longer:
        last = said[counted[-1]] if counted else number
        if said[at].isdigit() and last.isdigit() and 0 < int(said[at]) - int(last) < 3:
            counted.append(at)
    if counted and len(counted) * 4 >= len(longer) * 3:
        return frozenset(counted)
    usual = [at for at, run in enumerate(runs[:-1]) if len(run) == most]
    codes = [*([number] if index else []), *(said[at] for at in usual)]
    values = [int(one) for one in codes if one.isdigit()]
    increasing = all(above < below for above, below in pairwise(values))
    return frozenset(usual) if len(values) == len(codes) and increasing else frozenset()


def _caption(text: str, start: int) -> Unit:
    above = text[max(0, start - _REACH) : start]
    captions = [*CAPTION.finditer(above), *MONEY_UNIT.finditer(above), *_ABOVE.finditer(above)]
    return (money_unit(captions[-1]["unit"]) if captions else None) or FREE


def _built(
    text: str, packed: Packed, heads: _Heads, rows: Sequence[_Row], shape: tuple[int, int, int]
) -> Table | None:
    """Return the table; `shape` is the number of columns of row numbers, names and figures."""
    coded, named, width = shape
    base, deep = coded + named, int(bool(heads.above))
    cells = [
        Cell(*packed.span(*head), 0, column, header=True)
        for column, head in enumerate(heads.names, base - len(heads.names))
    ]
    column = base
    for head, wide in heads.above:
        cells.append(Cell(*packed.span(*head), 0, column, header=True, columns=wide))
        column += wide
    cells += [
        Cell(*packed.span(*head), deep, column, header=True)
        for column, head in enumerate(heads.figures, base)
    ]
    for number, row in enumerate(rows, deep + 1):
        if row.number:
            cells.append(Cell(*packed.span(*row.number), number, 0, header=True))
        for at, name in enumerate(row.names[-named:]):
            cells.append(Cell(*packed.span(*name), number, coded + at, header=True))
        for at, figure in enumerate(row.figures[:width]):
            cells.append(Cell(*packed.span(*figure), number, base + at))
    caption = _caption(text, min(cell.start for cell in cells))
    counted = with_units(text, sorted(cells, key=_place), caption, heads=range(deep + 1))
    units = {one.column - base: (one.unit, one.scale) for one in counted if one.counted}
    if not set(units.values()) - {("", 0)}:
        return None
    period = _period([units.get(at) for at in range(width)])
    fits = [not len(row.figures) % period and len(row.figures) <= width for row in rows]
    if not any(len(row.figures) == width for row in rows) or sum(fits) * 4 < len(rows) * 3:
        return None
    # In a row with a missing figure, it is unknown which one is missing, unless the units repeat.
    unknown = {number for number, fit in enumerate(fits, deep + 1) if not fit}
    counted = [
        replace(one, unit="", scale=0) if one.counted and one.row in unknown else one
        for one in counted
    ]
    start, end = min(one.start for one in counted), max(one.end for one in counted)
    table = described(
        text, Table(start, end, tuple(counted), caption.base, caption.scale), deep + 1
    )
    return replace(table, role="payees" if table.role == "payees" else "other", proven=False)


def _period(units: Sequence[object]) -> int:
    """Return after how many columns the units repeat.

    >>> _period(["户", "元", "户", "元"]), _period(["户", "元", "元"])
    (2, 3)
    """
    sizes = (size for size in range(1, len(units)) if len(units) % size == 0)
    return next((size for size in sizes if units[size:] == units[:-size]), len(units))


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column
