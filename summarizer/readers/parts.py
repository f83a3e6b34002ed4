"""Parts that structured readers produce: paragraphs and grids of cells, in reading order.

`assemble` turns them into the canonical text and the document. Parts hold plain text and places
only, so a child process can produce and send them.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.schema import Locator, Note

__all__ = ["Grid", "GridCell", "Paragraph", "Part", "Parts", "Run"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, `start` to `end`, at one place in the file: a printed line of a page.

    `edges` as in `schema.Place`.
    """

    start: int
    end: int
    locator: Locator
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, a paragraph, or a page layout line (`noise`: running header, page number).

    `text` has no line break; wrapped lines are joined. `level` is 1 to 6 where the file marks a
    heading (a style, an <h1>), else 0, and numbering decides. A `label` names a part of the file (a
    sheet) or describes it; it is never the report's title.
    """

    text: str
    level: int = 0
    noise: bool = False
    runs: tuple[Run, ...] = ()
    label: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its upper left position; a merged cell appears once with its `rows` and `columns`.

    `text` has no line break. Empty cells may be omitted.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as laid out in the file: non-overlapping cells, ordered by row and column.

    `repeated` rows are printed again on a further page (headers) and stay in the text as noise.
    `pages` lists the pages of the table, if the file has pages. `head_rows` counts the top rows
    that the file marks as headers (<thead>, tblHeader).
    """

    cells: tuple[GridCell, ...]
    repeated: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    head_rows: int = 0


Part = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Parts:
    """A file in reading order, with the notes of its reader."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()
    # The text was recognised (OCR) in page images, so no number gets a verdict above `review`.
    # Where only some pages are images, `recognised_pages` lists them.
    recognised: bool = False
    recognised_pages: tuple[int, ...] = ()
