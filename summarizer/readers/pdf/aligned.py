"""Find tables without vertical lines: their columns are the gaps that words leave in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.readers.pdf.bands import FEWEST_RULED, Band, bands_of, ruled_bands
from summarizer.readers.pdf.fragments import Fragment, Piece
from summarizer.readers.pdf.gaps import Gap, fits, gaps_of
from summarizer.readers.pdf.joining import Written, write
from summarizer.readers.pdf.lines import Line, cut, is_number, pieces
from summarizer.readers.pdf.rows import is_numbers, rows_by_rules, rows_of
from summarizer.readers.pdf.shapes import Page, Stroke, union
from summarizer.readers.pdf.stacks import Stack, stacks_of

__all__ = ["aligned"]

# Minimum number of rows of a table without rules.
FEWEST_ROWS = 3
# With more horizontal rules than a three-line table has, each rule separates two rows.
FEWEST_LEVELS = 4
# Words this many ems apart may be in two columns when other lines have gaps there too.
FINE = 0.45

_PAGE = re.compile(r"[-—]?\d{1,3}[-—]?")


def aligned(
    lines: Sequence[Line], page: Page, rules: Sequence[Stroke], before: Fragment | None
) -> tuple[list[Fragment], list[Line]]:
    """Return the tables among the lines of a page, and the remaining lines.

    `rules` are horizontal lines outside ruled tables; `before` is the last table of the previous
    page when nothing follows it there.
    """
    found: list[Fragment] = []
    taken: set[int] = set()
    bands = [*ruled_bands(lines, rules)]
    held = {id(line) for band in bands for line in band.lines}
    bands += bands_of([line for line in lines if id(line) not in held])
    for band in bands:
        first = band.lines[0] is lines[0] if lines else False
        table = _table(band, page, before if first else None)
        if table:
            found.append(table)
            taken |= {id(line) for line in band.lines}
    return found, [line for line in lines if id(line) not in taken]


def _table(band: Band, page: Page, before: Fragment | None) -> Fragment | None:
    rows = band.rows
    gaps = gaps_of(rows, [pieces(line, FINE) for line in band.lines])
    if before and before.gaps and fits(rows, before.gaps):
        gaps = before.gaps
    elif not gaps or not _convincing(band, rows, gaps):
        return None
    rows = [cut(line, gaps, FINE) for line in band.lines]
    cells = stacks_of(rows, gaps)
    placed = rows_of(cells)
    levels = sorted({rule.at for rule in band.rules})
    if len(levels) > FEWEST_LEVELS:
        ruled, places = rows_by_rules(rows, gaps, band.rules, levels)
        # Numbers stacked between two rules are rows without a rule between them.
        if not any(is_numbers(cell) for cell in ruled):
            cells, placed = ruled, places
    box = union([line.box for line in band.lines])
    xs = [min(box[0], gaps[0][0] - 1), *((a + b) / 2 for a, b in gaps), max(box[2], gaps[-1][1])]
    found = []
    for cell, (row, count) in zip(cells, placed, strict=True):
        room = xs[cell.column + cell.columns] - xs[cell.column]
        words = write(cell.lines, page, _room(cells, cell, room), packed=True)
        found.append(Piece(row, cell.column, count, cell.columns, words))
    total = max(row + count for row, count in placed)
    found = _filled(_apart(found), total, len(gaps) + 1)
    heights = [(box[3] - box[1]) / total] * total
    return Fragment(page, box, xs, total, found, ruled=False, row_heights=heights, gaps=list(gaps))


def _convincing(band: Band, rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> bool:
    """Return whether a band is a table, not a table of contents, two-column text or coincidence."""
    needed = FEWEST_RULED if band.rules else FEWEST_ROWS
    many = [row for row in rows if len(row) > 1]
    if len(many) < needed:
        return False
    lasts = [row[-1].text.strip() for row in many]
    if len(gaps) == 1 and sum(_PAGE.fullmatch(last) is not None for last in lasts) > 0.8 * len(
        lasts
    ):
        numbers = [int(re.sub(r"\D", "", last) or 0) for last in lasts]
        if numbers == sorted(numbers) and not band.rules:
            return False
    if band.rules:
        return True
    words = [piece.text for row in many for piece in row]
    numeric = sum(is_number(word) for word in words)
    long = sum(len(word) > 14 for word in words)
    if len(gaps) == 1 and long > 0.6 * len(words):
        return False
    return len(gaps) > 1 or numeric >= 0.25 * len(words) or len(many) > 4


def _room(cells: Sequence[Stack], cell: Stack, room: float) -> float:
    """Return the width available to the lines of a cell: that of the longest line in its column."""
    if len(cell.lines) < 2:
        return room
    rights = [
        line.right
        for other in cells
        if other.column == cell.column and other.columns == cell.columns
        for line in other.lines
    ]
    return max(rights) - min(line.left for line in cell.lines)


def _apart(found: list[Piece]) -> list[Piece]:
    """Return one cell per position: cells at one position are merged, overlapping ones cut."""
    taken: dict[tuple[int, int], Piece] = {}
    kept: list[Piece] = []
    for piece in sorted(found, key=lambda piece: (piece.row, piece.column)):
        there = taken.get((piece.row, piece.column))
        if there:
            there.written.append(piece.written, " ")
            continue
        while piece.columns > 1 and (piece.row, piece.column + piece.columns - 1) in taken:
            piece.columns -= 1
        while piece.rows > 1 and not _free(piece, taken):
            piece.rows -= 1
        for place in _places(piece):
            taken[place] = piece
        kept.append(piece)
    return kept


def _places(piece: Piece) -> Iterator[tuple[int, int]]:
    for row in range(piece.row, piece.row + piece.rows):
        for column in range(piece.column, piece.column + piece.columns):
            yield row, column


def _free(piece: Piece, taken: dict[tuple[int, int], Piece]) -> bool:
    return not any(place in taken for place in _places(piece))


def _filled(found: list[Piece], rows: int, columns: int) -> list[Piece]:
    """Return the cells with an empty cell at each uncovered position."""
    taken = {place for piece in found for place in _places(piece)}
    empty = [
        Piece(row, column, 1, 1, Written())
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
    return [*found, *empty]
