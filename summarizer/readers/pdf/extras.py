"""Report comments, embedded files and scripts of a PDF in notes, without opening them."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import POINTER, cast, create_string_buffer
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument

from summarizer.readers.pdf.radicals import plain
from summarizer.schema import Note

__all__ = ["extras", "outline", "show_fields"]

# Maximum number of characters of comments and file names in a note.
SHOWN = 60
# Maximum number of objects examined.
MOST = 2_000
# A longer outline entry is a paragraph marked by mistake.
LONGEST = 40

_COMMENTS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_POPUP,
    }
)


def show_fields(document: PdfDocument, index: int) -> None:
    """Merge form field values, stamps and text boxes into their page.

    Comments and links are removed.
    """
    page = document[index]
    try:
        if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    finally:
        page.close()


def outline(document: PdfDocument) -> frozenset[tuple[int, str, int]]:
    """Return the headings that the file lists: page, words without blanks, level from 1 to 6."""
    found: set[tuple[int, str, int]] = set()
    for mark in islice(document.get_toc(max_depth=6), MOST):
        target = mark.get_dest()
        page = target.get_index() if target else None
        words = "".join(plain(mark.get_title()).split())
        if page is not None and 1 < len(words) <= LONGEST:
            found.add((page + 1, words, mark.level + 1))
    return frozenset(found)


def extras(document: PdfDocument) -> tuple[Note, ...]:
    """Return notes on content outside the pages."""
    found: list[Note] = []
    comments = list(_comments(document))
    if comments:
        found.append(
            Note(
                "comments",
                f"文件有 {len(comments)} 条批注，不属于正文，没有读取：{_shown(comments)}",
                f"{len(comments)} comments are no part of the text and were left out: "
                f"{_shown(comments)}",
            )
        )
    if names := _embedded(document):
        found.append(
            Note(
                "embedded-files",
                f"文件内嵌 {len(names)} 个附件，没有打开：{_shown(names)}",
                f"{len(names)} embedded files were not opened: {_shown(names)}",
            )
        )
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.append(
            Note("scripts", "文件带有脚本，没有执行", "the file carries scripts, none was run")
        )
    return tuple(found)


def _shown(words: list[str]) -> str:
    whole = "；".join(one for one in words if one)
    return whole[:SHOWN] + ("…" if len(whole) > SHOWN else "")


def _comments(document: PdfDocument) -> Iterator[str]:
    seen = 0
    for index in range(len(document)):
        page = document[index]
        try:
            for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
                seen += 1
                if seen > MOST:
                    return
                words = _comment(page.raw, place)
                if words:
                    yield words
        finally:
            page.close()


def _comment(page: Any, place: int) -> str:
    annotation = pdfium.FPDFPage_GetAnnot(page, place)
    if not annotation:
        return ""
    try:
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _COMMENTS:
            return ""
        size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        buffer = create_string_buffer(size)
        wide = cast(buffer, POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", wide, size)
        return " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").split())
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _embedded(document: PdfDocument) -> list[str]:
    count = min(MOST, max(0, pdfium.FPDFDoc_GetAttachmentCount(document.raw)))
    names = []
    for place in range(count):
        attachment = pdfium.FPDFDoc_GetAttachment(document.raw, place)
        size = pdfium.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
        buffer = create_string_buffer(size)
        wide = cast(buffer, POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFAttachment_GetName(attachment, wide, size)
        names.append(buffer.raw.decode("utf-16-le", "replace").rstrip("\x00") or "?")
    return names
