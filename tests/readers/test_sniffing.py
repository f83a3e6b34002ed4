"""What a file is, by its content."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import EncryptedDocument, UnsupportedFormat
from summarizer.readers import formats, sniffing
from summarizer.readers.ole import MAGIC
from summarizer.readers.sniffing import media_type, unsupported


def zipped(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip with empty members and a fixed date: the bytes name the test in every process."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")
    return packed.getvalue()


def compound(*names: str) -> bytes:
    """An OLE file with empty streams at its root, each the right neighbour of the one before."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    entries = [
        ("Root Entry", free, 1),
        *((name, place + 2, free) for place, name in enumerate(names)),
    ]
    directory = b""
    for place, (name, right, child) in enumerate(entries):
        words = name.encode("utf-16-le")
        right = free if place == len(names) else right
        directory += words.ljust(64, b"\x00") + struct.pack("<HBB", len(words) + 2, 2, 1)
        directory += struct.pack("<3I", free, right, child) + bytes(48)
    sectors = -(-len(directory) // 512)
    fat = [0xFFFFFFFD, *range(2, sectors + 1), end]
    header = MAGIC + bytes(16) + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9) + bytes(14)
    header += struct.pack("<I", 1) + bytes(24) + struct.pack("<I", 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    # The first directory sector is named at 48.
    header = header[:48] + struct.pack("<I", 1) + header[52:]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header[:512].ljust(512, b"\xff") + table + directory.ljust(sectors * 512, b"\x00")


PAGE = "<!DOCTYPE html>\n<html><head><title>部门决算</title></head><body>支出</body></html>"
SOURCE = (
    '<%@ page contentType="text/html" %>\n<!-- 表 -->\n<div class="a"><table><tr><td>目标</td></tr>'
)
TABLE = "<html><body><table><tr><td>科目</td></tr></table></body></html>\n\n其余为正文。"
SEEN = [
    (b"\xef\xbb\xbf\n%PDF-1.4\n", "x.txt", sniffing.PDF),
    (zipped("[Content_Types].xml", "word/document.xml"), "x.pdf", sniffing.DOCX),
    (zipped("xl/workbook.xml"), "", sniffing.XLSX),
    (zipped("xl\\workbook.xml"), "", sniffing.XLSX),
    (zipped("xl/workbook.bin"), "", sniffing.XLSB),
    (zipped("word/document2.xml"), "", sniffing.DOCX),
    (zipped("OFD.xml"), "", sniffing.OFD),
    (zipped("报告/a.docx", "xl.txt"), "", sniffing.ZIP),
    (zipped("word/document.xml")[:60], "", sniffing.DOCX),
    (zipped("password/a.txt")[:60], "", sniffing.ZIP),
    (zipped("x", first=("mimetype", sniffing.ODT.encode())), "", sniffing.ODT),
    (zipped("x", first=("mimetype", sniffing.ODS.encode())), "", sniffing.ODS),
    (compound("WordDocument", "1Table"), "x.wps", sniffing.DOC),
    (compound("\x05SummaryInformation", "a", "b", "c", "d", "Workbook"), "x.et", sniffing.XLS),
    (compound("Book"), "", sniffing.XLS),
    (compound("MatOST"), "", sniffing.WORKS),
    (compound("EncryptionInfo", "EncryptedPackage"), "x.docx", sniffing.ENCRYPTED),
    (compound("something"), "x.doc", sniffing.OLE),
    (MAGIC + bytes(600), "x.doc", sniffing.OLE),
    (b"{\\rtf1\\ansi", "x.doc", sniffing.RTF),
    (PAGE.encode(), "x.txt", sniffing.HTML),
    (PAGE.encode("utf-16"), "x.doc", sniffing.HTML),
    (PAGE.encode("gbk"), "x.xls", sniffing.HTML),
    (SOURCE.encode(), "", sniffing.HTML),
    (SOURCE.encode(), "x.html", sniffing.HTML),
    (TABLE.encode(), "x.md", sniffing.PLAIN),
    (TABLE.encode(), "x.txt", sniffing.PLAIN),
    (PAGE.encode(), "x.md", sniffing.PLAIN),
    ("<预算>350万元".encode(), "x.html", sniffing.PLAIN),
    (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "", sniffing.FLAT_XML),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "x.doc", sniffing.MHTML),
    ("指标,目标\n产量,3".encode(), "x.CSV", sniffing.CSV),
    ("指标,目标\n产量,3".encode(), "x.txt", sniffing.PLAIN),
    ("BM 局预算".encode(), "", sniffing.PLAIN),
    (b"BM" + (26).to_bytes(4, "little") + bytes(20), "", "image/bmp"),
]


@pytest.mark.parametrize(("content", "name", "media"), SEEN)
def test_the_content_decides(content: bytes, name: str, media: str) -> None:
    assert media_type(content, name) == media


def test_a_zip_of_very_many_entries_is_told_by_its_head() -> None:
    many = zipped("word/document.xml", *(f"word/{number}" for number in range(sniffing.ENTRIES)))
    assert media_type(many) == sniffing.DOCX


def test_an_encrypted_package_asks_for_its_password_to_be_removed() -> None:
    error = unsupported(compound("EncryptedPackage"), "评价.docx")
    assert isinstance(error, EncryptedDocument)
    assert error.error_code == "input-encrypted"
    assert "评价.docx" in error.zh
    assert "password" in error.en


def test_a_reader_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.PARTS_READERS, sniffing.PDF, "summarizer.readers.missing:read")
    with pytest.raises(UnsupportedFormat, match=r"summarizer\.readers\.missing") as caught:
        formats.read_here(sniffing.PDF, b"%PDF-1.7", "年报.pdf")
    assert caught.value.error_code == "input-format"
    assert "年报.pdf" in caught.value.zh


@given(st.sampled_from([compound("WordDocument", "x"), zipped("word/document.xml")]), st.data())
def test_broken_containers_still_have_a_type(content: bytes, draw: st.DataObject) -> None:
    broken = bytearray(content[: draw.draw(st.integers(8, len(content)))])
    for _ in range(3):
        broken[draw.draw(st.integers(8, len(broken) - 1) if len(broken) > 8 else st.just(7))] = (
            draw.draw(st.integers(0, 255))
        )
    assert "/" in media_type(bytes(broken))
