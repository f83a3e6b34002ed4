"""What stands on a page, in reading order: printed lines and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.readers.pdf.fragments import Fragment, ruled
from summarizer.readers.pdf.lattice import Lattice, lattices
from summarizer.readers.pdf.lines import Line, lines_of
from summarizer.readers.pdf.shapes import Box, Glyph, Page

__all__ = ["Leaf", "leaf_of"]

Item = Line | Fragment


@dataclass(slots=True)
class Leaf:
    """A page with its lines and tables from the top."""

    page: Page
    items: list[Item]

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [item for item in self.items if isinstance(item, Line)]


def leaf_of(page: Page) -> Leaf:
    """The page's lines and tables; its glyphs and strokes are given up."""
    tables, free = _tables(page)
    items: list[Item] = [*tables, *lines_of(free)]
    page.glyphs, page.across, page.down = [], [], []
    return Leaf(page, sorted(items, key=_place))


def _tables(page: Page) -> tuple[list[Fragment], list[Glyph]]:
    free = [glyph for glyph in page.glyphs if glyph.text != " "]
    found: list[Fragment] = []
    for table in lattices(page.across, page.down):
        held = [glyph for glyph in free if _holds(table.box, glyph)]
        if not held or len(table.cells) < 2:
            continue
        if _is_table(table, held):
            found.append(ruled(table, page, held))
            free = [glyph for glyph in free if not _holds(table.box, glyph)]
    return found, free


def _holds(box: Box, glyph: Glyph) -> bool:
    return box[0] <= (glyph.left + glyph.right) / 2 <= box[2] and box[1] <= glyph.middle <= box[3]


def _is_table(table: Lattice, held: Sequence[Glyph]) -> bool:
    return len(table.cells) > 1 and bool(held)


def _place(item: Item) -> tuple[float, float]:
    return (item.box[1], item.box[0])
