"""A document: one canonical text and what reading found in it."""

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
    """A heading, paragraph or table: `text[start:end]` without its line break. `level` is 1 for
    the outermost heading, 0 for anything that is no heading."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading path and the text under it, up to the next heading. Sections follow each other
    and together hold the whole text; what precedes the first heading has the path of the title."""

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands in the original file: a page and a box on it, a sheet and a cell, or
    a paragraph. `page` and `paragraph` count from 1; `bbox` is (left, top, right, bottom) in points
    from the top left corner of the page."""

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A run of the canonical text, `start` to `end`, and where it stands in the original file.

    Readers of pages give one place per printed line. `edges` then holds, in points, the left edge
    of each character of the run and the right edge of the last one: `end - start + 1` numbers.
    """

    start: int
    end: int
    locator: Locator
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the reading that a person should know: a doubtful encoding, hidden marks."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Document:
    """A report after reading. Every offset in the program counts code points of `text`.

    `sha256` is of the file's bytes, `text_sha256` of the UTF-8 canonical text. `quantities` is
    what the scanner read, in order of place, table cells scaled by their table's unit.
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
    # In order, without overlap; empty for plain text.
    places: tuple[Place, ...] = field(default=(), repr=False)
    # What was recognised in pictures of pages (OCR), as spans in order: no number in it is certain.
    recognised: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    # Per piece of the canonical text: (its offset here, its offset in the decoded file).
    origin: tuple[tuple[int, int], ...] = field(default=((0, 0),), repr=False)

    def section_at(self, offset: int) -> Section:
        """The section that holds the offset."""
        return self.sections[max(0, bisect_right(self._section_starts, offset) - 1)]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the offset."""
        place = bisect_right(self._block_starts, offset) - 1
        if place < 0 or offset >= self.blocks[place].end:
            return None
        return self.blocks[place]

    def table_at(self, offset: int) -> Table | None:
        """The table that holds the offset."""
        place = bisect_right(self._table_starts, offset) - 1
        found = self.tables[place] if place >= 0 else None
        return found if found and offset < found.end else None

    def original(self, offset: int) -> int:
        """The offset in the decoded file, byte order mark and line ends as they were there."""
        here, there = self.origin[max(0, bisect_right(self.origin, (offset, sys.maxsize)) - 1)]
        return there + offset - here

    def is_recognised(self, start: int, end: int) -> bool:
        """Was any of the span recognised in a picture of a page?"""
        place = bisect_right(self.recognised, (start, sys.maxsize)) - 1
        within = place >= 0 and self.recognised[place][1] > start
        following = self.recognised[place + 1 : place + 2]
        return within or any(begin < end for begin, _ in following)

    def boxes(self, start: int, end: int) -> tuple[Locator, ...]:
        """The places of a span in the original file, one for each printed line or cell that it
        touches, cut to the characters of the span where the reader knows their edges."""
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
        """The place of a span in the original file: where it begins; its box holds all of it that
        stands on that page. None when the reader knows no places."""
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
        """The quantities that lie wholly within a span."""
        low = bisect_left(self._quantity_starts, start)
        high = bisect_left(self._quantity_starts, end)
        # They follow each other without overlap, so only the last can reach beyond.
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
    """The locator of the part of a place that lies within a span."""
    box = place.locator.bbox
    if box is None or not place.edges:
        return place.locator
    left = place.edges[max(start, place.start) - place.start]
    right = place.edges[min(end, place.end) - place.start]
    return replace(place.locator, bbox=(min(left, right), box[1], max(left, right), box[3]))
