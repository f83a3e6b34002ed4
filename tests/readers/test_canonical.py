"""Line ends become LF, nothing else is touched, and every offset finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.readers import read_bytes
from summarizer.readers.canonical import canonical, hidden_notes

CASES = {
    "unchanged": ("甲\n\x00乙\u200b[bookmark: _GoBack]\x0b\n\n", None),
    "windows": ("甲\r\n乙\r\n", "甲\n乙\n"),
    "old-mac": ("甲\r乙", "甲\n乙"),
    "mixed": ("甲\r\n乙\r丙\n丁\u2028戊\u2029己\x85庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
    "doubled": ("甲\r\r\n乙", "甲\n\n乙"),
    "surrogate": ("甲\ud800乙", "甲\ufffd乙"),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_canonical_text(source: str, expected: str | None) -> None:
    assert canonical(source)[0] == (source if expected is None else expected)


def test_a_plain_file_is_its_own_canonical_text() -> None:
    source = "\u3000甲\x00\n\t１２．５％\n[bookmark: _GoBack]乙\ufeff\n"
    assert read_bytes(source.encode(), "x.txt").text == source


def test_offsets_lead_back_to_the_decoded_file() -> None:
    document = read_bytes("甲乙\r\n预算350万元\r\n丙".encode("utf-8-sig"), "x.txt")
    decoded = "\ufeff甲乙\r\n预算350万元\r\n丙"
    place = document.text.index("350")
    assert decoded[document.original(place) :].startswith("350万元")
    assert document.original(0) == 1


def test_traditional_characters_and_their_readings_are_simplified() -> None:
    source = "單位：萬(wàn)元\r\n績(jī)效資金 | 7.29"
    document = read_bytes(source.encode(), "x.txt")
    assert document.text == "单位：万元\n绩效资金 | 7.29"
    assert source[document.original(document.text.index("7.29")) :] == "7.29"


@given(st.text("甲乙1\r\n\u2028\x85 ", max_size=60), st.integers(0, 1))
def test_every_character_has_one_origin(source: str, mark: int) -> None:
    text, origin = canonical(source, mark=mark)
    assert "\r" not in text
    decoded = "\ufeff" * mark + source
    pieces = [*origin, (len(text) + 1, 0)]
    for (here, there), (stop, _) in zip(origin, pieces[1:], strict=True):
        for offset in range(here, min(stop, len(text))):
            sign = decoded[there + offset - here]
            assert text[offset] == (sign if sign not in "\r\u2028\x85" else "\n")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("項目資金執行率98%", ["traditional-characters"]),
        ("项目资金执行率98%，受益人陳麗萍", []),
        ("执行率9\u200b8%", ["hidden-characters"]),
        ("执行率\u202e98%", ["hidden-characters"]),
        ("支出1О0万元", ["lookalike-characters"]),
        ("支出3l5万元", ["lookalike-characters"]),
        ("<!DOCTYPE html><html><body>支出100万元</body></html>", ["markup"]),
        ("支出100万元，Office 365软件1套，COVID-19防控", []),
    ],
)
def test_what_cannot_be_seen_is_said(text: str, codes: list[str]) -> None:
    assert [note.code for note in hidden_notes(text)] == codes
