"""Tables without upright lines: their columns are where the words leave gaps above each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarizer.readers.pdf.fragments import Fragment, Piece
from summarizer.readers.pdf.joining import Written, write
from summarizer.readers.pdf.lattice import merged
from summarizer.readers.pdf.lines import Line, cut, is_number, pieces
from summarizer.readers.pdf.shapes import Page, Stroke, union

__all__ = ["Band", "aligned"]

# A table without any ruling has so many rows, one between two rules so many.
FEWEST_ROWS = 3
FEWEST_RULED = 2
# With more level rules than a three-line table has, each parts two rows.
FEWEST_LEVELS = 4
# Lines further apart than this many times their height belong to no one table, unless rules
# hold them together.
FAR = 3.2
# The share of lines that may print over a gap between columns: merged heads, notes.
CROSSED = 0.3
# A gap between columns is this wide at least, in points.
GAP = 3.0
# Words this many ems apart may stand in two columns when other lines part there too.
FINE = 0.45
# Lines of one cell are at most this many times as far apart as the closest ones.
CLOSE = 1.15
# How far lines reach into each other, in ems, when they are of one row.
OVERLAP = 0.15
# How far the left edges of a column may differ, in points.
DRIFT = 4.0

_CAPTION = re.compile(r".{0,40}单位\s*[:：].{0,12}")
_CONTENTS = re.compile(r"目\s*[录次]")
_PAGE = re.compile(r"[-—]?\d{1,3}[-—]?")


@dataclass(slots=True)
class Band:
    """Printed lines that may be the rows of a table; `rules` are the level lines in it."""

    lines: list[Line]
    rules: list[Stroke] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Line]]:
        return [pieces(line) for line in self.lines]


def aligned(
    lines: Sequence[Line], page: Page, rules: Sequence[Stroke], before: Fragment | None
) -> tuple[list[Fragment], list[Line]]:
    """The tables among the lines of a page, and the lines that are none.

    `rules` are level lines outside ruled tables; `before` is the last table of the page before,
    when nothing stands below it.
    """
    found: list[Fragment] = []
    taken: set[int] = set()
    bands = [*_ruled_bands(lines, rules)]
    held = {id(line) for band in bands for line in band.lines}
    bands += _bands([line for line in lines if id(line) not in held])
    for band in bands:
        first = band.lines[0] is lines[0] if lines else False
        table = _table(band, page, before if first else None)
        if table:
            found.append(table)
            taken |= {id(line) for line in band.lines}
    return found, [line for line in lines if id(line) not in taken]


def _ruled_bands(lines: Sequence[Line], rules: Sequence[Stroke]) -> list[Band]:
    """The lines between level rules of the same reach: three-line tables."""
    groups: list[list[Stroke]] = []
    for rule in sorted(merged(rules)):
        # A rule that a merged cell interrupts is a part of the first, which has the full width.
        same = [
            group
            for group in groups
            if group[0].start - DRIFT <= rule.start and rule.end <= group[0].end + DRIFT
        ]
        if same:
            same[-1].append(rule)
        elif rule.end - rule.start > 100:
            groups.append([rule])
    found: list[Band] = []
    for group in groups:
        top, bottom = group[0].at, group[-1].at
        inside = [line for line in lines if top < line.middle < bottom]
        if len(group) > 1 and len(inside) >= FEWEST_RULED:
            rows = [pieces(line) for line in inside]
            many = sum(len(row) > 1 for row in rows)
            # More rules than lines are a chart.
            chart = len(group) > len(rows) + 2
            if many >= FEWEST_RULED and many * 3 >= len(rows) and not chart:
                found.append(Band(inside, group))
    return found


def _bands(lines: Sequence[Line]) -> list[Band]:
    """Runs of lines of which most stand in columns."""
    found: list[Band] = []
    run: list[Line] = []
    loose: list[Line] = []
    lefts: list[float] = []
    for level in _levels(lines):
        line = level[0]
        words = [piece for one in level for piece in pieces(one)]
        far = bool(run) and line.top - (loose or run)[-1].bottom > FAR * line.size
        if len(words) > 1 and not _CAPTION.fullmatch(line.text):
            if far:
                found.append(Band(run))
                run, lefts = [], []
            elif run:
                run += loose
            run += level
            lefts += [piece.left for piece in words]
            loose = []
        elif run:
            if not far and _belongs(line, lefts, run):
                loose += level
                continue
            found.append(Band(run + _tail(loose, lefts)))
            run, loose, lefts = [], [], []
    if run:
        found.append(Band(run + _tail(loose, lefts)))
    return [band for band in found if band.lines]


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that reach into each other's height are of one row: cells of one line stand in the
    middle beside cells of two."""
    levels: list[list[Line]] = []
    bottom = -math.inf
    for line in lines:
        if levels and line.top < bottom - OVERLAP * line.size:
            levels[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            levels.append([line])
            bottom = line.bottom
    return levels


def _belongs(line: Line, lefts: Sequence[float], run: Sequence[Line]) -> bool:
    """May a line without gaps be a part of the table: a cell that goes on, a heading row?"""
    right = max(other.right for other in run)
    left = min(other.left for other in run)
    at_column = any(abs(line.left - other) <= DRIFT for other in lefts)
    inner = line.left > left + 2 * line.size
    short = line.right - line.left < 0.45 * (right - left)
    return (at_column and inner) or short


def _tail(loose: Sequence[Line], lefts: Sequence[float]) -> list[Line]:
    """Lines below the last row that go on in one of its cells."""
    kept: list[Line] = []
    first = min(lefts, default=0.0)
    for line in loose:
        if line.left < first + 2 * line.size:
            break
        kept.append(line)
    return kept


Gap = tuple[float, float]


def _table(band: Band, page: Page, before: Fragment | None) -> Fragment | None:
    rows = band.rows
    gaps = _gaps(rows, [pieces(line, FINE) for line in band.lines])
    if before and before.gaps and _fits(rows, before.gaps):
        gaps = before.gaps
    elif not gaps or not _convincing(band, rows, gaps):
        return None
    rows = [cut(line, gaps, FINE) for line in band.lines]
    cells = _cells(rows, gaps)
    placed = _rows(cells)
    levels = sorted({rule.at for rule in band.rules})
    if len(levels) > FEWEST_LEVELS:
        ruled, places = _by_rules(rows, gaps, band.rules, levels)
        # Numbers below each other between two rules are rows that none parts.
        if not any(_is_stack(cell) for cell in ruled):
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


def _gaps(wide: Sequence[Sequence[Line]], rows: Sequence[Sequence[Line]]) -> list[Gap]:
    """Where columns part: stretches that hardly a line prints over. `wide` are the lines cut at
    wide gaps alone, `rows` at any."""
    many = [row for row in rows if len(row) > 1]
    if not many:
        return []
    edges = sorted({x for row in many for piece in row for x in (piece.left, piece.right)})
    regions: list[list[tuple[float, float, int]]] = [[]]
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        over = sum(any(p.left < middle < p.right for p in row) for row in rows)
        parted = sum(_parted(row, middle) for row in many)
        if parted == 1 and not any(_parted(row, middle) for row in wide):
            parted = 0
        if parted and over <= (CROSSED * (over + parted) if parted > 1 else 0):
            regions[-1].append((left, right, over))
        elif regions[-1]:
            regions.append([])
    return _distinct([_best(region) for region in regions if _wide(region)], many)


def _wide(region: Sequence[tuple[float, float, int]]) -> bool:
    return bool(region) and region[-1][1] - region[0][0] >= GAP


def _best(region: Sequence[tuple[float, float, int]]) -> Gap:
    """The widest stretch of a gap that the fewest lines print over."""
    fewest = min(over for _, _, over in region)
    found: list[Gap] = []
    for left, right, over in region:
        if over != fewest:
            continue
        if found and found[-1][1] == left:
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return max(found, key=lambda gap: gap[1] - gap[0])


def _parted(row: Sequence[Line], at: float) -> bool:
    return any(before.right <= at <= after.left for before, after in pairwise(row))


def _distinct(gaps: Sequence[Gap], rows: Sequence[Sequence[Line]]) -> list[Gap]:
    """Gaps with something printed between one and the next."""
    kept: list[Gap] = []
    for gap in gaps:
        if kept:
            between = sum(
                any(kept[-1][0] <= p.left and p.right <= gap[1] for p in row) for row in rows
            )
            if not between:
                continue
        kept.append(gap)
    return kept


def _fits(rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> bool:
    """Do the rows stand in the columns of the table on the page before?"""
    crossed = sum(
        any(piece.left < (a + b) / 2 < piece.right for a, b in gaps)
        for row in rows
        for piece in row
    )
    count = sum(len(row) for row in rows)
    many = sum(len(row) > 1 for row in rows)
    return many > 0 and many * 3 >= len(rows) and crossed <= 0.2 * count


def _convincing(band: Band, rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> bool:
    """Is it a table, and no contents page, no text in two columns, no chance?"""
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


@dataclass(slots=True)
class _Cell:
    column: int
    columns: int
    lines: list[Line]
    # The number of its last printed line in the band.
    line: int

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _cells(rows: Sequence[Sequence[Line]], gaps: Sequence[Gap]) -> list[_Cell]:
    """Cells of one or more printed lines: lines close below each other in the same columns."""
    singles = [
        _Cell(*_columns(piece, gaps), [piece], number)
        for number, row in enumerate(rows)
        for piece in row
    ]
    full = {number for number, row in enumerate(rows) if len(row) == len(gaps) + 1}
    by_place: dict[int, list[_Cell]] = {}
    for cell in sorted(singles, key=lambda cell: cell.top):
        by_place.setdefault(cell.column, []).append(cell)
    columns = list(by_place.values())
    step = _inner_step(rows, columns)
    if not step:
        return sorted(singles, key=lambda cell: (cell.top, cell.column))
    cells: list[_Cell] = []
    for column in columns:
        last: _Cell | None = None
        for cell in column:
            if last and _one_cell(last, cell, step, full):
                last.lines += cell.lines
                last.line = cell.line
                last.columns = max(last.columns, cell.columns)
            else:
                cells.append(cell)
                last = cell
    return sorted(cells, key=lambda cell: (cell.top, cell.column))


def _inner_step(rows: Sequence[Sequence[Line]], columns: Sequence[Sequence[_Cell]]) -> float:
    """How far apart the lines of one cell are; 0 where nothing tells them from rows."""
    below = [pair for column in columns for pair in pairwise(column)]
    steps = [_step(above, under) for above, under in below]
    if not steps:
        return 0.0
    closest = min(steps)
    close = [pair for pair, step in zip(below, steps, strict=True) if step <= closest * CLOSE]
    # Numbers below each other are rows, and so is what says the same.
    if any(_number(a) and _number(b) for a, b in close):
        return 0.0
    heights = sorted(row[0].middle for row in rows)
    steps += [lower - upper for upper, lower in pairwise(heights)]
    wider = any(closest * CLOSE < step < closest * 1.9 for step in steps)
    return closest if wider else 0.0


def _step(above: _Cell, below: _Cell) -> float:
    return below.lines[0].middle - above.lines[-1].middle


def _number(cell: _Cell) -> bool:
    return is_number(cell.lines[-1].text)


def _one_cell(above: _Cell, below: _Cell, step: float, full: set[int]) -> bool:
    # Lines that fill all columns are rows: hardly do all cells go on at once.
    if below.line == above.line + 1 and {above.line, below.line} <= full:
        return False
    if _step(above, below) > min(step * CLOSE, 2.2 * above.lines[0].size):
        return False
    return above.lines[-1].text != below.lines[0].text


def _columns(piece: Line, gaps: Sequence[Gap]) -> tuple[int, int]:
    """The first column of a piece and how many it covers."""
    middles = [(a + b) / 2 for a, b in gaps]
    first = sum(middle <= piece.left + 1 for middle in middles)
    last = sum(middle < piece.right - 1 for middle in middles)
    return first, max(1, last - first + 1)


def _rows(cells: Sequence[_Cell]) -> list[tuple[int, int]]:
    """The row of each cell and how many rows it reaches over."""
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


def _labels_late(cells: Sequence[_Cell], found: dict[int, tuple[int, int]]) -> bool:
    """Does the row below the heads stand above the label that names it? Then labels stand in the
    middle of their rows."""
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


def _stands_between(cell: _Cell, spans: Sequence[Sequence[float]]) -> bool:
    """Does the cell stand in the middle between two rows that follow each other: a merged one?"""
    above = max((span[1] for span in spans if span[1] <= cell.middle), default=-math.inf)
    below = min((span[0] for span in spans if span[0] >= cell.middle), default=math.inf)
    # A row of its own would need more room.
    return below - above < cell.lines[0].size * 1.2


def _centred(
    cells: Sequence[_Cell],
    found: dict[int, tuple[int, int]],
    rows: Sequence[Sequence[float]],
) -> dict[int, tuple[int, int]]:
    """Where labels stand in the middle of the rows that they name: those rows."""
    taken: dict[int, set[int]] = {}
    for at, (row, _) in found.items():
        for column in range(cells[at].column, cells[at].column + cells[at].columns):
            taken.setdefault(column, set()).add(row)
    named: dict[int, tuple[int, int]] = {}
    for column in sorted({cell.column for cell in cells}):
        places = [at for at in found if cells[at].column == column and cells[at].columns == 1]
        places.sort(key=lambda at: cells[at].middle)
        # A label names rows of one label to its left: none may begin among them.
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
    cell: _Cell,
    rows: Sequence[Sequence[float]],
    first: int,
    limit: float,
    others: set[int],
) -> tuple[int, int] | None:
    """The most rows from `first` on that have the cell in their middle: first row and how many.
    None of them may hold another cell of its column or reach the next one at `limit`."""
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


def _by_rules(
    rows: Sequence[Sequence[Line]],
    gaps: Sequence[Gap],
    rules: Sequence[Stroke],
    levels: Sequence[float],
) -> tuple[list[_Cell], list[tuple[int, int]]]:
    """Cells and rows where level rules part them: a cell reaches from the rule above it to the
    rule below it."""
    held: dict[tuple[int, int, int], _Cell] = {}
    for number, row in enumerate(rows):
        for piece in row:
            middle = (piece.left + piece.right) / 2
            over = [rule.at for rule in rules if rule.start - 1 <= middle <= rule.end + 1]
            above = max((at for at in over if at <= piece.middle), default=levels[0])
            below = min((at for at in over if at > piece.middle), default=levels[-1])
            column, columns = _columns(piece, gaps)
            key = (column, levels.index(above), levels.index(below))
            cell = held.setdefault(key, _Cell(column, columns, [], number))
            cell.lines.append(piece)
            cell.columns = max(cell.columns, columns)
    return list(held.values()), [(top, max(1, low - top)) for _, top, low in held]


def _is_stack(cell: _Cell) -> bool:
    return len(cell.lines) > 1 and all(is_number(line.text) for line in cell.lines)


def _overlap(span: Sequence[float], cell: _Cell) -> bool:
    shared = min(span[1], cell.bottom) - max(span[0], cell.top)
    return shared > 0.4 * min(span[1] - span[0], cell.bottom - cell.top)


def _room(cells: Sequence[_Cell], cell: _Cell, room: float) -> float:
    """The width that lines of a cell could take: that of the longest line in its column."""
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
    """One cell at each place: what stands at the same is one text, what reaches into another
    is cut back."""
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
    """With an empty cell at each place that none covers."""
    taken = {place for piece in found for place in _places(piece)}
    empty = [
        Piece(row, column, 1, 1, Written())
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
    return [*found, *empty]
