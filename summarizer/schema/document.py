"""A document: its canonical text, its structure and its quantities."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from summarizer.schema.quantity import Quantity
from summarizer.schema.table import Table

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "DocumentKind",
    "Locator",
    "Note",
    "Place",
    "Section",
]

BlockKind = Literal["title", "heading", "paragraph", "table", "noise"]
DocumentKind = Literal[
    "unit_self_eval",
    "dept_eval",
    "fiscal_eval",
    "key_project_result",
    "dept_overall",
    "final_accounts",
    "other",
]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or table: `text[start:end]` without its line break.

    `level` is 1 for the outermost heading, 0 for other blocks.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading path and the text under it, up to the next heading.

    Sections are adjacent and together cover the text; text before the first heading has the path of
    the title.
    """

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in the original file: a page and a box, a sheet and a cell, or a paragraph.

    `page` and `paragraph` count from 1; `bbox` is (left, top, right, bottom) in points from the top
    left corner of the page.
    """

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A run of the canonical text, `start` to `end`, and its place in the original file.

    Page readers produce one place per printed line. `edges` then holds, in points, the left edge of
    each character of the run and the right edge of the last one: `end - start + 1` numbers.
    """

    start: int
    end: int
    locator: Locator
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the reading for the user: an uncertain encoding, hidden marks."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Document:
    """A report after reading. Every offset in the program counts code points of `text`.

    `sha256` is the hash of the file, `text_sha256` that of the canonical text in UTF-8.
    `quantities` are ordered by place; those in table cells are scaled by the unit of their table.
    """

    name: str
    text: str
    sha256: str
    text_sha256: str
    title: str | None = None
    organization: str | None = None
    fiscal_year: int | None = None
    kind: DocumentKind = "other"
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    notes: tuple[Note, ...] = ()
    # Ordered and non-overlapping; empty for plain text.
    places: tuple[Place, ...] = field(default=(), repr=False)
    # Spans that were recognised (OCR) in page images, in order; no number in them is certain.
    recognised: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    # For each piece of the canonical text: (its offset here, its offset in the decoded file).
    origin: tuple[tuple[int, int], ...] = field(default=((0, 0),), repr=False)

    def section_at(self, offset: int) -> Section:
        """Return the section that contains the offset."""
        return self.sections[max(0, bisect_right(self._section_starts, offset) - 1)]

    def block_at(self, offset: int) -> Block | None:
        """Return the block that contains the offset."""
        place = bisect_right(self._block_starts, offset) - 1
        if place < 0 or offset >= self.blocks[place].end:
            return None
        return self.blocks[place]

    def table_at(self, offset: int) -> Table | None:
        """Return the table that contains the offset."""
        place = bisect_right(self._table_starts, offset) - 1
        found = self.tables[place] if place >= 0 else None
        return found if found and offset < found.end else None

    def original(self, offset: int) -> int:
        """Return the offset in the decoded file, with its byte order mark and line ends."""
        here, there = self.origin[max(0, bisect_right(self.origin, (offset, sys.maxsize)) - 1)]
        return there + offset - here

    def is_recognised(self, start: int, end: int) -> bool:
        """Return whether any part of the span was recognised (OCR) in a page image."""
        place = bisect_right(self.recognised, (start, sys.maxsize)) - 1
        within = place >= 0 and self.recognised[place][1] > start
        following = self.recognised[place + 1 : place + 2]
        return within or any(begin < end for begin, _ in following)

    def boxes(self, start: int, end: int) -> tuple[Locator, ...]:
        """Return the places of a span in the original file: one per printed line or cell, cut to
        the characters of the span where the reader knows their edges.
        """
        first = max(0, bisect_right(self._place_ends, start))
        found = []
        for number in range(first, len(self.places)):
            place = self.places[number]
            if place.start >= end:
                break
            if place.end > start:
                found.append(_cut(place, start, end))
        return tuple(found)

    def locate(self, start: int, end: int) -> Locator | None:
        """Return where a span begins in the original file, with a box around its part on that page;
        None when the reader has no places.
        """
        boxes = self.boxes(start, end)
        if not boxes:
            return None
        first = boxes[0]
        same = [box.bbox for box in boxes if box.page == first.page and box.bbox]
        if first.bbox is None or len(same) < 2:
            return first
        lefts, tops, rights, bottoms = zip(*same, strict=True)
        return replace(first, bbox=(min(lefts), min(tops), max(rights), max(bottoms)))

    def quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Return the quantities that lie entirely within a span."""
        low = bisect_left(self._quantity_starts, start)
        high = bisect_left(self._quantity_starts, end)
        # Quantities do not overlap, so only the last one can extend beyond.
        reaches_out = high > low and self.quantities[high - 1].end > end
        return self.quantities[low : high - reaches_out]

    @cached_property
    def _place_ends(self) -> list[int]:
        return [place.end for place in self.places]

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.start for table in self.tables]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]


def _cut(place: Place, start: int, end: int) -> Locator:
    """Return the locator of the part of a place within a span."""
    box = place.locator.bbox
    if box is None or not place.edges:
        return place.locator
    left = place.edges[max(start, place.start) - place.start]
    right = place.edges[min(end, place.end) - place.start]
    return replace(place.locator, bbox=(min(left, right), box[1], max(left, right), box[3]))
