"""Tables in text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import UnreadableDocument, UnsupportedFormat
from summarizer.readers import read_bytes, read_text
from summarizer.readers.csv import read_csv
from summarizer.readers.parts import Grid, Paragraph

ROWS = [
    ["部门支出表", "", ""],
    ["单位：万元", "", ""],
    ["项目", "预算数", "执行率"],
    ["基本支出", "1250.5", "98.6%"],
]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_figures_are_a_table(delimiter: str, encoding: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    parts = read_csv(text.encode(encoding), "x.csv").parts
    assert [part.text for part in parts if isinstance(part, Paragraph)] == [
        "部门支出表",
        "单位：万元",
    ]
    [grid] = [part for part in parts if isinstance(part, Grid)]
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells] == [
        *(("项目", 0, 0), ("预算数", 0, 1), ("执行率", 0, 2)),
        *(("基本支出", 1, 0), ("1250.5", 1, 1), ("98.6%", 1, 2)),
    ]
    assert grid.cells[4].runs[0].locator.cell == "B4"


def test_quoted_cells_hold_delimiters_lines_and_quotes() -> None:
    document = read_bytes('项目,说明\n甲,"1,250.5万元\n含""专项"""\n乙,3\n'.encode(), "x.csv")
    assert document.text == '\n项目 | 说明\n甲 | 1,250.5万元 含"专项"\n乙 | 3\n'.lstrip("\n")
    assert "1,250.5万元" in [quantity.text for quantity in document.quantities]


def test_texts_in_a_column_are_paragraphs() -> None:
    body = "下载\n【字号：\n加大\n】\n一、回顾\n" + "全年支出350万元，完成率98%。" * 20
    document = read_bytes(f'省,年,正文\n江苏省,2026,"{body}"\n'.encode(), "报告.csv")
    lines = document.text.splitlines()
    assert lines[:7] == ["省：江苏省", "年：2026", "下载", "【字号：", "加大", "】", "一、回顾"]
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "noise"] == lines[
        2:6
    ]
    assert not document.tables
    at = document.text.index("一、回顾")
    assert [place.cell for place in document.boxes(at, at + 4)] == ["C2"]


def test_lines_without_a_delimiter_are_lines() -> None:
    text = "一、基本情况\n预算350万元。\n"
    assert read_bytes(text.encode(), "x.csv").text.split() == text.split()


def test_the_same_text_under_another_name_is_as_it_was() -> None:
    text = "\n".join(",".join(row) for row in ROWS)
    assert read_bytes(text.encode(), "x.txt") == read_text(text, "x.txt")
    assert read_bytes(text.encode(), "x.txt").text == text


def test_an_empty_table() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(b",,,\n,,,\n", "x.csv")
    assert caught.value.error_code == "input-empty"


@settings(deadline=None)
@given(st.text(alphabet='支出，。,;\t|"\n\r\x00 19%', max_size=60))
def test_every_digit_arrives(text: str) -> None:
    try:
        parts = read_csv(f"支出情况,1\n{text}".encode(), "x.csv").parts
    except UnsupportedFormat:
        assert "\x00" in text
        return
    said = "".join(
        part.text if isinstance(part, Paragraph) else "".join(cell.text for cell in part.cells)
        for part in parts
    )
    assert said.count("9") == text.count("9")
