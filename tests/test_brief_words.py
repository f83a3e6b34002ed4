"""What the brief takes from conclusions, torn forms and letters, and how it words it."""

import pytest
from brief_report import sentences, summary_of, word

from summarizer import read_text, summarize
from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.opening import about_line

_EVALUATED = (
    "青岚县2022年道路养护项目绩效评价报告",
    "一、项目概况",
    "项目养护县道120公里。",
    "二、评价结论及建议",
    "综合评价83.5分,等级为良。",
    "项目资金没有单独核算,与公用经费混在一个科目里列支。",
    "建议县交通局在编报预算前办妥征地手续；对已报废的资产限三个月内核销。",
    "青岚正信会计师事务所",
)


def test_under_a_conclusion_only_advice_is_a_measure() -> None:
    summary = summary_of(*_EVALUATED)
    assert sentences(summary, "measures") == [
        "建议县交通局在编报预算前办妥征地手续",
        "对已报废的资产限三个月内核销",
    ]
    assert sentences(summary, "problems") == ["项目资金没有单独核算，与公用经费混在一个科目里列支"]


def test_advice_alone_has_a_heading_of_its_own() -> None:
    lines = word(
        summary_of("青岚县第二中学2022年项目绩效自评报告", "一、几点建议", "建议及时拨付资金。")
    )
    assert any(line.endswith("有关建议") for line in lines)


def test_a_paragraph_without_marks_has_an_entry_in_every_sentence() -> None:
    measures = sentences(
        summary_of(
            "青岚县科技局2024年度绩效自评报告",
            "一、下一步打算",
            "2025年拟从以下几方面着手。对特派员实行一季一查。6月底前组织验收逾期项目。",
        ),
        "measures",
    )
    assert measures == ["对特派员实行一季一查", "6月底前组织验收逾期项目"]


def test_a_torn_form_tells_its_remarks_and_its_total() -> None:
    heads = (
        "项目名称 健康服务 年初预算数 0 全年执行数 分值 执行率 得分 一级指标 二级指标 指标值 完成值"
    )
    summary = summary_of(
        "青岚镇卫生院自评表.xlsx",
        f"{heads} 0 207.5 10 100% 10",
        "总分 100 91.6 偏差原因分析及改进措施 1.建册只完成69人,没有达到目标。 填表人: 张",
    )
    assert summary.brief.score
    assert summary.brief.score.value == "91.6"
    assert sentences(summary, "problems") == ["建册只完成69人，没有达到目标"]
    assert "《青岚镇卫生院自评表》" in about_line(summary, "zh")


@pytest.mark.parametrize(
    ("budget", "named"),
    [
        ("2024年单位预算", "单位预算核查简报"),
        ("2023年“三公”经费预算及支出决算说明", "部门决算核查简报"),
    ],
)
def test_the_title_names_the_kind(budget: str, named: str) -> None:
    summary = summary_of(f"青岚县文化馆{budget}", "一、情况", "支出310万元。")
    assert word(summary)[0] == named


def test_a_single_entry_has_no_number() -> None:
    summary = summary_of("青岚县2022年项目绩效评价报告", "一、存在的问题", "资金拨付不及时。")
    assert "资金拨付不及时。" in word(summary)


def test_a_sentence_of_a_communique_keeps_what_it_is_about() -> None:
    told = sentences(
        summary_of(
            "青岚县2023年国民经济和社会发展统计公报",
            "一、旅游",
            "年末共有A级景区12个。全年接待游客57.5万人次，实现旅游收入40.7亿元。",
        ),
        "results",
    )
    assert told == ["年末共有A级景区12个。全年接待游客57.5万人次，实现旅游收入40.7亿元"]


def test_targets_without_any_result_are_called_set() -> None:
    summary = summary_of(
        "青岚县2022年道路养护项目绩效自评报告",
        "一、绩效目标",
        "养护县道120公里，群众满意度不低于90%。",
        "二、存在的问题",
        "资金拨付不及时。",
    )
    headings = {part.label: part.heading for part in brief_parts(summary)}
    assert headings["targets"] == "绩效目标设定情况"


def test_budget_and_spending_of_few_projects_are_told() -> None:
    rows = (
        "| 项目名称 | 预算金额 | 支出金额 |",
        "|---|---|---|",
        "| 公共服务 | 259.25 | 392.66 |",
        "| 城市管理 | 206.4 | 148.74 |",
        "| 合计 | 465.65 | 541.4 |",
    )
    title = "# 2022年度重点项目绩效评价结果"
    text = "\n".join((title, "", "## 一、支出情况", "", "单位：万元", "", *rows))
    said = "".join(
        one.text
        for part in brief_parts(summarize(read_text(text, "简报.md"), "rules"))
        for one in part.statements
    )
    assert "公共服务预算259.25万元、支出392.66万元" in said


def test_the_scores_of_classes_are_told_where_they_add_up() -> None:
    title = "青岚县2022年道路养护项目绩效评价报告"
    lines = ("投入", "15分", "14.50分", "过程", "55分", "42.73分", "产出", "30分", "22.77分")
    end = ("一、评价结论", "评价得分80分，等级为良。")
    assert "投入14.50分，过程42.73分，产出22.77分" in sentences(
        summary_of(title, *lines, *end), "score"
    )
    wrong = [line.replace("22.77", "21.77") for line in lines]
    assert "产出21.77分" not in "".join(sentences(summary_of(title, *wrong, *end), "score"))


def test_a_form_without_an_office_tells_who_carried_it_out() -> None:
    summary = summary_of(
        "健康服务项目支出绩效自评表",
        "（2021年度） 项目名称 基本公共卫生服务 实施单位 青岚镇卫生院 全年预算数 全年执行数",
    )
    assert "实施单位为青岚镇卫生院" in sentences(summary, "about")
