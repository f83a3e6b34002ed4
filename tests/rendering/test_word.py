"""The Word brief: two to four pages, real footnotes, the summary's figures."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest
from brief_report import REPORT, with_told
from lxml import etree

import summarizer
from summarizer.readers import libreoffice
from summarizer.rendering import Look, render
from summarizer.rendering.briefing import brief_parts
from summarizer.schema import Document, Summary

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _read(text: str = REPORT) -> tuple[Document, Summary]:
    document = summarizer.read_text(text, "简报.txt")
    return document, summarizer.summarize(document, engine="rules")


def _rendered(summary: Summary, **look: Any) -> bytes:
    made = render(summary, "docx", look=Look(**look))
    assert isinstance(made, bytes)
    return made


def _text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _footnotes(data: bytes) -> dict[int, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    return {
        int(note.get(f"{W}id")): "".join(note.itertext()).strip()
        for note in root
        if note.get(f"{W}type") is None
    }


def test_every_statement_of_the_brief_is_in_it() -> None:
    _, summary = _read()
    text = _text(_rendered(summary))
    for part in brief_parts(summary):
        for statement in part.statements:
            assert statement.text in text


def test_headings_are_numbered_as_official_documents_are() -> None:
    _, summary = _read()
    lines = _text(_rendered(summary)).split("\n")
    assert lines[0] == "绩效报告核查简报"
    assert "一、资金执行情况" in lines
    assert "二、绩效目标完成情况" in lines
    assert any(line.startswith("（一）") for line in lines)


def test_each_footnote_is_referred_to_once_and_quotes_the_report() -> None:
    document, summary = _read()
    data = _rendered(summary)
    notes = _footnotes(data)
    body = docx.Document(io.BytesIO(data)).element.body
    referred = [int(one.get(f"{W}id")) for one in body.iter(f"{W}footnoteReference")]
    assert referred == sorted(notes)
    assert len(notes) > 5
    for note in notes.values():
        assert "见报告" in note
        for quote in note.partition("：“")[2].rstrip("”").split("”；“"):
            assert quote.rstrip("…") in " ".join(document.text.split())


def test_words_of_the_report_are_neither_markup_nor_fields() -> None:
    _, summary = _read()
    nasty = "<w:instrText>=1+1</w:instrText>\x07提前编制"
    data = _rendered(with_told(summary, nasty))
    root = docx.Document(io.BytesIO(data)).element.body
    assert not list(root.iter(f"{W}instrText"))
    assert nasty.replace("\x07", "�") in _text(data)


def test_it_is_the_same_whenever_it_is_exported() -> None:
    _, summary = _read()
    about = docx.Document(io.BytesIO(_rendered(summary))).core_properties
    assert about.created.isoformat()[:16] == summary.run.started_at[:16]


def test_english_labels() -> None:
    _, summary = _read()
    text = _text(_rendered(summary, language="en"))
    assert "1. Funds" in text
    assert "3 targets: " in text


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_it_prints_to_two_to_four_pages() -> None:
    _, summary = _read()
    made = libreoffice.convert(_rendered(summary), "简报", suffix=".docx", target="pdf")
    pages = pdfium.PdfDocument(made)
    assert 2 <= len(pages) <= 4
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "139.52" in text
    assert "见报告" in text
