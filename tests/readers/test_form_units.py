"""What bare figures of a form count in, where the form tells it in another place."""

from __future__ import annotations

import pytest

from summarizer.readers import read_text

TOLD = [
    ("指标分值自查分 办馆条件180155基础建设", [("180", "分"), ("155", "分")]),
    ("馆舍建筑面积(平方米)\n\n6500\n\n标准", [("6500", "平方米")]),
    ("农家书屋设置率\n%\n100\n提供承诺书", [("100", "%")]),
    ("分值 得分\n修缮级别 市级保护单位 7 6\n质量", [("7", "分"), ("6", "分")]),
    (
        "制度健全的得2分,基本健全的得1分,无档案的0分)。 4 验收",
        [("2", "分"), ("1", "分"), ("0", "分"), ("4", "分")],
    ),
    (
        "单位:万元、类、个\n抽查资金总数 |\n246.37 |\n项目数量 |\n1 |",
        [("2463700", "元"), ("1", "")],
    ),
    ("一般公共预算资金50.29万元。\n其中:中央补助 |\n50.29 |", [("502900", "元"), ("502900", "元")]),
    ("中央补助安排0省级配套", [("0", "元")]),
    (
        "考核内容 计分 考核评分方法\n耳标佩戴率100%10现场实查得5分",
        [("100", "%"), ("10", "分"), ("5", "分")],
    ),
    (
        "绩效等级\n产出 | 20.00 | 19.04 | 优 |\n注:良(≥80,<90)",
        [("20", "分"), ("19.04", "分"), ("80", "分"), ("90", "分")],
    ),
    (
        "年初目标值 实际完成值 得分\n医疗收入达到5亿元6.47亿元10可持续",
        [("500000000", "元"), ("647000000", "元"), ("10", "分")],
    ),
]


@pytest.mark.parametrize(("text", "said"), TOLD, ids=[text[:12] for text, _ in TOLD])
def test_the_form_tells_what_a_bare_figure_counts_in(
    text: str, said: list[tuple[str, str]]
) -> None:
    assert [(one.value, one.unit) for one in read_text(text, "x").quantities] == said


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元\n发放问卷 |\n36 |",
        "分值 得分\n数量指标 补贴渔船数 6 共",
        "其中：中央补助 |\n12 |\n后文另有12万元",
    ],
)
def test_a_figure_that_nothing_tells_of_stays_bare(text: str) -> None:
    assert read_text(text, "x").quantities[0].unit == ""


def test_commas_at_odd_places_leave_a_decimal_value() -> None:
    (one,) = read_text("县财政 |\n7,00.0,77 |\n评分 等级 得分", "表.txt").quantities
    assert (one.text, one.value) == ("7,00.0,77", "700.077")


def test_the_rates_and_terms_of_bonds_are_no_sums() -> None:
    text = (
        "单位：亿元\n债券名称 债券编码 债券类型 债券规模 发行时间 债券利率 债券期限 项目总投资\n"
        "某省专项债券（二期） 2305118 棚改专项债券 0.75 2023-06-12 3.04 15 4.20\n"
        "某省专项债券（五期） 2305140 棚改专项债券 1.10 2023-08-21 2.96 7 4.20\n"
    )
    units = {one.text: one.unit for one in read_text(text, "x").quantities}
    assert (units["0.75"], units["3.04"], units["15"], units["4.20"]) == ("元", "%", "年", "元")
    assert "2305118" not in units
