"""Scans: refused without OCR, read with it, no number in them more than `review`."""

from __future__ import annotations

import pytest
from drawn_pdf import Sheets

import summarizer
from summarizer.errors import ScannedDocument
from summarizer.readers.assemble import assemble
from summarizer.readers.parts import Grid, Paragraph
from summarizer.readers.pdf import page_picture, read_pdf
from summarizer.readers.pdf.recognising import can_recognise

needs_ocr = pytest.mark.skipif(not can_recognise(), reason="the extra ocr is not installed")

WORDS = "全年共开展各类文化活动并组织志愿服务队伍深入社区开展宣传教育工作"


def pictured(sheets: Sheets, scale: float = 3) -> bytes:
    """The first page of the sheets as a picture alone."""
    png = page_picture(sheets.done(), 1, scale=scale)
    scan = Sheets((sheets.width, sheets.height))
    scan.picture(png)
    return scan.done()


def test_a_scan_is_refused_without_ocr() -> None:
    sheets = Sheets((300, 200))
    sheets.text(40, 60, "Budget 1234.56")
    with pytest.raises(ScannedDocument) as error:
        read_pdf(pictured(sheets, 1), "scan.pdf", ocr=False)
    assert error.value.error_code == "input-scanned"
    assert "[ocr]" in error.value.zh
    assert "[ocr]" in error.value.en


def test_a_garbled_text_layer_is_refused_without_ocr() -> None:
    sheets = Sheets()
    for number in range(20):
        sheets.text(72, 72 + 20 * number, "鍏ㄥ勾棰勭畻鎵ц鐜囪揪鍒鐧惧垎涔嬩節鍗佸叓")
    with pytest.raises(ScannedDocument) as error:
        read_pdf(sheets.done(), "garbled.pdf", ocr=False)
    assert "乱码" in error.value.zh


def test_a_scanned_page_among_others_is_said() -> None:
    sheets = Sheets((300, 200))
    sheets.text(40, 60, "Budget 1234.56")
    png = page_picture(sheets.done(), 1, scale=1)
    mixed = Sheets((595, 842))
    mixed.lines(72, 72, [WORDS] * 10)
    mixed.page()
    mixed.picture(png)
    parts = read_pdf(mixed.done(), "mixed.pdf", ocr=False)
    assert [note.code for note in parts.notes] == ["pages-unread"]
    assert not parts.recognised


@needs_ocr
def test_a_scanned_table_is_read_and_doubted() -> None:
    sheets = Sheets((400, 200))
    sheets.text(40, 40, "Budget 98.56%", 14)
    table: list[list[str | None]] = [["Project", "Amount"], ["Roads", "5678.90"]]
    sheets.table([40, 160, 300], 80, table, step=30)
    data = pictured(sheets)
    parts = read_pdf(data, "scan.pdf", ocr=True)
    (grid,) = (part for part in parts.parts if isinstance(part, Grid))
    assert [cell.text for cell in grid.cells] == ["Project", "Amount", "Roads", "5678.90"]
    assert parts.recognised
    document = assemble(parts, "scan.pdf", data)
    (number,) = (q for q in document.quantities if q.text == "98.56%")
    assert document.is_recognised(number.start, number.end)
    place = document.locate(number.start, number.end)
    assert place
    assert place.bbox == pytest.approx((90, 28, 136, 42), abs=8)


@needs_ocr
def test_a_mixed_document_doubts_its_scan_alone() -> None:
    sheets = Sheets((595, 300))
    sheets.text(40, 60, "Budget 1234.56", 16)
    png = page_picture(sheets.done(), 1, scale=2)
    mixed = Sheets((595, 300))
    mixed.lines(72, 72, [WORDS] * 5)
    mixed.text(93, 200, "全年完成培训730人次。")
    mixed.page()
    mixed.picture(png)
    document = summarizer.read_bytes(mixed.done(), "mixed.pdf")
    for words, doubted in (("730", False), ("1234.56", True)):
        at = document.text.index(words)
        assert document.is_recognised(at, at + len(words)) is doubted
    assert "recognised" in {note.code for note in document.notes}


def test_an_invisible_text_over_a_scan_is_recognised_text() -> None:
    sheets = Sheets((595, 300))
    sheets.text(40, 60, "Budget 1234.56", 16)
    scan = Sheets((595, 300))
    scan.picture(page_picture(sheets.done(), 1, scale=1))
    layer = scan.canvas.beginText(40, 240)
    layer.setFont("Helvetica", 16)
    layer.setTextRenderMode(3)
    layer.textOut("Budget 1234.56 of the whole year")
    scan.canvas.drawText(layer)
    parts = read_pdf(scan.done(), "layer.pdf", ocr=False)
    (words,) = (part for part in parts.parts if isinstance(part, Paragraph))
    assert words.text == "Budget 1234.56 of the whole year"
    assert parts.recognised
