"""Files that are broken, made to harm, or written in an unusual way."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import listed, numbering, p, part, r, tbl, tc, tr, word_file, zipped

from summarizer.errors import ReadError, TooLarge
from summarizer.readers.assemble import assemble
from summarizer.readers.docx import read_docx
from summarizer.readers.docx.package import MOST_ENTRIES

BODY = p("一、概况") + p("预算350万元。") + tbl(tr("甲", tc("1", span=2)), tr("乙", "2", "3"))
SMALL = word_file(BODY + p("文", listed(1)), parts={"numbering": numbering(("decimal", "%1."))})


def refusal(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_docx(data, "报告.docx")
    return caught.value


def first(data: bytes) -> str:
    return read_docx(data, "a.docx").parts[0].text  # type: ignore[union-attr]


class TestUnusual:
    def test_strict_files(self) -> None:
        body = part("document", f"<w:body>{p('严格')}</w:body>").replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        assert first(word_file("", document=body)) == "严格"

    def test_utf_16(self) -> None:
        body = part("document", f"<w:body>{p('宽')}</w:body>").replace("UTF-8", "UTF-16")
        assert first(word_file("", document=body.encode("utf-16"))) == "宽"

    def test_links_to_missing_parts_and_paths_with_backslashes(self) -> None:
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        links = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}/styles" Target="NULL"/>'
            f'<Relationship Id="r2" Type="{office}/image" Target="http://127.0.0.1:9/x.png" '
            'TargetMode="External"/></Relationships>'
        )
        held = {
            "word\\document.xml": part("document", f"<w:body>{p('甲')}</w:body>"),
            "word\\_rels\\document.xml.rels": links,
        }
        assert first(zipped(held)) == "甲"


class TestBroken:
    @pytest.mark.parametrize(
        "data",
        [
            b"PK\x03\x04",
            SMALL[: len(SMALL) // 2],
            zipped({"word/other.xml": "<a/>"}),
            word_file("", document="<w:document>"),
            word_file("", document=b"\xff\xfe\x00"),
            word_file("", document=part("document", "")),
        ],
        ids=["head", "cut", "no-text", "bad-xml", "bytes", "no-body"],
    )
    def test_a_damaged_file_says_so(self, data: bytes) -> None:
        assert refusal(data).error_code == "input-damaged"

    def test_the_broken_part_is_named(self) -> None:
        data = word_file(p("甲"), parts={"styles": "<w:style>"})
        assert "word/styles.xml" in refusal(data).zh

    def test_a_wrong_sum_is_seen(self) -> None:
        at = SMALL.index(b"word/document.xml") + len("word/document.xml") + 20
        broken = SMALL[:at] + bytes([SMALL[at] ^ 0xFF]) + SMALL[at + 1 :]
        assert refusal(broken).error_code == "input-damaged"


class TestHarmful:
    def test_entities_are_not_expanded(self, tmp_path: object) -> None:
        evil = part("document", f"<w:body>{p('&x;')}</w:body>").replace("&amp;x;", "&x;")
        evil = evil.replace("?>", '?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)
        assert refusal(word_file("", document=evil)).error_code == "input-damaged"

    def test_a_bomb_is_refused_before_it_unpacks(self) -> None:
        bomb = word_file("", document=b" " * (64 * 1024 * 1024))
        assert len(bomb) < 100_000
        assert refusal(bomb).error_code == "input-too-heavy"

    def test_too_many_entries(self) -> None:
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for number in range(MOST_ENTRIES + 1):
                archive.writestr(str(number), b"")
        with pytest.raises(TooLarge):
            read_docx(target.getvalue(), "a.docx")

    def test_elements_nested_too_deep(self) -> None:
        deep = "<w:ins>" * 3000 + r("底") + "</w:ins>" * 3000
        assert refusal(word_file(p(runs=deep))).error_code in ("input-too-heavy", "input-damaged")

    def test_a_style_that_rests_on_itself(self) -> None:
        styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
        data = word_file(p("甲", '<w:pStyle w:val="A"/>'), parts={"styles": styles})
        assert first(data) == "甲"


def _outcome(data: bytes) -> None:
    try:
        assemble(read_docx(data, "a.docx"), "a.docx", data)
    except ReadError:
        return


def test_a_directory_that_points_before_the_file() -> None:
    changed = bytearray(SMALL)
    changed[SMALL.rindex(b"PK\x05\x06") + 18] = 1
    assert "损坏" in str(refusal(bytes(changed)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_of_bytes_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    _outcome(bytes(changed[: data.draw(st.sampled_from([len(changed), len(changed) - 30]))]))


TAGS = ("w:p", "w:tbl", "w:tr", "w:tc", "w:txbxContent", "w:sdt", "w:sdtContent", "w:r", "w:pict")
PIECES = st.sampled_from(
    [
        *(mark.format(tag) for tag in TAGS for mark in ("<{}>", "</{}>")),
        r("甲1"),
        tc("2", merge="continue"),
        p("3", listed(1, 8)),
        tr("4", tc("5", span=3)),
        "<w:tcPr><w:gridSpan w:val='-1'/></w:tcPr>",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:sym w:char="zz"/></w:r>',
        "<m:oMath/>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_any_elements_are_read_or_refused(pieces: list[str]) -> None:
    _outcome(word_file("".join(pieces), parts={"numbering": numbering(("decimal", "%9."))}))


@pytest.mark.long
@settings(max_examples=5000, deadline=None)
@given(st.lists(PIECES, max_size=40), st.binary(max_size=6), st.integers(0, 10_000))
def test_long_fuzz(pieces: list[str], stray: bytes, place: int) -> None:
    body = part("document", f"<w:body>{''.join(pieces)}</w:body>").encode()
    at = place % len(body)
    _outcome(word_file("", document=body[:at] + stray + body[at:]))
