"""The brief: grouped, signed by words, and with nothing in it that becomes markup."""

from __future__ import annotations

import pytest

from summarizer import read_text, summarize
from summarizer.rendering import render
from summarizer.rendering.markup import safe
from summarizer.schema import Summary


@pytest.fixture
def brief(summary: Summary) -> str:
    return str(render(summary, "md"))


def test_parts_come_in_the_order_of_a_brief(brief: str) -> None:
    headings = [line[3:] for line in brief.splitlines() if line.startswith("## ")]
    assert headings == ["概述", "绩效目标", "完成情况", "存在问题", "核查发现", "覆盖"]


def test_a_target_stands_beside_what_was_reached(brief: str) -> None:
    assert "| 小型水库维修 | 维修水库 | 12座 | 13座 | ↑ 超额达成 |" in brief
    assert "| 小型水库维修 | 群众满意度 | ≥ 90% |  | ○ 未识别到结果 |" in brief


def test_money_comes_first_and_in_print(brief: str) -> None:
    funds = brief[brief.index("### 资金") :]
    assert "项目预算1200.5万元；实际支出1150万元；合计 259.25万元。" in funds


def test_what_is_only_expected_says_so(brief: str) -> None:
    assert "预计惠及1.2万人（预计） **（≠ 不一致：数值不符）**" in brief


def test_problems_carry_cause_and_measures(brief: str) -> None:
    assert "1. **预算编制** 预算编制不够精准\n    - 原因：前期调研不足\n" in brief
    assert "    - 改进措施（预算）：加强前期调研\n" in brief
    assert "### 未对应问题的措施\n\n- 改进措施（监督检查）：\\*按月\\*通报" in brief


@pytest.mark.parametrize(
    ("printed", "harmless"),
    [
        ("<script>", "&lt;script&gt;"),
        ("a|b", "a\\|b"),
        ("[点](javascript:x)", "\\[点\\](javascript:x)"),
        ("`x` *y* _z_ ~w~", "\\`x\\` \\*y\\* \\_z\\_ \\~w\\~"),
        ("一\n# 二", "一 \\# 二"),
        ("&amp;", "&amp;amp;"),
        ("\u202e730人\x1b[31m", "�730人�\\[31m"),
    ],
)
def test_markup_is_made_harmless(printed: str, harmless: str) -> None:
    assert safe(printed) == harmless


def test_a_clause_of_two_figures_is_printed_once() -> None:
    text = "某局绩效自评报告\n一、完成情况\n污水处理率由62%提高到86.4%，新建管网14公里。\n"
    summary = summarize(read_text(text, "x.txt"), engine="rules")
    brief = str(render(summary, "md"))
    results = brief.partition("## 完成情况")[2].partition("## 存在问题")[0]
    assert results.count("由62%提高到86.4%") == 1
    assert len(summary.results) == 3


def test_tables_are_listed_with_their_role_and_unit() -> None:
    text = "单位：万元\n项目名称\t预算数\t执行数\n道路|养护\t120\t118\n水利维修\t80\t79\n"
    document = read_text(text, "例.txt")
    told = render(summarize(document, engine="rules"), "md")
    assert "## 表格" in told
    assert "| tb1 | 资金执行表 |  | 万元 | 3 | 3 | 4 |" in told
