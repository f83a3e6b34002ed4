"""Time in proportion to length: one word or mark over and over, through the whole journey."""

from __future__ import annotations

from functools import partial

import pytest
from linear import LINEAR, growth, repeated, too_steep

from summarizer import SummarizerError, read_bytes, summarize

HEAD = "某局2022年度绩效自评报告\n一、完成情况\n"
PARTS = [
    " ",
    "\u3000",
    "\t",
    "\n",
    " \n",
    "分别为",
    "，",
    "。",
    "、",
    "1",
    "1,",
    "1.",
    "0,",
    "%",
    "(",
    "（",
    "）",
    "《",
    "：",
    "一、",
    "（一）",
    "第一条",
    "-",
    "—",
    "万元",
    "元",
    "增长",
    "下降",
    "比上年",
    "不低于",
    "达到",
    "完成",
    "其中：",
    "合计",
    "预算",
    "目标",
    "绩效目标",
    "存在问题",
    "改进措施",
    "问题",
    "措施",
    "建议",
    "加强",
    "2022年",
    "1月",
    "2022-01-01",
    "同比增长5%，",
    "新增1人，",
    "100%",
    "1/2",
    "一",
    "百",
    "零",
    "约",
    "近",
    "余",
    "以上",
    "<td>",
    "&nbsp;",
    "a",
    "A1",
    "王",
    "的",
    "和",
    "\u200b",
    "①",
    "1.1 ",
    "1)",
    "…",
    "·",
    "“",
    "”",
    "表1 ",
    "单位：万元\n",
    "第1名",
    "名列第一",
    "全年",
    "年初",
    "1至2",
    "百分之",
    "个",
    "次",
    "率",
    "1人",
    "1人、",
    "1、1人",
    "其中：1人",
    "超1人",
    "问题：1人，",
    "得1分",
    "共1人，其中1人，",
    "项目\t1\t2\n",
    "合计\t1\n",
]


def journey(part: str, size: int) -> None:
    """Read and summarise; a refusal is an answer too."""
    try:
        document = read_bytes((HEAD + repeated(part, size) + "\n").encode(), "x.txt")
        summarize(document, "rules")
    except SummarizerError:
        pass


@pytest.mark.parametrize("part", ["分别为", " ", "0,", "（"])
def test_a_thousand_times_and_eight_thousand(part: str) -> None:
    assert growth(lambda size: journey(part, size), 1_000) <= LINEAR


@pytest.mark.matrix
def test_each_word_and_mark_to_four_thousand_characters() -> None:
    steep = [part for part in PARTS if too_steep(partial(journey, part), 1_000)]
    assert steep == []


@pytest.mark.parametrize("part", ["项目\t1\t2\n", "合计\t1\n"])
def test_a_table_that_reaches_over_many_chunks(part: str) -> None:
    assert not too_steep(partial(journey, part), 8_000)


def test_different_numbers_in_one_sentence() -> None:
    def listed(size: int) -> None:
        journey("、".join(f"{number}公里" for number in range(1, size // 5)), size)

    assert not too_steep(listed)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_ten_thousand_times_and_eighty_thousand(part: str) -> None:
    assert growth(lambda size: journey(part, size), 10_000) <= LINEAR
