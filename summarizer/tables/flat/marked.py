"""Rows that each begin with a numbered indicator: 指标1：培训人次 ≥90人次 96人次 5 5.

The header of such rows may be broken or lack a head. The cells after the names are alike in all
rows: target and outcome, and a weight with a score not above it, or one of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast

from summarizer.schema.table import Cell, Column, ColumnRole, Row, Table
from summarizer.tables.flat.blocks import LONGEST_WORDS
from summarizer.tables.flat.cells import cells_of
from summarizer.tables.flat.laid import Held
from summarizer.tables.flat.packed import BLANK, Packed
from summarizer.tables.flat.tokens import Token, token_of
from summarizer.tables.flat.words import HEAD, LEVEL1, LEVEL2, STOP, TOTAL, Kind, head_kind
from summarizer.tables.units import FREE

__all__ = ["joins_marked_rows", "marked_tables"]

Span = tuple[int, int]

FEWEST_ROWS, LONGEST_NAME, HEAD_REACH = 3, 60, 600
_MARK = re.compile(r"指标\d{1,2}[:：]")
_POINTS: frozenset[Kind] = frozenset({"weight", "score"})
_VALUES: frozenset[Kind] = frozenset({"target", "actual"})
# The columns of values and points in their possible orders.
_WAYS: tuple[tuple[Kind, ...], ...] = (
    ("target", "actual", "weight", "score"),
    ("weight", "target", "actual", "score"),
    ("target", "weight", "actual", "score"),
    ("target", "actual", "weight"),
    ("target", "actual", "score"),
)


def marked_tables(packed: Packed) -> Iterator[Table]:
    """Yield the tables of numbered indicators.

    >>> from summarizer.tables.flat.packed import pack
    >>> form = "完成值 指标1：甲类 9个 9个 5 5 指标2：乙类 ≥80% 75% 5 4 指标3：丙类 3次 3次 2 2"
    >>> (table,) = marked_tables(pack(form, [(0, len(form))]))
    >>> [column.role for column in table.columns]
    ['name', 'target', 'actual', 'weight', 'score', 'other']
    """
    run: list[int] = []
    for found in _MARK.finditer(packed.words):
        if run and found.start() - run[-1] > LONGEST_WORDS:
            yield from _tables(packed, run)
            run = []
        run.append(found.start())
    yield from _tables(packed, run)


def joins_marked_rows(text: str, table: Table) -> bool:
    """Return whether a row of a table holds two marks: rows of the form were joined."""
    rows = [cell.row for cell in table.cells for _ in _MARK.finditer(text, cell.start, cell.end)]
    return len(rows) > len(set(rows))


def _tables(packed: Packed, marks: Sequence[int]) -> Iterator[Table]:
    """Yield the table of consecutive marks, if most of their rows have the same cells."""
    cut = min(map(packed.gap, marks), default=0)
    if len(marks) < FEWEST_ROWS or cut < BLANK:
        return
    words, limit = packed.words, min(len(packed.words), marks[-1] + LONGEST_WORDS)
    above = HEAD.finditer(words, max(0, marks[0] - HEAD_REACH), marks[-1])
    heads = {head_kind(found) for found in above}
    printed = [_cells(packed, start, end, cut) for start, end in pairwise([*marks, limit])]
    ways = [way for way in _WAYS if len(way) > 3 or heads & _POINTS == {way[-1]}]
    found = [
        [*(_row(words, cells, way) for cells in printed[:-1]), _last_row(words, printed[-1], way)]
        for way in ways
    ]
    counts = [sum(map(bool, rows)) for rows in found]
    most = max(counts, default=0)
    if "actual" not in heads or most < FEWEST_ROWS or counts.count(most) > 1:
        return
    if 2 * most > len(marks):
        best = counts.index(most)
        yield _table(packed, printed, found[best], ("name", *ways[best]))


def _cells(packed: Packed, start: int, end: int, cut: int) -> list[Span]:
    """Return the cells of a row, up to a label, a total or the text after the form."""
    for pattern in (LEVEL2, LEVEL1, TOTAL, STOP):
        # 社会效益 before 指标1 is the label of the row below.
        for found in pattern.finditer(packed.words, start + 1, end + 2):
            if found.start() < end and packed.gap(found.start()) >= cut:
                end = found.start()
                break
    return list(pairwise([start, *packed.cuts(start, end, cut), end]))


def _row(words: str, cells: Sequence[Span], way: Sequence[Kind]) -> dict[int, Held]:
    """Return the name and the values of a row; empty if its cells are not those of the columns."""
    tokens = [token_of(words[start:end]) for start, end in cells]
    named = len(cells) - len(way)
    if named < 1 or any(tokens[:named]) or cells[named - 1][1] - cells[0][0] > LONGEST_NAME:
        return {}
    if not _fits(dict(zip(way, tokens[named:], strict=True))):
        return {}
    values = [Held(*span, token) for span, token in zip(cells[named:], tokens[named:], strict=True)]
    return dict(enumerate([Held(cells[0][0], cells[named - 1][1]), *values]))


def _last_row(words: str, cells: Sequence[Span], way: Sequence[Kind]) -> dict[int, Held]:
    """Return the row of the last mark, which ends as soon as its cells are those of the columns."""
    rows = (_row(words, cells[:stop], way) for stop in range(len(way), len(cells) + 1))
    return next(filter(None, rows), {})


def _fits(told: dict[Kind, Token | None]) -> bool:
    """Return whether points are bare numbers, a score is at most its weight, and the values have
    the same unit.
    """
    numbers: list[Decimal] = []
    for kind in ("weight", "score"):
        if kind in told:
            token = told[kind]
            if token is None or token.number is None or token.sign or token.unit not in ("", "分"):
                return False
            numbers.append(token.number)
    units = {token.unit for kind in _VALUES if (token := told[kind]) and token.unit}
    return len(units) < 2 and sorted(numbers, reverse=True) == numbers and numbers[0] <= 100


def _table(
    packed: Packed,
    printed: Sequence[Sequence[Span]],
    found: Sequence[dict[int, Held]],
    roles: tuple[Kind, ...],
) -> Table:
    """Return the rows, then the cells of the other rows, whose columns are unknown."""
    rows = [row for row in found if row]
    cells = cells_of(packed, [], rows, roles, FREE)
    names = [cell for cell in cells if cell.header]
    others = (spans for row, spans in zip(found[:-1], printed[:-1], strict=True) if not row)
    lost = [span for spans in others for span in spans]
    for number, (start, end) in enumerate(lost, len(rows)):
        token = token_of(packed.words[start:end])
        counted = token is not None and token.number is not None
        cells.append(Cell(*packed.span(start, end), number, len(roles), counted=counted))
    return Table(
        min(cell.start for cell in cells),
        max(cell.end for cell in cells),
        tuple(cells),
        role="indicators",
        columns=tuple(
            Column(at, cast("ColumnRole", role)) for at, role in enumerate((*roles, "other"))
        ),
        rows=tuple(
            Row(number, path=(names[number],) if number < len(names) else ())
            for number in range(len(rows) + len(lost))
        ),
    )
