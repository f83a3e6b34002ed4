"""What a reader of structured files makes of them: paragraphs and grids of cells, in reading order.

`assemble` turns them into the canonical text and the document. Parts hold plain text and places
alone, so that they can be made in a child process and handed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.schema import Locator, Note

__all__ = ["Grid", "GridCell", "Paragraph", "Part", "Parts", "Run"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text, `start` to `end` in it, that stands at one place in the file: a printed line
    of a page. `edges` as in `schema.Place`."""

    start: int
    end: int
    locator: Locator
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, a paragraph, or a line of page layout (`noise`: running head, page number).

    `text` has no line break; lines that the page broke are joined. `level` is 1 to 6 where the
    file itself marks a heading (a style, an <h1>), else 0: numbering then decides. A `label`
    names a part of the file (a sheet) or says something of it: it is never the report's title.
    """

    text: str
    level: int = 0
    noise: bool = False
    runs: tuple[Run, ...] = ()
    label: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its upper left place; a merged cell stands once and says how many `rows` and
    `columns` it covers. `text` has no line break. An empty cell may be left out."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the file lays it out: cells in order of row and column, none covering another.

    `repeated` are rows that the file prints again on a further page (heads): they stay in the text
    as noise. `pages` are the pages that the table stands on, where the file has pages. `head_rows`
    counts the rows at the top that the file itself marks as heads (<thead>, tblHeader).
    """

    cells: tuple[GridCell, ...]
    repeated: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    head_rows: int = 0


Part = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Parts:
    """A file in reading order, and what reading noticed."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...] = ()
    # The numbers were recognised in pictures of pages: none may be more than `review`. Where only
    # some pages are pictures, these are their numbers.
    recognised: bool = False
    recognised_pages: tuple[int, ...] = ()
