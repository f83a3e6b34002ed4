"""Lists of names and figures that lost their grid: each figure counts what its head says."""

from __future__ import annotations

import pytest

from summarizer.readers import read_text

HEADS = ["序号", "县区", "任务数（户）", "补助标准（元/户）", "补助资金（万元）"]
ROWS = [
    ["1", "甲县", "20", "15000", "30"],
    ["2", "乙县", "33", "15000", "49.5"],
    ["3", "丙区", "8", "15000", "12"],
]
UNITS = [("户", 1), ("元/户", 1), ("元", 10_000)]
FLAT = {
    "lines": "\n".join(cell for row in [HEADS, *ROWS] for cell in row),
    "blank-lines": "\n\n".join(cell for row in [HEADS, *ROWS] for cell in row),
    "rows": "\n".join(" ".join(row) for row in [HEADS, *ROWS]),
    "one-line": " ".join(cell for row in [HEADS, *ROWS] for cell in row),
}


@pytest.mark.parametrize("flat", FLAT)
def test_figures_count_what_their_heads_say(flat: str) -> None:
    document = read_text(f"资金分配表\n{FLAT[flat]}\n", "x")
    read = [(float(one.value), one.unit) for one in document.quantities]
    assert read == [
        (float(cell) * per, unit)
        for row in ROWS
        for cell, (unit, per) in zip(row[2:], UNITS, strict=True)
    ]


@pytest.mark.parametrize(
    "caption", ["单位：万元", "单位/万元", "单位：人民币（万元）", "（单位：万元）", "万元"]
)
def test_a_caption_gives_the_unit_of_all_figures(caption: str) -> None:
    listed = f"分配表\n{caption}\n地区\n合计\n中央资金\n合计\n30\n20\n甲县\n10\n8\n乙县\n20\n12"
    read = read_text(listed, "x").quantities
    assert [(one.value, one.unit) for one in read] == [
        (f"{number}0000", "元") for number in (30, 20, 10, 8, 20, 12)
    ]


def test_figures_without_a_head_that_tells_stay_bare() -> None:
    read = read_text("单位：个\n甲 3\n乙 4\n丙 5\n", "x").quantities
    assert [one.unit for one in read] == ["", "", ""]


def test_a_row_that_lacks_a_figure_is_not_guessed_at() -> None:
    rows = "县区 人口（万人） 资金（万元） 甲 3 5 乙 4 6 丙 2 9 丁 7"
    read = read_text(rows.replace(" ", "\n"), "x").quantities
    assert [one.unit for one in read] == ["人", "元", "人", "元", "人", "元", ""]


def test_a_column_that_adds_up_to_a_printed_sum_counts_in_its_unit() -> None:
    text = "下达补助资金12万元。\n甲村 | 4 | 2座\n乙村 | 5 | 3座\n丙村 | 3 | 1座\n合计 | 12 | 6座\n"
    read = [(one.value, one.unit) for one in read_text(text, "x").quantities]
    assert [value for value, unit in read if unit == "元"] == [
        "120000", "40000", "50000", "30000", "120000",
    ]  # fmt: skip


def test_a_column_that_does_not_add_up_stays_bare() -> None:
    text = "下达补助资金12万元。\n甲村 | 4 |\n乙村 | 5 |\n丙村 | 4 |\n合计 | 12 |\n"
    units = [one.unit for one in read_text(text, "x").quantities]
    assert units == ["元", "", "", "", ""]


TWO_ROWS = """序号 乡镇 甲类 乙类 合计
户数 补助资金（万元） 户数 补助资金（万元） 总户数 补助资金（万元）
1 一镇

3 6.3

3 6.3
2 二镇 1 0.75 2 4.2 3 4.95
3 周家乡

2 4.2

2 4.2
4 四乡 1 0.75

1 0.75
合计 2 1.5 7 14.7 9 16.2
"""


def test_figures_of_repeated_heads_count_though_pairs_are_missing() -> None:
    read = [(one.value, one.unit) for one in read_text(TWO_ROWS, "x").quantities]
    assert [value for value, unit in read if unit == "户"] == [
        "3", "3", "1", "2", "3", "2", "2", "1", "1", "2", "7", "9",
    ]  # fmt: skip
    assert len(read) == 24
    assert {unit for _, unit in read} == {"户", "元"}


# A remark of a row may be longer than any other cell.
REMARK = "“住房安全保障改造补助资金项目第二批指标”" * 4
GROUPED = f"""镇街 任务（户） 已拨付（万元） 本次拨付（万元） 备注
小计 甲类 乙类 甲类 乙类 小计 甲类 乙类
一镇 3 1 2 0.7 4.2 1.5 0 1.5 追减{REMARK}2.5万元。
二镇 4 4 0 2.8 0 0 0 0
三镇 9 2 7 1.4 14 3 1.5 1.5 追减
"""


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_head_gives_its_unit_to_the_heads_below_it(gap: str) -> None:
    text = "\n".join(
        line.replace(" ", gap) if "追减" not in line else line for line in GROUPED.splitlines()
    )
    read = [one.unit for one in read_text(text, "x").quantities if "2.5" not in one.text]
    assert read[:3] == ["户"] * 3
    assert read[3:8] == ["元"] * 5
    assert read.count("户") == 9
    assert read.count("元") == 15


def test_a_remark_beside_a_figure_and_a_figure_equal_to_the_next_number() -> None:
    rows = "1 甲村 20 2 乙村 10（其中灾情因素6万元） 3 丙村 4 小计 34 4 丁村 12 合计 46"
    text = "单位：万元\n序号\n村名\n金额\n" + rows.replace(" ", "\n")
    read = [(one.text, one.unit) for one in read_text(text, "x").quantities]
    assert [text for text, _ in read] == ["20", "10", "6万元", "4", "34", "12", "46"]
    assert {unit for _, unit in read} == {"元"}
