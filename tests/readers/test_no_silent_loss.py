"""Every figure that counts is read or listed, however a form is laid out in its text."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.readers import read_text

# Figures that nothing in front of or behind them makes a date, a marker or a code.
FIGURES = st.sampled_from(
    [
        "137",
        "42.5",
        "98.6%",
        "≥95%",
        "360人",
        "1,250.75",
        "7663.4",
        "≤90万元",
        "88",
        "3",
        "0",
        "100",
    ]
)
HEADS = st.sampled_from(
    [
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分",
        "项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分",
        "序号 项目 金额 备注",
        "行次 栏次 金额",
        "评分标准 分值 得分",
        "单位：万元",
        "",
    ]
)
LABELS = st.sampled_from(
    [
        "产出指标", "数量指标", "质量指标", "年度资金总额", "其中：本年财政拨款", "其他资金",
        "总分", "发放人数", "验收合格率", "效果明显", "偏差原因", "小计", "合 计",
        "培训场次（场）", "基本支出",
    ]
)  # fmt: skip
GAPS = st.sampled_from([" ", "\n", " | ", "\t", "\n\n", "  ", "：", " |\n"])
ROWS = st.lists(st.tuples(LABELS, st.lists(FIGURES, max_size=5)), min_size=1, max_size=8)


@given(HEADS, ROWS, GAPS, GAPS)
def test_no_figure_of_a_form_is_lost(
    heads: str, rows: list[tuple[str, list[str]]], gap: str, end: str
) -> None:
    said = end.join(gap.join([label, *figures]) for label, figures in rows)
    text, lost = _lost(f"{heads}\n{said}\n")
    # Numbers of rows that count on from each other count nothing: their column says so.
    plain = {place for place in lost if re.match(r"\d{1,3}(?![\d.,%人万])", text[place:])}
    assert lost <= (plain if re.search("序号|行次", heads) else set()), text


@given(HEADS.filter(lambda heads: not re.search("序号|行次", heads)), ROWS)
def test_no_figure_is_lost_where_nothing_parts_the_cells(
    heads: str, rows: list[tuple[str, list[str]]]
) -> None:
    kept = [(label, [one for one in figures if one != "0"]) for label, figures in rows]
    said = "".join("".join([label, *figures]) for label, figures in kept)
    # So long a run of digits is the number of an account, and eleven may be those of a telephone.
    assume(not re.search(r"\d{13,}|(?<!\d)1[3-9]\d{9}(?!\d)", said))
    text, lost = _lost(f"{heads}\n{said}\n")
    assert lost == set(), text


def _lost(text: str) -> tuple[str, set[int]]:
    """The canonical text, and where in it a digit stands that no quantity holds."""
    document = read_text(text, "x")
    held = {place for one in document.quantities for place in range(one.start, one.end)}
    digits = {found.start() for found in re.finditer(r"\d", document.text)}
    return document.text, digits - held
