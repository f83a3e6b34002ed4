"""Bytes → text: right, or said to be doubtful; never silent nonsense."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import ReadError, UnreadableDocument, UnsupportedFormat
from summarizer.readers.encoding import decode

REPORTS = sorted((Path(__file__).parents[2] / "evals" / "reports").glob("*.txt"))
SIMPLIFIED = "2022年度项目支出绩效自评报告\n预算安排350.5万元，实际支出342.8万元，执行率97.8%。"
TRADITIONAL = "二零二二年度預算執行報告\n本年度共辦理培訓32場，經費支出350萬元，執行率98%。"
BYTES = {
    "utf-8": (SIMPLIFIED.encode(), SIMPLIFIED, 0, set()),
    "utf-8-bom": (SIMPLIFIED.encode("utf-8-sig"), SIMPLIFIED, 1, set()),
    "utf-16": (SIMPLIFIED.encode("utf-16"), SIMPLIFIED, 1, set()),
    "utf-16-be-bom": (b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, 1, set()),
    "utf-32": (SIMPLIFIED.encode("utf-32"), SIMPLIFIED, 1, set()),
    "utf-16-le": (SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, 0, {"encoding-guessed"}),
    "utf-16-be": (SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, 0, {"encoding-guessed"}),
    "gbk": (SIMPLIFIED.encode("gbk"), SIMPLIFIED, 0, {"encoding-guessed"}),
    "gbk-valid-as-utf-8": ("目录".encode("gbk"), "目录", 0, None),
    "gb18030": (
        (SIMPLIFIED + "䶮㙦").encode("gb18030"),
        SIMPLIFIED + "䶮㙦",
        0,
        {"encoding-guessed"},
    ),
    "big5": (TRADITIONAL.encode("big5"), TRADITIONAL, 0, {"encoding-guessed"}),
    "ascii": (b"Budget 2022: 35 items\n", "Budget 2022: 35 items\n", 0, set()),
    "nul": ("预算\x00350万元".encode(), "预算\x00350万元", 0, set()),
    "utf-16-ascii": ("12345.6\n789\n".encode("utf-16-le"), "12345.6\n789\n", 0, None),
}


@pytest.mark.parametrize(("data", "text", "mark", "codes"), BYTES.values(), ids=BYTES)
def test_what_the_bytes_say(data: bytes, text: str, mark: int, codes: set[str] | None) -> None:
    decoded = decode(data, "报告.txt")
    assert (decoded.text, decoded.mark) == (text, mark)
    if codes is not None:
        assert {note.code for note in decoded.notes} == codes


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("length", [24, 120, 100_000])
def test_every_part_of_a_report_is_right_or_doubted(path: Path, codec: str, length: int) -> None:
    text = path.read_bytes().decode()
    for start in range(0, len(text), max(length, len(text) // 40)):
        part = text[start : start + length]
        try:
            decoded = decode(part.encode(codec), "x")
        except ReadError:
            continue
        doubted = any(note.code == "encoding-doubtful" for note in decoded.notes)
        assert doubted or decoded.text == part


def test_half_a_page_is_always_read() -> None:
    for path in REPORTS:
        text = path.read_bytes().decode()
        for start in range(0, len(text) - 300, 300):
            part = text[start : start + 300]
            assert decode(part.encode("gb18030"), "x").text == part


def test_the_declared_encoding_decides_between_two_readings() -> None:
    data = "場地".encode("big5")
    assert decode(data, "x", encoding="big5").text == "場地"
    assert decode("预算".encode("gbk"), "x", encoding="GB2312").text == "预算"


def test_a_wrong_declaration_is_passed_over_and_said() -> None:
    decoded = decode(SIMPLIFIED.encode("gb18030"), "x", encoding="big5")
    assert decoded.text == SIMPLIFIED
    assert "encoding-declared" in {note.code for note in decoded.notes}


@pytest.mark.parametrize("encoding", ["no-such-codec", "", "rot13", "base64"])
def test_an_unknown_declaration_counts_for_nothing(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode("gbk"), "x", encoding=encoding).text == SIMPLIFIED


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="GBK"?>\n',
        '<html><head><meta charset="gb2312"></head>\n',
        '<meta http-equiv="Content-Type" content="text/html; charset=gbk">\n',
    ],
)
def test_markup_names_its_encoding(head: str) -> None:
    text = head + "场"
    decoded = decode(text.encode("gbk"), "x")
    assert decoded.text == text


def test_damaged_bytes_are_marked_and_counted() -> None:
    decoded = decode(SIMPLIFIED.encode() + b"\xff" + (SIMPLIFIED * 20).encode(), "x")
    assert decoded.text.count("\ufffd") == 1
    assert "encoding-damaged" in {note.code for note in decoded.notes}


def test_random_bytes_are_no_text() -> None:
    with pytest.raises(UnsupportedFormat, match="二进制"):
        decode(bytes(range(256)) * 20, "报告.txt")
    with pytest.raises(UnsupportedFormat):
        decode(b"\x00" * 5000, "报告.txt")


def test_another_script_is_refused_with_the_nearest_guess() -> None:
    data = "Годовой отчёт об исполнении бюджета".encode("koi8-r")
    with pytest.raises(UnreadableDocument) as caught:
        decode(data * 5, "报告.txt")
    assert caught.value.error_code == "input-encoding"


@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-8", "utf-16", "ascii"]))
def test_any_bytes_give_a_text_or_a_read_error(data: bytes, encoding: str | None) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(decode(data, "x", encoding=encoding).text, str)
