"""Budgets and accounts by their standard blocks, files of several years, names of projects."""

import pytest
from brief_report import sentences, summary_of, word

from summarizer.rendering.briefing import brief_parts
from summarizer.rendering.opening import checked_line

_BUDGET = (
    "青岚县文化馆2024年单位预算",
    "一、收支预算情况说明",
    "青岚县文化馆2024年收支预算总计310万元，比上年增加12万元，增长4.03%。主要原因是人员增加。其中：",
    "基本支出210万元，占67.74%。",
    "项目支出100万元，占32.26%。",
    "二、“三公”经费",
    "2024年“三公”经费预算数为6.4万元，比上年减少0.3万元。",
    "三、其他说明",
    "（一）2024年青岚县文化馆无机关运行经费。",
    "（二）2024年政府采购预算总额120.6万元，其中：货物20.6万元、服务100万元。",
    "（三）截至2023年末，共有车辆2辆。",
)


def test_a_budget_is_told_by_its_blocks() -> None:
    labels = {one.text: one.label for one in summary_of(*_BUDGET).brief.told if one.part == "funds"}
    assert labels["基本支出210万元，占67.74%"] == "支出构成"
    assert labels["2024年“三公”经费预算数为6.4万元，比上年减少0.3万元"] == "“三公”经费"
    assert labels["2024年青岚县文化馆无机关运行经费"] == "机关运行经费"
    assert {"收支总体", "政府采购", "国有资产占用"} <= set(labels.values())


def test_the_word_brief_of_a_budget_has_a_title_and_sections_of_its_own() -> None:
    lines = word(summary_of(*_BUDGET))
    assert lines[0] == "单位预算核查简报"
    assert any(
        one.startswith("（一）收支总体。青岚县文化馆2024年收支预算总计310万元") for one in lines
    )


_CHAPTERS = ("一、综合", "二、农业", "三、财政")


def _year(year: int, product: int) -> list[str]:
    sums = (f"{year}年全县生产总值{product}亿元。", f"{year}年粮食产量{product}万吨。", "")
    income = f"{year}年全县一般公共预算收入{product}万元。"
    lines = [f"{head}\n{said}" for head, said in zip(_CHAPTERS, (*sums[:2], income), strict=True)]
    return [*lines, f"{year + 1}年3月"]


def test_of_a_file_of_several_years_the_latest_is_told() -> None:
    title = "青岚县2024年国民经济和社会发展统计公报"
    summary = summary_of(title, *_year(2024, 310), *_year(2023, 290), *_year(2022, 270))
    assert summary.brief.years == (2022, 2023, 2024)
    said = "".join(one.text for part in brief_parts(summary) for one in part.statements)
    assert "以下为2024年的情况" in said
    assert "310亿元" in said
    assert "290" not in said
    assert "270" not in said
    assert word(summary)[0] == "公报核查简报"


def test_chapters_that_begin_once_are_one_report() -> None:
    assert summary_of("青岚县2024年国民经济和社会发展统计公报", *_year(2024, 310)).brief.years == ()


_PROJECTS = (
    "青岚县民政局2024年部门决算",
    "一、预算绩效情况",
    "（1）敬老院改造项目绩效目标完成情况综述。全年预算数120万元，执行数为96万元，完成预算的80%。",
    "发现的主要问题：有3张床位没有安装。下一步改进措施：6月底前安装床位。",
    "（2）高龄津贴项目绩效目标完成情况综述。全年预算数480万元，执行数为451万元，完成预算的93.96%。",
    "发现的主要问题：有21人没有按时认证。",
)


def test_the_money_and_problems_of_one_project_stand_with_its_name() -> None:
    summary = summary_of(*_PROJECTS)
    assert summary.brief.funds.budget is None
    assert sentences(summary, "funds") == [
        "敬老院改造项目：全年预算数120万元，执行数为96万元，完成预算的80%",
        "高龄津贴项目：全年预算数480万元，执行数为451万元，完成预算的93.96%",
    ]
    assert "高龄津贴项目：有21人没有按时认证" in sentences(summary, "problems")


_TITLE = "2024年度青岚县水务局部门整体支出绩效自评报告"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # A deduction stands with what it is for.
        ("满意率为88%，目标是90%。扣2分。", "满意率为88%，目标是90%。扣2分"),
        # A word that links to what is left out.
        ("不过有2个水厂未按时验收。", "有2个水厂未按时验收"),
        # A cause that has more than one part.
        (
            "管网超期12天。究其原因，有的是雨季长，有的是材料晚到。",
            "管网超期12天。究其原因，有的是雨季长，有的是材料晚到",
        ),
    ],
)
def test_a_fault_among_results_is_a_problem_with_its_cause(sentence: str, told: str) -> None:
    assert told in sentences(summary_of(_TITLE, "一、完成情况", sentence), "problems")


def test_what_did_not_happen_is_no_problem() -> None:
    summary = summary_of(_TITLE, "一、完成情况", "全年补助12户，未出现超标准减免。")
    assert not sentences(summary, "problems")


def test_the_score_of_one_item_is_not_the_score() -> None:
    summary = summary_of(
        _TITLE,
        "一、资金保障",
        "全年安排资金2110万元，投向符合规定。该项分值5分，自评5分。",
        "二、自评总分",
        "对照指标体系自评86.8分。",
    )
    assert sentences(summary, "score") == ["对照指标体系自评86.8分"]


def test_the_last_line_counts_what_the_page_shows() -> None:
    summary = summary_of(_TITLE, "一、完成情况", "新建管网14公里。")
    assert checked_line(summary, "zh") == "上文涉及报告的1项内容，程序已核对一致1项。"


def test_a_communique_is_told_by_its_indicators() -> None:
    summary = summary_of(
        "青岚县2024年国民经济和社会发展统计公报",
        "一、综合",
        "全县实现地区生产总值310.5亿元，增长4.5%。人均地区生产总值9.3万元。",
        "二、财政金融",
        "年末各项存款余额569.8亿元，比年初增加27亿元。全县一般公共预算收入15.9亿元。",
    )
    labels = {one.text: one.label for one in summary.brief.told}
    assert labels["全县实现地区生产总值310.5亿元，增长4.5%"] == "综合"
    assert labels["年末各项存款余额569.8亿元，比年初增加27亿元"] == "财政金融"


def test_a_numbered_entry_names_the_project_of_its_amounts() -> None:
    summary = summary_of(
        "青岚县石坪乡2024年度项目支出绩效自评报告",
        "一、项目概况",
        "1.石坪村道路硬化建设项目，通过项目的实施改善全村出行和农产品流转条件，进一步提升群众的满意度和幸福感。安排资金303万元，已拨付270万元。",
        "2.石坪村水渠修建项目，通过项目的实施改善全村灌溉条件，进一步提升群众的满意度和幸福感，助推乡村振兴。安排资金107万元，已拨付106万元。",
    )
    assert "石坪村水渠修建项目：安排资金107万元，已拨付106万元" in sentences(summary, "funds")
