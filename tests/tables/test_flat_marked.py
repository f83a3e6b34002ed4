"""Rows that begin with a numbered indicator, below a header that is broken or lacks a head."""

from __future__ import annotations

import pytest

from summarizer.readers import read_text
from summarizer.schema import Table

ROWS = (
    ("指标1：培训村医", "≥90人次", "96人次", "6", "6"),
    ("指标2：入户随访", "1204户", "1187户", "6", "5.5"),
    ("指标1：档案合格率", "100%", "97.3%", "8", "7.8"),
    ("指标1：村民信任", "逐步提高", "基本提高", "5", "4"),
)
BROKEN = "三级 指标 年度 实际 指标值 完成值 一级 指标"
LISTED = "自评得分\n一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值"


def said(*rows: tuple[str, ...], heads: str = BROKEN, gap: str = " ") -> list[list[list[str]]]:
    """The cells, row by row, of the tables of indicators in a text of heads and rows."""
    cells = gap.join(cell for row in rows for cell in row)
    document = read_text(f"{heads}{gap}{cells}{gap}总分{gap}100{gap}91\n", "x")
    return [rows_of(document.text, one) for one in document.tables if one.role == "indicators"]


def rows_of(text: str, table: Table) -> list[list[str]]:
    assert table.proven
    return [
        [text[cell.start : cell.end] for cell in table.cells if cell.row == row.number]
        for row in table.rows
    ]


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_numbered_rows_need_no_heads_in_order(gap: str) -> None:
    assert said(*ROWS, gap=gap) == [[list(row) for row in ROWS]]


def test_a_column_without_a_head_is_the_score_that_the_form_names() -> None:
    rows = [row[:-1] for row in ROWS]
    assert said(*rows, heads=LISTED, gap="\n") == [[list(row) for row in rows]]


def test_labels_between_the_rows_and_broken_names_are_no_values() -> None:
    broken = ("产出 指标", "指标3：上门", "体检", "80人", "82人", "5", "5", "效益 指标 社会效益")
    assert said(*ROWS[:2], broken, *ROWS[2:]) == [
        [[*row] for row in ROWS[:2]]
        + [["指标3：上门 体检", "80人", "82人", "5", "5"]]
        + [[*row] for row in ROWS[2:]]
    ]


def test_a_row_with_other_cells_gives_its_numbers_without_columns() -> None:
    (rows,) = said(ROWS[0], ("指标9：缺行", "7人", "8人"), *ROWS[1:])
    assert rows[len(ROWS) :] == [["指标9：缺行"], ["7人"], ["8人"]]


def test_a_score_above_its_weight_is_no_row_of_the_form() -> None:
    turned = [(*row[:-2], "3", "9") for row in ROWS]
    assert not any(row[0] == turned[0][0] for rows in said(*turned) for row in rows)


def test_rows_without_outcomes_are_no_rows_of_values() -> None:
    assert said(*ROWS, heads="指标值 分值") == []
