"""Convert ruling lines to tables: lines separate rows and columns, missing lines merge cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.readers.pdf.shapes import Box, Stroke

__all__ = ["Cell", "Lattice", "lattices", "merged"]

# Lines this close are one: a double rule, or the edges of adjacent cells.
SNAP = 2.6
# Collinear pieces this far apart are one line: a dotted rule, an open corner.
BRIDGE = 3.2
# Maximum distance between the end of a line and the line it meets.
REACH = 3.0
# Share of a cell's side that a line must cover to separate it from its neighbour.
COVERED = 0.6
# More lines than this are a drawing or a map.
MOST_LINES = 6_000


@dataclass(slots=True)
class Cell:
    """A cell of ruled lines: its box, and the rows and columns that it covers."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(slots=True)
class Lattice:
    """A table of ruling lines: `xs` and `ys` separate its columns and rows."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def lattices(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[Lattice]:
    """Return the tables drawn by the lines of a page, from the top; a single box is a table too."""
    rows, columns = merged(across), merged(down)
    if len(rows) + len(columns) > MOST_LINES:
        return []
    found = [
        table
        for ours, theirs in _meeting(rows, columns)
        if _may_be_table(ours, theirs) and (table := _lattice(ours, theirs))
    ]
    found = [table for table in found if not any(_inside(table, other) for other in found)]
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Return whole lines: collinear pieces joined, small gaps bridged.

    >>> merged([Stroke(10, 0, 50), Stroke(10.4, 51, 90), Stroke(30, 0, 90)])
    [Stroke(at=10.2, start=0, end=90), Stroke(at=30.0, start=0, end=90)]
    """
    whole: list[Stroke] = []
    for group in _by_place(sorted(strokes)):
        at = round(sum(stroke.at for stroke in group) / len(group), 3)
        start, end = None, 0.0
        for stroke in sorted(group, key=lambda stroke: stroke.start):
            if start is None:
                start, end = stroke.start, stroke.end
            elif stroke.start - end <= BRIDGE:
                end = max(end, stroke.end)
            else:
                whole.append(Stroke(at, start, end))
                start, end = stroke.start, stroke.end
        if start is not None:
            whole.append(Stroke(at, start, end))
    return whole


def _by_place(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in strokes:
        if groups and stroke.at - groups[-1][0].at <= SNAP:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _meeting(rows: list[Stroke], columns: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Return groups of lines that touch each other."""
    parent = list(range(len(rows) + len(columns)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    heights = [row.at for row in rows]
    for number, column in enumerate(columns):
        for place in range(bisect_left(heights, column.start - REACH), len(rows)):
            row = rows[place]
            if row.at > column.end + REACH:
                break
            if row.start - REACH <= column.at <= row.end + REACH:
                parent[root(place)] = root(len(rows) + number)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(root(place), ([], []))[0].append(row)
    for number, column in enumerate(columns):
        groups.setdefault(root(len(rows) + number), ([], []))[1].append(column)
    return list(groups.values())


def _may_be_table(rows: Sequence[Stroke], columns: Sequence[Stroke]) -> bool:
    """Return whether lines may form a table: two horizontal and one vertical; or, where the page
    cuts a table, one horizontal line at which vertical lines of equal length end.
    """
    if len(rows) > 1 or not columns:
        return bool(columns)
    starts, ends = (
        {round(c.start / REACH) for c in columns},
        {round(c.end / REACH) for c in columns},
    )
    return len(columns) > 1 and max(starts) - min(starts) < 2 and max(ends) - min(ends) < 2


def _lattice(rows: list[Stroke], columns: list[Stroke]) -> Lattice | None:
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    top, bottom = min(column.start for column in columns), max(column.end for column in columns)
    xs, ys = _places(columns, left, right), _places(rows, top, bottom)
    if len(xs) < 2 or len(ys) < 2:
        return None
    # A table with open sides has no outer vertical lines; the horizontal lines end there.
    columns = [*columns, Stroke(xs[0], ys[0], ys[-1]), Stroke(xs[-1], ys[0], ys[-1])]
    rows = [*rows, Stroke(ys[0], xs[0], xs[-1]), Stroke(ys[-1], xs[0], xs[-1])]
    return Lattice(xs, ys, _cells(xs, ys, _walls(xs, ys, columns), _walls(ys, xs, rows)))


def _places(strokes: Sequence[Stroke], first: float, last: float) -> list[float]:
    """Return the positions of the lines, each once, and the extent of the lines that cross them."""
    places: list[float] = []
    for at in sorted([*(stroke.at for stroke in strokes), first, last]):
        if not places or at - places[-1] > max(SNAP, REACH):
            places.append(at)
    return places


def _walls(
    places: list[float], others: list[float], strokes: Sequence[Stroke]
) -> set[tuple[int, int]]:
    """Return (line, stretch) pairs: the stretches between adjacent `others` that a line covers."""
    covered: dict[tuple[int, int], float] = {}
    for stroke in strokes:
        line = min(range(len(places)), key=lambda place: abs(places[place] - stroke.at))
        for stretch, (start, end) in enumerate(pairwise(others)):
            shared = min(end, stroke.end) - max(start, stroke.start)
            if shared > 0:
                key = (line, stretch)
                covered[key] = covered.get(key, 0.0) + shared / (end - start)
    return {key for key, share in covered.items() if share >= COVERED}


def _cells(
    xs: list[float], ys: list[float], uprights: set[tuple[int, int]], levels: set[tuple[int, int]]
) -> list[Cell]:
    wide, high = len(xs) - 1, len(ys) - 1
    taken = [[False] * wide for _ in range(high)]
    cells: list[Cell] = []
    for row in range(high):
        for column in range(wide):
            if taken[row][column]:
                continue
            columns = 1
            while (
                column + columns < wide
                and not taken[row][column + columns]
                and (column + columns, row) not in uprights
            ):
                columns += 1
            rows = 1
            while row + rows < high and _open_below(row + rows, column, columns, uprights, levels):
                rows += 1
            for y in range(row, row + rows):
                taken[y][column : column + columns] = [True] * columns
            box = (xs[column], ys[row], xs[column + columns], ys[row + rows])
            cells.append(Cell(row, column, rows, columns, box))
    return cells


def _open_below(
    row: int,
    column: int,
    columns: int,
    uprights: set[tuple[int, int]],
    levels: set[tuple[int, int]],
) -> bool:
    """Return whether a cell continues into this row: no line above or through it, both sides
    closed.
    """
    last = column + columns
    return (
        not any((row, place) in levels for place in range(column, last))
        and not any((place, row) in uprights for place in range(column + 1, last))
        and (column == 0 or (column, row) in uprights)
        and ((last, row) in uprights)
    )


def _inside(table: Lattice, other: Lattice) -> bool:
    if table is other:
        return False
    left, top, right, bottom = table.box
    x, y, u, v = other.box
    held = x - 1 <= left and y - 1 <= top and right <= u + 1 and bottom <= v + 1
    return held and (u - x) * (v - y) > (right - left) * (bottom - top)
