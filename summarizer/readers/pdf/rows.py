"""Find the rows of a table without vertical lines, and the cells that span several."""

from __future__ import annotations

import math
from collections.abc import Sequence

from summarizer.readers.pdf.gaps import Gap
from summarizer.readers.pdf.lines import Line, is_number
from summarizer.readers.pdf.shapes import Stroke
from summarizer.readers.pdf.stacks import Stack, columns_at

__all__ = ["is_numbers", "rows_by_rules", "rows_of"]


def rows_of(cells: Sequence[Stack]) -> list[tuple[int, int]]:
    """Return the row of each cell and its row span."""
    order: dict[int, int] = {}
    for cell in cells:
        order[cell.column] = order.get(cell.column, 0) + 1
    spans: list[list[float]] = []
    between: list[int] = []
    ranked = sorted(range(len(cells)), key=lambda at: (-order[cells[at].column], cells[at].top))
    owned: dict[int, list[list[float]]] = {}
    for at in ranked:
        cell = cells[at]
        met = [span for span in spans if _overlap(span, cell)]
        if not met and _stands_between(cell, spans):
            between.append(at)
            continue
        if not met:
            met = [[cell.top, cell.bottom]]
            spans += met
        elif len(met) == 1:
            met[0][:] = [min(met[0][0], cell.top), max(met[0][1], cell.bottom)]
        owned[at] = met
    numbered = sorted(spans, key=lambda span: span[0])
    place = {id(span): number for number, span in enumerate(numbered)}
    found: dict[int, tuple[int, int]] = {}
    for at, held in owned.items():
        numbers = [place[id(span)] for span in held]
        found[at] = (min(numbers), max(numbers) - min(numbers) + 1)
    for at in between:
        above = sum(span[0] < cells[at].middle for span in numbered) - 1
        found[at] = (max(above, 0), 1)
    if between or _labels_late(cells, found):
        found |= _centred(cells, found, numbered)
    return [found[at] for at in range(len(cells))]


def _labels_late(cells: Sequence[Stack], found: dict[int, tuple[int, int]]) -> bool:
    """Return whether the first row below the header stands above its label: then labels are
    centred.
    """
    width = max(cell.column for cell in cells) + 1
    filled: dict[int, set[int]] = {}
    for at, (row, _) in found.items():
        filled.setdefault(row, set()).add(cells[at].column)
    heads = [row for row, columns in filled.items() if len(columns) == width]
    if not heads:
        return False
    below = filled.get(min(heads) + 1, set())
    later = filled.get(min(heads) + 2, set())
    return len(below) > 1 and 0 not in below and 0 in later


def _stands_between(cell: Stack, spans: Sequence[Sequence[float]]) -> bool:
    """Return whether the cell is centred between two consecutive rows: a merged cell."""
    above = max((span[1] for span in spans if span[1] <= cell.middle), default=-math.inf)
    below = min((span[0] for span in spans if span[0] >= cell.middle), default=math.inf)
    # A separate row would need more room.
    return below - above < cell.lines[0].size * 1.2


def _centred(
    cells: Sequence[Stack],
    found: dict[int, tuple[int, int]],
    rows: Sequence[Sequence[float]],
) -> dict[int, tuple[int, int]]:
    """Return the row spans of labels that are centred beside the rows that they name."""
    taken: dict[int, set[int]] = {}
    for at, (row, _) in found.items():
        for column in range(cells[at].column, cells[at].column + cells[at].columns):
            taken.setdefault(column, set()).add(row)
    named: dict[int, tuple[int, int]] = {}
    for column in sorted({cell.column for cell in cells}):
        places = [at for at in found if cells[at].column == column and cells[at].columns == 1]
        places.sort(key=lambda at: cells[at].middle)
        # A label belongs to one label to its left: no other may begin among its rows.
        begun = {(named.get(at) or found[at])[0] for at in found if cells[at].column < column}
        last = -1
        for number, at in enumerate(places):
            own = found[at][0]
            nearest = cells[places[number + 1]].top if number + 1 < len(places) else math.inf
            others = taken[column] - {own}
            span = _rows_around(cells[at], rows, last + 1, nearest, others)
            if span and not begun.intersection(range(span[0] + 1, sum(span))):
                named[at] = span
                last = span[0] + span[1] - 1
            else:
                last = max(last, own)
    return named


def _rows_around(
    cell: Stack,
    rows: Sequence[Sequence[float]],
    first: int,
    limit: float,
    others: set[int],
) -> tuple[int, int] | None:
    """Return the longest row span from `first` that has the cell in its middle, as first row and
    count.

    The span contains no other cell of the same column and does not reach the next one at `limit`.
    """
    for start in range(first, len(rows)):
        if rows[start][0] > cell.middle:
            return None
        for end in range(len(rows) - 1, start, -1):
            off = abs((rows[start][0] + rows[end][1]) / 2 - cell.middle)
            if off > 0.5 * cell.lines[0].size or rows[end][1] > limit:
                continue
            if not others.intersection(range(start, end + 1)):
                return start, end - start + 1
    return None


def rows_by_rules(
    rows: Sequence[Sequence[Line]],
    gaps: Sequence[Gap],
    rules: Sequence[Stroke],
    levels: Sequence[float],
) -> tuple[list[Stack], list[tuple[int, int]]]:
    """Return cells and rows separated by horizontal rules: a cell spans from the rule above to the
    rule below it.
    """
    held: dict[tuple[int, int, int], Stack] = {}
    for number, row in enumerate(rows):
        for piece in row:
            middle = (piece.left + piece.right) / 2
            over = [rule.at for rule in rules if rule.start - 1 <= middle <= rule.end + 1]
            above = max((at for at in over if at <= piece.middle), default=levels[0])
            below = min((at for at in over if at > piece.middle), default=levels[-1])
            column, columns = columns_at(piece, gaps)
            key = (column, levels.index(above), levels.index(below))
            cell = held.setdefault(key, Stack(column, columns, [], number))
            cell.lines.append(piece)
            cell.columns = max(cell.columns, columns)
    return list(held.values()), [(top, max(1, low - top)) for _, top, low in held]


def is_numbers(cell: Stack) -> bool:
    return len(cell.lines) > 1 and all(is_number(line.text) for line in cell.lines)


def _overlap(span: Sequence[float], cell: Stack) -> bool:
    shared = min(span[1], cell.bottom) - max(span[0], cell.top)
    return shared > 0.4 * min(span[1] - span[0], cell.bottom - cell.top)
