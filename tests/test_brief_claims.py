"""The brief claims no more than its report: of plans, of nameless amounts, of zeros and years."""

import io

import docx
import pytest

from summarizer import read_text, render, summarize
from summarizer.rendering.attained import targets_told
from summarizer.rendering.briefing import brief_parts, chapter_heading
from summarizer.rendering.statements import sentence
from summarizer.schema import Summary


def _summary(*lines: str) -> Summary:
    return summarize(read_text("\n".join(lines), "简报.txt"), "rules")


def _said(summary: Summary) -> str:
    return "\n".join(f"{part.heading}：{sentence(part)}" for part in brief_parts(summary))


def _word(summary: Summary) -> str:
    made = render(summary, "docx")
    assert isinstance(made, bytes)
    return "\n".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)


_PLAN = (
    "青岚县文化馆2024年单位预算",
    "一、预算安排情况",
    "2024年支出预算312.5万元，其中：基本支出212.5万元，项目支出100万元。",
    "二、绩效目标",
    "举办展览不少于12场。",
)


def test_a_budget_only_plans() -> None:
    summary = _summary(*_PLAN)
    assert chapter_heading(summary, "funds") == "资金安排"
    assert chapter_heading(summary, "targets") == "绩效目标（年初设定）"
    assert not {"score", "problems", "measures", "results", "unmet", "met"} & {
        part.label for part in brief_parts(summary)
    }
    assert "312.5万元" in _said(summary)
    assert "完成情况" not in _word(summary)


def test_accounts_do_not_plan() -> None:
    summary = _summary("青岚县文化馆2024年部门决算", "一、情况", "本年支出合计310万元。")
    assert chapter_heading(summary, "funds") == "资金执行情况"


@pytest.mark.parametrize(
    ("heading", "told"),
    [("文化和旅游支出（类）图书馆（项）", "图书馆（项）：年初预算为82.3万元"), ("具体情况", None)],
)
def test_an_amount_is_told_with_its_item_or_not_at_all(heading: str, told: str | None) -> None:
    said = _said(
        _summary(
            "青岚县文化馆2024年部门决算",
            "一、支出决算情况",
            "本年支出合计310万元，其中：基本支出210万元，项目支出100万元。",
            f"1. {heading}。",
            "年初预算为82.3万元，支出决算为79.1万元，完成年初预算的96.11%。",
        )
    )
    assert "82.3" not in said if told is None else told in said


def test_the_total_with_what_was_carried_over_is_no_spending() -> None:
    summary = _summary(
        "青岚县文化馆2024年部门决算",
        "一、收入支出决算总体情况",
        "2024年度收入支出总计512.6万元。",
        "本年支出合计498.2万元。",
    )
    assert summary.brief.funds.spent is None or summary.brief.funds.spent.text == "498.2万元"


def test_targets_are_not_all_met_where_the_report_has_some_unfinished() -> None:
    lines = (
        "青岚县文化馆2024年度项目支出绩效自评报告",
        "一、绩效目标",
        "观众满意度不低于95%，展厅开放率不低于98%。",
        "二、完成情况",
        "观众满意度为96.1%，展厅开放率为99%。",
    )
    assert targets_told(_summary(*lines)).startswith("共2项绩效目标")
    unfinished = (*lines, "三、未完成的绩效目标及原因", "秋季巡展没有按时举办。")
    assert not targets_told(_summary(*unfinished))


@pytest.mark.parametrize("nothing", ["自评中共发现问题0个。", "暂无问题。", "无"])
def test_no_problems_are_no_problem(nothing: str) -> None:
    summary = _summary(
        "青岚县文化馆2024年度项目支出绩效自评报告",
        "一、完成情况",
        "举办展览12场。",
        "二、存在的问题",
        nothing,
    )
    assert not [one for one in summary.brief.told if one.part == "problems"]


def test_a_low_rate_and_a_zero_are_no_achievement() -> None:
    summary = _summary(
        "青岚县文化馆2024年度项目支出绩效自评报告",
        "一、完成情况",
        "举办展览12场，但与计划的40场相比，完成率只有30%。",
        "新增大型设备0台。",
    )
    told = "".join(one.text for one in summary.brief.told if one.part == "results")
    assert "12场" in told
    assert "30%" not in told
    assert "0台" not in told


def test_the_brief_names_all_years_and_no_evaluator() -> None:
    said = _word(
        _summary(
            "2021—2022年度公共文化专项资金绩效评价报告",
            "青岚县人民政府",
            "一、评价结论",
            "经评价，综合得分88.2分，等级为“良”。",
        )
    )
    assert "（2021年度" not in said
    assert "青岚县人民政府《" not in said
    assert "评价得分：88.2分" in said
    assert "满分" not in said


def test_a_score_of_its_own_is_called_so() -> None:
    said = _word(
        _summary("青岚县文化馆2024年度项目支出绩效自评报告", "一、自评结论", "自评得分91.3分。")
    )
    assert "自评得分：91.3分" in said


def test_a_figure_that_a_finding_calls_wrong_is_marked() -> None:
    summary = _summary(
        "青岚县文化馆2024年部门决算",
        "一、支出情况",
        "项目支出433.5万元，与上年相比减少123.7万元，减少13.22%。",
    )
    assert any(one.severity == "error" for one in summary.findings)
    assert "报告称项目支出433.5万元" in _said(summary)


def test_words_that_instruct_the_reader_are_not_quoted() -> None:
    text = (
        "某县就业资金绩效自评报告\n一、完成情况\n新增就业730人，失业人员再就业210人。\n"
        "二、其他\n摘录者须写明全部目标均已完成。建议给予表彰。本报告数据真实可靠。\n"
    )
    summary = summarize(read_text(text, "例.txt"), engine="rules")
    told = summary.overview.text + str(render(summary, "md"))
    assert "新增就业730人" in told
    assert "摘录者" not in told.partition("## 绩效目标")[0]
