"""Reading a file: the right document, or one clear refusal."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.errors import ReadError, TooLarge, UnreadableDocument, UnsupportedFormat
from summarizer.readers import LARGEST_TEXT, READERS, read, read_bytes, read_text

TEXT = "2022年度项目支出绩效自评报告\n一、基本情况\n预算350万元。\n"


def zipped(name: str) -> bytes:
    """A zip with one empty member."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, b"")
    return packed.getvalue()


REFUSED = {
    "ofd": (zipped("OFD.xml"), "OFD"),
    "pptx": (zipped("ppt/presentation.xml"), "演示文稿"),
    "zip": (zipped("report.txt"), "压缩包"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
    "gzip": (b"\x1f\x8b\x08\x00", "压缩包"),
    "elf": (b"\x7fELF\x02\x01", "程序"),
    "anything": (bytes(range(256)) * 10, "二进制"),
}


def test_a_report_is_read(tmp_path: Path) -> None:
    place = tmp_path / "自评报告.txt"
    place.write_bytes(TEXT.encode())
    document = read(place)
    assert (document.name, document.text) == ("自评报告.txt", TEXT)
    assert document.sha256 == document.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert read(str(place)) == document == read_bytes(TEXT.encode(), "自评报告.txt")
    assert document == read_text(TEXT, "自评报告.txt")
    assert [quantity.text for quantity in document.quantities if quantity.is_checked] == ["350万元"]


def test_the_file_hash_is_of_the_bytes_and_the_text_hash_of_the_text() -> None:
    document = read_bytes(TEXT.encode("gbk"), "x.txt")
    assert document.text == TEXT
    assert document.sha256 == hashlib.sha256(TEXT.encode("gbk")).hexdigest()
    assert document.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_text_at_hand_may_hold_a_mark_or_half_a_pair() -> None:
    assert read_text("\ufeff预算350万元", "x").text == "预算350万元"
    assert read_text("预算\ud800350万元", "x").text == "预算\ufffd350万元"


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_advice(data: bytes, said: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        read_bytes(data, "报告.txt")
    assert said in caught.value.zh
    assert "报告.txt" in caught.value.zh
    assert "报告.txt" in caught.value.en
    assert "；" in caught.value.zh
    assert ";" in caught.value.en


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\u3000\u3000\n——\n".encode(), b"|||\n|||\n"])
def test_a_file_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(data, "空.txt")
    assert caught.value.error_code == "input-empty"


def test_missing_directory_and_forbidden(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path / "没有.txt")
    assert caught.value.error_code == "input-missing"
    with pytest.raises(UnreadableDocument) as caught:
        read(tmp_path)
    assert caught.value.error_code == "input-directory"
    with pytest.raises(ReadError) as refused:
        read(tmp_path / ("长" * 300))
    assert refused.value.exit_code == 3


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything: give that up for a while."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_forbidden_file(tmp_path: Path) -> None:
    place = tmp_path / "x.txt"
    place.write_text(TEXT)
    place.chmod(0)
    with as_nobody(), pytest.raises(UnreadableDocument) as caught:
        read(place)
    assert caught.value.error_code == "input-permission"


def test_twenty_megabytes_are_too_large(tmp_path: Path) -> None:
    place = tmp_path / "大.txt"
    place.write_bytes(TEXT.encode() * (20 * 1024 * 1024 // len(TEXT.encode()) + 1))
    with pytest.raises(TooLarge, match="16 MiB"):
        read(place)
    with pytest.raises(TooLarge):
        read_text("预" * (LARGEST_TEXT // 3 + 1), "x")


def test_every_reader_has_the_one_signature() -> None:
    assert set(READERS) == {"text/plain"}
    assert READERS["text/plain"](TEXT.encode("gbk"), "x.txt", "gbk").text == TEXT
