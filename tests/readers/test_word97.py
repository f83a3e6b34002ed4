"""Binary Word documents, read without LibreOffice; LibreOffice makes them for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import listed, numbering, p, r, tbl, tc, tr, word_file

from summarizer.errors import ReadError
from summarizer.readers import legacy, libreoffice
from summarizer.readers.docx import read_docx
from summarizer.readers.ole import MAGIC, stream
from summarizer.readers.parts import Grid, Part
from summarizer.readers.word97 import as_docx

pytestmark = pytest.mark.skipif(
    libreoffice.find_program() is None, reason="LibreOffice is not installed"
)
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>80%</w:delText></w:r></w:del>'
NOTE = '<w:footnote w:id="2">' + p("不含结转5万元") + "</w:footnote>"
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    f'<w:pPr>{listed(2)}<w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
SECOND = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt '
    'w:val="chineseCountingThousand"/><w:pStyle w:val="1"/><w:lvlText w:val="第%1部分"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
)
BODY = (
    p("2022年度绩效自评报告", '<w:jc w:val="center"/>')
    + p("概况", listed(1))
    + p("目标", listed(1, 1))
    + p(runs=r("完成") + DELETED + r("95%") + r("藏77元", "<w:vanish/>"))
    + p("预算", runs='<w:r><w:footnoteReference w:id="2"/></w:r>')
    + tbl(
        tr(tc("项目", merge="restart"), tc("资金（万元）", span=2)),
        tr(tc(merge="continue"), "预算", "执行"),
        tr("𠮷公共服务", "259.25", tc(p("392.66") + tbl(tr("子", "1"), tr("孙", "2")) + p(""))),
    )
    + p("完。")
    + p("结语", '<w:pStyle w:val="1"/>')
    + p("再见。")
)


@cache
def made() -> bytes:
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    parts = {
        "numbering": SECOND + numbering(("chineseCountingThousand", "%1、"), ("decimal", "（%2）")),
        "styles": STYLES,
        "footnotes": separator + NOTE,
    }
    return libreoffice.convert(word_file(BODY, parts=parts), "a", suffix=".docx", target="doc")


def shown(parts: Sequence[Part]) -> list[object]:
    return [
        [(c.row, c.column, c.rows, c.columns, c.text) for c in one.cells if c.text]
        if isinstance(one, Grid)
        else one.text
        for one in parts
    ]


def test_everything_that_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made()
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    parts = legacy.read_legacy(data, "a.doc")
    assert shown(parts.parts) == [
        "2022年度绩效自评报告",
        "一、概况",
        "（1）目标",
        "完成95%",
        "预算",
        "注：不含结转5万元",
        [
            (0, 0, 2, 1, "项目"),
            (0, 1, 1, 2, "资金（万元）"),
            (1, 1, 1, 1, "预算"),
            (1, 2, 1, 1, "执行"),
            (2, 0, 1, 1, "𠮷公共服务"),
            (2, 1, 1, 1, "259.25"),
            (2, 2, 1, 1, "392.66"),
        ],
        [(0, 0, 1, 1, "子"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "孙"), (1, 1, 1, 1, "2")],
        "完。",
        "第一部分 结语",
        "再见。",
    ]
    assert [note.code for note in parts.notes] == ["converted", "revisions", "hidden-text"]


def test_it_reads_what_libreoffice_reads() -> None:
    ours = read_docx(as_docx(made()), "a")
    assert shown(ours.parts) == shown(legacy.read_legacy(made(), "a.doc").parts)


@pytest.mark.parametrize("size", [600, 3000, 5000])
def test_a_cut_file_is_damaged(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made()[:size]
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    monkeypatch.setattr(legacy.sniffing, "media_type", lambda data, name: legacy.sniffing.DOC)
    with pytest.raises(ReadError) as caught:
        legacy.read_legacy(data, "a.doc")
    assert caught.value.error_code == "input-damaged"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_change_of_bytes_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(made())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    try:
        read_docx(as_docx(bytes(changed)), "a")
    except (ValueError, ReadError):
        return


def test_a_stream_that_is_not_there() -> None:
    assert stream(made(), "Nothing") == b""
    with pytest.raises(ValueError, match="compound"):
        stream(MAGIC + bytes(22) + b"\x09\x00" + bytes(20), "WordDocument")
