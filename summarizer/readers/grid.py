"""Find tables in a text by their marks, with the rows and cells as printed.

Three layouts are recognised: tabbed cells with a blank line after each row (word processor tables
converted to text), one tabbed line per row, and rows between bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from summarizer.readers.lines import Line
from summarizer.readers.numbering import marker
from summarizer.segmentation import trim
from summarizer.tables.flow import flow_rows
from summarizer.tables.region import CAPTION, Region, Span

__all__ = ["barred_regions", "tabbed_regions"]

# A cell may span lines without a tab; a longer text stands between two tables.
LONGEST_CELL_LINES, LONGEST_CELL = 30, 1500
LAST_CELL_LINES, LAST_CELL = 8, 300
# Table cells are short; long tabbed lines are indented paragraphs.
SHORT_CELL = 40
# A row printed over several lines has a bar more than columns; so have the rows after it.
FEWEST_BARS, FEWEST_ROWS, MOST_BROKEN = 3, 3, 24

_BETWEEN = re.compile(
    r"^(?:附?[表件]\s*[\d一二三四五六七八九十]|注[：:]|目录)|如下[：:]?$|(?:报告|[总明细]表)$"
    r"|^[^，。；：\s]{2,30}(?:情况|[决预]算|支出|收入|自评|统计|一览)表$"
)
# A line of a broken row: its cell, or at the beginning several, closed by a bar.
_CLOSED = re.compile(r"[^|]+\|")
_RULER = re.compile(r"[|\s:：\-—+=]+")
_GRID_RULER = re.compile(r"\+[-=+:]{3,}\+")


def tabbed_regions(text: str, lines: Sequence[Line]) -> list[Region]:
    """Return the tables whose cells are separated by tabs, in order."""
    found: list[Region] = []
    place = 0
    while place < len(lines):
        if not lines[place].tabbed:
            place += 1
            continue
        last = _last_line(lines, place)
        region = _tabbed_region(text, lines, place, last)
        if region is not None:
            found.append(region)
        place = last + 1
    return found


def barred_regions(text: str, lines: Sequence[Line]) -> list[Region]:
    """Return the tables printed with | between the cells."""
    found: list[Region] = []
    place = 0
    while place < len(lines):
        if broken := _broken_region(text, lines, place):
            found.append(broken)
            place = broken.last + 1
            continue
        last = place
        while last < len(lines) and _is_barred(lines[last], first=last == place):
            last += 1
        if last - place >= 2:
            head = _broken_row(text, lines, found[-1].last if found else -1, place)
            rows = _barred_rows(text, lines[place:last])
            first = place
            if head and len(head[1]) == max(map(len, rows)):
                first, rows = head[0], (head[1], *rows)
            found.append(Region(first, last - 1, rows))
        place = last + 1
    return found


def _broken_region(text: str, lines: Sequence[Line], first: int) -> Region | None:
    """Return the table that begins at a line and prints some rows over several lines, each opened
    and closed by a bar: every row has the same number of bars.
    """
    above = lines[first - 1].words if first else ""
    if not lines[first].words.startswith("|") or above.endswith("|"):
        return None
    last = first
    while last < len(lines) and (lines[last].words.endswith("|") or _is_inside(lines, last)):
        last += 1
    bars = [line.words.count("|") for line in lines[first:last]]
    fewest = max(FEWEST_BARS, *bars, 0)
    for width in sorted({fewest, *accumulate(bars[:MOST_BROKEN])}):
        ends = list(_row_ends(bars, width)) if width >= fewest else []
        begins = [0, *ends[:-1]]
        opened = all(lines[first + at].words.startswith("|") for at in begins)
        if len(ends) >= FEWEST_ROWS and opened:
            if len(ends) == ends[-1]:
                return None
            rows = [
                _pieces(text, lines[first + at].start + 1, lines[first + end - 1].end - 1, "|")
                for at, end in zip(begins, ends, strict=True)
            ]
            return Region(first, first + ends[-1] - 1, tuple(rows))
    return None


def _is_inside(lines: Sequence[Line], place: int) -> bool:
    """Return whether a line continues within a cell: words without bars before a closed line."""
    words = lines[place].words
    below = lines[place + 1].words if place + 1 < len(lines) else ""
    return 0 < len(words) <= SHORT_CELL and "|" not in words and below.endswith("|")


def _row_ends(bars: Sequence[int], width: int) -> Iterator[int]:
    """Yield the line after each row of `width` bars; nothing more after a row that has others."""
    total = 0
    for place, count in enumerate(bars, 1):
        total += count
        if total > width:
            return
        if total == width:
            yield place
            total = 0


def _broken_row(
    text: str, lines: Sequence[Line], above: int, place: int
) -> tuple[int, tuple[Span, ...]] | None:
    """Return the first line and the cells of a row broken over the lines that end at `place`: a
    barred line, then lines with one closing bar each. `above` is the last line already taken.
    """
    first = place - 1
    while first > above and _CLOSED.fullmatch(lines[first].words):
        first -= 1
    if not above < first < place - 1 or not _CLOSED.match(lines[first].words):
        return None
    broken = [cell for line in lines[first:place] for cell in _barred_rows(text, [line])[0]]
    return first, tuple(broken)


def _is_barred(line: Line, *, first: bool) -> bool:
    """Return whether a line is a row of cells or a ruler between two: |---|---| or +---+---+."""
    return line.words.count("|") >= 2 or (not first and bool(_GRID_RULER.fullmatch(line.words)))


def _barred_rows(text: str, printed: Sequence[Line]) -> tuple[tuple[Span, ...], ...]:
    """Return the cells of each row.

    Bars around rows stand on every row; a leading bar on some rows only closes an empty first cell.
    """
    rows = [line for line in printed if not _RULER.fullmatch(line.words)]
    opened = all(line.words.startswith("|") for line in rows)
    closed = all(line.words.endswith("|") for line in rows)
    found: list[tuple[Span, ...]] = []
    for line in rows:
        end = line.end - closed
        cells = _pieces(text, min(line.start + opened, end), end, "|")
        found.append(tuple(_plain(text, *cell) for cell in cells))
    return tuple(found)


def _plain(text: str, start: int, end: int) -> Span:
    """Return the span of a cell without the marks that print all of it bold."""
    while end - start > 4 and text[start : start + 2] == text[end - 2 : end] == "**":
        start, end = trim(text, start + 2, end - 2)
    return start, end


def _pieces(text: str, start: int, end: int, mark: str) -> tuple[Span, ...]:
    cells: list[Span] = []
    for piece in text[start:end].split(mark):
        cells.append(trim(text, start, start + len(piece)))
        start += len(piece) + 1
    return tuple(cells)


def _last_line(lines: Sequence[Line], first: int) -> int:
    """Return the last tabbed line of the table that begins at `first`, past blank lines and wrapped
    cells.
    """
    last = first
    while True:
        place = last + 1
        if place < len(lines) and lines[place].tabbed:
            last = place
            continue
        below = _past_cell(lines, place)
        if below is None:
            below = _past_blanks(lines, place)
        if below is None:
            return last
        last = below


def _past_blanks(lines: Sequence[Line], place: int) -> int | None:
    for at in range(place, min(place + 4, len(lines))):
        if lines[at].tabbed:
            return at
        if not lines[at].blank:
            return None
    return None


def _past_cell(lines: Sequence[Line], place: int) -> int | None:
    """Return the line after the untabbed lines of a cell, when a tabbed line follows at once or,
    for few lines, after the blank line that ends the row.
    """
    length = 0
    for at in range(place, min(place + LONGEST_CELL_LINES, len(lines))):
        line = lines[at]
        if line.tabbed:
            return at if at > place else None
        if line.blank:
            short = place < at <= place + LAST_CELL_LINES and length <= LAST_CELL
            return _past_blanks(lines, at) if short else None
        length += len(line.words)
        if length > LONGEST_CELL or _parts_tables(line.words):
            return None
    return None


def _parts_tables(words: str) -> bool:
    """Return whether a line separates two tables: a heading, a caption, a table name."""
    found = marker(words)
    outer = found is not None and (
        found.style in ("part", "chinese", "chinese_bracket") or found.automatic
    )
    return outer or bool(CAPTION.search(words) or _BETWEEN.search(words))


def _tabbed_region(text: str, lines: Sequence[Line], first: int, last: int) -> Region | None:
    tabbed = [line for line in lines[first : last + 1] if line.tabbed]
    cells = [_tab_cells(text, line) for line in tabbed]
    single = sum(1 for row in cells if len(row) == 1)
    if single * 2 < len(cells):
        return _row_lines(text, lines, first, last)
    rows, marked = _cell_lines(text, lines, first, last)
    filled = [text[start:end] for row in rows for start, end in row if end > start]
    prose = sum(1 for cell in filled if len(cell) > SHORT_CELL or _is_prose(cell))
    if len(filled) < 3 or prose * 2 > len(filled) or len(filled) < 2 * len(rows):
        return None
    if not marked:
        rows = flow_rows(text, rows[0])
    return Region(first, last, tuple(rows))


def _is_prose(cell: str) -> bool:
    """Return whether a cell is a sentence or a report heading: an indented text is not a table."""
    return cell.endswith("。") or _parts_tables(cell)


def _tab_cells(text: str, line: Line) -> tuple[Span, ...]:
    """Return the cells of a tabbed line; a leading tab opens the first cell."""
    cells = _pieces(text, line.begin, line.finish, "\t")
    return cells[1:] if text[line.begin : line.finish].lstrip(" \u3000").startswith("\t") else cells


def _cell_lines(
    text: str, lines: Sequence[Line], first: int, last: int
) -> tuple[list[tuple[Span, ...]], bool]:
    """Return the rows of a table with one cell per line and blank lines between rows."""
    rows: list[list[Span]] = [[]]
    for line in lines[first : last + 1]:
        if line.tabbed:
            rows[-1].extend(_tab_cells(text, line))
        elif line.blank:
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] = (rows[-1][-1][0], line.end)
        else:
            rows[-1].append((line.start, line.end))
    kept = [tuple(row) for row in rows if any(end > start for start, end in row)]
    return kept, len(kept) > 1


def _row_lines(text: str, lines: Sequence[Line], first: int, last: int) -> Region | None:
    """Return a table with one row per line; a line without a tab continues the last cell above
    it.
    """
    printed = [line for line in lines[first : last + 1] if not line.blank]
    indented = all(text[line.begin] == "\t" for line in printed if line.tabbed)
    rows: list[list[Span]] = []
    for line in printed:
        if line.tabbed:
            cells = _pieces(text, line.begin, line.finish, "\t")
            rows.append(list(cells[1:] if indented else cells))
        elif rows:
            rows[-1][-1] = (rows[-1][-1][0] or line.start, line.end)
    kept = tuple(tuple(row) for row in rows if any(end > start for start, end in row))
    filled = [end - start for row in kept for start, end in row if end > start]
    if len(filled) < 4 or sum(filled) > len(filled) * 3 * SHORT_CELL:
        return None
    return Region(first, last, kept)
