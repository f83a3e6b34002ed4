"""Comments in Word files: what they say, and that each is around the words it is about."""

from __future__ import annotations

import io
import shutil
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from word_files import word_file

import summarizer
from summarizer.annotating import annotate
from summarizer.annotating.notes import notes_of
from summarizer.errors import ConfigError, DamagedDocument, UnsupportedFormat
from summarizer.readers import libreoffice
from summarizer.schema import Document, Summary

LINES = (
    "2022年度青岚县水务局部门整体支出绩效评价报告",
    "一、资金情况",
    "2022年国有资本经营预算支出38.45万元，比上年增加38.45万元，增长100%。",
    "二、完成情况",
    "“学习强国”覆盖率173%，新建管网14公里。",
)
HEAD = ("项目", "年初预算数", "全年执行数")
ROWS = (("供水", "80", "140"), ("排水", "40", "40"), ("合计", "120", "175"))


def _report() -> bytes:
    file = docx.Document()
    for line in LINES[:-1]:
        file.add_paragraph(line)
    last = file.add_paragraph()
    for words, bold in (("“学习强", False), ("国”覆盖率17", True), ("3%，新建管网14公里。", False)):
        last.add_run(words).bold = bold
    file.add_paragraph("三、资金执行情况表（单位：万元）")
    table = file.add_table(len(ROWS) + 1, len(HEAD))
    for row, words in enumerate((HEAD, *ROWS)):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _read(data: bytes) -> tuple[Document, Summary]:
    document = summarizer.read_bytes(data, "报告.docx")
    return document, summarizer.summarize(document, engine="rules")


def _covered(file: Any, number: int) -> str:
    """The words between the marks of a comment."""
    inside, found = False, ""
    for element in file.element.body.iter():
        if element.tag == qn("w:commentRangeStart") and element.get(qn("w:id")) == str(number):
            inside = True
        elif element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == str(number):
            return found
        elif inside and element.tag == qn("w:t"):
            found += element.text or ""
    raise AssertionError(f"comment {number} has no end")


def test_each_note_is_a_comment_around_its_words() -> None:
    data = _report()
    document, summary = _read(data)
    notes = notes_of(summary, document, "zh")
    assert {finding.code for finding in summary.findings} >= {"rate-over-100", "zero-base-growth"}
    file = docx.Document(io.BytesIO(annotate(data, document, summary)))
    comments = list(file.comments)
    assert [comment.text for comment in comments] == [note.text for note in notes]
    assert [_covered(file, comment.comment_id) for comment in comments] == [
        note.spans[0].quote for note in notes
    ]
    assert {comment.author for comment in comments} == {"summarizer"}
    assert any("173%" in comment.text and "错误" in comment.text for comment in comments)


def test_comments_stand_in_tables_too() -> None:
    data = _report()
    document, summary = _read(data)
    (row,) = [one for one in summary.findings if one.code.startswith("table-total")][:1]
    file = docx.Document(io.BytesIO(annotate(data, document, summary)))
    (comment,) = [one for one in file.comments if row.message in one.text]
    assert _covered(file, comment.comment_id) == row.evidence[0].quote
    assert row.evidence[0].quote in {word for words in ROWS for word in words}


def test_the_text_and_its_form_stay() -> None:
    data = _report()
    document, summary = _read(data)
    written = annotate(data, document, summary)
    assert summarizer.read_bytes(written, "报告.docx").text == document.text
    paragraph = next(
        one for one in docx.Document(io.BytesIO(written)).paragraphs if "学习" in one.text
    )
    bold = "".join(run.text for run in paragraph.runs if run.bold)
    assert bold == "国”覆盖率17"


def test_comments_that_were_there_stay() -> None:
    file = docx.Document()
    for line in LINES:
        file.add_paragraph(line)
    file.add_comment(file.paragraphs[1].runs, "请补充依据", "张三", "张")
    stream = io.BytesIO()
    file.save(stream)
    document, summary = _read(stream.getvalue())
    written = docx.Document(io.BytesIO(annotate(stream.getvalue(), document, summary)))
    assert [one.text for one in written.comments if one.author == "张三"] == ["请补充依据"]
    assert len(list(written.comments)) > 1


def test_words_in_a_footnote_are_noted_at_their_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>2022年度青岚县水务局绩效评价报告</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>二、完成情况</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>新建管网14公里。</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    note = (
        '<w:footnote w:id="2"><w:p><w:r><w:t>“学习强国”覆盖率173%。</w:t></w:r></w:p></w:footnote>'
    )
    data = word_file(body, parts={"footnotes": note})
    document, summary = _read(data)
    (found,) = [one for one in summary.findings if one.code == "rate-over-100"]
    file = docx.Document(io.BytesIO(annotate(data, document, summary)))
    (comment,) = [one for one in file.comments if found.message in one.text]
    assert "新建管网14公里。" in _covered(file, comment.comment_id)


def test_english_notes_have_english_labels() -> None:
    data = _report()
    document, summary = _read(data)
    file = docx.Document(io.BytesIO(annotate(data, document, summary, "en")))
    assert any("error" in comment.text for comment in file.comments)


def test_the_summary_of_another_report_is_refused() -> None:
    data = _report()
    document, summary = _read(data)
    other = summary.model_copy(
        update={"document": summary.document.model_copy(update={"text_sha256": "0" * 64})}
    )
    with pytest.raises(ConfigError, match=r"报告\.docx"):
        annotate(data, document, other)


def test_formats_without_notes_are_refused() -> None:
    document = summarizer.read_text("\n".join(LINES), "报告.txt")
    summary = summarizer.summarize(document, engine="rules")
    with pytest.raises(UnsupportedFormat, match=r"\.docx 和 \.pdf"):
        annotate(document.text.encode(), document, summary)


def test_a_file_that_word_would_not_open_says_what_to_do() -> None:
    data = _report()
    document, summary = _read(data)
    with pytest.raises(DamagedDocument, match="另存为"):
        annotate(data[:-400] + b"\0" * 400, document, summary)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it() -> None:
    data = _report()
    document, summary = _read(data)
    written = annotate(data, document, summary)
    text = libreoffice.convert(written, "报告", suffix=".docx", target="docx")
    file = docx.Document(io.BytesIO(text))
    assert len(list(file.comments)) == len(notes_of(summary, document, "zh"))
    assert "覆盖率173%" in "".join(paragraph.text for paragraph in file.paragraphs)
