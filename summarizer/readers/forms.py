"""Find tables without marks between their cells by the words of their headers.

Conversions print such tables with one cell per line, or row by row with blanks between cells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

from summarizer.readers.lines import Line, is_contents_entry
from summarizer.readers.numbering import marker
from summarizer.schema import Table
from summarizer.tables.columns import is_number
from summarizer.tables.flow import flow_rows, header_run
from summarizer.tables.region import Region, Span
from summarizer.tables.vocabulary import (
    BROKEN_HEADS,
    FORM_LABEL,
    HEAD_BEGINNINGS,
    HEADER_NOUN,
    STRONG_HEADER,
)

__all__ = [
    "flattened_regions",
    "listed_regions",
    "rhythmic_regions",
    "shifted_regions",
    "spaced_regions",
]

# A form prints several of these close together. Other texts are skipped, and the form reader is not
# imported for them.
_FORM_WORDS = re.compile(
    r"[级类]\s*指\s*标|指\s*标\s*值|执\s*行\s*率|得\s*分|分\s*值|资\s*金\s*总\s*额|预\s*算\s*数"
    r"|(?:数\s*量|质\s*量|时\s*效|成\s*本|产\s*出|效\s*益|满\s*意\s*度)\s*指\s*标"
)
FORM_WORDS_REACH, TWICE_REACH = 80, 16
LONGEST_LABEL, LONGEST_CELL, LONGEST_FORM = 24, 300, 2_000
# A form begins with a few labels; its first header follows within this many lines.
HEAD_REACH, FEWEST_NUMBERS = 40, 3

_FOOT = re.compile(r"^(?:注|备注|说明|填表说明|填报人|填表人|审核人|联系人)\s*\d*\s*[：:]")
# 「项目资金」 above 「（万元）」: the unit of a header on a line of its own.
_UNIT_LINE = re.compile(r"[（(](?:单位[：:])?[百千]?[万亿]?元[）)]$")
_GAP = re.compile(r"\s{2,}")
_PROSE_LENGTH = 60
_SUBHEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[.．、]?\s?[\u4e00-\u9fff]{2}")


def flattened_regions(text: str, lines: Sequence[Line], taken: set[int]) -> list[Region]:
    """Return the regions of flattened forms, found by their words, outside the lines in `taken`."""
    if not _has_form_words(text):
        return []
    from summarizer.tables.flat.forms import flattened_tables

    return _held_by(lines, flattened_tables(text, _free(lines, taken)))


def rhythmic_regions(text: str, lines: Sequence[Line], taken: set[int]) -> list[Region]:
    """Lists of names and figures under heads; none on the lines that are taken."""
    from summarizer.tables.flat.rhythm import rhythmic_tables

    return _held_by(lines, rhythmic_tables(text, _free(lines, taken)))


def _free(lines: Sequence[Line], taken: set[int]) -> list[Span]:
    """The parts of the text whose lines are not taken."""
    return [
        (lines[first].begin, lines[stop - 1].finish)
        for first, stop in _stretches(taken, len(lines))
    ]


def _held_by(lines: Sequence[Line], tables: Iterable[Table]) -> list[Region]:
    """The regions of the lines in which tables stand."""
    starts = [line.begin for line in lines]
    found: list[Region] = []
    for table in tables:
        first = bisect_right(starts, table.start) - 1
        last = bisect_right(starts, table.end - 1) - 1
        if found and first <= found[-1].last:
            above = found[-1]
            found[-1] = replace(above, last=max(above.last, last), built=(*above.built, table))
        else:
            found.append(Region(first, last, (), built=(table,)))
    return found


def _has_form_words(text: str) -> bool:
    """Return whether two different form words occur near each other, or the same one nearer than
    two.
    """
    return any(
        below.start() - above.end() <= (TWICE_REACH if below[0] == above[0] else FORM_WORDS_REACH)
        for above, below in pairwise(_FORM_WORDS.finditer(text))
    )


def shifted_regions(text: str, barred: Sequence[Region]) -> list[Region]:
    """Return the barred regions whose rows are shifted left because merged cells were omitted."""
    if not barred:
        return []
    from summarizer.tables.flat.alignment import is_aligned

    return [region for region in barred if not is_aligned(text, region)]


def _stretches(taken: set[int], count: int) -> Iterator[Span]:
    """Yield half-open ranges of lines that are not taken."""
    first = 0
    for place in (*sorted(taken), count):
        if place > first:
            yield first, place
        first = place + 1


def listed_regions(
    text: str, lines: Sequence[Line], taken: set[int], held: set[int]
) -> list[Region]:
    """Return the tables with one cell per line; none goes on past the lines of another table, which
    are `held`.
    """
    free = [place for place, line in enumerate(lines) if not line.blank and place not in taken]
    printed = ["".join(lines[at].words.split()) if _short(lines[at]) else "" for at in free]
    pieces = list(_whole_heads(printed))
    cells = ["".join(printed[first:stop]) for first, stop in pieces]
    last = [free[stop - 1] for _, stop in pieces]
    free = [free[first] for first, _ in pieces]
    runs = cache(partial(header_run, cells))
    found: list[Region] = []
    place = 0
    while place < len(free):
        head = _first_header(cells, place, runs)
        stop = place if head is None else _listed_end(lines, free, place, head + runs(head))
        stop = next(
            (
                at
                for at in range(place + 1, stop)
                if not held.isdisjoint(range(free[at - 1], free[at]))
            ),
            stop,
        )
        if sum(map(is_number, cells[place:stop])) >= FEWEST_NUMBERS:
            ends = zip(free[place:stop], last[place:stop], strict=True)
            spans = [(lines[start].start, lines[end].end) for start, end in ends]
            region = Region(free[place], last[stop - 1], tuple(flow_rows(text, spans)))
            found.append(region)
        place = max(stop, place + 1)
    return found


def _whole_heads(printed: Sequence[str]) -> Iterator[Span]:
    """Yield half-open line ranges, one per header cell: a narrow column wraps its header."""
    place = 0
    while place < len(printed):
        stop, words = place + 1, printed[place]
        for at in range(place + 1, len(printed)):
            words += printed[at]
            if words not in HEAD_BEGINNINGS:
                break
            stop = at + 1 if words in BROKEN_HEADS else stop
        if stop < len(printed) and _UNIT_LINE.match(printed[stop]) and _heads(printed[place:stop]):
            stop += 1
        yield place, stop
        place = stop


def _heads(printed: Sequence[str]) -> bool:
    words = "".join(printed)
    return 0 < len(words) <= LONGEST_LABEL and bool(HEADER_NOUN.search(words))


def _short(line: Line) -> bool:
    return len(line.words) <= 2 * LONGEST_LABEL


def _listed_end(lines: Sequence[Line], free: Sequence[int], start: int, body: int) -> int:
    """Return the line after the table that begins at `start` and whose first row is at `body`."""
    stop = body
    while stop < len(free) and stop - start < LONGEST_FORM:
        if any(map(is_contents_entry, lines[free[stop - 1] + 1 : free[stop]])):
            break
        # 一、事业收入 over a number is a row, not a heading.
        named = stop + 1 < len(free) and is_number(lines[free[stop + 1]].words)
        if (_ends_table(lines[free[stop]]) and not named) or _is_prose(lines, free, stop):
            break
        stop += 1
    return stop


def _first_header(cells: Sequence[str], start: int, runs: Callable[[int], int]) -> int | None:
    """Return the first header at or after the first label of a form, with short lines between."""
    if not cells[start]:
        return None
    if runs(start):
        return start
    if not FORM_LABEL.match(cells[start]):
        return None
    for place in range(start + 1, min(start + HEAD_REACH, len(cells))):
        if not cells[place]:
            return None
        if runs(place):
            return place
    return None


def _ends_table(line: Line) -> bool:
    found = marker(line.words)
    outer = found is not None and found.style in ("part", "chinese", "chinese_bracket")
    return outer or bool(_FOOT.match(line.words)) or len(line.words) > LONGEST_CELL


def _is_prose(lines: Sequence[Line], free: Sequence[int], place: int) -> bool:
    """Return whether a long sentence is prose: another one or a heading follows it, or it is the
    last line.
    """
    line = lines[free[place]]
    if len(line.words) <= _PROSE_LENGTH or not line.words.endswith(("。", "：", ":")):
        return False
    if place + 1 == len(free):
        return True
    below = lines[free[place + 1]]
    headed = _SUBHEADING.match(below.words) is not None
    return headed or len(below.words) > _PROSE_LENGTH or _ends_table(below)


def spaced_regions(text: str, lines: Sequence[Line], taken: set[int]) -> list[Region]:
    """Return the tables printed row by row with blanks between the cells."""
    found: list[Region] = []
    place = 0
    while place < len(lines):
        if place in taken or not _is_spaced_header(lines, place):
            place += 1
            continue
        stop = _spaced_end(lines, taken, place)
        if stop - place > 1:
            rows = _spaced_rows(text, [line for line in lines[place:stop] if not line.blank])
            found.append(Region(place, stop - 1, tuple(rows)))
        place = max(stop, place + 1)
    return found


def _spaced_rows(text: str, printed: Sequence[Line]) -> list[tuple[Span, ...]]:
    """Return a row for each line; where the header is known, repair rows that span several
    lines.
    """
    wide = len(_GAP.split(printed[0].words)) >= 3
    rows = [_tokens(line, wide=wide) for line in printed]
    header = [text[start:end] for start, end in rows[0]]
    if header_run(header, 0) == len(header):
        return flow_rows(text, [span for row in rows for span in row])
    return rows


def _is_spaced_header(lines: Sequence[Line], place: int) -> bool:
    """Return whether a line is a header: words only, several of them column headers, or as many as
    the row below has cells.
    """
    words = lines[place].words
    if not words or len(words) > 200 or words[-1] in "。；：":
        return False
    cells = words.split()
    if len(cells) < 3 or any(is_number(cell) for cell in cells):
        return False
    named = sum(1 for cell in cells if HEADER_NOUN.search(cell) and len(cell) <= LONGEST_LABEL)
    if named == len(cells) and sum(1 for cell in cells if STRONG_HEADER.search(cell)) >= 2:
        return True
    below = lines[place + 1].words.split() if place + 1 < len(lines) else []
    numbers = sum(map(is_number, below))
    labelled = not is_number(below[0]) if below else False
    labelled = labelled or re.match("序号|编号", cells[0]) is not None
    return len(below) == len(cells) and numbers >= 2 and named >= 1 and labelled


def _spaced_end(lines: Sequence[Line], taken: set[int], start: int) -> int:
    """Return the line after the last row: rows hold several cells with a number among them."""
    stop, place, idle = start + 1, start + 1, 0
    while place < len(lines) and place not in taken and idle < 3:
        line = lines[place]
        if not line.blank:
            if _ends_table(line) or (len(line.words) > _PROSE_LENGTH and "。" in line.words[-1:]):
                break
            cells = line.words.split()
            row = len(cells) > 1 and any(is_number(cell) for cell in cells)
            idle = 0 if row else idle + 1
            stop = place + 1 if row else stop
        place += 1
    return stop


def _tokens(line: Line, *, wide: bool) -> tuple[Span, ...]:
    pattern = re.compile(r"\S+(?:\s\S+)*" if wide else r"\S+")
    return tuple(
        (line.start + found.start(), line.start + found.end())
        for found in pattern.finditer(line.words)
    )
