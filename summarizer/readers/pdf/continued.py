"""A table over pages: its fragments joined into one grid.

Heads that are printed again are marked, a row that the page break cut is one row again, a merged
cell that goes on over the break is one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.readers.parts import Grid, GridCell
from summarizer.readers.pdf.fragments import Fragment, Piece
from summarizer.readers.pdf.joining import Written

__all__ = ["continues", "grid_of", "head_rows_again"]

# How far the same column may stand on two pages, in points.
DRIFT = 5.0
# Rows at the top of a table that may be printed again.
MOST_HEADS = 6
# Labels in the same order at the top of two tables: the same form filled twice, not one table.
SAME_FORM = 3

_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?%?")


def continues(first: Fragment, above: Fragment, below: Fragment) -> bool:
    """Does a table go on in the fragment at the top of the next page? `first` is its first
    fragment, `above` the last one so far."""
    if not _same_columns(above, below) or _same_form(first, below):
        return False
    if head_rows_again(first, below):
        return True
    free = above.page.size[1] * 0.93 - above.box[3]
    height = below.row_heights[0] if below.row_heights else 0.0
    return free < max(height + 24.0, 0.25 * above.page.size[1])


def _same_columns(above: Fragment, below: Fragment) -> bool:
    if above.ruled != below.ruled:
        return False
    if above.ruled:
        return _aligned(above.xs, below.xs)
    return len(above.gaps) == len(below.gaps) and all(
        max(a, c) <= min(b, d) + DRIFT
        for (a, b), (c, d) in zip(above.gaps, below.gaps, strict=True)
    )


def _aligned(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    if abs(ours[0] - theirs[0]) > DRIFT or abs(ours[-1] - theirs[-1]) > DRIFT:
        return False
    few, many = sorted((ours[1:-1], theirs[1:-1]), key=len)
    met = sum(any(abs(x - y) <= DRIFT for y in many) for x in few)
    return met >= 0.6 * len(few)


def head_rows_again(above: Fragment, below: Fragment) -> int:
    """How many rows at the top of both say the same.

    `above` is the first fragment of the table: the one that holds its heads.
    """
    count = 0
    for number in range(min(MOST_HEADS, above.rows, below.rows - 1)):
        ours, theirs = _words(above, number), _words(below, number)
        if ours != theirs:
            break
        count += bool(ours) or number > 0
    while count and not any(_words(above, count - 1)):
        count -= 1
    return count


def _words(fragment: Fragment, number: int) -> list[str]:
    return ["".join(piece.text.split()) for piece in fragment.row(number) if piece.text]


def _same_form(above: Fragment, below: Fragment) -> bool:
    start = head_rows_again(above, below)
    labels = []
    for number in range(start, min(above.rows, below.rows, start + 8)):
        ours, theirs = _words(above, number)[:1], _words(below, number)[:1]
        if ours and ours == theirs and not any(sign.isdigit() for sign in ours[0]):
            labels.append(ours[0])
    return len(set(labels)) >= SAME_FORM


def grid_of(fragments: Sequence[Fragment]) -> Grid:
    """One grid of the fragments of a table."""
    for fragment in fragments:
        if not fragment.ruled:
            # Their columns are the same ones, parted at slightly other places.
            fragment.xs = fragments[0].xs
    xs = _columns(fragments)
    pieces: list[Piece] = []
    again: list[tuple[int, list[Piece]]] = []
    rows = 0
    for number, fragment in enumerate(fragments):
        placed = [_placed(piece, fragment.xs, xs) for piece in fragment.pieces]
        heads = head_rows_again(fragments[0], fragment) if number else 0
        repeated = [piece for piece in placed if piece.row < heads]
        body = [piece for piece in placed if piece.row >= heads]
        for piece in body:
            piece.row -= heads
        joined = _join(pieces, body, rows) if number else 0
        if heads:
            # Rows printed again stand where they are printed, or after the table when a cell goes
            # on over the page break: nothing can stand within a cell.
            crossed = any(piece.row + piece.rows > rows for piece in pieces)
            again.append((-1 if crossed else rows, repeated))
        for piece in body:
            piece.row += rows - joined
        pieces.extend(body)
        rows += fragment.rows - heads - joined
    repeated_rows = _put_again(pieces, again, rows)
    return _grid(pieces, repeated_rows, tuple(dict.fromkeys(f.page.number for f in fragments)))


def _put_again(
    pieces: list[Piece], again: Sequence[tuple[int, list[Piece]]], rows: int
) -> tuple[int, ...]:
    """Put rows that are printed again among the others; their numbers."""
    repeated: list[int] = []
    shift = 0
    for place, heads in sorted(again, key=lambda entry: entry[0] if entry[0] >= 0 else rows):
        at = (place if place >= 0 else rows) + shift
        count = max(piece.row + piece.rows for piece in heads)
        for piece in pieces:
            if piece.row >= at:
                piece.row += count
        for piece in heads:
            piece.row += at
        pieces.extend(heads)
        repeated.extend(range(at, at + count))
        shift += count
    return tuple(repeated)


def _join(pieces: list[Piece], body: list[Piece], rows: int) -> int:
    """Join what the page break cut; the number of rows (0 or 1) that became part of the row above.

    `pieces` are the cells so far, up to row `rows`; `body` those of the next page from row 0.
    """
    ends = {
        (piece.column, piece.columns): piece for piece in pieces if piece.row + piece.rows == rows
    }
    pairs = [
        (ends[piece.column, piece.columns], piece)
        for piece in body
        if piece.row == 0 and (piece.column, piece.columns) in ends
    ]
    if _cut(pairs, [piece for piece in body if piece.row == 0]):
        for above, below in pairs:
            above.written.append(below.written, _seam(above.written, below.written))
            above.rows += below.rows - 1
            body.remove(below)
        for piece in body:
            piece.row = max(piece.row, 1)
        return 1
    for above, below in pairs:
        merged = above.rows > 1 or (below.rows > 1 and above.text)
        if merged and (not below.text or not above.text or above.text == below.text):
            if not above.text:
                above.written = below.written
            above.rows += below.rows
            body.remove(below)
    return 0


def _cut(pairs: Sequence[tuple[Piece, Piece]], first: Sequence[Piece]) -> bool:
    """Is the first row of a page the rest of the last row of the page before? Then it fills few of
    the cells that row fills, and no number stands below a number."""
    if len(pairs) < len(first) or not any(below.text for _, below in pairs):
        return False
    single = [(above, below) for above, below in pairs if above.rows == 1 and above.text]
    filled = [below for _, below in single if below.text]
    if any(below.text and not above.text for above, below in pairs):
        return False
    if any(_NUMBER.fullmatch(a.text) and _NUMBER.fullmatch(b.text) for a, b in pairs):
        return False
    return len(single) > 1 and len(filled) * 2 <= len(single)


def _seam(above: Written, below: Written) -> str:
    if not above.text or not below.text:
        return ""
    narrow = above.text[-1].isalpha() and below.text[0].isalpha()
    return " " if narrow and above.text[-1].isascii() and below.text[0].isascii() else ""


def _columns(fragments: Sequence[Fragment]) -> list[float]:
    """The places of the columns of all fragments, each once."""
    xs = list(fragments[0].xs)
    for fragment in fragments[1:]:
        xs.extend(x for x in fragment.xs if all(abs(x - y) > DRIFT for y in xs))
    return sorted(xs)


def _placed(piece: Piece, own: Sequence[float], xs: Sequence[float]) -> Piece:
    def nearest(x: float) -> int:
        return min(range(len(xs)), key=lambda place: abs(xs[place] - x))

    first, last = nearest(own[piece.column]), nearest(own[piece.column + piece.columns])
    return Piece(piece.row, first, piece.rows, max(1, last - first), piece.written)


def _grid(pieces: Sequence[Piece], repeated: tuple[int, ...], pages: tuple[int, ...]) -> Grid:
    """The grid without lines that no cell begins at."""
    rows = sorted({piece.row for piece in pieces})
    columns = sorted({piece.column for piece in pieces})
    row_of = {row: number for number, row in enumerate(rows)}
    column_of = {column: number for number, column in enumerate(columns)}
    cells = [
        GridCell(
            piece.text,
            row_of[piece.row],
            column_of[piece.column],
            sum(piece.row <= row < piece.row + piece.rows for row in rows),
            sum(piece.column <= column < piece.column + piece.columns for column in columns),
            tuple(piece.written.runs),
        )
        for piece in pieces
    ]
    again = tuple(row_of[row] for row in repeated if row in row_of)
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), again, pages)
