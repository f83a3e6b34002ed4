"""Join the fragments of a table that spans pages into one grid.

Repeated headers are marked, rows and merged cells cut by the page break are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.readers.parts import Grid, GridCell
from summarizer.readers.pdf.fragments import Fragment, Piece
from summarizer.readers.pdf.joining import Written

__all__ = ["continues", "grid_of", "head_rows_again"]

# Maximum deviation of one column between two pages, in points.
DRIFT = 5.0
# Maximum number of header rows that may be repeated.
MOST_HEADS = 6
# With this many equal labels in order, two tables are the same form filled in twice.
SAME_FORM = 3

_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?%?")


def continues(first: Fragment, above: Fragment, below: Fragment) -> bool:
    """Return whether a table continues in the fragment at the top of the next page.

    `first` is its first fragment, `above` the last one so far.
    """
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
    """Return how many top rows of both fragments are equal.

    `above` is the first fragment of the table, which holds its headers.
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
    """Return one grid of the fragments of a table."""
    for fragment in fragments:
        if not fragment.ruled:
            # The columns are the same, with slightly different edges.
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
            # Repeated rows stay where they are printed, or follow the table when a cell continues
            # over the page break: nothing can stand within a cell.
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
    """Insert repeated rows among the others and return their numbers."""
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
    """Join what the page break cut; return how many rows (0 or 1) were added to the row above.

    `pieces` are the cells so far, up to row `rows`; `body` are those of the next page from row 0.
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
    """Return whether the first row of a page is the rest of the last row of the previous page.

    Then it fills few of that row's cells, and no number stands below a number.
    """
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
    """Return the column positions of all fragments, each once."""
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
    """Return the grid without lines at which no cell begins."""
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
