"""Files of older word processors, through LibreOffice."""

from __future__ import annotations

import http.server
import io
import os
import threading
import time
import zipfile
from pathlib import Path

import pytest
from word_files import listed, numbering, p, tbl, tc, tr, word_file

from summarizer.errors import ReadError, TooHeavy
from summarizer.readers import legacy, libreoffice, read_bytes
from summarizer.readers.parts import Grid
from summarizer.schema import Locator

needs_libreoffice = pytest.mark.skipif(
    libreoffice.find_program() is None, reason="LibreOffice is not installed"
)
REPORT = word_file(
    p("2022年度部门整体支出绩效评价报告")
    + p("基本情况", listed(1))
    + p("全年预算350万元，执行率98.6%。")
    + tbl(
        tr(tc("项目", merge="restart"), tc("资金（万元）", span=2)),
        tr(tc(merge="continue"), "预算", "执行"),
        tr("公共服务", "259.25", "392.66"),
    )
    + p("以上为执行情况。"),
    parts={"numbering": numbering(("chineseCountingThousand", "%1、"))},
)
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
FLAT = f"""<?xml version="1.0"?><office:document xmlns:office="{_OPEN}office:1.0"
 xmlns:text="{_OPEN}text:1.0" xmlns:draw="{_OPEN}drawing:1.0" xmlns:svg="{_OPEN}svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>
 <draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="LINK" xlink:type="simple"/>
 </draw:frame>预算350万元</text:p></office:text></office:body></office:document>"""
RTF = rb"{\rtf1\ansi\ansicpg936 {\b \'d4\'a4\'cb\'e3}350\'cd\'f2\'d4\'aa\par}"


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> bytes:
    return libreoffice.convert(REPORT, "报告.docx", suffix=".docx", target=request.param)


@needs_libreoffice
@pytest.mark.parametrize("made", ["doc", "odt"], indirect=True)
def test_an_old_file_reads_as_the_document_it_was(made: bytes) -> None:
    document = read_bytes(made, "报告")
    assert [line for line in document.text.splitlines() if line] == [
        "2022年度部门整体支出绩效评价报告",
        "一、基本情况",
        "全年预算350万元，执行率98.6%。",
        "项目 | 资金（万元）",
        " | 预算 | 执行",
        "公共服务 | 259.25 | 392.66",
        "以上为执行情况。",
    ]
    at = document.text.index("350万元")
    assert document.locate(at, at + 5) == Locator(paragraph=3)
    assert document.notes[0].code == "converted"


@needs_libreoffice
def test_rtf() -> None:
    parts = legacy.read_legacy(RTF, "a.rtf")
    assert [one.text for one in parts.parts if not isinstance(one, Grid)] == ["预算350万元"]


@needs_libreoffice
def test_it_is_ended_after_its_time_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begun = time.monotonic()
    with pytest.raises(TooHeavy):
        libreoffice.convert(REPORT, "a.docx", suffix=".docx", target="doc", seconds=0.05)
    assert time.monotonic() - begun < 30
    assert os.listdir(tmp_path) == []


@needs_libreoffice
def test_nothing_that_a_file_links_to_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *words: object) -> None:
            pass

    # As where the system takes no network away: the settings alone must do.
    monkeypatch.setattr(libreoffice, "_without_network", lambda: ())
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        linked = FLAT.replace("LINK", f"http://127.0.0.1:{server.server_port}/a.png")
        made = libreoffice.convert(linked.encode(), "a.fodt", suffix=".fodt", target="docx")
        server.shutdown()
    assert "预算350万元" in str(legacy.read_docx(made, "a"))
    assert asked == []


@needs_libreoffice
def test_what_it_cannot_convert_is_damaged() -> None:
    with pytest.raises(ReadError) as caught:
        legacy.read_legacy(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "a.doc")
    assert caught.value.error_code == "input-damaged"


def test_without_a_converter_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    with pytest.raises(ReadError) as caught:
        legacy.read_legacy(RTF, "评价.rtf")
    assert caught.value.error_code == "input-format"
    assert "LibreOffice" in caught.value.zh
    assert "评价.rtf" in caught.value.zh


def test_a_password_is_seen_before_anything_is_converted() -> None:
    word = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528))
    word[512:514] = b"\xec\xa5"
    word[522:524] = (0x0100).to_bytes(2, "little")
    assert legacy._has_password(bytes(word))
    word[522:524] = bytes(2)
    assert not legacy._has_password(bytes(word))


def test_an_encrypted_odt() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(ReadError) as caught:
        legacy.read_legacy(target.getvalue(), "a.odt")
    assert caught.value.error_code == "input-encrypted"
