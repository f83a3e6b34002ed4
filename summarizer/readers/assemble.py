"""Assemble the parts of a structured file into a Document with canonical text and places.

A paragraph becomes one line. A table row becomes one line with its cells separated by bars, and a
blank line precedes and follows each table. A merged cell is printed once: rows below it have an
empty cell, columns to its right have none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from summarizer.readers.canonical import hidden_notes
from summarizer.readers.layout import Given, lay_out
from summarizer.readers.parts import Grid, GridCell, Paragraph, Parts, Run
from summarizer.readers.text import document_of
from summarizer.schema import Document, Place, Table
from summarizer.tables.region import Placed, Region

__all__ = ["assemble"]

BAR = " | "


def assemble(parts: Parts, name: str, data: bytes) -> Document:
    """Return the document built from the parts of a file; `data` is the content of the file.

    Raises UnreadableDocument when the parts hold no text.
    """
    printer = _Printer()
    for part in parts.parts:
        if isinstance(part, Paragraph):
            printer.paragraph(part)
        else:
            printer.grid(part)
    text = "\n".join(printer.lines)
    given = Given(
        tuple(printer.regions),
        frozenset(printer.noise),
        dict(printer.marks),
        frozenset(printer.labels),
    )
    layout = lay_out(text, name, given)
    places = tuple(printer.places)
    layout = replace(layout, tables=tuple(_on_pages(layout.tables, places)))
    recognised = tuple(_recognised(parts, places, len(text)))
    return document_of(
        text,
        name,
        data,
        layout,
        (*parts.notes, *hidden_notes(text)),
        places=places,
        recognised=recognised,
    )


def _on_pages(tables: Iterable[Table], places: Sequence[Place]) -> Iterator[Table]:
    """Yield the tables with the pages that each of them covers: one region may hold several
    tables.
    """
    ends = [place.end for place in places]
    starts = [place.start for place in places]
    for table in tables:
        held = places[bisect_right(ends, table.start) : bisect_left(starts, table.end)]
        pages = {page for place in held if (page := place.locator.page) is not None}
        yield replace(table, pages=tuple(sorted(pages))) if pages else table


def _recognised(parts: Parts, places: Iterable[Place], length: int) -> list[tuple[int, int]]:
    """Return the text spans that were recognised (OCR) in page images."""
    if not parts.recognised:
        return []
    if not parts.recognised_pages:
        return [(0, length)]
    found: list[tuple[int, int]] = []
    for place in places:
        if place.locator.page not in parts.recognised_pages:
            continue
        if found and place.start <= found[-1][1] + len(BAR):
            found[-1] = (found[-1][0], place.end)
        else:
            found.append((place.start, place.end))
    return found


@dataclass(slots=True)
class _Printer:
    """Collects printed lines; `offset` is the position where the next line begins."""

    lines: list[str] = field(default_factory=list)
    offset: int = 0
    regions: list[Region] = field(default_factory=list)
    noise: set[int] = field(default_factory=set)
    marks: dict[int, int] = field(default_factory=dict)
    labels: set[int] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)

    def paragraph(self, part: Paragraph) -> None:
        if part.noise:
            self.noise.add(len(self.lines))
        elif part.level:
            self.marks[len(self.lines)] = min(part.level, 6)
        if part.label:
            self.labels.add(len(self.lines))
        self._place(part.runs, self.offset)
        self._line(part.text)

    def grid(self, grid: Grid) -> None:
        if not any(cell.text for cell in grid.cells):
            return
        self._blank()
        first = len(self.lines)
        columns = _columns(grid)
        rows: list[tuple[tuple[int, int], ...]] = []
        placed: list[Placed] = []
        for number, cells in enumerate(_by_row(grid)):
            printed = self._row(cells, columns[number], placed)
            if number in grid.repeated:
                self.noise.add(len(self.lines) - 1)
            rows.append(printed)
        region = Region(
            first,
            len(self.lines) - 1,
            tuple(rows),
            tuple(placed),
            head_rows=grid.head_rows,
            pages=grid.pages,
            repeated=grid.repeated,
        )
        self.regions.append(region)
        self._blank()

    def _row(
        self, cells: dict[int, GridCell], columns: Iterable[int], placed: list[Placed]
    ) -> tuple[tuple[int, int], ...]:
        """Print the cells of a row in the given columns, without the empty cells at its end."""
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        at = self.offset
        for column in columns:
            cell = cells.get(column)
            text = cell.text if cell else ""
            if cell:
                self._place(cell.runs, at)
            words.append(text)
            spans.append((at, at + len(text)))
            at += len(text) + len(BAR)
        filled = max((place for place, text in enumerate(words) if text), default=-1)
        line = BAR.join(words[: filled + 1])
        stop = self.offset + len(line)
        spans = [(min(start, stop), min(end, stop)) for start, end in spans]
        for column, span in zip(columns, spans, strict=True):
            if column in cells:
                cell = cells[column]
                placed.append(Placed(*span, cell.row, column, cell.rows, cell.columns))
        self._line(line)
        return tuple(spans)

    def _place(self, runs: Iterable[Run], at: int) -> None:
        for run in runs:
            if run.start < run.end:
                self.places.append(Place(at + run.start, at + run.end, run.locator, run.edges))

    def _line(self, text: str) -> None:
        self.lines.append(text)
        self.offset += len(text) + 1

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self._line("")


def _columns(grid: Grid) -> list[list[int]]:
    """Return the columns that each row prints, without those covered by a cell to their left."""
    width = max(cell.column + cell.columns for cell in grid.cells)
    height = max(cell.row for cell in grid.cells) + 1
    covered: list[set[int]] = [set() for _ in range(height)]
    for cell in grid.cells:
        if cell.columns > 1:
            for row in range(cell.row, min(cell.row + cell.rows, height)):
                covered[row].update(range(cell.column + 1, cell.column + cell.columns))
    return [[column for column in range(width) if column not in held] for held in covered]


def _by_row(grid: Grid) -> list[dict[int, GridCell]]:
    rows: list[dict[int, GridCell]] = [{} for _ in range(max(c.row for c in grid.cells) + 1)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell
    return rows
