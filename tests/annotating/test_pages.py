"""Highlights in PDFs: over the words they are about, on pages however turned or cut."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
import pytest
from drawn_pdf import Sheets
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

import summarizer
from summarizer.annotating import annotate
from summarizer.annotating.notes import notes_of
from summarizer.schema import Document, Summary

LINES = (
    "2022年度青岚县水务局部门整体支出绩效评价报告",
    "一、资金情况",
    "2022年国有资本经营预算支出38.45万元，比上年增加38.45万元，增长100%。",
    "二、完成情况",
    "“学习强国”覆盖率173%，新建管网14公里。",
)


def _drawn(rotate: int = 0) -> bytes:
    size = (842.0, 595.0) if rotate % 180 else (595.0, 842.0)
    sheets = Sheets(size, rotate=rotate) if rotate else Sheets()
    sheets.lines(72, 90, LINES)
    return sheets.done()


def _read(data: bytes) -> tuple[Document, Summary]:
    document = summarizer.read_bytes(data, "报告.pdf")
    return document, summarizer.summarize(document, engine="rules")


def _highlights(data: bytes) -> list[Any]:
    found = [
        one.get_object() for page in PdfReader(io.BytesIO(data)).pages for one in page["/Annots"]
    ]
    return [one for one in found if one["/Subtype"] == "/Highlight"]


def _words_under(data: bytes, highlight: Any) -> str:
    """What stands under a highlight, by another reader than ours."""
    left, bottom, right, top = (float(at) for at in highlight["/Rect"])
    page = pdfium.PdfDocument(data)[0]
    text = page.get_textpage().get_text_bounded(left, bottom, right, top)
    return "".join(text.split())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_highlight_covers_its_words(rotate: int) -> None:
    data = _drawn(rotate)
    document, summary = _read(data)
    (found,) = [one for one in summary.findings if one.code == "rate-over-100"]
    written = annotate(data, document, summary)
    (highlight,) = [one for one in _highlights(written) if found.message in one["/Contents"]]
    # On a page that stands on its head the other reader reads backwards.
    assert sorted(_words_under(written, highlight)) == sorted(found.evidence[0].quote)


def test_a_cut_page_is_measured_from_its_cut() -> None:
    writer = PdfWriter(io.BytesIO(_drawn()))
    writer.pages[0].cropbox = RectangleObject((30, 40, 580, 800))
    stream = io.BytesIO()
    writer.write(stream)
    document, summary = _read(stream.getvalue())
    (found,) = [one for one in summary.findings if one.code == "rate-over-100"]
    written = annotate(stream.getvalue(), document, summary)
    (highlight,) = [one for one in _highlights(written) if found.message in one["/Contents"]]
    assert found.evidence[0].quote in _words_under(written, highlight)


def test_every_note_is_there_and_the_file_before_it() -> None:
    data = _drawn()
    document, summary = _read(data)
    written = annotate(data, document, summary)
    notes = {note.text for note in notes_of(summary, document, "zh")}
    assert {one["/Contents"] for one in _highlights(written)} == notes
    assert written.startswith(data)
    assert summarizer.read_bytes(written, "报告.pdf").text == document.text


def test_another_reader_opens_it() -> None:
    data = _drawn()
    written = pdfium.PdfDocument(annotate(data, *_read(data)))
    assert "173%" in "".join(written[0].get_textpage().get_text_bounded().split())
    assert pdfium.raw.FPDFPage_GetAnnotCount(written[0].raw) == len(
        _highlights(annotate(data, *_read(data)))
    )
