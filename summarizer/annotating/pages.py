"""Write notes into a PDF as highlights over the words that they are about."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from summarizer.annotating.notes import AUTHOR, Note
from summarizer.errors import DamagedDocument
from summarizer.schema import Document, Locator

__all__ = ["write"]

Box = tuple[float, float, float, float]

# State → colour of its highlight; the note states the same in words.
_COLOURS = {
    "error": "ff9a9a",
    "failed": "ff9a9a",
    "warning": "ffd666",
    "review": "ffe89a",
    "info": "a8d4ff",
}

_GRAVE = tuple(_COLOURS)


def write(data: bytes, document: Document, notes: Sequence[Note]) -> bytes:
    """Return the PDF with highlights: all places of a note are marked, the first carries the text.

    The original bytes are unchanged; the notes are appended to them. Raises DamagedDocument.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            reader.decrypt("")
        writer = PdfWriter(reader, incremental=not reader.is_encrypted)
        marked: set[tuple[int, Box]] = set()
        for note in sorted(notes, key=lambda note: _GRAVE.index(note.state)):
            for page, boxes in _by_page(document, note):
                # Several highlights over one place would hide its words: a further note becomes a
                # line below.
                fresh = [box for box in boxes if (page, box) not in marked] or [_line(boxes[0])]
                marked.update((page, box) for box in fresh)
                _mark(writer, page, fresh, note)
        stream = io.BytesIO()
        writer.write(stream)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedDocument(
            f"无法在“{document.name}”中加批注：PDF 内部有误；请用阅读器另存一份后再试",
            f"cannot annotate '{document.name}': the PDF is damaged; save a copy of it with"
            " a PDF viewer and try that",
        ) from error
    return stream.getvalue()


def _by_page(document: Document, note: Note) -> Iterator[tuple[int, list[Box]]]:
    """Yield the non-empty boxes of a note's spans, page by page."""
    found = [box for span in note.spans for box in document.boxes(span.start, span.end)]
    kept = [box for box in found if box.page and box.bbox and _has_area(box.bbox)]
    for page, boxes in groupby(kept, key=_page):
        yield page, [box.bbox for box in boxes if box.bbox]


def _line(box: Box) -> Box:
    left, top, right, bottom = box
    return left, bottom - (bottom - top) / 6, right, bottom


def _page(box: Locator) -> int:
    return (box.page or 1) - 1


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _mark(writer: Any, number: int, boxes: Sequence[Box], note: Note) -> None:
    if number >= len(writer.pages):
        return
    page = writer.pages[number]
    placed = [_in_space(page, box) for box in boxes]
    corners = [
        FloatObject(round(at, 2))
        for left, bottom, right, top in placed
        for at in (left, top, right, top, left, bottom, right, bottom)
    ]
    lefts, bottoms, rights, tops = zip(*placed, strict=True)
    highlight = Highlight(
        rect=(min(lefts), min(bottoms), max(rights), max(tops)),
        quad_points=ArrayObject(corners),
        highlight_color=_COLOURS[note.state],
        printing=True,
        title_bar=AUTHOR,
    )
    highlight[NameObject("/Contents")] = TextStringObject(_printable(note.text))
    writer.add_annotation(number, highlight)


def _in_space(page: Any, box: Box) -> Box:
    """Convert a displayed box to page coordinates, whose y axis points upwards."""
    frame = _frame(page)
    corners = [_point(frame, page.rotation // 90 % 4, x, y) for x, y in (box[:2], box[2:])]
    (x, y), (u, v) = corners
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _frame(page: Any) -> Box:
    crop, media = page.cropbox, page.mediabox
    return (
        float(max(crop.left, media.left)),
        float(max(crop.bottom, media.bottom)),
        float(min(crop.right, media.right)),
        float(min(crop.top, media.top)),
    )


def _point(frame: Box, turn: int, x: float, y: float) -> tuple[float, float]:
    """Convert a displayed point of a page that was turned clockwise by quarter turns.

    >>> [_point((0, 0, 100, 200), turn, 10, 30) for turn in range(4)]
    [(10, 170), (30, 10), (90, 30), (70, 190)]
    """
    left, bottom, right, top = frame
    match turn:
        case 1:
            return left + y, bottom + x
        case 2:
            return right - x, bottom + y
        case 3:
            return right - y, top - x
    return left + x, top - y


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text)
