"""Budgets that only tables divide; a part is told where it sums up to a printed amount."""

import pytest

from summarizer import read_text, summarize
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.statements import sentence


def _said(*lines: str) -> str:
    summary = summarize(read_text("\n".join(lines), "预算.md"), "rules")
    return "\n".join(sentence(part) for part in brief_parts(summary) if part.label == "funds")


_TITLE = "# 青岚县文化馆2024年单位预算"
_SPENDING = (
    "支出预算总表（单位：万元）",
    "",
    "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |",
    "|---|---|---|---|---|",
    "| 207 | 文化旅游体育与传媒支出 | 250 | 150 | 100 |",
    "| 221 | 住房保障支出 | 60 | 60 | 0 |",
    "| | 合计 | 310 | 210 | 100 |",
    "",
)
_BASIC = (
    "基本支出预算表（单位：万元）",
    "",
    "| 科目名称 | 合计 | 人员经费 | 公用经费 |",
    "|---|---|---|---|",
    "| 工资福利支出 | 180 | 180 | |",
    "| 商品和服务支出 | 30 | | 30 |",
    "| 合计 | 210 | 180 | 30 |",
)


def test_a_table_gives_the_parts_that_no_sentence_tells() -> None:
    said = _said(_TITLE, "", *_SPENDING, *_BASIC)
    assert "基本支出210万元，项目支出100万元" in said
    assert "人员经费180万元，公用经费30万元" in said
    assert "文化旅游体育与传媒支出250万元，住房保障支出60万元" in said


def test_a_sentence_wins_over_the_table() -> None:
    prose = "2024年支出预算310万元，其中：基本支出210万元，项目支出100万元。"
    assert _said(_TITLE, "", prose, "", *_SPENDING).count("基本支出210万元，项目支出100万元") == 1


@pytest.mark.parametrize(
    "total", ["| | 合计 | 310 | 210 | 90 |", "| 229 | 其他支出 | 310 | 210 | 100 |"]
)
def test_parts_that_sum_up_to_nothing_are_left_out(total: str) -> None:
    rows = [total if row.startswith("| | 合计") else row for row in _SPENDING]
    assert "项目支出" not in _said(_TITLE, "", *rows)


def test_income_and_spending_of_one_amount_are_both_told() -> None:
    said = _said(
        _TITLE,
        "",
        "2024年收入预算310万元，比上年增加12万元。",
        "",
        "支出预算310万元，比上年增加12万元。",
        "",
        "2024年政府性基金预算情况：本单位无政府性基金预算支出。",
        "",
        "截至2023年末，共有车辆0辆。",
    )
    assert "收入预算310万元" in said
    assert "支出预算310万元" in said
    assert "该单位无政府性基金预算支出" in said
    assert "共有车辆0辆" in said


def test_a_line_of_the_budget_is_told_without_its_class_and_purpose() -> None:
    line = "“文化支出（类）文化（款）图书馆（项）”82.3万元，主要用于图书馆的日常运转和图书购置。"
    said = _said(_TITLE, "", "2024年支出预算310万元。", "", line)
    assert "图书馆（项）82.3万元" in said
    assert "（类）" not in said
