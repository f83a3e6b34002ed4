"""Tables in the tags of HTML, as converters of PDFs put them into Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.readers.lines import Line
from summarizer.segmentation import trim
from summarizer.tables.region import Region, Span

__all__ = ["tagged_regions"]

# Cells of a row that others span, and lines of a table; no table of a report has more.
WIDEST, LONGEST_TABLE = 60, 3_000

_OPEN = re.compile(r"(?:<(?:html|body|div)\b[^>\n]{0,80}>\s*)*<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table>(?:\s*</(?:html|body|div)>)*$", re.IGNORECASE)
_TAG = re.compile(r"<(?P<tag>/?t[rdh])\b(?P<says>[^>\n]{0,200})>", re.IGNORECASE)
_SPANS = re.compile(r"(?P<way>row|col)span\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)
_BEFORE = re.compile(r"(?:\s*<[a-z][^<>\n]{0,80}>)+\s*", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s*</?[a-z][^<>\n]{0,20}>)+\s*\Z", re.IGNORECASE)


def tagged_regions(text: str, lines: Sequence[Line]) -> list[Region]:
    """The tables between <table> and </table>, each on lines of its own."""
    found: list[Region] = []
    place = 0
    while place < len(lines):
        last = _last_line(lines, place) if _OPEN.match(lines[place].words) else None
        if last is not None:
            rows = _rows(text, lines[place].start, lines[last].end)
            if sum(1 for row in rows for start, end in row if start < end) > 1:
                found.append(Region(place, last, tuple(rows)))
        place = (place if last is None else last) + 1
    return found


def _last_line(lines: Sequence[Line], first: int) -> int | None:
    for place in range(first, min(first + LONGEST_TABLE, len(lines))):
        if _CLOSE.search(lines[place].words[-40:]):
            return place
        if place > first and _OPEN.match(lines[place].words):
            return None
    return None


def _rows(text: str, begin: int, finish: int) -> list[tuple[Span, ...]]:
    """The cells of each row; a cell that spans others is followed by empty ones, to its right and
    below."""
    rows: list[tuple[Span, ...]] = []
    row: list[Span] = []
    below: dict[int, int] = {}
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text, begin, finish):
        name = tag["tag"].lower()
        if opened is not None:
            _add(row, below, _words(text, opened.end(), tag.start()), opened["says"])
        if name in ("tr", "/tr") and row:
            _fill(row, below, tag.start())
            rows.append(tuple(row))
            row = []
        opened = tag if name in ("td", "th") else None
    return rows


def _add(row: list[Span], below: dict[int, int], cell: Span, says: str) -> None:
    """The cell in the next free column, and what it spans."""
    _fill(row, below, cell[0])
    spans = {found["way"].lower(): int(found["count"]) for found in _SPANS.finditer(says)}
    for place in range(max(1, min(spans.get("col", 1), WIDEST - len(row)))):
        if spans.get("row", 1) > 1 and len(row) < WIDEST:
            below[len(row)] = spans["row"] - 1
        row.append((cell[0], cell[0]) if place else cell)


def _fill(row: list[Span], below: dict[int, int], at: int) -> None:
    """Empty cells where cells of rows above reach down."""
    while below.get(len(row)):
        below[len(row)] -= 1
        row.append((at, at))


def _words(text: str, start: int, end: int) -> Span:
    """The words of a cell without the tags around them."""
    if before := _BEFORE.match(text, start, end):
        start = before.end()
    if after := _AFTER.search(text, max(start, end - 200), end):
        end = after.start()
    return trim(text, start, end)
