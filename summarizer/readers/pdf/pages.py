"""Arrange a page in reading order: printed lines and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.readers.pdf.aligned import aligned
from summarizer.readers.pdf.columns import in_columns
from summarizer.readers.pdf.fragments import Fragment, ruled
from summarizer.readers.pdf.lattice import lattices
from summarizer.readers.pdf.lines import Line, lines_of
from summarizer.readers.pdf.shapes import Box, Glyph, Page, Stroke

__all__ = ["Leaf", "leaf_of"]

Item = Line | Fragment


@dataclass(slots=True)
class Leaf:
    """A page with its lines and tables from the top."""

    page: Page
    items: list[Item]

    @property
    def lines(self) -> list[Line]:
        """Return the lines outside tables."""
        return [item for item in self.items if isinstance(item, Line)]


def leaf_of(page: Page, before: Leaf | None = None) -> Leaf:
    """Return the lines and tables of a page and free its glyphs and strokes.

    `before` is the previous page, whose last table may continue.
    """
    tables, free = _tables(page)
    last = before.items[-1] if before and before.items else None
    rules = [rule for rule in page.across if not any(_crosses(rule, t.box) for t in tables)]
    found, lines = aligned(
        lines_of(free), page, rules, last if isinstance(last, Fragment) else None
    )
    page.glyphs, page.across, page.down = [], [], []
    return Leaf(page, _in_order([*tables, *found], in_columns(lines, page)))


def _in_order(tables: Sequence[Fragment], lines: Sequence[Line]) -> list[Item]:
    """Return the lines in the given order, each table before the first line below it."""
    waiting = sorted(tables, key=_place)
    items: list[Item] = []
    for line in lines:
        while waiting and not line.frame and _place(waiting[0]) < _place(line):
            items.append(waiting.pop(0))
        items.append(line)
    return [*items, *waiting]


def _crosses(rule: Stroke, box: Box) -> bool:
    return box[1] - 2 <= rule.at <= box[3] + 2 and rule.start < box[2] and rule.end > box[0]


def _tables(page: Page) -> tuple[list[Fragment], list[Glyph]]:
    free = [glyph for glyph in page.glyphs if glyph.text != " "]
    found: list[Fragment] = []
    for table in lattices(page.across, page.down):
        held = [glyph for glyph in free if _holds(table.box, glyph)]
        if held and len(table.cells) > 1:
            found.append(ruled(table, page, held))
            free = [glyph for glyph in free if not _holds(table.box, glyph)]
    return found, free


def _holds(box: Box, glyph: Glyph) -> bool:
    return box[0] <= (glyph.left + glyph.right) / 2 <= box[2] and box[1] <= glyph.middle <= box[3]


def _place(item: Item) -> tuple[float, float]:
    return (item.box[1], item.box[0])
