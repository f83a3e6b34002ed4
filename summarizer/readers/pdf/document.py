"""Combine the pages of a PDF into parts: paragraphs and tables over pages, page layout as noise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarizer.readers.parts import Paragraph, Part
from summarizer.readers.pdf.continued import continues, grid_of, head_rows_again
from summarizer.readers.pdf.flow import Margins, goes_on, margins
from summarizer.readers.pdf.fragments import Fragment
from summarizer.readers.pdf.joining import Written, between
from summarizer.readers.pdf.lines import Line
from summarizer.readers.pdf.noise import is_garble, page_layout
from summarizer.readers.pdf.pages import Leaf
from summarizer.readers.pdf.shapes import Page

__all__ = ["parts_of"]

_AGAIN = re.compile(r"[（(]?续[表）)]?.{0,20}|.{0,30}[（(]续[表]?[）)]")
Outline = Collection[tuple[int, str, int]]
# Maximum number of caption lines above a table.
CAPTION = 4


def parts_of(leaves: Sequence[Leaf], outline: Outline = frozenset()) -> tuple[Part, ...]:
    """Return the parts of a document in reading order.

    `outline` holds the headings that the file lists: page, words without blanks, level.
    """
    layout = page_layout([(leaf.page, leaf.lines) for leaf in leaves])
    lines = {leaf.page.number: leaf.lines for leaf in leaves}
    noise = {id(lines[number][place]) for number, place in layout}
    kept = [
        (leaf.page, [line for line in lines[leaf.page.number] if id(line) not in noise])
        for leaf in leaves
    ]
    weaver = _Weaver()
    for leaf, frame in zip(leaves, margins(kept), strict=True):
        weaver.page(leaf, noise, frame)
    weaver.close()
    return tuple(_headed(weaver.parts, outline))


def _headed(parts: Sequence[Part], outline: Outline) -> Iterator[Part]:
    levels = {(page, words): level for page, words, level in outline}
    for part in parts:
        if isinstance(part, Paragraph) and part.runs and not part.noise:
            page = part.runs[0].locator.page or 0
            level = levels.get((page, "".join(part.text.split())), 0)
            yield replace(part, level=level) if level else part
        else:
            yield part


@dataclass(slots=True)
class _Weaver:
    """The parts so far, and the open paragraph or table that may continue."""

    parts: list[Part] = field(default_factory=list)
    written: Written = field(default_factory=Written)
    last: tuple[Line, Page, Margins] | None = None
    table: list[Fragment] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    noise: list[Paragraph] = field(default_factory=list)
    # Lines at the top of a page that may be the caption of a repeated table header.
    waiting: list[tuple[Line, Page, Margins]] = field(default_factory=list)

    def page(self, leaf: Leaf, noise: set[int], kept: Margins) -> None:
        for item in leaf.items:
            if isinstance(item, Fragment):
                self._fragment(item)
            elif id(item) in noise or is_garble(item):
                self.noise.append(_paragraph(_single(item, leaf.page), noise=True))
            else:
                frame = item.frame
                margin = replace(kept, left=frame[0], right=frame[1]) if frame else kept
                self._line(item, leaf.page, margin)

    def close(self) -> None:
        self._close_table()
        self._close_paragraph()
        self.parts.extend(self.noise)
        self.noise = []

    def _line(self, line: Line, page: Page, kept: Margins) -> None:
        if self.table and self._may_repeat(line, page):
            self.waiting.append((line, page, kept))
            return
        self._close_table()
        self._add(line, page, kept)

    def _may_repeat(self, line: Line, page: Page) -> bool:
        if self.table[-1].page.number >= page.number or len(self.waiting) >= CAPTION:
            return False
        words = "".join(line.text.split())
        return words in self.caption or _AGAIN.fullmatch(words) is not None

    def _add(self, line: Line, page: Page, kept: Margins) -> None:
        if self.last:
            above, over, on = self.last
            same = over is page
            if goes_on(above, line, on, kept, same_page=same):
                room = on.right - above.left
                self.written.add(line, page, between(above, line, room))
                self.last = (line, page, kept)
                return
        self._close_paragraph()
        self.written.add(line, page, "")
        self.last = (line, page, kept)

    def _fragment(self, fragment: Fragment) -> None:
        if self.table and self._goes_on(fragment):
            self.noise.extend(
                _paragraph(_single(line, page), noise=True) for line, page, _ in self.waiting
            )
            self.waiting = []
            self.table.append(fragment)
            return
        self._close_table()
        self._close_paragraph()
        self.caption = [
            "".join(part.text.split())
            for part in self.parts[-CAPTION:]
            if isinstance(part, Paragraph)
        ]
        self.table = [fragment]

    def _goes_on(self, fragment: Fragment) -> bool:
        above = self.table[-1]
        if fragment.page.number != above.page.number + 1:
            return False
        again = head_rows_again(self.table[0], fragment) > 0
        said = any(_AGAIN.fullmatch("".join(line.text.split())) for line, _, _ in self.waiting)
        if self.waiting and not again and not said:
            return False
        return continues(self.table[0], above, fragment)

    def _close_table(self) -> None:
        if not self.table:
            return
        self.parts.append(grid_of(self.table))
        self.table = []
        self.parts.extend(self.noise)
        self.noise = []
        waiting, self.waiting = self.waiting, []
        for line, page, kept in waiting:
            self._add(line, page, kept)

    def _close_paragraph(self) -> None:
        if self.last:
            self.parts.append(_paragraph(self.written))
            self.written, self.last = Written(), None
        self.parts.extend(self.noise)
        self.noise = []


def _single(line: Line, page: Page) -> Written:
    written = Written()
    written.add(line, page, "")
    return written


def _paragraph(written: Written, *, noise: bool = False) -> Paragraph:
    return Paragraph(written.text, noise=noise, runs=tuple(written.runs))
