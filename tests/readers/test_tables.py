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


def told(document: Document) -> Iterator[str]:
    """What the tables say, a line for each body cell."""
    for number, table in enumerate(document.tables, 1):
        yield f"# {number} {table.unit}{table.scale or ''}"
        for cell in table.cells:
            if not cell.header:
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
            assert words == words.strip() != ""
            assert table.start <= cell.start < cell.end <= table.end


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
