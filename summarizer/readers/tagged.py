"""Read HTML tables in Markdown, as PDF converters write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.readers.lines import Line
from summarizer.readers.placing import Spanning, place
from summarizer.segmentation import trim
from summarizer.tables.region import Placed, Region, Span

__all__ = ["tagged_regions"]

# Maximum number of lines of a table.
LONGEST_TABLE = 3_000

_OPEN = re.compile(r"(?:<(?:html|body|div)\b[^>\n]{0,80}>\s*)*<table\b", re.IGNORECASE)
_CLOSE = re.compile(r"</table>(?:\s*</(?:html|body|div)>)*$", re.IGNORECASE)
_TAG = re.compile(r"<(?P<tag>/?t[rdh])\b(?P<says>[^>\n]{0,200})>", re.IGNORECASE)
_SPANS = re.compile(r"(?P<way>row|col)span\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)
_BEFORE = re.compile(r"(?:\s*<[a-z][^<>\n]{0,80}>)+\s*", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s*</?[a-z][^<>\n]{0,20}>)+\s*\Z", re.IGNORECASE)


def tagged_regions(text: str, lines: Sequence[Line]) -> list[Region]:
    """Return the tables between <table> and </table>, each on its own lines."""
    found: list[Region] = []
    first = 0
    while first < len(lines):
        last = _last_line(lines, first) if _OPEN.match(lines[first].words) else None
        if last is not None:
            cells = _cells(text, lines[first].start, lines[last].end)
            if sum(1 for cell in cells if cell.start < cell.end) > 1:
                found.append(Region(first, last, (), cells))
        first = (first if last is None else last) + 1
    return found


def _last_line(lines: Sequence[Line], first: int) -> int | None:
    for at in range(first, min(first + LONGEST_TABLE, len(lines))):
        if _CLOSE.search(lines[at].words[-40:]):
            return at
        if at > first and _OPEN.match(lines[at].words):
            return None
    return None


def _cells(text: str, begin: int, finish: int) -> tuple[Placed, ...]:
    """Return the cells with their positions."""
    rows: list[list[Spanning[Span]]] = []
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text, begin, finish):
        name = tag["tag"].lower()
        if opened is not None:
            wide, high = _reach(opened["says"])
            rows[-1].append(Spanning(_words(text, opened.end(), tag.start()), high, wide))
        if name == "tr":
            rows.append([])
        opened = tag if name in ("td", "th") and rows else None
    return tuple(
        Placed(*cell.content, cell.row, cell.column, cell.rows, cell.columns)
        for cell in place(rows)
    )


def _reach(says: str) -> tuple[int, int]:
    """Return how many columns and rows a cell covers."""
    spans = {found["way"].lower(): int(found["count"]) for found in _SPANS.finditer(says)}
    return max(1, spans.get("col", 1)), max(1, spans.get("row", 1))


def _words(text: str, start: int, end: int) -> Span:
    """Return the span of a cell's words without the tags around them."""
    if before := _BEFORE.match(text, start, end):
        start = before.end()
    if after := _AFTER.search(text, max(start, end - 200), end):
        end = after.start()
    return trim(text, start, end)
