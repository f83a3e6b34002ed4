"""Tables as conversions leave them, read back: each number with its labels and its unit.

`tables/*.txt` are texts in the manner of the genre, none from a real report; `*.expected` holds a
line for each body cell of each table: row labels, column heads, cell, unit and power of ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.readers import read, read_text
from summarizer.schema import Cell, Document, Table

CASES = sorted((Path(__file__).parent / "tables").glob("*.txt"))
REPORTS = Path(__file__).parents[2] / "evals" / "reports"


TAGGED = """\
单位：万元
<html><body><table><tr><td rowspan="2">科目</td><td colspan="2">预算数</td><td>决算数</td></tr>\
<tr><td>收入</td><td>支出</td><td>支出</td></tr><tr><td>基本支出</td><td>10</td><td>4</td>\
<td>9</td></tr></table></body></html>

<table>
  <tr><th>一级指标</th><th>三级指标</th><th>年度<br>指标值</th><th>实际完成值</th></tr>
  <tr>
    <td rowspan="2">产出指标</td>
    <td><p>维护路灯数量</p></td><td>≥5000盏</td><td>5120盏</td>
  </tr>
  <tr><td>亮灯率</td><td>98</td><td><strong>98.6%</strong></td></tr>
</table>
"""


def told(document: Document) -> Iterator[str]:
    """What the tables say, a line for each body cell."""
    for number, table in enumerate(document.tables, 1):
        yield f"# {number} {table.unit}{table.scale or ''}"
        for cell in table.cells:
            if not cell.header and not cell.is_empty:
                yield _cell(document, table, cell)


def _cell(document: Document, table: Table, cell: Cell) -> str:
    rows = "/".join(_words(document, label) for label in table.row_headers(cell))
    heads = "/".join(_words(document, head) for head in table.column_headers(cell))
    unit = f"{cell.unit}{cell.scale or ''}" if cell.counted else "-"
    return f"{rows} | {heads} | {_words(document, cell)} | {unit}"


def _words(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.start : cell.end].split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_tables_are_rebuilt(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    assert "\n".join(told(read(path))) == expected.rstrip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_cell_is_a_trimmed_slice_inside_its_table(path: Path) -> None:
    document = read(path)
    for table in document.tables:
        for cell in table.cells:
            words = document.text[cell.start : cell.end]
            assert words == words.strip()
            assert cell.is_empty or table.start <= cell.start < cell.end <= table.end


def test_the_tables_of_the_two_reports() -> None:
    first = read(REPORTS / "000-key-projects-2022.txt")
    said = list(told(first))
    assert said[0] == "# 1 元4"
    assert "公共服务 | 预算金额/指标总额 | 259.25 | 元4" in said
    assert "公共服务 | 支出金额/其中：区级资金 | 392.66 | 元4" in said
    assert "合计 | 支出金额/支出总额 | 541.4 | 元4" in said
    assert sum(line.startswith("合计") for line in said) == 3
    assert first.text[slice(*first.tables[0].unit_span or ())] == "金额单位：万元"
    second = list(told(read(REPORTS / "003-key-projects-2020.txt")))
    assert "合计 | 支出金额/其中：区级资金 | 1022.17 | 元4" in second
    assert "社会管理 | 预算金额/指标总额 | 441.17 | 元4" in second


def test_the_numbers_of_a_table_become_quantities_in_their_unit() -> None:
    document = read(Path(__file__).parent / "tables" / "units-in-columns.txt")
    read_out = {(one.text, one.value, one.unit, one.kind) for one in document.quantities}
    assert ("36000", "36000", "元", "money") in read_out
    assert ("1,250.5", "1250.5", "亩", "measure") in read_out
    assert ("95.5", "955000", "元", "money") in read_out
    assert ("95.5", "95.5", "%", "percent") in read_out
    assert ("79.2", "792000", "元", "money") in read_out
    assert ("9.9", "9.9", "分", "score") in read_out
    assert not {one.text for one in document.quantities} & {"1", "2", "2021"}


def test_no_quantity_reaches_into_the_next_cell() -> None:
    document = read_text("单位：元\n名称\t数量\t预算数\n路灯\t50\t人次费\n桌椅\t20\t1000\n", "x")
    assert {one.text for one in document.quantities} == {"50", "20", "1000"}


@pytest.mark.parametrize(
    "text",
    [
        "甲\t" * 100_000,
        ("甲\t" * 500 + "\n") * 40,
        ("\t1\n" * 40 + "\n") * 100,
        "|" * 50_000,
        "一级指标\n二级指标\n三级指标\n分值\n" * 500,
    ],
    ids=["one-line", "500-columns", "cells", "bars", "headers"],
)
def test_monstrous_tables_are_read(text: str) -> None:
    document = read_text(f"单位：万元\n{text}", "x")
    assert document.sections[-1].end == len(document.text)


def test_tables_in_the_tags_of_html() -> None:
    document = read_text(TAGGED, "x.md")
    assert list(told(document)) == [
        "# 1 元4",
        "基本支出 | 预算数/收入 | 10 | 元4",
        "基本支出 | 预算数/支出 | 4 | 元4",
        "基本支出 | 决算数/支出 | 9 | 元4",
        "# 2 ",
        "产出指标/维护路灯数量 | 年度<br>指标值 | ≥5000盏 | 盏",
        "产出指标/维护路灯数量 | 实际完成值 | 5120盏 | 盏",
        "产出指标/亮灯率 | 年度<br>指标值 | 98 | %",
        "产出指标/亮灯率 | 实际完成值 | 98.6% | %",
    ]
    said = [(one.text, one.comparator) for one in document.quantities[3:]]
    assert said == [("≥5000盏", ">="), ("5120盏", None), ("98", None), ("98.6%", None)]


def test_a_table_that_is_not_closed_is_no_table() -> None:
    text = "某局绩效自评报告\n<table><tr><td>甲</td><td>5件</td></tr>\n一、概况\n完成5件。"
    assert read_text(text, "x").tables == ()
