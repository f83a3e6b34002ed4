"""The left side of the review page: the report with all cited passages marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from summarizer.schema import Block, Cell, Document, Table
from summarizer.service.pages.cutting import Piece, Pieces
from summarizer.service.pages.signs import shown
from summarizer.service.reviewing import Entry, Matter

__all__ = ["PART", "Source"]

# Characters of a report on one page; longer reports are shown in parts.
PART = 250_000
_WORST_FIRST = ("unread", "failed", "error", "review", "warning", "verified", "info", "done")
_ACTING = re.compile("[^\\w \\n\u3000-\u303f\uff01-\uff0f%.,，。；：、（）()“”《》【】-]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_RANK = {state: place for place, state in enumerate(_WORST_FIRST)}


@dataclass(frozen=True)
class Source:
    """A report to show, with its pieces and the state of each matter."""

    document: Document
    pieces: Pieces
    matters: Mapping[str, Matter]
    entries: Mapping[str, Entry]
    # Address of an item in the panel, escaped for an attribute.
    item_address: Callable[[str], str]

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Ranges of the text that are shown one at a time, split between blocks."""
        found, start = [], 0
        for block in self.document.blocks:
            if block.end - start > PART and block.start > start:
                found.append((start, block.start))
                start = block.start
        return [*found, (start, len(self.document.text))]

    def part_of(self, place: int) -> int:
        """Return the number of the part that contains an offset, from 1."""
        parts = self.parts
        return next((n for n, (_, end) in enumerate(parts, 1) if place < end), len(parts))

    def class_of(self, piece: Piece) -> str:
        """Return the CSS classes of a piece: the worst state of the matters that cite it."""
        names = ["m", self._state(piece)] if piece.ids else []
        if piece.quantity:
            names.append("q")
        if piece.uncited and not piece.ids:
            names.append("un")
        return " ".join(names)

    def _state(self, piece: Piece) -> str:
        states = ("done" if key in self.entries else self.matters[key].state for key in piece.ids)
        return min(states, key=lambda state: _RANK.get(state, len(_RANK)))

    # -- text ------------------------------------------------------------------------------

    def text(self, part: int = 1) -> Markup:
        """Render a part of the report as headings, paragraphs and tables."""
        start, end = self.parts[part - 1]
        return Markup("".join(self._blocks(start, end)))  # noqa: S704 - every text is escaped

    def _blocks(self, start: int, end: int) -> Iterator[str]:
        at = start
        shown = [one for one in self.document.blocks if start < one.end and one.start < end]
        nexts = [*(block.start for block in shown[1:]), end]
        for block, following in zip(shown, nexts, strict=True):
            yield from self._between(at, block.start)
            # The colon or full stop after a heading that runs on into its paragraph.
            ends = self._with_stop(block.end, following)
            yield from self._block(block, ends)
            at = max(at, ends)
        yield from self._between(at, end)

    def _with_stop(self, end: int, following: int) -> int:
        rest = self.document.text[end:following]
        is_stop = 0 < len(rest.strip()) <= 2 and not any(sign.isalnum() for sign in rest)
        return end + len(rest.rstrip()) if is_stop else end

    def _between(self, start: int, end: int) -> Iterator[str]:
        """Render text outside of all blocks, so that the page shows the whole report."""
        if start < end and self.document.text[start:end].strip():
            yield f"<p>{self._run(start, end)}</p>"

    def _block(self, block: Block, end: int) -> Iterator[str]:
        if block.kind == "table":
            yield from self._tables(block.start, end)
            return
        inner = self._run(block.start, end)
        if block.kind in ("heading", "title"):
            level = min(6, 2 + max(1, block.level))
            yield f"<h{level}>{inner}</h{level}>"
        else:
            kind = ' class="noise"' if block.kind == "noise" else ""
            yield f"<p{kind}>{inner}</p>"

    def _tables(self, start: int, end: int) -> Iterator[str]:
        at = start
        for table in self.document.tables:
            if table.end <= start or table.start >= end:
                continue
            yield from self._between(at, table.start)
            yield self._table(table)
            yield from self._outside_cells(table)
            at = max(at, table.end)
        yield from self._between(at, end)

    def _table(self, table: Table) -> str:
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(table.cells, key=lambda one: (one.row, one.column)):
            rows.setdefault(cell.row, []).append(cell)
        body = "".join(
            f"<tr>{''.join(map(self._cell, cells))}</tr>" for _, cells in sorted(rows.items())
        )
        return f'<div class="scroll" tabindex="0"><table>{body}</table></div>'

    def _outside_cells(self, table: Table) -> Iterator[str]:
        """Render the text of a table outside of its cells, for example repeated heads."""
        at = table.start
        filled = sorted((one.start, one.end) for one in table.cells if not one.is_empty)
        for start, end in (*filled, (table.end, table.end)):
            if start > at and _is_said(self.document.text[at:start]):
                yield f'<p class="noise">{self._run(at, start)}</p>'
            at = max(at, end)

    def _cell(self, cell: Cell) -> str:
        spans = "".join(
            f' {name}="{count}"'
            for name, count in (("rowspan", cell.rows), ("colspan", cell.columns))
            if count > 1
        )
        tag = "th" if cell.header and not cell.is_empty else "td"
        return f"<{tag}{spans}>{self._run(cell.start, cell.end)}</{tag}>"

    def _run(self, start: int, end: int) -> str:
        """Render a range of the text, with pieces as links to the matters that cite them."""
        text, at = self.document.text, start
        made: list[str] = []
        for piece in self.pieces.within(start, end):
            low, high = max(piece.start, start), min(piece.end, end)
            if low > at:
                made.append(_escaped(text[at:low]))
            made.append(self._piece(piece, low, high))
            at = high
        made.append(_escaped(text[at:end]))
        return "".join(made)

    def _piece(self, piece: Piece, start: int, end: int) -> str:
        text = _escaped(self.document.text[start:end])
        about = self._about(piece, start)
        if not piece.ids:
            return f"<span {about}>{text}</span>"
        anchors = self._anchors(piece, start)
        address = self.item_address(piece.ids[0])
        return f'{anchors}<a {about} href="{address}" tabindex="-1">{text}</a>'

    def _about(self, piece: Piece, start: int) -> str:
        """Return a piece's attributes for the script: start, matters, and number."""
        told = f'class="{self.class_of(piece)}" data-s="{start}"'
        if piece.ids:
            told += f' data-i="{" ".join(piece.ids)}"'
        if piece.quantity:
            told += f' data-q="{piece.quantity[0]}-{piece.quantity[1]}"'
        return told

    def _anchors(self, piece: Piece, start: int) -> str:
        firsts = self.pieces.first_of
        new = [key for key in piece.ids if firsts[key] == start]
        return "".join(f'<i id="m-{key}"></i>' for key in new)

    # -- pages -----------------------------------------------------------------------------

    def boxes(self) -> dict[int, Markup]:
        """Return the marks of each page as SVG shapes over its picture."""
        found: dict[int, list[str]] = {}
        for piece in self.pieces.all:
            anchors = self._anchors(piece, piece.start)
            for locator in self.document.boxes(piece.start, piece.end):
                if locator.page is None or locator.bbox is None:
                    continue
                drawn = self._box(piece, locator.bbox, anchors)
                found.setdefault(locator.page, []).append(drawn)
                anchors = ""
        return {page: Markup("".join(drawn)) for page, drawn in found.items()}  # noqa: S704

    def _box(self, piece: Piece, box: tuple[float, float, float, float], anchors: str) -> str:
        left, top, right, bottom = box
        said = _escaped(self.document.text[piece.start : piece.end])
        wide, high = max(1.0, right - left), max(1.0, bottom - top)
        # The line style below shows the state without colour.
        drawn = (
            f"<title>{said}</title>"
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'
            f'<path d="M{left:.1f} {bottom + 1:.1f}h{wide:.1f}"/>'
        )
        about = self._about(piece, piece.start)
        marked = anchors.replace("<i ", "<g ").replace("</i>", "</g>")
        if not piece.ids:
            return f"<g {about}>{drawn}</g>"
        address = self.item_address(piece.ids[0])
        return f'{marked}<a {about} href="{address}" tabindex="-1">{drawn}</a>'


def _is_said(text: str) -> bool:
    """Whether a text contains words besides the markup of a Markdown or HTML table."""
    return any(sign.isalnum() for sign in _TAG.sub("", text))


def _escaped(text: str) -> str:
    # Few of up to ten thousand pieces contain such characters, so test before replacing.
    return str(escape(shown(text))) if _ACTING.search(text) else text
